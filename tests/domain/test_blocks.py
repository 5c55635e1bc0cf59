"""Blocks of the day: which line belongs where, and which block it is by the clock."""

from __future__ import annotations

from datetime import time

import pytest

from pipeline_tui.domain.blocks import Block, Timed, read_times, running, takes
from pipeline_tui.domain.ranking import Tier


@pytest.mark.parametrize(
    ("tier", "kind", "blocks"),
    [
        (Tier.STEP, "call", {"all", "calls"}),
        (Tier.STEP, "email", {"all", "paperwork"}),
        (Tier.STEP, "message", {"all", "paperwork"}),
        (Tier.STEP, "todo", {"all", "paperwork"}),
        (Tier.STEP, "meeting", {"all"}),
        (Tier.DEBT, "call", {"all", "debts"}),
        (Tier.COLD, "call", {"all", "calls"}),
        (Tier.CALLBACK, "call", {"all", "calls"}),
        (Tier.EXACT, "call", set(Block)),
        (Tier.INBOUND, "call", set(Block)),
    ],
)
def test_a_line_belongs_to_its_block_and_what_interrupts_to_every_one(
    tier: Tier, kind: str, blocks: set[str]
) -> None:
    assert {one for one in Block if takes(one, tier, kind)} == blocks


def test_a_pin_is_in_every_block() -> None:
    assert all(takes(one, Tier.COLD, "call", pinned=True) for one in Block)


TIMES = read_times(["debts 14-15:30", "Calls 09:30–12:00"])


def test_times_are_read_in_the_order_of_the_day() -> None:
    assert (
        Timed(Block.CALLS, time(9, 30), time(12)),
        Timed(Block.DEBTS, time(14), time(15, 30)),
    ) == TIMES


@pytest.mark.parametrize(
    ("at", "block"),
    [
        (time(9, 29), None),
        (time(9, 30), Block.CALLS),
        (time(11, 59), Block.CALLS),
        (time(12), None),
        (time(15), Block.DEBTS),
        (time(15, 30), None),
    ],
)
def test_the_clock_says_which_block_it_is(at: time, block: Block | None) -> None:
    found = running(TIMES, at)
    assert (found.block if found else None) == block


@pytest.mark.parametrize(
    "line", ["calls", "sleep 9-10", "calls 12-9", "calls 9:75-10", "calls 25-26"]
)
def test_a_line_that_is_no_block_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_times([line])


def test_two_blocks_at_one_time_are_refused() -> None:
    with pytest.raises(ValueError, match="debts begins before calls ends"):
        read_times(["calls 9-12", "debts 11-13"])
