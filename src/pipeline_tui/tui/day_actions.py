"""What can be done with the lines of Today besides calling: pin, skip, bring back, done, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.i18n import _
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.prompts import TextPrompt, WhenPrompt

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import CallRow, HiddenRow
    from pipeline_tui.tui.widgets.table import LineTable
    from pipeline_tui.wording import reasons


class DayActions(ClientActions):
    """The commands of the day's list. The screen says what is in view."""

    hidden: dict[int, HiddenRow]
    """Who is not on the list, by number."""
    showing_hidden: bool = False

    @property
    def table(self) -> LineTable:
        """The list."""
        raise NotImplementedError

    @property
    def row(self) -> CallRow | None:
        """The line under the cursor, none among the hidden."""
        raise NotImplementedError

    def at(self) -> reasons.Clock:
        """The moment, for sentences relative to it."""
        raise NotImplementedError

    def action_pin(self) -> None:
        if ids := self.table.chosen:
            self.start(self._pin, ids)

    async def _pin(self, ids: tuple[int, ...]) -> None:
        done, pinned = await self.attempt(self.desk.calls.pin, ids)
        if done:
            await self.changed()
            self.say(_("On top of today's list") if pinned else _("Back in its place"))

    def action_skip(self) -> None:
        ids = self.table.chosen
        if not ids:
            return
        if self.showing_hidden:
            self.start(self._bring_back, ids[0])
        else:
            self.start(self._skip, ids)

    async def _skip(self, ids: tuple[int, ...]) -> None:
        reason = await self.prompt(
            TextPrompt(_("Why not today?"), hint=_("back tomorrow; s lets rest for longer"))
        )
        if reason:
            await self._do(_("Left out of today's list"), self.desk.calls.skip, ids, reason)

    async def _bring_back(self, client_id: int) -> None:
        """Undo what hides a client, where that is the user's own doing."""
        row = self.hidden.get(client_id)
        if row is None:
            return
        if row.gate == "skipped":
            await self._do(_("Back on the list"), self.desk.calls.unmark, client_id)
        elif row.gate == "snoozed":
            await self._do(_("Back on the list"), self.desk.calls.wake, client_id)
        else:
            self.say_gate(row)

    def say_gate(self, row: HiddenRow) -> None:
        """Say what holds a client back."""
        from pipeline_tui.domain.zones import zone_of
        from pipeline_tui.wording import reasons

        self.warn(reasons.gate(row, self.at(), zone_of(row.zone, self.desk.zone)))

    def action_why(self) -> None:
        row = self.row
        if row is None:
            return
        from pipeline_tui.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(row, self.at()))

    def action_brief(self) -> None:
        """The card of the line on a page of its own, where the window has no room beside the list."""
        if self.table.cursor_id is not None:
            from pipeline_tui.tui.screens.brief import BriefScreen

            self.app.push_screen(BriefScreen(self.table.cursor_id))

    def action_done(self) -> None:
        row = self.row
        if row is None or row.task_id is None:
            self.warn(_("There is no step on this line; c calls."))
            return
        self.start(self._done, row.task_id, row.deal_id is not None)

    async def _done(self, task_id: int, of_deal: bool) -> None:
        then = None
        if of_deal:
            then = await self.prompt(WhenPrompt(_("Done. What comes next?")))
            if then is None:
                return
        await self._do(
            _("Step done"), self.desk.tasks.done, task_id,
            then_on=then.day if then else None,
            then_at=self.moment_of(then) if then else None, then_title=then.rest if then else "",
        )  # fmt: skip
