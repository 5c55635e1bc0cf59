"""`debt grade`, `backtest`, `forecast`: how clients pay, money to come, and how good that was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli import money_options as opt
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.paying.backtest import Backtest
    from pipeline_tui.domain.paying.collecting import Collected
    from pipeline_tui.services.payers import CashForecast, PayerCard


def add(debts: typer.Typer) -> None:
    """Add the verbs."""

    @debts.command(help=_("How a client pays: the grade, why, and terms and limit to agree."))
    def grade(
        context: typer.Context,
        client: options.Client,
        as_of: Annotated[str, opt.as_of()] = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.payers.card(base.find_client(desk, client), day)
            trust = desk.payers.backtest(day).trust
            currency = desk.settings.currency
        if as_json:
            base.give_json({**base.plain(found), "trust": trust})
        else:
            _give_card(found, currency)

    @debts.command(
        help=_("Replay history: how well late payments were foretold, against two simple rules.")
    )  # fmt: skip
    def backtest(
        context: typer.Context,
        as_of: Annotated[str, opt.as_of()] = "",
        months: Annotated[int, typer.Option("--months", min=1, max=60, help=_("How many months to replay."))] = 12,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.payers.backtest(day, months)
        if as_json:
            base.give_json(_backtest(found))
        else:
            _give_backtest(found)

    @debts.command(help=_("What will be paid week by week, with a range, of what is invoiced."))
    def forecast(
        context: typer.Context,
        as_of: Annotated[str, opt.as_of()] = "",
        weeks: Annotated[int, typer.Option("--weeks", min=1, max=52, help=_("How many weeks."))] = 13,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.payers.forecast(day, weeks)
        if as_json:
            base.give_json(_forecast(found))
        else:
            _give_forecast(found)

    @debts.command(
        help=_("DSO, the best possible one, days delinquent and CEI at the ends of months.")
    )
    def trend(
        context: typer.Context,
        as_of: Annotated[str, opt.as_of()] = "",
        months: Annotated[int, typer.Option("--months", min=1, max=120, help=_("How many months."))] = 12,
        days: Annotated[int, typer.Option(min=1, help=_("Days that DSO and CEI look back."))] = 90,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            day = opt.read_as_of(desk, as_of)
            found = desk.payers.collected(day, months, days)
        if as_json:
            base.give_json([_collected(one) for one in found])
        else:
            _give_trend(found)


def _give_card(found: PayerCard, currency: str) -> None:
    from pipeline_tui.wording import payers as words

    if found.payer is None or found.advice is None:
        base.give(words.ungraded(found))
        return
    base.give(f"{found.name}: {words.grade(found.payer.grade)}")
    base.give(words.evidence(found.payer))
    base.give(_("Next invoice: {outlook}").format(outlook=words.outlook(found.payer)))
    base.give(_("Terms to agree: {terms}").format(terms=words.terms(found.advice)))
    base.give(_("Limit to set: {limit}").format(limit=words.limit(found.advice, currency)))


# The backtest


def _backtest(found: Backtest) -> dict[str, Any]:
    return {
        "as_of": date.fromordinal(found.until),
        "cuts": [date.fromordinal(one) for one in found.cuts],
        "late": found.late, "still_open": found.left_out, "every": found.every,
        "auc": found.auc, "brier": found.brier, "days_median_mae": found.usual,
        "days_mean_mae": found.mean, "days_mean_rmse": found.root,
        "calibration": found.bins, "trust": found.trust, "weeks": found.weeks,
    }  # fmt: skip


def _give_backtest(found: Backtest) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import payers as words
    from pipeline_tui.wording.forecast import bin_name

    if found.brier.count:
        base.give_table(
            (_("Measure"), _("Payments"), _("Own history"), _("All clients"), _("Last invoice"), _("Best")),
            [
                (
                    name, formats.number(one.count), words.value(one.own, digits),
                    words.value(one.base, digits), words.value(one.last, digits), words.method(best),
                )
                for name, one, best, digits in words.measures(found)
            ],
            right=(1, 2, 3, 4),
        )  # fmt: skip
        base.give_table(
            (_("Chance said"), _("Payments"), _("Mean said"), _("Came true")),
            [
                (
                    bin_name(one), formats.number(one.count), formats.percent(one.said, 1),
                    formats.percent(one.came, 1),
                )
                for one in found.bins
            ],
            right=(1, 2, 3),
        )  # fmt: skip
    if found.weeks:
        base.give_table(
            (_("Range P10–P90, due 80%"), _("Currency"), _("Within"), _("P50 off by"), _("Came on the mean")),
            [
                (
                    words.span(one), one.currency, words.within(one),
                    formats.money(one.off_minor, one.currency),
                    formats.money(one.came_minor, one.currency),
                )
                for one in found.weeks
            ],
            right=(2, 3, 4),
        )  # fmt: skip
    for line in words.remarks(found):
        base.give(line)


# Money to come


def _forecast(found: CashForecast) -> dict[str, Any]:
    return {
        "as_of": found.as_of, "open_parts": found.parts,
        "periods": [
            {
                "weeks": one.weeks, "since": date.fromordinal(one.first),
                "until": date.fromordinal(one.last), "currency": one.currency,
                "p10_minor": one.range.p10, "p50_minor": one.range.p50, "p90_minor": one.range.p90,
                "expected_minor": round(one.expected_minor), "due_minor": one.due_minor,
                "promised_minor": one.promised_minor,
            }
            for one in found.inflows
        ],
        "held": found.backtest.weeks,
    }  # fmt: skip


def _give_forecast(found: CashForecast) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import payers as words

    base.give_table(
        (_("Week from"), "P10", "P50", "P90", _("Due"), _("Promised")),
        [
            (
                words.week(one),
                *(
                    formats.money(minor, one.currency)
                    for minor in (
                        one.range.p10, one.range.p50, one.range.p90, one.due_minor,
                        one.promised_minor,
                    )
                ),
            )
            for one in found.inflows
        ],
        right=(1, 2, 3, 4, 5),
    )  # fmt: skip
    for line in words.money_remarks(found.backtest):
        base.remark(line)


# How money was collected


def _collected(one: Collected) -> dict[str, Any]:
    row = one.collection
    return {
        "day": date.fromordinal(one.day), **base.plain(row), "dso": row.dso,
        "best_dso": row.best_dso, "days_delinquent": row.days_delinquent, "cei": row.cei,
    }  # fmt: skip


def _give_trend(found: Sequence[Collected]) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import payers as words

    base.give_table(
        (_("As of"), _("Owed"), _("Overdue"), _("Sold"), *words.collected_names()),
        [
            (
                formats.day_plain(date.fromordinal(one.day)),
                *(
                    formats.money(minor, one.collection.currency)
                    for minor in (
                        one.collection.closing_minor,
                        one.collection.closing_minor - one.collection.current_minor,
                        one.collection.sales_minor,
                    )
                ),
                *words.collected(one.collection),
            )
            for one in found
        ],
        right=tuple(range(1, 8)),
    )  # fmt: skip
