"""What the ranking is told: one reason to call one client, and what is known of that client."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from enum import IntEnum, StrEnum

from msgspec import Struct

from pipeline_tui.domain.vocabulary import ClientKind, ClientStatus, TaskKind
from pipeline_tui.domain.workdays import WorkCalendar


class Tier(IntEnum):
    """Strictly in this order, so that why a line stands here is one sentence."""

    EXACT = 0
    INBOUND = 1
    CALLBACK = 2
    DEBT = 3
    STEP = 4
    STALLED = 5
    KEEPING = 6
    WIN_BACK = 7
    COLD = 8


PROMISED = frozenset({Tier.EXACT, Tier.INBOUND, Tier.CALLBACK})
"""What the client waits for. No quota cuts it, and the list may grow for it."""
INTERRUPTS = frozenset({Tier.EXACT, Tier.INBOUND})
"""What may come into an order that is kept: its time is the client's own wish."""


class Reason(StrEnum):
    """Why a client is on the list."""

    EXACT_CALLBACK = "exact_callback"
    INBOUND = "inbound"
    CALLBACK = "callback"
    BROKEN_PROMISE = "broken_promise"
    DEBT_STEP = "debt_step"
    STEP = "step"
    RETRY = "retry"
    OBJECTION = "objection"
    NO_STEP = "no_step"
    ROTTING = "rotting"
    TOUCH = "touch"
    NEVER = "never"
    LATE_ORDER = "late_order"
    DORMANT = "dormant"
    WIN_BACK = "win_back"
    COLD = "cold"
    COLD_RETRY = "cold_retry"
    PINNED = "pinned"


class Gate(StrEnum):
    """Why a candidate is hidden."""

    DO_NOT_CALL = "do_not_call"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    NO_CONSENT = "no_consent"
    PROMISED = "promised"
    LAW = "law"
    LATER = "later"
    DAY_OFF = "day_off"
    HOURS = "hours"
    RECENT = "recent"
    DAY_FULL = "day_full"


class Prospect(Struct, frozen=True):
    """A client as the gates and the score see it.

    `called` are the outgoing calls, newest first. `hour_tries` and `hour_connects` count calls in the
    local hour it is now. `consent` is none while nothing is recorded. `zones` are those they may be
    in while nobody knows. `owes` says that money of theirs is overdue, `debt_law` that the law on
    collecting from persons (`debt_law`) holds for us.
    """

    client_id: int
    zone: tzinfo
    calendar: WorkCalendar
    work_start: time
    work_end: time
    kind: str = ClientKind.COMPANY
    status: str = ClientStatus.ACTIVE
    abc: str | None = None
    consent: bool | None = None
    snoozed_until: date | None = None
    snooze_reason: str = ""
    live_promise_on: date | None = None
    called: tuple[datetime, ...] = ()
    zones: tuple[tzinfo, ...] = ()
    owes: bool = False
    debt_law: bool = True
    unanswered: int = 0
    hour_tries: int = 0
    hour_connects: int = 0
    last_touch: datetime | None = None
    pinned: bool = False
    skip_reason: str | None = None

    @property
    def last_call_at(self) -> datetime | None:
        """When we called last."""
        return self.called[0] if self.called else None


class Candidate(Struct, frozen=True):
    """One reason to call one client.

    `value_minor` is what is at stake: amount × probability, or the overdue balance, in minor units
    of `currency`. `days_late` counts working days. `kept` of `known` are deals won from this stage,
    or promises kept. `since` is when a request came in, or when the deal was last touched.
    """

    client: Prospect
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
    """The whole sum behind `value_minor`: the deal's amount, or the balance."""
    count: int = 0
    """Days, or which attempt: what the sentence of the reason counts."""
    request_id: int | None = None
    way: str = ""
    """Which way the request came: `requests.RequestWay`."""

    @property
    def cold(self) -> bool:
        """Whether it is a cold call; pinning somebody we work with makes none of it."""
        pinned = self.reason == Reason.PINNED
        return self.tier == Tier.COLD and (not pinned or self.client.status == ClientStatus.LEAD)

    @property
    def collects(self) -> bool:
        """Whether it is a call about a person's debt, as the law on those sees it: one about the
        debt, and any other to a person who is late to pay, unless it is about a deal or they asked
        for it themselves."""
        client = self.client
        if not client.debt_law or client.kind != ClientKind.PERSON:
            return False
        if self.task_kind != TaskKind.CALL:
            return False
        other = self.deal_id is not None or self.tier in PROMISED
        return self.tier == Tier.DEBT or (client.owes and not other)
