"""`funnel`: the board and the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import (
    base,
    funnel_forecast,
    funnel_pipelines,
    funnel_reasons,
    funnel_report,
    funnel_stages,
    options,
)
from pipeline_tui.cli.funnel_report import column_json, group_json
from pipeline_tui.cli.steps import read_month
from pipeline_tui.cli.values import find_pipeline
from pipeline_tui.domain.deals import DealFilter, DealGroup
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.deals import DealRow
    from pipeline_tui.domain.funnel import ColumnRow
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    funnel = typer.Typer(no_args_is_help=True)
    app.add_typer(funnel, name="funnel")
    funnel_pipelines.add(funnel)
    funnel_stages.add(funnel)
    funnel_reasons.add(funnel)
    funnel_forecast.add(funnel)
    funnel_report.add(funnel)

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
        pipeline: options.Pipeline = None,
        by: Annotated[DealGroup, typer.Option("--by", help=_("What the columns are."))] = DealGroup.STAGE,
        source: options.Source = None,
        abc: options.Class = None,
        month: options.Month = None,
        cards: Annotated[int, typer.Option("--cards", min=0, help=_("Deals shown in each."))] = 5,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            wanted = DealFilter(
                text=" ".join(words or ()), source=source, month=read_month(desk, month),
                abc=None if abc is None else abc.value,
                pipeline_id=None if pipeline is None else find_pipeline(desk, pipeline).id,
            )  # fmt: skip
            if by is DealGroup.STAGE:
                _stages(desk, wanted, cards, as_json=as_json)
            else:
                _groups(desk, wanted, by, cards, as_json=as_json)


def _stages(desk: Desk, wanted: DealFilter, cards: int, *, as_json: bool) -> None:
    columns = desk.funnel.columns(wanted)
    selling = [column.stage.id for column in columns if column.stage.is_open]
    ids = desk.funnel.ids_by_stage(selling, wanted, limit=cards)
    rows = desk.funnel.rows([id_ for found in ids.values() for id_ in found])
    if as_json:
        base.give_json([
            {**column_json(column), "deals": [rows[id_] for id_ in ids.get(column.stage.id, ())]}
            for column in columns
        ])  # fmt: skip
        return
    _give_board(desk, columns, {k: [rows[id_] for id_ in v] for k, v in ids.items()})


def _groups(desk: Desk, wanted: DealFilter, by: DealGroup, cards: int, *, as_json: bool) -> None:
    groups = desk.funnel.groups(wanted, by=by)
    ids = desk.funnel.ids_by_group([group.key for group in groups], wanted, by=by)
    rows = desk.funnel.rows([id_ for found in ids.values() for id_ in found[:cards]])
    if as_json:
        base.give_json([
            {**group_json(group), "deals": [rows[id_] for id_ in ids[group.key][:cards]]}
            for group in groups
        ])  # fmt: skip
        return
    from pipeline_tui.wording import deals, formats

    base.give_table(
        (deals.group_by(by), _("Deals"), _("Sum"), _("Weighted")),
        [
            (
                deals.group_name(by, group.key), formats.number(group.count),
                formats.sums(group.amounts), formats.sums(group.weights),
            )
            for group in groups
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    for group in groups:
        _give_cards(
            desk, deals.group_name(by, group.key), [rows[id_] for id_ in ids[group.key][:cards]]
        )


def _give_board(desk: Desk, columns: list[ColumnRow], deals_of: dict[int, list[Any]]) -> None:
    from pipeline_tui.wording import deals, formats

    names = deals.stage_names(
        [column.stage for column in columns], desk.vocabularies.pipelines(retired=True)
    )
    base.give_table(
        (_("Stage"), _("Deals"), _("Sum"), _("Weighted")),
        [
            (
                names[column.stage.id], formats.number(column.count),
                formats.sums(column.amounts),
                formats.sums(column.weights) if column.stage.is_open else "",
            )
            for column in columns
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    for column in columns:
        _give_cards(desk, names[column.stage.id], deals_of.get(column.stage.id, ()))


def _give_cards(desk: Desk, where: str, rows: Sequence[DealRow]) -> None:
    from pipeline_tui.wording import deals

    for row in rows:
        base.give(
            "\t".join((
                where, str(row.id), row.title, deals.client_name(row), deals.amount(row),
                deals.what_next(row, desk.today(), desk.zone)[0],
            ))
        )  # fmt: skip
