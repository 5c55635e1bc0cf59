"""Rules of the deal, and what reads of deals answer with. Money in minor units of the currency beside it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.domain.vocabulary import StageKind


class StageRow(Struct, frozen=True):
    """A stage; `name` is none while the catalogue's word for `code` is to be shown."""

    id: int
    pipeline_id: int
    code: str
    name: str | None
    kind: str
    probability: int
    rot_days: int | None
    position: int
    retired: bool = False
    items: int = 0
    """Of its checklist."""

    @property
    def is_open(self) -> bool:
        """Whether deals here are still being sold."""
        return self.kind == StageKind.OPEN


class ReasonRow(Struct, frozen=True):
    """A loss reason; `asks_competitor` when it must be said who got the deal. `win_back_text` is what
    to come back with."""

    id: int
    code: str
    name: str | None
    win_back_days: int | None
    asks_competitor: bool = False
    retired: bool = False
    win_back_text: str = ""


class DealList(StrEnum):
    """Which deals a list shows."""

    OPEN = "open"
    NO_STEP = "no_step"
    """Open, nothing planned and not snoozed."""
    OVERDUE = "overdue"
    """Open, the next step's day has passed."""
    ROTTING = "rotting"
    SNOOZED = "snoozed"
    NO_CLIENT = "no_client"
    """Open and sold to nobody in particular."""
    WON = "won"
    """Won, whatever stage of the fulfilment it has reached."""
    LOST = "lost"
    ALL = "all"


class DealSort(StrEnum):
    """What a list of deals is sorted by."""

    STEP = "step"
    """Without a step first, then by the day of the next step; snoozed ones last."""
    AMOUNT = "amount"
    CLOSE = "close"
    STAGE = "stage"
    AGE = "age"
    TITLE = "title"
    CLIENT = "client"
    OWNER = "owner"


class DealGroup(StrEnum):
    """What the board's columns are."""

    STAGE = "stage"
    SOURCE = "source"
    CLASS = "class"
    """A, B, C of the client."""
    MONTH = "month"
    """Of closing; of the expected close while a deal is open."""


SORTS_DOWN_FIRST = frozenset({DealSort.AMOUNT})
"""Sorts whose natural direction is from the largest."""


class DealFilter(Struct, frozen=True):
    """Which deals: all conditions together. Every word of `text` must begin a word of the title or
    of the client, or stand in the owner or the product.

    `source`, `abc` and `month` (2026-04, of closing or of the expected close) are none where any
    will do, and "" where it is not said.
    """

    text: str = ""
    show: DealList = DealList.OPEN
    pipeline_id: int | None = None
    stage_id: int | None = None
    owner: str | None = None
    product_id: int | None = None
    client_id: int | None = None
    reason_id: int | None = None
    closed_from: date | None = None
    source: str | None = None
    abc: str | None = None
    month: str | None = None


def is_rotting(
    *, days_untouched: int, rot_days: int | None, last_step: date | None, today: date
) -> bool:
    """Untouched for longer than the stage allows, and nothing planned from today on.

    `last_step` is the latest day that an open step is due on.
    """
    if rot_days is None or days_untouched <= rot_days:
        return False
    return last_step is None or last_step < today


def weighted(amount_minor: int, probability: int) -> int:
    """Amount × probability (percent), rounded half up to a minor unit."""
    return (amount_minor * probability + 50) // 100


class StepState(StrEnum):
    """How it stands with the next step of a deal."""

    NONE = "none"
    OVERDUE = "overdue"
    TODAY = "today"
    PLANNED = "planned"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    """The deal is won or lost: nothing is expected."""


class DealRow(Struct, frozen=True):
    """A deal as a line or a card. `last_touch` is the newest activity of the deal."""

    id: int
    title: str
    client_id: int | None
    client: str | None
    stage_id: int
    amount_minor: int | None
    currency: str
    stage_since: datetime
    opened_on: date | None
    closed_on: date | None
    expected_close: date | None
    last_touch: datetime | None
    next_step: date | None
    next_title: str
    owner: str
    source: str
    product: str | None
    snoozed_until: date | None
    rotting: bool
    next_at: datetime | None = None
    next_kind: str | None = None
    next_id: int | None = None
    days_in_stage: int = 0
    days_untouched: int = 0
    competitor: str = ""
    loss_code: str | None = None
    loss_name: str | None = None
    snooze_reason: str = ""

    def step_state(self, today: date) -> StepState:
        """How it stands with the next step on this day."""
        if self.closed_on is not None:
            return StepState.CLOSED
        if self.snoozed_until is not None and self.snoozed_until > today:
            return StepState.SNOOZED
        if self.next_step is None:
            return StepState.NONE
        if self.next_step < today:
            return StepState.OVERDUE
        return StepState.TODAY if self.next_step == today else StepState.PLANNED


class StagePass(Struct, frozen=True):
    """A deal entered a stage, from another or from nowhere."""

    id: int
    from_stage_id: int | None
    to_stage_id: int
    changed_at: datetime
    amount_minor: int | None
    reason: str
    loss_code: str | None
    loss_name: str | None


class StepRow(Struct, frozen=True):
    """A step of a deal; open until done or dropped."""

    id: int
    kind: str
    origin: str
    title: str
    due_on: date
    due_at: datetime | None
    done_at: datetime | None
    dropped_at: datetime | None


class TouchRow(Struct, frozen=True):
    """An activity of a deal. Duration in seconds."""

    id: int
    kind: str
    direction: str | None
    outcome_code: str | None
    outcome_name: str | None
    started_at: datetime
    duration_s: int | None
    subject: str
    note: str
    contact: str


class ObjectionMet(Struct, frozen=True):
    """An objection met in a deal, with the answer that was tried."""

    id: int
    type_code: str
    type_name: str | None
    verbatim: str
    answer: str
    result: str
    met_at: datetime


class DealInvoice(Struct, frozen=True):
    """An invoice of a deal; `due_on` is the earliest day something of it is still owed."""

    id: int
    number: str
    issued_on: date
    amount_minor: int
    open_minor: int
    currency: str
    due_on: date | None
    cancelled: bool


class DealCard(Struct, frozen=True):
    """One deal whole. `touches` are the newest only; `touch_count` counts all of them."""

    row: DealRow
    stage: StageRow
    contact: str
    contact_phone: str
    notes: str
    loss_note: str
    custom: dict[str, object]
    product_id: int | None
    contact_id: int | None
    archived: bool
    own_fields: tuple[FieldRow, ...] = ()
    """Definitions of the user's own fields of deals."""
    passes: tuple[StagePass, ...] = ()
    steps: tuple[StepRow, ...] = ()
    touches: tuple[TouchRow, ...] = ()
    touch_count: int = 0
    objections: tuple[ObjectionMet, ...] = ()
    invoices: tuple[DealInvoice, ...] = ()
    stopped_on: date | None = None
    """Nothing is to be shipped to the client since then, and why."""
    stop_reason: str = ""
