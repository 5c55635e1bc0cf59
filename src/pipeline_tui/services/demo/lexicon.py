"""What the demo is told in: the names, goods and sentences of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from msgspec import Struct


class City(Struct, frozen=True):
    """Where clients are. `phone` is the landline prefix, `tax` the first digits of an ИНН there."""

    name: str
    region: str
    zone: str
    phone: str
    tax: str = ""
    weight: int = 1


_SHORT = {
    "штука": "шт.", "рулон": "рул.", "секция": "секц.", "piece": "pc", "unit": "pc",
}  # fmt: skip
"""Units as a price list has them, by their full name."""


class Good(Struct, frozen=True):
    """A thing sold: `title` for deals, `what`, `of_what`, `take` its name within a sentence.

    The three are one word in English and three cases in Russian. `units` are plural forms, price in
    minor units, `quantity` is (least, most, step).
    """

    code: str
    name: str
    series: str
    price_minor: int
    title: str
    what: str
    of_what: str
    take: str
    units: tuple[str, ...]
    quantity: tuple[int, int, int]
    group: str = "goods"
    """film, box, gear, or other goods: what a sentence may be said of."""

    @property
    def unit(self) -> str:
        """What it is counted in, as a price list has it."""
        return _SHORT.get(self.units[0], self.units[0])


class Firm(Struct, frozen=True):
    """A company's name, the domain it would have, and its line of business."""

    name: str
    domain: str
    industry: str


class People(Struct, frozen=True):
    """Parts of names. Women's surnames stand at the index of the men's."""

    first_male: tuple[str, ...]
    first_female: tuple[str, ...]
    last_male: tuple[str, ...]
    last_female: tuple[str, ...]
    patronymic_male: tuple[str, ...] = ()
    patronymic_female: tuple[str, ...] = ()


class Names(Struct, frozen=True):
    """Who the clients are and what they are sold."""

    country: str
    currency: str
    zone: str
    seller: str
    people: People
    cities: tuple[City, ...]
    firms: tuple[Firm, ...]
    trades: tuple[tuple[str, str], ...]
    """(what a sole trader does, industry)."""
    trader: Callable[[str, str, str, str], str]
    """(last, first, patronymic, trade) → the sole trader's name as a client."""
    goods: tuple[Good, ...]
    competitors: tuple[str, ...]
    sources: tuple[str, ...]
    cold_source: str
    sizes: tuple[str, ...]
    jobs: Mapping[str, tuple[str, ...]]
    tags: tuple[str, ...]
    streets: tuple[str, ...]
    mailboxes: Mapping[str, str]
    mobile: Callable[[Random], str]
    landline: Callable[[Random, City], str]
    mail_name: Callable[[str, str], str]
    """(first, last) → the part before @."""
    address: Callable[[Random, str], str]


class Met(Struct, frozen=True):
    """An objection: the client's words, and how the note about it begins."""

    verbatim: str
    note: str


class Objections(Struct, frozen=True):
    """One kind of objection as it is met, and how the note goes on by result."""

    met: tuple[Met, ...]
    worked: tuple[str, ...]
    partly: tuple[str, ...]
    did_not: tuple[str, ...]


class Texts(Struct, frozen=True):
    """Sentences, with fields: {who} {what} {of_what} {take} {lot} {sum} {rival} {day} {number}.

    A sentence that begins with @film, @box, @gear or @supply (all but gear) is said only of such
    goods. `lot` is "600 rolls of stretch film", `day` "on Thursday", `sum` an amount short enough to speak.
    """

    days: tuple[str, ...]
    quantity: Callable[[int, tuple[str, ...]], str]
    money: Callable[[int], str]
    talks: Mapping[str, tuple[str, ...]]
    """By stage: what was said with the one who decides."""
    others: tuple[str, ...]
    interested: tuple[str, ...]
    meeting_set: tuple[str, ...]
    call_back: tuple[str, ...]
    refused: tuple[str, ...]
    unanswered: Mapping[str, tuple[str, ...]]
    mails: Mapping[str, tuple[tuple[str, str], ...]]
    """By stage: (subject, note) of e-mails."""
    replies: Mapping[str, tuple[tuple[str, str], ...]]
    meetings: tuple[str, ...]
    messages: tuple[str, ...]
    touches: tuple[str, ...]
    cold_talks: tuple[str, ...]
    inbound: tuple[tuple[str, str], ...]
    """(subject, note) of requests that came in."""
    steps: Mapping[str, tuple[tuple[str, str], ...]]
    """By stage: (task kind, title) of next steps."""
    callbacks: tuple[str, ...]
    retry: str
    win_back: tuple[str, ...]
    lost: Mapping[str, tuple[str, ...]]
    """By loss reason: the note given on losing."""
    won: tuple[str, ...]
    back_move: str
    objections: Mapping[str, Objections]
    promises: tuple[str, ...]
    debt_talks: tuple[str, ...]
    broken_talks: tuple[str, ...]
    disputes: tuple[tuple[str, str], ...]
    """(what is disputed, the note of the call about it)."""
    cancelled: str
    references: tuple[str, ...]
    bank_payment: str
    client_notes: Mapping[str, tuple[str, ...]]
    """By status; those of a lead by its source, where there are any."""
    contact_notes: tuple[str, ...]
    no_call: str
    consent: str
    refusal: str
    snooze: str
    price_list: str
    """What a price list is called, before its month."""
    terms: str
    """Terms of an offer."""


class Sighted(Struct, frozen=True):
    """What a competitor was seen to offer: the place of our good on the list, how many working days
    ago, at which hundredths of a percent of our price."""

    good: int | None
    workdays_ago: int
    level: int | None
    offered: str
    note: str


class Rival(Struct, frozen=True):
    """A competitor: the fields of its card, and its sightings."""

    name: str
    site: str
    strengths: str
    weaknesses: str
    battlecard: str
    seen: tuple[Sighted, ...]
    also: str = ""


class Lexicon(Struct, frozen=True):
    """Names and texts of one language."""

    language: str
    names: Names
    texts: Texts
    rivals: tuple[Rival, ...]


def lexicon(language: str) -> Lexicon:
    """The lexicon of "ru", or English for any other language."""
    if language == "ru":
        from pipeline_tui.services.demo import names_ru, rivals_ru, texts_ru

        return Lexicon("ru", names_ru.NAMES, texts_ru.TEXTS, rivals_ru.RIVALS)
    from pipeline_tui.services.demo import names_en, rivals_en, texts_en

    return Lexicon("en", names_en.NAMES, texts_en.TEXTS, rivals_en.RIVALS)
