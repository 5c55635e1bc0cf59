"""Rows that were not taken, written out to be put right and imported again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from pathlib import Path

from pipeline_tui.domain.imports import FileResult, ImportOptions, ImportResult, RowNote
from pipeline_tui.exchange.export import write_table
from pipeline_tui.exchange.sheets import open_sheet

ADDED = ("import file", "import row", "import column", "import problem")
"""Headers of what is told of a row; an import passes them over."""
_STEM = 230
"""Bytes of a name that leave room for what is added to it: a name may have 255."""


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
        if one.not_taken:
            path = free(target) if written else target
            _write(path, one, say, options)
            written.append(path)
    return written


def beside(taken: Path) -> Path:
    """Where the rows of a file that were not taken go unless one says otherwise."""
    stem = taken.stem
    if len(name := os.fsencode(stem)) > _STEM:
        stem = name[:_STEM].decode("utf-8", "ignore")
    return free(taken.with_name(f"{stem}-not-taken.csv"))


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
    sheet = open_sheet(
        Path(one.plan.path), encoding=options.encoding, delimiter=options.delimiter,
        sheet=options.sheet,
    )  # fmt: skip
    for _ in sheet:  # to the end, where it is known what has no place among the rows
        pass
    bad = sheet.rejected
    width = max([len(sheet.headers), *(len(each.cells) for each in bad)])
    # Several columns may be called alike, so their places are the keys.
    headers = dict(zip(map(str, range(width)), (*sheet.headers, *[""] * width), strict=False))

    def rows() -> Iterator[dict[str, object]]:
        cells = merge(sheet, ((each.row, each.cells) for each in bad), key=lambda found: found[0])
        for note, found in _with_cells(one.every, cells):
            told = (one.file, note.row, note.column, say(note))
            yield {
                **dict(zip(headers, found, strict=False)),
                **dict(zip(ADDED, told, strict=True)),
            }

    write_table(target, rows(), {**headers, **{name: name for name in ADDED}})


def _with_cells(
    notes: Iterable[RowNote], rows: Iterator[tuple[int, tuple[str, ...]]]
) -> Iterator[tuple[RowNote, tuple[str, ...]]]:
    """Each note with the cells of its row; both are in the order of rows, and neither is kept."""
    row, cells = next(rows, (0, ()))
    for note in notes:
        while row < note.row:
            row, cells = next(rows, (note.row + 1, ()))
        yield note, cells if row == note.row else ()
