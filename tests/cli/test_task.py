"""`task` as the shell sees it."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipeline_tui.services.desk import Desk
from tests.conftest import Said
from tests.dealing import TODAY, make_client, make_deal

Cli = Callable[..., Said]


def test_add_list_move_done(cli: Cli, desk: Desk) -> None:
    make_client(desk, "Ромашка")
    number = cli("task", "add", "завтра", "15", "отправить", "КП", "-c", "Ромашка").out.strip()
    found = json.loads(cli("task", "list", "--json").out)
    assert [(one["id"], one["title"], one["due_on"]) for one in found] == [
        (int(number), "отправить КП", "2026-03-12")
    ]
    assert cli("task", "move", number, "fri").code == 0
    found = json.loads(cli("task", "list", "--json").out)
    assert (found[0]["due_on"], found[0]["due_at"], found[0]["title"]) == (
        "2026-03-13", None, "отправить КП",
    )  # fmt: skip
    assert cli("task", "done", number).code == 0
    assert json.loads(cli("task", "list", "--json").out) == []


def test_the_only_step_of_an_open_deal_stays(cli: Cli, desk: Desk) -> None:
    make_deal(desk, client_id=make_client(desk), step_on=TODAY)
    number = str(desk.call_list.tasks()[0].id)
    said = cli("task", "drop", number)
    assert said.code == 1
    assert "next step" in said.err
    cli("task", "add", "tomorrow", "-d", "1")
    assert cli("task", "drop", number).code == 0


def test_until_a_day_and_for_one_client(cli: Cli, desk: Desk) -> None:
    first, second = make_client(desk, "Ромашка"), make_client(desk, "Лютик")
    cli("task", "add", "today", "-c", str(first))
    cli("task", "add", "+9d", "-c", str(second))
    assert len(json.loads(cli("task", "list", "--json").out)) == 2
    assert len(json.loads(cli("task", "list", "--until", "+7d", "--json").out)) == 1
    assert json.loads(cli("task", "list", "-c", "Лютик", "--json").out)[0]["client"] == "Лютик"


def test_wrong_use(cli: Cli, desk: Desk) -> None:
    assert cli("task", "add", "tomorrow").code == 1
    assert cli("task", "add", "never", "-c", str(make_client(desk))).code == 2
    assert cli("task", "done", "99").code == 3
    assert cli("task", "list", "-c", "nobody").code == 3
