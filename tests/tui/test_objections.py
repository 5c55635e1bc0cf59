"""The objections screen and the look-up as they are used, key by key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Select, TextArea

from pipeline_tui.domain.objections import LogFilter
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen
from pipeline_tui.tui.screens.drill import DrillScreen
from pipeline_tui.tui.screens.objection_figures import ObjectionFiguresScreen
from pipeline_tui.tui.screens.objection_lookup import LookupResult, ObjectionLookup, log_lookup
from pipeline_tui.tui.screens.objections import ObjectionsScreen
from pipeline_tui.tui.widgets.answer_page import AnswerPage
from pipeline_tui.tui.widgets.panel import CardPanel, Paragraph
from pipeline_tui.tui.widgets.pick_list import PickList
from pipeline_tui.tui.widgets.tabs import TabStrip
from tests.dealing import make_client, make_deal
from tests.services.test_objections import answer_ids, kind_id, meet

SIZES = [(80, 24), (120, 36), (200, 50)]


class App(PipelineApp):
    """The program opened on the objections, so that no other screen is needed."""

    DEFAULT_MODE = "objections"


class Bare(PipelineApp):
    """The program with an empty screen under the look-up."""

    DEFAULT_MODE = "bare"
    MODES = {"bare": lambda: Screen()}  # noqa: RUF012 - as Textual wants it


@pytest.fixture
def library(desk: Desk) -> Desk:
    desk.objections.load_starter("ru")
    return desk


async def settle(pilot: Pilot[Any]) -> None:
    """Wait for the workers, and for what they have shown."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def idle(pilot: Pilot[Any]) -> None:
    """Wait for whatever is not waiting for the user itself."""
    for _round in range(3):
        await pilot.pause()
        waiting = [w for w in pilot.app.workers if w.group not in ("dialog", "warm-up")]
        if waiting:  # an empty list would mean all of them
            await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause()


def texts(panel: CardPanel) -> list[str]:
    return [one.text for one in panel.blocks if isinstance(one, Paragraph)]


# The screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_commonest_kind_stands_first_with_its_best_answer(
    library: Desk, size: tuple[int, int]
) -> None:
    best = answer_ids(library, "need")[3]
    meet(library, "price", "did_not", 2)
    meet(library, "need", "worked", 3, answer_id=best)
    async with App(library).run_test(size=size) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        assert screen.kinds.cursor_id == kind_id(library, "need")
        assert screen.answers.cursor_id == best
        page = texts(screen.query_one("#answer-page", CardPanel))
        assert page[0] == library.objection_views.answer(best).text
        await pilot.press("j")
        await settle(pilot)
        assert screen.kinds.cursor_id == kind_id(library, "price")
        assert list(screen.answers.ids) == answer_ids(library, "price")


async def test_letters_on_the_wrong_layout_narrow_the_kinds(library: Desk) -> None:
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        await pilot.press("slash", *"ljhju")
        await settle(pilot)
        assert screen.kinds.ids[0] == kind_id(library, "price")
        assert len(screen.kinds.ids) < 5
        await pilot.press("enter")
        assert screen.kinds.has_focus
        await pilot.press("escape")
        await settle(pilot)
        assert len(screen.kinds.ids) == 13


async def test_an_answer_is_added_where_the_cursor_is_and_stands_in_the_list(
    library: Desk,
) -> None:
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ф")  # a on the Russian layout
        await idle(pilot)
        await pilot.press("1")
        await idle(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.query_one("#field-text", TextArea).text = "Давайте посчитаем вместе."
        await pilot.press("f2")
        await idle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        own = answer_ids(library, "price")[-1]
        assert library.objection_views.answer(own).text == "Давайте посчитаем вместе."
        assert screen.answers.cursor_id == own
        assert screen.answers.has_focus
        await pilot.press("u")
        await idle(pilot)
        assert own not in screen.answers.ids


async def test_an_answer_to_an_objection_nobody_knew_makes_its_kind(library: Desk) -> None:
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await idle(pilot)
        await pilot.press("1")
        await idle(pilot)
        form = pilot.app.screen
        form.query_one("#field-name", Input).value = "Нет грузчиков"
        form.query_one("#field-text", TextArea).text = "Разгрузим сами."
        await pilot.press("f2")
        await idle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        row = library.objection_views.kind(screen.kinds.cursor_id or 0)
        assert row.name == "Нет грузчиков"
        assert len(screen.answers.ids) == 1


async def test_a_kind_of_ones_own_is_added_put_away_and_offered_again(library: Desk) -> None:
    async with App(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await idle(pilot)
        await pilot.press("2")
        await idle(pilot)
        pilot.app.screen.query_one("#field-name", Input).value = "Нет грузчиков"
        await pilot.press("f2")
        await idle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        own = screen.kinds.cursor_id or 0
        assert library.objection_views.kind(own).name == "Нет грузчиков"
        await pilot.press("R")
        await idle(pilot)
        assert own not in screen.kinds.ids
        await pilot.press("h")
        await idle(pilot)
        screen.kinds.select(own)
        await pilot.press("R")
        await idle(pilot)
        assert not library.objection_views.kind(own).retired


async def test_an_answer_is_put_away_and_undo_brings_it_back(library: Desk) -> None:
    async with App(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("right")
        await idle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        first = screen.answers.cursor_id
        await pilot.press("R")
        await idle(pilot)
        assert first not in screen.answers.ids
        await pilot.press("u")
        await idle(pilot)
        assert first in screen.answers.ids


async def test_an_edited_answer_keeps_its_figures(library: Desk) -> None:
    first = answer_ids(library, "price")[0]
    meet(library, "price", "worked", answer_id=first)
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("right", "e")
        await idle(pilot)
        pilot.app.screen.query_one("#field-text", TextArea).text = "Иначе."
        await pilot.press("f2")
        await idle(pilot)
    row = library.objection_views.ranked(kind_id(library, "price"))[0]
    assert (row.answer.id, row.answer.text, row.tally.worked) == (first, "Иначе.", 1)


async def test_the_log_opens_the_client_and_settles_what_was_open(library: Desk) -> None:
    client = make_client(library)
    meet(library, "price", "open", client_id=client, verbatim="кусается")
    opened: list[int] = []
    app = App(library)
    app.open_client = opened.append  # type: ignore[assignment,method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("enter")
        assert opened == [client]
        await pilot.press("e")
        await idle(pilot)
        pilot.app.screen.query_one("#field-result", Select).value = "worked"
        await pilot.press("f2")
        await idle(pilot)
        assert library.objection_views.log()[0].result == "worked"
        await pilot.press("escape")
        await idle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        assert screen.kinds.has_focus


async def test_hostile_words_are_shown_and_run_nothing(library: Desk) -> None:
    nasty = "[@click=app.quit]x[/] [/red] \x1b[2J\u202e"
    own = library.objections.add_type(nasty[:20])
    library.objections.add_answer(own, nasty, follow_up=nasty)
    client = make_client(library, "[b]Ромашка[/]")
    library.objections.log(type_id=own, client_id=client, verbatim=nasty)
    async with App(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        for key in ("right", "v"):
            await pilot.press(key)
            await settle(pilot)
        pilot.app.push_screen(ObjectionLookup(client_id=client))
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        picture = pilot.app.export_screenshot()
    assert "\x1b" not in picture and "\u202e" not in picture


# The look-up


async def look_up(pilot: Pilot[Any], **card: Any) -> list[LookupResult | None]:
    left: list[LookupResult | None] = []
    pilot.app.push_screen(ObjectionLookup(**card), left.append)
    await settle(pilot)
    return left


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("letters", "key", "result"),
    [("дор", "w", "worked"), ("ljh", "ц", "worked"), ("дор", "p", "partly"), ("дор", "з", "partly"),
     ("дор", "d", "did_not"), ("дор", "в", "did_not"), ("дор", "enter", "open")],
)  # fmt: skip
async def test_letters_a_digit_and_a_letter_are_a_whole_objection(
    library: Desk, size: tuple[int, int], letters: str, key: str, result: str
) -> None:
    async with Bare(library).run_test(size=size) as pilot:
        left = await look_up(pilot)
        await pilot.press(*letters)
        await settle(pilot)
        await pilot.press("2", key)
        await settle(pilot)
    second = answer_ids(library, "price")[1]
    assert left == [LookupResult(kind_id(library, "price"), second, "дорого", result, None)]


async def test_a_digit_pressed_before_the_list_is_ready_means_what_was_typed(
    library: Desk,
) -> None:
    async with Bare(library).run_test(size=(80, 24)) as pilot:
        left = await look_up(pilot)
        await pilot.press(*"секретар", "1", "w")
        await settle(pilot)
    assert left[0] is not None
    assert left[0].type_id == kind_id(library, "gatekeeper")


async def test_two_keys_reach_an_answer_to_the_commonest(library: Desk) -> None:
    meet(library, "terms", "did_not", 3)
    async with Bare(library).run_test(size=(80, 24)) as pilot:
        left = await look_up(pilot)
        await pilot.press("1", "w")
        await settle(pilot)
    first = answer_ids(library, "terms")[0]
    assert left == [LookupResult(kind_id(library, "terms"), first, "", "worked", None)]


async def test_escape_goes_back_to_the_letters_and_then_out(library: Desk) -> None:
    async with Bare(library).run_test(size=(80, 24)) as pilot:
        left = await look_up(pilot)
        await pilot.press(*"дор", "1", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ObjectionLookup)
        assert pilot.app.screen.query_one("#heard", Input).value == "дор"
        assert left == []
        await pilot.press("escape")
        await settle(pilot)
    assert left == [None]


async def test_an_objection_without_an_answer_is_kept_with_its_words_and_whether_true(
    library: Desk,
) -> None:
    async with Bare(library).run_test(size=(80, 24)) as pilot:
        left = await look_up(pilot)
        await pilot.press(*"подумаем до вторника")
        await settle(pilot)
        await pilot.press("enter", "g", "п", "enter")
        await settle(pilot)
    time = kind_id(library, "time")
    assert left == [LookupResult(time, None, "подумаем до вторника", "open", False)]


async def test_words_like_nothing_are_kept_under_the_kind_one_chooses(library: Desk) -> None:
    async with Bare(library).run_test(size=(80, 24)) as pilot:
        left = await look_up(pilot)
        await pilot.press(*"щщщщщ")
        await settle(pilot)
        assert len(pilot.app.screen.query_one(PickList).lines) > 5
        await pilot.press("down", "enter", "d")
        await settle(pilot)
    second = library.objection_views.lookup("")[1].kind.id
    assert left == [LookupResult(second, None, "щщщщщ", "did_not", None)]


async def test_answers_are_filled_from_the_card_and_say_what_failed_with_them(
    library: Desk,
) -> None:
    client = make_client(library, "Лютик")
    deal = make_deal(library, client_id=client, stage="offer", amount_minor=217_000_00)
    third = answer_ids(library, "price")[2]  # takes the price apart
    meet(library, "price", "did_not", answer_id=third, deal_id=deal)
    meet(library, "price", "worked", 5, answer_id=third)
    async with Bare(library).run_test(size=(120, 36)) as pilot:
        await look_up(pilot, client_id=client, deal_id=deal)
        await pilot.press(*"дор")
        await settle(pilot)
        shown = pilot.app.screen.query_one(AnswerPage).text
    assert "₽217,000" in shown.replace("\xa0", "") or "217,000₽" in shown.replace("\xa0", "")
    assert "did not work" in shown
    assert "{" not in shown


async def test_what_the_look_up_brought_is_logged_for_the_client(library: Desk) -> None:
    client = make_client(library)
    deal = make_deal(library, client_id=client, stage="offer")
    price = kind_id(library, "price")
    met = LookupResult(price, answer_ids(library, "price")[0], "дорого", "worked", True)
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionsScreen)
        assert await log_lookup(screen, met, client, deal)
    (row,) = library.objection_views.log(LogFilter(client_id=client))
    assert (row.verbatim, row.result, row.genuine, row.stage) == ("дорого", "worked", True, "offer")


async def test_an_objection_met_outside_a_call_is_logged_for_whom_one_names(
    library: Desk,
) -> None:
    client = make_client(library, "Лютик")
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("щ")  # o on the Russian layout
        await idle(pilot)
        await pilot.press(*"дор")
        await idle(pilot)
        await pilot.press("1", "w")
        await idle(pilot)
        await pilot.press(*"люти")
        await idle(pilot)
        await pilot.press("enter")
        await idle(pilot)
        await pilot.press("f2")
        await idle(pilot)
    (row,) = library.objection_views.history(client)
    assert (row.verbatim, row.result) == ("дорого", "worked")


async def test_an_answer_is_tagged_by_the_names_of_stages(library: Desk) -> None:
    meet(library, "price", "did_not")
    first = answer_ids(library, "price")[0]
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter", "e")
        await idle(pilot)
        form = pilot.app.screen
        assert isinstance(form, FormScreen)
        form.query_one("#field-stages", Input).value = "negotiation, Offer sent"
        form.query_one("#field-products", Input).value = "Пресс"
        await pilot.press("f2")
        await idle(pilot)
        answer = library.objection_views.answer(first)
        assert (answer.stages, answer.products) == ("negotiation, offer", "Пресс")
        await pilot.press("e")
        await idle(pilot)
        form = pilot.app.screen
        assert form.query_one("#field-stages", Input).value == "Negotiation, Offer sent"
        form.query_one("#field-stages", Input).value = "nowhere"
        await pilot.press("f2")
        await idle(pilot)
        assert pilot.app.screen is form


# What they do to deals


async def test_the_figures_open_the_deals_that_an_objection_cost(library: Desk) -> None:
    deal = make_deal(library, "Пресс", stage="offer", client_id=make_client(library))
    meet(library, "price", "did_not", deal_id=deal)
    library.deals.lose(deal, "price")
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("equals_sign")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ObjectionFiguresScreen)
        assert len(screen.table.ids) == 1
        await pilot.press("enter")
        await idle(pilot)
        behind = pilot.app.screen
        assert isinstance(behind, DealsBehindScreen)
        assert list(behind.table.ids) == [deal]
        await pilot.press("escape", "tab", "tab", "tab", "B")
        await idle(pilot)
        await pilot.press("4")
        await idle(pilot)
        assert screen.query_one("#views", TabStrip).current == "split"
        assert screen.table.columns[0].title == "Competitor"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ObjectionsScreen)


# Practice


async def test_an_answer_is_recalled_seen_and_graded_by_keys(library: Desk) -> None:
    meet(library, "terms", "did_not", 2)
    first, second = (one.answer for one in library.drill.session().queue[:2])
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("з")  # p on the Russian layout
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        page = screen.query_one(CardPanel)
        assert first.text not in texts(page)
        await pilot.press("3")  # nothing to grade before it was seen
        await settle(pilot)
        assert library.drill.session().progress.done == 0
        await pilot.press("space")
        assert first.text in texts(page)
        await pilot.press("4")
        await settle(pilot)
        assert library.drill.session().progress.done == 1
        assert screen.exercise is not None
        assert screen.exercise.answer.id == second.id
        assert second.text not in texts(page)
        await pilot.press("u")
        await settle(pilot)
        assert screen.exercise.answer.id == first.id
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ObjectionsScreen)


async def test_the_practice_ends_and_says_how_far_it_has_come(library: Desk) -> None:
    for _one in range(9):
        library.drill.grade(library.drill.session().queue[0].answer.id, 3)
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("p", "enter", "3")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        assert screen.exercise is None
        assert any("10 begun" in text for text in texts(screen.query_one(CardPanel)))


# The library as a file


async def test_a_library_is_brought_in_once_one_has_seen_what_comes(
    library: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "mine.md"
    file.write_text(
        "## Дорого\n- code: price\n\n###\nДавайте посчитаем.\n\n###\n- technique: x\n\nНу?\n",
        "utf-8",
    )
    before = answer_ids(library, "price")
    async with App(library).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("X")
        await idle(pilot)
        await pilot.press("2")
        await idle(pilot)
        pilot.app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await idle(pilot)
        picture = pilot.app.export_screenshot().replace("&#160;", " ")
        assert "row 4: new" in picture and "row 7: refused" in picture
        assert answer_ids(library, "price") == before
        await pilot.press("1")
        await idle(pilot)
        assert len(answer_ids(library, "price")) == len(before) + 1
        await pilot.press("u")
        await idle(pilot)
    assert answer_ids(library, "price") == before


# Heat and progress


async def test_the_kinds_say_where_they_are_met_and_the_top_line_how_far_practice_is(
    library: Desk,
) -> None:
    early, late = (make_deal(library, stage=stage) for stage in ("new", "offer"))
    meet(library, "price", "open", 8, deal_id=late)
    meet(library, "price", "open", 1, deal_id=early)
    meet(library, "need", "open", 2, deal_id=early)
    library.drill.grade(library.drill.session().queue[0].answer.id, 3)
    async with App(library).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        picture = pilot.app.export_screenshot().replace("&#160;", " ")
    assert "▁█" in picture and "█·" in picture
    assert "to practise" in picture and "0 / 84" in picture
