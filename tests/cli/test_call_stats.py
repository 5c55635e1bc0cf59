"""`call stats` as the shell sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock, Said
from tests.dealing import make_client

Cli = Callable[..., Said]


@pytest.fixture
def called(desk: Desk) -> int:
    """24 calls at ten in the morning of Moscow, 18 of them answered."""
    who = make_client(desk, "Ромашка", "active")
    for n in range(24):
        at = datetime(2026, 2, 2, 10, 5, tzinfo=MOSCOW) + timedelta(days=n)
        desk.calls.log(who, "no_answer" if n % 4 == 3 else "reached_other", started_at=at)
    return who


def test_the_figures_with_their_intervals(cli: Cli, called: int) -> None:
    found = json.loads(cli("call", "stats", "--json").out)
    ten = found["hours"]["10"]
    assert (ten["k"], ten["n"], ten["too_little_data"]) == (18, 24, False)
    assert ten["low"] == pytest.approx(0.5510, abs=0.0001)
    assert found["weekdays"]["1"] == {
        "k": 3, "n": 4, "rate": 0.75, "low": pytest.approx(0.3006, abs=0.0001),
        "high": pytest.approx(0.9544, abs=0.0001), "too_little_data": True,
    }  # fmt: skip
    assert found["all_read"] is True


def test_the_table_marks_what_is_too_little(cli: Cli, called: int) -> None:
    said = cli("call", "stats").out
    assert "18 of 24 answered, 75%; likely 55–88%" in said
    assert "Most answer: 10–11" in said
    line = next(one for one in said.splitlines() if one.startswith("10–11\t"))
    assert line.split("\t")[1:3] == ["75%?", "75%?"]


def test_one_client(cli: Cli, called: int) -> None:
    said = cli("call", "stats", "--client", "Ромашка").out.splitlines()
    assert said[0] == "Ромашка · time zone not known · 10–11, 15 of 20 answered"
    assert said[2] == "10–11\t20\t15\t75%"
    found = json.loads(cli("call", "stats", "--client", "Ромашка", "--json").out)
    assert (found["hour"], found["hours"]["10"]) == (10, {"calls": 20, "answered": 15})


def test_without_calls_it_says_so(cli: Cli, desk: Desk, clock: HandClock) -> None:
    assert "no calls" in cli("call", "stats").out
    assert cli("call", "stats", "--since", "sometime").code == 2
    make_client(desk, "Лютик")
    assert "too little data: 0 of 5 calls" in cli("call", "stats", "--client", "Лютик").out
