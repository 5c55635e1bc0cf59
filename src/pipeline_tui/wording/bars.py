"""Bars of text: the length of a value where looking beats reading."""

from __future__ import annotations


def bar(share: float, width: int, steps: str) -> str:
    """A bar of `share` (0 to 1) of `width` cells; anything above nothing shows at least a sliver.

    `steps` are the ends of a bar, from the smallest to a full cell.
    """
    parts = round(share * width * len(steps))
    if share > 0:
        parts = max(1, parts)
    whole, rest = divmod(parts, len(steps))
    return (steps[-1] * whole + (steps[rest - 1] if rest else ""))[:width]


def whisker(low: float, high: float, share: float, width: int, line: str, point: str) -> str:
    """Where a share lies for sure, as a line from `low` to `high` with a point at `share`, all of them
    0 to 1, in `width` cells from nothing to all: `   ──●────     `."""
    if width < 1:
        return ""
    first, last, at = (min(width - 1, int(one * width)) for one in (low, high, share))
    drawn = " " * first + line * (last - first + 1)
    return (drawn[:at] + point + drawn[at + 1 :]).ljust(width)
