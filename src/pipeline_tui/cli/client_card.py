"""`client needs` and `client classes`: what a client needs, and what its turnover makes of it."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.needs import ALL
from pipeline_tui.i18n import _


def add(clients: typer.Typer) -> None:
    """Add the verbs under `client`."""

    @clients.command(help=_("Show what a client needs and can pay, or note the answers given."))
    def needs(
        context: typer.Context, client: options.Client,
        deal: Annotated[int | None, typer.Option("--deal", help=_("Of one deal, by its number."))] = None,
        need: Annotated[str | None, typer.Option(help=_("What they need."))] = None,
        budget: Annotated[str | None, typer.Option(help=_("How much they have for it."))] = None,
        authority: Annotated[str | None, typer.Option(help=_("Who decides."))] = None,
        timing: Annotated[str | None, typer.Option(help=_("By when."))] = None,
        supplier: Annotated[str | None, typer.Option(help=_("Whom they buy from now."))] = None,
        buying_power: Annotated[str | None, typer.Option("--buying-power", help=_("What they can pay."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording.labels import label

        said = {"need": need, "budget": budget, "authority": authority, "timing": timing,
                "supplier": supplier, "buying_power": buying_power}  # fmt: skip
        values = {name: text for name, text in said.items() if text is not None}
        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            if values:
                desk.needs.set(values, client_id=client_id, deal_id=deal)
            found = desk.needs.of_client(client_id)[0] if deal is None else desk.needs.of_deal(deal)
        if as_json:
            base.give_json({**base.plain(found), "missing": found.missing})
            return
        base.give_table(
            (_("What"), _("Answer")),
            [
                (
                    label("needs", name),
                    getattr(found, name) or (_("to ask") if name in found.missing else "—"),
                )
                for name in ALL
            ],
        )

    @clients.command(help=_("Show which class the paid turnover of 12 months makes (ABC 80/15/5)."))
    def classes(
        context: typer.Context,
        apply: Annotated[bool, typer.Option("--apply", help=_("Give these classes; one undo takes them back."))] = False,
        over_hand: Annotated[bool, typer.Option("--over-hand", help=_("Also where a class was given by hand."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import formats

        with base.run_of(context).desk() as desk:
            found = desk.classes.proposal(over_hand=over_hand)
            if apply:
                desk.classes.apply(found.rows)
        if as_json:
            base.give_json({**base.plain(found), "applied": apply})
            return
        base.give_table(
            (_("No."), _("Client"), _("Now"), _("To be"), _("Paid in 12 months"), _("Share")),
            [
                (
                    str(row.id), row.name, row.before or "—", row.after,
                    formats.money(row.turnover_minor, row.currency), f"{100 * row.share:.1f} %",
                )
                for row in found.rows
            ],
            right=(4, 5),
        )  # fmt: skip
        base.remark(
            _("n = {n}: A {a}, B {b}, C {c}; classed by hand and left: {hand}").format(
                n=found.n, a=found.counts["A"], b=found.counts["B"], c=found.counts["C"],
                hand=found.by_hand,
            )
        )  # fmt: skip
