"""What became of one record: when, by which action, from where, each field from what to what."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.history import RecordChange
from pipeline_tui.domain.ledger import InvoiceRow, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Entry, Paragraph, Title
from pipeline_tui.wording import formats
from pipeline_tui.wording import history as words
from pipeline_tui.wording.labels import label

Record = tuple[str, int]
"""The table of a record, and its number."""
_MOST = 200


def money_record(found: InvoiceRow | PaymentRow | PromiseRow) -> Record:
    """Which record a line of money is."""
    if isinstance(found, InvoiceRow):
        return "invoice", found.id
    return ("payment" if isinstance(found, PaymentRow) else "promise"), found.id


class RecordHistory(DeskModal[None]):
    """The history of a record, newest first; Esc, Enter or z closes it."""

    CSS_PATH = "record_history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,z,й,я", "leave", show=False),
    ]

    def __init__(self, record: Record, name: str | None = None) -> None:
        super().__init__()
        self._record = record
        self._name = name

    def compose(self) -> ComposeResult:
        with Vertical(id="history"):
            yield CardPanel(id="history-page")
            yield Static(Content(_("Esc closes")), id="history-hint")

    async def on_mount(self) -> None:
        kind, number = self._record
        try:
            found = await self.ask(self.desk.history.of_record, kind, number, limit=_MOST)
        except Problem as wrong:
            self.tell(wrong)
            self.dismiss(None)
            return
        page = self.query_one("#history-page", CardPanel)
        page.show([Title(self._title()), *self._blocks(found)])
        page.focus()

    def _title(self) -> str:
        kind, number = self._record
        what = label("record", kind)
        return " · ".join(filter(None, (cut(self._name or ""), f"{what} {number}", _("Changes"))))

    def _blocks(self, found: list[RecordChange]) -> list[Block]:
        now, zone, currency = self.desk.now(), self.desk.zone, self.desk.settings.currency
        blocks: list[Block] = []
        for one in found:
            when = formats.moment(one.entry.made_at, now, zone)
            told = words.changes(one, currency, now, zone)
            blocks.append(Entry(when, words.title(one.entry), "\n".join([one.entry.actor, *told])))
        if len(found) == _MOST:
            more = _("Older ones: pipeline-tui log --record {kind}:{number} --limit 1000").format(
                kind=self._record[0], number=self._record[1]
            )
            blocks.append(Paragraph(more, "muted"))
        return blocks
