"""A header row tells the kind of table and the meaning of its columns; the user's word wins."""

from __future__ import annotations

import pytest

from pipeline_tui.domain import vocabulary
from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.exchange.aliases import FIELDS, KINDS, REQUIRED
from pipeline_tui.exchange.headings import field_names, normalise
from pipeline_tui.exchange.kinds import (
    activity_kind_of,
    client_kind_of,
    client_status_of,
    contact_role_of,
)
from pipeline_tui.exchange.recognise import parse_override, recognise
from pipeline_tui.exchange.stages import loss_reason_of, outcome_of, stage_of


def by_name(headers: str, **options: object) -> tuple[str, dict[str, str]]:
    names = headers.split(",")
    mapped = recognise(names, **options)  # type: ignore[arg-type]
    return mapped.kind, {names[index]: name for index, name in mapped.fields.items()}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Название,ИНН,КПП,Телефон,Город", "clients"),
        ("Клиент,Телефон", "clients"),
        ("Наименование", "clients"),
        ("Имя,Телефон,Почта", "contacts"),
        ("ФИО,Должность,Компания,Телефон", "contacts"),
        ("First Name,Last Name,Company,Business Phone,E-mail Address", "contacts"),
        ("Сделка,Клиент,Этап,Сумма,Ответственный", "deals"),
        ("Название сделки,Стадия,Бюджет,Воронка", "deals"),
        ("Дата,Тип касания,Клиент,Комментарий,Результат звонка", "activities"),
        ("Номер счёта,Контрагент,Дата счёта,Срок оплаты,Сумма", "invoices"),
        ("№,Дата,Контрагент,Сумма,Срок оплаты", "invoices"),
        ("Артикул,Номенклатура,Цена", "products"),
        ("Сотрудник,Руководитель,Филиал", "people"),
    ],
)
def test_kinds_of_russian_and_english_tables(headers: str, kind: str) -> None:
    assert by_name(headers)[0] == kind


def test_headers_may_be_untidy() -> None:
    assert normalise(" Нас. пункт*") == "наспункт"
    assert normalise("Счёт №") == "счетномер"
    assert normalise("E-mail 1 - Value") == normalise("email_1_value")


def test_the_better_word_gets_the_field_and_the_other_is_kept() -> None:
    mapped = recognise(["Account ID", "Account Name", "Industry", "Shoe size", ""])
    assert mapped.kind == "clients"
    assert mapped.fields == {0: "external_id", 1: "name", 2: "industry"}
    assert mapped.extra == {3: "Shoe size", 4: "#5"}


def test_phones_fill_the_slots_by_rank() -> None:
    _, fields = by_name("Name,Job Title,Home Phone,Mobile Phone,Business Phone,Other Phone")
    assert fields["Business Phone"] == "phone"
    assert fields["Mobile Phone"] == "phone_2"
    assert fields["Home Phone"] == "phone_3"
    assert "Other Phone" not in fields


def test_a_row_is_taken_without_blanks_and_repeats() -> None:
    mapped = recognise(["Company Name", "Company Domain Name", "Website", "Phone", "VIP", "Note 2"])
    fields, custom = mapped.take(["Щит ", "shield.ru", "https://shield.ru/", "-", "1.0", "n/a"])
    assert fields == {"name": "Щит", "website": "shield.ru"}
    assert custom == {"VIP": "1.0"}


def test_the_users_word_wins() -> None:
    headers = "Кто,Что,Почём,Когда"
    with pytest.raises(Unreadable, match="columns_unknown"):
        by_name(headers)
    kind, fields = by_name(headers, overrides={"Что": "name", "почём": "price"})
    assert (kind, fields) == ("products", {"Что": "name", "Почём": "price"})
    kind, fields = by_name(
        "Name,Phone,Sum",
        kind="contacts",
        overrides={"Name": "company", "Phone": "-"} | {"Sum": "phone_2", "Phone": "phone"},
    )
    assert (kind, fields) == ("contacts", {"Name": "company", "Phone": "phone", "Sum": "phone_2"})


def test_columns_of_one_name_are_told_apart_by_their_places() -> None:
    headers = ["Компания", "Тел.", "Тел.", "Тел."]
    with pytest.raises(Invalid, match="column_several") as caught:
        recognise(headers, overrides={"Тел.": "phone"})
    assert caught.value.facts["places"] == "#2, #3, #4"
    said = {"2": "phone", "#3": "phone", "4": "-"}
    assert recognise(headers, overrides=said).fields == {0: "name", 1: "phone", 2: "phone_2"}
    # A header that reads so goes before a place.
    assert recognise(["Компания", "ИНН", "2"], overrides={"2": "region"}).fields[2] == "region"


def test_a_column_may_be_of_the_person_or_the_company_that_a_deal_tells_of() -> None:
    headers = ["Сделка", "Этап", "Сумма", "Кто", "Связь", "Связь 2", "Чья"]
    said = {
        "Кто": "contacts.full_name", "Связь": "contacts.phone", "Связь 2": "contacts.phone_2",
        "Чья": "clients.name", "Сумма": "deals.amount",
    }  # fmt: skip
    mapped = recognise(headers, overrides=said)
    assert mapped.kind == "deals"
    assert mapped.fields == {
        0: "title", 1: "stage", 2: "amount", 3: "contact", 4: "phone", 5: "phone_2", 6: "client",
    }  # fmt: skip
    with pytest.raises(Invalid, match="field_unknown"):
        recognise(headers, overrides={"Кто": "products.price"}, kind="deals")


def test_a_column_can_be_left_out_or_kept_apart() -> None:
    mapped = recognise(
        ["Компания", "Город", "Телефон"], overrides={"Город": "-", "Телефон": "custom"}
    )
    assert mapped.fields == {0: "name"}
    assert mapped.ignored == {1: "Город"}
    assert mapped.extra == {2: "Телефон"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"overrides": {"Нет такой": "name"}}, "column_unknown"),
        ({"overrides": {"Город": "shoe_size"}}, "field_unknown"),
        ({"overrides": {"Город": "price"}, "kind": "clients"}, "field_unknown"),
        ({"overrides": {"3": "name"}}, "column_unknown"),
        ({"overrides": {"Город": "name", "Компания": "name"}}, "field_twice"),
        ({"kind": "pets"}, "kind_unknown"),
    ],
)
def test_wrong_wishes_are_named(options: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        recognise(["Компания", "Город"], **options)  # type: ignore[arg-type]


def test_an_unknown_table_names_its_columns() -> None:
    with pytest.raises(Unreadable) as caught:
        recognise([*"abcdefg", "", "h"], file="dictionary.csv")
    assert caught.value.facts == {
        "file": "dictionary.csv",
        "columns": [*"abcdefgh"],
        "header": [*"abcdef", "…"],
    }


def test_a_table_of_the_kind_said_names_the_field_that_it_lacks() -> None:
    for headers, field in ((["Компания", "Город"], "stage"), (["Этап", "Сумма"], "title")):
        with pytest.raises(Unreadable, match="columns_missing") as caught:
            recognise(headers, kind="deals", file="a.csv")
        assert caught.value.facts["field"] == field


def test_form_of_an_override() -> None:
    assert parse_override("A=B column=inn") == ("A=B column", "inn")
    for text in ("inn", "=inn", "Column="):
        with pytest.raises(Invalid, match="map_form"):
            parse_override(text)


def test_no_word_means_two_fields_of_one_kind() -> None:
    for kind in KINDS:
        seen: dict[str, str] = {}
        for name, words in FIELDS[kind].items():
            for word in words.split(";"):
                other = seen.setdefault(normalise(word), name)
                assert other == name, (kind, word, name, other)
        assert all(group <= {*field_names(kind)} for group in REQUIRED[kind])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Prospecting", "new"),
        ("Engaging", "negotiation"),
        ("Appointment Scheduled", "qualification"),
        ("Qualified to Buy", "needs"),
        ("Presentation Scheduled", "offer"),
        ("Decision Maker Bought-In", "negotiation"),
        ("Contract Sent", "contract"),
        ("Closed Won", "won"),
        ("Closed Lost", "lost"),
        ("Id. Decision Makers", "needs"),
        ("Proposal/Price Quote", "offer"),
        ("Negotiation/Review", "negotiation"),
        ("КП отправлено", "offer"),
        ("Договор/счёт", "contract"),
        ("Успешно реализовано", "won"),
        ("Проиграна", "lost"),
        ("delivery", "delivery"),
        ("Сушка вёсел", None),
    ],
)
def test_stages(text: str, code: str | None) -> None:
    assert stage_of(text) == code


@pytest.mark.parametrize(
    ("look", "text", "code"),
    [
        (outcome_of, "Connected", "reached_decision_maker"),
        (outcome_of, "Left Voicemail", "voicemail"),
        (outcome_of, "No Answer", "no_answer"),
        (outcome_of, "Wrong Number", "wrong_number"),
        (outcome_of, "Не берёт трубку", "no_answer"),
        (outcome_of, "hm", None),
        (loss_reason_of, "Product Fit", "quality"),
        (loss_reason_of, "Lost Interest", "no_need"),
        (loss_reason_of, "Дорого", "price"),
        (loss_reason_of, "hm", None),
        (client_kind_of, "Юр лицо", "company"),
        (client_kind_of, "Физ. лицо", "person"),
        (client_kind_of, "ИП", "sole_trader"),
        (client_status_of, "Marketing Qualified Lead", "lead"),
        (client_status_of, "in-contract", "active"),
        (contact_role_of, "ЛПР", "decision_maker"),
        (activity_kind_of, "Email", "email"),
        (activity_kind_of, "Task", "task"),
    ],
)
def test_foreign_words(look: object, text: str, code: str | None) -> None:
    assert look(text) == code  # type: ignore[operator]


def test_every_code_of_ours_knows_itself() -> None:
    for stage in vocabulary.STAGES:
        assert stage_of(stage.code) == stage.code
    for outcome in vocabulary.OUTCOMES:
        assert outcome_of(outcome.code) == outcome.code
    for reason in vocabulary.LOSS_REASONS:
        assert loss_reason_of(reason.code) == reason.code
    for kind in vocabulary.ClientKind:
        assert client_kind_of(kind) == kind
    for status in vocabulary.ClientStatus:
        assert client_status_of(status) == status
    for role in vocabulary.ContactRole:
        assert contact_role_of(role) == role
    for activity in vocabulary.ActivityKind:
        assert activity_kind_of(activity) == activity
