"""From the file to the candidates of a day: reads what the ranking is told. No sqlmodel."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from statistics import median
from zoneinfo import ZoneInfo

from msgspec import Struct

from pipeline_tui.config import Settings
from pipeline_tui.domain.buyers import GONE_GAPS, SOONEST_GONE, dormant, rhythm
from pipeline_tui.domain.contact_rates import NOTHING, by_hour, has_hour
from pipeline_tui.domain.deals import weighted
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ranking import Candidate, Prospect, Reason, Tier
from pipeline_tui.domain.ranking.candidates import PROMISED
from pipeline_tui.domain.ranking.debt_law import COUNTRY
from pipeline_tui.domain.ranking.score import DAYS_LATE
from pipeline_tui.domain.vocabulary import ClientStatus, TaskKind, TaskOrigin
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.domain.zones import RUSSIA, RUSSIAN, zone_name, zone_of
from pipeline_tui.store.queries import (
    buyers,
    prospects,
    requests,
    standing,
)
from pipeline_tui.store.queries import call_list as queries

GRACE = timedelta(minutes=30)
"""An exact-time call is still that for this long after its time; later it is an overdue callback."""

ANSWER_WITHIN = timedelta(days=7)
"""A step no further off than this answers an objection that stands; a later one leaves it to cool."""

OBJECTION_FADES = timedelta(days=90)
"""An objection older than this is no reason to call: the deal has gone on, or rots and says so."""

_REORDER_LATE = 1.5
_REORDER_YEARS = 2
_REORDER_AFTER = 11
"""Nobody with gaps of a week or more is late before this many days."""


class Moment(Struct, frozen=True):
    """When and for whom the list is made."""

    now: datetime
    today: date
    zone: ZoneInfo
    settings: Settings
    calendar: WorkCalendar


class Seed(Struct, frozen=True):
    """A candidate before its client is known: fields of `Candidate` but the client."""

    client_id: int
    tier: Tier
    reason: Reason
    due_on: date | None = None
    due_at: datetime | None = None
    since: datetime | None = None
    value_minor: int = 0
    currency: str = "RUB"
    days_late: int = 0
    kept: int = 0
    known: int = 0
    deal_id: int | None = None
    task_id: int | None = None
    task_kind: str = TaskKind.CALL
    title: str = ""
    amount_minor: int | None = None
    count: int = 0
    request_id: int | None = None
    way: str = ""

    def candidate(self, client: Prospect) -> Candidate:
        """The candidate of this seed."""
        return Candidate(
            client, self.tier, self.reason, self.due_on, self.due_at, self.since, self.value_minor,
            self.currency, self.days_late, self.kept, self.known, self.deal_id, self.task_id,
            self.task_kind, self.title, self.amount_minor, self.count, self.request_id, self.way,
        )  # fmt: skip


def client_zone(one: prospects.Known) -> str | None:
    """The IANA zone of a client, or none while it is not known."""
    return zone_name(
        own=one.time_zone, region=one.region, city=one.city, country=one.country, digits=one.digits
    )


@lru_cache(maxsize=64)
def calendar_of(country: str, fallback: str) -> WorkCalendar:
    """A country's working days; the user's country where the client's is not a code we know."""
    named = country.strip().upper()
    for code in ("RU" if named in RUSSIA else named, fallback):
        if len(code) == 2 and code.isalpha():
            found = WorkCalendar(code)
            try:
                found.is_workday(date(2026, 1, 1))
            except Invalid:
                continue
            return found
    return WorkCalendar(None)


def workdays_late(calendar: WorkCalendar, due: date, today: date) -> int:
    """Working days from `due` to today, counted no further than the score looks."""
    if due >= today:
        return 0
    if (today - due).days > 4 * DAYS_LATE:
        return DAYS_LATE
    return min(DAYS_LATE, calendar.workdays_between(due, today))


def task_seeds(
    db: sqlite3.Connection, at: Moment, rates: Mapping[int, tuple[int, int]]
) -> list[Seed]:
    """Callbacks, steps, retries and win-backs that are due."""
    found = []
    for task in queries.due_tasks(db, at.today):
        tier, reason = _place(task, at.now)
        kept, known = rates.get(task.stage_id or 0, (0, 0))
        found.append(
            Seed(
                task.client_id, tier, reason, due_on=task.due_on, due_at=task.due_at,
                since=task.created_at,
                value_minor=weighted(task.amount_minor or 0, task.probability or 0),
                currency=task.currency or at.settings.currency,
                days_late=workdays_late(at.calendar, task.due_on, at.today),
                kept=kept, known=known, deal_id=task.deal_id, task_id=task.id, task_kind=task.kind,
                title=task.title, amount_minor=task.amount_minor,
                count=(at.today - task.due_on).days,
            )
        )  # fmt: skip
    return found


def request_seeds(db: sqlite3.Connection, at: Moment) -> list[Seed]:
    """Who asked for us and has no answer, each by what has waited longest."""
    found: dict[int, Seed] = {}
    for one in requests.waiting(db):
        found.setdefault(
            one.client_id,
            Seed(
                one.client_id, Tier.INBOUND, Reason.INBOUND, since=one.arrived_at,
                currency=at.settings.currency, title=" ".join(one.text.split()),
                request_id=one.id, way=one.way,
            ),
        )  # fmt: skip
    return list(found.values())


def _place(task: queries.DueTask, now: datetime) -> tuple[Tier, Reason]:
    if task.origin == TaskOrigin.WIN_BACK:
        return Tier.WIN_BACK, Reason.WIN_BACK
    if task.origin == TaskOrigin.RETRY:
        if task.status == ClientStatus.LEAD and task.deal_id is None:
            return Tier.COLD, Reason.COLD_RETRY
        return Tier.STEP, Reason.RETRY
    if task.kind == TaskKind.CALL and task.due_at is not None:
        if now <= task.due_at + GRACE:
            return Tier.EXACT, Reason.EXACT_CALLBACK
        return Tier.CALLBACK, Reason.CALLBACK
    if task.origin == TaskOrigin.CALLBACK:
        return Tier.CALLBACK, Reason.CALLBACK
    return Tier.STEP, Reason.STEP


def stalled_seeds(
    db: sqlite3.Connection, at: Moment, rates: Mapping[int, tuple[int, int]]
) -> list[Seed]:
    """Open deals with no step; those untouched longer than their stage allows are rotting."""
    found = []
    for deal in queries.stalled_deals(db, at.today):
        touched = deal.touched.astimezone(at.zone).date()
        idle = (at.today - touched).days
        rotting = deal.rot_days is not None and idle > deal.rot_days
        kept, known = rates.get(deal.stage_id, (0, 0))
        found.append(
            Seed(
                deal.client_id, Tier.STALLED, Reason.ROTTING if rotting else Reason.NO_STEP,
                since=deal.touched, value_minor=weighted(deal.amount_minor or 0, deal.probability),
                currency=deal.currency,
                days_late=workdays_late(
                    at.calendar, touched + timedelta(deal.rot_days or 0), at.today
                ) if rotting else 0,
                kept=kept, known=known, deal_id=deal.id, title=deal.title,
                amount_minor=deal.amount_minor, count=max(0, idle),
            )
        )  # fmt: skip
    return found


def deal_seeds(
    db: sqlite3.Connection, at: Moment, rates: Mapping[int, tuple[int, int]]
) -> list[Seed]:
    """Open deals that stand still: with an objection nobody has taken off, else without a step."""
    objected = objection_seeds(db, at, rates)
    known = {seed.deal_id for seed in objected}
    stalled = stalled_seeds(db, at, rates)
    return [*objected, *(seed for seed in stalled if seed.deal_id not in known)]


def objection_seeds(
    db: sqlite3.Connection, at: Moment, rates: Mapping[int, tuple[int, int]]
) -> list[Seed]:
    """Open deals with an objection that stands since yesterday or longer, and no step for a week to
    come: what was agreed for one of these days is kept to."""
    midnight = datetime.combine(at.today, time(), at.zone)
    found = []
    for deal in standing.deals(
        db, midnight - OBJECTION_FADES, midnight, at.today, at.today + ANSWER_WITHIN
    ):
        met = deal.objection.met_at.astimezone(at.zone).date()
        kept, known = rates.get(deal.stage_id, (0, 0))
        found.append(
            Seed(
                deal.client_id, Tier.STALLED, Reason.OBJECTION, since=deal.objection.met_at,
                value_minor=weighted(deal.amount_minor or 0, deal.probability),
                currency=deal.currency, days_late=workdays_late(at.calendar, met, at.today),
                kept=kept, known=known, deal_id=deal.id, title=deal.title,
                amount_minor=deal.amount_minor, count=(at.today - met).days,
            )
        )  # fmt: skip
    return found


def regular_seeds(db: sqlite3.Connection, at: Moment, but: Iterable[int] = ()) -> list[Seed]:
    """Clients in work whose time for a touch has come, without those named."""
    found = []
    for one in queries.regulars(db, at.today, dict(at.settings.touch_days), but):
        touched = one.touched.astimezone(at.zone).date()
        due = touched + timedelta(one.days)
        found.append(
            Seed(
                one.client_id, Tier.KEEPING, Reason.TOUCH if one.ever else Reason.NEVER, due_on=due, since=one.touched,
                currency=at.settings.currency, days_late=workdays_late(at.calendar, due, at.today),
                count=(at.today - touched).days,
            )
        )  # fmt: skip
    return found


def never_seeds(db: sqlite3.Connection, at: Moment) -> list[Seed]:
    """Clients in work nobody has ever called: a first import is full of them."""
    return [
        Seed(client_id, Tier.KEEPING, Reason.NEVER, currency=at.settings.currency)
        for client_id in queries.never_touched(db)
    ]


def late_orders(db: sqlite3.Connection, at: Moment) -> list[Seed]:
    """Clients who are late with their next order: 1.5 × the median gap between their orders.

    From six gaps on the client is gone rather than late.
    """
    found = []
    for one in queries.orders(
        db, at.today - timedelta(365 * _REORDER_YEARS), at.today - timedelta(_REORDER_AFTER)
    ):
        gap = rhythm(one.days)
        quiet = (at.today - one.days[-1]).days
        if gap is None or not gap * _REORDER_LATE < quiet <= gap * GONE_GAPS:
            continue
        expected = one.days[-1] + timedelta(gap)
        found.append(
            Seed(
                one.client_id, Tier.KEEPING, Reason.LATE_ORDER, due_on=expected,
                value_minor=int(median(one.sums)), currency=one.currency,
                days_late=workdays_late(at.calendar, expected, at.today),
                amount_minor=int(median(one.sums)), count=quiet,
            )
        )  # fmt: skip
    found.sort(key=lambda seed: (-seed.value_minor, seed.client_id))
    return found


def gone_silently(db: sqlite3.Connection, at: Moment) -> dict[int, tuple[int, int]]:
    """Clients that have gone without a deal lost, by number, those of the largest orders first: what an
    order of theirs was worth on average, and days since the last."""
    if not at.settings.dormant_return_days:
        return {}
    soonest = at.today - timedelta(min(SOONEST_GONE, at.settings.dormant_days))
    return {
        one.client_id: (one.mean_minor, (at.today - one.days[-1]).days)
        for one in buyers.silent(db, at.today, soonest)
        if dormant(one.days, at.today, at.settings.dormant_days)
    }


def gone_seed(client_id: int, gone: tuple[int, int], at: Moment) -> Seed:
    """One of them, to be called."""
    worth, days = gone
    return Seed(
        client_id, Tier.WIN_BACK, Reason.DORMANT, value_minor=worth, currency=at.settings.currency,
        amount_minor=worth or None, count=days,
    )  # fmt: skip


def cold_seeds(db: sqlite3.Connection, at: Moment) -> list[Seed]:
    """Leads nobody works."""
    rested = at.now - timedelta(days=at.settings.no_answer_rest_days)
    return [
        Seed(client_id, Tier.COLD, Reason.COLD, currency=at.settings.currency)
        for client_id in queries.cold(db, rested)
    ]


def occasion(
    db: sqlite3.Connection, at: Moment, one: prospects.Known, deal_id: int | None, *, owes: bool
) -> Seed:
    """What a call to a client is about that somebody begins without the list: what the client waits
    for, else the deal named, else money a person owes, else a lead nobody works, else plain contact.
    """

    def seed(tier: Tier, reason: Reason) -> Seed:
        return Seed(one.id, tier, reason, deal_id=deal_id, currency=at.settings.currency)

    if requests.waiting(db, one.id):
        return seed(Tier.INBOUND, Reason.INBOUND)
    placed = [_place(task, at.now) for task in queries.due_tasks(db, at.today, one.id)]
    if asked := [pair for pair in placed if pair[0] in PROMISED]:
        return seed(*min(asked))
    if deal_id is not None:
        return seed(Tier.STEP, Reason.STEP)
    if owes:
        return seed(Tier.DEBT, Reason.DEBT_STEP)
    if one.status == ClientStatus.LEAD and not queries.worked(db, one.id):
        return seed(Tier.COLD, Reason.COLD)
    return seed(Tier.KEEPING, Reason.TOUCH)


def prospect(
    one: prospects.Known,
    calls: list[prospects.CallMade],
    mark: tuple[str, str] | None,
    promise_on: date | None,
    at: Moment,
    *,
    owes: bool = False,
) -> Prospect:
    """What gates and score see of a client; `owes` says that a person's money is overdue."""
    place = client_zone(one)
    zone = zone_of(place, at.zone)
    local = at.now.astimezone(zone)
    made = [call for call in calls if call.outgoing]
    this_hour = by_hour(hours_tried(calls, at.zone), zone).get(local.hour, NOTHING)
    return Prospect(
        client_id=one.id, zone=zone, calendar=calendar_of(one.country, at.settings.country),
        work_start=at.settings.work_start, work_end=at.settings.work_end, kind=one.kind,
        status=one.status, abc=one.abc, consent=one.consent, snoozed_until=one.snoozed_until,
        snooze_reason=one.snooze_reason, live_promise_on=promise_on,
        called=tuple(call.at for call in made), owes=owes,
        zones=() if place is not None else tuple(ZoneInfo(name) for name in RUSSIAN),
        debt_law=at.settings.country == COUNTRY,
        unanswered=unanswered(made), hour_tries=this_hour.n, hour_connects=this_hour.k,
        last_touch=one.last_touch, pinned=mark is not None and mark[0] == "pin",
        skip_reason=mark[1] if mark is not None and mark[0] == "skip" else None,
    )  # fmt: skip


def hours_tried(
    calls: Iterable[prospects.CallMade], home: ZoneInfo
) -> Iterator[tuple[datetime, bool]]:
    """(moment, whether it reached somebody) of the calls that tell when a client answers: made by
    us, the outcome and the hour known."""
    for call in calls:
        if call.outgoing and call.connected is not None and has_hour(call.at, home):
            yield call.at, call.connected


def unanswered(made: Iterable[prospects.CallMade]) -> int:
    """How many outgoing calls in a row, newest first, did not connect."""
    count = 0
    for call in made:
        if call.connected is not False:
            break
        count += 1
    return count
