"""The signs that carry meaning where colour must not, and their plain forms for old terminals."""

from __future__ import annotations

import sys

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    """One cell each, except `eighths`, bar ends from one eighth to a full
    cell, and `heights`, columns of one cell from low to high."""

    cursor: str = "▌"
    mark: str = "●"
    ascending: str = "▲"
    descending: str = "▼"
    more_left: str = "‹"
    more_right: str = "›"
    dot: str = "·"
    line: str = "─"
    heavy: str = "━"
    track: str = "│"
    thumb: str = "┃"
    empty: str = "·"
    eighths: str = "▏▎▍▌▋▊▉█"
    heights: str = "▁▂▃▄▅▆▇█"


UNICODE = Glyphs()
ASCII = Glyphs(
    cursor=">",
    mark="*",
    ascending="^",
    descending="v",
    more_left="<",
    more_right=">",
    dot="-",
    line="-",
    heavy="=",
    track="|",
    thumb="#",
    empty=".",
    eighths="#",
    heights=".:-=+*%#",
)


def glyphs_for(encoding: str | None) -> Glyphs:
    """Choose by the encoding of the terminal; an unknown one is taken for UTF-8."""
    return UNICODE if "utf" in (encoding or "utf-8").casefold() else ASCII


def terminal_glyphs() -> Glyphs:
    """The signs for the terminal this process writes to."""
    return glyphs_for(getattr(sys.__stdout__, "encoding", None))
