from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from pipeline_tui.tui.widgets.columns import place_columns
from pipeline_tui.tui.widgets.rows import Rows
from pipeline_tui.tui.widgets.table import (
    Cell,
    Column,
    LazySource,
    LineTable,
    ListSource,
    Row,
    Section,
)

COLUMNS = (
    Column("name", "Client"),
    Column("sum", "Sum", width=12, align="right"),
    Column("city", "City", width=10, min_total_width=60),
)
HOSTILE = "[bold]Ann[/] \x1b[31m\u202e\x9b\x00[@click=app.quit]x"


def row(id_: int, name: str = "") -> Row:
    return Row(id_, {"name": name or f"Client {id_}", "sum": Cell(f"{id_} 000", "danger")})


def listed(count: int, **kinds: Sequence[Section]) -> ListSource:
    return ListSource([row(id_) for id_ in range(1, count + 1)], **kinds)


class Counting(LineTable):
    drawn = 0

    def draw_line(self, y: int, width: int):  # type: ignore[no-untyped-def]
        self.drawn += 1
        return super().draw_line(y, width)


class TableApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Counting(COLUMNS, empty="No clients\nPress a to add one")
        yield Input()

    def on_mount(self) -> None:
        self.query_one(Input).styles.display = "none"
        self.table.focus()

    @property
    def table(self) -> Counting:
        return self.query_one(Counting)

    def on_line_table_table_message(self, message: LineTable.TableMessage) -> None:
        self.heard.append(message)

    def on_line_table_highlighted(self, message: LineTable.Highlighted) -> None:
        self.heard.append(message)

    def on_line_table_opened(self, message: LineTable.Opened) -> None:
        self.heard.append(message)

    def on_line_table_sort_requested(self, message: LineTable.SortRequested) -> None:
        self.heard.append(message)

    def on_line_table_marks_changed(self, message: LineTable.MarksChanged) -> None:
        self.heard.append(message)


def screen(table: LineTable) -> list[str]:
    return [strip.text for strip in table.render_lines(table.size.region)]


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_keys_move_the_cursor_and_tell() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(100))
        await pilot.pause()
        assert app.table.cursor_id == 1
        for key, id_ in (
            ("down", 2), ("down", 3), ("up", 2), ("end", 100), ("home", 1), ("up", 1),
            ("pagedown", 11), ("pageup", 1),
        ):  # fmt: skip
            await pilot.press(key)
            assert app.table.cursor_id == id_, key
        told = [m.id for m in app.heard if isinstance(m, LineTable.Highlighted)]
        assert told == [1, 2, 3, 2, 100, 1, 11, 1]


async def test_the_cursor_stays_in_view() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(100))
        for key in ("end", "home", "pagedown", "pagedown", "up"):
            await pilot.press(key)
            shown = "\n".join(screen(app.table))
            assert f"Client {app.table.cursor_id} " in shown
        await pilot.press("end")
        await pilot.resize_terminal(50, 7)
        await pilot.pause()
        assert "Client 100 " in "\n".join(screen(app.table))


async def test_header_stays_and_says_how_it_is_sorted() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(100))
        app.table.sort = ("sum", True)
        await pilot.press("end")
        assert screen(app.table)[0].split() == ["Client", "Sum", "▼"]
        app.table.sort = ("sum", False)
        assert "Sum ▲" in screen(app.table)[0]


async def test_enter_and_double_click_open() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5))
        await pilot.press("down", "enter")
        await pilot.click(Counting, offset=(6, 4), times=2)
        opened = [m.id for m in app.heard if isinstance(m, LineTable.Opened)]
        assert opened == [2, 4]


async def test_a_click_selects_and_on_the_header_asks_to_sort() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5))
        await pilot.click(Counting, offset=(6, 3))
        assert app.table.cursor_id == 3
        await pilot.click(Counting, offset=(6, 9))  # below the rows
        assert app.table.cursor_id == 3
        await pilot.click(Counting, offset=(45, 0))
        asked = [m.key for m in app.heard if isinstance(m, LineTable.SortRequested)]
        assert asked == ["sum"]


async def test_space_marks_and_goes_on() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5))
        assert app.table.chosen == (1,)
        await pilot.press("down", "space", "up", "up", "space")
        assert app.table.marked == {1, 2}
        assert app.table.chosen == (1, 2)
        assert [line[1] for line in screen(app.table)[1:4]] == ["●", "●", " "]
        await pilot.press("up", "space")
        assert app.table.marked == {2}
        app.table.show(ListSource([row(4), row(5)]))
        assert app.table.marked == frozenset()


async def test_the_cursor_keeps_its_id_and_its_screen_line() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(100))
        for _ in range(30):
            await pilot.press("down")
        place = screen(app.table).index(next(s for s in screen(app.table) if s[0] == "▌"))
        app.table.show(ListSource([row(id_) for id_ in range(1, 101) if id_ % 2]))
        await pilot.pause()
        assert app.table.cursor_id == 31
        assert "Client 31 " in screen(app.table)[place]
        app.table.show(ListSource([row(id_) for id_ in range(1, 101) if id_ != 31]))
        assert app.table.cursor == 15  # gone: the row that now has its index
        app.table.show(ListSource([row(7)]))
        assert app.table.cursor_id == 7
        app.table.show(ListSource([]))
        assert app.table.cursor_id is None
        app.table.show(listed(5), cursor_id=4)
        assert app.table.cursor_id == 4


async def test_an_empty_list_says_what_to_press_but_not_before_it_is_read() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert "Press a" not in "\n".join(screen(app.table))
        app.table.show(ListSource([]))
        assert "Press a to add one" in "\n".join(screen(app.table))
        await pilot.press("down", "enter", "space", "pagedown", "end")
        assert not [m for m in app.heard if isinstance(m, LineTable.Opened)]


async def test_rows_come_when_they_are_needed() -> None:
    app = TableApp()
    asked: list[list[int]] = []
    gate = asyncio.Event()

    async def fetch(ids: Sequence[int]) -> Rows:
        asked.append(list(ids))
        await gate.wait()
        return {id_: row(id_) for id_ in ids}

    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(LazySource(range(1, 1_000_001), fetch))
        await pilot.pause()
        first = screen(app.table)[1]
        assert "Client" not in first
        assert "···" in first
        gate.set()
        await settled(pilot)
        assert "Client 1 " in screen(app.table)[1]
        assert asked == [list(range(1, 65)), list(range(65, 129))]  # in view, then the next window
        await pilot.press("end")
        await settled(pilot)
        assert "Client 1000000 " in screen(app.table)[-1]
        assert sum(map(len, asked)) <= 5 * 64


async def test_known_rows_stay_painted_while_fresh_ones_are_read() -> None:
    app = TableApp()
    gate = asyncio.Event()
    gate.set()
    word = "Old"

    async def fetch(ids: Sequence[int]) -> Rows:
        await gate.wait()
        return {id_: row(id_, f"{word} {id_}") for id_ in ids}

    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(LazySource(range(1, 50), fetch))
        await settled(pilot)
        word = "New"
        gate.clear()
        app.table.show(LazySource(range(1, 40), fetch))
        await pilot.pause()
        assert "Old 1 " in screen(app.table)[1]
        gate.set()
        await settled(pilot)
        assert "New 1 " in screen(app.table)[1]


async def test_an_answer_for_a_list_that_was_replaced_is_not_shown() -> None:
    app = TableApp()
    gate = asyncio.Event()

    async def slow(ids: Sequence[int]) -> Rows:
        await gate.wait()
        return {id_: row(id_, "Stale") for id_ in ids}

    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(LazySource(range(1, 20), slow))
        await pilot.pause()
        app.table.show(LazySource(range(1, 20), lambda ids: {id_: row(id_) for id_ in ids}))
        gate.set()
        await settled(pilot)
        assert "Stale" not in "\n".join(screen(app.table))
        assert "Client 1 " in screen(app.table)[1]


async def test_a_row_that_is_gone_is_asked_for_once() -> None:
    app = TableApp()
    asked: list[int] = []

    def fetch(ids: Sequence[int]) -> Rows:
        asked.extend(ids)
        return {id_: row(id_) for id_ in ids if id_ != 2}

    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(LazySource(range(1, 6), fetch))
        await settled(pilot)
        await pilot.press("down", "down", "end", "home")
        await settled(pilot)
        assert asked == [1, 2, 3, 4, 5]


async def test_a_changed_row_is_repainted() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5))
        await pilot.pause()
        app.table.update_rows({3: row(3, "Renamed")})
        assert "Renamed" in screen(app.table)[3]


async def test_the_cursor_steps_over_section_titles() -> None:
    app = TableApp()
    sections = [Section(0, "Overdue · 2"), Section(2, "Today · 3")]
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5, sections=sections))
        await pilot.pause()
        lines = screen(app.table)
        assert "Overdue · 2" in lines[1]
        assert "Today · 3" in lines[4]
        await pilot.press("down", "down")
        assert app.table.cursor_id == 3
        assert "Client 3 " in screen(app.table)[5]
        await pilot.click(Counting, offset=(6, 4))  # on a title
        assert app.table.cursor_id == 3
        await pilot.click(Counting, offset=(6, 2))
        assert app.table.cursor_id == 1


async def test_going_to_the_first_row_shows_its_section_title() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 8)) as pilot:
        app.table.show(listed(50, sections=[Section(0, "Overdue · 50")]))
        await pilot.press("end", "home")
        assert "Overdue" in screen(app.table)[1]


async def test_stored_text_is_shown_literally_and_holds_no_control_byte() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 8)) as pilot:
        app.table.show(ListSource([row(1, HOSTILE)], sections=[Section(0, HOSTILE)]))
        await pilot.pause()
        for line in screen(app.table):
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line)
            assert "\u202e" not in line
        assert "[bold]Ann[/]" in screen(app.table)[2]
        await pilot.click(Counting, offset=(40, 2))
        assert app.is_running


async def test_a_key_draws_two_lines_however_long_the_list() -> None:
    for count in (100, 100_000):
        app = TableApp()
        async with app.run_test(size=(80, 40)) as pilot:
            app.table.show(LazySource(range(count), lambda ids: {id_: row(id_) for id_ in ids}))
            await settled(pilot)
            await pilot.press("down")
            await pilot.pause()
            app.table.drawn = 0
            await pilot.press("down")
            await pilot.pause()
            assert app.table.drawn == 2
            app.table.drawn = 0
            await pilot.press("pagedown")
            await settled(pilot)
            assert app.table.drawn <= 2 * app.table.size.height


async def test_the_row_under_the_cursor_shows_without_the_focus() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(5))
        await pilot.pause()
        plain = app.table.render_line(2)._segments[-1].style
        focused = app.table.render_line(1)._segments[-1].style
        app.query_one(Input).styles.display = "block"
        app.query_one(Input).focus()
        await pilot.pause()
        blurred = app.table.render_line(1)._segments[-1].style
        assert len({style.bgcolor for style in (plain, focused, blurred) if style}) == 3
        assert app.table.render_line(1).text[0] == "▌"


async def test_the_wheel_and_the_bar_scroll() -> None:
    app = TableApp()
    async with app.run_test(size=(50, 12)) as pilot:
        app.table.show(listed(1000))
        await pilot.pause()
        app.table._on_mouse_scroll_down(_wheel())
        await pilot.pause()
        assert "Client 4 " in screen(app.table)[1]
        assert app.table.cursor_id == 1
        await pilot.mouse_down(Counting, offset=(49, 11))
        await pilot.mouse_up(Counting, offset=(49, 11))
        assert "Client 1000 " in screen(app.table)[-1]


def _wheel():  # type: ignore[no-untyped-def]
    from textual.events import MouseScrollDown

    return MouseScrollDown(None, 1, 1, 0, 1, 0, False, False, False)


def test_columns_share_the_width_and_the_least_needed_go_first() -> None:
    wide = place_columns(COLUMNS, 80, left=3)
    assert [(place.column.key, place.x, place.width) for place in wide] == [
        ("name", 3, 50),
        ("sum", 55, 12),
        ("city", 69, 10),
    ]
    narrow = place_columns(COLUMNS, 59, left=3)
    assert [place.column.key for place in narrow] == ["name", "sum"]
    assert [place.column.key for place in place_columns(COLUMNS, 20, left=3)] == ["name"]
