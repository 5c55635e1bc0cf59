"""Call outcomes: their order on the digits of call mode, and what each puts on the calendar."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import outcomes
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import field

_DIGITS = 9
"""Outcomes that call mode shows at once, each on its digit."""


class OutcomesScreen(ListScreen):
    """The table of outcomes, those put away last."""

    CSS_PATH = "outcomes.tcss"
    AUTO_FOCUS = "#outcomes"
    COMMANDS_HERE = (*commands.LIST, "add", "edit", "move_up", "move_down", "back")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, OutcomeRow] = {}
        self._added: int | None = None

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("key", "", 1, sortable=False),
                Column("name", field("outcome"), flex=5, min_width=26, sortable=False),
                Column("connected", _("Reached"), 7, min_total_width=60, sortable=False),
                Column("schedules", field("schedules"), 19, sortable=False),
                Column("when", field("when"), flex=3, min_width=16, sortable=False),
                Column("title", _("The step is called"), flex=3, min_width=14, min_total_width=100, sortable=False),
            ),
            empty=_("No outcomes. a adds one."), markable=False, id="outcomes",
        )  # fmt: skip
        yield Static(
            Content(_("On these digits in call mode. Calls that were made keep their outcome.")),
            id="outcomes-note",
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#outcomes", LineTable)

    async def reload(self) -> None:
        found = await self.ask(self.desk.vocabularies.outcomes, retired=True)
        self._rows = {one.id: one for one in found}
        used = sum(not one.retired for one in found)
        sections = [Section(used, _("Put away"), "muted")] if used < len(found) else []
        self.table.show(
            ListSource([_row(place, one) for place, one in enumerate(found, 1)], sections),
            cursor_id=self._added,
        )
        self._added = None
        figures = [Figure(_("Call outcomes"), number(used))]
        if used < len(found):
            figures.append(Figure(_("put away"), number(len(found) - used), "muted"))
        self.query_one(Headline).show(figures, _("K and J move the line"))

    # Work

    def action_add(self) -> None:
        from pipeline_tui.tui.forms.outcome_forms import add_outcome_form

        self._fill_in(add_outcome_form(self.desk))

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.outcome_forms import edit_outcome_form

        row = self._rows.get(self.table.cursor_id or 0)
        if row is not None:
            self._fill_in(edit_outcome_form(self.desk, row))

    def _fill_in(self, form: Screen[object]) -> None:
        async def ask() -> None:
            answer = await self.prompt(form)
            if isinstance(answer, int) and not isinstance(answer, bool):
                self._added = answer
                await self.reload()

        self.start(ask)

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        id_ = self.table.cursor_id
        if id_ is not None:
            self.run_worker(self.attempt(self.desk.outcomes.move, id_, by), group="move")

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_back(self) -> None:
        self.dismiss(None)


def _row(place: int, one: OutcomeRow) -> Row:
    digit = str(place) if place <= _DIGITS and not one.retired else ""
    return Row(
        one.id,
        {
            "key": Cell(digit, "accent"),
            "name": Cell(outcomes.name(one), "" if one.retired else "strong"),
            "connected": _("yes") if one.connected else _("no"),
            "schedules": outcomes.schedules(one.schedules),
            "when": Cell(outcomes.when(one), "" if one.delayed else "muted"),
            "title": one.title,
        },
        tone="muted" if one.retired else "",
    )
