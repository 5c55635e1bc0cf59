"""`call outcomes`: how a call can end, and what each end puts on the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import OutcomeRow
    from pipeline_tui.services.desk import Desk

_Code = Annotated[str, typer.Argument(help=N_("A code from `call outcomes`, or the name."))]


def add(calls: typer.Typer) -> None:
    """Add the verbs under `call`."""
    app = typer.Typer(
        help=_("Outcomes of calls: order, names, and what each schedules."),
        invoke_without_command=True,
    )
    calls.add_typer(app, name="outcomes")

    @app.callback()
    def start(context: typer.Context, as_json: base.Json = False) -> None:
        if context.invoked_subcommand is None:
            with base.run_of(context).desk() as desk:
                _give(desk, retired=False, as_json=as_json)

    @app.command("list", help=_("The outcomes in the order of their digits."))
    def list_outcomes(
        context: typer.Context,
        retired: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            _give(desk, retired=retired, as_json=as_json)

    _add_changes(app)


def _add_changes(app: typer.Typer) -> None:
    @app.command("set", help=_("Change an outcome: name, place, what it schedules and when."))
    def set_outcome(
        context: typer.Context,
        code: _Code,
        name: Annotated[str | None, typer.Option("--name", help=_("Its name; empty gives ours."))] = None,
        schedules: Annotated[Schedules | None, typer.Option("--schedules", help=_("What it puts on the calendar."))] = None,
        connected: Annotated[bool | None, typer.Option("--reached/--not-reached", help=_("Whether it counts as reaching somebody."))] = None,
        hours: Annotated[int | None, typer.Option("--hours", min=0, help=_("Plan by itself in so many hours; 0 asks."))] = None,
        days: Annotated[int | None, typer.Option("--days", min=0, help=_("The same in working days."))] = None,
        title: Annotated[str | None, typer.Option("--title", help=_("What the step is called."))] = None,
        place: Annotated[int | None, typer.Option("--place", min=1, help=_("Its place on the digits."))] = None,
        back: Annotated[bool, typer.Option("--back", help=_("Offer it again."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = _found(desk, code)
            values: dict[str, Any] = {
                "name": name, "schedules": None if schedules is None else schedules.value,
                "connected": connected, "title": title,
            }  # fmt: skip
            values = {key: value for key, value in values.items() if value is not None}
            values |= _delay(hours, days)
            if not values and place is None and not back:
                from pipeline_tui.domain.errors import Invalid

                raise Invalid("schedules", "nothing_to_set")
            if values or back:
                desk.outcomes.edit(row.id, values, retired=False if back else None)
            if place is not None:
                order = [one.id for one in desk.vocabularies.outcomes()]
                if row.id in order:
                    desk.outcomes.move(row.id, place - 1 - order.index(row.id))
            _give_one(desk, row.id, as_json=as_json)

    @app.command("add", help=_("Add an outcome of your own, after the others."))
    def add_outcome(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=_("What it is called."))],
        schedules: Annotated[Schedules, typer.Option("--schedules", help=_("What it puts on the calendar."))] = Schedules.STEP,
        connected: Annotated[bool, typer.Option("--reached/--not-reached", help=_("Whether it counts as reaching somebody."))] = True,
        hours: Annotated[int | None, typer.Option("--hours", min=1, help=_("Plan by itself in so many hours."))] = None,
        days: Annotated[int | None, typer.Option("--days", min=1, help=_("The same in working days."))] = None,
        title: Annotated[str, typer.Option("--title", help=_("What the step is called."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.outcomes.add(
                name, schedules=schedules.value, connected=connected, after_hours=hours,
                after_days=days, title=title,
            )  # fmt: skip
            _give_one(desk, number, as_json=as_json)

    @app.command("retire", help=_("Offer an outcome no more; calls that ended so keep it."))
    def retire(context: typer.Context, code: _Code, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            row = _found(desk, code)
            desk.outcomes.retire(row.id)
            _give_one(desk, row.id, as_json=as_json)


def _delay(hours: int | None, days: int | None) -> dict[str, int | None]:
    """The fields of the delay: naming one clears the other, nought clears both."""
    if hours is not None and days is not None:
        return {"after_hours": hours or None, "after_days": days or None}
    if hours is not None:
        return {"after_hours": hours or None, "after_days": None}
    if days is not None:
        return {"after_hours": None, "after_days": days or None}
    return {}


def _found(desk: Desk, wanted: str) -> OutcomeRow:
    """The outcome with this code, or of this name; raises NotFound outcome_unknown."""
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.domain.errors import NotFound
    from pipeline_tui.wording import outcomes

    for row in desk.vocabularies.outcomes(retired=True):
        if row.code == wanted or fold(outcomes.name(row)) == fold(wanted):
            return row
    raise NotFound("outcome_unknown", text=wanted)


def _give_one(desk: Desk, outcome_id: int, *, as_json: bool) -> None:
    row = next(one for one in desk.vocabularies.outcomes(retired=True) if one.id == outcome_id)
    if as_json:
        base.give_json(row)
    else:
        _table([row], desk)


def _give(desk: Desk, *, retired: bool, as_json: bool) -> None:
    rows = desk.vocabularies.outcomes(retired=retired)
    if as_json:
        base.give_json(rows)
    else:
        _table(rows, desk)


def _table(rows: list[OutcomeRow], desk: Desk) -> None:
    from pipeline_tui.wording import outcomes
    from pipeline_tui.wording.labels import field

    places = {row.id: str(at) for at, row in enumerate(desk.vocabularies.outcomes(), 1)}
    base.give_table(
        (_("No."), field("code"), field("name"), _("Reached"), field("schedules"), field("when"),
         _("The step is called")),
        [
            (
                places.get(row.id, _("put away")), row.code, outcomes.name(row),
                _("yes") if row.connected else _("no"), outcomes.schedules(row.schedules),
                outcomes.when(row), row.title,
            )
            for row in rows
        ],
        right=(0,),
    )  # fmt: skip
