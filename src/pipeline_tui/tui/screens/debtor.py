"""A debtor: invoices with their instalments, promises and payments, and what was laid on what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.ledger import InstalmentRow, InvoiceRow, InvoiceState, Ledger, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.domain.reconciliation import Lapse
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.debt_pages import page
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.text import clean_lines
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import Cell, Column, LineTable, ListSource, Row, Section
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording import payers as payer_words
from pipeline_tui.wording.labels import field

_CLOSED = (InvoiceState.PAID, InvoiceState.CANCELLED, InvoiceState.WRITTEN_OFF)


class Line(Struct, frozen=True):
    """A line of the ledger: an invoice, one of its instalments, a payment or a promise."""

    record: InvoiceRow | PaymentRow | PromiseRow
    part: InstalmentRow | None = None

    @property
    def id(self) -> int:
        """Unique among lines of every kind."""
        if self.part is not None:
            return self.part.id * 4 + 1
        kinds = (InvoiceRow, None, PaymentRow, PromiseRow)
        return self.record.id * 4 + kinds.index(type(self.record))


class DebtorScreen(RecordScreen, ClientActions):
    """All money between us and one client."""

    CSS_PATH = "debtor.tcss"
    MODE = "debts"
    COMMANDS_HERE = (
        *commands.LIST, "payment", "document", "letter", "statement", "interest", "edit", "call", "step", "next", "previous",
        "copy_phone", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012

    def __init__(self, client_id: int, ids: Sequence[int] = ()) -> None:
        super().__init__(client_id, ids)
        self._ledger: Ledger | None = None
        self._lapses: tuple[Lapse, ...] = ()
        self._lines: dict[int, Line] = {}

    def body(self) -> ComposeResult:
        yield Static(id="payer")
        with Container(id="ledger"):
            yield LineTable(_columns(), id="lines", markable=False)
            yield CardPanel(id="detail")

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        at = self.table.cursor_id
        return None if at is None else self._lines.get(at)

    # Reading

    async def reload(self) -> None:
        try:
            found = await self.ask(self.desk.debts.ledger, self.record_id)
        except NotFound as gone:
            self.tell(gone)
            self.dismiss()
            return
        self._ledger = found
        self._lapses = await self.ask(self.desk.reconciliations.lapses, found)
        self._show_head(found)
        self._show_lines(found)
        self._show_detail()
        self.latest(self._read_payer, "payer")

    async def _read_payer(self) -> None:
        """The grade with its evidence, and the terms that follow."""
        client_id = self.record_id
        card = await self.ask(self.desk.payers.card, client_id)
        if client_id == self.record_id:
            lines = payer_words.told(card, self.desk.settings.currency)
            self.query_one("#payer", Static).update(
                Content("\n".join(clean_lines("\n".join(lines))))
            )

    def _show_head(self, found: Ledger) -> None:
        standing, today = found.standing, self.desk.today()
        figures = [Figure("", found.name, "accent")]
        if standing.owes:
            figures.append(Figure(field("debt"), words.sums(standing.open_sums)))
        else:
            figures.append(Figure("", _("owes nothing"), "success"))
        if standing.overdue:
            late = words.days_late(standing.oldest_on, today)
            figures.append(
                Figure(
                    _("Overdue"), f"{words.sums(standing.overdue_sums)}, {late}", "danger"
                )
            )  # fmt: skip
        if self._lapses:
            figures.append(
                Figure(_("Sue by"), formats.day_plain(self._lapses[0].last_day), "danger")
            )
        if found.free_sums:
            figures.append(Figure(_("Overpaid"), words.sums(found.free_sums), "success"))
        limit = found.credit_limit_minor
        if limit is not None:
            own = self.desk.settings.currency
            over = dict(standing.open_sums).get(own, 0) > limit
            figures.append(
                Figure(
                    _("Over the limit of") if over else _("Limit"), formats.money(limit, own),
                    "danger" if over else "",
                )
            )  # fmt: skip
        if standing.step is not None:
            figures.append(
                Figure(
                    field("next_step"), words.step(standing.step, today),
                    words.step_tone(standing.step, today),
                )
            )  # fmt: skip
        if standing.kept.fallen:
            figures.append(Figure(_("Promises kept"), words.kept(standing.kept)))
        figures += [Figure(name, value) for name, value in words.payer(found.figures)]
        if found.payment_terms_days is not None:
            figures.append(Figure(_("Terms"), formats.days(found.payment_terms_days)))
        self.query_one(Headline).show(figures, self.place)

    def _show_lines(self, found: Ledger) -> None:
        """Open invoices by age, promises, payments, and at the end what is closed."""
        today = self.desk.today()
        standing = [row for row in found.invoices if row.state(today) not in _CLOSED]
        standing.sort(key=lambda row: (row.due_on or row.issued_on, row.id))
        closed = [row for row in found.invoices if row.state(today) in _CLOSED]
        groups = (
            (_("Open invoices"), [line for row in standing for line in _with_parts(row)]),
            (_("Promises to pay"), [Line(row) for row in reversed(found.promises)]),
            (_("Payments"), [Line(row) for row in found.payments]),
            (_("Closed invoices"), [Line(row) for row in closed]),
        )
        lines: list[Line] = []
        sections: list[Section] = []
        for title, group in groups:
            if group:
                sections.append(Section(len(lines), title))
                lines += group
        self._lines = {line.id: line for line in lines}
        self.table.empty = _("No invoices yet.\n{key} issues the first one.").format(
            key=self.pipeline.key_of("document")
        )
        self.table.show(ListSource([self._row(line) for line in lines], tuple(sections)))

    def _row(self, line: Line) -> Row:
        today, record = self.desk.today(), line.record
        if isinstance(record, InvoiceRow):
            return _part_row(line, record) if line.part else self._invoice_row(line, record)
        if isinstance(record, PaymentRow):
            free = formats.money(record.free_minor, record.currency, cents=True)
            laid = ", ".join(dict.fromkeys(one.number for one in record.laid))
            return Row(
                line.id,
                {
                    "what": record.reference or _("payment"),
                    "day": formats.day_plain(record.paid_on),
                    "sum": Cell(
                        formats.money(record.amount_minor, record.currency, cents=True), "success"
                    ),
                    "open": Cell(free, "accent") if record.free_minor else "",
                    "state": (
                        _("for {numbers}").format(numbers=laid)
                        if laid else _("not laid on anything")
                    ),
                },
            )  # fmt: skip
        return Row(
            line.id,
            {
                "what": record.note or _("promise"),
                "day": formats.day_plain(record.made_on),
                "due": formats.day(record.due_on, today),
                "sum": formats.money(record.amount_minor, record.currency, cents=True),
                "state": Cell(words.promise_state(record), words.promise_tone(record)),
            },
            tone="muted" if record.withdrawn else "",
        )

    def _invoice_row(self, line: Line, row: InvoiceRow) -> Row:
        today = self.desk.today()
        state = row.state(today)
        due = row.due_on or max((one.due_on for one in row.instalments), default=row.issued_on)
        return Row(
            line.id,
            {
                "what": Cell(_("No. {number}").format(number=row.number), "strong"),
                "day": formats.day_plain(row.issued_on),
                "due": formats.day(due, today) if state not in _CLOSED else formats.day_plain(due),
                "sum": formats.money(row.amount_minor, row.currency, cents=True),
                "open": Cell(
                    formats.money(row.open_minor, row.currency, cents=True), "strong"
                ) if row.open_minor else "",
                "state": Cell(words.invoice_state(row, today), words.TONES[state]),
            },
            tone="muted" if state in _CLOSED else "",
        )  # fmt: skip

    @on(LineTable.Highlighted)
    def _show_detail(self) -> None:
        line, found = self.line, self._ledger
        blocks = [] if line is None or found is None else page(
            found, line.record, self.desk.today()
        )  # fmt: skip
        self.query_one("#detail", CardPanel).show(blocks)

    def chosen_clients(self) -> tuple[int, ...]:
        return (self.record_id,)

    # What can be done

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        if self.line is not None:
            self.start(self._change, self.line)

    async def _change(self, line: Line) -> None:
        """Offer what can be done with a line."""
        record = line.record
        if isinstance(record, InvoiceRow):
            await self._change_invoice(record)
        elif isinstance(record, PaymentRow):
            await self._change_payment(record)
        else:
            await self._change_promise(record)

    async def _change_invoice(self, row: InvoiceRow) -> None:
        from pipeline_tui.tui.forms import invoice_forms, payment_forms

        title = _("Invoice {number}").format(number=row.number)
        if row.cancelled_on is not None:
            self.warn(_("Invoice {number} is cancelled.").format(number=row.number))
            return
        choices = [
            Choice("edit", _("Change the invoice")),
            Choice(
                "dispute",
                _("The dispute is settled") if row.disputed else _("The client objects to it"),
            ),
            *(() if row.disputed else (Choice("part", _("The client objects to a part of it")),)),
            Choice("cancel", _("Cancel the invoice")),
        ]
        if row.open_minor:
            choices.insert(0, Choice("promise", _("They promise to pay it")))
            choices.insert(0, Choice("pay", _("A payment has come for it")))
        match await self.prompt(ChoicePrompt(title, choices)):
            case "pay":
                await payment_forms.add_payment(self, self.record_id, invoice=row)
            case "promise":
                await payment_forms.add_promise(self, self.record_id, invoice=row)
            case "edit":
                await invoice_forms.edit_invoice(self, row)
            case "dispute":
                await invoice_forms.dispute_invoice(self, row)
            case "part":
                await invoice_forms.dispute_invoice(self, row, part=True)
            case "cancel":
                await self._do(
                    _("Invoice {number} cancelled; u brings it back").format(number=row.number),
                    self.desk.invoices.cancel, row.id,
                )  # fmt: skip

    async def _change_payment(self, row: PaymentRow) -> None:
        from pipeline_tui.tui.forms.payment_forms import lay_payment

        title = _("Payment of {sum}").format(sum=formats.money(row.amount_minor, row.currency))
        choices = [
            Choice("lay", _("Lay it on other invoices")),
            Choice("remove", _("Take it out")),
        ]
        match await self.prompt(ChoicePrompt(title, choices)):
            case "lay" if self._ledger is not None:
                await lay_payment(self, row, self._ledger.invoices)
            case "remove":
                await self._do(
                    _("Payment taken out; u brings it back"),
                    self.desk.invoices.remove_payment, row.id,
                )  # fmt: skip

    async def _change_promise(self, row: PromiseRow) -> None:
        if row.withdrawn:
            self.warn(_("This promise is withdrawn."))
            return
        title = _("Promise of {sum}").format(sum=formats.money(row.amount_minor, row.currency))
        choices = [Choice("withdraw", _("Take it out of the count"))]
        if await self.prompt(ChoicePrompt(title, choices)) == "withdraw":
            await self._do(
                _("Promise withdrawn; u brings it back"),
                self.desk.invoices.withdraw_promise, row.id,
            )  # fmt: skip

    def action_payment(self) -> None:
        from pipeline_tui.tui.forms.payment_forms import ask_payment

        record = None if self.line is None else self.line.record
        invoice = record if isinstance(record, InvoiceRow) and record.open_minor else None
        self.start(partial(ask_payment, self, self.record_id, invoice=invoice))

    def action_interest(self) -> None:
        """The working of the invoice under the cursor, else of everything paid late."""
        from pipeline_tui.tui.forms.interest_forms import show

        record = None if self.line is None else self.line.record
        invoice_id = record.id if isinstance(record, InvoiceRow) else None
        self.start(show, self, self.record_id, invoice_id)

    def action_letter(self) -> None:
        from pipeline_tui.tui.forms.letter_forms import write_letter

        if self._ledger is not None:
            self.start(write_letter, self, self._ledger)

    def action_statement(self) -> None:
        from pipeline_tui.tui.forms.reconciliation_forms import statement

        if self._ledger is not None:
            self.start(statement, self, self._ledger)

    def action_document(self) -> None:
        from pipeline_tui.tui.forms.invoice_forms import add_invoice

        self.start(partial(add_invoice, self, client_id=self.record_id))


def _with_parts(row: InvoiceRow) -> list[Line]:
    """An invoice, and under it its instalments where there are several."""
    parts = row.instalments if len(row.instalments) > 1 else ()
    return [Line(row), *(Line(row, part) for part in parts)]


def _part_row(line: Line, row: InvoiceRow) -> Row:
    part = line.part
    assert part is not None
    return Row(
        line.id,
        {
            "what": "   " + _("instalment"),
            "due": formats.day_plain(part.due_on),
            "sum": formats.money(part.amount_minor, row.currency, cents=True),
            "open": formats.money(part.open_minor, row.currency, cents=True)
            if part.open_minor else "",
            "state": "" if part.open_minor else _("paid"),
        },
        tone="muted",
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("what", _("Document"), flex=1, min_width=14, sortable=False),
        Column("day", _("Date"), 11, sortable=False, min_total_width=92),
        Column("due", _("Due"), 14, sortable=False, min_total_width=88),
        Column("sum", _("Sum"), 15, "right", sortable=False),
        Column("open", _("Left to pay"), 15, "right", sortable=False),
        Column("state", _("State"), 22, sortable=False),
    ]
