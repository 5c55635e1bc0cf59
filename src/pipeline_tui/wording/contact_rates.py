"""When clients answer, in words: hours, shares, how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pipeline_tui.domain.contact_rates import (
    ENOUGH,
    ENOUGH_OF_CLIENT,
    LAST_ATTEMPT,
    BestHour,
    Rates,
    best,
    few,
    worst,
)
from pipeline_tui.domain.shares import Share
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import count, day_plain, number, percent, weekday

_MONDAY = date(2026, 3, 9)


def hour(value: int) -> str:
    """An hour of the day: `10–11`."""
    return f"{value:02d}–{(value + 1) % 24 or 24:02d}"


def day_name(value: int) -> str:
    """A day of the week, short; 0 is Monday."""
    return weekday(_MONDAY + timedelta(days=value))


def slot(value: tuple[int, int]) -> str:
    """A weekday and an hour: `Tue 10–11`."""
    return f"{day_name(value[0])} {hour(value[1])}"


def attempt(value: int) -> str:
    """Which attempt: `3`, `7 and later`."""
    return _("{n} and later").format(n=value) if value >= LAST_ATTEMPT else str(value)


def share(value: Share) -> str:
    """A share short enough for a column; `?` marks too few calls: `48 %`, `50 %?`."""
    if not value.n:
        return "·"
    return percent(value.rate) + ("?" if few(value) else "")


def share_of(value: Share) -> str:
    """A share and what it is of: `48 % of 65`."""
    if not value.n:
        return "·"
    return _("{share} of {n}").format(share=share(value), n=number(value.n))


def range_of(value: Share) -> str:
    """The bounds between which the true share lies: `37–60 %`."""
    low, high = value.interval
    bare = percent(low).rstrip("%").rstrip()
    return f"{bare}–{percent(high)}"


def sure(value: Share) -> str:
    """A share in full: `31 of 65 answered, 48 %; likely 36–60 %`, or that it is too little."""
    if not value.n:
        return _("no calls")
    told = _("{k} of {n} answered, {share}").format(
        k=number(value.k), n=number(value.n), share=percent(value.rate)
    )
    if few(value):
        return f"{told}; {too_few(value.n)}"
    return f"{told}; " + _("likely {range}").format(range=range_of(value))


def too_few(n: int, least: int = ENOUGH) -> str:
    """`too little data: 7 of 20 calls`."""
    return _("too little data: {n} of {least} calls").format(n=number(n), least=least)


def too_few_clients(n: int) -> str:
    """`too little data: 7 of 20 clients`."""
    return _("too little data: {n} of {least} clients").format(n=number(n), least=ENOUGH)


def best_hour(found: BestHour) -> str:
    """A client's best hour in full, or plainly why there is none."""
    if found.few:
        return too_few(found.calls.n, ENOUGH_OF_CLIENT)
    if found.hour is None:
        return count(found.calls.n, "{n} call, nobody answered", "{n} calls, nobody answered")
    return _("{hours}, {k} of {n} answered").format(
        hours=hour(found.hour), k=found.share.k, n=found.share.n
    )


def answers_best(found: BestHour | None) -> str:
    """`answers best 10–11`, for a line of facts; empty where no hour can be named."""
    if found is None or found.hour is None:
        return ""
    return _("answers best {hours}").format(hours=hour(found.hour))


def advice(found: Rates) -> tuple[str, str]:
    """(when most answer, when fewest do), as far as the calls tell; empty where they do not."""
    good = best(found.hours)
    high = [slot(one) for one in best(found.grid)] or [hour(one) for one in good]
    low = [hour(one) for one in worst(found.hours, 2) if one not in good]
    return ", ".join(high), ", ".join(low)


def span(found: Rates) -> str:
    """The days the figures are of, and that only the latest calls were read where that is so."""
    text = _("{since} – {until}").format(since=day_plain(found.since), until=day_plain(found.until))
    if found.whole:
        return text
    return f"{text} · " + _("the latest {n} calls").format(n=number(found.all_calls.n))


def weekdays_called(found: Rates) -> Sequence[int]:
    """Working days, and days off that somebody was called on."""
    return [one for one in range(7) if one < 5 or one in found.weekdays]
