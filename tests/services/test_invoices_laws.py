"""Thousands of random operations on money equal a ledger kept apart, in decimals, to the kopeck."""

from __future__ import annotations

import pytest

from pipeline_tui.services.desk import Desk
from tests.paper_ledger import Clerk


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_random_operations_equal_a_ledger_on_paper(desk: Desk, seed: int) -> None:
    clerk = Clerk(desk, seed)
    for _ in range(150):
        clerk.step()
    clerk.undo_all()
