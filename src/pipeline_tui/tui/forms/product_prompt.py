"""Choosing what a line of an offer is: a product by any part of its name, or words of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.products import ProductRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.text import clean, fit
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording.formats import money

_HITS = 12
_NAME_CELLS = 46


class ProductPrompt(DeskModal["int | str"]):
    """Narrows the products as one types; leaves with the number of one, or with the words typed."""

    CSS_PATH: ClassVar = [Path(__file__).with_name("prompts.tcss")]
    DEFAULT_CSS = "ProductPrompt { align: center middle; background: $background 60%; }"
    BINDINGS: ClassVar = [("down", "move(1)", ""), ("up", "move(-1)", "")]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[ProductRow] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Static(Content(_("What is offered?")), id="prompt-question")
            yield TypedLine(
                compact=True, id="prompt-input", placeholder=_("part of the name or code")
            )
            options = OptionList(compact=True, id="prompt-options")
            options.can_focus = False
            yield options
            yield Static(
                Content(_("Enter takes the line · the last one is your own words")),
                id="prompt-hint",
            )

    def on_mount(self) -> None:
        self._search("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    def _search(self, text: str) -> None:
        self.run_worker(self._find(text), exclusive=True, group="find")

    async def _find(self, text: str) -> None:
        self._found = (await self.ask(self.desk.price_book.products, text))[:_HITS]
        lines = []
        for one in self._found:
            price = "" if one.asked_minor is None else money(one.asked_minor, one.currency)
            lines.append(f" {fit(clean(one.name), _NAME_CELLS)}{price:>16}")
        if words := text.strip():
            lines.append(" " + _("own words: {text}").format(text=clean(words)))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(Content(line)) for line in lines])
        if lines:
            options.highlighted = 0

    def action_move(self, by: int) -> None:
        options = self.query_one(OptionList)
        (options.action_cursor_down if by > 0 else options.action_cursor_up)()

    @on(Input.Submitted)
    def _entered(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._take(place)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        if place < len(self._found):
            self.dismiss(self._found[place].id)
        else:
            self.dismiss(self.query_one(Input).value.strip())
