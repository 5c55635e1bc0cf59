"""Deals in words: where a deal stands, what is next, and what is wrong with it.

Every warning is a sign and a text; the tone that goes with it (of the screen's palette) only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from pipeline_tui.domain.checklists import CheckRow
from pipeline_tui.domain.deals import DealGroup, DealList, DealRow, DealSort, StageRow, StepState
from pipeline_tui.domain.funnel import REST
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import clock, day, money, money_short, month_name
from pipeline_tui.wording.labels import label, named

WARNING = "!"
"""The sign before everything that asks for attention."""

_FORM = re.compile(
    r"(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НКО|АНО|ФГУП|МУП|ГУП|ТОО)\s+(?P<quote>[«\"“„])?(?P<name>.+?)(?(quote)[»\"”“])"
)
"""A Russian legal form before a name: all that would be seen of it in a narrow place."""

_LISTS = {
    DealList.OPEN: N_("Open deals"),
    DealList.NO_STEP: N_("Without a next step"),
    DealList.OVERDUE: N_("Step overdue"),
    DealList.ROTTING: N_("Rotting"),
    DealList.SNOOZED: N_("Snoozed"),
    DealList.NO_CLIENT: N_("Without a client"),
    DealList.WON: N_("Won deals"),
    DealList.LOST: N_("Lost deals"),
    DealList.ALL: N_("All deals"),
}

_SORTS = {
    DealSort.STEP: N_("by next step"),
    DealSort.AMOUNT: N_("by amount"),
    DealSort.CLOSE: N_("by closing day"),
    DealSort.STAGE: N_("by stage"),
    DealSort.AGE: N_("by time in stage"),
    DealSort.TITLE: N_("by title"),
    DealSort.CLIENT: N_("by client"),
    DealSort.OWNER: N_("by manager"),
}


_GROUPS = {
    DealGroup.STAGE: N_("By stage"),
    DealGroup.SOURCE: N_("By source"),
    DealGroup.CLASS: N_("By class of the client"),
    DealGroup.MONTH: N_("By month of closing"),
}


def check_line(item: CheckRow) -> str:
    """An item of a checklist with its box."""
    return f"{'☑' if item.ticked_at else '☐'} {item.name}"


def list_name(which: DealList) -> str:
    """The heading of a list of deals."""
    return _(_LISTS[which])


def sort_name(sort: DealSort) -> str:
    """A sort in words."""
    return _(_SORTS[sort])


def group_by(by: DealGroup) -> str:
    """What the groups of the board are, as a heading."""
    return _(_GROUPS[by])


def group_name(by: DealGroup, key: str) -> str:
    """A group of the board as its column is called."""
    if key == REST:
        return _("the others")
    if not key:
        return _("no day set") if by is DealGroup.MONTH else _("not set")
    if by is DealGroup.MONTH:
        return month_name(date.fromisoformat(f"{key}-01"))
    return key


def stage_name(stage: StageRow) -> str:
    """A stage as the user calls it."""
    return named("stage", stage.code, stage.name)


def stage_names(stages: Iterable[StageRow], pipelines: Sequence[PipelineRow]) -> dict[int, str]:
    """Stage → its name, after that of its pipeline where there are several."""
    of = {one.id: named("pipeline", one.code, one.name) for one in pipelines}
    several = sum(not one.retired for one in pipelines) > 1
    return {
        one.id: f"{of[one.pipeline_id]}: {stage_name(one)}" if several else stage_name(one)
        for one in stages
    }


def client_name(row: DealRow, *, short: bool = False) -> str:
    """The client, or that there is none; `short` leaves out the legal form and the quotes."""
    if row.client is None:
        return _("no client")
    if not short:
        return row.client
    found = _FORM.fullmatch(row.client)
    return found["name"] if found else row.client


def amount(row: DealRow, *, short: bool = False) -> str:
    """The sum of a deal; a dash while it is not known."""
    if row.amount_minor is None:
        return "—"
    show = money_short if short else money
    return show(row.amount_minor, row.currency)


def short_days(n: int) -> str:
    """A span of days for a narrow place: `14 d`."""
    return _("{n} d").format(n=n)


def what_next(row: DealRow, today: date, zone: tzinfo) -> tuple[str, str]:
    """The next step of a deal, or what stands in its place, with its tone."""
    match row.step_state(today):
        case StepState.CLOSED:
            return closed(row, today), "muted"
        case StepState.SNOOZED:
            assert row.snoozed_until is not None
            text = _("resting, back {day}").format(day=day(row.snoozed_until, today))
            why = label(
                "outcome", row.snooze_reason
            )  # a rest after the last attempt names its outcome
            return (f"{text}: {why}" if why else text), "muted"
        case StepState.NONE:
            return f"{WARNING} {_('no next step')}", "danger"
        case state:
            text = step(row.next_kind, row.next_title, row.next_step, row.next_at, today, zone)
            if state is StepState.OVERDUE:
                return f"{WARNING} {text}", "warning"
            return text, "accent" if state is StepState.TODAY else ""


def when_next(row: DealRow, today: date, zone: tzinfo) -> str:
    """`what_next` in a word or two, for a narrow card: when, without what."""
    match row.step_state(today):
        case StepState.CLOSED:
            return closed(row, today)
        case StepState.SNOOZED:
            return _("resting")
        case StepState.NONE:
            return f"{WARNING} {_('no step')}"
        case state:
            text = step(None, "", row.next_step, row.next_at, today, zone)
            return f"{WARNING} {text}" if state is StepState.OVERDUE else text


def step(
    kind: str | None,
    title: str,
    due_on: date | None,
    due_at: datetime | None,
    today: date,
    zone: tzinfo,
) -> str:
    """A step: when, and what: `tomorrow 15:00 call: about the offer`."""
    when = "" if due_on is None else day(due_on, today)
    if due_at is not None:
        when = f"{when} {clock(due_at, zone)}"
    what = label("task", kind) if kind else ""
    return f"{when} {what}: {title}" if title else f"{when} {what}".strip()


def closed(row: DealRow, today: date) -> str:
    """That a deal was won or lost, when, and why it was lost."""
    if row.closed_on is None:
        return ""
    when = day(row.closed_on, today)
    if row.loss_code is None:
        return _("won {day}").format(day=when)
    reason = named("loss_reason", row.loss_code, row.loss_name)
    return _("lost {day}: {reason}").format(day=when, reason=reason)


def mark(row: DealRow, today: date) -> tuple[str, str]:
    """A sign for a narrow place, with its tone: `! 14 d` for a rotting deal, else days in stage."""
    days = short_days(row.days_untouched)
    if row.rotting:
        return f"{WARNING} {days}", "danger"
    match row.step_state(today):
        case StepState.NONE:
            return WARNING, "danger"
        case StepState.OVERDUE:
            return WARNING, "warning"
        case StepState.CLOSED:
            return "", "muted"
        case _:
            return short_days(row.days_in_stage), "muted"


def warnings(row: DealRow, today: date) -> list[str]:
    """What is wrong with a deal, in words; empty when nothing is."""
    found = []
    state = row.step_state(today)
    if state is StepState.NONE:
        found.append(_("no next step"))
    if state is StepState.OVERDUE:
        found.append(_("the step is overdue"))
    if row.rotting:
        found.append(_("rotting: untouched for {days}").format(days=short_days(row.days_untouched)))
    if row.client_id is None:
        found.append(_("no client"))
    if row.amount_minor is None and state is not StepState.CLOSED:
        found.append(_("no amount"))
    return found
