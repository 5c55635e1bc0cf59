"""Coming back to who was lost: the reason, the last offer, and what the reason says to come back with."""

from __future__ import annotations

import pytest

from pipeline_tui.domain.ranking import Reason
from pipeline_tui.domain.win_back import LastOffer, WinBack
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import TODAY, make_client, make_deal


def reason_id(desk: Desk, code: str) -> int:
    return next(one.id for one in desk.vocabularies.loss_reasons() if one.code == code)


def offered(desk: Desk, deal: int, minor: int) -> int:
    offer = desk.offers.make(deal, lines=[{"name": "Станок", "price_minor": minor, "vat": 0}])
    desk.offers.send(offer, step_title="")
    return offer


@pytest.fixture
def lost(desk: Desk) -> int:
    """A client who was offered a lathe twice, and found it too dear."""
    desk.loss_reasons.edit(reason_id(desk, "price"), {"win_back_text": "рассрочка на год"})
    who = make_client(desk, "Ромашка", "active")
    deal = make_deal(desk, "Станок", client_id=who)
    offered(desk, deal, 500_000_00)
    offered(desk, deal, 450_000_00)
    desk.deals.lose(deal, "price", competitor="Вега")
    return who


def gone(desk: Desk, client_id: int) -> WinBack | None:
    found = desk.call_list.brief(client_id).win_back
    assert found == desk.cards.brief(client_id).win_back
    return found


def test_the_brief_says_why_it_was_lost_what_was_offered_last_and_with_what_to_come_back(
    desk: Desk, lost: int
) -> None:
    assert gone(desk, lost) == WinBack(
        deal_id=1, title="Станок", lost_on=TODAY, reason="price", reason_name=None,
        competitor="Вега", text="рассрочка на год",
        offer=LastOffer("2", 450_000_00, "RUB", TODAY),
    )  # fmt: skip


def test_the_line_of_the_day_says_it_too(desk: Desk, lost: int, clock: HandClock) -> None:
    clock.forward(days=62)  # a Tuesday of work
    (row,) = desk.call_list.today().rows
    assert (row.id, row.reason) == (lost, Reason.WIN_BACK)
    assert row.win_back is not None
    assert (row.win_back.reason, row.win_back.offer) == (
        "price", LastOffer("2", 450_000_00, "RUB", TODAY),
    )  # fmt: skip


def test_the_call_is_about_its_own_deal_however_many_were_lost_since(desk: Desk, lost: int) -> None:
    later = make_deal(desk, "Пресс", client_id=lost)
    offered(desk, later, 70_000_00)
    desk.deals.lose(later, "no_need")
    found = gone(desk, lost)
    assert found is not None
    assert (found.title, found.reason) == ("Станок", "price")  # its call comes first
    first = min(desk.call_list.tasks(client_id=lost), key=lambda task: task.due_on)
    desk.tasks.drop(first.id)
    found = gone(desk, lost)
    assert found is not None
    assert (found.title, found.reason) == ("Пресс", "no_need")
    assert found.offer == LastOffer("3", 70_000_00, "RUB", TODAY)


def test_where_a_deal_is_open_or_was_won_since_there_is_nobody_to_win_back(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.deals.lose(make_deal(desk, client_id=who), "duplicate")  # plans no call
    assert gone(desk, who) is not None
    again = make_deal(desk, "Пресс", client_id=who)
    assert gone(desk, who) is None
    desk.deals.win(again)
    assert gone(desk, who) is None


def test_an_offer_that_was_never_sent_was_never_made_to_them(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    deal = make_deal(desk, client_id=who)
    desk.offers.make(deal, lines=[{"name": "Станок", "price_minor": 1_00, "vat": 0}])
    desk.deals.lose(deal, "price", competitor="Вега")
    found = gone(desk, who)
    assert found is not None
    assert found.offer is None


def test_the_words_of_a_reason_can_be_taken_away(desk: Desk, lost: int) -> None:
    desk.loss_reasons.edit(reason_id(desk, "price"), {"win_back_text": "  "})
    found = gone(desk, lost)
    assert found is not None
    assert found.text == ""
