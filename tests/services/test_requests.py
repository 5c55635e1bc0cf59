"""Requests as the user meets them: written down, waiting by their clock, answered, counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.ranking import Gate, Reason
from pipeline_tui.domain.requests import RequestState
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW, HandClock
from tests.dealing import TODAY, TOMORROW, dump, make_client, make_deal


@pytest.fixture
def who(desk: Desk) -> int:
    return make_client(desk, "Ромашка", "active")


def waiting(desk: Desk) -> list[str]:
    return [row.text for row in desk.inbox.requests(only_open=True)]


def state(desk: Desk, number: int) -> RequestState:
    return next(row.state for row in desk.inbox.requests() if row.id == number)


def test_a_missed_call_becomes_a_request_on_the_list(desk: Desk) -> None:
    taken = desk.requests.take(phone="8 912 345-67-89", name="Ольга", text="asks for prices")
    assert desk.lists.rows([taken.client_id])[taken.client_id].status == "lead"
    row = desk.call_list.today().rows[0]
    assert (row.reason, row.title, row.client) == (Reason.INBOUND, "asks for prices", "Ольга")
    assert row.request is not None
    assert (row.request.id, row.request.way) == (taken.id, "call")
    (call,) = desk.call_list.made(client_id=taken.client_id)
    assert (call.direction, call.outcome) == ("in", "no_answer")


def test_a_request_keeps_its_words_as_received(desk: Desk, who: int) -> None:
    words = "Здравствуйте!\n\nНужно 40 коробок  [bold]срочно[/]"
    desk.requests.take(who, way="site", text=words, arrived_at=NOW - timedelta(minutes=12))
    (row,) = desk.inbox.requests()
    assert (row.text, row.way, row.arrived_at) == (words, "site", NOW - timedelta(minutes=12))
    assert row.waiting is not None
    assert row.waiting.seconds(NOW) == 12 * 60
    assert row.state == RequestState.LATE


def test_a_call_that_connects_answers_everything_asked_before_it(desk: Desk, who: int) -> None:
    desk.requests.take(who)
    desk.requests.take(who, way="email", text="price list")
    desk.calls.log(who, "reached_other")
    assert waiting(desk) == []
    assert {row.answer for row in desk.inbox.requests()} == {"call"}


def test_a_call_nobody_answers_leaves_the_request_waiting(
    desk: Desk, who: int, clock: HandClock
) -> None:
    desk.requests.take(who, text="prices")
    desk.calls.log(who, "no_answer")
    assert waiting(desk) == ["prices"]
    assert [row.gate for row in desk.call_list.today().hidden] == [Gate.RECENT]
    clock.forward(minutes=61)
    assert [row.reason for row in desk.call_list.today().rows] == [Reason.INBOUND]


def test_after_the_last_attempt_the_request_is_let_go(
    desk: Desk, who: int, clock: HandClock
) -> None:
    number = desk.requests.take(who, text="prices").id
    for _attempt in range(6):
        desk.calls.log(who, "no_answer")
        clock.forward(days=1)
    assert state(desk, number) == RequestState.DISMISSED
    assert desk.inbox.response(TODAY, TODAY).judged == 0


@pytest.mark.parametrize("kind", ["email", "message"])
def test_a_mail_or_message_of_ours_answers(desk: Desk, who: int, kind: str) -> None:
    desk.requests.take(who, way="site", text="prices")
    desk.calls.touch(kind=kind, client_id=who, note="sent the price list")
    assert waiting(desk) == []


@pytest.mark.parametrize(
    ("kind", "direction"), [("email", "in"), ("message", "in"), ("note", None), ("meeting", None)]
)
def test_what_is_no_answer(desk: Desk, who: int, kind: str, direction: str | None) -> None:
    desk.requests.take(who, text="prices")
    desk.calls.touch(kind=kind, client_id=who, note="x", direction=direction)
    assert waiting(desk) == ["prices"]


def test_what_was_said_before_the_request_does_not_answer_it(desk: Desk, who: int) -> None:
    desk.requests.take(who, text="prices", arrived_at=NOW - timedelta(minutes=10))
    desk.calls.log(who, "reached_other", started_at=NOW - timedelta(minutes=20))
    assert waiting(desk) == ["prices"]


def test_somebody_elses_call_answers_nothing(desk: Desk, who: int) -> None:
    desk.requests.take(who, text="prices")
    desk.calls.log(make_client(desk, "another", "active"), "reached_other")
    assert waiting(desk) == ["prices"]


def test_a_reply_is_logged_from_the_request(desk: Desk, who: int, clock: HandClock) -> None:
    number = desk.requests.take(who, way="email", text="prices").id
    clock.forward(minutes=4)
    desk.requests.answer(number, text="sent them")
    (row,) = desk.inbox.requests()
    assert (row.state, row.answer, row.took_s) == (RequestState.ANSWERED, "email", 240)
    with pytest.raises(Refused, match="request_closed"):
        desk.requests.answer(number, text="again")


def test_a_reply_stands_neither_before_the_request_nor_in_the_future(desk: Desk, who: int) -> None:
    number = desk.requests.take(who, text="prices").id
    for at in (NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(Invalid):
            desk.requests.answer(number, text="sent", answered_at=at)
    with pytest.raises(Invalid):
        desk.requests.take(who, arrived_at=NOW + timedelta(minutes=1))
    with pytest.raises(NotFound):
        desk.requests.answer(99, text="sent")


def test_a_correction_takes_an_answer_back_and_gives_one(desk: Desk, who: int) -> None:
    desk.requests.take(who, text="prices")
    done = desk.calls.log(who, "reached_other")
    corrected = desk.calls.correct(done.activity_id, outcome="busy")
    assert waiting(desk) == ["prices"]
    desk.calls.correct(corrected, outcome="reached_other")
    assert waiting(desk) == []


def test_a_second_missed_call_joins_the_first_and_a_letter_does_not(
    desk: Desk, who: int, clock: HandClock
) -> None:
    first = desk.requests.take(who)
    clock.forward(minutes=20)
    again = desk.requests.take(who)
    assert (again.id, again.again) == (first.id, True)
    assert len(desk.call_list.made(client_id=who)) == 2
    desk.requests.take(who, way="email", text="prices")
    row = desk.call_list.today().rows[0]
    assert row.request is not None
    assert row.request.clock.seconds(clock.now) == 20 * 60  # the first one has waited longest
    assert len(desk.inbox.requests(only_open=True)) == 2


def test_unanswered_requests_stand_oldest_first_above_outbound_work(desk: Desk) -> None:
    step = make_client(desk, "step", "active")
    make_deal(desk, client_id=step, step_on=TODAY, amount_minor=10**10)
    for name, minutes in (("young", 3), ("old", 90), ("middle", 30)):
        desk.requests.take(name=name, way="site", arrived_at=NOW - timedelta(minutes=minutes))
    assert [row.client for row in desk.call_list.today().rows] == ["old", "middle", "young", "step"]


def test_a_request_of_the_night_is_due_when_the_day_has_begun(desk: Desk, clock: HandClock) -> None:
    night = datetime(2026, 3, 10, 20, 40, tzinfo=UTC)  # 23:40 in Moscow
    clock.now = datetime(2026, 3, 11, 5, 30, tzinfo=UTC)  # 08:30
    number = desk.requests.take(name="owl", way="site", arrived_at=night).id
    (row,) = desk.inbox.requests()
    assert row.waiting is not None
    assert row.waiting.due_at == datetime(2026, 3, 11, 6, 5, tzinfo=UTC)  # 09:05
    assert (row.state, row.waiting.seconds(clock.now)) == (RequestState.WAITING, 0)
    clock.now = datetime(2026, 3, 11, 6, 12, tzinfo=UTC)
    assert state(desk, number) == RequestState.LATE


def test_what_needs_no_answer_is_put_away_with_a_reason(desk: Desk, who: int) -> None:
    number = desk.requests.take(who, way="site", text="buy cheap links").id
    with pytest.raises(Invalid):
        desk.requests.dismiss(number, " ")
    desk.requests.dismiss(number, "spam")
    (row,) = desk.inbox.requests()
    assert (row.state, row.dismissed) == (RequestState.DISMISSED, "spam")
    assert desk.call_list.today().rows == ()
    assert desk.inbox.response(TODAY, TODAY).judged == 0


def test_how_fast_we_answer(desk: Desk, clock: HandClock) -> None:
    """Answered after 3 and 9 minutes; a third waits for 8: median 6, in time 1 of 3."""
    for minutes in (3, 9):
        who = make_client(desk, f"client {minutes}", "active")
        number = desk.requests.take(who, way="site").id
        clock.forward(minutes=minutes)
        desk.requests.answer(number, text="sent")
    desk.requests.take(make_client(desk, "third", "active"))
    clock.forward(minutes=8)
    found = desk.inbox.response(TODAY, TODAY)
    assert (found.median_s, found.within, found.judged) == (360, 1, 3)
    assert (found.answered, found.waiting, found.limit_s) == (2, 1, 300)
    assert desk.inbox.response(TOMORROW, TOMORROW).judged == 0


def test_a_request_ends_a_rest_and_a_skip(desk: Desk, who: int) -> None:
    desk.calls.snooze([who], TOMORROW, "asked for a pause")
    desk.calls.skip([who], "at a fair")
    desk.requests.take(who)
    assert [row.client for row in desk.call_list.today().rows] == ["Ромашка"]


def test_planning_a_step_does_not_move_a_request(desk: Desk, who: int) -> None:
    desk.requests.take(who, text="prices")
    desk.clients.plan_steps([who], due_on=TOMORROW)
    assert [row.reason for row in desk.call_list.today().rows] == [Reason.INBOUND]


def test_requests_go_over_when_two_clients_become_one(desk: Desk, who: int) -> None:
    twin = desk.requests.take(name="Ромашка ООО", way="site", text="prices").client_id
    desk.clients.merge(who, [twin])
    (row,) = desk.inbox.requests()
    assert row.client_id == who
    desk.calls.log(who, "reached_other")
    assert waiting(desk) == []


def test_every_change_is_undone_whole(desk: Desk, who: int) -> None:
    number = desk.requests.take(who, text="prices").id
    before = dump(desk.book.reader)
    for change in (
        lambda: desk.requests.take(name="new", phone="+79120000000"),
        lambda: desk.requests.answer(number, text="sent"),
        lambda: desk.requests.dismiss(number, "spam"),
        lambda: desk.calls.log(who, "interested", after=After(step_on=TOMORROW)),
    ):
        change()
        assert dump(desk.book.reader) != before
        desk.history.undo()
        assert dump(desk.book.reader) == before


def test_a_caller_needs_a_name_or_a_number(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.requests.take()
    with pytest.raises(Invalid):
        desk.requests.take(name="x", way="pigeon")


def test_the_demo_has_requests_of_every_state(demo_desk: Desk) -> None:
    rows = demo_desk.inbox.requests()
    assert {"waiting", "late", "overdue", "answered"} & {row.state for row in rows} >= {
        "late", "answered",
    }  # fmt: skip
    found = demo_desk.inbox.response(TODAY - timedelta(days=60), TODAY)
    assert found.answered > 15
    assert found.share is not None
    assert 0 < found.share < 1
