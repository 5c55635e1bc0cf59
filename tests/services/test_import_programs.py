"""Rows as other programs export them: what becomes of deals with their people, and of activities.

The headers are those of `tests/exchange/test_programs.py`, where their sources are said; the values
are written the way the programs write them, as the same sources show.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline_tui.domain.imports import ImportOptions, ImportResult
from pipeline_tui.services.desk import Desk
from tests.importing import adds_up, ask, one, write_csv
from tests.services.test_import_rows import Take
from tests.services.test_import_rows import take as take
from tests.store.test_journal import dump

DEALS = (
    "SELECT d.title, s.code, c.name, p.full_name, d.closed_on FROM deal d"
    " JOIN stage s ON s.id = d.stage_id LEFT JOIN client c ON c.id = d.client_id"
    " LEFT JOIN contact p ON p.id = d.contact_id ORDER BY d.id"
)
PIPEDRIVE = (
    "Deal - ID", "Deal - Title", "Deal - Organization", "Deal - Contact person", "Deal - Value",
    "Deal - Currency", "Deal - Stage", "Deal - Status", "Deal - Deal created", "Deal - Won time",
    "Deal - Lost time", "Deal - Lost reason", "Deal - Label",
)  # fmt: skip
AMO = (
    "ID", "Название сделки", "Бюджет ₽", "Ответственный", "Дата создания сделки", "Дата закрытия",
    "Теги", "Этап сделки", "Воронка", "Полное имя контакта", "Компания контакта", "Компания",
    "Рабочий телефон", "Мобильный телефон", "Рабочий email", "Должность",
)  # fmt: skip
BITRIX = (
    "ID", "Стадия сделки", "Название сделки", "Сумма", "Валюта", "Компания", "Контакт",
    "Дата создания", "Предполагаемая дата закрытия", "Контакт: Рабочий телефон",
    "Контакт: Рабочий e-mail",
)  # fmt: skip


def test_pipedrive_says_in_a_column_of_its_own_that_a_deal_is_won_or_lost(
    desk: Desk, take: Take
) -> None:
    take(
        PIPEDRIVE,
        ("11", "Boxes", "Acme", "Ann Lee", "1200.5", "USD", "Proposal Made", "Open",
         "2026-02-01 07:43:21", "", "", "", "Hot"),
        ("12", "Tape", "Acme", "Ann Lee", "300", "USD", "Negotiations Started", "Won",
         "2026-01-10 10:00:00", "2026-02-20 12:00:00", "", "", ""),
        ("13", "Film", "Birch", "", "90", "EUR", "Qualified", "Lost", "2026-01-11 09:00:00", "",
         "2026-02-21 12:00:00", "Too expensive", ""),
    )  # fmt: skip
    assert ask(desk, DEALS) == [
        ("Boxes", "offer", "Acme", "Ann Lee", None),
        ("Tape", "won", "Acme", "Ann Lee", "2026-02-20"),
        ("Film", "lost", "Birch", None, "2026-02-21"),
    ]
    assert ask(desk, "SELECT amount_minor, currency FROM deal") == [
        (120050, "USD"), (30000, "USD"), (9000, "EUR"),
    ]  # fmt: skip
    assert one(desk, "SELECT custom FROM deal WHERE title = 'Boxes'") == '{"Label": "Hot"}'
    # The stage in which it was lost is where the funnel counts it to have been.
    assert ask(
        desk,
        "SELECT s.code FROM stage_change h JOIN stage s ON s.id = h.to_stage_id"
        " JOIN deal d ON d.id = h.deal_id WHERE d.title = 'Film' ORDER BY h.id",
    ) == [("qualification",), ("lost",)]


def test_a_deal_of_amocrm_brings_its_person_with_all_ways_to_reach_them(
    desk: Desk, take: Take
) -> None:
    rows = (
        AMO,
        ("901", "Поставка", "150000", "Олег", "14.01.2026 10:00:00", "не закрыта", "опт",
         "Переговоры", "Продажи", "Иванова Анна Петровна", "", "ООО Ромашка", "'+74951234567",
         "'+79161234567", "anna@romashka.ru", "Закупщик"),
        ("902", "Повтор", "90000", "Олег", "15.01.2026 10:00:00", "20.02.2026 18:00:00", "",
         "Успешно реализовано", "Продажи", "Иванова Анна Петровна", "ООО Ромашка", "", "", "",
         "anna@romashka.ru", ""),
        ("903", "Розница", "5000", "Олег", "16.01.2026 10:00:00", "не закрыта", "", "Новая заявка",
         "Продажи", "Пётр Седов", "", "", "", "+7 916 000-00-01", "", ""),
    )  # fmt: skip
    first = take(*rows)
    assert (first.taken, first.listed) == (3, 0)
    assert ask(desk, DEALS) == [
        ("Поставка", "negotiation", "ООО Ромашка", "Иванова Анна Петровна", None),
        ("Повтор", "won", "ООО Ромашка", "Иванова Анна Петровна", "2026-02-20"),
        ("Розница", "new", "Седов Пётр", "Седов Пётр", None),
    ]
    assert ask(
        desk,
        "SELECT p.full_name, p.job_title, f.e164 FROM contact p JOIN phone f ON f.contact_id = p.id"
        " ORDER BY f.id",
    ) == [
        ("Иванова Анна Петровна", "Закупщик", "+74951234567"),
        ("Иванова Анна Петровна", "Закупщик", "+79161234567"),
        ("Седов Пётр", "", "+79160000001"),
    ]
    again = take(*rows)
    assert (again.merged, again.changed) == (3, 0)


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Бюджет ₸", "KZT"), ("Бюджет, руб.", "RUB"), ("Бюджет", "RUB"), ("Бюджет $", "USD"),
     ("Amount (EUR)", "EUR"), ("Amount RD$", "RUB"), ("Sum", "RUB")],
)  # fmt: skip
def test_the_header_of_the_sums_names_their_currency(
    desk: Desk, take: Take, header: str, currency: str
) -> None:
    kind = "deals"
    take(("Название сделки", "Этап сделки", header), ("Плёнка", "Новая", "100"), kind=kind,
         overrides={header: "amount"})  # fmt: skip
    assert one(desk, "SELECT currency FROM deal") == currency


def test_bitrix_moves_the_expected_day_to_the_one_on_which_a_deal_was_closed(
    desk: Desk, take: Take
) -> None:
    take(
        BITRIX,
        ("7", "Сделка успешна", "Плёнка", "10000.00", "Российский рубль", "Ромашка", "Анна Серова",
         "10.01.2026 09:30:00", "20.02.2026", "+74951234567", "anna@romashka.ru"),
        ("8", "Подготовка документов", "Скотч", "500.00", "Российский рубль", "", "", "11.01.2026 09:30:00",
         "20.04.2026", "", ""),
    )  # fmt: skip
    assert ask(desk, DEALS) == [
        ("Плёнка", "won", "Ромашка", "Серова Анна", "2026-02-20"),
        ("Скотч", "contract", None, None, None),
    ]
    assert one(desk, "SELECT expected_close FROM deal WHERE title = 'Скотч'") == "2026-04-20"
    assert one(desk, "SELECT address FROM email") == "anna@romashka.ru"


def test_a_phone_without_a_name_is_the_companys(desk: Desk, take: Take) -> None:
    take(
        ("Сделка", "Этап", "Сумма", "Компания", "Телефон"),
        ("Плёнка", "Новая", "100", "Ромашка", "+74951234567"),
        ("Скотч", "Новая", "100", "", "+74951234568"),
    )
    assert ask(
        desk,
        "SELECT c.name, f.e164, f.contact_id IS NULL FROM phone f JOIN client c"
        " ON c.id = f.client_id ORDER BY f.id",
    ) == [("Ромашка", "+74951234567", 1), ("+74951234568", "+74951234568", 0)]


@pytest.mark.parametrize(
    ("done", "kinds"), [("To do", (0, 1)), ("Done", (1, 0)), ("Нет", (0, 1)), ("Да", (1, 0))]
)
def test_a_call_that_was_planned_and_not_made_is_a_task(
    desk: Desk, take: Take, done: str, kinds: tuple[int, int]
) -> None:
    take(
        ("ID", "Subject", "Type", "Due date", "Due time", "Done", "Organization"),
        ("5", "Ask about the offer", "Call", "2026-03-02", "10:15", done, "Acme"),
    )
    activities = ask(desk, "SELECT started_at FROM activity")
    tasks = ask(desk, "SELECT due_at FROM task")
    assert (len(activities), len(tasks)) == kinds
    assert [*activities, *tasks] == [("2026-03-02T07:15:00Z",)]


def test_amocrm_says_which_row_is_a_company(desk: Desk, take: Take) -> None:
    """The name stands in its own column or in that of people, as the version of the export has it."""
    rows = (
        ("ID", "Тип", "Полное имя контакта", "Название компании", "Рабочий телефон", "Web"),
        ("3", "контакт", "Анна Серова", "Ромашка", "+74951234567", ""),
        ("4", "компания", "", "Ромашка", "+74951234500", "romashka.ru"),
        ("5", "компания", "ООО Лютик", "", "+74951234501", ""),
        ("6", "партнёр", "Пётр Седов", "Лютик", "", ""),
    )
    first = take(*rows)
    assert (first.rows, first.listed, first.files[0].kind) == (4, 0, "contacts")
    assert ask(desk, "SELECT name, website FROM client ORDER BY id") == [
        ("Ромашка", "romashka.ru"), ("ООО Лютик", ""),
    ]  # fmt: skip
    assert ask(desk, "SELECT full_name, notes FROM contact ORDER BY id") == [
        ("Серова Анна", ""), ("Седов Пётр", "Тип: партнёр"),
    ]  # fmt: skip
    assert ask(desk, "SELECT e164, contact_id IS NULL FROM phone ORDER BY id") == [
        ("+74951234567", 0), ("+74951234500", 1), ("+74951234501", 1),
    ]  # fmt: skip
    again = take(*rows)
    assert (again.merged, again.changed) == (4, 0)


def test_a_whole_export_is_one_undo(desk: Desk, tmp_path: Path) -> None:
    before = dump(desk.book.path)
    paths = [
        write_csv(tmp_path / "deals.csv", AMO, ("1", "Поставка", "5", "О", "14.01.2026 10:00:00",
                  "не закрыта", "", "Переговоры", "П", "Анна Серова", "", "Ромашка", "", "", "", "")),
        write_csv(tmp_path / "contacts.csv",
                  ("ID", "Тип", "Полное имя контакта", "Имя", "Фамилия", "Название компании",
                   "Дата создания контакта", "Рабочий телефон", "Должность"),
                  ("3", "контакт", "Анна Серова", "Анна", "Серова", "Ромашка",
                   "10.01.2026 10:00:00", "+74951234567", "Закупщик"),
                  ("4", "компания", "", "", "", "Ромашка", "10.01.2026 10:00:00",
                   "+74951234500", "")),
    ]  # fmt: skip
    result: ImportResult = desk.imports.run(paths, ImportOptions())
    assert adds_up(result)
    assert (result.rows, result.listed) == (3, 0)
    assert ask(desk, DEALS)[0][2:4] == ("Ромашка", "Серова Анна")
    assert one(desk, "SELECT count(*) FROM client") == 1
    assert one(desk, "SELECT count(*) FROM contact") == 1
    desk.history.undo()
    assert dump(desk.book.path) == before
