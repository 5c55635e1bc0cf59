"""`client` and `contact` from the shell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from pipeline_tui.services.desk import Desk
from tests.conftest import Said

Cli = Callable[..., Said]


def add(cli: Cli, *more: str) -> int:
    said = cli("client", "add", "ООО «Ромашка»", "--city", "Казань", *more)
    assert said.code == 0, said.err
    return int(said.out)


def test_a_client_is_entered_and_shown(cli: Cli) -> None:
    number = add(
        cli, "--contact", "Петрова Анна Ильинична", "--phone", "8 912 345-67-89",
        "--email", "a@b.ru", "--tag", "vip", "--inn", "7707083893", "--class", "A",
    )  # fmt: skip
    said = cli("client", "show", "ромашк")
    assert said.code == 0
    first, facts, *rest = said.out.splitlines()
    assert first == f"{number}  ООО «Ромашка»"
    assert facts.strip() == "lead · Class A · Казань · 10:20 · INN 7707083893 · #vip"
    assert "   Петрова Анна Ильинична  +7 912 345-67-89, a@b.ru" in rest


def test_json_holds_the_whole_card(cli: Cli) -> None:
    add(cli, "--phone", "8 912 345-67-89")
    card = json.loads(cli("client", "show", "1", "--json").out)
    assert card["name"] == "ООО «Ромашка»"
    assert card["phones"][0]["e164"] == "+79123456789"
    assert card["timeline"] == []


def test_a_list_is_filtered_and_sorted(cli: Cli) -> None:
    add(cli)
    cli("client", "add", "Василёк", "--city", "Уфа", "--status", "active")
    assert [row["name"] for row in json.loads(cli("client", "list", "--json").out)] == [
        "Василёк", "ООО «Ромашка»",
    ]  # fmt: skip
    lines = cli("client", "list", "status:active", "уфа").out.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["Name", "Василёк"]
    said = cli("client", "list", "stauts:active")
    assert said.code == 2
    assert "character 1" in said.err


def test_one_like_it_is_not_entered_unasked(cli: Cli) -> None:
    add(cli)
    said = cli("client", "add", "Ромашка, ЗАО")
    assert said.code == 4
    assert "ООО «Ромашка»" in said.err
    assert cli("client", "add", "Ромашка, ЗАО", "--force").code == 0


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (("Лютик", "--inn", "7707083893"), "the same INN"),
        (("Лютик", "--phone", "+7 912 345 67 89"), "the same phone"),
        (("Лютик", "--email", "A@b.ru"), "the same e-mail"),
        (("Ромашка",), "the same name"),
        (("Ромашка", "--inn", "7707083893"), "the same INN, the same name"),
    ],
)
def test_what_is_like_it_is_said(cli: Cli, argv: tuple[str, ...], why: str) -> None:
    add(cli, "--inn", "7707083893", "--phone", "8 912 345-67-89", "--email", "a@b.ru")
    said = cli("client", "add", *argv)
    assert (said.code, f"(1 ООО «Ромашка»: {why})" in said.err) == (4, True), said.err


def test_search_answers_with_what_matched(cli: Cli) -> None:
    add(cli, "--phone", "8 912 345-67-89")
    assert (
        cli("client", "search", "345", "67").out.splitlines()[1].split("\t")[2]
        == "phone 8 912 345-67-89"
    )
    assert cli("client", "search", "яяя").code == 3


def test_edit_archive_and_tag(cli: Cli, desk: Desk) -> None:
    number = str(add(cli))
    assert cli("client", "edit", number, "--city", "Пермь", "--phone", "843 200-10-10").code == 0
    assert cli("client", "tag", number, "vip").code == 0
    card = desk.cards.client(1)
    assert (card.city, card.tags, len(card.phones)) == ("Пермь", ("vip",), 1)
    assert cli("client", "archive", number).code == 0
    assert cli("client", "list").out.count("\n") == 1
    assert cli("client", "archive", "ромашка", "--back").code == 0
    assert desk.lists.ids() == [1]
    assert cli("client", "edit", number).code == 2


def test_two_records_of_one_client_are_merged(cli: Cli, desk: Desk) -> None:
    kept = add(cli)
    other = cli("client", "add", "Ромашка Опт", "--phone", "8 912 345-67-89").out.strip()
    assert cli("client", "merge", str(kept), other).code == 0
    assert desk.lists.ids() == [kept]
    assert len(desk.cards.client(kept).phones) == 1
    assert cli("client", "merge", str(kept), str(kept)).code == 1


def test_codes_of_failure(cli: Cli) -> None:
    add(cli)
    assert cli("client", "show", "яяя").code == 3
    assert cli("client", "edit", "1", "--inn", "123").code == 2
    assert cli("client", "do-not-call", "1", "--evidence", "письмо").code == 0
    assert cli("client", "edit", "1", "--status", "lead").code == 1


def test_people_are_listed_in_the_order_of_calling(cli: Cli) -> None:
    add(cli)
    assert cli("contact", "add", "1", "Орлов Пётр", "--phone", "89120000001").code == 0
    assert cli("contact", "add", "1", "Ким", "--role", "decision_maker", "--first").code == 0
    people = json.loads(cli("contact", "list", "1", "--json").out)
    assert [one["name"] for one in people] == ["Ким", "Орлов Пётр"]
    assert cli("contact", "add", "1", "Бел", "--role", "boss").code == 2


def test_people_are_changed_and_put_away_by_number(cli: Cli) -> None:
    add(cli)
    number = cli("contact", "add", "1", "Орлов Пётр", "--phone", "89120000001").out.strip()
    assert cli("contact", "edit", number, "--name", "Орлова Анна", "--role", "user").code == 0
    (person,) = json.loads(cli("contact", "list", "1", "--json").out)
    assert (person["name"], person["role"]) == ("Орлова Анна", "user")
    assert len(person["phones"]) == 1
    assert cli("contact", "edit", number).code == 2
    assert cli("contact", "archive", number).code == 0
    assert json.loads(cli("contact", "list", "1", "--json").out) == []
    assert cli("contact", "archive", "99").code == 3


def test_what_was_said_is_noted(cli: Cli) -> None:
    add(cli)
    assert cli("client", "note", "1", "были на складе", "--kind", "meeting").code == 0
    assert cli("client", "note", "1", "x", "--kind", "dance").code == 2
    assert cli("client", "consent", "1", "--evidence", "форма на сайте").code == 0
    assert cli("client", "verify", "1").code == 0
    card = json.loads(cli("client", "show", "1", "--json").out)
    assert [row["detail"] for row in card["timeline"]] == ["были на складе"]
    assert [one["given"] for one in card["consents"]] == [True]
    assert card["verified_on"] == "2026-03-11"


def test_showing_a_client_imports_no_tables(cli: Cli, desk: Desk) -> None:
    add(cli)
    code = (
        "import sys; from pipeline_tui.cli.main import run; from datetime import datetime, UTC;"
        f"env = {{'PIPELINE_TUI_DB': {str(desk.book.path)!r}, 'HOME': '/nowhere'}};"
        "code = run(sys.argv[1:], env, lambda: datetime(2026, 3, 11, tzinfo=UTC));"
        "print(code, [m for m in ('sqlmodel', 'sqlalchemy', 'textual', 'alembic') if m in sys.modules])"
    )
    for verb in (("client", "show", "1"), ("client", "list"), ("client", "search", "ромашка")):
        said = subprocess.run(
            [sys.executable, "-c", code, *verb], capture_output=True, text=True, check=True
        )
        assert said.stdout.splitlines()[-1] == "0 []", said.stderr


def test_a_filter_stands_for_many_and_a_view_for_a_filter(cli: Cli) -> None:
    for name, city in (("Альфа", "Казань"), ("Бета", "Уфа"), ("Вега", "Казань")):
        assert cli("client", "add", name, "--city", city).code == 0
    assert cli("client", "tag", "vip", "--filter", "city:Казань").out == "2 clients\n"
    assert cli("client", "owner", "Анна", "--filter", "-tag:vip").out == "1 client\n"
    assert cli("client", "step", "tomorrow 15", "--filter", "tag:vip").code == 0
    assert cli("client", "views", "save", "Mine", "tag:vip", "--sort", "city").code == 0
    listed = json.loads(cli("client", "list", "--view", "mine", "not", "вега", "--json").out)
    assert [(row["name"], row["tags"]) for row in listed] == [("Альфа", ["vip"])]
    known = json.loads(cli("client", "views", "list", "--json").out)
    views = {row["name"]: row["clients"] for row in known}
    assert (views["Mine"], views["Everybody"], views["Without a next step"]) == (2, 3, 1)
    assert cli("client", "views", "delete", "Mine").code == 0
    assert cli("client", "list", "--view", "Mine").code == 3
    assert cli("client", "archive", "--filter", "уфа").out == "1 client\n"
    assert cli("client", "archive", "Альфа", "--filter", "уфа").code == 2


def test_a_view_is_renamed_and_put_in_another_place(cli: Cli) -> None:
    def names() -> list[str]:
        return [row["name"] for row in json.loads(cli("client", "views", "list", "--json").out)]

    assert cli("client", "views", "save", "Mine", "tag:vip").code == 0
    given = names()[:-1]
    assert cli("client", "views", "move", "mine", "2").code == 0
    assert names() == [given[0], "Mine", *given[1:]]
    assert cli("client", "views", "move", "Mine", "99").code == 0
    assert names() == [*given, "Mine"]
    assert cli("client", "views", "move", "Everybody", "1").code == 0
    assert cli("client", "views", "rename", "Mine", "Theirs").code == 0
    assert cli("client", "views", "rename", "Debtors", "Who owes").code == 0
    assert names() == ["Who owes" if one == "Debtors" else one for one in given] + ["Theirs"]
    assert cli("client", "list", "--view", "theirs").code == 0
    for taken in ("who owes", "VIP"):
        said = cli("client", "views", "rename", "Theirs", taken)
        assert (said.code, "already" in said.err) == (4, True)
    assert cli("client", "views", "rename", "Mine", "X").code == 3
    assert cli("client", "views", "move", "Theirs", "0").code == 2
    assert cli("undo").code == 0
    assert "Debtors" in names()


def test_a_filter_that_cannot_be_understood_is_wrong_use(cli: Cli) -> None:
    assert cli("client", "add", "Альфа").code == 0
    said = cli("client", "list", "debt>много")
    assert said.code == 2
    assert "character 6" in said.err
    assert cli("client", "list", "(" * 10_000).code == 2
