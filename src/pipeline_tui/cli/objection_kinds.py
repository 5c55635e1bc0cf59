"""`objection kind`: the kinds of objection, their words, and whether they are offered."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.editor import long_text
from pipeline_tui.cli.values import find_kind
from pipeline_tui.i18n import _


def add(noun: typer.Typer) -> None:
    """Add the noun."""
    kinds = typer.Typer(help=_("The kinds of objection."), no_args_is_help=True)
    noun.add_typer(kinds, name="kind")

    @kinds.command("list", help=_("The kinds, the commonest first."))
    def list_kinds(
        context: typer.Context,
        all_: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.wording import objections as words
        from pipeline_tui.wording.labels import field

        with base.run_of(context).desk() as desk:
            rows = desk.objection_views.kinds(retired=all_)
        if as_json:
            base.give_json(
                [{**base.plain(row.kind), "called": words.kind_name(row.kind),
                  **base.plain(row.tally)} for row in rows]
            )  # fmt: skip
            return
        base.give_table(
            (_("No."), _("Code"), field("objection"), field("result")),
            [
                (
                    str(row.kind.id), row.kind.code,
                    words.kind_name(row.kind) + (f" ({_('put away')})" if row.kind.retired else ""),
                    words.fared(row.tally),
                )
                for row in rows
            ],
        )  # fmt: skip

    @kinds.command(
        "edit",
        help=_(
            "Change a kind; without options the editor opens with what clients say, a line each."
        ),
    )
    def edit_kind(
        context: typer.Context,
        kind: Annotated[str, options.kind_argument()],
        name: Annotated[str | None, typer.Option("--name", help=_("Its name; empty gives ours back."))] = None,
        heard: Annotated[list[str] | None, typer.Option("--heard", metavar="WORDS", help=_("What clients say, in place of what stood; repeat for more."))] = None,
        behind: Annotated[str | None, typer.Option("--behind", help=_("What usually stands behind it."))] = None,
        probe: Annotated[str | None, typer.Option("--probe", help=_("The question that tells a true reason from a pretext."))] = None,
    ) -> None:  # fmt: skip
        given = {
            "name": name, "heard": None if heard is None else "\n".join(heard),
            "behind": behind, "probe": probe,
        }  # fmt: skip
        values = {field: value for field, value in given.items() if value is not None}
        run = base.run_of(context)
        with run.desk() as desk:
            before = desk.objection_views.kind(find_kind(desk, kind))
            phrases = "\n".join(before.heard)
            if not values:
                values = {"heard": long_text(run.env, phrases)}
            stood = {
                "name": before.name, "heard": phrases, "behind": before.behind,
                "probe": before.probe,
            }  # fmt: skip
            seen = {field: stood[field] for field in values}
            desk.objections.edit_type(before.id, values, seen)
        base.done(_("Saved."))

    @kinds.command(help=_("Offer a kind no more; the log keeps it."))
    def retire(context: typer.Context, kind: Annotated[str, options.kind_argument()]) -> None:
        with base.run_of(context).desk() as desk:
            desk.objections.retire_type(find_kind(desk, kind))
        base.done(_("Put away: it is offered no more."))

    @kinds.command(help=_("Offer a kind again."))
    def restore(context: typer.Context, kind: Annotated[str, options.kind_argument()]) -> None:
        with base.run_of(context).desk() as desk:
            desk.objections.restore_type(find_kind(desk, kind))
        base.done(_("Saved."))
