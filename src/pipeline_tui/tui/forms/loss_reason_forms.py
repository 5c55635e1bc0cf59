"""The form of a loss reason: its name, when and with what it says to come back, whether it asks the competitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.wording.labels import field, label, named

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import ReasonRow
    from pipeline_tui.services.desk import Desk


def _fields() -> list[Field]:
    return [
        Field("name", field("name"), required=True),
        Field("win_back_days", field("win_back_days"), "int", hint=_("empty: never")),
        Field("win_back_text", field("win_back_text"), hint=_("what is new for them by then")),
        Field("asks_competitor", _("Asks the competitor"), "flag"),
    ]


def add_reason_form(desk: Desk) -> FormScreen:
    """A new reason, after the others; leaves with its number."""

    def save(values: dict[str, Any]) -> int:
        return desk.loss_reasons.add(values.pop("name"), **values)

    return FormScreen(
        _("New loss reason"), _fields(), save, values={"win_back_days": 90},
        draft="loss_reason:new",
    )  # fmt: skip


def edit_reason_form(desk: Desk, row: ReasonRow) -> FormScreen:
    """Change a reason; leaves with True."""
    seen = {
        "name": row.name, "win_back_days": row.win_back_days,
        "asks_competitor": row.asks_competitor, "win_back_text": row.win_back_text,
    }  # fmt: skip

    def save(values: dict[str, Any]) -> bool:
        if row.name is None and values["name"] == label("loss_reason", row.code):
            del values["name"]  # our own word goes on following the language
        desk.loss_reasons.edit(row.id, values, seen)
        return True

    return FormScreen(
        _("Loss reason"), _fields(), save,
        values={**seen, "name": named("loss_reason", row.code, row.name)},
        draft=f"loss_reason:{row.id}",
    )  # fmt: skip
