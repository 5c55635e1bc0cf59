"""`funnel reasons`: why deals are lost, and when each reason says to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.values import find_loss_reason
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import ReasonRow
    from pipeline_tui.services.desk import Desk

_Which = Annotated[
    str, typer.Argument(metavar="REASON", help=N_("Code or name; `funnel reasons` lists them."))
]


def add(funnel: typer.Typer) -> None:
    """Add the verbs under `funnel`."""
    app = typer.Typer(
        help=_("Loss reasons: order, names, and when each says to come back."),
        invoke_without_command=True,
    )
    funnel.add_typer(app, name="reasons")

    @app.callback()
    def start(context: typer.Context, as_json: base.Json = False) -> None:
        if context.invoked_subcommand is None:
            with base.run_of(context).desk() as desk:
                _give(desk.vocabularies.loss_reasons(), as_json=as_json)

    @app.command("list", help=_("The reasons in the order they are offered."))
    def list_reasons(
        context: typer.Context,
        retired: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            _give(desk.vocabularies.loss_reasons(retired=retired), as_json=as_json)

    _add_changes(app)


def _add_changes(app: typer.Typer) -> None:
    @app.command("add", help=_("Add a reason of your own, after the others."))
    def add_reason(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=_("What it is called."))],
        days: Annotated[int | None, typer.Option("--win-back", min=1, help=_("Call again in so many days; else never."))] = None,
        text: Annotated[str, typer.Option("--come-back-with", help=_("What to offer them then."))] = "",
        competitor: Annotated[bool, typer.Option("--competitor/--no-competitor", help=_("Whether it must be said who got the deal."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.loss_reasons.add(
                name, win_back_days=days, asks_competitor=competitor, win_back_text=text
            )
            _give_one(desk, number, as_json=as_json)

    @app.command("set", help=_("Change a reason: name, place, when to come back."))
    def set_reason(
        context: typer.Context,
        reason: _Which,
        name: Annotated[str | None, typer.Option("--name", help=_("Its name; empty gives ours."))] = None,
        days: Annotated[int | None, typer.Option("--win-back", min=0, help=_("Call again in so many days; 0 for never."))] = None,
        text: Annotated[str | None, typer.Option("--come-back-with", help=_("What to offer them then; empty for nothing."))] = None,
        competitor: Annotated[bool | None, typer.Option("--competitor/--no-competitor", help=_("Whether it must be said who got the deal."))] = None,
        place: Annotated[int | None, typer.Option("--place", min=1, help=_("Its place among those offered."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = find_loss_reason(desk, reason)
            values: dict[str, Any] = {}
            if name is not None:
                values["name"] = name
            if days is not None:
                values["win_back_days"] = days or None
            if text is not None:
                values["win_back_text"] = text
            if competitor is not None:
                values["asks_competitor"] = competitor
            if not values and place is None:
                from pipeline_tui.domain.errors import Invalid

                raise Invalid("win_back_days", "nothing_to_set_reason")
            if values:
                desk.loss_reasons.edit(row.id, values)
            if place is not None:
                order = [one.id for one in desk.vocabularies.loss_reasons()]
                desk.loss_reasons.move(row.id, place - 1 - order.index(row.id))
            _give_one(desk, row.id, as_json=as_json)

    @app.command("retire", help=_("Offer a reason no more; deals lost for it keep it."))
    def retire(context: typer.Context, reason: _Which, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            row = find_loss_reason(desk, reason)
            desk.loss_reasons.retire(row.id)
            _give_one(desk, row.id, as_json=as_json)

    @app.command("restore", help=_("Offer a reason again."))
    def restore(context: typer.Context, reason: _Which, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            row = find_loss_reason(desk, reason, retired=True)
            desk.loss_reasons.restore(row.id)
            _give_one(desk, row.id, as_json=as_json)


def _give_one(desk: Desk, reason_id: int, *, as_json: bool) -> None:
    rows = desk.vocabularies.loss_reasons(retired=True)
    found = next(row for row in rows if row.id == reason_id)
    if as_json:
        base.give_json(found)
    else:
        _give([found], as_json=False)


def _give(rows: list[ReasonRow], *, as_json: bool) -> None:
    if as_json:
        base.give_json(rows)
        return
    from pipeline_tui.wording.formats import days
    from pipeline_tui.wording.labels import field, named

    base.give_table(
        (
            field("code"), field("name"), _("Win back in"), _("Asks the competitor"), "",
            field("win_back_text"),
        ),
        [
            (
                row.code, named("loss_reason", row.code, row.name),
                "—" if row.win_back_days is None else days(row.win_back_days),
                _("yes") if row.asks_competitor else _("no"),
                _("put away") if row.retired else "", row.win_back_text,
            )
            for row in rows
        ],
        right=(2,),
    )  # fmt: skip
