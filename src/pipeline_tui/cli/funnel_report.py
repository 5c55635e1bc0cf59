"""`funnel report`: the figures as tables, and for programs; one of them by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_period
from pipeline_tui.cli.values import find_pipeline
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.figures import Figure
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.funnel import ColumnRow, GroupRow, Report, ValueRow


def add(funnel: typer.Typer) -> None:
    """Add the verb."""

    @funnel.command(
        help=_("Conversion by the cohort that entered, win rate, cycle, velocity, losses.")
    )
    def report(
        context: typer.Context,
        name: Annotated[Figure | None, typer.Argument(metavar="FIGURE", help=_("One figure; else the most of them at a glance."))] = None,
        since: Annotated[str | None, typer.Option(metavar="DAY", help=_("First day: 01.01.2026, -90d."))] = None,
        until: Annotated[str | None, typer.Option(metavar="DAY", help=_("Last day; else today."))] = None,
        by: Annotated[ValueBy | None, typer.Option("--by", help=_("What money or the win rate is split by."))] = None,
        field: Annotated[str | None, typer.Option("--field", metavar="NAME", help=_("Split the win rate by an own field of deals."))] = None,
        pipeline: options.Pipeline = None,
        deals: Annotated[bool, typer.Option("--deals", help=_("The deals behind the figure."))] = False,
        row: Annotated[str | None, typer.Option("--row", metavar="ROW", help=_("Only the deals of this row: 2026-03, offer, price."))] = None,
        part: Annotated[str | None, typer.Option("--part", metavar="PART", help=_("Only this part of them: won, lost, open, a stage."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            only = None if pipeline is None else find_pipeline(desk, pipeline).id
            start, end = read_period(desk, since, until)
            if name is None:
                if deals or row is not None or part is not None:
                    raise Invalid("--deals", "figure_missing", choices=list(Figure))
                found = desk.funnel.report(since=start, until=end, pipeline_id=only)
                split = by or ValueBy.MONTH
                values = desk.funnel.values(split, since=start, until=end, pipeline_id=only)
                if as_json:
                    base.give_json(report_json(found, values))
                else:
                    give_report(found, values, split)
                return
            from pipeline_tui.cli.funnel_figures import give_deals, give_figure, own_field

            shared = by or ValueBy.SOURCE if field is None else own_field(desk, field)
            scope = desk.analytics.scope(name, since=start, until=end, pipeline_id=only)
            if deals or row is not None or part is not None:
                give_deals(desk, name, shared, scope, row, part, as_json=as_json)
            else:
                give_figure(desk, name, shared, scope, as_json=as_json)


def column_json(column: ColumnRow) -> dict[str, Any]:
    """A stage with its sums."""
    return {
        "stage": column.stage.code, "name": column.stage.name, "kind": column.stage.kind,
        "probability": column.stage.probability, "count": column.count,
        "amounts": column.amounts, "weighted": column.weights,
    }  # fmt: skip


def group_json(group: GroupRow) -> dict[str, Any]:
    """A group with its sums."""
    from pipeline_tui.domain.funnel import REST

    return {
        "group": None if group.key == REST else group.key, "rest": group.key == REST,
        "count": group.count, "amounts": group.amounts, "weighted": group.weights,
    }  # fmt: skip


def report_json(report: Report, values: list[ValueRow]) -> dict[str, Any]:
    """The figures with the shares worked out, for programs."""
    return {
        "since": report.since, "until": report.until, "win_rate": report.win_rate,
        "cycle_days": report.cycle_days, "attention": report.attention,
        "stages": [column_json(column) for column in report.columns],
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


def give_report(report: Report, values: list[ValueRow], by: ValueBy) -> None:
    """The figures as tables, the last of them with money by what deals have in common."""
    from pipeline_tui.wording import deals, figures, formats
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
        (figures.by_name(by), _("Won"), _("Won money"), _("In work"), _("Open money"), _("Weighted"), _("Win rate")),
        [
            (
                figures.key_name(by, row.key) if row.key else "—", formats.number(row.won), formats.money(row.won_minor, row.currency),
                formats.number(row.open_deals), formats.money(row.open_minor, row.currency),
                formats.money(row.weighted_minor, row.currency), show(row.win_rate),
            )
            for row in values
        ],
        right=tuple(range(1, 7)),
    )  # fmt: skip
