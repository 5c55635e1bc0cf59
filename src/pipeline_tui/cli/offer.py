"""`offer`: made for a deal, sent, accepted, written to a file. Lines: `offer_lines`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, offer_lines, options
from pipeline_tui.cli.steps import read_step
from pipeline_tui.domain.offers import OfferState
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.offers import OfferRow
    from pipeline_tui.services.desk import Desk

_Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help=N_("Its last day; else as set."))
]
_Terms = Annotated[
    str | None,
    typer.Option("--terms", help=N_("Terms of payment and delivery; else those of the last one.")),
]
_Included = Annotated[
    bool | None,
    typer.Option(
        "--vat-included/--vat-on-top", help=N_("Whether prices hold the VAT; else as set.")
    ),
]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    noun = typer.Typer(no_args_is_help=True)
    app.add_typer(noun, name="offer")
    _add_reading(noun)
    _add_making(noun)
    offer_lines.add(noun)
    _add_fate(noun)


def _add_reading(noun: typer.Typer) -> None:
    @noun.command("list", help=_("List offers, the newest first."))
    def list_offers(
        context: typer.Context,
        deal: options.OfDeal = None,
        client: options.OfClient = None,
        state: Annotated[OfferState | None, typer.Option("--state", help=_("How they stand."))] = None,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            found = desk.offer_views.listed(
                deal_id=deal, client_id=None if client is None else base.find_client(desk, client),
                state=state, limit=limit,
            )  # fmt: skip
            if as_json:
                base.give_json([offer_lines.head_json(desk, one) for one in found])
            else:
                _give_rows(desk, found)

    @noun.command(help=_("Show an offer as the client reads it; --to writes it to a file."))
    def show(
        context: typer.Context,
        number: options.Offer,
        to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help=_("Markdown where it ends in .md, else text."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import offer_pages

        with base.run_of(context).desk() as desk:
            view = desk.offer_views.view(desk.offer_views.find(number))
            markdown = to is not None and to.suffix.lower() == ".md"
            write = offer_pages.as_markdown if markdown else offer_pages.as_text
            text = write(view, desk.settings.owner, desk.zone)
            if to is not None:
                desk.exports.text(to.expanduser(), text, "offer")
            if as_json:
                base.give_json(offer_lines.view_json(desk, view))
            elif to is None:
                for line in text.splitlines():
                    base.give(line)
            else:
                base.done(str(to))


def _add_making(noun: typer.Typer) -> None:
    @noun.command(help=_("Begin an offer for a deal; answers with what it is called."))
    def make(
        context: typer.Context,
        deal: options.Deal,
        line: Annotated[list[str] | None, typer.Option("--line", "-l", metavar="PRODUCT=QUANTITY", help=_("A line; repeat for more."))] = None,
        until: _Until = None, terms: _Terms = None, vat: _Included = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            lines = [offer_lines.read_line(desk, one) for one in line or ()]
            id_ = desk.offers.make(deal, _head(desk, until, terms, vat), lines)
            offer_lines.give_offer(desk, id_, as_json=as_json)

    @noun.command(help=_("Change an offer that is not sent yet: its last day, terms, VAT."))
    def edit(
        context: typer.Context,
        number: options.Offer,
        until: _Until = None, terms: _Terms = None, vat: _Included = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            id_ = desk.offer_views.find(number)
            desk.offers.edit(id_, _head(desk, until, terms, vat))
            offer_lines.give_offer(desk, id_, as_json=as_json)

    @noun.command(help=_("Begin the next version of an offer that was sent, with its lines."))
    def version(context: typer.Context, number: options.Offer, as_json: base.Json = False) -> None:
        with base.run_of(context).desk() as desk:
            id_ = desk.offers.new_version(desk.offer_views.find(number))
            offer_lines.give_offer(desk, id_, as_json=as_json)

    @noun.command(help=_("Take an offer away that is not sent yet."))
    def remove(context: typer.Context, number: options.Offer) -> None:
        with base.run_of(context).desk() as desk:
            desk.offers.remove(desk.offer_views.find(number))


def _add_fate(noun: typer.Typer) -> None:
    @noun.command(help=_("Note that an offer was sent; its last day becomes a step of the deal."))
    def send(context: typer.Context, number: options.Offer, as_json: base.Json = False) -> None:
        from pipeline_tui.wording.offers import step_title

        with base.run_of(context).desk() as desk:
            id_ = desk.offer_views.find(number)
            desk.offers.send(id_, step_title=step_title(desk.offer_views.view(id_).row))
            offer_lines.give_offer(desk, id_, as_json=as_json)

    @noun.command(help=_("Note that the client took an offer: its total is the deal’s sum."))
    def accept(
        context: typer.Context,
        number: options.Offer,
        step: options.Step = "",
        kind: options.StepKind = TaskKind.CALL,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            id_ = desk.offer_views.find(number)
            planned = read_step(desk, step) if step.strip() else None
            desk.offers.accept(
                id_, step_on=planned.on if planned else None, step_at=planned.at if planned else None,
                step_title=planned.title if planned else "", step_kind=kind,
            )  # fmt: skip
            offer_lines.give_offer(desk, id_, as_json=as_json)


def _head(desk: Desk, until: str | None, terms: str | None, vat: bool | None) -> dict[str, Any]:
    """Fields of the head of an offer that were given."""
    from pipeline_tui.cli.money_options import read_day

    found: dict[str, Any] = {}
    if until is not None:
        found["valid_until"] = read_day(desk, until, "--until")
    if terms is not None:
        found["terms"] = terms
    if vat is not None:
        found["vat_included"] = vat
    return found


def _give_rows(desk: Desk, rows: list[OfferRow]) -> None:
    from pipeline_tui.wording import formats, offers
    from pipeline_tui.wording.labels import field

    today = desk.today()
    base.give_table(
        (
            _("No."), field("deal"), field("title"), field("client"), field("status"),
            field("valid_until"), field("amount"), _("Margin"),
        ),
        [
            (
                row.code, str(row.deal_id), row.deal, row.client, offers.state(row, today),
                formats.day_plain(row.valid_until),
                formats.money(row.sums.total_minor, row.currency),
                offers.margin(row.sums, row.currency),
            )
            for row in rows
        ],
        right=(0, 1, 6, 7),
    )  # fmt: skip
