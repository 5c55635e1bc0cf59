"""English words of dates and times, by what they mean."""

from __future__ import annotations


def _each(words: dict[str, int]) -> dict[str, int]:
    return {word: value for line, value in words.items() for word in line.split()}


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


RELATIVE = _each({"today": 0, "tomorrow tmrw tmr tomorow tommorow tomorrows": 1, "yesterday": -1})
NOW = frozenset({"now", "asap"})

WEEKDAYS = _each(
    {
        "mon monday mondays": 0,
        "tue tues tuesday": 1,
        "wed weds wednesday": 2,
        "thu thur thurs thursday": 3,
        "fri friday": 4,
        "sat saturday": 5,
        "sun sunday": 6,
    }
)
MONTHS = _each(
    {
        "jan january": 1,
        "feb february": 2,
        "mar march": 3,
        "apr april": 4,
        "may": 5,
        "jun june": 6,
        "jul july": 7,
        "aug august": 8,
        "sep sept september": 9,
        "oct october": 10,
        "nov november": 11,
        "dec december": 12,
    }
)
UNITS = {
    word: unit
    for unit, line in {
        "minute": "min mins minute minutes",
        "hour": "h hr hrs hour hours",
        "day": "day days",
        "week": "wk wks week weeks",
        "fortnight": "fortnight fortnights",
        "month": "mo mos month months",
        "quarter": "quarter quarters",
        "year": "yr yrs year years",
    }.items()
    for word in line.split()
}
GLUED_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
HOUR_WORDS = frozenset({"h", "o'clock", "o’clock", "oclock"})
MINUTE_WORDS = frozenset({"min", "mins", "minutes"})
WORKING = frozenset({"working", "business", "work", "workdays", "workday"})

NUMBERS = _each(
    {
        "a an one": 1,
        "two couple": 2,
        "three few": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "fifteen": 15,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
    }
)
ARTICLES = frozenset({"a", "an"})
_ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})

PAST_HOUR = frozenset({"past", "after"})
TO_HOUR = frozenset({"to", "till", "before"})

PARTS = {
    "morning": "morning",
    "mornings": "morning",
    "afternoon": "day",
    "evening": "evening",
    "eve": "evening",
}
LUNCH = frozenset({"lunch", "lunchtime"})
NOON = frozenset({"noon", "midday"})
MIDNIGHT = frozenset({"midnight"})
MERIDIEMS = {"am": "am", "pm": "pm", "a": "am", "p": "pm"}
DAY_END = frozenset({"eod", "cob", "eob"})
PERIOD_END = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}

EDGES = {
    "start": "start",
    "beginning": "start",
    "early": "start",
    "middle": "middle",
    "mid": "middle",
    "end": "end",
    "late": "end",
}
WHICH = {
    "next": "next",
    "this": "this",
    "current": "this",
    "last": "last",
    "previous": "last",
    "coming": "coming",
}
WEEKEND = frozenset({"weekend"})
HOLIDAYS = frozenset({"holidays"})

SHIFT = frozenset({"in", "within"})
POSTPONE = frozenset({"for"})
AGO = frozenset({"ago"})
OR = frozenset({"or"})

TIME_PREPOSITIONS = frozenset({"at", "around", "about", "exactly"})
DOUBTFUL_PREPOSITIONS = frozenset({"on", "by", "before", "after", "until", "till", "from"})
LOOSE = frozenset(
    {"the", "in", "for", "to", "of", "right", "over"}
)  # they stand by, and decide nothing
AFTER = frozenset({"after"})
BETWEEN = {"between": "and"}
BEFORE = frozenset({"before"})

COUNTED = _words(
    "pcs piece item unit client call people person offer invoice percent usd eur rub k contract "
    "option letter email box visit time lead deal meeting task order sample compan"
)
# What is counted, in the singular: only a one stands before it.
ONE_OF = frozenset(
    _words(
        "piece item unit client call person offer invoice contract option letter email visit lead deal "
        "meeting task order sample company"
    )
)
DOCUMENT = frozenset({"dated", "no", "invoice", "contract", "ref", "room", "phone"})
