"""`competitor sighting`: what a competitor was seen to offer; mended and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.values import find_competitor, find_product
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.competitors import SightingRow
    from pipeline_tui.services.desk import Desk

OneCompetitor = Annotated[
    str, typer.Argument(metavar="COMPETITOR", help=N_("Number, a name of it, or part of the name."))
]
_Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help=N_("A number from `competitor show`."))
]
_On = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help=N_("The day it was seen; else today."))
]
_Price = Annotated[
    str | None, typer.Option("--price", metavar="SUM", help=N_("What it asks for one."))
]
_Offered = Annotated[str | None, typer.Option("--offer", help=N_("What it offered."))]
_Note = Annotated[str | None, typer.Option("--note", "-n", help=N_("How it was learnt, and more."))]


def add(noun: typer.Typer) -> None:
    """Add the verbs of sightings."""

    @noun.command(help=_("Note what a competitor was seen to offer; answers with the number."))
    def sighting(
        context: typer.Context,
        competitor: OneCompetitor,
        on: _On = None, client: options.OfClient = None, deal: options.OfDeal = None,
        product: options.Product = None, price: _Price = None, currency: options.Currency = None,
        offered: _Offered = None, note: _Note = None, as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            values = {"competitor_id": find_competitor(desk, competitor)}
            money = currency or desk.settings.currency
            number = desk.competitors.sight(values | _values(desk, money, locals()))
            _give(desk, number, as_json=as_json)

    @noun.command(help=_("Change a sighting; an empty value clears one."))
    def correct(
        context: typer.Context,
        number: _Number,
        on: _On = None, client: options.OfClient = None, deal: options.OfDeal = None,
        product: options.Product = None, price: _Price = None, currency: options.Currency = None,
        offered: _Offered = None, note: _Note = None, as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            money = currency or desk.competitor_views.sighting(number).currency
            desk.competitors.edit_sighting(number, _values(desk, money, locals()))
            _give(desk, number, as_json=as_json)

    @noun.command(help=_("Take a sighting away."))
    def forget(context: typer.Context, number: _Number) -> None:
        with base.run_of(context).desk() as desk:
            desk.competitors.remove_sighting(number)


def _values(desk: Desk, currency: str, given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a sighting from the options that were given."""
    from pipeline_tui.cli.money_options import read_day
    from pipeline_tui.cli.steps import read_sum

    found: dict[str, Any] = {"currency": currency}
    if given["on"]:
        found["seen_on"] = read_day(desk, given["on"], "seen_on")
    if given["client"] is not None:
        found["client_id"] = base.find_client(desk, given["client"]) if given["client"] else None
    if given["deal"] is not None:
        found["deal_id"] = given["deal"]
    if given["product"] is not None:
        found["product_id"] = find_product(desk, given["product"]) if given["product"] else None
    if given["price"] is not None:
        found["price_minor"] = read_sum(given["price"], currency) if given["price"] else None
    for name in ("offered", "note"):
        if given[name] is not None:
            found[name] = given[name]
    return found


def sighting_json(one: SightingRow) -> dict[str, Any]:
    """A sighting for programs: the price in minor units."""
    found: dict[str, Any] = base.plain(one)
    return found


def _give(desk: Desk, number: int, *, as_json: bool) -> None:
    from pipeline_tui.wording.competitors import seen

    one = desk.competitor_views.sighting(number)
    if as_json:
        base.give_json(sighting_json(one))
    else:
        base.give(str(number))
        base.done(f"{one.competitor}: {seen(one)}")
