from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline_tui.tui.text import clean, clean_lines, fit, width_of, wrap

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("ООО «Ромашка»", "ООО «Ромашка»"),
        ("Ann\nLee\tJr", "Ann Lee Jr"),
        ("a\r\nb", "a b"),
        ("\x1b[31mred\x1b[0m", "·[31mred·[0m"),
        ("\x9b31m", "·31m"),
        ("nul\x00del\x7f", "nul·del·"),
        ("\u202egnp.exe", "·gnp.exe"),
        ("a\u2066b\u2069", "a·b·"),
        ("zero\u200bwidth\ufeff", "zero·width·"),
        ("lone \ud800 half", "lone · half"),
        ("[bold]x[/] [@click=quit]y", "[bold]x[/] [@click=quit]y"),
        ("1\u202f200\xa0₽", "1\u202f200\xa0₽"),
        ("и\u0306од", "йод"),
        ("❤\ufe0f", "❤"),
        ("e\u0301\u0302\u0303\u0304\u0305", "é\u0302\u0303"),
    ],
)
def test_what_reaches_the_terminal(given_text: str, shown: str) -> None:
    assert clean(given_text) == shown


@given(ANY_TEXT)
def test_clean_text_holds_nothing_that_acts(text: str) -> None:
    shown = clean(text)
    shown.encode("utf-8")
    for character in shown:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        )  # fmt: skip


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int, align: str) -> None:
    assert cell_len(fit(clean(text), width, align)) == width  # type: ignore[arg-type]


@given(ANY_TEXT)
def test_width_agrees_with_the_terminal_library(text: str) -> None:
    assert width_of(clean(text)) == cell_len(clean(text))


@pytest.mark.parametrize(
    ("text", "width", "align", "shown"),
    [
        ("Acme", 6, "left", "Acme  "),
        ("Acme", 6, "right", "  Acme"),
        ("Acme", 7, "center", " Acme  "),
        ("Северный ветер", 6, "left", "Север…"),
        ("北京公司", 5, "left", "北京…"),
        ("北京公司", 4, "left", "北 …"),
        ("Acme", 0, "left", ""),
        ("Acme", 1, "left", "…"),
    ],
)
def test_fit_pads_and_cuts(text: str, width: int, align: str, shown: str) -> None:
    assert fit(text, width, align) == shown  # type: ignore[arg-type]


def test_wrap_breaks_at_spaces_and_inside_long_words() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("", 5) == [""]


@given(ANY_TEXT, st.integers(2, 20))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    for line in wrap(clean(text), width):
        assert cell_len(line) <= width


def test_line_breaks_of_a_note_stay() -> None:
    assert clean_lines("first\nsec\x1bond\r\n\r\nlast") == ["first", "sec·ond", "", "last"]


@pytest.mark.parametrize(
    ("address", "width", "lines"),
    [
        ("info@example.com", 12, ["info@", "example.com"]),
        ("anna.long-surname@example.com", 18, ["anna.long-surname@", "example.com"]),
        ("a@department.example.com", 14, ["a@", "department", ".example.com"]),
        ("www.example.com/prices/2026", 16, ["www.example.com/", "prices/2026"]),
        ("примерпримерпример", 10, ["примерприм", "ерпример"]),
    ],
)
def test_an_address_breaks_at_its_parts(address: str, width: int, lines: list[str]) -> None:
    assert wrap(address, width) == lines
