"""Clients as they are entered, changed and put away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, NotFound, Refused
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, bare_deal, dump, make_deal


def add(desk: Desk, name: str = "ООО «Ромашка»", **values: object) -> int:
    return desk.clients.add({"name": name, **values})


def test_a_client_is_entered_with_its_people_in_one_step(desk: Desk) -> None:
    before = dump(desk.book.reader)
    client_id = desk.clients.add(
        {"name": "  ООО  «Ромашка» ", "inn": "7707 083893", "city": "Казань"},
        contacts=[
            {"last_name": "Петрова", "first_name": "Анна", "role": "decision_maker",
             "phones": ["8 (912) 345-67-89 доб. 5", "89123456789 доб. 5"], "emails": ["A@B.ru"]},
            {"last_name": "Сидоров"},
        ],
        phones=["843 200-10-10"], tags=["vip", "vip"],
    )  # fmt: skip
    card = desk.cards.client(client_id)
    assert (card.name, card.inn, card.city, card.tags) == (
        "ООО «Ромашка»", "7707083893", "Казань", ("vip",),
    )  # fmt: skip
    assert [one.name for one in card.contacts] == ["Петрова Анна", "Сидоров"]
    assert [(p.typed, p.e164, p.extension) for p in card.contacts[0].phones] == [
        ("8 (912) 345-67-89 доб. 5", "+79123456789", "5")
    ]
    assert card.contacts[0].emails == ("a@b.ru",)
    assert card.phones[0].e164 == "+78432001010"
    assert card.first_phone == card.contacts[0].phones[0]
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_an_account_is_kept_where_it_agrees_with_its_bank(desk: Desk) -> None:
    bank = {"bik": "044525225", "account": "40702810938000012345"}
    client_id = add(desk, bik=" 044 525 225", account="4070 2810 9380 0001 2345")
    card = desk.cards.client(client_id)
    assert {"bik": card.bik, "account": card.account} == bank
    with pytest.raises(Invalid, match="account_not_of_bank"):
        desk.clients.edit(client_id, {"bik": "044525593"})
    desk.clients.edit(client_id, {"bik": None, "account": "DE89 3704 0044 0532 0130 00"})
    assert desk.cards.client(client_id).account == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("values", "more", "field", "code"),
    [
        ({"name": " "}, {}, "name", "required"),
        ({"name": "А", "inn": "123"}, {}, "inn", "bad_inn"),
        ({"name": "А", "abc": "D"}, {}, "abc", "not_a_choice"),
        ({"name": "А"}, {"phones": ["12"]}, "phones", "bad_phone"),
        ({"name": "А"}, {"emails": ["нет"]}, "emails", "bad_email"),
        ({"name": "А"}, {"contacts": [{}]}, "last_name", "required"),
        ({"name": "А", "colour": 1}, {}, "colour", "unknown_field"),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(
    desk: Desk, values: dict[str, object], more: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        desk.clients.add(values, **more)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.code) == (field, code)
    assert desk.lists.ids() == []


def test_a_renamed_client_is_found_by_the_new_name_only(desk: Desk) -> None:
    client_id = add(desk)
    desk.clients.edit(client_id, {"name": "ЗАО Василёк"})
    assert [hit.id for hit in desk.lists.find("василек")] == [client_id]
    assert desk.lists.find("ромашка") == []


def test_two_people_editing_one_field_do_not_overwrite_each_other(desk: Desk) -> None:
    client_id = add(desk, city="Казань")
    desk.clients.edit(client_id, {"city": "Пермь"}, {"city": "Казань"})
    with pytest.raises(Conflict):
        desk.clients.edit(client_id, {"city": "Уфа"}, {"city": "Казань"})
    desk.clients.edit(client_id, {"industry": "опт"}, {"industry": "", "city": "Казань"})
    assert desk.cards.client(client_id).city == "Пермь"


def test_numbers_set_as_a_whole_keep_those_that_stay(desk: Desk) -> None:
    client_id = desk.clients.add({"name": "А"}, phones=["8 912 000-00-01", "8 912 000-00-02"])
    desk.clients.edit(client_id, {}, phones=["8 912 000-00-02", "8 912 000-00-03"])
    card = desk.cards.client(client_id)
    assert [phone.e164 for phone in card.phones] == ["+79120000002", "+79120000003"]
    assert [hit.id for hit in desk.lists.find("0000001")] == []


def test_a_client_with_an_open_deal_is_not_put_away(desk: Desk) -> None:
    client_id = add(desk)
    deal_id = make_deal(desk, client_id=client_id)
    with pytest.raises(Refused, match="archive_open_deals"):
        desk.clients.archive([client_id])
    desk.deals.lose(deal_id, "no_need")
    desk.clients.archive([client_id])
    assert desk.lists.ids() == []
    assert desk.lists.ids("archived") == [client_id]
    assert desk.lists.find("ромашка") == []
    desk.clients.unarchive([client_id])
    assert desk.lists.ids() == [client_id]


def test_many_are_tagged_in_one_step_and_untagged_by_undo(desk: Desk) -> None:
    ids = [add(desk, name) for name in ("А", "Б", "В")]
    desk.clients.tag(ids[:1], "VIP")
    assert desk.clients.tag(ids, "vip") == 2
    assert desk.lists.ids("tag:vip") == ids
    desk.history.undo()
    assert desk.lists.ids("tag:vip") == ids[:1]
    assert desk.clients.untag(ids, "Vip") == 1


def test_one_unknown_number_changes_none(desk: Desk) -> None:
    client_id = add(desk)
    with pytest.raises(NotFound):
        desk.clients.tag([client_id, 99], "vip")
    assert desk.lists.tags() == []


def test_do_not_call_is_final_until_a_new_consent(desk: Desk) -> None:
    client_id = add(desk, status="active")
    with pytest.raises(Invalid, match="required"):
        desk.clients.do_not_call(client_id, " ")
    desk.clients.do_not_call(client_id, "«больше не звоните», 11 марта")
    card = desk.cards.client(client_id)
    assert card.status == "do_not_call"
    assert card.warnings[0].code == "do_not_call"
    assert card.warnings[0].text == "«больше не звоните», 11 марта"
    with pytest.raises(Refused, match="do_not_call_final"):
        desk.clients.set_status([client_id], "active")
    with pytest.raises(Refused, match="do_not_call_final"):
        desk.clients.edit(client_id, {"status": "lead"})
    desk.contacts.consent(client_id, given=True, evidence="заявка с сайта")
    assert desk.cards.client(client_id).status == "lead"
    assert [one.given for one in desk.cards.client(client_id).consents] == [True, False]


def test_do_not_call_needs_the_words_of_the_refusal(desk: Desk) -> None:
    client_id = add(desk)
    with pytest.raises(Invalid):
        desk.clients.edit(client_id, {"status": "do_not_call"})
    with pytest.raises(Invalid):
        desk.clients.set_status([client_id], "do_not_call")


def test_whoever_has_bought_comes_back_as_active(desk: Desk) -> None:
    client_id = add(desk)
    desk.deals.win(make_deal(desk, client_id=client_id))
    desk.clients.do_not_call(client_id, "письмо")
    desk.contacts.consent(client_id, given=True, evidence="звонок 12 марта")
    assert desk.cards.client(client_id).status == "active"


def test_a_client_at_rest_says_until_when_and_why(desk: Desk) -> None:
    client_id = add(desk)
    desk.calls.snooze([client_id], date(2026, 4, 1), "отпуск")
    told = {one.code: one for one in desk.cards.client(client_id).warnings}
    assert (told["snoozed"].day, told["snoozed"].text) == (date(2026, 4, 1), "отпуск")
    assert desk.lists.rows([client_id])[client_id].snoozed_until == date(2026, 4, 1)


def test_data_grows_old_until_it_is_verified(desk: Desk, clock) -> None:  # type: ignore[no-untyped-def]
    client_id = add(desk)
    clock.forward(days=180)
    assert "unverified" not in [w.code for w in desk.cards.client(client_id).warnings]
    clock.forward(days=1)
    assert "unverified" in [w.code for w in desk.cards.client(client_id).warnings]
    desk.clients.verify([client_id])
    assert "unverified" not in [w.code for w in desk.cards.client(client_id).warnings]


def test_a_next_step_moves_the_one_there_is_or_goes_to_the_deal_without(desk: Desk) -> None:
    free, busy = add(desk, "А"), add(desk, "Б")
    bare = bare_deal(desk, client_id=busy)
    monday = date(2026, 3, 16)
    desk.clients.plan_steps([free, busy], due_on=monday, title="прайс", kind="email")
    steps = desk.cards.client(busy).steps
    assert [(one.deal_id, one.due_on, one.kind) for one in steps] == [(bare, monday, "email")]
    desk.clients.plan_steps([free], due_on=TODAY, title="")
    (moved,) = desk.cards.client(free).steps
    assert (moved.due_on, moved.title, moved.kind) == (TODAY, "прайс", "email")
    desk.history.undo()
    desk.history.undo()
    assert desk.cards.client(free).steps == ()


def test_people_stand_in_the_order_of_calling(desk: Desk) -> None:
    client_id = add(desk)
    first, second, third = (
        desk.contacts.add(client_id, {"last_name": name}, phones=[f"8912000000{at}"])
        for at, name in enumerate(("Орлов", "Белова", "Ким"))
    )
    desk.contacts.reorder(client_id, [third, first])
    card = desk.cards.client(client_id)
    assert [one.id for one in card.contacts] == [third, first, second]
    assert desk.lists.rows([client_id])[client_id].phone == "+79120000002"
    desk.contacts.archive(third)
    assert desk.lists.rows([client_id])[client_id].phone == "+79120000000"
    assert desk.lists.find("ким") == []


def test_a_contact_is_edited_with_their_numbers(desk: Desk) -> None:
    client_id = add(desk)
    contact_id = desk.contacts.add(client_id, {"last_name": "Орлов"}, phones=["89120000001"])
    desk.contacts.edit(contact_id, {"first_name": "Пётр"}, emails=["p@orlov.ru"])
    (contact,) = desk.cards.client(client_id).contacts
    assert (contact.name, contact.emails, len(contact.phones)) == ("Орлов Пётр", ("p@orlov.ru",), 1)
    assert [hit.matched for hit in desk.lists.find("петр орлов")] == ["contact"]


def test_a_list_is_filtered_by_all_that_is_known(desk: Desk) -> None:
    a = desk.clients.add(
        {"name": "ООО «Ромашка»", "city": "Казань", "owner": "Анна", "abc": "A", "status": "active",
         "inn": "7707083893"},
        contacts=[{"last_name": "Ёлкина", "phones": ["8 912 345-67-89"], "emails": ["e@romashka.ru"]}],
    )  # fmt: skip
    b = desk.clients.add({"name": "Ромашка-Сервис", "city": "Нижний Новгород", "abc": "B"})
    make_deal(desk, client_id=b)
    for line, expected in {
        "ромашка": [a, b], "ром серв": [b], "казань": [a], "новгород": [b], "345 67": [a],
        "8912345": [a], "770708": [a], "@romashka": [a], "елкина": [a], "class:а": [a],
        "owner:анна": [a], 'city:"нижний нов"': [b], "status:active": [a], "nostep": [a],
        "hjvfirf": [a, b], "romashka": [a, b], "ооо": [a, b], "яяя": [],
    }.items():  # fmt: skip
        assert desk.lists.ids(line) == expected, line


def test_missing_values_stand_last_both_ways(desk: Desk) -> None:
    none, kazan, ufa = (add(desk, n, city=c) for n, c in (("А", ""), ("Б", "Казань"), ("В", "Уфа")))
    assert desk.lists.ids(sort="city") == [kazan, ufa, none]
    assert desk.lists.ids(sort="city", descending=True) == [ufa, kazan, none]
    make_deal(desk, client_id=ufa, amount_minor=5_00)
    make_deal(desk, client_id=kazan, amount_minor=7_00, step_on=TODAY)
    assert desk.lists.ids(sort="open_deals", descending=True) == [kazan, ufa, none]
    assert desk.lists.ids(sort="next_step") == [kazan, ufa, none]


def test_statuses_stand_in_the_order_of_their_life(desk: Desk) -> None:
    lost, lead, active = (
        add(desk, n, status=s) for n, s in zip("АБВ", ("lost", "lead", "active"), strict=True)
    )
    assert desk.lists.ids(sort="status") == [lead, active, lost]
    assert desk.lists.ids(sort="status", descending=True) == [lost, active, lead]


def test_a_row_tells_money_by_currency(desk: Desk) -> None:
    client_id = add(desk)
    make_deal(desk, client_id=client_id, amount_minor=100, currency="RUB")
    make_deal(desk, client_id=client_id, amount_minor=5, currency="USD")
    row = desk.lists.rows([client_id])[client_id]
    assert (row.open_deals, dict(row.open_sums)) == (2, {"RUB": 100, "USD": 5})
    assert row.next_step == TODAY + timedelta(days=1)


def test_the_likeliest_client_is_found_first(desk: Desk) -> None:
    service = add(desk, "Сервис Ромашка")
    flower = add(desk, "ООО Ромашка")
    person = desk.clients.add({"name": "Склад"}, contacts=[{"last_name": "Ромашкина"}])
    assert [hit.id for hit in desk.lists.find("ромашк")] == [flower, service, person]
    assert desk.lists.find("ромашк", 1)[0].id == flower
    assert desk.lists.find("") == []


def test_a_name_with_a_city_finds_the_one_there(desk: Desk) -> None:
    add(desk, "Ромашка", city="Уфа")
    kazan = add(desk, "Ромашка", city="Казань")
    assert [hit.id for hit in desk.lists.find("ромашка казань")] == [kazan]
    assert desk.lists.find('status:x "y" debt') == []


@pytest.mark.parametrize(
    "typed", ["ромшка", "ромашкка", "рмоашка", "ромажка", "ромажк", "hjvirf", "romashk"]
)
def test_a_slip_of_the_keyboard_is_forgiven(desk: Desk, typed: str) -> None:
    client_id = add(desk)
    add(desk, "Рога и копыта")
    assert [hit.id for hit in desk.lists.find(typed)] == [client_id]
    assert desk.lists.ids(typed) == [client_id]


def test_another_word_is_no_slip(desk: Desk) -> None:
    desk.clients.add({"name": "Ромашка"}, contacts=[{"last_name": "Иванов"}])
    for typed in ("василек", "рама", "ром", "ивановский"):
        assert typed == "ром" or desk.lists.find(typed) == []
    assert [hit.matched for hit in desk.lists.find("ивонов")] == ["contact"]


def test_nearly_the_same_name_is_warned_of(desk: Desk) -> None:
    client_id = add(desk, "ООО «Стройсервис Плюс»")
    (twin,) = desk.lists.similar("Стройсервс плюс")
    assert (twin.id, twin.same) == (client_id, ("near",))
    assert desk.lists.similar("Стройсервис Минус") == []


def test_a_twin_is_known_by_what_agrees(desk: Desk) -> None:
    client_id = desk.clients.add(
        {"name": "ООО «Ромашка»", "inn": "7707083893"},
        phones=["8 912 345-67-89"], emails=["info@romashka.ru"],
    )  # fmt: skip
    (twin,) = desk.lists.similar(
        "Ромашка, ЗАО", "7707083893", ["+7 (912) 345-67-89"], ["INFO@romashka.ru"]
    )
    assert (twin.id, twin.same) == (client_id, ("inn", "phone", "email", "name"))
    assert [t.same for t in desk.lists.similar("Ромашка")] == [("name",)]
    assert desk.lists.similar("Ромашка", besides=client_id) == []
    assert desk.lists.similar("Ромашка Плюс") == []


def test_counts_by_status_leave_out_what_was_put_away(desk: Desk) -> None:
    gone = add(desk, "А", status="active")
    add(desk, "Б", status="active")
    add(desk, "В")
    desk.clients.archive([gone])
    assert desk.lists.counts() == {"active": 1, "lead": 1}


def test_two_records_of_one_client_become_one(desk: Desk) -> None:
    from tests.services.test_cards import owe, touch

    kept = desk.clients.add(
        {"name": "ООО «Ромашка»", "city": "Казань", "notes": "первая"},
        contacts=[{"last_name": "Ким", "phones": ["89120000001"]}], tags=["vip"],
    )  # fmt: skip
    gone = desk.clients.add(
        {"name": "Ромашка", "city": "Уфа", "inn": "7707083893", "notes": "вторая", "custom": {"a": 1}},
        contacts=[
            {"last_name": "Ким", "phones": ["89120000001", "89120000002"]}, {"last_name": "Орлов"},
        ],
        tags=["VIP", "vip", "опт"],
    )  # fmt: skip
    deal_id = make_deal(desk, client_id=gone)
    owe(desk, gone, TODAY, 500)
    touch(desk, gone, 1, note="слова")
    before = dump(desk.book.reader)
    desk.clients.merge(kept, [gone])
    card = desk.cards.client(kept)
    assert (card.city, card.inn, card.notes) == ("Казань", "7707083893", "первая\nвторая")
    assert [one.name for one in card.contacts] == ["Ким", "Орлов"]
    assert [one.e164 for one in card.contacts[0].phones] == ["+79120000001", "+79120000002"]
    assert [deal.id for deal in card.deals] == [deal_id]
    assert (dict(card.debt), card.custom) == ({"RUB": 500}, {"a": 1})
    assert {"vip", "опт"} <= set(card.tags)
    assert "слова" in [row.detail for row in desk.cards.timeline(kept)]
    assert desk.lists.ids() == [kept]
    empty = desk.cards.client(gone)
    assert (empty.contacts, empty.deals, empty.debt, empty.tags) == ((), (), (), ())
    assert desk.debts.ledger(kept).invoices[0].client_id == kept
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_a_do_not_call_outlives_a_merge(desk: Desk) -> None:
    kept, gone = add(desk, "А", status="active"), add(desk, "Б")
    desk.clients.do_not_call(gone, "письмо")
    desk.clients.merge(kept, [gone])
    assert desk.cards.client(kept).status == "do_not_call"
    with pytest.raises(Refused, match="merge_with_itself"):
        desk.clients.merge(kept, [kept])


def test_many_are_changed_in_one_step_that_undo_takes_back(desk: Desk) -> None:
    ids = [add(desk, f"Клиент {number}") for number in range(5)]
    assert desk.clients.tag(ids[:1], "VIP") == 1
    assert desk.clients.tag(ids, "vip") == 4  # the same word, whatever its case
    desk.clients.set_owner(ids, " Анна  Ким ")
    assert desk.lists.ids("менеджер:анна") == ids
    assert desk.history.undo().action == "client.set_owner"
    assert desk.lists.ids("owner:none") == ids
    assert desk.clients.untag(ids, "Vip") == 5
    desk.history.undo()
    assert desk.lists.ids("tag:vip") == ids
    with pytest.raises(NotFound):
        desk.clients.set_owner([*ids, 999], "Анна")
    assert desk.lists.ids("owner:анна") == []


def test_nobody_is_put_away_where_one_of_them_has_an_open_deal(desk: Desk) -> None:
    free, busy = add(desk, "А"), add(desk, "Б")
    make_deal(desk, client_id=busy)
    with pytest.raises(Refused) as found:
        desk.clients.archive([free, busy])
    assert (found.value.code, found.value.facts["title"]) == ("archive_open_deals", "Б")
    assert desk.lists.ids() == [free, busy]


def test_a_view_is_saved_changed_renamed_moved_and_taken_away(desk: Desk) -> None:
    number = desk.views.save(
        "Казань", "город:Казань", "debt", descending=True, columns=("name", "debt")
    )
    assert desk.views.save("казань", "город:Уфа") == number
    other = desk.views.save("Пермь", "город:Пермь")
    desk.views.move(other, -1)
    assert [one.name for one in desk.lists.views()[-2:]] == ["Пермь", "Казань"]
    desk.views.rename(number, "Уфа")
    with pytest.raises(Conflict):
        desk.views.rename(other, "уфа")
    with pytest.raises(Invalid):
        desk.views.save("Криво", "debt>")
    desk.views.delete(number)
    assert [one.name for one in desk.lists.views()[-1:]] == ["Пермь"]
    desk.history.undo()
    assert desk.lists.views()[-1].query == "город:Уфа"


def test_sums_are_of_those_found_each_currency_by_itself(desk: Desk) -> None:
    kazan, ufa = add(desk, "А", city="Казань"), add(desk, "Б", city="Уфа")
    make_deal(desk, client_id=kazan, amount_minor=7_00)
    make_deal(desk, client_id=kazan, amount_minor=3_00, currency="USD")
    make_deal(desk, client_id=ufa, amount_minor=5_00)
    assert desk.lists.sums() == ((), (("RUB", 12_00), ("USD", 3_00)))
    assert desk.lists.sums(desk.lists.ids("город:казань")) == ((), (("RUB", 7_00), ("USD", 3_00)))
    assert desk.lists.sums([]) == ((), ())
