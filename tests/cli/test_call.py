"""`call` as the shell sees it: the same rules as on the screen, and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.dealing import TODAY, bare_deal, make_client, make_deal, stage_code

Cli = Callable[..., Said]


@pytest.fixture
def who(desk: Desk) -> int:
    return make_client(desk, "Ромашка", "active")


@pytest.fixture
def deal(desk: Desk, who: int) -> int:
    return bare_deal(desk, client_id=who)


def test_log_with_a_step_in_words(cli: Cli, desk: Desk, who: int, deal: int) -> None:
    said = cli("call", "log", "Ромашка", "interested", "--note", "20 pcs", "--step", "завтра 15 КП")
    assert said.code == 0
    task = desk.call_list.tasks(client_id=who)[0]
    assert (task.due_on.isoformat(), task.title) == ("2026-03-12", "КП")
    assert task.due_at is not None
    assert task.due_at.hour == 12  # 15:00 in Moscow


def test_log_without_the_step_a_deal_needs(cli: Cli, desk: Desk, deal: int) -> None:
    said = cli("call", "log", "Ромашка", "interested")
    assert said.code == 1
    assert "next step" in said.err
    assert desk.call_list.made() == []


def test_log_answers_with_what_it_scheduled(cli: Cli, who: int) -> None:
    found = json.loads(cli("call", "log", "Ромашка", "no_answer", "--json").out)
    assert (found["what"], found["attempt"], found["at"]) == ("retry", 1, "2026-03-11T11:00:00Z")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("call", "log", "nobody", "busy"), 3),
        (("call", "log", "Ромашка", "sold"), 3),
        (("call", "log", "Ромашка", "interested", "--step", "sometime"), 2),
        (("call", "log", "Ромашка"), 2),
        (("call", "finish", "busy"), 1),
    ],
)
def test_exit_codes(cli: Cli, who: int, argv: tuple[str, ...], code: int) -> None:
    assert cli(*argv).code == code


def test_lose_and_win(cli: Cli, desk: Desk, deal: int) -> None:
    assert cli("call", "log", "Ромашка", "refused", "--lose", "price").code == 0
    assert stage_code(desk, deal) == "lost"


def test_snooze_needs_its_reason(cli: Cli, deal: int) -> None:
    line = ("call", "log", "Ромашка", "interested", "--snooze", "+30d")
    assert cli(*line).code == 2
    assert cli(*line, "--reason", "on leave").code == 0


def test_a_promise_with_sum_and_day(cli: Cli, desk: Desk, who: int) -> None:
    said = cli("call", "log", "Ромашка", "promised_to_pay", "--promise", "1 250,50", "--by", "fri")
    assert said.code == 0
    row = desk.book.reader.execute("SELECT amount_minor, due_on FROM promise").fetchone()
    assert row == (1250_50, "2026-03-13")


def test_start_and_finish_keep_the_duration(
    cli: Cli, desk: Desk, who: int, clock: HandClock
) -> None:
    assert cli("call", "start", "Ромашка").out.startswith("Ромашка")
    clock.forward(seconds=75)
    assert json.loads(cli("call", "running", "--json").out)["client_id"] == who
    assert cli("call", "finish", "reached_other", "-n", "ask in May").code == 0
    found = json.loads(cli("call", "list", "--json").out)[0]
    assert (found["duration_s"], found["note"], found["outcome"]) == (
        75, "ask in May", "reached_other",
    )  # fmt: skip
    assert cli("call", "running").code == 3


def test_a_second_call_is_refused_until_the_first_is_dropped(
    cli: Cli, desk: Desk, who: int
) -> None:
    make_client(desk, "Лютик")
    cli("call", "start", "Ромашка")
    assert cli("call", "start", "Лютик").code == 1
    cli("call", "drop")
    assert cli("call", "start", "Лютик").code == 0


def test_correct_keeps_the_old_row(cli: Cli, desk: Desk, who: int) -> None:
    number = json.loads(cli("call", "log", "Ромашка", "busy", "--json").out)["activity_id"]
    assert cli("call", "correct", str(number), "--outcome", "reached_other").code == 0
    assert [call.outcome for call in desk.call_list.made()] == ["reached_other"]
    assert cli("call", "correct", str(number), "--note", "x").code == 1


def test_the_list_of_calls_is_tab_separated_when_piped(cli: Cli, who: int) -> None:
    cli("call", "log", "Ромашка", "busy", "-n", "two\nlines")
    line = cli("call", "list").out.splitlines()[1].split("\t")
    assert line[1:4] == ["today 10:20", "Ромашка", "busy"]
    assert line[5] == "two lines"
    assert TODAY.year == 2026


def test_there_is_no_call_to_drop(cli: Cli) -> None:
    said = cli("call", "drop")
    assert (said.code, said.err) == (1, "No call is running; start one first\n")


def test_a_call_to_win_back_says_why_it_was_lost_and_with_what_to_come_back(
    cli: Cli, desk: Desk
) -> None:
    cli("funnel", "reasons", "set", "price", "--come-back-with", "a year to pay")
    deal = make_deal(desk, "Lathe", client_id=make_client(desk, "Alpha", "active"))
    cli("deal", "lose", str(deal), "price")
    said = cli("call", "start", "Alpha").out.splitlines()
    assert said[1:] == ["Lathe · lost 11 Mar 2026: price", "a year to pay"]
    cli("call", "cancel")
    told = json.loads(cli("call", "start", "Alpha", "--json").out)["brief"]["win_back"]
    assert (told["reason"], told["text"], told["offer"]) == ("price", "a year to pay", None)
