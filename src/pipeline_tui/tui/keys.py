"""Letter keys on both keyboard layouts: a hand on ЙЦУКЕН presses the same place as on QWERTY."""

from __future__ import annotations

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "йцукенгшщзхъфывапролджэячсмитьбю"
_TWINS = dict(zip(_QWERTY, _JCUKEN, strict=True))
_TWINS.update({a.upper(): b.upper() for a, b in _TWINS.items() if a.isalpha()})
_TWINS.update({"<": "Б", ">": "Ю", ":": "Ж", "{": "Х", "}": "Ъ", "/": ".", "?": ","})

_NAMES = {
    "/": "slash", "?": "question_mark", "!": "exclamation_mark", ":": "colon", "<": "less_than_sign",
    ">": "greater_than_sign", ".": "full_stop", ",": "comma", "-": "minus", "+": "plus",
    "*": "asterisk", "=": "equals_sign", "[": "left_square_bracket", "]": "right_square_bracket",
    "%": "percent_sign",
}  # fmt: skip
_SHOWN = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "delete": "Del", "backspace": "⌫", "shift+tab": "Shift+Tab",
}  # fmt: skip


def twin(key: str) -> str | None:
    """The character that the same key gives on the Russian layout, or none."""
    return _TWINS.get(key)


def name(key: str) -> str:
    """The name Textual knows a key by."""
    return _NAMES.get(key, key)


def spread(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Every key with its twin on the other layout, by the names Textual knows."""
    found: list[str] = []
    for key in keys:
        found.append(name(key))
        other = twin(key)
        if other is not None:
            found.append(name(other))
    return tuple(dict.fromkeys(found))


def shown(key: str) -> str:
    """How a key is written for people."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    for character, known in _NAMES.items():
        if key == known:
            return character
    return key
