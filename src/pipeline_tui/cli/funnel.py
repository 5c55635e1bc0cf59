"""`funnel`: the board and the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, funnel_pipelines, funnel_stages
from pipeline_tui.cli.steps import read_period
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.funnel import ColumnRow, Report, ValueRow
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    funnel = typer.Typer(no_args_is_help=True)
    app.add_typer(funnel, name="funnel")
    funnel_pipelines.add(funnel)
    funnel_stages.add(funnel)

    @funnel.command(
        help=_("Stages with counts, sums and weighted sums; the largest deals of each.")
    )
    def board(
        context: typer.Context,
        words: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="FILTER", help=_("Words of the title, client, manager or product.")
            ),
        ] = None,
        cards: Annotated[int, typer.Option("--cards", min=0, help=_("Deals shown per stage."))] = 5,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.domain.deals import DealFilter

        with base.run_of(context).desk() as desk:
            wanted = DealFilter(text=" ".join(words or ()))
            columns = desk.funnel.columns(wanted)
            selling = [column.stage.id for column in columns if column.stage.is_open]
            ids = desk.funnel.ids_by_stage(selling, wanted, limit=cards)
            rows = desk.funnel.rows([id_ for found in ids.values() for id_ in found])
            if as_json:
                base.give_json([
                    {**_column(column), "deals": [rows[id_] for id_ in ids.get(column.stage.id, ())]}
                    for column in columns
                ])  # fmt: skip
                return
            _give_board(desk, columns, {k: [rows[id_] for id_ in v] for k, v in ids.items()})

    @funnel.command(
        help=_("Conversion by the cohort that entered, win rate, cycle, velocity, losses.")
    )
    def report(
        context: typer.Context,
        since: Annotated[str | None, typer.Option(metavar="DAY", help=_("First day: 01.01.2026, -90d."))] = None,
        until: Annotated[str | None, typer.Option(metavar="DAY", help=_("Last day; else today."))] = None,
        by: Annotated[ValueBy, typer.Option("--by", help=_("Money by month, manager or product."))] = ValueBy.MONTH,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            start, end = read_period(desk, since, until)
            found = desk.funnel.report(since=start, until=end)
            values = desk.funnel.values(by, since=start, until=end)
            if as_json:
                base.give_json(_report(found, values))
            else:
                _give_report(found, values)


def _column(column: ColumnRow) -> dict[str, Any]:
    return {
        "stage": column.stage.code, "name": column.stage.name, "kind": column.stage.kind,
        "probability": column.stage.probability, "count": column.count,
        "amounts": column.amounts, "weighted": column.weights,
    }  # fmt: skip


def _report(report: Report, values: list[ValueRow]) -> dict[str, Any]:
    """The figures with the shares worked out, for programs."""
    return {
        "since": report.since, "until": report.until, "win_rate": report.win_rate,
        "cycle_days": report.cycle_days, "attention": report.attention,
        "stages": [_column(column) for column in report.columns],
        "conversion": [
            {
                "stage": flow.stage.code, "entered": flow.entered, "reached": flow.reached,
                "lost": flow.lost, "conversion": flow.conversion,
                "probability": flow.stage.probability, "own_probability": flow.own_probability,
                "decided": flow.decided, "little_data": flow.little_data,
            }
            for flow in report.flows
        ],
        "results": [
            {
                **base.plain(one), "win_rate": one.win_rate, "mean_won_minor": one.mean_won_minor,
                "cycle_days": one.cycle_days, "velocity_per_day_minor": one.velocity,
            }
            for one in report.results
        ],
        "losses": report.losses,
        "values": [{**base.plain(row), "win_rate": row.win_rate} for row in values],
    }  # fmt: skip


def _give_board(desk: Desk, columns: list[ColumnRow], deals_of: dict[int, list[Any]]) -> None:
    from pipeline_tui.wording import deals, formats

    today, zone = desk.today(), desk.zone
    base.give_table(
        (_("Stage"), _("Deals"), _("Sum"), _("Weighted")),
        [
            (
                deals.stage_name(column.stage), formats.number(column.count),
                formats.sums(column.amounts),
                formats.sums(column.weights) if column.stage.is_open else "",
            )
            for column in columns
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    for column in columns:
        for row in deals_of.get(column.stage.id, ()):
            base.give(
                "\t".join((
                    deals.stage_name(column.stage), str(row.id), row.title,
                    deals.client_name(row), deals.amount(row),
                    deals.what_next(row, today, zone)[0],
                ))
            )  # fmt: skip


def _give_report(report: Report, values: list[ValueRow]) -> None:
    from pipeline_tui.wording import deals, formats
    from pipeline_tui.wording.labels import named

    show = formats.percent
    base.give(
        _("{since} – {until}").format(
            since=formats.day_plain(report.since), until=formats.day_plain(report.until)
        )
    )
    base.give_table(
        (_("Stage"), _("Entered"), _("Went on"), _("Lost"), _("Conversion"), _("Chance"), _("Own chance")),
        [
            (
                deals.stage_name(flow.stage), formats.number(flow.entered),
                formats.number(flow.reached), formats.number(flow.lost), show(flow.conversion),
                show(flow.stage.probability / 100),
                _("too few deals") if flow.little_data else show(flow.own_probability),
            )
            for flow in report.flows
        ],
        right=(1, 2, 3, 4, 5, 6),
    )  # fmt: skip
    base.give_table(
        (_("Currency"), _("Won"), _("Lost"), _("Win rate"), _("Won money"), _("Cycle, days"),
         _("Velocity a day"), _("In work"), _("Weighted")),
        [
            (
                one.currency, formats.number(one.won), formats.number(one.lost),
                show(one.win_rate), formats.money(one.won_minor, one.currency),
                "—" if one.cycle_days is None else formats.decimal(one.cycle_days),
                "—" if one.velocity is None else formats.money(one.velocity, one.currency),
                formats.money(one.open_minor, one.currency),
                formats.money(one.weighted_minor, one.currency),
            )
            for one in report.results
        ],
        right=tuple(range(1, 9)),
    )  # fmt: skip
    base.give_table(
        (_("Why lost"), _("Deals"), _("Sum")),
        [
            (
                _("not said") if one.code is None else named("loss_reason", one.code, one.name),
                formats.number(one.count), formats.sums(one.amounts),
            )
            for one in report.losses
        ],
        right=(1, 2),
    )  # fmt: skip
    base.give_table(
        (_("Group"), _("Won"), _("Won money"), _("In work"), _("Open money"), _("Weighted"), _("Win rate")),
        [
            (
                row.key or "—", formats.number(row.won), formats.money(row.won_minor, row.currency),
                formats.number(row.open_deals), formats.money(row.open_minor, row.currency),
                formats.money(row.weighted_minor, row.currency), show(row.win_rate),
            )
            for row in values
        ],
        right=tuple(range(1, 7)),
    )  # fmt: skip
