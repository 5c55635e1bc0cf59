"""Why deals are lost: the order the reasons are offered in, and when each says to come back."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.deals import ReasonRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.vocabulary_screen import VocabularyScreen
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording.formats import days
from pipeline_tui.wording.labels import field, named


class LossReasonsScreen(VocabularyScreen[ReasonRow]):
    """The table of loss reasons, those put away last."""

    AUTO_FOCUS = "#loss-reasons"
    COMMANDS_HERE = (*VocabularyScreen.COMMANDS_HERE, "retire")

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("loss_reason"), flex=3, min_width=20, sortable=False),
                Column("back", _("Win back in"), 16, "right", sortable=False),
                Column("text", field("win_back_text"), flex=4, min_width=24, min_total_width=110, sortable=False),
                Column("competitor", _("Asks the competitor"), 20, sortable=False),
            ),
            empty=_("No reasons. a adds one."), markable=False, id="loss-reasons",
        )  # fmt: skip

    def heading(self) -> str:
        return _("Loss reasons")

    def read(self) -> Sequence[ReasonRow]:
        return self.desk.vocabularies.loss_reasons(retired=True)

    def move(self, id_: int, by: int) -> None:
        self.desk.loss_reasons.move(id_, by)

    def form(self, one: ReasonRow | None) -> Screen[object]:
        from pipeline_tui.tui.forms.loss_reason_forms import add_reason_form, edit_reason_form

        return add_reason_form(self.desk) if one is None else edit_reason_form(self.desk, one)

    def action_retire(self) -> None:
        if (one := self.current) is not None:
            reasons = self.desk.loss_reasons
            change = reasons.restore if one.retired else reasons.retire
            self.run_worker(self.attempt(change, one.id), group="move")

    def row(self, place: int, one: ReasonRow) -> Row:  # noqa: ARG002
        return Row(
            one.id,
            {
                "name": Cell(
                    named("loss_reason", one.code, one.name), "" if one.retired else "strong"
                ),
                "back": "—" if one.win_back_days is None else days(one.win_back_days),
                "text": cut(one.win_back_text),
                "competitor": _("yes") if one.asks_competitor else "",
            },
            tone="muted" if one.retired else "",
        )
