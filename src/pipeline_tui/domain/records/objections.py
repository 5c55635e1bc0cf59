"""Objections: kinds, answers, and each time one was met."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from pipeline_tui.domain.records.columns import (
    STRICT,
    Flag,
    flag,
    key,
    lines,
    link,
    maybe_string,
    moment,
    string,
)
from pipeline_tui.domain.records.record import Record
from pipeline_tui.domain.vocabulary import ObjectionResult


class ObjectionTypeDraft(Record):
    """A kind of objection.

    `heard` holds phrases as clients say it, one a line, for look-up; `behind` says what usually
    stands behind it, `probe` is the question that tells a true reason from a pretext.
    """

    name: str | None = maybe_string()
    heard: str = lines()
    behind: str = lines()
    probe: str = lines()


class ObjectionType(ObjectionTypeDraft, table=True):
    """A kind in the vocabulary; one without a name is called by the catalogue's word for its code."""

    __tablename__ = "objection_type"
    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    position: int = 0
    retired: bool = flag()


class AnswerDraft(Record):
    """An answer: `text` may name fields of the card in braces. Tags say where it is meant for, codes of
    stages, segments and products by name, one after a comma; empty is everywhere."""

    type_id: int = link("objection_type")
    technique: str = string()
    text: str = lines(min_length=1)
    follow_up: str = lines()
    stages: str = string()
    segments: str = string()
    products: str = string()


class Answer(AnswerDraft, table=True):
    """An answer in the library; `code` is set for those of the starter set."""

    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    position: int = 0
    retired: bool = flag()


class ObjectionDraft(Record):
    """An objection as it was met; `genuine` is none while it is not known whether it is a pretext."""

    type_id: int = link("objection_type")
    client_id: int | None = link("client", nullable=True)
    deal_id: int | None = link("deal", nullable=True)
    activity_id: int | None = link("activity", nullable=True)
    stage_id: int | None = link("stage", nullable=True)
    answer_id: int | None = link("answer", nullable=True)
    verbatim: str = lines()
    result: str = string(default=ObjectionResult.OPEN)
    genuine: bool | None = Field(default=None, sa_type=Flag, nullable=True)


class ObjectionEvent(ObjectionDraft, table=True):
    """One meeting with an objection."""

    __tablename__ = "objection_event"
    __table_args__ = STRICT
    id: int | None = key()
    met_at: datetime = moment(nullable=False)
    batch_id: int | None = link("import_batch", nullable=True)


class DrillGrade(Record, table=True):
    """How well an answer came to mind in practice, 1 to 4; when it comes again follows from these."""

    __tablename__ = "drill_grade"
    __table_args__ = STRICT
    id: int | None = key()
    answer_id: int = link("answer")
    grade: int = Field(ge=1, le=4)
    graded_at: datetime = moment(nullable=False)
