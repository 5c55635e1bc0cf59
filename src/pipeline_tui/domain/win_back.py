"""Coming back to a client whose deal was lost: why it was, and what they were offered last."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class LastOffer(Struct, frozen=True):
    """The last offer that was sent, with what it came to."""

    code: str
    total_minor: int
    currency: str
    sent_on: date


class WinBack(Struct, frozen=True):
    """What to know before coming back. A client that only fell silent lost no deal: `deal_id`,
    `lost_on` and `reason` are none then, and `ordered_on` is the day of the last order. `text` is what
    the reason says to come back with."""

    deal_id: int | None = None
    title: str = ""
    lost_on: date | None = None
    reason: str | None = None
    reason_name: str | None = None
    competitor: str = ""
    text: str = ""
    ordered_on: date | None = None
    offer: LastOffer | None = None
