"""How each language writes numbers, money and days: the facts behind `formats`.

Plain tables instead of Babel, whose look-ups cost 13–17 µs a cell; the tests hold them against
Babel's CLDR data where the two mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

NBSP = "\u00a0"

SYMBOLS: Mapping[str, str] = {
    "RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥", "KZT": "₸", "UAH": "₴",
    "TRY": "₺", "GEL": "₾", "AMD": "֏", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫", "AZN": "₼",
}  # fmt: skip
"""Currency signs that are read without thinking; any other currency is shown by its code."""


class Conventions(Struct, frozen=True):
    """What one language does with figures and days."""

    thousands: str
    decimal: str
    percent: str
    """What stands after the figure of a share, its space included."""
    before: frozenset[str]
    """Currencies whose sign stands before the figure, without a space."""
    scales: tuple[tuple[int, str], ...]
    """Powers of a thousand for shortened money, the largest first, with their words."""
    weekdays: tuple[str, ...]
    """Short, Monday first."""
    weekdays_full: tuple[str, ...]
    months: tuple[str, ...]
    """Short, as they stand after a day."""
    months_full: tuple[str, ...]
    """As they stand after a day."""
    day: str
    """A day of this year."""
    day_plain: str
    """A day of any year, short enough for a column."""
    day_full: str
    month: str
    """A month as the head of a column."""
    quotes: tuple[str, str] = ("“", "”")


_WORDS_EN = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS_EN = "January February March April May June July August September October November December"

ENGLISH = Conventions(
    thousands=",",
    decimal=".",
    percent="%",
    before=frozenset({"USD", "EUR", "GBP", "CNY", "JPY", "INR", "KRW", "ILS"}),
    scales=((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")),
    weekdays=tuple(word[:3] for word in _WORDS_EN.split()),
    weekdays_full=tuple(_WORDS_EN.split()),
    months=tuple(word[:3] for word in _MONTHS_EN.split()),
    months_full=tuple(_MONTHS_EN.split()),
    day="{weekday} {day} {month}",
    day_plain="{day} {month} {year}",
    day_full="{weekday_full} {day} {month_full} {year}",
    month="{month} {year}",
)

RUSSIAN = Conventions(
    thousands=NBSP,
    decimal=",",
    percent=f"{NBSP}%",
    before=frozenset(),
    scales=(
        (10**12, f"{NBSP}трлн"),
        (10**9, f"{NBSP}млрд"),
        (10**6, f"{NBSP}млн"),
        (10**3, f"{NBSP}тыс."),
    ),
    weekdays=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    weekdays_full=(
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
    ),
    months=("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    months_full=(
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    day="{weekday} {day} {month}",
    day_plain="{day:02d}.{number:02d}.{year}",
    day_full=f"{{weekday_full}}, {{day}} {{month_full}} {{year}}{NBSP}г.",
    month="{number:02}.{year}",
    quotes=("«", "»"),
)

BY_LANGUAGE: Mapping[str, Conventions] = {"en": ENGLISH, "ru": RUSSIAN}
