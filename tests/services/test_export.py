"""What is written out is what is in the file, and comes back equal through an import."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain.exports import EXPORTS
from pipeline_tui.exchange.recognise import recognise
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import exports as words
from tests.conftest import HandClock, open_desk
from tests.importing import ask, one, unsound


def write(desk: Desk, kind: str, path: Path) -> list[dict[str, str]]:
    desk.exports.export(kind, path, words=words.word, heading=words.heading)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def empty(tmp_path: Path, _empty_file: Path, clock: HandClock) -> Callable[[], Desk]:
    def make() -> Desk:
        path = tmp_path / "other.db"
        path.write_bytes(_empty_file.read_bytes())
        path.chmod(0o600)
        return open_desk(path, clock)

    return make


def test_every_kind_has_a_row_for_every_record(demo_desk: Desk, tmp_path: Path) -> None:
    tables = {
        "clients": "client", "contacts": "contact", "deals": "deal", "activities": "activity",
        "tasks": "task", "invoices": "invoice", "payments": "payment",
        "objections": "objection_event",
    }  # fmt: skip
    assert tuple(tables) == EXPORTS
    for kind, table in tables.items():
        rows = write(demo_desk, kind, tmp_path / f"{kind}.csv")
        assert len(rows) == one(demo_desk, f"SELECT count(*) FROM {table}") > 0, kind
        assert not any(key is None for row in rows for key in row)


def test_money_and_words_are_those_of_the_file(demo_desk: Desk, tmp_path: Path) -> None:
    rows = write(demo_desk, "deals", tmp_path / "d.csv")
    total = sum(
        int(row["Amount"].replace(".", "")) for row in rows if row["Amount"]
    )  # two decimals: minor units
    assert total == one(demo_desk, "SELECT sum(amount_minor) FROM deal")
    won = one(
        demo_desk,
        "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.code = 'won'",
    )
    assert sum(row["Stage"] == "Won" for row in rows) == won
    open_rest = one(demo_desk, "SELECT sum(open_minor) FROM instalment")
    invoices = write(demo_desk, "invoices", tmp_path / "i.csv")
    assert sum(int(row["Still open"].replace(".", "")) for row in invoices) == open_rest


def test_json_keeps_names_and_codes(demo_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    demo_desk.exports.export("deals", path, words=words.word, heading=words.heading)
    stages = {row["stage"] for row in json.loads(path.read_text())}
    assert stages <= {row[0] for row in ask(demo_desk, "SELECT code FROM stage")}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("kind", "read_as"),
    [("clients", "clients"), ("contacts", "contacts"), ("deals", "deals"),
     ("activities", "activities"), ("invoices", "invoices")],
)  # fmt: skip
def test_headings_are_those_that_an_import_knows(
    demo_desk: Desk, tmp_path: Path, language: str, kind: str, read_as: str
) -> None:
    i18n.use(language)
    path = tmp_path / "x.csv"
    demo_desk.exports.export(kind, path, words=words.word, heading=words.heading)
    sheet = open_sheet(path)
    found = recognise(sheet.headers)
    assert found.kind == read_as
    needed = {
        "clients": {"name", "inn", "kind", "status", "phone", "email", "city", "tags", "owner"},
        "contacts": {"last_name", "first_name", "company", "phone", "email", "job_title"},
        "deals": {"external_id", "title", "client", "stage", "amount", "currency", "opened_on",
                  "closed_on", "loss_reason", "product"},
        "activities": {"at", "kind", "client", "outcome", "note"},
        "invoices": {"external_id", "client", "issued_on", "due_on", "amount", "settled_on"},
    }[kind]  # fmt: skip
    assert needed <= set(found.fields.values())


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_out_and_in_again_gives_the_same_figures(
    demo_desk: Desk, empty: Callable[[], Desk], tmp_path: Path, language: str, ending: str
) -> None:
    i18n.use(language)
    files = []
    for kind in ("clients", "contacts", "deals"):
        files.append(tmp_path / f"{kind}.{ending}")
        demo_desk.exports.export(kind, files[-1], words=words.word, heading=words.heading)
    with empty() as other:
        result = other.imports.run(files)
        assert result.listed == 0
        for sql in (
            "SELECT name, kind, city, inn, industry, owner FROM client ORDER BY 1, 3",
            "SELECT last_name, first_name, patronymic FROM contact ORDER BY 1, 2, 3",
            "SELECT count(*), count(e164) FROM phone WHERE contact_id IS NOT NULL",
            "SELECT s.code, d.currency, count(*), sum(d.amount_minor) FROM deal d"
            " JOIN stage s ON s.id = d.stage_id GROUP BY 1, 2 ORDER BY 1, 2",
            "SELECT d.title, d.closed_on, l.code FROM deal d"
            " LEFT JOIN loss_reason l ON l.id = d.loss_reason_id ORDER BY 1, 2, 3",
        ):
            assert ask(other, sql) == ask(demo_desk, sql)
        assert unsound(other) == []


def test_no_cell_starts_a_formula(desk: Desk, tmp_path: Path) -> None:
    desk.clients.add({"name": "=HYPERLINK(1)", "notes": "@SUM(A1)"})
    [row] = write(desk, "clients", tmp_path / "c.csv")
    assert (row["Client name"], row["Notes"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")


def test_own_fields_leave_as_what_they_are(desk: Desk, tmp_path: Path) -> None:
    for kind in ("money", "date", "yes_no"):
        desk.custom_fields.add("contact", kind, kind)
    client_id = desk.clients.add({"name": "Acorn"})
    desk.contacts.add(
        client_id,
        {"last_name": "Kim", "custom": {"money": "1500.50", "date": "11.03.2026", "yes_no": "no"}},
    )
    [row] = write(desk, "contacts", tmp_path / "c.csv")
    assert (row["money"], row["date"], row["yes_no"]) == ("1500.50", "2026-03-11", "false")


def test_own_fields_become_columns(desk: Desk, tmp_path: Path) -> None:
    desk.clients.add({"name": "Acorn", "custom": {"Tariff": "Base", "City": "x"}})
    [row] = write(desk, "clients", tmp_path / "c.csv")
    assert (row["Tariff"], row["City *"]) == ("Base", "x")
