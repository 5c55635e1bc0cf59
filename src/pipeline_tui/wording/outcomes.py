"""Outcomes of calls in words: what they schedule, and when."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.domain.calls import OutcomeRow
from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import count
from pipeline_tui.wording.labels import named

_SCHEDULES: Mapping[str, str] = {
    Schedules.NOTHING: N_("nothing"),
    Schedules.STEP: N_("the next step"),
    Schedules.CALLBACK: N_("a callback"),
    Schedules.LADDER: N_("another try"),
    Schedules.PROMISE: N_("a promise to pay"),
    Schedules.LOSS: N_("the loss, or a step"),
    Schedules.STOP: N_("never to call again"),
}
_ASKS: Mapping[str, str] = {
    Schedules.STEP: N_("asks when"),
    Schedules.CALLBACK: N_("asks when"),
    Schedules.LADDER: N_("by the ladder"),
    Schedules.PROMISE: N_("asks sum and day"),
    Schedules.LOSS: N_("asks why"),
}


def name(row: OutcomeRow) -> str:
    """The user's own name, else our word."""
    return named("outcome", row.code, row.name)


def schedules(code: str) -> str:
    """What an outcome schedules, as a noun; a code of a later version stays a code."""
    known = _SCHEDULES.get(code)
    return code if known is None else _(known)


def delay(row: OutcomeRow) -> str:
    """`in 3 hours`, `in 2 working days`; empty where the outcome does not say."""
    if row.after_hours is not None:
        return count(row.after_hours, "in {n} hour", "in {n} hours")
    if row.after_days is not None:
        return count(row.after_days, "in {n} working day", "in {n} working days")
    return ""


def when(row: OutcomeRow) -> str:
    """When what follows is: the delay, or what is asked."""
    asks = _ASKS.get(row.schedules)
    return delay(row) or ("" if asks is None else _(asks))
