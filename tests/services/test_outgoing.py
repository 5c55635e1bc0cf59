"""What goes out besides tables: address book, calendar, the whole base; and the log of all of it."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, Problem, Refused, Unreadable
from pipeline_tui.exchange.export import Format
from pipeline_tui.services import archives
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import checking
from pipeline_tui.wording import actions
from pipeline_tui.wording import exports as words
from tests.conftest import MOSCOW, HandClock, open_desk
from tests.importing import one


def export(desk: Desk, kind: str, path: Path, only: str = "", **more: object) -> int:
    done = desk.exports.export(
        kind, path, words=words.word, heading=words.heading, only=only, **more
    )  # type: ignore[arg-type]
    return done.rows


def lines(path: Path) -> list[str]:
    return path.read_text().replace("\r\n ", "").replace("\n ", "").splitlines()


@pytest.fixture
def acorn(desk: Desk) -> Desk:
    acorn = desk.clients.add(
        {"name": "Acorn", "city": "Perm", "status": "active"}, phones=["+7 342 200-00-01"],
        contacts=[{"last_name": "Ivanov", "first_name": "Ivan", "phones": ["8 912 345-67-89"],
                   "emails": ["i@acorn.example"], "birthday": date(1980, 5, 1)}],
    )  # fmt: skip
    desk.clients.add({"name": "Birch"}, contacts=[{"last_name": "Gone"}])
    desk.tasks.plan(client_id=acorn, due_on=date(2026, 3, 12), title="send the offer", kind="email")
    desk.tasks.plan(
        client_id=acorn, due_on=date(2026, 3, 13),
        due_at=datetime(2026, 3, 13, 15, 0, tzinfo=MOSCOW), title="", kind="meeting",
    )  # fmt: skip
    return desk


def test_an_address_book_of_the_clients_that_pass_a_filter(acorn: Desk, tmp_path: Path) -> None:
    path = tmp_path / "c.vcf"
    assert export(acorn, "clients", path, "status:active") == 2
    found = lines(path)
    assert [one for one in found if one.startswith(("FN", "TEL", "EMAIL", "ORG", "BDAY"))] == [
        "FN:Acorn", "ORG:Acorn", "TEL;TYPE=work;VALUE=uri:tel:+73422000001",
        "FN:Ivan Ivanov", "ORG:Acorn", "TEL;TYPE=cell;VALUE=uri:tel:+79123456789",
        "EMAIL;TYPE=work:i@acorn.example", "BDAY:19800501",
    ]  # fmt: skip
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_calendar_of_steps_with_numbers_that_stay(acorn: Desk, tmp_path: Path) -> None:
    assert export(acorn, "steps", tmp_path / "a.ics") == 2
    found = lines(tmp_path / "a.ics")
    assert "DTSTART;VALUE=DATE:20260312" in found
    assert "DTSTART:20260313T120000Z" in found
    assert "SUMMARY:meet: Acorn" in found
    acorn.tasks.done(1)
    export(acorn, "steps", tmp_path / "b.ics")
    again = lines(tmp_path / "b.ics")

    def uids(text: list[str]) -> list[str]:
        return [one for one in text if one.startswith("UID")]

    assert uids(again) == uids(found)
    assert len(set(uids(found))) == 2
    # Done before its day: a calendar takes it off.
    assert [one for one in again if one.startswith("STATUS")] == [
        "STATUS:CANCELLED", "STATUS:CONFIRMED",
    ]  # fmt: skip


def test_a_filter_narrows_every_kind(demo_desk: Desk, tmp_path: Path) -> None:
    ids = set(demo_desk.lists.ids("status:active"))
    assert 0 < len(ids) < one(demo_desk, "SELECT count(*) FROM client")
    for kind, table in (
        ("deals", "deal"), ("activities", "activity"), ("tasks", "task"), ("invoices", "invoice"),
        ("payments", "payment"), ("objections", "objection_event"), ("contacts", "contact"),
    ):  # fmt: skip
        listed = ", ".join(map(str, ids))
        wanted = one(demo_desk, f"SELECT count(*) FROM {table} WHERE client_id IN ({listed})")
        assert export(demo_desk, kind, tmp_path / f"{kind}.csv", "status:active") == wanted
    assert export(demo_desk, "clients", tmp_path / "two.json", clients=[2, 5]) == 2


def test_formats_that_do_not_fit_are_refused_and_leave_nothing(desk: Desk, tmp_path: Path) -> None:
    for kind, name in (("deals", "d.vcf"), ("clients", "c.ics"), ("clients", "c.zip")):
        with pytest.raises(Invalid, match="format_unknown"):
            export(desk, kind, tmp_path / name)
    with pytest.raises(Invalid, match="filter_unknown_key"):
        export(desk, "clients", tmp_path / "c.csv", "colour:red")
    assert not list(tmp_path.glob("?.*"))
    assert desk.exports.log() == []


def test_every_export_is_in_the_log_and_none_is_undone(acorn: Desk, tmp_path: Path) -> None:
    export(acorn, "clients", tmp_path / "c.csv", "status:active")
    export(acorn, "steps", tmp_path / "s.ics")
    acorn.exports.text(tmp_path / "r.md", "# Day\n\nTwo calls.\n")
    acorn.exports.archive(tmp_path / "all.zip")
    assert [(each.kind, each.format, each.filter, each.file) for each in acorn.exports.log()] == [
        ("all", "zip", "", "all.zip"), ("report", "md", "", "r.md"), ("tasks", "ics", "", "s.ics"),
        ("clients", "csv", "status:active", "c.csv"),
    ]  # fmt: skip
    assert [each.rows for each in acorn.exports.log()][2:] == [2, 1]
    told = [actions.entry(each) for each in acorn.history.entries(limit=4)]
    assert told[3] == "written out: clients, c.csv; rows: 1"
    assert acorn.history.undo().action == "task.plan"
    assert acorn.history.broken() == []


def test_no_file_gets_its_name_before_it_is_in_the_log(
    acorn: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise Refused("write_failed", reason="disk full")

    monkeypatch.setattr(acorn.book, "write", full)
    for name in ("c.csv", "c.vcf"):
        with pytest.raises(Refused):
            export(acorn, "clients", tmp_path / name)
    assert not list(tmp_path.glob("*c.*"))


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table, the logs and counters too; not the inside of the search tables."""
    db = sqlite3.connect(path)
    names = [
        row[1]
        for row in db.execute("PRAGMA main.table_list").fetchall()
        if row[2] == "table" and row[1] != "sqlite_schema"
    ]
    found = {name: db.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}
    db.close()
    return found


def test_an_archive_gives_a_file_equal_in_every_table(
    demo_desk: Desk, tmp_path: Path, clock: HandClock
) -> None:
    demo_desk.drill.grade(demo_desk.objections.add_answer(1, "Let us count."), 3)
    demo_desk.tasks.plan(client_id=3, due_on=date(2026, 3, 12))
    demo_desk.history.undo()
    demo_desk.memos.keep("place:funnel", {"line": "debt"})
    before = dump(demo_desk.book.path)
    rows = demo_desk.exports.archive(tmp_path / "all.zip").rows
    demo_desk.close()
    target = tmp_path / "new" / "again.db"
    assert archives.unpack(tmp_path / "all.zip", target, clock).rows == rows
    after = dump(target)
    assert {name: len(found) for name, found in after.items()} == {
        name: len(found) for name, found in before.items()
    }
    assert after == before
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with open_desk(target, clock) as again:
        assert again.history.broken() == []
        assert checking.search(again.book._writing_connection()) == []
        assert again.history.redo().action == "task.plan"  # undo and redo came along


def test_what_an_archive_says_of_itself(acorn: Desk, tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "all.zip"
    acorn.exports.archive(path)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert (manifest["revision"], manifest["made_at"]) == ("0001", "2026-03-11T07:20:00Z")
        for table in manifest["tables"]:
            body = archive.read(table["file"])
            assert hashlib.sha256(body).hexdigest() == table["sha256"]
            assert body.count(b"\n") == table["rows"]
        [client] = [each for each in manifest["tables"] if each["name"] == "client"]
        first = json.loads(archive.read(client["file"]).splitlines()[0])
        assert dict(zip(client["columns"], first, strict=True))["name"] == "Acorn"
    with pytest.raises(Conflict, match="file_exists"):
        acorn.exports.archive(path)


def tampered(path: Path, target: Path, change: str) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "tables/client.jsonl":
                lines = body.splitlines(keepends=True)
                body = {
                    "value": body.replace(b"Acorn", b"Acorm"),
                    "row": b"".join(lines[:-1]),
                    "more": body + lines[0],
                    "text": b"not json\n",
                }.get(change, body)
            if name == "manifest.json" and change == "revision":
                body = body.replace(b'"0001"', b'"9999"')
            if change == "lost" and name == "tables/client.jsonl":
                continue
            new.writestr(name, body)
    return target


@pytest.mark.parametrize("change", ["value", "row", "more", "text", "lost", "revision"])
def test_a_damaged_archive_makes_no_file(
    acorn: Desk, tmp_path: Path, clock: HandClock, change: str
) -> None:
    acorn.exports.archive(tmp_path / "all.zip")
    bad = tampered(tmp_path / "all.zip", tmp_path / "bad.zip", change)
    target = tmp_path / "new" / "again.db"
    with pytest.raises(
        Unreadable, match="archive_newer" if change == "revision" else "archive_damaged"
    ):
        archives.unpack(bad, target, clock)
    assert not target.exists()
    assert not list(tmp_path.glob("new/*"))


def test_what_is_no_archive_is_refused(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(Problem, match="not_archive"):
        archives.unpack(path, tmp_path / "new.db", clock)
    assert not (tmp_path / "new.db").exists()


def test_an_archive_is_restored_over_a_file_which_is_saved_first(
    acorn: Desk, tmp_path: Path, clock: HandClock
) -> None:
    acorn.exports.archive(tmp_path / "all.zip")
    acorn.clients.add({"name": "Cedar"})
    path = acorn.book.path
    done = archives.restore(path, tmp_path / "all.zip", clock)
    assert acorn.lists.find("Cedar") == []
    assert (done.backup, [each.table for each in done.differences]) == (
        tmp_path / "all.zip", ["client"],
    )  # fmt: skip
    assert done.saved is not None
    assert done.saved.exists()
    assert not [each for each in path.parent.iterdir() if "archive" in each.name]


def test_names_of_formats() -> None:
    assert Format.named("vCard") is Format.VCARD
    assert Format.named("archive") is Format.ARCHIVE
    with pytest.raises(Invalid, match="format_unknown"):
        Format.named("doc")
