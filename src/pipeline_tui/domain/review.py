"""The evening's look back: what was promised or planned and not done, and which deals lead nowhere."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.calls import CallRow, HiddenRow
from pipeline_tui.domain.requests import Asked


class Loose(StrEnum):
    """Kinds of loose end, the most pressing first."""

    REQUEST = "request"
    """A request or a missed call that nobody answered."""
    CALLBACK = "callback"
    """A call promised for today or earlier and not made."""
    PROMISE = "promise"
    """Money promised for today, or for the working day before, that did not come in full."""
    STEP = "step"
    """A step due today or earlier that is not done."""
    NO_STEP = "no_step"
    """An open deal with nothing planned."""


class LooseEnd(Struct, frozen=True):
    """One line of the review. `id` is unique within it; `record_id` is of the request, task, promise or
    deal.

    Of a promise `amount_minor` is what was promised and `paid_minor` what came of it. `silent_days`
    and `rotting` speak of a deal.
    """

    record_id: int
    loose: Loose
    client_id: int | None
    client: str
    deal_id: int | None = None
    deal: str = ""
    task_id: int | None = None
    task_kind: str = ""
    title: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    since: datetime | None = None
    amount_minor: int | None = None
    currency: str = ""
    paid_minor: int = 0
    request: Asked | None = None
    silent_days: int = 0
    rotting: bool = False

    @property
    def id(self) -> int:
        """Requests, tasks, promises and deals have numbers of their own, which may be equal."""
        kinds = (Loose.REQUEST, Loose.PROMISE, Loose.NO_STEP)
        return self.record_id * 4 + (kinds.index(self.loose) if self.loose in kinds else 3)


class Review(Struct, frozen=True):
    """Loose ends in the order of `Loose`; `more` deals without a step are not shown."""

    day: date
    rows: tuple[LooseEnd, ...]
    more: int = 0

    def count(self, loose: Loose) -> int:
        """How many of one kind, those not shown included."""
        shown = sum(row.loose is loose for row in self.rows)
        return shown + (self.more if loose is Loose.NO_STEP else 0)


class Ahead(Struct, frozen=True):
    """The call list of a working day to come, as it will stand when work `begins`: calls agreed for
    an exact time, the list in its order, and clients whose office opens later."""

    day: date
    begins: datetime
    timed: tuple[HiddenRow, ...]
    rows: tuple[CallRow, ...]
    later: tuple[HiddenRow, ...]

    @property
    def count(self) -> int:
        """Clients on it."""
        return len(self.timed) + len(self.rows) + len(self.later)
