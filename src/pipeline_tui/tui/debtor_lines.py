"""The lines of a debtor's ledger: invoices with their instalments, promises, movements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from pipeline_tui.domain.ledger import InstalmentRow, InvoiceRow, InvoiceState, Ledger, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.widgets.table import Cell, Column, Row, Section
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label

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


def lines_of(found: Ledger, today: date) -> tuple[list[Line], tuple[Section, ...]]:
    """Open invoices by age, promises, movements, and at the end what is closed; with the headings."""
    standing = [row for row in found.invoices if row.state(today) not in _CLOSED]
    standing.sort(key=lambda row: (row.due_on or row.issued_on, row.id))
    closed = [row for row in found.invoices if row.state(today) in _CLOSED]
    groups: tuple[tuple[str, Iterable[Line]], ...] = (
        (_("Open invoices"), [line for row in standing for line in _with_parts(row)]),
        (_promises(found), [Line(row) for row in reversed(found.promises)]),
        (_("Payments"), [Line(row) for row in found.payments]),
        (_("Closed invoices"), [Line(row) for row in closed]),
    )
    lines: list[Line] = []
    sections: list[Section] = []
    for title, group in groups:
        if group:
            sections.append(Section(len(lines), title))
            lines += group
    return lines, tuple(sections)


def _promises(found: Ledger) -> str:
    """The heading of the promises, with how many were kept of those fallen due."""
    kept = words.kept(found.standing.kept)
    return _("Promises to pay, kept {kept}").format(kept=kept) if kept else _("Promises to pay")


def row_of(line: Line, today: date) -> Row:
    """A line as the table shows it on a day."""
    record = line.record
    if isinstance(record, InvoiceRow):
        return _part_row(line, record) if line.part else _invoice_row(line, record, today)
    if isinstance(record, PaymentRow):
        return _payment_row(line, record)
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


def _payment_row(line: Line, record: PaymentRow) -> Row:
    free = formats.money(record.free_minor, record.currency, cents=True)
    laid = ", ".join(dict.fromkeys(one.number for one in record.laid))
    if record.kind is PaymentKind.WRITE_OFF:
        what, tone = record.reason, "muted"
    elif record.kind is PaymentKind.CREDIT_NOTE:
        what, tone = record.reason, "accent"
    else:
        what, tone = record.reference or label("payment_kind", record.kind), "success"
    where = _("for {numbers}").format(numbers=laid) if laid else _("not laid on anything")
    return Row(
        line.id,
        {
            "what": what,
            "day": formats.day_plain(record.paid_on),
            "sum": Cell(formats.money(record.amount_minor, record.currency, cents=True), tone),
            "open": Cell(free, "accent") if record.free_minor else "",
            "state": " ".join(filter(None, (words.movement(record), where))),
        },
    )  # fmt: skip


def _invoice_row(line: Line, row: InvoiceRow, today: date) -> Row:
    state = row.state(today)
    due = row.due_on or max((one.due_on for one in row.instalments), default=row.issued_on)
    return Row(
        line.id,
        {
            "what": Cell(row.number if row.opening else _("No. {number}").format(number=row.number), "strong"),
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


def columns() -> list[Column]:
    """The columns of the table."""
    return [
        Column("what", _("Document"), flex=1, min_width=14, sortable=False),
        Column("day", _("Date"), 11, sortable=False, min_total_width=92),
        Column("due", _("Due"), 14, sortable=False, min_total_width=88),
        Column("sum", _("Sum"), 15, "right", sortable=False),
        Column("open", _("Left to pay"), 15, "right", sortable=False),
        Column("state", _("State"), 22, sortable=False),
    ]
