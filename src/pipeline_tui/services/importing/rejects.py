"""Rows that were not taken, written out to be put right and imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline_tui.domain.imports import FileResult, ImportOptions, ImportResult, RowNote
from pipeline_tui.exchange.export import write_table
from pipeline_tui.exchange.sheets import open_sheet

ADDED = ("import file", "import row", "import column", "import problem")
"""Headers of what is told of a row; an import passes them over."""


def save_rejects(
    result: ImportResult, target: Path, say: Callable[[RowNote], str], options: ImportOptions
) -> list[Path]:
    """Write a table for each file of which rows were not taken: the first as named, further ones
    beside it with a number, as two header rows do not go into one table.

    Each row has its cells as they were, and where and why it was left. Raises what `write_table`
    raises.
    """
    written: list[Path] = []
    for one in result.files:
        if one.listed:
            path = free(target) if written else target
            _write(path, one, say, options)
            written.append(path)
    return written


def free(target: Path) -> Path:
    """The file itself where it is not there yet, else one beside it with a number."""
    path, number = target, 2
    while path.exists():
        path = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    return path


def _write(
    target: Path, one: FileResult, say: Callable[[RowNote], str], options: ImportOptions
) -> None:
    notes = {each.row: each for each in one.listed}
    sheet = open_sheet(
        Path(one.plan.path), encoding=options.encoding, delimiter=options.delimiter,
        sheet=options.sheet,
    )  # fmt: skip
    cells = {row: found for row, found in sheet if row in notes}
    cells |= {bad.row: bad.cells for bad in sheet.rejected}
    width = max([len(sheet.headers), *(len(found) for found in cells.values())])
    # Several columns may be called alike, so their places are the keys.
    headers = dict(zip(map(str, range(width)), (*sheet.headers, *[""] * width), strict=False))

    def rows() -> Iterator[dict[str, object]]:
        for row, note in notes.items():
            told = (one.file, row, note.column, say(note))
            yield {
                **dict(zip(headers, cells.get(row, ()), strict=False)),
                **dict(zip(ADDED, told, strict=True)),
            }

    write_table(target, rows(), {**headers, **{name: name for name in ADDED}})
