"""Deals as a person works them: what is refused, what follows, and that everything can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline_tui.domain.deals import DealFilter, DealList
from pipeline_tui.domain.errors import Conflict, Invalid, NotFound, Refused
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal, stage_code


def test_a_new_deal_needs_a_first_step(desk: Desk) -> None:
    with pytest.raises(Refused, match="next_step_required"):
        desk.deals.add({"title": "Станок"})
    assert desk.funnel.ids() == []


def test_a_new_deal_stands_in_its_stage_with_its_step_and_its_client(desk: Desk) -> None:
    client = make_client(desk)
    deal = make_deal(desk, client_id=client, stage="offer")
    card = desk.funnel.card(deal)
    assert (card.stage.code, card.row.client, card.row.next_step) == ("offer", "Ромашка", TOMORROW)
    assert card.row.opened_on == TODAY
    assert [one.to_stage_id for one in card.passes] == [card.stage.id]
    task = desk.book.reader.execute("SELECT client_id FROM task").fetchone()
    assert task == (client,)


def test_a_deal_may_be_without_a_client_and_shows_as_such(desk: Desk) -> None:
    deal = make_deal(desk)
    assert desk.funnel.card(deal).row.client is None
    assert desk.funnel.report().attention.no_client == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"title": "   "}, "title", "required"),
        ({"title": "x" * 301}, "title", "too_long"),
        ({"title": "Станок", "amount_minor": -1}, "amount_minor", "negative"),
        ({"title": "Станок", "currency": "рубли"}, "currency", "bad_currency"),
        ({"title": "Станок", "colour": "red"}, "colour", "unknown_field"),
    ],
)
def test_a_wrong_value_is_named(
    desk: Desk, values: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        desk.deals.add(values, step_on=TOMORROW)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_a_client_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        make_deal(desk, client_id=77)


def test_a_move_on_keeps_the_step_and_is_noted(desk: Desk, clock: HandClock) -> None:
    deal = make_deal(desk)
    clock.forward(hours=1)
    desk.deals.move(deal, "needs")
    card = desk.funnel.card(deal)
    assert card.stage.code == "needs"
    assert card.row.next_step == TOMORROW
    assert card.passes[-1].changed_at == card.row.stage_since == desk.now()


def test_a_move_to_where_it_is_changes_nothing(desk: Desk) -> None:
    deal = make_deal(desk)
    revision = desk.history.revision()
    desk.deals.move(deal, "new")
    assert desk.history.revision() == revision


def test_a_move_back_asks_why_and_keeps_the_answer(desk: Desk) -> None:
    deal = make_deal(desk, stage="offer")
    with pytest.raises(Refused, match="back_reason_required"):
        desk.deals.move(deal, "needs", reason="  ")
    desk.deals.move(deal, "needs", reason="сменился закупщик")
    assert desk.funnel.card(deal).passes[-1].reason == "сменился закупщик"


def test_an_imported_deal_moves_only_together_with_a_step(desk: Desk) -> None:
    deal = bare_deal(desk)
    with pytest.raises(Refused, match="next_step_required"):
        desk.deals.move(deal, "needs")
    assert stage_code(desk, deal) == "new"
    desk.deals.move(deal, "needs", step_on=TOMORROW, step_title="перезвонить")
    row = desk.funnel.card(deal).row
    assert (row.next_step, row.next_title) == (TOMORROW, "перезвонить")


def test_losing_needs_a_reason(desk: Desk) -> None:
    deal = make_deal(desk)
    for reason, code in (("", "required"), ("nothing", "unknown_choice")):
        with pytest.raises(Invalid, match=code):
            desk.deals.lose(deal, reason)
    with pytest.raises(Refused, match="loss_reason_required"):
        desk.deals.move(deal, "lost")
    assert stage_code(desk, deal) == "new"


def test_losing_drops_the_step_and_plans_the_win_back_of_the_reason(desk: Desk) -> None:
    client = make_client(desk)
    deal = make_deal(desk, client_id=client)
    desk.deals.lose(deal, "price", competitor="Вега", note="дороже на 10 %")
    card = desk.funnel.card(deal)
    assert (card.stage.code, card.row.closed_on, card.row.loss_code) == ("lost", TODAY, "price")
    assert (card.row.competitor, card.loss_note) == ("Вега", "дороже на 10 %")
    assert card.steps == ()
    tasks = desk.book.reader.execute(
        "SELECT origin, due_on, client_id FROM task WHERE done_at IS NULL AND dropped_at IS NULL"
    ).fetchall()
    assert tasks == [("win_back", (TODAY + timedelta(days=60)).isoformat(), client)]


def test_a_day_of_ones_own_beats_the_reasons_interval(desk: Desk) -> None:
    client = make_client(desk)
    day = TODAY + timedelta(days=200)
    desk.deals.lose(make_deal(desk, client_id=client), "price", win_back_on=day)
    found = desk.book.reader.execute("SELECT due_on FROM task WHERE origin = 'win_back'").fetchall()
    assert found == [(day.isoformat(),)]


def test_nobody_is_won_back_who_is_not_to_be_called(desk: Desk) -> None:
    client = make_client(desk, status="do_not_call")
    desk.deals.lose(make_deal(desk, client_id=client), "price")
    assert desk.book.reader.execute("SELECT 1 FROM task WHERE origin = 'win_back'").fetchall() == []


def test_winning_closes_the_step_sets_the_sum_and_wakes_the_client(desk: Desk) -> None:
    client = make_client(desk, status="lead")
    deal = make_deal(desk, client_id=client)
    desk.deals.win(deal, amount_minor=90_000_00)
    card = desk.funnel.card(deal)
    assert (card.stage.code, card.row.amount_minor, card.row.closed_on) == ("won", 90_000_00, TODAY)
    assert card.passes[-1].amount_minor == 90_000_00
    assert card.steps == ()
    (status,) = desk.book.reader.execute("SELECT status FROM client").fetchone()
    assert status == "active"
    with pytest.raises(Refused, match="already_won"):
        desk.deals.win(deal)


def test_the_day_of_winning_stays_through_payment_delivery_and_closing(
    desk: Desk, clock: HandClock
) -> None:
    deal = make_deal(desk)
    desk.deals.win(deal)
    for stage in ("payment", "delivery", "closed"):
        clock.forward(days=5)
        desk.deals.move(deal, stage)
        assert desk.funnel.card(deal).row.closed_on == TODAY


def test_a_sale_that_falls_through_is_closed_on_the_day_it_was_lost(
    desk: Desk, clock: HandClock
) -> None:
    deal = make_deal(desk)
    desk.deals.win(deal)
    clock.forward(days=5)
    desk.deals.lose(deal, "delivery")
    assert desk.funnel.card(deal).row.closed_on == TODAY + timedelta(days=5)


def test_reopening_asks_why_and_for_a_step_and_goes_back_where_it_was(desk: Desk) -> None:
    client = make_client(desk)
    deal = make_deal(desk, client_id=client, stage="negotiation")
    desk.deals.lose(deal, "price")
    with pytest.raises(Refused, match="back_reason_required"):
        desk.deals.reopen(deal, "", step_on=TOMORROW)
    with pytest.raises(Refused, match="next_step_required"):
        desk.deals.reopen(deal, "вернулись сами")
    desk.deals.reopen(deal, "вернулись сами", step_on=TOMORROW)
    card = desk.funnel.card(deal)
    assert (card.stage.code, card.row.closed_on, card.row.loss_code) == ("negotiation", None, None)
    open_origins = desk.book.reader.execute(
        "SELECT origin FROM task WHERE done_at IS NULL AND dropped_at IS NULL"
    ).fetchall()
    assert open_origins == [("step",)]


def test_an_open_deal_is_not_reopened(desk: Desk) -> None:
    with pytest.raises(Refused, match="not_closed"):
        desk.deals.reopen(make_deal(desk), "why not", step_on=TOMORROW)


def test_a_snooze_wants_a_reason_a_day_ahead_and_an_open_deal(desk: Desk) -> None:
    deal = make_deal(desk)
    with pytest.raises(Invalid, match="required"):
        desk.deals.snooze(deal, TOMORROW, " ")
    with pytest.raises(Invalid, match="when_past"):
        desk.deals.snooze(deal, TODAY, "отпуск")
    desk.deals.snooze(deal, date(2026, 4, 1), "отпуск")
    row = desk.funnel.card(deal).row
    assert (row.snoozed_until, row.snooze_reason) == (date(2026, 4, 1), "отпуск")
    desk.deals.win(deal)
    with pytest.raises(Refused, match="not_open"):
        desk.deals.snooze(deal, TOMORROW, "отпуск")


def test_a_snooze_stands_in_for_a_step_until_it_ends(desk: Desk, clock: HandClock) -> None:
    deal = bare_deal(desk)
    desk.deals.snooze(deal, date(2026, 3, 20), "отпуск")
    desk.deals.move(deal, "needs")
    clock.forward(days=10)
    with pytest.raises(Refused, match="next_step_required"):
        desk.deals.move(deal, "offer")


def test_planning_a_step_ends_the_snooze(desk: Desk) -> None:
    deal = make_deal(desk)
    desk.deals.snooze(deal, date(2026, 4, 1), "отпуск")
    desk.tasks.plan(deal_id=deal, due_on=TOMORROW)
    assert desk.funnel.card(deal).row.snoozed_until is None


def test_two_people_editing_different_fields_do_not_disturb_each_other(desk: Desk) -> None:
    deal = make_deal(desk)
    desk.deals.edit(deal, {"title": "Станок ЧПУ"})
    desk.deals.edit(deal, {"amount_minor": 5_00}, seen={"amount_minor": 100_000_00})
    with pytest.raises(Conflict, match="changed_meanwhile"):
        desk.deals.edit(deal, {"title": "Пресс"}, seen={"title": "Станок"})
    row = desk.funnel.card(deal).row
    assert (row.title, row.amount_minor) == ("Станок ЧПУ", 5_00)


def test_the_steps_of_a_deal_follow_it_to_another_client(desk: Desk) -> None:
    first, second = make_client(desk, "Ромашка"), make_client(desk, "Василёк")
    deal = make_deal(desk, client_id=first)
    desk.deals.edit(deal, {"client_id": second})
    assert desk.book.reader.execute("SELECT client_id FROM task").fetchall() == [(second,)]


def test_an_archived_deal_leaves_lists_and_figures_and_comes_back_by_undo(desk: Desk) -> None:
    deal = make_deal(desk)
    desk.deals.archive(deal)
    assert desk.funnel.ids() == []
    assert all(column.count == 0 for column in desk.funnel.columns())
    desk.history.undo()
    assert desk.funnel.ids() == [deal]
    assert desk.funnel.card(deal).row.next_step == TOMORROW


def test_several_deals_are_one_change(desk: Desk) -> None:
    deals = [make_deal(desk, title) for title in ("а", "б", "в")]
    assert desk.deals.move_all(deals, "offer") == 3
    desk.history.undo()
    assert {stage_code(desk, deal) for deal in deals} == {"new"}
    assert desk.deals.snooze_all(deals, date(2026, 4, 1), "отпуск") == 3
    assert desk.deals.lose_all(deals, "no_need") == 3
    desk.history.undo()
    assert {stage_code(desk, deal) for deal in deals} == {"new"}


def test_of_several_deals_all_are_moved_or_none(desk: Desk) -> None:
    deals = [make_deal(desk, "а"), bare_deal(desk, "б")]
    with pytest.raises(Refused, match="next_step_required"):
        desk.deals.move_all(deals, "offer")
    assert [stage_code(desk, deal) for deal in deals] == ["new", "new"]


def test_steps_are_spread_over_working_days_for_deals_that_have_none(desk: Desk) -> None:
    """Wednesday the 11th; the 14th and 15th are a weekend."""
    bare = [bare_deal(desk, f"сделка {n}") for n in range(5)]
    rests = bare_deal(desk, "отдыхает")
    desk.deals.snooze(rests, date(2026, 4, 1), "отпуск")
    has, won = make_deal(desk, "с шагом"), make_deal(desk, "выиграна")
    desk.deals.win(won)
    with pytest.raises(Invalid, match="not_positive"):
        desk.deals.plan_all(bare, TOMORROW, per_day=0)
    with pytest.raises(Invalid, match="when_past"):
        desk.deals.plan_all(bare, date(2026, 3, 10))
    count = desk.deals.plan_all([*bare, has, won], date(2026, 3, 13), per_day=2, title="кто решает")
    assert count == 5
    rows = desk.funnel.rows([*bare, has, won])
    assert [rows[id_].next_step for id_ in bare] == [
        date(2026, 3, 13), date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 16),
        date(2026, 3, 17),
    ]  # fmt: skip
    assert {rows[id_].next_title for id_ in bare} == {"кто решает"}
    assert (rows[has].next_step, rows[won].next_step) == (TOMORROW, None)
    desk.history.undo()
    assert desk.funnel.ids(DealFilter(show=DealList.NO_STEP)) == bare


def test_a_step_of_an_open_deal_is_not_taken_away_with_an_edit(desk: Desk) -> None:
    deal = make_deal(desk, client_id=make_client(desk))
    step = desk.funnel.card(deal).row.next_id
    assert step is not None
    with pytest.raises(Refused, match="next_step_required"):
        desk.tasks.edit(step, {"deal_id": None})
    desk.tasks.edit(step, {"due_on": date(2026, 3, 20)})
