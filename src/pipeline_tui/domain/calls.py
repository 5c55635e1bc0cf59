"""Calls: how they can end, the one that is running, and what one leaves on the calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.contact_rates import BestHour
from pipeline_tui.domain.expected_objections import Expected
from pipeline_tui.domain.ladder import Rest, Retry
from pipeline_tui.domain.needs import NeedsView
from pipeline_tui.domain.objections import Standing
from pipeline_tui.domain.ranking import Closed, Gate, Reason, Score, Tier
from pipeline_tui.domain.requests import Asked
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.domain.win_back import WinBack


class OutcomeRow(Struct, frozen=True):
    """How a call can end; `schedules` is one of `vocabulary.Schedules`.

    With `after_hours` or `after_days` (working days) what follows is planned by itself; with neither
    the user is asked when, or the no-answer ladder decides. `title` is what a step is called that
    nobody gave a title.
    """

    id: int
    code: str
    name: str | None
    connected: bool
    schedules: str
    after_hours: int | None = None
    after_days: int | None = None
    title: str = ""
    retired: bool = False

    @property
    def delayed(self) -> bool:
        """Whether it says itself when the next step is."""
        return self.after_hours is not None or self.after_days is not None


class Ahead(Struct, frozen=True):
    """What a call would leave on the calendar if it ended now: after no answer by the ladder, and by
    outcome number (day, moment or none) where an outcome says itself when."""

    next_try: Retry | Rest
    delayed: dict[int, tuple[date, datetime | None]] = {}


class RunningCall(Struct, frozen=True):
    """A call that was begun and not finished yet; it outlives a crash."""

    client_id: int
    name: str
    started_at: datetime
    contact_id: int | None = None
    deal_id: int | None = None
    task_id: int | None = None
    direction: str = Direction.OUT
    cautions: tuple[Closed, ...] = ()
    """What spoke against it when it was begun, and forbade nothing."""


class BeforeCall(Struct, frozen=True):
    """What is to be known before a call is begun: the rule that forbids it, or what speaks against
    it. `zone` is the client's, none while it is not known."""

    name: str
    kind: str
    zone: str | None
    forbidden: Closed | None
    cautions: tuple[Closed, ...]


class After(Struct, frozen=True):
    """What the user decided at the end of a call. Days are the user's, moments aware.

    Whatever the outcome needs and is not here is refused; whatever is here is done, so that a step
    may be planned after any outcome. `loss_reason` and `outcome` are codes.
    """

    step_on: date | None = None
    step_at: datetime | None = None
    step_title: str = ""
    step_kind: str = ""
    """Empty: a meeting after `meeting_set`, else a call."""
    promise_minor: int | None = None
    promise_currency: str | None = None
    promise_on: date | None = None
    promise_invoice_id: int | None = None
    loss_reason: str = ""
    competitor: str = ""
    win_back_on: date | None = None
    snooze_until: date | None = None
    snooze_reason: str = ""
    won: bool = False
    objections: tuple[dict[str, Any], ...] = ()
    """Fields of `ObjectionDraft` for what was met during the call and is not logged yet."""


class CallDone(Struct, frozen=True):
    """What a finished call left: the activity, and what is on the calendar now.

    `what` is "step", "callback", "retry", "rest", "promise", "lost", "won", "snoozed", "stop" or
    empty; `day` and `at` go with it, `attempt` is the number of the unanswered call just made.
    """

    activity_id: int
    what: str = ""
    day: date | None = None
    at: datetime | None = None
    attempt: int | None = None


class CallRow(Struct, frozen=True):
    """A line of the list. `zone` is the IANA zone of the client, none while it is not known.

    `id` is the client's number: a client has one line. `stake_minor` is the whole sum at stake,
    `said_minor` the sum of a promise that was broken.
    """

    id: int
    rank: int
    tier: Tier
    reason: Reason
    client: str
    contact: str
    contact_id: int | None
    role: str | None
    phone: str
    e164: str | None
    extension: str
    zone: str | None
    stake_minor: int | None
    currency: str
    deal_id: int | None
    deal: str
    stage: str | None
    task_id: int | None
    title: str
    task_kind: str
    due_on: date | None
    due_at: datetime | None
    since: datetime | None
    count: int
    said_minor: int | None
    abc: str | None
    score: Score
    pinned: bool
    last_touch: datetime | None
    request: Asked | None = None
    win_back: WinBack | None = None
    objection: Standing | None = None
    """What stands in the deal without an answer that took it off."""


class TaskRow(Struct, frozen=True):
    """An open step, whoever it is for."""

    id: int
    client_id: int | None
    client: str
    deal_id: int | None
    deal: str
    kind: str
    origin: str
    title: str
    due_on: date
    due_at: datetime | None


class CallMade(Struct, frozen=True):
    """A call that was made or taken; `outcome` is a code."""

    id: int
    at: datetime
    client_id: int
    client: str
    direction: str
    outcome: str | None
    outcome_name: str | None
    duration_s: int | None
    attempt: int | None
    note: str


class HiddenRow(Struct, frozen=True):
    """A client who is not on the list now; `until` is when the gate opens, where that is known."""

    id: int
    client: str
    gate: Gate
    until: date | datetime | None
    note: str
    tier: Tier
    reason: Reason
    zone: str | None
    pinned: bool = False
    title: str = ""


class DayHead(Struct, frozen=True):
    """The figures of the day. Sums are by currency, in minor units."""

    calls_done: int
    calls_planned: int
    connected: int
    promises_due: int
    promised: dict[str, int]
    fact: str
    month: dict[str, int]
    running: RunningCall | None
    plan: dict[str, int] = {}
    """Money planned for the month."""
    goal: int = 0
    """Calls to make in the day."""
    meetings: int = 0
    """Meetings set by today's calls."""


class DayList(Struct, frozen=True):
    """The call list of a day."""

    day: date
    rows: tuple[CallRow, ...]
    hidden: tuple[HiddenRow, ...]
    head: DayHead


class NoteLine(Struct, frozen=True):
    """A touch on the brief; `outcome` is a code, or the user's own name of one."""

    at: datetime
    kind: str
    outcome: str | None
    note: str


class DealLine(Struct, frozen=True):
    """An open deal on the brief."""

    id: int
    title: str
    stage: str
    stage_name: str | None
    stage_id: int
    amount_minor: int | None
    currency: str
    notes: str
    product: str | None
    competitor: str
    next_step: date | None
    next_title: str
    resting: bool = False
    """Whether it was let rest, and the rest is not over: it needs no step till then."""

    @property
    def bare(self) -> bool:
        """Whether nothing is planned for it, neither a step nor the end of a rest."""
        return self.next_step is None and not self.resting


class Brief(Struct, frozen=True, kw_only=True):
    """All that matters before and during a call. `debt` and `overdue` are by currency."""

    needs: NeedsView = NeedsView()
    """What is known of the needs, for the deal the call is about where there is one."""

    client_id: int
    name: str
    status: str
    kind: str
    abc: str | None
    zone: str | None
    city: str
    industry: str
    client_notes: str
    contact_id: int | None
    contact: str
    first_name: str
    role: str | None
    informal: bool
    phones: tuple[tuple[str | None, str, str], ...]
    email: str
    deals: tuple[DealLine, ...]
    deal: DealLine | None
    notes: tuple[NoteLine, ...]
    debt: dict[str, int]
    overdue: dict[str, int]
    oldest_due: date | None
    invoice: str
    invoice_id: int | None
    promise_on: date | None
    stopped_on: date | None
    stop_reason: str
    """Nothing is to be shipped to the client since then, and why."""
    attempt: int
    """Which attempt an unanswered call would be."""
    first_attempt_at: datetime | None
    best_hour: BestHour | None = None
    win_back: WinBack | None = None
    """Where a lost deal is to be come back to, and nothing is open."""
    objections: tuple[Expected, ...] = ()
    """What to be ready for."""
