"""What is asked when a deal goes somewhere: to another stage, to its end, or to rest.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.deals import DealRow, ReasonRow, StageRow, StepState
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.forms.step_forms import Step, ask_step
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.formats import count, day_full, days
from pipeline_tui.wording.labels import label, named

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin

# Moving


async def move_deals(
    screen: DeskMixin, deal_ids: Sequence[int], stage_code: str | None = None
) -> bool:
    """Move deals to a stage, asked for where none is named, with whatever that stage demands."""
    desk = screen.desk
    stages = await screen.ask(desk.funnel.stages)
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    if stage_code is None:
        stage_code = await _ask_stage(screen, stages, rows)
    target = next((stage for stage in stages if stage.code == stage_code), None)
    if target is None:
        return False
    by_id = {stage.id: stage for stage in stages}
    elsewhere = [row for row in rows if row.stage_id != target.id]
    if not elsewhere:
        return False
    if target.kind == StageKind.LOST:
        return await lose_deals(screen, [row.id for row in elsewhere])
    if len(elsewhere) == 1:
        return await _move_one(screen, elsewhere[0], by_id.get(elsewhere[0].stage_id), target)
    reason = ""
    if any(
        row.stage_id in by_id and is_back_move(by_id[row.stage_id], target) for row in elsewhere
    ):
        asked = await _ask_why(screen, _many(len(elsewhere)), target)
        if asked is None:
            return False
        reason = asked
    saved, moved = await screen.attempt(
        desk.deals.move_all, [row.id for row in elsewhere], target.code, reason=reason
    )
    if saved:
        screen.say(f"{_many(moved or 0)} → {words.stage_name(target)}")
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
    service = desk.deals.move
    planned: dict[str, Any] = {}
    if step is not None:
        planned = {
            "step_on": step.on, "step_at": step.at, "step_title": step.title,
            "step_kind": step.kind,
        }  # fmt: skip
    if row.closed_on is not None and target.is_open:
        saved, _none = await screen.attempt(
            desk.deals.reopen, row.id, reason, stage=target.code, **planned
        )
    else:
        saved, _none = await screen.attempt(service, row.id, target.code, reason=reason, **planned)
    if saved:
        screen.say(f"{row.title} → {words.stage_name(target)}")
    return saved


async def _ask_stage(
    screen: DeskMixin, stages: Sequence[StageRow], rows: Sequence[DealRow]
) -> str | None:
    here = {row.stage_id for row in rows}
    title = rows[0].title if len(rows) == 1 else _many(len(rows))
    found: str | None = await screen.pipeline.push_screen_wait(
        ChoicePrompt(
            _("Move to which stage? {what}").format(what=title),
            [
                Choice(
                    stage.code,
                    words.stage_name(stage)
                    + (f"  ({_('it is here')})" if stage.id in here and len(rows) == 1 else ""),
                )
                for stage in stages
            ],
        )
    )
    return found


async def _ask_why(screen: DeskMixin, title: str, target: StageRow) -> str | None:
    found: str | None = await screen.pipeline.push_screen_wait(
        TextPrompt(_("Back to “{stage}”: why?").format(stage=words.stage_name(target)), hint=title)
    )
    return found


# Closing


async def win_deal(screen: DeskMixin, deal_id: int) -> bool:
    """Win a deal, its final amount confirmed."""
    desk = screen.desk
    row = (await screen.ask(desk.funnel.rows, [deal_id])).get(deal_id)
    if row is None:
        return False

    def save(values: dict[str, Any]) -> bool:
        desk.deals.win(deal_id, amount_minor=values["amount_minor"])
        return True

    form = FormScreen(
        _("Won: {title}").format(title=row.title),
        [Field("amount_minor", _("Final amount"), "money", currency=row.currency)],
        save,
        values={"amount_minor": row.amount_minor},
        note=words.client_name(row),
    )
    won = bool(await screen.pipeline.push_screen_wait(form))
    if won:
        screen.say(_("Won: {title}. Next: payment and delivery.").format(title=row.title))
    return won


async def lose_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Lose deals for a reason from the list; competitor, note and win-back day may be added."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else _many(len(rows))
    reasons = await screen.ask(desk.vocabularies.loss_reasons)
    reason: ReasonRow | None = await screen.pipeline.push_screen_wait(
        ChoicePrompt(
            _("Why was it lost? {what}").format(what=title),
            [Choice(one, _reason_line(one)) for one in reasons],
        )
    )
    if reason is None:
        return False
    why = named("loss_reason", reason.code, reason.name)

    def save(values: dict[str, Any]) -> bool:
        desk.deals.lose_all(
            [row.id for row in rows], reason.code, competitor=values["competitor"],
            note=values["note"], win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    def save_one(values: dict[str, Any]) -> bool:
        desk.deals.lose(
            rows[0].id, reason.code, competitor=values["competitor"], note=values["note"],
            win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    form = FormScreen(
        _("Lost ({reason}): {what}").format(reason=why, what=title),
        [
            Field("note", label("field", "note"), hint=_("in the client’s words")),
            Field("competitor", label("field", "competitor"), hint=_("who won it")),
            Field(
                "win_back_on", label("field", "win_back_on"), "date", hint=_win_back(desk, reason)
            ),
        ],
        save_one if len(rows) == 1 else save,
        values={"competitor": rows[0].competitor if len(rows) == 1 else ""},
        note=_("Enter saves. Win-back call: {day}.").format(day=_win_back(desk, reason)),
    )
    lost = bool(await screen.pipeline.push_screen_wait(form))
    if lost:
        screen.say(_("Lost: {title}").format(title=title))
    return lost


def _reason_line(reason: ReasonRow) -> str:
    name = named("loss_reason", reason.code, reason.name)
    if reason.win_back_days is None:
        return name
    return f"{name}  ({_('win back in {days}').format(days=days(reason.win_back_days))})"


def _win_back(desk: Desk, reason: ReasonRow) -> str:
    if reason.win_back_days is None:
        return _("none")
    return day_full(desk.today() + timedelta(days=reason.win_back_days))


async def snooze_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Let deals rest until a day, for a reason."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else _many(len(rows))

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


def _many(n: int) -> str:
    return count(n, "{n} deal", "{n} deals")
