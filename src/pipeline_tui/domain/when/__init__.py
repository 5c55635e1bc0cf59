"""The "next step" prompt: one line of Russian or English that says when, and what for.

    parse_when("завтра 15 перезвонить по КП", now, WorkCalendar())
    When(day=date(2026, 3, 12), time=time(15, 0), rest="перезвонить по КП")

Rules that are a decision rather than a language:

- Clocks have 24 hours. A bare hour 1–7 is in the afternoon ("в 3" is 15:00, "7:30" is 19:30), since
  nobody is called before 8; a leading zero ("07:30") or "утра", "am" takes it as written.
- Morning is 10:00, before lunch 12:00, lunch 13:00, afternoon and after lunch 14:00, evening 18:00,
  the end of the day `day_end`.
- A time alone is today if still ahead, else tomorrow. A weekday alone is the next one; today's own
  weekday only with a time still ahead. A date without a year is the next one, but one that passed
  within 30 days is refused as past: it is a slip, not a plan for next year.
- "следующая пятница" is Friday of next week. "next Friday" is asked while this week's is ahead.
- Starts and ends of weeks, months, quarters and years are working days; "на следующей неделе" is
  its first working day, "на этой неделе" its last. "после праздников" is the working day after.
- Dotted dates are day.month. Slashed ones are asked where both orders exist.
- "+30m" are minutes and "+3m" months: a month count stops at 12. "несколько" is three.
- Asked: "15" alone (time or day of the month), "3 дня" and "2 часа" (a span or a time), "через день",
  a date whose weekday disagrees, and "или".
- Dates that belong to a document ("от 15.03") or count things ("15 позиций") say nothing.
- A line typed in the wrong keyboard layout is read in the other one, its note too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.when.grammar import Grammar
from pipeline_tui.domain.when.lexer import Token, other_layout, tidy, tokenize
from pipeline_tui.domain.when.parts import Context, Impossible
from pipeline_tui.domain.when.phrase import Moment, Phrase
from pipeline_tui.domain.workdays import WorkCalendar

__all__ = ["DAY_END", "When", "parse_when"]

DAY_END = time(18)
_SEPARATORS = " \t\r\n,;:.–—-"


@dataclass(frozen=True)
class When:
    """What was understood: local day, local time (None for the whole day), and the rest of the text."""

    day: date
    time: time | None
    rest: str


def parse_when(
    text: str,
    now: datetime,
    calendar: WorkCalendar,
    day_end: time = DAY_END,
    *,
    allow_past: bool = False,
) -> When:
    """The moment and the note in `text`. `now` is aware, in the user's zone; results are local to it.

    Raises Invalid("when", code, text=…): `when_empty`, `when_nonsense`, `when_past` (facts day and
    time) unless `allow_past`, `when_ambiguous` (fact options, a tuple of two or more `When`). With
    `allow_past` a date without a year is the nearest one. Moments are compared by the minute.
    """
    if now.tzinfo is None:
        raise ValueError("now needs its time zone")
    context = Context(now, calendar, day_end, allow_past)
    text = tidy(text)
    tokens = tokenize(text)
    if not tokens:
        raise Invalid("when", "when_empty", text=text)
    choices = Grammar(tokens).choices()
    if not (choices and choices[0][0].dated) and (swapped := other_layout(text)) is not None:
        others = tokenize(swapped)
        found = Grammar(others).choices()
        if found and _sure(found[0][0], others):
            text, tokens, choices = swapped, others, found
    try:
        return _read(text, tokens, choices, context)
    except (Impossible, OverflowError):
        raise Invalid("when", "when_nonsense", text=text) from None


def _read(text: str, tokens: list[Token], choices: list[list[Phrase]], c: Context) -> When:
    if not choices:
        raise Impossible
    used = [phrase for choice in choices for phrase in choice]
    rest = _rest(text, tokens, used, joined=len(choices) > 1)
    moments: list[Moment] = []
    for phrase in _completed(choices):
        moments += phrase.moments(c)
    moments = list(dict.fromkeys(moments))
    kept = [moment for moment in moments if c.allow_past or c.ahead(*moment)]
    if not kept:
        day, at = moments[0]
        raise Invalid("when", "when_past", text=text, day=day, time=at)
    found = tuple(When(day, at, rest) for day, at in kept)
    if len(found) > 1:
        raise Invalid("when", "when_ambiguous", text=text, options=found)
    return found[0]


def _sure(first: Phrase, tokens: list[Token]) -> bool:
    """Whether a text read in the other layout is a date beyond chance: a day, at its very start."""
    return first.dated and first.start == 0 and any(len(t.text) > 1 for t in tokens[: first.end])


def _completed(choices: list[list[Phrase]]) -> list[Phrase]:
    """One phrase for each choice: day and time put together, what one leaves out taken from another."""
    if len(choices) == 1:
        first, *more = choices[0]
        return [replace(first, clock=p.clock, part=p.part) for p in more] or [first]
    found = [choice[0] for choice in choices]
    whole: list[Phrase] = []
    for phrase in found:
        for other in found:
            if not phrase.dated and other.dated and not other.now:
                phrase = replace(phrase, day=other.day, weekday=other.weekday, after=other.after)
            if not phrase.timed and not phrase.either:
                phrase = replace(phrase, clock=other.clock, part=other.part)
        whole.append(phrase)
    return whole


def _rest(text: str, tokens: list[Token], used: list[Phrase], *, joined: bool) -> str:
    """The text without the phrases, its words and the marks between them untouched."""
    pieces: list[str] = []
    start = 0
    ordered = sorted(used, key=lambda phrase: phrase.start)
    bounds = [(tokens[p.start].start, tokens[p.end - 1].end) for p in ordered]
    for n, (first, last) in enumerate(bounds):
        if n and joined:
            start = first  # the "or" between two choices
        pieces.append(text[start:first])
        start = last
    pieces.append(text[start:])
    return " ".join(piece for piece in map(_trimmed, pieces) if piece)


def _trimmed(piece: str) -> str:
    return piece.strip(_SEPARATORS)
