"""From the end of one call to the next: what the list then says, without being made anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline_tui.domain.calls import After
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import TODAY, make_client, make_deal


def due(desk: Desk, name: str) -> int:
    """A client whose deal has a step today."""
    who = make_client(desk, name, "active")
    make_deal(desk, name, client_id=who, step_on=TODAY)
    return who


def call(desk: Desk, who: int) -> None:
    """An unanswered call."""
    desk.calls.start(who)
    desk.calls.finish("no_answer", after=After())


def going_on(desk: Desk) -> set[int]:
    return {row.id for row in desk.call_list.after_call()}


def test_the_lines_after_a_call_are_those_of_the_list(desk: Desk) -> None:
    first, second = due(desk, "First"), due(desk, "Second")
    assert {row.id for row in desk.call_list.today().rows} == {first, second}
    call(desk, first)
    assert going_on(desk) >= {second}
    call(desk, second)
    assert desk.call_list.today().rows == ()


def test_a_request_comes_in_between(desk: Desk) -> None:
    first, _second = due(desk, "First"), due(desk, "Second")
    asking = make_client(desk, "Asking", "active")
    desk.call_list.today()
    desk.requests.take(asking, way="site")
    assert asking in going_on(desk)
    call(desk, first)
    assert asking in going_on(desk)


def test_a_promised_time_comes_in_between(desk: Desk, clock: HandClock) -> None:
    due(desk, "First")
    promised = make_client(desk, "Promised", "active")
    at = datetime(2026, 3, 11, 7, 35, tzinfo=UTC)
    desk.tasks.plan(client_id=promised, due_on=TODAY, due_at=at, title="Back")
    desk.call_list.today()
    assert promised not in going_on(desk)
    clock.now = at - timedelta(minutes=8)
    assert promised in going_on(desk)


def test_what_else_has_changed_is_seen(desk: Desk) -> None:
    first, second = due(desk, "First"), due(desk, "Second")
    third = due(desk, "Third")
    desk.call_list.today()
    call(desk, first)
    desk.calls.skip([second], "at a fair")
    assert second not in going_on(desk)
    assert third in going_on(desk)


def test_an_old_list_is_not_gone_on_with(desk: Desk, clock: HandClock) -> None:
    first, second = due(desk, "First"), due(desk, "Second")
    desk.call_list.today()
    clock.now = datetime(2026, 3, 11, 18, 0, tzinfo=UTC)  # nine in the evening there
    call(desk, first)
    assert second not in going_on(desk)
