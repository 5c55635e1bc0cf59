"""Bars and whiskers of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.shares import wilson
from pipeline_tui.wording.bars import bar, whisker

EIGHTHS = "▏▎▍▌▋▊▉█"


@pytest.mark.parametrize(
    ("share", "steps", "drawn"),
    [(0, "#", ""), (0.001, "#", "#"), (0.5, "#", "#####"), (1, "#", "#" * 10),
     (0.52, EIGHTHS, "█████▎"), (1, EIGHTHS, "█" * 10)],
)  # fmt: skip
def test_a_bar_is_as_long_as_its_share(share: float, steps: str, drawn: str) -> None:
    assert bar(share, 10, steps) == drawn


def test_a_whisker_has_its_point_between_its_ends() -> None:
    assert whisker(0.2, 0.7, 0.5, 10, "─", "●") == "  ───●──  "
    assert whisker(0, 1, 1, 10, "-", "o") == "---------o"
    assert whisker(0, 1, 0.5, 0, "-", "o") == ""


@given(st.integers(0, 50), st.integers(1, 50), st.integers(1, 40))
def test_a_whisker_fills_its_cells(k: int, more: int, width: int) -> None:
    n = k + more
    drawn = whisker(*wilson(k, n), k / n, width, "-", "o")
    assert len(drawn) == width
    assert drawn.count("o") == 1
    assert set(drawn.strip()) <= {"-", "o"}
