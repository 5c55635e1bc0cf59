"""`plan`: the targets of a month, and where they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, money_options
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.commission import Commission
    from pipeline_tui.domain.plan import PlanView
    from pipeline_tui.services.desk import Desk


_Month = Annotated[
    str,
    typer.Option("--month", "-m", help=N_("2026-04, 4, +1 for the next one; else this month.")),
]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    plan = typer.Typer(no_args_is_help=True)
    app.add_typer(plan, name="plan")

    @plan.command("set", help=_("Set targets of a month; 0 takes one away, the rest stay."))
    def set_targets(
        context: typer.Context,
        month: _Month = "",
        calls: Annotated[int | None, typer.Option(min=0, help=_("Calls made."))] = None,
        connects: Annotated[int | None, typer.Option(min=0, help=_("Conversations."))] = None,
        meetings: Annotated[int | None, typer.Option(min=0, help=_("Meetings set."))] = None,
        offers: Annotated[int | None, typer.Option(min=0, help=_("Offers sent."))] = None,
        wins: Annotated[int | None, typer.Option(min=0, help=_("Deals won."))] = None,
        money: Annotated[str | None, typer.Option(metavar="SUM", help=_("Money won or paid, as `fact` in the settings says."))] = None,
        currency: Annotated[str, money_options.currency()] = "",
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.cli.steps import read_sum
        from pipeline_tui.domain.errors import Invalid
        from pipeline_tui.domain.plan import COUNTS, Metric

        with base.run_of(context).desk() as desk:
            counts = zip(COUNTS, (calls, connects, meetings, offers, wins), strict=True)
            targets: dict[tuple[Metric, str], int | None] = {
                (metric, ""): target for metric, target in counts if target is not None
            }
            if money is not None:
                code = money_options.read_currency(desk, currency)
                targets[Metric.MONEY, code] = read_sum(money, code)
            if not targets:
                raise Invalid("", "no_targets")
            wanted = _month(desk, month)
            desk.plans.set(wanted, targets)
            _answer(desk, wanted, as_json=as_json)

    @plan.command(help=_("Where the targets of a month stand, and what they take."))
    def show(
        context: typer.Context,
        month: _Month = "",
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            _answer(desk, _month(desk, month), as_json=as_json)


def _month(desk: Desk, text: str) -> date:
    from pipeline_tui.domain.plan import month_of, read_month

    return read_month(text, desk.today()) if text else month_of(desk.today())


def _answer(desk: Desk, month: date, *, as_json: bool) -> None:
    found = desk.reports.month(month)
    earned = desk.commissions.of_plan(found)
    if as_json:
        base.give_json({**_as_json(found), "commission": [_commission(one) for one in earned]})
        return
    from pipeline_tui.wording.commission import month_lines

    _give(found)
    for line in month_lines(earned):
        base.give(line)


def _commission(one: Commission) -> dict[str, Any]:
    """The commission of a currency, for programs. Money in minor units."""
    return {
        "currency": one.currency, "rate": float(one.rule.rate), "of": one.rule.of,
        "paid_minor": one.paid_minor, "base_minor": one.base_minor,
        "usual_margin_minor": one.usual_minor, "margin_unknown_minor": one.unknown_minor,
        "coefficient": float(one.coefficient),
        "coefficient_at_this_pace": None if one.ahead is None else float(one.ahead),
        "commission_minor": one.sum_minor,
    }  # fmt: skip


def _as_json(plan: PlanView) -> dict[str, Any]:
    """The plan with what is worked out of it, for programs. Money in minor units."""
    own = plan.conversion
    return {
        "month": f"{plan.month:%Y-%m}", "on": plan.on, "first": plan.first, "fact": plan.fact,
        "working_days": {
            "total": plan.days.total, "gone": plan.days.gone, "left": plan.days.left,
        },
        "targets": [
            {
                "metric": one.metric, "currency": one.currency or None, "target": one.target,
                "fact": one.fact, "done": one.done, "share": one.share, "missing": one.missing,
                "reached": round(one.reached, 4), "run_rate": one.run_rate,
            }
            for one in plan.paces
        ],
        "coverage": [
            {
                "currency": one.currency, "open_weighted_minor": one.open_minor,
                "missing_minor": one.missing_minor,
                "ratio": None if one.ratio is None else round(one.ratio, 4),
            }
            for one in plan.coverage
        ],
        "conversion": {
            "since": own.since, "calls": own.calls, "meetings": own.meetings, "wins": own.wins,
            "closed": own.closed, "little_data": own.little_data,
        },
        "needed": plan.needed,
    }  # fmt: skip


def _give(plan: PlanView) -> None:
    from pipeline_tui.domain.report import Period
    from pipeline_tui.wording import plan as words
    from pipeline_tui.wording.formats import month_name

    if not plan.paces:
        base.give(_("There is no plan for {month}; plan set makes one.").format(
            month=month_name(plan.month)
        ))  # fmt: skip
        return
    lines = [words.plan_line(pace, plan.fact) for pace in plan.paces]
    base.give_table(
        words.plan_heads(plan, Period.DAY),
        [
            (one.name, one.done, one.share, one.fact, one.target, one.reached, one.run_rate)
            for one in lines
        ],
        right=range(1, 7),
    )
    for remark in words.plan_remarks(plan):
        base.give(remark)
