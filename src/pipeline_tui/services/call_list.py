"""The day's call list: read, ranked, and kept in its order until the day is over. No sqlmodel."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain import ranking
from pipeline_tui.domain.calls import (
    BeforeCall,
    Brief,
    CallMade,
    CallRow,
    DayHead,
    DayList,
    HiddenRow,
    RunningCall,
    TaskRow,
)
from pipeline_tui.domain.dates import moment_text, read_moment
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.needs import together
from pipeline_tui.domain.plan import Metric, Pace, month_of, workdays
from pipeline_tui.domain.ranking import Candidate, Ranked, Reason, Tier
from pipeline_tui.domain.ranking.gates import EARLY
from pipeline_tui.domain.requests import Asked
from pipeline_tui.domain.vocabulary import ClientKind
from pipeline_tui.services import prospecting
from pipeline_tui.services.base import Service
from pipeline_tui.services.day_order import DayOrder, Places
from pipeline_tui.services.debt_calls import debt_seeds
from pipeline_tui.services.once_a_day import LATE_ORDERS, OnceADay
from pipeline_tui.services.prospecting import Moment, Seed, client_zone, prospect
from pipeline_tui.store import memos
from pipeline_tui.store.queries import (
    buyers,
    call_brief,
    call_log,
    needs,
    prospects,
    report,
    standing,
    win_back,
)
from pipeline_tui.store.queries import call_list as queries

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

RUNNING = "call:running"
_GONE = 30

_FRESH = timedelta(minutes=15)
"""How long the lines of a list are gone on with from call to call."""


class _Read(Struct, frozen=True):
    """A list as it was read, and what has been put down to calls that ended since."""

    at: datetime
    revision: int
    rows: tuple[CallRow, ...]
    pressing: frozenset[tuple[str, int]]


class CallList(Service):
    """Reading whom to call now, in what order, and why."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._once_a_day = OnceADay(desk)
        self._order = DayOrder(desk)
        self._lock = threading.Lock()
        self._held: tuple[tuple[int, datetime], DayList] | None = None
        self._read: _Read | None = None

    def today(self) -> DayList:
        """The list as it stands now.

        Its order is frozen for the day: a line keeps its place, a new one comes at the end of its
        tier; only exact-time callbacks and new requests go where their time puts them. Within a
        minute it is made once for a state of the file: after a call the list and the next card ask
        for it at the same time.
        """
        with self._lock:
            key = (self._desk.history.revision(), self._now().replace(second=0))
            if self._held is None or self._held[0] != key:
                pressing = self._pressing()
                listing = self._listing(self._moment(), frozen=self._order.of(self._today()))
                self._held = (key, listing)
                self._read = _Read(self._now(), key[0], listing.rows, pressing)
            day = self._held[1]
        return replace(day, head=replace(day.head, running=self.running()))

    def after_call(self) -> tuple[CallRow, ...]:
        """The lines to go on with when a call has ended: those of the list as it was last read.

        The list is made anew where more than the end of one call has changed since, where something
        presses that did not then, or after a quarter of an hour: a key of an outcome must not wait
        for what almost never differs. The client of the call may still stand among the lines.
        """
        with self._lock:
            read, revision = self._read, self._desk.history.revision()
            if (
                read is not None and revision <= read.revision + 1
                and self._now() - read.at < _FRESH and self._pressing() <= read.pressing
            ):  # fmt: skip
                self._read = replace(read, revision=revision)
                return read.rows
        return self.today().rows

    def _pressing(self) -> frozenset[tuple[str, int]]:
        """What may come between two calls now."""
        now = self._now()
        return queries.pressing(self._db, self._today(), now - prospecting.GRACE, now + EARLY)

    def on_morning(self, day: date) -> DayList:
        """The list as it will stand when work begins on a day to come, should nothing change until
        then. Its order is not kept."""
        s = self._settings
        begins = datetime.combine(day, s.work_start, self._desk.zone).astimezone(UTC)
        return self._listing(Moment(begins, day, self._desk.zone, s, self._desk.calendar))

    def _listing(self, at: Moment, *, frozen: Places | None = None) -> DayList:
        """The list at a moment; in its `frozen` order, which then grows by what is new."""
        db = self._db
        seeds, promised = self._seeds(at)
        marks = queries.marks(db, at.today)
        mentioned = {seed.client_id for seed in seeds}
        seeds += [
            Seed(client_id, Tier.COLD, Reason.PINNED, currency=at.settings.currency)
            for client_id, (kind, _reason) in marks.items()
            if kind == "pin" and client_id not in mentioned
        ]
        known = prospects.known(db, (seed.client_id for seed in seeds), at.today)
        late = self._late_people(known, at)
        seen = {
            client_id: prospect(
                one, prospects.calls_of(db, client_id), marks.get(client_id),
                promised.get(client_id), at, owes=client_id in late,
            )
            for client_id, one in known.items()
        }  # fmt: skip
        calls = self._calls_today(at)
        kept = frozen or []
        cold = {client_id for client_id, tier, _reason in kept if tier == Tier.COLD}
        result = ranking.rank(
            [seed.candidate(seen[seed.client_id]) for seed in seeds if seed.client_id in seen],
            ranking.Day(
                at.now, at.today, most=at.settings.calls_per_day,
                cold_share=at.settings.cold_share, done=len(calls),
                cold_done=len({client_id for client_id, _ in calls} & cold),
                frozen=frozenset(client_id for client_id, _, _ in kept),
            ),
        )  # fmt: skip
        listed: Sequence[Ranked] = result.listed
        if frozen is not None:
            listed = self._order.arranged(result.listed, frozen, at.today)
        rows = tuple(
            self._row(place, one, known[one.candidate.client.client_id])
            for place, one in enumerate(listed, start=1)
        )
        hidden = tuple(
            HiddenRow(
                id=one.candidate.client.client_id,
                client=known[one.candidate.client.client_id].name,
                gate=one.closed.gate, until=one.closed.until, note=one.closed.note,
                tier=one.candidate.tier, reason=one.candidate.reason,
                zone=client_zone(known[one.candidate.client.client_id]),
                pinned=one.candidate.client.pinned, title=one.candidate.title,
            )
            for one in result.hidden
        )  # fmt: skip
        return DayList(at.today, rows, hidden, self._head(at, calls, len(rows)))

    def before_call(self, client_id: int, *, deal_id: int | None = None) -> BeforeCall:
        """What forbids a call to a client now, and what speaks against one; raises NotFound.

        The same rules as those of the list, for a call that is begun in any other way.
        """
        db, at = self._db, self._moment()
        known = prospects.known(db, [client_id], at.today)
        one = known.get(client_id)
        if one is None:
            raise NotFound("not_found", kind="client", id=client_id)
        owes = client_id in self._late_people(known, at)
        who = prospect(one, prospects.calls_of(db, client_id), None, None, at, owes=owes)
        candidate = prospecting.occasion(db, at, one, deal_id, owes=owes).candidate(who)
        return BeforeCall(
            name=one.name, kind=one.kind, zone=client_zone(one),
            forbidden=ranking.rule(candidate, at.now),
            cautions=ranking.cautions(
                candidate, at.now, done=len(self._calls_today(at)), most=at.settings.calls_per_day
            ),
        )  # fmt: skip

    def _late_people(self, known: dict[int, prospects.Known], at: Moment) -> set[int]:
        """Natural persons among these whose money is overdue."""
        people = [one.id for one in known.values() if one.kind == ClientKind.PERSON]
        return queries.late_payers(self._db, people, at.today) if people else set()

    def why(self, client_id: int) -> CallRow:
        """One line of the list with the parts of its score; raises NotFound."""
        for row in self.today().rows:
            if row.id == client_id:
                return row
        raise NotFound("not_found", kind="client", id=client_id)

    def running(self) -> RunningCall | None:
        """The call that was begun and not finished yet."""
        kept = memos.recall(self._db, RUNNING)
        if not isinstance(kept, dict):
            return None
        known = prospects.known(self._db, [kept["client_id"]], self._today())
        client = known.get(kept["client_id"])
        if client is None:
            return None
        return RunningCall(
            client_id=client.id, name=client.name, started_at=read_moment(kept["started_at"]),
            contact_id=kept.get("contact_id"), deal_id=kept.get("deal_id"),
            task_id=kept.get("task_id"), direction=kept.get("direction", "out"),
        )  # fmt: skip

    def brief(
        self, client_id: int, deal_id: int | None = None, contact_id: int | None = None
    ) -> Brief:
        """All that matters for a call to a client, or to a contact of theirs; raises NotFound."""
        known = prospects.known(self._db, [client_id], self._today()).get(client_id)
        if known is None:
            raise NotFound("not_found", kind="client", id=client_id)
        zone = client_zone(known)
        found = call_brief.brief(
            self._db,
            known,
            zone,
            deal_id,
            self._today(),
            self._desk.calling_again.ladder(),
            contact_id,
        )
        about = found.deal.id if found.deal is not None else None
        asked = (
            needs.of_client(self._db, client_id)[0]
            if about is None
            else together(*needs.of_deal(self._db, about))
        )
        best = self._desk.contact_rates.best_hour(client_id, zone)
        silent = self._today() - timedelta(self._settings.dormant_days)
        gone = win_back.of_parted(self._db, client_id, self._desk.zone, silent)
        views = self._desk.objection_views
        heard = views.expected(client_id, views.facts(client_id, about, found.contact_id))
        return replace(found, best_hour=best, needs=asked, win_back=gone, objections=heard)

    def tasks(
        self, *, until: date | None = None, client_id: int | None = None, limit: int = 100
    ) -> list[TaskRow]:
        """Open steps up to a day, the earliest first; of one client where named."""
        return call_log.tasks(self._db, until=until, client_id=client_id, limit=limit)

    def made(self, *, client_id: int | None = None, limit: int = 50) -> list[CallMade]:
        """Calls made and taken, newest first; of one client where named."""
        return call_log.made(self._db, client_id=client_id, limit=limit)

    def _moment(self) -> Moment:
        return Moment(
            self._now(), self._today(), self._desk.zone, self._settings, self._desk.calendar
        )

    def _seeds(self, at: Moment) -> tuple[list[Seed], dict[int, date]]:
        """Every reason to call anyone, and promises that run; the dearest is read once a day."""
        db = self._db
        daily = self._once_a_day.of(at)
        rates, gone = daily.rates, daily.gone
        waiting = (
            seed for seed in daily.late
            if not queries.touched_since(db, seed.client_id, self._late_from(seed, at.today))
        )  # fmt: skip
        rested = at.now - timedelta(days=at.settings.dormant_return_days)
        back = buyers.untouched(db, gone, rested, _GONE)
        owed, promised = debt_seeds(db, at)
        return [
            *prospecting.request_seeds(db, at),
            *prospecting.task_seeds(db, at, rates),
            *owed,
            *prospecting.deal_seeds(db, at, rates),
            *islice(waiting, LATE_ORDERS),
            *prospecting.regular_seeds(db, at, gone),
            *(seed for seed in prospecting.never_seeds(db, at) if seed.client_id not in gone),
            *(prospecting.gone_seed(client_id, gone[client_id], at) for client_id in back),
            *prospecting.cold_seeds(db, at),
        ], promised

    def _late_from(self, seed: Seed, today: date) -> datetime:
        """When the order became late, the user's day: a touch since then answers the alert."""
        expected = seed.due_on or today
        last = today - timedelta(seed.count)
        late = last + timedelta(((expected - last).days * 3 + 1) // 2)
        return datetime(late.year, late.month, late.day, tzinfo=self._desk.zone)

    def _calls_today(self, at: Moment) -> list[tuple[int, bool]]:
        return prospects.calls_between(self._db, *self._today_span(at))

    def _today_span(self, at: Moment) -> tuple[datetime, datetime]:
        """The first moment of the user's day, and of the next."""
        start = datetime(at.today.year, at.today.month, at.today.day, tzinfo=at.zone)
        return start, start + timedelta(days=1)

    def _row(self, place: int, one: Ranked, client: prospects.Known) -> CallRow:
        candidate = one.candidate
        who = prospects.person(self._db, client.id, candidate.deal_id)
        deal = (
            prospects.deal_seen(self._db, candidate.deal_id)
            if candidate.deal_id is not None else None
        )  # fmt: skip
        broken = candidate.reason == Reason.BROKEN_PROMISE
        stake = candidate.value_minor if broken else candidate.amount_minor
        return CallRow(
            id=client.id, rank=place, tier=candidate.tier, reason=candidate.reason,
            client=client.name, contact=who.name, contact_id=who.contact_id, role=who.role,
            phone=who.typed, e164=who.e164, extension=who.extension, zone=client_zone(client),
            stake_minor=stake, currency=candidate.currency, deal_id=candidate.deal_id,
            deal=deal.title if deal else "", stage=deal.stage if deal else None,
            task_id=candidate.task_id, title=candidate.title, task_kind=candidate.task_kind,
            due_on=candidate.due_on, due_at=candidate.due_at, since=candidate.since,
            count=candidate.count, said_minor=candidate.amount_minor if broken else None,
            abc=client.abc, score=one.score, pinned=candidate.client.pinned,
            last_touch=client.last_touch, request=self._asked(candidate),
            win_back=win_back.of_client(self._db, client.id, self._desk.zone)
            if candidate.tier == Tier.WIN_BACK else None,
            objection=standing.of_deal(self._db, candidate.deal_id)
            if candidate.deal_id is not None else None,
        )  # fmt: skip

    def _asked(self, candidate: Candidate) -> Asked | None:
        """The request a line is about, with its clock."""
        if candidate.request_id is None or candidate.since is None:
            return None
        clock = self._desk.inbox.rules.waiting(candidate.since, self._now())
        return Asked(candidate.request_id, candidate.way, clock)

    def _head(self, at: Moment, calls: list[tuple[int, bool]], waiting: int) -> DayHead:
        promised: dict[str, int] = {}
        due = prospects.promises_due(self._db, at.today)
        for currency, amount in due:
            promised[currency] = promised.get(currency, 0) + amount
        first = at.today.replace(day=1)
        wanted = report.targets(self._db, first)
        month = prospects.paid_since if at.settings.fact == "paid" else prospects.won_since
        return DayHead(
            calls_done=len(calls), calls_planned=len(calls) + waiting,
            connected=sum(connected for _, connected in calls), promises_due=len(due),
            promised=promised, fact=at.settings.fact, month=month(self._db, first, at.today),
            running=self.running(), plan=_money(wanted), goal=self._goal(wanted, at),
            meetings=prospects.meetings_set(self._db, *self._today_span(at)),
        )  # fmt: skip

    def _goal(self, wanted: Mapping[tuple[Metric, str], int], at: Moment) -> int:
        """Calls to make today: the day's share of the month's plan as the evening counts it, 0 where
        the plan is met; without a plan, and on a day off, the setting."""
        calls = wanted.get((Metric.CALLS, ""))
        if not calls:
            return at.settings.calls_per_day
        first = datetime.combine(month_of(at.today), time.min, self._desk.zone)
        span = (moment_text(first), moment_text(self._today_span(at)[0]))
        before = report.touches(self._db, *span).dials
        days = workdays(self._desk.calendar, at.today, at.today)
        share = Pace(Metric.CALLS, "", calls, before, before, days).share
        return at.settings.calls_per_day if share is None else share


def _money(wanted: Mapping[tuple[Metric, str], int]) -> dict[str, int]:
    """Money planned, by currency."""
    return {code: target for (metric, code), target in wanted.items() if metric is Metric.MONEY}
