"""`funnel pipelines`: ways of selling with stages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.values import find_pipeline, find_stage
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.pipelines import PipelineRow
    from pipeline_tui.services.desk import Desk

_Which = Annotated[
    str, typer.Argument(metavar="PIPELINE", help=N_("Code or name; `funnel pipelines` lists them."))
]


def add(funnel: typer.Typer) -> None:
    """Add the verbs under `funnel`."""
    app = typer.Typer(
        help=_("Pipelines: new business, repeat sales, your own; each with its stages."),
        invoke_without_command=True,
    )
    funnel.add_typer(app, name="pipelines")

    @app.callback()
    def start(context: typer.Context, as_json: base.Json = False) -> None:
        if context.invoked_subcommand is None:
            with base.run_of(context).desk() as desk:
                _give(desk.vocabularies.pipelines(), as_json=as_json)

    @app.command("list", help=_("Pipelines in their order; the first one takes new deals."))
    def list_pipelines(
        context: typer.Context,
        retired: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            _give(desk.vocabularies.pipelines(retired=retired), as_json=as_json)

    _add_changes(app)


def _add_changes(app: typer.Typer) -> None:
    @app.command("add", help=_("Add a pipeline with stages to begin with."))
    def add_pipeline(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=_("What it is called; else as the starter."))] = "",
        like: Annotated[str, typer.Option("--like", metavar="PIPELINE", help=_("Whose stages it begins with: new_business, repeat, partner, or one of yours."))] = "new_business",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            _give_one(desk, desk.pipelines.add(name, like=_like(desk, like)), as_json=as_json)

    @app.command("set", help=_("Change its name, or its place."))
    def set_pipeline(
        context: typer.Context,
        pipeline: _Which,
        name: Annotated[str | None, typer.Option("--name", help=_("Its name; empty gives ours."))] = None,
        place: Annotated[int | None, typer.Option("--place", min=1, help=_("Its place; the first one takes new deals."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = find_pipeline(desk, pipeline)
            if name is None and place is None:
                from pipeline_tui.domain.errors import Invalid

                raise Invalid("name", "nothing_to_set_pipeline")
            if name is not None:
                desk.pipelines.edit(row.id, name)
            if place is not None:
                order = [one.id for one in desk.vocabularies.pipelines()]
                desk.pipelines.move(row.id, place - 1 - order.index(row.id))
            _give_one(desk, row.id, as_json=as_json)

    @app.command("retire", help=_("Put it away; its open deals go to a stage of another one."))
    def retire(
        context: typer.Context,
        pipeline: _Which,
        to: Annotated[str, typer.Option("--to", metavar="PIPELINE", help=_("Where its open deals go."))] = "",
        stage: Annotated[str, typer.Option("--stage", help=_("The stage there; else its first one."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = find_pipeline(desk, pipeline)
            heir: int | None = None
            if to:
                there = find_pipeline(desk, to).id
                heir = (
                    find_stage(desk, stage, there).id
                    if stage
                    else desk.vocabularies.stages(there)[0].id
                )
            desk.pipelines.retire(row.id, move_to=heir)
            _give_one(desk, row.id, as_json=as_json)

    @app.command("restore", help=_("Bring it back with its stages."))
    def restore(context: typer.Context, pipeline: _Which, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            row = find_pipeline(desk, pipeline, retired=True)
            desk.pipelines.restore(row.id)
            _give_one(desk, row.id, as_json=as_json)


def _like(desk: Desk, wanted: str) -> str:
    """The code of a starter, or of a pipeline that is there; raises NotFound choice_unknown."""
    from pipeline_tui.domain.pipelines import STARTERS

    return wanted if wanted in STARTERS else find_pipeline(desk, wanted, retired=True).code


def _give_one(desk: Desk, pipeline_id: int, *, as_json: bool) -> None:
    rows = desk.vocabularies.pipelines(retired=True)
    found = next(row for row in rows if row.id == pipeline_id)
    if as_json:
        base.give_json(found)
    else:
        _give([found], as_json=False)


def _give(rows: list[PipelineRow], *, as_json: bool) -> None:
    if as_json:
        base.give_json(rows)
        return
    from pipeline_tui.wording.formats import number
    from pipeline_tui.wording.labels import field, named

    base.give_table(
        (field("code"), field("name"), _("Open deals"), ""),
        [
            (
                row.code, named("pipeline", row.code, row.name), number(row.open_deals),
                _("put away") if row.retired else "",
            )
            for row in rows
        ],
        right=(2,),
    )  # fmt: skip
