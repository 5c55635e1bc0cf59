"""What becomes of single rows: taken, merged, listed; found again; left as they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Problem, Refused, Unreadable
from pipeline_tui.domain.imports import ImportOptions, ImportResult, RemarkCode
from pipeline_tui.domain.ranking import Reason
from pipeline_tui.services.desk import Desk
from pipeline_tui.services.importing import imports
from pipeline_tui.store import bulk, bulk_indexes, checking
from tests.importing import adds_up, ask, fates, one, unsound, write_csv
from tests.store.test_journal import dump

Take = Callable[..., ImportResult]


@pytest.fixture
def take(desk: Desk, tmp_path: Path) -> Take:
    """Import rows as a file: `take(header, row, row, name="x.csv", dates={"": "dmy"})`."""

    def run(*rows: tuple[str, ...], name: str = "file.csv", **options: object) -> ImportResult:
        path = write_csv(tmp_path / name, *rows)
        result = desk.imports.run([path], ImportOptions(**options))  # type: ignore[arg-type]
        assert adds_up(result)
        return result

    return run


def codes(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(n.row, n.column, n.problem.code) for file in result.files for n in file.listed]


def remarks(result: ImportResult) -> dict[RemarkCode, int]:
    return {r.code: r.count for file in result.files for r in file.remarks}


# -- clients


def test_a_first_import_fills_the_day(desk: Desk, take: Take) -> None:
    """Nine clients with phones and no status: nobody has called them yet, so that is what one does."""
    take(
        ("Name", "Phone", "City"),
        *((f"Client {n}", f"+7 495 123-45-0{n}", "Москва") for n in range(1, 10)),
    )
    rows = desk.call_list.today().rows
    assert [row.client for row in rows] == [f"Client {n}" for n in range(1, 10)]
    assert {row.reason for row in rows} == {Reason.NEVER}


def test_a_client_with_all_its_columns(desk: Desk, take: Take) -> None:
    take(
        ("Наименование контрагента", "ИНН", "КПП", "Телефон", "E-mail", "Город", "Страна", "Сайт",
         "Категория ABC", "Статус", "Теги", "Отрасль", "Примечание", "Тариф"),
        ("ООО «Ромашка»", "7707083893", "770701001", "8 (495) 123-45-67 доб. 12", "Info@Romashka.ru",
         "Москва", "Россия", "https://www.romashka.ru/", "а", "Действующий", "vip; опт", "Цветы",
         "Звонить утром", "Базовый"),
    )  # fmt: skip
    assert ask(
        desk,
        "SELECT name, name_key, inn, kpp, city, country, website, abc, status, industry, notes,"
        " custom FROM client",
    ) == [
        (
            "ООО «Ромашка»", "ромашка", "7707083893", "770701001", "Москва", "RU", "romashka.ru",
            "A", "active", "Цветы", "Звонить утром", '{"Тариф": "Базовый"}',
        )
    ]  # fmt: skip
    assert ask(desk, "SELECT e164, extension, contact_id FROM phone") == [
        ("+74951234567", "12", None)
    ]
    assert ask(desk, "SELECT address FROM email") == [("info@romashka.ru",)]
    assert {row[0] for row in ask(desk, "SELECT name FROM tag")} == {"vip", "опт"}
    assert [hit.name for hit in desk.lists.find("ромаш", 5)] == ["ООО «Ромашка»"]


def test_an_account_in_a_file_is_taken_with_a_warning_where_it_cannot_be(
    desk: Desk, take: Take
) -> None:
    result = take(
        ("Наименование", "БИК", "Р/с"),
        ("Ромашка", "44525225", "40702 810 9 3800 0012345"),
        ("Берёза", "044525225", "40702810038000012345"),
    )
    assert ask(desk, "SELECT bik, account FROM client ORDER BY id") == [
        ("044525225", "40702810938000012345"), ("044525225", "40702810038000012345"),
    ]  # fmt: skip
    assert [(one.row, one.problem.code) for one in result.files[0].warned] == [
        (3, "account_not_of_bank")
    ]


def test_a_list_without_a_status_is_of_active_clients(desk: Desk, take: Take) -> None:
    take(("Client name", "City"), ("Acme", "Ufa"))
    take(("Client name", "Client status"), ("Birch", ""), ("Cedar", "Lost"), name="b.csv")
    take(("Client name", "City"), ("Cedar", "Ufa"), name="c.csv")
    take(("Full name", "Company"), ("Jane Doe", "Dune"), name="d.csv")
    assert ask(desk, "SELECT name, status FROM client ORDER BY id") == [
        ("Acme", "active"), ("Birch", "lead"), ("Cedar", "lost"), ("Dune", "lead"),
    ]  # fmt: skip


def test_the_contact_person_of_a_client_is_a_contact(desk: Desk, take: Take) -> None:
    rows = (
        ("Компания", "ИНН", "Телефон", "Контакт", "Город"),
        ("Ромашка", "7707083893", "+7 495 123-45-67", "Иванова Анна Петровна", "Москва"),
        ("Ромашка", "7707083893", "", "Олег Петров", "Москва"),
        ("Берёза", "", "", "+7 495 765-43-21", "Тула"),
    )
    take(*rows)
    take(*rows, name="again.csv")
    assert ask(desk, "SELECT last_name, first_name, patronymic, client_id FROM contact") == [
        ("Иванова", "Анна", "Петровна", 1), ("Петров", "Олег", "", 1),
    ]  # fmt: skip
    assert ask(desk, "SELECT client_id, contact_id, e164 FROM phone") == [(1, None, "+74951234567")]
    assert ask(desk, "SELECT custom FROM client ORDER BY id") == [
        ("{}",), ('{"Контакт": "+7 495 765-43-21"}',),
    ]  # fmt: skip
    assert unsound(desk) == []


def test_one_company_spelt_in_several_ways_is_one_client(desk: Desk, take: Take) -> None:
    result = take(
        ("Client name", "City", "Phone"),
        ("ООО «Ромашка»", "", "+7 495 123-45-67"),
        ("Ромашка, ООО", "Москва", "+7 495 123-45-67"),
        ("РОМАШКА", "Москва", "+7 495 765-43-21"),
        ("Ромашка", "Казань", ""),
    )
    assert (result.taken, result.merged) == (2, 2)
    assert ask(desk, "SELECT name, city FROM client ORDER BY id") == [
        ("ООО «Ромашка»", "Москва"), ("Ромашка", "Казань"),
    ]  # fmt: skip
    assert one(desk, "SELECT count(*) FROM phone WHERE client_id = 1") == 2


def test_what_was_entered_by_hand_stays(desk: Desk, take: Take) -> None:
    client = desk.clients.add({"name": "Acorn", "city": "Perm", "industry": "Tools"})
    result = take(("Client name", "City", "Industry", "Region"), ("ACORN ltd", "", "Trade", "Ural"))
    assert (result.taken, result.merged, result.changed) == (0, 1, 1)
    assert ask(desk, "SELECT id, name, city, industry, region FROM client") == [
        (client, "Acorn", "Perm", "Tools", "Ural")
    ]
    assert remarks(result) == {RemarkCode.KEPT_AS_WAS: 1}


def test_a_do_not_call_is_never_lifted_by_a_file(desk: Desk, take: Take) -> None:
    client = desk.clients.add({"name": "Acorn"})
    desk.clients.do_not_call(client, "asked on the phone")
    header = ("Company ID", "Client name", "Client status", "City")
    take(header, ("c1", "Acorn", "Customer", "Perm"))
    take(header, ("c1", "Acorn", "Customer", "Ufa"))
    assert ask(desk, "SELECT status, city FROM client") == [("do_not_call", "Ufa")]


def test_a_wrong_inn_is_kept_and_said(desk: Desk, take: Take) -> None:
    result = take(("Клиент", "ИНН", "Регион"), ("Ромашка", "7707083890", "Москва"))
    [warned] = result.files[0].warned
    assert (warned.row, warned.column, warned.problem.code) == (2, "ИНН", "bad_inn")
    assert ask(desk, "SELECT inn, custom FROM client") == [(None, '{"ИНН": "7707083890"}')]


def test_a_row_without_a_name_is_listed(take: Take) -> None:
    result = take(("Client name", "INN", "City"), ("", "", "Perm"), ("Acorn", "", "Ufa"))
    assert codes(result) == [(2, "Client name", "required")]
    assert result.taken == 1


# -- contacts


def test_people_go_to_their_company_or_stand_alone(desk: Desk, take: Take) -> None:
    take(
        ("Full name", "Company", "Job title", "Email", "Phone", "LinkedIn"),
        ("Иванов Иван Иванович", "Ромашка", "Главный бухгалтер", "i@r.ru", "+79121234567", ""),
        ("Пётр Сидоров", "ромашка", "ЛПР", "p@r.ru", "", "in/p"),
        ("Мария Кюри", "", "", "m@c.fr", "", ""),
    )
    assert ask(desk, "SELECT name, kind FROM client ORDER BY id") == [
        ("Ромашка", "company"), ("Мария Кюри", "person"),
    ]  # fmt: skip
    assert ask(
        desk, "SELECT last_name, first_name, patronymic, role, notes, position FROM contact"
    ) == [
        ("Иванов", "Иван", "Иванович", "accountant", "", 0),
        ("Сидоров", "Пётр", "", "decision_maker", "LinkedIn: in/p", 1),
        ("Мария", "Кюри", "", None, "", 0),
    ]


def test_a_person_met_before_gets_the_new_number(desk: Desk, take: Take) -> None:
    header = ("Full name", "Company", "Email", "Phone")
    take(header, ("John Doe", "Acme", "j@acme.com", ""))
    result = take(
        ("Name", "Organization", "E-mail 1 - Value", "Phone 1 - Value"),
        ("John Doe", "Acme, Inc.", "J@acme.com", "+1 955 371-0847"),
        name="other.csv",
    )
    assert (result.taken, result.merged, result.changed) == (0, 1, 1)
    assert ask(desk, "SELECT count(*) FROM contact") == [(1,)]
    assert one(desk, "SELECT e164 FROM phone") == "+19553710847"


def test_namesakes_at_two_companies_are_two(desk: Desk, take: Take) -> None:
    take(("Full name", "Company"), ("John Doe", "Acme"), ("John Doe", "Birch"))
    assert one(desk, "SELECT count(*) FROM contact") == 2


def test_two_who_share_an_address_are_two(desk: Desk, take: Take) -> None:
    take(
        ("Full name", "Company", "Email"),
        ("John Doe", "Acme", "info@acme.com"),
        ("Jane Roe", "Acme", "info@acme.com"),
    )
    assert one(desk, "SELECT count(*) FROM contact") == 2


# -- deals


DEAL = ("Deal ID", "Deal name", "Company name", "Deal stage", "Amount", "Create date", "Close date",
        "Closed lost reason", "Next step")  # fmt: skip


def test_a_deal_passes_its_stages(desk: Desk, take: Take) -> None:
    take(
        DEAL,
        ("1", "Boxes", "Acme", "Closed Won", "$1,200.50", "2025-01-10", "2025-02-03", "", ""),
        ("2", "Tape", "Acme", "Closed Lost", "300", "2025-01-10", "2025-02-04", "Price", ""),
        ("3", "Film", "Birch", "Contract Sent", "", "2025-03-01", "2026-05-01", "", "Send it"),
    )
    assert ask(
        desk,
        "SELECT d.title, f.code, t.code, substr(c.changed_at, 1, 10), c.amount_minor, l.code"
        " FROM stage_change c JOIN deal d ON d.id = c.deal_id JOIN stage t ON t.id = c.to_stage_id"
        " LEFT JOIN stage f ON f.id = c.from_stage_id"
        " LEFT JOIN loss_reason l ON l.id = c.loss_reason_id ORDER BY c.id",
    ) == [
        ("Boxes", None, "new", "2025-01-10", 120050, None),
        ("Boxes", "new", "won", "2025-02-03", 120050, None),
        ("Tape", None, "new", "2025-01-10", 30000, None),
        ("Tape", "new", "lost", "2025-02-04", 30000, "price"),
        ("Film", None, "contract", "2025-03-01", None, None),
    ]
    assert ask(desk, "SELECT currency, expected_close, closed_on FROM deal ORDER BY id") == [
        ("USD", None, "2025-02-03"), ("RUB", None, "2025-02-04"), ("RUB", "2026-05-01", None),
    ]  # fmt: skip
    assert ask(desk, "SELECT title, due_on, deal_id FROM task") == [("Send it", "2026-03-11", 3)]
    assert ask(desk, "SELECT name, status FROM client ORDER BY id") == [
        ("Acme", "active"), ("Birch", "lead"),
    ]  # fmt: skip
    assert unsound(desk) == []


def test_a_deal_changed_since_moves_on(desk: Desk, take: Take) -> None:
    take(DEAL, ("1", "Boxes", "Acme", "Proposal", "100", "2025-01-10", "", "", ""))
    result = take(DEAL, ("1", "Boxes", "Acme", "Won", "120", "2025-01-10", "2025-02-03", "", ""))
    assert (result.taken, result.merged, result.changed) == (0, 1, 1)
    assert ask(desk, "SELECT amount_minor, closed_on FROM deal") == [(12000, "2025-02-03")]
    assert [row[0] for row in ask(
        desk, "SELECT s.code FROM stage_change c JOIN stage s ON s.id = c.to_stage_id ORDER BY c.id"
    )] == ["offer", "won"]  # fmt: skip
    assert unsound(desk) == []
    desk.history.undo()
    assert ask(desk, "SELECT amount_minor, closed_on FROM deal") == [(10000, None)]


def test_unknown_stage_and_reason_are_kept_and_said(desk: Desk, take: Take) -> None:
    result = take(
        DEAL,
        ("1", "Boxes", "Acme", "Тест-драйв", "1", "2025-01-10", "", "", ""),
        ("2", "Tape", "Acme", "Lost", "1", "2025-01-10", "", "Mercury retrograde", ""),
    )
    found = remarks(result)
    assert found[RemarkCode.STAGE_UNKNOWN] == found[RemarkCode.REASON_UNKNOWN] == 1
    assert found[RemarkCode.CLOSED_WITHOUT_DAY] == 1
    assert ask(desk, "SELECT loss_note, closed_on, custom FROM deal ORDER BY id") == [
        ("", None, '{"Deal stage": "Тест-драйв"}'),
        ("Mercury retrograde", "2025-01-10", "{}"),
    ]


def test_deals_without_numbers_are_told_apart_by_what_they_say(desk: Desk, take: Take) -> None:
    rows = (
        ("Title", "Client", "Stage", "Amount", "Opened on"),
        ("Boxes", "Acme", "New", "100", "2025-01-10"),
        ("Boxes", "Acme", "New", "200", "2025-01-10"),
        ("Boxes", "Acme", "New", "100", "2025-01-10"),
    )
    first = take(*rows)
    assert (first.taken, first.merged) == (2, 1)
    again = take(*rows)
    assert (again.taken, again.merged, again.changed) == (0, 3, 0)


def test_a_number_that_repeats_with_other_values_is_listed(take: Take) -> None:
    result = take(
        DEAL,
        ("1", "Boxes", "Acme", "New", "100", "", "", "", ""),
        ("1", "Tape", "Birch", "New", "200", "", "", "", ""),
        ("1", "Boxes", "Acme", "New", "100", "", "", "", ""),
    )
    assert codes(result) == [(3, "Deal ID", "id_repeated")]
    assert (result.taken, result.merged) == (1, 1)


# -- activities


def test_calls_and_tasks_of_a_client(desk: Desk, take: Take) -> None:
    client = desk.clients.add({"name": "Acme"})
    result = take(
        ("Activity type", "Activity date", "Client", "Call outcome", "Notes", "Task status"),
        ("Incoming call", "2026-03-02 10:15", "Acme", "No answer", "", ""),
        ("Call", "2026-03-03", "Acme", "Weird", "He said", ""),
        ("Task", "2026-03-20", "Acme", "", "Send the offer", "Not started"),
        ("Meeting", "2026-04-01 12:00", "Acme", "", "", ""),
        ("Note", "2026-03-03", "", "", "Whose?", ""),
    )
    assert ask(
        desk,
        "SELECT a.kind, a.direction, o.code, a.started_at, a.note, a.client_id FROM activity a"
        " LEFT JOIN outcome o ON o.id = a.outcome_id ORDER BY a.id",
    ) == [
        ("call", "in", "no_answer", "2026-03-02T07:15:00Z", "", client),
        ("call", "out", None, "2026-03-03T09:00:00Z", "He said\nCall outcome: Weird", client),
    ]
    assert ask(desk, "SELECT kind, title, due_on, due_at FROM task ORDER BY id") == [
        ("todo", "Send the offer", "2026-03-20", None),
        ("meeting", "", "2026-04-01", "2026-04-01T09:00:00Z"),
    ]
    assert [code for *_, code in codes(result)] == ["activity_of_nobody"]


# -- invoices


INVOICE = (
    "Invoice number",
    "Customer",
    "Invoice date",
    "Due date",
    "Amount",
    "Settled date",
    "Disputed",
)


def test_an_invoice_is_paid_when_the_file_says_so(desk: Desk, take: Take) -> None:
    take(
        INVOICE,
        ("17", "Acme", "2025-01-10", "2025-01-24", "1000", "2025-02-01", "No"),
        ("18", "Acme", "2025-01-10", "", "500.50", "", "Yes"),
    )
    assert ask(desk, "SELECT due_on, amount_minor, open_minor FROM instalment ORDER BY id") == [
        ("2025-01-24", 100000, 0), ("2025-01-24", 50050, 50050),
    ]  # fmt: skip
    assert ask(desk, "SELECT paid_on, amount_minor, free_minor FROM payment") == [
        ("2025-02-01", 100000, 0)
    ]
    later = take(INVOICE, ("18", "Acme", "2025-01-10", "", "500.50", "2025-03-01", "No"))
    assert (later.merged, later.changed) == (1, 1)
    assert one(desk, "SELECT sum(open_minor) FROM instalment") == 0
    assert unsound(desk) == []


def test_an_invoice_entered_by_hand_is_met_again(desk: Desk, take: Take) -> None:
    client = desk.clients.add({"name": "Acme"})
    desk.invoices.add_invoice(
        {
            "client_id": client,
            "number": "17",
            "issued_on": date(2025, 1, 10),
            "amount_minor": 100000,
        },
    )
    result = take(INVOICE, ("17", "Acme", "2025-01-10", "2025-01-24", "1000", "2025-02-01", ""))
    assert (result.taken, result.merged, result.changed) == (0, 1, 1)
    assert one(desk, "SELECT sum(open_minor) FROM instalment") == 0


def test_invoices_that_cannot_be_are_listed(take: Take) -> None:
    result = take(
        INVOICE,
        ("1", "Acme", "2025-01-10", "", "0", "", ""),
        ("2", "Acme", "2025-01-10", "", "abc", "", ""),
        ("3", "Acme", "2025-01-10", "2025-01-01", "5", "", ""),
        ("4", "Acme", "2025-01-10", "", "5", "2027-01-01", ""),
        ("5", "", "2025-01-10", "", "5", "", ""),
        ("6", "Acme", "soon", "", "5", "", ""),
        ("7", "Acme", "2025-01-10", "", "5", "", "maybe"),
    )
    assert codes(result) == [
        (2, "Amount", "not_positive"),
        (3, "Amount", "not_money"),
        (4, "Due date", "due_before_issue"),
        (5, "Settled date", "day_to_come"),
        (6, "Customer", "required"),
        (7, "Invoice date", "not_date"),
        (8, "Disputed", "not_yes_no"),
    ]
    assert result.taken == 0


# -- the import as a whole


def test_strict_names_the_row_and_changes_nothing(desk: Desk, take: Take) -> None:
    before = dump(desk.book.path)
    with pytest.raises(Problem, match="not_money") as found:
        take(
            INVOICE,
            ("1", "Acme", "2025-01-10", "", "5", "", ""),
            ("2", "Acme", "2025-01-10", "", "abc", "", ""),
            strict=True,
        )
    facts = found.value.facts
    assert (facts["file"], facts["row"], facts["column"]) == ("file.csv", 3, "Amount")
    assert dump(desk.book.path) == before


def test_a_cancelled_import_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    header = ("Client name", "City", "Region")
    path = write_csv(tmp_path / "c.csv", header, *((f"C{n}", "X", "Y") for n in range(6000)))
    before = dump(desk.book.path)
    told: list[tuple[int, int]] = []

    def go_on(done: int, total: int) -> bool:
        told.append((done, total))
        return done < 5000

    with pytest.raises(Refused, match="import_cancelled"):
        desk.imports.run([path], progress=go_on)
    assert told[0] == (0, 6000)
    assert told[-1] == (5000, 6000)
    assert dump(desk.book.path) == before
    assert desk.history.entries(limit=1)[0].action != "import"


@pytest.mark.parametrize("until", [9, 20, None])
def test_what_a_large_import_puts_aside_stands_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: int | None
) -> None:
    """Indexes and triggers, whether it ends, is cancelled or breaks off; and it can be undone."""
    monkeypatch.setattr(bulk, "_HELD", 10)
    monkeypatch.setattr(bulk_indexes, "_LEAST", 20)
    monkeypatch.setattr(imports, "_EVERY", 1)
    path = write_csv(
        tmp_path / "c.csv",
        ("Client name", "Phone"),
        *((f"C{n}", f"+7912000{n:04}") for n in range(30)),
    )
    writer = desk.book._writing_connection()

    def standing() -> set[tuple[str, str]]:
        found = "SELECT name, sql FROM {} WHERE sql IS NOT NULL"
        both = (found.format(schema) for schema in ("sqlite_schema", "sqlite_temp_schema"))
        return {row for query in both for row in writer.execute(query)}

    before, rows = standing(), dump(desk.book.path)
    if until is None:
        desk.imports.run([path])
        assert one(desk, "SELECT count(*) FROM row_change WHERE table_name = 'phone'") == 30
        assert [hit.name for hit in desk.lists.find("C29")] == ["C29"]
        desk.history.undo()
        assert one(desk, "SELECT count(*) FROM client") == 0
    else:
        with pytest.raises(Refused, match="import_cancelled"):
            desk.imports.run([path], progress=lambda done, _total: done < until)
        assert dump(desk.book.path) == rows
    assert standing() == before
    assert checking.search(writer) == []
    desk.clients.add({"name": "By hand"})
    assert ask(desk, "SELECT table_name FROM row_change ORDER BY id DESC LIMIT 1") == [("client",)]


def test_a_rehearsal_counts_alike_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "i.csv", INVOICE, ("1", "Acme", "2025-01-10", "", "5", "", ""))
    before = dump(desk.book.path)
    rehearsed = desk.imports.rehearse([path])
    assert dump(desk.book.path) == before
    done = desk.imports.run([path])
    assert (rehearsed.files, rehearsed.made) == (done.files, done.made)
    assert (rehearsed.batch_id, done.batch_id) == (None, 1)
    counts = json.loads(one(desk, "SELECT counts FROM import_batch"))
    assert (counts["rows"], counts["taken"]) == (1, 1)


def test_files_refer_to_each_other_in_any_order(desk: Desk, tmp_path: Path) -> None:
    clients = write_csv(
        tmp_path / "accounts.csv",
        ("Account ID", "Account name", "Industry", "Billing city"),
        ("001ABC00001", "Acme", "Tools", "Perm"),
    )
    deals = write_csv(
        tmp_path / "opportunities.csv",
        ("Opportunity ID", "Opportunity name", "Account ID", "Stage", "Amount"),
        ("006X", "Boxes", "001ABC00001", "Prospecting", "5"),
    )
    result = desk.imports.run([deals, clients])
    assert [file.kind for file in result.files] == ["clients", "deals"]
    assert ask(desk, "SELECT c.name FROM deal d JOIN client c ON c.id = d.client_id") == [("Acme",)]


def test_a_client_known_by_number_gets_its_name_later(desk: Desk, take: Take) -> None:
    first = take(
        ("Opportunity ID", "Opportunity name", "Account ID", "Stage", "Amount"),
        ("006X", "Boxes", "001ABC00001", "Prospecting", "5"),
    )
    assert remarks(first)[RemarkCode.CLIENT_IDS] == 1
    take(("Account ID", "Account name", "Industry"), ("001ABC00001", "Acme", "Tools"), name="a.csv")
    assert ask(desk, "SELECT name, industry FROM client") == [("Acme", "Tools")]


def test_two_programs_may_use_one_number(desk: Desk, take: Take) -> None:
    take(("Deal ID", "Deal name", "Stage", "Amount"), ("2", "Boxes", "New", "5"))
    take(("Opportunity ID", "Title", "Stage", "Sum"), ("2", "Tape", "New", "5"), name="b.csv")
    assert one(desk, "SELECT count(*) FROM deal") == 2


def test_columns_can_be_named_by_the_user(desk: Desk, take: Take) -> None:
    take(
        ("Who", "What", "How much"),
        ("Acme", "Boxes", "5"),
        kind="deals",
        overrides={"Who": "client", "What": "title", "How much": "amount"},
    )
    assert ask(desk, "SELECT d.title, c.name FROM deal d JOIN client c ON c.id = d.client_id") == [
        ("Boxes", "Acme")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x01\x02\xff" * 100, "file_binary"),
        (b"a,b,c\n1,2,3\n", "columns_unknown"),
        (b"Client name,City,INN\n", "file_header_only"),
        (b"%PDF-1.4 ...", "file_binary"),
    ],
)
def test_a_file_that_is_none_is_one_message(
    desk: Desk, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    before = dump(desk.book.path)
    with pytest.raises(Unreadable, match=code) as found:
        desk.imports.run([path])
    assert found.value.facts["file"] == "bad.csv"
    assert dump(desk.book.path) == before


def test_a_broken_row_in_the_middle_is_listed_and_the_rest_taken(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        'Client name,City,Region\nAcme,Perm,Ural\nBirch,"Ufa,Ural\nCedar,Omsk,Siberia\n'
    )
    result = desk.imports.run([path])
    assert adds_up(result)
    assert codes(result) == [(3, "", "row_unclosed_quote")]
    assert [row[0] for row in ask(desk, "SELECT name FROM client")] == ["Acme", "Cedar"]


def test_rows_not_taken_are_saved_to_be_put_right(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "i.csv", INVOICE,
        ("1", "Acme", "2025-01-10", "", "5", "", ""), ("2", "Acme", "2025-01-10", "", "abc", "", ""),
    )  # fmt: skip
    result = desk.imports.run([path])
    target = tmp_path / "left.csv"
    assert desk.imports.save_rejects(result, target, lambda note: note.problem.code) == [target]
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Invoice number,Customer,")
    assert lines[1] == "2,Acme,2025-01-10,,abc,,,i.csv,3,Amount,not_money"
    target.write_text(target.read_text("utf-8-sig").replace("abc", "7"))
    assert desk.imports.run([target]).taken == 1


# -- companies or people


BASE = (
    ("Компания", "ФИО", "Должность", "Телефон", "E-mail"),
    ("Ромашка", "Иванова Анна Петровна", "Директор", "+7 495 123-45-67", "a@r.example"),
    ("Берёза", "Петров Олег", "Бухгалтер", "+7 495 123-45-68", ""),
    ("Дуб", "", "", "+7 495 123-45-69", ""),
)


def test_companies_that_differ_are_clients_with_their_contacts(desk: Desk, take: Take) -> None:
    result = take(*BASE)
    assert result.files[0].kind == "clients"
    assert ask(desk, "SELECT name, status FROM client ORDER BY id") == [
        ("Ромашка", "active"), ("Берёза", "active"), ("Дуб", "active"),
    ]  # fmt: skip
    assert ask(desk, "SELECT full_name, job_title, client_id FROM contact ORDER BY id") == [
        ("Иванова Анна Петровна", "Директор", 1), ("Петров Олег", "Бухгалтер", 2),
    ]  # fmt: skip
    assert one(desk, "SELECT count(*) FROM phone WHERE contact_id IS NULL") == 3


@pytest.mark.parametrize(
    "rows",
    [
        (BASE[0], *(("Ромашка", f"Иванов {name}", "", "", "") for name in ("Пётр", "Олег", "Ян"))),
        (BASE[0], BASE[1], *(("", f"Иванов {name}", "", "", "") for name in ("Пётр", "Олег"))),
        (("Компания", "Фамилия", "Имя"), ("Дуб", "Иванов", "Пётр"), ("Ель", "Петров", "Ян")),
        (("Full name", "Company"), ("Jane Doe", "Dune"), ("John Roe", "Pine")),
        ((*BASE[0], "День рождения"), (*BASE[1], "01.02.1990"), (*BASE[2], "")),
    ],
    ids=["one company", "few companies", "names in parts", "people first", "birthdays"],
)
def test_people_stay_people(take: Take, rows: tuple[tuple[str, ...], ...]) -> None:
    assert take(*rows).files[0].kind == "contacts"


def test_a_clients_second_phone_is_a_phone(desk: Desk, take: Take) -> None:
    take(
        ("Компания", "ИНН", "Телефон", "Мобильный телефон"),
        ("Ромашка", "7707083893", "+7 495 123-45-67", "+7 916 123-45-67"),
    )
    assert ask(desk, "SELECT e164, position FROM phone ORDER BY id") == [
        ("+74951234567", 0), ("+79161234567", 1),
    ]  # fmt: skip


def test_an_address_book_becomes_people_and_companies(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Иван Петров\nN:Петров;Иван;;;\nORG:Ромашка\nTITLE:Директор\n"
        "TEL;TYPE=cell:+79123456789\nTEL:8 495 1234567\nEMAIL:i@r.example\nNICKNAME:Ваня\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Берёза\nORG:Берёза\nTEL:+78000000001\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:cut\n",
        encoding="utf-8",
    )
    result = desk.imports.run([path])
    assert fates(result) == {"book.vcf": (2, 0, 1)}
    assert ask(desk, "SELECT c.name, p.full_name, p.notes FROM client c"
                     " LEFT JOIN contact p ON p.client_id = c.id ORDER BY c.id") == [
        ("Ромашка", "Петров Иван", "Nickname: Ваня"), ("Берёза", None, None),
    ]  # fmt: skip
    assert ask(desk, "SELECT e164, contact_id IS NULL FROM phone ORDER BY id") == [
        ("+79123456789", 0), ("+74951234567", 0), ("+78000000001", 1),
    ]  # fmt: skip
    again = desk.imports.run([path])
    assert (again.taken, again.changed, again.batch_id) == (0, 0, None)


def test_what_was_taken_in_is_found_and_after_an_undo_is_not(desk: Desk, tmp_path: Path) -> None:
    rows = [(f"Client {n}", f"+7 912 000-{n:04}", f"note{n}") for n in range(3)]
    path = write_csv(tmp_path / "c.csv", ("Client name", "Phone", "Notes"), *rows)
    desk.imports.run([path])
    desk.imports.run([write_csv(tmp_path / "d.csv", ("Client name",), ("Client 9",))])
    searches = (
        ("client_names", "client", 4), ("client_parts", "lient", 4), ("phone_digits", "9120000001", 1),
        ("client_notes", "note2", 1),
    )  # fmt: skip
    for index, word, count in searches:
        sql = f"SELECT count(*) FROM {index} WHERE {index} MATCH ?"
        assert one(desk, sql, word) == count, index
    desk.clients.add({"name": "Client 10"})  # single rows are found by themselves again
    assert one(desk, "SELECT count(*) FROM client_names WHERE client_names MATCH 'client'") == 5
    for _ in range(3):
        desk.history.undo()
    for index, word, _ in searches:
        assert one(desk, f"SELECT count(*) FROM {index} WHERE {index} MATCH ?", word) == 0, index


def test_a_card_of_a_company_with_nothing_but_its_name_is_a_client(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "book.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Acme\nEND:VCARD\n", encoding="utf-8")
    assert desk.imports.run([path]).taken == 1
    assert ask(desk, "SELECT name FROM client") == [("Acme",)]
    assert desk.imports.run([path]).batch_id is None


def test_rows_about_one_company_change_nothing_the_second_time(desk: Desk, tmp_path: Path) -> None:
    """Both name the company alone, and differ in a column that a company has no use for."""
    path = write_csv(
        tmp_path / "people.csv", ("Full name", "Company", "Birthday"),
        ("Matt Moore", "Acme", ""), ("", "Acme", ""), ("", "Acme", "2025-01-10"),
    )  # fmt: skip
    desk.imports.run([path])
    after = desk.history.revision()
    desk.imports.run([path])
    assert desk.history.revision() == after
