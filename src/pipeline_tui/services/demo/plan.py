"""The demo's plan: this month a little above the pace of the last weeks, the month before as it went."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from pipeline_tui.domain import records
from pipeline_tui.domain.plan import Metric, last_day, month_of, workdays
from pipeline_tui.domain.vocabulary import ActivityKind, Direction
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.services.demo.scene import Scene

_LOOKED_AT = timedelta(days=30)
_AMBITION = {
    Metric.CALLS: 1.2, Metric.CONNECTS: 1.05, Metric.MEETINGS: 1.5, Metric.OFFERS: 1.3,
    Metric.WINS: 0.9, Metric.MONEY: 0.9,
}  # fmt: skip
"""How much more than the usual pace is planned."""

_Done = Counter[tuple[Metric, str]]


def add_plan(scene: Scene) -> None:
    """Targets of this month and of the one before."""
    days = scene.days
    calendar = WorkCalendar(scene.lexicon.names.country)
    since = days.today - _LOOKED_AT
    worked = max(1, calendar.workdays_between(since, days.today))
    done = _done(scene, since)
    this = month_of(days.today)
    for month in (month_of(this - timedelta(days=1)), this):
        length = workdays(calendar, month, last_day(month)).total
        for (metric, currency), count in done.items():
            target = _round(count * length / worked * _AMBITION[metric])
            scene.rows.add(
                records.Plan,
                month=month, metric=metric.value, currency=currency, target=max(1, target),
            )  # fmt: skip


def _done(scene: Scene, since: date) -> _Done:
    """What was done since a day, by what is planned."""
    done: _Done = Counter()
    connected = {scene.codes.outcomes[code] for code, yes in scene.codes.connected.items() if yes}
    for touch in scene.rows.of(records.Activity):
        if touch["kind"] != ActivityKind.CALL or touch["direction"] == Direction.IN:
            continue
        if scene.days.local_day(touch["started_at"]) < since:
            continue
        done[Metric.CALLS, ""] += 1
        done[Metric.CONNECTS, ""] += touch["outcome_id"] in connected
        done[Metric.MEETINGS, ""] += touch["outcome_id"] == scene.codes.outcomes["meeting_set"]
    offer = scene.codes.stages["offer"]
    done[Metric.OFFERS, ""] = sum(
        change["to_stage_id"] == offer and scene.days.local_day(change["changed_at"]) >= since
        for change in scene.rows.of(records.StageChange)
    )
    lost = scene.codes.stages["lost"]
    for deal in scene.rows.of(records.Deal):
        closed = deal["closed_on"]
        if closed is not None and closed >= since and deal["stage_id"] != lost:
            done[Metric.WINS, ""] += 1
            done[Metric.MONEY, deal["currency"]] += deal["amount_minor"] or 0
    return done


def _round(target: float) -> int:
    """As a head of sales would say it: two figures and noughts."""
    step: int = 10 ** max(0, len(str(int(target))) - 2)
    return round(target / step) * step
