"""A client's ledger as `debt show` writes it."""

from __future__ import annotations

from datetime import date

from pipeline_tui.cli import base
from pipeline_tui.domain.ledger import Ledger
from pipeline_tui.i18n import _
from pipeline_tui.wording import debts, formats, labels, shipping


def give_ledger(found: Ledger, today: date) -> None:
    """All money between us and a client, a line for each document."""
    standing = found.standing
    base.give(f"{found.client_id}  {found.name}")
    facts = [(labels.field("debt"), debts.sums(standing.open_sums))]
    if standing.overdue:
        facts.append((_("Overdue"), debts.sums(standing.overdue_sums)))
    if found.free_sums:
        facts.append((_("Overpaid"), debts.sums(found.free_sums)))
    facts += debts.payer(found.figures)
    if standing.kept.fallen:
        facts.append((_("Promises kept"), debts.kept(standing.kept)))
    facts.append((labels.field("next_step"), debts.step(standing.step, today)))
    base.give("   " + " · ".join(f"{name}: {value}" for name, value in facts))
    if found.stopped_on is not None:
        base.give("   ! " + shipping.stopped(found.stopped_on, found.stop_reason))
    for row in found.invoices:
        base.give(
            "   ".join((
                _("invoice {number}").format(number=row.number),
                formats.day_plain(row.issued_on), formats.money(row.amount_minor, row.currency),
                _("open {sum}").format(sum=formats.money(row.open_minor, row.currency)),
                debts.invoice_state(row, today), row.dispute_note if row.disputed else "",
            )).rstrip()
        )  # fmt: skip
        for one in row.instalments:
            base.give(
                f"   {formats.day_plain(one.due_on)}: "
                f"{formats.money(one.amount_minor, row.currency)}, "
                + _("open {sum}").format(sum=formats.money(one.open_minor, row.currency))
            )
    for paid in found.payments:
        laid = ", ".join(
            f"{one.number}: {formats.money(one.amount_minor, paid.currency)}" for one in paid.laid
        )
        free = (
            _("not laid on anything: {sum}").format(
                sum=formats.money(paid.free_minor, paid.currency)
            ) if paid.free_minor else ""
        )  # fmt: skip
        base.give(
            "   ".join(filter(None, (
                f"{labels.label('payment_kind', paid.kind)} {paid.id}", formats.day_plain(paid.paid_on),
                formats.money(paid.amount_minor, paid.currency), laid, free,
                paid.reference, paid.reason,
            )))
        )  # fmt: skip
    for given in found.promises:
        base.give(
            "   ".join(filter(None, (
                _("promise {number}").format(number=given.id),
                formats.money(given.amount_minor, given.currency),
                _("by {day}").format(day=formats.day_plain(given.due_on)),
                debts.promise_state(given), given.note,
            )))
        )  # fmt: skip
