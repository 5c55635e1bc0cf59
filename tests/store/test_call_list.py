"""The queries behind the call list: bounded, and served by an index whatever the size of the base."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import call_list, prospects
from tests.conftest import NOW
from tests.dealing import TODAY, bare_deal, make_client, make_deal

_LARGE = ("client", "contact", "phone", "deal", "activity", "task", "invoice", "stage_change")


def statements(db: sqlite3.Connection, work: object) -> list[str]:
    """The SQL that `work` runs on this connection, with its values filled in."""
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        work()  # type: ignore[operator]
    finally:
        db.set_trace_callback(None)
    return [sql for sql in seen if sql.lstrip().upper().startswith(("SELECT", "WITH"))]


def full_scans(db: sqlite3.Connection, sql: str) -> list[str]:
    """Steps of a plan that walk a large table from end to end without an index."""
    found = []
    for *_rest, step in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
        words = step.split()
        names = {table for table in _LARGE if table in words}
        if step.startswith("SCAN") and names and "INDEX" not in words:
            found.append(step)
    return found


def test_no_query_of_the_list_walks_a_large_table(demo_desk: Desk) -> None:
    db = demo_desk.book.reader
    seen = statements(db, demo_desk.call_list.today)
    assert len(seen) > 10
    assert {sql: scans for sql in seen if (scans := full_scans(db, sql))} == {}


def test_no_query_of_the_brief_walks_a_large_table(demo_desk: Desk) -> None:
    db = demo_desk.book.reader
    client_id = demo_desk.call_list.today().rows[0].id
    seen = statements(db, lambda: demo_desk.call_list.brief(client_id))
    assert {sql: scans for sql in seen if (scans := full_scans(db, sql))} == {}


def many(desk: Desk, count: int, status: str = "lead") -> None:
    with desk.book.write("file.create") as unit:
        unit.db.executemany(
            "INSERT INTO client (name, name_key, kind, status, industry, size, region, city, country,"
            " address, website, source, owner, notes, custom, snooze_reason, stop_reason, abc_computed, created_at)"
            " VALUES (?1, ?1, 'company', ?2, '', '', '', '', '', '', '', '', '', '', '{}', '', '', 0,"
            " '2026-01-01T00:00:00Z')",
            [(f"client {n}", status) for n in range(count)],
        )


def test_thousands_of_cold_leads_give_a_few(desk: Desk) -> None:
    many(desk, 3000)
    found = call_list.cold(desk.book.reader, NOW)
    assert len(found) == 60
    assert found[0] == 3000  # the newest first


def test_thousands_never_called_give_a_few(desk: Desk) -> None:
    many(desk, 3000, "active")
    found = call_list.never_touched(desk.book.reader)
    assert found == list(range(3000, 2940, -1))  # the newest first


def test_thousands_of_late_steps_give_the_most_valuable(desk: Desk) -> None:
    many(desk, 3)
    with desk.book.write("file.create") as unit:
        unit.db.executemany(
            "INSERT INTO task (client_id, kind, origin, title, due_on, created_at)"
            " VALUES (?, 'call', 'step', '', ?, '2026-01-01T00:00:00Z')",
            [(n % 3 + 1, (TODAY - timedelta(days=n % 90)).isoformat()) for n in range(3000)],
        )
    promised = desk.tasks.plan(client_id=1, due_on=TODAY - timedelta(days=1), origin="callback")
    deal = make_deal(desk, client_id=2, step_on=TODAY)
    found = call_list.due_tasks(desk.book.reader, TODAY)
    assert len(found) == 200
    assert found[0].id == promised
    assert found[1].deal_id == deal


def test_the_largest_stalled_deals_of_every_stage(desk: Desk) -> None:
    who = make_client(desk)
    for n in range(30):
        bare_deal(desk, f"deal {n}", client_id=who, amount_minor=n)
    last = bare_deal(desk, "elsewhere", stage="offer", client_id=who, amount_minor=1)
    found = call_list.stalled_deals(desk.book.reader, TODAY)
    assert [one.amount_minor for one in found[:3]] == [29, 28, 27]
    assert len(found) == 26
    assert found[-1].id == last


def test_a_snoozed_deal_is_not_stalled_until_it_wakes(desk: Desk) -> None:
    deal = bare_deal(desk, client_id=make_client(desk))
    desk.deals.snooze(deal, TODAY + timedelta(days=2), "on leave")
    assert call_list.stalled_deals(desk.book.reader, TODAY) == []
    assert len(call_list.stalled_deals(desk.book.reader, TODAY + timedelta(days=2))) == 1


def test_win_rates_count_the_deals_that_passed_a_stage(desk: Desk) -> None:
    who = make_client(desk)
    for _won in range(3):
        desk.deals.win(make_deal(desk, client_id=who, stage="offer"))
    desk.deals.lose(make_deal(desk, client_id=who, stage="offer"), "price")
    make_deal(desk, client_id=who, stage="offer")
    offer = desk.vocabularies.stage("offer").id
    new = desk.vocabularies.stage("new").id
    rates = call_list.stage_rates(desk.book.reader)
    assert (rates[offer], rates[new]) == ((3, 4), (0, 0))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((2025, 1), 0),
        ((2026, 3), 1),
    ],
)
def test_orders_since_a_day(desk: Desk, days: tuple[int, int], expected: int) -> None:
    who = make_client(desk)
    won = desk.vocabularies.stage("won").id
    for month in (11, 12):
        deal = make_deal(desk, client_id=who, amount_minor=month)
        with desk.book.write("file.create") as unit:
            unit.db.execute(
                "UPDATE deal SET closed_on = ?, stage_id = ? WHERE id = ?",
                (f"2025-{month}-15", won, deal),
            )
    deal = make_deal(desk, client_id=who, amount_minor=1)
    with desk.book.write("file.create") as unit:
        unit.db.execute(
            "UPDATE deal SET closed_on = '2026-01-15', stage_id = ? WHERE id = ?", (won, deal)
        )
    until = date(*days, 1)
    found = call_list.orders(desk.book.reader, date(2024, 1, 1), until)
    assert len(found) == expected
    if found:
        assert found[0].sums == (11, 12, 1)


def test_who_to_call_is_the_contact_of_the_deal_then_the_first(desk: Desk) -> None:
    who = make_client(desk)
    with desk.book.write("file.create") as unit:
        for place, name in enumerate(("First", "Second")):
            unit.db.execute(
                "INSERT INTO contact (id, client_id, last_name, first_name, patronymic, job_title,"
                " informal, notes, full_name, name_key, position, custom, created_at)"
                " VALUES (?, ?, ?, '', '', '', 0, '', ?, '', ?, '{}', '2026-01-01T00:00:00Z')",
                (place + 1, who, name, name, place),
            )
            unit.db.execute(
                "INSERT INTO phone (client_id, contact_id, typed, digits, extension, position)"
                " VALUES (?, ?, ?, ?, '', 0)",
                (who, place + 1, f"+7912000000{place}", f"7912000000{place}"),
            )
    deal = make_deal(desk, client_id=who, contact_id=2)
    db = desk.book.reader
    assert prospects.person(db, who).name == "First"
    assert prospects.person(db, who, deal).name == "Second"
    assert prospects.person(db, who, deal).typed == "+79120000001"
