"""Screens of words that are the user's own: rows to name, put in order, and put away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from textual import on
from textual.screen import Screen

from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import ListSource, Row, Section
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording.formats import number


class Word(Protocol):
    """A row of a vocabulary."""

    @property
    def id(self) -> int: ...
    @property
    def retired(self) -> bool: ...


W = TypeVar("W", bound=Word)


class VocabularyScreen(ListScreen, Generic[W]):
    """A list in the user's own order, with those put away last."""

    COMMANDS_HERE: ClassVar[tuple[str, ...]] = (
        *commands.LIST,
        "add",
        "edit",
        "move_up",
        "move_down",
        "back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, W] = {}
        self._added: int | None = None

    # What differs

    def heading(self) -> str:
        """What the rows are, for the line on top."""
        raise NotImplementedError

    def read(self) -> Sequence[W]:
        """All rows in their order; called off the loop."""
        raise NotImplementedError

    def row(self, place: int, one: W) -> Row:
        """A row as it is drawn; `place` is counted from 1."""
        raise NotImplementedError

    def form(self, one: W | None) -> Screen[object]:
        """The form that changes a row, or adds one."""
        raise NotImplementedError

    def move(self, id_: int, by: int) -> None:
        """Move a row up or down; called off the loop."""
        raise NotImplementedError

    # What is the same

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        found = await self.ask(self.read)
        self._rows = {one.id: one for one in found}
        used = sum(not one.retired for one in found)
        sections = [Section(used, _("Put away"), "muted")] if used < len(found) else []
        rows = [self.row(place, one) for place, one in enumerate(found, 1)]
        self.table.show(ListSource(rows, sections), cursor_id=self._added)
        self._added = None
        figures = [Figure(self.heading(), number(used))]
        if used < len(found):
            figures.append(Figure(_("put away"), number(len(found) - used), "muted"))
        self.query_one(Headline).show(figures, _("K and J move the line") if used > 1 else "")
        self.show_hints()

    def hint_ids(self) -> tuple[str, ...]:
        """One row alone has nowhere to move."""
        alone = sum(not one.retired for one in self._rows.values()) < 2
        idle = {"move_up", "move_down"} if alone else set()
        return tuple(one for one in super().hint_ids() if one not in idle)

    @property
    def current(self) -> W | None:
        """The row under the cursor."""
        return self._rows.get(self.table.cursor_id or 0)

    def action_add(self) -> None:
        self._fill_in(self.form(None))

    def action_edit(self) -> None:
        if self.current is not None:
            self._fill_in(self.form(self.current))

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.opened()

    def opened(self) -> None:
        """Enter: change the row, unless there is more behind it."""
        self.action_edit()

    def _fill_in(self, form: Screen[object]) -> None:
        async def ask() -> None:
            answer = await self.prompt(form)
            if isinstance(answer, int) and not isinstance(answer, bool):
                self._added = answer
                await self.reload()

        self.start(ask)

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        if self.current is not None:
            self.run_worker(self.attempt(self.move, self.current.id, by), group="move")

    def action_back(self) -> None:
        self.dismiss(None)
