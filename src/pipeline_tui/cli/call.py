"""`call`: begin, finish and log calls, and look back at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, call_outcomes, call_stats, options
from pipeline_tui.cli.steps import read_step, read_sum
from pipeline_tui.cli.values import loss_reason
from pipeline_tui.cli.values import outcome as find_outcome
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import After, CallDone
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    calls = typer.Typer(no_args_is_help=True)
    app.add_typer(calls, name="call")
    _add_log(calls)
    _add_running(calls)
    call_outcomes.add(calls)
    call_stats.add(calls)


def _add_log(app: typer.Typer) -> None:
    @app.command("log", help=_("Log a call made elsewhere: its outcome, and what comes next."))
    def log(
        context: typer.Context,
        client: options.Client,
        outcome: options.Outcome,
        note: Annotated[str, typer.Option("--note", "-n", help=_("What was said."))] = "",
        step: Annotated[str, typer.Option("--step", help=_("Next step: tomorrow 15 send offer"))] = "",
        promise: Annotated[str, typer.Option("--promise", metavar="SUM", help=_("Sum promised."))] = "",
        promise_by: Annotated[str, typer.Option("--by", metavar="DAY", help=_("Day of the promise."))] = "",
        lose: Annotated[str, typer.Option("--lose", help=_("Loss reason (code)."))] = "",
        snooze: Annotated[str, typer.Option("--snooze", metavar="DAY", help=_("Rest until a day: +30d"))] = "",
        reason: Annotated[str, typer.Option("--reason", help=_("Why it rests."))] = "",
        won: Annotated[bool, typer.Option("--won", help=_("The deal is won."))] = False,
        deal: options.OfDeal = None,
        incoming: Annotated[bool, typer.Option("--incoming", help=_("They called."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            done = desk.calls.log(
                client_id, find_outcome(desk, outcome), note=note, deal_id=deal,
                direction="in" if incoming else "out",
                after=_after(desk, step, promise, promise_by, lose, snooze, reason, won=won),
            )  # fmt: skip
            _give_done(desk, client_id, done, as_json=as_json)

    @app.command("list", help=_("The latest calls, all or those of one client."))
    def list_calls(
        context: typer.Context,
        client: options.MaybeClient = None,
        limit: options.Limit = 30,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import formats
        from pipeline_tui.wording.labels import label, named

        with base.run_of(context).desk() as desk:
            who = None if client is None else base.find_client(desk, client)
            rows = desk.call_list.made(client_id=who, limit=limit)
            if as_json:
                base.give_json(rows)
                return
            base.give_table(
                (_("No."), _("When"), _("Client"), _("Outcome"), _("Took"), _("Note")),
                [
                    (
                        str(row.id), formats.moment(row.at, desk.now(), desk.zone), row.client,
                        named("outcome", row.outcome, row.outcome_name) if row.outcome
                        else label("direction", row.direction),
                        formats.duration(row.duration_s) if row.duration_s else "", row.note,
                    )
                    for row in rows
                ],
            )  # fmt: skip

    @app.command("correct", help=_("Correct the outcome or the note of a call; the old row stays."))
    def correct(
        context: typer.Context,
        number: Annotated[
            int, typer.Argument(metavar="NUMBER", help=_("A number from `call list`."))
        ],
        outcome: options.NewOutcome = None,
        note: Annotated[str | None, typer.Option("--note", "-n", help=_("What was said."))] = None,
        as_json: base.Json = False,
    ) -> None:
        if outcome is None and note is None:
            raise Invalid("", "nothing_to_correct")
        with base.run_of(context).desk() as desk:
            new = desk.calls.correct(
                number, outcome=None if outcome is None else find_outcome(desk, outcome), note=note
            )
        if as_json:
            base.give_json({"id": new, "corrects": number})
        else:
            base.done(_("Corrected; the new number is {id}").format(id=new))


def _add_running(app: typer.Typer) -> None:
    @app.command("start", help=_("Begin a call; `call finish` ends it, with its duration."))
    def start(
        context: typer.Context,
        client: options.Client,
        deal: options.OfDeal = None,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.domain.zones import zone_of
        from pipeline_tui.wording import formats, reasons, win_back

        with base.run_of(context).desk() as desk:
            running = desk.calls.start(base.find_client(desk, client), deal_id=deal)
            brief = desk.call_list.brief(running.client_id, deal)
            at = reasons.Clock(desk.now(), desk.zone)
            for one in running.cautions:
                base.remark(reasons.gate(one, at, zone_of(brief.zone, desk.zone)))
        if as_json:
            base.give_json({"call": running, "brief": brief})
            return
        phone = formats.phone(*brief.phones[0]) if brief.phones else "—"
        base.give(" · ".join(filter(None, (running.name, brief.contact, phone))))
        if brief.win_back is not None:
            for told in (win_back.line(brief.win_back), brief.win_back.text):
                if told:
                    base.give(told)

    @app.command("finish", help=_("End the running call with its outcome and what comes next."))
    def finish(
        context: typer.Context,
        outcome: options.Outcome,
        note: Annotated[str, typer.Option("--note", "-n", help=_("What was said."))] = "",
        step: Annotated[str, typer.Option("--step", help=_("Next step: tomorrow 15 send offer"))] = "",
        promise: Annotated[str, typer.Option("--promise", metavar="SUM", help=_("Sum promised."))] = "",
        promise_by: Annotated[str, typer.Option("--by", metavar="DAY", help=_("Day of the promise."))] = "",
        lose: Annotated[str, typer.Option("--lose", help=_("Loss reason (code)."))] = "",
        snooze: Annotated[str, typer.Option("--snooze", metavar="DAY", help=_("Rest until a day: +30d"))] = "",
        reason: Annotated[str, typer.Option("--reason", help=_("Why it rests."))] = "",
        won: Annotated[bool, typer.Option("--won", help=_("The deal is won."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            running = desk.call_list.running()
            done = desk.calls.finish(
                find_outcome(desk, outcome), note=note,
                after=_after(desk, step, promise, promise_by, lose, snooze, reason, won=won),
            )  # fmt: skip
            _give_done(desk, running.client_id if running else 0, done, as_json=as_json)

    @app.command("drop", help=_("Forget the running call: it did not take place."))
    def drop(context: typer.Context) -> None:
        with base.run_of(context).desk() as desk:
            desk.calls.drop()

    @app.command("running", help=_("The call that is not finished yet."))
    def running(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import formats

        with base.run_of(context).desk() as desk:
            found = desk.call_list.running()
            if as_json:
                base.give_json(found)
            elif found is not None:
                base.give(
                    f"{found.name} · {formats.moment(found.started_at, desk.now(), desk.zone)}"
                )
        if found is None and not as_json:
            raise typer.Exit(base.NOT_FOUND)


def _after(
    desk: Desk, step: str, promise: str, promise_by: str, lose: str, snooze: str, reason: str,
    *, won: bool,
) -> After:  # fmt: skip
    """What the options decide."""
    from pipeline_tui.domain.calls import After

    planned = read_step(desk, step) if step else None
    currency = desk.settings.currency
    return After(
        step_on=planned.on if planned else None, step_at=planned.at if planned else None,
        step_title=planned.title if planned else "",
        promise_minor=read_sum(promise, currency) if promise else None, promise_currency=currency,
        promise_on=read_step(desk, promise_by).on if promise_by else None, loss_reason=loss_reason(desk, lose) if lose else "",
        snooze_until=read_step(desk, snooze).on if snooze else None, snooze_reason=reason, won=won,
    )  # fmt: skip


def _give_done(desk: Desk, client_id: int, done: CallDone, *, as_json: bool) -> None:
    if as_json:
        base.give_json(done)
        return
    from pipeline_tui.wording import reasons

    name = desk.lists.rows([client_id])[client_id].name
    base.done(reasons.left(done, name, reasons.Clock(desk.now(), desk.zone)))
