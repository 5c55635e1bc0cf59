"""Gates: a client who may not be called now is hidden, and the reason is said."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from pipeline_tui.domain.ranking.candidates import Candidate, Gate, Prospect, Tier
from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus, TaskKind

REST = timedelta(minutes=60)
"""Nobody is called twice within an hour."""

EARLY = timedelta(minutes=10)
"""An exact-time call comes up this long before its time."""

DEBT_CALLS = (1, 2, 8)
"""Calls about a natural person's debt in a day, a week, a month: 230-ФЗ, ст. 7."""

DEBT_HOURS = ((time(8), time(22)), (time(9), time(20)))
"""When such a call is allowed, debtor's local time: working days, days off. 230-ФЗ, ст. 7."""


class Closed(Struct, frozen=True):
    """A closed gate; `until` is the day or the moment when it opens, where that is known."""

    gate: Gate
    until: date | datetime | None = None
    note: str = ""


def closed(candidate: Candidate, now: datetime, today: date) -> Closed | None:
    """The first gate that is closed for this candidate, or none. `today` is the user's day.

    An exact-time callback and a request that came in are at the client's own wish, so neither
    office hours nor a rest hold them back, and an exact time not the hour since the last call.
    """
    client = candidate.client
    return (
        _never(client, candidate.tier)
        or _not_today(candidate, today)
        or _law(candidate, now)
        or _not_yet(candidate, now)
    )


def _never(client: Prospect, tier: Tier) -> Closed | None:
    if client.status == ClientStatus.DO_NOT_CALL:
        return Closed(Gate.DO_NOT_CALL)
    if tier == Tier.COLD and not may_call_cold(client.kind, client.consent):
        return Closed(Gate.NO_CONSENT)
    return None


def may_call_cold(kind: str, consent: bool | None) -> bool:
    """Whether a cold call is allowed: a person must have agreed, a company must not have refused."""
    return consent is True if kind == ClientKind.PERSON else consent is not False


def _not_today(candidate: Candidate, today: date) -> Closed | None:
    client = candidate.client
    if client.skip_reason is not None:
        return Closed(Gate.SKIPPED, note=client.skip_reason)
    asked = candidate.tier in (Tier.EXACT, Tier.INBOUND)
    if not asked and client.snoozed_until is not None and client.snoozed_until > today:
        return Closed(Gate.SNOOZED, client.snoozed_until, client.snooze_reason)
    promise = client.live_promise_on
    if candidate.tier == Tier.DEBT and promise is not None and promise >= today:
        return Closed(Gate.PROMISED, promise)
    return None


def _law(candidate: Candidate, now: datetime) -> Closed | None:
    """What the law on collecting from natural persons adds, for calls about a debt."""
    client = candidate.client
    if candidate.tier != Tier.DEBT or client.kind != ClientKind.PERSON:
        return None
    counts = (client.calls_today, client.calls_week, client.calls_month)
    if any(count >= most for count, most in zip(counts, DEBT_CALLS, strict=True)):
        return Closed(Gate.LAW)
    local = now.astimezone(client.zone)
    start, end = DEBT_HOURS[not client.calendar.is_workday(local.date())]
    if start <= local.time() < end:
        return None
    return Closed(Gate.LAW, _at(client, local, start, end))


def _not_yet(candidate: Candidate, now: datetime) -> Closed | None:
    client, due = candidate.client, candidate.due_at
    if candidate.task_kind != TaskKind.CALL:
        return None  # a letter may be written at any hour
    if due is not None and now < due - EARLY:
        return Closed(Gate.LATER, due)
    if candidate.tier not in (Tier.EXACT, Tier.INBOUND) and not _debt_of_person(candidate):
        local = now.astimezone(client.zone)
        if not client.calendar.is_workday(local.date()):
            return Closed(Gate.DAY_OFF, client.calendar.next_workday(local.date()))
        if not client.work_start <= local.time() < client.work_end:
            return Closed(Gate.HOURS, _at(client, local, client.work_start, client.work_end))
    last = client.last_call_at
    if candidate.tier != Tier.EXACT and last is not None and timedelta() <= now - last < REST:
        return Closed(Gate.RECENT, last + REST)
    return None


def _debt_of_person(candidate: Candidate) -> bool:
    return candidate.tier == Tier.DEBT and candidate.client.kind == ClientKind.PERSON


def _at(client: Prospect, local: datetime, start: time, end: time) -> datetime:
    """The next moment of their day at which the hours open."""
    day = (
        local.date()
        if local.time() < end and local.time() < start
        else (local.date() + timedelta(days=1))
    )
    return datetime.combine(day, start, client.zone)
