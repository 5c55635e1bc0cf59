"""Gates: a client who may not be called now is hidden, and the reason is said.

Two kinds: rules, which also refuse a call that is begun in any other way (`rule`), and what is only
unwise now, which the list hides and a call begun all the same is warned of (`cautions`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from pipeline_tui.domain.ranking import debt_law
from pipeline_tui.domain.ranking.candidates import INTERRUPTS, Candidate, Gate, Tier
from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus, TaskKind

REST = timedelta(minutes=60)
"""Nobody is called twice within an hour."""

EARLY = timedelta(minutes=10)
"""An exact-time call comes up this long before its time."""


class Closed(Struct, frozen=True):
    """A closed gate; `until` is the day or the moment when it opens, where that is known. `note` is
    the reason in the user's words, or the `debt_law.Limit`."""

    gate: Gate
    until: date | datetime | None = None
    note: str = ""


def closed(candidate: Candidate, now: datetime, today: date) -> Closed | None:
    """The first gate that is closed for this candidate, or none. `today` is the user's day.

    An exact-time callback and a request that came in are at the client's own wish, so neither
    office hours nor a rest hold them back, and an exact time not the hour since the last call.
    """
    return (
        _never(candidate)
        or _not_today(candidate, today)
        or _law(candidate, now)
        or _not_yet(candidate, now)
    )


def rule(candidate: Candidate, now: datetime) -> Closed | None:
    """The rule that forbids a call to this client whoever begins it and however, or none."""
    return _never(candidate) or _law(candidate, now)


def cautions(candidate: Candidate, now: datetime, *, done: int, most: int) -> tuple[Closed, ...]:
    """What speaks against a call now and forbids nothing; `done` of `most` calls are made today."""
    full = Closed(Gate.DAY_FULL) if done >= most else None
    found = (_hours(candidate, now), _just_called(candidate, now), full)
    return tuple(one for one in found if one is not None)


def _never(candidate: Candidate) -> Closed | None:
    client = candidate.client
    if client.status == ClientStatus.DO_NOT_CALL:
        return Closed(Gate.DO_NOT_CALL)
    if candidate.cold and not may_call_cold(client.kind, client.consent):
        return Closed(Gate.NO_CONSENT)
    return None


def may_call_cold(kind: str, consent: bool | None) -> bool:
    """Whether a cold call is allowed: a person must have agreed, a company must not have refused."""
    return consent is True if kind == ClientKind.PERSON else consent is not False


def _not_today(candidate: Candidate, today: date) -> Closed | None:
    client = candidate.client
    if client.skip_reason is not None:
        return Closed(Gate.SKIPPED, note=client.skip_reason)
    asked = candidate.tier in INTERRUPTS
    if not asked and client.snoozed_until is not None and client.snoozed_until > today:
        return Closed(Gate.SNOOZED, client.snoozed_until, client.snooze_reason)
    promise = client.live_promise_on
    if candidate.tier == Tier.DEBT and promise is not None and promise >= today:
        return Closed(Gate.PROMISED, promise)
    return None


def _law(candidate: Candidate, now: datetime) -> Closed | None:
    """What the law on collecting from natural persons adds, for calls about a debt."""
    if not candidate.collects:
        return None
    client = candidate.client
    zones = client.zones or (client.zone,)
    found = debt_law.limit(now, client.called, zones, client.calendar)
    if found is None:
        return None
    until = debt_law.opens(now, client.called, zones, client.calendar)
    return Closed(Gate.LAW, until, found.value)


def _not_yet(candidate: Candidate, now: datetime) -> Closed | None:
    due = candidate.due_at
    if candidate.task_kind != TaskKind.CALL:
        return None  # a letter may be written at any hour
    if due is not None and now < due - EARLY:
        return Closed(Gate.LATER, due)
    return _hours(candidate, now) or _just_called(candidate, now)


def _hours(candidate: Candidate, now: datetime) -> Closed | None:
    """Their office hours; the law has hours of its own for what it limits."""
    client = candidate.client
    if candidate.tier in INTERRUPTS:
        return None
    if candidate.tier == Tier.DEBT and candidate.collects:
        return None
    local = now.astimezone(client.zone)
    day = local.date()
    if not client.calendar.is_workday(day):
        return Closed(Gate.DAY_OFF, client.calendar.next_workday(day))
    if client.work_start <= local.time() < client.work_end:
        return None
    if local.time() >= client.work_end:
        day = client.calendar.next_workday(day)
    return Closed(Gate.HOURS, datetime.combine(day, client.work_start, client.zone))


def _just_called(candidate: Candidate, now: datetime) -> Closed | None:
    last = candidate.client.last_call_at
    if candidate.tier != Tier.EXACT and last is not None and timedelta() <= now - last < REST:
        return Closed(Gate.RECENT, last + REST)
    return None
