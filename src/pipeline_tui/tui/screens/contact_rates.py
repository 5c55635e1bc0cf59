"""When they answer: shares of answered calls by hour, attempt and source, from the user's own calls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.contact_rates import ENOUGH, Rates, best
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, rate_pages
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.rate_pages import TABS
from pipeline_tui.tui.tabbed_screen import TabbedScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import ListSource
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import contact_rates as words
from pipeline_tui.wording.formats import days, number, percent

_SPANS = (90, 365, 3650)


class ContactRatesScreen(TabbedScreen):
    """Three views of the same calls; Tab steps through them, P chooses the time looked back on."""

    CSS_PATH = "contact_rates.tcss"
    VIEWS = "#rate-tabs"
    AUTO_FOCUS = "#rates"
    COMMANDS_HERE = (*commands.LIST, "tab_next", "tab_previous", "period", "back")

    def __init__(self) -> None:
        super().__init__("hours")
        self.span = _SPANS[1]
        self.found: Rates | None = None

    def body(self) -> ComposeResult:
        yield TabStrip([Tab(one, "", _(name)) for one, name in TABS.items()],
                       current=self.tab, id="rate-tabs")  # fmt: skip
        yield Static(id="rate-advice")
        yield LineTable(rate_pages.columns(self.tab, None), markable=False, id="rates")
        yield Static(id="rate-row")
        yield Static(
            Content(
                _(
                    "Hours are theirs. ? is fewer than {n} calls. Likely: 95% Wilson interval."
                ).format(n=ENOUGH)
            ),
            id="rate-note",
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    @property
    def table(self) -> LineTable:
        """The list of the view in front."""
        return self.query_one("#rates", LineTable)

    async def reload(self) -> None:
        since: date = self.desk.today() - timedelta(days=self.span - 1)
        self.found = await self.ask(self.desk.contact_rates.rates, since)
        self._show(self.found)

    def _show(self, found: Rates) -> None:
        calls = found.all_calls
        figures = [
            Figure(_("Calls made"), number(calls.n)),
            Figure(_("answered"), percent(calls.rate)),
        ]
        self.query_one(Headline).show(figures, words.span(found))
        high, low = words.advice(found)
        parts = [
            _("Most answer: {slots}").format(slots=high) if high else words.too_few(calls.n)
            if calls.n < ENOUGH else _("No hour has enough calls yet"),
            _("Fewest answer: {slots}").format(slots=low) if low else "",
        ]  # fmt: skip
        self.query_one("#rate-advice", Static).update(Content(" · ".join(filter(None, parts))))
        self._show_tab(found)

    def _show_tab(self, found: Rates) -> None:
        table = self.table
        table.columns = rate_pages.columns(self.tab, found)
        table.empty = {
            "hours": _("No calls with a known outcome yet.\nc on Today starts the first one."),
            "attempts": _("No attempts are numbered yet: call mode numbers them."),
            "sources": _("Nobody has been called yet."),
        }[self.tab]
        rows = rate_pages.rows(self.tab, found)
        start = rows[0].id if rows else None
        if self.tab == "hours":
            start = next(iter(best(found.hours)), start)
        table.show(ListSource(rows), cursor_id=start, forget=True)
        self._tell_row()

    @on(LineTable.Highlighted)
    def _tell_row(self) -> None:
        text = "" if self.found is None else rate_pages.told(
            self.tab, self.found, self.table.cursor_id
        )  # fmt: skip
        self.query_one("#rate-row", Static).update(Content(clean(text)))

    # Views and time

    def views(self) -> Iterable[str]:
        return TABS

    def tab_chosen(self) -> None:
        if self.found is not None:
            self._show_tab(self.found)

    def action_period(self) -> None:
        self.start(self._choose_period)

    async def _choose_period(self) -> None:
        names = [days(one) if one < _SPANS[-1] else _("ten years") for one in _SPANS]
        chosen = await self.prompt(
            ChoicePrompt(
                _("Look back on"), [Choice(one, name) for one, name in zip(_SPANS, names, strict=True)]
            )
        )  # fmt: skip
        if chosen is not None:
            self.span = chosen
            await self.reload()

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing opens and nothing is marked here."""
        return tuple(one for one in super().hint_ids() if one not in ("open", "mark"))
