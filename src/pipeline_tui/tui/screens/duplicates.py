"""Clients entered twice: the queue of pairs, and the two of a pair side by side."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from typing_extensions import override

from pipeline_tui.domain.duplicates import SURE, Comparison, FieldChoice, PairRow
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.i18n import _
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import duplicates as words
from pipeline_tui.wording import formats


class FieldTable(LineTable):
    """Fields of two clients; arrows and Space say whose value stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose('kept')", show=False),
        Binding("right", "choose('gone')", show=False),
    ]

    class Chosen(Message):
        """Whose value of the field under the cursor stays: `kept`, `gone`, or empty for the other."""

        def __init__(self, side: str) -> None:
            super().__init__()
            self.side = side

    def action_choose(self, side: str) -> None:
        self.post_message(self.Chosen(side))

    @override
    def action_toggle_mark(self) -> None:
        self.post_message(self.Chosen(""))


class DuplicatesScreen(ListScreen):
    """Pairs by score; Tab goes over to the fields, Enter merges, x tells the two apart."""

    CSS_PATH = "duplicates.tcss"
    AUTO_FOCUS = "#queue"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "cursor_first", "cursor_last", "merge", "distinct", "take",
        "compare", "back",
    )  # fmt: skip
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._pairs: dict[int, PairRow] = {}
        self._compared: Comparison | None = None
        self._taken: set[str] = set()

    def body(self) -> ComposeResult:
        with Horizontal(id="duplicates-body"):
            yield LineTable(
                (
                    Column("score", "%", 3, "right", sortable=False),
                    Column("first", _("Client"), flex=1, min_width=12, sortable=False),
                    Column("second", _("Maybe the same"), flex=1, min_width=12, sortable=False),
                ),
                empty=_("Nobody seems to be entered twice."),
                markable=False,
                id="queue",
            )
            with Vertical(id="compared"):
                yield Static(id="compared-why")
                yield FieldTable(self._columns(), id="compared-fields")
                yield Static(id="compared-moves")

    def _columns(self) -> tuple[Column, ...]:
        found = self._compared
        kept = "" if found is None else f"№ {found.kept_id} · {_('stays')}"
        gone = "" if found is None else f"№ {found.gone_id} · {_('goes')}"
        return (
            Column("field", _("Field"), 16, sortable=False),
            Column("kept", kept, flex=1, min_width=14, sortable=False),
            Column("gone", gone, flex=1, min_width=14, sortable=False),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    @property
    def table(self) -> LineTable:
        """The list that has the keys: pairs, or fields."""
        fields = self.query_one("#compared-fields", LineTable)
        return fields if fields.has_focus else self.query_one("#queue", LineTable)

    @property
    def _queue(self) -> LineTable:
        return self.query_one("#queue", LineTable)

    async def reload(self) -> None:
        await self._read_queue(anew=False)

    async def _read_queue(self, *, anew: bool) -> None:
        if await self.ask(self.desk.duplicates.takes_seconds, anew=anew):
            told = Figure("", _("Comparing all clients…"), "muted")
            self.query_one(Headline).show([told], _("Duplicates"))
            self.arrived()  # nobody waits for that with a key in hand: one may leave
        rows = await self.ask(self.desk.duplicates.queue, anew=anew)
        self._pairs = {row.id: row for row in rows}
        sure = sum(row.score >= SURE for row in rows)
        self.query_one(Headline).show(
            [
                Figure(_("Pairs"), formats.number(len(rows))),
                Figure(_("surely"), formats.number(sure)),
            ],
            _("Duplicates"),
        )
        self._queue.show(ListSource([_line(row) for row in rows]))
        await self._compare()

    @on(LineTable.Highlighted, "#queue")
    def _moved(self) -> None:
        self.latest(self._compare, "compare")

    async def _compare(self) -> None:
        row = self._pairs.get(self._queue.cursor_id or 0)
        self._compared = None
        if row is not None:
            try:
                self._compared = await self.ask(self.desk.duplicates.compare, row.first, row.second)
            except NotFound:
                row = None
        found = self._compared
        self._taken = set() if found is None else {one.name for one in found.fields if one.take}
        why = "" if row is None else f"{words.score(row)} · {words.reasons(row.reasons)}"
        self.query_one("#compared-why", Static).update(Content(clean(why)))
        moves = "" if found is None else _("goes over: {what}").format(what=words.moves(found))
        self.query_one("#compared-moves", Static).update(Content(clean(moves)))
        self._show_fields(forget=True)

    def _show_fields(self, *, forget: bool = False) -> None:
        found = self._compared
        fields = () if found is None else found.fields
        table = self.query_one("#compared-fields", LineTable)
        table.columns = self._columns()
        table.show(
            ListSource([self._field(place, one) for place, one in enumerate(fields, 1)]),
            forget=forget,
        )

    def _field(self, place: int, one: FieldChoice) -> Row:
        currency = self.desk.settings.currency
        kept = words.value(one.name, one.kept, currency)
        gone = words.value(one.name, one.gone, currency)
        taken = one.name in self._taken
        same = kept == gone
        left, right = ("  ", "● ") if taken else ("● ", "  ")
        if same:
            left = right = "  "
        elif one.joined:  # both stay
            left, right = ("+ " if value else "  " for value in (one.kept, one.gone))
        loses = "" if one.joined else "muted"
        return Row(
            place,
            {
                "field": Cell(words.field(one.name), "muted"),
                "kept": Cell(left + clean(kept), loses if taken or same else "strong"),
                "gone": Cell(right + clean(gone), "strong" if taken else loses),
            },
        )

    @on(FieldTable.Chosen)
    def _chosen(self, event: FieldTable.Chosen) -> None:
        self._choose(event.side)

    def action_take(self) -> None:
        self._choose("")

    def _choose(self, side: str) -> None:
        found = self._compared
        table = self.query_one("#compared-fields", LineTable)
        if found is None or not table.has_focus or not table.cursor_id:
            table.focus()
            return
        one = found.fields[table.cursor_id - 1]
        blank = (None, "")
        if one.joined or one.kept in blank or one.gone in blank:
            return
        take = side == "gone" if side else one.name not in self._taken
        self._taken = self._taken | {one.name} if take else self._taken - {one.name}
        self._show_fields()

    @on(LineTable.Opened)
    def _entered(self) -> None:
        self.action_merge()

    def action_merge(self) -> None:
        if self._compared is not None:
            self.start(self._merge, self._compared)

    async def _merge(self, found: Comparison) -> None:
        done, _answer = await self.attempt(
            self.desk.duplicates.merge, found.kept_id, found.gone_id, sorted(self._taken)
        )
        if done:
            self.say(_("{gone} merged into {kept}; u brings both back").format(
                gone=found.gone_name, kept=found.kept_name
            ))  # fmt: skip
            self._queue.focus()

    def action_distinct(self) -> None:
        if self._compared is not None:
            self.start(self._tell_apart, self._compared)

    async def _tell_apart(self, found: Comparison) -> None:
        done, _answer = await self.attempt(
            self.desk.duplicates.distinct, found.kept_id, found.gone_id
        )
        if done:
            self.say(_("Two clients; they are not shown again"))

    def action_compare(self) -> None:
        self.start(self._anew)

    async def _anew(self) -> None:
        await self._read_queue(anew=True)

    def action_back(self) -> None:
        if self.query_one("#compared-fields", LineTable).has_focus:
            self._queue.focus()
        else:
            self.app.pop_screen()


def _line(row: PairRow) -> Row:
    tone = "success" if row.score >= SURE else "warning"
    return Row(
        row.id,
        {
            "score": Cell(str(row.score), tone),
            "first": clean(row.first_name),
            "second": clean(row.second_name),
        },
    )
