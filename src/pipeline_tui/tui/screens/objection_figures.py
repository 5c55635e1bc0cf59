"""What objections do to deals: which cost deals, what taking them off changes, by month, by what."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.figures import Scope
from pipeline_tui.domain.objection_figures import Insight, SplitBy
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, figure_pages
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean, clean_lines
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import ListSource
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import objection_figures as words
from pipeline_tui.wording.figures import Line, Sheet, span
from pipeline_tui.wording.formats import number


class ObjectionFiguresScreen(TabbedScreen):
    """A figure at a time; Tab steps through them, Enter shows the deals behind a row."""

    CSS_PATH = "figures.tcss"
    MODE = "objections"
    AUTO_FOCUS = "#figures"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "period", "split", "back")

    def __init__(self) -> None:
        super().__init__(Insight.KILLS)
        self._by = SplitBy.SOURCE
        self._period: Period | None = None
        self._scope: Scope | None = None
        self._sheet: Sheet | None = None

    def body(self) -> ComposeResult:
        tabs = [Tab(one, "", words.insight_name(one)) for one in Insight]
        yield TabStrip(tabs, current=self.tab, id="views")
        yield LineTable((), empty="", markable=False, id="figures")
        yield Static(id="figure-row")
        yield Static(id="figure-notes")

    @property
    def table(self) -> LineTable:
        """The rows of the figure."""
        return self.query_one("#figures", LineTable)

    def views(self) -> Iterable[str]:
        return list(Insight)

    def tab_chosen(self) -> None:
        self.read_anew()

    @property
    def _what(self) -> Insight:
        return Insight(self.tab)

    async def reload(self) -> None:
        what, figures = self._what, self.desk.objection_figures
        since = None if self._period is None else self._period.since(self.desk.today())
        self._scope = scope = await self.ask(figures.scope, what, since=since)
        self._sheet = await self.ask(words.read, figures, what, self._by, scope)
        shown = [Figure(words.insight_name(what), "")]
        if what is Insight.SPLIT:
            shown.append(Figure(words.split_name(self._by), ""))
        self.query_one(Headline).show(shown, span(scope))
        self._show()

    def _show(self) -> None:
        sheet = self._sheet
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
        self._show()

    @property
    def _line(self) -> Line | None:
        place = self.table.cursor_id
        if self._sheet is None or place is None or place > len(self._sheet.lines):
            return None
        return self._sheet.lines[place - 1]

    @on(LineTable.Highlighted)
    def _tell_row(self) -> None:
        line = self._line
        text = ""
        if line is not None and self._sheet is not None:
            text = words.told(line, self._sheet)
        self.query_one("#figure-row", Static).update(Content("\n".join(clean_lines(text))))

    # The deals behind it

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.start(self._open)

    async def _open(self) -> None:
        line, scope = self._line, self._scope
        if line is None or scope is None or not line.numbers:
            return
        numbers = [one for one in line.numbers if one.count]
        part: str | None = numbers[0].part
        if len(numbers) > 1:
            choices = [Choice(one.part, f"{one.name}  {number(one.count)}") for one in numbers]
            part = await self.prompt(ChoicePrompt(_("Which deals?"), choices))
        if part is None:
            return
        from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen

        read = partial(self.desk.objection_figures.behind, self._what, line.key, part, scope)
        about = f"{line.name} · {next(one.name for one in numbers if one.part == part)}"
        self.app.push_screen(
            DealsBehindScreen(read, words.insight_name(self._what), about, span(scope))
        )

    # What is looked at

    def action_split(self) -> None:
        if self._what is Insight.SPLIT:
            self.start(self._choose_split)

    async def _choose_split(self) -> None:
        choices = [Choice(one, words.split_name(one)) for one in SplitBy]
        found: SplitBy | None = await self.prompt(ChoicePrompt(_("Objections by what?"), choices))
        if found is not None:
            self._by = found
            self.read_anew()

    def action_period(self) -> None:
        self.start(self._choose_period)

    async def _choose_period(self) -> None:
        choices = [
            Choice("usual", _("as is usual for each figure")),
            *(Choice(one, one.name) for one in periods()),
        ]
        found = await self.prompt(ChoicePrompt(_("Figures of which time?"), choices))
        if found is not None:
            self._period = found if isinstance(found, Period) else None
            self.read_anew()

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here, only one figure is split, and not every row has deals behind it."""
        idle = {"mark"} | (set() if self._what is Insight.SPLIT else {"split"})
        if self._sheet is None or not any(line.numbers for line in self._sheet.lines):
            idle.add("open")
        return tuple(one for one in super().hint_ids() if one not in idle)
