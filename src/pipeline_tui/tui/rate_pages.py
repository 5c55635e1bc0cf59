"""The lists of “When they answer”: columns and rows by hour, by attempt and by source."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.contact_rates import NOTHING, Rates, best, few
from pipeline_tui.domain.shares import Share
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui.widgets.glyphs import terminal_glyphs
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column
from pipeline_tui.wording import contact_rates as words
from pipeline_tui.wording.bars import bar
from pipeline_tui.wording.conventions import NBSP
from pipeline_tui.wording.formats import number, percent

TABS = {"hours": N_("By hour"), "attempts": N_("By attempt"), "sources": N_("By source")}
"""The views, left to right."""
_BAR = 24


def columns(tab: str, found: Rates | None) -> tuple[Column, ...]:
    """The columns of a view."""
    if tab == "hours":
        days = range(5) if found is None else words.weekdays_called(found)
        return (
            Column("hour", _("Hour"), 6, sortable=False),
            *(Column(f"d{day}", words.day_name(day), 6, "right", sortable=False) for day in days),
            Column("all", _("All"), 15, "right", sortable=False),
            Column("likely", _("Likely"), 9, "right", min_total_width=90, sortable=False),
            Column("bar", "", _BAR, min_total_width=115, sortable=False),
        )
    if tab == "attempts":
        return (
            Column("attempt", _("Attempt"), 12, sortable=False),
            Column("calls", _("Calls"), 8, "right", sortable=False),
            Column("reached", _("Answered"), 10, "right", sortable=False),
            Column("likely", _("Likely"), 10, "right", sortable=False),
            Column("led", _("Led on"), 11, "right", sortable=False),
            Column("bar", "", _BAR, sortable=False, min_total_width=100),
        )
    return (
        Column("source", _("Source"), flex=1, min_width=16, sortable=False),
        Column("calls", _("Calls"), 8, "right", sortable=False),
        Column("clients", _("Clients"), 9, "right", sortable=False),
        Column("reached", _("Reached"), 10, "right", sortable=False),
        Column("deals", _("With a deal"), 12, "right", sortable=False),
        Column("won", _("Bought"), 8, "right", sortable=False),
    )


def rows(tab: str, found: Rates) -> list[Row]:
    """The rows of a view; the row id is the hour, the attempt, or a place from 1."""
    if tab == "hours":
        top = set(best(found.grid))
        return [
            Row(
                hour,
                {
                    "hour": Cell(words.hour(hour), "strong"),
                    **{
                        f"d{day}": _cell(found.grid.get((day, hour), NOTHING), (day, hour) in top)
                        for day in range(7)
                    },
                    "all": Cell(words.share_of(one), "muted" if few(one) else "strong"),
                    "likely": Cell(words.range_of(one), "muted"),
                    "bar": _bar(one),
                },
            )
            for hour, one in found.hours.items()
        ]
    if tab == "attempts":
        return [
            Row(
                one.attempt,
                {
                    "attempt": Cell(words.attempt(one.attempt), "strong"),
                    "calls": number(one.reached.n), "reached": _cell(one.reached),
                    "likely": Cell(words.range_of(one.reached), "muted"), "led": _cell(one.led),
                    "bar": _bar(one.reached),
                },
            )
            for one in found.attempts
        ]  # fmt: skip
    return [
        Row(
            place,
            {
                "source": Cell(one.source or _("not set"), "strong" if one.source else "muted"),
                "calls": number(one.calls), "clients": number(one.clients),
                "reached": _cell(one.reached), "deals": _cell(one.deals), "won": _cell(one.won),
            },
        )
        for place, one in enumerate(found.sources, 1)
    ]  # fmt: skip


def told(tab: str, found: Rates, row_id: int | None) -> str:
    """The row under the cursor in full: counts, and how far they can be trusted."""
    if row_id is None:
        return ""
    if tab == "hours":
        one = found.hours.get(row_id)
        if one is None:
            return ""
        parts = [f"{words.hour(row_id)}: {words.sure(one)}"]
        days = {day: share for (day, hour), share in found.grid.items() if hour == row_id}
        parts += [f"{words.day_name(day)}: {words.sure(days[day])}" for day in best(days, 1)]
        return " · ".join(parts)
    if tab == "attempts":
        row = next((one for one in found.attempts if one.attempt == row_id), None)
        if row is None:
            return ""
        return " · ".join((
            words.sure(row.reached),
            _("{k} led to a meeting or moved a deal within a week, {share}").format(
                k=number(row.led.k), share=percent(row.led.rate)
            ),
        ))  # fmt: skip
    source = found.sources[row_id - 1] if 0 < row_id <= len(found.sources) else None
    if source is None:
        return ""
    if few(source.won):
        return words.too_few_clients(source.clients)
    steps: Sequence[tuple[str, Share]] = (
        (_("reached"), source.reached), (_("with a deal"), source.deals), (_("bought"), source.won)
    )  # fmt: skip
    return " · ".join(f"{name} {number(one.k)} ({words.range_of(one)})" for name, one in steps)


def _cell(one: Share, best_of_all: bool = False) -> Cell:
    if not one.n or few(one):
        return Cell(words.share(one), "muted")
    # A blank where others have their question mark, so that the figures stand under each other.
    return Cell(words.share(one) + NBSP, "success" if best_of_all else "")


def _bar(one: Share) -> Cell:
    """The share as a bar, to the eighth of a cell; nothing where there are too few calls."""
    if few(one) or not one.rate:
        return Cell("")
    return Cell(bar(one.rate, _BAR, terminal_glyphs().eighths), "accent")
