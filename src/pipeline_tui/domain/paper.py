"""A paper for print: what stands on it, without saying how it is drawn."""

from __future__ import annotations

from msgspec import Struct


class Grid(Struct, frozen=True):
    """A table: header rows, rows, and what of it is drawn how.

    `wide` are the columns' widths in parts of the page's; `right` the columns that hold figures,
    `strong` the rows in bold. In a header row a cell that is none belongs to the cell before it.
    """

    heads: tuple[tuple[str | None, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    wide: tuple[int, ...]
    right: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()


class Signers(Struct, frozen=True):
    """Who signs, side by side: the lines below each other on each side."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]


class Paper(Struct, frozen=True):
    """A title, what stands below it in the middle, then paragraphs, tables and signatures."""

    title: str
    under: tuple[str, ...]
    parts: tuple[str | Grid | Signers, ...]
    language: str
