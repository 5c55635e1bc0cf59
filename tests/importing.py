"""Files for imports, and the questions that tests of imports ask of the tables afterwards."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline_tui.domain.imports import ImportOptions, ImportResult
from pipeline_tui.services.checkup import check
from pipeline_tui.services.desk import Desk
from tests.samples import sample

MAVEN = tuple(
    f"maven_crm/original/{name}.csv"
    for name in ("sales_pipeline", "accounts", "products", "sales_teams")
)
HUBSPOT = tuple(
    f"hubspot_dummy/hubspot_{name}.csv" for name in ("activities", "deals", "contacts", "companies")
)
AR = "ibm_ar/WA_Fn-UseC_-Accounts-Receivable.csv"


def write_csv(path: Path, *rows: Sequence[str]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def plain(name: str) -> list[dict[str, str]]:
    """The rows of a sample file, read by the standard library."""
    with sample(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def bring(desk: Desk, names: Iterable[str], **options: Any) -> ImportResult:
    """Import sample files."""
    return desk.imports.run([sample(name) for name in names], ImportOptions(**options))


def ask(desk: Desk, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query."""
    return desk.book.reader.execute(sql, values).fetchall()


def one(desk: Desk, sql: str, *values: Any) -> Any:
    """The single value of a query."""
    return ask(desk, sql, *values)[0][0]


def adds_up(result: ImportResult) -> bool:
    """Whether taken, merged and listed are the rows of every file."""
    return all(
        file.taken + file.merged + file.not_taken == file.rows and file.changed <= file.merged
        for file in result.files
    )


def fates(result: ImportResult) -> dict[str, tuple[int, int, int]]:
    """File → (taken, merged, listed)."""
    return {file.file: (file.taken, file.merged, file.not_taken) for file in result.files}


def unsound(desk: Desk) -> list[str]:
    """What a look over the file finds wrong."""
    return [each.code for each in check(desk.book.path, desk.now()) if not each.ok]
