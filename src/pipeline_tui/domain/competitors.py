"""Competitors: which of them a deal names, how deals against each end, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from pipeline_tui.domain.clients import client_key, fold
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.shares import Share

_BETWEEN = re.compile(r"[,;/\n]")
"""What stands between names where a deal names several."""


class CompetitorRow(Struct, frozen=True):
    """A competitor. `also` are other names that deals call it by; `battlecard` is how to answer when
    it comes up."""

    id: int
    name: str
    also: tuple[str, ...] = ()
    site: str = ""
    strengths: str = ""
    weaknesses: str = ""
    battlecard: str = ""
    retired: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.name, *self.also)


class KnownNames:
    """The names of all competitors, to tell which one a text means.

    Names are compared as those of clients are: without case, quotes and legal form.
    """

    def __init__(self, competitors: Iterable[CompetitorRow]) -> None:
        self._by_key = {client_key(name): one.id for one in competitors for name in one.names}

    def in_text(self, text: str) -> tuple[int, ...]:
        """The competitors that a text names: the whole of it, else its parts between commas,
        semicolons and strokes."""
        whole = self._by_key.get(client_key(text))
        if whole is not None:
            return (whole,)
        parts = (self._by_key.get(client_key(part)) for part in _BETWEEN.split(text))
        return tuple(dict.fromkeys(one for one in parts if one is not None))


class Standing(Struct, frozen=True):
    """A competitor and the deals in which it stood, money by currency; `seen` counts the sightings,
    `last` is the latest of them, `priced` the latest with a price."""

    who: CompetitorRow
    won: int = 0
    lost: int = 0
    open: int = 0
    won_amounts: Mapping[str, int] = {}
    lost_amounts: Mapping[str, int] = {}
    open_amounts: Mapping[str, int] = {}
    seen: int = 0
    last: SightingRow | None = None
    priced: SightingRow | None = None

    @property
    def id(self) -> int:
        """The competitor's number."""
        return self.who.id

    @property
    def share(self) -> Share:
        """Won of the deals decided: won / (won + lost)."""
        return Share(self.won, self.won + self.lost)

    @property
    def little_data(self) -> bool:
        """Whether too few deals are decided to go by the share."""
        return self.share.n < LITTLE_DATA


class SightingRow(Struct, frozen=True):
    """What a competitor was seen to offer on a day: to whom, in which deal, of which product of
    ours, at what price of one unit in minor units."""

    id: int
    competitor_id: int
    competitor: str
    seen_on: date
    client_id: int | None = None
    client: str = ""
    deal_id: int | None = None
    deal: str = ""
    product_id: int | None = None
    product: str = ""
    price_minor: int | None = None
    currency: str = ""
    offered: str = ""
    note: str = ""

    @property
    def what(self) -> str:
        """What was offered: their words, else the product of ours that it stands against."""
        return self.offered or self.product


class PriceTrend(Struct, frozen=True):
    """Prices of one thing in one currency by day, the oldest first. `ours_minor` is what we ask for
    it today, where it is a product of ours in this currency."""

    what: str
    currency: str
    prices: tuple[tuple[date, int], ...]
    ours_minor: int | None = None

    @property
    def change(self) -> float | None:
        """From the first price to the last as a share of the first; none where there is one price."""
        first, last = self.prices[0][1], self.prices[-1][1]
        return None if len(self.prices) < 2 or first == 0 else (last - first) / first

    @property
    def above_ours(self) -> float | None:
        """Their last price above ours as a share of ours, negative where they are cheaper."""
        if not self.ours_minor:
            return None
        return (self.prices[-1][1] - self.ours_minor) / self.ours_minor


def trends(
    sightings: Sequence[SightingRow], ours: Mapping[int, tuple[int | None, str]]
) -> list[PriceTrend]:
    """What each thing cost over time, the one seen last first. `ours` has our price and its currency
    by product. A price without a product goes by the words in which it was offered."""
    found: dict[tuple[int | str, str], list[SightingRow]] = {}
    for one in sorted(sightings, key=lambda one: (one.seen_on, one.id)):
        if one.price_minor is not None:
            thing = fold(one.offered) if one.product_id is None else one.product_id
            found.setdefault((thing, one.currency), []).append(one)
    rows = []
    for (thing, currency), seen in found.items():
        price, money = ours.get(thing, (None, "")) if isinstance(thing, int) else (None, "")
        prices = tuple((one.seen_on, one.price_minor or 0) for one in seen)
        named = seen[-1].product or seen[-1].offered
        rows.append(PriceTrend(named, currency, prices, price if money == currency else None))
    rows.sort(key=lambda row: row.prices[-1][0], reverse=True)
    return rows


class CompetitorCard(Struct, frozen=True):
    """A competitor whole: the deals in which it stood, its sightings, the latest first, its prices."""

    standing: Standing
    sightings: tuple[SightingRow, ...]
    trends: tuple[PriceTrend, ...]


class Unnamed(Struct, frozen=True):
    """A name that deals give and no competitor has; how many deals give it."""

    name: str
    deals: int
