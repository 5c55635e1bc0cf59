"""Slips in the settings that only the screens can see: a theme, an action or a key that there is not.

The loader of the settings stays free of Textual, so these are found by who has it loaded anyway: the
screens, which say them and go on with what they have, and `doctor`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from textual.keys import KEY_NAME_REPLACEMENTS, Keys
from textual.theme import BUILTIN_THEMES

from pipeline_tui.config import Settings
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.tui.commands import COMMANDS
from pipeline_tui.tui.themes import THEMES

_KEYS = {key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values())
_HELD = {"ctrl", "shift", "alt", "super", "meta", "hyper"}


def slips(settings: Settings) -> list[Invalid]:
    """What of the settings has no effect, each a sentence of its own."""
    return [*_theme(settings.theme), *_keys(settings)]


def known_key(key: str) -> bool:
    """Whether there is a key of this name: `z`, `ctrl+z`, `f5`, `slash`, `question_mark`."""
    *held, last = key.split("+") if key != "+" else ["+"]
    if not set(held) <= _HELD:
        return False
    if len(last) == 1:
        return last.isprintable() and last != " "
    if last in _KEYS:
        return True
    try:
        unicodedata.lookup(last.replace("_", " ").upper())
    except KeyError:
        return False
    return True


def _theme(name: str) -> Iterator[Invalid]:
    names = [theme.name for theme in THEMES] + list(BUILTIN_THEMES)
    if name not in names:
        yield Invalid(
            "theme", "theme_unknown", key="theme", text=name, near=_near(name, names),
            used=THEMES[0].name,
        )  # fmt: skip


def _keys(settings: Settings) -> Iterator[Invalid]:
    for action, wanted in settings.keys.items():
        if action not in COMMANDS:
            yield Invalid(
                "keys", "action_unknown", key="keys", text=action, near=_near(action, COMMANDS)
            )
            continue
        for key in wanted.split(","):
            if not known_key(key.strip()):
                yield Invalid("keys", "key_unknown", key="keys", text=key.strip(), action=action)


def _near(name: str, known: Iterable[str]) -> str:
    """The likest of the known names, however far off."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), n=1, cutoff=0.0)[0]
