"""The forecast: what month and quarter bring, the chance of each deal and why, and the backtest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.ahead import DealAhead, Forecast
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui import commands
from pipeline_tui.tui import forecast_pages as pages
from pipeline_tui.tui.forecast_pages import TABS
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean_lines
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.rows import LazySource, ListSource, Row
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording.labels import named

_EMPTY = N_("No open deals, and none won: nothing to forecast from.")


class ForecastScreen(TabbedScreen):
    """Three views of the forecast of a pipeline, or of all; Tab steps through them, Enter opens a deal."""

    CSS_PATH = "forecast.tcss"
    VIEWS = "#forecast-tabs"
    MODE = "funnel"
    AUTO_FOCUS = "#forecast"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "back")

    def __init__(self, only: PipelineRow | None = None) -> None:
        super().__init__("money")
        self._only = only
        self.found: Forecast | None = None
        self._stages: dict[int, StageRow] = {}
        self._deals: dict[int, DealAhead] = {}

    def body(self) -> ComposeResult:
        yield TabStrip([Tab(one, "", _(name)) for one, name in TABS.items()],
                       current=self.tab, id="forecast-tabs")  # fmt: skip
        yield LineTable(
            pages.columns(self.tab), empty=_("Replaying history…"), markable=False, id="forecast"
        )
        yield CardPanel(id="forecast-backtest", classes="off")
        yield Static(id="forecast-told")

    @property
    def front(self) -> LineTable | CardPanel:
        return self._page if self.tab == "backtest" else self.table

    @property
    def table(self) -> LineTable:
        """Periods or deals."""
        return self.query_one("#forecast", LineTable)

    @property
    def _page(self) -> CardPanel:
        return self.query_one("#forecast-backtest", CardPanel)

    async def reload(self) -> None:
        only = self._only
        self._stages = await self.ask(self.desk.forecasts.stages)
        self.found = found = await self.ask(
            self.desk.forecasts.forecast, pipeline_id=None if only is None else only.id
        )
        self._deals = {one.deal.deal_id: one for one in found.deals}
        self.query_one(Headline).show(
            pages.headline(found), "" if only is None else named("pipeline", only.code, only.name)
        )
        self._page.show(pages.backtest(found.backtest, self._stages), stay=True)
        self._show(found)

    def _show(self, found: Forecast) -> None:
        on_page = self.tab == "backtest"
        self._page.set_class(not on_page, "off")
        self.table.set_class(on_page, "off")
        self.query_one("#forecast-told").set_class(on_page, "off")
        if not on_page:
            self.table.columns = pages.columns(self.tab)
            self.table.empty = _(_EMPTY)
            if self.tab == "money":
                self.table.show(ListSource(pages.period_rows(found)), forget=True)
            else:
                self.table.show(LazySource(list(self._deals), self._rows), forget=True)
        self.front.focus()
        self.show_hints()
        self._tell()

    async def _rows(self, ids: Sequence[int]) -> dict[int, Row]:
        rows = await self.ask(self.desk.funnel.rows, ids)
        return {
            id_: pages.deal_row(self._deals[id_], rows.get(id_), self._stages)
            for id_ in ids
            if id_ in self._deals
        }

    @on(LineTable.Highlighted)
    def _tell(self) -> None:
        """What the periods rest on, or why the deal under the cursor has its chance."""
        text = ""
        if self.found is not None and self.tab == "money":
            text = pages.told(self.found)
        elif self.found is not None:
            deal = self._deals.get(self.table.cursor_id or 0)
            text = "" if deal is None else pages.why(deal, self.found, self._stages)
        self.query_one("#forecast-told", Static).update(Content("\n".join(clean_lines(text))))

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        if self.tab == "deals":
            from pipeline_tui.tui.screens.deal import DealScreen

            self.open_record(DealScreen(event.id, self.table.ids))

    # Views

    def views(self) -> Iterable[str]:
        return TABS

    def tab_chosen(self) -> None:
        if self.found is not None:
            self._show(self.found)

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here, and only a deal opens."""
        idle = ("mark",) if self.tab == "deals" and self._deals else ("mark", "open")
        return tuple(one for one in super().hint_ids() if one not in idle)
