"""`call stats`: at which hours, weekdays and attempts clients answer, and what comes of it by source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.steps import read_period
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.contact_rates import Rates
    from pipeline_tui.domain.shares import Share
    from pipeline_tui.services.desk import Desk


def add(calls: typer.Typer) -> None:
    """Add the verb under `call`."""

    @calls.command("stats", help=_("When clients answer: by hour, weekday, attempt and source."))
    def stats(
        context: typer.Context,
        client: options.OfClient = None,
        since: Annotated[str | None, typer.Option(help=_("First day; else a year back."))] = None,
        until: Annotated[str | None, typer.Option(help=_("Last day; else today."))] = None,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            if client is not None:
                _give_client(desk, base.find_client(desk, client), as_json=as_json)
                return
            found = desk.contact_rates.rates(*read_period(desk, since, until))
            if as_json:
                base.give_json(_plain(found))
            else:
                _give(found)


def _give_client(desk: Desk, client_id: int, *, as_json: bool) -> None:
    from pipeline_tui.wording import contact_rates as words
    from pipeline_tui.wording.formats import percent

    card = desk.cards.client(client_id)
    hours = desk.contact_rates.hours_of(client_id, card.zone)
    found = desk.contact_rates.best_hour(client_id, card.zone)
    if as_json:
        base.give_json({
            "client_id": client_id, "zone": card.zone, "hour": found.hour,
            "too_little_data": found.few, "calls": found.calls.n, "answered": found.calls.k,
            "hours": {hour: {"calls": one.n, "answered": one.k} for hour, one in sorted(hours.items())},
        })  # fmt: skip
        return
    base.give(f"{card.name} · {card.zone or _('time zone not known')} · {words.best_hour(found)}")
    base.give_table(
        (_("Hour"), _("Calls"), _("Answered"), _("Share")),
        [
            (words.hour(hour), str(one.n), str(one.k), percent(one.rate))
            for hour, one in sorted(hours.items())
        ],
        right=(1, 2, 3),
    )


def _share(one: Share) -> dict[str, Any]:
    from pipeline_tui.domain.contact_rates import few

    low, high = one.interval
    return {"k": one.k, "n": one.n, "rate": one.rate, "low": low, "high": high,
            "too_little_data": few(one)}  # fmt: skip


def _plain(found: Rates) -> dict[str, Any]:
    """The figures with shares and their 95 % Wilson intervals worked out; weekdays from Monday, 1."""
    return {
        "since": found.since, "until": found.until, "all_read": found.whole,
        "calls": _share(found.all_calls),
        "hours": {hour: _share(one) for hour, one in found.hours.items()},
        "weekdays": {day + 1: _share(one) for day, one in found.weekdays.items()},
        "slots": [
            {"weekday": day + 1, "hour": hour, **_share(one)}
            for (day, hour), one in found.grid.items()
        ],
        "attempts": [
            {"attempt": one.attempt, "reached": _share(one.reached), "led_on": _share(one.led)}
            for one in found.attempts
        ],
        "sources": [
            {"source": one.source, "calls": one.calls, "clients": one.clients,
             "reached": _share(one.reached), "deals": _share(one.deals), "won": _share(one.won)}
            for one in found.sources
        ],
    }  # fmt: skip


def _give(found: Rates) -> None:
    from pipeline_tui.domain.contact_rates import NOTHING
    from pipeline_tui.wording import contact_rates as words
    from pipeline_tui.wording.formats import number

    base.give(words.span(found))
    base.give(words.sure(found.all_calls))
    high, low = words.advice(found)
    if high:
        base.give(_("Most answer: {slots}").format(slots=high))
    if low:
        base.give(_("Fewest answer: {slots}").format(slots=low))
    days = words.weekdays_called(found)
    base.give_table(
        (_("Hour"), *map(words.day_name, days), _("All"), _("Likely")),
        [
            (
                words.hour(hour),
                *(words.share(found.grid.get((day, hour), NOTHING)) for day in days),
                words.share_of(one), words.range_of(one),
            )
            for hour, one in found.hours.items()
        ],
        right=tuple(range(1, len(days) + 3)),
    )  # fmt: skip
    base.give_table(
        (_("Attempt"), _("Calls"), _("Answered"), _("Likely"), _("Led on")),
        [
            (
                words.attempt(one.attempt), number(one.reached.n), words.share(one.reached),
                words.range_of(one.reached), words.share(one.led),
            )
            for one in found.attempts
        ],
        right=(1, 2, 3, 4),
    )  # fmt: skip
    base.give_table(
        (_("Source"), _("Calls"), _("Clients"), _("Reached"), _("With a deal"), _("Bought")),
        [
            (
                one.source or "—", number(one.calls), number(one.clients),
                words.share(one.reached), words.share(one.deals), words.share(one.won),
            )
            for one in found.sources
        ],
        right=(1, 2, 3, 4, 5),
    )  # fmt: skip
