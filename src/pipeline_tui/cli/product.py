"""`product`: what is sold, for how much, and what goes with what. Price lists: `product_prices`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options, product_prices
from pipeline_tui.cli.values import find_product, read_share
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.products import ProductRow
    from pipeline_tui.services.desk import Desk

_Price = Annotated[
    str | None,
    typer.Option("--price", metavar="SUM", help=N_("Its own price, where no list says.")),
]
_Cost = Annotated[
    str | None, typer.Option("--cost", metavar="SUM", help=N_("What it costs you, without VAT."))
]
_Code = Annotated[str | None, typer.Option("--code", help=N_("Your code of it."))]
_Series = Annotated[str | None, typer.Option("--group", help=N_("The group it belongs to."))]
_Unit = Annotated[str | None, typer.Option("--unit", help=N_("What it is counted in: pcs, kg."))]
_Vat = Annotated[
    str | None,
    typer.Option("--vat", metavar="PERCENT", help=N_("Its own rate of VAT; empty for the usual.")),
]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    noun = typer.Typer(no_args_is_help=True)
    app.add_typer(noun, name="product")
    _add_list(noun)
    _add_writing(noun)
    product_prices.add(noun)
    _add_lift(noun)


def _add_list(noun: typer.Typer) -> None:
    @noun.command("list", help=_("List products with their prices of a day."))
    def list_products(
        context: typer.Context,
        words: Annotated[
            list[str] | None, typer.Argument(metavar="FILTER", help=_("Words of the name, code or group."))
        ] = None,
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("Prices of that day; else today."))] = "",
        all_: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.cli.money_options import read_day

        with base.run_of(context).desk() as desk:
            day = read_day(desk, on, "--on") if on else None
            rows = desk.price_book.products(" ".join(words or ()), retired=all_, on=day)
        if as_json:
            base.give_json([_as_json(row) for row in rows])
        else:
            _give_rows(rows)


def _add_writing(noun: typer.Typer) -> None:
    @noun.command("add", help=_("Enter a product; answers with its number."))
    def add_product(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        price: _Price = None, cost: _Cost = None, currency: options.Currency = None,
        code: _Code = None, series: _Series = None, unit: _Unit = None, vat: _Vat = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            money = currency or desk.settings.currency
            values = _values(money, locals())
            number = desk.products.add({**values, "name": name, "currency": money})
            _answer(desk, number, as_json=as_json)

    @noun.command(help=_("Change a product; an empty value clears one. Offers made keep theirs."))
    def edit(
        context: typer.Context,
        product: options.OneProduct,
        name: Annotated[str | None, typer.Option("--name", help=_("The new name."))] = None,
        price: _Price = None, cost: _Cost = None, currency: options.Currency = None,
        code: _Code = None, series: _Series = None, unit: _Unit = None, vat: _Vat = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = find_product(desk, product, retired=True)
            row = desk.price_book.product(number)
            values = _values(currency or row.currency, locals())
            for field, value in (("name", name), ("currency", currency)):
                if value is not None:
                    values[field] = value
            desk.products.edit(number, values)
            _answer(desk, number, as_json=as_json)

    @noun.command(help=_("Offer a product no more, or with --back again; what was sold stays."))
    def archive(
        context: typer.Context,
        product: options.OneProduct,
        back: Annotated[bool, typer.Option("--back", help=_("Bring it back."))] = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.products.archive(find_product(desk, product, retired=True), back=back)


def _add_lift(noun: typer.Typer) -> None:
    @noun.command(
        help=_(
            "What the same clients buy: how many times as often as by chance, and how many have both."
        )
    )
    def lift(
        context: typer.Context,
        client: options.OfClient = None,
        least: Annotated[int | None, typer.Option("--least", min=1, help=_("So many clients must have both; else as set."))] = None,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import formats

        with base.run_of(context).desk() as desk:
            if client is None:
                found = desk.cross_sell.pairs(least)
            else:
                found = desk.cross_sell.for_client(base.find_client(desk, client), least)
        found = found[:limit]
        if as_json:
            base.give_json(
                [
                    {
                        "have": one.a, "offer": one.b, **base.plain(one.pair),
                        "support": round(one.pair.support, 4),
                        "confidence": round(one.pair.confidence, 4),
                        "lift": round(one.pair.lift, 4),
                    }
                    for one in found
                ]
            )  # fmt: skip
            return
        base.give_table(
            (
                _("They have"), _("To offer"), _("Lift"), _("Of those who have it"), _("Have both"),
                _("Of all"),
            ),
            [
                (
                    one.a, one.b, formats.decimal(one.pair.lift, 2),
                    formats.percent(one.pair.confidence), formats.number(one.pair.with_both),
                    formats.percent(one.pair.support, 1),
                )
                for one in found
            ],
            right=(2, 3, 4, 5),
        )  # fmt: skip


def _values(currency: str, given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a draft from the options that were given."""
    from pipeline_tui.cli.steps import read_sum

    found: dict[str, Any] = {
        name: given[name] for name in ("code", "series", "unit") if given[name] is not None
    }
    for name in ("price", "cost"):
        if given[name] is not None:
            found[f"{name}_minor"] = read_sum(given[name], currency) if given[name] else None
    if given["vat"] is not None:
        found["vat"] = read_share(given["vat"], "--vat") if given["vat"].strip() else None
    return found


def _answer(desk: Desk, number: int, *, as_json: bool) -> None:
    row = desk.price_book.product(number)
    if as_json:
        base.give_json(_as_json(row))
    else:
        base.give(str(number))
        base.done(row.name)


def _as_json(row: ProductRow) -> dict[str, Any]:
    """A product for programs: money in minor units, the rate of VAT in percent."""
    found: dict[str, Any] = base.plain(row)
    found["vat"] = None if row.vat is None else row.vat / 100
    found["asked_minor"] = row.asked_minor
    return found


def _give_rows(rows: list[ProductRow]) -> None:
    from pipeline_tui.wording import formats, offers
    from pipeline_tui.wording.labels import field

    def money(minor: int | None, currency: str) -> str:
        return "" if minor is None else formats.money(minor, currency)

    base.give_table(
        (
            _("No."), field("name"), field("code"), field("series"), field("unit"), field("price"),
            field("cost"), field("vat"), field("price_list"),
        ),
        [
            (
                str(row.id), row.name + (f" ({_('put away')})" if row.retired else ""), row.code,
                row.series, row.unit, money(row.asked_minor, row.currency),
                money(row.cost_minor, row.currency),
                "" if row.vat is None else offers.share(row.vat), row.list_name,
            )
            for row in rows
        ],
        right=(0, 5, 6, 7),
    )  # fmt: skip
