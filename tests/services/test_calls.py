"""What the end of a call leaves: the touch, the steps it answers, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW, HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, dump, make_client, make_deal, stage_code

STEP = After(step_on=TOMORROW, step_title="send the offer")


@pytest.fixture
def who(desk: Desk) -> int:
    return make_client(desk)


def open_tasks(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.book.reader.execute(
        "SELECT origin, due_on, due_at, deal_id FROM task"
        " WHERE done_at IS NULL AND dropped_at IS NULL ORDER BY id"
    ).fetchall()


def one(desk: Desk, sql: str) -> Any:
    return desk.book.reader.execute(sql).fetchone()


# -- the next step


def test_a_call_leaves_a_touch_and_the_next_step(desk: Desk, who: int) -> None:
    deal = bare_deal(desk, client_id=who)
    done = desk.calls.log(who, "reached_decision_maker", note="wants 20 pieces", after=STEP)
    assert one(desk, "SELECT kind, direction, note, deal_id, attempt FROM activity") == (
        "call", "out", "wants 20 pieces", deal, 1,
    )  # fmt: skip
    assert open_tasks(desk) == [("step", "2026-03-12", None, deal)]
    assert (done.what, done.day) == ("step", TOMORROW)


def test_an_open_deal_is_never_left_without_a_step(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    before = dump(desk.book.reader)
    with pytest.raises(Refused, match="next_step_required"):
        desk.calls.log(who, "reached_decision_maker")
    assert dump(desk.book.reader) == before


def test_a_step_still_on_the_calendar_is_enough(desk: Desk, who: int) -> None:
    make_deal(desk, client_id=who)
    assert desk.calls.log(who, "reached_decision_maker").what == ""


@pytest.mark.parametrize(
    "after",
    [
        STEP,
        After(snooze_until=TODAY + timedelta(days=30), snooze_reason="on leave"),
        After(loss_reason="price"),
        After(won=True),
    ],
)
def test_ways_out_of_a_card(desk: Desk, who: int, after: After) -> None:
    bare_deal(desk, client_id=who)
    desk.calls.log(who, "reached_decision_maker", after=after)


def test_a_meeting_that_was_set_is_planned_as_one(desk: Desk, who: int) -> None:
    desk.calls.log(who, "meeting_set", after=STEP)
    desk.calls.log(who, "interested", after=STEP)
    kinds = desk.book.reader.execute("SELECT kind FROM task ORDER BY id").fetchall()
    assert kinds == [("meeting",), ("call",)]


def test_a_client_without_deals_may_be_left_as_they_are(desk: Desk, who: int) -> None:
    desk.calls.log(who, "reached_decision_maker")
    assert open_tasks(desk) == []


def test_a_step_in_the_past_is_refused(desk: Desk, who: int) -> None:
    with pytest.raises(Invalid, match="when_past"):
        desk.calls.log(who, "interested", after=After(step_on=TODAY - timedelta(days=1)))


def test_the_call_closes_the_step_it_was_made_for(desk: Desk, who: int) -> None:
    deal = make_deal(desk, client_id=who, step_on=TODAY)
    desk.calls.log(who, "interested", after=STEP)
    assert open_tasks(desk) == [("step", "2026-03-12", None, deal)]


def test_a_letter_to_write_is_not_done_by_a_call(desk: Desk, who: int) -> None:
    desk.tasks.plan(client_id=who, due_on=TODAY, kind="email", title="write")
    desk.calls.log(who, "reached_other")
    assert len(open_tasks(desk)) == 1


def test_the_deal_that_needs_a_step_is_the_one_meant(desk: Desk, who: int) -> None:
    make_deal(desk, "large", client_id=who, amount_minor=10**9)
    bare = bare_deal(desk, "bare", client_id=who, amount_minor=1)
    desk.calls.log(who, "interested", after=STEP)
    assert one(desk, "SELECT deal_id FROM activity") == (bare,)


# -- callback


def test_a_callback_wants_a_time(desk: Desk, who: int) -> None:
    with pytest.raises(Invalid, match="when_empty"):
        desk.calls.log(who, "call_back")


def test_a_callback_at_an_exact_time(desk: Desk, who: int) -> None:
    at = datetime(2026, 3, 12, 12, tzinfo=UTC)
    done = desk.calls.log(who, "call_back", after=After(step_at=at))
    assert (done.what, done.day, done.at) == ("callback", TOMORROW, at)
    assert open_tasks(desk) == [("callback", "2026-03-12", "2026-03-12T12:00:00Z", None)]


# -- nobody answered


def test_the_ladder_is_climbed_by_itself(desk: Desk, who: int, clock: HandClock) -> None:
    """10:20 → 14:00 the same day, past my lunch; then by turns mornings and afternoons; then rest for 90 days."""
    seen = []
    for _attempt in range(6):
        done = desk.calls.log(who, "no_answer")
        seen.append((done.attempt, done.what, done.day))
        if done.at is not None:
            clock.now = done.at + timedelta(minutes=5)
    assert seen == [
        (1, "retry", date(2026, 3, 11)), (2, "retry", date(2026, 3, 12)),
        (3, "retry", date(2026, 3, 13)), (4, "retry", date(2026, 3, 17)),
        (5, "retry", date(2026, 3, 20)), (6, "rest", date(2026, 6, 18)),
    ]  # fmt: skip
    assert one(desk, "SELECT snoozed_until, snooze_reason FROM client") == (
        "2026-06-18", "no_answer",
    )  # fmt: skip
    assert open_tasks(desk) == []


def test_a_retry_is_a_step_of_the_deal(desk: Desk, who: int) -> None:
    deal = bare_deal(desk, client_id=who)
    desk.calls.log(who, "busy")
    assert open_tasks(desk) == [("retry", "2026-03-11", "2026-03-11T11:00:00Z", deal)]


def test_the_last_rung_lays_the_deal_to_rest(desk: Desk, who: int, clock: HandClock) -> None:
    bare_deal(desk, client_id=who)
    for _attempt in range(6):
        done = desk.calls.log(who, "voicemail")
        clock.now = (done.at or clock.now) + timedelta(minutes=1)
    assert done.what == "rest"
    assert one(desk, "SELECT snoozed_until FROM deal") == ("2026-06-18",)


def test_a_conversation_ends_the_run(desk: Desk, who: int, clock: HandClock) -> None:
    desk.calls.log(who, "no_answer")
    clock.forward(hours=2)
    desk.calls.log(who, "reached_other")
    assert open_tasks(desk) == []
    clock.forward(hours=2)
    assert desk.calls.log(who, "no_answer").attempt == 1


def test_a_callback_promised_for_later_today_outlives_an_unanswered_call(
    desk: Desk, who: int
) -> None:
    at = NOW + timedelta(hours=5)
    desk.tasks.plan(client_id=who, due_on=TODAY, due_at=at, origin="callback")
    desk.calls.log(who, "no_answer")
    assert [task[0] for task in open_tasks(desk)] == ["callback", "retry"]


def test_a_retry_does_not_come_before_my_own_day_begins(
    desk: Desk, who: int, clock: HandClock
) -> None:
    """Nine in Ufa is seven in Moscow, where the day begins at nine."""
    with desk.book.write("file.create") as unit:
        unit.db.execute("UPDATE client SET city = 'Уфа'")
    desk.calls.log(who, "no_answer")
    clock.now = datetime(2026, 3, 11, 10, 30, tzinfo=UTC)  # 15:30 over there
    desk.calls.log(who, "no_answer")
    assert open_tasks(desk)[0][2] == "2026-03-12T06:00:00Z"  # 09:00 in Moscow


@pytest.mark.parametrize("code", ["no_answer", "reached_other"])
def test_the_next_try_falls_into_my_day_and_theirs(
    desk: Desk, who: int, clock: HandClock, code: str
) -> None:
    """New York is at work from 16:00 of Moscow: three hours later the day in Moscow is over."""
    with desk.book.write("file.create") as unit:
        unit.db.execute(
            "UPDATE client SET city = '', time_zone = 'America/New_York', country = 'US'"
        )
        unit.db.execute("UPDATE outcome SET after_hours = 3 WHERE code = 'reached_other'")
    clock.now = datetime(2026, 3, 11, 13, 30, tzinfo=UTC)
    done = desk.calls.log(who, code)
    expected = 14 if code == "no_answer" else 13  # their afternoon: at the end; else first thing
    assert done.at == datetime(2026, 3, 12, expected, tzinfo=UTC)


def test_what_an_unanswered_call_would_schedule_is_known_before(desk: Desk, who: int) -> None:
    foreseen = desk.calling_again.after_no_answer(who)
    done = desk.calls.log(who, "no_answer")
    assert foreseen.at == done.at  # type: ignore[union-attr]


# -- refused, promised, never again


def test_a_refusal_wants_a_reason(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    with pytest.raises(Refused, match="loss_reason_required"):
        desk.calls.log(who, "refused")


def test_a_refused_deal_is_lost_and_comes_back(desk: Desk, who: int) -> None:
    deal = bare_deal(desk, client_id=who)
    assert desk.calls.log(who, "refused", after=After(loss_reason="price")).what == "lost"
    assert stage_code(desk, deal) == "lost"
    assert open_tasks(desk) == [("win_back", "2026-05-10", None, None)]


def test_a_lead_without_a_deal_is_lost_as_a_client(desk: Desk, who: int) -> None:
    desk.calls.log(who, "refused", after=After(loss_reason="no_need"))
    assert one(desk, "SELECT status FROM client") == ("lost",)
    assert open_tasks(desk) == [("win_back", "2026-09-07", None, None)]


def test_a_refusal_may_still_end_in_a_step(desk: Desk, who: int) -> None:
    deal = bare_deal(desk, client_id=who)
    desk.calls.log(who, "refused", after=STEP)
    assert stage_code(desk, deal) == "new"


def test_a_promise_to_pay_is_noted_with_the_call(desk: Desk, who: int) -> None:
    done = desk.calls.log(
        who, "promised_to_pay",
        after=After(promise_minor=5_000_00, promise_currency="RUB", promise_on=TOMORROW),
    )  # fmt: skip
    assert (done.what, done.day) == ("promise", TOMORROW)
    assert one(desk, "SELECT amount_minor, due_on FROM promise") == (5_000_00, "2026-03-12")


@pytest.mark.parametrize(
    "after", [After(), After(promise_minor=1), After(promise_minor=1, promise_on=date(2026, 3, 10))]
)
def test_a_promise_needs_a_sum_and_a_day(desk: Desk, who: int, after: After) -> None:
    with pytest.raises(Invalid):
        desk.calls.log(who, "promised_to_pay", after=after)


def test_do_not_call_is_put_on_record_for_good(desk: Desk, who: int) -> None:
    desk.tasks.plan(client_id=who, due_on=TOMORROW)
    desk.calls.log(who, "do_not_call")
    assert one(desk, "SELECT status FROM client") == ("do_not_call",)
    assert one(desk, "SELECT channel, given FROM consent") == ("phone", 0)
    assert open_tasks(desk) == []
    with pytest.raises(Refused, match="do_not_call"):
        desk.calls.start(who)


def test_do_not_call_loses_the_open_deals_for_a_reason(desk: Desk, who: int) -> None:
    deal = make_deal(desk, client_id=who)
    with pytest.raises(Refused, match="loss_reason_required"):
        desk.calls.log(who, "do_not_call")
    desk.calls.log(who, "do_not_call", after=After(loss_reason="no_need"))
    assert stage_code(desk, deal) == "lost"
    assert open_tasks(desk) == []


def test_objections_met_are_noted_with_the_call(desk: Desk, who: int) -> None:
    price = desk.vocabularies.objection_types()[0].id
    met = {"type_id": price, "verbatim": "too dear", "result": "worked", "answer_id": None,
           "genuine": True}  # fmt: skip
    done = desk.calls.log(who, "reached_other", after=After(objections=(met,)))
    assert one(desk, "SELECT activity_id, client_id, verbatim, result FROM objection_event") == (
        done.activity_id, who, "too dear", "worked",
    )  # fmt: skip


# -- one transaction


def test_a_call_is_one_undo_step(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    before = dump(desk.book.reader)
    desk.calls.log(who, "refused", note="too dear", after=After(loss_reason="price"))
    assert desk.history.undo().action == "call.log"
    assert dump(desk.book.reader) == before


def test_an_unknown_outcome_is_refused(desk: Desk, who: int) -> None:
    with pytest.raises(Invalid, match="unknown_choice"):
        desk.calls.log(who, "sold_everything")


def test_a_call_of_tomorrow_is_refused(desk: Desk, who: int) -> None:
    with pytest.raises(Invalid, match="in_future"):
        desk.calls.log(who, "reached_other", started_at=NOW + timedelta(hours=1))


def test_another_clients_deal_is_refused(desk: Desk, who: int) -> None:
    other = make_deal(desk, client_id=make_client(desk, "Лютик"))
    with pytest.raises(Invalid, match="deal_of_another"):
        desk.calls.log(who, "reached_other", deal_id=other)


# -- the running call


def test_a_running_call_outlives_a_crash_and_keeps_its_time(
    desk: Desk, who: int, clock: HandClock
) -> None:
    desk.calls.start(who)
    desk.close()
    running = desk.call_list.running()
    assert running is not None
    assert (running.client_id, running.started_at) == (who, NOW)
    clock.forward(seconds=95)
    desk.calls.finish("reached_other")
    assert one(desk, "SELECT duration_s FROM activity") == (95,)
    assert desk.call_list.running() is None


def test_two_calls_do_not_run_at_once(desk: Desk, who: int) -> None:
    desk.calls.start(who)
    assert desk.calls.start(who).client_id == who
    with pytest.raises(Refused, match="call_running"):
        desk.calls.start(make_client(desk, "Лютик"))


def test_a_refused_end_leaves_the_call_running(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    desk.calls.start(who)
    with pytest.raises(Refused):
        desk.calls.finish("reached_decision_maker")
    assert desk.call_list.running() is not None


def test_a_dropped_call_leaves_nothing(desk: Desk, who: int) -> None:
    desk.calls.start(who)
    desk.calls.drop()
    assert desk.call_list.running() is None
    with pytest.raises(Refused, match="no_call_running"):
        desk.calls.finish("busy")


def test_a_call_to_nobody(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.calls.start(99)


# -- incoming


def test_a_known_number_is_recognised_however_it_is_written(desk: Desk) -> None:
    first = desk.calls.meet(phone="+7 (912) 345-67-89", name="Ольга")
    assert desk.calls.meet(phone="89123456789") == first


def test_an_answered_call_follows_the_same_rules(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    with pytest.raises(Refused, match="next_step_required"):
        desk.calls.log(who, "reached_other", direction="in")
    assert desk.calls.log(who, "reached_other", direction="in", after=STEP).what == "step"


# -- correcting


def test_a_correction_takes_the_old_ones_place(desk: Desk, who: int) -> None:
    done = desk.calls.log(who, "no_answer")
    desk.calls.correct(done.activity_id, outcome="reached_other", note="spoke to Ann")
    rows = desk.book.reader.execute(
        "SELECT o.code, a.note, a.corrects_id FROM activity a JOIN outcome o ON o.id = a.outcome_id"
        " ORDER BY a.id"
    ).fetchall()
    assert rows == [("no_answer", "", None), ("reached_other", "spoke to Ann", done.activity_id)]
    assert desk.call_list.brief(who).attempt == 1
    with pytest.raises(Refused, match="already_corrected"):
        desk.calls.correct(done.activity_id, note="again")


@pytest.fixture(autouse=True)
def _close(desk: Desk) -> Iterator[None]:
    yield
    desk.close()
