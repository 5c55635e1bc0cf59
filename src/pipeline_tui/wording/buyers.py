"""Words for who buys and how."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.buyers import Buyer, Segment, Tier
from pipeline_tui.i18n import _
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label

NONE = "—"


def segment(one: Segment) -> str:
    """What the scores say of a client."""
    return label("segment", one)


def expected(one: Buyer, today: date) -> str:
    """When the next order is due by the client's own rhythm."""
    if one.expected_on is None:
        return NONE
    said = formats.day(one.expected_on, today)
    return _("{day}, late").format(day=said) if one.expected_on < today else said


def paid(one: Buyer) -> str:
    """What was paid in twelve months."""
    return NONE if one.paid is None else formats.money(one.paid.minor, one.paid.currency)


def tier(one: Tier | None) -> str:
    """A loyalty tier with its discount: `Gold, −5 %`."""
    if one is None:
        return NONE
    digits = 0 if one.percent == int(one.percent) else 1
    return f"{one.name}, −{formats.percent(one.percent / 100, digits)}" if one.percent else one.name
