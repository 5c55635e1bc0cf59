"""The deals behind one number of a figure, as a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.screens import funnel_views as views
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import LazySource, Row
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.wording.formats import count


class DealsBehindScreen(ListScreen):
    """Enter opens a deal, `n` there goes on to the next of them; Esc is back at the figure.

    `read` finds the numbers of the deals, off the loop; `what` and `about` say whose they are.
    """

    CSS_PATH = "figures.tcss"
    MODE = "funnel"
    AUTO_FOCUS = "#deals-behind"
    COMMANDS_HERE = (*commands.LIST, "back")

    def __init__(
        self, read: Callable[[], Sequence[int]], what: str, about: str, note: str = ""
    ) -> None:
        super().__init__()
        self._read_ids = read
        self._what = what
        self._about = about
        self._note = note
        self._stages: dict[int, StageRow] = {}

    def body(self) -> ComposeResult:
        yield LineTable(
            [replace(one, sortable=False) for one in views.table_columns()],
            empty=_("No deals are behind it."), markable=False, id="deals-behind",
        )  # fmt: skip

    @property
    def table(self) -> LineTable:
        """The deals."""
        return self.query_one("#deals-behind", LineTable)

    async def reload(self) -> None:
        ids = await self.ask(self._read_ids)
        stages = await self.ask(self.desk.vocabularies.stages, retired=True)
        self._stages = {one.id: one for one in stages}
        self.query_one(Headline).show(
            [
                Figure(clean(self._what), clean(self._about)),
                Figure("", count(len(ids), "{n} deal", "{n} deals")),
            ],
            self._note,
        )
        self.table.show(LazySource(ids, self._rows))

    async def _rows(self, ids: Sequence[int]) -> dict[int, Row]:
        rows = await self.ask(self.desk.funnel.rows, ids)
        today, zone = self.desk.today(), self.desk.zone
        return {id_: views.line(row, self._stages, today, zone) for id_, row in rows.items()}

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.deal import DealScreen

        self.open_record(DealScreen(event.id, self.table.ids))

    def action_back(self) -> None:
        self.dismiss(None)

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here."""
        return tuple(one for one in super().hint_ids() if one != "mark")
