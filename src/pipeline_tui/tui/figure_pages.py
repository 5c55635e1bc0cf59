"""Figures of the funnel as tables on the screen: columns, rows with their bars, and the row in full."""

from __future__ import annotations

from pipeline_tui.domain.figures import Figure
from pipeline_tui.tui.widgets.glyphs import terminal_glyphs
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column
from pipeline_tui.wording.figures import Line, Sheet, figure_name
from pipeline_tui.wording.formats import count, number

_BAR = 24
_NARROW_BAR = 12


def tabs() -> dict[str, str]:
    """The figures, left to right."""
    return {figure.value: figure_name(figure) for figure in Figure}


def columns(sheet: Sheet, width: int) -> tuple[Column, ...]:
    """The columns of a sheet on a screen so wide, with one for bars where there are any and room."""
    found = [
        Column(
            f"c{at}", one.title, one.width, "right" if one.right else "left", min_width=10,
            min_total_width=0 if at < 2 else 40 + at, sortable=False,
        )
        for at, one in enumerate(sheet.headings)
    ]  # fmt: skip
    if any(line.bar for line in sheet.lines):
        found.append(Column("bar", "", bar_width(width), min_total_width=70, sortable=False))
    return tuple(found)


def bar_width(width: int) -> int:
    """Cells of the longest bar on a screen so wide."""
    return _BAR if width >= 110 else _NARROW_BAR


def rows(sheet: Sheet, width: int) -> list[Row]:
    """The rows of a sheet; the row id is its place from 1."""
    glyphs = terminal_glyphs()
    signs = (glyphs.eighths, glyphs.line, glyphs.mark)
    return [
        Row(
            place,
            {
                **{
                    f"c{at}": Cell(text, line.tone or ("strong" if at == 0 else ""))
                    for at, text in enumerate(line.cells)
                },
                "bar": Cell(
                    line.drawn(bar_width(width), *signs) if line.bar or line.likely else "",
                    "accent" if line.tone in ("", "muted") else line.tone,
                ),
            },
        )
        for place, line in enumerate(sheet.lines, 1)
    ]


def told(line: Line) -> str:
    """The row under the cursor: its numbers, each of which has its deals."""
    if len(line.numbers) == 1:
        return f"{line.name}: " + count(line.numbers[0].count, "{n} deal", "{n} deals")
    parts = [f"{one.name} {number(one.count)}" for one in line.numbers]
    return f"{line.name}: " + " · ".join(parts)
