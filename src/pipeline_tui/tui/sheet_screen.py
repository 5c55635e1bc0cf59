"""Screens of figures, one under each tab: rows with their deals behind them, notes below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.figures import Scope
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, figure_pages
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean, clean_lines
from pipeline_tui.tui.widgets.rows import ListSource
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording.figures import Line, Sheet, span
from pipeline_tui.wording.formats import number


class SheetScreen(TabbedScreen):
    """A figure at a time; Tab steps through them, Enter shows the deals behind a row.

    `period` is the time chosen, none for what is usual; `scope` the one read.
    """

    CSS_PATH = "figures.tcss"
    AUTO_FOCUS = "#figures"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "period", "split", "back")
    SPLIT: ClassVar[str]
    """The figure that can be split by several things."""

    def __init__(self, tab: str) -> None:
        super().__init__(tab)
        self.period: Period | None = None
        self.scope: Scope | None = None
        self._sheet: Sheet | None = None

    # What a screen says of its figures

    def names(self) -> Mapping[str, str]:
        """Each figure with its name, left to right."""
        raise NotImplementedError

    def told(self, line: Line, sheet: Sheet) -> str:
        """A row in words."""
        raise NotImplementedError

    def behind(self, line: Line, part: str, scope: Scope) -> Callable[[], Any]:
        """What reads the deals behind one number of a row."""
        raise NotImplementedError

    async def choose_split(self) -> None:
        """Ask by what the figure is split."""
        raise NotImplementedError

    # The rest is theirs alike

    def body(self) -> ComposeResult:
        tabs = [Tab(one, "", name) for one, name in self.names().items()]
        yield TabStrip(tabs, current=self.tab, id="views")
        yield LineTable((), empty="", markable=False, id="figures")
        yield Static(id="figure-row")
        yield Static(id="figure-notes")

    @property
    def table(self) -> LineTable:
        """The rows of the figure."""
        return self.query_one("#figures", LineTable)

    def views(self) -> Iterable[str]:
        return list(self.names())

    def tab_chosen(self) -> None:
        self.read_anew()

    def since(self) -> Any:
        """The day that the chosen time begins with; none for what is usual."""
        return None if self.period is None else self.period.since(self.desk.today())

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Draw the rows and what is to be said of them."""
        self._sheet = sheet
        if sheet is None:
            return
        table = self.table
        table.columns = figure_pages.columns(sheet, self.size.width)
        table.empty = _("Nothing in this time.\n{key} chooses another.").format(
            key=self.pipeline.key_of("period")
        )
        table.show(ListSource(figure_pages.rows(sheet, self.size.width)), forget=True)
        self.query_one("#figure-notes", Static).update(Content(clean("\n".join(sheet.notes))))
        self.show_hints()
        self._tell_row()

    def on_resize(self) -> None:
        self.show_sheet(self._sheet)

    @property
    def _line(self) -> Line | None:
        """The row under the cursor."""
        place = self.table.cursor_id
        if self._sheet is None or place is None or place > len(self._sheet.lines):
            return None
        return self._sheet.lines[place - 1]

    @on(LineTable.Highlighted)
    def _tell_row(self) -> None:
        line, sheet = self._line, self._sheet
        text = "" if line is None or sheet is None else self.told(line, sheet)
        self.query_one("#figure-row", Static).update(Content("\n".join(clean_lines(text))))

    # The deals behind it

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.start(self._open)

    async def _open(self) -> None:
        line, scope = self._line, self.scope
        if line is None or scope is None:
            return
        numbers = [one for one in line.numbers if one.count]
        if not numbers:
            self.warn(_("No deals are behind it."))
            return
        part: str | None = numbers[0].part
        if len(numbers) > 1:
            choices = [Choice(one.part, f"{one.name}  {number(one.count)}") for one in numbers]
            part = await self.prompt(ChoicePrompt(_("Which deals?"), choices))
        if part is None:
            return
        from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen

        name = next(one.name for one in numbers if one.part == part)
        self.app.push_screen(
            DealsBehindScreen(
                self.behind(line, part, scope), self.names()[self.tab], f"{line.name} · {name}",
                span(scope),
            )
        )  # fmt: skip

    # What is looked at

    def action_split(self) -> None:
        if self.tab == self.SPLIT:
            self.start(self.choose_split)

    def action_period(self) -> None:
        self.start(self._choose_period)

    def periods(self) -> Sequence[Period]:
        """The times that one may look back on."""
        return periods()

    def other_periods(self) -> Sequence[Choice]:
        """What else may be chosen; `other_period` asks for it."""
        return ()

    async def other_period(self) -> Period | None:
        """Ask for another time."""
        return None

    async def _choose_period(self) -> None:
        choices = [
            Choice("usual", _("as is usual for each figure")),
            *(Choice(one, one.name) for one in self.periods()),
            *self.other_periods(),
        ]
        found: Any = await self.prompt(ChoicePrompt(_("Figures of which time?"), choices))
        if found is None:
            return
        if isinstance(found, str) and found != "usual":
            found = await self.other_period()
            if found is None:
                return
        self.period = found if isinstance(found, Period) else None
        self.read_anew()

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here, only one figure is split, and not every row has deals behind it."""
        idle = {"mark"} | (set() if self.tab == self.SPLIT else {"split"})
        if self._sheet is None or not any(line.numbers for line in self._sheet.lines):
            idle.add("open")
        return tuple(one for one in super().hint_ids() if one not in idle)
