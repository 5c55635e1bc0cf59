"""The user's own words inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def plain(text: str) -> str:
    """One line in which nothing is a mark of Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split("\n")))


def row(cells: Iterable[str]) -> str:
    """A row of a table, its cells as they are read."""
    return "| " + " | ".join(map(plain, cells)) + " |"
