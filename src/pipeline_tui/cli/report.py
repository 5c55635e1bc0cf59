"""`report`: what a day, a week or a month brought, fit to send."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.report import Report


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


_On = Annotated[
    str,
    typer.Option("--on", metavar="DAY", help=N_("A day of it: yesterday, 13.03.2026; else today.")),
]
_Form = Annotated[Format, typer.Option("--format", "-f", help=N_("Plain text, Markdown or JSON."))]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    report = typer.Typer(no_args_is_help=True)
    app.add_typer(report, name="report")

    @report.command(
        help=_("The report of a day, with what is not done and tomorrow's first lines.")
    )
    def day(
        context: typer.Context,
        on: _On = "",
        form: _Form = Format.TEXT,
        as_json: base.Json = False,
    ) -> None:
        _give(context, "day", on, Format.JSON if as_json else form)

    @report.command(help=_("The report of a week, Monday to Sunday."))
    def week(
        context: typer.Context,
        on: _On = "",
        form: _Form = Format.TEXT,
        as_json: base.Json = False,
    ) -> None:
        _give(context, "week", on, Format.JSON if as_json else form)

    @report.command(help=_("The report of a month."))
    def month(
        context: typer.Context,
        on: _On = "",
        form: _Form = Format.TEXT,
        as_json: base.Json = False,
    ) -> None:
        _give(context, "month", on, Format.JSON if as_json else form)


def _give(context: typer.Context, period: str, on: str, form: Format) -> None:
    from pipeline_tui.cli.money_options import read_day
    from pipeline_tui.domain.report import Period

    with base.run_of(context).desk() as desk:
        found = desk.reports.report(Period(period), read_day(desk, on, "--on") if on else None)
        if form is Format.JSON:
            base.give_json(_as_json(found))
            return
        from pipeline_tui.wording import reports as words

        doc = words.document(found, desk.now(), desk.zone)
        text = words.as_markdown(doc) if form is Format.MD else words.as_text(doc)
    for line in text.splitlines():
        base.give(line)


def _as_json(found: Report) -> dict[str, Any]:
    """The report with the shares worked out, for programs."""
    from pipeline_tui.cli.plan import _as_json as plan_as_json

    answer: dict[str, Any] = base.plain(found)
    answer["touches"]["connect_rate"] = found.touches.connect_rate
    answer["plan"] = plan_as_json(found.plan)
    return answer
