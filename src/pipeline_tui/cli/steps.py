"""What `call` and `task` share: a step in words, sums and days of an option."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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


def read_past(desk: Desk, field: str, text: str | None) -> date | None:
    """A day of the past such as `01.01.2026` or `-90d`, none where nothing is said."""
    if text is None:
        return None
    body = text.strip()
    if body.startswith("-") and body.endswith(("d", "д")) and body[1:-1].isdigit():
        return desk.today() - timedelta(days=int(body[1:-1]))
    try:
        return parse_when(body, desk.local_now(), desk.calendar, allow_past=True).day
    except Invalid as found:
        raise found.at(field) from found


def read_period(
    desk: Desk, since: str | None, until: str | None
) -> tuple[date | None, date | None]:
    """The days of `--since` and `--until`, none where nothing is said; raises Invalid."""
    first, last = read_past(desk, "--since", since), read_past(desk, "--until", until)
    if first is not None and first > (last or desk.today()):
        raise Invalid("--since", "period_backwards")
    return first, last


def read_month(desk: Desk, text: str | None) -> str | None:
    """A month of `--month` as 2026-04, none where nothing is said; raises Invalid month_form."""
    if text is None:
        return None
    from pipeline_tui.domain import plan

    return plan.read_month(text, desk.today()).isoformat()[:7]


def read_sum(text: str, currency: str) -> int:
    """A sum in minor units; raises Invalid."""
    from pipeline_tui.domain.money import minor_digits
    from pipeline_tui.exchange.amounts import minor_units, parse_money

    amount = parse_money(text)
    if amount is None:
        raise Invalid("amount", "required")
    return minor_units(amount, minor_digits(currency))
