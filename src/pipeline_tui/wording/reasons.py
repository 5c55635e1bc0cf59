"""Why a line stands on the call list, why a client does not, and what an outcome puts on the calendar.

One sentence each, so that it can be read before the phone rings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from math import ceil

from msgspec import Struct

from pipeline_tui.domain.calls import Ahead, CallDone, CallRow, HiddenRow, OutcomeRow
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.ladder import Rest, Retry
from pipeline_tui.domain.ranking import Closed, Gate, Reason, Score, Tier
from pipeline_tui.domain.ranking.debt_law import Limit
from pipeline_tui.domain.ranking.score import WEIGHTS
from pipeline_tui.domain.requests import Asked, RequestState
from pipeline_tui.domain.vocabulary import Schedules, TaskKind
from pipeline_tui.i18n import N_, _, pgettext
from pipeline_tui.wording import debts, win_back
from pipeline_tui.wording.formats import (
    clock,
    day,
    days,
    decimal,
    duration,
    moment,
    money,
    quoted,
)
from pipeline_tui.wording.labels import label, named


class Clock(Struct, frozen=True):
    """The moment, the user's zone, and the user's day: what a sentence is relative to."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The user's day."""
        return self.now.astimezone(self.zone).date()


_OF_MONEY = frozenset({Reason.BROKEN_PROMISE, Reason.DEBT_STEP})
"""Reasons of a call that is not about a deal."""

_TIERS: Mapping[Tier, str] = {
    Tier.EXACT: N_("At an exact time"),
    Tier.INBOUND: N_("Waiting for an answer"),
    Tier.CALLBACK: N_("Promised callbacks"),
    Tier.DEBT: N_("Money overdue"),
    Tier.STEP: N_("Deal steps"),
    Tier.STALLED: N_("Deals that stand still"),
    Tier.KEEPING: N_("Keeping in touch"),
    Tier.WIN_BACK: N_("Winning back"),
    Tier.COLD: N_("Cold calls"),
}


def tier_title(tier: Tier) -> str:
    """The heading over the lines of a tier."""
    return _(_TIERS[tier])


def reason(row: CallRow, at: Clock) -> str:
    """The sentence of a line: `Promised 60 000 ₽, due yesterday: nothing came`; with what they
    objected and nobody has taken off yet, where the call is about that deal."""
    if row.objection is None or row.reason in _OF_MONEY:
        return _because(row, at)
    kind = named("objection", row.objection.code, row.objection.name)
    if row.reason != Reason.OBJECTION:
        return _("{text} · unanswered: {objection}").format(text=_because(row, at), objection=kind)
    text = _("Unanswered for {span}: {objection}").format(objection=kind, span=days(row.count))
    return f"{text} · {quoted(row.objection.verbatim)}" if row.objection.verbatim else text


def _because(row: CallRow, at: Clock) -> str:
    match row.reason:
        case Reason.EXACT_CALLBACK:
            text = _("Agreed for {time}").format(time=clock(row.due_at or at.now, at.zone))
            return _with_title(text, row)
        case Reason.INBOUND:
            return _with_title(asked(row.request, at) if row.request else "", row)
        case Reason.CALLBACK:
            return _with_title(_("Promised for {when}").format(when=_when(row, at)), row)
        case Reason.BROKEN_PROMISE:
            return _("Promised {sum}, due {day}: nothing came").format(
                sum=money(row.said_minor or 0, row.currency), day=_day(row.due_on, at)
            )
        case Reason.DEBT_STEP:
            text = _("Overdue by {span}: {sum}").format(
                sum=money(row.stake_minor or 0, row.currency), span=days(row.count)
            )
            return f"{text} · {debts.named(DunningStep(row.title))}" if row.title else text
        case Reason.STEP:
            return _step(row, at)
        case Reason.RETRY | Reason.COLD_RETRY:
            if row.last_touch is None:
                return _("Nobody answered; try again")
            touched = day(row.last_touch.astimezone(at.zone).date(), at.today)
            return _("Nobody answered {when}; try again").format(when=touched)
        case Reason.OBJECTION:
            return _("An unanswered objection")
        case Reason.NO_STEP:
            return _("Deal without a next step")
        case Reason.ROTTING:
            return _("{span} of silence and no next step").format(span=days(row.count))
        case Reason.TOUCH:
            return _("{span} without contact").format(span=days(row.count))
        case Reason.NEVER:
            return _("Never called yet")
        case Reason.LATE_ORDER:
            return _("Late to reorder: {span} since the last order").format(span=days(row.count))
        case Reason.DORMANT:
            text = _("No order for {span}").format(span=days(row.count))
            told = "" if row.win_back is None else win_back.last_offer(row.win_back)
            return f"{text} · {told}" if told else text
        case Reason.WIN_BACK:
            text = _("Time to win them back")
            if row.win_back is None or row.win_back.lost_on is None:
                return _with_title(text, row)
            return f"{text}: {win_back.line(row.win_back)}"
        case Reason.COLD:
            if row.last_touch is None:
                return _("New lead, first call")
            return _("Lead that nobody works")
        case Reason.PINNED:
            return _("You put it on top")


def asked(request: Asked, at: Clock) -> str:
    """A request and its clock: `Request from the site waiting 12 min`.

    In time it says until when; long overdue says so: colour carries no meaning alone.
    """
    what, ticks = label("request", request.way), request.clock
    came = moment(ticks.arrived_at, at.now, at.zone)
    today = ticks.arrived_at.astimezone(at.zone).date() == at.today
    waited, state = ticks.seconds(at.now) // 60, ticks.state(at.now)
    if waited or state is not RequestState.WAITING:
        text = _("{what} waiting {span}") if today else _("{what} waiting {span} ({came})")
    else:
        text = _("{what} just now") if today else _("{what} {came}")
    said = text.format(what=what, span=duration(waited * 60), came=came)
    if state is RequestState.WAITING:
        said = _("{text}, answer by {time}").format(text=said, time=_by(ticks.due_at, at))
    elif state is RequestState.OVERDUE:
        said = _("{text}, long overdue").format(text=said)
    return said[:1].upper() + said[1:]


def _by(due: datetime, at: Clock) -> str:
    """An hour of today, else with its day."""
    if due.astimezone(at.zone).date() == at.today:
        return clock(due, at.zone)
    return moment(due, at.now, at.zone)


def _step(row: CallRow, at: Clock) -> str:
    kind = label("task", row.task_kind)
    what = row.title or kind
    if row.title and row.task_kind not in (TaskKind.CALL, TaskKind.TODO):
        what = f"{row.title} ({kind})"
    if row.due_on is not None and row.due_on < at.today:
        return _("{span} late: {what}").format(span=days((at.today - row.due_on).days), what=what)
    return _("For today: {what}").format(what=what)


def _with_title(text: str, row: CallRow) -> str:
    return f"{text}: {row.title}" if row.title else text


def _when(row: CallRow, at: Clock) -> str:
    if row.due_at is not None:
        return moment(row.due_at, at.now, at.zone)
    return _day(row.due_on, at)


def _day(value: date | None, at: Clock) -> str:
    return day(value, at.today) if value is not None else "—"


# -- who is hidden


_SOON_MIN = 12 * 60
"""Up to so many minutes ahead the opening is said as a span, later as a time."""

_GATES: Mapping[Gate, str] = {
    Gate.DO_NOT_CALL: N_("Do-not-call rule"),
    Gate.SKIPPED: N_("Skipped by you"),
    Gate.SNOOZED: N_("At rest"),
    Gate.NO_CONSENT: N_("Cold-call rule: no consent"),
    Gate.PROMISED: N_("A promise runs"),
    Gate.LAW: N_("230-FZ: calls about a person’s debt"),
    Gate.LATER: N_("Later today"),
    Gate.DAY_OFF: N_("Day off over there"),
    Gate.HOURS: N_("Outside their hours"),
    Gate.RECENT: N_("Called within the hour"),
    Gate.DAY_FULL: N_("Does not fit into today's calls"),
}


def gate_title(gate: Gate) -> str:
    """The heading over those that one gate hides."""
    return _(_GATES[gate])


def gate(row: HiddenRow | Closed, at: Clock, zone: tzinfo | None = None) -> str:
    """Why a client is not on the list now, or why a call is unwise; `zone` is the client's own, for
    their hours."""
    match row.gate:
        case Gate.DO_NOT_CALL:
            return _("Do-not-call rule: asked not to be called")
        case Gate.SKIPPED:
            return _("Skipped today: {reason}").format(reason=row.note)
        case Gate.SNOOZED:
            text = _("Rests until {day}").format(day=_until(row, at))
            return f"{text}: {label('outcome', row.note)}" if row.note else text
        case Gate.NO_CONSENT:
            return _("Cold-call rule, 38-FZ art. 18: no consent")
        case Gate.PROMISED:
            return _("Promised to pay {day}").format(day=_until(row, at))
        case Gate.LAW:
            text = _(_DEBT_LAW[Limit(row.note)])
            return text if row.until is None else f"{text}; {_again(row, at)}"
        case Gate.LATER:
            return _("Agreed for {time}").format(time=_until(row, at))
        case Gate.DAY_OFF:
            return _("Day off over there, back {day}").format(day=_until(row, at))
        case Gate.HOURS:
            there = clock(at.now, zone or at.zone)
            return _opens(row.until, there, at)
        case Gate.RECENT:
            return _("Called within the hour")
        case Gate.DAY_FULL:
            return _("Does not fit into today's calls")


_DEBT_LAW: Mapping[Limit, str] = {
    Limit.HOURS: N_("230-FZ art. 7: not at this hour of theirs"),
    Limit.DAY: N_("230-FZ art. 7: one call a day"),
    Limit.WEEK: N_("230-FZ art. 7: two calls a week"),
    Limit.MONTH: N_("230-FZ art. 7: eight calls a month"),
}


def _again(row: HiddenRow | Closed, at: Clock) -> str:
    return _("again from {when}").format(when=_until(row, at))


def _opens(until: date | datetime | None, there: str, at: Clock) -> str:
    """When they open, first, because a narrow column cuts the end off: `Opens in 40 min, 08:20 there`."""
    if not isinstance(until, datetime):
        return _("It is {time} over there").format(time=there)
    minutes = ceil((until - at.now).total_seconds() / 60)
    if minutes < _SOON_MIN:
        span = duration(60 * max(1, minutes))
        return _("Opens in {span}, {time} there").format(span=span, time=there)
    when = moment(until, at.now, at.zone)
    return _("Opens {when} your time, {time} there").format(when=when, time=there)


def _until(row: HiddenRow | Closed, at: Clock) -> str:
    if isinstance(row.until, datetime):
        return moment(row.until, at.now, at.zone)
    return _day(row.until, at)


# -- why here

_PARTS = (
    N_("money at stake"),
    N_("days late"),
    N_("chance to win"),
    N_("chance to reach them"),
    N_("client class"),
)


def score_lines(score: Score) -> list[tuple[str, str, str]]:
    """(what, points, out of) for every part of a score, fatigue last and negative."""
    lines = [
        (_(name), decimal(points), str(weight))
        for name, points, weight in zip(_PARTS, score.points, WEIGHTS, strict=True)
    ]
    lines.append((_("calls nobody answered"), f"−{score.fatigue}" if score.fatigue else "0", "20"))
    return lines


def score_total(score: Score) -> str:
    """`62 of 100`."""
    return _("{points} of 100").format(points=decimal(score.total))


# -- what an outcome schedules


def foreseen(outcome: OutcomeRow, ahead: Ahead, at: Clock) -> tuple[str, str]:
    """What an outcome will put on the calendar, said before it is chosen: in full, and shorter."""
    climbs = outcome.schedules == Schedules.LADDER
    if outcome.id in ahead.delayed and not (climbs and isinstance(ahead.next_try, Rest)):
        on, moment_of = ahead.delayed[outcome.id]
        when = day(on, at.today) if moment_of is None else moment(moment_of, at.now, at.zone)
        return (f"{when}: {outcome.title}" if outcome.title else when), when
    match outcome.schedules:
        case Schedules.LADDER:
            return _foreseen_try(ahead.next_try, at)
        case Schedules.CALLBACK:
            return _("asks when to call"), pgettext("short", "asks when")
        case Schedules.PROMISE:
            return _("asks for the sum and the day"), pgettext("short", "sum and day")
        case Schedules.LOSS:
            return _("asks for the reason or a step"), pgettext("short", "reason or step")
        case Schedules.STOP:
            return _("never call again"), pgettext("short", "never again")
        case Schedules.STEP:
            return _("asks for the next step"), pgettext("short", "next step")
        case _:
            return "", ""


def _foreseen_try(next_try: Retry | Rest, at: Clock) -> tuple[str, str]:
    if isinstance(next_try, Rest):
        text = _("rests until {day}").format(day=day(next_try.until, at.today))
        return text, text
    when = moment(next_try.at, at.now, at.zone)
    n = next_try.attempt
    return (
        _("{when}, try {n}").format(when=when, n=n),
        pgettext("short", "{when}, try {n}").format(when=when, n=n),
    )


def left(done: CallDone, name: str, at: Clock) -> str:
    """What a finished call left on the calendar, said in passing."""
    when = ""
    if done.at is not None:
        when = moment(done.at, at.now, at.zone)
    elif done.day is not None:
        when = day(done.day, at.today)
    texts = {
        "step": _("{name}: next step {when}"),
        "callback": _("{name}: call back {when}"),
        "retry": _("{name}: no answer, again {when}"),
        "rest": _("{name}: rests until {when}"),
        "promise": _("{name}: promised to pay {when}"),
        "snoozed": _("{name}: rests until {when}"),
        "lost": _("{name}: lost"),
        "won": _("{name}: won!"),
        "stop": _("{name}: will not be called again"),
    }
    return texts.get(done.what, _("{name}: call noted")).format(name=name, when=when)
