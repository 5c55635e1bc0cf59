"""What the verbs about money share: options, and reading sums, days and currencies.

Options are made when the help is, in the language spoken then.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.steps import read_sum
from pipeline_tui.domain.debts import on_invoices
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.ledger import PaymentRow
    from pipeline_tui.services.desk import Desk


def which() -> Any:
    """How a verb is told which invoice."""
    return typer.Argument(metavar="INVOICE", help=_("The number that stands on the invoice."))


def whose() -> Any:
    """How a verb is told whose invoice."""
    return typer.Option("--client", "-c", help=_("Whose, where several bear that number."))


def amount() -> Any:
    """A sum of money."""
    return typer.Argument(metavar="SUM", help=_("Such as 1250,50."))


def invoice() -> Any:
    """The invoice a payment or a promise is for."""
    return typer.Option("--invoice", metavar="NUMBER", help=_("The invoice that is meant."))


def currency() -> Any:
    """The currency of a sum."""
    return typer.Option("--currency", help=_("Currency code; else that of the settings."))


def as_of() -> Any:
    """The day that debts are read as of."""
    return typer.Option("--as-of", metavar="DAY", help=_("As of the end of a day; else today."))


def find_invoice(desk: Desk, number: str, client: str) -> int:
    """The invoice that bears a number; raises NotFound, Invalid."""
    return desk.debts.find_invoice(number, base.find_client(desk, client) if client else None)


def read_currency(desk: Desk, currency: str) -> str:
    """The currency meant; raises Invalid bad_currency, currency_unknown."""
    from pipeline_tui.domain import money

    return money.read_currency(currency or desk.settings.currency)


def read_day(desk: Desk, text: str, field: str) -> date:
    """A day in words, past or to come; raises Invalid at `field`."""
    from pipeline_tui.domain.when import parse_when

    try:
        return parse_when(text, desk.local_now(), desk.calendar, allow_past=True).day
    except Invalid as found:
        raise found.at(field) from found


def read_as_of(desk: Desk, text: str) -> date | None:
    """The day of --as-of, none where none is given; raises Invalid."""
    return read_day(desk, text, "--as-of") if text else None


def read_part(desk: Desk, text: str, currency: str) -> tuple[date, int]:
    """An instalment from DAY=SUM; raises Invalid."""
    day, found, amount = text.rpartition("=")
    if not found:
        raise Invalid("instalments", "part_form", text=text)
    return read_day(desk, day, "due_on"), read_sum(amount, currency)


def parts() -> Any:
    """By hand: how much of a payment lies on which invoice."""
    return typer.Option(
        "--part",
        metavar="INVOICE=SUM",
        help=_("By hand: so much on this invoice; repeat for more."),
    )


def read_hand(
    desk: Desk,
    parts: list[str] | None,
    client_id: int,
    currency: str,
    *,
    lifted: PaymentRow | None = None,
) -> dict[int, int] | None:
    """Instalment → part from INVOICE=SUM each, none where nothing was said; raises Invalid.

    `lifted` is a payment that is laid anew: what it covers now is open for it.
    """
    if not parts:
        return None
    from pipeline_tui.domain.ledger import wanting

    items = [
        item
        for code, item in wanting(desk.debts.ledger(client_id).invoices, lifted)
        if code == currency
    ]
    found: dict[str, int] = {}
    for one in parts:
        number, sign, amount = one.rpartition("=")
        if not sign:
            raise Invalid("hand", "hand_form", text=one)
        number = number.strip()
        found[number] = found.get(number, 0) + read_sum(amount, currency)
    return on_invoices(items, found)


def payment(desk: Desk, client_id: int, number: int) -> PaymentRow:
    """A client's payment as the ledger has it."""
    return next(one for one in desk.debts.ledger(client_id).payments if one.id == number)


def give_payment(row: PaymentRow, *, as_json: bool) -> None:
    """A payment just written: its number, what it was laid on, what is left of it."""
    from pipeline_tui.wording import formats

    if as_json:
        base.give_json(row)
        return
    base.give(str(row.id))
    for one in row.laid:
        base.done(f"{one.number}: {formats.money(one.amount_minor, row.currency)}")
    if row.free_minor:
        base.remark(
            _("not laid on anything: {sum}").format(sum=formats.money(row.free_minor, row.currency))
        )
