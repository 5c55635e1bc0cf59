"""Days of a calendar in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline_tui.domain.workdays import DayKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import count, month_name

_KINDS: Mapping[DayKind, str] = {
    DayKind.WORKED: N_("working day"),
    DayKind.MOVED: N_("working day, moved here"),
    DayKind.WEEKEND: N_("weekend"),
    DayKind.HOLIDAY: N_("holiday"),
    DayKind.OWN: N_("your day off"),
}


def kind(value: DayKind) -> str:
    """What a day is."""
    return _(_KINDS[value])


def month(first: date, country: str | None, worked: int, whole: int) -> str:
    """`May 2026 · RU · 19 working days of 31`."""
    told = _("{days} of {whole}").format(
        days=count(worked, "{n} working day", "{n} working days"), whole=whole
    )
    return " · ".join(filter(None, (month_name(first), country or _("no holidays"), told)))
