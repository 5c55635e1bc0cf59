"""The funnel as a person works it: board, table, figures; every key with what it leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.forms.step_forms import StepPrompt, plan_next_step
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen
from pipeline_tui.tui.widgets.board import Board
from pipeline_tui.tui.widgets.cards import whole_words
from pipeline_tui.tui.widgets.panel import CardPanel, Pair
from pipeline_tui.tui.widgets.table import Cell, LineTable
from tests.conftest import HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal, stage_code

_ASKING = ("dialog", "warm-up")


async def settle(pilot: Pilot[int]) -> None:
    """Wait until everything but an open dialog has come to rest."""
    for _round in range(3):
        await pilot.pause()
        busy = [one for one in pilot.app.workers if one.group not in _ASKING]
        if busy:  # an empty list would mean all of them
            await pilot.app.workers.wait_for_complete(busy)
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one by one, each having its effect before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def write(pilot: Pilot[int], text: str) -> None:
    """Type a line."""
    for letter in text:
        await pilot.press("space" if letter == " " else letter)
    await settle(pilot)


class FunnelApp(PipelineApp):
    """The program as it is after the key 3."""

    DEFAULT_MODE = "funnel"


async def funnel(pilot: Pilot[int]) -> FunnelScreen:
    """The funnel, when it has come to rest."""
    await settle(pilot)
    assert isinstance(pilot.app.screen, FunnelScreen)
    return pilot.app.screen


def drawn(pilot: Pilot[int]) -> str:
    """The whole screen as text."""
    screen = pilot.app.screen
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    ).replace("\xa0", " ")


@pytest.fixture
def small(desk: Desk) -> Desk:
    client = make_client(desk, "ООО «Ромашка»")
    make_deal(desk, "Станок", client_id=client, amount_minor=500_000_00)
    make_deal(desk, "Пресс", stage="offer", amount_minor=100_000_00)
    bare_deal(desk, "Из файла", amount_minor=50_000_00)
    return desk


async def test_the_board_shows_stages_sums_steps_and_what_is_wrong_in_words(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        text = drawn(pilot)
        assert "New" in text
        assert "Offer sent" in text
        assert "550K ₽" in text
        assert "Станок" in text
        assert "Ромашка" in text  # the legal form is left out of a narrow card
        assert "! no step" in text
        assert "no client" in text


async def test_one_key_moves_a_card_and_undo_brings_it_back(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        board = screen.query_one(Board)
        deal = board.cursor_id
        assert deal == 1
        await press(pilot, "greater_than_sign")
        assert stage_code(small, 1) == "qualification"
        assert (board.cursor_id, board.cursor_column) == (1, "qualification")
        await press(pilot, "u")
        assert stage_code(small, 1) == "new"
        assert board.cursor_id == 1


async def test_the_same_key_works_on_the_russian_layout(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "Ю")
        assert stage_code(small, 1) == "qualification"


async def test_before_the_first_column_there_is_none(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        before = stage_code(small, 1)
        screen.query_one(Board).select(1)
        await press(pilot, "less_than_sign")
        assert "This is the first stage" in [*pilot.app._notifications][-1].message
        await press(pilot, "v")
        screen.query_one(LineTable).select(1)
        await press(pilot, "less_than_sign")
        assert len(pilot.app._notifications) == 2
        assert stage_code(small, 1) == before


async def test_a_move_back_asks_why(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(2)
        await press(pilot, "less_than_sign")
        assert isinstance(pilot.app.screen, TextPrompt)
        await press(pilot, "enter")
        assert stage_code(small, 2) == "offer"
        await write(pilot, "нет бюджета")
        await press(pilot, "enter")
        assert stage_code(small, 2) == "needs"
        assert small.funnel.card(2).passes[-1].reason == "нет бюджета"


async def test_a_deal_without_a_step_is_moved_with_one_or_not_at_all(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(3)
        await press(pilot, "greater_than_sign")
        assert isinstance(pilot.app.screen, StepPrompt)
        await press(pilot, "escape")
        assert stage_code(small, 3) == "new"
        await press(pilot, "greater_than_sign")
        await write(pilot, "завтра 15:00 встреча")
        await press(pilot, "enter")
        row = small.funnel.card(3).row
        assert stage_code(small, 3) == "qualification"
        assert (row.next_step, row.next_kind) == (TOMORROW, "meeting")
        assert row.next_at is not None
        assert row.next_at.hour == 12  # 15:00 in Moscow


async def test_a_stage_is_chosen_by_a_digit(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "m", "5")
        assert stage_code(small, 1) == "negotiation"


async def test_winning_confirms_the_amount(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "w")
        field = pilot.app.screen.query_one("#field-amount_minor", Input)
        assert field.value == "500000"
        field.value = "450 000,50"
        await press(pilot, "enter")
        assert stage_code(small, 1) == "won"
        assert small.funnel.card(1).row.amount_minor == 450_000_50


async def test_losing_takes_two_keys_and_enter(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "l", "1")
        assert "10 May 2026" in drawn(pilot)  # the win-back day is shown before it is saved
        await press(pilot, "enter")
        row = small.funnel.card(1).row
        assert (stage_code(small, 1), row.loss_code) == ("lost", "price")


async def test_a_loss_to_a_competitor_wants_to_know_to_whom(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "l", "2", "enter")
        assert stage_code(small, 1) == "new"
        await write(pilot, "Vega")
        await press(pilot, "enter")
        row = small.funnel.card(1).row
        assert (row.loss_code, row.competitor) == ("competitor", "Vega")


async def test_leaving_the_question_for_the_reason_loses_nothing(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "l", "escape")
        assert stage_code(small, 1) == "new"
        assert isinstance(pilot.app.screen, FunnelScreen)


async def test_a_snooze_wants_its_reason_at_the_field(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "s")
        await write(pilot, "+2w")
        await press(pilot, "enter")
        assert "must be filled in" in drawn(pilot)
        await write(pilot, "отпуск")
        await press(pilot, "enter")
        row = small.funnel.card(1).row
        assert (row.snoozed_until, row.snooze_reason) == (TODAY + timedelta(days=14), "отпуск")
        assert "resting" in drawn(pilot)


async def test_a_new_step_may_replace_the_old_one(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "t")
        await write(pilot, "пт 10:00 позвонить")
        assert "Friday 13 March 2026 10:00" in drawn(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChoicePrompt)
        await press(pilot, "2")
        card = small.funnel.card(1)
        assert [(step.due_on.day, step.kind) for step in card.steps] == [(13, "call")]


async def test_a_step_is_done_together_with_planning_the_next(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "D")
        await write(pilot, "+3d отправить КП")
        await press(pilot, "enter")
        card = small.funnel.card(1)
        assert [(step.due_on.day, step.kind, step.title) for step in card.steps] == [
            (14, "email", "отправить КП")
        ]
        done = small.book.reader.execute("SELECT count(*) FROM task WHERE done_at IS NOT NULL")
        assert done.fetchone() == (1,)


async def test_the_kind_of_a_step_is_changed_by_tab(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(3)
        await press(pilot, "t")
        await write(pilot, "завтра")
        await press(pilot, "tab", "tab", "enter")
        assert small.funnel.card(3).row.next_kind == "meeting"


async def test_a_deal_is_added_with_its_client_and_first_step(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "a")
        await write(pilot, "Линия розлива")
        await press(pilot, "tab")
        await write(pilot, "ромаш")
        await press(pilot, "enter", "tab")
        await write(pilot, "1,5 млн")
        await press(pilot, "tab")
        await write(pilot, "завтра 15:00 показ")
        assert "Thursday 12 March 2026 15:00" in drawn(pilot)
        await press(pilot, "f2")
        row = small.funnel.card(4).row
        assert (row.title, row.client) == ("Линия розлива", "ООО «Ромашка»")
        assert (row.amount_minor, row.next_kind) == (1_500_000_00, "meeting")
        assert screen.query_one(Board).cursor_id == 4


async def test_a_deal_without_a_step_is_not_added(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "a")
        await write(pilot, "Линия")
        await press(pilot, "f2")
        assert "must be filled in" in drawn(pilot)
        assert len(small.funnel.ids()) == 3


async def test_the_table_shows_the_same_and_keeps_the_cursor_on_the_deal(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(2)
        await press(pilot, "v")
        table = screen.query_one(LineTable)
        assert list(table.ids) == [1, 2, 3]
        assert table.cursor_id == 2
        bare = table.row(3)
        assert bare is not None
        step = bare.cells["step"]
        assert isinstance(step, Cell)
        assert step.text == "! no next step"
        await press(pilot, "greater_than_sign")
        assert stage_code(small, 2) == "negotiation"


async def test_the_filter_works_as_one_types_and_escape_takes_it_off(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "v", "slash")
        await write(pilot, "РОМ")
        assert list(screen.query_one(LineTable).ids) == [1]
        await press(pilot, "enter")
        assert screen.query_one(LineTable).has_focus
        await press(pilot, "escape")
        assert list(screen.query_one(LineTable).ids) == [1, 2, 3]


async def test_the_sort_steps_through_the_orders_and_is_remembered(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "v", "S", "S", "S", "S")
        assert screen.query_one(LineTable).sort == ("title", False)
        assert list(screen.query_one(LineTable).ids) == [3, 2, 1]
        await settle(pilot)
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        assert list(screen.query_one(LineTable).ids) == [3, 2, 1]


async def test_a_list_of_what_asks_for_attention_is_two_keys_away(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "f")
        assert "Without a next step  1" in drawn(pilot)
        await press(pilot, "2")
        board = screen.query_one(Board)
        assert board.cursor_id == 3
        assert "Without a next step" in drawn(pilot)
        assert board.card(1) is None
        await press(pilot, "escape")
        assert board.card(1) is not None


async def test_lost_deals_are_listed_in_the_table(small: Desk) -> None:
    small.deals.lose(1, "price")
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "f", "8")
        assert list(screen.query_one(LineTable).ids) == [1]
        assert "lost today: price" in drawn(pilot)


async def test_a_lost_deal_comes_back_with_a_reason_and_a_step(small: Desk) -> None:
    small.deals.lose(1, "price")
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "f", "8", "m", "4")
        await write(pilot, "вернулись")
        await press(pilot, "enter")
        await write(pilot, "завтра")
        await press(pilot, "enter")
        assert stage_code(small, 1) == "offer"
        assert small.funnel.card(1).row.next_step == TOMORROW


async def test_marked_deals_are_acted_on_together_as_one_change(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "v", "space", "space")
        assert "2 marked" in drawn(pilot)
        await press(pilot, "l", "4", "enter")
        assert [stage_code(small, deal) for deal in (1, 2, 3)] == ["lost", "lost", "new"]
        assert screen.query_one(LineTable).marked == frozenset()
        await press(pilot, "u")
        assert [stage_code(small, deal) for deal in (1, 2)] == ["new", "offer"]


async def test_figures_are_the_third_view_and_stand_beside_the_board_on_a_wide_screen(
    small: Desk,
) -> None:
    small.deals.win(2)
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        assert not screen.query_one("#funnel-side").display
        await press(pilot, "v", "v")
        panel = screen.query_one("#funnel-course", CardPanel)
        pairs = {one.label: one.value for one in panel.blocks if isinstance(one, Pair)}
        assert pairs["Without a next step"] == "! 1"
        assert pairs["Win rate"] == "100% (1 of 1)"
        assert pairs["Offer sent"].startswith("100% went on (1 of 1)")
        assert "too few closed yet: 1 of 20" in pairs["Offer sent"]
    async with FunnelApp(small).run_test(size=(200, 50)) as pilot:
        screen = await funnel(pilot)
        await press(pilot, "v")
        assert screen.query_one("#funnel-side").display


async def test_an_empty_funnel_says_what_to_press(desk: Desk) -> None:
    async with FunnelApp(desk).run_test(size=(80, 24)) as pilot:
        await funnel(pilot)
        assert "a adds the first one" in drawn(pilot)
        await press(pilot, "greater_than_sign", "w", "l", "t", "s", "e", "m", "D", "enter", "c")
        assert isinstance(pilot.app.screen, FunnelScreen)


async def test_enter_opens_the_deal_and_escape_comes_back_to_the_same_card(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(2)
        await press(pilot, "enter")
        opened: object = pilot.app.screen
        assert isinstance(opened, DealScreen)
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert screen.query_one(Board).cursor_id == 2


async def test_a_change_made_elsewhere_shows_up(small: Desk) -> None:
    app = FunnelApp(small)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        small.deals.edit(1, {"title": "Станок ЧПУ"})
        app.look_for_changes()
        await settle(pilot)
        card = screen.query_one(Board).card(1)
        assert card is not None
        assert card.subtitle == "Станок ЧПУ"


async def test_markup_and_control_bytes_in_titles_are_only_text(desk: Desk) -> None:
    make_deal(desk, "[@click=app.quit]бум[/] \x1b[31m\u202e", amount_minor=1)
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        assert "[@click=app" in drawn(pilot)
        assert "\x1b" not in drawn(pilot)
        await press(pilot, "m", "escape", "t", "escape", "l", "1", "escape", "enter")
        assert isinstance(pilot.app.screen, DealScreen)
        assert "\x1b" not in drawn(pilot)


async def test_only_the_first_cards_of_a_column_are_read_and_more_come_on_the_way(
    desk: Desk,
) -> None:
    with desk.book.write("file.create") as unit:
        unit.db.executemany(
            "INSERT INTO deal (title, amount_minor, currency, source, owner, competitor, notes,"
            " custom, stage_id, stage_since, loss_note, snooze_reason, created_at)"
            " VALUES (?, ?, 'RUB', '', '', '', '', '{}', 1, '2026-03-01T00:00:00Z', '', '',"
            " '2026-03-01T00:00:00Z')",
            [(f"сделка {n}", 1000 - n) for n in range(300)],
        )
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        board = screen.query_one(Board)
        assert board.card(48) is not None
        assert board.card(49) is None
        for _page in range(12):
            await press(pilot, "pagedown")
        assert board.card(49) is not None
        assert board.cursor_id is not None
        assert board.cursor_id > 48
        assert "300" in drawn(pilot)


async def test_russian_names_are_chosen_in_russian(small: Desk, russian: None) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        assert "! без шага" in drawn(pilot)
        await press(pilot, "m")
        options = pilot.app.screen.query_one(OptionList)
        assert options.option_count == 11
        assert "На какой этап?" in drawn(pilot)


async def test_a_line_of_two_meanings_is_asked_about(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.query_one(Board).select(3)
        await press(pilot, "t")
        await write(pilot, "через день")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChoicePrompt)
        await press(pilot, "2")
        row = small.funnel.card(3).row
        assert row.next_step is not None
        assert isinstance(pilot.app.screen, FunnelScreen)


async def test_a_wrong_first_step_is_said_at_its_field(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        await funnel(pilot)
        await press(pilot, "a")
        await write(pilot, "Линия")
        await press(pilot, "tab", "tab", "tab")
        await write(pilot, "когда-нибудь")
        await press(pilot, "f2")
        assert "not a time" in drawn(pilot)
        assert len(small.funnel.ids()) == 3


async def test_a_step_of_a_client_alone_is_planned_from_any_screen(small: Desk) -> None:
    async with FunnelApp(small).run_test(size=(120, 36)) as pilot:
        screen = await funnel(pilot)
        screen.flow(plan_next_step, screen, client_id=1)
        await settle(pilot)
        assert "Next step: ООО «Ромашка»" in drawn(pilot)
        await write(pilot, "+3d поздравить")
        await press(pilot, "enter")
        found = small.book.reader.execute(
            "SELECT client_id, due_on, title FROM task WHERE deal_id IS NULL"
        ).fetchall()
        assert found == [(1, "2026-03-14", "поздравить")]


async def test_figures_of_an_empty_time_say_which_key_shows_all_of_it(
    small: Desk, clock: HandClock
) -> None:
    small.deals.win(1, amount_minor=500_000_00)
    clock.forward(days=200)
    async with FunnelApp(small).run_test(size=(120, 50)) as pilot:
        await funnel(pilot)
        await press(pilot, "v", "v")
        text = drawn(pilot)
        assert "Nothing was won or lost in this time: 90 days." in text
        assert "P shows another time, or all of it." in text
        assert "Closed in 90 days" in text
        await press(pilot, "P", "5")
        text = drawn(pilot)
        assert "Closed in all time" in text
        assert "1 · 500K ₽" in text
        assert "Nothing was won or lost" not in text


async def test_the_time_of_the_figures_is_kept_and_may_begin_on_any_day(
    small: Desk, clock: HandClock
) -> None:
    small.deals.win(1, amount_minor=500_000_00)
    clock.forward(days=200)
    async with FunnelApp(small).run_test(size=(120, 50)) as pilot:
        await funnel(pilot)
        await press(pilot, "P", "6")
        await write(pilot, "01.03.2026")
        await press(pilot, "enter")
        assert "Closed since 1 Mar 2026 · Won 1" in drawn(pilot)
    async with FunnelApp(small).run_test(size=(120, 50)) as pilot:
        await funnel(pilot)
        assert "Closed since 1 Mar 2026 · Won 1" in drawn(pilot)


def test_whole_words_are_kept_beside_the_sum_of_a_narrow_card() -> None:
    assert whole_words("Pallet racking, 28 bays", 16) == "Pallet racking"
    assert whole_words("Label printers, 5 units", 17) == "Label printers"
    assert whole_words("Tape", 4) == "Tape"
    assert whole_words("Unbreakable", 5) == "Unbreakable"
