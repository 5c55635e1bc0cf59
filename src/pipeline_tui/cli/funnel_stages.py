"""`funnel stages`: the stages of a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.values import find_pipeline, find_stage
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import StageRow
    from pipeline_tui.services.desk import Desk

_Which = Annotated[str, typer.Argument(metavar="STAGE", help=N_("Code or name of a stage."))]
_Pipeline = Annotated[
    str, typer.Option("--pipeline", "-p", help=N_("Code or name of its pipeline; else the first."))
]


def add(funnel: typer.Typer) -> None:
    """Add the verbs under `funnel`."""
    app = typer.Typer(
        help=_("Stages of a pipeline: order, names, chances, days to rot."),
        invoke_without_command=True,
    )
    funnel.add_typer(app, name="stages")

    @app.callback()
    def start(context: typer.Context, as_json: base.Json = False) -> None:
        if context.invoked_subcommand is None:
            with base.run_of(context).desk() as desk:
                _give(desk, desk.vocabularies.stages(), as_json=as_json)

    @app.command("list", help=_("Stages in their order, with the deals that stand in them."))
    def list_stages(
        context: typer.Context,
        pipeline: _Pipeline = "",
        retired: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            only = find_pipeline(desk, pipeline, retired=True).id if pipeline else None
            _give(desk, desk.vocabularies.stages(only, retired=retired), as_json=as_json)

    _add_changes(app)
    _add_going(app)


def _add_changes(app: typer.Typer) -> None:
    @app.command("add", help=_("Add a stage after the others of its kind."))
    def add_stage(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=_("What it is called."))],
        pipeline: _Pipeline = "",
        kind: Annotated[StageKind, typer.Option("--kind", help=_("open, or fulfilment after a win."))] = StageKind.OPEN,
        probability: Annotated[int, typer.Option("--probability", min=0, max=100, help=_("Chance of winning, percent."))] = 50,
        rot_days: Annotated[int | None, typer.Option("--rot-days", min=1, help=_("Days without a touch until a deal rots."))] = None,
        place: Annotated[int | None, typer.Option("--place", min=1, help=_("Its place among its kind."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.stages.add(
                _pipeline(desk, pipeline), name, kind=kind, probability=probability,
                rot_days=rot_days,
            )  # fmt: skip
            if place is not None:
                _put(desk, number, place)
            _give_one(desk, number, as_json=as_json)

    @app.command("set", help=_("Change a stage: name, chance, days to rot, place."))
    def set_stage(
        context: typer.Context,
        stage: _Which,
        pipeline: _Pipeline = "",
        name: Annotated[str | None, typer.Option("--name", help=_("Its name; empty gives ours."))] = None,
        probability: Annotated[int | None, typer.Option("--probability", min=0, max=100, help=_("Chance of winning, percent."))] = None,
        rot_days: Annotated[int | None, typer.Option("--rot-days", min=0, help=_("Days without a touch until a deal rots; 0 for never."))] = None,
        place: Annotated[int | None, typer.Option("--place", min=1, help=_("Its place among its kind."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = find_stage(desk, stage, _pipeline(desk, pipeline))
            values: dict[str, Any] = {}
            if name is not None:
                values["name"] = name
            if probability is not None:
                values["probability"] = probability
            if rot_days is not None:
                values["rot_days"] = rot_days or None
            if not values and place is None:
                from pipeline_tui.domain.errors import Invalid

                raise Invalid("probability", "nothing_to_set_stage")
            if values:
                desk.stages.edit(row.id, values)
            if place is not None:
                _put(desk, row.id, place)
            _give_one(desk, row.id, as_json=as_json)


def _add_going(app: typer.Typer) -> None:
    @app.command("retire", help=_("Put a stage away; its deals go to another one."))
    def retire(
        context: typer.Context,
        stage: _Which,
        pipeline: _Pipeline = "",
        to: Annotated[str, typer.Option("--to", metavar="STAGE", help=_("Where its deals go."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            where = _pipeline(desk, pipeline)
            row = find_stage(desk, stage, where)
            heir = find_stage(desk, to, where).id if to else None
            desk.stages.retire(row.id, move_to=heir)
            _give_one(desk, row.id, as_json=as_json)

    @app.command("checklist", help=_("What is to be done before a deal goes on from a stage."))
    def checklist(
        context: typer.Context,
        stage: _Which,
        items: Annotated[list[str] | None, typer.Argument(metavar="ITEM", help=_("All its items in their order, instead of those there are."))] = None,
        pipeline: _Pipeline = "",
        clear: Annotated[bool, typer.Option("--clear", help=_("Leave it without a checklist."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = find_stage(desk, stage, _pipeline(desk, pipeline))
            if items or clear:
                desk.checklists.set_items(row.id, [] if clear else items or [])
            found = desk.checklists.items().get(row.id, [])
            if as_json:
                base.give_json(found)
            else:
                for name in found:
                    base.give(name)

    @app.command("restore", help=_("Bring a stage back to its old place."))
    def restore(
        context: typer.Context, stage: _Which, pipeline: _Pipeline = "", as_json: base.Json = False
    ) -> None:
        with base.run_of(context).desk() as desk:
            row = find_stage(desk, stage, _pipeline(desk, pipeline), retired=True)
            desk.stages.restore(row.id)
            _give_one(desk, row.id, as_json=as_json)


def _pipeline(desk: Desk, wanted: str) -> int:
    """The pipeline that is meant: the one named, else the first."""
    return (
        find_pipeline(desk, wanted, retired=True).id
        if wanted
        else desk.vocabularies.pipelines()[0].id
    )


def _put(desk: Desk, stage_id: int, place: int) -> None:
    """Put a stage at this place, counted from 1, among the stages in use of its kind."""
    stage = _row(desk, stage_id)
    alike = [
        one.id
        for one in desk.vocabularies.stages(stage.pipeline_id)
        if one.kind == stage.kind and one.retired == stage.retired
    ]
    desk.stages.move(stage_id, place - 1 - alike.index(stage_id))


def _row(desk: Desk, stage_id: int) -> StageRow:
    rows = desk.vocabularies.stages(retired=True)
    return next(row for row in rows if row.id == stage_id)


def _give_one(desk: Desk, stage_id: int, *, as_json: bool) -> None:
    row = _row(desk, stage_id)
    if as_json:
        base.give_json(row)
    else:
        _give(desk, [row], as_json=False)


def _give(desk: Desk, rows: list[StageRow], *, as_json: bool) -> None:
    deals = desk.vocabularies.deals_by_stage()
    if as_json:
        base.give_json([{**base.plain(row), "deals": deals.get(row.id, 0)} for row in rows])
        return
    from pipeline_tui.wording.deals import stage_name
    from pipeline_tui.wording.formats import number, percent
    from pipeline_tui.wording.labels import field, label, named

    pipelines = {row.id: row for row in desk.vocabularies.pipelines(retired=True)}
    base.give_table(
        (field("pipeline"), field("code"), field("name"), field("kind"), field("probability"),
         field("rot_days"), _("Deals"), ""),
        [
            (
                named("pipeline", pipelines[row.pipeline_id].code, pipelines[row.pipeline_id].name),
                row.code, stage_name(row), label("stage_kind", row.kind),
                percent(row.probability / 100),
                "—" if row.rot_days is None else number(row.rot_days),
                number(deals.get(row.id, 0)), _("put away") if row.retired else "",
            )
            for row in rows
        ],
        right=(4, 5, 6),
    )  # fmt: skip
