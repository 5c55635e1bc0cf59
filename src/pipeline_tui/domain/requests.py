"""Requests that came in: by which way, and how long they have waited in our own working time.

The response clock of a request runs only while we work: one that came at night starts it when the
working day opens. Pure: the moment it is now is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.vocabulary import ActivityKind
from pipeline_tui.domain.workdays import WorkCalendar


class RequestWay(StrEnum):
    """How somebody asked for us. `CALL` is a call nobody took."""

    CALL = "call"
    SITE = "site"
    EMAIL = "email"
    MESSAGE = "message"


KINDS = {
    RequestWay.CALL: ActivityKind.CALL, RequestWay.SITE: ActivityKind.MESSAGE,
    RequestWay.EMAIL: ActivityKind.EMAIL, RequestWay.MESSAGE: ActivityKind.MESSAGE,
}  # fmt: skip
"""The touch that a request of each way leaves on the timeline."""


class Reply(StrEnum):
    """What answers a request in writing, by the kind of the touch; a call answers by connecting."""

    EMAIL = "email"
    MESSAGE = "message"


class RequestState(StrEnum):
    """Where a request stands by its clock."""

    WAITING = "waiting"
    LATE = "late"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class Office(Struct, frozen=True):
    """Our own working time: working days from `start` to `end` by `zone`, lunch left out."""

    calendar: WorkCalendar
    zone: tzinfo
    start: time = time(9)
    end: time = time(18)
    lunch_start: time = time(13)
    lunch_end: time = time(14)

    def stretches(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """When one works on a day: none on a day off, two around lunch, in UTC."""
        if not self.calendar.is_workday(day):
            return ()
        leaves = min(max(self.lunch_start, self.start), self.end)
        back = min(max(self.lunch_end, self.start), self.end)
        spans = (
            ((self.start, leaves), (back, self.end)) if leaves < back else ((self.start, self.end),)
        )
        return tuple(
            (self._moment(day, begins), self._moment(day, ends))
            for begins, ends in spans if begins < ends
        )  # fmt: skip

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Working time between two moments; nothing where `until` is the earlier."""
        total = timedelta()
        day, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        while day <= last:
            for begins, ends in self.stretches(day):
                total += max(timedelta(), min(ends, until) - max(begins, since))
            day += timedelta(days=1)
        return total

    def after(self, since: datetime, span: timedelta) -> datetime:
        """The moment at which `span` of working time has passed since a moment, UTC."""
        day = since.astimezone(self.zone).date()
        while True:
            for begins, ends in self.stretches(day):
                begins = max(begins, since)
                if begins < ends and span <= ends - begins:
                    return begins + span
                span -= max(timedelta(), ends - begins)
            day += timedelta(days=1)

    def works_until(self, now: datetime) -> datetime:
        """When the stretch of work that runs now ends; now itself where nobody works."""
        for begins, ends in self.stretches(now.astimezone(self.zone).date()):
            if begins <= now < ends:
                return ends
        return now

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


class Waiting(Struct, frozen=True):
    """The clock of a request that nobody has answered.

    `waited_s` are seconds of our working time up to `read_at`; the clock runs on until
    `runs_until` and stands then. From `due_at` on the answer is late, from `overdue_at` on very.
    """

    arrived_at: datetime
    due_at: datetime
    overdue_at: datetime
    waited_s: int
    read_at: datetime
    runs_until: datetime

    def seconds(self, now: datetime) -> int:
        """Seconds of our working time that it has waited."""
        more = min(now, self.runs_until) - self.read_at
        return self.waited_s + max(0, int(more.total_seconds()))

    def state(self, now: datetime) -> RequestState:
        """How late the answer is."""
        if now > self.overdue_at:
            return RequestState.OVERDUE
        return RequestState.LATE if now > self.due_at else RequestState.WAITING


class Asked(Struct, frozen=True):
    """The request a line of the call list is about: which way it came, and its clock."""

    id: int
    way: str
    clock: Waiting


class ResponseRules(Struct, frozen=True):
    """How fast a request is to be answered, in our working time."""

    office: Office
    due: timedelta = timedelta(minutes=5)
    overdue: timedelta = timedelta(minutes=60)

    def waiting(self, arrived_at: datetime, now: datetime) -> Waiting:
        """The clock of a request that came at a moment, as it stands now."""
        return Waiting(
            arrived_at, self.office.after(arrived_at, self.due),
            self.office.after(arrived_at, self.overdue),
            int(self.office.worked(arrived_at, now).total_seconds()), now,
            self.office.works_until(now),
        )  # fmt: skip

    def took(self, arrived_at: datetime, answered_at: datetime) -> int:
        """Seconds of our working time from a request to its answer."""
        return int(self.office.worked(arrived_at, answered_at).total_seconds())

    def response(
        self, requests: Iterable[tuple[datetime, datetime | None]], now: datetime
    ) -> Response:
        """The figures of requests given as (arrived, answered or none); dismissed ones left out."""
        took: list[int] = []
        waiting = late = 0
        for arrived_at, answered_at in requests:
            if answered_at is not None:
                took.append(self.took(arrived_at, answered_at))
                continue
            waiting += 1
            late += now > self.office.after(arrived_at, self.due)
        within = sum(one <= self.due.total_seconds() for one in took)
        return Response(
            answered=len(took), waiting=waiting, judged=len(took) + late, within=within,
            median_s=round(median(took)) if took else None,
            limit_s=int(self.due.total_seconds()),
        )  # fmt: skip


class Response(Struct, frozen=True):
    """How fast requests of a period were answered.

    `median_s` is over the `answered` ones. `within` of the `judged` were answered in `limit_s`
    seconds: one that still waits is judged, as a failure, once its time is over, because leaving it
    out would reward not answering.
    """

    answered: int
    waiting: int
    judged: int
    within: int
    median_s: int | None
    limit_s: int

    @property
    def share(self) -> float | None:
        """The share answered in time; none while there is nothing to judge."""
        return self.within / self.judged if self.judged else None


class RequestRow(Struct, frozen=True):
    """A request in the list. `answer` is the kind of touch that answered it.

    `waiting` is its clock while it is open; `took_s` working seconds until the answer.
    """

    id: int
    client_id: int
    client: str
    way: str
    text: str
    arrived_at: datetime
    state: RequestState
    waiting: Waiting | None
    answered_at: datetime | None
    answer: str | None
    took_s: int | None
    dismissed: str


class Taken(Struct, frozen=True):
    """A request that was written down. `again` says that it joined one already waiting."""

    id: int
    client_id: int
    again: bool


def read_arrival(text: str, now: datetime, calendar: WorkCalendar) -> datetime:
    """When a request came: `12:40`, `yesterday 18:20`. `now` is local; empty means now.

    Raises Invalid hour_needed for a day alone, in_future, and whatever `parse_when` raises.
    """
    if not text.strip():
        return now
    from pipeline_tui.domain.when import parse_when  # a grammar: heavy to import

    found = parse_when(text, now, calendar, allow_past=True)
    if found.time is None:
        raise Invalid("when", "hour_needed", value=text)
    at = datetime.combine(found.day, found.time, now.tzinfo)
    if at <= now:
        return at
    try:  # an hour alone that has gone is tomorrow's to the grammar; here it can only be today's
        again = parse_when(f"today {text}", now, calendar, allow_past=True)
    except Invalid:
        again = found
    at = datetime.combine(again.day, again.time or found.time, now.tzinfo)
    if at > now:
        raise Invalid("when", "in_future", value=at)
    return at


_NUMBER = re.compile(r"\+?\d[\d\s().-]{3,}\d")


def read_caller(typed: str) -> tuple[str, str]:
    """(phone, name) of what was typed about somebody who asks for us: `8 912 345-67-89 Ольга`.

    Fewer than seven digits are no phone number but part of the name.
    """
    found = _NUMBER.search(typed)
    if found is None or sum(one.isdigit() for one in found[0]) < 7:
        return "", " ".join(typed.split())
    name = f"{typed[: found.start()]} {typed[found.end() :]}"
    return found[0].strip(), " ".join(name.replace(",", " ").split())
