"""`debt interest`: what paying late costs a client, line by line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, debt_rate
from pipeline_tui.cli import money_options as opt
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.domain.interest import Basis, Penalty, Per
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.interest import InterestBill
    from pipeline_tui.services.desk import Desk


def add(debts: typer.Typer) -> None:
    """Add the verb, and what it rests on."""
    debt_rate.add(debts)

    @debts.command(help=_("What paying late costs: the contract’s penalty, or the law’s interest."))
    def interest(
        context: typer.Context,
        whose: Annotated[str, typer.Argument(metavar="CLIENT|INVOICE", help=_("A client, or the number of an invoice."))],
        to: Annotated[str, typer.Option("--to", metavar="DAY", help=_("Up to the end of a day; else today."))] = "",
        by: Annotated[list[Basis] | None, typer.Option("--by", help=_("By the contract, the law (art. 395) or for the use of money (art. 317.1); repeat for several."))] = None,
        percent: Annotated[str, typer.Option("--penalty", metavar="PERCENT", help=_("The contract’s penalty; else that of the settings."))] = "",
        per: Annotated[Per, typer.Option(help=_("What the penalty is a percentage of."))] = Per.DAY,
        out: Annotated[Path | None, typer.Option("--out", "-o", help=_("The working in the client’s language to a file: .pdf, .xlsx, else a text."))] = None,
        cap: Annotated[str, typer.Option(metavar="PERCENT", help=_("The most the penalty comes to, in percent of the debt."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        asked = Penalty(_percent(percent), per, _percent(cap) if cap else None) if percent else None
        with base.run_of(context).desk() as desk:
            day = opt.read_day(desk, to, "--to") if to else None
            invoice_id = _invoice(desk, whose)
            if invoice_id is None:
                client_id = _client(desk, whose)
                found = desk.interest.of_client(client_id, to=day, asked=asked, bases=by or ())
            else:
                found = desk.interest.of_invoice(invoice_id, to=day, asked=asked, bases=by or ())
            if out is not None:
                from pipeline_tui.wording import interest as words

                desk.exports.document(out, words.for_file(found, desk.settings, out), "interest")
        if as_json:
            base.give_json(_as_json(found))
        elif out is not None:
            base.give(str(out.absolute()))
        else:
            _give(found)


def _percent(text: str) -> Decimal:
    """A percentage, with a comma or a point; raises Invalid penalty_form."""
    try:
        found = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation as error:
        raise Invalid("--penalty", "penalty_form", text=text) from error
    if not (found.is_finite() and 0 < found <= 1_000):
        raise Invalid("--penalty", "penalty_form", text=text)
    return found


def _invoice(desk: Desk, text: str) -> int | None:
    """The invoice of this number; none where it is a client's number, or no invoice bears it."""
    if text.isdigit() and len(text) < 8 and desk.lists.name_of(int(text)):
        return None
    try:
        return desk.debts.find_invoice(text)
    except NotFound:
        return None


def _client(desk: Desk, text: str) -> int:
    """As `find_client`, of a text that is no invoice's number either; raises NotFound whose_unknown."""
    try:
        return base.find_client(desk, text)
    except NotFound as error:
        raise NotFound("whose_unknown", text=text) from error


def _as_json(found: InterestBill) -> object:
    from pipeline_tui.wording import interest as words

    return {
        "client_id": found.client_id, "name": found.name, "to": found.to,
        "totals": found.totals, "rates_known_until": found.rates_known_until,
        "workings": [
            {
                **base.plain({name: getattr(one, name) for name in one.__struct_fields__ if name != "lines"}),
                "total_minor": one.total_minor,
                "lines": [
                    {
                        "since": line.since, "until": line.until, "days": line.days,
                        "balance_minor": line.balance_minor, "percent": float(line.percent),
                        "year_days": line.year_days, "amount_minor": line.amount_minor,
                        "capped": line.capped,
                    }
                    for line in one.lines
                ],
            }
            for one in found.workings
        ],
        "remarks": words.remarks(found),
    }  # fmt: skip


def _give(found: InterestBill) -> None:
    from pipeline_tui.wording import debts, formats, labels
    from pipeline_tui.wording import interest as words

    base.give_table(
        (labels.field("invoice"), _("Since"), _("Until"), _("Days"), labels.field("debt"), _("Rate"),
         _("Interest")),
        [
            (
                one.number, formats.day_plain(line.since), formats.day_plain(line.until),
                formats.number(line.days), formats.money(line.balance_minor, one.currency, cents=True),
                words.rate(line), formats.money(line.amount_minor, one.currency, cents=True),
            )
            for one in found.workings for line in one.lines
        ],
        right=(3, 4, 6),
    )  # fmt: skip
    for one in found.workings:
        if one.left_out:
            base.remark(f"{one.number}: {words.left_out(one)}")
    base.give(_("in all: {sums}").format(sums=debts.sums(found.totals)))
    for text in words.remarks(found):
        base.remark(text)
