"""Win rates of deals that have something in common, and how far the few can be trusted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.shares import Share


class RateRow(Struct, frozen=True):
    """Deals closed within a period that have `key` in common, "" where it is not said; money by
    currency. `name` is the user's own word for a key that is a code."""

    key: str
    won: int
    lost: int
    won_amounts: Mapping[str, int]
    lost_amounts: Mapping[str, int]
    name: str | None = None

    @property
    def closed(self) -> int:
        """Won and lost."""
        return self.won + self.lost

    @property
    def share(self) -> Share:
        """Won / (won + lost)."""
        return Share(self.won, self.closed)

    @property
    def little_data(self) -> bool:
        """Whether there are too few closed deals to go by."""
        return self.closed < LITTLE_DATA

    def apart(self, whole: Share) -> int:
        """1 when it is better than the whole beyond chance, -1 when worse, else 0: the rate of the
        whole lies outside the 95 % Wilson interval of this."""
        if self.little_data or whole.rate is None:
            return 0
        low, high = self.share.interval
        return (low > whole.rate) - (high < whole.rate)


class WinRates(Struct, frozen=True):
    """Rows with most closed deals first, what is not said last; months in their order.

    `whole` is of all deals closed within the period. It is less than the sum of the rows where one
    deal may have several keys, such as objections and competitors (`several`).
    """

    rows: tuple[RateRow, ...]
    whole: Share
    several: bool = False
