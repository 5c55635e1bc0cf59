"""Lists that are picked from and put in order: the views of the client list, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.views import ViewRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskModal, R
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.text import clean, fit
from pipeline_tui.tui.widgets.table import Column
from pipeline_tui.wording import filter_help, formats, views

_CSS = Path(__file__).with_name("picking.tcss")
_DIGITS = "123456789"
_NAME_CELLS = 46


class _Picking(DeskModal[R]):
    """A question, a list with its keys, and what the keys do."""

    CSS_PATH = _CSS
    BINDINGS: ClassVar = [
        (",".join(keys.spread((key,))), name, "")
        for key, name in (("j", "down"), ("k", "up"), ("J", "lower"), ("K", "higher"))
    ]

    def compose(self) -> ComposeResult:
        with Vertical(id="picking"):
            yield Static(Content(self.question()), id="picking-question")
            yield OptionList(id="picking-options", compact=True)
            yield Static(Content(self.hint()), id="picking-hint")

    def question(self) -> str:
        return ""

    def hint(self) -> str:
        return ""

    @property
    def options(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def place(self) -> int:
        """The line under the cursor, from 0."""
        return self.options.highlighted or 0

    def fill(self, lines: Sequence[str], place: int) -> None:
        """Show these lines."""
        self.options.clear_options()
        self.options.add_options([Option(Content(line)) for line in lines])
        if lines:
            self.options.highlighted = max(0, min(place, len(lines) - 1))

    def action_down(self) -> None:
        self.options.action_cursor_down()

    def action_up(self) -> None:
        self.options.action_cursor_up()


class ViewsPrompt(_Picking[ViewRow | str]):
    """Which view to show; leaves with it, or with "keep" to keep the filter that is on."""

    BINDINGS: ClassVar = [
        (",".join(keys.spread((key,))), name, "")
        for key, name in (("a", "keep"), ("r", "rename"), ("x", "remove"), ("delete", "remove"))
    ]

    def __init__(self, found: Sequence[ViewRow], current: int | None) -> None:
        super().__init__()
        self._views = list(found)
        self._counts: dict[int, str] = {}
        self._place = next((i for i, one in enumerate(self._views) if one.id == current), 0)

    def question(self) -> str:
        return _("Show whom?")

    def hint(self) -> str:
        return _("Enter shows · a keeps the filter as a view · r renames · J K move · x takes away")

    def on_mount(self) -> None:
        self._fill(self._place)
        self.run_worker(self._count(), group="counts", exclusive=True)

    def _fill(self, place: int) -> None:
        lines = []
        for number, one in enumerate(self._views):
            mark = _DIGITS[number] if number < len(_DIGITS) else " "
            name = clean(views.name(one.code, one.name))
            lines.append(f" {mark}  {fit(name, _NAME_CELLS)}{self._counts.get(one.id, '…'):>12}")
        self.fill(lines, place)

    async def _count(self) -> None:
        """Fill in how many each view holds, one after another: the list is there before."""
        for one in tuple(self._views):
            try:
                count = await self.ask(self.desk.lists.how_many, one.query)
            except Invalid:
                self._counts[one.id] = "?"
            else:
                self._counts[one.id] = formats.number(count)
            self._fill(self.place)

    async def _changed(self, place: int) -> None:
        self._views = await self.ask(self.desk.lists.views)
        self.pipeline.look_for_changes()
        self._fill(place)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in _DIGITS:
            place = _DIGITS.index(event.character)
            if place < len(self._views):
                event.stop()
                self.dismiss(self._views[place])

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._views[event.option_index])

    def action_keep(self) -> None:
        self.dismiss("keep")

    def action_lower(self) -> None:
        self.run_worker(self._move(1), group="change")

    def action_higher(self) -> None:
        self.run_worker(self._move(-1), group="change")

    async def _move(self, by: int) -> None:
        if self._views and 0 <= self.place + by < len(self._views):
            place = self.place + by
            await self.ask(self.desk.views.move, self._views[self.place].id, by)
            await self._changed(place)

    def action_remove(self) -> None:
        self.run_worker(self._remove(), group="change")

    async def _remove(self) -> None:
        if self._views:
            place, view = self.place, self._views[self.place]
            await self.ask(self.desk.views.delete, view.id)
            await self._changed(place)
            self.say(
                _("Taken away: {view}; u brings it back").format(
                    view=views.name(view.code, view.name)
                )
            )

    def action_rename(self) -> None:
        self.run_worker(self._rename(), group="change")

    async def _rename(self) -> None:
        if not self._views:
            return
        view = self._views[self.place]
        name = await self.app.push_screen_wait(
            TextPrompt(_("What is it called?"), value=views.name(view.code, view.name))
        )
        if name:
            try:
                await self.ask(self.desk.views.rename, view.id, name)
            except Problem as found:
                self.tell(found)
            await self._changed(self.place)


class ColumnsPrompt(_Picking[tuple[str, ...]]):
    """Which columns, in which order; leaves with their keys, none for the standard ones."""

    BINDINGS: ClassVar = [
        ("space", "show_or_hide", ""), (",".join(keys.spread(("r",))), "standard", ""),
    ]  # fmt: skip

    def __init__(self, every: Sequence[Column], shown: Sequence[str]) -> None:
        super().__init__()
        titles = {column.key: column.name or column.title for column in every}
        self._shown = [key for key in shown if key in titles]
        rest = [column.key for column in every if column.key not in self._shown]
        self._order = [*self._shown, *rest]
        self._titles = titles

    def question(self) -> str:
        return _("Which columns, in which order?")

    def hint(self) -> str:
        return _("Space shows or hides · J K move · Enter takes it · r back to the standard ones")

    def on_mount(self) -> None:
        self._fill(0)

    def _fill(self, place: int) -> None:
        self.fill(
            [
                f" [{'x' if key in self._shown else ' '}]  {clean(self._titles[key])}"
                for key in self._order
            ],
            place,
        )

    def action_show_or_hide(self) -> None:
        key = self._order[self.place]
        if key in self._shown:
            self._shown.remove(key)
        else:
            self._shown.append(key)
        self._fill(self.place + 1)

    def action_lower(self) -> None:
        self._move(1)

    def action_higher(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        here = self.place
        if 0 <= here + by < len(self._order):
            self._order.insert(here + by, self._order.pop(here))
            self._fill(here + by)

    def action_standard(self) -> None:
        self.dismiss(())

    @on(OptionList.OptionSelected)
    def _taken(self) -> None:
        self.dismiss(tuple(key for key in self._order if key in self._shown))


class FilterHelp(DeskModal[None]):
    """What can be written into the filter line."""

    CSS_PATH = _CSS
    BINDINGS: ClassVar = [("f1,enter,q", "leave", "")]

    def compose(self) -> ComposeResult:
        with Vertical(id="picking"):
            yield Static(Content(_("What the filter line understands")), id="picking-question")
            with VerticalScroll(id="picking-text"):
                yield Static(Content("\n".join(filter_help.lines())))
            yield Static(Content(_("Esc back to the filter")), id="picking-hint")
