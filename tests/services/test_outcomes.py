"""The table of call outcomes: what the user changes in it, and what calls then do."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock
from tests.dealing import TODAY, bare_deal, dump, make_client, make_deal


def number(desk: Desk, code: str) -> int:
    return desk.vocabularies.outcome(code).id


def codes(desk: Desk) -> list[str]:
    return [one.code for one in desk.vocabularies.outcomes()]


@pytest.fixture
def who(desk: Desk) -> int:
    return make_client(desk, "Ромашка", "active")


def step(desk: Desk, who: int) -> tuple[date, datetime | None, str, str]:
    (task,) = desk.call_list.tasks(client_id=who)
    return task.due_on, task.due_at, task.title, task.origin


def test_a_renamed_outcome_keeps_its_code_and_its_calls(desk: Desk, who: int) -> None:
    desk.calls.log(who, "busy")
    desk.outcomes.edit(number(desk, "busy"), {"name": "занято, перезвонить"})
    (call,) = desk.call_list.made()
    assert (call.outcome, call.outcome_name) == ("busy", "занято, перезвонить")
    desk.outcomes.edit(number(desk, "busy"), {"name": ""})
    assert desk.call_list.made()[0].outcome_name is None


def test_an_own_outcome_ends_a_call_by_its_name(desk: Desk, who: int) -> None:
    added = desk.outcomes.add("Ушёл в отпуск", schedules="step", after_days=5, title="вернулся?")
    assert codes(desk)[-1] == "own-14"
    done = desk.calls.log(who, "ушёл в отпуск")
    assert done.what == "step"
    assert step(desk, who) == (date(2026, 3, 18), None, "вернулся?", "step")
    assert desk.history.entries()[0].words["outcome"] == "Ушёл в отпуск"
    assert desk.vocabularies.outcomes()[-1].id == added


def test_a_delay_in_hours_is_an_exact_time_within_their_hours(desk: Desk, clock: HandClock) -> None:
    """17:30 in Yekaterinburg: an hour later is after hours, so tomorrow at nine over there is seven
    in Moscow, where the user begins at nine."""
    clock.now = datetime(2026, 3, 11, 17, 30, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    who = desk.clients.add({"name": "Урал", "status": "active", "city": "Екатеринбург"})
    desk.outcomes.edit(number(desk, "call_back"), {"after_hours": 1, "title": "как обещали"})
    desk.calls.log(who, "call_back")
    on, at, title, origin = step(desk, who)
    assert at is not None
    assert (on, at.astimezone(MOSCOW).hour, title, origin) == (
        date(2026, 3, 12), 9, "как обещали", "callback",
    )  # fmt: skip


def test_what_was_typed_goes_before_what_the_outcome_says(desk: Desk, who: int) -> None:
    from pipeline_tui.domain.calls import After

    desk.outcomes.edit(number(desk, "interested"), {"after_days": 2, "title": "отправить КП"})
    desk.calls.log(who, "interested", after=After(step_on=date(2026, 3, 20), step_title="каталог"))
    assert step(desk, who) == (date(2026, 3, 20), None, "каталог", "step")


def test_a_title_alone_names_the_step_that_is_asked_for(desk: Desk, who: int) -> None:
    from pipeline_tui.domain.calls import After

    desk.outcomes.edit(number(desk, "interested"), {"title": "отправить КП"})
    desk.calls.log(who, "interested", after=After(step_on=date(2026, 3, 20)))
    assert step(desk, who)[2] == "отправить КП"


def test_a_delay_gives_a_deal_the_step_it_must_have(desk: Desk, who: int) -> None:
    bare_deal(desk, client_id=who)
    desk.outcomes.edit(number(desk, "interested"), {"after_days": 1})
    desk.calls.log(who, "interested")
    assert step(desk, who)[0] == date(2026, 3, 12)


def test_busy_may_be_tried_again_in_an_hour_but_the_ladder_still_ends(
    desk: Desk, who: int, clock: HandClock
) -> None:
    desk.outcomes.edit(number(desk, "busy"), {"after_hours": 1})
    for _attempt in range(5):
        done = desk.calls.log(who, "busy")
        assert done.what == "retry"
        clock.forward(minutes=5)
    at = done.at
    assert at is not None
    assert at.astimezone(MOSCOW).strftime("%H:%M") == "11:40"
    assert desk.calls.log(who, "busy").what == "rest"


def test_nothing_is_planned_for_own_days_off(clock: HandClock, desk: Desk) -> None:
    """12 March is taken off: neither a try of the ladder nor a delay of an outcome falls on it."""
    who = make_client(desk, "Ромашка", "active")
    desk.settings = replace(desk.settings, days_off=frozenset({date(2026, 3, 12)}))
    clock.now = datetime(2026, 3, 11, 17, 30, tzinfo=MOSCOW)
    done = desk.calls.log(who, "no_answer")
    assert done.day == date(2026, 3, 13)
    desk.outcomes.edit(number(desk, "call_back"), {"after_hours": 2})
    assert desk.calls.log(who, "call_back").day == date(2026, 3, 13)
    desk.outcomes.edit(number(desk, "interested"), {"after_days": 1})
    assert desk.calls.log(who, "interested").day == date(2026, 3, 13)


def test_order_is_the_order_of_the_digits(desk: Desk) -> None:
    before = codes(desk)
    desk.outcomes.move(number(desk, "busy"), -2)
    assert codes(desk)[:3] == ["busy", "reached_decision_maker", "no_answer"]
    desk.outcomes.move(number(desk, "busy"), -5)
    desk.outcomes.move(number(desk, "busy"), 2)
    assert codes(desk) == before


def test_one_put_away_is_not_offered_and_not_taken_but_a_missed_call_still_is(
    desk: Desk, who: int
) -> None:
    desk.outcomes.retire(number(desk, "no_answer"))
    assert "no_answer" not in codes(desk)
    with pytest.raises(Invalid):
        desk.calls.log(who, "no_answer")
    desk.requests.take(who)
    assert desk.call_list.made()[0].outcome == "no_answer"
    hidden = desk.vocabularies.outcomes(retired=True)[-1]
    assert (hidden.code, hidden.retired) == ("no_answer", True)
    desk.outcomes.restore(hidden.id)
    assert "no_answer" in codes(desk)


def test_the_last_one_in_use_stays(desk: Desk) -> None:
    first, *others = desk.vocabularies.outcomes()
    for one in others:
        desk.outcomes.retire(one.id)
    with pytest.raises(Refused):
        desk.outcomes.retire(first.id)
    with pytest.raises(Refused):
        desk.outcomes.edit(first.id, {}, retired=True)
    assert codes(desk) == [first.code]


def test_an_own_name_is_read_back_from_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.outcomes.add("Ушёл в отпуск")
    desk.outcomes.edit(number(desk, "busy"), {"name": "линия занята"})
    sheet = tmp_path / "calls.csv"
    sheet.write_text(
        "company,type,date,result\n"
        "Ромашка,call,2026-03-10 10:05,ушёл в отпуск\n"
        "Ромашка,call,2026-03-10 11:05,Линия занята\n",
        "utf-8",
    )
    make_client(desk, "Ромашка")
    desk.imports.run([sheet])
    assert {call.outcome for call in desk.call_list.made()} == {"own-14", "busy"}


def test_two_outcomes_of_one_name_are_refused(desk: Desk) -> None:
    desk.outcomes.add("Перезвоню сам")
    with pytest.raises(Conflict):
        desk.outcomes.add("перезвоню САМ")
    with pytest.raises(Invalid):
        desk.outcomes.add("  ")
    with pytest.raises(Invalid):
        desk.outcomes.add("x", schedules="dance")
    with pytest.raises(Invalid):
        desk.outcomes.add("x", after_days=0)


def test_a_change_made_elsewhere_is_not_written_over(desk: Desk) -> None:
    one = number(desk, "busy")
    desk.outcomes.edit(one, {"name": "занято"})
    with pytest.raises(Conflict):
        desk.outcomes.edit(one, {"name": "линия занята"}, {"name": None})


def test_undo_takes_back_every_change(desk: Desk, who: int) -> None:
    make_deal(desk, client_id=who, step_on=TODAY)
    states = [dump(desk.book.reader)]
    busy = number(desk, "busy")
    desk.outcomes.add("Своё")
    states.append(dump(desk.book.reader))
    desk.outcomes.edit(busy, {"name": "занято", "after_hours": 2}, retired=True)
    states.append(dump(desk.book.reader))
    desk.outcomes.move(number(desk, "refused"), 3)
    states.append(dump(desk.book.reader))
    desk.outcomes.restore(busy)
    for state in reversed(states):
        desk.history.undo()
        assert dump(desk.book.reader)["outcome"] == state["outcome"]
