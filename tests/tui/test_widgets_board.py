from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.message import Message

from pipeline_tui.tui.widgets.board import Board, BoardColumn, Card
from pipeline_tui.tui.widgets.lanes import share_lanes

STAGES = ("New", "Qualified", "Offer", "Talks", "Contract", "Payment")


def card(id_: int, **facts: str) -> Card:
    return Card(id_, facts.pop("title", f"Deal {id_}"), "Acme", f"{id_} 000 $", **facts)


def columns(*counts: int, more: bool = False) -> list[BoardColumn]:
    """Ids are hundreds by column: the first column has 100, 101, ..."""
    return [
        BoardColumn(
            STAGES[at].casefold(),
            STAGES[at],
            [card((at + 1) * 100 + number) for number in range(count)],
            str(count),
            (f"{count * 10} 000 $",),
            more=more,
        )
        for at, count in enumerate(counts)
    ]


class Counting(Board):
    drawn = 0

    def draw_line(self, y: int, width: int):  # type: ignore[no-untyped-def]
        self.drawn += 1
        return super().draw_line(y, width)


class BoardApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Counting(empty="No deals\nPress a to add one")

    def on_mount(self) -> None:
        self.board.focus()

    @property
    def board(self) -> Counting:
        return self.query_one(Counting)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, Board.BoardMessage):
            self.heard.append(message)
        await super()._on_message(message)

    def told(self, kind: type[Board.BoardMessage]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


def screen(board: Board) -> list[str]:
    return [strip.text for strip in board.render_lines(board.size.region)]


async def test_keys_move_over_cards_and_columns() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(5, 0, 2))
        await pilot.pause()
        assert (app.board.cursor_id, app.board.cursor_column) == (100, "new")
        for key, id_, column in (
            ("down", 101, "new"), ("down", 102, "new"), ("right", None, "qualified"),
            ("right", 300, "offer"), ("right", 300, "offer"), ("end", 301, "offer"),
            ("left", None, "qualified"), ("left", 100, "new"), ("end", 104, "new"),
            ("home", 100, "new"), ("up", 100, "new"),
        ):  # fmt: skip
            await pilot.press(key)
            assert (app.board.cursor_id, app.board.cursor_column) == (id_, column), key
        await pilot.pause()
        assert [m.card_id for m in app.told(Board.Highlighted)][:4] == [100, 101, 102, None]


async def test_a_card_says_what_whose_how_much_and_what_next() -> None:
    app = BoardApp()
    async with app.run_test(size=(60, 24)) as pilot:
        app.board.show(
            [
                BoardColumn(
                    "new",
                    "New",
                    [Card(1, "Cable", "Acme", "1 000 $", "call tomorrow", "! 14 d", "danger")],
                    "1",
                    ("1 000 $",),
                )
            ]
        )
        await pilot.pause()
        lines = [line.strip(" ▌│━") for line in screen(app.board)]
        assert lines[0].split() == ["New", "1"]
        assert lines[1] == "1 000 $"
        assert lines[3].startswith("Cable")
        assert lines[3].endswith("! 14 d")
        assert lines[4].startswith("Acme")
        assert lines[4].endswith("1 000 $")
        assert lines[5] == "call tomorrow"


async def test_a_narrow_card_has_a_line_for_what_it_is_and_the_sum_beside_when() -> None:
    app = BoardApp()
    async with app.run_test(size=(24, 20)) as pilot:
        app.board.show([
            BoardColumn("new", "New", [Card(
                1, "Acme", subtitle="Pallet racking, 28 bays, painted", amount="13 000 $",
                note="tomorrow call: about the offer", brief="tomorrow",
            )])
        ])  # fmt: skip
        await pilot.pause()
        lines = [line.strip(" ▌│━") for line in screen(app.board)]
        assert lines[2] == "Acme"
        assert lines[3] == "Pallet racking"
        assert lines[4].split("  ")[0] == "tomorrow"
        assert lines[4].endswith("13 000 $")


async def test_each_column_scrolls_by_itself() -> None:
    app = BoardApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.board.show(columns(40, 3))
        await pilot.press("end")
        text = "\n".join(screen(app.board))
        assert "Deal 139" in text
        assert "Deal 100" not in text
        assert "Deal 200" in text


async def test_columns_that_do_not_fit_shift_with_the_cursor() -> None:
    app = BoardApp()
    async with app.run_test(size=(70, 20)) as pilot:
        app.board.show(columns(1, 1, 1, 1, 1, 1))
        await pilot.pause()
        head = screen(app.board)[0]
        assert "Offer" in head
        assert "Talks" not in head
        assert "3›" in head
        await pilot.press("right", "right", "right")
        head = screen(app.board)[0]
        assert "‹1" in head
        assert "Talks" in head
        assert "2›" in head
        assert app.board.cursor_id == 400


async def test_enter_double_click_and_click() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 20)) as pilot:
        app.board.show(columns(3, 3))
        await pilot.press("enter")
        await pilot.click(Counting, offset=(45, 7))
        assert app.board.cursor_id == 201
        await pilot.click(Counting, offset=(45, 3), times=2)
        assert [m.card_id for m in app.told(Board.Opened)] == [100, 200]


async def test_a_move_is_asked_for_and_the_cursor_follows_the_card() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(3, 2))
        await pilot.press("down")
        app.board.action_move_left()  # nothing further left
        app.board.action_move_right()
        await pilot.pause()
        (asked,) = app.told(Board.MoveRequested)
        assert (asked.card_id, asked.column_key, asked.direction) == (101, "qualified", 1)
        app.board.put_card(card(101), "qualified")
        await pilot.pause()
        assert (app.board.cursor_id, app.board.cursor_column) == (101, "qualified")
        text = screen(app.board)
        assert text[3].index("Deal 101") > 40
        assert sum("Deal 101" in line for line in text) == 1
        assert "Deal 102" in text[6][:40]


async def test_a_changed_card_stays_in_its_place() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(3, 2))
        await pilot.press("down")
        app.board.put_card(card(101, title="Renamed"), "new")
        assert "Renamed" in screen(app.board)[6]
        assert app.board.cursor_id == 101


async def test_a_removed_card_leaves_the_cursor_on_the_next() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(3))
        await pilot.press("down")
        app.board.remove_card(101)
        assert app.board.cursor_id == 102
        app.board.remove_card(102)
        assert app.board.cursor_id == 100
        app.board.remove_card(100)
        await pilot.pause()
        assert app.board.cursor_id is None
        assert "Press a to add one" in "\n".join(screen(app.board))


async def test_cards_put_above_do_not_move_the_cursor_to_another_card() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(3, 1))
        await pilot.press("down")
        app.board.put_card(card(200), "new")
        assert app.board.cursor_id == 101
        app.board.put_card(card(999), "qualified")
        assert app.board.cursor_id == 101


async def test_data_shown_again_keeps_the_cursor_on_its_card() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(5, 5))
        await pilot.press("right", "down", "down")
        again = columns(5, 5)
        again[1] = BoardColumn("qualified", "Qualified", again[1].cards[1:])
        app.board.show(again)
        assert app.board.cursor_id == 202
        assert app.board.select(104)
        assert not app.board.select(12345)
        assert (app.board.cursor_id, app.board.cursor_column) == (104, "new")


async def test_data_shown_again_repaints_only_what_is_other_than_before() -> None:
    app = BoardApp()
    async with app.run_test(size=(120, 44)) as pilot:
        app.board.show(columns(40, 40, 40))
        await pilot.pause()
        head, card_lines = 4, 3
        for number in range(3):
            shown = columns(40, 40, 40)
            if number == 1:
                shown[1].cards[3] = card(203, title="Other")  # type: ignore[index]
            elif number == 2:
                shown[1] = replace(shown[1], count="41", cards=shown[1].cards)
                shown[1].cards[3] = card(203, title="Other")  # type: ignore[index]
            app.board.drawn = 0
            app.board.show(shown)
            await pilot.pause()
            assert app.board.drawn <= (0, card_lines, head)[number], number
            # What is on the screen is what a board that never saw the one before would show.
            seen = screen(app.board)
            app.board.forget_drawn()
            assert screen(app.board) == seen
        assert "Other" in "".join(screen(app.board))
        app.board.drawn = 0
        app.board.show(columns(40, 20, 40))
        await pilot.pause()
        assert app.board.drawn > 20  # the bar of a column is other: it is painted as a whole


async def test_space_marks_several_for_one_move() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(3, 2))
        await pilot.press("space", "space")
        assert app.board.chosen == (100, 101)
        assert "●" in screen(app.board)[3]
        app.board.action_move_right()
        await pilot.pause()
        assert app.told(Board.MoveRequested)[0].card_ids == (100, 101)
        app.board.action_clear_marks()
        assert app.board.chosen == (102,)


async def test_the_rest_of_a_column_is_asked_for_near_its_end() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(50, more=True))
        await pilot.press("down")
        assert not app.told(Board.NeedCards)
        await pilot.press("end", "up", "end")
        await pilot.pause()
        assert [(m.column_key, m.have) for m in app.told(Board.NeedCards)] == [("new", 50)]
        app.board.extend("new", [card(500), card(501)])
        await pilot.press("end")
        assert app.board.cursor_id == 501
        await pilot.press("up", "end")
        await pilot.pause()
        assert len(app.told(Board.NeedCards)) == 1


async def test_head_of_a_column_is_replaced_alone() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show(columns(2, 1))
        await pilot.pause()
        app.board.set_head(BoardColumn("new", "New", (), "7", ("70 000 $",)))
        assert "7" in screen(app.board)[0]
        assert "70 000 $" in screen(app.board)[1]
        assert app.board.card(101) is not None


async def test_stored_text_is_harmless() -> None:
    app = BoardApp()
    bad = "[bold]x[/]\x1b[31m\u202e\x9b"
    async with app.run_test(size=(80, 24)) as pilot:
        app.board.show([BoardColumn("a", bad, [Card(1, bad, bad, bad, bad, bad)], bad, (bad,))])
        await pilot.pause()
        text = "".join(screen(app.board))
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)
        assert "\u202e" not in text
        assert "[bold]x[/]" in text


async def test_a_key_draws_only_what_it_touches_however_many_cards() -> None:
    for count in (20, 2000):
        app = BoardApp()
        async with app.run_test(size=(120, 40)) as pilot:
            app.board.show(columns(*[count] * 5))
            await pilot.press("down")
            await pilot.pause()
            app.board.drawn = 0
            await pilot.press("down")
            await pilot.pause()
            assert app.board.drawn == 6  # three lines of each of two cards
            app.board.drawn = 0
            await pilot.press("right")
            await pilot.pause()
            assert app.board.drawn == 6  # one line of cards, and the heads
            app.board.drawn = 0
            app.board.put_card(card(202), "offer")
            await pilot.pause()
            assert app.board.drawn <= app.board.size.height


def test_lanes_fill_the_width_and_follow_the_cursor() -> None:
    for count, current, first, total in (
        (5, 0, 0, 120),
        (7, 6, 0, 80),
        (1, 0, 0, 40),
        (9, 4, 7, 57),
    ):
        lanes = share_lanes(count, current, first, total, 18)
        assert sum(lanes.widths) + lanes.shown == total
        assert lanes.span(current) is not None
    assert share_lanes(0, 0, 0, 80, 18).shown == 0
