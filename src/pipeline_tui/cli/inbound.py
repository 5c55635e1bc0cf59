"""`inbound`: requests that came in, their answers, and how fast these are."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_period
from pipeline_tui.domain.requests import Reply, RequestWay, read_arrival, read_caller
from pipeline_tui.i18n import _

DAYS = 30
"""The period of the figures where none is named."""

At = Annotated[str, typer.Option("--at", help=_("When: 12:40, yesterday 18:20; now without it."))]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    inbound = typer.Typer(no_args_is_help=True)
    app.add_typer(inbound, name="inbound")
    _add_writing(inbound)
    _add_reading(inbound)


def _add_writing(app: typer.Typer) -> None:
    @app.command(
        "add", help=_("Write down a request nobody answered yet; it goes on top of the list.")
    )
    def add_request(
        context: typer.Context,
        who: Annotated[
            str, typer.Argument(help=_("Their number, their name, or both: +79123456789 Olga."))
        ] = "",
        client: Annotated[
            str | None,
            typer.Option("--client", "-c", help=_("A client you know: number, name or phone.")),
        ] = None,
        way: Annotated[
            RequestWay, typer.Option("--way", help=_("How they asked for you."))
        ] = RequestWay.CALL,
        text: Annotated[
            str, typer.Option("--text", "-n", help=_("The request as received; - reads a pipe."))
        ] = "",
        at: At = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            known = None if client is None else base.find_client(desk, client)
            phone, name = read_caller(who)
            done = desk.requests.take(
                known, way=way, phone=phone, name=name,
                text=sys.stdin.read() if text == "-" else text,
                arrived_at=read_arrival(at, desk.local_now(), desk.calendar),
            )  # fmt: skip
        if as_json:
            base.give_json(done)
        else:
            base.give(str(done.id))

    @app.command("answer", help=_("Log the mail or message that answered a request."))
    def answer(
        context: typer.Context,
        number: Annotated[
            int, typer.Argument(metavar="NUMBER", help=_("A number from `inbound list`."))
        ],
        text: Annotated[str, typer.Argument(help=_("What was answered."))],
        kind: Annotated[
            Reply, typer.Option("--kind", help=_("How it was answered."))
        ] = Reply.EMAIL,
        at: At = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            touch = desk.requests.answer(
                number, kind=kind, text=text,
                answered_at=read_arrival(at, desk.local_now(), desk.calendar),
            )  # fmt: skip
        if as_json:
            base.give_json({"id": number, "activity_id": touch})
        else:
            base.done(_("Answered"))

    @app.command("dismiss", help=_("Put away what needs no answer, such as spam."))
    def dismiss(
        context: typer.Context,
        number: Annotated[
            int, typer.Argument(metavar="NUMBER", help=_("A number from `inbound list`."))
        ],
        reason: Annotated[str, typer.Option("--reason", help=_("Why it needs no answer."))],
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.requests.dismiss(number, reason)
        if as_json:
            base.give_json({"id": number, "dismissed": reason})
        else:
            base.done(_("Put away"))


def _add_reading(app: typer.Typer) -> None:
    @app.command("list", help=_("Requests: those that wait first, the oldest of them on top."))
    def list_requests(
        context: typer.Context,
        client: options.OfClient = None,
        waiting: Annotated[
            bool, typer.Option("--open", help=_("Only those nobody has answered."))
        ] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import formats, requests
        from pipeline_tui.wording.labels import label

        with base.run_of(context).desk() as desk:
            who = None if client is None else base.find_client(desk, client)
            rows = desk.inbox.requests(client_id=who, only_open=waiting, limit=limit)
            if as_json:
                base.give_json(rows)
                return
            now = desk.now()
            base.give_table(
                (_("No."), _("State"), _("Came"), _("By"), _("Client"), _("Text")),
                [
                    (
                        str(row.id), requests.state(row, now),
                        formats.moment(row.arrived_at, now, desk.zone),
                        label("request", row.way), row.client, " ".join(row.text.split()),
                    )
                    for row in rows
                ],
            )  # fmt: skip

    @app.command("stats", help=_("How fast requests are answered, in your working time."))
    def stats(
        context: typer.Context,
        since: Annotated[str | None, typer.Option(help=_("First day: 01.01.2026, -90d."))] = None,
        until: Annotated[str | None, typer.Option(help=_("Last day, today without it."))] = None,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import requests

        with base.run_of(context).desk() as desk:
            start, end = read_period(desk, since, until)
            last = end or desk.today()
            first = start or last - timedelta(days=DAYS - 1)
            found = desk.inbox.response(first, last)
        if as_json:
            base.give_json(
                {
                    "since": first, "until": last, "answered": found.answered,
                    "waiting": found.waiting, "median_s": found.median_s, "limit_s": found.limit_s,
                    "within": found.within, "judged": found.judged, "share": found.share,
                }
            )  # fmt: skip
            return
        for name, value in requests.figures(found):
            base.give(f"{name}: {value}")
