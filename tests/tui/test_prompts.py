"""Short questions: the digits of a choice can be read, and a sum is written as it will be read back."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.widgets import OptionList
from textual.widgets._toast import Toast

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.forms.step_forms import StepPrompt
from pipeline_tui.tui.widgets.palette import READABLE, contrast


def _colour(found: RichColor | None) -> Color:
    assert found is not None
    assert found.triplet is not None
    return Color(*found.triplet)


@pytest.mark.parametrize("theme", ["pipeline-dark", "pipeline-light"])
async def test_the_digits_of_a_choice_can_be_read_under_the_cursor_too(
    desk: Desk, theme: str
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        app.push_screen(ChoicePrompt("Which?", [Choice(1, "One"), Choice(2, "Two")]))
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        for line in range(2):
            digit = next(
                one for one in options.render_line(line) if one.text.strip() == str(line + 1)
            )
            assert digit.style is not None
            assert digit.style.bold
            ink, behind = _colour(digit.style.color), _colour(digit.style.bgcolor)
            assert contrast(ink, behind) >= READABLE


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [
        ("RUB", 1_234_50, "1234,50"),
        ("RUB", 1_234_00, "1234"),
        ("JPY", 1_234, "1234"),
        # Three digits after a comma would be thousands.
        ("KWD", 1_234_567, "1234.567"),
        ("KWD", 1_500, "1.500"),
        ("KWD", 5_000, "5"),
    ],
)
def test_a_sum_in_a_field_is_read_back_as_it_was(
    desk: Desk, currency: str, minor: int, written: str
) -> None:
    field = Field("amount", "", "money", currency=currency)
    assert field.written(minor) == written
    assert field.read(written, desk.local_now(), desk.calendar) == minor


async def test_what_is_said_in_passing_covers_no_hint(desk: Desk) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.push_screen(StepPrompt("Next step"))
        await pilot.pause()
        app.notify("Deal won: " + "a long title " * 5, markup=False)
        await pilot.pause()
        toast = app.screen.query_one(Toast).region
        assert toast.y == 1
        assert not toast.overlaps(app.screen.query_one("#prompt").region)
