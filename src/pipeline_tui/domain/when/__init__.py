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
  a date whose weekday disagrees, "или", and two different days where neither opens the text.
- Dates that belong to a document ("от 15.03") or count things ("15 позиций") say nothing.
- A line typed in the wrong keyboard layout is read in the other one, its note too.
"""

from __future__ import annotations

from datetime import date, datetime, time

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.when.grammar import Choice, Grammar
from pipeline_tui.domain.when.lexer import Token, other_layout, tidy, tokenize
from pipeline_tui.domain.when.parts import Context, Impossible
from pipeline_tui.domain.when.phrase import Moment, Phrase
from pipeline_tui.domain.workdays import WorkCalendar

__all__ = ["DAY_END", "When", "parse_when"]

DAY_END = time(18)
_SEPARATORS = " \t\r\n,;:.–—-"


class When(Struct, frozen=True):
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

    Raises Invalid("when", code, text=…): `when_empty`, `when_nonsense` and `when_past` (facts day and
    time), or `day_nonsense` with `allow_past`, `when_ambiguous` (fact options, a tuple of two or more `When`). With
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
    if not (choices and choices[0].phrase.dated) and (swapped := other_layout(text)) is not None:
        others = tokenize(swapped)
        found = Grammar(others).choices()
        if found and _sure(found[0].phrase, others):
            text, tokens, choices = swapped, others, found
    options, past = _options(text, tokens, choices, context)
    if len(options) > 1:
        raise Invalid("when", "when_ambiguous", text=text, options=tuple(options))
    if options:
        return options[0]
    if past is not None:
        raise Invalid("when", "when_past", text=text, day=past[0], time=past[1])
    raise Invalid("when", "day_nonsense" if allow_past else "when_nonsense", text=text)


def _options(
    text: str, tokens: list[Token], choices: list[Choice], c: Context
) -> tuple[list[When], Moment | None]:
    """Every moment the text may mean, and the first that is past and so cannot be meant."""
    found: dict[Moment, When] = {}
    past: Moment | None = None
    for n, choice in enumerate(choices):
        if choice.spare and (found or past is None):
            break
        try:
            moments = choice.phrase.moments(c)
        except (Impossible, OverflowError):
            if n == 0 or choice.cuts == choices[0].cuts:
                return [], past  # what was plainly said is a slip: no guessing from the others
            continue
        for moment in moments:
            if c.allow_past or c.ahead(*moment):
                found.setdefault(moment, When(*moment, _rest(text, tokens, choice.cuts)))
            else:
                past = past or moment
    return list(found.values()), past


def _sure(first: Phrase, tokens: list[Token]) -> bool:
    """Whether a text read in the other layout is a date beyond chance: a day, at its very start."""
    return first.dated and first.start == 0 and any(len(t.text) > 1 for t in tokens[: first.end])


def _rest(text: str, tokens: list[Token], cuts: tuple[tuple[int, int], ...]) -> str:
    """The text without the cuts, its words and the marks between them untouched."""
    pieces: list[str] = []
    start = 0
    for first, end in cuts:
        pieces.append(text[start : tokens[first].start])
        start = tokens[end - 1].end
    pieces.append(text[start:])
    said = (piece for piece in pieces if any(letter.isalnum() for letter in piece))
    return " ".join(piece.lstrip("!?").strip(_SEPARATORS) for piece in said)
