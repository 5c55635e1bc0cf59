"""Files out: whole or absent, private, never a formula, and readable by our own import."""

from __future__ import annotations

import csv
import datetime as dt
import json
import stat
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.exchange import export
from pipeline_tui.exchange.export import TABLES, Format, Written, write_table
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.exchange.values import clean

ROWS: list[dict[str, object]] = [
    {"name": "Щит, ООО", "sum": Decimal("1234.50"), "on": dt.date(2025, 3, 4), "vip": True},
    {"name": "=cmd|' /C calc'!A0", "sum": Decimal("-5.00"), "on": None, "vip": False, "other": 1},
]
COLUMNS = {"name": "Клиент", "sum": "Сумма", "on": "Дата", "vip": "ВИП"}


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert write_table(path, iter(ROWS), COLUMNS, delimiter=";") == Written(2)
    assert path.read_bytes().decode("utf-8") == (
        "\ufeffКлиент;Сумма;Дата;ВИП\r\n"
        "Щит, ООО;1234.50;2025-03-04;true\r\n"
        "'=cmd|' /C calc'!A0;-5.00;;false\r\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_json_keeps_keys_and_text(tmp_path: Path) -> None:
    expected = [
        {"name": "Щит, ООО", "sum": "1234.50", "on": "2025-03-04", "vip": True},
        {"name": "=cmd|' /C calc'!A0", "sum": "-5.00", "on": None, "vip": False},
    ]
    write_table(tmp_path / "out.json", ROWS, COLUMNS)
    assert json.loads((tmp_path / "out.json").read_text()) == expected
    write_table(tmp_path / "out.jsonl", ROWS, COLUMNS)
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == expected
    write_table(tmp_path / "none.json", [], COLUMNS)
    assert json.loads((tmp_path / "none.json").read_text()) == []


def test_xlsx_keeps_numbers_dates_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_table(path, ROWS, COLUMNS)
    table = open_sheet(path)
    assert table.headers == ("Клиент", "Сумма", "Дата", "ВИП")
    assert [cells for _, cells in table] == [
        ("Щит, ООО", "1234.5", "2025-03-04", "true"),
        ("=cmd|' /C calc'!A0", "-5", "", "false"),
    ]
    import zipfile

    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_xlsx_says_how_many_cells_it_cut(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert write_table(path, [{"a": "x" * 40_000, "b": "y"}], ["a", "b"]) == Written(1, cut=1)
    [(_, cells)] = open_sheet(path)
    assert cells[0].startswith("xxx")
    assert cells[0].endswith("…")


def test_an_existing_file_is_written_over_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")
    with pytest.raises(Conflict, match="file_exists"):
        write_table(path, ROWS, COLUMNS)
    assert path.read_text() == "mine"
    write_table(path, ROWS, COLUMNS, overwrite=True)
    assert path.read_text() != "mine"


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    def rows() -> Iterator[dict[str, object]]:
        path.write_text("someone else's")
        yield from ROWS

    with pytest.raises(Conflict, match="file_exists"):
        write_table(path, rows(), COLUMNS)
    assert path.read_text() == "someone else's"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", TABLES)
def test_a_failure_half_way_leaves_nothing(tmp_path: Path, kind: Format) -> None:
    path = tmp_path / f"out.{kind}"
    path.write_text("before")

    def rows() -> Iterator[dict[str, object]]:
        yield ROWS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="file_no_write"):
        write_table(path, rows(), COLUMNS, overwrite=True)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path, code in (
        (tmp_path / "folder.csv", "file_is_folder"),
        (tmp_path / "none" / "out.csv", "folder_missing"),
        (tmp_path / "out.doc", "format_unknown"),
    ):
        with pytest.raises(Invalid, match=code):
            write_table(path, ROWS, COLUMNS)


def test_too_many_rows_for_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "XLSX_ROWS", 1)
    with pytest.raises(Refused, match="too_many_rows"):
        write_table(tmp_path / "out.xlsx", ROWS, COLUMNS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+7 (912) 345", "'+7 (912) 345"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("-12.50", "-12.50"),
        ("+79123456789", "+79123456789"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_guard_of_formulas(text: str, safe: str) -> None:
    assert export.guard(text) == safe


HOSTILE = st.text(
    st.characters(exclude_categories=["Cc"]) | st.sampled_from("=+-@;,\"'\t\n\r"), max_size=10
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=5))
def test_no_cell_starts_a_formula_and_text_comes_back(
    tmp_path: Path, body: list[tuple[str, str]]
) -> None:
    path = tmp_path / "out.csv"
    rows = [{"a": f"x{a}", "b": b} for a, b in body]
    write_table(path, rows, ["a", "b"], overwrite=True)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.reader(stream))[1:]
    for cells in written:
        for cell in cells:
            assert not cell.lstrip(" ").startswith(("=", "@", "＝", "＋", "－", "＠"))
            if cell.startswith(("+", "-")):
                float(cell.replace(",", "."))
    sound = [
        {key: text.encode("utf-8", "replace").decode() for key, text in row.items()} for row in rows
    ]
    read = [cells for _, cells in open_sheet(path)]
    assert [cells[0] for cells in read] == [row["a"] for row in sound]
    assert [clean(cells[1]) for cells in read] == [clean(row["b"]) for row in sound]
