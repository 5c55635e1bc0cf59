"""Pipelines, in the order that new deals and the funnel take them; each opens on its stages."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.vocabulary_screen import VocabularyScreen
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import field, named


class PipelinesScreen(VocabularyScreen[PipelineRow]):
    """The table of pipelines, those put away last."""

    AUTO_FOCUS = "#pipelines"
    COMMANDS_HERE = (*VocabularyScreen.COMMANDS_HERE, "retire")

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("pipeline"), flex=3, min_width=20, sortable=False),
                Column("deals", _("Open deals"), 16, "right", sortable=False),
            ),
            empty=_("No pipelines."), markable=False, id="pipelines",
        )  # fmt: skip

    def heading(self) -> str:
        return _("Pipelines")

    def read(self) -> Sequence[PipelineRow]:
        return self.desk.vocabularies.pipelines(retired=True)

    def move(self, id_: int, by: int) -> None:
        self.desk.pipelines.move(id_, by)

    def form(self, one: PipelineRow | None) -> Screen[object]:
        from pipeline_tui.tui.forms.pipeline_forms import add_pipeline_form, edit_pipeline_form

        if one is None:
            return add_pipeline_form(self.desk, list(self._rows.values()))
        return edit_pipeline_form(self.desk, one)

    def opened(self) -> None:
        """The stages of the pipeline."""
        from pipeline_tui.tui.screens.stages import StagesScreen

        if self.current is not None:
            self.app.push_screen(StagesScreen(self.current))

    def action_retire(self) -> None:
        from pipeline_tui.tui.forms.pipeline_forms import retire_pipeline

        if self.current is not None:
            self.start(retire_pipeline, self, self.current)

    def row(self, place: int, one: PipelineRow) -> Row:  # noqa: ARG002
        return Row(
            one.id,
            {
                "name": Cell(
                    named("pipeline", one.code, one.name), "" if one.retired else "strong"
                ),
                "deals": number(one.open_deals),
            },
            tone="muted" if one.retired else "",
        )
