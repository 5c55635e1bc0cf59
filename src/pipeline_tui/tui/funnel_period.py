"""The time that the funnel's figures look back on."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from pipeline_tui.domain.funnel import PERIOD_DAYS
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import day_plain, days

_EVER = date(1900, 1, 1)
"""Before any deal."""
_SPANS = (30, PERIOD_DAYS, 180, 365)


class Period(Struct, frozen=True):
    """Up to today: the last `span` days, or from `first` on; neither is all time."""

    span: int | None = PERIOD_DAYS
    first: date | None = None

    def since(self, today: date) -> date:
        """The first day."""
        if self.span is not None:
            return today - timedelta(days=self.span - 1)
        return self.first or _EVER

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.span is None and self.first is None

    @property
    def name(self) -> str:
        """How it is called: `90 days`, `since 1 January 2026`, `all time`."""
        if self.span is not None:
            return days(self.span)
        if self.first is not None:
            return _("since {day}").format(day=day_plain(self.first))
        return _("all time")

    @property
    def closed(self) -> str:
        """What was closed in it, as a heading."""
        if self.span is not None:
            return _("Closed in {days}").format(days=days(self.span))
        if self.first is not None:
            return _("Closed since {day}").format(day=day_plain(self.first))
        return _("Closed in all time")

    def kept(self) -> int | str:
        """As the place that one comes back to keeps it."""
        return self.span or (self.first.isoformat() if self.first else "all")

    @staticmethod
    def of(kept: object) -> Period:
        """What `kept` gave; the usual one for anything else."""
        if kept == "all":
            return ALL
        if isinstance(kept, int) and kept > 0:
            return Period(kept)
        if isinstance(kept, str):
            try:
                return Period(None, date.fromisoformat(kept))
            except ValueError:
                pass
        return Period()


ALL = Period(None)


def periods() -> list[Period]:
    """Those to choose from, shortest first."""
    return [*(Period(span) for span in _SPANS), ALL]
