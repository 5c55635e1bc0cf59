"""The table of loss reasons: what the user changes in it, and what losing a deal then asks."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.services.desk import Desk
from tests.dealing import make_client, make_deal, stage_code


def number(desk: Desk, code: str) -> int:
    return next(one.id for one in desk.vocabularies.loss_reasons() if one.code == code)


def test_an_own_reason_says_when_to_come_back_and_who_took_it(desk: Desk) -> None:
    added = desk.loss_reasons.add(" Тендер ", win_back_days=20, asks_competitor=True)
    row = desk.vocabularies.loss_reasons()[-1]
    assert (row.id, row.code, row.name) == (added, "own-13", "Тендер")
    who = make_client(desk, "Ромашка", "active")
    deal = make_deal(desk, client_id=who)
    with pytest.raises(Invalid) as caught:
        desk.deals.lose(deal, "own-13")
    assert (caught.value.field, caught.value.code) == ("competitor", "competitor_required")
    assert stage_code(desk, deal) == "new"
    desk.deals.lose(deal, "own-13", competitor="Вега")
    assert [task.due_on for task in desk.call_list.tasks(client_id=who)] == [date(2026, 3, 31)]


def test_a_competitor_known_of_the_deal_need_not_be_named_again(desk: Desk) -> None:
    deal = make_deal(desk, competitor="Вега")
    desk.deals.lose(deal, "competitor")
    assert desk.funnel.card(deal).row.competitor == "Вега"


def test_another_interval_is_for_losses_to_come(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.deals.lose(make_deal(desk, client_id=who), "price")
    desk.loss_reasons.edit(number(desk, "price"), {"win_back_days": 5})
    desk.deals.lose(make_deal(desk, "Пресс", client_id=who), "price")
    desk.loss_reasons.edit(number(desk, "price"), {"win_back_days": None, "name": "дорого"})
    desk.deals.lose(make_deal(desk, "Линия", client_id=who), "price")
    assert sorted(task.due_on for task in desk.call_list.tasks(client_id=who)) == [
        date(2026, 3, 16), date(2026, 5, 10),
    ]  # fmt: skip
    assert desk.funnel.card(1).row.loss_name == "дорого"


def test_one_put_away_is_offered_no_more_and_kept_by_its_deals(desk: Desk) -> None:
    lost, other = make_deal(desk), make_deal(desk, "Пресс")
    desk.deals.lose(lost, "timing")
    desk.loss_reasons.retire(number(desk, "timing"))
    assert "timing" not in [one.code for one in desk.vocabularies.loss_reasons()]
    with pytest.raises(Invalid, match="unknown_choice"):
        desk.deals.lose(other, "timing")
    assert desk.funnel.card(lost).row.loss_code == "timing"
    assert desk.funnel.report().losses[0].code == "timing"
    gone = desk.vocabularies.loss_reasons(retired=True)[-1]
    desk.loss_reasons.restore(gone.id)
    assert [one.action for one in desk.history.entries(limit=1)] == ["loss_reason.restore"]
    desk.deals.lose(other, "timing")


def test_they_move_and_the_last_one_stays(desk: Desk) -> None:
    desk.loss_reasons.move(number(desk, "timing"), -50)
    first, *others = desk.vocabularies.loss_reasons()
    assert first.code == "timing"
    for one in others:
        desk.loss_reasons.edit(one.id, {}, retired=True)
    with pytest.raises(Refused, match="last_loss_reason"):
        desk.loss_reasons.retire(first.id)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"win_back_days": 0}, "negative"), ({"win_back_days": 9999}, "too_large")],
)
def test_what_makes_no_sense_is_refused(desk: Desk, values: dict[str, int], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        desk.loss_reasons.edit(number(desk, "price"), values)
    with pytest.raises(Invalid, match="required"):
        desk.loss_reasons.add(" ")
    desk.loss_reasons.add("Тендер")
    with pytest.raises(Conflict, match="loss_reason_exists"):
        desk.loss_reasons.add("тендер")
