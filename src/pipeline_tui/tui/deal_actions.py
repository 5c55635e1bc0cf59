"""What can be done with a deal, by the same keys on the board, in the table and on its card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import StageRow


class DealActions(DeskScreen):
    """A screen with a deal in front and perhaps several marked. Forms are imported when asked for."""

    def deal_here(self) -> int | None:
        """The deal that is in front."""
        return None

    def deals_chosen(self) -> tuple[int, ...]:
        """The marked deals, else the one in front."""
        return () if (deal_id := self.deal_here()) is None else (deal_id,)

    def flow_saved(self) -> None:
        """Something was asked and saved."""

    def flow(self, ask: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> None:
        """Run one of the forms' questions; one at a time."""

        async def run() -> None:
            if await ask(*args, **kwargs):
                self.flow_saved()

        self.start(run)

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.deal_forms import edit_deal

        if (deal_id := self.deal_here()) is not None:
            self.flow(edit_deal, self, deal_id)

    def action_step(self) -> None:
        from pipeline_tui.tui.forms.step_forms import plan_next_step

        if len(chosen := self.deals_chosen()) > 1:
            from pipeline_tui.tui.forms.deal_moves import plan_steps

            self.flow(plan_steps, self, chosen)
        elif (deal_id := self.deal_here()) is not None:
            self.flow(plan_next_step, self, deal_id=deal_id)

    def action_done(self) -> None:
        from pipeline_tui.tui.forms.step_forms import finish_step

        if (deal_id := self.deal_here()) is not None:
            self.flow(finish_step, self, deal_id)

    def action_win(self) -> None:
        from pipeline_tui.tui.forms.deal_endings import win_deal

        if (deal_id := self.deal_here()) is not None:
            self.flow(win_deal, self, deal_id)

    def action_lose(self) -> None:
        from pipeline_tui.tui.forms.deal_endings import lose_deals

        if chosen := self.deals_chosen():
            self.flow(lose_deals, self, chosen)

    def action_checklist(self) -> None:
        from pipeline_tui.tui.forms.checklists import tick_items

        if (deal_id := self.deal_here()) is not None:
            self.flow(tick_items, self, deal_id)

    def action_snooze(self) -> None:
        from pipeline_tui.tui.forms.deal_moves import snooze_deals

        if chosen := self.deals_chosen():
            self.flow(snooze_deals, self, chosen)

    def action_move(self) -> None:
        self.move_to(None)

    def move_to(self, stage: StageRow | None) -> None:
        """Move the chosen deals to a stage; asked for where none is named."""
        from pipeline_tui.tui.forms.deal_moves import move_deals

        if chosen := self.deals_chosen():
            self.flow(move_deals, self, chosen, stage)

    def warn_no_stage(self, by: int, *, lost: bool = False) -> None:
        """Say why a key that moves a deal by a stage does nothing here."""
        if lost:
            key = self.pipeline.key_of("move")
            self.warn(_("The deal is lost; {key} brings it back to a stage").format(key=key))
        elif by < 0:
            self.warn(_("This is the first stage, there is none before it"))
        else:
            self.warn(_("This is the last stage, there is none after it"))

    def action_objection(self) -> None:
        if (deal_id := self.deal_here()) is not None:
            self.flow(self._objection, deal_id)

    async def _objection(self, deal_id: int) -> bool:
        from pipeline_tui.tui.screens.objection_lookup import ObjectionLookup, log_lookup

        client_id = await self._client_of(deal_id)
        met = await self.prompt(ObjectionLookup(client_id=client_id, deal_id=deal_id))
        return met is not None and await log_lookup(self, met, client_id, deal_id)

    def action_document(self) -> None:
        if (deal_id := self.deal_here()) is not None:
            self.flow(self._invoice, deal_id)

    async def _invoice(self, deal_id: int) -> bool:
        from pipeline_tui.tui.forms.invoice_forms import add_invoice

        client_id = await self._client_of(deal_id)
        if client_id is None:
            self.warn(_("This deal has no client. e names one."))
            return False
        return await add_invoice(self, client_id=client_id, deal_id=deal_id) is not None

    def action_brief(self) -> None:
        if (deal_id := self.deal_here()) is not None:
            self.flow(self._brief, deal_id)

    async def _brief(self, deal_id: int) -> bool:
        from pipeline_tui.tui.screens.brief import BriefScreen

        client_id = await self._client_of(deal_id)
        if client_id is None:
            self.warn(_("This deal has no client. e names one."))
        else:
            self.app.push_screen(BriefScreen(client_id))
        return False

    async def _client_of(self, deal_id: int) -> int | None:
        row = (await self.ask(self.desk.funnel.rows, [deal_id])).get(deal_id)
        return None if row is None else row.client_id

    def call_about(self, deal_id: int, client_id: int | None) -> None:
        """Start a call about a deal."""
        if client_id is None:
            self.warn(_("This deal has no client to call. e names one."))
            return
        from pipeline_tui.tui.screens.call import CallScreen

        self.app.push_screen(CallScreen(client_id, deal_id=deal_id))
