"""Bank statements, one module per format; all give the same lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.errors import Unreadable

if TYPE_CHECKING:
    from pipeline_tui.exchange.bank.reading import Statement

_HEAD = 64 * 1024


def open_statement(
    path: Path, columns: Mapping[str, str] | None = None, currency: str = "RUB"
) -> Statement:
    """The statement in a file, told by its content; its lines are read as they are asked for.

    A table with a column of days and one of sums is one too: `columns` (header → field of
    `table.COLUMNS`) says what its headers do not, `currency` is that of sums that name none.
    Raises Unreadable statement_unknown, statement_file, file_too_big, statement_columns; Invalid
    column_unknown, field_unknown.
    """
    from pipeline_tui.exchange.bank import camt053, mt940, one_c

    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise Unreadable("statement_file", file=path.name) from error
    if one_c.looks_like_one(head):
        return one_c.Reader(path, head)
    if camt053.looks_like_one(head):
        return camt053.Reader(path)
    if mt940.looks_like_one(head):
        return mt940.Reader(path)
    from pipeline_tui.exchange.bank import table

    try:
        return table.Reader(path, columns or {}, currency)
    except Unreadable as error:
        if error.code == "statement_columns":
            raise
        raise Unreadable("statement_unknown", file=path.name) from error
