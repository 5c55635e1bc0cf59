"""Duplicates on the screen: compared, chosen field by field, merged, told apart, undone."""

from __future__ import annotations

import asyncio
import threading

import pytest

from pipeline_tui.domain.duplicates import PairRow
from pipeline_tui.services import duplicates as services
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.duplicates import DuplicatesScreen
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.table import LineTable


@pytest.fixture
def twins(desk: Desk) -> tuple[int, int]:
    first = desk.clients.add(
        {"name": "ООО «Ромашка»", "city": "Казань"}, phones=["8 912 345-67-89"]
    )
    second = desk.clients.add(
        {"name": "Ромашка ООО", "city": "Казань", "inn": "7707083893", "owner": "Анна"},
        phones=["+7 912 345 67 89"],
    )
    desk.clients.add({"name": "Василёк"})
    return first, second


async def settle(pilot: object) -> None:
    app = pilot.app  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    await app.workers.wait_for_complete([w for w in app.workers if w.group != "warm-up"])
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_a_pair_is_merged_with_the_chosen_fields(
    desk: Desk, twins: tuple[int, int], size: tuple[int, int]
) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, DuplicatesScreen)
        assert len(screen.query_one("#queue", LineTable).ids) == 1
        table = screen.query_one("#compared-fields", LineTable)
        rows = [table.row(id_) for id_ in table.ids]
        assert any("+7 912 345-67-89" in str(row.cells["kept"]) for row in rows if row is not None)
        await pilot.press("tab")
        assert screen.query_one("#compared-fields").has_focus
        await pilot.press("right")  # the name of the second
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        card = desk.cards.client(twins[0])
        assert (card.name, card.inn, card.owner) == ("Ромашка ООО", "7707083893", "Анна")
        assert len(card.phones) == 1
        assert not screen.query_one("#queue", LineTable).ids
        await pilot.press("u")
        await settle(pilot)
        assert len(screen.query_one("#queue", LineTable).ids) == 1
        assert desk.cards.client(twins[0]).name == "ООО «Ромашка»"


async def test_a_pair_told_apart_is_not_shown_again(desk: Desk, twins: tuple[int, int]) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert desk.duplicates.queue() == []
        assert desk.duplicates.apart_from(twins[1]) == {twins[0]}
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, DuplicatesScreen)


async def test_keys_are_answered_while_all_are_compared(
    desk: Desk, twins: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue of a large base takes seconds: it is read beside the screen, which may be left."""
    go_on, asked, whole = threading.Event(), threading.Event(), desk.duplicates.queue

    def slow(*, anew: bool) -> list[PairRow]:
        asked.set()
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(20)
        return whole(anew=anew)

    monkeypatch.setattr(desk.duplicates, "queue", slow)
    monkeypatch.setattr(services, "_SMALL", 1)
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await asyncio.to_thread(asked.wait, 20)
        assert "Comparing" in str(app.screen.query_one(Headline).render_line(0).text)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, DuplicatesScreen)
        await pilot.press("M")
        await pilot.pause()
        go_on.set()
        await settle(pilot)
        assert isinstance(app.screen, DuplicatesScreen)
        assert len(app.screen.query_one("#queue", LineTable).ids) == 1
        assert "Pairs 1" in app.screen.query_one(Headline).render_line(0).text
