"""`calendar`: which days the program takes for working days, and why."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui import i18n
from pipeline_tui.cli import base, options
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run


def add(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command()
    def calendar(
        context: typer.Context,
        month: Annotated[
            str,
            typer.Argument(
                metavar="MONTH", help=_("2026-04, 4, +1 for the next one; else this month.")
            ),
        ] = "",
        country: Annotated[
            str | None,
            typer.Option("--country", metavar="XX", help=_("Two letters, such as RU.")),
        ] = None,
        client: options.OfClient = None,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.domain.plan import month_of, read_month

        run = base.run_of(context)
        today = run.clock().astimezone(run.zone).date()
        first = read_month(month, today) if month else month_of(today)
        code, whose = _country(run, country, client)
        _give(run, first, code, whose, as_json=as_json)


def _country(run: Run, country: str | None, client: str | None) -> tuple[str | None, str]:
    """The country that counts, and the client it is of."""
    if country is not None:
        from pipeline_tui.exchange.countries import country_code

        return country_code(country) or country.strip().upper(), ""
    if client is None:
        return run.settings.country, ""
    with run.desk() as desk:
        card = desk.cards.client(base.find_client(desk, client))
        return desk.calling_again.calendar_of(card.country).country, card.name


def _give(run: Run, first: date, code: str | None, whose: str, *, as_json: bool) -> None:
    from pipeline_tui.domain.workdays import DayKind, WorkCalendar, holiday_names
    from pipeline_tui.wording import workdays as words
    from pipeline_tui.wording.formats import day_plain, weekday
    from pipeline_tui.wording.labels import field

    days_off = frozenset() if whose else run.settings.days_off
    known = WorkCalendar(code, days_off)
    names = holiday_names(code, first.year, i18n.current()) if code else {}
    after = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    kinds = {day: known.kind(day) for day in days}
    counts = Counter(kinds.values())
    worked = counts[DayKind.WORKED] + counts[DayKind.MOVED]
    if as_json:
        base.give_json({
            "month": f"{first:%Y-%m}", "country": code, "client": whose or None,
            "working_days": worked, "days_off": len(days) - worked,
            "days": [
                {"day": day, "weekday": day.isoweekday(), "worked": known.is_workday(day),
                 "kind": kinds[day], "name": names.get(day, "")}
                for day in days
            ],
        })  # fmt: skip
        return
    base.give(" · ".join(filter(None, (whose, words.month(first, code, worked, len(days))))))
    base.give_table(
        (field("when"), _("Day of the week"), _("What"), field("name")),
        [
            (day_plain(day), weekday(day), words.kind(kinds[day]), names.get(day, ""))
            for day in days
        ],
    )
