"""Pipelines: added with stages to begin with, named, put in order, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.pipelines import STARTERS
from pipeline_tui.domain.records import Deal, Pipeline, PipelineDraft, Stage
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import validated
from pipeline_tui.services.stages import carry, stage_meant, stages_of
from pipeline_tui.services.word_lists import WordList, new_place

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Pipelines(WordList[Pipeline]):
    """Use cases of a pipeline, of which the first takes new deals. Reading them: `vocabularies`; their
    stages: `stages`."""

    _record, _called, _taken, _last = Pipeline, "pipeline", "pipeline_exists", "last_pipeline"

    def add(self, name: str = "", *, like: str = "new_business") -> int:
        """Add a pipeline after the others; gives its number.

        `like` is a starter's code, or the code of a pipeline of this file whose stages it copies.
        Without a name it bears the starter's. Raises Invalid, Conflict pipeline_exists.
        """
        with self._write("pipeline.add") as unit:
            draft = _named(name)
            place = new_place(unit, Pipeline)
            if draft.name is None and like in STARTERS:
                _refuse_code(unit, like)
                place["code"] = like
            else:
                self._refuse_name(unit, draft.name, None)
            stages = _pattern(unit, like)
            pipeline = unit.add(Pipeline(name=draft.name, **place))
            for stage in stages:
                stage.pipeline_id = pipeline.id or 0
                unit.add(stage)
            self._about(unit, pipeline)
            return pipeline.id or 0

    def edit(self, pipeline_id: int, name: str) -> None:
        """Give it another name; an empty one gives one of ours its own word back.

        Raises Invalid required, Conflict pipeline_exists.
        """
        with self._write("pipeline.edit") as unit:
            pipeline = unit.get(Pipeline, pipeline_id)
            draft = _named(name)
            self._refuse_name(unit, draft.name, pipeline)
            pipeline.name = draft.name
            unit.session.add(pipeline)
            self._about(unit, pipeline)

    def retire(self, pipeline_id: int, *, move_to: int | None = None) -> None:
        """Put it away. Its open deals go to the open stage `move_to` of another pipeline; closed
        ones keep their stages, and so do the figures.

        Raises Refused last_pipeline, or pipeline_in_use where deals are open and nothing says where
        they go; Invalid not_such_stage.
        """
        with self._write("pipeline.retire") as unit:
            pipeline = unit.get(Pipeline, pipeline_id)
            self._refuse_last(unit, pipeline)
            left = [stage.id for stage in stages_of(unit, pipeline_id)]
            deals = unit.session.exec(
                select(Deal).where(col(Deal.stage_id).in_(left), col(Deal.closed_on).is_(None))
            ).all()
            if deals and move_to is None:
                raise Refused("pipeline_in_use", count=len(deals))
            if deals and move_to is not None:
                heir = stage_meant(unit, move_to)
                if heir.pipeline_id == pipeline_id or heir.kind != StageKind.OPEN:
                    raise Invalid("move_to", "not_such_stage", value=heir.code)
                carry(unit, deals, heir)
            pipeline.retired = True
            unit.session.add(pipeline)
            self._about(unit, pipeline)


def _named(name: str) -> PipelineDraft:
    return validated(PipelineDraft, {"name": name.strip() or None})


def _pattern(unit: Unit, like: str) -> list[Stage]:
    """The stages that a new pipeline begins with: a starter's, or those of one that is there."""
    there = unit.session.exec(select(Pipeline).where(Pipeline.code == like)).first()
    if there is not None:
        return [
            Stage(
                pipeline_id=0, code=one.code, name=one.name, kind=one.kind,
                probability=one.probability, rot_days=one.rot_days, position=position,
            )
            for position, one in enumerate(stages_of(unit, there.id or 0, retired=False))
        ]  # fmt: skip
    if like not in STARTERS:
        raise Invalid("like", "unknown_choice", value=like)
    return [
        Stage(
            pipeline_id=0, code=one.code, kind=one.kind, probability=one.probability,
            rot_days=one.rot_days, position=position,
        )
        for position, one in enumerate(STARTERS[like])
    ]  # fmt: skip


def _refuse_code(unit: Unit, code: str) -> None:
    """A starter is there once; another like it needs a name of its own."""
    there = unit.session.exec(select(Pipeline).where(Pipeline.code == code)).first()
    if there is not None:
        raise Conflict("pipeline_exists", name=there.name or there.code)
