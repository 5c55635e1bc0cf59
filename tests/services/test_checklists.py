"""Checklists of stages: edited, ticked, and what they hold back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, TOMORROW, make_client, make_deal, stage_code

ITEMS = ["Бюджет назван", "ЛПР известен"]


@pytest.fixture
def gated(desk: Desk) -> Desk:
    desk.checklists.set_items(desk.vocabularies.stage("needs").id, ITEMS)
    return desk


def ticked(desk: Desk, deal: int) -> list[bool]:
    return [one.ticked_at is not None for one in desk.checklists.of_deal(deal)]


def test_going_on_asks_and_may_be_told_to_all_the_same(gated: Desk) -> None:
    deal = make_deal(gated, stage="needs")
    with pytest.raises(Refused) as caught:
        gated.deals.move(deal, "offer")
    assert (caught.value.code, caught.value.facts["items"]) == (
        "checklist_ask", "Бюджет назван, ЛПР известен",
    )  # fmt: skip
    with pytest.raises(Refused, match="checklist_ask"):
        gated.deals.win(deal)
    with pytest.raises(Refused, match="checklist_ask"):
        gated.deals.move_all([deal], "offer")
    assert stage_code(gated, deal) == "needs"
    gated.deals.move(deal, "offer", anyway=True)
    assert stage_code(gated, deal) == "offer"


def test_with_everything_ticked_nothing_is_asked(gated: Desk) -> None:
    deal, other = make_deal(gated, stage="needs"), make_deal(gated, "Пресс", stage="needs")
    first, second = gated.checklists.of_deal(deal)
    gated.checklists.tick(deal, first.id)
    gated.checklists.tick(deal, first.id)
    assert ticked(gated, deal) == [True, False]
    assert ticked(gated, other) == [False, False]
    gated.checklists.tick(deal, first.id, done=False)
    assert ticked(gated, deal) == [False, False]
    gated.history.undo()
    assert ticked(gated, deal) == [True, False]
    gated.checklists.tick(deal, second.id)
    gated.deals.win(deal)
    assert stage_code(gated, deal) == "won"


def test_going_back_losing_and_leaving_for_another_pipeline_are_not_held(gated: Desk) -> None:
    back, lost, away = (make_deal(gated, name, stage="needs") for name in "абв")
    gated.deals.move(back, "new", reason="рано")
    gated.deals.lose(lost, "price")
    repeat = gated.pipelines.add(like="repeat")
    gated.deals.move(away, gated.vocabularies.stages(repeat)[1].id)
    assert gated.checklists.of_deal(away) == []


def test_a_gate_may_refuse_even_so_also_at_the_end_of_a_call(gated: Desk) -> None:
    gated.settings = replace(gated.settings, checklist_gate="refuse")
    who = make_client(gated, "Ромашка", "active")
    deal = make_deal(gated, stage="needs", client_id=who)
    with pytest.raises(Refused, match="checklist_open"):
        gated.deals.move(deal, "offer", anyway=True)
    with pytest.raises(Refused, match="checklist_open"):
        gated.calls.log(who, "interested", deal_id=deal, after=After(won=True))
    gated.settings = replace(gated.settings, checklist_gate="ask")
    gated.calls.log(who, "interested", deal_id=deal, after=After(won=True))
    assert stage_code(gated, deal) == "won"


def test_a_gate_that_is_off_lets_everything_pass(gated: Desk) -> None:
    gated.settings = replace(gated.settings, checklist_gate="off")
    deal = make_deal(gated, stage="needs")
    gated.deals.move(deal, "offer")


def test_items_that_stay_keep_their_ticks(gated: Desk) -> None:
    deal = make_deal(gated, stage="needs")
    gated.checklists.tick(deal, gated.checklists.of_deal(deal)[1].id)
    stage = gated.vocabularies.stage("needs").id
    gated.stages.edit(stage, {}, checklist=["ЛПР  известен", "", "Срок назван", "срок назван "])
    found = gated.checklists.of_deal(deal)
    assert [one.name for one in found] == ["ЛПР известен", "Срок назван", "срок назван"]
    assert ticked(gated, deal) == [True, False, False]
    gated.checklists.set_items(stage, ITEMS)
    assert ticked(gated, deal) == [False, True]
    gated.checklists.set_items(stage, [])
    assert gated.checklists.of_deal(deal) == []
    gated.deals.move(deal, "offer")
    assert gated.vocabularies.stage("needs").items == 0


def test_what_is_not_of_the_stage_cannot_be_ticked(gated: Desk) -> None:
    deal = make_deal(gated)
    item = gated.checklists.of_deal(make_deal(gated, "Пресс", stage="needs"))[0]
    with pytest.raises(Refused, match="not_of_stage"):
        gated.checklists.tick(deal, item.id)
    with pytest.raises(Invalid, match="checklist_long"):
        gated.checklists.set_items(1, [f"пункт {n}" for n in range(21)])
    with pytest.raises(Invalid, match="too_long"):
        gated.checklists.set_items(1, ["x" * 301])


# Winning opens the fulfilment


def test_a_win_plans_what_comes_and_the_last_stage_ends_it(desk: Desk) -> None:
    deal = make_deal(desk, client_id=make_client(desk))
    desk.deals.win(deal, step_on=TOMORROW, step_title="Оплата")
    (step,) = desk.funnel.card(deal).steps
    assert step.title == "Оплата"
    row = desk.funnel.card(deal).row
    assert (row.next_step, row.next_title, row.closed_on) == (TOMORROW, "Оплата", TODAY)
    desk.deals.move(deal, "payment")
    desk.deals.move(deal, "delivery")
    assert desk.funnel.card(deal).row.next_step == TOMORROW
    desk.deals.move(deal, "closed")
    assert desk.funnel.card(deal).row.next_step is None
    assert desk.funnel.card(deal).steps == ()
