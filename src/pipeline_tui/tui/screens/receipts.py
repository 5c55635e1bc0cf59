"""Money to come week by week, DSO and CEI by month, and how good grades and ranges were."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.paying.collecting import Collected
from pipeline_tui.i18n import N_, _
from pipeline_tui.services.payers import CashForecast
from pipeline_tui.tui import commands
from pipeline_tui.tui import receipt_pages as pages
from pipeline_tui.tui.receipt_pages import TABS
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean_lines
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.rows import ListSource
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording.payers import money_remarks

_EMPTY = N_("Nobody owes anything: nothing to come.")
_NO_SALES = N_("No invoices yet.")


class ReceiptsScreen(TabbedScreen):
    """Three views of money to come and come; Tab steps through them."""

    CSS_PATH = "receipts.tcss"
    VIEWS = "#receipts-tabs"
    MODE = "debts"
    AUTO_FOCUS = "#receipts"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "back")

    def __init__(self) -> None:
        super().__init__("weeks")
        self._forecast: CashForecast | None = None
        self._months: tuple[Collected, ...] = ()

    def body(self) -> ComposeResult:
        yield TabStrip([Tab(one, "", _(name)) for one, name in TABS.items()],
                       current=self.tab, id="receipts-tabs")  # fmt: skip
        yield LineTable(
            pages.columns(self.tab), empty=_("Replaying history…"), markable=False, id="receipts"
        )
        yield CardPanel(id="receipts-backtest", classes="off")
        yield Static(id="receipts-told")

    @property
    def front(self) -> LineTable | CardPanel:
        return self._page if self.tab == "backtest" else self.table

    @property
    def table(self) -> LineTable:
        """Weeks or months."""
        return self.query_one("#receipts", LineTable)

    @property
    def _page(self) -> CardPanel:
        return self.query_one("#receipts-backtest", CardPanel)

    async def reload(self) -> None:
        self._forecast = found = await self.ask(self.desk.payers.forecast)
        self.query_one(Headline).show(pages.headline(found.inflows))
        self._page.show(pages.backtest(found.backtest), stay=True)
        told = "\n".join(clean_lines("\n".join(money_remarks(found.backtest))))
        self.query_one("#receipts-told", Static).update(Content(told))
        self._show()
        self._months = await self.ask(self.desk.payers.collected)
        self._show()

    def _show(self) -> None:
        if self._forecast is None:
            return
        on_page = self.tab == "backtest"
        self._page.set_class(not on_page, "off")
        self.table.set_class(on_page, "off")
        self.query_one("#receipts-told").set_class(self.tab != "weeks", "off")
        if self.tab == "weeks":
            self.table.columns = pages.columns(self.tab)
            self.table.empty = _(_EMPTY)
            self.table.show(ListSource(pages.week_rows(self._forecast.inflows)), forget=True)
        elif self.tab == "months":
            self.table.columns = pages.columns(self.tab)
            self.table.empty = _(_NO_SALES)
            self.table.show(ListSource(pages.month_rows(self._months)), forget=True)
        self.front.focus()
        self.show_hints()

    # Views

    def views(self) -> Iterable[str]:
        return TABS

    def tab_chosen(self) -> None:
        self._show()

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here, and nothing opens."""
        return tuple(one for one in super().hint_ids() if one not in ("mark", "open"))
