"""`task`: next steps, planned, moved, done, dropped."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_step
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import _


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    tasks = typer.Typer(no_args_is_help=True)
    app.add_typer(tasks, name="task")

    @tasks.command("add", help=_("Plan a step for a client or a deal; answers with its number."))
    def add_task(
        context: typer.Context,
        when: Annotated[list[str], typer.Argument(metavar="STEP", help=_("tomorrow 15 send the offer"))],
        client: options.OfClient = None,
        deal: options.OfDeal = None,
        kind: options.StepKind = TaskKind.CALL,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            step = read_step(desk, " ".join(when))
            who = None if client is None else base.find_client(desk, client)
            number = desk.tasks.plan(
                due_on=step.on, due_at=step.at, title=step.title, client_id=who, deal_id=deal,
                kind=kind,
            )  # fmt: skip
        if as_json:
            base.give_json({"id": number, "due_on": step.on, "due_at": step.at})
        else:
            base.give(str(number))

    @tasks.command("list", help=_("Open steps, the earliest first."))
    def list_tasks(
        context: typer.Context,
        client: options.OfClient = None,
        until: Annotated[
            str, typer.Option("--until", metavar="DAY", help=_("Up to a day: today, fri, +7d"))
        ] = "",
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import formats
        from pipeline_tui.wording.labels import label

        with base.run_of(context).desk() as desk:
            who = None if client is None else base.find_client(desk, client)
            last = read_step(desk, until).on if until else None
            rows = desk.call_list.tasks(until=last, client_id=who, limit=limit)
            if as_json:
                base.give_json(rows)
                return
            base.give_table(
                (_("No."), _("When"), _("Client"), _("Deal"), _("What")),
                [
                    (
                        str(row.id),
                        formats.moment(row.due_at, desk.now(), desk.zone) if row.due_at
                        else formats.day(row.due_on, desk.today()),
                        row.client, row.deal,
                        ": ".join(filter(None, (label("task", row.kind), row.title))),
                    )
                    for row in rows
                ],
            )  # fmt: skip

    @tasks.command("done", help=_("Mark a step as done."))
    def done(context: typer.Context, number: options.Task) -> None:
        with base.run_of(context).desk() as desk:
            desk.tasks.done(number)

    @tasks.command("move", help=_("Put a step on another day or time."))
    def move(
        context: typer.Context,
        number: options.Task,
        when: Annotated[list[str], typer.Argument(metavar="STEP", help=_("tomorrow 15"))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            step = read_step(desk, " ".join(when))
            values = {"due_on": step.on, "due_at": step.at}
            desk.tasks.edit(number, {**values, "title": step.title} if step.title else values)

    @tasks.command("drop", help=_("Take a step off the calendar, not done."))
    def drop(context: typer.Context, number: options.Task) -> None:
        with base.run_of(context).desk() as desk:
            desk.tasks.drop(number)
