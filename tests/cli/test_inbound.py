"""`inbound` as the shell sees it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, Said
from tests.dealing import make_client

Cli = Callable[..., Said]


@pytest.fixture
def who(desk: Desk) -> int:
    return make_client(desk, "Ромашка", "active")


def test_a_missed_call_goes_on_top(cli: Cli, desk: Desk) -> None:
    assert cli("inbound", "add", "89123456789 Olga", "-n", "prices").code == 0
    row = desk.call_list.today().rows[0]
    assert (row.client, row.e164, row.title) == ("Olga", "+79123456789", "prices")


def test_a_request_from_the_site_and_its_answer(
    cli: Cli, desk: Desk, who: int, clock: HandClock
) -> None:
    line = ("inbound", "add", "-c", "Ромашка", "--way", "site", "-n", "40 коробок", "--json")
    taken = json.loads(cli(*line).out)
    assert taken == {"id": 1, "client_id": who, "again": False}
    clock.forward(minutes=12)
    (row,) = json.loads(cli("inbound", "list", "--open", "--json").out)
    assert (row["state"], row["text"], row["way"]) == ("late", "40 коробок", "site")
    assert row["waiting"]["waited_s"] == 720
    assert cli("inbound", "answer", "1", "sent the price").code == 0
    assert json.loads(cli("inbound", "list", "--open", "--json").out) == []
    assert cli("inbound", "answer", "1", "again").code == 1


def test_the_words_of_a_request_from_a_pipe(
    cli: Cli, desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("two\nlines\n"))
    assert cli("inbound", "add", "-c", "Ромашка", "--way", "email", "-n", "-").code == 0
    assert desk.inbox.requests()[0].text == "two\nlines"


def test_when_it_came(cli: Cli, desk: Desk, who: int) -> None:
    assert cli("inbound", "add", "-c", "Ромашка", "--at", "вчера 18:20").code == 0
    assert desk.inbox.requests()[0].arrived_at.isoformat() == "2026-03-10T15:20:00+00:00"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("inbound", "add"), 2),
        (("inbound", "add", "-c", "nobody"), 3),
        (("inbound", "add", "Olga", "--way", "pigeon"), 2),
        (("inbound", "add", "Olga", "--at", "tomorrow 10:00"), 2),
        (("inbound", "add", "Olga", "--at", "yesterday"), 2),
        (("inbound", "answer", "7", "sent"), 3),
        (("inbound", "dismiss", "7", "--reason", "spam"), 3),
        (("inbound", "dismiss", "7"), 2),
        (("inbound", "stats", "--since", "11.03.2026", "--until", "01.03.2026"), 2),
        (("inbound", "stats"), 0),
    ],
)
def test_exit_codes(cli: Cli, who: int, argv: tuple[str, ...], code: int) -> None:
    assert cli(*argv).code == code


def test_the_figures(cli: Cli, who: int, clock: HandClock) -> None:
    cli("inbound", "add", "-c", "Ромашка", "--way", "site", "-n", "prices")
    clock.forward(minutes=4)
    cli("inbound", "answer", "1", "sent")
    found = json.loads(cli("inbound", "stats", "--json").out)
    assert (found["median_s"], found["share"], found["answered"]) == (240, 1.0, 1)
    assert cli("inbound", "stats").out.splitlines() == [
        "Median answer: 4 min, 1 answer", "Within 5 min: 100%, 1 of 1", "Waiting: 0",
    ]  # fmt: skip


def test_what_is_put_away(cli: Cli, who: int) -> None:
    cli("inbound", "add", "-c", "Ромашка", "--way", "site", "-n", "links")
    assert cli("inbound", "dismiss", "1", "--reason", "spam").code == 0
    line = cli("inbound", "list").out.splitlines()[1].split("\t")
    assert line[1] == "put away: spam"
