"""What to answer about the competitors of a deal: opened from the deal, and while one talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from pipeline_tui.domain.competitors import CompetitorCard, CompetitorRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import competitor_pages, keys
from pipeline_tui.tui.base import DeskModal, DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.widgets.panel import CardPanel


async def open_versus(
    screen: DeskScreen, deals: Sequence[tuple[int, str]], client_id: int | None
) -> bool:
    """Open the answers of the first of these deals (number, its competitor's words) in which a
    competitor stands; say so where there is none."""
    for deal_id, text in deals:
        rivals = await screen.ask(screen.desk.competitor_views.in_deal, deal_id)
        if text or rivals:
            await screen.prompt(VersusScreen(deal_id, text, client_id))
            return True
    screen.warn(_("No competitor is named in the deal. e names one there."))
    return False


class VersusScreen(DeskModal[None]):
    """The answers, one competitor under the other. Notes a sighting, enters and changes the card."""

    CSS_PATH = "versus.tcss"
    BINDINGS: ClassVar = [
        ("escape," + ",".join(keys.spread(("q", "v"))), "leave", ""),
        (",".join(keys.spread(("a",))), "add", ""),
        (",".join(keys.spread(("e",))), "edit", ""),
    ]

    def __init__(self, deal_id: int, text: str, client_id: int | None) -> None:
        super().__init__()
        self._deal_id = deal_id
        self._text = text
        self._client_id = client_id
        self._cards: list[CompetitorCard] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="versus"):
            yield CardPanel(id="versus-page")
            yield Static("", id="versus-hint")

    async def on_mount(self) -> None:
        await self._show()

    async def _show(self) -> None:
        self._cards = await self.ask(self._read)
        blocks = competitor_pages.versus(self._cards, self._text, "e", self.desk.today())
        page = self.query_one(CardPanel)
        page.show(blocks)
        page.focus()
        if self._cards:
            hint = _("a notes what they offer · e changes the card · Esc back")
        else:
            hint = _("a enters the card · Esc back")
        self.query_one("#versus-hint", Static).update(Content(hint))

    def _read(self) -> list[CompetitorCard]:
        views = self.desk.competitor_views
        return [views.card(one.id) for one in views.in_deal(self._deal_id)]

    @property
    def _rivals(self) -> list[CompetitorRow]:
        return [one.standing.who for one in self._cards]

    def action_add(self) -> None:
        self.run_worker(self._add(), group="dialog", exclusive=True)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms import competitor_forms as forms

        if self._cards:
            products = await self.ask(self.desk.funnel.products)
            form = forms.add_sighting_form(
                self.desk, self._rivals, products, client_id=self._client_id, deal_id=self._deal_id
            )
        else:
            form = forms.add_competitor_form(self.desk, self._text)
        await self._fill_in(form)

    def action_edit(self) -> None:
        if self._cards:
            self.run_worker(self._edit(), group="dialog", exclusive=True)

    async def _edit(self) -> None:
        from pipeline_tui.tui.forms.competitor_forms import edit_competitor_form

        rows = {one.id: one for one in self._rivals}
        number: int | None = next(iter(rows))
        if len(rows) > 1:
            choices = [Choice(one.id, one.name) for one in rows.values()]
            number = await self.app.push_screen_wait(ChoicePrompt(_("Whose card?"), choices))
        if number is not None:
            await self._fill_in(edit_competitor_form(self.desk, rows[number]))

    async def _fill_in(self, form: Screen[object]) -> None:
        if await self.app.push_screen_wait(form):
            self.pipeline.look_for_changes()
            await self._show()
