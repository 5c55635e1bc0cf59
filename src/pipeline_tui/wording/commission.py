"""The commission in words, always with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline_tui.domain.commission import (
    Commission,
    CommissionOf,
    DealCommission,
    Rests,
    Rule,
)
from pipeline_tui.domain.plan import Pace
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import decimal, money, percent


def month_lines(commissions: Iterable[Commission]) -> list[str]:
    """What a month has brought so far, and what is not in it."""
    return [line for one in commissions for line in _month(one)]


def _month(one: Commission) -> Iterator[str]:
    paid = money(one.paid_minor, one.currency)
    of = _("{rate} of {sum} paid") if one.rule.of is CommissionOf.PAID else _(
        "{rate} of the margin {margin} in {sum} paid"
    )  # fmt: skip
    base = of.format(rate=_rate(one.rule), margin=money(one.base_minor, one.currency), sum=paid)
    yield _("Your commission this month: {commission} = {base}{times}").format(
        commission=money(one.sum_minor, one.currency, cents=True), base=base,
        times=_times(one.rule, one.coefficient, one.plan),
    )  # fmt: skip
    if one.ahead is not None and one.ahead != one.coefficient:
        yield _("Where the plan ends at this pace it is multiplied by {times}: {sum}").format(
            times=_number(one.ahead),
            sum=money(one.rule.earned(one.base_minor, one.ahead), one.currency, cents=True),
        )
    if one.usual_minor:
        yield _("Of {sum} the margin is taken as usual, {share}: no accepted offer with costs").format(
            sum=money(one.usual_minor, one.currency), share=_share(one.rule.usual)
        )  # fmt: skip
    if one.unknown_minor:
        yield _("{sum} do not count: no accepted offer with costs, no usual margin set").format(
            sum=money(one.unknown_minor, one.currency)
        )


def deal_line(one: DealCommission) -> str:
    """`6 250 ₽ = 5 % of the margin 250 000 ₽ of offer 7, × 0.5: plan at 62 %`."""
    if one.rests is Rests.UNKNOWN:
        return _("not known: no accepted offer with costs, no usual margin set")
    base = {
        Rests.OFFER: _("{rate} of the margin {sum} of offer {number}"),
        Rests.USUAL: _("{rate} of the usual margin {sum} ({share})"),
        Rests.PAID: _("{rate} of the deal"),
    }[one.rests].format(
        rate=_rate(one.rule), sum=money(one.base_minor, one.currency), number=one.offer,
        share=_share(one.rule.usual),
    )  # fmt: skip
    return _("{commission} = {base}{times}").format(
        commission=money(one.sum_minor, one.currency), base=base,
        times=_times(one.rule, one.coefficient, one.plan),
    )  # fmt: skip


def _times(rule: Rule, coefficient: Decimal, plan: Pace | None) -> str:
    if not rule.steps:
        return ""
    if plan is None:
        return _(", with no money plan for the month")
    return _(", × {times}: plan at {reached}").format(
        times=_number(coefficient), reached=percent(plan.reached)
    )


def _rate(rule: Rule) -> str:
    return _share(rule.rate)


def _share(share: Decimal) -> str:
    return percent(float(share), 2)


def _number(value: Decimal) -> str:
    return decimal(float(value), 3)
