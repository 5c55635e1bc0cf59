"""A file of which nearly nothing can be taken: counted to the last row, listed up to a bound, saved whole."""

from __future__ import annotations

import pickle
import tracemalloc
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound, Problem, Refused, Unreadable
from pipeline_tui.domain.imports import ImportOptions, ImportResult
from pipeline_tui.exchange.packed import Packed
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing.notes import SHOWN
from pipeline_tui.wording.problems import problem
from tests.importing import adds_up, write_csv

HEADER = ("Company", "INN")


def refused(folder: Path, rows: int, *more: tuple[str, ...]) -> Path:
    return write_csv(folder / "a.csv", HEADER, *(("", f"{n:06}") for n in range(rows)), *more)


def saved(desk: Desk, result: ImportResult, folder: Path) -> list[str]:
    (path,) = desk.imports.save_rejects(
        result, folder / "left.csv", lambda one: problem(one.problem)
    )
    return path.read_text("utf-8-sig").splitlines()[1:]


def test_rows_beyond_the_bound_are_counted_and_saved(desk: Desk, tmp_path: Path) -> None:
    path = refused(
        tmp_path, 2_500, ("Acorn", "1", "long"), ("Birch", ""), ("", "7"), ("", "8", "long")
    )
    result = desk.imports.run([path])
    (one,) = result.files
    assert adds_up(result)
    assert (one.rows, one.taken, one.not_taken, result.listed) == (2_504, 1, 2_503, 2_503)
    assert (len(one.listed), one.more_listed) == (SHOWN, 2_503 - SHOWN)
    assert [(each.code, each.column, each.count) for each in one.reasons] == [
        ("required", "Company", 2_501), ("row_too_long", "", 2),
    ]  # fmt: skip
    rows = [note.row for note in one.every]
    assert rows == [*range(2, 2_502), 2_502, 2_504, 2_505]
    lines = saved(desk, result, tmp_path)
    assert len(lines) == 2_503
    assert lines[2_499].startswith(",002499,,a.csv,2501,Company,")
    assert [line.split(",a.csv,")[0] for line in lines[2_500:]] == [
        "Acorn,1,long",
        ",7,",
        ",8,long",
    ]


def test_what_is_kept_of_a_refused_row_is_little(desk: Desk, tmp_path: Path) -> None:
    """A row held whole, with the frames that read it, was 4 KB."""
    path = refused(tmp_path, 12_000)
    tracemalloc.start()
    result = desk.imports.rehearse([path])
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.listed == 12_000
    assert held < 2_500_000


def test_values_left_out_are_bounded_and_those_of_refused_rows_are_not_told(
    desk: Desk, tmp_path: Path
) -> None:
    taken = ((f"Acorn {n}", "123") for n in range(SHOWN + 5))
    path = write_csv(tmp_path / "a.csv", HEADER, *taken, ("", "123"))
    (one,) = desk.imports.run([path]).files
    assert (one.taken, one.not_taken, len(one.warned), one.more_warned) == (1_005, 1, SHOWN, 5)
    assert sum(each.count for each in one.warned_of) == 1_005


def test_strict_names_the_first_row_still(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="required") as found:
        desk.imports.run([refused(tmp_path, 1_500)], ImportOptions(strict=True))
    assert found.value.facts["row"] == 2


@pytest.mark.parametrize("number", [0, 1, 999, 1_000, 1_001, 3_000])
def test_what_is_packed_comes_back_in_order_and_again(number: int) -> None:
    packed = Packed[int]()
    for one in range(number):
        packed.append(one)
    assert len(packed) == number
    assert list(packed) == list(packed) == list(range(number))


@pytest.mark.parametrize(
    "one",
    [
        Invalid("amount", "not_money", text="a\x00b", max_length=5), Refused("import_cancelled"),
        NotFound("client", id=7), Unreadable("row_too_long", cells=3, columns=2),
    ],
)  # fmt: skip
def test_a_problem_is_the_same_after_it_was_packed(one: Problem) -> None:
    back = pickle.loads(pickle.dumps(one))
    assert type(back) is type(one)
    assert (back.code, back.facts, vars(back)) == (one.code, one.facts, vars(one))
    assert str(back) == str(one)
