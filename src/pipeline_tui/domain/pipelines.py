"""Pipelines: ways of selling with stages of their own, those one may begin with, and what holds of
every one of them.

A pipeline has its open stages, one stage for what is won, the stages of fulfilment, and one for what
is lost, in this order, so that an earlier place always means less far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.vocabulary import STAGES, StageKind, StageSeed

OWN = "own-"
"""Codes of what the user made begin so; they have no word of the catalogue."""

ORDER: tuple[StageKind, ...] = (
    StageKind.OPEN, StageKind.WON, StageKind.FULFILMENT, StageKind.LOST,
)  # fmt: skip
"""The kinds of stages as they stand in a pipeline."""

ADDABLE = (StageKind.OPEN, StageKind.FULFILMENT)
"""Kinds of which a pipeline may have any number; of the others it has one."""

_END = (
    StageSeed("won", StageKind.WON, 100, None),
    StageSeed("payment", StageKind.FULFILMENT, 100, None),
    StageSeed("delivery", StageKind.FULFILMENT, 100, None),
    StageSeed("closed", StageKind.FULFILMENT, 100, None),
    StageSeed("lost", StageKind.LOST, 0, None),
)

STARTERS: Mapping[str, tuple[StageSeed, ...]] = {
    "new_business": STAGES,
    "repeat": (
        StageSeed("needs", StageKind.OPEN, 30, 7),
        StageSeed("offer", StageKind.OPEN, 60, 5),
        StageSeed("contract", StageKind.OPEN, 90, 5),
        *_END,
    ),
    "partner": (
        StageSeed("new", StageKind.OPEN, 5, 14),
        StageSeed("qualification", StageKind.OPEN, 15, 14),
        StageSeed("negotiation", StageKind.OPEN, 40, 14),
        StageSeed("contract", StageKind.OPEN, 80, 10),
        *_END,
    ),
}
"""Code of a pipeline to begin with → its stages. Repeat buyers are known, so that theirs is short and
its chances are higher; partners decide slower than buyers."""


class PipelineRow(Struct, frozen=True):
    """A pipeline; `name` is none while the catalogue's word for `code` is to be shown."""

    id: int
    code: str
    name: str | None
    retired: bool = False
    open_deals: int = 0


def under_way(stages: Sequence[StageRow]) -> list[StageRow]:
    """Fulfilment that is not finished: all but the last of its stages in each pipeline."""
    found = [stage for stage in stages if stage.kind == StageKind.FULFILMENT]
    last = {stage.pipeline_id: stage.id for stage in found}
    return [stage for stage in found if stage.id != last[stage.pipeline_id]]


def check_kind(kind: str) -> StageKind:
    """The kind of a stage to be added; raises Invalid for one that there is only one of."""
    if kind not in ADDABLE:
        raise Invalid("kind", "stage_kind_fixed", value=kind)
    return StageKind(kind)


def check_heir(gone: StageRow, heir: StageRow) -> None:
    """Whether the deals of a stage may go to another: what is open stays open, what is won stays
    won. Raises Invalid not_such_stage."""
    won = (StageKind.WON, StageKind.FULFILMENT)
    same = heir.kind == gone.kind or (heir.kind in won and gone.kind in won)
    if heir.id == gone.id or heir.retired or not same:
        raise Invalid("move_to", "not_such_stage", value=heir.code)


def check_goes(stage: StageRow, others_open: int) -> None:
    """Whether a stage may be put away: a pipeline needs one that is open, and those that end it.

    `others_open` counts the other open stages in use. Raises Refused.
    """
    if stage.kind not in ADDABLE:
        raise Refused("stage_needed")
    if stage.is_open and not others_open:
        raise Refused("last_open_stage")
