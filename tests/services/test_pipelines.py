"""Pipelines and their stages: what the user changes, and that no deal is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Conflict, Invalid, Problem, Refused
from pipeline_tui.domain.pipelines import STARTERS
from pipeline_tui.services.desk import Desk
from tests.dealing import TOMORROW, dump, make_client, make_deal, stage_code


def stage_id(desk: Desk, code: str, pipeline_id: int | None = None) -> int:
    return next(s.id for s in desk.vocabularies.stages(pipeline_id) if s.code == code)


def codes(desk: Desk, pipeline_id: int) -> list[str]:
    return [stage.code for stage in desk.vocabularies.stages(pipeline_id)]


def test_a_starter_brings_its_stages_under_its_own_word(desk: Desk) -> None:
    number = desk.pipelines.add(like="repeat")
    row = desk.vocabularies.pipelines()[1]
    assert (row.id, row.code, row.name) == (number, "repeat", None)
    assert codes(desk, number) == [one.code for one in STARTERS["repeat"]]
    with pytest.raises(Conflict, match="pipeline_exists"):
        desk.pipelines.add(like="repeat")


def test_a_pipeline_may_begin_as_a_copy_of_another(desk: Desk) -> None:
    first = desk.vocabularies.pipelines()[0]
    desk.stages.edit(stage_id(desk, "offer"), {"name": "КП", "probability": 45, "rot_days": 3})
    number = desk.pipelines.add("Тендеры", like="new_business")
    copied = next(s for s in desk.vocabularies.stages(number) if s.code == "offer")
    assert (copied.name, copied.probability, copied.rot_days) == ("КП", 45, 3)
    desk.stages.edit(copied.id, {"probability": 60})
    assert desk.vocabularies.stages(first.id)[3].probability == 45
    with pytest.raises(Conflict, match="pipeline_exists"):
        desk.pipelines.add("тендеры")
    with pytest.raises(Invalid, match="unknown_choice"):
        desk.pipelines.add("Опт", like="retail")


def test_a_deal_walks_the_stages_of_its_own_pipeline(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    deal = make_deal(desk, stage=stage_id(desk, "needs", repeat))
    desk.deals.move(deal, "offer")
    row = desk.funnel.card(deal)
    assert (row.stage.pipeline_id, row.stage.probability) == (repeat, 60)
    desk.deals.win(deal)
    assert desk.funnel.card(deal).stage.id == stage_id(desk, "won", repeat)
    desk.deals.reopen(deal, "передумали", step_on=TOMORROW)
    assert desk.funnel.card(deal).stage.id == stage_id(desk, "offer", repeat)
    desk.deals.lose(deal, "price")
    assert desk.funnel.card(deal).stage.id == stage_id(desk, "lost", repeat)


def test_a_call_wins_a_deal_in_its_own_pipeline(desk: Desk) -> None:
    from pipeline_tui.domain.calls import After

    repeat = desk.pipelines.add(like="repeat")
    who = make_client(desk, "Ромашка", "active")
    deal = make_deal(desk, stage=stage_id(desk, "needs", repeat), client_id=who)
    desk.calls.log(who, "interested", deal_id=deal, after=After(won=True))
    assert desk.funnel.card(deal).stage.id == stage_id(desk, "won", repeat)


def test_an_open_deal_may_go_to_another_pipeline_without_a_why(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    deal = make_deal(desk, stage="negotiation")
    desk.deals.move(deal, stage_id(desk, "needs", repeat))
    assert desk.funnel.card(deal).stage.pipeline_id == repeat
    desk.deals.win(deal)
    with pytest.raises(Refused, match="back_reason_required"):
        desk.deals.move(deal, stage_id(desk, "new"), step_on=TOMORROW)


def test_a_stage_is_added_before_the_won_one_and_moves_among_its_kind(desk: Desk) -> None:
    (pipeline,) = desk.vocabularies.pipelines()
    number = desk.stages.add(pipeline.id, "Тест-драйв", probability=60, rot_days=4)
    found = codes(desk, pipeline.id)
    assert found.index("contract") + 1 == found.index("own-12") == found.index("won") - 1
    desk.stages.move(number, -2)
    assert codes(desk, pipeline.id)[4:7] == ["own-12", "negotiation", "contract"]
    desk.stages.move(number, 50)
    assert codes(desk, pipeline.id)[5:7] == ["contract", "own-12"]
    fulfil = desk.stages.add(pipeline.id, "Монтаж", kind="fulfilment", probability=10)
    assert codes(desk, pipeline.id)[-2:] == ["own-13", "lost"]
    assert next(s for s in desk.vocabularies.stages() if s.id == fulfil).probability == 100
    with pytest.raises(Invalid, match="stage_kind_fixed"):
        desk.stages.add(pipeline.id, "Второй выигрыш", kind="won")
    with pytest.raises(Conflict, match="stage_exists"):
        desk.stages.add(pipeline.id, "тест-драйв")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"probability": 101}, "too_large"),
        ({"probability": -1}, "negative"),
        ({"rot_days": 0}, "negative"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(
    desk: Desk, values: dict[str, int], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        desk.stages.edit(stage_id(desk, "offer"), values)


def test_what_is_won_has_its_chance_for_good(desk: Desk) -> None:
    with pytest.raises(Invalid, match="stage_closed_chance"):
        desk.stages.edit(stage_id(desk, "won"), {"probability": 90})
    desk.stages.edit(stage_id(desk, "won"), {"name": "Наши"})
    assert desk.vocabularies.stage("won").name == "Наши"
    desk.stages.edit(stage_id(desk, "won"), {"name": " "})
    assert desk.vocabularies.stage("won").name is None


def test_a_stage_in_use_goes_only_when_its_deals_have_where_to_go(desk: Desk) -> None:
    deal, lost = make_deal(desk, stage="needs"), make_deal(desk, "Пресс")
    desk.deals.lose(lost, "price")
    needs = stage_id(desk, "needs")
    with pytest.raises(Refused) as caught:
        desk.stages.retire(needs)
    assert (caught.value.code, caught.value.facts["count"]) == ("stage_in_use", 1)
    with pytest.raises(Invalid, match="not_such_stage"):
        desk.stages.retire(needs, move_to=stage_id(desk, "won"))
    before = dump(desk.book.reader)
    desk.stages.retire(needs, move_to=stage_id(desk, "qualification"))
    assert stage_code(desk, deal) == "qualification"
    assert desk.funnel.card(deal).row.next_step == TOMORROW
    assert desk.funnel.card(deal).passes[-1].to_stage_id == stage_id(desk, "qualification")
    with pytest.raises(Invalid, match="unknown_choice"):
        desk.deals.move(deal, "needs")
    desk.history.undo()
    after = dump(desk.book.reader)
    assert after == before
    desk.stages.retire(needs, move_to=stage_id(desk, "offer"))
    desk.stages.restore(needs)
    assert "needs" in codes(desk, 1)


def test_the_ends_and_the_last_open_stage_stay(desk: Desk) -> None:
    for code in ("won", "lost"):
        with pytest.raises(Refused, match="stage_needed"):
            desk.stages.retire(stage_id(desk, code))
    *others, last = [s.id for s in desk.vocabularies.stages() if s.is_open]
    for one in others:
        desk.stages.retire(one)
    with pytest.raises(Refused, match="last_open_stage"):
        desk.stages.retire(last)
    deal = make_deal(desk, stage="")
    assert stage_code(desk, deal) == "contract"


def test_a_pipeline_put_away_gives_its_open_deals_to_another(desk: Desk) -> None:
    with pytest.raises(Refused, match="last_pipeline"):
        desk.pipelines.retire(1)
    repeat = desk.pipelines.add(like="repeat")
    opened = make_deal(desk, stage=stage_id(desk, "offer", repeat))
    won = make_deal(desk, stage=stage_id(desk, "offer", repeat))
    desk.deals.win(won)
    with pytest.raises(Refused, match="pipeline_in_use"):
        desk.pipelines.retire(repeat)
    with pytest.raises(Invalid, match="not_such_stage"):
        desk.pipelines.retire(repeat, move_to=stage_id(desk, "needs", repeat))
    desk.pipelines.retire(repeat, move_to=stage_id(desk, "offer"))
    assert desk.funnel.card(opened).stage.pipeline_id == 1
    assert desk.funnel.card(won).stage.pipeline_id == repeat
    assert [one.id for one in desk.vocabularies.pipelines()] == [1]
    assert {s.pipeline_id for s in desk.vocabularies.stages()} == {1}
    desk.pipelines.restore(repeat)
    assert [one.code for one in desk.vocabularies.pipelines()] == ["new_business", "repeat"]


def test_the_first_pipeline_takes_new_deals(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    desk.pipelines.move(repeat, -1)
    deal = make_deal(desk, stage="")
    assert desk.funnel.card(deal).stage.id == stage_id(desk, "needs", repeat)
    desk.pipelines.edit(repeat, "Повторные")
    assert desk.vocabularies.pipelines()[0].name == "Повторные"
    desk.pipelines.edit(repeat, "")
    assert desk.vocabularies.pipelines()[0].name is None


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["add", "move", "retire", "restore", "deal"]),
            st.integers(0, 12),
            st.integers(-3, 3),
        ),
        max_size=12,
    )
)
def test_law_whatever_is_changed_a_pipeline_stays_in_order_and_holds_its_deals(
    desk: Desk, steps: list[tuple[str, int, int]]
) -> None:
    """Open stages, the won one, fulfilment, the lost one; every open deal in an open stage in use."""
    for what, which, by in steps:
        stages = desk.vocabularies.stages(1, retired=True)
        one = stages[which % len(stages)]
        try:
            if what == "add":
                kind = "open" if by > 0 else "fulfilment"
                desk.stages.add(1, f"Этап {desk.history.revision()}", kind=kind)
            elif what == "move":
                desk.stages.move(one.id, by)
            elif what == "retire":
                heirs = [s.id for s in stages if s.kind == one.kind and not s.retired]
                desk.stages.retire(one.id, move_to=heirs[by % len(heirs)] if heirs else None)
            elif what == "restore":
                desk.stages.restore(one.id)
            elif one.is_open and not one.retired:
                make_deal(desk, stage=one.id)
        except Problem:
            continue
    used = desk.vocabularies.stages(1)
    order = ["open", "won", "fulfilment", "lost"]
    kinds = [order.index(stage.kind) for stage in used]
    assert kinds == sorted(kinds)
    assert kinds.count(1) == kinds.count(3) == 1
    assert 0 in kinds
    open_now = {stage.id for stage in used if stage.is_open}
    assert {row.stage_id for row in desk.funnel.rows(desk.funnel.ids()).values()} <= open_now


def test_a_deal_of_a_pipeline_put_away_comes_back_to_one_in_use(desk: Desk) -> None:
    repeat = desk.pipelines.add(like="repeat")
    sold = make_deal(desk, stage=stage_id(desk, "offer", repeat))
    other = make_deal(desk, "Пресс", stage="needs")
    desk.deals.win(sold)
    desk.pipelines.retire(repeat)
    with pytest.raises(Invalid, match="unknown_choice"):
        desk.stages.retire(stage_id(desk, "needs"), move_to=stage_id_of_gone(desk, repeat))
    desk.deals.reopen(sold, "вернулись", step_on=TOMORROW)
    assert desk.funnel.card(sold).stage.id == stage_id(desk, "new")
    assert stage_code(desk, other) == "needs"


def stage_id_of_gone(desk: Desk, pipeline_id: int) -> int:
    return desk.vocabularies.stages(pipeline_id, retired=True)[0].id


def test_law_every_open_deal_stands_on_a_board(desk: Desk) -> None:
    """Whatever is put away, the boards of the pipelines in use hold all that is open."""
    repeat = desk.pipelines.add(like="repeat")
    deals = [make_deal(desk, f"с{n}", stage=stage_id(desk, "offer", repeat)) for n in range(3)]
    desk.deals.lose(deals[0], "price")
    desk.stages.retire(stage_id(desk, "offer", repeat), move_to=stage_id(desk, "needs", repeat))
    desk.pipelines.retire(repeat, move_to=stage_id(desk, "offer"))
    desk.deals.reopen(deals[0], "вернулись", step_on=TOMORROW)
    shown = desk.funnel.ids_by_stage([s.id for s in desk.vocabularies.stages() if s.is_open])
    assert sorted(id_ for ids in shown.values() for id_ in ids) == deals
