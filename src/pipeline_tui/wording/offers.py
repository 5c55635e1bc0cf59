"""Offers and products in words: how an offer stands, quantities, shares, margins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline_tui.domain.offers import ONE, WHOLE, Line, OfferRow, OfferState, Sums
from pipeline_tui.i18n import _
from pipeline_tui.wording.conventions import NBSP
from pipeline_tui.wording.formats import day, decimal, money, percent
from pipeline_tui.wording.labels import label

TONES: Mapping[OfferState, str] = {
    OfferState.DRAFT: "accent",
    OfferState.SENT: "",
    OfferState.EXPIRED: "warning",
    OfferState.ACCEPTED: "success",
    OfferState.REPLACED: "muted",
}


def name(code: str) -> str:
    """What an offer is called: `Offer 7.2`."""
    return _("Offer {number}").format(number=code)


def state(row: OfferRow, today: date) -> str:
    """How it stands, with the day that matters: `sent, valid until tomorrow`."""
    found = row.state(today)
    text = label("offer", found)
    if found is OfferState.SENT:
        return _("{state}, valid until {day}").format(state=text, day=day(row.valid_until, today))
    return text


def step_title(row: OfferRow) -> str:
    """What the step is called that the last day of an offer becomes."""
    return _("offer {number} expires: ask for an answer").format(number=row.code)


def amount(quantity: int, unit: str) -> str:
    """A quantity with its unit: `2,5 kg`."""
    text = decimal(quantity / ONE, 3)
    return f"{text}{NBSP}{unit}" if unit else text


def share(hundredths: int | None) -> str:
    """Hundredths of a percent as a percent: `7,5 %`; a dash where unknown."""
    return percent(None if hundredths is None else hundredths / WHOLE, 2)


def discount(line: Line) -> str:
    """The discount of a line; empty for none."""
    return f"−{share(line.discount)}" if line.discount else ""


def margin(sums: Sums, currency: str) -> str:
    """What is earned and its share of the net sum; a dash where a cost is not known."""
    earned = sums.margin_minor
    if earned is None:
        return "—"
    return f"{money(earned, currency)} ({percent(sums.margin, 1)})"
