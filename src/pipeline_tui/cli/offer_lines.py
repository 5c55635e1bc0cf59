"""`offer line`, `offer discount`: what is offered, how much of it, at what price; and an offer for
programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.values import find_product, read_share
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.offers import OfferLine, OfferRow, OfferView, Sums
    from pipeline_tui.services.desk import Desk

_Reason = Annotated[
    str | None, typer.Option("--reason", help=N_("Why it may earn less than the floor."))
]


def add(noun: typer.Typer) -> None:
    """Add the verbs under `offer`."""

    @noun.command(help=_("Add a line to an offer, or change or take out the one of a place."))
    def line(
        context: typer.Context,
        number: options.Offer,
        product: Annotated[str | None, typer.Argument(metavar="PRODUCT", help=_("Number, name, code or part; with --free any words."))] = None,
        place: Annotated[int | None, typer.Option("--place", "-p", min=1, help=_("The line to change, counted from 1."))] = None,
        quantity: Annotated[str | None, typer.Option("--quantity", "-q", help=_("How many: 2 or 1,5."))] = None,
        price: Annotated[str | None, typer.Option("--price", metavar="SUM", help=_("Price of one; else of the price list."))] = None,
        discount: Annotated[str | None, typer.Option("--discount", metavar="PERCENT", help=_("Discount: 5 or 7,5."))] = None,
        vat: Annotated[str | None, typer.Option("--vat", metavar="PERCENT", help=_("Rate of VAT; else the product’s or the usual."))] = None,
        reason: _Reason = None,
        free: Annotated[bool, typer.Option("--free", help=_("Not a product: a line of your own words."))] = False,
        remove: Annotated[bool, typer.Option("--remove", help=_("Take the line out."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            id_ = desk.offer_views.find(number)
            view = desk.offer_views.view(id_)
            values = _values(view.row.currency, quantity, price, discount, vat, reason)
            if place is None:
                if product is None:
                    raise Invalid("product", "required")
                values |= _named(desk, product, free=free)
                desk.offers.add_line(id_, values)
            else:
                there = _line(view, place)
                if remove:
                    desk.offers.remove_line(there.id)
                else:
                    if product is not None:
                        values["name"] = product
                    desk.offers.edit_line(there.id, values)
            give_offer(desk, id_, as_json=as_json)

    @noun.command(help=_("Give one discount on every line of an offer."))
    def discount(
        context: typer.Context,
        number: options.Offer,
        percent: Annotated[str, typer.Argument(metavar="PERCENT", help=_("Discount: 5 or 7,5."))],
        reason: _Reason = None,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            id_ = desk.offer_views.find(number)
            desk.offers.discount(id_, read_share(percent, "discount"), reason or "")
            give_offer(desk, id_, as_json=as_json)


def read_line(desk: Desk, text: str) -> dict[str, Any]:
    """A line from PRODUCT or PRODUCT=QUANTITY; raises Invalid."""
    name, found, amount = text.rpartition("=")
    if not found:
        return _named(desk, text)
    return {**_named(desk, name), **_values("", amount, None, None, None, None)}


def _named(desk: Desk, text: str, *, free: bool = False) -> dict[str, Any]:
    return {"name": text} if free else {"product_id": find_product(desk, text)}


def _line(view: OfferView, place: int) -> OfferLine:
    if place > len(view.lines):
        raise Invalid("--place", "number_big", text=str(place), most=len(view.lines))
    return view.lines[place - 1]


def _values(
    currency: str, quantity: str | None, price: str | None, discount: str | None, vat: str | None,
    reason: str | None,
) -> dict[str, Any]:  # fmt: skip
    """Fields of a line that were given."""
    from pipeline_tui.cli.steps import read_sum
    from pipeline_tui.exchange.amounts import parse_scaled

    found: dict[str, Any] = {}
    if quantity is not None:
        found["quantity"] = parse_scaled(quantity, 3, "quantity")
    if price is not None:
        found["price_minor"] = read_sum(price, currency)
    if discount is not None:
        found["discount"] = read_share(discount, "discount")
    if vat is not None:
        found["vat"] = read_share(vat, "vat")
    if reason is not None:
        found["floor_reason"] = reason
    return found


def give_offer(desk: Desk, offer_id: int, *, as_json: bool) -> None:
    """What an offer comes to after a change; a pipe gets what it is called."""
    from pipeline_tui.wording import formats, offers

    view = desk.offer_views.view(offer_id)
    if as_json:
        base.give_json(view_json(desk, view))
        return
    row = view.row
    base.give(row.code)
    total = formats.money(row.sums.total_minor, row.currency)
    base.done(
        f"{offers.state(row, desk.today())} · {total} · {offers.margin(row.sums, row.currency)}"
    )


def head_json(desk: Desk, row: OfferRow) -> dict[str, Any]:
    """The head of an offer for programs: money in minor units, shares in percent."""
    found: dict[str, Any] = base.plain(row)
    for name in ("last_sent", "last"):
        del found[name]
    return {
        **found, "code": row.code, "state": row.state(desk.today()).value,
        "sums": _sums_json(row.sums),
    }  # fmt: skip


def view_json(desk: Desk, view: OfferView) -> dict[str, Any]:
    """An offer whole, for programs."""
    return {
        **head_json(desk, view.row),
        "lines": [
            {
                "id": one.id, "product_id": one.product_id, "name": one.name, "unit": one.unit,
                "quantity": one.line.quantity / 1000, "price_minor": one.line.price_minor,
                "discount": one.line.discount / 100, "vat": one.line.vat / 100,
                "cost_minor": one.line.cost_minor, "floor_reason": one.floor_reason,
                "sums": _sums_json(one.sums),
            }
            for one in view.lines
        ],
        "versions": [
            {"id": one.id, "code": one.code, "state": one.state(desk.today()).value}
            for one in view.versions
        ],
    }  # fmt: skip


def _sums_json(sums: Sums) -> dict[str, Any]:
    margin = None if sums.margin is None else round(sums.margin * 100, 2)
    return {**base.plain(sums), "margin_minor": sums.margin_minor, "margin": margin}
