"""The figures of the funnel one by one: each number opens the deals behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pipeline_tui.domain.figures import Behind, Figure, OwnField, Scope, Split
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.i18n import _
from pipeline_tui.tui import figure_pages
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt
from pipeline_tui.tui.funnel_period import Period, periods
from pipeline_tui.tui.sheet_screen import SheetScreen
from pipeline_tui.tui.widgets.headline import Figure as Shown
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.wording import figures as words
from pipeline_tui.wording.labels import named

_WEEK = 8
"""Days from the same day of last week to today."""


class FiguresScreen(SheetScreen):
    """Conversion, time, velocity, win rates, losses and changes."""

    MODE = "funnel"
    SPLIT = Figure.RATES

    def __init__(self, pipeline_id: int | None = None) -> None:
        super().__init__(Figure.COHORTS)
        self._pipeline_id = pipeline_id
        self._by: Split = ValueBy.SOURCE

    def names(self) -> Mapping[str, str]:
        return figure_pages.tabs()

    async def reload(self) -> None:
        figure = Figure(self.tab)
        self.scope = scope = await self.ask(
            self.desk.analytics.scope, figure, since=self.since(), pipeline_id=self._pipeline_id
        )
        sheet = await self.ask(words.read, self.desk.analytics, figure, self._by, scope)
        await self._head(figure, scope)
        self.show_sheet(sheet)

    async def _head(self, figure: Figure, scope: Scope) -> None:
        shown = [Shown(words.figure_name(figure), "")]
        pipelines = await self.ask(self.desk.vocabularies.pipelines)
        if len(pipelines) > 1:
            shown += [
                Shown(named("pipeline", one.code, one.name), "")
                for one in pipelines
                if one.id == scope.pipeline_id
            ]
        if figure is Figure.RATES:
            shown.append(Shown(words.by_name(self._by), ""))
        self.query_one(Headline).show(shown, words.span(scope))

    def told(self, line: words.Line, _sheet: words.Sheet) -> str:
        return figure_pages.told(line)

    def behind(self, line: words.Line, part: str, scope: Scope) -> Callable[[], Any]:
        return partial(
            self.desk.analytics.deals, Behind(Figure(self.tab), line.key, part, self._by), scope
        )

    async def choose_split(self) -> None:
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

    def periods(self) -> Sequence[Period]:
        return (Period(_WEEK), *periods())

    def other_periods(self) -> Sequence[Choice]:
        return (Choice("other", _("since another day…")),)

    async def other_period(self) -> Period | None:
        when = await self.prompt(PastPrompt(_("Since which day?")))
        return None if when is None else Period(None, when.day)
