"""Deals, the stages they pass, and the record of their passing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from pipeline_tui.domain.lengths import NAME
from pipeline_tui.domain.records.columns import (
    STRICT,
    Json,
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

MOST_DAYS = 3_650
"""The longest span of days that a stage or a reason may name: ten years."""


class PipelineDraft(Record):
    """What the user says of a pipeline; `name` is none while the catalogue's word is shown."""

    name: str | None = maybe_string(max_length=NAME)


class Pipeline(PipelineDraft, table=True):
    """A way of selling with stages of its own."""

    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    position: int = 0
    retired: bool = flag()


class StageDraft(Record):
    """What the user says of a stage. `probability` in percent; `rot_days` without a touch make a
    deal rot."""

    name: str | None = maybe_string(max_length=NAME)
    probability: int = Field(ge=0, le=100)
    rot_days: int | None = Field(default=None, ge=1, le=MOST_DAYS)


class Stage(StageDraft, table=True):
    """A stage of a pipeline."""

    __table_args__ = STRICT
    id: int | None = key()
    pipeline_id: int = link("pipeline")
    code: str = string()
    kind: str = string()
    position: int = 0
    retired: bool = flag()


class ChecklistItem(Record, table=True):
    """What is to be done before a deal leaves a stage onwards."""

    __tablename__ = "checklist_item"
    __table_args__ = STRICT
    id: int | None = key()
    stage_id: int = link("stage")
    name: str = string(min_length=1, max_length=NAME)
    position: int = 0
    retired: bool = flag()


class ChecklistTick(Record, table=True):
    """A deal has done an item of a checklist."""

    __tablename__ = "checklist_tick"
    __table_args__ = STRICT
    id: int | None = key()
    deal_id: int = link("deal", on_delete="CASCADE")
    item_id: int = link("checklist_item", on_delete="CASCADE")
    ticked_at: datetime = moment(nullable=False)


class LossReasonDraft(Record):
    """Why a deal was lost, after how many days to come back (none: never) and with what words, and
    whether to whom it went must be said."""

    name: str | None = maybe_string(max_length=NAME)
    win_back_days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    asks_competitor: bool = flag()
    win_back_text: str = string()


class LossReason(LossReasonDraft, table=True):
    """A loss reason of the table."""

    __tablename__ = "loss_reason"
    __table_args__ = STRICT
    id: int | None = key()
    code: str = string()
    position: int = 0
    retired: bool = flag()


class DealDraft(Record):
    """What is being sold to whom; amount in minor units, none while it is not known."""

    client_id: int | None = link("client", nullable=True)
    contact_id: int | None = link("contact", nullable=True)
    title: str = string(min_length=1, max_length=NAME)
    amount_minor: int | None = Field(default=None, ge=0)
    currency: str = string(default="RUB")
    expected_close: date | None = day()
    product_id: int | None = link("product", nullable=True)
    source: str = string()
    owner: str = string()
    competitor: str = string()
    notes: str = lines()
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=Json, nullable=False)


class Deal(DealDraft, table=True):
    """A deal. Stage, `stage_since` and `closed_on` repeat its last stage change, for reading fast."""

    __table_args__ = STRICT
    id: int | None = key()
    stage_id: int = link("stage")
    stage_since: datetime = moment(nullable=False)
    opened_on: date | None = day()
    closed_on: date | None = day()
    loss_reason_id: int | None = link("loss_reason", nullable=True)
    loss_note: str = string()
    snoozed_until: date | None = day()
    snooze_reason: str = string()
    created_at: datetime = moment(nullable=False)
    archived_at: datetime | None = moment()
    batch_id: int | None = link("import_batch", nullable=True)


class StageChange(Record, table=True):
    """A deal entered a stage. Append-only: every figure of the funnel derives from these."""

    __tablename__ = "stage_change"
    __table_args__ = STRICT
    id: int | None = key()
    deal_id: int = link("deal", on_delete="CASCADE")
    from_stage_id: int | None = link("stage", nullable=True)
    to_stage_id: int = link("stage")
    changed_at: datetime = moment(nullable=False)
    amount_minor: int | None = None
    loss_reason_id: int | None = link("loss_reason", nullable=True)
    reason: str = string()
