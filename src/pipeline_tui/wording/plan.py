"""The plan of a month in words: targets and where they stand, and what the rest of the month takes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.plan import Metric, Pace, PlanView
from pipeline_tui.domain.report import Period
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import (
    count,
    day_plain,
    decimal,
    money,
    money_short,
    month_name,
    number,
    percent,
)


class PlanLine(Struct, frozen=True):
    """A target as it is written: what the span brought and had to bring, the month, where it ends."""

    name: str
    done: str
    share: str
    fact: str
    target: str
    reached: str
    run_rate: str


_METRICS: Mapping[Metric, str] = {
    Metric.CALLS: N_("Calls made"),
    Metric.CONNECTS: N_("Conversations"),
    Metric.MEETINGS: N_("Meetings set"),
    Metric.OFFERS: N_("Offers sent"),
    Metric.WINS: N_("Deals won"),
}


def metric_name(metric: Metric, fact: str) -> str:
    """What is planned; `fact` says which money counts."""
    if metric is Metric.MONEY:
        return _("Paid money") if fact == "paid" else _("Won money")
    return _(_METRICS[metric])


def amount(pace: Pace, value: int | None) -> str:
    """A figure of a target; a dash for none."""
    if value is None:
        return "—"
    return money(value, pace.currency) if pace.metric is Metric.MONEY else number(value)


def plan_line(pace: Pace, fact: str) -> PlanLine:
    """One target in figures."""
    return PlanLine(
        name=metric_name(pace.metric, fact), done=amount(pace, pace.done),
        share=amount(pace, pace.share), fact=amount(pace, pace.fact),
        target=amount(pace, pace.target), reached=percent(pace.reached),
        run_rate=amount(pace, pace.run_rate),
    )  # fmt: skip


def plan_heads(plan: PlanView, period: Period) -> tuple[str, ...]:
    """The columns of the plan."""
    done = {Period.DAY: _("Day"), Period.WEEK: _("Week"), Period.MONTH: _("Period")}[period]
    due = _("Share of the day") if period is Period.DAY else _("Due by now")
    month = month_name(plan.month)
    return (
        _("What"), done, due, month[:1].upper() + month[1:], _("Target"), _("Of the target"),
        _("At this pace"),
    )  # fmt: skip


def plan_remarks(plan: PlanView) -> list[str]:
    """Working days left, what open deals cover, and the calls that the rest of the month takes."""
    if not plan.paces:
        return []
    found = [_("Working days left: {left} of {total}").format(
        left=plan.days.left, total=plan.days.total
    )]  # fmt: skip
    found += [
        _("Open deals, weighted, are {sum}: {ratio} times what is missing").format(
            sum=money_short(one.open_minor, one.currency), ratio=decimal(one.ratio)
        )
        for one in plan.coverage
        if one.ratio is not None
    ]
    if plan.needed is None:
        return found
    own = plan.conversion
    if plan.needed.wins == 0:
        found.append(_("All the deals of the plan are won."))
        return found
    wins = count(plan.needed.wins, "{n} more deal to win", "{n} more deals to win")
    if plan.needed.calls is None:
        found.append(
            _(
                "{wins}; too little data for calls a day: {closed} closed deals, {enough} are needed"
            ).format(wins=wins, closed=number(own.closed), enough=LITTLE_DATA)
            if own.closed < LITTLE_DATA
            else _("{wins}; too little data for calls a day: {chain}").format(
                wins=wins, chain=chain(plan)
            )
        )
        return found
    a_day = count(plan.needed.calls, "{n} call a working day", "{n} calls a working day")
    found.append(_("{wins}: {calls}").format(wins=wins, calls=a_day))
    found.append(
        _("Own figures since {since}: {chain}").format(
            since=day_plain(own.since), chain=chain(plan)
        )
    )
    return found


def chain(plan: PlanView) -> str:
    """Own conversion with its numbers: `1 240 calls → 62 meetings (5 %) → 18 won deals (29 %)`."""
    own = plan.conversion
    calls = count(own.calls, "{n} call", "{n} calls")
    wins = count(own.wins, "{n} won deal", "{n} won deals")
    if not own.by_meetings:
        return f"{calls} → {wins} ({percent(own.call_to_win, 1)})"
    meetings = count(own.meetings, "{n} meeting", "{n} meetings")
    return f"{calls} → {meetings} ({percent(own.to_meeting, 1)}) → {wins} ({percent(own.to_win)})"


def short_amount(pace: Pace, value: int | None) -> str:
    """A figure of a target for a narrow place; a dash for none."""
    if value is None:
        return "—"
    return money_short(value, pace.currency) if pace.metric is Metric.MONEY else number(value)
