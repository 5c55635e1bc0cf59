"""The form of a field of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.custom_fields import FieldKind, FieldOf
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.wording.labels import field, label

if TYPE_CHECKING:
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.services.desk import Desk


def add_field_form(desk: Desk) -> FormScreen:
    """A new field, after the others; leaves with its number."""

    def save(typed: dict[str, Any]) -> int:
        options = typed.pop("options").splitlines()
        return desk.custom_fields.add(
            typed["entity"], typed["name"], typed["kind"], options, required=typed["required"]
        )

    return FormScreen(
        _("New field"),
        [
            Field("name", field("name"), required=True),
            Field("entity", field("entity"), "choice", required=True,
                  choices=[Choice(one.value, label("record", one)) for one in FieldOf]),
            Field("kind", field("kind"), "choice", required=True,
                  choices=[Choice(one.value, label("field_kind", one)) for one in FieldKind]),
            _options(),
            _required(),
        ],
        save,
        values={"entity": FieldOf.CLIENT.value, "kind": FieldKind.TEXT.value},
        draft="field:new",
        note=_("Values that a file brought under this name become values of the field."),
    )  # fmt: skip


def edit_field_form(desk: Desk, row: FieldRow) -> FormScreen:
    """Rename a field, set its options; leaves with True."""

    def save(typed: dict[str, Any]) -> bool:
        options = typed["options"].splitlines() if "options" in typed else None
        desk.custom_fields.edit(row.id, typed["name"], options, required=typed["required"])
        return True

    more = [_options()] if row.kind == FieldKind.CHOICE else []
    return FormScreen(
        f"{row.name} · {label('field_kind', row.kind)}",
        [Field("name", field("name"), required=True), *more, _required()],
        save,
        values={"name": row.name, "options": "\n".join(row.options), "required": row.required},
        draft=f"field:{row.id}", note=_("Values go on under the new name."),
    )  # fmt: skip


def _required() -> Field:
    return Field("required", field("required"), "flag")


def _options() -> Field:
    return Field("options", field("options"), "long", hint=_("of a choice, one a line"))
