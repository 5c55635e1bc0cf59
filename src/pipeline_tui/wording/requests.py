"""Requests in words: their state beside their clock, and how fast they are answered."""

from __future__ import annotations

from datetime import datetime

from pipeline_tui.domain.requests import RequestRow, Response
from pipeline_tui.i18n import _, ngettext
from pipeline_tui.wording.formats import duration, number, percent
from pipeline_tui.wording.labels import label


def state(row: RequestRow, now: datetime) -> str:
    """Where a request stands: `late, 12 min`, `answered in 4 min`, `put away: spam`."""
    name = label("request_state", row.state)
    if row.waiting is not None:
        name = label("request_state", row.waiting.state(now))
        return f"{name}, {_span(row.waiting.seconds(now))}"
    if row.took_s is not None:
        if not row.took_s and row.answered_at != row.arrived_at:
            return _("answered out of hours")
        return _("answered in {span}").format(span=_span(row.took_s))
    return f"{name}: {label('outcome', row.dismissed)}"


def figures(found: Response) -> list[tuple[str, str]]:
    """(what, how much) of the figures of a period, each with the number it rests on."""
    within = _("Within {n} min").format(n=number(found.limit_s // 60))
    share = "—"
    if found.judged:
        share = _("{share}, {part} of {whole}").format(
            share=percent(found.share), part=number(found.within), whole=number(found.judged)
        )
    middle = "—"
    if found.median_s is not None:
        middle = ngettext("{span}, {n} answer", "{span}, {n} answers", found.answered).format(
            span=_span(found.median_s), n=number(found.answered)
        )
    return [(_("Median answer"), middle), (within, share), (_("Waiting"), number(found.waiting))]


def _span(seconds: int) -> str:
    """Whole minutes; less than one is said in seconds."""
    return duration(seconds if seconds < 60 else seconds // 60 * 60)
