"""Next steps: an open deal is never left without one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, TOMORROW, make_client, make_deal


def step_of(desk: Desk, deal: int) -> int:
    found = desk.funnel.card(deal).row.next_id
    assert found is not None
    return found


def test_a_step_needs_a_deal_or_a_client(desk: Desk) -> None:
    with pytest.raises(Refused, match="step_without_subject"):
        desk.tasks.plan(due_on=TOMORROW)


def test_a_step_has_a_kind_there_is(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        desk.tasks.plan(client_id=make_client(desk), due_on=TOMORROW, kind="dance")
    assert caught.value.field == "kind"


def test_the_earliest_step_is_the_next_one_and_an_exact_time_comes_before_the_day(
    desk: Desk,
) -> None:
    deal = make_deal(desk)
    at = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
    desk.tasks.plan(deal_id=deal, due_on=TOMORROW, due_at=at, kind="meeting", title="показ")
    desk.tasks.plan(deal_id=deal, due_on=TOMORROW + timedelta(days=7))
    row = desk.funnel.card(deal).row
    assert (row.next_step, row.next_at, row.next_kind) == (TOMORROW, at, "meeting")


def test_the_last_step_of_an_open_deal_is_not_done_without_another(desk: Desk) -> None:
    deal = make_deal(desk)
    with pytest.raises(Refused, match="next_step_required"):
        desk.tasks.done(step_of(desk, deal))
    desk.tasks.done(step_of(desk, deal), then_on=TODAY + timedelta(days=3), then_title="счёт")
    row = desk.funnel.card(deal).row
    assert (row.next_step, row.next_title) == (TODAY + timedelta(days=3), "счёт")
    desk.history.undo()
    assert desk.funnel.card(deal).row.next_step == TOMORROW


def test_the_last_step_of_an_open_deal_is_not_dropped_unless_it_rests(desk: Desk) -> None:
    deal = make_deal(desk)
    with pytest.raises(Refused, match="next_step_required"):
        desk.tasks.drop(step_of(desk, deal))
    desk.deals.snooze(deal, TODAY + timedelta(days=20), "отпуск")
    desk.tasks.drop(step_of(desk, deal))
    assert desk.funnel.card(deal).row.next_step is None


def test_a_step_of_a_client_alone_is_done_freely(desk: Desk) -> None:
    client = make_client(desk)
    task = desk.tasks.plan(client_id=client, due_on=TOMORROW, title="поздравить")
    desk.tasks.done(task)
    assert desk.book.reader.execute("SELECT done_at IS NOT NULL FROM task").fetchone() == (1,)


def test_a_done_step_is_not_dropped_afterwards(desk: Desk) -> None:
    task = desk.tasks.plan(client_id=make_client(desk), due_on=TOMORROW)
    desk.tasks.done(task)
    desk.tasks.drop(task)
    assert desk.book.reader.execute("SELECT dropped_at FROM task").fetchone() == (None,)
