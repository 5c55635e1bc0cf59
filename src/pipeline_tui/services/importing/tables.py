"""The files of one import, opened and looked through: kinds, columns, order of dates, rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline_tui.domain.errors import Invalid, Problem, Unreadable
from pipeline_tui.domain.imports import (
    KIND_AUTO,
    KIND_ORDER,
    ColumnPlan,
    Correction,
    FilePlan,
    ImportOptions,
)
from pipeline_tui.exchange.amounts import DecimalMark
from pipeline_tui.exchange.dates import DateStyle
from pipeline_tui.exchange.headings import columns_called, currency_in, has_column, normalise
from pipeline_tui.exchange.recognise import ColumnMap, Kind, of_clients, recognise
from pipeline_tui.exchange.sheets import Sheet, open_sheet
from pipeline_tui.exchange.values import clean, is_blank
from pipeline_tui.services.importing import rejects
from pipeline_tui.services.importing.readings import Readings, check_words, dated, summed

Recall = Callable[[str], Correction | None]
_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".vcf")
_NO_WORDS = frozenset(["", *map(normalise, rejects.ADDED)])


class Table(Struct):
    """One file: its sheet, what the columns mean, and how its dates are written."""

    path: Path
    sheet: Sheet
    columns: ColumnMap
    source: str
    signature: str
    corrected: Correction
    remembered: bool
    currency: str = ""
    """The one that the header of its sums names."""
    rows: int = 0
    styles: dict[str, DateStyle] = field(default_factory=dict)
    marks: dict[str, DecimalMark] = field(default_factory=dict)
    """Field → how the sums of its column are written, where it makes a difference."""
    headers: dict[str, str] = field(default_factory=dict)
    """Field → the header of its column."""
    examples: dict[int, str] = field(default_factory=dict)
    days: dict[tuple[str, str], date | None] = field(default_factory=dict)
    """Dates read already: a column has far fewer of them than rows."""

    @property
    def kind(self) -> str:
        """What the rows are."""
        return self.columns.kind

    def plan(self) -> FilePlan:
        """The table as it is shown before anything is taken."""
        return FilePlan(
            path=str(self.path),
            file=self.sheet.file,
            kind=self.kind,
            rows=self.rows,
            columns=tuple(
                ColumnPlan(
                    header,
                    self.columns.fields.get(index, ""),
                    self.columns.extra.get(index, ""),
                    self.examples.get(index, ""),
                    self._written(self.columns.fields.get(index, "")),
                )
                for index, header in enumerate(self.sheet.headers)
            ),
            encoding=self.sheet.encoding,
            delimiter=self.sheet.delimiter,
            signature=self.signature,
            corrected=self.corrected,
            remembered=self.remembered,
        )

    def _written(self, name: str) -> str:
        style = self.styles.get(name, DateStyle.ISO)
        if style is not DateStyle.ISO:
            return style.value
        return self.marks[name].value if name in self.marks else ""


def open_tables(
    paths: Sequence[Path], options: ImportOptions, said_before: Recall = lambda _signature: None
) -> list[Table]:
    """Open every file, in the order in which they are to be taken.

    `said_before` answers with the correction remembered for a header row, by its signature.
    Raises Unreadable for what is no table, Invalid for options that do not fit it, and Invalid
    date_ambiguous or decimal_ambiguous, with file and column, where the column does not tell day
    from month or decimals from thousands (facts column, text, signature, said, short_years).
    """
    check_words(options.dates, options.decimals)
    sheets = {path: _sheet(path, options) for path in dict.fromkeys(paths)}
    tables = [
        _open(path, sheet, _meant_for(sheet, options, sheets.values()), said_before)
        for path, sheet in sheets.items()
    ]
    _refuse_vain(options.dates, tables, dated, "column_undated")
    _refuse_vain(options.decimals, tables, summed, "column_unsummed")
    for table in tables:
        _survey(table)
    return sorted(tables, key=lambda table: KIND_ORDER.index(table.kind))


def _refuse_vain(
    said: Mapping[str, str],
    tables: Sequence[Table],
    used: Callable[[ColumnMap], frozenset[int]],
    problem: str,
) -> None:
    """Refuse what is said of a column that no file has, or has for something else."""
    for column in filter(None, said):
        places = [(table, columns_called(table.sheet.headers, column)) for table in tables]
        if not any(found for _, found in places):
            headers = ", ".join(filter(None, tables[0].sheet.headers))
            raise Invalid("map", "column_unknown", column=column, columns=headers)
        if not any(used(table.columns) & set(found) for table, found in places):
            raise Invalid("map", problem, column=column)


def tables_in(folder: Path, options: ImportOptions) -> tuple[list[Path], list[Path]]:
    """(files of a folder that are tables of ours, those that look like tables and are not).

    Raises Unreadable file_no_access for a folder whose names cannot be read.
    """
    tables: list[Path] = []
    others: list[Path] = []
    try:
        paths = sorted(each for each in folder.iterdir() if each.suffix.lower() in _ENDINGS)
    except OSError as error:
        raise Unreadable("file_no_access", file=folder.name) from error
    for path in paths:
        try:
            sheet = _sheet(path, options)
            here = {k: v for k, v in options.overrides.items() if has_column(sheet.headers, k)}
            kind = cast("Kind", sheet.kind) if sheet.kind else None
            recognise(sheet.headers, kind=kind, overrides=here, file=sheet.file)
        except Problem:
            others.append(path)
        else:
            tables.append(path)
    return tables, others


def _sheet(path: Path, options: ImportOptions) -> Sheet:
    return open_sheet(
        path, encoding=options.encoding, delimiter=options.delimiter, sheet=options.sheet
    )


def _meant_for(sheet: Sheet, options: ImportOptions, sheets: Collection[Sheet]) -> ImportOptions:
    """The options without what is said of columns that only other files have."""

    def here(said: Mapping[str, str]) -> dict[str, str]:
        return {
            column: word
            for column, word in said.items()
            if not column
            or has_column(sheet.headers, column)
            or not any(has_column(other.headers, column) for other in sheets)
        }

    return replace(
        options, overrides=here(options.overrides), dates=here(options.dates),
        decimals=here(options.decimals),
    )  # fmt: skip


def _open(path: Path, sheet: Sheet, options: ImportOptions, said_before: Recall) -> Table:
    signature = _signature(sheet.headers)
    corrected, columns = options.corrections.get(signature), None
    remembered = False
    if corrected is None and options.kind != KIND_AUTO:
        before = said_before(signature)
        columns, corrected = _as_before(sheet, options, before)
        remembered = columns is not None and before is not None and before.about_columns
    if columns is None:
        corrected = _with_options(corrected or Correction(), options)
        try:
            columns = _columns(sheet, corrected)
        except Unreadable as problem:
            # So that the user can say what the columns are, though none was recognised.
            row = sheet.header_row
            problem.facts |= {"row": row, "signature": signature, "said": corrected}
            raise
    assert corrected is not None
    source = options.source or sheet.source or signature
    table = Table(path, sheet, columns, source, signature, corrected, remembered)
    table.headers = {name: sheet.headers[index] for index, name in columns.fields.items()}
    named = (currency_in(sheet.headers[index]) for index in sorted(summed(columns)))
    table.currency = next(filter(None, named), "")
    return table


def _as_before(
    sheet: Sheet, options: ImportOptions, before: Correction | None
) -> tuple[ColumnMap | None, Correction | None]:
    """The columns as they were said to be before, unless that makes no sense any more."""
    if before is None:
        return None, None
    corrected = _with_options(before, options)
    try:
        return _columns(sheet, corrected), corrected
    except Problem:
        # Either what is said now is wrong, and will be told of, or what was said before is.
        return None, None


def _with_options(corrected: Correction, options: ImportOptions) -> Correction:
    """A correction, with what the options say of every file over it."""
    kind = "" if options.kind == KIND_AUTO else options.kind
    other = bool(kind and corrected.kind and kind != corrected.kind)
    columns = {} if other else corrected.columns
    return Correction(
        kind or corrected.kind,
        {**columns, **options.overrides},
        {**corrected.dates, **options.dates},
        {**corrected.decimals, **options.decimals},
    )


def _columns(sheet: Sheet, corrected: Correction) -> ColumnMap:
    said = corrected.kind or sheet.kind
    kind = cast("Kind", said) if said else None
    columns = recognise(sheet.headers, kind=kind, overrides=corrected.columns, file=sheet.file)
    if kind is not None or columns.kind != "contacts":
        return columns
    try:
        clients = recognise(sheet.headers, kind="clients", overrides=corrected.columns)
    except Problem:
        return columns
    return clients if of_clients(columns, clients, (cells for _, cells in sheet)) else columns


def _signature(headers: Sequence[str]) -> str:
    """Tells one program's exports from another's: their columns, in whatever order."""
    # Rows put right in a file of rows not taken are of the source that they came from.
    words = sorted(word for header in headers if (word := normalise(header)) not in _NO_WORDS)
    return hashlib.blake2b("|".join(words).encode(), digest_size=4).hexdigest()


def _survey(table: Table) -> None:
    """Count the rows, keep an example of every column, and settle how dates and sums are written."""
    readings = Readings(table.columns)
    width = len(table.sheet.headers)
    for _, cells in table.sheet:
        table.rows += 1
        readings.look(cells)
        if len(table.examples) < width and table.rows < 200:
            for index in range(width):
                if index not in table.examples and not is_blank(cells[index]):
                    table.examples[index] = clean(cells[index])[:80]
    table.rows += len(table.sheet.rejected)
    try:
        table.styles, table.marks = readings.settled(
            table.sheet.headers, table.corrected, by_program=not table.sheet.delimiter
        )
    except Invalid as problem:
        problem.facts |= {
            "file": table.sheet.file, "signature": table.signature, "said": table.corrected,
        }  # fmt: skip
        raise
