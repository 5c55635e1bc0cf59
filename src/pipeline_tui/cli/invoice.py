"""`debt invoice`: issuing invoices, and what becomes of them."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli import money_options as opt
from pipeline_tui.cli.debt_limits import remark_on_shipping
from pipeline_tui.cli.steps import read_sum
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _


def add(invoices: typer.Typer) -> None:
    """Add the verbs."""

    @invoices.command("add", help=_("Issue an invoice; answers with its number in the file."))
    def add_invoice(
        context: typer.Context, client: options.Client, amount: Annotated[str, opt.amount()],
        due: Annotated[str, typer.Option(metavar="DAY", help=_("Day it is due; else after the client’s terms."))] = "",
        part: Annotated[list[str] | None, typer.Option("--part", metavar="DAY=SUM", help=_("An instalment; repeat for more."))] = None,
        number: Annotated[str, typer.Option(help=_("Number; else the next one."))] = "",
        issued: Annotated[str, typer.Option(metavar="DAY", help=_("Day of issue; else today."))] = "",
        deal: options.OfDeal = None,
        notes: Annotated[str, typer.Option(help=_("Notes."))] = "",
        currency: Annotated[str, opt.currency()] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            code = opt.read_currency(desk, currency)
            total = read_sum(amount, code)
            parts = [opt.read_part(desk, one, code) for one in part or ()]
            if due and parts:
                raise Invalid("instalments", "due_and_parts")
            if due:
                parts = [(opt.read_day(desk, due, "due_on"), total)]
            found = desk.invoices.add_invoice(
                {
                    "client_id": base.find_client(desk, client), "amount_minor": total,
                    "currency": code, "number": number, "notes": notes, "deal_id": deal,
                    "issued_on": opt.read_day(desk, issued, "issued_on") if issued else desk.today(),
                },
                parts,
            )  # fmt: skip
            row = desk.debts.invoice(found)
            remark_on_shipping(desk, row.client_id)
        if as_json:
            base.give_json(row)
        else:
            base.give(str(found))
            base.done(_("invoice {number}").format(number=row.number))

    @invoices.command("edit", help=_("Change an invoice; what is not said stays as it is."))
    def edit_invoice(
        context: typer.Context, invoice: Annotated[str, opt.which()],
        client: Annotated[str, opt.whose()] = "",
        amount: Annotated[str, typer.Option("--sum", metavar="SUM", help=_("Such as 1250,50."))] = "",
        due: Annotated[str, typer.Option(metavar="DAY", help=_("Day all of it is due."))] = "",
        part: Annotated[list[str] | None, typer.Option("--part", metavar="DAY=SUM", help=_("An instalment, in place of those there were; repeat for more."))] = None,
        number: Annotated[str | None, typer.Option(help=_("Another number."))] = None,
        issued: Annotated[str, typer.Option(metavar="DAY", help=_("Day of issue."))] = "",
        notes: Annotated[str | None, typer.Option(help=_("Notes."))] = None,
        currency: Annotated[str, typer.Option("--currency", help=_("Currency code; the sum is to be said with it."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        if due and part:
            raise Invalid("instalments", "due_and_parts")
        if currency and not amount:
            raise Invalid("amount_minor", "required")
        with base.run_of(context).desk() as desk:
            row = desk.debts.invoice(opt.find_invoice(desk, invoice, client))
            code = opt.read_currency(desk, currency or row.currency)
            total = read_sum(amount, code) if amount else row.amount_minor
            parts = [opt.read_part(desk, one, code) for one in part or ()]
            if due:
                parts = [(opt.read_day(desk, due, "due_on"), total)]
            given = {
                "amount_minor": total, "currency": code, "number": number, "notes": notes,
                "issued_on": opt.read_day(desk, issued, "issued_on") if issued else None,
            }  # fmt: skip
            values = {name: one for name, one in given.items() if one is not None}
            seen = {name: getattr(row, name) for name in values}
            desk.invoices.edit(row.id, values, seen, instalments=parts or None)
            row = desk.debts.invoice(row.id)
        if as_json:
            base.give_json(row)
        else:
            base.done(_("done"))

    @invoices.command(help=_("Cancel an invoice; what was paid on it is free again."))
    def cancel(
        context: typer.Context, invoice: Annotated[str, opt.which()],
        client: Annotated[str, opt.whose()] = "",
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.invoices.cancel(opt.find_invoice(desk, invoice, client))
        base.done(_("done"))

    @invoices.command(help=_("Note what the client objects to in an invoice."))
    def dispute(
        context: typer.Context, invoice: Annotated[str, opt.which()],
        note: Annotated[str, typer.Argument(metavar="TEXT", help=_("What they object to."))],
        client: Annotated[str, opt.whose()] = "",
        amount: Annotated[str, typer.Option(metavar="SUM", help=_("To how much of it; else to all of it."))] = "",
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = opt.find_invoice(desk, invoice, client)
            part = read_sum(amount, desk.debts.invoice(number).currency) if amount else None
            desk.invoices.dispute(number, note, part)
        base.done(_("done"))

    @invoices.command(help=_("Note that the objection to an invoice is settled."))
    def settle(
        context: typer.Context, invoice: Annotated[str, opt.which()],
        note: Annotated[str, typer.Option(help=_("How it was settled."))] = "",
        client: Annotated[str, opt.whose()] = "",
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.invoices.undispute(opt.find_invoice(desk, invoice, client), note)
        base.done(_("done"))
