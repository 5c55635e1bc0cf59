"""The rules for times of day: clocks in digits and in words, and parts of the day."""

from __future__ import annotations

from pipeline_tui.domain.when import words, words_en, words_ru
from pipeline_tui.domain.when.parts import Clock
from pipeline_tui.domain.when.reader import Reader

Found = tuple[int, Clock] | None
_LONGEST_SPAN = 3  # hours


def meridiem(r: Reader, i: int) -> tuple[int, str | None]:
    """An optional "утра", "pm", "p.m." at `i`."""
    word = r.word(i)
    name = words.MERIDIEMS.get(word)
    if name is None:
        return i, None
    if len(word) == 1:
        if r.mark(i + 1) == "." and r.word(i + 2) == "m":
            return r.dot(i + 3), name
        return (i + 1, name) if r.glued(i) else (i, None)
    return r.dot(i + 1), name


def read_clock(r: Reader, i: int, said: tuple[str, ...], *, dated: bool) -> Found:
    """A time of day at `i`. `dated`: a day stands beside, so that a bare number is an hour."""
    time_said = any(word in words.TIME_PREPOSITIONS for word in said)
    if r.digits(i):
        return (
            _digital(r, i, said, sure=dated or time_said)
            or _toward(r, i)
            or _with_hours(r, i, sure=dated or bool(said))
            or _bare(r, i, sure=dated or time_said, forced=time_said)
        )
    word = r.word(i)
    if word in words.NOON:
        return i + 1, Clock(12, exact=True)
    if word in words.MIDNIGHT:
        return i + 1, Clock(24)
    return _half(r, i) or _toward(r, i) or _spoken(r, i, said, dated=dated)


def _digital(r: Reader, i: int, said: tuple[str, ...], *, sure: bool) -> Found:
    """15:30, 15.30, 15-30, 15 30, 1530, with an optional meridiem."""
    digits = r.digits(i)
    exact = digits[0] == "0"
    if r.joined(i + 1, ":"):
        end = i + 3
        if r.joined(end, ":"):  # seconds
            end += 2
        if r.joined(end, ".") and len(r.digits(end + 1)) > 2:  # and their fraction
            end += 2
        dash = end + 1 if r.mark(end) in ("-", "–", "—") else 0
        span = dash if dash and r.digits(dash) and r.joined(dash + 1, ":") else 0
        if not (r.ends(end) or span or r.word(end) in words.MERIDIEMS):
            return None
        if len(digits) > 2 or len(r.digits(i + 2)) != 2:
            return end, Clock(99)
        end = span + 3 if span else end  # 14:00-15:00 begins at 14:00
        return _finish(r, end, Clock(int(digits), int(r.digits(i + 2)), exact=exact))
    if len(digits) in (3, 4) and sure and r.ends(i + 1) and int(digits) % 5 == 0:
        # With a noun behind it is a count.
        at_hour = bool(said) or (i + 1 == r.count and len(digits) == 4)
        if at_hour and int(digits) < 2400 and int(digits[-2:]) < 60 and not r.counted(i + 1):
            return _finish(r, i + 1, Clock(int(digits[:-2]), int(digits[-2:]), exact=exact))
        return None
    minutes = r.digits(i + 2)
    if len(digits) > 2 or not (r.ends(i + 3) or r.word(i + 3) in words.MERIDIEMS):
        return _spaced(r, i, exact=exact) if sure else None
    if r.joined(i + 1, ".") and len(minutes) == 2 and not r.counted(i + 3):
        if int(digits) < 24 and int(minutes) < 60:
            return _finish(r, i + 3, Clock(int(digits), int(minutes), exact=exact))
        return i + 3, Clock(99)
    if r.joined(i + 1, "-", "–") and len(minutes) == 2 and int(minutes) % 5 == 0:
        alone = i == 0 or sure or bool(said)
        hours = 0 < int(minutes) - int(digits) <= _LONGEST_SPAN  # 9-10 is from nine to ten
        fits = int(digits) < 24 and int(minutes) < 60 and not hours
        if alone and fits and not r.counted(i + 3):
            return _finish(r, i + 3, Clock(int(digits), int(minutes), exact=exact))
    return _spaced(r, i, exact=exact) if sure else None


def _spaced(r: Reader, i: int, *, exact: bool) -> Found:
    digits, minutes = r.digits(i), r.digits(i + 1)
    if len(minutes) != 2 or int(minutes) % 5 or int(minutes) > 59 or len(digits) > 2:
        return None
    if int(digits) > 23 or not r.ends(i + 2) or r.counted(i + 2):
        return None
    if r.word(i + 2) in words.MONTHS or r.word(i + 2) in words.UNITS:
        return None
    return _finish(r, i + 2, Clock(int(digits), int(minutes), exact=exact))


def _finish(r: Reader, i: int, clock: Clock) -> Found:
    end, part = meridiem(r, i)
    if part is None or clock.part:
        return i, clock
    return end, Clock(clock.hour, clock.minute, part, exact=clock.exact and clock.hour > 0)


def _with_hours(r: Reader, i: int, *, sure: bool) -> Found:
    """15 часов, 15ч30, 3 часа дня, 3pm, 3 o'clock; a doubtful "2 часа" only where `sure`."""
    hour = r.number(i)
    assert hour is not None
    if r.word(i + 1) not in words.HOUR_WORDS:
        end, part = meridiem(r, i + 1)
        if part is None or (r.word(i + 1) == "дня" and not sure):
            return None
        return end, Clock(hour, part=part)
    j, minute = _minutes(r, r.dot(i + 2))
    end, part = meridiem(r, j)
    if hour > 12 or part or minute or sure or "clock" in r.word(i + 1):
        return (end, Clock(hour, minute, part)) if r.ends(j) else None
    return None


def _minutes(r: Reader, i: int) -> tuple[int, int]:
    """Optional minutes after an hour: "15 часов 30 минут", "15ч30"."""
    digits = r.digits(i)
    named = r.word(i + 1) in words.MINUTE_WORDS
    if len(digits) == 2 and int(digits) < 60 and (named or r.glued(i)) and not r.counted(i + 1):
        return r.dot(i + 1 + named), int(digits)
    spoken = r.spoken(i)
    if spoken and spoken[1] < 60 and r.word(spoken[0]) in words.MINUTE_WORDS:
        return spoken[0] + 1, spoken[1]
    return i, 0


def _bare(r: Reader, i: int, *, sure: bool, forced: bool) -> Found:
    """An hour as a plain number: "в 15", "завтра 15"."""
    hour, end = r.number(i), i + 1
    assert hour is not None
    span = r.joined(end, "-", "–") and len(r.digits(end + 1)) <= 2 and r.ends(end + 2)
    if not sure or r.counted(end) or not (r.ends(end) or span):
        # "25:70" and the like must not be half understood
        return None
    if words.UNITS.get(r.word(end)) or r.word(end) in words.MONTHS:
        return None
    if hour > 24:
        return (end, Clock(99)) if forced or end == r.count else None
    return end + 2 * span, Clock(hour, exact=r.digits(i)[0] == "0", firm=False)


def read_between(r: Reader, i: int) -> Found:
    """между 10 и 12, between 3 and 4: from the first on."""
    joint = words.BETWEEN.get(r.word(i))
    if joint is None:
        return None
    first = read_clock(r, i + 1, (), dated=True)
    if first is None or r.word(first[0]) != joint:
        return None
    second = read_clock(r, first[0] + 1, (), dated=True)
    return (second[0], first[1]) if second else None


def _half(r: Reader, i: int) -> Found:
    """половина третьего, полтретьего, half past two (and half two, as the British say)."""
    word = r.word(i)
    if word in words_ru.HALF_HOURS:
        return _finish(r, i + 1, _before(words_ru.HALF_HOURS[word], 30))
    if word in words_ru.HALF_OF:
        hour = r.ordinal(i + 1)
        if hour and 1 <= hour[1] <= 12:
            return _finish(r, hour[0], _before(hour[1], 30))
        return None
    if word == "half":
        j = i + 1 + (r.word(i + 1) in words_en.PAST_HOUR)
        found = _hour(r, j)
        if found:
            return _finish(r, found[0], Clock(found[1], 30))
    return None


def _toward(r: Reader, i: int) -> Found:
    """без четверти пять, четверть третьего, 10 минут третьего, quarter to five, ten past two."""
    if r.word(i) in words_ru.TO_HOUR:
        if r.word(i + 1) in words_ru.TO_QUARTER:
            j, minutes = i + 2, 15
        else:
            counted = _count(r, i + 1)
            if counted is None:
                return None
            j, minutes = counted
            j += r.word(j) in words.MINUTE_WORDS
        found = _hour(r, j)
        if found and minutes < 60:
            return _finish(r, found[0], _before(found[1], minutes))
        return None
    quarter = r.word(i) in words_ru.QUARTER_OF or r.word(i) == "quarter"
    j = i + (r.word(i) in words_en.ARTICLES and r.word(i + 1) == "quarter")
    counted = (j + 1, 15) if quarter or j > i else _count(r, i)
    if counted is None or counted[1] > 59:
        return None
    j, minutes = counted
    named = r.word(j) in words.MINUTE_WORDS
    j += named
    past, to = r.word(j) in words_en.PAST_HOUR, r.word(j) in words_en.TO_HOUR
    if past or to:
        found = _hour(r, j + 1)
        if found is None or r.word(found[0]) in words.UNITS:
            return None
        clock = Clock(found[1], minutes) if past else _before(found[1], minutes)
        return _finish(r, found[0], clock)
    if named or quarter:
        hour = None if r.digits(j) else r.ordinal(j)
        if hour and hour[1] <= 12 and r.word(j) not in words_en.ORDINALS:
            return _finish(r, hour[0], Clock((hour[1] - 2) % 12 + 1, minutes))
    return None


def _before(hour: int, minutes: int) -> Clock:
    """So many minutes before an hour; the hour before one o'clock is twelve."""
    if not 1 <= hour <= 24:
        return Clock(99)
    return Clock(hour - 1 or 12, 60 - minutes)


def _count(r: Reader, i: int) -> tuple[int, int] | None:
    n = r.number(i)
    return r.spoken(i) if n is None else (i + 1, n)


def _hour(r: Reader, i: int) -> tuple[int, int] | None:
    """An hour as the end of a spoken time."""
    if r.word(i) in ("час", "часу", "часа"):
        return i + 1, 1
    found = None if r.word(i) in words_en.ARTICLES else _count(r, i)
    if found is None or not 0 < found[1] <= 24 or r.counted(found[0]) or not r.ends(found[0]):
        return None
    return found


def _spoken(r: Reader, i: int, said: tuple[str, ...], *, dated: bool) -> Found:
    """три часа дня, в пять, в два тридцать, в час, five pm."""
    word = r.word(i)
    if word in ("час", "часу", "часа"):
        end, part = meridiem(r, i + 1)
        if part or any(p in ("в", "к", "до", "после", "около") for p in said):
            return end, Clock(1, part=part)
        return None
    if word in words_en.ARTICLES or word in ("пару", "пара", "пары", "несколько", "couple", "few"):
        return None
    found = r.spoken(i)
    if found is None or found[1] > 24 or r.counted(found[0]):
        return None
    j, hour = found
    hours = r.word(j) in words.HOUR_WORDS
    if hours:
        j, minute = _minutes(r, j + 1)
    else:
        j, minute = _spoken_minutes(r, j)
    end, part = meridiem(r, j)
    unsure = word in ("one", "одна", "одну", "одного", "одному") and bool(r.word(j))
    sure = (bool(set(said) - words_ru.LOOSE - words_en.LOOSE) or dated) and not unsure
    if not hours and not part and words.UNITS.get(r.word(j)):
        return None
    if sure or (part and r.word(j) != "дня") or "clock" in r.word(j - 1):
        return end, Clock(hour, minute, part)
    return None


def _spoken_minutes(r: Reader, i: int) -> tuple[int, int]:
    """ "два тридцать", "three fifteen"; "два ноль ноль" is plain two."""
    if r.word(i) == "ноль" and r.word(i + 1) == "ноль":
        return i + 2, 0
    found = r.spoken(i)
    if found and 10 <= found[1] <= 59 and r.word(i) not in words_en.ARTICLES:
        j = found[0]
        if r.word(j) in words.MINUTE_WORDS:
            return j + 1, found[1]
        if words.UNITS.get(r.word(j)) is None and not r.counted(j):
            return found
    return i, 0


def read_part(r: Reader, i: int, said: tuple[str, ...], *, dated: bool) -> tuple[int, str] | None:
    """утром, после обеда, eod, в конце дня, во второй половине дня."""
    word = r.word(i)
    if word in words.PARTS:
        return i + 1, words.PARTS[word]
    if word in words.LUNCH:
        if any(p in words.BEFORE for p in said):
            return i + 1, "before_lunch"
        if any(p in words.AFTER for p in said):
            return i + 1, "after_lunch"
        alone = i == 0 and r.count == 1
        return (i + 1, "lunch") if said or dated or alone else None
    if word in words_ru.AFTERNOON:
        return i + 1, "day"
    if word in words_en.DAY_END:
        return i + 1, "end"
    if word == "first" and r.word(i + 1) == "thing":
        return i + 2, "morning"
    if word in words_ru.HALF_OF_DAY and r.word(i + 1) in ("половине", "половину"):
        return (i + 3, words_ru.HALF_OF_DAY[word]) if r.word(i + 2) == "дня" else None
    edge = words.EDGES.get(word)
    if edge:
        j = i + 1 + (r.word(i + 1) == "of")
        j += r.word(j) in ("the", "this")
        j += r.word(j) in words.WORKING
        if r.word(j) in ("дня", "day"):
            return j + 1, {"start": "morning", "middle": "day", "end": "end"}[edge]
        if r.word(j) in words.PARTS:  # late afternoon, early morning
            return j + 1, words.PARTS[r.word(j)]
    return None


def read_doubtful(r: Reader, i: int, said: tuple[str, ...]) -> tuple[int, str, int, Clock] | None:
    """A number that may be a time or something else: "15" (the 15th), "3 дня", "2 часа".

    The string says what else: a day of the "month", or a unit to count from now.
    """
    n = r.number(i)
    spoken = None if said else r.spoken(i)
    if n is None:
        if spoken is None or r.word(i) in words_en.ARTICLES:
            return None
        j, n = spoken
    else:
        j = i + 1
    word = r.word(j)
    if not said and n <= 12 and word in words.HOUR_WORDS and (r.ends(j + 1)):
        return r.dot(j + 1), "hour", n, Clock(n)
    if not said and n <= 12 and word == "дня":
        return j + 1, "day", n, Clock(n, part="day")
    if spoken or not 1 <= n <= 31 or not r.ends(j) or r.counted(j):
        return None
    if said and not any(p in words.DOUBTFUL_PREPOSITIONS for p in said):
        return None
    if words.UNITS.get(word) or word in words.MONTHS or r.mark(j) == "(":  # 8 (912) …
        return None
    clock = Clock(n, exact=r.digits(i)[0] == "0", firm=False)  # past 24 only the day is left
    return j, "month", n, clock
