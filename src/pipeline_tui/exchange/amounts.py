"""Sums and shares as people and programs write them. Exact: text → Decimal → integer minor units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.money import is_currency
from pipeline_tui.exchange.values import LONGEST_VALUE, clean, is_blank

_CURRENCIES = {
    "₽": "RUB", "р": "RUB", "руб": "RUB", "рубль": "RUB", "рубля": "RUB", "рублей": "RUB",
    "rub": "RUB", "rur": "RUB", "$": "USD", "us$": "USD", "usd": "USD", "долл": "USD",
    "€": "EUR", "eur": "EUR", "евро": "EUR", "£": "GBP", "gbp": "GBP", "¥": "CNY", "cny": "CNY",
    "юань": "CNY", "юаней": "CNY", "₸": "KZT", "kzt": "KZT", "тг": "KZT", "тенге": "KZT",
    "byn": "BYN", "br": "BYN", "₴": "UAH", "uah": "UAH", "грн": "UAH", "₺": "TRY", "try": "TRY",
    "₹": "INR", "inr": "INR", "aed": "AED", "chf": "CHF", "pln": "PLN", "zł": "PLN",
    "uzs": "UZS", "сум": "UZS", "֏": "AMD", "amd": "AMD", "₾": "GEL", "gel": "GEL",
}  # fmt: skip
_SCALES = {
    "k": 3, "к": 3, "тыс": 3, "т": 3, "тр": 3, "m": 6, "mm": 6, "mln": 6, "mio": 6, "млн": 6,
    "м": 6, "bn": 9, "b": 9, "mlrd": 9, "млрд": 9,
}  # fmt: skip
_NUMBER = re.compile(r"[\d][\d.,\s'’ʼ`´]*(?:[eE]\+?\d{1,2}(?![\d.,]))?|[.,]\d+")
_PLAIN = re.compile(
    r"-?\d{1,15}(?:[.,]\d{1,2})?\Z", re.ASCII
)  # most sums; spares the rest its cost
_GROUPED = re.compile(r"\d{1,3}(?:[.]\d{3})+$")
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}$")
_DASHES = str.maketrans("−–—‐‑", "-----")
_LARGEST = Decimal(10) ** 15  # major units; in minor ones it still fits SQLite's 64 bits


class DecimalMark(StrEnum):
    """What stands before the decimals of a column's sums, where that makes a difference."""

    COMMA = "comma"
    DOT = "dot"
    PLAIN = "plain"
    AMBIGUOUS = "ambiguous"

    @classmethod
    def detect(cls, values: Iterable[str]) -> DecimalMark:
        """The mark of a column; text that is no sum is passed over.

        Of "1.234,50" it is the last one, of "1 234,567", "12.5" and "1234.567" the only one, of
        "1.234.567" the other. PLAIN: nothing here depends on it. AMBIGUOUS: something does, "1.234"
        or "1,234", and nothing decides, or rows contradict each other, so the user is asked.
        """
        found = {_mark_of(text) for text in values}
        decided = found - {cls.AMBIGUOUS, cls.PLAIN}
        if cls.AMBIGUOUS in found and len(decided) != 1:
            return cls.AMBIGUOUS
        return decided.pop() if len(decided) == 1 else cls.PLAIN

    @staticmethod
    def undecided(values: Iterable[str]) -> str:
        """A sum that may be read in two ways, the first by the alphabet; "" for none."""
        return next(
            (text for text in sorted(values) if _mark_of(text) is DecimalMark.AMBIGUOUS), ""
        )


def _mark_of(text: str) -> DecimalMark:
    last = text[-3:-2]
    if last in (".", ",") and text[-2:].isdecimal() and text.count(last) == 1:
        return DecimalMark.DOT if last == "." else DecimalMark.COMMA  # most sums, spared the rest
    match = _NUMBER.search(text) if len(text) <= LONGEST_VALUE else None
    if match is None or "e" in match[0].casefold():
        return DecimalMark.PLAIN
    digits = match[0].rstrip(" .,'’ʼ`´\u00a0")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return DecimalMark.PLAIN
    last, once = marks[-1], len(marks) == 1
    if not once and len(set(marks)) == 1:  # it stands between thousands, so decimals have the other
        return DecimalMark.COMMA if last == "." else DecimalMark.DOT
    whole, _, fraction = digits.rpartition(last)
    if once and len(fraction) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole):
        return DecimalMark.AMBIGUOUS
    return DecimalMark.DOT if last == "." else DecimalMark.COMMA


def parse_money(
    text: str, field: str = "amount", mark: DecimalMark = DecimalMark.PLAIN
) -> Decimal | None:
    """A sum in major units (roubles, not kopecks), exact; None for a blank. Invalid not_money.

    `mark` is that of the column, and decides what the sum itself does not: "1.234" is 1234 where
    decimals have a comma.

    "1 234,50", "1,234.50", "1.234,50", "1'234.50", "$500M", "(12.30)", "12.30-", "30024968.0",
    "1,5 млн руб.", "12 руб. 50 коп.". Where nothing tells more, one comma before exactly three
    digits divides thousands ("1,200"); one point does not ("1.200" is 1.2), for that is what
    programs write.
    """
    if _PLAIN.match(text):
        return Decimal(text.replace(",", "."))
    if is_blank(text):
        return None
    if len(text) > LONGEST_VALUE:
        raise Invalid(field, "not_money", text=text[:LONGEST_VALUE])
    body = clean(text).translate(_DASHES).casefold()
    body = re.sub(r"(\d)\s*р(?:уб\w*)?\.?\s*(\d\d)\s*к(?:оп\w*)?\.?", r"\1.\2", body)
    negative = body.startswith("(") and body.endswith(")")
    body = body.strip("()").strip()
    match = _NUMBER.search(body)
    if match is None:
        raise Invalid(field, "not_money", text=text)
    before, after = body[: match.start()].strip(), body[match.end() :].strip()
    if (before[:1] in "+-" and before) or (before[-1:] in "+-" and before):
        negative ^= "-" in (before[:1], before[-1:])
        before = before.strip("+- ")
    if after.endswith("-"):
        negative = not negative
        after = after[:-1].strip()
    scale, words = 0, [*_words(before), *_words(after)]
    for word in words:
        if word in _SCALES and not scale:
            scale = _SCALES[word]
        elif word not in _CURRENCIES:
            raise Invalid(field, "not_money", text=text)
    number = _decimal(match[0].rstrip(" .,'’ʼ`´\u00a0"), mark)
    if number is None:
        raise Invalid(field, "not_money", text=text)
    number = number.scaleb(scale)
    if number >= _LARGEST:
        raise Invalid(field, "money_too_big", text=text)
    return -number if negative and number else number


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s.,/]+", text) if word]


def _decimal(digits: str, mark: DecimalMark = DecimalMark.PLAIN) -> Decimal | None:
    if mark in (DecimalMark.COMMA, DecimalMark.DOT) and _mark_of(digits) is DecimalMark.AMBIGUOUS:
        thousands = "." if mark is DecimalMark.COMMA else ","
        digits = digits.replace(thousands, "").replace(",", ".")
        return Decimal(digits)
    digits = re.sub(r"[\s'’ʼ`´]", "", digits)
    exponent = ""
    if "e" in digits:
        digits, exponent = digits.split("e", 1)
    point, comma = digits.count("."), digits.count(",")
    if point and comma:
        decimal = max(".,", key=digits.rfind)
        other = "," if decimal == "." else "."
        if digits.count(decimal) > 1:
            return None
        whole, _, fraction = digits.partition(decimal)
        if other in fraction:
            return None
        digits = whole.replace(other, "") + "." + fraction
    elif point > 1:
        if not _GROUPED.match(digits):
            return None
        digits = digits.replace(".", "")
    elif comma and _GROUPED_COMMA.match(digits) and not digits.startswith("0"):
        digits = digits.replace(",", "")
    elif comma == 1:
        digits = digits.replace(",", ".")
    elif comma:
        return None
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", digits):
        return None
    return Decimal(digits) * (Decimal(10) ** int(exponent) if exponent else 1)


def minor_units(amount: Decimal, digits: int = 2) -> int:
    """Integer minor units (kopecks, cents) of a sum in major ones; half a unit rounds away from 0.

    `digits` is how many decimals the currency has (ISO 4217: 2 for most, 0 for JPY, 3 for KWD).
    """
    return int(amount.scaleb(digits).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_scaled(text: str, digits: int, field: str) -> int | None:
    """A quantity or a per cent as a whole number of its parts: "7,5 %" with 2 digits is 750; none for
    a blank. A comma is always a decimal one here. Invalid not_a_number, negative.
    """
    body = re.sub(r"[\s\u00a0]", "", clean(text).translate(_DASHES)).removesuffix("%")
    if not body:
        return None
    match = re.fullmatch(r"(-?)(\d{1,12}(?:[.,]\d{1,6})?)", body, re.ASCII)
    if match is None:
        raise Invalid(field, "not_a_number", value=text)
    scaled = minor_units(Decimal(match[2].replace(",", ".")), digits)
    return -scaled if match[1] else scaled


def currency_of(text: str) -> str | None:
    """The currency a sum or a cell names ("1 200 руб." → RUB, "US$5" → USD), None if none does."""
    body = clean(text).casefold()
    for word in re.findall(r"us\$|[^\W\d_]+|[^\w\s.,'’()+-]", body):
        if word in _CURRENCIES:
            return _CURRENCIES[word]
    code = body.upper()
    return code if re.fullmatch(r"[a-z]{3}", body) and is_currency(code) else None


def parse_percent(text: str, field: str = "probability") -> int | None:
    """A share in whole per cent, 0 to 100: "50 %", "50.0", and "0.5" (a fraction below 1, as Excel
    keeps shares). Invalid not_percent."""
    if is_blank(text):
        return None
    body = clean(text).replace(" ", "")
    sign = body.endswith("%")
    number = _decimal(body.removesuffix("%")) if len(body) <= LONGEST_VALUE else None
    if number is None:
        raise Invalid(field, "not_percent", text=text)
    if not sign and 0 < number < 1:
        number *= 100
    if number > 100:
        raise Invalid(field, "not_percent", text=text)
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
