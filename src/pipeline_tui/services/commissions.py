"""What months and deals bring the seller, by the rule of the settings. No sqlmodel."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline_tui.domain import commission
from pipeline_tui.domain.commission import (
    Commission,
    CommissionOf,
    DealCommission,
    OfferMargin,
    Paid,
    Rule,
)
from pipeline_tui.domain.deals import DealRow
from pipeline_tui.domain.plan import PlanView
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import commissions as queries
from pipeline_tui.store.queries import offers


class Commissions(Service):
    """Reads of the commission. Nothing here writes."""

    def of_plan(self, plan: PlanView) -> tuple[Commission, ...]:
        """The commission of a plan's month as of the plan's day, by currency, that of the settings
        first; nothing where no rate is set, or nothing was paid."""
        rule = self._rule()
        if rule is None:
            return ()
        came = queries.paid(self._db, plan.month, plan.on)
        known = self._offers(deal for _currency, deal, _sum in came if deal is not None)
        paid = [
            Paid(currency, minor, _in(known.get(deal), currency)) for currency, deal, minor in came
        ]
        paid.sort(key=lambda one: one.currency != self._settings.currency)
        return commission.of_month(rule, paid, plan.paces)

    def of_deal(self, deal: DealRow) -> DealCommission | None:
        """What a deal brings once it is paid in full; none where no rate is set, the deal is lost, or
        nobody knows what it comes to."""
        rule = self._rule()
        if rule is None or deal.amount_minor is None or deal.loss_code is not None:
            return None
        offer = _in(self._offers([deal.id]).get(deal.id), deal.currency)
        pace = self._desk.reports.money_pace(deal.currency)
        return commission.of_deal(
            rule, deal.amount_minor, deal.currency, offer, () if pace is None else (pace,)
        )

    def _rule(self) -> Rule | None:
        """The rule of the settings, exact; none while no rate is set."""
        own = self._settings
        if not own.commission_rate:
            return None
        return Rule(
            _exact(own.commission_rate), CommissionOf(own.commission_of),
            tuple((_exact(share), _exact(times)) for share, times in own.commission_plan),
            _exact(own.usual_margin),
        )  # fmt: skip

    def _offers(self, deal_ids: Iterable[int]) -> dict[int | None, tuple[str, OfferMargin]]:
        """Deal → the currency and the margin of its accepted offer, where the costs are known."""
        return {
            deal: (row.currency, OfferMargin(row.code, margin, row.sums.total_minor))
            for deal, row in offers.accepted(self._db, deal_ids).items()
            if (margin := row.sums.margin_minor) is not None and row.sums.total_minor
        }


def _in(known: tuple[str, OfferMargin] | None, currency: str) -> OfferMargin | None:
    return known[1] if known is not None and known[0] == currency else None


def _exact(share: float) -> Decimal:
    """The number as it stands in the settings: 0.1 is a tenth."""
    return Decimal(str(share))
