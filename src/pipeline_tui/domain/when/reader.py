"""Reading tokens: the small steps that the rules for days and for times share."""

from __future__ import annotations

from pipeline_tui.domain.when import words, words_en, words_ru
from pipeline_tui.domain.when.lexer import Token

_INNER_MARKS = frozenset(".:/,-–—")
_MOST_PREPOSITIONS = 3


class Reader:
    """A text's tokens. Every method takes an index and looks no further than it must."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.count = len(tokens)

    def word(self, i: int) -> str:
        """The word at `i`, or an empty string."""
        return self._text(i, "word")

    def mark(self, i: int) -> str:
        """The mark at `i`, or an empty string."""
        return self._text(i, "mark")

    def number(self, i: int) -> int | None:
        """The digits at `i` as a number."""
        text = self._text(i, "num")
        return int(text) if text else None

    def digits(self, i: int) -> str:
        """The digits at `i` as written."""
        return self._text(i, "num")

    def _text(self, i: int, kind: str) -> str:
        if 0 <= i < self.count and self.tokens[i].kind == kind:
            return self.tokens[i].text
        return ""

    def glued(self, i: int) -> bool:
        """Whether the token at `i` touches the one before it."""
        return 0 <= i < self.count and self.tokens[i].glued

    def joined(self, i: int, *marks: str) -> bool:
        """Whether `i` is one of the marks, inside digits: "5:30", "15.03"."""
        return (
            self.mark(i) in marks
            and self.glued(i)
            and self.glued(i + 1)
            and bool(self.digits(i + 1))
        )

    def ends(self, i: int) -> bool:
        """Whether a number may end before `i`: nothing glued there carries it on."""
        if not self.glued(i):
            return True
        if self.word(i - 1) == "t":  # 2027-03-15T14:00
            return True
        mark = self.mark(i)
        if not mark or mark in "%₽$€":
            return False
        return not (mark in _INNER_MARKS and self.glued(i + 1) and bool(self.digits(i + 1)))

    def begins(self, i: int) -> bool:
        """Whether a date may begin at `i`: not inside a word, a sum or a document's number."""
        if not self.digits(i):
            return True
        before = i - 1
        if self.glued(i) and self.word(before) == "t" and self.digits(before - 1):
            return True  # 2027-03-15T14:00
        if self.glued(i) and (self.word(before) or self.mark(before) in _INNER_MARKS):
            return False
        if self.mark(before) in ("№", "#"):
            return False
        return self.word(before) not in words.DOCUMENT

    def dot(self, i: int) -> int:
        """After the full stop of an abbreviation that ends before `i`."""
        stop = self.mark(i) == "." and self.glued(i) and not self.glued(i + 1)
        return i + 1 if stop else i

    def prepositions(self, i: int) -> tuple[int, tuple[str, ...]]:
        """After the prepositions at `i`, and which they were."""
        found: list[str] = []
        while len(found) < _MOST_PREPOSITIONS:
            word = self.word(i)
            if word in ("где", "когда") and self.mark(i + 1) == "-" and self.word(i + 2) == "то":
                i += 3
                found.append("примерно")
            elif word in words.HOUR_WORDS and self.word(i + 1) in ("в", "к"):  # часа в три
                i += 2
                found.append("в")
            elif word in words.PREPOSITIONS:
                i += 1
                found.append(word)
            else:
                break
        return i, tuple(found)

    def spoken(self, i: int) -> tuple[int, int] | None:
        """A number in words at `i`, up to 59: "двадцать пять", "five"."""
        value = words.NUMBERS.get(self.word(i))
        if value is None:
            return None
        i += 1
        if value >= 20:
            j = i + (self.mark(i) == "-")
            unit = words.NUMBERS.get(self.word(j))
            if unit is not None and unit < 10 and self.word(j) not in words_en.ARTICLES:
                return j + 1, value + unit
        return i, value

    def amount(self, i: int) -> tuple[int, float] | None:
        """How many, in digits or words, halves allowed: "2", "1,5", "2-3" (the first), "полтора"."""
        n = self.number(i)
        if n is None:
            if self.word(i) in words_ru.ONE_AND_A_HALF:
                return i + 1, 1.5
            found = self.spoken(i)
            if found is None:
                return None
            i, value = found
            if value == 1 and self.word(i) in ("couple", "few"):
                i, value = i + 1, words.NUMBERS[self.word(i)]
            return i + (self.word(i) == "of"), float(value)
        if self.joined(i + 1, ".", ",") and self.digits(i + 2) in ("5", "50"):
            return i + 3, n + 0.5
        if self.joined(i + 1, "-", "–", "—"):
            return i + 3, float(n)
        return i + 1, float(n)

    def ordinal(self, i: int) -> tuple[int, int] | None:
        """ "пятого", "двадцать пятого", "15-го", "15th", "fifth"."""
        n = self.number(i)
        if n is not None:
            j = i + 1
            if self.mark(j) == "-" and self.glued(j) and self.glued(j + 1):
                j += 1
            if self.glued(j) and self.word(j) in words.ORDINAL_ENDINGS:
                return j + 1, n
            return None
        word = self.word(i)
        tens = words.NUMBERS.get(word, 0)
        if tens in (20, 30):
            j = i + 1 + (self.mark(i + 1) == "-")
            unit = words.ORDINALS.get(self.word(j), 10)
            if unit < 10:
                return j + 1, tens + unit
        value = words.ORDINALS.get(word)
        return None if value is None else (i + 1, value)

    def counted(self, i: int) -> bool:
        """Whether the number before `i` counts things: "15 позиций", "3 offers", "20 %"."""
        if self.mark(i) in ("%", "₽", "$", "€"):
            return True
        word = self.word(i)
        if not word.startswith(words.COUNTED) or word in words.UNITS:
            return False
        # Many of a thing stand in the plural: "15 call" and "15 встреча" say an hour and what for.
        return word not in words.ONE_OF or self.number(i - 1) == 1
