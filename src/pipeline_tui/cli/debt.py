"""`debt`: who owes what and for how long; invoices, payments and promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import (
    base,
    debt_credits,
    debt_interest,
    debt_letter,
    debt_limits,
    debt_match,
    debt_payers,
    debt_statement,
    invoice,
    options,
)
from pipeline_tui.cli import money_options as opt
from pipeline_tui.cli.steps import read_sum
from pipeline_tui.domain.debts import AgingBucket, DebtShow, DebtSort
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.debtors import Proposal
    from pipeline_tui.domain.ledger import DebtorRow
    from pipeline_tui.domain.paying.grade import Payer


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    debts = typer.Typer(no_args_is_help=True)
    app.add_typer(debts, name="debt")
    _add_lists(debts)
    _add_client(debts)
    _add_payments(debts)
    debt_credits.add(debts)
    debt_limits.add(debts)
    debt_interest.add(debts)
    debt_letter.add(debts)
    debt_statement.add(debts)
    debt_match.add(debts)
    debt_payers.add(debts)
    invoices = typer.Typer(help=_("Invoices and what becomes of them."), no_args_is_help=True)
    debts.add_typer(invoices, name="invoice")
    invoice.add(invoices)


def _add_lists(app: typer.Typer) -> None:
    @app.command("list", help=_("Who owes, the oldest debt first."))
    def list_debtors(
        context: typer.Context,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("Words of the name, city:, tag:, an invoice’s number."))
        ] = None,
        show: Annotated[DebtShow, typer.Option(help=_("Whose debts."))] = DebtShow.ALL,
        bucket: Annotated[AgingBucket | None, typer.Option(help=_("Only debts of this age, in days."))] = None,
        sort: Annotated[DebtSort, typer.Option(help=_("By what."))] = DebtSort.OLDEST,
        reverse: Annotated[bool, typer.Option("--reverse", help=_("The other way round."))] = False,
        as_of: Annotated[str, opt.as_of()] = "",
        grades: Annotated[bool, typer.Option("--grades", help=_("With how they pay: a grade from A to E."))] = False,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.debts.debtors(
                as_of=day, text=" ".join(words or ()), show=show,
                bucket=bucket,
                sort=sort, reverse=reverse,
            )  # fmt: skip
            ids = found.ids[:limit]
            lines = desk.debts.rows(ids, day) if ids else {}
            rows = [lines[id_] for id_ in ids if id_ in lines]
            payers = desk.payers.of(ids, day) if grades and ids else {}
            if as_json:
                base.give_json(_with_grades(rows, payers) if grades else rows)
                return
            narrowed = words or bucket or show is not DebtShow.ALL
            _give_debtors(
                rows, found.as_of, payers if grades else None,
                empty=_("No such debtor.") if narrowed else _("Nobody owes anything."),
            )  # fmt: skip
            if len(found.ids) > limit:
                base.remark(
                    _("{shown} of {all} shown; --limit shows more").format(
                        shown=limit, all=len(found.ids)
                    )
                )

    @app.command(help=_("Debt by age and currency, with DSO and CEI."))
    def aging(
        context: typer.Context,
        as_of: Annotated[str, opt.as_of()] = "",
        days: Annotated[int, typer.Option(min=1, help=_("Days that DSO and CEI look back."))] = 90,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import debts, formats, labels

        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of) or desk.today()
            rows = desk.debts.aging(day)
            figures = desk.debts.collection(as_of=day, days=days)
            payers = desk.debts.figures()
        if as_json:
            base.give_json({
                "as_of": day, "aging": rows,
                "collection": [
                    {
                        **base.plain(one), "dso": one.dso, "best_dso": one.best_dso,
                        "days_delinquent": one.days_delinquent, "cei": one.cei,
                    }
                    for one in figures
                ],
                "payers": {
                    "days_to_settle": payers.days_to_settle, "late_share": payers.late_share,
                },
            })  # fmt: skip
            return
        base.give_table(
            (_("Age"), _("Parts"), labels.field("debt")),
            [
                (
                    labels.label("aging", row.bucket), formats.number(row.instalments),
                    formats.money(row.open_minor, row.currency),
                )
                for row in rows
            ],
            right=(1, 2),
            empty=_("Nobody owes anything."),
        )  # fmt: skip
        for one in figures:
            told = [f"{name} {value}" for name, value in debts.collected(one)]
            if told:
                base.remark(" · ".join([one.currency, *told]))
        if told := [f"{name}: {value}" for name, value in debts.payer(payers)]:
            base.remark(" · ".join(told))

    @app.command(help=_("What to do about debts today: steps that stand, promises due and broken."))
    def todo(context: typer.Context, limit: options.Limit = 50, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            found = desk.debts.debtors(show=DebtShow.TODAY)
            lines = desk.debts.rows(found.ids[:limit])
            rows = [lines[id_] for id_ in found.ids[:limit] if id_ in lines]
        if as_json:
            base.give_json(rows)
        else:
            _give_debtors(rows, found.as_of, empty=_("Nothing to do about debts today."))

    @app.command(help=_("Promises to chase: due today, and broken ones."))
    def promises(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import debts, formats, labels

        with base.run_of(context).desk() as desk:
            found = desk.debts.promises_to_chase()
            names = {one.client_id: desk.lists.name_of(one.client_id) for one in found}
            today = desk.today()
        if as_json:
            base.give_json([{"client": names[one.client_id], **base.plain(one)} for one in found])
            return
        base.give_table(
            (_("No."), labels.field("client"), _("Promised"), labels.field("due_on"), _("State"), _("Overdue")),
            [
                (
                    str(one.client_id), names[one.client_id],
                    formats.money(one.promise.amount_minor, one.promise.currency),
                    formats.day(one.promise.due_on, today), debts.promise_state(one.promise),
                    debts.sums(one.overdue_sums),
                )
                for one in found
            ],
            right=(2, 5),
        )  # fmt: skip


def _add_client(app: typer.Typer) -> None:
    @app.command(help=_("Invoices, payments and promises of a client."))
    def show(
        context: typer.Context,
        client: options.Client,
        as_of: Annotated[str, opt.as_of()] = "",
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.cli.ledger import give_ledger

        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.debts.ledger(base.find_client(desk, client), day)
            today = found.as_of or desk.today()
        if as_json:
            base.give_json(found)
        else:
            give_ledger(found, today)


def _add_payments(app: typer.Typer) -> None:
    @app.command(help=_("Enter a payment; it is laid on the named invoice, then on the oldest."))
    def pay(
        context: typer.Context, client: options.Client, amount: Annotated[str, opt.amount()],
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Day it came: today, 13.03.2026."))] = "",
        invoice: Annotated[str, opt.invoice()] = "",
        reference: Annotated[str, typer.Option(help=_("What the bank statement says."))] = "",
        parts: Annotated[list[str] | None, opt.parts()] = None,
        currency: Annotated[str, opt.currency()] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show how it would be laid."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            code = opt.read_currency(desk, currency)
            chosen = desk.debts.find_invoice(invoice, client_id) if invoice else None
            wanted = opt.read_hand(desk, parts, client_id, code)
            if dry_run:
                _give_proposal(
                    desk.debts.proposal(
                        client_id, read_sum(amount, code), code, invoice_id=chosen, wanted=wanted
                    ),
                    code,
                    as_json=as_json,
                )
                return
            number = desk.invoices.add_payment(
                {
                    "client_id": client_id, "amount_minor": read_sum(amount, code),
                    "currency": code, "reference": reference,
                    "paid_on": opt.read_day(desk, on, "paid_on") if on else desk.today(),
                },
                invoice_id=chosen, wanted=wanted,
            )  # fmt: skip
            row = opt.payment(desk, client_id, number)
        opt.give_payment(row, as_json=as_json)

    @app.command(help=_("Lay what a client has overpaid on what it owes."))
    def allocate(
        context: typer.Context, client: options.Client, as_json: base.Json = False
    ) -> None:
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            laid = desk.invoices.allocate_free(client_id)
            left = desk.debts.ledger(client_id).free_sums
        if as_json:
            base.give_json({"laid_minor": laid, "free_sums": left})
        else:
            base.done(_("done"))

    @app.command(help=_("Take a payment out; what it paid is open again."))
    def unpay(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("Number of the payment."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.invoices.remove_payment(number)
        base.done(_("done"))

    @app.command(help=_("Note a promise to pay a sum by a day."))
    def promise(
        context: typer.Context, client: options.Client, amount: Annotated[str, opt.amount()],
        day: Annotated[list[str], typer.Argument(metavar="DAY", help=_("friday, 13.03.2026, +3d"))],
        invoice: Annotated[str, opt.invoice()] = "",
        note: Annotated[str, typer.Option(help=_("What was said."))] = "",
        currency: Annotated[str, opt.currency()] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            code = opt.read_currency(desk, currency)
            due_on = opt.read_day(desk, " ".join(day), "due_on")
            number = desk.invoices.add_promise(
                client_id=client_id, amount_minor=read_sum(amount, code), currency=code,
                due_on=due_on, note=note,
                invoice_id=desk.debts.find_invoice(invoice, client_id) if invoice else None,
            )  # fmt: skip
        if as_json:
            base.give_json({"id": number, "due_on": due_on})
        else:
            base.give(str(number))

    @app.command(help=_("Take a promise out of the count."))
    def withdraw(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("Number of the promise."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.invoices.withdraw_promise(number)
        base.done(_("done"))


def _give_proposal(found: Proposal, currency: str, *, as_json: bool) -> None:
    from pipeline_tui.wording import formats, labels

    if as_json:
        base.give_json(found)
        return
    base.give_table(
        (labels.field("invoice"), labels.field("due_on"), labels.field("debt"), labels.field("amount")),
        [
            (
                item.number, formats.day_plain(item.due_on),
                formats.money(item.open_minor, currency), formats.money(part, currency),
            )
            for item, part in found.lines
        ],
        right=(2, 3),
    )  # fmt: skip
    if found.free_minor:
        base.remark(
            _("not laid on anything: {sum}").format(sum=formats.money(found.free_minor, currency))
        )


def _with_grades(rows: list[DebtorRow], payers: Mapping[int, Payer]) -> list[dict[str, Any]]:
    return [{**base.plain(row), "payer": payers.get(row.id)} for row in rows]


def _give_debtors(
    rows: list[DebtorRow],
    day: date,
    payers: Mapping[int, Payer] | None = None,
    *,
    empty: str,
) -> None:
    from pipeline_tui.wording import debts, labels

    base.give_table(
        (_("No."), labels.field("client"), _("Overdue by"), labels.field("debt"), _("Overdue"),
         _("Promise"), _("Kept"), labels.field("next_step"), *((_("Gr"),) if payers is not None else ())),
        [
            (
                str(row.id), debts.debtor(row), debts.days_late(row.standing.oldest_on, day),
                debts.sums(row.standing.open_sums), debts.sums(row.standing.overdue_sums),
                debts.word(row.standing, day), debts.kept(row.standing.kept),
                debts.step(row.standing.step, day),
                *((payers[row.id].grade if row.id in payers else "",) if payers is not None else ()),
            )
            for row in rows
        ],
        right=(2, 3, 4),
        empty=empty,
    )  # fmt: skip
