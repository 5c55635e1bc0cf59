"""Competitors in words: how deals against one end, what was seen, how its prices move."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.competitors import PriceTrend, SightingRow, Standing
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.i18n import _
from pipeline_tui.wording.contact_rates import range_of
from pipeline_tui.wording.formats import day, days, money, number, percent


def rate(one: Standing) -> str:
    """The share won, short enough for a column; `?` marks too few decided deals: `33 %?`."""
    return "—" if not one.share.n else percent(one.share.rate) + "?" * one.little_data


def rate_in_full(one: Standing) -> str:
    """`31 of 65 won, 48 %; likely 36–60 %`; where it is so, that it is too little to go by."""
    share = one.share
    if not share.n:
        return _("no deal decided yet")
    told = _("{k} of {n} won, {share}; likely {range}").format(
        k=number(share.k), n=number(share.n), share=percent(share.rate), range=range_of(share)
    )
    if one.little_data:
        return f"{told}; {too_few(share.n)}"
    return told


def too_few(n: int) -> str:
    """`too little data: 7 of 20 decided deals`."""
    return _("too little data: {n} of {least} decided deals").format(n=number(n), least=LITTLE_DATA)


def few_mark() -> str:
    """What the question mark behind a share means."""
    return _("? is fewer than {n} decided deals.").format(n=LITTLE_DATA)


def price(one: SightingRow | None) -> str:
    """The price seen; empty where none was."""
    if one is None or one.price_minor is None:
        return ""
    return money(one.price_minor, one.currency)


def seen(one: SightingRow) -> str:
    """What was seen, in a line: `Pump 40 · 1,250 ₽ · Acorn · Pumps for the plant`."""
    return " · ".join(filter(None, (one.what, price(one), one.client, one.deal)))


def last_seen(one: SightingRow | None, today: date) -> str:
    """When it was seen last."""
    return "" if one is None else day(one.seen_on, today)


def trend(one: PriceTrend) -> str:
    """How a price moved, and how it stands beside ours: `1,000 ₽ → 1,250 ₽, +25% in 30 days; ours
    1,100 ₽, they are 14% dearer`."""
    (first_on, first), (last_on, last) = one.prices[0], one.prices[-1]
    told = money(last, one.currency)
    if one.change is not None:
        told = _("{first} → {last}, {change} in {days}").format(
            first=money(first, one.currency), last=told, change=_signed(one.change),
            days=days((last_on - first_on).days),
        )  # fmt: skip
    above = one.above_ours
    if one.ours_minor is None or above is None:
        return told
    ours = money(one.ours_minor, one.currency)
    share = percent(abs(above))
    if round(abs(above) * 100) == 0:
        return told + "; " + _("ours {sum}, the same").format(sum=ours)
    if above > 0:
        return told + "; " + _("ours {sum}, they are {share} dearer").format(sum=ours, share=share)
    return told + "; " + _("ours {sum}, they are {share} cheaper").format(sum=ours, share=share)


def _signed(change: float) -> str:
    return ("+" if change > 0 else "−" if change < 0 else "") + percent(abs(change))
