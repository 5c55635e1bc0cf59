"""The report: the plan as bars, the text in one or two columns; it turns its days and is sent on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pipeline_tui.domain.plan import month_of
from pipeline_tui.domain.report import Period, span
from pipeline_tui.i18n import _
from pipeline_tui.tui import evening_pages
from pipeline_tui.tui.base import DeskMixin
from pipeline_tui.tui.widgets.bars import Bars
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.wording import reports as words
from pipeline_tui.wording.commission import month_lines

if TYPE_CHECKING:
    from pipeline_tui.domain.commission import Commission
    from pipeline_tui.domain.report import Report

_TWO_COLUMNS = 110
"""From this width on the report stands in two columns."""


class ReportPane(DeskMixin, Vertical):
    """A report of `period`; `read` shows it. The keys of a list move its columns together."""

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self.period = Period.DAY
        self._on: date | None = None
        self._report: Report | None = None
        self._commission: tuple[Commission, ...] = ()
        self._was_broad = False

    def compose(self) -> ComposeResult:
        yield Bars(id="plan")
        with Horizontal(id="pages"):
            yield CardPanel(id="page")
            yield CardPanel(id="page-beside")

    # What is shown

    @property
    def day(self) -> date:
        """A day of the period in view."""
        return self._on or self.desk.today()

    @property
    def month(self) -> date:
        """The month whose plan is in view, by its first day."""
        return month_of(self.day)

    @property
    def is_of_now(self) -> bool:
        """Whether it is the report of the day it is."""
        return self._on is None and self.period is Period.DAY

    async def read(self) -> None:
        """Read the report and show it."""
        found = await self.ask(self.desk.reports.report, self.period, self._on)
        self._commission = await self.ask(self.desk.commissions.of_plan, found.plan)
        self._report = found
        self._show()

    def _show(self) -> None:
        found = self._report
        if found is None:
            return
        bars = self.query_one("#plan", Bars)
        bars.display = bool(found.plan.paces)
        bars.show(evening_pages.plan_bars(found.plan), full=1.0)
        no_plan = _("No plan for this month yet: {key} sets it.").format(
            key=self.pipeline.key_of("set_plan")
        )
        left, right = evening_pages.pages(
            self._document(found), no_plan, month_lines(self._commission)
        )
        beside = self.query_one("#page-beside", CardPanel)
        self._was_broad = self._broad
        beside.display = self._broad and bool(right)
        if beside.display:
            beside.show(right)
        else:
            left += right
        self.query_one("#page", CardPanel).show(left)

    @property
    def _broad(self) -> bool:
        return self.app.size.width >= _TWO_COLUMNS

    def on_resize(self) -> None:
        if self._broad != self._was_broad:
            self._show()

    # Another time

    def widen(self) -> None:
        """The day, the week, the month, and the day again."""
        periods = list(Period)
        self.period = periods[(periods.index(self.period) + 1) % len(periods)]

    def turn(self, by: int) -> bool:
        """To the period after (1) or before (-1); False where it has not begun yet."""
        first, last = span(self.period, self.day)
        day = last + timedelta(days=1) if by > 0 else first - timedelta(days=1)
        today = self.desk.today()
        if day > today:
            return False
        first, last = span(self.period, day)
        self._on = None if first <= today <= last else day
        return True

    def to_now(self) -> None:
        """Back to the day it is."""
        self._on, self.period = None, Period.DAY

    # Sending it on

    def _document(self, found: Report) -> words.Document:
        return words.document(found, self.desk.now(), self.desk.zone)

    def text(self, suffix: str = "") -> str:
        """The report as text, or as Markdown for the suffix `.md`; empty before it has come."""
        if self._report is None:
            return ""
        doc = self._document(self._report)
        return words.as_markdown(doc) if suffix.lower() == ".md" else words.as_text(doc)

    @property
    def file_name(self) -> str:
        """What a file of it is called unless one says otherwise."""
        last = self._report.until if self._report else self.day
        return f"{_('report')}-{self.period.value}-{last.isoformat()}.md"

    def save(self, path: Path) -> None:
        """Write it to a file, as Markdown or text by its suffix; raises what writing raises."""
        self.desk.exports.text(path.expanduser(), self.text(path.suffix))

    # The keys of a list

    @property
    def _columns(self) -> Iterable[CardPanel]:
        return self.query("#pages CardPanel").results(CardPanel)

    def action_cursor_down(self) -> None:
        for panel in self._columns:
            panel.action_cursor_down()

    def action_cursor_up(self) -> None:
        for panel in self._columns:
            panel.action_cursor_up()

    def action_cursor_first(self) -> None:
        for panel in self._columns:
            panel.action_cursor_first()

    def action_cursor_last(self) -> None:
        for panel in self._columns:
            panel.action_cursor_last()

    def action_toggle_mark(self) -> None:
        """Space pages on, as in any reader."""
        for panel in self._columns:
            panel.action_toggle_mark()

    def action_open(self) -> None:
        """A report leads nowhere."""
