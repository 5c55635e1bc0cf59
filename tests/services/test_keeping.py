"""Backups are whole, thinned and put back; a check finds what was broken."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, StoreProblem
from pipeline_tui.domain.keeping import CheckCode, Difference, kept_backups
from pipeline_tui.services import checkup, keeping
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, NOW, HandClock, open_desk
from tests.importing import write_csv
from tests.store.test_journal import dump


def wrong(path: Path) -> dict[CheckCode, int]:
    return {
        each.code: each.count
        for each in checkup.check(path, NOW)
        if not each.ok and each.code is not CheckCode.BACKUPS
    }


# -- copies


def test_a_backup_equals_the_file_and_is_its_owners_alone(desk: Desk) -> None:
    desk.clients.add({"name": "Acorn"})
    old = os.umask(0)
    try:
        made = desk.keeping.backup()
    finally:
        os.umask(old)
    assert made.path.parent == desk.book.path.parent / "backups"
    assert dump(made.path) == dump(desk.book.path)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_a_backup_may_be_put_anywhere_but_over_a_file(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert desk.keeping.backup(target).path == target
    with pytest.raises(Conflict, match="file_exists"):
        desk.keeping.backup(target)
    with pytest.raises(Invalid, match="folder_missing"):
        desk.keeping.backup(tmp_path / "nowhere" / "copy.db")
    assert desk.keeping.backups() == []


def test_backups_are_listed_newest_first(desk: Desk, clock: HandClock) -> None:
    first = desk.keeping.backup()
    second = desk.keeping.backup(reason="import")
    clock.forward(hours=1)
    third = desk.keeping.backup()
    found = desk.keeping.backups()
    assert [each.path for each in found] == [third.path, second.path, first.path]
    assert [each.reason for each in found] == ["", "import", ""]
    assert found[0].made_at == NOW + timedelta(hours=1)


def test_backups_of_two_files_do_not_mix(desk: Desk) -> None:
    other = desk.book.path.with_name("pipeline-2.db")
    shutil.copy(desk.book.path, other)
    desk.keeping.backup()
    assert keeping.backups_of(other) == []


def test_the_backup_of_leaving_is_made_after_a_change_alone(desk: Desk, clock: HandClock) -> None:
    assert desk.keeping.backup_if_due() is not None
    assert desk.keeping.backup_if_due() is None
    clock.forward(days=1)
    assert desk.keeping.backup_if_due() is None, "nothing has changed since"
    for name in ("Acorn", "Birch"):
        desk.clients.add({"name": name})
        assert desk.keeping.backup_if_due() is not None
        assert desk.keeping.backup_if_due() is None


def test_an_import_is_preceded_by_a_backup(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "c.csv", ("Client name", "City", "INN"), ("Acme", "Perm", ""))
    before = dump(desk.book.path)
    desk.imports.run([path])
    [made] = desk.keeping.backups()
    assert made.reason == "import"
    assert dump(made.path) == before


# -- thinning: known by hand


def test_thinning_keeps_days_weeks_and_months() -> None:
    now = datetime(2026, 3, 11, 12, tzinfo=UTC)
    daily = [now - timedelta(days=days) for days in range(400)]
    kept = sorted(kept_backups(daily, now, MOSCOW), reverse=True)
    assert kept[:12] == daily[:12]
    weeks = {moment.isocalendar()[:2] for moment in kept}
    months = {(moment.year, moment.month) for moment in kept}
    assert len(kept) == 12 + 8 + 6  # 12 days lie in 2 of the weeks, all weeks in 3 of the months
    assert (len(weeks) >= 10, len(months)) == (True, 9)


def test_thinning_keeps_all_of_the_last_day() -> None:
    now = datetime(2026, 3, 11, 12, tzinfo=UTC)
    hourly = [now - timedelta(hours=hours) for hours in range(20)]
    assert kept_backups(hourly, now, MOSCOW) == set(hourly)


def test_thinned_copies_leave_the_folder(desk: Desk, clock: HandClock) -> None:
    for _ in range(16):
        desk.keeping.backup()
        clock.forward(days=1)
    assert len(desk.keeping.backups()) < 16


# -- restoring


def test_a_restore_gives_an_equal_file_and_saves_what_was_there(
    desk: Desk, clock: HandClock
) -> None:
    desk.clients.add({"name": "Acorn"})
    before = dump(desk.book.path)
    backup = desk.keeping.backup().path
    desk.clients.add({"name": "Birch"})
    after = dump(desk.book.path)
    done = keeping.restore(desk.book.path, backup, clock())
    assert dump(desk.book.path) == before
    assert done.saved is not None
    assert dump(done.saved) == after
    assert done.differences == (Difference("client", 2, 1, gone=1),)
    # The window that had it open goes on.
    assert [hit.name for hit in desk.lists.find("acorn", 5)] == ["Acorn"]
    desk.clients.add({"name": "Cedar"})
    assert desk.history.broken() == []


def test_a_missing_and_a_broken_file_are_replaced(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    desk.clients.add({"name": "Acorn"})
    before = dump(desk.book.path)
    backup = desk.keeping.backup().path
    db = tmp_path / "home" / "new.db"
    assert keeping.restore(db, backup, clock()).saved is None
    assert dump(db) == before
    db.write_bytes(b"not a database at all")
    done = keeping.restore(db, backup, clock())
    assert dump(db) == before
    assert done.saved is not None
    assert done.saved.read_bytes() == b"not a database at all"
    assert db.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("broken", [b"", b"text", b"SQLite format 3\x00" + b"\x00" * 4000])
def test_a_broken_backup_is_refused(
    desk: Desk, clock: HandClock, tmp_path: Path, broken: bytes
) -> None:
    backup = tmp_path / "b.db"
    backup.write_bytes(broken)
    before = dump(desk.book.path)
    with pytest.raises(StoreProblem):
        keeping.restore(desk.book.path, backup, clock())
    assert dump(desk.book.path) == before
    assert desk.keeping.backups() == []


# -- the check


def test_a_good_file_has_nothing_wrong(demo_desk: Desk) -> None:
    assert wrong(demo_desk.book.path) == {}
    codes = [each.code for each in checkup.check(demo_desk.book.path, NOW)]
    assert codes == [code for code in CheckCode if code is not CheckCode.SETTINGS]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE deal SET stage_id = stage_id % 3 + 1 WHERE id = 1", CheckCode.STAGES),
        ("UPDATE instalment SET open_minor = open_minor + 1 WHERE id = 1", CheckCode.INSTALMENTS),
        ("UPDATE payment SET free_minor = free_minor + 1 WHERE id = 1", CheckCode.PAYMENTS),
        ("DELETE FROM deal_titles WHERE rowid = 1", CheckCode.SEARCH),
        ("INSERT INTO client_names (client_names, rowid, name_key)"
         " SELECT 'delete', id, name_key FROM client WHERE id = 1", CheckCode.SEARCH),
        ("PRAGMA foreign_keys = OFF; DELETE FROM client WHERE id = 1", CheckCode.REFERENCES),
        ("DROP TRIGGER audit_entry_stays; UPDATE audit_entry SET actor = 'x' WHERE id = 1",
         CheckCode.LOG),
    ],
)  # fmt: skip
def test_each_damage_is_found(demo_desk: Desk, damage: str, found: CheckCode) -> None:
    path = demo_desk.book.path
    db = sqlite3.connect(path)
    db.executescript(damage)
    db.close()
    assert wrong(path).get(found, 0) > 0


def test_the_search_and_permissions_are_mended(demo_desk: Desk) -> None:
    path = demo_desk.book.path
    db = sqlite3.connect(path)
    db.execute("DELETE FROM deal_titles WHERE rowid < 10")
    db.commit()
    db.close()
    path.chmod(0o644)
    assert {CheckCode.SEARCH, CheckCode.PERMISSIONS} <= wrong(path).keys()
    assert checkup.mend(path) == [CheckCode.PERMISSIONS, CheckCode.SEARCH]
    assert wrong(path) == {}


def test_a_page_overwritten_is_found(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    for number in range(60):
        desk.clients.add({"name": f"Client {number}", "notes": "x" * 500})
    path = desk.keeping.backup(tmp_path / "copy.db").path
    content = bytearray(path.read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    assert wrong(path)
    assert not checkup.check(path, NOW)[0].ok or CheckCode.INTEGRITY in wrong(path)


def test_a_copy_taken_while_the_file_is_written_is_whole(desk: Desk, tmp_path: Path) -> None:
    with open_desk(desk.book.path, HandClock()) as other:
        for number in range(10):
            other.clients.add({"name": f"Client {number}"})
            desk.keeping.backup(tmp_path / f"{number}.db")
    for number in range(10):
        assert wrong(tmp_path / f"{number}.db") == {}
