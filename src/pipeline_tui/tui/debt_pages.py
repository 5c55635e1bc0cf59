"""A document of a debtor's ledger as a page of blocks, for the panel beside the lines."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.ledger import InvoiceRow, LaidRow, Ledger, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.widgets.panel import Block, Entry, Heading, Pair, Paragraph, Title
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import field, label


def page(found: Ledger, record: InvoiceRow | PaymentRow | PromiseRow, today: date) -> list[Block]:
    """What there is to know of one document."""
    if isinstance(record, InvoiceRow):
        return _invoice(record, today)
    if isinstance(record, PaymentRow):
        return _payment(record)
    return _promise(found, record, today)


def _invoice(row: InvoiceRow, today: date) -> list[Block]:
    state = row.state(today)
    blocks: list[Block] = [
        Title(
            row.number if row.opening else _("Invoice {number}").format(number=row.number),
            ((words.invoice_state(row, today), words.TONES[state]),),
        ),
        Pair(field("amount"), formats.money(row.amount_minor, row.currency, cents=True)),
        Pair(_("Left to pay"), formats.money(row.open_minor, row.currency, cents=True), "strong"),
        Pair(field("issued_on"), formats.day_full(row.issued_on)),
    ]
    if row.deal:
        blocks.append(Pair(field("deal"), row.deal))
    if row.cancelled_on is not None:
        blocks.append(Pair(_("Cancelled"), formats.day_full(row.cancelled_on)))
    if row.dispute_note:
        title = _("They object") if row.disputed else _("Dispute settled")
        if row.disputed_minor is not None:
            money = formats.money(row.disputed_minor, row.currency, cents=True)
            title = _("They object to {sum} of it").format(sum=money)
        blocks += [Heading(title), Paragraph(row.dispute_note, "warning" if row.disputed else "")]
    blocks.append(Heading(_("Instalments")))
    for part in row.instalments:
        money = formats.money(part.amount_minor, row.currency, cents=True)
        rest = (
            _("open {sum}").format(sum=formats.money(part.open_minor, row.currency, cents=True))
            if part.open_minor else _("paid")
        )  # fmt: skip
        late = part.open_minor and part.due_on < today
        blocks.append(
            Entry(
                formats.day_plain(part.due_on), f"{money} · {rest}",
                "\n".join(_laid_line(one, row.currency) for one in part.laid),
                "danger" if late else "strong",
            )
        )  # fmt: skip
    if row.notes:
        blocks += [Heading(field("notes")), Paragraph(row.notes)]
    return blocks


def _laid_line(one: LaidRow, currency: str) -> str:
    told = _("paid {day}: {sum}") if one.kind is PaymentKind.PAYMENT else "{kind} {day}: {sum}"
    return told.format(
        kind=label("payment_kind", one.kind), day=formats.day_plain(one.paid_on),
        sum=formats.money(one.amount_minor, currency, cents=True),
    )  # fmt: skip


def _payment(row: PaymentRow) -> list[Block]:
    blocks: list[Block] = [
        Title(words.movement_title(row)),
        Pair(field("paid_on"), formats.day_full(row.paid_on)),
    ]
    if row.free_minor:
        free = formats.money(row.free_minor, row.currency, cents=True)
        blocks.append(Pair(_("Overpaid"), free, "accent"))
    if row.reference:
        blocks.append(Pair(_("Reference"), row.reference))
    if row.reason:
        blocks.append(Pair(field("reason"), row.reason))
    if row.laid:
        blocks.append(Heading(_("Laid on")))
        blocks += [
            Entry(
                _("No. {number}").format(number=one.number),
                formats.money(one.amount_minor, row.currency, cents=True),
            )
            for one in row.laid
        ]
    return blocks


def _promise(found: Ledger, row: PromiseRow, today: date) -> list[Block]:
    numbers = {one.id: one.number for one in found.invoices}
    blocks: list[Block] = [
        Title(
            _("Promise of {sum}").format(sum=formats.money(row.amount_minor, row.currency)),
            ((words.promise_state(row), words.promise_tone(row)),),
        ),
        Pair(field("due_on"), f"{formats.day_full(row.due_on)} ({formats.day(row.due_on, today)})"),
        Pair(_("Given"), formats.day_full(row.made_on)),
        Pair(
            _("Paid in time"), formats.money(row.paid_minor, row.currency, cents=True),
            "success" if row.paid_minor else "",
        ),
    ]  # fmt: skip
    if row.invoice_id is not None:
        blocks.append(Pair(_("For invoice"), numbers.get(row.invoice_id, "—")))
    if row.note:
        blocks += [Heading(field("note")), Paragraph(row.note)]
    return blocks
