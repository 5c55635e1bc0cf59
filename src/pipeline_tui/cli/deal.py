"""`deal`: opened, listed, shown, moved, won, lost, left to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_step, read_sum
from pipeline_tui.cli.values import find_stage, loss_reason
from pipeline_tui.domain.deals import SORTS_DOWN_FIRST, DealFilter, DealList, DealSort
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from pipeline_tui.domain.deals import DealCard, DealRow
    from pipeline_tui.services.desk import Desk


_LISTED = 12
"""Products named to who asks for one that there is not."""


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    deals = typer.Typer(no_args_is_help=True)
    app.add_typer(deals, name="deal")
    _add_reading(deals)
    _add_writing(deals)
    _add_moving(deals)
    _add_closing(deals)


def _add_reading(app: typer.Typer) -> None:
    @app.command("list", help=_("List deals: open ones, or those of another list."))
    def list_deals(
        context: typer.Context,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("Words of the title, client, manager or product."))
        ] = None,
        show: Annotated[DealList, typer.Option("--show", help=_("Which deals."))] = DealList.OPEN,
        stage: options.Stage = None,
        client: options.OfClient = None,
        owner: options.Owner = None,
        sort: Annotated[DealSort, typer.Option("--sort", help=_("By what."))] = DealSort.STEP,
        descending: Annotated[bool, typer.Option("--desc", help=_("The other way round."))] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            wanted = DealFilter(
                text=" ".join(words or ()), show=show, owner=owner,
                stage_id=None if stage is None else find_stage(desk, stage).id,
                client_id=None if client is None else base.find_client(desk, client),
            )  # fmt: skip
            down = descending != (sort in SORTS_DOWN_FIRST)
            ids = desk.funnel.ids(wanted, sort, descending=down)
            shown = ids[:limit]
            rows = desk.funnel.rows(shown)
            found = [rows[id_] for id_ in shown if id_ in rows]
            if as_json:
                base.give_json([_as_json(desk, row) for row in found])
                return
            _give_rows(desk, found)
            if len(ids) > limit:
                base.remark(
                    _("{shown} of {all} shown; --limit shows more").format(
                        shown=limit, all=len(ids)
                    )
                )

    @app.command(help=_("Show a deal whole: money, next step, stages, what happened."))
    def show(context: typer.Context, number: options.Deal, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            card = desk.funnel.card(number)
            if as_json:
                base.give_json(card)
            else:
                _give_card(desk, card)


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
        stage: Annotated[str, typer.Option(help=_("Code or name of a stage."))] = "new",
        close: options.Close = None,
        product: options.Product = None, source: options.Source = None,
        owner: options.Owner = None, competitor: options.Competitor = None,
        notes: options.Notes = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            money = currency or desk.settings.currency
            values = _values(desk, money, locals())
            values.setdefault("owner", desk.settings.owner)
            values.update(title=title, currency=money)
            planned = read_step(desk, step) if step.strip() else None
            id_ = desk.deals.add(
                values, stage=find_stage(desk, stage).code, step_on=planned.on if planned else None,
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
        notes: options.Notes = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = desk.funnel.card(number).row
            values = _values(desk, currency or row.currency, locals())
            if title is not None:
                values["title"] = title
            if currency is not None:
                values["currency"] = currency
            desk.deals.edit(number, values)
            _answer(desk, number, as_json=as_json)


def _add_moving(app: typer.Typer) -> None:
    @app.command(help=_("Move a deal to a stage."))
    def move(
        context: typer.Context,
        number: options.Deal,
        stage: Annotated[str, typer.Argument(metavar="STAGE", help=_("Code or name of a stage."))],
        reason: Annotated[str, typer.Option(help=_("Why, when it goes back."))] = "",
        step: options.Step = "",
        kind: options.StepKind = TaskKind.CALL,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            planned = read_step(desk, step) if step.strip() else None
            desk.deals.move(
                number, find_stage(desk, stage).code, reason=reason, step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind,
            )  # fmt: skip
            _answer(desk, number, as_json=as_json)

    @app.command(help=_("Plan the next step of a deal."))
    def step(
        context: typer.Context,
        number: options.Deal,
        when: Annotated[list[str], typer.Argument(metavar="STEP", help=_("tomorrow 15 send the offer"))],
        kind: options.StepKind = TaskKind.CALL,
        done: Annotated[bool, typer.Option("--done", help=_("The step planned now is done."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            planned = read_step(desk, " ".join(when))
            row = desk.funnel.card(number).row
            if done and row.next_id is not None:
                desk.tasks.done(
                    row.next_id, then_on=planned.on, then_at=planned.at,
                    then_title=planned.title, then_kind=kind,
                )  # fmt: skip
            else:
                desk.tasks.plan(
                    deal_id=number, due_on=planned.on, due_at=planned.at, title=planned.title,
                    kind=kind,
                )  # fmt: skip
            _answer(desk, number, as_json=as_json)

    @app.command(help=_("Let a deal rest until a day, for a reason."))
    def snooze(
        context: typer.Context,
        number: options.Deal,
        until: Annotated[str, typer.Argument(metavar="DAY", help=_("+2w, 1 April, next month"))],
        reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Why it rests."))],
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.deals.snooze(number, read_step(desk, until).on, reason)
            _answer(desk, number, as_json=as_json)


def _add_closing(app: typer.Typer) -> None:
    @app.command(help=_("Win a deal, with its final amount where it differs."))
    def win(
        context: typer.Context,
        number: options.Deal,
        amount: options.Amount = None,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            row = desk.funnel.card(number).row
            minor = None if amount is None else read_sum(amount, row.currency)
            desk.deals.win(number, amount_minor=minor)
            _answer(desk, number, as_json=as_json)

    @app.command(help=_("Lose a deal, for a reason."))
    def lose(
        context: typer.Context,
        number: options.Deal,
        reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Code or name: price, competitor, no_budget …"))],
        competitor: Annotated[str, typer.Option(help=_("Who got it."))] = "",
        note: Annotated[str, typer.Option(help=_("What was said."))] = "",
        win_back: Annotated[str | None, typer.Option("--win-back", metavar="DAY", help=_("When to come back: +3m."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            back = None if win_back is None else read_step(desk, win_back).on
            desk.deals.lose(
                number,
                loss_reason(desk, reason),
                competitor=competitor,
                note=note,
                win_back_on=back,
            )
            _answer(desk, number, as_json=as_json)

    @app.command(help=_("Bring a won or lost deal back among the open ones."))
    def reopen(
        context: typer.Context,
        number: options.Deal,
        reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Why."))],
        step: options.Step = "",
        kind: options.StepKind = TaskKind.CALL,
        stage: Annotated[
            str, typer.Option(help=_("Code or name of a stage; else where it was."))
        ] = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            planned = read_step(desk, step) if step.strip() else None
            desk.deals.reopen(
                number, reason, stage=find_stage(desk, stage).code if stage else "", step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind,
            )  # fmt: skip
            _answer(desk, number, as_json=as_json)

    @app.command(help=_("Put a deal away: out of every list and figure. undo brings it back."))
    def archive(context: typer.Context, number: options.Deal) -> None:
        with base.run_of(context).desk() as desk:
            desk.deals.archive(number)


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
        found["product_id"] = _product(desk, given["product"])
    return found


def _day(desk: Desk, text: str) -> date | None:
    from pipeline_tui.domain.errors import Invalid

    if not text.strip():
        return None
    try:
        return read_step(desk, text).on
    except Invalid as found:
        raise found.at("expected_close") from found


def _product(desk: Desk, text: str) -> int | None:
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.domain.errors import Invalid

    if not text.strip():
        return None
    products = desk.funnel.products()
    wanted = fold(text)
    exact = [(id_, name) for id_, name in products if fold(name) == wanted]
    found = exact or [(id_, name) for id_, name in products if wanted in fold(name)]
    if len(found) == 1:
        return found[0][0]
    if not products:
        raise Invalid("product", "no_products")
    names = [name for _id, name in found or products]
    more = ["…"] if len(names) > _LISTED else []
    raise Invalid("product", "choice_unknown", text=text, choices=[*names[:_LISTED], *more])


def _answer(desk: Desk, number: int, *, as_json: bool) -> None:
    """What became of a deal."""
    from pipeline_tui.wording import deals

    card = desk.funnel.card(number)
    if as_json:
        base.give_json(_as_json(desk, card.row))
        return
    step, _tone = deals.what_next(card.row, desk.today(), desk.zone)
    base.done(f"{number} {card.row.title}: {deals.stage_name(card.stage)} · {step}")


def _as_json(desk: Desk, row: DealRow) -> dict[str, Any]:
    """A row with the code of its stage and how it stands with the next step."""
    codes = {stage.id: stage.code for stage in desk.funnel.stages()}
    found: dict[str, Any] = base.plain(row)
    found["stage"] = codes.get(row.stage_id)
    found["step_state"] = row.step_state(desk.today()).value
    return found


def _give_rows(desk: Desk, rows: list[DealRow]) -> None:
    from pipeline_tui.wording import deals
    from pipeline_tui.wording.labels import label

    stages = {stage.id: stage for stage in desk.funnel.stages()}
    today, zone = desk.today(), desk.zone
    base.give_table(
        (
            _("No."), label("field", "title"), label("field", "client"), label("field", "stage"),
            label("field", "amount"), label("field", "next_step"), label("field", "owner"),
        ),
        [
            (
                str(row.id), row.title, deals.client_name(row),
                deals.stage_name(stages[row.stage_id]) if row.stage_id in stages else "",
                deals.amount(row), deals.what_next(row, today, zone)[0], row.owner,
            )
            for row in rows
        ],
        right=(0, 4),
    )  # fmt: skip


def _give_card(desk: Desk, card: DealCard) -> None:
    from pipeline_tui.wording import deals, formats
    from pipeline_tui.wording.labels import label, named

    row, today, now, zone = card.row, desk.today(), desk.now(), desk.zone
    stages = {stage.id: stage for stage in desk.funnel.stages()}
    base.give(f"{row.id} {row.title}")
    facts = [
        (label("field", "client"), deals.client_name(row)),
        (label("field", "contact"), " ".join(filter(None, (card.contact, card.contact_phone)))),
        (label("field", "stage"), deals.stage_name(card.stage)),
        (label("field", "amount"), deals.amount(row)),
        (label("field", "next_step"), deals.what_next(row, today, zone)[0]),
        (label("field", "expected_close"), formats.day_plain(row.expected_close) if row.expected_close else ""),
        (label("field", "product"), row.product or ""),
        (label("field", "source"), row.source),
        (label("field", "owner"), row.owner),
        (label("field", "competitor"), row.competitor),
        (label("field", "notes"), card.notes),
    ]  # fmt: skip
    for name, value in facts:
        if value:
            base.give(f"  {name}: {value}")
    for warning in deals.warnings(row, today):
        base.give(f"  {deals.WARNING} {warning}")
    for one in card.passes:
        name = deals.stage_name(stages[one.to_stage_id]) if one.to_stage_id in stages else "?"
        base.give(f"  {formats.moment(one.changed_at, now, zone)}  → {name}  {one.reason}".rstrip())
    for touch in card.touches[:10]:
        outcome = (
            named("outcome", touch.outcome_code, touch.outcome_name) if touch.outcome_code else ""
        )
        parts = (label("activity", touch.kind), outcome, touch.note or touch.subject)
        base.give(
            f"  {formats.moment(touch.started_at, now, zone)}  " + " · ".join(filter(None, parts))
        )
