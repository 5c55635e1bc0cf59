"""Names of files as somebody may type or paste them: each is written where it says, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Problem, Refused
from pipeline_tui.domain.paper import Paper
from pipeline_tui.exchange.document_sheet import write_sheet
from pipeline_tui.exchange.export import check_table, write_table, write_text
from pipeline_tui.exchange.pdf import write_pdf
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing import rejects
from pipeline_tui.wording.problems import problem

NOW = dt.datetime(2026, 3, 11, 12, tzinfo=dt.UTC)
WRITERS: dict[str, Callable[[Path], object]] = {
    "table": lambda path: write_table(path, [{"a": "1"}], ["a"]),
    "check": check_table,
    "text": lambda path: write_text(path, ["x"]),
    "paper": lambda path: write_pdf(path, Paper("x", (), (), "en"), NOW),
    "sheet": lambda path: write_sheet(path, [["x"]]),
}
UNFIT = ("a\x00b.csv", "\x00.csv", "x" * 300 + ".csv", "ж" * 200 + ".csv", "\ud800.csv", "no/folder/a.csv",
         "x" * 300 + "/a.csv", "a\x00b/a.csv")  # fmt: skip


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", UNFIT, ids=ascii)
def test_a_name_that_no_file_can_bear_is_refused_in_a_sentence(
    tmp_path: Path, writer: str, name: str
) -> None:
    with pytest.raises(Problem) as found:
        WRITERS[writer](tmp_path / name)
    assert problem(found.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["con.csv", "..csv", "-rf.csv", "$(id).csv", "a\nb.csv", "ж" * 120 + ".csv"]
)
def test_a_name_that_a_file_can_bear_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    write_text(tmp_path / name, ["x"])
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("stem", ["sales", "ж" * 125, "x" * 250, "x" * 230 + "ж" * 10])
def test_rows_not_taken_have_where_to_go_beside_a_file_of_any_name(
    tmp_path: Path, stem: str
) -> None:
    came = tmp_path / f"{stem}.csv"
    came.touch()
    for number in range(3):
        target = rejects.beside(came)
        assert target.parent == tmp_path and target.name.startswith(stem[:40])
        target.touch(exist_ok=False)
        assert len(list(tmp_path.iterdir())) == number + 2


def test_a_backup_under_such_a_name_is_refused_too(desk: Desk, tmp_path: Path) -> None:
    for name in ("x" * 300 + ".db", "x" * 253, "ж" * 200 + ".db"):
        with pytest.raises(Refused, match="file_no_write"):
            desk.keeping.backup(tmp_path / name)
