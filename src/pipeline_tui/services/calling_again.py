"""When somebody is called again: the ladder of calls nobody answered, and delays of outcomes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, time

from msgspec.structs import replace

from pipeline_tui.domain.calls import Ahead, OutcomeRow
from pipeline_tui.domain.ladder import (
    Hours,
    Ladder,
    OwnHours,
    Rest,
    Retry,
    next_attempt,
    not_before,
)
from pipeline_tui.domain.outcomes import after_days, after_hours
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.domain.zones import zone_of
from pipeline_tui.services.base import Service
from pipeline_tui.services.prospecting import calendar_of, client_zone
from pipeline_tui.store.queries import call_brief, prospects


class CallingAgain(Service):
    """Reading what a call that ended now would put on a client's calendar. No sqlmodel."""

    def ahead(self, client_id: int, outcomes: Sequence[OutcomeRow]) -> Ahead:
        """What each outcome would put on a client's calendar by itself, were the call over now."""
        return Ahead(
            self.after_no_answer(client_id),
            {
                one.id: self.delayed(
                    self._db, client_id, hours=one.after_hours, days=one.after_days
                )
                for one in outcomes if one.delayed
            },
        )  # fmt: skip

    def after_no_answer(self, client_id: int) -> Retry | Rest:
        """What an unanswered call to a client would put on the calendar now."""
        number, first = call_brief.attempts(self._db, client_id, self.ladder())
        return self.rung(self._db, client_id, number, first or self._now(), self._now())

    def rung(
        self,
        db: sqlite3.Connection,
        client_id: int,
        made: int,
        first_at: datetime,
        last_at: datetime,
    ) -> Retry | Rest:
        """What follows on attempt number `made` of a run that began at `first_at`."""
        s = self._settings
        known = prospects.known(db, [client_id], self._today()).get(client_id)
        zone = zone_of(client_zone(known) if known else None, self._desk.zone)
        afternoon = s.lunch_end if s.lunch_end > s.lunch_start else time(13)
        return next_attempt(
            self.ladder(), made, first_at=first_at.astimezone(zone),
            last_at=last_at.astimezone(zone),
            calendar=self._days_for(known), hours=Hours(s.work_start, s.work_end, afternoon),
            own=self._own_hours(),
        )  # fmt: skip

    def calendar_of(self, country: str) -> WorkCalendar:
        """The working days of a client of this country."""
        return calendar_of(country, self._settings.country)

    def _days_for(self, client: prospects.Known | None) -> WorkCalendar:
        """The client's working days, less the user's own days off: nobody calls on them."""
        theirs = self.calendar_of(client.country if client else "")
        return replace(theirs, days_off=self._settings.days_off)

    def delayed(
        self, db: sqlite3.Connection, client_id: int, *, hours: int | None, days: int | None
    ) -> tuple[date, datetime | None]:
        """(day, moment or none) so many hours, or working days of the client's, from now."""
        s = self._settings
        known = prospects.known(db, [client_id], self._today()).get(client_id)
        calendar = self._days_for(known)
        if hours is None:
            return after_days(days or 0, self._today(), calendar, self._desk.calendar), None
        zone = zone_of(client_zone(known) if known else None, self._desk.zone)
        there = self._now().astimezone(zone)
        theirs, own = Hours(s.work_start, s.work_end), self._own_hours()
        at = after_hours(hours, there, calendar, theirs)
        fits = not_before(at, theirs, own)
        if fits is None:  # the user has gone home by then: when both are back
            morning = calendar.next_workday(at.date())
            at = datetime.combine(morning, theirs.start, zone)
            fits = not_before(at, theirs, own)
        at = fits or at
        return at.astimezone(self._desk.zone).date(), at

    def _own_hours(self) -> OwnHours:
        """The user's own working day, without lunch."""
        s = self._settings
        spans: tuple[tuple[time, time], ...] = ((s.work_start, s.work_end),)
        if s.work_start < s.lunch_end and s.lunch_start < min(s.lunch_end, s.work_end):
            spans = ((s.work_start, s.lunch_start), (s.lunch_end, s.work_end))
        return OwnHours(self._desk.zone, tuple((start, end) for start, end in spans if start < end))

    def ladder(self) -> Ladder:
        """The no-answer ladder of the settings."""
        s = self._settings
        return Ladder(s.no_answer_hours, s.no_answer_days, s.no_answer_rest_days)
