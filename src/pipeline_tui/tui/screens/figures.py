"""The figures of the funnel one by one: each number opens the deals behind it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.figures import Behind, Figure, OwnField, Scope, Split
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, figure_pages
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean, clean_lines
from pipeline_tui.tui.widgets.headline import Figure as Shown
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.rows import ListSource
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import figures as words
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import named

_WEEK = 8
"""Days from the same day of last week to today."""


class FiguresScreen(TabbedScreen):
    """A figure at a time; Tab steps through them, Enter shows the deals behind a row."""

    CSS_PATH = "figures.tcss"
    MODE = "funnel"
    AUTO_FOCUS = "#figures"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "period", "split", "back")

    def __init__(self, pipeline_id: int | None = None) -> None:
        super().__init__(Figure.COHORTS)
        self._pipeline_id = pipeline_id
        self._by: Split = ValueBy.SOURCE
        self._period: Period | None = None
        self._scope: Scope | None = None
        self._sheet: words.Sheet | None = None

    def body(self) -> ComposeResult:
        yield TabStrip(
            [Tab(one, "", name) for one, name in figure_pages.tabs().items()],
            current=self.tab, id="views",
        )  # fmt: skip
        yield LineTable((), empty="", markable=False, id="figures")
        yield Static(id="figure-row")
        yield Static(id="figure-notes")

    @property
    def table(self) -> LineTable:
        """The rows of the figure."""
        return self.query_one("#figures", LineTable)

    def views(self) -> Iterable[str]:
        return list(Figure)

    def tab_chosen(self) -> None:
        self.read_anew()

    @property
    def _figure(self) -> Figure:
        return Figure(self.tab)

    # Reading

    async def reload(self) -> None:
        figure = self._figure
        since = None if self._period is None else self._period.since(self.desk.today())
        self._scope = scope = await self.ask(
            self.desk.analytics.scope, figure, since=since, pipeline_id=self._pipeline_id
        )
        self._sheet = await self.ask(words.read, self.desk.analytics, figure, self._by, scope)
        await self._head(scope)
        self._show()

    async def _head(self, scope: Scope) -> None:
        shown = [Shown(words.figure_name(self._figure), "")]
        pipelines = await self.ask(self.desk.vocabularies.pipelines)
        if len(pipelines) > 1:
            shown += [
                Shown(named("pipeline", one.code, one.name), "")
                for one in pipelines
                if one.id == scope.pipeline_id
            ]
        if self._figure is Figure.RATES:
            shown.append(Shown(words.by_name(self._by), ""))
        self.query_one(Headline).show(shown, words.span(scope))

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
    def _line(self) -> words.Line | None:
        """The row under the cursor."""
        place = self.table.cursor_id
        if self._sheet is None or place is None or place > len(self._sheet.lines):
            return None
        return self._sheet.lines[place - 1]

    @on(LineTable.Highlighted)
    def _tell_row(self) -> None:
        line = self._line
        text = "" if line is None else figure_pages.told(line)
        self.query_one("#figure-row", Static).update(Content("\n".join(clean_lines(text))))

    # The deals behind it

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.start(self._open)

    async def _open(self) -> None:
        line, scope = self._line, self._scope
        if line is None or scope is None:
            return
        numbers = [one for one in line.numbers if one.count]
        if not numbers:
            self.warn(_("No deals are behind it."))
            return
        part: str | None = numbers[0].part
        if len(numbers) > 1:
            part = await self.prompt(
                ChoicePrompt(
                    _("Which deals?"),
                    [Choice(one.part, f"{one.name}  {number(one.count)}") for one in numbers],
                )
            )
        if part is None:
            return
        from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen

        name = next(one.name for one in numbers if one.part == part)
        behind = Behind(self._figure, line.key, part, self._by)
        read = partial(self.desk.analytics.deals, behind, scope)
        what, about = words.figure_name(self._figure), f"{line.name} · {name}"
        self.app.push_screen(DealsBehindScreen(read, what, about, words.span(scope)))

    # What is looked at

    def action_split(self) -> None:
        if self._figure is Figure.RATES:
            self.start(self._choose_split)

    async def _choose_split(self) -> None:
        own = await self.ask(self.desk.analytics.own_fields)
        splits: list[Split] = [*ValueBy, *map(OwnField, own)]
        found: Split | None = await self.prompt(
            ChoicePrompt(
                _("Win rate by what?"), [Choice(one, words.by_name(one)) for one in splits]
            )
        )
        if found is not None:
            self._by = found
            self.read_anew()

    def action_period(self) -> None:
        self.start(self._choose_period)

    async def _choose_period(self) -> None:
        choices = [
            Choice("usual", _("as is usual for each figure")),
            *(Choice(one, one.name) for one in (Period(_WEEK), *periods())),
            Choice("other", _("since another day…")),
        ]
        found: Any = await self.prompt(ChoicePrompt(_("Figures of which time?"), choices))
        if found == "other":
            when = await self.prompt(PastPrompt(_("Since which day?")))
            found = None if when is None else Period(None, when.day)
        if found is not None:
            self._period = found if isinstance(found, Period) else None
            self.read_anew()

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here, and only the win rate is split."""
        idle = {"mark"} | (set() if self._figure is Figure.RATES else {"split"})
        if self._sheet is None or not self._sheet.lines:
            idle.add("open")
        return tuple(one for one in super().hint_ids() if one not in idle)
