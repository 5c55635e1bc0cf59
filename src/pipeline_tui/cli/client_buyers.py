"""`client buyers`: who buys, how lately, how often and for how much."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.buyers import Segment
from pipeline_tui.i18n import _


def add(clients: typer.Typer) -> None:
    """Add the verb."""

    @clients.command(
        help=_(
            "List clients that bought in two years: RFM, next order by their rhythm, loyalty tier."
        )
    )
    def buyers(
        context: typer.Context,
        segment: Annotated[Segment | None, typer.Option(help=_("Only these."))] = None,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import buyers as words
        from pipeline_tui.wording import formats

        with base.run_of(context).desk() as desk:
            today = desk.today()
            found = [one for one in desk.buyers.list() if segment in (None, one.segment)]
        if as_json:
            base.give_json(found[:limit])
            return
        base.give_table(
            (_("No."), _("Client"), _("Segment"), _("RFM"), _("Orders"), _("Last order"),
             _("Next by rhythm"), _("Paid in 12 months"), _("Loyalty")),
            [
                (
                    str(one.client_id), one.name, words.segment(one.segment), one.scores,
                    str(one.orders), formats.day(one.last_on, today),
                    words.expected(one, today), words.paid(one), words.tier(one.tier),
                )
                for one in found[:limit]
            ],
            right=(0, 4, 7),
        )  # fmt: skip
        if len(found) > limit:
            base.remark(
                _("{shown} of {all} shown; --limit shows more").format(shown=limit, all=len(found))
            )
