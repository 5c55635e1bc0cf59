"""Finds the phrases of a text and chooses the one that says when."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.when import words
from pipeline_tui.domain.when.lexer import Token
from pipeline_tui.domain.when.parts import DayOfMonth, Holidays, Period, Relative, Shift
from pipeline_tui.domain.when.phrase import Phrase
from pipeline_tui.domain.when.read_days import read_day, read_shift, read_weekday
from pipeline_tui.domain.when.read_times import read_between, read_clock, read_doubtful, read_part
from pipeline_tui.domain.when.reader import Reader


class Choice(Struct, frozen=True):
    """A reading of the text, and the token spans that the note goes without.

    A `spare` one counts only where the others are past.
    """

    phrase: Phrase
    cuts: tuple[tuple[int, int], ...]
    spare: bool = False


class Grammar:
    """The phrases of one text."""

    def __init__(self, tokens: list[Token]) -> None:
        self.reader = Reader(tokens)
        self.count = len(tokens)

    def phrases(self) -> list[Phrase]:
        """All phrases, in order, none overlapping."""
        found, i = [], 0
        while i < self.count:
            phrase = self._phrase(i)
            if phrase.empty:
                i += 1
                continue
            found.append(phrase)
            i = phrase.end
        return found

    def choices(self) -> list[Choice]:
        """What the text may say, best first; [] where it says nothing of time."""
        found = self.phrases()
        if not found:
            return []
        best = min(found, key=self._rank)
        at = found.index(best)
        if at and self._joined(found[at - 1], best):  # в среду или завтра
            at -= 1
            best = found[at]
        if at + 1 < len(found):
            beside = found[at + 1]
            gap = self.reader.mark(best.end) in (",", "-", "–", "—", "/")
            near = beside.start in (best.end, best.end + gap)
            together = near and best.pinned and beside.dated  # завтра 15 марта, пн-вт
            if together or self._joined(best, beside):
                return _either(best, beside)
        if best.clock and self.reader.word(best.end) in words.OR:  # в 10 или 11
            clock = read_clock(self.reader, best.end + 1, (), dated=True)
            if clock and clock[0] > best.end + 1:
                return _either(best, Phrase(best.end + 1, clock[0], clock=clock[1]))
        rivals = [p for p in found if p is not best and p.pinned]
        choices = [self._with_time(best, found)]
        # What stands first is what is meant, unless it can only be history.
        return choices + [replace(self._with_time(p, found), spare=best.start == 0) for p in rivals]

    def _with_time(self, phrase: Phrase, found: list[Phrase]) -> Choice:
        """The phrase, with a time that stands elsewhere in the text."""
        if phrase.dated and not phrase.timed and not phrase.either:
            clock = next((p for p in found if p is not phrase and self._is_its_time(p)), None)
            if clock is not None:
                whole = replace(phrase, clock=clock.clock, part=clock.part)
                cuts = sorted([(phrase.start, phrase.end), (clock.start, clock.end)])
                return Choice(whole, tuple(cuts))
        return Choice(phrase, ((phrase.start, phrase.end),))

    def _rank(self, phrase: Phrase) -> tuple[int, int, int]:
        """Surest first, then at the start of the text, at its end, and inside."""
        edge = 0 if phrase.start == 0 else 1 if self._at_end(phrase) else 2
        return -phrase.weight, edge, phrase.start

    def _at_end(self, phrase: Phrase) -> bool:
        return all(token.kind == "mark" for token in self.reader.tokens[phrase.end :])

    def _joined(self, a: Phrase, b: Phrase) -> bool:
        return b.start == a.end + 1 and self.reader.word(a.end) in words.OR

    def _is_its_time(self, phrase: Phrase) -> bool:
        if phrase.dated or phrase.either or not phrase.timed or phrase.impossible:
            return False
        if phrase.clock is None or phrase.clock.firm:
            return True
        if phrase.start == 0 or self._at_end(phrase) or self.reader.mark(phrase.end):
            return True
        return self.reader.word(phrase.end) in words.PREPOSITIONS

    def _phrase(self, start: int) -> Phrase:
        phrase = Phrase(start, start)
        while phrase.end < self.count:
            i = phrase.end
            if not phrase.empty and (self.reader.mark(i) == "," or self._hyphen(i)):
                i += 1
            longer = self._part(i, phrase)
            if longer is None or longer.end <= phrase.end:
                break
            phrase = longer
            if phrase.now:
                break
        return phrase

    def _hyphen(self, i: int) -> bool:
        r = self.reader
        return r.mark(i) == "-" and r.glued(i) and r.glued(i + 1) and bool(r.word(i - 1))

    def _part(self, i: int, phrase: Phrase) -> Phrase | None:
        """The phrase with one more part read at `i`."""
        r = self.reader
        # A number glued to the words of the phrase is its own: "завтра-15".
        inside = not phrase.empty
        if not (inside or r.begins(i)):
            return None
        if phrase.day == Relative(0) and not phrase.timed:  # сегодня через час
            shift = read_shift(r, i)
            if shift and isinstance(shift[1], Shift) and shift[1].has_time:
                return replace(phrase, end=shift[0], day=shift[1])
        if phrase.day is None and phrase.clock is None:
            shift = read_shift(r, i)
            if shift and not (phrase.timed and isinstance(shift[1], Shift) and shift[1].has_time):
                return replace(phrase, end=shift[0], day=shift[1])
        j, said = r.prepositions(i)
        if not (inside and j == i) and not r.begins(j):
            return None
        if phrase.empty and r.word(j) in words.NOW:
            return replace(phrase, end=j + 1, now=True)
        for step in (self._day, self._weekday, self._clock, self._day_part):
            longer = step(j, said, phrase)
            if longer is not None:
                return longer
        return self._doubtful(j, said, phrase)

    def _day(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        r = self.reader
        if phrase.day is not None:
            if isinstance(phrase.day, Shift) and phrase.day.has_time:  # через час сегодня
                today = words.RELATIVE.get(r.word(i)) == 0
                return replace(phrase, end=i + 1) if today else None
            return self._day_within(i, said, phrase)
        if r.word(i) == "tonight":
            return replace(phrase, end=i + 1, day=Relative(0), part="evening")
        if words.WHICH.get(r.word(i)) == "this" and r.word(i + 1) in words.PARTS:
            part = words.PARTS[r.word(i + 1)]
            return replace(phrase, end=i + 2, day=Relative(0), part=part)
        day = read_day(r, i, said, only_word=i == 0 and r.count == 1)
        if day is None:
            return None
        counted = isinstance(day[1], DayOfMonth) or bool(r.digits(i))
        if counted and not r.ends(day[0]):
            return None
        after = phrase.after or (any(w in words.AFTER for w in said) and _may_follow(day[1]))
        return replace(phrase, end=day[0], day=day[1], after=after)

    def _day_within(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        """A day of the month that was said before it: "next month on the 5th"."""
        month = phrase.day
        if not isinstance(month, Period) or month.unit != "month" or month.edge:
            return None
        found = read_day(self.reader, i, said, only_word=False)
        if found is None or not isinstance(found[1], DayOfMonth):
            return None
        n = found[1].day
        day = DayOfMonth(n, month.offset) if month.month is None else month.day_month(n)
        return replace(phrase, end=found[0], day=day)

    def _weekday(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        if phrase.weekday is not None:
            return None
        found = read_weekday(self.reader, i)
        if found is None:
            return None
        after = phrase.after or any(w in words.AFTER for w in said)
        return replace(phrase, end=found[0], weekday=found[1], after=after)

    def _clock(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        hours = isinstance(phrase.day, Shift) and phrase.day.has_time
        if phrase.clock is not None or hours:
            return None
        if phrase.day is not None and self._second_date(i, said):
            return None
        dated = phrase.dated or phrase.part is not None
        found = read_between(self.reader, i) or read_clock(self.reader, i, said, dated=dated)
        if found is None or found[0] <= i:
            return None
        end, clock = found
        if clock.hour > 24 or clock.minute > 59:
            return replace(phrase, end=end, impossible=True)
        return replace(phrase, end=end, clock=clock)

    def _second_date(self, i: int, said: tuple[str, ...]) -> bool:
        """Whether a dotted number after a day repeats the day: "завтра, 12.03", not "завтра 12.30"."""
        month = self.reader.digits(i + 2) if self.reader.joined(i + 1, ".") else ""
        if not month or not 1 <= int(month) <= 12 or set(said) & words.TIME_PREPOSITIONS:
            return False
        return int(month) % 5 != 0 or self.reader.mark(i - 1) == ","

    def _day_part(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        hours = isinstance(phrase.day, Shift) and phrase.day.has_time
        if phrase.part is not None or hours or (phrase.clock and phrase.clock.part):
            return None
        dated = phrase.dated or phrase.clock is not None
        found = read_part(self.reader, i, said, dated=dated)
        return replace(phrase, end=found[0], part=found[1]) if found else None

    def _doubtful(self, i: int, said: tuple[str, ...], phrase: Phrase) -> Phrase | None:
        if not phrase.empty or (i > 0 and not said):
            return None
        found = read_doubtful(self.reader, i, said)
        if found is None:
            return None
        end, unit, n, clock = found
        day = DayOfMonth(n) if unit == "month" else Shift(((n, unit),))
        return replace(phrase, end=end, either=(day, clock))


def _either(a: Phrase, b: Phrase) -> list[Choice]:
    """Two phrases side by side or around an "or"; what one leaves out is taken from the other."""
    cuts = ((a.start, b.end),)
    return [Choice(_filled(a, b), cuts), Choice(_filled(b, a), cuts)]


def _filled(phrase: Phrase, other: Phrase) -> Phrase:
    if not phrase.dated and other.dated and not other.now:
        phrase = replace(phrase, day=other.day, weekday=other.weekday, after=other.after)
    if not phrase.timed and not phrase.either:
        phrase = replace(phrase, clock=other.clock, part=other.part)
    return phrase


def _may_follow(day: object) -> bool:
    """Whether "after" before this day moves past it; holidays have taken it in already."""
    return not isinstance(day, Shift | Holidays)
