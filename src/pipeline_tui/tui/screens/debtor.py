"""A debtor: invoices with their instalments, promises and payments, and what was laid on what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.debts import DebtShow
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.ledger import InvoiceRow, Ledger, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.domain.reconciliation import Lapse
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.debt_pages import page
from pipeline_tui.tui.debtor_lines import Line, columns, lines_of, row_of
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.text import clean_lines
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LineTable, ListSource
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording import payers as payer_words
from pipeline_tui.wording.labels import field


class DebtorScreen(RecordScreen, ClientActions):
    """All money between us and one client."""

    CSS_PATH = "debtor.tcss"
    MODE = "debts"
    COMMANDS_HERE = (
        *commands.LIST, "payment", "document", "letter", "statement", "interest", "edit", "hold", "as_of",
        "call", "step", "next", "previous", "copy_phone", "history", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012

    def __init__(self, client_id: int, ids: Sequence[int] = (), as_of: date | None = None) -> None:
        super().__init__(client_id, ids)
        self._as_of = as_of
        self._ledger: Ledger | None = None
        self._lapses: tuple[Lapse, ...] = ()
        self._lines: dict[int, Line] = {}

    def body(self) -> ComposeResult:
        yield Static(id="payer")
        with Container(id="ledger"):
            yield LineTable(columns(), id="lines", markable=False)
            yield CardPanel(id="detail")

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        at = self.table.cursor_id
        return None if at is None else self._lines.get(at)

    @property
    def day(self) -> date:
        """The day the ledger is shown as of."""
        return self._as_of or self.desk.today()

    # Reading

    async def reload(self) -> None:
        try:
            found = await self.ask(self.desk.debts.ledger, self.record_id, self._as_of)
        except NotFound as gone:
            self.tell(gone)
            self.dismiss()
            return
        self._ledger = found
        self._lapses = () if found.as_of else await self.ask(
            self.desk.reconciliations.lapses, found
        )  # fmt: skip
        self._show_head(found)
        self._show_lines(found)
        self._show_detail()
        self.latest(self._read_payer, "payer")

    async def _read_payer(self) -> None:
        """The grade with its evidence, and the terms that follow."""
        client_id = self.record_id
        card = await self.ask(self.desk.payers.card, client_id, self._as_of)
        if client_id == self.record_id:
            lines = payer_words.told(card, self.desk.settings.currency)
            self.query_one("#payer", Static).update(
                Content("\n".join(clean_lines("\n".join(lines))))
            )

    def _show_head(self, found: Ledger) -> None:
        standing, today = found.standing, self.day
        figures = [Figure("", found.name, "accent")]
        if found.as_of is not None:
            figures.append(
                Figure("", _("as of {day}").format(day=formats.day_plain(found.as_of)), "warning")
            )
        if found.stopped_on is not None:
            stopped = f"{words.MARKS[DebtShow.STOPPED]} " + words.show(DebtShow.STOPPED)
            figures.append(Figure("", stopped, "danger"))
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
        lines, sections = lines_of(found, self.day)
        self._lines = {line.id: line for line in lines}
        self.table.empty = self._empty_text()
        self.table.show(ListSource([row_of(line, self.day) for line in lines], sections))

    def _empty_text(self) -> str:
        if self._as_of is not None:
            return _("Nothing was known of them then.\nEsc shows how it stands today.")
        return _("No invoices yet.\n{key} issues the first one.").format(
            key=self.pipeline.key_of("document")
        )

    @on(LineTable.Highlighted)
    def _show_detail(self) -> None:
        line, found = self.line, self._ledger
        blocks = [] if line is None or found is None else page(
            found, line.record, self.day
        )  # fmt: skip
        self.query_one("#detail", CardPanel).show(blocks)

    def chosen_clients(self) -> tuple[int, ...]:
        return (self.record_id,)

    # What can be done

    def action_back(self) -> None:
        """From a past day back to today, then to the list."""
        if self._as_of is None:
            super().action_back()
        else:
            self._as_of = None
            self.read_anew()

    def action_as_of(self) -> None:
        self.start(self._choose_day)

    async def _choose_day(self) -> None:
        when = await self.prompt(PastPrompt(_("As of which day?")))
        if when is not None:
            self._as_of = when.day if when.day < self.desk.today() else None
            self.read_anew()

    def action_hold(self) -> None:
        from pipeline_tui.tui.forms.credit_forms import hold_shipping

        self.start(hold_shipping, self, self.record_id)

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        if self.line is not None:
            self.start(self._change, self.line)

    async def _change(self, line: Line) -> None:
        """Offer what can be done with a line."""
        if self._as_of is not None:
            self.warn(
                _("This is how it stood then. Esc goes back to today, where it can be changed.")
            )
            return
        record = line.record
        if isinstance(record, InvoiceRow):
            await self._change_invoice(record)
        elif isinstance(record, PaymentRow):
            await self._change_payment(record)
        else:
            await self._change_promise(record)

    async def _change_invoice(self, row: InvoiceRow) -> None:
        from pipeline_tui.tui.forms import credit_forms, invoice_forms, payment_forms

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
            choices.append(Choice("write_off", _("Write off what is left…")))
        choices.append(Choice("credit", _("Credit note: ask for less…")))
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
            case "credit":
                await credit_forms.credit_note(self, row)
            case "write_off":
                await credit_forms.write_off(self, row)
            case "cancel":
                await self._do(
                    _("Invoice {number} cancelled; u brings it back").format(number=row.number),
                    self.desk.invoices.cancel, row.id,
                )  # fmt: skip

    async def _change_payment(self, row: PaymentRow) -> None:
        from pipeline_tui.tui.forms.payment_forms import lay_payment

        title = words.movement_title(row)
        choices = [Choice("remove", _("Take it out"))]
        if row.kind is not PaymentKind.WRITE_OFF:
            choices.insert(0, Choice("lay", _("Lay it on other invoices")))
        match await self.prompt(ChoicePrompt(title, choices)):
            case "lay" if self._ledger is not None:
                await lay_payment(self, row, self._ledger.invoices)
            case "remove":
                await self._do(
                    _("Taken out; u brings it back"),
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

    def action_history(self) -> None:
        """Of the invoice, payment or promise under the cursor, else of the client."""
        from pipeline_tui.tui.screens import record_history

        line, found = self.line, self._ledger
        if found is not None:
            record = ("client", self.record_id)
            if line is not None:
                record = record_history.money_record(line.record)
            self.app.push_screen(record_history.RecordHistory(record, found.name))

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
