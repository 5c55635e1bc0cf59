"""The library and the log as a seller works them, and what the figures then say."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, NotFound
from pipeline_tui.domain.objections import LogFilter, Tally
from pipeline_tui.domain.shares import Share
from pipeline_tui.services import starter
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import dump, make_client, make_deal, make_product


def kind_id(desk: Desk, code: str) -> int:
    return next(one.id for one in desk.vocabularies.objection_types() if one.code == code)


def answer_ids(desk: Desk, code: str) -> list[int]:
    return [one.answer.id for one in desk.objection_views.ranked(kind_id(desk, code))]


def meet(desk: Desk, code: str, result: str, times: int = 1, **values: object) -> None:
    for _time in range(times):
        desk.objections.log(
            type_id=kind_id(desk, code), result=result, **{"client_id": None, **values}
        )


@pytest.fixture
def library(desk: Desk) -> Desk:
    desk.objections.load_starter("ru")
    return desk


# The starter library


def test_a_new_file_gets_every_starter_answer_and_phrase(library: Desk) -> None:
    for kind in starter.kinds("ru"):
        row = library.objection_views.kind(kind_id(library, kind.code))
        assert (row.heard, row.behind, row.probe) == (kind.heard, kind.behind, kind.probe)
        ranked = library.objection_views.ranked(row.id)
        assert [one.answer.code for one in ranked] == [one.code for one in kind.answers]


def test_the_starter_is_no_undo_step_and_comes_once(library: Desk) -> None:
    assert library.objections.load_starter("ru") == 0
    undoable = library.book.reader.execute("SELECT count(*) FROM undo_step").fetchone()
    assert undoable == (0,)


def test_what_the_user_has_edited_or_put_away_is_left_alone(library: Desk) -> None:
    first, second, *_rest = answer_ids(library, "price")
    library.objections.edit_answer(first, {"text": "Сейчас посчитаем вместе."})
    library.objections.retire_answer(second)
    library.objections.load_starter("ru")
    assert library.objection_views.answer(first).text == "Сейчас посчитаем вместе."
    assert second not in answer_ids(library, "price")


# The log


def test_a_deal_lends_its_client_and_the_stage_it_stands_in(library: Desk) -> None:
    client = make_client(library)
    deal = make_deal(library, client_id=client, stage="offer")
    library.objections.log(
        type_id=kind_id(library, "price"), client_id=None, deal_id=deal, verbatim="  кусается "
    )
    library.deals.move(deal, "negotiation")
    (row,) = library.objection_views.log()
    assert (row.client, row.deal, row.stage, row.verbatim, row.result) == (
        "Ромашка", "Станок", "offer", "кусается", "open",
    )  # fmt: skip


def test_an_objection_is_settled_later_and_that_can_be_taken_back(library: Desk) -> None:
    meet(library, "price", "open")
    (row,) = library.objection_views.log()
    library.objections.settle(row.id, "worked", genuine=False)
    (settled,) = library.objection_views.log()
    assert (settled.result, settled.genuine) == ("worked", False)
    library.objections.settle(row.id, "partly")
    assert library.objection_views.log()[0].genuine is False
    library.history.undo()
    library.history.undo()
    assert library.objection_views.log() == [row]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"result": "maybe"}, "not_a_choice"),
        ({"answer_id": "another"}, "answer_of_another"),
        ({"type_id": 999}, "not_found"),
        ({"client_id": 999}, "not_found"),
        ({"deal_id": 999}, "not_found"),
        ({"answer_id": 999}, "not_found"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    library: Desk, values: dict[str, object], code: str
) -> None:
    if values.get("answer_id") == "another":
        values = {"answer_id": answer_ids(library, "need")[0]}
    before = dump(library.book.reader)
    with pytest.raises((Invalid, NotFound), match=code):
        library.objections.log(
            **{"type_id": kind_id(library, "price"), "client_id": None, **values}
        )
    assert dump(library.book.reader) == before


def test_the_log_is_newest_first_and_narrows(library: Desk, clock: HandClock) -> None:
    one, other = make_client(library, "Ромашка"), make_client(library, "Лютик")
    meet(library, "price", "worked", client_id=one, verbatim="ДОРОГО")
    clock.forward(minutes=5)
    meet(library, "need", "did_not", client_id=other, verbatim="не нужно")
    clock.forward(minutes=5)
    meet(library, "price", "did_not", client_id=other, verbatim="кусаётся")
    views = library.objection_views

    def words(wanted: LogFilter) -> list[str]:
        return [row.verbatim for row in views.log(wanted)]

    assert words(LogFilter()) == ["кусаётся", "не нужно", "ДОРОГО"]
    assert words(LogFilter(type_id=kind_id(library, "price"))) == ["кусаётся", "ДОРОГО"]
    assert words(LogFilter(result="did_not", client_id=other)) == ["кусаётся", "не нужно"]
    assert words(LogFilter("дорог")) == ["ДОРОГО"]
    assert words(LogFilter("кусается лют")) == ["кусаётся"]
    assert [row.verbatim for row in views.history(one)] == ["ДОРОГО"]


# The figures


def test_kinds_say_how_often_how_well_where_and_for_how_much(library: Desk) -> None:
    client = make_client(library)
    open_one = make_deal(library, client_id=client, stage="offer", amount_minor=5_000_00)
    dollars = make_deal(
        library, "Пресс", client_id=client, stage="offer", amount_minor=70_00, currency="USD"
    )
    answered = make_deal(library, "Печь", client_id=client, stage="needs", amount_minor=9_000_00)
    lost = make_deal(library, "Стол", client_id=client, stage="offer", amount_minor=4_000_00)
    meet(library, "price", "did_not", 2, deal_id=open_one)  # twice in one deal: its sum once
    meet(library, "price", "open", deal_id=dollars, genuine=True)
    meet(library, "price", "partly", deal_id=answered)
    meet(library, "price", "worked", deal_id=answered)  # taken off in the end: not at stake
    meet(library, "price", "did_not", deal_id=lost)
    library.deals.lose(lost, "price")
    meet(library, "need", "worked")
    price, need, *rest = library.objection_views.kinds()
    assert (price.kind.code, need.kind.code) == ("price", "need")
    assert price.tally == Tally(worked=1, partly=1, did_not=3, open=1)
    assert price.tally.share == 0.2
    assert [(one.code, one.met) for one in price.heat] == [("needs", 2), ("offer", 4)]
    assert price.hottest is not None and price.hottest.code == "offer"
    assert (price.stake, price.deals) == ({"RUB": 5_000_00, "USD": 70_00}, 2)
    assert (price.genuine, price.pretext) == (1, 0)
    assert need.heat == () and need.stake == {}
    assert all(one.tally.met == 0 for one in rest)


def test_a_stage_with_ten_events_of_an_answer_ranks_it_by_them(library: Desk) -> None:
    first, second, *_ = answer_ids(library, "price")
    client = make_client(library)
    offer = make_deal(library, client_id=client, stage="offer")
    meet(library, "price", "worked", 20, answer_id=first)
    meet(library, "price", "did_not", 10, answer_id=first, deal_id=offer)
    meet(library, "price", "worked", 10, answer_id=second, deal_id=offer)
    meet(library, "price", "did_not", 20, answer_id=second)
    stage = library.vocabularies.stage("offer").id
    price = kind_id(library, "price")
    assert library.objection_views.ranked(price)[0].answer.id == first  # 20 of 30 against 10 of 30
    best = library.objection_views.ranked(price, stage)[0]
    assert (best.answer.id, best.tally.worked, best.at_stage) == (second, 10, True)


# Answers and kinds


def test_an_own_answer_is_offered_after_the_others_until_it_has_proved_itself(
    library: Desk,
) -> None:
    price = kind_id(library, "price")
    own = library.objections.add_answer(price, " Давайте сравним. ", technique="comparison")
    assert answer_ids(library, "price")[-1] == own
    assert library.objection_views.answer(own).text == "Давайте сравним."
    meet(library, "price", "worked", answer_id=own)
    assert answer_ids(library, "price")[0] == own


def test_a_retired_answer_keeps_its_past_and_comes_back(library: Desk) -> None:
    first, *_ = answer_ids(library, "price")
    meet(library, "price", "worked", answer_id=first)
    library.objections.retire_answer(first)
    assert first not in answer_ids(library, "price")
    price = kind_id(library, "price")
    put_away = library.objection_views.ranked(price, retired=True)[-1]
    assert (put_away.answer.id, put_away.answer.retired, put_away.tally.worked) == (first, True, 1)
    assert library.objection_views.log()[0].answer_id == first
    library.objections.restore(first)
    assert answer_ids(library, "price")[0] == first


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"text": "   "}, "text", "required"),
        ({"technique": "hypnosis"}, "technique", "not_a_choice"),
        ({"colour": "red"}, "colour", "unknown_field"),
    ],
)
def test_a_wrong_answer_is_named(
    library: Desk, values: dict[str, object], field: str, code: str
) -> None:
    first, *_ = answer_ids(library, "price")
    with pytest.raises(Invalid) as caught:
        library.objections.edit_answer(first, values)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_an_edit_over_an_unseen_change_is_a_conflict(library: Desk) -> None:
    first, *_ = answer_ids(library, "price")
    seen = library.objection_views.answer(first)
    library.objections.edit_answer(first, {"text": "Иначе."})
    with pytest.raises(Conflict, match="changed_meanwhile"):
        library.objections.edit_answer(first, {"text": "По-своему."}, {"text": seen.text})
    library.objections.edit_answer(first, {"follow_up": "Так?"}, {"follow_up": seen.follow_up})
    assert library.objection_views.answer(first).text == "Иначе."


def test_an_own_kind_is_found_by_its_name_and_by_what_is_heard(library: Desk) -> None:
    own = library.objections.add_type("Нет грузчиков", heard="разгружать некому\n\n Нет крана ")
    views = library.objection_views
    assert views.kind(own).heard == ("разгружать некому", "Нет крана")
    assert [hit.kind.id for hit in views.lookup("грузчик")][:1] == [own]
    assert [hit.kind.id for hit in views.lookup("кран")][:1] == [own]
    library.objections.retire_type(own)
    assert own not in [hit.kind.id for hit in views.lookup("кран")]
    library.objections.restore_type(own)
    assert [hit.kind.id for hit in views.lookup("кран")][:1] == [own]


def test_two_kinds_of_one_name_are_refused(library: Desk) -> None:
    own = library.objections.add_type("Нет склада")
    with pytest.raises(Conflict, match="kind_exists"):
        library.objections.add_type("НЕТ  СКЛАДА")
    with pytest.raises(Invalid, match="required"):
        library.objections.rename(own, "  ")
    price = kind_id(library, "price")
    library.objections.rename(price, "Кусается")
    assert library.objection_views.kind(price).name == "Кусается"
    library.objections.rename(price, "")
    assert library.objection_views.kind(price).name is None


# Look-up


def test_nothing_typed_offers_the_commonest_at_this_stage(library: Desk) -> None:
    deal = make_deal(library, client_id=make_client(library), stage="contract")
    meet(library, "price", "worked", 12)
    meet(library, "need", "worked", 3)
    stage = library.vocabularies.stage("contract").id
    views = library.objection_views

    def codes(stage_id: int | None) -> list[str]:
        return [hit.kind.code for hit in views.lookup("", stage_id)][:2]

    assert codes(None) == ["price", "need"]
    meet(library, "terms", "open", 9, deal_id=deal)
    assert codes(stage) == ["price", "terms"]  # nine at the stage say nothing yet
    meet(library, "terms", "open", deal_id=deal)
    assert codes(stage) == ["terms", "price"]


def test_a_hit_brings_its_three_best_answers(library: Desk) -> None:
    third = answer_ids(library, "price")[2]
    meet(library, "price", "worked", answer_id=third)
    hit = library.objection_views.lookup("ljhjuj")[0]
    assert (hit.kind.code, hit.said, hit.tally.met) == ("price", "дорого", 1)
    assert [one.answer.id for one in hit.answers] == answer_ids(library, "price")[:3]
    assert hit.answers[0].answer.id == third


def test_words_of_an_answer_find_that_answer_first(library: Desk) -> None:
    need = kind_id(library, "need")
    own = library.objections.add_answer(need, "Бронтозавры тоже так думали.")
    hit = library.objection_views.lookup("бронтозавр")[0]
    assert (hit.kind.id, hit.source, hit.answers[0].answer.id) == (need, "answer", own)


def test_the_words_of_a_logged_objection_find_its_kind_next_time(library: Desk) -> None:
    assert library.objection_views.lookup("жаба душит") == []
    meet(library, "price", "open", verbatim="жаба душит")
    hit = library.objection_views.lookup("жаба")[0]
    assert (hit.kind.code, hit.source, hit.phrase) == ("price", "verbatim", "жаба душит")


# The card


def test_the_card_fills_an_answer(library: Desk) -> None:
    client = make_client(library, "Лютик")
    make_deal(library, "Малая", client_id=client, amount_minor=1_00)
    deal = make_deal(
        library, "Большая", client_id=client, stage="offer", amount_minor=5_000_00,
        competitor="Завод №1",
    )  # fmt: skip
    library.contacts.add(
        client, {"last_name": "Иванов", "first_name": "Пётр", "patronymic": "Ильич"}
    )
    facts = library.objection_views.facts(client)
    assert (facts.name, facts.company, facts.competitor) == ("Пётр Ильич", "Лютик", "Завод №1")
    assert (facts.price_minor, facts.deal_id) == (5_000_00, deal)
    assert facts.stage_id == library.vocabularies.stage("offer").id


def test_no_card_is_no_facts(library: Desk) -> None:
    facts = library.objection_views.facts()
    assert (facts.name, facts.company, facts.deal_id, facts.stage_id) == ("", "", None, None)


def test_an_answer_meant_for_elsewhere_stands_last_and_one_for_here_keeps_its_place(
    library: Desk,
) -> None:
    first, second, third, *_rest = answer_ids(library, "price")
    meet(library, "price", "worked", 6, answer_id=first)
    meet(library, "price", "worked", 5, answer_id=second)  # the eleventh talk tries nothing
    library.objections.edit_answer(first, {"stages": "negotiation"})
    library.objections.edit_answer(second, {"segments": "print, Textile", "products": "Press"})
    press = make_product(library, "Press")
    textile = library.clients.add({"name": "Acme", "industry": "textile"})
    food = library.clients.add({"name": "Bakery", "industry": "food"})

    def shown(client: int, stage: str, **values: object) -> list[int]:
        deal = make_deal(library, stage=stage, client_id=client, **values)
        facts = library.objection_views.facts(client, deal)
        (hit,) = library.objection_views.lookup("дорого", facts.stage_id, 1, facts)
        return [one.answer.id for one in hit.answers]

    assert shown(textile, "negotiation", product_id=press)[:2] == [first, second]
    assert shown(textile, "offer")[0] == second  # no product is known: nothing is ruled out
    assert shown(food, "negotiation")[:2] == [first, third]
    (hit,) = library.objection_views.lookup("дорого", None, 1)
    assert [one.answer.id for one in hit.answers[:2]] == [first, second]


def test_both_briefs_say_what_to_be_ready_for_and_what_to_answer(library: Desk) -> None:
    client = make_client(library)
    deal = make_deal(library, client_id=client, stage="offer")
    other = make_deal(library, client_id=make_client(library, "Лютик"), stage="offer")
    first, second = answer_ids(library, "price")[:2]
    meet(library, "price", "did_not", deal_id=deal, answer_id=first, verbatim="кусается")
    meet(library, "terms", "worked", 3, deal_id=other)
    for heard in (
        library.cards.brief(client).objections,
        library.call_list.brief(client, deal).objections,
    ):
        price, terms = heard
        assert (price.code, price.verbatim, price.stands) == ("price", "кусается", True)
        assert price.answer is not None and price.answer.answer.id == second
        assert (terms.code, terms.share) == ("terms", Share(3, 4))
        assert terms.answer is not None
