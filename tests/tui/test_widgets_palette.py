from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from pipeline_tui.tui.themes import THEMES
from pipeline_tui.tui.widgets.glyphs import ASCII, UNICODE, glyphs_for
from pipeline_tui.tui.widgets.palette import Palette, contrast, readable

TONES = ("", "strong", "muted", "accent", "success", "warning", "danger")
SURFACES = ("base", "cursor", "cursor-blurred", "marked", "header", "section", "card", "chip")
COLOURED = [theme for theme in (*BUILTIN_THEMES.values(), *THEMES) if not theme.ansi]


def palette_of(theme: Theme, *, no_color: bool = False) -> Palette:
    variables = theme.to_color_system().generate()
    return Palette(variables, Color.parse(variables["background"]), no_color=no_color)


def test_contrast_of_known_pairs() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21.0)
    assert contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_a_colour_is_moved_only_as_far_as_needed() -> None:
    red, white = Color(190, 0, 0), Color(255, 255, 255)
    assert readable(red, white) == red
    pale = Color(255, 180, 180)
    moved = readable(pale, white)
    assert contrast(moved, white) >= 4.5
    assert moved.r > moved.g  # still red


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_text_reads_in_every_theme_on_every_surface(theme: Theme) -> None:
    palette = palette_of(theme)
    for surface in SURFACES:
        for tone in TONES:
            style = palette.style(tone, surface)
            assert style.color is not None
            assert style.bgcolor is not None
            front = Color.from_rich_color(style.color)
            behind = Color.from_rich_color(style.bgcolor)
            assert contrast(front, behind) >= 4.45, (surface, tone)


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_the_cursor_differs_from_rows_with_and_without_the_focus(theme: Theme) -> None:
    palette = palette_of(theme)
    grounds = {
        str(palette.style("", surface).bgcolor) for surface in ("base", "cursor", "cursor-blurred")
    }
    assert len(grounds) == 3


@pytest.mark.parametrize(
    "palette",
    [
        palette_of(THEMES[0], no_color=True),
        *(palette_of(theme) for theme in BUILTIN_THEMES.values() if theme.ansi),
    ],
)
def test_without_colours_attributes_tell_the_cursor(palette: Palette) -> None:
    assert palette.style("", "cursor").reverse
    blurred = palette.style("", "cursor-blurred")
    assert blurred.bold
    assert not blurred.reverse
    assert palette.style("danger").bold
    assert palette.style().bgcolor is None


def test_an_unknown_tone_reads_as_plain_text() -> None:
    palette = palette_of(THEMES[0])
    assert palette.style("no such tone") == palette.style("")


async def test_own_themes_register_and_apply() -> None:
    app: App[None] = App()
    async with app.run_test():
        for theme in THEMES:
            app.register_theme(theme)
            app.theme = theme.name
            assert app.theme == theme.name


def test_signs_follow_the_encoding_and_are_one_cell_each() -> None:
    assert glyphs_for("UTF-8") is UNICODE
    assert glyphs_for(None) is UNICODE
    assert glyphs_for("koi8-r") is ASCII
    for name in ASCII.__struct_fields__:
        assert getattr(ASCII, name).isascii()
