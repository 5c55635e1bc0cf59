"""Stages of a pipeline: added, named, weighed, put in order, put away. One in use cannot vanish: its
deals go to another by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.pipelines import ORDER, check_goes, check_heir, check_kind
from pipeline_tui.domain.records import Deal, Pipeline, Stage, StageDraft
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import moved_among, revise, validated
from pipeline_tui.services.checklists import keep_items
from pipeline_tui.services.stages import carry, stage_meant, stage_row, stages_of
from pipeline_tui.services.word_lists import WordList, new_place, refuse_twin

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Stages(WordList[Stage]):
    """Use cases of the stages of a pipeline, each moved among those of its kind. Reading them:
    `vocabularies`."""

    _record, _called, _taken = Stage, "stage", "stage_exists"

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
            refuse_twin(stages_of(unit, pipeline_id), draft.name, None, self._taken)
            place = new_place(unit, Stage)
            stage = unit.add(
                Stage(**draft.model_dump(), pipeline_id=pipeline_id, kind=kind, **place)
            )
            _renumber(unit, stages_of(unit, pipeline_id))
            keep_items(unit, stage, checklist)
            self._about(unit, stage)
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
            self._refuse_name(unit, clean.name, stage)
            tidy = {name: getattr(clean, name) for name in values}
            if stage.kind != StageKind.OPEN and (
                clean.probability != stage.probability or clean.rot_days is not None
            ):
                raise Invalid("probability", "stage_closed_chance")
            revise(stage, StageDraft, tidy, seen)
            unit.session.add(stage)
            if checklist is not None:
                keep_items(unit, stage, checklist)
            self._about(unit, stage)

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
            self._about(unit, stage)

    def _move(self, unit: Unit, word: Stage, by: int) -> None:
        every = stages_of(unit, word.pipeline_id)
        alike = [one for one in every if one.kind == word.kind and one.retired == word.retired]
        others = [one for one in every if one not in alike]
        _renumber(unit, [*others, *moved_among(alike, word, by)])

    def _among(self, unit: Unit, word: Stage | None) -> Sequence[Stage]:
        return [] if word is None else stages_of(unit, word.pipeline_id)


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
