"""Dates of a column. Whether 3/4/2025 is March or April is decided once, by the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.exchange.values import LONGEST_VALUE, clean, is_blank

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв", "feb фев", "mar мар", "apr апр", "may май мая", "jun июн",
            "jul июл", "aug авг", "sep сен", "oct окт", "nov ноя", "dec дек",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})$")
_PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)$")
_NUMERIC = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})$")
_WORDED = re.compile(
    r"(?:[^\W\d]+,\s*)?(?:(\d{1,2})(?:st|nd|rd|th|-?е|-?го)?[\s\-.]+([^\W\d]{3,})\.?"
    r"|([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)[,\s\-.]+(\d{4}|\d{2})$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:[T\s,]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,](\d+))?$")
_NOT_YET = frozenset(["не закрыта", "не закрыт", "not closed", "open", "открыта"])
"""Words in place of the day on which something ended that has not."""
_LAST_DAY = 31
_EXCEL_EPOCH = dt.date(1899, 12, 30)


class DateStyle(StrEnum):
    """How the numbers of a column's dates are ordered."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    """Of two-digit years only: four digits show themselves which number is the year."""
    ISO = "iso"
    AMBIGUOUS = "ambiguous"

    @classmethod
    def detect(cls, values: Iterable[str]) -> DateStyle:
        """The style of a column; text that is no date is passed over.

        A number above 12 shows which one is the day, one above 31 that it is the year; dots mean day
        first, as nobody else writes them, and say nothing of dates written otherwise. ISO: nothing
        here depends on the order. AMBIGUOUS: something does, and nothing decides, or rows contradict
        each other, so the user is asked.
        """
        day_first = month_first = year_first = dotted = undecided = 0
        for text in values:
            match = _NUMERIC.match(_split(text)[0])
            if match is None:
                continue
            first, second = int(match[1]), int(match[3])
            if first > _LAST_DAY and len(match[4]) == 2:
                year_first += 1
            elif first > 12 >= second:
                day_first += 1
            elif second > 12 >= first:
                month_first += 1
            elif match[2] == ".":
                dotted += 1
            elif first != second:
                undecided += 1
        parties = sum(map(bool, (day_first, month_first, year_first)))
        if undecided and parties != 1:
            return cls.AMBIGUOUS
        if year_first and year_first >= day_first + month_first:
            return cls.YMD
        if day_first or month_first:
            return cls.DMY if day_first >= month_first else cls.MDY
        return cls.DMY if dotted else cls.ISO

    def undecided(self, values: Iterable[str]) -> str:
        """A date that this style does not tell how to read, the first by the alphabet; "" for none."""
        return next((text for text in sorted(values) if self._leaves(text)), "")

    def _leaves(self, text: str) -> bool:
        match = _NUMERIC.match(_split(text)[0])
        if match is None or match[2] == ".":
            return False
        first, second = int(match[1]), int(match[3])
        if first == second or max(first, second) > 12:
            return False
        if self is DateStyle.YMD:
            return len(match[4]) == 4
        return self in (DateStyle.AMBIGUOUS, DateStyle.ISO)


def has_short_years(values: Iterable[str]) -> bool:
    """Whether any date of a column has a year of two digits, so that it may come first."""
    matches = (_NUMERIC.match(_split(text)[0]) for text in values)
    return any(match is not None and len(match[4]) == 2 for match in matches)


def parse_date(text: str, style: DateStyle = DateStyle.ISO, field: str = "date") -> dt.date | None:
    """The date, its time of day dropped; None for a blank. Invalid not_date, date_ambiguous.

    Read under every style: ISO, 20250304, "Jan 5 2024", "5 января 2024 г.", dd.mm.yyyy, an Excel
    serial number, and numeric dates in which only one order is possible. Two-digit years: 00–68 are
    of this century, as POSIX has it.
    """
    if is_blank(text) or text.strip().casefold() in _NOT_YET:
        return None
    day, _ = _split(text)
    return _day(day, text, style, field)


def parse_moment(
    text: str, zone: dt.tzinfo, style: DateStyle = DateStyle.ISO, field: str = "at"
) -> tuple[dt.datetime, bool] | None:
    """(moment in UTC, whether the text had a time of day). Without one it is noon in `zone`, so
    that the date stays the same in every nearby zone. A text without its own zone is in `zone`.
    """
    if is_blank(text):
        return None
    day_text, time_text = _split(text)
    day = _day(day_text, text, style, field)
    serial = _SERIAL.match(day_text)
    if serial and serial[2]:
        seconds = round(float("0." + serial[2]) * 86400)
        moment = dt.datetime.combine(day, dt.time(), zone) + dt.timedelta(seconds=seconds)
        return moment.astimezone(dt.UTC), True
    match = _TIME.match(time_text) if time_text else None
    if match is None:
        return dt.datetime.combine(day, dt.time(12), zone).astimezone(dt.UTC), False
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise Invalid(field, "not_date", text=text)
        hour = hour % 12 + (12 if match[4][0] in "pP" else 0)
    try:
        time = dt.time(hour, minute, min(second, 59))
        moment = dt.datetime.combine(day, time, _offset(match[5]) or zone)
        return moment.astimezone(dt.UTC), True
    except (ValueError, OverflowError) as error:
        raise Invalid(field, "not_date", text=text) from error


def _offset(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return dt.UTC
    digits = text[1:].replace(":", "")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return dt.timezone(-size if text[0] == "-" else size)


def _split(text: str) -> tuple[str, str]:
    """(date part, time part); a text too long to be a date comes back as it is."""
    if len(text) > LONGEST_VALUE:
        return text, ""
    text = re.sub(r"[\s,]*(?:г|года|year)\.?(?=$|[\s,]+\d)", "", clean(text))
    match = _TIME.search(text)
    return (text[: match.start()].rstrip(" ,"), match[0]) if match else (text, "")


def _day(day: str, text: str, style: DateStyle, field: str) -> dt.date:
    if len(day) > LONGEST_VALUE:
        raise Invalid(field, "not_date", text=text[:LONGEST_VALUE])
    try:
        if match := _ISO.match(day) or _PACKED.match(day):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMERIC.match(day):
            return _numeric(match, text, style, field)
        if match := _WORDED.match(day):
            name = (match[2] or match[3]).casefold()[:3]
            if name in _MONTHS:
                return dt.date(_year(match[5]), _MONTHS[name], int(match[1] or match[4]))
        if match := _SERIAL.match(day):
            return _EXCEL_EPOCH + dt.timedelta(days=int(match[1]))
    except ValueError as error:
        raise Invalid(field, "not_date", text=text) from error
    raise Invalid(field, "not_date", text=text)


def _numeric(match: re.Match[str], text: str, style: DateStyle, field: str) -> dt.date:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if len(match[4]) == 2 and (style is DateStyle.YMD or first > _LAST_DAY):
        return dt.date(_year(match[1]), second, int(match[4]))
    if second > 12:
        return dt.date(year, first, second)
    if first > 12 or match[2] == "." or first == second:
        return dt.date(year, second, first)
    if style is DateStyle.DMY:
        return dt.date(year, second, first)
    if style is DateStyle.MDY:
        return dt.date(year, first, second)
    raise Invalid(field, "date_ambiguous", text=text, column=field)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year <= 68 else 1900
    return year
