"""Stages of a pipeline: added, named, weighed, put in order, put away. One in use cannot vanish: its
deals go to another by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.pipelines import ORDER, OWN, check_goes, check_heir, check_kind
from pipeline_tui.domain.records import Deal, Pipeline, Stage, StageDraft
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.services.checklists import keep_items
from pipeline_tui.services.stages import carry, next_number, stage_meant, stage_row, stages_of

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Stages(Service):
    """Use cases of the stages of a pipeline. Reading them: `vocabularies`."""

    def add(
        self, pipeline_id: int, name: str, *, kind: str = StageKind.OPEN, probability: int = 50,
        rot_days: int | None = None, checklist: Sequence[str] = (),
    ) -> int:  # fmt: skip
        """Add a stage after the others of its kind; gives its number.

        The chance of a stage of the fulfilment is 100; `checklist` is what is to be done before a
        deal goes on. Raises Invalid; Conflict stage_exists.
        """
        with self._write("stage.add") as unit:
            unit.get(Pipeline, pipeline_id)
            kind = check_kind(kind)
            chance = probability if kind == StageKind.OPEN else 100
            draft = _checked(name=name, probability=chance, rot_days=rot_days)
            if draft.name is None:
                raise Invalid("name", "required")
            _refuse_twin(unit, pipeline_id, draft.name, None)
            stage = unit.add(
                Stage(
                    **draft.model_dump(), pipeline_id=pipeline_id, kind=kind,
                    code=f"{OWN}{next_number(unit, 'stage')}", position=len(stages_of(unit, pipeline_id)),
                )
            )  # fmt: skip
            _renumber(unit, stages_of(unit, pipeline_id))
            keep_items(unit, stage, checklist)
            unit.about("stage", stage.id, stage=stage.name)
            return stage.id or 0

    def edit(
        self, stage_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        checklist: Sequence[str] | None = None,
    ) -> None:  # fmt: skip
        """Change fields of `StageDraft`, and the checklist where one is given; an empty name gives
        one of ours its own word back.

        Only an open stage has a chance and days to rot of its own. Raises Invalid, Conflict
        stage_exists, Conflict changed_meanwhile.
        """
        with self._write("stage.edit") as unit:
            stage = unit.get(Stage, stage_id)
            current = {name: getattr(stage, name) for name in StageDraft.model_fields}
            clean = _checked(**{**current, **values})
            if clean.name is None and stage.code.startswith(OWN):
                raise Invalid("name", "required")
            if clean.name is not None:
                _refuse_twin(unit, stage.pipeline_id, clean.name, stage_id)
            tidy = {name: getattr(clean, name) for name in values}
            if stage.kind != StageKind.OPEN and (
                clean.probability != stage.probability or clean.rot_days is not None
            ):
                raise Invalid("probability", "stage_closed_chance")
            revise(stage, StageDraft, tidy, seen)
            unit.session.add(stage)
            if checklist is not None:
                keep_items(unit, stage, checklist)
            unit.about("stage", stage_id, stage=stage.name or stage.code)

    def move(self, stage_id: int, by: int) -> None:
        """Move it `by` places on among the stages of its kind, back where negative."""
        with self._write("stage.move") as unit:
            moved = unit.get(Stage, stage_id)
            every = stages_of(unit, moved.pipeline_id)
            alike = [
                one for one in every if one.kind == moved.kind and one.retired == moved.retired
            ]
            at = alike.index(moved)
            alike.insert(max(0, min(len(alike) - 1, at + by)), alike.pop(at))
            others = [one for one in every if one not in alike]
            _renumber(unit, [*others, *alike])
            unit.about("stage", stage_id, stage=moved.name or moved.code)

    def retire(self, stage_id: int, *, move_to: int | None = None) -> None:
        """Offer it no more. Its deals, closed ones too, go to the stage `move_to`.

        Raises Refused stage_in_use where deals stand in it and nothing says where they go,
        stage_needed, last_open_stage; Invalid not_such_stage.
        """
        with self._write("stage.retire") as unit:
            stage = unit.get(Stage, stage_id)
            others = [
                one
                for one in stages_of(unit, stage.pipeline_id, retired=False)
                if one.id != stage_id and one.kind == StageKind.OPEN
            ]
            check_goes(stage_row(stage), len(others))
            deals = unit.session.exec(select(Deal).where(Deal.stage_id == stage_id)).all()
            if deals and move_to is None:
                raise Refused("stage_in_use", count=len(deals))
            if deals and move_to is not None:
                heir = stage_meant(unit, move_to)
                check_heir(stage_row(stage), stage_row(heir))
                carry(unit, deals, heir)
            stage.retired = True
            unit.session.add(stage)
            unit.about("stage", stage_id, stage=stage.name or stage.code)

    def restore(self, stage_id: int) -> None:
        """Offer it again, in its old place."""
        with self._write("stage.restore") as unit:
            stage = unit.get(Stage, stage_id)
            stage.retired = False
            unit.session.add(stage)
            unit.about("stage", stage_id, stage=stage.name or stage.code)


def _checked(**values: Any) -> StageDraft:
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    return validated(StageDraft, {**tidy, "name": tidy.get("name") or None})


def _renumber(unit: Unit, every: list[Stage]) -> None:
    """Number the stages of a pipeline: by kind, and as they come among their own."""
    for position, stage in enumerate(
        sorted(every, key=lambda one: ORDER.index(StageKind(one.kind)))
    ):
        if stage.position != position:
            stage.position = position
            unit.session.add(stage)


def _refuse_twin(unit: Unit, pipeline_id: int, name: str, but: int | None) -> None:
    for other in stages_of(unit, pipeline_id):
        if other.id != but and other.name and fold(other.name) == fold(name):
            raise Conflict("stage_exists", name=other.name)
