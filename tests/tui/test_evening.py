"""The evening as a hand on the keyboard meets it: the review, tomorrow, the report, the plan."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from pipeline_tui import i18n
from pipeline_tui.domain.plan import Conversion, Metric, Pace, PlanView, Workdays
from pipeline_tui.domain.report import Period
from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.evening_pages import figures
from pipeline_tui.tui.screens.card import ClientCard
from pipeline_tui.tui.screens.evening import EveningScreen
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LineTable
from tests.conftest import HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal
from tests.owing import payment


async def settled(pilot: Pilot[int]) -> None:
    """Wait until every service has answered, or a dialog waits for the user."""
    quiet = 0
    for _again in range(400):
        await pilot.pause(0.01)
        at_work = [
            one for one in pilot.app.workers
            if not one.is_finished and one.group != "warm-up"
            and not (one.group == "dialog" and pilot.app.screen.is_modal)
        ]  # fmt: skip
        quiet = 0 if at_work else quiet + 1
        if quiet == 4:
            return


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def drawn(pilot: Pilot[int]) -> str:
    """Everything on the screen in front, as text."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in pilot.app.screen._compositor.render_strips()
    )


def front(pilot: Pilot[int]) -> EveningScreen:
    screen = pilot.app.screen
    assert isinstance(screen, EveningScreen)
    return screen


async def test_nothing_left_undone_says_where_to_go(desk: Desk) -> None:
    async with PipelineApp(desk).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        assert "Nothing is left undone." in drawn(pilot)
        await press(pilot, "tab")
        assert "Nothing stands on tomorrow's list yet." in drawn(pilot)
        await press(pilot, "tab")
        assert "Nothing was noted" in drawn(pilot)
        assert "No plan for this month yet: e sets it." in drawn(pilot)


async def test_every_loose_end_stands_with_its_reason(desk: Desk) -> None:
    bare_deal(desk, "Drill", client_id=make_client(desk, "Alpha", "active"))
    make_deal(desk, "Saw", client_id=make_client(desk, "Beta", "active"), step_on=TODAY)
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        text = drawn(pilot)
        assert "Not done · 2" in text
        assert text.index("Planned and not done · 1") < text.index("Deals without a next step · 1")
        assert "For today: call" in text


async def test_t_moves_the_step_that_was_missed(desk: Desk) -> None:
    who = make_client(desk, "Beta", "active")
    make_deal(desk, "Saw", client_id=who, step_on=TODAY)
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "t")
        await press(pilot, *"+2d", "enter")
        assert "Nothing is left undone." in drawn(pilot)
        steps = desk.call_list.tasks()
        assert [(one.due_on - TODAY).days for one in steps] == [2]


async def test_t_plans_a_step_for_a_deal_that_has_none(desk: Desk) -> None:
    deal = bare_deal(desk, "Drill", client_id=make_client(desk, "Alpha", "active"))
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "t")
        await press(pilot, *"+1d", "enter")
        assert [(one.deal_id, one.due_on) for one in desk.call_list.tasks()] == [(deal, TOMORROW)]
        assert "Nothing is left undone." in drawn(pilot)
        await press(pilot, "u")
        assert "Not done · 1" in drawn(pilot)


async def test_done_after_all_asks_what_comes_next(desk: Desk) -> None:
    make_deal(desk, "Saw", client_id=make_client(desk, "Beta", "active"), step_on=TODAY)
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "D")
        assert "Done. What comes next?" in drawn(pilot)
        await press(pilot, *"+3d", "enter")
        assert [one.due_on for one in desk.call_list.tasks()] == [TODAY + timedelta(days=3)]


async def test_l_loses_the_deal_and_enter_opens_the_card(desk: Desk) -> None:
    deal = bare_deal(desk, "Drill", client_id=make_client(desk, "Alpha", "active"))
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "enter")
        assert isinstance(pilot.app.screen, ClientCard)
        await press(pilot, "escape", "l", "1", "f2")
        lost = desk.funnel.card(deal).row
        assert lost.loss_code == "price"
        assert "Nothing is left undone." in drawn(pilot)


async def test_what_does_not_fit_a_line_says_so(desk: Desk) -> None:
    desk.requests.take(client_id=make_client(desk, "Gamma", "active"), text="a price list")
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "l")
        await press(pilot, "D")
        said = [str(one.message) for one in pilot.app._notifications]
        assert any("no deal on this line" in one for one in said)
        assert any("no step on this line" in one for one in said)


async def test_tomorrow_shows_the_list_of_the_next_morning(desk: Desk) -> None:
    make_deal(desk, "Saw", client_id=make_client(desk, "Beta", "active"), step_on=TOMORROW)
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "tab")
        text = drawn(pilot)
        assert "Tomorrow · 1" in text
        assert "For tomorrow: call" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ClientCard)


async def test_the_plan_is_set_in_a_form_and_drawn_as_bars(desk: Desk) -> None:
    desk.plans.set(TODAY - timedelta(days=15), {(Metric.CALLS, ""): 250})
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab", "e")
        assert "Plan for March 2026" in drawn(pilot)
        assert "21 working days · filled in from February 2026" in drawn(pilot)
        assert pilot.app.screen.query_one("#field-calls", Input).value == "250"
        pilot.app.screen.query_one("#field-wins", Input).value = "4"
        pilot.app.screen.query_one("#field-money_RUB", Input).value = "2 000 000"
        await press(pilot, "f2")
        assert desk.reports.targets(TODAY) == {
            (Metric.CALLS, ""): 250, (Metric.WINS, ""): 4, (Metric.MONEY, "RUB"): 2_000_000_00,
        }  # fmt: skip
        assert "0 / 250" in drawn(pilot)
        assert "0 of 17 · at this pace 0" in drawn(pilot)  # 250 over 15 days


async def test_an_emptied_field_takes_its_target_away(desk: Desk) -> None:
    desk.plans.set(TODAY, {(Metric.CALLS, ""): 250, (Metric.WINS, ""): 4})
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "e")
        pilot.app.screen.query_one("#field-calls", Input).value = ""
        await press(pilot, "f2")
        assert desk.reports.targets(TODAY) == {(Metric.WINS, ""): 4}


async def test_the_report_goes_to_the_clipboard_as_text(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.deals.win(make_deal(desk, "Lathe", client_id=who, amount_minor=600_00))
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab")
        await press(pilot, "y")
        text = pilot.app.clipboard
        assert text.startswith("Report: Wednesday 11 March 2026\n")
        assert "Deals won: 1 · 600\u00a0₽" in text


async def test_v_widens_the_report_and_n_turns_its_days(desk: Desk, clock: HandClock) -> None:
    clock.now -= timedelta(days=1)
    payment(desk, make_client(desk, "Ромашка", "active"), 55_00, TODAY - timedelta(days=1))
    clock.now += timedelta(days=1)
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab")
        assert "55\u00a0₽" not in drawn(pilot)
        await press(pilot, "N")
        assert "Report: Tuesday 10 March 2026" in drawn(pilot)
        assert "55\u00a0₽" in drawn(pilot)
        await press(pilot, "n", "n")
        assert "Report: Wednesday 11 March 2026" in drawn(pilot)
        await press(pilot, "v")
        assert "Report: Week 9 Mar 2026 – 15 Mar 2026" in drawn(pilot)
        await press(pilot, "v")
        assert "Report: March 2026" in drawn(pilot)
        await press(pilot, "N")
        assert "Report: February 2026" in drawn(pilot)
        await press(pilot, "escape")
        assert "Report: Wednesday 11 March 2026" in drawn(pilot)
        await press(pilot, "escape")
        assert "Nothing is left undone." in drawn(pilot)


@pytest.mark.parametrize(("width", "columns"), [(80, 1), (120, 2)])
async def test_the_report_stands_in_two_columns_where_there_is_room(
    demo_desk: Desk, width: int, columns: int
) -> None:
    async with PipelineApp(demo_desk).run_test(size=(width, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab")
        panels = [one for one in front(pilot).query(CardPanel) if one.display]
        assert len(panels) == columns
        await press(pilot, "G")
        assert panels[0].top > 0
        await press(pilot, "g")
        assert panels[0].top == 0


async def test_a_tab_is_opened_by_a_click_and_the_list_keeps_its_place(demo_desk: Desk) -> None:
    async with PipelineApp(demo_desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "j", "j")
        table = front(pilot).query_one("#review", LineTable)
        here = table.cursor_id
        await pilot.click("#views", offset=(16, 0))
        await settled(pilot)
        assert front(pilot).query_one("#tomorrow", LineTable).display
        await press(pilot, "shift+tab")
        assert table.cursor_id == here


async def test_the_report_is_the_same_on_the_screen_and_in_the_shell(demo_desk: Desk) -> None:
    from pipeline_tui.wording import reports as words

    report = demo_desk.reports.report(Period.DAY)
    text = words.as_text(words.document(report, demo_desk.now(), demo_desk.zone))
    async with PipelineApp(demo_desk).run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab")
        shown = drawn(pilot)
        for part in ("Calls made", "Conversations", "Not done", "Tomorrow"):
            assert part in text
            assert part in shown


async def test_the_report_is_written_to_a_file(desk: Desk, tmp_path: Path) -> None:
    async with PipelineApp(desk).run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "shift+tab", "x")
        line = pilot.app.screen.query_one("#prompt-input", Input)
        assert line.value == "report-day-2026-03-11.md"
        target = tmp_path / "mine.md"
        line.value = str(target)
        await press(pilot, "enter")
        assert target.read_text("utf-8").startswith("# Report: Wednesday 11 March 2026\n")
        await press(pilot, "x")
        pilot.app.screen.query_one("#prompt-input", Input).value = str(target)
        await press(pilot, "enter")
        said = [str(one.message) for one in pilot.app._notifications]
        assert any("file already" in one for one in said)


async def test_the_whole_reason_stands_below_the_list(desk: Desk) -> None:
    who = make_client(desk, "Alpha", "active")
    title = "Ask what the board decided on the second offer, and who signs it"
    desk.tasks.plan(client_id=who, due_on=TODAY, title=title)
    async with PipelineApp(desk).run_test(size=(90, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "6")
        assert f"For today: {title}" in drawn(pilot)


def test_a_plan_that_is_met_leaves_no_share_to_reach() -> None:
    days = Workdays(total=20, gone=10, left=11, span=1)
    plan = PlanView(
        month=TODAY.replace(day=1), first=TODAY, on=TODAY, fact="won", days=days,
        paces=(
            Pace(Metric.WINS, "", target=3, fact=4, before=3, days=days),
            Pace(Metric.CALLS, "", target=100, fact=100, before=100, days=days),
            Pace(Metric.MEETINGS, "", target=12, fact=3, before=1, days=days),
        ),
        coverage=(), conversion=Conversion(TODAY, 0, 0, 0, 0), needed=None,
    )  # fmt: skip
    values = {one.label: one.value for one in figures(plan)}
    assert values["Deals won"] == "1, plan met"
    assert values["Calls made"] == "plan met"
    assert values["Meetings set"] == "2 / 1"
    i18n.use("ru")
    assert "1, план выполнен" in [one.value for one in figures(plan)]


async def test_the_commission_stands_on_the_screen_and_not_in_what_is_sent(desk: Desk) -> None:
    desk.settings = replace(desk.settings, commission_rate=0.05, commission_of="paid")
    payment(desk, make_client(desk), 1_000_00)
    async with PipelineApp(desk).run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "6", "tab", "tab")
        assert "Your commission this month: 50.00 ₽ = 5% of 1,000 ₽ paid" in drawn(pilot).replace(
            "\xa0", " "
        )
        await press(pilot, "y")
        assert "commission" not in pilot.app.clipboard
        assert "1,000" in pilot.app.clipboard
