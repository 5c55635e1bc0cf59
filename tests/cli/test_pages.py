"""Help pages in both languages, and what is said of a line that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline_tui import i18n
from pipeline_tui.cli.pages import Group
from pipeline_tui.cli.register import VERBS, load
from tests.conftest import Said

Cli = Callable[..., Said]


def verbs() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every noun and verb with its path."""
    waiting = [((name,), load(name)) for name in VERBS]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, Group):
            waiting += [((*path, name), one) for name, one in command.commands.items()]


PATHS = sorted(path for path, _ in verbs())


def test_every_verb_option_and_argument_says_what_it_is_for() -> None:
    silent = []
    for path, command in verbs():
        if not command.help:
            silent.append(" ".join(path))
        silent += [
            f"{' '.join(path)} {one.name}" for one in command.params if not (one.help or "").strip()
        ]
    assert silent == []


@pytest.mark.parametrize("path", [(), *PATHS], ids=" ".join)
def test_a_page_in_russian_has_no_english_in_it(cli: Cli, path: tuple[str, ...]) -> None:
    said = cli("--lang", "ru", *path, "--help")
    assert said.code == 0
    assert said.out.startswith("Как писать: pipeline-tui")
    # Sentences, not codes to be typed: a capital or two words in a row, outside examples.
    left = re.sub(r"(?m)^( *(-[\w-], )?--[\w/-]+|pipeline-tui.*| *[a-z-]+ )", "", said.out)
    assert re.findall(r"\b[A-Z][a-z]+ [a-z]+\b", left) == []


@pytest.mark.parametrize("chosen", [{"PIPELINE_TUI_LANG": "ru"}, {"LANG": "ru_RU.UTF-8"}])
def test_the_language_of_the_surroundings_is_that_of_the_pages(
    cli: Cli, chosen: dict[str, str]
) -> None:
    said = cli("client", "show", "--help", **chosen)
    for words in ("Как писать:", "Что указать:", "Ключи:", "КЛИЕНТ", "Ответ в формате JSON."):
        assert words in said.out


def test_the_english_page_of_a_verb(cli: Cli) -> None:
    assert cli("call", "list", "--help").out == (
        "Usage: pipeline-tui call list [OPTIONS] [CLIENT]\n"
        "\n"
        "  The latest calls, all or those of one client.\n"
        "\n"
        "Arguments:\n"
        "  CLIENT  Number, or part of the name, phone or INN.\n"
        "\n"
        "Options:\n"
        "  -n, --limit COUNT  At most so many.  [default: 30]\n"
        "  --json             Answer as JSON.\n"
        "  -h, --help         Show this message and exit.\n"
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("cleint",), "There is no command “cleint”; did you mean client?"),
        (("xyzzy",), "There is no command “xyzzy”; pipeline-tui --help lists them"),
        (("client", "shw"), "There is no command “shw”; did you mean show?"),
        (("client", "list", "--limt", "3"), "There is no option --limt; did you mean --limit?"),
        (("today", "--quux"), "There is no option --quux; pipeline-tui today --help lists them"),
        (("client", "list", "--limit"), "--limit needs a value after it"),
        (("client", "list", "--json=1"), "--json takes no value; write it alone"),
        (("client", "list", "--limit", "x"), "--limit: “x” is not a whole number; write it like 50"),
        (("client", "list", "--limit", "0"), "--limit: “0” is too small; the least is 1"),
        (("log", "--limit", "100001"), "--limit: “100001” is too big; the most is 100,000"),
        (("undo", "1", "2"), "Nothing is to stand here: 2; put quotation marks around what belongs together"),
        (
            ("client", "show"),
            "Something is missing: CLIENT (Number, or part of the name, phone or INN);"
            " pipeline-tui client show --help shows how it is written",
        ),
        (
            ("client", "do-not-call", "1"),
            "Something is missing: --evidence (What was said or written, and when);"
            " pipeline-tui client do-not-call --help shows how it is written",
        ),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_says_what_is_wrong(
    cli: Cli, argv: tuple[str, ...], said: str
) -> None:
    found = cli(*argv)
    assert (found.code, found.err, found.out) == (2, said + "\n", "")


def test_and_says_it_in_russian(cli: Cli) -> None:
    assert cli("--lang", "ru", "cleint").err == "Команды «cleint» нет; может быть, client?\n"
    i18n.use("en")
    said = cli("client", "show", PIPELINE_TUI_LANG="ru")
    assert said.err.startswith("Не хватает: КЛИЕНТ (Номер или часть названия, телефона, ИНН)")


def test_a_noun_alone_shows_its_help(cli: Cli) -> None:
    said = cli("client")
    assert said.code == 2
    assert "Commands:" in said.err


def test_what_must_be_given_stands_in_the_usage(cli: Cli) -> None:
    assert (
        "client do-not-call [OPTIONS] --evidence TEXT CLIENT\n"
        in cli("client", "do-not-call", "-h").out
    )
    assert "call list [OPTIONS] [CLIENT]\n" in cli("call", "list", "-h").out
    assert "pipeline-tui [OPTIONS] [COMMAND …]\n" in cli("-h").out


def test_the_lines_of_a_noun_are_whole(cli: Cli) -> None:
    said = " ".join(cli("client", "-h").out.split())
    assert (
        "show Show a client: how to reach them, deals, money, what happened lately search" in said
    )


@pytest.mark.usefixtures("russian")
def test_what_a_value_is_called_is_said_in_russian() -> None:
    for path, command in verbs():
        for one in command.params:
            assert not one.metavar or one.metavar == "XX" or i18n._(one.metavar) != one.metavar, (
                path
            )
