"""Pipelines: added with stages to begin with, named, put in order, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.pipelines import OWN, STARTERS
from pipeline_tui.domain.records import Deal, Pipeline, PipelineDraft, Stage
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import Service, move_among, validated
from pipeline_tui.services.stages import carry, next_number, stage_meant, stages_of

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Pipelines(Service):
    """Use cases of a pipeline. Reading them: `vocabularies`; their stages: `stages`."""

    def add(self, name: str = "", *, like: str = "new_business") -> int:
        """Add a pipeline after the others; gives its number.

        `like` is a starter's code, or the code of a pipeline of this file whose stages it copies.
        Without a name it bears the starter's. Raises Invalid, Conflict pipeline_exists.
        """
        with self._write("pipeline.add") as unit:
            draft = _named(name)
            code = f"{OWN}{next_number(unit, 'pipeline')}"
            if draft.name is None:
                if like not in STARTERS:
                    raise Invalid("name", "required")
                _refuse_code(unit, like)
                code = like
            else:
                _refuse_twin(unit, draft.name, None)
            stages = _pattern(unit, like)
            (position,) = unit.db.execute(
                "SELECT coalesce(max(position) + 1, 0) FROM pipeline"
            ).fetchone()
            pipeline = unit.add(Pipeline(name=draft.name, code=code, position=position))
            for stage in stages:
                stage.pipeline_id = pipeline.id or 0
                unit.add(stage)
            unit.about("pipeline", pipeline.id, pipeline=draft.name or code)
            return pipeline.id or 0

    def edit(self, pipeline_id: int, name: str) -> None:
        """Give it another name; an empty one gives one of ours its own word back.

        Raises Invalid required, Conflict pipeline_exists.
        """
        with self._write("pipeline.edit") as unit:
            pipeline = unit.get(Pipeline, pipeline_id)
            draft = _named(name)
            if draft.name is None and pipeline.code.startswith(OWN):
                raise Invalid("name", "required")
            if draft.name is not None:
                _refuse_twin(unit, draft.name, pipeline_id)
            pipeline.name = draft.name
            unit.session.add(pipeline)
            unit.about("pipeline", pipeline_id, pipeline=pipeline.name or pipeline.code)

    def move(self, pipeline_id: int, by: int) -> None:
        """Move it `by` places down the list, up where negative. The first one takes new deals."""
        with self._write("pipeline.move") as unit:
            moved = unit.get(Pipeline, pipeline_id)
            order = unit.session.exec(
                select(Pipeline)
                .where(Pipeline.retired == moved.retired)
                .order_by(col(Pipeline.position), col(Pipeline.id))
            ).all()
            move_among(unit, order, moved, by)
            unit.about("pipeline", pipeline_id, pipeline=moved.name or moved.code)

    def retire(self, pipeline_id: int, *, move_to: int | None = None) -> None:
        """Put it away. Its open deals go to the open stage `move_to` of another pipeline; closed
        ones keep their stages, and so do the figures.

        Raises Refused last_pipeline, or pipeline_in_use where deals are open and nothing says where
        they go; Invalid not_such_stage.
        """
        with self._write("pipeline.retire") as unit:
            pipeline = unit.get(Pipeline, pipeline_id)
            if not unit.db.execute(
                "SELECT 1 FROM pipeline WHERE retired = 0 AND id <> ?", (pipeline_id,)
            ).fetchone():
                raise Refused("last_pipeline")
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
            unit.about("pipeline", pipeline_id, pipeline=pipeline.name or pipeline.code)

    def restore(self, pipeline_id: int) -> None:
        """Bring it back with its stages."""
        with self._write("pipeline.restore") as unit:
            pipeline = unit.get(Pipeline, pipeline_id)
            pipeline.retired = False
            unit.session.add(pipeline)
            unit.about("pipeline", pipeline_id, pipeline=pipeline.name or pipeline.code)


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


def _refuse_twin(unit: Unit, name: str, but: int | None) -> None:
    for other in unit.session.exec(select(Pipeline)):
        if other.id != but and other.name and fold(other.name) == fold(name):
            raise Conflict("pipeline_exists", name=other.name)
