"""Copies of the file, newest first; what one of them would change, and bringing it back."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.domain.keeping import BackupRow, Comparison
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.forms.prompts import ConfirmPrompt
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import ListSource, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import formats
from pipeline_tui.wording import keeping as words


class BackupsScreen(ListScreen):
    """Enter compares a copy with the file and offers to bring it back; `a` makes one now."""

    AUTO_FOCUS = "#backups"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "cursor_first", "cursor_last", "open", "back_up", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, BackupRow] = {}

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("made", _("Made"), 22, sortable=False),
                Column("why", _("Why"), flex=1, min_width=14, sortable=False),
                Column("size", _("Size"), 10, align="right", sortable=False),
                Column("name", _("Backup"), flex=2, min_total_width=90, sortable=False),
            ),
            empty=_("There are no backups yet. a makes one."), markable=False, id="backups",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        found = await self.ask(self.desk.keeping.backups)
        self._rows = dict(enumerate(found, 1))
        self.table.show(ListSource([self._row(id_, one) for id_, one in self._rows.items()]))
        away = self.desk.settings.backup_folder
        self.query_one(Headline).show(
            [Figure(_("Backups"), formats.number(len(found)))],
            _("second copies go to {folder}").format(folder=clean(away)) if away else "",
        )

    def _row(self, id_: int, one: BackupRow) -> Row:
        return Row(
            id_,
            {
                "made": formats.moment(one.made_at, self.desk.now(), self.desk.zone),
                "why": words.reason(one.reason),
                "size": words.size(one.size),
                "name": one.path.name,
            },
        )

    def action_back_up(self) -> None:
        self.start(self._back_up)

    async def _back_up(self) -> None:
        done, made = await self.attempt(self.desk.keeping.backup)
        if not done or made is None:
            return
        self.say(_("Copied, and the copy is whole: {file}").format(file=made.path.name))
        await self.reload()
        done, away = await self.attempt(self.desk.keeping.carry_away)
        if away is not None:
            self.say(_("A second copy is in {folder}").format(folder=str(away.parent)))

    def on_line_table_opened(self) -> None:
        row = self._rows.get(self.table.cursor_id or 0)
        if row is not None:
            self.start(self._compare, row)

    async def _compare(self, row: BackupRow) -> None:
        done, found = await self.attempt(self.desk.keeping.compare, row.path)
        if not done or found is None:
            return
        when = formats.moment(row.made_at, self.desk.now(), self.desk.zone)
        if not await self.prompt(ComparisonScreen(found, when)):
            return
        if self.desk.read_only:
            self.tell(StoreProblem("read_only_mode"))
            return
        sure = await self.prompt(
            ConfirmPrompt(
                _("Put this backup in place of the database?"), _("Bring it back"), _("Leave it"),
                _("what is there now is saved first, as a backup of its own"),
            )
        )  # fmt: skip
        if not sure:
            return
        done, restored = await self.attempt(partial(self.desk.keeping.restore, row.path))
        if done and restored is not None:
            self.say(_("Brought back: {when}").format(when=when))
            self.pipeline.file_restored()

    def action_back(self) -> None:
        self.app.pop_screen()


class ComparisonScreen(DeskModal[bool]):
    """What a restore would change: kinds of records, and the newest changes that would be lost."""

    CSS_PATH = "backups.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,й", "leave", ""),
        ("enter", "take", ""),
        (",".join(keys.spread(("j",))) + ",down", "lower", ""),
        (",".join(keys.spread(("k",))) + ",up", "higher", ""),
    ]

    def __init__(self, found: Comparison, when: str) -> None:
        super().__init__()
        self._found = found
        self._when = when

    def compose(self) -> ComposeResult:
        title = _("The file and its backup: {when}").format(when=self._when)
        lines = words.comparison(self._found, self.desk.now(), self.desk.zone)
        with Vertical(id="comparison"):
            yield Static(Content.styled(clean(title), "bold $primary"))
            with VerticalScroll(id="comparison-lines", can_focus=False):
                yield Static(Content("\n".join(clean(line) for line in lines)))
            yield Static(Content.styled(_("Enter: bring it back · Esc: leave it"), "$text-muted"))

    def action_take(self) -> None:
        self.dismiss(True)

    def action_lower(self) -> None:
        self.query_one("#comparison-lines").scroll_down(animate=False)

    def action_higher(self) -> None:
        self.query_one("#comparison-lines").scroll_up(animate=False)
