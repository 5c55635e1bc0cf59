"""What is left undone, in words: why each line stands in the review."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.domain.review import Loose, LooseEnd
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import reasons
from pipeline_tui.wording.formats import clock, day, days, moment, money, number
from pipeline_tui.wording.labels import label

_LOOSE: Mapping[Loose, str] = {
    Loose.REQUEST: N_("Nobody answered them"),
    Loose.CALLBACK: N_("Promised a call"),
    Loose.PROMISE: N_("Promised to pay"),
    Loose.STEP: N_("Planned and not done"),
    Loose.NO_STEP: N_("Deals without a next step"),
}


def loose_title(loose: Loose) -> str:
    """The heading over loose ends of one kind."""
    return _(_LOOSE[loose])


def loose_end(row: LooseEnd, at: reasons.Clock) -> str:
    """Why a line stands in the review."""
    match row.loose:
        case Loose.REQUEST:
            text = reasons.asked(row.request, at) if row.request else loose_title(row.loose)
            return f"{text}: {row.title}" if row.title else text
        case Loose.CALLBACK:
            if row.due_at is not None and row.due_at > at.now:
                text = _("Agreed for {time}").format(time=clock(row.due_at, at.zone))
            else:
                text = _("Promised for {when}").format(when=_when(row, at))
            return f"{text}: {row.title}" if row.title else text
        case Loose.PROMISE:
            return _promise(row, at)
        case Loose.STEP:
            what = step_text(row.task_kind, row.title)
            if row.due_on is not None and row.due_on < at.today:
                late = days((at.today - row.due_on).days)
                return _("{span} late: {what}").format(span=late, what=what)
            return _("For today: {what}").format(what=what)
        case Loose.NO_STEP:
            if row.rotting:
                return _("{span} of silence and no next step").format(span=days(row.silent_days))
            return _("Deal without a next step")


def step_text(kind: str, title: str) -> str:
    """What a step is: its title, and its kind where that is no plain call."""
    kind_text = label("task", kind)
    if title and kind not in (TaskKind.CALL, TaskKind.TODO):
        return f"{title} ({kind_text})"
    return title or kind_text


def _promise(row: LooseEnd, at: reasons.Clock) -> str:
    facts = {
        "sum": money(row.amount_minor or 0, row.currency),
        "paid": money(row.paid_minor, row.currency),
        "day": day(row.due_on or at.today, at.today),
    }
    if row.paid_minor:
        return _("Promised {sum}, due {day}: {paid} came").format(**facts)
    if row.due_on is not None and row.due_on >= at.today:
        return _("Promised {sum}, due {day}: nothing yet").format(**facts)
    return _("Promised {sum}, due {day}: nothing came").format(**facts)


def _when(row: LooseEnd, at: reasons.Clock) -> str:
    if row.due_at is not None:
        return moment(row.due_at, at.now, at.zone)
    return day(row.due_on or at.today, at.today)


def undone(counts: Mapping[Loose, int]) -> list[tuple[str, str]]:
    """What is not done, by kind: (name, how many)."""
    return [(loose_title(loose), number(n)) for loose, n in counts.items() if n]
