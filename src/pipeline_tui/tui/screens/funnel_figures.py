"""The figures behind the funnel: two panels side by side, or one where there is room for one."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal

from pipeline_tui.tui.base import DeskMixin
from pipeline_tui.tui.funnel_period import Period
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.screens.funnel_reads import Figures, read_figures
from pipeline_tui.tui.widgets.panel import Block, CardPanel

_TWO_PAGES_FROM = 100


class FunnelFigures(DeskMixin, Horizontal):
    """How deals pass and end, and what money that is."""

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self._found: Figures | None = None
        self._period = Period()

    def compose(self) -> ComposeResult:
        yield CardPanel(id="funnel-course")
        yield CardPanel(id="funnel-money")

    @property
    def page(self) -> CardPanel:
        """The panel that keys scroll."""
        return self.query_one("#funnel-course", CardPanel)

    async def read(self, period: Period, pipeline_id: int | None) -> None:
        """Read the figures of a period, of one pipeline or of all, and show them."""
        since = period.since(self.desk.today())
        self._found = await self.ask(read_figures, self.desk.funnel, since, pipeline_id)
        self._period = period
        self.show()

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        """Draw what was read."""
        found = self._found
        if found is None:
            return
        course = views.figures(found.report, self._period, self.pipeline.key_of("period"))
        money = views.money_figures(found, self._period)
        narrow = self.app.size.width < _TWO_PAGES_FROM
        self.set_class(narrow, "narrow")
        self.page.show([*course, *money] if narrow else course, stay=True)
        self.query_one("#funnel-money", CardPanel).show(money, stay=True)

    def side(self) -> list[Block]:
        """The same, short, for a panel beside the board."""
        found = self._found
        if found is None:
            return []
        key = self.pipeline.key_of("period")
        return [
            *views.figures(found.report, self._period, key),
            *views.money_figures(found, self._period, by_whom=False),
        ]
