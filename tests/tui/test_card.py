"""The client card as a person uses it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.keybar import KeyBar
from pipeline_tui.tui.widgets.panel import CardPanel, Entry, Paragraph, Title
from tests.dealing import TODAY, bare_deal, make_deal
from tests.services.test_cards import owe, touch
from tests.tui.test_clients import settle, type_text


@pytest.fixture
def client_id(desk: Desk) -> int:
    client_id = desk.clients.add(
        {"name": "ООО «Ромашка»", "city": "Новосибирск", "custom": {"Склад": "Обь"}},
        contacts=[
            {"last_name": "Ким", "phones": ["8 912 345-67-89"]},
            {"last_name": "Орлов", "emails": ["o@r.ru"]},
        ],
        tags=["vip"],
    )
    make_deal(desk, "Станок", client_id=client_id)
    owe(desk, client_id, TODAY - timedelta(days=3), 100_00)
    touch(desk, client_id, 40, note="познакомились")
    return client_id


async def opened(pilot: Pilot[int], client_id: int, ids: tuple[int, ...] = ()) -> ClientCard:
    """Open a card and wait until it stands."""
    await pilot.pause()
    card = ClientCard(client_id, ids)
    pilot.app.push_screen(card)
    await settle(pilot)
    return card


def cells(card: ClientCard, key: str) -> list[object]:
    rows = [card.table.row(id_) for id_ in card.table.ids]
    return [row.cells.get(key) for row in rows if row is not None]


async def test_the_head_says_who_where_and_what_is_wrong(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        blocks = card.query_one("#card-head", CardPanel).blocks
        assert isinstance(blocks[0], Title)
        assert blocks[0].text == "ООО «Ромашка»"
        lines = [one.text for one in blocks if isinstance(one, Paragraph)]
        assert lines == [
            "Новосибирск · 14:20 there",
            "Ким · +7 912 345-67-89",
            "! overdue 100\u00a0₽, 3 days late",
        ]
        figures = {one.label: one.value for one in card.query_one(Headline)._figures}
        assert figures["Open deals"] == "100K\u00a0₽"
        assert figures["Next step"] == "tomorrow · call"


async def test_tabs_go_round_by_tab_and_brackets(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        seen = []
        for key in ("tab", "right_square_bracket", "tab", "ъ", "tab", "tab", "tab"):
            await pilot.press(key)
            await settle(pilot)
            seen.append(card.tab)
        assert seen == ["contacts", "deals", "money", "objections", "needs", "notes", "timeline"]
        await pilot.press("shift+tab")
        assert card.tab == "notes"


async def test_each_tab_shows_its_own(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        told = [one.title for one in card.page.blocks if isinstance(one, Entry)]
        assert told == [
            "deal · Станок → New · 100,000\u00a0₽",
            "invoice · No. 1 · 100\u00a0₽",
            "call",
        ]
        await pilot.press("tab")
        await settle(pilot)
        assert cells(card, "name") == ["Ким", "Орлов"]
        await pilot.press("tab")
        await settle(pilot)
        assert cells(card, "title") == ["Станок"]
        await pilot.press("tab")
        await settle(pilot)
        assert cells(card, "number") == ["1"]
        await pilot.press("tab", "tab", "tab")
        await settle(pilot)
        values = [getattr(one, "value", "") for one in card.page.blocks]
        assert "Обь" in values


async def test_enter_is_told_of_where_there_is_something_to_open(
    desk: Desk, client_id: int
) -> None:
    other = desk.clients.add({"name": "Вега"})
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id, (client_id, other))
        await pilot.press("tab", "tab", "tab")
        await settle(pilot)
        assert (card.tab, "open" in card.hint_ids()) == ("money", True)
        await pilot.press("n")
        await settle(pilot)
        hinted = [one.action for one in card.query_one(KeyBar).hints]
        assert (card.client_id, "open" in hinted) == (other, False)


async def test_a_long_timeline_is_read_on_as_one_scrolls(desk: Desk, client_id: int) -> None:
    for days in range(100):
        touch(desk, client_id, days, note=f"заметка {days}", kind="note")
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        for _round in range(4):
            await pilot.press("G")
            await settle(pilot)
        texts = [one.text for one in card.page.blocks if isinstance(one, Entry)]
        assert "заметка 99" in texts
        assert len(texts) == 103


async def test_n_steps_through_the_list_it_came_from(desk: Desk, client_id: int) -> None:
    other = desk.clients.add({"name": "Вега"})
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id, (client_id, other))
        await pilot.press("tab", "n")
        await settle(pilot)
        assert (card.client_id, card.tab) == (other, "contacts")
        assert cells(card, "name") == []
        await pilot.press("n", "N")
        await settle(pilot)
        assert cells(card, "name") == ["Ким", "Орлов"]


async def test_a_person_is_added_and_made_the_first_to_call(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("tab", "a")
        await pilot.pause()
        form = pilot.app.screen
        form.query_one("#field-last_name", Input).value = "Белова"
        form.query_one("#field-phones", Input).value = "8 912 000-00-01"
        form.query_one("#field-role", Select).value = "decision_maker"
        await pilot.press("f2")
        await settle(pilot)
        assert cells(card, "name") == ["Ким", "Орлов", "Белова"]
        await pilot.press("G", "exclamation_mark")
        await settle(pilot)
        assert cells(card, "name") == ["Белова", "Ким", "Орлов"]
        phone = desk.cards.client(client_id).first_phone
        assert phone is not None
        assert phone.e164 == "+79120000001"


async def test_a_person_who_left_is_put_away(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("tab", "e")
        await pilot.pause()
        form = pilot.app.screen
        assert form.query_one("#field-last_name", Input).value == "Ким"
        form.query_one("#field-gone").value = True  # type: ignore[attr-defined]
        await pilot.press("f2")
        await settle(pilot)
        assert cells(card, "name") == ["Орлов"]


async def test_fields_are_edited_and_a_slip_is_shown_at_its_field(
    desk: Desk, client_id: int
) -> None:
    async with PipelineApp(desk).run_test(size=(120, 50)) as pilot:
        await opened(pilot, client_id)
        await pilot.press("e")
        await pilot.pause()
        form = pilot.app.screen
        form.query_one("#field-inn", Input).value = "7707083894"
        form.query_one("#field-city", Input).value = "Бердск"
        await pilot.press("f2")
        await settle(pilot)
        assert "not an INN" in str(form.query_one("#error-inn").render())
        form.query_one("#field-payment_terms_days", Input).value = "две недели"
        await pilot.press("f2")
        await settle(pilot)
        assert "not a whole number" in str(form.query_one("#error-payment_terms_days").render())
        form.query_one("#field-payment_terms_days", Input).value = "14"
        form.query_one("#field-inn", Input).value = "7707083893"
        form.query_one("#field-credit_limit_minor", Input).value = "50,5"
        await pilot.press("f2")
        await settle(pilot)
        card = desk.cards.client(client_id)
        assert (card.inn, card.city, card.credit_limit_minor) == ("7707083893", "Бердск", 50_50)
        assert card.custom == {"Склад": "Обь"}
        assert card.tags == ("vip",)


async def test_a_step_on_the_deals_is_the_deals(desk: Desk, client_id: int) -> None:
    deal_id = bare_deal(desk, "Масло", client_id=client_id)
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("tab", "tab")
        await settle(pilot)
        card.table.select(deal_id)
        await pilot.press("t")
        await pilot.pause()
        await type_text(pilot, "fri 10 call")
        await pilot.press("enter")
        await settle(pilot)
        steps = [one for one in desk.cards.client(client_id).steps if one.deal_id == deal_id]
        assert [one.due_on for one in steps] == [TODAY + timedelta(days=2)]


async def test_do_not_call_asks_for_the_words(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("shift+tab", "a")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert desk.cards.client(client_id).status == "lead"
        await type_text(pilot, "stop")
        await pilot.press("enter")
        await settle(pilot)
        assert desk.cards.client(client_id).status == "do_not_call"
        lines = [
            one.text
            for one in card.query_one("#card-head", CardPanel).blocks
            if isinstance(one, Paragraph)
        ]
        assert lines[-1].startswith("! do not call, today, stop")


async def test_a_consent_is_noted_with_its_evidence(desk: Desk, client_id: int) -> None:
    desk.clients.do_not_call(client_id, "письмо")
    async with PipelineApp(desk).run_test(size=(120, 40)) as pilot:
        await opened(pilot, client_id)
        await pilot.press("shift+tab", "a")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        form = pilot.app.screen
        form.query_one("#field-given", Select).value = True
        await pilot.press("f2")
        await settle(pilot)
        assert "must be filled in" in str(form.query_one("#error-evidence").render())
        form.query_one("#field-evidence", Input).value = "заявка с сайта"
        await pilot.press("f2")
        await settle(pilot)
        card = desk.cards.client(client_id)
        assert (card.status, card.consents[0].evidence) == ("lead", "заявка с сайта")


async def test_a_note_is_written_and_stands_on_top(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        await type_text(pilot, "will send photos")
        await pilot.press("enter")
        await settle(pilot)
        first = next(one for one in card.page.blocks if isinstance(one, Entry))
        assert (first.title, first.text) == ("note", "will send photos")


async def test_the_brief_opens_and_closes(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("b")
        await settle(pilot)
        title = pilot.app.screen.query_one("#brief-page", CardPanel).blocks[0]
        assert isinstance(title, Title)
        assert title.text == "ООО «Ромашка»"
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is card


async def test_a_wide_card_has_its_fields_beside_it(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(200, 50)) as pilot:
        card = await opened(pilot, client_id)
        assert card.query_one("#card-side").display
        await pilot.press("shift+tab")
        await settle(pilot)
        assert not card.query_one("#card-side").display


async def test_a_card_of_nobody_closes_and_says_so(desk: Desk) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        card = await opened(pilot, 99)
        assert pilot.app.screen is not card


HOSTILE = ("[/]", "[@click=app.quit]x[/]", "\x1b]0;t\x07", "‮abc", "a​b", "\x00\x01", "{x} %s")


async def test_whatever_stands_in_the_file_is_only_text(desk: Desk) -> None:
    ids = tuple(
        desk.clients.add(
            {"name": f"{text}{place}", "city": text, "notes": text, "custom": {text: text}},
            contacts=[{"last_name": text, "job_title": text, "phones": [f"912 000 00 0{place}"]}],
            tags=[text],
        )
        for place, text in enumerate(HOSTILE)
    )
    for client_id in ids:
        desk.calls.touch(kind="note", client_id=client_id, note=HOSTILE[client_id - 1] + "!")
    async with PipelineApp(desk).run_test(size=(170, 40)) as pilot:
        card = await opened(pilot, ids[0], ids)
        for _client in ids:
            for _tab in range(6):
                await pilot.press("tab")
                await settle(pilot)
                drawn = "".join(
                    segment.text for strip in card._compositor.render_strips() for segment in strip
                )
                assert not set(drawn) & set("\x00\x01\x07\x1b\u200b\u202e")
            await pilot.press("n")
            await settle(pilot)
        assert pilot.app.screen is card


async def test_the_longest_texts_do_not_hold_the_screen_up(desk: Desk) -> None:
    flood = "слово " * 16_600
    client_id = desk.clients.add(
        {"name": "Поток", "city": flood[:500], "notes": flood},
        contacts=[{"last_name": flood[:300]}],
    )
    desk.calls.touch(kind="note", client_id=client_id, note=flood)
    async with PipelineApp(desk).run_test(size=(170, 40)) as pilot:
        card = await opened(pilot, client_id)
        shown = sum(len(getattr(one, "text", "")) for one in card.page.blocks)
        assert 1_000 < shown < 5_000
        side = card.query_one("#card-side", CardPanel)
        assert side.line_count < 1_000


async def test_needs_are_filled_in_on_their_key(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 44)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("Q")
        await settle(pilot)
        await pilot.press("1")  # the client in general: there is a deal too
        await settle(pilot)
        pilot.app.screen.query_one("#field-budget", Input).value = "до 2 млн"
        await pilot.press("f2")
        await settle(pilot)
        assert desk.needs.of_client(client_id)[0].budget == "до 2 млн"
        card.go("needs")
        await settle(pilot)
        told = [one.text for one in card.page.blocks if isinstance(one, Paragraph)]
        assert told[0].startswith("to ask: what they need, who decides")


async def test_tags_are_one_line_and_a_key_says_verified(desk: Desk, client_id: int) -> None:
    other = desk.clients.add({"name": "Вега"}, tags=["опт"])
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await opened(pilot, other)
        await pilot.press("number_sign")
        await settle(pilot)
        await type_text(pilot, "ви")
        line = pilot.app.screen.query_one("#prompt-input", Input)
        assert line.value == "опт; ви"
        line.value = "vi"
        await settle(pilot)
        assert line._suggestion == "vip"
        await pilot.press("right", "enter")
        await settle(pilot)
        assert desk.cards.client(other).tags == ("vip",)
        await pilot.press("V")
        await settle(pilot)
        assert desk.cards.client(other).verified_on == TODAY


async def test_a_mail_from_them_is_theirs(desk: Desk, client_id: int) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await opened(pilot, client_id)
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)
        await type_text(pilot, "цена")
        await pilot.press("enter")
        await settle(pilot)
        newest = desk.cards.timeline(client_id)[0]
        assert (newest.kind, newest.direction, newest.detail) == ("email", "in", "цена")


async def test_do_not_call_stands_first_and_loud(desk: Desk, client_id: int) -> None:
    desk.clients.do_not_call(client_id, "письмо от 3 марта")
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        card = await opened(pilot, client_id)
        blocks = card.query_one("#card-head", CardPanel).blocks
        assert isinstance(blocks[1], Paragraph)
        assert (blocks[1].text, blocks[1].tone) == ("■ DO NOT CALL ■", "danger")


def test_merges_stand_in_the_timeline(desk: Desk, client_id: int) -> None:
    other = desk.clients.add({"name": "Ромашка-2"})
    desk.clients.merge(client_id, [other])
    told = [(row.kind, row.title) for row in desk.cards.timeline(client_id)]
    assert ("merge", "Ромашка-2") in told


async def test_what_was_changed_is_told_from_and_to(desk: Desk, client_id: int) -> None:
    desk.clients.edit(client_id, {"city": "Томск", "credit_limit_minor": 50_000_00})
    async with PipelineApp(desk).run_test(size=(80, 24)) as pilot:
        card = await opened(pilot, client_id)
        await pilot.press("z")
        await settle(pilot)
        page = pilot.app.screen.query_one("#history-page", CardPanel)
        newest = next(one for one in page.blocks if isinstance(one, Entry))
        assert newest.when == "today 10:20"
        assert newest.title == "changes in the client ООО «Ромашка»"
        assert newest.text.splitlines() == [
            "test", "City: Новосибирск → Томск", "Credit limit: — → 50,000\u00a0₽",
        ]  # fmt: skip
        await pilot.press("escape", "tab", "tab")
        await settle(pilot)
        assert card.tab == "deals"
        await pilot.press("z")
        await settle(pilot)
        page = pilot.app.screen.query_one("#history-page", CardPanel)
        assert isinstance(page.blocks[0], Title)
        assert "deal" in page.blocks[0].text
        oldest = [one for one in page.blocks if isinstance(one, Entry)][-1]
        assert "Stage: — → New" in oldest.text
