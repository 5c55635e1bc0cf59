"""`deal`: opened, listed, shown, edited, put away. Where it goes: `deal_moves`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, deal_moves, options, own_fields
from pipeline_tui.cli.deal_answers import give_answer, give_card, give_rows, row_json
from pipeline_tui.cli.steps import read_month, read_step, read_sum
from pipeline_tui.cli.values import find_pipeline, find_product, find_stage
from pipeline_tui.domain.deals import SORTS_DOWN_FIRST, DealFilter, DealList, DealSort
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    deals = typer.Typer(no_args_is_help=True)
    app.add_typer(deals, name="deal")
    _add_reading(deals)
    _add_writing(deals)
    deal_moves.add(deals)


def _add_reading(app: typer.Typer) -> None:
    @app.command("list", help=_("List deals: open ones, or those of another list."))
    def list_deals(
        context: typer.Context,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("Words of the title, client, manager or product."))
        ] = None,
        show: Annotated[DealList, typer.Option("--show", help=_("Which deals."))] = DealList.OPEN,
        stage: options.Stage = None,
        pipeline: options.Pipeline = None,
        client: options.OfClient = None,
        owner: options.Owner = None,
        source: options.Source = None,
        abc: options.Class = None,
        month: options.Month = None,
        bare: Annotated[bool, typer.Option("--without-step", help=_("Those with nothing planned that do not rest either: give each a step."))] = False,
        sort: Annotated[DealSort, typer.Option("--sort", help=_("By what."))] = DealSort.STEP,
        descending: Annotated[bool, typer.Option("--desc", help=_("The other way round."))] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            only = None if pipeline is None else find_pipeline(desk, pipeline).id
            wanted = DealFilter(
                text=" ".join(words or ()), show=DealList.NO_STEP if bare else show, owner=owner,
                source=source, abc=None if abc is None else abc.value, month=read_month(desk, month),
                pipeline_id=only, stage_id=None if stage is None else find_stage(desk, stage, only).id,
                client_id=None if client is None else base.find_client(desk, client),
            )  # fmt: skip
            down = descending != (sort in SORTS_DOWN_FIRST)
            ids = desk.funnel.ids(wanted, sort, descending=down)
            shown = ids[:limit]
            rows = desk.funnel.rows(shown)
            found = [rows[id_] for id_ in shown if id_ in rows]
            if as_json:
                base.give_json([row_json(desk, row) for row in found])
                return
            give_rows(desk, found)
            if len(ids) > limit:
                base.remark(
                    _("{shown} of {all} shown; --limit shows more").format(
                        shown=limit, all=len(ids)
                    )
                )

    @app.command(help=_("Show a deal whole: money, next step, stages, what happened."))
    def show(context: typer.Context, number: options.Deal, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            give_card(desk, desk.funnel.card(number), as_json=as_json)


def _add_writing(app: typer.Typer) -> None:
    @app.command("add", help=_("Open a deal with its first step; answers with its number."))
    def add_deal(
        context: typer.Context,
        title: options.Title,
        step: options.Step = "",
        kind: options.StepKind = TaskKind.CALL,
        client: options.OfClient = None,
        amount: options.Amount = None,
        currency: options.Currency = None,
        stage: Annotated[str, typer.Option(help=_("Code or name of a stage; else the first one."))] = "",
        pipeline: options.Pipeline = None,
        close: options.Close = None,
        product: options.Product = None, source: options.Source = None,
        owner: options.Owner = None, competitor: options.Competitor = None,
        notes: options.Notes = None, field: own_fields.Own = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            money = currency or desk.settings.currency
            values = _values(desk, money, locals())
            values.setdefault("owner", desk.settings.owner)
            values.update(title=title, currency=money)
            values["custom"] = own_fields.with_own(desk, "deal", field)
            planned = read_step(desk, step) if step.strip() else None
            id_ = desk.deals.add(
                values, stage=_entry(desk, pipeline, stage), step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind,
            )  # fmt: skip
            if as_json:
                base.give_json(desk.funnel.card(id_).row)
            else:
                base.give(str(id_))

    @app.command(help=_("Change fields of a deal; an empty value clears one."))
    def edit(
        context: typer.Context,
        number: options.Deal,
        title: options.NewTitle = None,
        client: options.OfClient = None,
        amount: options.Amount = None,
        currency: options.Currency = None,
        close: options.Close = None,
        product: options.Product = None, source: options.Source = None,
        owner: options.Owner = None, competitor: options.Competitor = None,
        notes: options.Notes = None, field: own_fields.Own = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            card = desk.funnel.card(number)
            values = _values(desk, currency or card.row.currency, locals())
            if field:
                values["custom"] = own_fields.with_own(desk, "deal", field, card.custom)
            if title is not None:
                values["title"] = title
            if currency is not None:
                values["currency"] = currency
            desk.deals.edit(number, values)
            give_answer(desk, number, as_json=as_json)

    @app.command(help=_("Put a deal away: out of every list and figure. undo brings it back."))
    def archive(context: typer.Context, number: options.Deal) -> None:
        with base.run_of(context).desk() as desk:
            desk.deals.archive(number)


def _entry(desk: Desk, pipeline: str | None, stage: str) -> str | int:
    """The stage that a new deal enters: the one named, else the first of the pipeline."""
    if pipeline is None:
        return find_stage(desk, stage).id if stage else ""
    only = find_pipeline(desk, pipeline).id
    return find_stage(desk, stage, only).id if stage else desk.vocabularies.stages(only)[0].id


def _values(desk: Desk, currency: str, given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a draft from the options that were given."""
    found: dict[str, Any] = {
        name: given[name]
        for name in ("source", "owner", "competitor", "notes")
        if given[name] is not None
    }
    if given["client"] is not None:
        found["client_id"] = base.find_client(desk, given["client"]) if given["client"] else None
    if given["amount"] is not None:
        found["amount_minor"] = read_sum(given["amount"], currency) if given["amount"] else None
    if given["close"] is not None:
        found["expected_close"] = _day(desk, given["close"])
    if given["product"] is not None:
        wanted = given["product"].strip()
        found["product_id"] = find_product(desk, wanted) if wanted else None
    return found


def _day(desk: Desk, text: str) -> date | None:
    from pipeline_tui.domain.errors import Invalid

    if not text.strip():
        return None
    try:
        return read_step(desk, text).on
    except Invalid as found:
        raise found.at("expected_close") from found
