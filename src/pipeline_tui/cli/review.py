"""`review`: what is left undone this evening, and tomorrow's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.review import Ahead, Review
    from pipeline_tui.services.desk import Desk


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def review(
        context: typer.Context,
        tomorrow: Annotated[
            bool, typer.Option("--tomorrow", help=_("The call list of the next working day."))
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            if tomorrow:
                _tomorrow(desk, desk.review.tomorrow(), as_json=as_json)
            else:
                _review(desk, desk.review.open_ends(), as_json=as_json)


def _review(desk: Desk, found: Review, *, as_json: bool) -> None:
    from pipeline_tui.wording import formats, reasons
    from pipeline_tui.wording import review as words

    at = reasons.Clock(desk.now(), desk.zone)
    if as_json:
        answer: dict[str, Any] = base.plain(found)
        for line, row in zip(answer["rows"], found.rows, strict=True):
            line["why"] = words.loose_end(row, at)
        base.give_json(answer)
        return
    base.give_table(
        (_("What"), _("Why"), _("Client"), _("Deal"), _("No."), _("Sum")),
        [
            (
                words.loose_title(row.loose), words.loose_end(row, at), row.client, row.deal,
                str(row.record_id),
                "" if row.amount_minor is None else formats.money(row.amount_minor, row.currency),
            )
            for row in found.rows
        ],
        right=(4, 5),
    )  # fmt: skip
    if found.more:
        base.remark(_("and {n} more").format(n=formats.number(found.more)))


def _tomorrow(desk: Desk, found: Ahead, *, as_json: bool) -> None:
    from pipeline_tui.wording import formats, reasons
    from pipeline_tui.wording import reports as words

    at = reasons.Clock(desk.now(), desk.zone)
    if as_json:
        answer: dict[str, Any] = base.plain(found)
        for line, row in zip(answer["rows"], found.rows, strict=True):
            line["why"] = words.morning_reason(row, found, at)
            line["tier"] = int(row.tier)
        base.give_json(answer)
        return
    timed = [words.timed_line(row, at) for row in found.timed]
    base.give_table(
        (_("When"), _("Client"), _("Contact"), _("Why"), _("At stake")),
        [
            *((line.lead, line.text, "", line.note, "") for line in timed),
            *(
                (
                    "", row.client, row.contact, words.morning_reason(row, found, at),
                    formats.money(row.stake_minor, row.currency) if row.stake_minor else "",
                )
                for row in found.rows
            ),
            *((line.lead, line.text, "", line.note, "") for line in
              (words.timed_line(row, at) for row in found.later)),
        ],
        right=(4,),
    )  # fmt: skip
    base.remark(formats.day_full(found.day))
