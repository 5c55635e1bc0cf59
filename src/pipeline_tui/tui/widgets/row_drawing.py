"""The lines of a table: its header, a section title, a row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from pipeline_tui.tui.text import clean, fit, width_of
from pipeline_tui.tui.widgets.columns import Placed
from pipeline_tui.tui.widgets.glyphs import Glyphs
from pipeline_tui.tui.widgets.lines import join_runs
from pipeline_tui.tui.widgets.palette import Palette
from pipeline_tui.tui.widgets.rows import Row, Section

MARGIN = 3
"""Cells before the first column: the cursor's sign, the mark, a blank."""


def draw_header(
    columns: Sequence[Placed],
    sort: tuple[str, bool] | None,
    width: int,
    palette: Palette,
    glyphs: Glyphs,
) -> Strip:
    """The titles; the sorted column says by a sign which way."""
    style = palette.style("muted", "header")
    strong = palette.style("strong", "header")
    runs: list[tuple[str, Style]] = []
    x = 0
    for placed in columns:
        title = clean(placed.column.title)
        here = sort is not None and sort[0] == placed.column.key
        if sort is not None and here:
            sign = glyphs.descending if sort[1] else glyphs.ascending
            title = f"{fit(title, max(0, min(width_of(title), placed.width - 2)))} {sign}"
        runs.append((" " * (placed.x - x), style))
        runs.append((fit(title, placed.width, placed.column.align), strong if here else style))
        x = placed.x + placed.width
    runs.append((" " * max(0, width - x), style))
    return Strip(join_runs(runs), width)


def draw_section(section: Section, width: int, palette: Palette, glyphs: Glyphs) -> Strip:
    """A group title and a rule after it."""
    title = f" {clean(section.title)} "
    size = min(width_of(title), width)
    runs = [
        (fit(title, size), palette.style(section.tone, "section")),
        (glyphs.line * (width - size), palette.bar("faint")),
    ]
    return Strip(join_runs(runs), width)


def draw_row(
    row: Row | None,
    columns: Sequence[Placed],
    width: int,
    surface: str,
    palette: Palette,
    glyphs: Glyphs,
    *,
    marked: bool,
) -> Strip:
    """A row in its columns; one that has not come yet (None) is dim dots."""
    plain = palette.style("", surface)
    on_cursor = surface in ("cursor", "cursor-blurred")
    edge = palette.bar("accent" if surface == "cursor" else "muted", surface)
    runs: list[tuple[str, Style]] = [
        (glyphs.cursor if on_cursor else " ", edge),
        (glyphs.mark if marked else " ", palette.bar("accent", surface)),
        (" ", plain),
    ]
    x = MARGIN
    for placed in columns:
        if placed.x > x:
            runs.append((" " * (placed.x - x), plain))
        x = placed.x + placed.width
        runs += _draw_cell(row, placed, surface, palette, glyphs)
    runs.append((" " * max(0, width - x), plain))
    return Strip(join_runs(runs), width)


def _draw_cell(
    row: Row | None, placed: Placed, surface: str, palette: Palette, glyphs: Glyphs
) -> list[tuple[str, Style]]:
    column, width = placed.column, placed.width
    if row is None:
        waiting = glyphs.empty * min(3, width)
        return [(fit(waiting, width, column.align), palette.style("muted", surface))]
    cell = row.cells.get(column.key, "")
    if isinstance(cell, str):
        return [(fit(clean(cell), width, column.align), palette.style(row.tone, surface))]
    text, style = clean(cell.text), palette.style(cell.tone or row.tone, surface)
    if not cell.also:
        return [(fit(text, width, column.align), style)]
    also = f"  {clean(cell.also)}"
    room = max(width - width_of(text), min(width_of(also), width // 2))
    head = fit(text, min(width_of(text), width - room))
    return [(head, style), (fit(also, width - width_of(head)), palette.style("muted", surface))]
