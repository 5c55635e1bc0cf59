"""What happened (activities), and what is to happen (tasks)."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import field_validator
from sqlmodel import Field

from pipeline_tui.domain.outcomes import MOST_DAYS, MOST_HOURS
from pipeline_tui.domain.records.columns import (
    STRICT,
    day,
    flag,
    key,
    lines,
    link,
    maybe_string,
    moment,
    string,
)
from pipeline_tui.domain.records.record import Record
from pipeline_tui.domain.vocabulary import ActivityKind, Direction, Schedules, TaskKind, TaskOrigin


class OutcomeDraft(Record):
    """How a call can end; `schedules` says what it puts on the calendar.

    `after_hours`, or `after_days` in working days, say when; `title` what the step is called.
    """

    name: str | None = maybe_string(max_length=100)
    connected: bool = flag()
    schedules: str = string()
    after_hours: int | None = Field(default=None, ge=1, le=MOST_HOURS)
    after_days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    title: str = string(max_length=500)

    @field_validator("schedules")
    @classmethod
    def _schedules(cls, value: str) -> str:
        return Schedules(value).value


class Outcome(OutcomeDraft, table=True):
    """An outcome of calls, on a digit of call mode by its `position`."""

    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    position: int = 0
    retired: bool = flag()


class ActivityDraft(Record):
    """A touch. Duration in seconds."""

    client_id: int | None = link("client", nullable=True)
    contact_id: int | None = link("contact", nullable=True)
    deal_id: int | None = link("deal", nullable=True)
    kind: str = string()
    direction: str | None = maybe_string()
    outcome_id: int | None = link("outcome", nullable=True)
    started_at: datetime = moment(nullable=False)
    duration_s: int | None = Field(default=None, ge=0)
    subject: str = lines()
    note: str = lines()
    owner: str = string()

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        return ActivityKind(value).value

    @field_validator("direction")
    @classmethod
    def _direction(cls, value: str | None) -> str | None:
        return Direction(value).value if value else None


class Activity(ActivityDraft, table=True):
    """An activity. Append-only: a correction is a new row that names the old one."""

    __table_args__ = STRICT
    id: int | None = key()
    attempt: int | None = None
    corrects_id: int | None = link("activity", nullable=True)
    batch_id: int | None = link("import_batch", nullable=True)


class TaskDraft(Record):
    """A next step on a day, or at an exact time that was promised."""

    client_id: int | None = link("client", nullable=True)
    contact_id: int | None = link("contact", nullable=True)
    deal_id: int | None = link("deal", nullable=True)
    kind: str = string(default=TaskKind.CALL)
    origin: str = string(default=TaskOrigin.STEP)
    title: str = string(max_length=500)
    due_on: date = day(nullable=False)
    due_at: datetime | None = moment()

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        return TaskKind(value).value

    @field_validator("origin")
    @classmethod
    def _origin(cls, value: str) -> str:
        return TaskOrigin(value).value


class Task(TaskDraft, table=True):
    """A task; open until done or dropped. `due_on` is the user's local day, also of a `due_at`."""

    __table_args__ = STRICT
    id: int | None = key()
    created_at: datetime = moment(nullable=False)
    done_at: datetime | None = moment()
    dropped_at: datetime | None = moment()
    batch_id: int | None = link("import_batch", nullable=True)


class ListMark(Record, table=True):
    """A pin or a skip on one day's call list."""

    __tablename__ = "list_mark"
    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    on_day: date = day(nullable=False)
    kind: str = string()
    reason: str = string()
