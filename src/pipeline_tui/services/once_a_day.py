"""What a call list is made of and is too dear to be read more than once a day. No sqlmodel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline_tui.services import for_the_day, prospecting
from pipeline_tui.services.base import Service
from pipeline_tui.services.prospecting import Moment, Seed
from pipeline_tui.store.queries import call_list as queries

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

LATE_ORDERS = 30
"""Late orders that a list shows at most; some more are kept for those that are answered meanwhile."""
MANY = 1_000
"""From so many clients gone on what was read is kept in the file, so that the program that is started
again on the same day does not read it again."""
_MEMO = "once-a-day"


class Daily(Struct, frozen=True):
    """How often deals are won from a stage, late orders, and by client who has gone: what an order of
    theirs was worth, and for how many days they have been silent."""

    rates: dict[int, tuple[int, int]]
    late: list[Seed]
    gone: dict[int, tuple[int, int]]


class OnceADay(Service):
    """Reading it, and keeping it to the end of the day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept: dict[date, Daily] = {}

    def of(self, at: Moment) -> Daily:
        """What there is at a moment."""
        if at.today not in self._kept:
            for day in [day for day in self._kept if day < self._today()]:
                del self._kept[day]
            self._kept[at.today] = self._remembered(at) or self._read(at)
        return self._kept[at.today]

    def _read(self, at: Moment) -> Daily:
        daily = Daily(
            queries.stage_rates(self._db),
            prospecting.late_orders(self._db, at)[: 4 * LATE_ORDERS],
            prospecting.gone_silently(self._db, at),
        )
        if len(daily.gone) >= MANY and at.today == self._today():
            for_the_day.keep(self._desk, _MEMO, _asked(at), daily)
        return daily

    def _remembered(self, at: Moment) -> Daily | None:
        """What an earlier session of the day has read, by the same settings."""
        if at.today != self._today():
            return None
        return for_the_day.recall(self._desk, _MEMO, _asked(at), Daily)


def _asked(at: Moment) -> list[Any]:
    """What the answer depends on besides the file."""
    s = at.settings
    return [s.dormant_days, s.dormant_return_days, s.currency, s.country]
