"""What every part of the demo shares: chance, words, days, the rows so far, and known codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from msgspec import Struct, field

from pipeline_tui.services.demo.days import Days
from pipeline_tui.services.demo.lexicon import Good, Lexicon
from pipeline_tui.services.demo.rows import Rows

T = TypeVar("T")


class Person(Struct):
    """A contact: its row, and how the seller addresses and names it."""

    row: dict[str, Any]
    address: str

    @property
    def id(self) -> int:
        return int(self.row["id"])


class Party(Struct):
    """A client: its row, its people, and what the seller does not know about it."""

    row: dict[str, Any]
    people: list[Person]
    zone: str
    rival: str
    window: str
    """When they pick up: "morning", "evening" or "" for all the same."""
    payer: str
    """How they pay: "prompt", "late" or "bad"."""
    left_alone: bool = False
    """Nobody has been in touch for long: the list is to remember them."""
    spoken_for: bool = False
    """Today's list already has a reason to call them, so today's past calls go to others."""

    @property
    def id(self) -> int:
        return int(self.row["id"])

    @property
    def chief(self) -> Person:
        """The one who decides."""
        return self.people[0]

    def with_role(self, role: str) -> Person:
        """Who has this role, else the one who decides."""
        return next((p for p in self.people if p.row["role"] == role), self.people[0])


class Codes(Struct, frozen=True):
    """Numbers of the rows a file starts with, by code."""

    stages: Mapping[str, int]
    outcomes: Mapping[str, int]
    connected: Mapping[str, bool]
    reasons: Mapping[str, int]
    win_back_days: Mapping[str, int | None]
    kinds: Mapping[str, int]
    answers: Mapping[str, tuple[int, ...]]
    """By kind: the starter answers in order."""
    rot_days: Mapping[str, int | None]


class Scene(Struct):
    """The demo while it is being made."""

    rng: Random
    lexicon: Lexicon
    days: Days
    rows: Rows
    codes: Codes
    owner: str
    goods: list[tuple[int, Good]] = field(default_factory=list)
    """(number of the product, the good)."""
    parties: list[Party] = field(default_factory=list)
    slots: list[datetime] = field(default_factory=list)
    """Moments of today's working hours that no call has taken yet, latest first."""
    _decks: dict[tuple[Any, ...], list[Any]] = field(default_factory=dict)

    def draw(self, items: Sequence[T]) -> T:
        """One of `items`, each in turn in a random order, so that few lines repeat close by."""
        key = tuple(items)
        deck = self._decks.get(key)
        if not deck:
            deck = list(items)
            self.rng.shuffle(deck)
            self._decks[key] = deck
        found: T = deck.pop()
        return found

    def pick(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of `items` by weight."""
        return self.rng.choices(items, weights)[0]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def fitting(self, items: Sequence[T], good: Good | None) -> list[T]:
        """Those of `items` that may be said of a good; all of the untagged ones without a good."""
        kept = [item for item in items if _fits(item, good)]
        return kept or [item for item in items if not _tags(item)] or list(items)

    def say(self, items: Sequence[str], facts: Mapping[str, str], good: Good | None = None) -> str:
        """One of the sentences, its fields filled in."""
        return fill(self.draw(self.fitting(items, good)), facts)

    def facts(
        self,
        party: Party,
        *,
        person: Person | None = None,
        good: Good | None = None,
        quantity: int = 0,
        amount: int | None = None,
        number: str = "",
        said: date | None = None,
        ahead: int | None = None,
    ) -> dict[str, str]:
        """The fields of a sentence; `said` is the day of the talk that `day` counts from."""
        texts = self.lexicon.texts
        good = good or self.goods[0][1]
        day = (said or self.days.today) + timedelta(days=ahead or self.rng.randrange(1, 5))
        while day.weekday() > 4:
            day += timedelta(days=1)
        lot = good.what
        if good.group != "gear":
            count = texts.quantity(quantity or good.quantity[0], good.units)
            glue = " of " if self.lexicon.language == "en" and good.units[0] != "piece" else " "
            lot = f"{count}{glue}{good.of_what}"
            if self.lexicon.language == "en" and good.units[0] == "piece":
                lot = f"{quantity or good.quantity[0]:,} {good.what}"
        elif quantity > 1:
            lot = f"{good.what}, {texts.quantity(quantity, good.units)}"
        return {
            "who": (person or party.chief).address,
            "what": good.what,
            "of_what": good.of_what,
            "take": good.take,
            "lot": lot,
            "sum": texts.money(amount or 0),
            "rival": party.rival,
            "day": texts.days[day.weekday()],
            "number": number,
        }


def fill(template: str, facts: Mapping[str, str]) -> str:
    """A sentence without its tag, its fields filled in, beginning with a capital."""
    text = template.split(" ", 1)[1] if template.startswith("@") else template
    text = text.format_map(facts)
    return text[:1].upper() + text[1:]


def _tags(item: object) -> list[str]:
    parts = item if isinstance(item, tuple) else (getattr(item, "verbatim", item),)
    return [p.split(" ", 1)[0][1:] for p in parts if isinstance(p, str) and p.startswith("@")]


def _fits(item: object, good: Good | None) -> bool:
    tags = _tags(item)
    if not tags:
        return True
    if good is None:
        return False
    allowed = {good.group} | ({"supply"} if good.group != "gear" else set())
    return all(tag in allowed for tag in tags)
