"""What `call` and `task` share: a step in words, sums and days of an option."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.when import parse_when

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


class Step(Struct, frozen=True):
    """A day, an exact time where one was named, and the words left over."""

    on: date
    at: datetime | None
    title: str


def read_step(desk: Desk, text: str) -> Step:
    """A step such as `tomorrow 15 send the offer`; raises Invalid."""
    found = parse_when(text, desk.local_now(), desk.calendar, desk.settings.work_end)
    at = datetime.combine(found.day, found.time, desk.zone) if found.time is not None else None
    return Step(found.day, at, found.rest)


def read_sum(text: str, currency: str) -> int:
    """A sum in minor units; raises Invalid."""
    from pipeline_tui.domain.money import minor_digits
    from pipeline_tui.exchange.amounts import minor_units, parse_money

    amount = parse_money(text)
    if amount is None:
        raise Invalid("amount", "required")
    return minor_units(amount, minor_digits(currency))
