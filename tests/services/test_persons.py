"""A person's rights: shown all that is held, and erased so that no byte of them is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import checking
from pipeline_tui.wording import persons as words
from tests.conftest import MOSCOW, HandClock, open_desk
from tests.importing import ask, one

NAME = ("Жаворонков", "Пантелеймон", "Евграфович")
PHONE = "79123456789"
EMAIL = "p.zhavoronkov@acorn.example"
NOTE = "любит рыбалку на Каме"
HEARD = "у нас договор с братом"


@pytest.fixture
def client(desk: Desk) -> int:
    """A company where one person has left traces wherever the program lets them."""
    client_id = desk.clients.add(
        {"name": "Acorn", "status": "active", "notes": f"решает {NAME[0]}, тел. 8 912 345-67-89"},
        phones=["8 (912) 345-67-89", "+7 342 200-00-01"],
        contacts=[
            {"last_name": NAME[0], "first_name": NAME[1], "patronymic": NAME[2], "notes": NOTE,
             "phones": ["8 912 345-67-89"], "emails": [EMAIL], "birthday": date(1980, 5, 1)},
            {"last_name": "Кедров", "phones": ["8 912 345-67-80"]},
        ],
    )  # fmt: skip
    desk.contacts.edit(1, {"job_title": "директор"}, phones=["8 912 345-67-89", "8 912 000-11-22"])
    desk.contacts.edit(1, {}, phones=["8 912 345-67-89"])
    desk.contacts.consent(client_id, given=False, evidence=f"{NAME[0]} просил", contact_id=1)
    met = desk.calls.touch(kind="meeting", client_id=client_id, contact_id=1, note=NOTE)
    desk.calls.touch(kind="note", client_id=client_id, note="через Кедрова передать Жаворонкову")
    desk.objections.log(type_id=1, client_id=client_id, activity_id=met, verbatim=HEARD)
    desk.tasks.plan(
        client_id=client_id, contact_id=1, due_on=date(2026, 3, 20), title=f"набрать {PHONE}"
    )
    desk.memos.keep("draft:contact:1", {"last_name": NAME[0]})
    desk.memos.keep("place:funnel", {"line": NAME[0].lower()})
    with desk.book.write("view.save") as unit:
        unit.db.execute(
            "INSERT INTO saved_view (code, name, query, sort, descending, columns, position)"
            " VALUES ('', ?, ?, 'name', 0, '', 99)",
            (NAME[0], NAME[0].lower()),
        )
        unit.about("view", 99, view=NAME[0])
    return client_id


def left(desk: Desk, *needles: str) -> dict[str, list[str]]:
    """Files of the database in which the bytes of these are found, as text and as JSON would put it."""
    found: dict[str, list[str]] = {}
    for path in desk.book.path.parent.glob(f"{desk.book.path.name}*"):
        body = path.read_bytes()
        for needle in needles:
            for text in {needle, needle.lower(), json.dumps(needle)[1:-1]}:
                if text.encode() in body:
                    found.setdefault(path.name, []).append(text)
    return found


def erase(desk: Desk, contact_id: int = 1) -> None:
    assert desk.persons.erase(contact_id, mark="erased").clean


def test_no_byte_of_a_person_is_left_in_the_file(desk: Desk, client: int) -> None:
    needles = (*NAME, PHONE, PHONE[1:], "345-67-89", "9120001122", EMAIL, NOTE, HEARD)
    assert {*NAME, PHONE, EMAIL, NOTE, HEARD} <= {
        text for texts in left(desk, *needles).values() for text in texts
    }
    erase(desk)
    assert left(desk, *needles) == {}
    desk.close()
    assert left(desk, *needles) == {}


def test_what_stays_is_the_rest(desk: Desk, client: int) -> None:
    erase(desk)
    [(last, full, key, birthday, archived)] = ask(
        desk,
        "SELECT last_name, full_name, name_key, birthday, archived_at FROM contact WHERE id = 1",
    )
    assert (last, full, key, birthday, archived) == (
        "erased",
        "erased",
        "",
        None,
        "2026-03-11T07:20:00Z",
    )
    assert ask(desk, "SELECT contact_id, digits FROM phone ORDER BY id") == [
        (None, "73422000001"), (2, "79123456780"),
    ]  # fmt: skip
    # The refusal, the meeting and the step stay, without a word of them.
    assert ask(desk, "SELECT given, evidence FROM consent") == [(0, "")]
    assert ask(desk, "SELECT kind, note FROM activity ORDER BY id") == [
        ("meeting", ""), ("note", "через Кедрова передать erased"),
    ]  # fmt: skip
    assert ask(desk, "SELECT title, due_on FROM task") == [("", "2026-03-20")]
    assert one(desk, "SELECT notes FROM client") == "решает erased, тел. erased"
    assert ask(desk, "SELECT full_name FROM contact WHERE id = 2") == [("Кедров",)]
    assert desk.lists.find("жаворонков") == []
    assert [hit.id for hit in desk.lists.find("кедров")] == [client]
    assert desk.memos.recall("draft:contact:1") is None
    assert desk.memos.recall("place:funnel") == {"line": "erased"}
    assert ask(desk, "SELECT name, query FROM saved_view WHERE position = 99") == [
        ("erased", "erased")
    ]


def test_the_log_holds_and_says_it(desk: Desk, client: int) -> None:
    (before,) = ask(desk, "SELECT entry_hash FROM audit_entry ORDER BY id DESC LIMIT 1")[0]
    erase(desk)
    assert desk.history.broken() == []
    [entry] = desk.history.entries(limit=1)
    assert (entry.action, entry.words["client"], entry.words["head"]) == (
        "contact.erase", "Acorn", before,
    )  # fmt: skip
    assert entry.words["sealed"] > 0
    with pytest.raises(Refused, match="nothing_to_undo"):
        desk.history.undo()
    assert checking.search(desk.book._writing_connection()) == []
    assert checking.integrity(desk.book.reader) == []
    desk.clients.tag([client], "vip")
    assert desk.history.undo().action == "client.tag"


def test_triggers_stand_again(desk: Desk, client: int) -> None:
    def triggers() -> list[tuple[str, str]]:
        return ask(desk, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1")

    before = triggers()
    erase(desk)
    assert triggers() == before


def test_an_erased_number_is_not_entered_again_until_they_agree(desk: Desk, client: int) -> None:
    erase(desk)
    for typed in ("+7 912 345-67-89", "89123456789"):
        with pytest.raises(Invalid, match="erased_number"):
            desk.clients.add({"name": "Birch"}, phones=[typed])
    with pytest.raises(Invalid, match="erased_number"):
        desk.contacts.add(client, {"last_name": "X"}, emails=[EMAIL.upper()])
    desk.clients.add({"name": "Birch"}, phones=["+7 912 345-67-88"])
    with pytest.raises(Invalid, match="required"):
        desk.persons.allow(PHONE, " ")
    desk.persons.allow("8 912 345-67-89", "letter of 11 March")
    desk.clients.add({"name": "Cedar"}, phones=["8 912 345-67-89"])
    with pytest.raises(NotFound, match="not_erased"):
        desk.persons.allow("8 912 345-67-89", "letter of 11 March")


def test_an_import_does_not_bring_them_back(desk: Desk, client: int, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Last name,First name,Company,Phone\nZ,P,Acorn,8 912 345-67-89\nElm,E,Acorn,8 912 111-22-33\n"
    )
    erase(desk)
    result = desk.imports.run([path])
    assert [(each.row, each.problem.code) for each in result.files[0].listed] == [
        (2, "erased_number")
    ]
    assert ask(desk, "SELECT last_name FROM contact ORDER BY id") == [
        ("erased",), ("Кедров",), ("Elm",),
    ]  # fmt: skip


def test_a_private_person_goes_with_their_client(desk: Desk) -> None:
    client_id = desk.clients.add(
        {"name": " ".join(NAME), "kind": "person", "inn": "500100732259", "address": "ул. Мира, 1",
         "custom": {"Паспорт": "4509 123456"}},
        phones=["8 912 000-11-22"],
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "phones": ["8 912 345-67-89"]}],
    )  # fmt: skip
    desk.clients.edit(client_id, {"city": "Пермь"})
    erase(desk)
    needles = (*NAME, PHONE, "9120001122", "500100732259", "ул. Мира", "4509 123456")
    assert left(desk, *needles) == {}
    assert one(desk, "SELECT name FROM client") == "erased"
    assert desk.history.broken() == []


def test_namesakes_elsewhere_are_left_alone_and_shared_numbers_named(
    desk: Desk, client: int
) -> None:
    other = desk.clients.add(
        {"name": "Birch", "notes": f"директор {NAME[0]}"},
        contacts=[{"last_name": NAME[0], "phones": ["8 912 345-67-89"]}],
    )
    done = desk.persons.erase(1, mark="erased")
    assert done.elsewhere == ("Birch",)
    assert desk.cards.client(other).contacts[0].name == NAME[0]
    assert one(desk, f"SELECT notes FROM client WHERE id = {other}") == f"директор {NAME[0]}"


def test_backups_are_left_and_listed(desk: Desk, client: int) -> None:
    made = desk.keeping.backup()
    done = desk.persons.erase(1, mark="erased")
    assert done.backups == (made.path,)
    assert NAME[0].encode() in made.path.read_bytes()
    assert any(str(made.path) in line for line in words.done(done))


def test_an_erasure_while_another_reads_says_that_room_is_not_cleared(
    desk: Desk, client: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline_tui.store import connection

    monkeypatch.setattr(connection, "_BUSY_MS", 50)
    with open_desk(desk.book.path, HandClock()) as other:
        other.book.reader.execute("BEGIN")
        other.book.reader.execute("SELECT * FROM client").fetchone()
        assert not desk.persons.erase(1, mark="erased").clean
        other.book.reader.execute("ROLLBACK")
    erase(desk)  # once more
    assert left(desk, *NAME, PHONE) == {}


def test_nobody_is_not_found_and_nothing_changes(desk: Desk, client: int) -> None:
    revision = desk.history.revision()
    with pytest.raises(NotFound):
        desk.persons.erase(99, mark="erased")
    with pytest.raises(NotFound):
        desk.persons.data(99)
    assert desk.history.revision() == revision
    assert desk.history.undo().action == "view.save"


def test_everything_held_is_shown(desk: Desk, client: int) -> None:
    told = words.document(desk.persons.data(1), MOSCOW)
    for each in (
        " ".join(NAME),
        "+79123456789",
        EMAIL,
        NOTE,
        HEARD,
        "директор",
        "1 May 1980",
        PHONE,
    ):
        assert each in told


@pytest.fixture
def demo_people(demo_desk: Desk) -> Iterator[list[int]]:
    yield [row[0] for row in ask(demo_desk, "SELECT id FROM contact ORDER BY id LIMIT 60")]


def test_all_of_the_demo_can_be_erased_and_figures_stay(
    demo_desk: Desk, demo_people: list[int]
) -> None:
    figures = (
        "SELECT count(*), sum(amount_minor) FROM deal", "SELECT sum(open_minor) FROM instalment",
        "SELECT count(*), sum(duration_s), count(outcome_id) FROM activity",
        "SELECT count(*) FROM objection_event", "SELECT sum(given), count(*) FROM consent",
    )  # fmt: skip
    before = [ask(demo_desk, sql) for sql in figures]
    for contact_id in demo_people[:5]:
        erase(demo_desk, contact_id)
    assert [ask(demo_desk, sql) for sql in figures] == before
    assert demo_desk.history.broken() == []
    assert checking.search(demo_desk.book._writing_connection()) == []
    assert checking.instalments(demo_desk.book.reader) == []


def test_no_text_of_a_client_is_forgotten_whatever_the_schema_holds(
    demo_desk: Desk, demo_people: list[int]
) -> None:
    """The name is planted into every free text of a client's rows; a new column is found by itself."""
    db = demo_desk.book._writing_connection()
    [(contact_id, client_id)] = ask(
        demo_desk,
        "SELECT n.id, n.client_id FROM contact n JOIN client c ON c.id = n.client_id"
        " WHERE c.kind = 'company' AND EXISTS (SELECT 1 FROM invoice i WHERE i.client_id = c.id)"
        " AND EXISTS (SELECT 1 FROM deal d WHERE d.client_id = c.id)"
        " ORDER BY n.id LIMIT 1",
    )
    planted = 0
    with demo_desk.book.write("probe") as unit:
        unit.db.execute("UPDATE contact SET last_name = 'Zzyzxov' WHERE id = ?", (contact_id,))
        for table, column in (
            ("client", "notes"), ("deal", "title"), ("deal", "notes"), ("deal", "loss_note"),
            ("activity", "note"), ("activity", "subject"), ("task", "title"), ("invoice", "notes"),
            ("payment", "reference"), ("promise", "note"), ("objection_event", "verbatim"),
            ("consent", "evidence"), ("list_mark", "reason"), ("tag", "name"),
        ):  # fmt: skip
            planted += unit.db.execute(
                f"UPDATE {table} SET {column} = 'by Zzyzxov ' || id"
                f" WHERE {'id' if table == 'client' else 'client_id'} = ?",
                (client_id,),
            ).rowcount
    assert planted > 20
    with demo_desk.book.write("probe") as unit:  # older versions of each row go into the undo log
        unit.db.execute("UPDATE deal SET notes = notes || '.' WHERE client_id = ?", (client_id,))
        unit.db.execute("UPDATE activity SET note = note || '.' WHERE client_id = ?", (client_id,))
    assert left(demo_desk, "Zzyzxov")
    erase(demo_desk, contact_id)
    assert left(demo_desk, "Zzyzxov") == {}
    assert demo_desk.history.broken() == []
    assert checking.search(db) == []
