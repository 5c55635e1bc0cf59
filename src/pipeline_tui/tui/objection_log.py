"""The log of objections: a table of any length, and the event under the cursor in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from pipeline_tui.domain.objections import LogFilter, LogRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import objection_pages
from pipeline_tui.tui.base import DeskMixin
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row


class LogPane(DeskMixin, Vertical):
    """Events newest first; `read` narrows them by a text."""

    def __init__(self, **widget: Any) -> None:
        super().__init__(**widget)
        self._rows: dict[int, LogRow] = {}

    def compose(self) -> ComposeResult:
        yield LineTable(objection_pages.log_columns(), markable=False, id="log")
        yield CardPanel(id="event-page")

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#log", LineTable)

    @property
    def chosen(self) -> LogRow | None:
        """The event under the cursor, once its row is here."""
        return self._rows.get(self.table.cursor_id or 0)

    def row(self, event_id: int) -> LogRow | None:
        """An event that has been shown."""
        return self._rows.get(event_id)

    async def read(self, text: str) -> None:
        """Show the events that the text is in: their words, client, deal."""
        ids = await self.ask(self.desk.objection_views.log_ids, LogFilter(text))
        key = self.pipeline.key_of("objection")
        self.table.empty = (
            _("Nothing like it.\nEsc clears the look-up.") if text
            else _("No objection met yet.\n{key} finds an answer and notes how it went.").format(
                key=key
            )
        )  # fmt: skip
        self.table.show(LazySource(ids, self._fetch))
        self._show_event()

    async def _fetch(self, ids: Sequence[int]) -> Mapping[int, Row]:
        rows = await self.ask(self.desk.objection_views.log_rows, ids)
        self._rows.update(rows)
        self._show_event()
        today, zone = self.desk.today(), self.desk.zone
        return {id_: objection_pages.log_row(row, today, zone) for id_, row in rows.items()}

    @on(LineTable.Highlighted, "#log")
    def _show_event(self) -> None:
        row = self.chosen
        self.query_one("#event-page", CardPanel).show(
            [] if row is None
            else objection_pages.event_page(row, self.desk.now(), self.desk.zone)
        )  # fmt: skip
