"""What the shell and the screen say of a file of which thousands of rows are not taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing.notes import SHOWN
from pipeline_tui.tui.import_page import preview
from tests.conftest import Said
from tests.importing import write_csv

ROWS = SHOWN + 500


def refused(folder: Path) -> Path:
    rows = (("", f"{n:06}") for n in range(ROWS))
    return write_csv(folder / "a.csv", ("Company", "INN"), *rows, ("Acorn", "1", "long"))


def test_json_counts_all_and_lists_up_to_the_bound(
    cli: Callable[..., Said], tmp_path: Path
) -> None:
    said = cli("import", str(refused(tmp_path)), "--yes", "--json")
    (one,) = json.loads(said.out)["files"]
    assert one["taken"] + one["merged"] + one["not_taken"] == one["rows"] == ROWS + 1
    assert (len(one["listed"]), one["more_listed"]) == (SHOWN, 501)
    assert one["reasons"] == [
        {"code": "required", "column": "Company", "count": ROWS},
        {"code": "row_too_long", "column": "", "count": 1},
    ]


def test_the_rest_is_counted_by_reason_and_column(cli: Callable[..., Said], tmp_path: Path) -> None:
    left = tmp_path / "left.csv"
    said = cli("import", str(refused(tmp_path)), "--dry-run", "--rejects", str(left))
    lines = [line.strip() for line in said.out.splitlines()]
    assert "… and 1,491 more" in lines
    assert "a.csv, 1,500 rows, column Company: This must be filled in" in lines
    assert any(line.startswith("a.csv, 1 row: ") for line in lines)
    assert len(left.read_text("utf-8-sig").splitlines()) == ROWS + 2


def test_the_screen_counts_them_too(desk: Desk, tmp_path: Path) -> None:
    result = desk.imports.rehearse([refused(tmp_path)])
    lines = [line.strip() for line in preview(result, done=False, width=80).plain.splitlines()]
    assert "… and 1,493 more" in lines
    assert "a.csv, 1,500 rows, column Company: This must be filled in" in lines
