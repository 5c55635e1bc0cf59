"""Fields of the user's own: what they hold, of what, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.vocabulary_screen import VocabularyScreen
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording.labels import field, label


class CustomFieldsScreen(VocabularyScreen[FieldRow]):
    """The table of definitions, those put away last."""

    AUTO_FOCUS = "#own-fields"
    COMMANDS_HERE = (*VocabularyScreen.COMMANDS_HERE, "retire")

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("name"), flex=3, min_width=20, sortable=False),
                Column("entity", field("entity"), 14, sortable=False),
                Column("kind", field("kind"), 14, sortable=False),
                Column("options", field("options"), flex=3, min_width=14, min_total_width=70, sortable=False),
            ),
            empty=_("No fields of your own. a adds one."), markable=False, id="own-fields",
        )  # fmt: skip

    def heading(self) -> str:
        return field("custom")

    def read(self) -> Sequence[FieldRow]:
        return self.desk.vocabularies.custom_fields(retired=True)

    def move(self, id_: int, by: int) -> None:
        self.desk.custom_fields.move(id_, by)

    def form(self, one: FieldRow | None) -> Screen[object]:
        from pipeline_tui.tui.forms.custom_field_forms import add_field_form, edit_field_form

        return add_field_form(self.desk) if one is None else edit_field_form(self.desk, one)

    def action_retire(self) -> None:
        if self.current is not None:
            self.run_worker(
                self.attempt(
                    self.desk.custom_fields.retire, self.current.id, back=self.current.retired
                ),
                group="move",
            )

    def row(self, place: int, one: FieldRow) -> Row:  # noqa: ARG002
        return Row(
            one.id,
            {
                "name": Cell(
                    one.name + (" *" if one.required else ""), "" if one.retired else "strong"
                ),
                "entity": label("record", one.entity),
                "kind": label("field_kind", one.kind),
                "options": ", ".join(one.options),
            },
            tone="muted" if one.retired else "",
        )
