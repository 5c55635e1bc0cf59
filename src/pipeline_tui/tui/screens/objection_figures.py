"""What objections do to deals: which cost deals, what taking them off changes, by month, by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pipeline_tui.domain.figures import Scope
from pipeline_tui.domain.objection_figures import Insight, SplitBy
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.sheet_screen import SheetScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.wording import objection_figures as words
from pipeline_tui.wording.figures import Line, Sheet, span


class ObjectionFiguresScreen(SheetScreen):
    """Deals lost with an objection, its effect, the trend, and what it is split by."""

    MODE = "objections"
    SPLIT = Insight.SPLIT

    def __init__(self) -> None:
        super().__init__(Insight.KILLS)
        self._by = SplitBy.SOURCE

    def names(self) -> Mapping[str, str]:
        return {one: words.insight_name(one) for one in Insight}

    async def reload(self) -> None:
        what, figures = Insight(self.tab), self.desk.objection_figures
        self.scope = scope = await self.ask(figures.scope, what, since=self.since())
        sheet = await self.ask(words.read, figures, what, self._by, scope)
        shown = [Figure(words.insight_name(what), "")]
        if what is Insight.SPLIT:
            shown.append(Figure(words.split_name(self._by), ""))
        self.query_one(Headline).show(shown, span(scope))
        self.show_sheet(sheet)

    def told(self, line: Line, sheet: Sheet) -> str:
        return words.told(line, sheet)

    def behind(self, line: Line, part: str, scope: Scope) -> Callable[[], Any]:
        return partial(self.desk.objection_figures.behind, Insight(self.tab), line.key, part, scope)

    async def choose_split(self) -> None:
        choices = [Choice(one, words.split_name(one)) for one in SplitBy]
        found: SplitBy | None = await self.prompt(ChoicePrompt(_("Objections by what?"), choices))
        if found is not None:
            self._by = found
            self.read_anew()
