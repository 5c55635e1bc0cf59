"""Which answer comes first, by figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.expected_objections import expected
from pipeline_tui.domain.objections import (
    AnswerRow,
    LogRow,
    ObjectionTypeRow,
    RankedAnswer,
    Tally,
    rank_answers,
)
from pipeline_tui.domain.shares import Share, wilson


@pytest.mark.parametrize(
    ("worked", "settled", "lower"),
    [
        (0, 0, 0.0),
        (0, 10, 0.0),
        (1, 1, 0.2065),  # 1 / (1 + z²) with z² = 3.8415
        (8, 10, 0.4902),
        (10, 10, 0.7225),  # 10 / (10 + z²)
        (50, 100, 0.4038),
        (80, 100, 0.7112),
    ],
)
def test_the_lower_bound_is_wilsons(worked: int, settled: int, lower: float) -> None:
    assert wilson(worked, settled)[0] == pytest.approx(lower, abs=5e-5)


@given(st.integers(1, 5_000), st.data())
def test_the_bound_lies_below_the_share_and_grows_with_every_success(
    settled: int, data: st.DataObject
) -> None:
    worked = data.draw(st.integers(0, settled - 1))
    lower = wilson(worked, settled)[0]
    assert 0.0 <= lower <= worked / settled
    assert wilson(worked + 1, settled)[0] > lower
    assert wilson(2 * worked, 2 * settled)[0] >= lower


def answers(count: int) -> list[AnswerRow]:
    return [AnswerRow(id_, 1, "", "laer", f"answer {id_}", "") for id_ in range(1, count + 1)]


def order(overall: dict[int, Tally], here: dict[int, Tally] | None = None) -> list[int]:
    return [one.answer.id for one in rank_answers(answers(5), overall, here or {})]


def test_many_trials_outweigh_a_lucky_few() -> None:
    # Bounds: 30 of 40 0.598, 8 of 10 0.490, 1 of 1 0.207.
    assert order({1: Tally(worked=1), 2: Tally(8, 1, 1), 3: Tally(30, 0, 10)})[:3] == [3, 2, 1]


def test_the_untried_come_after_the_proven_and_before_what_never_worked() -> None:
    ranked = order({2: Tally(0, 0, 6), 3: Tally(1, 0, 9), 5: Tally(0, 0, 2)})
    assert ranked == [3, 1, 4, 5, 2]


def test_ten_events_at_the_stage_speak_for_the_stage_and_nine_do_not() -> None:
    overall = {1: Tally(30, 0, 10), 2: Tally(8, 0, 32)}
    nine = {1: Tally(0, 0, 9), 2: Tally(9, 0, 0)}
    ten = {1: Tally(1, 0, 9), 2: Tally(10, 0, 0)}
    assert order(overall, nine)[:2] == [1, 2]
    ranked = rank_answers(answers(2), overall, ten)
    assert [(one.answer.id, one.tally.settled, one.at_stage) for one in ranked] == [
        (2, 10, True), (1, 10, True),
    ]  # fmt: skip


def test_an_open_event_is_no_verdict_and_a_partial_success_is_not_a_success() -> None:
    tally = Tally(worked=3, partly=2, did_not=5, open=7)
    assert (tally.met, tally.settled, tally.share) == (17, 10, 0.3)
    (ranked,) = rank_answers(answers(1), {1: tally}, {})
    assert ranked.lower == wilson(3, 10)[0]


def test_fewer_than_ten_settled_events_are_little_data() -> None:
    few, enough = rank_answers(answers(2), {1: Tally(9), 2: Tally(10, open=0)}, {})[::-1]
    assert (few.answer.id, few.few) == (1, True)
    assert (enough.answer.id, enough.few) == (2, False)


@given(st.dictionaries(st.integers(1, 5), st.builds(Tally, *(st.integers(0, 30),) * 4), max_size=5))
def test_every_answer_is_ranked_once_and_always_alike(overall: dict[int, Tally]) -> None:
    found = order(overall)
    assert sorted(found) == [1, 2, 3, 4, 5]
    assert order(dict(reversed(overall.items()))) == found


# What to be ready for

KINDS = {id_: ObjectionTypeRow(id_, f"kind-{id_}", None, ()) for id_ in range(1, 8)}


def event(type_id: int, result: str, days_ago: int, answer_id: int | None = None) -> LogRow:
    met = datetime(2026, 3, 11, 9, tzinfo=UTC) - timedelta(days=days_ago)
    return LogRow(
        100 - days_ago, met, type_id, f"kind-{type_id}", None, f"said {days_ago} days ago", result,
        None, 1, "Lily", None, "", None, None, answer_id, "", "",
    )  # fmt: skip


def best(type_id: int) -> list[RankedAnswer]:
    """Two answers to each kind: 10 and 11 to the first, 20 and 21 to the second, and so on."""
    return [
        RankedAnswer(AnswerRow(10 * type_id + n, type_id, "", "", "", ""), Tally(), 0.0, False)
        for n in (0, 1)
    ]


def test_what_stands_comes_first_then_what_the_stage_brings_then_what_was_taken_off() -> None:
    history = [event(1, "worked", 2), event(2, "open", 5), event(1, "did_not", 9)]
    here = {1: 40, 3: 30, 4: 20, 5: 6, 6: 4}  # of 100: the last two are too rare
    found = expected(history, here, KINDS, best)
    assert [(one.type_id, one.stands, one.share) for one in found] == [
        (2, True, None), (3, False, Share(30, 100)), (4, False, Share(20, 100)), (1, False, None),
    ]  # fmt: skip
    assert found[0].verbatim == "said 5 days ago"


def test_an_answer_that_failed_with_them_gives_way_to_the_next() -> None:
    history = [event(1, "did_not", 1, 10), event(2, "worked", 2, 20), event(2, "did_not", 9, 20)]
    answers_given = [
        one.answer.answer.id for one in expected(history, {}, KINDS, best) if one.answer
    ]
    assert answers_given == [11, 20]


def test_a_kind_that_is_put_away_is_nothing_to_be_ready_for() -> None:
    assert expected([event(9, "open", 1)], {9: 5, 8: 5}, KINDS, best) == []
