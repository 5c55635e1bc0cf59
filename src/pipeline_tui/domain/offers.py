"""Rules of the offer: what its lines come to, how low a price may go, how it stands.

Money is whole minor units, quantities are thousandths, shares are hundredths of a percent: every sum
is exact, and is rounded once, at the line, half up. The totals of an offer are the sums of its lines
as they are printed, so that a client who adds them up gets what we ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

WHOLE = 10_000
"""Hundredths of a percent in a whole."""
ONE = 1_000
"""Thousandths in a quantity of one."""

VAT_BY_COUNTRY: Mapping[str, Mapping[date, int]] = {
    "RU": {date(2019, 1, 1): 2_000, date(2026, 1, 1): 2_200},
}
"""Country → first day → the usual rate of value added tax from then on (НК РФ ст. 164 п. 3)."""


def vat_on(day: date, rates: Mapping[date, int]) -> int:
    """The rate of VAT on the day of shipment; before the first day known, that of the first."""
    if not rates:
        return 0
    begun = [since for since in rates if since <= day]
    return rates[max(begun) if begun else min(rates)]


class Line(Struct, frozen=True):
    """What a line's sums are worked out of. Price and cost are of one unit, the cost without VAT."""

    price_minor: int
    quantity: int = ONE
    discount: int = 0
    vat: int = 0
    cost_minor: int | None = None


class Sums(Struct, frozen=True):
    """What a line, or a whole offer, comes to. `off_minor` is what the discount takes off; `net_minor`
    is without VAT, `total_minor` with it. `cost_minor` is none where a cost is not known."""

    off_minor: int = 0
    net_minor: int = 0
    vat_minor: int = 0
    total_minor: int = 0
    cost_minor: int | None = 0

    @property
    def margin_minor(self) -> int | None:
        """Net less cost."""
        return None if self.cost_minor is None else self.net_minor - self.cost_minor

    @property
    def margin(self) -> float | None:
        """(net − cost) / net; none where a cost is not known, or nothing is asked for."""
        earned = self.margin_minor
        return None if earned is None or not self.net_minor else earned / self.net_minor


def rounded(above: int, below: int) -> int:
    """above / below as a whole number, half up; neither is negative, and `below` is not zero."""
    return (2 * above + below) // (2 * below)


def line_sums(line: Line, *, vat_included: bool) -> Sums:
    """What a line comes to.

    sum = price × quantity × (1 − discount), rounded half up. With VAT in the prices
    VAT = sum × rate / (1 + rate), which the total holds; else VAT = sum × rate goes on top.
    """
    full = rounded(line.price_minor * line.quantity, ONE)
    asked = rounded(line.price_minor * line.quantity * (WHOLE - line.discount), ONE * WHOLE)
    if vat_included:
        vat = rounded(asked * line.vat, WHOLE + line.vat)
        net, total = asked - vat, asked
    else:
        vat = rounded(asked * line.vat, WHOLE)
        net, total = asked, asked + vat
    cost = None if line.cost_minor is None else rounded(line.cost_minor * line.quantity, ONE)
    return Sums(full - asked, net, vat, total, cost)


def offer_sums(lines: Iterable[Sums]) -> Sums:
    """What an offer comes to: its lines added up. The cost is known when that of each line is."""
    rows = list(lines)
    costs = [one.cost_minor for one in rows if one.cost_minor is not None]
    return Sums(
        sum(one.off_minor for one in rows), sum(one.net_minor for one in rows),
        sum(one.vat_minor for one in rows), sum(one.total_minor for one in rows),
        sum(costs) if len(costs) == len(rows) else None,
    )  # fmt: skip


def below_floor(sums: Sums, floor: int) -> bool:
    """Whether less is earned than the floor allows, in hundredths of a percent of the net sum.

    False where the cost is not known: nothing can be said then.
    """
    earned = sums.margin_minor
    return earned is not None and earned * WHOLE < floor * sums.net_minor


def largest_discount(line: Line, floor: int, *, vat_included: bool) -> int | None:
    """The largest discount, in whole hundredths of a percent, that keeps the margin at the floor or
    above; none where even the full price does not. The whole where the cost is not known."""

    def kept(discount: int) -> bool:
        cut = Line(line.price_minor, line.quantity, discount, line.vat, line.cost_minor)
        return not below_floor(line_sums(cut, vat_included=vat_included), floor)

    if not kept(0):
        return None
    low, high = 0, WHOLE
    while low < high:  # the margin only falls with the discount
        middle = (low + high + 1) // 2
        low, high = (middle, high) if kept(middle) else (low, middle - 1)
    return low


class OfferState(StrEnum):
    """How it stands with one version of an offer."""

    DRAFT = "draft"
    SENT = "sent"
    EXPIRED = "expired"
    """Sent, and its last day has passed without an answer."""
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    """A later version was sent."""


class OfferLine(Struct, frozen=True):
    """A line of an offer, with what it comes to. `floor_reason` is why it may go below the floor."""

    id: int
    product_id: int | None
    name: str
    unit: str
    line: Line
    floor_reason: str
    sums: Sums


class OfferRow(Struct, frozen=True):
    """A version of an offer. Of its number `last_sent` is the latest version that was sent, 0 where
    none was, and `last` the latest of all."""

    id: int
    number: int
    version: int
    deal_id: int
    deal: str
    client_id: int | None
    client: str
    currency: str
    vat_included: bool
    valid_until: date
    terms: str
    made_at: datetime
    sent_at: datetime | None
    accepted_at: datetime | None
    last_sent: int
    last: int
    sums: Sums = Sums()
    line_count: int = 0

    @property
    def code(self) -> str:
        """What it is called: 7, and from the second version on 7.2."""
        return offer_code(self.number, self.version)

    def state(self, today: date) -> OfferState:
        """How it stands on this day."""
        if self.accepted_at is not None:
            return OfferState.ACCEPTED
        if self.sent_at is None:
            return OfferState.DRAFT
        if self.version < self.last_sent:
            return OfferState.REPLACED
        return OfferState.EXPIRED if self.valid_until < today else OfferState.SENT


def offer_code(number: int, version: int) -> str:
    """What an offer is called: its number, and from the second version on the version."""
    return str(number) if version == 1 else f"{number}.{version}"


class OfferView(Struct, frozen=True):
    """An offer whole. `versions` are those of its number, the first one first."""

    row: OfferRow
    lines: Sequence[OfferLine]
    versions: Sequence[OfferRow]
