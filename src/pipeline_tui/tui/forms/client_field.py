"""Choosing a client inside a form: type any part of the name, phone or ИНН, take a line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from pipeline_tui.i18n import _
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording import finding

if TYPE_CHECKING:
    from pipeline_tui.tui.app import PipelineApp

_HITS = 6


class ClientField(Widget):
    """An input that finds clients as one types; `client_id` is the one chosen, or none."""

    DEFAULT_CSS = """
    ClientField { height: auto; }
    ClientField OptionList { height: auto; max-height: 6; display: none; border: none; padding: 0; }
    ClientField.finding OptionList { display: block; }
    """

    class Changed(Message):
        """Another client was chosen, or none."""

    def __init__(self, client_id: int | None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.client_id: int | None = None
        self._wanted = client_id
        self._quiet = False

    def compose(self) -> ComposeResult:
        yield TypedLine(compact=True, placeholder=_("name, phone digits or INN"))
        options = OptionList(compact=True)
        options.can_focus = False
        yield options

    @property
    def unpicked(self) -> bool:
        """Whether something was typed and no client taken."""
        return self.client_id is None and bool(self.query_one(Input).value.strip())

    @property
    def focusable(self) -> bool:
        return False

    def focus(self, scroll_visible: bool = True, **more: Any) -> ClientField:
        self.query_one(Input).focus(scroll_visible, **more)
        return self

    def on_mount(self) -> None:
        self.choose(self._wanted)

    def choose(self, client_id: int | None) -> None:
        """Take a client by number and show its name."""
        self.client_id = client_id
        self.run_worker(self._show_name(), exclusive=True, group="name")

    async def _show_name(self) -> None:
        desk = cast("PipelineApp", self.app).desk
        name = ""
        if self.client_id is not None:
            name = await asyncio.to_thread(desk.lists.name_of, self.client_id)
        self._quiet = True
        self.query_one(Input).value = clean(name)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        if self._quiet:
            self._quiet = False
            return
        self.client_id = None
        self.post_message(self.Changed())
        self.run_worker(self._find(event.value), exclusive=True, group="find")

    async def _find(self, text: str) -> None:
        desk = cast("PipelineApp", self.app).desk
        hits = await asyncio.to_thread(desk.lists.find, text, _HITS) if text.strip() else []
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [
                Option(Content(clean("  ".join([hit.name, *finding.beside(hit)]))), id=str(hit.id))
                for hit in hits
            ]
        )
        if hits:
            options.highlighted = 0
        self.set_class(bool(hits), "finding")

    def on_key(self, event: events.Key) -> None:
        if not self.has_class("finding"):
            return
        options = self.query_one(OptionList)
        if event.key == "down":
            options.action_cursor_down()
        elif event.key == "up":
            options.action_cursor_up()
        elif event.key in ("enter", "tab"):
            options.action_select()
            if event.key == "tab":
                return
        elif event.key == "escape":
            self.remove_class("finding")
        else:
            return
        event.stop()
        event.prevent_default()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if self.has_class("finding"):
            event.stop()
            self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.remove_class("finding")
        if event.option.id is not None:
            self.choose(int(event.option.id))
            self.post_message(self.Changed())
