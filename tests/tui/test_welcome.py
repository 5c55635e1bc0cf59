"""The first start greets by the hour, and by name where the settings have one."""

from __future__ import annotations

from datetime import time

import pytest

from pipeline_tui import i18n
from pipeline_tui.tui.welcome import greeting


@pytest.mark.parametrize(
    ("at", "english", "russian"),
    [
        (time(4, 59), "Good evening!", "Добрый вечер!"),
        (time(5), "Good morning!", "Доброе утро!"),
        (time(11, 59), "Good morning!", "Доброе утро!"),
        (time(12), "Good afternoon!", "Добрый день!"),
        (time(17, 59), "Good afternoon!", "Добрый день!"),
        (time(18), "Good evening!", "Добрый вечер!"),
    ],
)
def test_the_greeting_goes_by_the_hour(at: time, english: str, russian: str) -> None:
    assert greeting(at, "") == english
    i18n.use("ru")
    assert greeting(at, "") == russian


def test_the_name_of_the_settings_is_used() -> None:
    assert greeting(time(9), "Kate") == "Good morning, Kate!"
