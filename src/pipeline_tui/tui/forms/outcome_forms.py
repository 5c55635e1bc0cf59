"""The form of a call outcome: its name, whether it counts as reaching somebody, what it schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.wording import outcomes
from pipeline_tui.wording.labels import field, label

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import OutcomeRow
    from pipeline_tui.services.desk import Desk


def _fields() -> list[Field]:
    return [
        Field("name", field("name"), required=True),
        Field("connected", field("connected"), "flag"),
        Field(
            "schedules", field("schedules"), "choice", required=True,
            choices=[Choice(one.value, outcomes.schedules(one)) for one in Schedules],
        ),
        Field("after_hours", field("after_hours"), "int", hint=_("empty: you are asked when")),
        Field("after_days", field("after_days"), "int", hint=_("empty: you are asked when")),
        Field("title", _("The step is called"), hint=_("where you type no title")),
    ]  # fmt: skip


def add_outcome_form(desk: Desk) -> FormScreen:
    """A new outcome, after the others; leaves with its number."""

    def save(values: dict[str, Any]) -> int:
        return desk.outcomes.add(values.pop("name"), **values)

    return FormScreen(
        _("New call outcome"), _fields(), save,
        values={"connected": True, "schedules": Schedules.STEP.value},
        draft="outcome:new",
    )  # fmt: skip


def edit_outcome_form(desk: Desk, row: OutcomeRow) -> FormScreen:
    """Change an outcome, or put it away; leaves with True."""
    seen = {
        "name": row.name, "connected": row.connected, "schedules": row.schedules,
        "after_hours": row.after_hours, "after_days": row.after_days, "title": row.title,
    }  # fmt: skip

    def save(values: dict[str, Any]) -> bool:
        retired = values.pop("retired")
        if row.name is None and values["name"] == label("outcome", row.code):
            del values["name"]  # our own word goes on following the language
        desk.outcomes.edit(row.id, values, seen, retired=retired)
        return True

    return FormScreen(
        _("Call outcome"),
        [*_fields(), Field("retired", _("Offer no more"), "flag")],
        save,
        values={**seen, "name": outcomes.name(row), "retired": row.retired},
        draft=f"outcome:{row.id}",
    )
