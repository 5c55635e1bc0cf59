"""`funnel forecast`, `backtest`: what the open deals will bring, and how good such forecasts were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.money_options import read_as_of
from pipeline_tui.cli.values import find_pipeline
from pipeline_tui.domain.errors import Refused
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import DealRow, StageRow
    from pipeline_tui.domain.forecast.ahead import DealAhead, Forecast
    from pipeline_tui.domain.forecast.outlook import Outlook, Period
    from pipeline_tui.domain.forecast.replay import Backtest
    from pipeline_tui.domain.forecast.scores import Bin, Score

AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help=N_("With what was known at the end of this day."))
]  # fmt: skip


def add(funnel: typer.Typer) -> None:
    """Add the verbs."""

    @funnel.command(
        help=_("What month and quarter bring: a range, the weighted sum, the chance of each deal.")
    )
    def forecast(
        context: typer.Context,
        deal: Annotated[int | None, typer.Argument(metavar="DEAL", help=_("Explain the chance of this deal."))] = None,
        as_of: AsOf = "",
        pipeline: options.Pipeline = None,
        limit: Annotated[int, typer.Option("--deals", min=0, help=_("How many deals to list."))] = 10,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = read_as_of(desk, as_of)
            only = None if pipeline is None else find_pipeline(desk, pipeline).id
            found, stages = desk.forecasts.forecast(day, only), desk.forecasts.stages()
            shown: Sequence[DealAhead] = found.deals[:limit]
            if deal is not None:
                shown = [one for one in found.deals if one.deal.deal_id == deal]
                if not shown:
                    title = desk.funnel.card(deal).row.title
                    raise Refused("deal_not_forecast", title=title)
            rows = desk.funnel.rows([one.deal.deal_id for one in shown])
            if as_json:
                base.give_json(_forecast(found, shown, rows, stages))
            elif deal is not None:
                _explain(shown[0], rows, found, stages)
            else:
                _give_forecast(found, shown, rows, stages)

    @funnel.command(
        help=_("Replay history month by month, with what was known then: Brier score, calibration, how often the range held.")
    )  # fmt: skip
    def backtest(
        context: typer.Context,
        as_of: AsOf = "",
        pipeline: options.Pipeline = None,
        months: Annotated[int, typer.Option("--months", min=1, max=60, help=_("How many months to replay."))] = 12,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = read_as_of(desk, as_of)
            only = None if pipeline is None else find_pipeline(desk, pipeline).id
            found, stages = desk.forecasts.backtest(day, months, only), desk.forecasts.stages()
        if as_json:
            base.give_json(_backtest(found, stages))
        else:
            _give_backtest(found, stages)


# As JSON


def _day(value: int) -> date:
    return date.fromordinal(value)


def _period(one: Period) -> dict[str, Any]:
    return {"span": one.span, "since": _day(one.first), "until": _day(one.last)}


def _outlook(one: Outlook) -> dict[str, Any]:
    return {
        **_period(one.period), "currency": one.currency, "won_minor": one.won_minor,
        "p10_minor": one.range.p10, "p50_minor": one.range.p50, "p90_minor": one.range.p90,
        "weighted_minor": one.plain_minor, "open_minor": round(one.open_minor),
        "fresh_minor": round(one.fresh_minor), "deals": one.deals,
        "swing": {"mean": one.swing.mean, "deviation": one.swing.deviation, "periods": one.swing.count},
    }  # fmt: skip


def _forecast(
    found: Forecast,
    shown: Sequence[DealAhead],
    rows: Mapping[int, DealRow],
    stages: Mapping[int, StageRow],
) -> dict[str, Any]:
    from pipeline_tui.wording.forecast import explained

    return {
        "as_of": _day(found.day), "closed_deals": found.closed, "little_data": found.little_data,
        "periods": [_outlook(one) for one in found.outlooks],
        "trust": _trust(found.backtest, stages),
        "deals": [
            {
                "id": one.deal.deal_id,
                "title": rows[one.deal.deal_id].title if one.deal.deal_id in rows else "",
                "stage": stages[one.deal.stage_id].code, "days_in_stage": one.deal.age,
                "worth_minor": one.deal.worth_minor, "currency": one.deal.facts.currency,
                "worth_estimated": one.deal.estimated, "chance": one.chance,
                "by_month": one.by_month, "by_quarter": one.by_quarter, "learnt": one.learnt,
                "why": explained(one, found.backtest, stages),
            }
            for one in shown
        ],
    }  # fmt: skip


def _trust(found: Backtest, stages: Mapping[int, StageRow]) -> dict[str, Any]:
    return {
        "own_share_in": [stages[one.stage_id].code for one in found.stages if found.trust.own(one.stage_id)],
        "own_timing": found.trust.ends, "odds_scale": found.trust.scale,
    }  # fmt: skip


def _score(one: Score | None) -> dict[str, Any] | None:
    return None if one is None else {**base.plain(one), "skill": one.skill, "better": one.better}


def _backtest(found: Backtest, stages: Mapping[int, StageRow]) -> dict[str, Any]:
    return {
        "as_of": _day(found.until), "months": [_day(one) for one in found.months],
        "chances": found.deals, "one_of": found.every,
        "brier": {"ended": _score(found.ended), "quarter": _score(found.quarter)},
        "stages": [
            {
                "stage": stages[one.stage_id].code, **(_score(one.score) or {}), "used": found.trust.own(one.stage_id),
                "by_all_stages": one in found.by_all,
            }
            for one in found.stages
        ],
        "calibration": {"ended": found.bins, "quarter": found.quarter_bins},
        "coverage": [
            {**base.plain(one), "share": one.within / one.count} for one in found.coverage
        ],
        "periods": [
            {
                "as_of": _day(one.day), **_outlook(one.outlook), "fact_minor": one.fact_minor,
                "within": one.outlook.range.holds(one.fact_minor),
            }
            for one in found.checked
        ],
        "trust": _trust(found, stages),
    }  # fmt: skip


# For people


def _give_forecast(
    found: Forecast,
    shown: Sequence[DealAhead],
    rows: Mapping[int, DealRow],
    stages: Mapping[int, StageRow],
) -> None:
    from pipeline_tui.wording import forecast as words
    from pipeline_tui.wording import formats
    from pipeline_tui.wording.deals import stage_name

    base.give(_("As of the end of {day}").format(day=formats.day_plain(_day(found.day))))
    base.give_table(
        (_("Month or quarter"), _("Won so far"), "P10", "P50", "P90", _("Weighted sum"), _("Open deals bring"),
         _("New deals bring")),
        [
            (
                words.period_name(one.period),
                *(
                    formats.money(_whole(minor, one.currency), one.currency)
                    for minor in (
                        one.won_minor, one.range.p10, one.range.p50, one.range.p90, one.plain_minor,
                        round(one.open_minor), round(one.fresh_minor),
                    )
                ),
            )
            for one in found.outlooks
        ],
        right=tuple(range(1, 8)),
    )  # fmt: skip
    for line in (*words.remarks(found.backtest, found.closed), words.reading(found)):
        base.remark(line)
    base.give_table(
        (_("No."), _("Deal"), _("Stage"), _("Sum"), _("Chance"), _("By month’s end"), _("By quarter’s end")),
        [
            (
                str(one.deal.deal_id),
                rows[one.deal.deal_id].title if one.deal.deal_id in rows else "",
                stage_name(stages[one.deal.stage_id]),
                ("≈ " if one.deal.estimated else "")
                + formats.money(one.deal.worth_minor, one.deal.facts.currency),
                formats.percent(one.chance), formats.percent(one.by_month),
                formats.percent(one.by_quarter),
            )
            for one in shown
        ],
        right=(0, 3, 4, 5, 6),
    )  # fmt: skip


def _whole(minor: int, currency: str) -> int:
    """A sum without its minor part: nobody foresees cents."""
    from pipeline_tui.domain.money import minor_digits

    unit: int = 10 ** minor_digits(currency)
    return (minor + unit // 2) // unit * unit


def _explain(
    one: DealAhead, rows: Mapping[int, DealRow], found: Forecast, stages: Mapping[int, StageRow]
) -> None:
    from pipeline_tui.wording.forecast import explained

    row = rows.get(one.deal.deal_id)
    if row is not None:
        base.give(row.title)
    for line in explained(one, found.backtest, stages):
        base.give(line)


def _give_backtest(found: Backtest, stages: Mapping[int, StageRow]) -> None:
    from pipeline_tui.wording import forecast as words
    from pipeline_tui.wording import formats
    from pipeline_tui.wording.deals import stage_name

    if found.months:
        base.give(
            _("Replayed from {first} to {last}: {months}, {chances}").format(
                first=formats.day_plain(_day(found.months[0])),
                last=formats.day_plain(_day(found.months[-1])),
                months=formats.count(len(found.months), "{n} month", "{n} months"),
                chances=formats.count(found.deals, "{n} chance", "{n} chances"),
            )
        )
    scores = [
        (_("Won in the end, of those that ended"), found.ended, ""),
        *(
            (f"· {stage_name(stages[one.stage_id])}", one.score, words.verdict(one.stage_id, found))
            for one in found.stages
        ),
        (_("Won within a quarter, of all"), found.quarter, ""),
    ]
    base.give_table(
        (_("Brier score"), _("Chances"), _("Own"), _("Stage’s"), _("Better by"), _("Used")),
        [
            (
                name, formats.number(score.count), words.brier(score.ours),
                words.brier(score.baseline), words.skill(score), used,
            )
            for name, score, used in scores
            if score is not None
        ],
        right=(1, 2, 3, 4),
    )  # fmt: skip
    for name, bins in (
        (_("Said: won in the end"), found.bins), (_("Said: within a quarter"), found.quarter_bins)
    ):  # fmt: skip
        _give_bins(name, bins)
    base.give_table(
        (_("Month or quarter"), _("Weighted sum"), "P10", "P50", "P90", _("Came"), _("Within")),
        [
            (
                words.period_name(one.outlook.period),
                *(
                    formats.money(_whole(minor, one.outlook.currency), one.outlook.currency)
                    for minor in (
                        one.outlook.plain_minor, one.outlook.range.p10, one.outlook.range.p50,
                        one.outlook.range.p90, one.fact_minor,
                    )
                ),
                _("yes") if one.outlook.range.holds(one.fact_minor) else _("no"),
            )
            for one in sorted(found.checked, key=_by_span)
        ],
        right=(1, 2, 3, 4, 5),
    )  # fmt: skip
    base.give_table(
        (_("Range P10–P90, due 80%"), _("Currency"), _("Within"), _("P50 off by"), _("Weighted sum off by")),
        [
            (
                words.span_name(one.span), one.currency, words.within(one),
                formats.money(_whole(one.off_minor, one.currency), one.currency),
                formats.money(_whole(one.plain_off_minor, one.currency), one.currency),
            )
            for one in found.coverage
        ],
        right=(2, 3, 4),
    )  # fmt: skip
    for line in words.remarks(found):
        base.give(line)


def _by_span(one: Any) -> tuple[str, int, str]:
    return one.outlook.period.span, one.day, one.outlook.currency


def _give_bins(name: str, bins: Sequence[Bin]) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording.forecast import bin_name

    if bins:
        base.give_table(
            (name, _("Chances"), _("Mean said"), _("Came true")),
            [
                (
                    bin_name(one), formats.number(one.count), formats.percent(one.said, 1),
                    formats.percent(one.came, 1),
                )
                for one in bins
            ],
            right=(1, 2, 3),
        )  # fmt: skip
