"""Laws of clients under any sequence of changes: undo gives back an equal file, what is found is what
stands there, and nobody who asked not to be called is called again without a new consent."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.dealing import TODAY, dump

VERBS = (
    "add", "edit", "numbers", "tag", "untag", "status", "refuse", "consent", "archive", "back",
    "merge", "step", "person", "person_edit", "person_away", "reorder", "note", "snooze",
)  # fmt: skip
NAMES = ("ООО «Ромашка»", "Ёлка", "Acme, Inc.", "ИП Ким", "ромашка опт")

operations = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 40), st.booleans()),
    min_size=1,
    max_size=30,
)


def operate(desk: Desk, verb: str, which: int, n: int, flag: bool) -> None:
    """One change, of whichever record the numbers point at; a refusal is an answer too."""
    db = desk.book.reader
    ids = [row[0] for row in db.execute("SELECT id FROM client ORDER BY id")]
    people = [row[0] for row in db.execute("SELECT id FROM contact ORDER BY id")]
    client = ids[which % len(ids)] if ids else 1
    person = people[n % len(people)] if people else 1
    name, phone = NAMES[n % len(NAMES)], f"8 912 000-00-{n:02d}"
    match verb:
        case "add":
            desk.clients.add(
                {"name": name, "city": "Казань" if flag else ""},
                contacts=[{"last_name": name, "phones": [phone]}] if flag else (),
                phones=[phone], tags=["vip"] if flag else (),
            )  # fmt: skip
        case "edit":
            desk.clients.edit(client, {"name": name, "abc": "A" if flag else None}, tags=["опт"])
        case "numbers":
            desk.clients.edit(client, {}, phones=[phone, "843 200-10-10"], emails=[f"a{n}@b.ru"])
        case "tag":
            desk.clients.tag(ids[:3], f"т{n % 3}")
        case "untag":
            desk.clients.untag(ids, f"т{n % 3}")
        case "status":
            desk.clients.set_status([client], list(ClientStatus)[n % 5].value)
        case "refuse":
            desk.clients.do_not_call(client, "письмо")
        case "consent":
            desk.contacts.consent(client, given=flag, evidence="звонок")
        case "archive":
            desk.clients.archive([client])
        case "back":
            desk.clients.unarchive(ids)
        case "merge":
            desk.clients.merge(client, [ids[n % len(ids)]] if ids else [])
        case "step":
            desk.clients.plan_steps(ids[:2], due_on=TODAY + timedelta(days=n), title="шаг")
        case "person":
            desk.contacts.add(client, {"last_name": name}, phones=[phone])
        case "person_edit":
            desk.contacts.edit(person, {"first_name": f"И{n}"}, phones=[phone] if flag else None)
        case "person_away":
            desk.contacts.archive(person)
        case "reorder":
            desk.contacts.reorder(client, [person])
        case "note":
            desk.calls.touch(kind="note", client_id=client, note="слово")
        case "snooze":
            desk.calls.snooze([client], TODAY + timedelta(days=n + 1), "отпуск")


def lawful(db: sqlite3.Connection) -> None:
    """What holds after every change."""
    for id_, name, key in db.execute("SELECT id, name, name_key FROM client").fetchall():
        assert key == client_key(name)
        assert db.execute(
            "SELECT 1 FROM client_names WHERE client_names MATCH ? AND rowid = ?",
            (f'"{key}"', id_),
        ).fetchone()
    astray = db.execute(
        "SELECT p.id FROM phone p JOIN contact k ON k.id = p.contact_id"
        " WHERE p.client_id <> k.client_id"
    ).fetchall()
    assert astray == []
    places = db.execute(
        "SELECT client_id, position FROM contact GROUP BY client_id, position HAVING count(*) > 1"
    ).fetchall()
    assert places == []
    held = "SELECT given FROM consent n WHERE n.client_id = c.id AND channel = 'phone' AND purpose = 'sales' ORDER BY id DESC LIMIT 1"
    called_against = db.execute(
        "SELECT c.id FROM client c WHERE c.status <> 'do_not_call' AND c.id IN (SELECT subject_id"
        " FROM audit_entry a JOIN undo_step u ON u.entry_id = a.id WHERE a.action ="
        f" 'client.do_not_call' AND u.undone_by IS NULL) AND coalesce(({held}), 1) = 0"
        " AND c.archived_at IS NULL"
    ).fetchall()
    assert called_against == []


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> Path:
    path = tmp_path_factory.mktemp("laws") / "base.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        desk.clients.add({"name": "Первый"}, contacts=[{"last_name": "Ким"}])
    return path


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=operations)
def test_any_changes_are_lawful_and_undo_gives_back_an_equal_file(
    template: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, int, bool]]
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("run") / "laws.db"
    shutil.copy(template, path)
    with open_desk(path, HandClock()) as desk:
        db = desk.book.reader
        before = dump(db)
        entries = desk.history.revision()
        for verb, which, n, flag in changes:
            try:
                operate(desk, verb, which, n, flag)
            except Problem:
                continue
            lawful(db)
        after = dump(db)
        steps = db.execute(
            "SELECT count(*) FROM undo_step WHERE entry_id > ?", (entries,)
        ).fetchone()[0]
        for _step in range(steps):
            desk.history.undo()
        assert dump(db) == before
        for _step in range(steps):
            desk.history.redo()
        assert dump(db) == after
        assert desk.history.broken() == []
