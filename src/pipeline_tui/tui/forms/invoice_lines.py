"""Lines about money as people type them: instalments, sums, parts laid by hand.

15.04                       due on that day
15.04 x3   15.04 3x14       in three equal parts from that day, a month or 14 days apart
15.04=1000; 15.05=500       each part with its sum
17=1000; 18=250,50          of a payment: so much on each invoice, by its number
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipeline_tui.domain.debts import OpenItem, on_invoices, split_evenly
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.exchange.amounts import minor_units, parse_money
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.wording.formats import day_plain

_EQUAL = re.compile(r"^(?P<day>.+?)\s+(?:(?P<n>\d{1,2})\s*[xх×]\s*(?P<every>\d{1,3})|[xх×]\s*(?P<m>\d{1,2}))$", re.IGNORECASE)  # fmt: skip
_MONTH_DAYS = 30
Parts = tuple[tuple[date, int], ...]


def read_sum(text: str, currency: str, field: str = "amount_minor") -> int:
    """A sum in minor units; raises Invalid required, not_money, not_positive."""
    amount = parse_money(text, field)
    if amount is None:
        raise Invalid(field, "required")
    minor = minor_units(amount, minor_digits(currency))
    if minor <= 0:
        raise Invalid(field, "not_positive", value=text)
    return minor


def written_sum(minor: int, currency: str) -> str:
    """A sum as it stands in a field, such that `read_sum` reads it back."""
    text: str = Field("amount", "", "money", currency=currency).written(minor)
    # Three decimals after a comma would be read as thousands; a fourth says what they are.
    return f"{text}0" if "," in text and minor_digits(currency) == 3 else text


def read_parts(
    text: str,
    amount_minor: int,
    currency: str,
    issued_on: date,
    terms: int,
    now: datetime,
    calendar: WorkCalendar,
) -> Parts:
    """Instalments of an invoice; an empty line is one, due `terms` days after issue.

    Raises Invalid at the field `parts`.
    """
    line = text.strip()
    if not line:
        return ((issued_on + timedelta(days=terms), amount_minor),)
    if "=" in line:
        return tuple(
            (_day(day, now, calendar), read_sum(part, currency, "parts"))
            for day, part in _pairs(line, "parts")
        )
    equal = _EQUAL.match(line)
    if equal is None:
        return ((_day(line, now, calendar), amount_minor),)
    count = int(equal["n"] or equal["m"])
    every = int(equal["every"] or _MONTH_DAYS)
    if not 1 <= count <= amount_minor or every < 1:
        raise Invalid("parts", "part_form", text=line)
    return split_evenly(amount_minor, _day(equal["day"], now, calendar), count, every)


def written_parts(parts: Sequence[tuple[date, int]], currency: str) -> str:
    """Instalments as they stand in the field; a single one needs no sum."""
    if len(parts) == 1:
        return day_plain(parts[0][0])
    return "; ".join(f"{day_plain(due)}={written_sum(part, currency)}" for due, part in parts)


def read_hand(text: str, items: Sequence[OpenItem], currency: str) -> dict[int, int] | None:
    """Instalment → part of a payment laid by hand; none for an empty line.

    A part goes on the invoice's instalments, the oldest first. Raises Invalid at the field `hand`.
    """
    if not text.strip():
        return None
    sums: dict[str, int] = {}
    for number, part in _pairs(text, "hand"):
        sums[number] = sums.get(number, 0) + read_sum(part, currency, "hand")
    return on_invoices(items, sums)


def _pairs(line: str, field: str) -> list[tuple[str, str]]:
    """`a=1; b=2` taken apart."""
    found = []
    for one in filter(None, (part.strip() for part in line.split(";"))):
        left, sign, right = one.rpartition("=")
        if not (sign and left.strip() and right.strip()):
            raise Invalid(field, "part_form" if field == "parts" else "hand_form", text=one)
        found.append((left.strip(), right.strip()))
    return found


def _day(text: str, now: datetime, calendar: WorkCalendar) -> date:
    try:
        day: date = Field("parts", "", "date", required=True).read(text, now, calendar)
    except Invalid as found:
        raise found.at("parts") from found
    return day
