"""`debt credit`, `debt write-off`, `debt opening`, `debt lay`: what lowers a debt, and where it lies."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli import money_options as opt
from pipeline_tui.cli.steps import read_sum
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _


def add(debts: typer.Typer) -> None:
    """Add the verbs."""
    _add_credits(debts)
    _add_opening(debts)

    @debts.command(help=_("Lay a payment anew: by hand, on the invoice named, else on the oldest."))
    def lay(
        context: typer.Context,
        number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("Number of the payment."))],
        parts: Annotated[list[str] | None, opt.parts()] = None,
        invoice: Annotated[str, opt.invoice()] = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            client_id = desk.debts.payer_of(number)
            chosen = desk.debts.find_invoice(invoice, client_id) if invoice else None
            paid = opt.payment(desk, client_id, number)
            wanted = opt.read_hand(desk, parts, client_id, paid.currency, lifted=paid)
            desk.invoices.lay_anew(number, invoice_id=chosen, wanted=wanted)
            row = opt.payment(desk, client_id, number)
        opt.give_payment(row, as_json=as_json)


def _add_credits(debts: typer.Typer) -> None:
    @debts.command(help=_("Ask for less on an invoice: goods came back, the price was lowered."))
    def credit(
        context: typer.Context,
        invoice: Annotated[str, opt.which()],
        amount: Annotated[str, opt.amount()],
        reason: Annotated[str, typer.Argument(metavar="TEXT", help=_("Why."))],
        client: Annotated[str, opt.whose()] = "",
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Its day; else today."))] = "",
        number: Annotated[str, typer.Option(help=_("Number of the credit note."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            bill = desk.debts.invoice(opt.find_invoice(desk, invoice, client))
            found = desk.credits.credit_note(
                bill.id, read_sum(amount, bill.currency), reason, reference=number,
                on=opt.read_day(desk, on, "paid_on") if on else None,
            )  # fmt: skip
            row = opt.payment(desk, bill.client_id, found)
        opt.give_payment(row, as_json=as_json)

    @debts.command("write-off", help=_("Give up what is open of an invoice, or a part of it."))
    def write_off(
        context: typer.Context,
        invoice: Annotated[str, opt.which()],
        reason: Annotated[str, typer.Argument(metavar="TEXT", help=_("Why."))],
        amount: Annotated[str, typer.Option("--sum", metavar="SUM", help=_("A part; else all that is open."))] = "",
        client: Annotated[str, opt.whose()] = "",
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Its day; else today."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            bill = desk.debts.invoice(opt.find_invoice(desk, invoice, client))
            found = desk.credits.write_off(
                bill.id, reason,
                amount_minor=read_sum(amount, bill.currency) if amount else None,
                on=opt.read_day(desk, on, "paid_on") if on else None,
            )  # fmt: skip
            row = opt.payment(desk, bill.client_id, found)
        opt.give_payment(row, as_json=as_json)


def _add_opening(debts: typer.Typer) -> None:
    @debts.command(
        help=_("Note what a client owed, or had paid ahead, before the program knew it.")
    )
    def opening(
        context: typer.Context, client: options.Client, amount: Annotated[str, opt.amount()],
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Day of the balance; else today."))] = "",
        due: Annotated[str, typer.Option(metavar="DAY", help=_("Day it was due; else the day of the balance."))] = "",
        number: Annotated[str, typer.Option(help=_("What the debt is called: the old invoice’s number."))] = "",
        advance: Annotated[bool, typer.Option("--advance", help=_("Money paid ahead, not a debt."))] = False,
        notes: Annotated[str, typer.Option(help=_("Notes."))] = "",
        currency: Annotated[str, opt.currency()] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording.debts import opening_number

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            code = opt.read_currency(desk, currency)
            minor = read_sum(amount, code)
            day = opt.read_day(desk, on, "--on") if on else desk.today()
            if advance:
                if due:
                    raise Invalid("--due", "due_of_advance")
                found = desk.credits.opening_advance(
                    client_id, minor, code, on=day, reference=number
                )
                opt.give_payment(opt.payment(desk, client_id, found), as_json=as_json)
                return
            found = desk.credits.opening_debt(
                client_id, minor, code, number=number or opening_number(day), on=day,
                due_on=opt.read_day(desk, due, "--due") if due else None, notes=notes,
            )  # fmt: skip
            row = desk.debts.invoice(found)
        if as_json:
            base.give_json(row)
        else:
            base.give(str(found))
            base.done(row.number)
