"""Write rows of a table to CSV, JSON, JSON lines or XLSX, and any other text, to a file.

A file appears whole or not at all: it is written beside its place under another name, synced and
renamed. Only the user can read it, for it holds clients' data.
"""

from __future__ import annotations

import csv
import datetime as dt
import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.exchange.values import FORMULA_STARTERS

Row = Mapping[str, object]

XLSX_ROWS = 1_048_575  # below the header
XLSX_CELL = 32_767  # characters

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z")


class Format(StrEnum):
    """Kinds of files; the value is also the name's ending."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"
    VCARD = "vcf"
    CALENDAR = "ics"
    ARCHIVE = "zip"

    @classmethod
    def of(cls, path: Path, among: Sequence[Format] = ()) -> Format:
        """By the name's ending. Invalid format_unknown."""
        return cls.named(path.suffix.lower().removeprefix("."), among)

    @classmethod
    def named(cls, text: str, among: Sequence[Format] = ()) -> Format:
        """By its ending, or a word for it: vcard, archive. Invalid format_unknown, also where it is
        none of those `among` which one may choose."""
        known = among or tuple(cls)
        found = {**_WORDS, **{each.value: each for each in cls}}.get(text.strip().lower())
        if found is None or found not in known:
            formats = ", ".join(each.value for each in known)
            raise Invalid("format", "format_unknown", text=text, formats=formats)
        return found


TABLES = (Format.CSV, Format.XLSX, Format.JSON, Format.JSONL)
"""Formats that any table can be written in."""
_WORDS = {"vcard": Format.VCARD, "calendar": Format.CALENDAR, "archive": Format.ARCHIVE}


class Written(Struct, frozen=True):
    """`rows` written below the header; `cut`: cells shortened to what a spreadsheet cell holds."""

    rows: int
    cut: int = 0


class _Csv(Struct, frozen=True):
    delimiter: str
    bom: bool


Before = Callable[[Written], None]
"""Told what has been written before the file gets its name; what it raises leaves no file."""


def write_table(
    path: Path,
    rows: Iterable[Row],
    columns: Mapping[str, str] | Sequence[str],
    *,
    kind: Format | None = None,
    overwrite: bool = False,
    bom: bool = True,
    delimiter: str = ",",
    before: Before | None = None,
) -> Written:
    """Write `rows`, read one at a time, and say how many.

    `columns`: keys of the rows in order, or key → heading. CSV and XLSX show headings, JSON keeps
    keys. `kind`, one of `TABLES`, is told by the name unless given. `bom` and `delimiter` concern
    CSV: Excel needs the mark to see UTF-8. Money comes as Decimal in major units, moments already
    in the user's zone.
    Raises Conflict file_exists, Invalid folder_missing, file_is_folder, format_unknown, Refused
    too_many_rows, file_no_write; then no file is left behind.
    """
    kind = kind or Format.of(path, TABLES)
    headings = dict(columns) if isinstance(columns, Mapping) else {name: name for name in columns}
    with whole_file(path, overwrite) as temporary:
        match kind:
            case Format.XLSX:
                written = _write_xlsx(temporary, rows, headings)
            case Format.CSV:
                written = Written(_write_csv(temporary, rows, headings, _Csv(delimiter, bom)))
            case _:
                lines = kind is Format.JSONL
                written = Written(_write_json(temporary, rows, list(headings), lines=lines))
        if before is not None:
            before(written)
    return written


def check_table(path: Path) -> None:
    """That a table can be written there later on, nothing being in its way; raises what
    `write_table` raises before it writes."""
    Format.of(path, TABLES)
    _check_place(path, overwrite=False)
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise Refused("file_no_write", file=path.name, detail=error.strerror or "") from error


def write_text(
    path: Path,
    parts: Iterable[str],
    *,
    overwrite: bool = False,
    before: Before | None = None,
) -> Written:
    """Write a text to a file, part by part, all of it or nothing, and say how many parts.

    Raises as `write_table` does.
    """
    count = 0
    with whole_file(path, overwrite) as temporary:
        with temporary.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            for part in parts:
                stream.write(part)
                count += 1
        written = Written(count)
        if before is not None:
            before(written)
    return written


def guard(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number with its sign is no formula and stays.
    """
    if text.lstrip(" ").startswith(FORMULA_STARTERS) and not _NUMBER.match(text):
        return "'" + text
    return text


def _csv_rows(rows: Iterable[Row], names: Sequence[str]) -> Iterator[list[str]]:
    for row in rows:
        yield [guard(text_of(row.get(name))) for name in names]


def text_of(value: object) -> str:
    """A value as text that a program reads back: ISO dates, a point in numbers, true and false."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case dt.datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case dt.date():
            return value.isoformat()
    return str(value)


def _json_value(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.datetime) else text_of(value)


def _write_csv(path: Path, rows: Iterable[Row], headings: Mapping[str, str], dialect: _Csv) -> int:
    count = 0
    encoding = "utf-8-sig" if dialect.bom else "utf-8"
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=dialect.delimiter)
        writer.writerow([guard(heading) for heading in headings.values()])
        for cells in _csv_rows(rows, list(headings)):
            writer.writerow(cells)
            count += 1
    return count


def _write_json(path: Path, rows: Iterable[Row], names: Sequence[str], *, lines: bool) -> int:
    encode = json.JSONEncoder(ensure_ascii=False, default=_json_value).encode
    count = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        if not lines:
            stream.write("[")
        for row in rows:
            if not lines:
                stream.write(",\n" if count else "\n")
            stream.write(encode({name: row.get(name) for name in names}))
            if lines:
                stream.write("\n")
            count += 1
        if not lines:
            stream.write("\n]\n")
    return count


def _write_xlsx(path: Path, rows: Iterable[Row], headings: Mapping[str, str]) -> Written:
    import xlsxwriter

    names = list(headings)
    cut = count = 0
    # The library keeps rows in temporary files of its own: give them a folder no one else reads.
    with tempfile.TemporaryDirectory(prefix="pipeline-tui-") as folder:
        book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "remove_timezone": True,
                "nan_inf_to_errors": True,
                "tmpdir": folder,
            },
        )
        try:
            sheet = book.add_worksheet()
            money = book.add_format({"num_format": "#,##0.00"})
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            bold = book.add_format({"bold": True})
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings.values()):
                sheet.set_column(column, column, min(60, max(12, len(heading) + 2)))
                sheet.write_string(0, column, _sound(heading), bold)
            for row in rows:
                count += 1
                if count > XLSX_ROWS:
                    raise Refused("too_many_rows", limit=XLSX_ROWS, format=Format.XLSX.value)
                for column, name in enumerate(names):
                    match row.get(name):
                        case None:
                            continue
                        case bool() as value:
                            sheet.write_boolean(count, column, value)
                        case Decimal() as value if value.is_finite():
                            sheet.write_number(count, column, float(value), money)
                        case int() | float() as value if abs(value) < 10**15:
                            sheet.write_number(count, column, value)
                        case dt.datetime() as value if value.year >= 1900:
                            sheet.write_datetime(count, column, value, moment)
                        case dt.date() as value if value.year >= 1900:
                            sheet.write_datetime(count, column, value, day)
                        case value:
                            text = _sound(text_of(value))
                            if len(text.encode("utf-16-le")) > 2 * XLSX_CELL:
                                text = text[: XLSX_CELL // 2 - 1] + "…"
                                cut += 1
                            sheet.write_string(count, column, text)
        finally:
            book.close()
    return Written(count, cut)


def _sound(text: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def whole_file(path: Path, overwrite: bool) -> Iterator[Path]:
    """A temporary name to write to; it becomes `path` when the block ends well."""
    _check_place(path, overwrite)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        temporary = Path(name)  # mode 0600
        os.close(handle)
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        _place(temporary, path, overwrite)
    except OSError as error:
        raise Refused("file_no_write", file=path.name, detail=error.strerror or "") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _check_place(path: Path, overwrite: bool) -> None:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except ValueError as error:  # a NUL, or half a character
        detail = os.strerror(errno.EINVAL)
        raise Refused("file_no_write", file=path.name, detail=detail) from error
    except OSError as error:  # too long, or in a folder that is another's
        raise Refused("file_no_write", file=path.name, detail=error.strerror or "") from error
    if path.is_dir():
        raise Invalid("file", "file_is_folder", file=path.name)
    if not path.parent.is_dir():
        raise Invalid("file", "folder_missing", folder=str(path.parent))
    if not overwrite and (path.exists() or path.is_symlink()):
        raise Conflict("file_exists", file=path.name)


def _place(temporary: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        # A link fails where the name has been taken meanwhile; a rename would write over it.
        path.hardlink_to(temporary)
    except FileExistsError as error:
        raise Conflict("file_exists", file=path.name) from error
    except OSError:  # a file system without hard links
        if path.exists():
            raise Conflict("file_exists", file=path.name) from None
        temporary.replace(path)
