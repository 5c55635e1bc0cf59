"""Codes the program knows by name, and the rows a new file starts with.

Stages, outcomes, loss reasons and objection kinds are rows the user may rename, reorder and retire;
`code` stays. A row without a name of its own is shown by the catalogue's word for its code.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ClientKind(StrEnum):
    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"


class ClientStatus(StrEnum):
    LEAD = "lead"
    ACTIVE = "active"
    DORMANT = "dormant"
    LOST = "lost"
    DO_NOT_CALL = "do_not_call"


class ContactRole(StrEnum):
    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    GATEKEEPER = "gatekeeper"
    ACCOUNTANT = "accountant"
    USER = "user"


class Attitude(StrEnum):
    """Where a person at the client stands towards us."""

    FOR = "for"
    NEUTRAL = "neutral"
    AGAINST = "against"


class Influence(StrEnum):
    """How much a person at the client weighs in the decision."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Channel(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"


class StageKind(StrEnum):
    OPEN = "open"
    WON = "won"
    FULFILMENT = "fulfilment"
    LOST = "lost"


class ActivityKind(StrEnum):
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    NOTE = "note"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class TaskKind(StrEnum):
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    TODO = "todo"


class TaskOrigin(StrEnum):
    """Why a task is there: a step, a callback I promised, a retry of a call, winning somebody back."""

    STEP = "step"
    CALLBACK = "callback"
    RETRY = "retry"
    WIN_BACK = "win_back"


class ObjectionResult(StrEnum):
    OPEN = "open"
    WORKED = "worked"
    PARTLY = "partly"
    DID_NOT = "did_not"


class PaymentKind(StrEnum):
    """What lowered a debt."""

    PAYMENT = "payment"
    """Money came."""
    CREDIT_NOTE = "credit_note"
    """An invoice asks for less: goods came back, the price was lowered."""
    WRITE_OFF = "write_off"
    """Given up."""
    OPENING = "opening"
    """An advance from before the program knew the client."""


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    PARTIAL = "partial"
    BROKEN = "broken"


class Schedules(StrEnum):
    """What a call outcome puts on the calendar."""

    NOTHING = "nothing"
    STEP = "step"
    """Ask for the next step."""
    CALLBACK = "callback"
    """Ask when to call back; an exact time becomes a promise."""
    LADDER = "ladder"
    """The next rung of the no-answer ladder."""
    PROMISE = "promise"
    """Ask for the sum and the day of payment."""
    LOSS = "loss"
    """Ask for the loss reason, or a step if the deal lives on."""
    STOP = "stop"
    """The client is never called again."""


class StageSeed(Struct, frozen=True):
    code: str
    kind: StageKind
    probability: int
    rot_days: int | None


class OutcomeSeed(Struct, frozen=True):
    code: str
    connected: bool
    schedules: Schedules


class LossSeed(Struct, frozen=True):
    code: str
    win_back_days: int | None
    asks_competitor: bool = False


STAGES: tuple[StageSeed, ...] = (
    StageSeed("new", StageKind.OPEN, 5, 7),
    StageSeed("qualification", StageKind.OPEN, 10, 10),
    StageSeed("needs", StageKind.OPEN, 25, 10),
    StageSeed("offer", StageKind.OPEN, 50, 7),
    StageSeed("negotiation", StageKind.OPEN, 70, 7),
    StageSeed("contract", StageKind.OPEN, 90, 5),
    StageSeed("won", StageKind.WON, 100, None),
    StageSeed("payment", StageKind.FULFILMENT, 100, None),
    StageSeed("delivery", StageKind.FULFILMENT, 100, None),
    StageSeed("closed", StageKind.FULFILMENT, 100, None),
    StageSeed("lost", StageKind.LOST, 0, None),
)

OUTCOMES: tuple[OutcomeSeed, ...] = (
    OutcomeSeed("reached_decision_maker", True, Schedules.STEP),
    OutcomeSeed("no_answer", False, Schedules.LADDER),
    OutcomeSeed("busy", False, Schedules.LADDER),
    OutcomeSeed("call_back", True, Schedules.CALLBACK),
    OutcomeSeed("interested", True, Schedules.STEP),
    OutcomeSeed("meeting_set", True, Schedules.STEP),
    OutcomeSeed("promised_to_pay", True, Schedules.PROMISE),
    OutcomeSeed("refused", True, Schedules.LOSS),
    OutcomeSeed("reached_other", True, Schedules.STEP),
    OutcomeSeed("voicemail", False, Schedules.LADDER),
    OutcomeSeed("wrong_number", False, Schedules.STEP),
    OutcomeSeed("disputes_debt", True, Schedules.STEP),
    OutcomeSeed("do_not_call", True, Schedules.STOP),
)
"""In the order of the digits of call mode, the commonest first."""

LOSS_REASONS: tuple[LossSeed, ...] = (
    LossSeed("price", 60),
    LossSeed("competitor", 90, asks_competitor=True),
    LossSeed("no_budget", 90),
    LossSeed("no_need", 180),
    LossSeed("not_decision_maker", 30),
    LossSeed("timing", 60),
    LossSeed("quality", 180),
    LossSeed("payment_terms", 60),
    LossSeed("delivery", 90),
    LossSeed("bad_experience", 180),
    LossSeed("went_silent", 45),
    LossSeed("duplicate", None),
)

OBJECTION_KINDS: tuple[str, ...] = (
    "price", "need", "time", "trust", "authority", "competitor", "quality", "terms", "brush_off",
    "bad_experience", "send_email", "gatekeeper", "debt",
)  # fmt: skip

TECHNIQUES: tuple[str, ...] = (
    "laer", "join", "clarify", "isolate", "boomerang", "reframe", "comparison", "case",
    "price_breakdown", "trial_close",
)  # fmt: skip
