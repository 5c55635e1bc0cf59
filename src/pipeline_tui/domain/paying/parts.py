"""A part of an invoice with the course of its payment. Days are ordinals, money minor units."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

NEVER = 4_000_000
"""A day after all days."""


class Part(Struct, frozen=True, gc=False):
    """An instalment: issued, due, and what of it was paid on which days, in their order; `credited` is
    what else it became less by, without money.

    `settled` is the day of the last payment of one of which nothing is left. One that was written off
    is never settled: it stays unpaid. `ended` is the day on which its invoice was cancelled, or
    credited whole: from then on it says nothing. NEVER where that has not come. An `opening` balance
    is money to come, and says nothing of behaviour; what is a `sale` counts as sold.
    """

    id: int
    client_id: int
    invoice_id: int
    currency: str
    issued: int
    due: int
    minor: int
    paid: tuple[tuple[int, int], ...] = ()
    settled: int = NEVER
    ended: int = NEVER
    credited: tuple[tuple[int, int], ...] = ()
    opening: bool = False
    sale: bool = True

    def known(self, day: int) -> bool:
        """Whether it stood, open or paid, at the end of a day."""
        return self.issued <= day and (self.ended > day or self.settled <= day)

    def open_minor(self, day: int) -> int:
        """What was left of it at the end of a day."""
        if not self.known(day):
            return 0
        return self.minor - sum(
            minor for some in (self.paid, self.credited) for on, minor in some if on <= day
        )

    def is_late(self, day: int) -> bool | None:
        """Whether it was paid, or is, past its due day; none while that is open at the end of a day."""
        if self.settled <= day:
            return self.settled > self.due
        return True if self.due < day else None

    def days_late(self, day: int) -> int:
        """Days past its due day, to its payment or so far; 0 where in time."""
        return max(0, min(self.settled, day) - self.due)


def fallen(parts: Iterable[Part], day: int) -> list[Part]:
    """Those whose due day was over at the end of a day, in the order of their due days.

    Of these alone it is known of every one whether it is late: of younger ones only the quick are
    settled, and would make a payer look better than he is.
    """
    found = [one for one in parts if one.due < day and not one.opening and one.known(day)]
    found.sort(key=lambda one: (one.due, one.issued, one.id))
    return found
