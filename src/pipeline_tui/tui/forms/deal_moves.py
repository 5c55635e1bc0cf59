"""What is asked when a deal goes somewhere: to another stage, or to rest. Its end: `deal_endings`.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.deals import DealRow, StageRow, StepState
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.vocabulary import StageKind, TaskKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.debtor_warning import sells_all_the_same
from pipeline_tui.tui.forms.checklists import ask_to_go_on, goes_on
from pipeline_tui.tui.forms.deal_endings import lose_deals, many, win_deal
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.invoice_forms import shipping_note
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.forms.step_forms import Step, ask_step
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.labels import label, named

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskMixin

ELSEWHERE = "elsewhere"
"""The answer of who wants a stage of another pipeline."""


async def move_deals(
    screen: DeskMixin, deal_ids: Sequence[int], target: StageRow | None = None
) -> bool:
    """Move deals to a stage, asked for where none is named, with whatever that stage demands."""
    desk = screen.desk
    stages = await screen.ask(desk.vocabularies.stages, retired=True)
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    by_id = {stage.id: stage for stage in stages}
    if target is None:
        target = await _ask_stage(screen, by_id, rows)
    if target is None:
        return False
    elsewhere = [row for row in rows if row.stage_id != target.id]
    if not elsewhere:
        return False
    if target.kind == StageKind.LOST:
        return await lose_deals(screen, [row.id for row in elsewhere])
    if len(elsewhere) == 1:
        if not await sells_all_the_same(screen, elsewhere[0], target, by_id):
            return False
        return await _move_one(screen, elsewhere[0], by_id.get(elsewhere[0].stage_id), target)
    reason = ""
    if any(
        row.stage_id in by_id and is_back_move(by_id[row.stage_id], target) for row in elsewhere
    ):
        asked = await _ask_why(screen, many(len(elsewhere)), target)
        if asked is None:
            return False
        reason = asked
    going = [row.id for row in elsewhere if goes_on(by_id.get(row.stage_id), target)]
    anyway = await ask_to_go_on(screen, going, what=many(len(elsewhere)))
    if anyway is None:
        return False
    saved, moved = await screen.attempt(
        desk.deals.move_all, [row.id for row in elsewhere], target.id, reason=reason,
        anyway=anyway,
    )  # fmt: skip
    if saved:
        screen.say(f"{many(moved or 0)} → {words.stage_name(target)}")
    return saved


async def _move_one(
    screen: DeskMixin, row: DealRow, before: StageRow | None, target: StageRow
) -> bool:
    desk = screen.desk
    if target.kind == StageKind.WON and row.closed_on is None:
        return await win_deal(screen, row.id)
    reason = ""
    if before is not None and is_back_move(before, target):
        asked = await _ask_why(screen, row.title, target)
        if asked is None:
            return False
        reason = asked
    anyway = False
    if goes_on(before, target):
        answer = await ask_to_go_on(screen, [row.id], what=row.title)
        if answer is None:
            return False
        anyway = answer
    step: Step | None = None
    bare = row.step_state(desk.today()) in (StepState.NONE, StepState.CLOSED)
    if target.is_open and bare:
        step = await ask_step(
            screen, _("{stage}: what is the next step?").format(stage=words.stage_name(target)),
            note=row.title,
        )  # fmt: skip
        if step is None:
            screen.warn(_("Not moved: an open deal needs a next step."))
            return False
    planned: dict[str, Any] = {}
    if step is not None:
        planned = {
            "step_on": step.on, "step_at": step.at, "step_title": step.title,
            "step_kind": step.kind,
        }  # fmt: skip
    if row.closed_on is not None and target.is_open:
        saved, _none = await screen.attempt(
            desk.deals.reopen, row.id, reason, stage=target.id, **planned
        )
    else:
        saved, _none = await screen.attempt(
            desk.deals.move, row.id, target.id, reason=reason, anyway=anyway, **planned
        )
    if saved:
        screen.say(f"{row.title} → {words.stage_name(target)}")
        if target.kind == StageKind.FULFILMENT and (
            caution := await shipping_note(screen, row.client_id)
        ):
            screen.warn(caution)
    return saved


async def _ask_stage(
    screen: DeskMixin, stages: Mapping[int, StageRow], rows: Sequence[DealRow]
) -> StageRow | None:
    """A stage of the pipeline where the deals stand, or, when asked for, of another one."""
    title = rows[0].title if len(rows) == 1 else many(len(rows))
    question = _("Move to which stage? {what}").format(what=title)
    here = {row.stage_id for row in rows}
    pipelines = await screen.ask(screen.desk.vocabularies.pipelines)
    where = {stages[id_].pipeline_id for id_ in here} & {one.id for one in pipelines}
    found: Any = next(iter(where)) if len(where) == 1 else ELSEWHERE
    while not isinstance(found, StageRow):
        if found is ELSEWHERE:
            found = await screen.pipeline.push_screen_wait(
                ChoicePrompt(
                    _("To which pipeline? {what}").format(what=title),
                    [Choice(one.id, named("pipeline", one.code, one.name)) for one in pipelines],
                )
            )
        if found is None:
            return None
        of_it = [one for one in stages.values() if one.pipeline_id == found and not one.retired]
        choices = [
            Choice(one, _stage_line(one, here if len(rows) == 1 else set())) for one in of_it
        ]
        if len(pipelines) > 1:
            choices.append(Choice(ELSEWHERE, _("another pipeline…")))
        found = await screen.pipeline.push_screen_wait(ChoicePrompt(question, choices))
        if found is None:
            return None
    return found


def _stage_line(stage: StageRow, here: set[int]) -> str:
    name = words.stage_name(stage)
    return f"{name}  ({_('it is here')})" if stage.id in here else name


async def _ask_why(screen: DeskMixin, title: str, target: StageRow) -> str | None:
    found: str | None = await screen.pipeline.push_screen_wait(
        TextPrompt(_("Back to “{stage}”: why?").format(stage=words.stage_name(target)), hint=title)
    )
    return found


async def snooze_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Let deals rest until a day, for a reason."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else many(len(rows))

    def save(values: dict[str, Any]) -> bool:
        if len(rows) == 1:
            desk.deals.snooze(rows[0].id, values["until"], values["reason"])
        else:
            desk.deals.snooze_all([row.id for row in rows], values["until"], values["reason"])
        return True

    form = FormScreen(
        _("Let it rest: {what}").format(what=title),
        [
            Field("until", _("Until"), "date", required=True, hint=_("+2w, 1 April, next month")),
            Field("reason", label("field", "reason"), required=True),
        ],
        save,
    )
    return bool(await screen.pipeline.push_screen_wait(form))


async def plan_steps(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Give a next step to each of several deals that has none, so many a day."""
    desk = screen.desk

    def save(values: dict[str, Any]) -> int:
        return desk.deals.plan_all(
            deal_ids, values["first_on"], per_day=values["per_day"], title=values["title"],
            kind=values["kind"],
        )  # fmt: skip

    form = FormScreen(
        _("Next steps: {what}").format(what=many(len(deal_ids))),
        [
            Field("first_on", label("field", "first_on"), "date", required=True, hint=_("tomorrow, mon")),
            Field("per_day", label("field", "per_day"), "int", hint=_("empty: all on that day")),
            Field(
                "kind", label("field", "kind"), "choice", required=True,
                choices=[Choice(one.value, label("task", one)) for one in TaskKind],
            ),
            Field("title", label("field", "title")),
        ],
        save,
        values={"kind": TaskKind.CALL.value},
        note=_("Deals that have a step keep it."),
    )  # fmt: skip
    planned: int | None = await screen.pipeline.push_screen_wait(form)
    if planned is None:
        return False
    screen.say(_("Steps planned: {n}").format(n=planned))
    return True
