"""`product prices`: price lists, the days they hold, and their prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.values import find_product, read_share
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.products import PriceListRow
    from pipeline_tui.services.desk import Desk

_Which = Annotated[
    str, typer.Argument(metavar="LIST", help=N_("Number or name; `product prices` lists them."))
]
_From = Annotated[str | None, typer.Option("--from", metavar="DAY", help=N_("Its first day."))]
_To = Annotated[
    str | None, typer.Option("--to", metavar="DAY", help=N_("Its last day; empty for no end."))
]


def add(noun: typer.Typer) -> None:
    """Add the verbs under `product`."""
    app = typer.Typer(
        help=_("Price lists; of those that hold on a day the one that began last counts."),
        invoke_without_command=True,
    )
    noun.add_typer(app, name="prices")

    @app.callback()
    def start(context: typer.Context, as_json: base.Json = False) -> None:
        if context.invoked_subcommand is None:
            with base.run_of(context).desk() as desk:
                _give_lists(desk, as_json=as_json)

    _add_lists(app)
    _add_prices(app)


def _add_lists(app: typer.Typer) -> None:
    @app.command(
        "add", help=_("Begin a price list, empty or like another one; answers with its number.")
    )
    def add_list(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        since: _From = None, until: _To = None, currency: options.Currency = None,
        like: Annotated[str | None, typer.Option("--like", metavar="LIST", help=_("Take over the prices of this one."))] = None,
        change: Annotated[str, typer.Option("--change", metavar="PERCENT", help=_("Changed by so much: 7,5 or -3."))] = "0",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            source = None if like is None else _find(desk, like)
            values = {
                "name": name, "valid_from": desk.today(), **_days(desk, since, until),
                "currency": currency or (source.currency if source else desk.settings.currency),
            }  # fmt: skip
            number = desk.products.add_list(
                values, like=source.id if source else None,
                change=read_share(change, "--change"),
            )  # fmt: skip
            if as_json:
                base.give_json(desk.price_book.price_list(number))
            else:
                base.give(str(number))

    @app.command("edit", help=_("Change what a price list is called and when it holds."))
    def edit_list(
        context: typer.Context,
        which: _Which,
        name: Annotated[str | None, typer.Option("--name", help=_("The new name."))] = None,
        since: _From = None, until: _To = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            row = _find(desk, which)
            values = _days(desk, since, until)
            if name is not None:
                values["name"] = name
            desk.products.edit_list(row.id, values)
            if as_json:
                base.give_json(desk.price_book.price_list(row.id))

    @app.command("remove", help=_("Take a price list away; offers made keep their prices."))
    def remove_list(context: typer.Context, which: _Which) -> None:
        with base.run_of(context).desk() as desk:
            desk.products.remove_list(_find(desk, which).id)


def _add_prices(app: typer.Typer) -> None:
    @app.command(help=_("Show the prices of a list."))
    def show(context: typer.Context, which: _Which, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import formats
        from pipeline_tui.wording.labels import field

        with base.run_of(context).desk() as desk:
            found = _find(desk, which)
            rows = [one for one in desk.price_book.prices(found.id) if one.price_minor is not None]
        if as_json:
            base.give_json({"list": base.plain(found), "prices": base.plain(rows)})
            return
        base.give_table(
            (_("No."), field("name"), field("code"), field("unit"), field("price")),
            [
                (
                    str(one.product_id), one.name, one.code, one.unit,
                    formats.money(one.price_minor or 0, found.currency),
                )
                for one in rows
            ],
            right=(0, 4),
        )  # fmt: skip

    @app.command("set", help=_("Set a product’s price in a list; an empty sum takes it off."))
    def set_price(
        context: typer.Context,
        which: _Which,
        product: options.OneProduct,
        amount: Annotated[str, typer.Argument(metavar="SUM", help=_("Such as 1250,50."))],
    ) -> None:
        from pipeline_tui.cli.steps import read_sum

        with base.run_of(context).desk() as desk:
            found = _find(desk, which)
            minor = read_sum(amount, found.currency) if amount.strip() else None
            desk.products.set_price(found.id, find_product(desk, product), minor)


def _days(desk: Desk, since: str | None, until: str | None) -> dict[str, Any]:
    from pipeline_tui.cli.money_options import read_day

    found: dict[str, Any] = {}
    if since is not None:
        found["valid_from"] = read_day(desk, since, "--from")
    if until is not None:
        found["valid_to"] = read_day(desk, until, "--to") if until.strip() else None
    return found


def _find(desk: Desk, wanted: str) -> PriceListRow:
    """A price list by its number or name; raises NotFound choice_unknown."""
    from pipeline_tui.domain.clients import fold

    rows = desk.price_book.price_lists()
    for row in rows:
        if wanted.strip() == str(row.id) or fold(wanted) == fold(row.name):
            return row
    names = [f"{row.id} {row.name}" for row in rows]
    raise NotFound("choice_unknown", field="price_list", text=wanted, choices=names or ["—"])


def _give_lists(desk: Desk, *, as_json: bool) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording.labels import field

    rows, today = desk.price_book.price_lists(), desk.today()
    if as_json:
        base.give_json([{**base.plain(row), "holds": row.holds(today)} for row in rows])
        return
    base.give_table(
        (
            _("No."), field("name"), field("currency"), field("valid_from"), field("valid_to"),
            _("Prices"), _("Holds today"),
        ),
        [
            (
                str(row.id), row.name, row.currency, formats.day_plain(row.valid_from),
                formats.day_plain(row.valid_to) if row.valid_to else "",
                formats.number(row.count), _("yes") if row.holds(today) else _("no"),
            )
            for row in rows
        ],
        right=(0, 5),
    )  # fmt: skip
