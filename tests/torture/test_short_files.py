"""The short versions of the runs on copies and on encryption, and of what something broken shows in them."""

from __future__ import annotations

import pytest

from tests.torture.test_short import needs_layer, torture


def test_copies_taken_under_writes_are_whole_and_plain_ones_are_not() -> None:
    code, said = torture("copies", "--copies", "3")
    assert (code, "all whole" in said) == (0, True), said
    code, said = torture("copies", "--copies", "8", "--broken", "plain")
    assert code == 1, said


@needs_layer
def test_a_switch_of_encryption_is_old_or_new() -> None:
    pytest.importorskip("sqlcipher3", reason="the extra “crypto” is not installed")
    code, said = torture("sealing", "--jobs", "on", "--every", "900")
    assert (code, "never between" in said) == (0, True), said
