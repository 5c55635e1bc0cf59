"""A bank statement: its lines with whose payment each is and why; Enter takes one, or another client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.matching import MatchRow, StatementResult, Verdict
from pipeline_tui.exchange.bank.table import TABLE
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.bank_forms import ask_bank_file, ask_columns, ask_whose
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LazySource, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import formats, statements
from pipeline_tui.wording.labels import field

_TONES = {
    Verdict.CERTAIN: "success", Verdict.LIKELY: "warning", Verdict.UNKNOWN: "strong",
    Verdict.ASIDE: "muted", Verdict.KNOWN: "muted",
}  # fmt: skip
_MOST_NOTES = 3


class StatementScreen(ListScreen):
    """The lines of one statement. T takes all that are certain, u takes them back."""

    CSS_PATH = "bank_statement.tcss"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "cursor_first", "cursor_last", "settle", "take_certain",
        "map_columns", "bank", "back",
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._columns: dict[str, str] = {}
        self._rows: dict[int, MatchRow] = {}
        self._format = ""

    def body(self) -> ComposeResult:
        yield Static(id="statement-notes")
        yield LineTable(
            (
                Column("day", _("Date"), 11, sortable=False),
                Column("sum", _("Sum"), 15, "right", sortable=False),
                Column("payer", _("Payer"), flex=1, min_width=12, sortable=False),
                Column("verdict", _("Match"), 14, sortable=False),
                Column("client", field("client"), flex=1, min_width=12, sortable=False),
                Column("invoice", _("Invoice"), 12, min_total_width=100, sortable=False),
            ),
            empty=_("The statement has no lines."),
            markable=False,
            id="statement-lines",
        )
        yield Static(id="statement-why")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        if not self._rows:
            told = Figure("", _("Reading the statement…"), "muted")
            self.query_one(Headline).show([told], self._path.name)
        try:
            found = await self.ask(self.desk.bank_statements.rehearse, self._path, self._columns)
        except Problem as wrong:
            if wrong.code == "statement_columns":
                self.start(self._ask_columns)
                return
            self.tell(wrong)
            self.app.pop_screen()
            return
        self._rows = {row.place: row for row in found.rows}
        self._format = found.format
        self._show_head(found)
        self.table.show(LazySource(tuple(self._rows), self._lines))
        self._explain()

    async def _lines(self, ids: Sequence[int]) -> Mapping[int, Row]:
        return {place: _line(self._rows[place]) for place in ids if place in self._rows}

    def _show_head(self, found: StatementResult) -> None:
        counts = found.counts()
        figures = [Figure(_("Lines"), formats.number(len(found.rows)))]
        figures += [
            Figure(statements.word(one), formats.number(count), _TONES[one])
            for one, count in counts.items()
            if count
        ]
        self.query_one(Headline).show(figures, found.file)
        told = statements.remarks(found)
        more = len(told) - _MOST_NOTES
        if more > 0:
            told[_MOST_NOTES:] = [_("and {n} more").format(n=more)]
        self.query_one("#statement-notes", Static).update(Content("\n".join(map(clean, told))))

    @on(LineTable.Highlighted, "#statement-lines")
    def _explain(self) -> None:
        row = self._rows.get(self.table.cursor_id or 0)
        if row is None:
            self.query_one("#statement-why", Static).update(Content(""))
            return
        other = row.line.other
        who = [other.name, *(f"{field(name)} {value}" for name, value in (
            ("inn", other.inn), ("account", other.account)) if value)]  # fmt: skip
        told = [" · ".join(filter(None, who)), row.line.purpose, statements.reasons(row)]
        self.query_one("#statement-why", Static).update(Content("\n".join(map(clean, told))))

    @on(LineTable.Opened)
    def _entered(self) -> None:
        self.action_settle()

    def action_settle(self) -> None:
        row = self._rows.get(self.table.cursor_id or 0)
        if row is None:
            return
        if row.line.amount_minor < 0:
            self.say(_("This money went out: it is nobody’s payment"))
        elif row.verdict is Verdict.KNOWN and row.client_id is not None:
            self.say(_("It is a payment of {client} already").format(client=row.client))
        else:
            self.start(self._settle, row)

    async def _settle(self, row: MatchRow) -> None:
        whose = await ask_whose(self, row)
        if whose is None:
            return
        done, found = await self.attempt(
            self.desk.bank_statements.take, self._path, {row.place: whose}, certain=False,
            columns=self._columns,
        )  # fmt: skip
        if done and found is not None:
            taken = found.rows[row.place - 1]
            self.say(_("{sum}, {client}: entered; u takes it back").format(
                sum=formats.money(taken.line.amount_minor, taken.line.currency),
                client=taken.client,
            ))  # fmt: skip

    def action_take_certain(self) -> None:
        if any(row.verdict is Verdict.CERTAIN for row in self._rows.values()):
            self.start(self._take_certain)
        else:
            self.say(_("No line is certain; Enter says whose one is"))

    async def _take_certain(self) -> None:
        done, found = await self.attempt(
            self.desk.bank_statements.take, self._path, columns=self._columns
        )
        if done and found is not None:
            count = sum(row.taken for row in found.rows)
            self.say(
                formats.count(
                    count, "{n} payment entered; u takes it back",
                    "{n} payments entered; u takes them back",
                )
            )  # fmt: skip

    def action_map_columns(self) -> None:
        if self._format == TABLE:
            self.start(self._ask_columns)
        else:
            self.say(_("Only in a table (CSV, XLSX) are the columns to be named"))

    async def _ask_columns(self) -> None:
        said = await ask_columns(self, self._path, self._columns)
        if said is not None:
            self._columns = said
            self.read_anew()
        elif not self._format:
            self.app.pop_screen()  # not one line could be read

    def action_bank(self) -> None:
        self.start(self._another)

    async def _another(self) -> None:
        path = await ask_bank_file(self)
        if path is not None:
            self._path, self._columns, self._format = path, {}, ""
            self.read_anew()

    def action_back(self) -> None:
        self.app.pop_screen()


def _line(row: MatchRow) -> Row:
    tone = _TONES[row.verdict]
    return Row(
        row.place,
        {
            "day": formats.day_plain(row.line.booked_on),
            "sum": Cell(formats.money(row.line.amount_minor, row.line.currency, cents=True), tone),
            "payer": clean(row.line.other.name),
            "verdict": Cell(statements.verdict(row), tone),
            "client": clean(row.client),
            "invoice": clean(", ".join(row.invoices)),
        },
    )
