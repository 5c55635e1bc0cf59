"""Laws of every import, over tables that nobody thought of."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.imports import ImportOptions
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.importing import adds_up, unsound, write_csv
from tests.store.test_journal import dump

_names = st.sampled_from(
    ["Acme", "ACME ltd", "ООО «Ромашка»", "Ромашка", "Birch", "", "=1+1", "Ёж"]
)
_text = st.one_of(
    st.just(""), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
)  # fmt: skip
_day = st.one_of(
    st.sampled_from(["", "2025-01-10", "31.12.2024", "2025-02-30", "soon"]),
    st.dates().map(lambda day: day.isoformat()),
)
_sum = st.one_of(
    st.sampled_from(["", "0", "-5", "12,50", "1 000 ₽", "$5", "abc"]),
    st.integers(0, 10**9).map(str),
)
_id = st.sampled_from(["", "1", "2", "3", "A-7"])

CLIENTS = ("Company ID", "Client name", "INN", "City", "Phone", "Email", "Tags", "Own")
CONTACTS = ("Contact ID", "Full name", "Company name", "Email", "Phone", "Birthday")
DEALS = (
    "Deal ID",
    "Deal name",
    "Client",
    "Deal stage",
    "Amount",
    "Create date",
    "Close date",
    "Product",
    "Deal status",
    "Contact person",
    "Contact phone",
    "Email",
)
INVOICES = ("Invoice number", "Customer", "Invoice date", "Due date", "Amount", "Settled date")
ACTIVITIES = ("Activity ID", "Activity type", "Activity date", "Client", "Call outcome", "Notes")

_stage = st.sampled_from(["", "New", "Proposal", "Won", "Lost", "Переговоры", "Elsewhere"])
_ended = st.sampled_from(["", "Open", "Won", "Lost"])
_people = st.sampled_from(["", "Анна Серова", "Серова Анна", "Lee", "a@b.ru", "12"])
_kind = st.sampled_from(["Call", "Task", "Meeting", "", "Дым"])
_inn = st.sampled_from(["", "7707083893", "7707083890", "500100732259"])
_phone = st.sampled_from(["", "+7 912 345-67-89", "8 495 1234567 доб. 5", "12", "abc"])
_mail = st.sampled_from(["", "a@acme.com", "A@Acme.com", "none"])

TABLES = st.one_of(
    st.lists(st.tuples(_id, _names, _inn, _text, _phone, _mail, _text, _text), min_size=1).map(
        lambda rows: (CLIENTS, rows)
    ),
    st.lists(st.tuples(_id, _names, _names, _mail, _phone, _day), min_size=1).map(
        lambda rows: (CONTACTS, rows)
    ),
    st.lists(
        st.tuples(
            _id, _text, _names, _stage, _sum, _day, _day, _text, _ended, _people, _phone, _mail
        ),
        min_size=1,
    ).map(lambda rows: (DEALS, rows)),
    st.lists(st.tuples(_id, _names, _day, _day, _sum, _day), min_size=1).map(
        lambda rows: (INVOICES, rows)
    ),
    st.lists(st.tuples(_id, _kind, _day, _names, _text, _text), min_size=1).map(
        lambda rows: (ACTIVITIES, rows)
    ),
)


def _has_words(rows: list[tuple[str, ...]]) -> bool:
    return any("".join(cell.split()) for row in rows for cell in row)


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(tables=st.lists(TABLES.filter(lambda table: _has_words(table[1])), min_size=1, max_size=3))
def test_an_import_is_counted_found_again_and_taken_back(
    tables: list[tuple[tuple[str, ...], list[tuple[str, ...]]]], _empty_file: Path
) -> None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copy(_empty_file, home / "p.db")
        files = [
            write_csv(home / f"t{number}.csv", header, *rows)
            for number, (header, rows) in enumerate(tables)
        ]
        options = ImportOptions(delimiter=",", encoding="utf-8")
        with open_desk(home / "p.db", HandClock()) as desk:
            desk.clients.add({"name": "Acme", "city": "Perm"})
            _hold(desk, files, options)


def _hold(desk: Desk, files: list[Path], options: ImportOptions) -> None:
    before = dump(desk.book.path)
    rehearsed = desk.imports.rehearse(files, options)
    assert dump(desk.book.path) == before
    done = desk.imports.run(files, options)
    assert adds_up(done)
    assert [(f.taken, f.merged, f.not_taken) for f in rehearsed.files] == [
        (f.taken, f.merged, f.not_taken) for f in done.files
    ]
    after = dump(desk.book.path)
    assert unsound(desk) == []
    again = desk.imports.run(files, options)
    assert adds_up(again)
    assert (again.taken, again.changed) == (0, 0)
    assert dump(desk.book.path) == after
    if done.batch_id is not None:
        desk.history.undo()
    assert dump(desk.book.path) == before


def test_an_import_of_five_thousand_rows_is_one_undo(desk: Desk, tmp_path: Path) -> None:
    desk.clients.add({"name": "Acorn"})
    before = dump(desk.book.path)
    rows = [(f"Client {number}",) for number in range(5_000)]
    done = desk.imports.run([write_csv(tmp_path / "5000.csv", ("Company",), *rows)])
    assert done.taken == 5_000
    after = dump(desk.book.path)
    desk.history.undo()
    assert dump(desk.book.path) == before
    desk.history.redo()
    assert dump(desk.book.path) == after
