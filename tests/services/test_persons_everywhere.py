"""Where else a person may stand: other clients' texts, names of files, links, records merged away."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.spelling import to_latin
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import checking
from pipeline_tui.store.dumping import without_triggers
from pipeline_tui.wording import persons as words
from tests import owing
from tests.conftest import MOSCOW
from tests.importing import ask, one, write_csv
from tests.services.test_persons import EMAIL, NAME, PHONE, erase, left

FULL = " ".join(NAME)
TOLD = f"{NAME[1]} {NAME[0]}, 8 (912) 345-67-89, {EMAIL}"
CODES = frozenset({
    "kind", "status", "abc", "size", "country", "time_zone", "owner", "actor", "currency", "direction",
    "origin", "channel", "purpose", "way", "result", "role", "number", "inn", "kpp", "ogrn", "bik",
    "account", "stage_since", "expected_close", "snoozed_until", "birthday", "row_hash", "digest",
    "code", "entity", "technique", "month", "metric", "schedules", "valid_until", "valid_from",
    "valid_to", "on_day", "key",
})  # fmt: skip
"""Columns of codes, days and checksums, which nobody types a name into, and who did it."""
IDENTITY = {
    "client": {"name", "name_key"}, "phone": {"typed", "e164", "digits", "extension"},
    "contact": {"last_name", "first_name", "patronymic", "full_name", "name_key"},
    "email": {"address"},
}  # fmt: skip
"""What another is called and reached by: a namesake's, which stays and is told."""
LOGS = {"audit_entry", "row_change", "undo_step", "alembic_version", "erased_reach"}


def text_columns(desk: Desk) -> dict[str, list[str]]:
    """Table → columns that may hold a word of somebody."""
    db = desk.book.reader
    return {
        row[1]: [
            column[1]
            for column in db.execute(f'PRAGMA table_info("{row[1]}")')
            if column[2] == "TEXT" and not column[1].endswith(("_on", "_at"))
            and column[1] not in CODES | IDENTITY.get(row[1], set())
        ]
        for row in db.execute("PRAGMA main.table_list").fetchall()
        if row[2] == "table" and row[1] not in LOGS and not row[1].startswith("sqlite_")
    }  # fmt: skip


def rows_with(desk: Desk, *needles: str) -> set[str]:
    """table.column of every table, the search tables included, that holds one of these."""
    db = desk.book.reader
    found = set()
    for (table,) in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts5vocab%'"
    ).fetchall():
        cursor = db.execute(f'SELECT * FROM "{table}"')
        names = [each[0] for each in cursor.description]
        for row in cursor:
            for name, value in zip(names, row, strict=True):
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                if any(needle.casefold() in text.casefold() for needle in needles):
                    found.add(f"{table}.{name}")
    return found


def test_no_text_of_any_table_keeps_a_person(demo_desk: Desk) -> None:
    """Their name, number and address are planted into every text of two rows of every table, other
    clients' for the most part, and twice, so that the undo log holds them too."""
    desk = demo_desk
    desk.clients.add(
        {"name": "Acorn"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "patronymic": NAME[2],
                   "phones": [PHONE], "emails": [EMAIL]}],
    )  # fmt: skip
    [(contact_id, client_id)] = ask(
        desk, "SELECT id, client_id FROM contact ORDER BY id DESC LIMIT 1"
    )
    with desk.book.write("probe") as unit:
        for sql in (
            "INSERT INTO export_log (made_at, kind, format, rows, filter, file, actor)"
            " VALUES ('2026-03-01T00:00:00Z', 'clients', 'csv', 1, '', '', '')",
            "INSERT INTO import_batch (imported_at, files, counts) VALUES ('2026-03-01T00:00:00Z', '', '')",
            "INSERT INTO import_link (kind, foreign_key, record_id, row_hash)"
            f" VALUES ('deal', 'a', 1, ''), ('client', 'b', {client_id}, '')",
            "INSERT INTO client_merge (kept_id, gone_id, name, merged_at)"
            f" VALUES ({client_id}, 1, '', '2026-03-01T00:00:00Z'), (2, 3, '', '2026-03-01T00:00:00Z')",
            "INSERT INTO memo (key, value, kept_at) VALUES ('place:x', '', '2026-03-01T00:00:00Z')",
        ):
            unit.db.execute(sql)
        unit.db.execute("DELETE FROM client_merge WHERE gone_id = 1")
    planted: dict[str, int] = {}
    for again in ("", "."):
        with desk.book.write("probe") as unit, without_triggers(unit.db):
            for table, columns in text_columns(desk).items():
                for column in columns:
                    told = TOLD + again
                    if column in ("custom", "value", "counts"):
                        told = json.dumps({"x": [told, int(PHONE)]}, ensure_ascii=False)
                    planted[f"{table}.{column}"] = unit.db.execute(
                        f"UPDATE \"{table}\" SET \"{column}\" = ? || CASE WHEN ? THEN ' ' || rowid ELSE '' END"
                        f' WHERE rowid IN (SELECT rowid FROM "{table}" ORDER BY rowid LIMIT 2)',
                        (told, not told.startswith("{")),
                    ).rowcount
            unit.about("import_batch", 1, files=TOLD)
    assert sum(planted.values()) > 100
    empty = {name for name, count in planted.items() if not count}
    assert not {name for name in empty if name.split(".")[0] in ("export_log", "client_merge")}
    needles = (*NAME, PHONE[1:], "345-67-89", EMAIL)
    assert planted.keys() - empty <= rows_with(desk, *needles)
    assert desk.persons.erase(contact_id, mark="erased").clean
    assert rows_with(desk, *needles) == set()
    assert left(desk, *needles) == {}
    assert desk.history.broken() == []
    assert checking.references(desk.book.reader) == 0


def test_what_was_merged_away_goes_too(desk: Desk, tmp_path: Path) -> None:
    """A person entered twice, as a private client and at a firm, made one, and one name mended."""
    kept = desk.clients.add(
        {"name": "Acorn"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "patronymic": NAME[2],
                   "phones": [PHONE], "job_title": "казначей"}],
    )  # fmt: skip
    gone = desk.clients.add(
        {"name": f"ИП {FULL}", "kind": "sole_trader", "inn": "500100732259", "notes": "дом у реки"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "patronymic": NAME[2],
                   "emails": [EMAIL], "notes": "садовод", "job_title": "бригадир"}],
    )  # fmt: skip
    desk.calls.touch(kind="note", client_id=gone, contact_id=2, note="зовёт на шашлыки")
    desk.clients.merge(kept, [gone])
    assert {"client_merge.name", "row_change.before"} <= rows_with(desk, NAME[0])
    erase(desk)
    needles = (
        *NAME, PHONE, EMAIL, "500100732259", "дом у реки", "садовод", "бригадир", "казначей", "шашлык",
    )  # fmt: skip
    assert rows_with(desk, *needles) == set()
    assert left(desk, *needles) == {}
    assert desk.history.broken() == []
    assert desk.lists.name_of(kept) == "Acorn"


def test_files_named_after_a_person_are_named_so_no_longer(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / f"{NAME[0]}_{NAME[1]}.csv",
        ["Last name", "First name", "Company", "E-mail", "Phone"],
        [NAME[0], NAME[1], "Acorn", EMAIL, PHONE],
        ["", "", "Acorn", "office@acorn.example", PHONE],
    )
    desk.imports.run([path])
    desk.exports.text(tmp_path / f"{to_latin(NAME[0])}.txt", "x")
    mine = desk.views.save(f"{NAME[1]} ведёт", f"owner:{NAME[1]}")  # of a colleague's first name
    [(number,)] = ask(desk, "SELECT id FROM contact")
    needles = (NAME[0], to_latin(NAME[0]), PHONE, EMAIL)
    assert {
        "import_batch.files", "export_log.file", "import_link.foreign_key", "audit_entry.words",
    } <= rows_with(desk, *needles)  # fmt: skip
    erase(desk, number)
    assert rows_with(desk, *needles) == set()
    assert left(desk, *needles) == {}
    assert desk.history.broken() == []
    assert one(desk, "SELECT name FROM saved_view WHERE id = ?", mine) == f"{NAME[1]} ведёт"


def test_others_keep_what_may_be_theirs_and_are_named(desk: Desk) -> None:
    """A surname alone is a namesake's; who has the number or the full name keeps it in their texts."""
    desk.clients.add(
        {"name": "Acorn"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "phones": [PHONE]}],
    )
    desk.clients.add({"name": "Birch", "notes": f"директор {NAME[0]}а Семёна"})
    desk.clients.add({"name": "Cedar", "notes": TOLD}, phones=[PHONE])
    desk.clients.add(
        {"name": "Date", "notes": TOLD},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1]}],
    )
    done = desk.persons.erase(1, mark="erased")
    assert done.elsewhere == ("Cedar", "Date")
    assert set(done.mentions) == {"Birch", "Date"}
    notes = dict(ask(desk, "SELECT name, notes FROM client"))
    assert notes["Birch"] == f"директор {NAME[0]}а Семёна"
    assert notes["Cedar"] == f"erased, 8 (912) 345-67-89, {EMAIL}"
    assert notes["Date"] == f"{NAME[1]} {NAME[0]}, erased, {EMAIL}"


def test_a_wife_at_the_same_client_keeps_her_name(desk: Desk) -> None:
    desk.clients.add(
        {"name": "Жаворонкова Ольга", "kind": "person"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1]}],
    )
    erase(desk)
    assert one(desk, "SELECT name FROM client") == "Жаворонкова Ольга"


@pytest.fixture
def trader(desk: Desk) -> int:
    """A sole trader entered without a contact, with deals, money, needs, a refusal; and his wife."""
    client_id = desk.clients.add(
        {"name": f"ИП {FULL}", "kind": "sole_trader", "inn": "500100732259", "address": "ул. Мира, 1",
         "status": "active", "notes": "любит рыбалку", "custom": {"Паспорт": "4509 123456"}},
        phones=[PHONE], tags=["рыбак"], contacts=[{"last_name": "Кедрова", "first_name": "Ольга"}],
    )  # fmt: skip
    desk.clients.edit(client_id, {"city": "Пермь"}, emails=[EMAIL])
    deal = desk.deals.add(
        {"client_id": client_id, "title": "беседка на даче", "amount_minor": 500_00,
         "notes": "у тёщи в Лобаново"}, step_on=date(2026, 3, 21),
    )  # fmt: skip
    desk.deals.edit(deal, {"amount_minor": 600_00})
    desk.needs.set({"need": "беседка шестигранная"}, client_id=client_id)
    bill = owing.invoice(desk, client_id, 600_00, number="17")
    desk.invoices.edit(bill, {"notes": "для беседки"})
    owing.payment(desk, client_id, 200_00, invoice_id=bill)
    desk.calls.touch(kind="note", client_id=client_id, note="звать Пантелеймоном")
    desk.contacts.consent(client_id, given=False, evidence="сказал по телефону")
    desk.tasks.plan(client_id=client_id, due_on=date(2026, 3, 20), title="набрать вечером")
    return client_id


def test_a_client_that_is_a_person_goes_and_its_accounts_stay(desk: Desk, trader: int) -> None:
    figures = (
        "SELECT number, issued_on, amount_minor FROM invoice", "SELECT paid_on, amount_minor FROM payment",
        "SELECT sum(open_minor) FROM instalment", "SELECT amount_minor, stage_id FROM deal",
        "SELECT given, channel FROM consent", "SELECT kind, started_at FROM activity",
    )  # fmt: skip
    before = [ask(desk, sql) for sql in figures]
    done = desk.persons.erase_client(trader, mark="erased")
    assert (done.clean, done.client_id, done.elsewhere) == (True, trader, ())
    assert done.beside == ("Кедрова Ольга",)
    assert any("Кедрова Ольга" in line for line in words.done(done))
    needles = (
        *NAME, PHONE, EMAIL, "500100732259", "ул. Мира", "рыб", "4509 123456", "беседк", "тёщи",
        "по телефону", "вечером",
    )  # fmt: skip
    assert rows_with(desk, *needles) == set()
    assert left(desk, *needles) == {}
    assert [ask(desk, sql) for sql in figures] == before
    assert ask(desk, "SELECT title FROM deal") == [("erased",)]
    assert list(desk.debts.debtors().ids) == [trader]
    assert ask(desk, "SELECT name, archived_at FROM client") == [("erased", None)]  # it owes still
    assert ask(desk, "SELECT deal_id, dropped_at IS NULL FROM task ORDER BY id") == [
        (1, 1), (None, 0),
    ]  # fmt: skip
    assert one(desk, "SELECT full_name FROM contact") == "Кедрова Ольга"
    assert desk.history.broken() == []
    assert checking.search(desk.book._writing_connection()) == []
    with pytest.raises(Invalid, match="erased_number"):
        desk.clients.add({"name": "Birch"}, phones=[PHONE])


def test_a_client_is_put_away_where_nothing_is_open(desk: Desk) -> None:
    client_id = desk.clients.add(
        {"name": FULL, "kind": "person"},
        contacts=[{"last_name": NAME[0], "first_name": NAME[1], "phones": [PHONE]}],
    )
    desk.persons.erase_client(client_id, mark="erased")
    assert rows_with(desk, *NAME, PHONE) == set()
    assert ask(desk, "SELECT archived_at IS NOT NULL FROM client") == [(1,)]
    assert ask(desk, "SELECT full_name, archived_at IS NOT NULL FROM contact") == [("erased", 1)]


def test_a_company_is_no_person(desk: Desk) -> None:
    client_id = desk.clients.add({"name": "Acorn"})
    revision = desk.history.revision()
    for wrong in (
        desk.persons.erasable_client,
        lambda id_: desk.persons.erase_client(id_, mark="x"),
    ):
        with pytest.raises(Refused, match="erase_company"):
            wrong(client_id)
        with pytest.raises(NotFound):
            wrong(99)
    assert desk.history.revision() == revision
    assert desk.persons.client_data(client_id).people == ()


def test_all_that_is_held_on_a_client_is_shown(desk: Desk, trader: int) -> None:
    told = words.document(desk.persons.client_data(trader), MOSCOW)
    for each in (
        FULL, "+79123456789", EMAIL, "500100732259", "ул. Мира, 1", "любит рыбалку", "4509 123456",
        "рыбак", "беседка на даче", "у тёщи", "беседка шестигранная", "17 · для беседки", "600\xa0₽",
        "200\xa0₽", "звать Пантелеймоном", "сказал по телефону", "набрать вечером",
    ):  # fmt: skip
        assert each in told
    assert "Ольга" not in told
