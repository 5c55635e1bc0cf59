"""Checklists: what is to be done at a stage, what of it a deal has done, and going on without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.checklists import CheckRow, check_exit
from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import ChecklistItem, ChecklistTick, Deal, Stage
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import checklists

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_MOST = 20
"""Items of one checklist: longer, and nobody reads it."""


class Checklists(Service):
    """Use cases of a checklist."""

    def items(self) -> dict[int, list[str]]:
        """Stage → its items, in their order."""
        return checklists.items(self._db)

    def of_deal(self, deal_id: int) -> list[CheckRow]:
        """The checklist of the stage where a deal stands, with what of it is done."""
        return checklists.of_deal(self._db, deal_id)

    def set_items(self, stage_id: int, names: Sequence[str]) -> None:
        """Give a stage these items in this order; those that stay keep their ticks."""
        with self._write("checklist.set") as unit:
            stage = unit.get(Stage, stage_id)
            keep_items(unit, stage, names)
            unit.about("stage", stage_id, stage=stage.name or stage.code)

    def tick(self, deal_id: int, item_id: int, *, done: bool = True) -> None:
        """Note that a deal has done an item of its stage, or that it has not.

        Raises Refused not_of_stage for an item of another stage.
        """
        with self._write("checklist.tick") as unit:
            deal, item = unit.get(Deal, deal_id), unit.get(ChecklistItem, item_id)
            if item.stage_id != deal.stage_id or item.retired:
                raise Refused("not_of_stage", item=item.name)
            there = unit.session.exec(
                select(ChecklistTick).where(
                    ChecklistTick.deal_id == deal_id, ChecklistTick.item_id == item_id
                )
            ).first()
            if done and there is None:
                unit.add(ChecklistTick(deal_id=deal_id, item_id=item_id, ticked_at=unit.now))
            elif not done and there is not None:
                unit.session.delete(there)
            unit.about("deal", deal_id, title=deal.title, item=item.name)


def keep_items(unit: Unit, stage: Stage, names: Sequence[str]) -> None:
    """Give a stage these items inside a larger change. Raises Invalid."""
    wanted = list(dict.fromkeys(text for name in names if (text := " ".join(name.split()))))
    if len(wanted) > _MOST:
        raise Invalid("checklist", "checklist_long", most=_MOST)
    there = unit.session.exec(
        select(ChecklistItem)
        .where(ChecklistItem.stage_id == stage.id)
        .order_by(col(ChecklistItem.retired), col(ChecklistItem.id))
    ).all()
    known: dict[str, ChecklistItem] = {}
    for item in there:
        known.setdefault(fold(item.name), item)
    kept = set()
    for position, name in enumerate(wanted):
        old = known.get(fold(name))
        if old is None:
            unit.add(_item(stage, name, position))
            continue
        kept.add(old.id)
        old.name, old.position, old.retired = name, position, False
        unit.session.add(old)
    for item in there:
        if item.id not in kept and not item.retired:
            item.retired = True
            unit.session.add(item)
    unit.session.flush()


def _item(stage: Stage, name: str, position: int) -> ChecklistItem:
    from pipeline_tui.domain.lengths import NAME

    if len(name) > NAME:
        raise Invalid("checklist", "too_long", max_length=NAME)
    return ChecklistItem(stage_id=stage.id or 0, name=name, position=position)


def demand_exit(unit: Unit, deal: Deal, entered: Stage, *, gate: str, anyway: bool) -> None:
    """Whether a deal may go on from the open stage where it stands: to a later one of its pipeline,
    or to be won. Raises Refused as `check_exit` does."""
    before = unit.get(Stage, deal.stage_id)
    onwards = before.pipeline_id == entered.pipeline_id and entered.position > before.position
    if before.kind == StageKind.OPEN and entered.kind != StageKind.LOST and onwards:
        check_exit(deal.title, checklists.of_deal(unit.db, deal.id or 0), gate, anyway=anyway)
