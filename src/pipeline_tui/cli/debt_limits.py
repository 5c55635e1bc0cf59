"""`debt stop`, `debt resume`, `debt limit`: what holds shipping to a client back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_sum
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.clients import SUMS
    from pipeline_tui.services.desk import Desk


def add(debts: typer.Typer) -> None:
    """Add the verbs."""

    @debts.command(help=_("Ship nothing more to a client until `resume`: a mark, and no lock."))
    def stop(
        context: typer.Context,
        client: options.Client,
        reason: Annotated[str, typer.Argument(metavar="TEXT", help=_("Why."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.shipping.stop(base.find_client(desk, client), reason)
        base.done(_("done"))

    @debts.command(help=_("Ship to a client again."))
    def resume(context: typer.Context, client: options.Client) -> None:
        with base.run_of(context).desk() as desk:
            desk.shipping.resume(base.find_client(desk, client))
        base.done(_("done"))

    @debts.command(help=_("Show or set how much a client may owe; “none” takes the limit away."))
    def limit(
        context: typer.Context,
        client: options.Client,
        amount: Annotated[str, typer.Argument(metavar="SUM", help=_("Such as 500000, or none."))] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import formats, shipping

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            if amount:
                no_limit = amount.casefold() in ("none", "нет", "0")
                desk.shipping.set_limit(
                    client_id, None if no_limit else read_sum(amount, desk.settings.currency)
                )
            found = desk.shipping.caution(client_id)
            today = desk.today()
        if as_json:
            base.give_json(found)
            return
        base.give(
            _("no limit") if found.limit is None else formats.money(found.limit[1], found.limit[0])
        )
        for line in shipping.caution(found, today):
            base.remark(line)


def remark_on_shipping(desk: Desk, client_id: int | None, adding: SUMS = ()) -> None:
    """Say on the error channel what speaks against shipping to a client, where anything does."""
    from pipeline_tui.wording import shipping

    if client_id is not None:
        for line in shipping.caution(desk.shipping.caution(client_id, adding), desk.today()):
            base.remark(line)
