"""`client duplicates`, `client merge`, `client distinct`: clients entered twice."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.duplicates import LIKELY
from pipeline_tui.i18n import _


def add(clients: typer.Typer) -> None:
    """Add the verbs."""

    @clients.command(help=_("List pairs of clients that may be one, the surest first, and why."))
    def duplicates(
        context: typer.Context,
        least: Annotated[
            int, typer.Option("--least", min=1, max=100, help=_("Leave out lower scores; 85 is sure."))
        ] = LIKELY,
        limit: options.Limit = 50,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            found = desk.duplicates.queue(least)
        if as_json:
            base.give_json(found[:limit])
            return
        from pipeline_tui.wording import duplicates as words

        base.give_table(
            (_("Score"), _("No."), _("Client"), _("No."), _("Client"), _("Why")),
            [
                (
                    str(row.score), str(row.first), row.first_name, str(row.second), row.second_name,
                    words.reasons(row.reasons),
                )
                for row in found[:limit]
            ],
            right=(0, 1, 3),
        )  # fmt: skip
        if len(found) > limit:
            base.remark(
                _("{shown} of {all} shown; --limit shows more").format(shown=limit, all=len(found))
            )

    @clients.command(help=_("Merge another client into this one: they are one and the same."))
    def merge(
        context: typer.Context, client: options.Client,
        other: Annotated[str, typer.Argument(metavar="OTHER", help=_("The one that is put away."))],
        take: Annotated[
            list[str] | None,
            typer.Option(
                metavar="FIELD", help=_("A field whose value the other gives, e.g. name; repeat for more.")
            ),
        ] = None,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.duplicates.merge(
                base.find_client(desk, client), base.find_client(desk, other),
                [name.removesuffix("=B").removesuffix("=b") for name in take or ()],
            )  # fmt: skip
        base.done(_("done"))

    @clients.command(
        help=_("Remember that two clients are two: they are not shown as duplicates again.")
    )
    def distinct(
        context: typer.Context, client: options.Client,
        other: Annotated[str, typer.Argument(metavar="OTHER", help=_("The other one."))],
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.duplicates.distinct(base.find_client(desk, client), base.find_client(desk, other))
        base.done(_("done"))
