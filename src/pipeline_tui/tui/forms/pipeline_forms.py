"""The forms of a pipeline and of a stage, and what is asked when one is put away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.pipelines import ADDABLE, STARTERS, PipelineRow, check_heir
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.wording.deals import stage_name
from pipeline_tui.wording.formats import count
from pipeline_tui.wording.labels import field, label, named

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskScreen

# Pipelines


def add_pipeline_form(desk: Desk, there: Sequence[PipelineRow]) -> FormScreen:
    """A new pipeline, after the others; leaves with its number."""
    known = {one.code for one in there}
    patterns = [
        *(Choice(one.code, named("pipeline", one.code, one.name)) for one in there),
        *(Choice(code, label("pipeline", code)) for code in STARTERS if code not in known),
    ]

    def save(values: dict[str, Any]) -> int:
        return desk.pipelines.add(values["name"], like=values["like"])

    fresh = next((code for code in STARTERS if code not in known), "new_business")
    return FormScreen(
        _("New pipeline"),
        [
            Field("name", field("name"), hint=_("empty: as the pattern is called")),
            Field("like", _("Stages of"), "choice", required=True, choices=patterns),
        ],
        save,
        values={"like": fresh},
        draft="pipeline:new",
    )


def edit_pipeline_form(desk: Desk, row: PipelineRow) -> FormScreen:
    """Another name for a pipeline; leaves with True."""

    def save(values: dict[str, Any]) -> bool:
        same = row.name is None and values["name"] == label("pipeline", row.code)
        desk.pipelines.edit(row.id, "" if same else values["name"])
        return True

    return FormScreen(
        _("Pipeline"), [Field("name", field("name"))], save,
        values={"name": named("pipeline", row.code, row.name)}, draft=f"pipeline:{row.id}",
    )  # fmt: skip


async def retire_pipeline(screen: DeskScreen, row: PipelineRow) -> None:
    """Put a pipeline away, or bring it back; its open deals go where the user says."""
    desk = screen.desk
    if row.retired:
        await screen.attempt(desk.pipelines.restore, row.id)
        return
    heir: int | None = None
    if row.open_deals:
        stages = await screen.ask(desk.vocabularies.stages)
        pipelines = {one.id: one for one in await screen.ask(desk.vocabularies.pipelines)}
        heir = await screen.prompt(
            ChoicePrompt(
                _question(row.open_deals),
                [
                    Choice(
                        one.id,
                        f"{_of(pipelines[one.pipeline_id])}: {stage_name(one)}",
                    )
                    for one in stages
                    if one.is_open and one.pipeline_id != row.id
                ],
            )
        )
        if heir is None:
            return
    await screen.attempt(desk.pipelines.retire, row.id, move_to=heir)


def _of(row: PipelineRow) -> str:
    return named("pipeline", row.code, row.name)


def _question(n: int) -> str:
    return _("Where do they go? {deals}").format(deals=count(n, "{n} deal", "{n} deals"))


# Stages


def _fields(*, is_open: bool) -> list[Field]:
    fields = [Field("name", field("name"), required=True)]
    if is_open:
        fields += [
            Field("probability", _("Chance, %"), "int", required=True),
            Field("rot_days", field("rot_days"), "int", hint=_("empty: never")),
            Field("checklist", field("checklist"), "long"),
        ]
    return fields


def _note() -> str:
    return _("The checklist: what is to be done before a deal goes on, a line each.")


def add_stage_form(desk: Desk, pipeline: PipelineRow) -> FormScreen:
    """A new stage, after the others of its kind; leaves with its number."""

    def save(values: dict[str, Any]) -> int:
        lines = values.pop("checklist").splitlines()
        return desk.stages.add(pipeline.id, values.pop("name"), checklist=lines, **values)

    kind = Field(
        "kind", field("kind"), "choice", required=True,
        choices=[Choice(one.value, label("stage_kind", one)) for one in ADDABLE],
    )  # fmt: skip
    name, *others = _fields(is_open=True)
    return FormScreen(
        _("New stage"), [name, kind, *others], save,
        values={"kind": StageKind.OPEN.value, "probability": 50, "rot_days": 7},
        note=_("Stages of fulfilment come after the win: their chance is 100 %.") + "\n" + _note(),
        draft=f"stage:new:{pipeline.id}",
    )  # fmt: skip


def edit_stage_form(desk: Desk, row: StageRow, items: Sequence[str]) -> FormScreen:
    """Change a stage and its checklist; leaves with True."""
    seen = {"name": row.name, "probability": row.probability, "rot_days": row.rot_days}

    def save(values: dict[str, Any]) -> bool:
        if row.name is None and values["name"] == label("stage", row.code):
            del values["name"]  # our own word goes on following the language
        lines = values.pop("checklist", "").splitlines()
        desk.stages.edit(row.id, values, seen, checklist=lines if row.is_open else None)
        return True

    return FormScreen(
        _("Stage"), _fields(is_open=row.is_open), save, note=_note() if row.is_open else "",
        values={**seen, "name": stage_name(row), "checklist": "\n".join(items)}, draft=f"stage:{row.id}",
    )  # fmt: skip


async def retire_stage(
    screen: DeskScreen, row: StageRow, stages: Sequence[StageRow], deals: int
) -> None:
    """Put a stage away, or bring it back; its deals go where the user says."""
    desk = screen.desk
    if row.retired:
        await screen.attempt(desk.stages.restore, row.id)
        return
    heir: int | None = None
    heirs = [one for one in stages if _may_go(row, one)]
    if deals and heirs:
        heir = await screen.prompt(
            ChoicePrompt(_question(deals), [Choice(one.id, stage_name(one)) for one in heirs])
        )
        if heir is None:
            return
    await screen.attempt(desk.stages.retire, row.id, move_to=heir)


def _may_go(gone: StageRow, heir: StageRow) -> bool:
    try:
        check_heir(gone, heir)
    except Problem:
        return False
    return gone.kind in ADDABLE
