"""`deal check`: what is done of the checklist of a deal's stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.checklists import CheckRow
    from pipeline_tui.services.desk import Desk


def add(deals: typer.Typer) -> None:
    """Add the verb under `deal`."""

    @deals.command(help=_("The checklist of a deal’s stage; naming an item ticks it."))
    def check(
        context: typer.Context,
        number: options.Deal,
        item: Annotated[str, typer.Argument(metavar="ITEM", help=_("Its place in the list, or the beginning of its words."))] = "",
        undone: Annotated[bool, typer.Option("--undone", help=_("It is not done after all."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording.labels import field

        with base.run_of(context).desk() as desk:
            desk.funnel.card(number)
            if item:
                desk.checklists.tick(number, _item(desk, number, item), done=not undone)
            rows = desk.checklists.of_deal(number)
            if as_json:
                base.give_json(rows)
                return
            base.give_table(
                (_("No."), _("Done"), field("checklist")),
                [
                    (str(place), _("yes") if row.ticked_at else _("no"), row.name)
                    for place, row in enumerate(rows, 1)
                ],
                right=(0,),
            )


def _item(desk: Desk, number: int, text: str) -> int:
    """The item at this place, or that begins so; raises NotFound choice_unknown, Invalid
    where several do."""
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.domain.errors import Invalid, NotFound

    rows = desk.checklists.of_deal(number)
    found: list[CheckRow] = []
    if text.isdigit() and 0 < int(text) <= len(rows):
        found = [rows[int(text) - 1]]
    else:
        found = [row for row in rows if fold(row.name).startswith(fold(text))]
    if not found:
        raise NotFound(
            "choice_unknown", field="checklist", text=text, choices=[row.name for row in rows]
        )
    if len(found) > 1:
        raise Invalid("checklist", "choice_unknown", text=text, choices=[row.name for row in found])
    return found[0].id
