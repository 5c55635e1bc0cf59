"""What speaks against shipping to a client: a mark set by hand, a credit limit that is passed, old debt.

A warning and never a wall: the seller may know better.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from pipeline_tui.domain.clients import SUMS


class Caution(Struct, frozen=True):
    """What to think of before more is shipped to a client.

    `above` is how far the debt passes the credit limit, what is about to be sold included; the limit
    is money of the user's own currency. `oldest_on` is the oldest due day that has passed.
    """

    stopped_on: date | None = None
    stop_reason: str = ""
    limit: tuple[str, int] | None = None
    above: SUMS = ()
    overdue: SUMS = ()
    oldest_on: date | None = None

    @property
    def any(self) -> bool:
        """Whether there is anything to think of."""
        return self.stopped_on is not None or bool(self.above) or bool(self.overdue)


def above_limit(limit: tuple[str, int] | None, owed: SUMS, adding: SUMS = ()) -> SUMS:
    """How far a debt passes a limit in the limit's currency, with what is about to be added."""
    if limit is None:
        return ()
    currency, most = limit
    above = dict(owed).get(currency, 0) + dict(adding).get(currency, 0) - most
    return ((currency, above),) if above > 0 else ()
