"""`debt rate`: the key rates that statutory interest is reckoned by."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli import money_options as opt
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _


def add(debts: typer.Typer) -> None:
    """Add the noun."""
    rates = typer.Typer(
        help=_("Key rates of the Bank of Russia, by which interest is reckoned."),
        no_args_is_help=True,
    )
    debts.add_typer(rates, name="rate")

    @rates.command("list", help=_("The table of key rates, and up to which day it is known."))
    def list_rates(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.wording import formats
        from pipeline_tui.wording import interest as words

        with base.run_of(context).desk() as desk:
            found = desk.interest.rates()
            today = desk.today()
        if as_json:
            base.give_json({
                "known_until": found.known_until,
                "rates": [
                    {"day": row.day, "percent": float(row.percent), "own": row.own}
                    for row in found.rows()
                ],
            })  # fmt: skip
            return
        base.give_table(
            (_("Since"), _("Rate"), ""),
            [
                (
                    formats.day_plain(row.day), words.percent(row.percent),
                    _("added by you") if row.own else "",
                )
                for row in found.rows()
            ],
            right=(1,),
        )  # fmt: skip
        base.remark(words.known(found, today))

    @rates.command("set", help=_("Note the rate that holds from a day on; it goes before ours."))
    def set_rate(
        context: typer.Context,
        day: Annotated[str, typer.Argument(metavar="DAY", help=_("From which day."))],
        percent: Annotated[str, typer.Argument(metavar="PERCENT", help=_("Percent a year, such as 14.5."))],
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            desk.interest.set_rate(opt.read_day(desk, day, "day"), read_percent(percent))
        base.done(_("done"))

    @rates.command("remove", help=_("Take out a rate that you added; ours holds again."))
    def remove_rate(
        context: typer.Context,
        day: Annotated[str, typer.Argument(metavar="DAY", help=_("From which day."))],
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.interest.remove_rate(opt.read_day(desk, day, "day"))
        base.done(_("done"))

    @rates.command(
        "take",
        help=_("Take the table that cbr.ru/hd_base/KeyRate gives: CSV, XLSX, or the page saved."),
    )
    def take_rates(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The table, as it was saved."))],
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import interest as words

        with base.run_of(context).desk() as desk:
            count = desk.interest.take_rates(file)
            found, today = desk.interest.rates(), desk.today()
        if as_json:
            base.give_json({"new": count, "known_until": found.known_until})
        else:
            base.give(words.taken(count))
            base.remark(words.known(found, today))


def read_percent(text: str) -> Decimal:
    """A percentage a year, with a comma or a point; raises Invalid rate_form."""
    try:
        return Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation as error:
        raise Invalid("percent", "rate_form", text=text) from error
