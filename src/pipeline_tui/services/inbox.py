"""Reading what came in: who waits for an answer, and how fast we answer. No write, no sqlmodel."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from pipeline_tui.config import Settings
from pipeline_tui.domain.requests import (
    Office,
    RequestRow,
    RequestState,
    Response,
    ResponseRules,
)
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import requests as queries


def rules_of(settings: Settings, calendar: WorkCalendar, zone: tzinfo) -> ResponseRules:
    """How fast a request is to be answered, by the settings."""
    office = Office(
        calendar, zone, settings.work_start, settings.work_end, settings.lunch_start,
        settings.lunch_end,
    )  # fmt: skip
    return ResponseRules(
        office, timedelta(minutes=settings.response_minutes),
        timedelta(minutes=settings.response_late_minutes),
    )  # fmt: skip


class Inbox(Service):
    """Reading requests."""

    @property
    def rules(self) -> ResponseRules:
        """The response clock of the settings."""
        return rules_of(self._settings, self._desk.calendar, self._desk.zone)

    def requests(
        self, *, client_id: int | None = None, only_open: bool = False, limit: int = 200
    ) -> list[RequestRow]:
        """Requests, those that wait first, the oldest of them on top, then the newest answered."""
        return [
            self._row(one)
            for one in queries.page(
                self._db, client_id=client_id, only_open=only_open, limit=limit
            )
        ]  # fmt: skip

    def response(self, since: date, until: date) -> Response:
        """How fast requests that came on these days of the user, both included, were answered."""
        zone = self._desk.zone
        start = datetime(since.year, since.month, since.day, tzinfo=zone)
        last = until + timedelta(days=1)
        end = datetime(last.year, last.month, last.day, tzinfo=zone)
        return self.rules.response(queries.arrived(self._db, start, end), self._now())

    def _row(self, one: queries.Found) -> RequestRow:
        now, clock, took = self._now(), None, None
        if one.dismissed_at is not None:
            state = RequestState.DISMISSED
        elif one.answered_at is not None:
            state, took = RequestState.ANSWERED, self.rules.took(one.arrived_at, one.answered_at)
        else:
            clock = self.rules.waiting(one.arrived_at, now)
            state = clock.state(now)
        return RequestRow(
            id=one.id, client_id=one.client_id, client=one.client, way=one.way, text=one.text,
            arrived_at=one.arrived_at, state=state, waiting=clock, answered_at=one.answered_at,
            answer=one.answer, took_s=took, dismissed=one.dismissed_why,
        )  # fmt: skip
