"""Lists and sums of deals come from indexes, whatever the planner knows of the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock, open_desk
from tests.dealing import TODAY, make_client, make_deal


def plans(desk: Desk, read: Callable[[], object]) -> list[str]:
    """How SQLite would answer every question that `read` asks."""
    db = desk.book.reader
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    try:
        read()
    finally:
        db.set_trace_callback(None)
    steps: list[str] = []
    for sql in asked:
        if not sql.lstrip().startswith("--"):
            steps += [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql)]
    return steps


def walks(steps: list[str], table: str) -> list[str]:
    """Steps that read a table from end to end without an index."""
    return [step for step in steps if step in (f"SCAN {table}", f"SCAN TABLE {table}")]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> Iterator[Desk]:
    """Read only, so made once."""
    path = tmp_path_factory.mktemp("deals") / "small.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        client = make_client(desk)
        for n in range(3):
            make_deal(desk, f"сделка {n}", client_id=client)
        yield desk


@pytest.mark.parametrize("show", list(DealList))
@pytest.mark.parametrize("sort", list(DealSort))
def test_no_list_walks_the_table_of_deals(small: Desk, show: DealList, sort: DealSort) -> None:
    if show is DealList.ALL:
        pytest.skip("every deal there is")
    steps = plans(small, lambda: small.funnel.ids(DealFilter(show=show), sort))
    assert walks(steps, "d") == []
    assert walks(steps, "task") == walks(steps, "t") == walks(steps, "a") == []


@pytest.mark.parametrize("text", ["сдел", "ромаш станок"])
def test_a_filter_reads_the_word_indexes(small: Desk, text: str) -> None:
    steps = plans(small, lambda: small.funnel.ids(DealFilter(text)))
    assert any("deal_open" in step for step in steps)
    assert any("deal_titles VIRTUAL TABLE INDEX" in step for step in steps)
    assert walks(steps, "client") == walks(steps, "d") == []


def test_open_sums_come_from_their_covering_index_in_order(small: Desk) -> None:
    steps = plans(small, small.funnel.columns)
    assert any("deal_open_sums" in step for step in steps)
    assert any("deal_by_close" in step for step in steps)
    assert any("deal_closed" in step for step in steps)
    first = next(at for at, step in enumerate(steps) if "deal_open_sums" in step)
    assert "TEMP B-TREE" not in steps[first + 1]


def test_cards_by_amount_are_not_sorted(small: Desk) -> None:
    (new,) = (stage.id for stage in small.funnel.stages() if stage.code == "new")
    steps = plans(small, lambda: small.funnel.ids_by_stage([new], limit=50))
    assert any("SEARCH d USING INDEX deal_open" in s or "USING COVERING" in s for s in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_closed_cards_by_day_are_not_sorted(small: Desk) -> None:
    won = [stage.id for stage in small.funnel.stages() if stage.code == "won"]
    wanted = DealFilter(show=DealList.WON)
    steps = plans(
        small,
        lambda: small.funnel.ids_by_stage(
            won, wanted, DealSort.CLOSE, descending=True, limit=50
        ),
    )  # fmt: skip
    assert not any("TEMP B-TREE" in step for step in steps)


def test_rows_and_cards_are_found_by_number(small: Desk) -> None:
    ids = small.funnel.ids()
    for read in (lambda: small.funnel.rows(ids), lambda: small.funnel.card(ids[0])):
        steps = plans(small, read)
        for table in (
            "d",
            "deal",
            "t",
            "t2",
            "task",
            "a",
            "activity",
            "c",
            "h",
            "i",
            "n",
            "e",
            "p",
        ):
            assert walks(steps, table) == [], steps


def test_a_report_walks_neither_deals_nor_stage_changes(small: Desk) -> None:
    steps = plans(small, small.funnel.report)
    for by in ValueBy:
        steps += plans(small, lambda by=by: small.funnel.values(by))  # type: ignore[misc]
    for table in ("d", "deal", "h", "l", "b", "stage_change", "t", "a"):
        assert walks(steps, table) == [], table


def test_questions_do_not_grow_with_the_number_of_deals(desk: Desk) -> None:
    def questions() -> int:
        asked: list[str] = []
        db = desk.book.reader
        db.set_trace_callback(asked.append)
        desk.funnel.columns()
        desk.funnel.rows(desk.funnel.ids())
        desk.funnel.report()
        db.set_trace_callback(None)
        return len([sql for sql in asked if not sql.lstrip().startswith("--")])

    make_deal(desk)
    few = questions()
    for n in range(30):
        make_deal(desk, str(n))
    assert questions() == few


def test_owners_are_read_by_leaps(desk: Desk) -> None:
    for owner in ("Ян", "Аня", "Ян", ""):
        make_deal(desk, owner=owner)
    assert desk.funnel.owners() == ["Аня", "Ян"]


def test_days_are_the_users_own(desk: Desk) -> None:
    """A deal moved at half past midnight in Moscow was moved on the new day."""
    from pipeline_tui.store.queries import deals

    deal = make_deal(desk)
    db = sqlite3.connect(desk.book.path)
    db.execute("UPDATE deal SET stage_since = '2026-03-10T21:30:00Z' WHERE id = ?", (deal,))
    db.commit()
    db.close()
    for today, days in ((TODAY, 0), (date(2026, 3, 12), 1)):
        found = deals.rows(desk.book.reader, [deal], today=today, zone=MOSCOW)
        assert found[deal].days_in_stage == days
