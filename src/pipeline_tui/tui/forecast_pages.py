"""What the forecast shows: periods, open deals with their chances, and the backtest as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline_tui.domain.deals import DealRow, StageRow
from pipeline_tui.domain.forecast.ahead import DealAhead, Forecast
from pipeline_tui.domain.forecast.outlook import Outlook, Span
from pipeline_tui.domain.forecast.replay import Backtest
from pipeline_tui.domain.forecast.scores import Bin, Score
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui.widgets.columns import Column
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import Block, Heading, Pair, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.wording import deals
from pipeline_tui.wording import forecast as words
from pipeline_tui.wording.formats import money_short, number, percent

TABS = {"money": N_("Month and quarter"), "deals": N_("Deals"), "backtest": N_("Backtest")}
"""The views, left to right."""


def columns(tab: str) -> tuple[Column, ...]:
    """The columns of a view."""
    if tab == "money":
        return (
            Column("period", _("Month or quarter"), flex=1, min_width=14, sortable=False),
            Column("won", _("Won so far"), 12, "right", min_total_width=100, sortable=False),
            *(Column(one, one.upper(), 11, "right", sortable=False) for one in ("p10", "p50", "p90")),
            Column("plain", _("Weighted sum"), 16, "right", sortable=False),
            Column("open", _("Open deals bring"), 18, "right", min_total_width=110, sortable=False),
            Column("fresh", _("New deals bring"), 17, "right", min_total_width=120, sortable=False),
        )  # fmt: skip
    return (
        Column("deal", _("Deal"), flex=2, min_width=14, sortable=False),
        Column("client", _("Client"), flex=2, min_width=14, min_total_width=100, sortable=False),
        Column("stage", _("Stage"), flex=1, min_width=12, min_total_width=76, sortable=False),
        Column("sum", _("Sum"), 14, "right", sortable=False),
        Column("chance", _("Chance"), 9, "right", sortable=False),
        Column("month", _("This month"), 13, "right", sortable=False),
        Column("quarter", _("This quarter"), 13, "right", min_total_width=70, sortable=False),
    )


def period_rows(found: Forecast) -> list[Row]:
    """A line for each period and currency; the row id is its place from 1."""
    return [_period(place, one) for place, one in enumerate(found.outlooks, 1)]


def _period(place: int, one: Outlook) -> Row:
    def show(minor: float) -> str:
        return money_short(round(minor), one.currency)

    return Row(
        place,
        {
            "period": Cell(words.period_name(one.period), "strong"), "won": show(one.won_minor),
            "p10": Cell(show(one.range.p10), "muted"), "p50": Cell(show(one.range.p50), "accent"),
            "p90": Cell(show(one.range.p90), "muted"), "plain": show(one.plain_minor),
            "open": show(one.open_minor), "fresh": show(one.fresh_minor),
        },
    )  # fmt: skip


def deal_row(ahead: DealAhead, row: DealRow | None, stages: Mapping[int, StageRow]) -> Row:
    """An open deal with its chances."""
    deal = ahead.deal
    worth = money_short(deal.worth_minor, deal.facts.currency)
    return Row(
        deal.deal_id,
        {
            "deal": Cell(row.title if row else "", "strong"),
            "client": deals.client_name(row, short=True) if row else "",
            "stage": deals.stage_name(stages[deal.stage_id]),
            "sum": Cell(f"≈ {worth}", "muted") if deal.estimated else worth,
            "chance": Cell(percent(ahead.chance), "accent"),
            "month": percent(ahead.by_month), "quarter": percent(ahead.by_quarter),
        },
    )  # fmt: skip


def headline(found: Forecast) -> list[Figure]:
    """The middle of this month and of this quarter, with their ranges."""
    figures = []
    seen: set[tuple[Span, str]] = set()
    for one in found.outlooks:
        key = one.period.span, one.currency
        if key in seen:
            continue  # the next one of them
        seen.add(key)
        show = [money_short(minor, one.currency) for minor in (one.range.p10, one.range.p90)]
        figures.append(
            Figure(
                words.period_name(one.period),
                f"{money_short(one.range.p50, one.currency)} ({' – '.join(show)})",
            )
        )
    return figures


def told(found: Forecast) -> str:
    """What the periods rest on."""
    return "\n".join((*words.remarks(found.backtest, found.closed), words.reading(found)))


def why(ahead: DealAhead, found: Forecast, stages: Mapping[int, StageRow]) -> str:
    """Why a deal has its chance."""
    return "\n".join(words.explained(ahead, found.backtest, stages))


# The backtest


def backtest(found: Backtest, stages: Mapping[int, StageRow]) -> list[Block]:
    """How good such forecasts were."""
    blocks: list[Block] = [Paragraph(line) for line in words.remarks(found)]
    if found.ended is None:
        return blocks
    blocks.append(Heading(_("Brier score"), _("own · stage’s · better by; less is better")))
    blocks += _score(_("Won in the end, of those that ended"), found.ended)
    for one in found.stages:
        name = f"· {deals.stage_name(stages[one.stage_id])}"
        blocks += _score(name, one.score, words.verdict(one.stage_id, found))
    if found.quarter is not None:
        blocks += _score(_("Won within a quarter, of all"), found.quarter)
    blocks.append(Heading(_("Range P10–P90, due 80%")))
    for each in found.coverage:
        off, plain_off = (
            money_short(minor, each.currency) for minor in (each.off_minor, each.plain_off_minor)
        )
        text = _("{within}; P50 off by {off}, the weighted sum by {plain}").format(
            within=words.within(each), off=off, plain=plain_off
        )
        blocks.append(Pair(f"{words.span_name(each.span)}, {each.currency}", text, "strong"))
    for name, bins in (
        (_("Said: won in the end"), found.bins), (_("Said: within a quarter"), found.quarter_bins)
    ):  # fmt: skip
        if bins:
            blocks += [Heading(name, _("came true · mean said · chances")), *_bins(bins)]
    blocks.append(Heading(_("Month by month"), "P10 – P50 – P90"))
    blocks += _months(found)
    return blocks


def _score(name: str, one: Score, used: str = "") -> Iterable[Block]:
    parts = (words.brier(one.ours), words.brier(one.baseline), words.skill(one))
    counted = _("of {n}").format(n=number(one.count))
    text = " · ".join(filter(None, (*parts, counted, used)))
    yield Pair(name, text, "success" if one.better else "warning")


def _bins(bins: Sequence[Bin]) -> Iterable[Block]:
    for one in bins:
        text = " · ".join((percent(one.came, 1), percent(one.said, 1), number(one.count)))
        yield Pair(words.bin_name(one), text)


def _months(found: Backtest) -> Iterable[Block]:
    for one in found.checked:
        range_, currency = one.outlook.range, one.outlook.currency
        span = " – ".join(
            money_short(minor, currency) for minor in (range_.p10, range_.p50, range_.p90)
        )
        came = money_short(one.fact_minor, currency)
        inside = range_.holds(one.fact_minor)
        verdict = _("came {sum}, within") if inside else _("came {sum}, outside")
        yield Pair(
            words.period_name(one.outlook.period), f"{span} · {verdict.format(sum=came)}",
            "" if inside else "warning",
        )  # fmt: skip
