"""Steps and meetings as an iCalendar file (RFC 5545), for any calendar.

Written by hand: the only well-kept library, icalendar 7 (BSD), takes 210 ms to import and brings two
more, for the reading, zones and recurrences that this file has none of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from pipeline_tui.exchange.content_lines import escaped, folded

_PRODUCT = "-//pipeline-tui//EN"


class Entry(Struct, frozen=True):
    """An event. A `start` that is a day alone takes the whole of it; `minutes` count from a moment.

    `uid` stays the same from one export to the next, so that a calendar moves the event instead of
    showing it twice; a `cancelled` one is taken off.
    """

    uid: str
    summary: str
    start: datetime | date
    minutes: int = 0
    description: str = ""
    location: str = ""
    cancelled: bool = False


def written(entries: Iterable[Entry], made_at: datetime, name: str) -> Iterator[str]:
    """The text of the file, event by event. Moments are written in UTC."""
    yield folded("BEGIN", "VCALENDAR") + folded("VERSION", "2.0") + folded("PRODID", _PRODUCT)
    yield folded("METHOD", "PUBLISH") + folded("X-WR-CALNAME", escaped(name))
    for entry in entries:
        yield "".join(folded(key, value) for key, value in _lines(entry, made_at))
    yield folded("END", "VCALENDAR")


def _lines(entry: Entry, made_at: datetime) -> Iterator[tuple[str, str]]:
    yield "BEGIN", "VEVENT"
    yield "UID", escaped(entry.uid)
    yield "DTSTAMP", _moment(made_at)
    # An event of a higher number takes the place of the one before it.
    yield "SEQUENCE", str(int(made_at.timestamp()) // 60)
    if isinstance(entry.start, datetime):
        yield "DTSTART", _moment(entry.start)
        yield "DTEND", _moment(entry.start + timedelta(minutes=entry.minutes))
    else:
        yield "DTSTART;VALUE=DATE", f"{entry.start:%Y%m%d}"
        yield "DTEND;VALUE=DATE", f"{entry.start + timedelta(days=1):%Y%m%d}"
        yield "TRANSP", "TRANSPARENT"
    yield "SUMMARY", escaped(entry.summary)
    if entry.description:
        yield "DESCRIPTION", escaped(entry.description)
    if entry.location:
        yield "LOCATION", escaped(entry.location)
    yield "STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED"
    yield "END", "VEVENT"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
