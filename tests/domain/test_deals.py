"""Rules of a deal, by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.deals import DealRow, StageRow, StepState, is_rotting, weighted
from pipeline_tui.domain.funnel import is_back_move

TODAY = date(2026, 3, 11)


def row(**values: object) -> DealRow:
    whole: dict[str, object] = {
        "id": 1, "title": "Станок", "client_id": None, "client": None, "stage_id": 1,
        "amount_minor": None, "currency": "RUB", "stage_since": datetime(2026, 3, 1, tzinfo=UTC),
        "opened_on": None, "closed_on": None, "expected_close": None, "last_touch": None,
        "next_step": None, "next_title": "", "owner": "", "source": "", "product": None,
        "snoozed_until": None, "rotting": False,
    }  # fmt: skip
    return DealRow(**{**whole, **values})  # type: ignore[arg-type]


def stage(position: int, kind: str = "open") -> StageRow:
    return StageRow(position, 1, f"s{position}", None, kind, 50, 7, position)


@pytest.mark.parametrize(
    ("untouched", "rot", "last_step", "rots"),
    [
        (8, 7, None, True),
        (7, 7, None, False),
        (8, None, None, False),
        (8, 7, date(2026, 3, 10), True),
        (8, 7, TODAY, False),
        (8, 7, date(2026, 4, 1), False),
    ],
)
def test_a_deal_rots_when_untouched_too_long_with_nothing_ahead(
    untouched: int, rot: int | None, last_step: date | None, rots: bool
) -> None:
    assert (
        is_rotting(days_untouched=untouched, rot_days=rot, last_step=last_step, today=TODAY) is rots
    )


@pytest.mark.parametrize(
    ("amount", "probability", "expected"),
    [(100_00, 25, 25_00), (1, 50, 1), (1, 49, 0), (333, 10, 33), (335, 10, 34), (0, 90, 0)],
)
def test_weighted_rounds_half_up_to_a_kopeck(amount: int, probability: int, expected: int) -> None:
    assert weighted(amount, probability) == expected


@given(st.integers(0, 10**15), st.integers(0, 100))
def test_weighted_lies_between_nothing_and_the_amount(amount: int, probability: int) -> None:
    assert 0 <= weighted(amount, probability) <= amount
    assert abs(weighted(amount, probability) * 100 - amount * probability) <= 50


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, StepState.NONE),
        ({"next_step": date(2026, 3, 10)}, StepState.OVERDUE),
        ({"next_step": TODAY}, StepState.TODAY),
        ({"next_step": date(2026, 3, 12)}, StepState.PLANNED),
        ({"snoozed_until": date(2026, 3, 12)}, StepState.SNOOZED),
        ({"snoozed_until": TODAY}, StepState.NONE),
        ({"closed_on": TODAY}, StepState.CLOSED),
    ],
)
def test_how_it_stands_with_the_next_step(values: dict[str, object], state: StepState) -> None:
    assert row(**values).step_state(TODAY) is state


def test_going_back_is_to_an_earlier_stage_or_out_of_lost() -> None:
    new, offer, won, lost = stage(0), stage(3), stage(6, "won"), stage(10, "lost")
    assert is_back_move(offer, new)
    assert is_back_move(won, offer)
    assert is_back_move(lost, new)
    assert not is_back_move(new, offer)
    assert not is_back_move(offer, won)
    assert not is_back_move(won, lost)
    assert not is_back_move(new, lost)
