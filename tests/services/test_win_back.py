"""Coming back to who was lost: the reason, the last offer, and what the reason says to come back with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.ranking import Reason
from pipeline_tui.domain.win_back import LastOffer, WinBack
from pipeline_tui.services import once_a_day
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW, HandClock, open_desk
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


def bought(desk: Desk, name: str, *days_ago: int, minor: int = 1000_00) -> int:
    """A client with invoices so many days ago, whom nobody has called since a year."""
    who = make_client(desk, name, "active")
    for n in days_ago:
        invoice = {
            "client_id": who, "amount_minor": minor, "issued_on": TODAY - timedelta(n),
        }  # fmt: skip
        desk.invoices.add_payment(
            {"client_id": who, "amount_minor": minor, "paid_on": TODAY},
            invoice_id=desk.invoices.add_invoice(invoice),
        )
    touched(desk, who, 400)
    return who


def touched(desk: Desk, who: int, days_ago: int) -> None:
    with desk.book.write("file.create") as unit:
        unit.db.execute(
            "INSERT INTO activity (client_id, kind, started_at, subject, note, owner)"
            " VALUES (?, 'call', ?, '', '', '')",
            (who, (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")),
        )


def back(desk: Desk) -> list[tuple[str, int]]:
    rows = desk.call_list.today().rows
    return [(row.client, row.count) for row in rows if row.reason == Reason.DORMANT]


def test_who_has_not_ordered_for_a_year_or_six_gaps_comes_back(desk: Desk) -> None:
    bought(desk, "a year", 366, minor=900_00)
    bought(desk, "not yet a year", 365)
    bought(desk, "six gaps", 201, 171, 141 + 100)  # gaps of 30 and 40: 35, quiet for 171
    bought(desk, "seven gaps", 277, 247, 217)  # gaps of 30, quiet for 217
    bought(desk, "buys", 800, 3)
    assert back(desk) == [("seven gaps", 217), ("a year", 366)]


def test_once_per_interval_and_not_where_something_is_open(desk: Desk, clock: HandClock) -> None:
    who = bought(desk, "Alpha", 500)
    busy = bought(desk, "Beta", 500)
    make_deal(desk, client_id=busy)
    assert [name for name, _count in back(desk)] == ["Alpha"]
    touched(desk, who, 0)
    assert back(desk) == []
    clock.forward(days=90)  # Tuesday 9 June: to the second not yet longer
    assert back(desk) == []
    clock.forward(minutes=1)
    assert [name for name, _count in back(desk)] == ["Alpha"]


def test_the_settings_say_when_and_whether_they_come_back(desk: Desk) -> None:
    who = bought(desk, "Alpha", 120)
    assert back(desk) == []
    desk.settings = replace(desk.settings, dormant_days=100)
    del desk.call_list  # begun anew, as the program does with other settings
    assert back(desk) == [("Alpha", 120)]
    found = gone(desk, who)
    assert found is not None
    assert found.ordered_on == TODAY - timedelta(120)
    desk.settings = replace(desk.settings, dormant_return_days=0)
    del desk.call_list  # begun anew, as the program does with other settings
    assert back(desk) == []


def test_who_is_worth_more_is_kept_in_touch_with_as_before(desk: Desk) -> None:
    kept = bought(desk, "kept", 500)
    classed = bought(desk, "classed", 500)
    with desk.book.write("file.create") as unit:
        unit.db.execute("UPDATE client SET created_at = '2025-01-01T00:00:00Z'")
        unit.db.execute("UPDATE client SET touch_days = 30 WHERE id = ?", (kept,))
        unit.db.execute("UPDATE client SET abc = 'A' WHERE id = ?", (classed,))
    rows = desk.call_list.today().rows
    assert {(row.client, row.reason) for row in rows} == {
        ("kept", Reason.TOUCH), ("classed", Reason.TOUCH),
    }  # fmt: skip


def test_of_a_large_file_who_has_gone_is_read_once_a_day(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once_a_day, "MANY", 1)
    bought(desk, "Alpha", 500)
    before = desk.call_list.today()
    bought(desk, "Beta", 600)
    with open_desk(desk.book.path, clock) as again:
        assert back(again) == [("Alpha", 500)]
        assert again.call_list.today().rows == before.rows
        clock.forward(days=1)
        assert sorted(back(again)) == [("Alpha", 501), ("Beta", 601)]
