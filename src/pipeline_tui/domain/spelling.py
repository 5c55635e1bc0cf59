"""What somebody meant who typed on the wrong keyboard layout, or Russian in Latin letters."""

from __future__ import annotations

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_QWERTY, _JCUKEN)
_TO_LATIN = str.maketrans(_JCUKEN, _QWERTY)

_GROUPS = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yo", "е"),
    ("jo", "е"), ("ye", "е"), ("ck", "к"), ("ph", "ф"), ("iy", "ий"), ("yy", "ый"),
)  # fmt: skip
_LETTERS = {
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и",
    "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip
_BACK = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "e",
}  # fmt: skip
_TO_LATIN_SOUND = str.maketrans(_BACK)


def other_layout(text: str) -> str:
    """The same keys on the other layout: `hjvfirf` → `ромашка`, `щзе` → `opt`."""
    lowered = text.lower()
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in lowered)
    return lowered.translate(_TO_LATIN if cyrillic * 2 > len(lowered) else _TO_CYRILLIC)


def to_cyrillic(text: str) -> str:
    """Latin letters by the sound of the Russian ones they stand for: `romashka` → `ромашка`."""
    left = text.lower()
    for latin, russian in _GROUPS:
        left = left.replace(latin, russian)
    return "".join(_LETTERS.get(letter, letter) for letter in left)


def to_latin(text: str) -> str:
    """Russian letters by sound: `ромашка` → `romashka`."""
    return text.lower().translate(_TO_LATIN_SOUND)


def readings(text: str) -> list[str]:
    """What the text may have been meant as, most literal first; the text itself leads."""
    found = [text, other_layout(text)]
    found.append(to_cyrillic(text) if text.isascii() else to_latin(text))
    return list(dict.fromkeys(found))
