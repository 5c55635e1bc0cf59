"""The one-line widgets, the bars and the page of blocks."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from pipeline_tui.tui.widgets.bars import Bar, Bars
from pipeline_tui.tui.widgets.glyphs import ASCII
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.keybar import Hint, KeyBar
from pipeline_tui.tui.widgets.lines import LineWidget
from pipeline_tui.tui.widgets.panel import (
    CardPanel,
    Entry,
    Gap,
    Heading,
    Pair,
    Paragraph,
    Title,
)
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip

HOSTILE = "[bold]x[/]\x1b[31m\u202e\x9b"


class Holder(App[None]):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    async def _on_message(self, message: Message) -> None:
        self.heard.append(message)
        await super()._on_message(message)

    def told(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


def screen(widget: LineWidget) -> list[str]:
    return [strip.text for strip in widget.render_lines(widget.size.region)]


def harmless(widget: LineWidget) -> bool:
    text = "".join(screen(widget))
    return "[bold]x[/]" in text and not any(
        ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char == "\u202e" for char in text
    )


@given(st.sets(st.integers(0, 30)))
def test_every_line_that_differs_is_painted_also_the_first(lines: set[int]) -> None:
    painted: list[int] = []

    class Told(LineWidget):
        def refresh_lines(self, y: int, count: int = 1) -> None:
            painted.extend(range(y, y + count))

    Told().refresh_some(sorted(lines))
    assert painted == sorted(lines)


async def test_tabs_name_themselves_and_answer_a_click() -> None:
    tabs = TabStrip([Tab("today", "1", "Today"), Tab("debts", "5", "Debts")], title="sales.db")
    app = Holder(tabs)
    async with app.run_test(size=(40, 5)) as pilot:
        tabs.current = "debts"
        line = screen(tabs)[0]
        assert line.startswith(" 1 Today  5 Debts ")
        assert line.rstrip().endswith("sales.db")
        await pilot.click(TabStrip, offset=(12, 0))
        assert [message.tab_id for message in app.told(TabStrip.Selected)] == ["debts"]
        await pilot.click(TabStrip, offset=(30, 0))
        assert len(app.told(TabStrip.Selected)) == 1
        tabs.title = HOSTILE
        assert harmless(tabs)


async def test_key_hints_give_way_by_rank_and_help_stays() -> None:
    hints = [
        Hint("c", "call", "call", 1),
        Hint("w", "won", "won", 9),
        Hint("?", "help", "help", 99),
    ]
    bar = KeyBar(hints)
    app = Holder(bar)
    async with app.run_test(size=(40, 5)) as pilot:
        assert screen(bar)[0].split() == ["c", "call", "w", "won", "?", "help"]
        await pilot.click(KeyBar, offset=(10, 0))
        assert [message.action for message in app.told(KeyBar.Pressed)] == ["won"]
        await pilot.resize_terminal(18, 5)
        await pilot.pause()
        assert screen(bar)[0].split() == ["c", "call", "?", "help"]


async def test_a_headline_leaves_out_what_does_not_fit() -> None:
    headline = Headline()
    app = Holder(headline)
    async with app.run_test(size=(60, 5)) as pilot:
        headline.show([Figure("Calls", "4/20"), Figure("Promises", "3", "warning")], "Tue 24 Nov")
        line = screen(headline)[0]
        assert line.startswith(" Calls 4/20 · Promises 3 ")
        assert line.rstrip().endswith("Tue 24 Nov")
        await pilot.resize_terminal(26, 5)
        await pilot.pause()
        assert screen(headline)[0].strip() == "Calls 4/20 · Promises 3"
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert screen(headline)[0].strip() == "Calls 4/20"
        headline.show([Figure(HOSTILE, "")])
        assert harmless(headline)


async def test_bars_are_as_long_as_their_values_and_say_them() -> None:
    bars = Bars(
        [Bar("1-30", 100, "100 $", "67 %"), Bar("90+", 50, "50 $", "33 %"), Bar("no", 0, "0 $")]
    )
    app = Holder(bars)
    async with app.run_test(size=(60, 8)) as pilot:
        assert bars.size.height == 3
        lines = screen(bars)
        full, half, none = (sum(line.count(cell) for cell in "▏▎▍▌▋▊▉█") for line in lines)
        assert none == 0
        assert abs(full - 2 * half) <= 1
        assert lines[0].split()[0] == "1-30"
        assert lines[0].split()[-4:] == ["100", "$", "67", "%"]
        await pilot.click(Bars, offset=(3, 1))
        assert [message.index for message in app.told(Bars.Pressed)] == [1]
        bars.glyphs = ASCII
        bars.refresh()
        assert all(line.isascii() for line in screen(bars))
        bars.show([Bar(HOSTILE, 1, HOSTILE, HOSTILE)])
        assert harmless(bars)


async def test_bars_without_values_draw() -> None:
    bars = Bars()
    app = Holder(bars)
    async with app.run_test(size=(30, 8)) as pilot:
        assert bars.size.height == 0
        bars.show([Bar("none", 0, "0 $")])
        await pilot.pause()
        assert "0 $" in screen(bars)[0]


async def test_a_page_lines_up_values_and_wraps_text_under_itself() -> None:
    panel = CardPanel(
        [
            Title("Acme", (("debt 5 $", "danger"),)),
            Pair("Phone", "+7 912 000-11-22"),
            Pair("Next step", "call about the offer tomorrow at three"),
            Heading("History", "2"),
            Entry("3 days", "Call", "promised to pay"),
            Gap(),
            Paragraph("first\nsecond", mark="•"),
        ]
    )
    app = Holder(panel)
    async with app.run_test(size=(36, 20)):
        lines = [line.rstrip() for line in screen(panel)]
        assert lines[0] == " Acme  debt 5 $"
        assert lines[1] == " Phone      +7 912 000-11-22"
        assert lines[2] == " Next step  call about the offer"
        assert lines[3] == "            tomorrow at three"
        assert lines[4] == ""
        assert lines[5].startswith(" History ─")
        assert lines[5].endswith("─ 2")
        assert lines[6] == " 3 days  Call"
        assert lines[7] == "         promised to pay"
        assert lines[9:11] == [" • first", "   second"]


async def test_a_long_page_scrolls_and_starts_again_with_another_card() -> None:
    blocks = [Paragraph(f"note {number}") for number in range(50)]
    panel = CardPanel(blocks)
    app = Holder(panel)
    async with app.run_test(size=(30, 10)) as pilot:
        panel.focus()
        await pilot.press("end")
        assert "note 49" in screen(panel)[-1]
        panel.show(blocks, stay=True)
        assert "note 49" in screen(panel)[-1]
        panel.show(blocks)
        assert "note 0" in screen(panel)[0]
        await pilot.press("down", "pagedown")
        assert "note 10" in screen(panel)[0]


async def test_a_page_shows_stored_text_literally() -> None:
    panel = CardPanel(
        [
            Title(HOSTILE, ((HOSTILE, ""),)), Pair(HOSTILE, HOSTILE), Heading(HOSTILE, HOSTILE),
            Paragraph(HOSTILE), Entry(HOSTILE, HOSTILE, HOSTILE),
        ]
    )  # fmt: skip
    app = Holder(panel)
    async with app.run_test(size=(60, 20)):
        assert harmless(panel)


async def test_an_empty_page_says_so() -> None:
    panel = CardPanel(empty="Nobody chosen")
    app = Holder(panel)
    async with app.run_test(size=(30, 10)):
        assert screen(panel)[0].strip() == "Nobody chosen"
