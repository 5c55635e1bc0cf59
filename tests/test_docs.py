"""What README and the guide say exists: every command, key and setting, in both languages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from typer._click.exceptions import UsageError

from pipeline_tui.cli.main import build
from pipeline_tui.config import Settings, load
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.when import When, parse_when
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.tui import keys
from pipeline_tui.tui.commands import COMMANDS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
LANGUAGES = {"en": GUIDE, "ru": GUIDE / "ru"}
PAGES = sorted([*ROOT.glob("README*.md"), *GUIDE.rglob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)
NOW = datetime(2026, 3, 11, 10, 20, tzinfo=ZoneInfo("Europe/Moscow"))
"""The moment that the guide's tables of the next step speak of."""


def blocks(page: Path, kind: str) -> list[str]:
    return [text for language, text in BLOCK.findall(page.read_text("utf-8")) if language == kind]


def calls(page: Path) -> Iterator[list[str]]:
    """Every call of the program in the page's shell blocks, as words."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            for part in line.split("&&"):
                words = shlex.split(part, comments=True)
                places = [i for i, one in enumerate(words) if Path(one).name == "pipeline-tui"]
                if places:
                    yield words[places[0] + 1 :]


def tables(page: Path, marker: str) -> Iterator[list[str]]:
    """Cells of the rows of the tables that stand right after `marker`."""
    for text in page.read_text("utf-8").split(marker)[1:]:
        table = text.lstrip().split("\n\n")[0]
        for row in ROW.findall(table)[2:]:
            yield [cell.strip() for cell in row.split(" | ")]


EVERY_PAGE = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)


def understand(command: Any, words: list[str], above: Any = None) -> None:
    """Parse a call as the program would, and run nothing; raises UsageError."""
    runs_at_once = "--install-completion" in words
    context = command.make_context(
        "pipeline-tui", list(words), parent=above, resilient_parsing=runs_at_once
    )
    left = [*context._protected_args, *context.args]
    if hasattr(command, "commands") and left:
        _name, verb, left = command.resolve_command(context, left)
        understand(verb, left, context)


@EVERY_PAGE
def test_every_command_is_understood(page: Path) -> None:
    program = typer.main.get_command(build())
    for words in calls(page):
        try:
            understand(program, words)
        except (UsageError, Invalid) as wrong:
            pytest.fail(f"pipeline-tui {shlex.join(words)}: {wrong}")


@pytest.mark.parametrize(
    "words", ["cliet list", "client lst", "client list --sorted", "client show"]
)
def test_what_is_not_there_would_be_found_out(words: str) -> None:
    with pytest.raises((UsageError, Invalid)):
        understand(typer.main.get_command(build()), words.split())


def test_the_pages_call_the_program_in_many_ways() -> None:
    for folder in LANGUAGES.values():
        assert len(list(calls(folder / "9-command-line.md"))) > 80


@EVERY_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if target and "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", sorted(ROOT.glob("README*.md")), ids=lambda page: page.name)
def test_the_table_of_keys_names_keys_that_work(page: Path) -> None:
    shown = {keys.shown(key) for command in COMMANDS.values() for key in command.keys}
    rows = list(tables(page, "<!-- keys -->"))
    assert rows
    for row in rows:
        for key in re.findall(r"`([^`]+)`", row[0]):
            assert key in shown, f"{page.name}: {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_described_with_its_default(language: str) -> None:
    page = LANGUAGES[language] / "8-settings.md"
    rows = {
        row.split(" | ")[0].strip("`"): row.split(" | ")[1]
        for row in ROW.findall(page.read_text("utf-8"))
        if row.startswith("`")
    }
    for name in Settings.__struct_fields__:
        assert name in rows
        if name != "keys":
            assert written(getattr(Settings(), name)) == rows[name].strip("`")


def written(value: object) -> str:
    """A setting's value as it stands in the file."""
    match value:
        case str():
            return f'"{value}"'
        case dict() if not value:
            return "{}"
        case dict():
            return "{ " + ", ".join(f"{key} = {one}" for key, one in value.items()) + " }"
        case frozenset() | tuple():
            return "[" + ", ".join(written(one) for one in sorted(value)) + "]"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case _:
            return f'"{value:%H:%M}"'


@EVERY_PAGE
def test_examples_of_settings_are_taken(page: Path, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(page, "toml")):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, "utf-8")
        assert set(load(file, {}).keys) <= COMMANDS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_can_be_found_by_its_name(language: str) -> None:
    text = (LANGUAGES[language] / "8-settings.md").read_text("utf-8")
    assert {name for name in COMMANDS if f"`{name}`" not in text} == set()


def said(one: When) -> str:
    hour = f" {one.time:%H:%M}" if one.time else ""
    return f"{one.day}{hour}" + (f", {one.rest}" if one.rest else "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_steps_mean_what_the_guide_says(language: str) -> None:
    rows = list(tables(LANGUAGES[language] / "2-the-day.md", "<!-- when -->"))
    assert len(rows) > 20
    for typed, *meant in rows:
        if len(meant) == 1:
            assert [said(parse_when(typed.strip("`"), NOW, WorkCalendar()))] == meant
            continue
        with pytest.raises(Invalid) as found:
            parse_when(typed.strip("`"), NOW, WorkCalendar())
        assert [said(one) for one in found.value.facts["options"]] == meant  # type: ignore[attr-defined]


def test_the_guide_has_the_same_pages_in_both_languages() -> None:
    english, russian = (
        {page.name for page in folder.glob("*.md")} for folder in LANGUAGES.values()
    )
    assert english == russian
