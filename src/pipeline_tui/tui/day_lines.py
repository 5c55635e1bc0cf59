"""The day's list as lines of a table: sections, tones, and the figures on top."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from pipeline_tui.domain.ranking import Gate, Reason, Tier
from pipeline_tui.domain.ranking.gates import EARLY
from pipeline_tui.domain.requests import RequestState
from pipeline_tui.domain.zones import zone_of
from pipeline_tui.i18n import _
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.wording import formats, reasons

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import CallRow, DayHead, DayList, HiddenRow

_TONES = {
    Reason.EXACT_CALLBACK: "accent", Reason.BROKEN_PROMISE: "danger",
    Reason.DEBT_STEP: "warning", Reason.ROTTING: "warning",
    Reason.OBJECTION: "warning",
}  # fmt: skip

ASKED_TONES = {
    RequestState.WAITING: "accent", RequestState.LATE: "warning", RequestState.OVERDUE: "danger",
}  # fmt: skip
"""Of a request nobody has answered, by its clock."""

_Line = TypeVar("_Line")


def listed(rows: Sequence[CallRow], at: reasons.Clock, mine: ZoneInfo) -> ListSource:
    """Lines of the list, a title over each tier and over the pins; `mine` is the user's zone."""

    def group(row: CallRow) -> tuple[bool, int]:
        return row.pinned, 0 if row.pinned else int(row.tier)

    def title(row: CallRow) -> str:
        return _("On top") if row.pinned else reasons.tier_title(row.tier)

    return ListSource([_line(row, at, mine) for row in rows], _sections(rows, group, title))


def hidden(day: DayList, at: reasons.Clock, mine: ZoneInfo) -> ListSource:
    """Who is not on the list, a title over each gate."""
    order = list(Gate)
    rows = sorted(day.hidden, key=lambda one: order.index(one.gate))
    return ListSource(
        [_hidden_line(row, at, mine) for row in rows],
        _sections(rows, lambda row: row.gate, lambda row: reasons.gate_title(row.gate)),
    )


def figures(day: DayList, at: reasons.Clock) -> list[Figure]:
    """The line on top: calls, promises, what is next by the clock, the month."""
    head = day.head
    found = [
        Figure(
            _("Calls"), f"{head.calls_done} / {head.goal}" if head.goal else str(head.calls_done),
            "success" if head.calls_done >= head.goal else "strong",
        ),
        Figure(_("connected"), str(head.connected)),
        Figure(_("meetings"), str(head.meetings)),
    ]  # fmt: skip
    if head.promises_due:
        promised = formats.sums(head.promised, short=True)
        found.append(
            Figure(_("Promised for today"), f"{head.promises_due} · {promised}", "warning")
        )
    later = [
        (one.until, one.client) for one in day.hidden
        if one.gate is Gate.LATER and isinstance(one.until, datetime)
    ]  # fmt: skip
    if later:
        when, client = min(later)
        found.append(Figure(_("Next at"), f"{formats.clock(when, at.zone)} {client}", "accent"))
    label = _("Paid this month") if head.fact == "paid" else _("Won this month")
    found.append(Figure(label, _month(head), "success"))
    if day.hidden:
        found.append(Figure(_("Hidden"), str(len(day.hidden)), "muted"))
    return found


def _month(head: DayHead) -> str:
    """What the month has brought, of what is planned: `1,2 млн ₽ / 3 млн ₽`."""
    done = formats.sums(head.month, short=True)
    return f"{done} / {formats.sums(head.plan, short=True)}" if head.plan else done


def due(day: DayList, now: datetime) -> bool:
    """Whether the clock has come to a line that waits for it: an exact time, an hour of peace."""
    waits = {Gate.LATER: EARLY, Gate.RECENT: timedelta()}
    return any(
        one.gate in waits and isinstance(one.until, datetime) and one.until - waits[one.gate] <= now
        for one in day.hidden
    )


def _line(row: CallRow, at: reasons.Clock, mine: ZoneInfo) -> Row:
    return Row(
        row.id,
        {
            "rank": Cell(str(row.rank), "muted"),
            "why": Cell(reasons.reason(row, at), _tone(row, at)),
            "client": Cell(row.client, "strong"),
            "contact": Cell(row.contact or _("nobody named"), "" if row.contact else "muted"),
            "time": _their_time(row.zone, at, mine),
            "money": formats.money_short(row.stake_minor, row.currency) if row.stake_minor else "",
        },
    )


def _tone(row: CallRow, at: reasons.Clock) -> str:
    if row.tier is Tier.EXACT and row.due_at is not None and row.due_at < at.now:
        return "warning"
    if row.request is not None:
        return ASKED_TONES[row.request.clock.state(at.now)]
    late = row.due_on is not None and row.due_on < at.today and row.tier <= Tier.STEP
    return _TONES.get(row.reason, "warning" if late else "")


def _hidden_line(row: HiddenRow, at: reasons.Clock, mine: ZoneInfo) -> Row:
    return Row(
        row.id,
        {
            "why": reasons.gate(row, at, zone_of(row.zone, mine)),
            "client": Cell(row.client, "strong"),
            "contact": Cell(reasons.tier_title(row.tier), "muted"),
            "time": _their_time(row.zone, at, mine),
        },
    )


def _their_time(zone: str | None, at: reasons.Clock, mine: ZoneInfo) -> Cell:
    """Their clock, muted where it is the user's own; a question mark where nobody knows."""
    if zone is None:
        return Cell("?", "muted")
    theirs = formats.clock(at.now, zone_of(zone, mine))
    return Cell(theirs, "muted" if theirs == formats.clock(at.now, at.zone) else "accent")


def _sections(
    rows: Sequence[_Line], group: Callable[[_Line], Hashable], title: Callable[[_Line], str]
) -> list[Section]:
    """A title with its count before the first row of each group."""
    keys = [group(row) for row in rows]
    return [
        Section(place, f"{title(row)} · {keys.count(keys[place])}")
        for place, row in enumerate(rows)
        if not place or keys[place] != keys[place - 1]
    ]
