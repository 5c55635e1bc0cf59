"""The checklist of a deal's stage: ticked item by item, and asked about when a deal goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.checklists import Gate, still_open
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, ConfirmPrompt
from pipeline_tui.wording.deals import check_line

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import StageRow
    from pipeline_tui.tui.base import DeskMixin


async def ask_to_go_on(screen: DeskMixin, deal_ids: Sequence[int], *, what: str) -> bool | None:
    """Whether deals go on although items of their checklists are open: True when the user says so,
    False when nothing is open, None when they stay."""
    desk = screen.desk
    if desk.settings.checklist_gate == Gate.OFF:
        return False
    left: dict[str, None] = {}
    for deal_id in deal_ids:
        left |= dict.fromkeys(still_open(await screen.ask(desk.checklists.of_deal, deal_id)))
    if not left:
        return False
    question = _("Not done yet: {items}").format(items=" · ".join(f"☐ {name}" for name in left))
    if desk.settings.checklist_gate == Gate.REFUSE:
        screen.warn(question)
        return None
    goes = await screen.pipeline.push_screen_wait(
        ConfirmPrompt(question, _("Go on all the same"), _("Stay"), hint=what)
    )
    return True if goes else None


def goes_on(before: StageRow | None, target: StageRow) -> bool:
    """Whether a move leaves an open stage onwards, which is when its checklist is looked at."""
    return (
        before is not None
        and before.is_open
        and bool(before.items)
        and before.pipeline_id == target.pipeline_id
        and target.position > before.position
    )


async def tick_items(screen: DeskMixin, deal_id: int) -> bool:
    """Tick item after item of the checklist of a deal's stage until Escape."""
    desk = screen.desk
    changed = False
    while True:
        rows = await screen.ask(desk.checklists.of_deal, deal_id)
        if not rows:
            key = screen.pipeline.key_of("pipelines")
            screen.warn(
                _("This stage has no checklist. {key}, the stage, e gives it one.").format(key=key)
            )
            return changed
        found = await screen.pipeline.push_screen_wait(
            ChoicePrompt(
                _("What is done?"),
                [Choice(row, check_line(row)) for row in rows],
                hint=_("Esc when that is all"),
            )
        )
        if found is None:
            return changed
        saved, _none = await screen.attempt(
            desk.checklists.tick, deal_id, found.id, done=found.ticked_at is None
        )
        changed = changed or saved
