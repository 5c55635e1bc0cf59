"""The stages of a pipeline: their order, chances, days to rot, and what is to be done before a deal
goes on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.vocabulary_screen import VocabularyScreen
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording.deals import short_days, stage_name
from pipeline_tui.wording.formats import number, percent
from pipeline_tui.wording.labels import field, label, named


class StagesScreen(VocabularyScreen[StageRow]):
    """The table of the stages of one pipeline, those put away last."""

    AUTO_FOCUS = "#stages"
    COMMANDS_HERE = (*VocabularyScreen.COMMANDS_HERE, "retire")

    def __init__(self, pipeline: PipelineRow) -> None:
        super().__init__()
        self._of = pipeline
        self._deals: dict[int, int] = {}
        self._items: dict[int, list[str]] = {}

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("stage"), flex=3, min_width=18, sortable=False),
                Column("kind", field("kind"), 11, sortable=False),
                Column("probability", _("Chance"), 6, "right", sortable=False),
                Column("rot", _("Rots in"), 9, "right", sortable=False),
                Column("items", field("checklist"), 9, "right", sortable=False),
                Column("deals", _("Deals"), 7, "right", sortable=False),
            ),
            empty=_("No stages. a adds one."), markable=False, id="stages",
        )  # fmt: skip

    def heading(self) -> str:
        return named("pipeline", self._of.code, self._of.name)

    def read(self) -> Sequence[StageRow]:
        self._deals = self.desk.vocabularies.deals_by_stage()
        self._items = self.desk.checklists.items()
        return self.desk.vocabularies.stages(self._of.id, retired=True)

    def move(self, id_: int, by: int) -> None:
        self.desk.stages.move(id_, by)

    def form(self, one: StageRow | None) -> Screen[object]:
        from pipeline_tui.tui.forms.pipeline_forms import add_stage_form, edit_stage_form

        if one is None:
            return add_stage_form(self.desk, self._of)
        return edit_stage_form(self.desk, one, self._items.get(one.id, []))

    def action_retire(self) -> None:
        from pipeline_tui.tui.forms.pipeline_forms import retire_stage

        if self.current is not None:
            self.start(
                retire_stage, self, self.current, list(self._rows.values()),
                self._deals.get(self.current.id, 0),
            )  # fmt: skip

    def row(self, place: int, one: StageRow) -> Row:  # noqa: ARG002
        return Row(
            one.id,
            {
                "name": Cell(stage_name(one), "" if one.retired else "strong"),
                "kind": Cell(label("stage_kind", one.kind), "" if one.is_open else "muted"),
                "probability": percent(one.probability / 100),
                "rot": "—" if one.rot_days is None else short_days(one.rot_days),
                "items": number(one.items) if one.items else "",
                "deals": number(self._deals.get(one.id, 0)),
            },
            tone="muted" if one.retired else "",
        )
