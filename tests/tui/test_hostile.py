"""Hostile texts in every field of every table: each screen and each verb shows them as text.

Each field holds one of them at a time, by its place; they are not walked through every field in turn.
"""

from __future__ import annotations

import io
import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App

from pipeline_tui.services.desk import Desk
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.text import clean, fit, width_of
from tests.conftest import HandClock, Said, open_desk
from tests.hostile import HOSTILE, LONE, plant
from tests.walking import PLACES, WIRE, reading_verbs, settled

_ACTING = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_SKIPPED = {"restore", "import", "encryption", "backup", "export", "undo", "redo"}


def harmful(text: str, spared: str = "") -> list[str]:
    """Characters that act on a terminal instead of standing in it."""
    return [
        f"U+{ord(character):04X}"
        for character in set(text) - set(spared)
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in _ACTING
    ]


def painted(app: App[int]) -> str:
    """The text of the screen; what would be a command, a link or a control byte fails."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.control is None
            assert not harmful(segment.text), (segment.text, harmful(segment.text))
            if segment.style is not None:
                assert segment.style.link is None
                action = str(segment.style.meta.get("@click", ""))
                assert "bell" not in action and "quit" not in action, segment
        lines.append("".join(segment.text for segment in strip))
    return "\n".join(lines)


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory, _demo_file: Path) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "demo.db"
    shutil.copy(_demo_file, path)
    assert plant(path) > 5_000
    return path


@pytest.fixture
def path(tmp_path: Path, hostile_file: Path) -> Path:
    shutil.copy(hostile_file, tmp_path / "demo.db")
    return tmp_path / "demo.db"


async def test_every_screen_shows_them_as_text_and_goes_to_no_network(path: Path) -> None:
    with open_desk(path, HandClock()) as desk, WIRE.tapped() as heard:
        app = PipelineApp(desk)
        async with app.run_test(size=(120, 40)) as pilot:
            for place, keys in PLACES.items():
                while len(app.screen_stack) > 1:
                    app.pop_screen()
                    await pilot.pause()
                for key in keys:
                    await pilot.press(key)
                    await settled(pilot)
                assert painted(app).strip(), place
            went = list(heard)  # to the terminal's end, which closes sockets of its own
    assert went == []


def names_of(desk: Desk) -> list[str]:
    """A client for each text; answers with the names as they were kept, blanks drawn together."""
    for number, text in enumerate(HOSTILE):
        desk.clients.add({"name": f"n{number:03} {text[:280]} end"})
    return [name for (name,) in desk.book.reader.execute("SELECT name FROM client ORDER BY id")]


async def test_nothing_that_can_be_shown_is_swallowed(desk: Desk) -> None:
    names = names_of(desk)
    assert len(names) == 177
    app = PipelineApp(desk)
    async with app.run_test(size=(120, 200)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        screen = " ".join(painted(app).split())
        for name in names:
            told = clean(name[:60])
            shown = told if width_of(told) < 20 else fit(told, 20).rstrip("… ")
            assert " ".join(shown.split()) in screen, (
                ascii(shown),
                ascii(screen[screen.index(shown[:4]) :][:60]),
            )


@pytest.mark.parametrize(
    "text", ["[red]x[/]", "\x1b[2Jx", "\u202ex", "👩‍💻", "a\x00b", "W" * 300, "x" * 100_000]
)
async def test_what_is_typed_or_pasted_is_text_too(desk: Desk, text: str) -> None:
    app = PipelineApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "a")
        await settled(pilot)
        app.screen.focused.value = text  # type: ignore[union-attr]
        await settled(pilot)
        painted(app)
        await pilot.press("f2")
        await settled(pilot)
        painted(app)


def test_every_verb_answers_without_a_control_byte_or_a_network(
    path: Path, clock: HandClock, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from pipeline_tui.cli.main import run

    env = {"PIPELINE_TUI_DB": str(path), "HOME": str(tmp_path), "LANG": "en_US.UTF-8"}
    monkeypatch.setattr("sys.stdin", io.StringIO())
    answered = 0
    for number, words in enumerate(reading_verbs()):
        if words[0] in _SKIPPED:
            continue
        for more in (["--json"], [])[: 1 + (number % 5 == 0)]:
            with WIRE.tapped() as heard:
                run([*words, *more], env, clock)
            assert heard == [], words
            said = capsys.readouterr()
            assert not harmful(said.out, "\n\t"), (words, harmful(said.out, "\n\t"))
            assert not harmful(said.err, "\n"), (words, harmful(said.err, "\n"))
            if more and said.out:
                json.loads(said.out)
                answered += 1
    assert answered > 60


def test_json_gives_a_text_back_as_it_is(desk: Desk, cli: Callable[..., Said]) -> None:
    names = names_of(desk)
    answer = cli("client", "list", "--json", "--limit", "500").out
    assert not harmful(answer, "\n")
    assert sorted(row["name"] for row in json.loads(answer)) == sorted(names)


@pytest.mark.parametrize("text", LONE)
def test_half_a_character_is_refused_or_replaced_and_never_a_failure(
    desk: Desk, cli: Callable[..., Said], text: str
) -> None:
    said = cli("client", "add", f"Acorn {text}")
    assert said.code in (0, 2), said
    assert cli("client", "search", text).code in (0, 2, 3)
    assert cli("client", "show", text).code in (2, 3)
    assert cli("client", "list", "--json").code == 0
