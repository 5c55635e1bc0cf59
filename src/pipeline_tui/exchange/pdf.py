"""A paper as PDF, in a font of our own, so that it looks the same on a machine without any.

What that font lacks (Armenian, Georgian, Chinese) is taken from DejaVu Sans where the system has it.
All text is drawn as it stands: nothing in a client's name is markup.
"""

from __future__ import annotations

import logging
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.paper import Grid, Paper, Signers
from pipeline_tui.exchange.export import Before, Written, whole_file

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "PT Sans"
_FILES = {"": "PT_Sans-Web-Regular.ttf", "B": "PT_Sans-Web-Bold.ttf"}
_SPARE = "DejaVu Sans"
_SPARE_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_SPARE_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/TTF", "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/dejavu", "/Library/Fonts", "~/.local/share/fonts", "~/Library/Fonts",
)  # fmt: skip
_TITLE, _TEXT, _SMALL = 14, 10, 8.5
_LINE = 1.25
"""Height of a line in its font's size."""
_POINT = 25.4 / 72
_MARGIN = 12
_LONGEST = 400
"""Characters of a cell; more would not fit on a page and says nothing in a table."""


def write_pdf(path: Path, paper: Paper, made: datetime, *, before: Before | None = None) -> Written:
    """Draw the paper to a new file, all of it or nothing, and say how many pages it takes.

    A character that neither font has is drawn as a question mark.

    Raises Conflict file_exists, Invalid folder_missing, file_is_folder, Refused file_no_write.
    """
    # It tells of glyphs it lacks, and with them of what stands in a client's name.
    logging.getLogger("fpdf").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    with whole_file(path, overwrite=False) as temporary:
        sheet = _sheet(paper, made)
        _size(sheet, _TITLE, "B")
        _paragraph(sheet, paper.title, "C")
        for line in paper.under:
            _size(sheet, _TEXT)
            _paragraph(sheet, line, "C")
        for part in paper.parts:
            sheet.ln(3)
            match part:
                case Grid():
                    _grid(sheet, part)
                case Signers():
                    _signers(sheet, part)
                case str():
                    _size(sheet, _TEXT)
                    _paragraph(sheet, part, "L")
        temporary.write_bytes(sheet.output())
        written = Written(sheet.page_no())
        if before is not None:
            before(written)
    return written


def _sheet(paper: Paper, made: datetime) -> FPDF:
    import fpdf

    class Sheet(fpdf.FPDF):
        def footer(self) -> None:
            """The page's number, where there are several."""
            if self.page_no() > 1:
                self.set_y(-10)
                _size(self, _SMALL)
                self.cell(0, text=str(self.page_no()), align="R")

    sheet = Sheet(format="A4")
    fonts = files("pipeline_tui.exchange").joinpath("fonts")
    for style, name in _FILES.items():
        sheet.add_font(_FONT, style, str(fonts.joinpath(name)))
    spare = next(
        (folder for one in _SPARE_FOLDERS if (folder := Path(one).expanduser()).is_dir()
         and all((folder / name).exists() for name in _SPARE_FILES.values())),
        None,
    )  # fmt: skip
    if spare is not None:
        for style, name in _SPARE_FILES.items():
            sheet.add_font(_SPARE, style, str(spare / name))
        sheet.set_fallback_fonts([_SPARE])
    sheet.set_margin(_MARGIN)
    sheet.set_auto_page_break(True, _MARGIN + 4)
    sheet.set_title(_drawn(sheet, paper.title))
    sheet.set_lang(paper.language)
    sheet.set_creation_date(made)
    sheet.add_page()
    return sheet


def _size(sheet: FPDF, points: float, style: Any = "") -> None:
    sheet.set_font(_FONT, style, points)


def _paragraph(sheet: FPDF, text: str, align: str) -> None:
    height = sheet.font_size_pt * _LINE * _POINT
    sheet.multi_cell(0, height, _drawn(sheet, text), align=align, new_x="LMARGIN", new_y="NEXT")


def _grid(sheet: FPDF, grid: Grid) -> None:
    from fpdf.enums import TableCellFillMode
    from fpdf.fonts import FontFace

    _size(sheet, _SMALL)
    sheet.set_line_width(0.15)
    with sheet.table(
        col_widths=grid.wide, width=sheet.epw, num_heading_rows=len(grid.heads),
        text_align=tuple("RIGHT" if at in grid.right else "LEFT" for at in range(len(grid.wide))),
        headings_style=FontFace(emphasis="BOLD"), line_height=_SMALL * _LINE * _POINT,
        cell_fill_mode=TableCellFillMode.NONE, padding=0.8,
    ) as table:  # fmt: skip
        for head in grid.heads:
            row = table.row()
            for at, cell in enumerate(head):
                if cell is not None:
                    span = 1
                    while at + span < len(head) and head[at + span] is None:
                        span += 1
                    row.cell(_drawn(sheet, cell), colspan=span, align="CENTER")
        for at, cells in enumerate(grid.rows):
            style = FontFace(emphasis="BOLD") if at in grid.strong else None
            row = table.row(style=style)
            for text in cells:
                row.cell(_drawn(sheet, text)[:_LONGEST], v_align="T")


def _signers(sheet: FPDF, both: Signers) -> None:
    """Two columns that stay on one page."""
    _size(sheet, _TEXT)
    height = _TEXT * 1.6 * _POINT
    gap = 8
    width = (sheet.epw - gap) / 2
    with sheet.unbreakable() as held:
        top, lowest = held.y, held.y
        for side, lines in enumerate((both.ours, both.theirs)):
            held.set_xy(sheet.l_margin + side * (width + gap), top)
            for line in lines:
                held.set_x(sheet.l_margin + side * (width + gap))
                held.multi_cell(
                    width, height, _drawn(sheet, line), align="L", new_x="LEFT", new_y="NEXT"
                )
            lowest = max(lowest, held.y)
        held.set_y(lowest)


def _drawn(sheet: FPDF, text: str) -> str:
    """The text without what is not drawn: controls, marks of direction, halves of a pair."""
    from fpdf.fonts import TTFFont

    maps = [font.cmap for font in sheet.fonts.values() if isinstance(font, TTFFont)]
    return "".join(
        one if one == "\n" or any(ord(one) in known for known in maps) else "?"
        for one in text
        if one in "\n\u00a0" or one.isprintable()
    )
