"""What the screen of money to come shows: weeks, DSO by month, and the backtest as a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline_tui.domain.paying.backtest import Backtest
from pipeline_tui.domain.paying.collecting import Collected
from pipeline_tui.domain.paying.inflow import Inflow
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui.widgets.columns import Column
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import Block, Heading, Pair, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.wording import payers as words
from pipeline_tui.wording.forecast import bin_name
from pipeline_tui.wording.formats import day_plain, money_short, number, percent

TABS = {"weeks": N_("By week"), "months": N_("DSO by month"), "backtest": N_("Backtest")}
"""The views, left to right."""


def columns(tab: str) -> tuple[Column, ...]:
    """The columns of a view."""
    if tab == "months":
        dso, best, late, cei = words.collected_names()
        return (
            Column("day", _("As of"), flex=1, min_width=11, sortable=False),
            Column("owed", _("Owed"), 10, "right", sortable=False),
            Column("overdue", _("Overdue"), 11, "right", sortable=False),
            Column("sold", _("Sold"), 13, "right", min_total_width=90, sortable=False),
            Column("dso", dso, 5, "right", sortable=False),
            Column("best", best, 10, "right", sortable=False),
            Column("late", late, 9, "right", sortable=False),
            Column("cei", cei, 5, "right", sortable=False),
        )
    return (
        Column("week", _("Week from"), flex=1, min_width=14, sortable=False),
        *(Column(one, one.upper(), 12, "right", sortable=False) for one in ("p10", "p50", "p90")),
        Column("due", _("Due"), 12, "right", sortable=False),
        Column("promised", _("Promised"), 12, "right", min_total_width=84, sortable=False),
    )


def week_rows(found: Sequence[Inflow]) -> list[Row]:
    """A line for each week and currency; the row id is its place from 1."""
    return [_week(place, one) for place, one in enumerate(found, 1)]


def _week(place: int, one: Inflow) -> Row:
    def show(minor: int) -> str:
        return money_short(minor, one.currency)

    return Row(
        place,
        {
            "week": Cell(words.week(one), "strong" if one.weeks > 1 else ""),
            "p10": Cell(show(one.range.p10), "muted"), "p50": Cell(show(one.range.p50), "accent"),
            "p90": Cell(show(one.range.p90), "muted"),
            "due": show(one.due_minor) if one.due_minor else "—",
            "promised": show(one.promised_minor) if one.promised_minor else "—",
        },
    )  # fmt: skip


def month_rows(found: Sequence[Collected]) -> list[Row]:
    """A line for each month's end and currency, the newest first; the row id is its place from 1."""
    return [_month(place, one) for place, one in enumerate(reversed(found), 1)]


def _month(place: int, one: Collected) -> Row:
    row = one.collection
    overdue = row.closing_minor - row.current_minor
    dso, best, late, cei = words.collected(row)
    return Row(
        place,
        {
            "day": day_plain(date.fromordinal(one.day)),
            "owed": Cell(money_short(row.closing_minor, row.currency), "strong"),
            "overdue": Cell(money_short(overdue, row.currency), "danger" if overdue else "muted"),
            "sold": money_short(row.sales_minor, row.currency),
            "dso": Cell(dso, "accent"), "best": Cell(best, "muted"), "late": late, "cei": cei,
        },
    )  # fmt: skip


def headline(found: Sequence[Inflow]) -> list[Figure]:
    """The middle of several weeks together, with its range."""
    return [
        Figure(
            words.week(one),
            f"{money_short(one.range.p50, one.currency)}"
            f" ({money_short(one.range.p10, one.currency)} –"
            f" {money_short(one.range.p90, one.currency)})",
        )
        for one in found
        if one.weeks > 1
    ]


def backtest(found: Backtest) -> list[Block]:
    """How good the grades and the ranges were."""
    blocks: list[Block] = [Paragraph(line) for line in words.remarks(found)]
    if not found.brier.count:
        return blocks
    blocks.append(Heading(_("Foretold"), _("own history · all clients · the last invoice")))
    for name, one, best, digits in words.measures(found):
        values = (one.own, one.base, one.last)
        text = " · ".join(words.value(each, digits) for each in values)
        blocks.append(Pair(name, f"{text} · {_('best')}: {words.method(best)}", "strong"))
    if found.weeks:
        blocks.append(Heading(_("Range P10–P90, due 80%")))
    for each in found.weeks:
        off, came = (
            money_short(minor, each.currency) for minor in (each.off_minor, each.came_minor)
        )
        text = _("{within}; P50 off by {off}, {came} came on the mean").format(
            within=words.within(each), off=off, came=came
        )
        blocks.append(Pair(f"{words.span(each)}, {each.currency}", text, "strong"))
    if found.bins:
        blocks.append(Heading(_("Said: late"), _("came true · mean said · payments")))
        blocks += [
            Pair(
                bin_name(one),
                " · ".join((percent(one.came, 1), percent(one.said, 1), number(one.count))),
            )
            for one in found.bins
        ]
    return blocks
