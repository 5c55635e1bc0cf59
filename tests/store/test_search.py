"""Lists and search answer from indexes, whatever is asked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import clients
from pipeline_tui.store.queries.clients import SORTS
from pipeline_tui.store.queries.fts import phrase


@contextmanager
def asked(db: sqlite3.Connection) -> Iterator[list[str]]:
    """The statements run meanwhile, their values filled in."""
    found: list[str] = []
    db.set_trace_callback(found.append)
    try:
        yield found
    finally:
        db.set_trace_callback(None)


def scans(db: sqlite3.Connection, statements: list[str]) -> list[str]:
    """Steps of their plans that read a whole table without an index."""
    return [
        f"{detail}: {sql[:120]}"
        for sql in statements
        if sql.lstrip().startswith(("SELECT", "WITH")) and not sql.startswith("-- ")
        if " FROM objection_type t WHERE" not in sql  # a dozen rows, and all of them are wanted
        for *_rest, detail in db.execute("EXPLAIN QUERY PLAN " + sql)
        if re.match(
            r"SCAN (?!m$|f$|custom_field$|hop|main\.|\(|.*VIRTUAL TABLE|.*USING|CONSTANT)", detail
        )
    ]


FILTERS = (
    "", "р", "ромашка казань", "912345", "7707083893", "anna@firma.ru", "hjvfirf",
    "status:active city:Казань", "tag:vip", "owner:анна class:A", "debt", "overdue", "nostep",
)  # fmt: skip


@pytest.fixture
def base(desk: Desk) -> Desk:
    desk.clients.add(
        {"name": "ООО «Ромашка»", "inn": "7707083893", "city": "Казань", "owner": "Анна"},
        contacts=[{"last_name": "Петрова", "first_name": "Анна", "phones": ["8 912 345-67-89"],
                   "emails": ["anna@firma.ru"]}],
        tags=["vip"],
    )  # fmt: skip
    desk.clients.add(
        {
            "name": "Ромашка-Сервис",
            "city": "Ростов-на-Дону",
            "notes": "Весной спросит про стеллажи",
        },
        phones=["495 111-22-33"],
    )
    desk.clients.add({"name": "ИП Ёлкин"}, emails=["info@elkin.ru"])
    return desk


@pytest.mark.parametrize("line", FILTERS)
def test_no_filter_reads_the_clients_through(base: Desk, line: str) -> None:
    db = base.book.reader
    with asked(db) as statements:
        base.lists.ids(line)
    assert statements
    assert scans(db, statements) == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_holds_everybody_once(base: Desk, sort: str, descending: bool) -> None:
    assert sorted(base.lists.ids("", sort, descending=descending)) == [1, 2, 3]


def test_a_window_of_rows_reads_only_its_own(base: Desk) -> None:
    db = base.book.reader
    with asked(db) as statements:
        base.lists.rows(base.lists.ids())
    assert scans(db, statements) == []
    assert len(statements) <= 6


FOUND = (
    "р", "ромашка", "ромашку", "петрова", "912345", "7707", "anna@", "firma", "firma.ru", "hjvfirf",
    "romashka", "petrova", "ромшка", "машка", "казань", "ромашка казань", "стеллажи", "стеллаж весной",
    "cntkkf;b",
)  # fmt: skip
"""One for every way to be found."""
NOBODY = ("щгждрт", "qwzxv", "xyz rst", "000111222", "no@body")


@pytest.mark.parametrize("text", [*FOUND, *NOBODY])
def test_finding_reads_only_what_it_finds(base: Desk, text: str) -> None:
    db = base.book.reader
    with asked(db) as statements:
        assert bool(base.lists.find(text)) == (text in FOUND)
    assert statements
    assert scans(db, statements) == []


@pytest.mark.parametrize("line", [*FOUND, *NOBODY])
def test_a_list_and_its_reasons_read_only_what_they_find(base: Desk, line: str) -> None:
    db = base.book.reader
    with asked(db) as statements:
        listing = base.lists.listing(line)
        base.lists.why(listing.ids, listing.words)
    assert scans(db, statements) == []


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("ромашка", {"client", "client_names", "contact", "contact_names"}),
        ("hjvfirf", {"client", "client_names", "contact", "contact_names", "email", "email_parts"}),
        ("912345", {"client", "phone", "phone_digits", "client_names"}),
    ],
)
def test_a_quick_look_asks_no_more_than_it_must(base: Desk, text: str, tables: set[str]) -> None:
    """A letter typed must not wait for notes."""
    db = base.book.reader
    with asked(db) as statements:
        assert base.lists.find(text, quick=True)
    ours = [sql for sql in statements if sql.startswith(("SELECT c.", "SELECT id"))]
    assert set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(ours))) <= tables
    assert len(ours) <= 7


@pytest.mark.parametrize(
    "sql", ["SELECT id FROM client WHERE notes = 'x'", "SELECT id FROM activity a WHERE note = 'x'"]
)
def test_a_scan_is_seen(base: Desk, sql: str) -> None:
    assert scans(base.book.reader, [sql])


def test_a_card_a_brief_and_a_timeline_read_only_their_client(base: Desk) -> None:
    (client_id,) = base.lists.ids("ёлкин")
    db = base.book.reader
    for read in (base.cards.client, base.cards.brief, base.cards.timeline):
        with asked(db) as statements:
            read(client_id)
        assert scans(db, statements) == []


def test_nothing_that_is_typed_is_an_operator() -> None:
    assert phrase('a" OR "b') == '"a"" OR ""b"'


@pytest.mark.parametrize("text", ['"', "*", "a OR b", "NEAR(", "-x", "'", "name_key:a", "%", "{}"])
def test_signs_of_the_query_languages_are_only_text(base: Desk, text: str) -> None:
    base.lists.find(text)
    if text not in ('"', "NEAR(") and ":" not in text:  # these mean something to a filter
        base.lists.ids(text)


def test_the_sums_of_a_handful_are_those_among_everybody(
    demo_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = demo_desk.lists.ids()[::7]
    one_by_one = demo_desk.lists.sums(ids)
    monkeypatch.setattr(clients, "_HANDFUL", -1)
    assert one_by_one == demo_desk.lists.sums(ids) != ((), ())
