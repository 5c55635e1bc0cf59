"""How a call in call mode ends: what is asked, what is written, and how one may leave the card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Problem, Refused
from pipeline_tui.domain.vocabulary import ActivityKind, Schedules
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import R
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.call_prompts import ask_loss, ask_promise, ask_rest, ask_step
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.wording import formats, reasons

if TYPE_CHECKING:
    from textual.screen import Screen

    from pipeline_tui.domain.calls import Brief, CallDone, DealLine, OutcomeRow, RunningCall


class CallEndings(ClientActions):
    """A screen with a running call on it; the screen itself shows it and opens the next card."""

    client_id: int = 0
    call: RunningCall | None = None
    brief: Brief | None = None
    outcomes: list[OutcomeRow]
    objections: list[dict[str, Any]]
    _busy: bool = False

    @property
    def note(self) -> str:
        """What was typed about the call."""
        return ""

    async def keep_draft(self) -> None:
        """Remember note and objections until the call is over."""

    async def forget_draft(self, client_id: int) -> None:
        """The call is over: its note is kept elsewhere, or was not wanted."""

    async def go_on(self) -> None:
        """Open the next card, or leave when there is none."""

    async def turn(self) -> Callable[[], Awaitable[None]] | None:
        """Show the next card, where there is one; gives the way back to this one."""
        return None

    def leave(self) -> None:
        """Leave the screen."""

    def chosen_clients(self) -> tuple[int, ...]:
        return (self.client_id,)

    def start(self, work: Callable[..., Any], *args: Any) -> None:
        """Run one thing at a time: a key pressed twice must not end the next call as well."""
        if not self._busy:
            self._busy = True
            super().start(self._alone, work, *args)

    async def prompt(self, screen: Screen[R]) -> R | None:
        """Ask; the digit of an outcome pressed twice must not answer what is asked then."""
        self.pipeline.keys_in_turn.drop_repeats()
        return await super().prompt(screen)

    async def _alone(self, work: Callable[..., Any], *args: Any) -> None:
        try:
            await work(*args)
        except Problem as found:
            self.tell(found)
        finally:
            self._busy = False

    # With an outcome

    async def end(self, outcome: OutcomeRow, decided: After | None = None) -> None:
        """Ask for what the outcome needs, write it, and open the next card."""
        after = decided or await self._ask_for(outcome)
        if after == After() and await self._end_at_once(outcome):
            return
        while after is not None:
            try:
                done = await self._finish(outcome, after)
            except Refused as found:
                if found.code != "next_step_required":
                    self.tell(found)
                    return
                step = await self._ask_step(required=True)
                after = None if step is None else replace(after, **step)
                continue
            except Problem as found:
                self.tell(found)
                return
            await self._written(done, self.client_id, self.call.name if self.call else "")
            await self.go_on()
            return

    async def _end_at_once(self, outcome: OutcomeRow) -> bool:
        """Show the next card, then write the call, about which nothing was asked: the disk takes
        longer than the screen. Where it cannot be written the card comes back.

        Whether it was written. A program killed meanwhile offers the call again at its next start.
        """
        ended, name = self.client_id, self.call.name if self.call else ""
        writing = self._finish(outcome, After())  # with the note as it is now
        try:
            back = await self.turn()
        except Problem:
            back = None  # said when the next card is opened, after the call is safe
        try:
            done = await writing
        except Problem:
            if back is not None:
                await back()
            return False
        await self._written(done, ended, name)
        await (self.go_on() if back is None else self.reload())
        return True

    def _finish(self, outcome: OutcomeRow, after: After) -> Coroutine[Any, Any, CallDone]:
        """Write the end of the call, with the note and the objections as they are at this moment."""
        return self.ask(
            self.desk.calls.finish, outcome.code, note=self.note,
            deal_id=self.brief.deal.id if self.brief and self.brief.deal else None,
            after=replace(after, objections=tuple(self.objections)),
        )  # fmt: skip

    async def _written(self, done: CallDone, client_id: int, name: str) -> None:
        """The end of a call stands: say what it left."""
        await self.forget_draft(client_id)
        self.say(reasons.left(done, name, reasons.Clock(self.desk.now(), self.desk.zone)))
        self.pipeline.look_for_changes()

    async def _ask_for(self, outcome: OutcomeRow) -> After | None:
        """What is to follow, as far as the outcome leaves it to the user; none when left."""
        brief = self.brief
        if brief is None:
            return None
        match outcome.schedules:
            case Schedules.STEP | Schedules.CALLBACK if outcome.delayed:
                return After()
            case Schedules.STEP:
                step = await self._ask_step(required=self._step_needed())
                return None if step is None else After(**step)
            case Schedules.CALLBACK:
                step = await self._ask_step(required=True, question=_("When to call back?"))
                return None if step is None else After(**step)
            case Schedules.PROMISE:
                promise = await ask_promise(self, brief)
                if promise is None:
                    return None
                step = await self._ask_step(required=True) if self._step_needed() else {}
                return None if step is None else replace(promise, **step)
            case Schedules.LOSS:
                return await self._ask_loss(or_step=True)
            case Schedules.STOP:
                return await self._ask_loss(or_step=False) if brief.deals else After()
            case _:
                return After()

    def _step_needed(self) -> bool:
        """Whether the deal will have no step once this call is over."""
        deal = self.brief.deal if self.brief else None
        return deal is not None and (deal.next_step is None or deal.next_step <= self.desk.today())

    async def _ask_step(self, *, required: bool, question: str = "") -> dict[str, Any] | None:
        deal = self.brief.deal if self.brief else None
        whose = deal.title if deal is not None else (self.brief.name if self.brief else "")
        return await ask_step(
            self, question or _("Next step: {title}").format(title=whose), required=required
        )

    async def _ask_loss(self, *, or_step: bool) -> After | None:
        loss = await ask_loss(self, or_step=or_step)
        if loss is None or loss.loss_reason:
            return loss
        step = await self._ask_step(required=True)
        return None if step is None else After(**step)

    def _outcome_for(self, code: str, schedules: Schedules) -> OutcomeRow | None:
        """The outcome with this code, else the first in use that does the same."""
        known = [one for one in self.outcomes if one.schedules == schedules]
        found = next((one for one in self.outcomes if one.code == code), None)
        if found is None and not known:
            self.warn(_("No call outcome in use does that; {key} shows them").format(
                key=self.pipeline.key_of("call_outcomes")
            ))  # fmt: skip
        return found or next(iter(known), None)

    def action_payment(self) -> None:
        """Promise to pay, the short way."""
        outcome = self._outcome_for("promised_to_pay", Schedules.PROMISE)
        if outcome is not None:
            self.start(self.end, outcome)

    def action_win(self) -> None:
        outcome = self._outcome_for("reached_decision_maker", Schedules.STEP)
        if self.brief is None or self.brief.deal is None:
            self.warn(_("There is no open deal here to win."))
        elif outcome is not None:
            self.start(self._win_on_the_phone, outcome, self.brief.deal)

    async def _win_on_the_phone(self, outcome: OutcomeRow, deal: DealLine) -> None:
        from pipeline_tui.tui.forms.checklists import ask_to_go_on

        if await ask_to_go_on(self, [deal.id], what=deal.title) is not None:
            await self.end(outcome, After(won=True))

    def action_lose(self) -> None:
        outcome = self._outcome_for("refused", Schedules.LOSS)
        if outcome is not None:
            self.start(self.end, outcome)

    def action_objection(self) -> None:
        self.start(self._objection)

    @property
    def deals_in_work(self) -> list[tuple[int, str]]:
        """The client's open deals and the competitor that each names, the deal of the call first."""
        if self.brief is None:
            return []
        deals = [*filter(None, (self.brief.deal,)), *self.brief.deals]
        return list({one.id: (one.id, one.competitor) for one in deals}.values())

    def action_battlecard(self) -> None:
        from pipeline_tui.tui.screens.versus import open_versus

        self.start(open_versus, self, self.deals_in_work, self.client_id)

    async def _objection(self) -> None:
        from pipeline_tui.tui.screens.objection_lookup import ObjectionLookup

        deal = self.brief.deal if self.brief else None
        found = await self.prompt(
            ObjectionLookup(
                client_id=self.client_id, deal_id=deal.id if deal else None,
                contact_id=self.brief.contact_id if self.brief else None,
                stage_id=deal.stage_id if deal else None,
            )
        )  # fmt: skip
        if found is not None:
            self.objections.append(found.values())
            await self.keep_draft()
            self.say(_("Kept with the call"))

    # Leaving without an outcome

    def action_snooze(self) -> None:
        self.start(self._leave_by_rest)

    async def _leave_by_rest(self) -> None:
        """Let the deal, else the client, rest; no call took place."""
        rest = await ask_rest(self)
        if rest is None:
            return
        day, reason = rest
        deal = self.brief.deal if self.brief else None
        if deal is not None:
            done, _answer = await self.attempt(self.desk.deals.snooze, deal.id, day, reason)
        else:
            done, _answer = await self.attempt(
                self.desk.calls.snooze, (self.client_id,), day, reason
            )
        if done and await self._settled():
            await self._drop()
            await self.go_on()

    def action_next(self) -> None:
        """The next card at once."""
        self.start(self._leave, True)

    def action_back(self) -> None:
        self.start(self._leave, False)

    async def _leave(self, on_to_next: bool) -> None:
        """Leave the card, once its open deals are settled."""
        if await self._settled():
            await self._drop()
            if on_to_next:
                await self.go_on()
            else:
                self.leave()

    def leave_for(self, go: Callable[[], object]) -> None:
        """Another screen is wanted, or the end of the program: go there once the open deals are
        settled. The call runs on; it is come back to, or offered again at the next start."""
        if self._busy:
            self.warn(_("Answer the question first; Esc leaves it."))
        else:
            self.start(self._settle_and_go, go)

    async def _settle_and_go(self, go: Callable[[], object]) -> None:
        if await self._settled():
            self.app.call_later(go)

    async def _settled(self) -> bool:
        """Whether every open deal of the client has a step or a rest; asks until it has."""
        while (deal := await self._bare_deal()) is not None:
            if not await self._settle(deal):
                return False
        return True

    async def _bare_deal(self) -> DealLine | None:
        """An open deal with nothing planned for it, as the file has it now."""
        if self.call is None:
            return None
        try:
            brief = await self.ask(self.desk.call_list.brief, self.client_id)
        except Problem:
            return None  # the client is gone, and with it every deal
        return next((one for one in brief.deals if one.bare), None)

    async def _settle(self, deal: DealLine) -> bool:
        """Ask what becomes of a deal and do it; whether it was done."""
        way = await self.prompt(
            ChoicePrompt(
                formats.quoted_once(
                    _("“{title}” has no next step. What becomes of it?").format(title=deal.title)
                ),
                [
                    Choice(self._plan, _("Plan a step")),
                    Choice(self._rest, _("Let it rest, with a reason")),
                    Choice(self._win, _("Won")),
                    Choice(self._lose, _("Lost, with a reason")),
                ],
                hint=_("Esc goes back to the call"),
            )
        )
        return way is not None and await way(deal)

    async def _plan(self, deal: DealLine) -> bool:
        step = await ask_step(self, _("Next step: {title}").format(title=deal.title), required=True)
        if step is None:
            return False
        done, _answer = await self.attempt(
            self.desk.tasks.plan, deal_id=deal.id, due_on=step["step_on"], due_at=step["step_at"],
            title=step["step_title"],
        )  # fmt: skip
        return done

    async def _rest(self, deal: DealLine) -> bool:
        rest = await ask_rest(self)
        return rest is not None and (await self.attempt(self.desk.deals.snooze, deal.id, *rest))[0]

    async def _win(self, deal: DealLine) -> bool:
        from pipeline_tui.tui.forms.checklists import ask_to_go_on

        anyway = await ask_to_go_on(self, [deal.id], what=deal.title)
        if anyway is None:
            return False
        return (await self.attempt(self.desk.deals.win, deal.id, anyway=anyway))[0]

    async def _lose(self, deal: DealLine) -> bool:
        loss = await ask_loss(self, or_step=False)
        if loss is None:
            return False
        done, _answer = await self.attempt(
            self.desk.deals.lose, deal.id, loss.loss_reason, competitor=loss.competitor
        )
        return done

    async def _drop(self) -> None:
        """No call took place; what was written and what was objected all the same is kept."""
        deal = self.brief.deal if self.brief else None
        deal_id = deal.id if deal else None
        await self.attempt(self.desk.calls.drop)
        for one in self.objections:
            await self.attempt(
                self.desk.objections.log, client_id=self.client_id, deal_id=deal_id, **one
            )
        if self.note:
            done, _answer = await self.attempt(
                self.desk.calls.touch, kind=ActivityKind.NOTE, client_id=self.client_id,
                deal_id=deal_id, note=self.note,
            )  # fmt: skip
            if done:
                self.say(_("The note is kept with the client"))
        await self.forget_draft(self.client_id)
