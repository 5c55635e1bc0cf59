"""What is practised today and when it comes again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.drill import DAILY, SOON, Exercise, Given, Grade, recall, session
from pipeline_tui.domain.objections import AnswerRow, ObjectionTypeRow

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def graded(*grades: Grade, first: datetime = NOW) -> list[Given]:
    """These grades, each given when the answer came again."""
    found: list[Given] = []
    at = first
    for grade in grades:
        found.append(Given(1, grade, at))
        at = recall(found).due
    return found


# When it comes again


def test_an_answer_that_did_not_come_to_mind_comes_back_the_same_day() -> None:
    found = recall(graded(Grade.AGAIN))
    assert (found.due, found.learning, found.times) == (NOW + SOON, True, 1)


def test_well_known_answers_come_ever_more_rarely_and_stay_in_mind() -> None:
    days = []
    for count in range(1, 6):
        found = recall(graded(*[Grade.GOOD] * count))
        days.append((found.due - found.last).days)
    assert days == sorted(set(days))
    assert recall(graded(*[Grade.GOOD] * 5)).known
    assert not recall(graded(Grade.GOOD)).known


def test_a_lapse_brings_it_back_soon_and_rarer_again_only_step_by_step() -> None:
    held = recall(graded(*[Grade.GOOD] * 4))
    after = recall(graded(*[Grade.GOOD] * 4, Grade.AGAIN, Grade.GOOD))
    assert recall(graded(*[Grade.GOOD] * 4, Grade.AGAIN)).learning
    assert after.due - after.last < held.due - held.last


@given(st.lists(st.sampled_from(Grade), min_size=1, max_size=12))
def test_the_same_grades_give_the_same_day_and_never_one_before_them(grades: list[Grade]) -> None:
    log = graded(*grades)
    assert recall(log) == recall(list(log))
    assert recall(log).due > log[-1].at


@given(st.lists(st.sampled_from(Grade), max_size=6))
def test_a_better_grade_never_brings_an_answer_back_earlier(before: list[Grade]) -> None:
    due = [recall(graded(*before, grade)).due for grade in Grade]
    assert due == sorted(due)


# What is practised today


def exercise(number: int, kind: int = 1, lost: int = 0, *grades: Given) -> Exercise:
    kinds = ObjectionTypeRow(kind, f"kind-{kind}", None, ("one", "two"))
    answer = AnswerRow(number, kind, "", "", f"answer {number}", "")
    return Exercise(answer, kinds, lost, recall(list(grades)) if grades else None)


def today(*exercises: Exercise, log: tuple[Given, ...] = (), now: datetime = NOW) -> list[int]:
    return [one.answer.id for one in session(exercises, log, now, MOSCOW).queue]


def test_what_is_lost_most_often_comes_first_and_what_is_due_before_what_is_new() -> None:
    old = Given(4, Grade.GOOD, NOW - timedelta(days=9))
    assert today(
        exercise(1, 1, 2), exercise(2, 2, 7), exercise(3, 3, 0), exercise(4, 2, 7, old)
    ) == [4, 2, 1, 3]  # fmt: skip


def test_what_is_not_due_is_left_alone() -> None:
    fresh = Given(1, Grade.GOOD, NOW - timedelta(days=1))  # comes again in two days
    assert today(exercise(1, 1, 5, fresh), exercise(2)) == [2]


def test_a_day_has_ten_and_those_done_count() -> None:
    new = [exercise(number) for number in range(1, 21)]
    assert len(today(*new)) == DAILY
    done = [exercise(n, 1, 0, Given(n, Grade.EASY, NOW)) for n in range(30, 34)]
    assert len(today(*new, *done)) == DAILY - 4
    tomorrow = NOW + timedelta(days=1)
    assert len(today(*new, *done, now=tomorrow)) == DAILY


def test_what_did_not_come_to_mind_ends_the_practice_until_it_does() -> None:
    missed = exercise(1, 1, 9, Given(1, Grade.AGAIN, NOW))
    assert today(missed, exercise(2)) == [2, 1]
    assert today(exercise(1, 1, 9, *graded(Grade.AGAIN, Grade.GOOD))) == []


@pytest.mark.parametrize(
    ("ago", "days"), [((0, 1, 2), 3), ((1, 2), 2), ((2, 3), 0), ((0, 2, 3), 1), ((), 0)]
)
def test_days_in_a_row_are_counted_up_to_today_or_yesterday(
    ago: tuple[int, ...], days: int
) -> None:
    log = [Given(1, Grade.GOOD, NOW - timedelta(days=one)) for one in ago]
    assert session([], log, NOW, MOSCOW).progress.days == days


def test_a_day_is_the_users_own() -> None:
    """At 21:30 UTC it is tomorrow in Moscow: what comes tomorrow is here, what was done is yesterday's."""
    late = datetime(2026, 3, 11, 21, 30, tzinfo=UTC)
    done = exercise(1, 1, 0, Given(1, Grade.AGAIN, NOW))
    assert session([done], [], late, MOSCOW).progress.done == 0
    assert today(done, now=late) == [1]


def test_the_client_says_it_another_way_the_next_time() -> None:
    first, then = exercise(1), exercise(1, 1, 0, Given(1, Grade.GOOD, NOW))
    assert {first.heard, then.heard} == {"one", "two"}
