"""`deal move`, `step`, `snooze`, `win`, `lose`, `reopen`: where a deal goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, deal_checklist, options
from pipeline_tui.cli.deal_answers import give_answer, warn_of_debtor
from pipeline_tui.cli.debt_limits import remark_on_shipping
from pipeline_tui.cli.steps import read_step, read_sum
from pipeline_tui.cli.values import find_pipeline, find_stage, loss_reason
from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.vocabulary import StageKind, TaskKind
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def add(deals: typer.Typer) -> None:
    """Add the verbs under `deal`."""
    _add_moving(deals)
    _add_closing(deals)
    deal_checklist.add(deals)


def _add_moving(app: typer.Typer) -> None:
    @app.command(help=_("Move a deal to a stage."))
    def move(
        context: typer.Context,
        number: options.Deal,
        stage: Annotated[str, typer.Argument(metavar="STAGE", help=_("Code or name of a stage."))],
        pipeline: options.Pipeline = None,
        reason: Annotated[str, typer.Option(help=_("Why, when it goes back."))] = "",
        step: options.Step = "",
        kind: options.StepKind = TaskKind.CALL,
        anyway: options.Anyway = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            planned = read_step(desk, step) if step.strip() else None
            desk.deals.move(
                number, _stage_of(desk, number, stage, pipeline), reason=reason, step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind, anyway=anyway,
            )  # fmt: skip
            warn_of_debtor(desk, number)
            there = desk.funnel.card(number)
            if there.stage.kind == StageKind.FULFILMENT:
                remark_on_shipping(desk, there.row.client_id)
            give_answer(desk, number, as_json=as_json)

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
            give_answer(desk, number, as_json=as_json)

    @app.command(
        "give-steps", help=_("Give a next step to every open deal that has none and does not rest.")
    )
    def give_steps(
        context: typer.Context,
        step: Annotated[str, typer.Argument(metavar="STEP", help=_("tomorrow 15 send the offer"))],
        words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=_("Words of the title, client, manager or product."))] = None,
        per_day: Annotated[int | None, typer.Option("--per-day", min=1, help=_("So many a working day, the largest deals first; else all on that day."))] = None,
        kind: options.StepKind = TaskKind.CALL,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            planned = read_step(desk, step)
            wanted = DealFilter(text=" ".join(words or ()), show=DealList.NO_STEP)
            count = desk.deals.plan_all(
                desk.funnel.ids(wanted, DealSort.AMOUNT), planned.on, per_day=per_day,
                title=planned.title, kind=kind,
            )  # fmt: skip
            if as_json:
                base.give_json({"planned": count})
            else:
                base.done(_("Steps planned: {n}").format(n=count))

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
            give_answer(desk, number, as_json=as_json)


def _add_closing(app: typer.Typer) -> None:
    @app.command(help=_("Win a deal; its fulfilment begins: a step, and an invoice if you wish."))
    def win(
        context: typer.Context,
        number: options.Deal,
        amount: options.Amount = None,
        step: Annotated[str, typer.Option("--step", "-s", help=_("What comes now: “fri the money is in”."))] = "",
        invoice: Annotated[str | None, typer.Option("--invoice", metavar="DAY", help=_("Issue an invoice for its sum, due on this day."))] = None,
        anyway: options.Anyway = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = desk.funnel.card(number).row
            minor = None if amount is None else read_sum(amount, row.currency)
            planned = read_step(desk, step) if step.strip() else None
            due = None if invoice is None else read_step(desk, invoice).on
            total = row.amount_minor if minor is None else minor
            if due is not None and (row.client_id is None or not total):
                raise Invalid("--invoice", "invoice_of_nobody")
            desk.deals.win(
                number, amount_minor=minor, step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", anyway=anyway,
            )  # fmt: skip
            if due is not None and total:
                desk.invoices.add_invoice(
                    {
                        "client_id": row.client_id, "deal_id": number, "amount_minor": total,
                        "currency": row.currency, "issued_on": desk.today(),
                    },
                    instalments=[(due, total)],
                )  # fmt: skip
            remark_on_shipping(desk, row.client_id)
            give_answer(desk, number, as_json=as_json)

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
            give_answer(desk, number, as_json=as_json)

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
                number, reason, stage=_stage_of(desk, number, stage) if stage else "", step_on=planned.on if planned else None,
                step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind,
            )  # fmt: skip
            give_answer(desk, number, as_json=as_json)


def _stage_of(desk: Desk, number: int, text: str, pipeline: str | None = None) -> int:
    """A stage of the deal's own pipeline, or of the one named; of any when its own is put away."""
    if pipeline is not None:
        return find_stage(desk, text, find_pipeline(desk, pipeline).id).id
    own = desk.funnel.card(number).stage.pipeline_id
    used = any(one.id == own for one in desk.vocabularies.pipelines())
    return find_stage(desk, text, own if used else None).id
