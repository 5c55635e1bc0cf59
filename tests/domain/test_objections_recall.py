"""The look-up held to phrases as people say and type them; they were kept apart from its making."""

from __future__ import annotations

import pytest

from benchmarks.objections import heard, recall


def test_there_are_two_hundred_phrases_and_no_two_alike() -> None:
    phrases = [phrase for _language, _code, phrase in heard()]
    assert len(phrases) >= 200
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize(("language", "least"), [("ru", 0.90), ("en", 0.90)])
def test_the_right_kind_is_among_the_first_three_no_rarer_than_it_was(
    language: str, least: float
) -> None:
    """What was measured when the phrases were written; `python -m benchmarks.objections` says more."""
    share, _missed = recall([language], language)
    assert (share.rate or 0) >= least
