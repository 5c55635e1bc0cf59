"""Fields of the user's own: what they hold, of what, in which order."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording.formats import number
from pipeline_tui.wording.labels import field, label


class CustomFieldsScreen(ListScreen):
    """The table of definitions, those put away last."""

    AUTO_FOCUS = "#own-fields"
    COMMANDS_HERE = (*commands.LIST, "add", "edit", "retire", "move_up", "move_down", "back")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, FieldRow] = {}
        self._added: int | None = None

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

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    @property
    @override
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#own-fields", LineTable)

    async def reload(self) -> None:
        found = await self.ask(self.desk.vocabularies.custom_fields, retired=True)
        self._rows = {one.id: one for one in found}
        used = sum(not one.retired for one in found)
        sections = [Section(used, _("Put away"), "muted")] if used < len(found) else []
        self.table.show(ListSource([_row(one) for one in found], sections), cursor_id=self._added)
        self._added = None
        self.query_one(Headline).show(
            [Figure(field("custom"), number(used))], _("K and J move the line")
        )

    def action_add(self) -> None:
        from pipeline_tui.tui.forms.custom_field_forms import add_field_form

        self._fill_in(add_field_form(self.desk))

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.custom_field_forms import edit_field_form

        row = self._rows.get(self.table.cursor_id or 0)
        if row is not None:
            self._fill_in(edit_field_form(self.desk, row))

    def _fill_in(self, form: Screen[object]) -> None:
        async def ask() -> None:
            answer = await self.prompt(form)
            if isinstance(answer, int) and not isinstance(answer, bool):
                self._added = answer
                await self.reload()

        self.start(ask)

    def action_retire(self) -> None:
        row = self._rows.get(self.table.cursor_id or 0)
        if row is not None:
            self.run_worker(
                self.attempt(self.desk.custom_fields.retire, row.id, back=row.retired), group="move"
            )

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        id_ = self.table.cursor_id
        if id_ is not None:
            self.run_worker(self.attempt(self.desk.custom_fields.move, id_, by), group="move")

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_back(self) -> None:
        self.dismiss(None)


def _row(one: FieldRow) -> Row:
    return Row(
        one.id,
        {
            "name": Cell(one.name, "" if one.retired else "strong"),
            "entity": label("record", one.entity),
            "kind": label("field_kind", one.kind),
            "options": ", ".join(one.options),
        },
        tone="muted" if one.retired else "",
    )
