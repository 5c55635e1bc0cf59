"""Call outcomes: their order on the digits of call mode, and what each puts on the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.vocabulary_screen import VocabularyScreen
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording import outcomes
from pipeline_tui.wording.labels import field

_DIGITS = 9
"""Outcomes that call mode shows at once, each on its digit."""


class OutcomesScreen(VocabularyScreen[OutcomeRow]):
    """The table of outcomes, those put away last."""

    CSS_PATH = "outcomes.tcss"
    AUTO_FOCUS = "#outcomes"

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

    def heading(self) -> str:
        return _("Call outcomes")

    def read(self) -> Sequence[OutcomeRow]:
        return self.desk.vocabularies.outcomes(retired=True)

    def move(self, id_: int, by: int) -> None:
        self.desk.outcomes.move(id_, by)

    def form(self, one: OutcomeRow | None) -> Screen[object]:
        from pipeline_tui.tui.forms.outcome_forms import add_outcome_form, edit_outcome_form

        return add_outcome_form(self.desk) if one is None else edit_outcome_form(self.desk, one)

    def row(self, place: int, one: OutcomeRow) -> Row:
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
