"""The seller's own share, by the user's rule: Σ paid margin × rate × the plan's coefficient.

Money is whole minor units, shares are Decimal: a commission is exact, and is rounded once, half up.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.plan import Metric, Pace

ONE = Decimal(1)

Steps = tuple[tuple[Decimal, Decimal], ...]
"""(share of the plan, coefficient from there on), rising."""


class CommissionOf(StrEnum):
    """What the rate is taken of."""

    MARGIN = "margin"
    PAID = "paid"


class Rests(StrEnum):
    """What the margin of a sum rests on."""

    OFFER = "offer"
    """The accepted offer, which knows its costs."""
    USUAL = "usual"
    """The usual margin of the settings."""
    PAID = "paid"
    """Nothing: the rate is taken of the sum itself."""
    UNKNOWN = "unknown"
    """No cost is known, and no usual margin is set."""


class Rule(Struct, frozen=True):
    """The rule of the settings. `usual` is the margin in a sum whose costs nobody wrote down, 0 for
    not known."""

    rate: Decimal
    of: CommissionOf
    steps: Steps = ()
    usual: Decimal = Decimal(0)

    def coefficient(self, fact: int, target: int) -> Decimal:
        """What a fact against its target multiplies the commission by.

        A step below the whole plan begins at its share, one at the plan or beyond it only above:
        who has met the plan to the kopeck is at the plan, not above it. Below the first step
        nothing is due; without steps, or a target, the coefficient is 1.
        """
        if not self.steps or target <= 0:
            return ONE
        found = Decimal(0)
        for share, coefficient in self.steps:
            begins = share * target
            if fact > begins or (share < ONE and fact == begins):
                found = coefficient
        return found

    def base(self, sum_minor: int, offer: OfferMargin | None) -> tuple[int, Rests]:
        """The part of a sum that the rate is taken of, and what that rests on."""
        if self.of is CommissionOf.PAID:
            return sum_minor, Rests.PAID
        if offer is not None:
            return offer.part(sum_minor), Rests.OFFER
        if self.usual:
            return _half_up(sum_minor * self.usual), Rests.USUAL
        return 0, Rests.UNKNOWN

    def earned(self, base_minor: int, coefficient: Decimal) -> int:
        """base × rate × coefficient."""
        return _half_up(base_minor * self.rate * coefficient)


class OfferMargin(Struct, frozen=True):
    """An accepted offer whose costs are known: what is earned on it (without VAT) of what is paid
    for it (with VAT). Both are of one currency."""

    code: str
    margin_minor: int
    total_minor: int

    def part(self, sum_minor: int) -> int:
        """The margin in a part of its total: sum × margin / total, half up."""
        return (2 * sum_minor * self.margin_minor + self.total_minor) // (2 * self.total_minor)


class Paid(Struct, frozen=True):
    """Money that came, of one deal or of none; the offer is the one accepted in that deal."""

    currency: str
    sum_minor: int
    offer: OfferMargin | None = None


class Commission(Struct, frozen=True):
    """The commission of a month in one currency: `paid_minor` came, of which `unknown_minor` has no
    known margin and counts for nothing, and `usual_minor` is taken at the usual margin.

    `plan` is the money target it is measured by, or none. `ahead` is the coefficient where the month
    ends at this pace, or none where that cannot be said.
    """

    currency: str
    rule: Rule
    paid_minor: int
    base_minor: int
    usual_minor: int
    unknown_minor: int
    coefficient: Decimal
    ahead: Decimal | None
    sum_minor: int
    plan: Pace | None


class DealCommission(Struct, frozen=True):
    """What one deal brings the seller once it is paid in full, at the plan's coefficient as it is.

    `base_minor` of `amount_minor` is what the rate is taken of; `offer` names the accepted offer.
    """

    currency: str
    rule: Rule
    amount_minor: int
    base_minor: int
    rests: Rests
    offer: str
    coefficient: Decimal
    sum_minor: int
    plan: Pace | None


def money_target(paces: Iterable[Pace], currency: str) -> Pace | None:
    """The target of money in a currency."""
    for one in paces:
        if one.metric is Metric.MONEY and one.currency == currency:
            return one
    return None


def of_month(rule: Rule, paid: Iterable[Paid], paces: Iterable[Pace]) -> tuple[Commission, ...]:
    """The commission of what came in a month, by currency."""
    targets = list(paces)
    by_currency: dict[str, list[Paid]] = {}
    for one in paid:
        by_currency.setdefault(one.currency, []).append(one)
    return tuple(
        _of_currency(rule, currency, some, money_target(targets, currency))
        for currency, some in by_currency.items()
    )


def _of_currency(rule: Rule, currency: str, paid: list[Paid], plan: Pace | None) -> Commission:
    base = usual = unknown = 0
    for one in paid:
        part, rests = rule.base(one.sum_minor, one.offer)
        base += part
        usual += one.sum_minor if rests is Rests.USUAL else 0
        unknown += one.sum_minor if rests is Rests.UNKNOWN else 0
    coefficient, end = _stands(rule, plan), None if plan is None else plan.run_rate
    return Commission(
        currency=currency, rule=rule, paid_minor=sum(one.sum_minor for one in paid),
        base_minor=base, usual_minor=usual, unknown_minor=unknown, coefficient=coefficient,
        ahead=None if plan is None or end is None else rule.coefficient(end, plan.target),
        sum_minor=rule.earned(base, coefficient), plan=plan,
    )  # fmt: skip


def of_deal(
    rule: Rule, amount_minor: int, currency: str, offer: OfferMargin | None, paces: Iterable[Pace]
) -> DealCommission:
    """What a deal brings, by its amount and the offer accepted in it."""
    base, rests = rule.base(amount_minor, offer)
    plan = money_target(paces, currency)
    coefficient = _stands(rule, plan)
    return DealCommission(
        currency=currency, rule=rule, amount_minor=amount_minor, base_minor=base, rests=rests,
        offer=offer.code if rests is Rests.OFFER and offer is not None else "",
        coefficient=coefficient, sum_minor=rule.earned(base, coefficient), plan=plan,
    )  # fmt: skip


def _stands(rule: Rule, plan: Pace | None) -> Decimal:
    return ONE if plan is None else rule.coefficient(plan.fact, plan.target)


def _half_up(value: Decimal) -> int:
    return int(value.quantize(ONE, ROUND_HALF_UP))
