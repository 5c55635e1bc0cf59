"""The rules for days: how people name a date, a stretch of time from now, or a period."""

from __future__ import annotations

from pipeline_tui.domain.when import words, words_en, words_ru
from pipeline_tui.domain.when.parts import (
    DayMonth,
    DayOfMonth,
    DayPart,
    Holidays,
    Options,
    Period,
    Relative,
    Shift,
    Slashed,
    Weekday,
    Weekend,
)
from pipeline_tui.domain.when.reader import Reader

Found = tuple[int, DayPart] | None
_CENTURY = 2000
_OFFSET = {"next": 1, "this": 0, "last": -1, "coming": None}
_MINUTES_FROM = 13  # "+30m" are minutes, "+3m" months


def read_shift(r: Reader, i: int) -> Found:
    """ "через 2 недели", "in an hour", "+3d", "на неделю", "3 дня назад"."""
    if r.mark(i) in ("+", "-") and r.digits(i + 1) and r.glued(i + 1) and not r.glued(i):
        sign = 1 if r.mark(i) == "+" else -1
        found = _amounts(r, i + 1)
        if found:
            return found[0], Shift(tuple((sign * n, unit) for n, unit in found[1]))
        n = r.number(i + 1)
        if sign == 1 and n is not None and r.ends(i + 2):
            return i + 2, Shift(((n, "day"),))
        return None
    word, bare = r.word(i), False
    if word in words.SHIFT:
        j = i + 1
        if word == "через" and r.word(j) == "день":  # tomorrow, or every other day from now
            return j + 1, Options((Relative(2), Relative(1)))
        if word == "через" and r.word(j) in words.WEEKDAYS:  # the one after the coming one
            return j + 1, Weekday(words.WEEKDAYS[r.word(j)], "week after")
    elif (word, r.word(i + 1)) in words_ru.WITHIN:
        j = i + 2
        if r.word(j) == "дня":
            return j + 1, Relative(0)
    elif word in words.POSTPONE:
        j = i + 1
    elif word in words.UNITS and r.word(i + 1) == "через":  # минут через десять
        count = r.amount(i + 2)
        return (count[0], Shift(((count[1], words.UNITS[word]),))) if count else None
    else:
        j, bare = i, True
    if r.word(j) in ("the", "next"):
        j += 1
    found = _amounts(r, j)
    if found is None:
        return None
    j, amounts = found
    if r.word(j) in words.AGO:
        return j + 1, Shift(tuple((-n, unit) for n, unit in amounts))
    if r.word(j) == "from" and r.word(j + 1) in ("now", "today"):
        return j + 2, Shift(amounts)
    if not bare:
        return j, Shift(amounts)
    return (j, Shift(amounts)) if _plain_span(r, i, j, amounts) else None


def _plain_span(r: Reader, i: int, end: int, amounts: tuple[tuple[float, str], ...]) -> bool:
    """Whether a stretch of time said without "in" or "через" is one, and not a time of day."""
    unit = amounts[-1][1]
    if unit == "minute" and (
        r.word(end) in words_en.PAST_HOUR
        or r.word(end) in words_en.TO_HOUR
        or r.ordinal(end) is not None
    ):
        return False  # 10 минут пятого, ten minutes to five
    if r.word(i) in words_ru.HALF_UNITS or r.word(i) == "half":
        return i == 0
    if not r.digits(i) and (r.spoken(i) is None or r.word(i) in words_en.ARTICLES):
        return False
    if amounts[0][1] == "hour":
        return len(amounts) > 1 and r.glued(i + 1)  # 1h30m
    return unit == "workday" or r.word(end - 1) != "дня"


def _amounts(r: Reader, i: int) -> tuple[int, tuple[tuple[float, str], ...]] | None:
    found: list[tuple[float, str]] = []
    while True:
        one = _one_amount(r, i, after_hours=bool(found) and found[-1][1] == "hour")
        if one is None or (found and found[-1][1] == one[1][1]):
            break
        i, amount = one
        found.append(amount)
        if r.word(i) == "и" and _one_amount(r, i + 1, after_hours=True):
            i += 1
    return (i, tuple(found)) if found else None


def _one_amount(r: Reader, i: int, *, after_hours: bool) -> tuple[int, tuple[float, str]] | None:
    word = r.word(i)
    if word in words_ru.HALF_UNITS:
        return i + 1, (0.5, words_ru.HALF_UNITS[word])
    if word == "пол" and words.UNITS.get(r.word(i + 1)) in ("hour", "month", "year"):
        return i + 2, (0.5, words.UNITS[r.word(i + 1)])
    if word == "half":  # half an hour
        j = i + 1 + (r.word(i + 1) in words_en.ARTICLES)
        unit = words.UNITS.get(r.word(j))
        return (j + 1, (0.5, unit)) if unit in ("hour", "year") else None
    quarter = i + (word in words_en.ARTICLES)
    if r.word(quarter) in ("четверть", "quarter"):
        j = quarter + 1 + (r.word(quarter + 1) == "of")
        j += r.word(j) in words_en.ARTICLES
        if words.UNITS.get(r.word(j)) == "hour":
            return j + 1, (0.25, "hour")
    count = r.amount(i)
    if count is not None:
        j, n = count
        if r.word(j) == "and" and r.word(j + 2) == "half":  # two and a half hours
            j, n = j + 3, n + 0.5
        elif r.word(j) == "с" and r.word(j + 1) == "половиной":  # два с половиной часа
            j, n = j + 2, n + 0.5
    elif word in words.UNITS or word in words.WORKING:
        j, n = i, 1.0
    else:
        return None
    measured = _unit(r, j, n, after_hours=after_hours, counted=count is not None)
    if measured is None:
        return None
    j, name = measured
    if r.mark(j) in ("'", "’") and r.word(j + 1) == "time":  # in two days' time
        return j + 2, (n, name)
    if r.word(j) in ("с", "and") and r.word(j + 1) in ("половиной", "a"):
        if r.word(j + 1) == "половиной":
            return j + 2, (n + 0.5, name)
        if r.word(j + 2) == "half":
            return j + 3, (n + 0.5, name)
    return j, (n, name)


def _unit(
    r: Reader, i: int, n: float, *, after_hours: bool, counted: bool
) -> tuple[int, str] | None:
    word = r.word(i)
    if word in words.WORKING:
        j = r.dot(i + 1)
        if word in ("рд", "workdays", "workday"):
            return i + 1, "workday"
        if words.UNITS.get(r.word(j)) == "day":
            return r.dot(j + 1), "workday"
        return None
    name = words.UNITS.get(word)
    if len(word) == 1 and counted and (r.glued(i) or word in "чhм"):
        name = words.GLUED_UNITS.get(word, name)
        if word in "mм" and (after_hours or n >= _MINUTES_FROM):
            name = "minute"
    elif len(word) == 1:
        name = None
    if name is None or (r.glued(i + 1) and r.word(i + 1)):
        return None
    return r.dot(i + 1), name


def read_day(r: Reader, i: int, said: tuple[str, ...], *, only_word: bool) -> Found:
    """A day that is not a weekday. `said` are the prepositions; `only_word`: it is the whole text."""
    if r.digits(i):
        return _numeric(r, i, said) or _day_month(r, i) or _day_of_month(r, i, said)
    relative = _relative(r, i)
    if relative:
        return relative
    return (
        _day_month(r, i)
        or _holidays(r, i, said)
        or _period(r, i, named=bool(said) or only_word)
        or _day_of_month(r, i, said)
    )


def _year(digits: str) -> int | None:
    if len(digits) == 4:
        return int(digits)
    return _CENTURY + int(digits) if len(digits) == 2 else None


def _after_year(r: Reader, i: int) -> int:
    return r.dot(i + 1) if r.word(i) in ("г", "год", "года", "году") else i


def _numeric(r: Reader, i: int, said: tuple[str, ...]) -> Found:
    """2027-03-15, 15.03, 15.03.27, 3/15."""
    a, mark = r.digits(i), r.mark(i + 1)
    if not r.joined(i + 1, ".", "/", "-"):
        return None
    b, n, m = r.digits(i + 2), int(a), int(r.digits(i + 2))
    third = r.digits(i + 4) if r.joined(i + 3, mark) else ""
    if third:
        iso_time = r.word(i + 5) == "t" and r.glued(i + 5) and r.glued(i + 6)
        if not (iso_time or r.ends(i + 5) or r.word(i + 5) in ("г", "года")):
            return None
        end = i + 6 if iso_time else _after_year(r, i + 5)
        if len(a) == 4 and len(b) <= 2 and len(third) <= 2:
            return end, DayMonth(int(third), m, n)
        year = _year(third)
        if year is None or len(a) > 2 or len(b) > 2:
            return None
        return end, Slashed(n, m, year) if mark == "/" else DayMonth(n, m, year)
    if mark == "-" or len(a) > 2 or len(b) > 2 or not r.ends(i + 3) or r.counted(i + 3):
        return None
    if mark == "/":
        return None if (n, m) == (24, 7) else (i + 3, Slashed(n, m))  # round the clock
    if said[-1:] in (("в",), ("во",), ("at",)) or (m > 12 and n <= 23):  # a time: 15.30
        return None
    return i + 3, DayMonth(n, m)


def _day_month(r: Reader, i: int) -> Found:
    """15 марта 2027, пятого марта, March 15th, 15th of March."""
    ordinal = r.ordinal(i)
    day = r.number(i)
    if ordinal or day is not None:
        j, n = ordinal or (i + 1, day or 0)
        j += r.word(j) in words_ru.OF_MONTH
        j += r.word(j) == "of"
        month = words.MONTHS.get(r.word(j))
        if month is None:
            return None
        j, year = _month_year(r, r.dot(j + 1))
        return j, DayMonth(n, month, year)
    month = words.MONTHS.get(r.word(i))
    if month is None:
        return None
    j = r.dot(i + 1)
    j += r.word(j) == "the"
    ordinal = r.ordinal(j)
    day = r.number(j)
    if ordinal is None and (day is None or len(r.digits(j)) > 2 or not r.ends(j + 1)):
        return None
    if ordinal is None and (r.word(j + 1) in words.MERIDIEMS or r.counted(j + 1)):
        return None
    k, n = ordinal or (j + 1, day or 0)
    k += r.word(k) in words_ru.OF_MONTH
    k, year = _month_year(r, k)
    return k, DayMonth(n, month, year)


def _month_year(r: Reader, i: int) -> tuple[int, int | None]:
    """An optional year at `i`: four digits, or two with "г"."""
    j = i + 1 if r.mark(i) == "," else i
    digits = r.digits(j)
    named = r.word(j + 1) in ("г", "год", "года")
    plain = len(digits) == 4 and digits[:2] in ("19", "20", "21") and r.ends(j + 1)
    if plain or (len(digits) == 2 and named):
        return _after_year(r, j + 1), _year(digits)
    return i, None


def _day_of_month(r: Reader, i: int, said: tuple[str, ...]) -> Found:
    """5 числа, 5-го, пятого, the 5th, 5 числа следующего месяца."""
    ordinal = r.ordinal(i)
    day = r.number(i)
    if ordinal is None and (day is None or r.word(i + 1) not in words_ru.OF_MONTH):
        return None
    if r.word(i) in words_en.ORDINALS and "the" not in said:
        return None
    j, n = ordinal or (i + 1, day or 0)
    named = r.word(j) in words_ru.OF_MONTH
    if not named and words.UNITS.get(r.word(j)) is not None:  # первого месяца
        return None
    if r.word(i) in words_ru.ORDINALS and not named and r.word(i).endswith("ое"):
        return None
    j += named
    k = j + (r.word(j) == "of")
    which = words.WHICH.get(r.word(k))
    if which and words.UNITS.get(r.word(k + 1)) == "month":
        return k + 2, DayOfMonth(n, _OFFSET[which])
    return j, DayOfMonth(n)


def _relative(r: Reader, i: int) -> Found:
    word = r.word(i)
    if word == "day" and r.word(i + 1) == "after" and r.word(i + 2) == "tomorrow":
        return i + 3, Relative(2)
    if word == "day" and r.word(i + 1) == "before" and r.word(i + 2) == "yesterday":
        return i + 3, Relative(-2)
    if word == "на" or (word == "днях" and r.word(i - 1) == "на"):  # one of these days
        return (i + 1, Shift(((2, "workday"),))) if word == "днях" else None
    if words.WHICH.get(word) == "next" and words.UNITS.get(r.word(i + 1)) == "day":
        return i + 2, Relative(1)
    offset = words.RELATIVE.get(word)
    if offset is None:
        return None
    i += 1
    return i + (r.word(i) == "же"), Relative(offset)


def _holidays(r: Reader, i: int, said: tuple[str, ...]) -> Found:
    after = any(word in words.AFTER for word in said)
    word = r.word(i)
    if after or any(prep in words.BEFORE for prep in said):
        if word in words.HOLIDAYS:
            return i + 1, Holidays(after)
        if word == "майских":
            end = i + 1 + (r.word(i + 1) in words.HOLIDAYS)
            return end, Holidays(after, (5, 1), (5, 9))
        pair = (word, r.word(i + 1))
        if pair in (("нового", "года"), ("новым", "годом"), ("new", "year")):
            return i + 2, Holidays(after, (1, 1), (1, 1))
        if word in ("нг", "новогодних"):
            return i + 1 + (r.word(i + 1) in words.HOLIDAYS), Holidays(after, (1, 1), (1, 1))
    which = words.WHICH.get(word)
    j = i + (which is not None)
    if r.word(j) in words.WEEKEND:
        return j + 1, Weekend(_OFFSET[which or "this"] or 0)
    return None


def _period(r: Reader, i: int, *, named: bool) -> Found:
    word = r.word(i)
    if word in words_en.PERIOD_END:
        return i + 1, Period(words_en.PERIOD_END[word], edge="end")
    edge = words.EDGES.get(word)
    if edge:
        i += 1
        i += r.mark(i) == "-"  # mid-May
        i += r.word(i) == "of"
        i += r.word(i) == "the"
        i += r.word(i) in words_ru.WORKING
    which = words.WHICH.get(r.word(i))
    i = i if which is None else r.dot(i + 1)
    word = r.word(i)
    unit = words.UNITS.get(word)
    if unit in ("week", "month", "quarter", "year") and (edge or which) and len(word) > 1:
        offset = _OFFSET[which] if which else None
        if word == "week" and (r.word(i + 1), r.word(i + 2)) == ("after", "next"):
            return i + 3, Period(unit, 2, edge)
        return r.dot(i + 1), Period(unit, offset, edge)
    if unit == "week" and (r.word(i + 1), r.word(i + 2)) == ("after", "next"):
        return i + 3, Period("week", 2)
    month = words.MONTHS.get(word) or words_ru.SEASONS.get(word)
    if month and not which:
        i, year = _month_year(r, r.dot(i + 1))
        if not (edge or named or year or word in words_ru.SEASONS):
            return None
        return i, Period("month", edge=edge, month=month, year=year)
    return None


def read_weekday(r: Reader, i: int) -> tuple[int, Weekday] | None:
    """ "среду", "следующий вторник", "next tue"."""
    word = r.word(i)
    which = words.WHICH.get(word)
    if which:
        i = r.dot(i + 1)
    number = words.WEEKDAYS.get(r.word(i))
    if number is None or word == "той":
        return None
    if r.word(i + 1) == "week":  # Thursday week: a week after the coming one
        return i + 2, Weekday(number, "week after")
    # English speakers split on whether "next Friday" is the coming one; Russians do not.
    return r.dot(i + 1), Weekday(number, which, asked=word == "next")
