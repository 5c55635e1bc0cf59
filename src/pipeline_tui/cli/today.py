"""`today`: the call list of the day, in order, each line with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import DayList
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def today(
        context: typer.Context,
        hidden: Annotated[
            bool, typer.Option("--hidden", help=_("Who is not on the list, and why."))
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            found = desk.call_list.today()
            if as_json:
                base.give_json(_as_json(desk, found))
            elif hidden:
                _give_hidden(desk, found)
            else:
                _give(desk, found)


def _as_json(desk: Desk, found: DayList) -> dict[str, Any]:
    """The list with every line's sentence and score beside its facts."""
    from pipeline_tui.domain.zones import zone_of
    from pipeline_tui.wording import reasons

    at = reasons.Clock(desk.now(), desk.zone)
    answer: dict[str, Any] = base.plain(found)
    for line, row in zip(answer["rows"], found.rows, strict=True):
        line["why"] = reasons.reason(row, at)
        line["score"]["total"] = round(row.score.total, 2)
        line["tier"] = int(row.tier)
    for line, other in zip(answer["hidden"], found.hidden, strict=True):
        line["why"] = reasons.gate(other, at, zone_of(other.zone, desk.zone))
        line["tier"] = int(other.tier)
    return answer


def _give(desk: Desk, found: DayList) -> None:
    from pipeline_tui.domain.zones import zone_of
    from pipeline_tui.wording import formats, reasons

    at = reasons.Clock(desk.now(), desk.zone)
    base.give_table(
        ("№", _("Why"), _("Client"), _("Contact"), _("Phone"), _("Their time"), _("At stake")),
        [
            (
                str(row.rank),
                reasons.reason(row, at),
                row.client,
                row.contact,
                formats.phone(row.e164, row.phone, row.extension),
                formats.clock(at.now, zone_of(row.zone, desk.zone)) if row.zone else "?",
                formats.money(row.stake_minor, row.currency) if row.stake_minor else "",
            )
            for row in found.rows
        ],
        right=(0, 6),
    )
    head = found.head
    base.remark(
        _("Calls {done} of {planned} · hidden {hidden}").format(
            done=head.calls_done, planned=head.calls_planned, hidden=len(found.hidden)
        )
    )


def _give_hidden(desk: Desk, found: DayList) -> None:
    from pipeline_tui.domain.zones import zone_of
    from pipeline_tui.wording import reasons

    at = reasons.Clock(desk.now(), desk.zone)
    base.give_table(
        (_("No."), _("Client"), _("Why not")),
        [
            (str(row.id), row.client, reasons.gate(row, at, zone_of(row.zone, desk.zone)))
            for row in found.hidden
        ],
    )
