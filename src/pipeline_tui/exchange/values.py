"""What people type into cells, made into values: blanks, ids, yes and no, phones, lists, domains.

Money is in `amounts`, dates in `dates`. Everything takes the cell's text as it stands and raises
`Invalid(field, code, text=…)` where the text cannot be that kind of value; `field` is what the
caller calls the column. A blank gives None, an empty tuple or "".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline_tui.domain.errors import Invalid

_BLANKS = frozenset(
    [
        "-",
        "--",
        "---",
        "—",
        "–",
        ".",
        "?",
        "…",
        "n/a",
        "#n/a",
        "na/",
        "null",
        "nil",
        "none",
        "nan",
        "undefined",
        "blank",
        "(blank)",
        "empty",
        "(empty)",
        "select",
        "-select-",
        "--select--",
        "-none-",
        "--none--",
        "<null>",
        "<none>",
        "[null]",
        "\\n",
        "н/д",
        "#н/д",
        "нд",
        "пусто",
        "(пусто)",
        "#null!",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#num!",
        "#знач!",
        "#ссылка!",
        "#имя?",
        "#дел/0!",
        "#число!",
        "#пусто!",
        "выберите",
        "-выберите-",
        "нет_данных",
    ]
) | {
    "",
    "please select",
    "select...",
    "select one",
    "- select -",
    "-- select --",
    "- none -",
    "not set",
    "not specified",
    "(no value)",
    "нет данных",
    "не указано",
    "не указан",
    "не указана",
    "не выбрано",
    "не задано",
    "не заполнено",
    "выберите...",
}
_LONGEST_BLANK = max(map(len, _BLANKS))
LONGEST_VALUE = (
    200  # characters; a longer text is no date, sum or phone, and patterns are slow on it
)
FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """The text without outer spaces, odd spaces made plain, and without our own guard of formulas.

    Inner line breaks stay. A file written by `export` reads back equal: the apostrophe it puts before
    a cell that would start a formula is taken away again.
    """
    if text[:1] == "'" and text[1:].lstrip(" ").startswith(FORMULA_STARTERS):
        text = text[1:]
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\ufeff", "")
    return text.strip()


def is_blank(text: str) -> bool:
    """Nothing, or one of the words programs write for nothing ("Select", "—", "#N/A", "null")."""
    text = text.strip().strip("\u200b\ufeff")
    return len(text) <= _LONGEST_BLANK and text.casefold() in _BLANKS


def value_of(text: str) -> str:
    """The cleaned text of a cell, "" for a blank: what `clean` and `is_blank` say, in one pass."""
    text = text.strip()
    if not text.isascii() or text[:1] == "'":
        return "" if is_blank(text) else clean(text)
    return "" if len(text) <= _LONGEST_BLANK and text.casefold() in _BLANKS else text


_FLOATED = re.compile(r"([+-]?\d+)[.,]0+$")
_SCIENTIFIC = re.compile(r"([1-9])(?:[.,](\d+))?[eE]\+?(\d{1,2})$")


def clean_id(text: str) -> str:
    """An identifier that a spreadsheet made a number: "1.0" → "1", "7.707083893E9" → "7707083893".

    Scientific notation is undone only where it kept every digit; else the text stays as it was.
    """
    text = clean(text)
    if is_blank(text):
        return ""
    if match := _FLOATED.match(text):
        return match[1]
    if match := _SCIENTIFIC.match(text):
        fraction = match[2] or ""
        if 0 < len(fraction) == int(match[3]) and len(fraction) < 20:
            return match[1] + fraction
    return text


def restore_zero(digits: str, *lengths: int) -> str:
    """An id that lost its leading zero to a spreadsheet: INN of 9 or 11 digits → 10 or 12."""
    if digits.isdigit() and len(digits) + 1 in lengths and len(digits) not in lengths:
        return "0" + digits
    return digits


_YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "on",
        "x",
        "+",
        "v",
        "✓",
        "✔",
        "☑",
        "да",
        "д",
        "истина",
        "есть",
        "верно",
    ]
)
_NO = frozenset(["no", "n", "false", "f", "0", "off", "✗", "☐", "нет", "н", "ложь", "неверно"])


def parse_bool(text: str, field: str = "") -> bool | None:
    """Yes or no in either language, ticks and 1/0 too. Invalid not_yes_no."""
    word = clean_id(text).casefold().rstrip(".!")
    if word in _YES:
        return True
    if word in _NO:
        return False
    if is_blank(text):
        return None
    raise Invalid(field, "not_yes_no", text=text)


def split_many(text: str, separators: str = ";\n\r|") -> tuple[str, ...]:
    """Several values of one cell: Google's " ::: ", and every character of `separators`.

    Blank parts and repeats are dropped, the order stays.
    """
    if not text:
        return ()
    parts = re.split(rf":::|[{re.escape(separators)}]", text)
    kept = dict.fromkeys(clean(part) for part in parts)
    return tuple(part for part in kept if not is_blank(part))


def split_tags(text: str) -> tuple[str, ...]:
    """Tags of one cell; a comma divides them too, and Google's leading "* " is dropped."""
    return tuple(
        dict.fromkeys(
            tag.removeprefix("* ").removeprefix("#") for tag in split_many(text, ";,\n\r|")
        )
    )


class Phone(NamedTuple):
    """`number` as it was typed, `extension` digits or ""."""

    number: str
    extension: str


_EXTENSION = re.compile(
    r"[\s,;(]*(?:\b(?:ext(?:ension|n)?|доб(?:авочн[а-яё]*)?|вн(?:утр[а-яё]*)?|тон[а-яё]*)\b\.?:?"
    r"|(?<=[\d\s)])[xXхХ#])\s*№?\s*(\d{1,7})\s*\)?\s*$",
    re.IGNORECASE,
)


def split_phone(text: str) -> Phone:
    """One phone and its extension: "x371", "ext. 12", "доб. 12", "(вн. 5)", "#7"."""
    text = clean_id(text)
    match = _EXTENSION.search(text) if len(text) <= LONGEST_VALUE else None
    if match is None:
        return Phone(text, "")
    number = text[: match.start()].rstrip(" ,;(")
    return Phone(number, match[1]) if number else Phone(text, "")


_PLAIN_PHONE = re.compile(
    r"\+?\d[\d ()-]{4,17}\d\Z", re.ASCII
)  # most phones; spares the rest its cost


def split_phones(text: str) -> tuple[Phone, ...]:
    """Every phone of a cell. A comma or a slash divides only where both sides can be phones."""
    if _PLAIN_PHONE.match(text):
        return (Phone(text, ""),)
    found: list[Phone] = []
    for part in split_many(text):
        pieces = [piece.strip() for piece in re.split(r"[,/]|\s(?:или|or)\s", part)]
        phones = [split_phone(piece) for piece in pieces if piece]
        if len(phones) < 2 or any(_digits(phone.number) < 5 for phone in phones):
            phones = [split_phone(part)]
        found += [phone for phone in phones if phone not in found]
    return tuple(found)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


_ATOM = r"[^\s@<>,;:\"'()\[\]]"
_EMAIL = re.compile(rf"{_ATOM}{{1,64}}@{_ATOM}{{1,253}}")


def split_emails(text: str) -> tuple[str, ...]:
    """Every e-mail address of a cell, whatever stands around ("Anna <a@x.ru>, b@x.ru")."""
    if is_blank(text):
        return ()
    found = (address.rstrip(".") for address in _EMAIL.findall(text))
    return tuple(dict.fromkeys(each for each in found if "." in each.rpartition("@")[2]))


def domain_of(text: str) -> str:
    """The domain of a web address or an e-mail, small letters, without "www."; "" if there is none."""
    text = clean(text).casefold()
    if is_blank(text):
        return ""
    text = re.sub(r"^[a-z][a-z0-9+.-]*:/*", "", text)
    text = re.split(r"[/?#\s,;]", text, maxsplit=1)[0].rsplit("@", 1)[-1]
    text = re.sub(r":\d+$", "", text).removeprefix("www.").rstrip(".")
    return text if "." in text else ""
