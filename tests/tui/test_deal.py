"""The card of a deal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.deal import DealScreen
from pipeline_tui.tui.screens.funnel import FunnelScreen
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Entry, Heading, Paragraph, Title
from pipeline_tui.tui.widgets.table import LineTable
from tests.conftest import HandClock
from tests.dealing import TODAY, make_client, make_deal, stage_code
from tests.tui.test_funnel import FunnelApp, drawn, funnel, press, write


@pytest.fixture
def one(desk: Desk, clock: HandClock) -> Desk:
    """A deal that went to the offer in three days, was called about and objected to."""
    client = make_client(desk, "ООО «Ромашка»")
    deal = make_deal(
        desk, "Станок", client_id=client, amount_minor=100_000_00, competitor="Вега",
        expected_close=TODAY - timedelta(days=1), notes="Нужен до мая\nрешает директор",
    )  # fmt: skip
    make_deal(desk, "Пресс", client_id=client, amount_minor=50_000_00)
    clock.forward(days=1)
    desk.deals.move(deal, "needs")
    clock.forward(days=2)
    desk.deals.move(deal, "offer")
    with desk.book.write("file.create") as unit:
        unit.db.execute(
            "INSERT INTO activity (client_id, deal_id, kind, direction, outcome_id, started_at,"
            " duration_s, subject, note, owner) VALUES (?, ?, 'call', 'out', 5,"
            " '2026-03-12T08:00:00Z', 185, '', 'ждёт КП', '')",
            (client, deal),
        )
        unit.db.execute(
            "INSERT INTO objection_event (type_id, client_id, deal_id, stage_id, verbatim, result,"
            " met_at) VALUES (1, ?, ?, 3, 'дорого у вас', 'worked', '2026-03-12T08:01:00Z')",
            (client, deal),
        )
    return desk


async def card(pilot: Pilot[int]) -> DealScreen:
    """Open the first deal from the table."""
    screen = await funnel(pilot)
    await press(pilot, "v")
    screen.query_one(LineTable).select(1)
    await press(pilot, "enter")
    opened = pilot.app.screen
    assert isinstance(opened, DealScreen)
    return opened


def blocks(screen: DealScreen, panel: str) -> tuple[Block, ...]:
    return screen.query_one(panel, CardPanel).blocks


async def test_the_card_tells_the_whole_deal(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(140, 50)) as pilot:
        await card(pilot)
        text = drawn(pilot)
        for told in (
            "Станок", "ООО «Ромашка»", "100,000 ₽ · weighted 50,000 ₽ (50%)", "Вега",
            "! 4 days ago (10 Mar 2026)", "решает директор", "ждёт КП", "call · outgoing",
            "Too expensive · worked", "“дорого у вас”", "opened: New", "Needs → Offer sent",
        ):  # fmt: skip
            assert told in text, told


async def test_the_path_marks_what_is_passed_by_sign_and_date(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(140, 50)) as pilot:
        screen = await card(pilot)
        path = [
            (block.mark, block.text)
            for block in blocks(screen, "#deal-left")
            if isinstance(block, Paragraph) and block.mark
        ]
        assert path[:4] == [
            ("✓", "New  11 Mar 2026"), ("✓", "Needs  12 Mar 2026"),
            ("●", "Offer sent  14 Mar 2026"), ("○", "Negotiation"),
        ]  # fmt: skip


async def test_a_lost_deal_ends_its_path_with_the_reason_in_the_history(one: Desk) -> None:
    one.deals.lose(1, "price", note="дороже на 10 %")
    async with FunnelApp(one).run_test(size=(140, 50)) as pilot:
        await funnel(pilot)
        await press(pilot, "f", "8", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, DealScreen)
        left = blocks(screen, "#deal-left")
        assert left[0] == Title("Станок", (("Lost", "danger"),))
        path = [b for b in left if isinstance(b, Paragraph) and b.mark]
        assert (path[-1].mark, path[-1].text) == ("✗", "Lost  14 Mar 2026")
        entries = [block for block in blocks(screen, "#deal-right") if isinstance(block, Entry)]
        assert any(e.title == "Offer sent → Lost" and e.text == "price" for e in entries)
        assert "дороже на 10 %" in drawn(pilot)


async def test_a_narrow_screen_puts_both_pages_under_each_other(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(80, 24)) as pilot:
        screen = await card(pilot)
        assert not screen.query_one("#deal-right").display
        headings = [b.text for b in blocks(screen, "#deal-left") if isinstance(b, Heading)]
        assert headings == [
            "Path", "Needs and notes", "Activities", "Objections met", "Stage history",
        ]  # fmt: skip
        await press(pilot, "G")
        assert "opened: New" in drawn(pilot)


async def test_keys_work_on_the_card_as_on_the_board(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "greater_than_sign")
        assert stage_code(one, 1) == "negotiation"
        assert "Negotiation  14 Mar 2026" in drawn(pilot)
        await press(pilot, "less_than_sign")
        await write(pilot, "пересчитать")
        await press(pilot, "enter")
        assert stage_code(one, 1) == "offer"
        await press(pilot, "e")
        await write(pilot, " ЧПУ")
        await press(pilot, "f2")
        assert one.funnel.card(1).row.title == "Станок ЧПУ"
        assert "Станок ЧПУ" in drawn(pilot)


async def test_a_stage_that_is_not_there_is_said(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        screen = await card(pilot)
        await press(pilot, "n")
        assert screen.deal_here() == 2
        before = stage_code(one, 2)
        await press(pilot, "less_than_sign")
        assert "This is the first stage" in [*pilot.app._notifications][-1].message
        assert stage_code(one, 2) == before


async def test_an_edit_over_a_change_made_meanwhile_is_refused(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "e")
        one.deals.edit(1, {"title": "Пресс"})
        await write(pilot, " ЧПУ")
        await press(pilot, "f2")
        assert one.funnel.card(1).row.title == "Пресс"


async def test_n_steps_along_the_list_it_was_opened_from(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        screen = await card(pilot)
        assert "1 of 2" in drawn(pilot)
        await press(pilot, "n")
        assert screen.deal_here() == 2
        assert "Пресс" in drawn(pilot)
        await press(pilot, "n")
        assert screen.deal_here() == 2
        await press(pilot, "N")
        assert screen.deal_here() == 1


async def test_enter_opens_the_client(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ClientCard)


async def test_a_deal_that_an_undo_takes_away_closes_its_card(desk: Desk) -> None:
    make_deal(desk)
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, FunnelScreen)


async def test_hostile_and_endless_text_is_only_text_in_every_view(one: Desk) -> None:
    evil = "[/] [@click=app.quit]\x1b[31m\u202e\x9b evil 🎉" + "я\n" * 300_000
    with one.book.write("file.create") as unit:
        unit.db.execute(
            "UPDATE deal SET title = ?1, owner = ?1, competitor = ?1, source = ?1, notes = ?1,"
            " snooze_reason = ?1, custom = json_object(?1, ?1) WHERE id = 1",
            (evil,),
        )
        unit.db.execute("UPDATE task SET title = ? WHERE deal_id = 1", (evil,))
        unit.db.execute("UPDATE activity SET note = ?1, subject = ?1", (evil,))
        unit.db.execute("UPDATE objection_event SET verbatim = ?", (evil,))
        unit.db.execute("UPDATE client SET name = ?", (evil,))
    async with FunnelApp(one).run_test(size=(200, 50)) as pilot:
        await funnel(pilot)
        seen = [drawn(pilot)]
        await press(pilot, "v")
        seen.append(drawn(pilot))
        pilot.app.screen.query_one(LineTable).select(1)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DealScreen)
        seen.append(drawn(pilot))
        await press(pilot, "escape", "v")
        seen.append(drawn(pilot))
        assert all("[/] [@click" in text for text in seen)
        assert not any(sign in text for text in seen for sign in "\x1b\u202e\x9b")


async def test_an_objection_is_looked_up_and_logged_with_the_deal(one: Desk) -> None:
    one.objections.load_starter("en")
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "o")
        await write(pilot, "expensive")
        await press(pilot, "1", "enter")
        newest, older = one.funnel.card(1).objections
        assert (newest.type_code, newest.result) == ("price", "open")
        assert newest.answer
        assert older.answer == ""


async def test_an_invoice_is_issued_for_the_deal(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        await press(pilot, "d")
        field = pilot.app.screen.query_one("#field-amount_minor", Input)
        field.value = "100000"
        await press(pilot, "f2")
        (invoice,) = one.funnel.card(1).invoices
        assert (invoice.amount_minor, invoice.open_minor) == (100_000_00, 100_000_00)
        assert "100,000 ₽" in drawn(pilot)


async def test_a_deal_without_a_client_says_how_to_name_one(desk: Desk) -> None:
    make_deal(desk)
    async with FunnelApp(desk).run_test(size=(120, 36)) as pilot:
        await card(pilot)
        for key in ("d", "b", "c", "enter"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, DealScreen)
        told = [str(one.message) for one in pilot.app._notifications]
        assert len(told) == 4
        assert all("e names one" in text for text in told)


async def test_the_card_says_what_the_deal_brings_the_seller(one: Desk) -> None:
    one.settings = replace(one.settings, commission_rate=0.05, usual_margin=0.2)
    async with FunnelApp(one).run_test(size=(140, 50)) as pilot:
        await card(pilot)
        assert "1,000 ₽ = 5% of the usual margin 20,000 ₽ (20%)" in drawn(pilot)


async def test_the_chance_stands_on_the_card_of_an_open_deal(one: Desk) -> None:
    async with FunnelApp(one).run_test(size=(140, 50)) as pilot:
        screen = await card(pilot)
        assert "50% · the stage’s: too few deals to try own history" in drawn(pilot)
        one.deals.move(screen.record_id, "negotiation")
        screen.read_anew()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "70% · the stage’s" in drawn(pilot)
        one.deals.win(screen.record_id)
        screen.read_anew()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "the stage’s" not in drawn(pilot)
