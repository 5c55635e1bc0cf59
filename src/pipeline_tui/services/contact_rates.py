"""When clients answer, learnt from the user's own calls. Nothing here writes; no sqlmodel."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline_tui.domain.contact_rates import (
    LEADS_WITHIN,
    BestHour,
    CallSeen,
    Rates,
    best_hour,
    by_hour,
    count_calls,
    has_hour,
)
from pipeline_tui.domain.dates import moment_text, read_moment
from pipeline_tui.domain.shares import Share
from pipeline_tui.domain.zones import zone_name, zone_of
from pipeline_tui.services.base import Service
from pipeline_tui.services.prospecting import hours_tried
from pipeline_tui.store.queries import contact_rates, prospects

PERIOD_DAYS = 365
"""Days looked back at unless another first day is given."""

MOST_CALLS = 10_000
"""Calls that are counted at most, the latest: a year of forty calls a working day."""


class ContactRates(Service):
    """Shares of answered calls: of one client by hour, of all by hour, weekday, attempt, source."""

    def hours_of(self, client_id: int, zone: str | None) -> dict[int, Share]:
        """Hour of their day → how many of the last calls to a client reached somebody; `zone` is
        their IANA zone, none for the user's.

        The same calls, counted in the same way, as the chance to reach them on the call list.
        """
        calls = prospects.calls_of(self._db, client_id)
        home = self._desk.zone
        return by_hour(hours_tried(calls, home), zone_of(zone, home))

    def best_hour(self, client_id: int, zone: str | None) -> BestHour:
        """The hour, their time, at which a client answers best."""
        return best_hour(self.hours_of(client_id, zone))

    def rates(
        self, since: date | None = None, until: date | None = None, *, most: int = MOST_CALLS
    ) -> Rates:
        """The figures of the calls made from `since` up to and including `until`, by default the
        last year; of more than `most` only the latest."""
        today = self._today()
        first, last = since or today - timedelta(days=PERIOD_DAYS - 1), until or today
        start, end = self._start(first), self._start(last + timedelta(days=1))
        lines = contact_rates.calls(self._db, start, end, most + 1)
        whole = len(lines) <= most
        lines = lines[:most]
        if not whole:
            start = lines[-1].started
            first = read_moment(start).astimezone(self._desk.zone).date()
        ids = {line.client_id for line in lines}
        places = contact_rates.places(self._db, ids)
        after = moment_text(read_moment(end) + LEADS_WITHIN)
        moved = contact_rates.moved_on(self._db, start, after)
        with_deal, bought = contact_rates.deals(self._db, ids, first)
        return count_calls(
            self._seen(lines, places, moved), {id_: one.source for id_, one in places.items()},
            with_deal, bought, since=first, until=last, whole=whole,
        )  # fmt: skip

    def _start(self, day: date) -> str:
        return moment_text(datetime(day.year, day.month, day.day, tzinfo=self._desk.zone))

    def _seen(
        self,
        lines: list[contact_rates.CallLine],
        places: Mapping[int, contact_rates.ClientPlace],
        moved: Mapping[int, list[str]],
    ) -> Iterator[CallSeen]:
        home = self._desk.zone
        zones = {id_: zone_of(_zone(one), home) for id_, one in places.items()}
        local = _LocalTimes()
        for line in lines:
            weekday, hour = local.of(line.started, zones.get(line.client_id, home))
            known = line.started[14:19] != "00:00" or has_hour(read_moment(line.started), home)
            led = line.reached and (line.met or _soon(moved.get(line.client_id, ()), line.started))
            yield CallSeen(
                line.client_id, weekday, hour if known else None, line.reached, line.attempt, led
            )


def _zone(one: contact_rates.ClientPlace) -> str | None:
    return zone_name(
        own=one.time_zone, region=one.region, city=one.city, country=one.country, digits=one.digits
    )


def _soon(moments: list[str] | tuple[()], started: str) -> bool:
    """Whether one of the moments, in order, comes within a week after a call."""
    at = bisect_left(moments, started)
    return at < len(moments) and read_moment(moments[at]) <= read_moment(started) + LEADS_WITHIN


class _LocalTimes:
    """Weekday and hour of moments in a zone. Every hour of a zone is worked out once: ten
    thousand calls share a few thousand hours."""

    def __init__(self) -> None:
        self._known: dict[tuple[ZoneInfo, str], datetime] = {}

    def of(self, moment: str, zone: ZoneInfo) -> tuple[int, int]:
        """(weekday from Monday as 0, hour) of `2026-03-11T07:20:00Z` in a zone."""
        key = (zone, moment[:13])
        begins = self._known.get(key)
        if begins is None:
            begins = read_moment(f"{moment[:13]}:00:00Z").astimezone(zone)
            self._known[key] = begins
        if begins.minute and begins.minute + int(moment[14:16]) >= 60:  # zones off by half an hour
            begins += timedelta(hours=1)
        return begins.weekday(), begins.hour
