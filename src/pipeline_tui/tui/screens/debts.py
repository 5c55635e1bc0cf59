"""Debts: how old the money owed is, who owes it, what they promised and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.debts import BUCKETS, AgingBucket, AgingRow, DebtShow, DebtSort
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ledger import DebtorRow
from pipeline_tui.domain.paying.grade import Payer
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.widgets.bars import Bar, Bars
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.table import Cell, Column, LazySource, LineTable, Row
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording import payers as payer_words
from pipeline_tui.wording.labels import field, label
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.domain.debtors import DebtList

_TONES = {
    AgingBucket.NOT_DUE: "success", AgingBucket.D1_30: "accent", AgingBucket.D31_60: "warning",
    AgingBucket.D61_90: "warning", AgingBucket.OVER_90: "danger",
}  # fmt: skip
_SORTS = {"client": DebtSort.CLIENT, "late": DebtSort.OLDEST, "debt": DebtSort.AMOUNT,
          "overdue": DebtSort.OVERDUE, "grade": DebtSort.GRADE}  # fmt: skip
"""Columns a list can be sorted by."""
_VIEWS = (
    DebtShow.TODAY, DebtShow.ALL, DebtShow.OVERDUE, DebtShow.PROMISED, DebtShow.BROKEN,
    DebtShow.DISPUTED, DebtShow.OVER_LIMIT, DebtShow.STOPPED,
)  # fmt: skip
"""What the list can be narrowed to, the most wanted first."""


class DebtsScreen(NarrowedScreen, ClientActions):
    """Bars of debt by age above the list of who owes."""

    CSS_PATH = "debts.tcss"
    MODE = "debts"
    COMMANDS_HERE = (
        *commands.LIST, "payment", "document", "bank", "receipts", "call", "step", "filter", "view", "as_of", "sort",
        "hold", "snooze", "copy_phone", "back",
    )  # fmt: skip

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.order = ("late", False)
        self._show = DebtShow.ALL
        self._bucket: AgingBucket | None = None
        self._as_of: date | None = None
        self._found: DebtList | None = None
        self._aging: Sequence[AgingRow] = ()
        self._whole_of: tuple[int, date] | None = None
        self._more: list[Figure] = []
        self._graded = False
        """Whether grades come at once: of a large file they are learnt when all else is shown."""

    def body(self) -> ComposeResult:
        yield Bars(id="aging")
        yield FilterLine(_("Filter"), _("name, city:… tag:… or the number of an invoice"))
        yield LineTable(_columns(), empty=self._empty_text(), id="debtors")

    @property
    def day(self) -> date:
        """The day the debts are shown as of."""
        return self._as_of or self.desk.today()

    def way_back(self) -> bool:
        return self._narrowed or super().way_back()

    @property
    def _narrowed(self) -> bool:
        return bool(self.line or self._bucket or self._as_of or self._show is not DebtShow.ALL)

    # Reading

    async def reload(self) -> None:
        """Read the bars and the order anew; the list keeps its place."""
        try:
            found = await self.ask(
                self.desk.debts.debtors, as_of=self._as_of, text=self.line, show=self._show,
                bucket=self._bucket, sort=_SORTS[self.order[0]], reverse=self.order[1],
            )  # fmt: skip
        except Invalid as problem:
            self.filter_line.note(remark(problem), wrong=True)
            return
        self.filter_line.note("")
        self.table.empty = self._empty_text()
        self._graded = await self.ask(self.desk.payers.ready, self._as_of)
        self.table.sort = self.order
        self.table.show(LazySource(found.ids, self._rows))
        self.arrived()
        self._found = found
        self._show_figures()
        self.show_hints()
        await self._reload_whole()

    async def _reload_whole(self) -> None:
        """What no filter changes: the bars and the figures that take longer. Once for each state of
        the file and day, so that a letter typed costs the list only."""
        state = (self.pipeline.revision, self.day)
        if state != self._whole_of:
            self._aging = await self.ask(self.desk.debts.aging, self._as_of)
            self._show_bars()
            self._more = await self._more_figures()
            self._whole_of = state
        self._show_bars()
        self._show_figures()
        if not self._graded and self._found is not None:
            await self.ask(self.desk.payers.backtest, self._as_of)
            self._graded = True
            self.table.show(LazySource(self._found.ids, self._rows))

    async def _rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        rows = await self.ask(self.desk.debts.rows, ids, self._as_of)
        payers: Mapping[int, Payer] = {}
        if self._graded:
            payers = await self.ask(self.desk.payers.of, ids, self._as_of)
        return {id_: self._row(row, payers.get(id_)) for id_, row in rows.items()}

    def _row(self, row: DebtorRow, payer: Payer | None) -> Row:
        day, standing = self.day, row.standing
        overdue = words.sums(standing.overdue_sums, short=len(standing.overdue_sums) > 1)
        late = words.days_late(standing.oldest_on, day)
        if not late and standing.oldest_on is not None:
            late = formats.day(standing.oldest_on, day)
        return Row(
            row.id,
            {
                "mark": Cell(words.marks(row), "danger" if row.stopped else "warning"),
                "client": row.name,
                "abc": row.abc or "",
                "city": row.city,
                "late": Cell(late, "danger" if standing.overdue else "muted"),
                "debt": Cell(
                    words.sums(standing.open_sums, short=len(standing.open_sums) > 1), "strong"
                ),
                "overdue": Cell(overdue, "danger") if standing.overdue else Cell("—", "muted"),
                "promise": Cell(words.word(standing, day), words.word_tone(standing, day)),
                "kept": words.kept(standing.kept),
                "grade": "" if payer is None else Cell(payer.grade, payer_words.TONES[payer.grade]),
                "step": Cell(words.step(standing.step, day), words.step_tone(standing.step, day)),
            },
        )

    def _show_bars(self) -> None:
        """A bar for each bucket: its length in one currency, its text in all of them."""
        rows = self._aging
        own = self.desk.settings.currency
        codes = {row.currency for row in rows}
        measure = own if own in codes or not codes else min(codes)
        total = sum(row.open_minor for row in rows if row.currency == measure)
        bars = []
        for bucket in BUCKETS:
            mine = [row for row in rows if row.bucket is bucket]
            value = sum(row.open_minor for row in mine if row.currency == measure)
            count = sum(row.instalments for row in mine)
            share = formats.percent(value / total) if total else ""
            sums = sorted(mine, key=lambda row: (row.currency != measure, row.currency))
            bars.append(
                Bar(
                    label("aging", bucket) + ("  ◂" if bucket is self._bucket else ""), value,
                    words.sums(tuple((row.currency, row.open_minor) for row in sums)),
                    f"{share} · {formats.number(count)}" if count else "",
                    _TONES[bucket],
                )
            )  # fmt: skip
        self.query_one("#aging", Bars).show(bars)

    async def _more_figures(self) -> list[Figure]:
        """Promises of the day, DSO and CEI, how people pay: what takes longer to read than the list."""
        figures: list[Figure] = []
        if self._as_of is None:
            if to_do := await self.ask(self.desk.debts.to_do):
                figures.append(Figure(_("To do today"), formats.number(to_do), "accent"))
            chased = await self.ask(self.desk.debts.promises_to_chase)
            due = sum(one.promise.state is PromiseState.OPEN for one in chased)
            if due:
                figures.append(Figure(_("Promised for today"), formats.number(due), "warning"))
            if broken := len(chased) - due:
                figures.append(Figure(_("Promises broken"), formats.number(broken), "danger"))
        collected = await self.ask(self.desk.debts.collection, as_of=self._as_of)
        if collected:
            figures += [Figure(name, value) for name, value in words.collected(collected[0])]
        if self._as_of is None:
            if free := await self.ask(self.desk.debts.free_sums):
                figures.append(Figure(_("Overpaid"), words.sums(free, short=True), "success"))
            payers = await self.ask(self.desk.debts.figures)
            figures += [Figure(name, value) for name, value in words.payer(payers)]
        return figures

    def _show_figures(self) -> None:
        found = self._found
        if found is None:
            return
        figures = [
            Figure(_("Owed"), words.sums(found.open_sums, short=True)),
            Figure(_("Overdue"), words.sums(found.overdue_sums, short=True), "danger"),
            Figure(_("Debtors"), formats.number(len(found.ids))),
            *self._more,
        ]
        if narrowed := self._narrowed_to():
            figures.insert(0, Figure("", narrowed, "accent"))
        marked = len(self.table.marked)
        self.query_one(Headline).show(
            figures, formats.count(marked, "{n} marked", "{n} marked") if marked else ""
        )

    def _narrowed_to(self) -> str:
        """Which debts are shown, and as of when, where that is not all of them today."""
        parts = []
        if self._show is not DebtShow.ALL:
            parts.append(words.show(self._show))
        if self._bucket is not None:
            parts.append(label("aging", self._bucket))
        if self._as_of is not None:
            parts.append(_("as of {day}").format(day=formats.day_plain(self._as_of)))
        return " · ".join(parts)

    def _empty_text(self) -> str:
        if self._narrowed:
            return _("Nobody matches.\nEsc shows all that owe.")
        key = self.pipeline.key_of("document") if self.is_attached else "d"
        return _("Nobody owes anything.\n{key} issues an invoice.").format(key=key)

    # Narrowing

    def action_back(self) -> None:
        """Let go of the marks, then of the filter, then of the view and the day."""
        if not self.let_go() and self._narrowed:
            self._show, self._bucket, self._as_of = DebtShow.ALL, None, None
            self.read_anew()

    def action_view(self) -> None:
        self.start(self._choose_view)

    async def _choose_view(self) -> None:
        choices = [
            *(Choice(one, words.show(one)) for one in _VIEWS),
            *(Choice(one, label("aging", one)) for one in BUCKETS),
        ]
        chosen: Any = await self.prompt(ChoicePrompt(_("Which debts?"), choices))
        if chosen is None:
            return
        if isinstance(chosen, AgingBucket):
            self._bucket, self._show = chosen, DebtShow.ALL
        else:
            self._show, self._bucket = chosen, None
        self.read_anew()

    def action_as_of(self) -> None:
        self.start(self._choose_day)

    async def _choose_day(self) -> None:
        when = await self.prompt(PastPrompt(_("As of which day?")))
        if when is not None:
            self._as_of = None if when.day == self.desk.today() else when.day
            self.read_anew()

    @on(Bars.Pressed)
    def _bar_pressed(self, event: Bars.Pressed) -> None:
        bucket = BUCKETS[event.index]
        self._bucket = None if bucket is self._bucket else bucket
        self.read_anew()

    # Marking and opening

    @on(LineTable.MarksChanged)
    def _marks_changed(self) -> None:
        self._show_figures()

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.action_clear_marks()

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.debtor import DebtorScreen

        self.open_record(DebtorScreen(event.id, tuple(self.table.ids), self._as_of))

    def action_hold(self) -> None:
        if self.table.cursor_id is not None:
            from pipeline_tui.tui.forms.credit_forms import hold_shipping

            self.start(hold_shipping, self, self.table.cursor_id)

    def action_payment(self) -> None:
        if self.table.cursor_id is not None:
            from pipeline_tui.tui.forms.payment_forms import ask_payment

            self.start(ask_payment, self, self.table.cursor_id)

    def action_document(self) -> None:
        self.start(self._issue)

    def action_receipts(self) -> None:
        from pipeline_tui.tui.screens.receipts import ReceiptsScreen

        self.app.push_screen(ReceiptsScreen())

    def action_bank(self) -> None:
        self.start(self._open_statement)

    async def _open_statement(self) -> None:
        from pipeline_tui.tui.forms.bank_forms import ask_bank_file
        from pipeline_tui.tui.screens.bank_statement import StatementScreen

        path = await ask_bank_file(self)
        if path is not None:
            self.app.push_screen(StatementScreen(path))

    async def _issue(self) -> None:
        from pipeline_tui.tui.forms.invoice_forms import add_invoice

        await add_invoice(self, client_id=self.table.cursor_id)


def _columns() -> list[Column]:
    return [
        Column("mark", "", 1, sortable=False),
        Column("client", field("client"), flex=2, min_width=14),
        Column("abc", _("Cl"), 2, min_total_width=142, sortable=False),
        Column("city", field("city"), 15, min_total_width=150, sortable=False),
        Column("late", _("Late"), 11, "right"),
        Column("debt", field("debt"), 14, "right"),
        Column("overdue", _("Overdue"), 14, "right", min_total_width=108),
        Column("promise", _("Promise"), 25, min_total_width=94, sortable=False),
        Column("kept", _("Kept"), 8, min_total_width=136, sortable=False),
        Column("grade", _("Gr"), 2),
        Column("step", field("next_step"), 21, sortable=False),
    ]
