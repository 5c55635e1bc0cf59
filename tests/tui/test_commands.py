"""One declaration of every command: keys on both layouts, no two commands on one key of a screen."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

import pytest

import pipeline_tui.tui.screens as screens
from pipeline_tui.tui import keys
from pipeline_tui.tui.app import PipelineApp
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.commands import COMMANDS, GLOBAL, LIST


def all_screens() -> list[type[DeskScreen]]:
    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"pipeline_tui.tui.screens.{module.name}")
    found = [DeskScreen]
    for one in found:
        found += one.__subclasses__()
    return [
        one for one in found if one.__module__.startswith("pipeline_tui.") and one.COMMANDS_HERE
    ]


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("j", "о"),
        ("c", "с"),
        ("G", "П"),
        ("U", "Г"),
        ("/", "."),
        ("?", ","),
        ("<", "Б"),
        (":", "Ж"),
    ],
)
def test_a_letter_key_has_its_twin_on_the_russian_layout(key: str, other: str) -> None:
    assert keys.name(other) in keys.spread((key,))


def test_the_twins_are_the_keys_of_a_standard_keyboard() -> None:
    rows = (("qwertyuiop", "йцукенгшщз"), ("asdfghjkl", "фывапролд"), ("zxcvbnm", "ячсмить"))
    for latin, cyrillic in rows:
        for key, other in zip(latin, cyrillic, strict=True):
            assert keys.twin(key) == other
            assert keys.twin(key.upper()) == other.upper()


def test_every_command_has_a_key_and_says_what_it_does() -> None:
    for command in COMMANDS.values():
        assert command.keys, command.id
        assert command.label and command.help


@pytest.mark.parametrize("screen", all_screens(), ids=lambda screen: screen.__name__)
def test_a_screen_answers_every_command_it_lists_and_no_key_means_two_things(
    screen: type[DeskScreen],
) -> None:
    for one in screen.COMMANDS_HERE:
        assert one in COMMANDS
        in_a_list = one in LIST
        assert in_a_list or hasattr(screen, f"action_{one}"), f"{screen.__name__}: {one}"
    spread = Counter(
        key for one in {*screen.COMMANDS_HERE, *GLOBAL} for key in keys.spread(COMMANDS[one].keys)
    )
    assert [key for key, count in spread.items() if count > 1] == []


def test_the_application_answers_every_global_command() -> None:
    for one in GLOBAL:
        assert hasattr(PipelineApp, f"action_{one}"), one
