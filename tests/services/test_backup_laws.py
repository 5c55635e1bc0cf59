"""Laws of thinning, and what becomes of the second copy in another folder."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.cli import opening
from pipeline_tui.config import Settings
from pipeline_tui.domain.errors import Problem, StoreProblem
from pipeline_tui.domain.keeping import DAILY, MONTHLY, WEEKLY, kept_backups
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import backup as copies
from tests.conftest import MOSCOW, HandClock
from tests.store.test_journal import dump

_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.sets(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: _FIRST + timedelta(minutes=minutes)),
    min_size=1, max_size=120,
)  # fmt: skip


def _days(found: set[datetime]) -> list[object]:
    return sorted({one.astimezone(MOSCOW).date() for one in found}, reverse=True)


@given(moments)
def test_laws_of_thinning(made: set[datetime]) -> None:
    now = max(made) + timedelta(minutes=5)
    kept = kept_backups(made, now, MOSCOW)
    assert kept <= made
    assert max(made) in kept
    assert {one for one in made if now - one < timedelta(days=1)} <= kept
    assert kept_backups(kept, now, MOSCOW) == kept, "thinned once is thinned"
    older = {one for one in kept if now - one >= timedelta(days=1)}
    assert len(older) <= DAILY + WEEKLY + MONTHLY
    # The newest twelve days that have any keep their newest each, so weeks and months that have any do.
    by_day = {
        day: max(o for o in made if o.astimezone(MOSCOW).date() == day) for day in _days(made)
    }
    assert {by_day[day] for day in _days(made)[:DAILY]} <= kept
    for period in (lambda d: d.isocalendar()[:2], lambda d: (d.year, d.month)):
        limit = WEEKLY if period(now.date()) == now.date().isocalendar()[:2] else MONTHLY
        periods = sorted({period(one.astimezone(MOSCOW).date()) for one in made}, reverse=True)
        for name in periods[:limit]:
            newest = max(o for o in made if period(o.astimezone(MOSCOW).date()) == name)
            assert newest in kept


@given(st.lists(st.integers(1, 20 * 24), min_size=1, max_size=80))
def test_thinning_after_each_backup_never_loses_the_last_months(hours: list[int]) -> None:
    """Thinned as they come, copies still reach as far back as those thinned once at the end: the newest
    of each of the last nine months with any is there."""
    there: set[datetime] = set()
    made: set[datetime] = set()
    now = _FIRST
    for gap in hours:
        now += timedelta(hours=gap)
        made.add(now)
        there = kept_backups(there | {now}, now, MOSCOW)
    assert there == kept_backups(made, now, MOSCOW)


# -- the second copy


@pytest.fixture
def away(desk: Desk, clock: HandClock, tmp_path: Path) -> Desk:
    """A desk whose backups also go to the folder `stick`."""
    settings = Settings(backup_folder=str(tmp_path / "stick"))
    return Desk(desk.book, clock, settings, MOSCOW)


def test_the_second_copy_is_equal_private_and_made_once(away: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    away.clients.add({"name": "Acorn"})
    opening.back_up(away)
    [made] = away.keeping.backups()
    [copy] = list(stick.iterdir())
    assert (copy.name, dump(copy)) == (made.path.name, dump(made.path))
    assert copy.stat().st_mode & 0o777 == 0o600
    opening.back_up(away)
    assert list(stick.iterdir()) == [copy]


def test_a_stick_that_was_away_gets_the_newest_when_it_is_back(
    away: Desk, tmp_path: Path, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    away.clients.add({"name": "Acorn"})
    opening.back_up(away)
    assert f"The folder for second copies is not there: {stick}" in capsys.readouterr().err
    [made] = away.keeping.backups()
    assert not stick.exists(), "a folder of this name on the disk would be taken for the stick"
    stick.mkdir()
    opening.back_up(away)
    assert [one.name for one in stick.iterdir()] == [made.path.name]
    assert capsys.readouterr().err == ""


def test_second_copies_are_thinned_and_other_files_left(
    away: Desk, tmp_path: Path, clock: HandClock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "photo.db").write_text("mine")
    for number in range(16):
        away.clients.add({"name": f"Client {number}"})
        opening.back_up(away)
        clock.forward(days=1)
    names = {one.name for one in stick.iterdir()}
    assert "photo.db" in names
    assert names - {"photo.db"} == {one.path.name for one in away.keeping.backups()}


def test_a_failure_is_said_and_keeps_nobody_from_leaving(
    away: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    away.clients.add({"name": "Acorn"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem):
        away.keeping.backup(tmp_path / "x.db")
    opening.back_up(away)
    assert "No space left on device" in capsys.readouterr().err
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_share_that_does_not_answer_is_waited_for_only_so_long(
    away: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(opening, "AWAY_S", 0.05)
    monkeypatch.setattr(type(away.keeping), "carry_away", lambda _self: answers.wait(20))
    opening.back_up(away)
    assert "does not answer" in capsys.readouterr().err
    answers.set()


def test_an_upgrade_is_preceded_by_a_backup(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline_tui.store import book

    path = desk.book.path
    before = dump(path)
    desk.close()
    seen: list[bytes] = []

    def upgrade(_self: object, _revision: str = "head") -> None:
        [copy] = list((path.parent / "backups").iterdir())
        seen.append(dump(copy))  # type: ignore[arg-type]
        assert copy.name.endswith("-upgrade.db")

    monkeypatch.setattr(book, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(book.Book, "_upgrade", upgrade)
    book.Book.open(path, clock, "test").close()
    assert seen == [before]


def test_a_copy_with_a_value_that_the_log_does_not_hold_is_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages and rows are whole: only the chain can tell."""
    desk.clients.add({"name": "Acorn", "city": "Perm"})
    verify = copies.verify

    def spoilt(path: Path, expected: dict[str, int] | None = None) -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE client SET city = 'Omsk'")
        verify(path, expected)

    monkeypatch.setattr(copies, "verify", spoilt)
    with pytest.raises(StoreProblem) as found:
        desk.keeping.backup()
    assert found.value.code == "backup_broken"
    assert list((desk.book.path.parent / "backups").iterdir()) == []
