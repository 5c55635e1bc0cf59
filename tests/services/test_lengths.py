"""A page pasted into a line is refused, by name of the field and with its limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import ImportOptions
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording.problems import problem
from tests.conftest import Said
from tests.importing import write_csv


@pytest.mark.parametrize(
    ("client", "more", "english", "russian"),
    [
        (
            {"name": "x" * 301}, {},
            "Name: at most 300 characters fit here; shorten it",
            "Название: слишком длинно, не больше 300 знаков; сократите",
        ),
        (
            {"name": "Acorn", "city": "x" * 501}, {},
            "City: at most 500 characters fit here; shorten it",
            "Город: слишком длинно, не больше 500 знаков; сократите",
        ),
        (
            {"name": "Acorn", "notes": "x" * 100_001}, {},
            "Notes: at most 100,000 characters fit here; shorten it",
            "Заметки: слишком длинно, не больше 100 000 знаков; сократите",
        ),
        (
            {"name": "Acorn"}, {"contacts": [{"last_name": "x" * 301}]},
            "Last name: at most 300 characters fit here; shorten it",
            "Фамилия: слишком длинно, не больше 300 знаков; сократите",
        ),
    ],
)  # fmt: skip
def test_too_long_a_text_is_refused(
    desk: Desk, client: dict[str, object], more: dict[str, object], english: str, russian: str
) -> None:
    with pytest.raises(Invalid) as caught:
        desk.clients.add(client, **more)  # type: ignore[arg-type]
    assert problem(caught.value) == english
    i18n.use("ru")
    assert problem(caught.value).replace("\xa0", " ") == russian


def test_addresses_and_numbers_have_their_limits(desk: Desk) -> None:
    for ways in ({"emails": ["a" * 250 + "@b.ru"]}, {"phones": ["1" * 501]}):
        with pytest.raises(Invalid) as caught:
            desk.clients.add({"name": "Acorn"}, **ways)  # type: ignore[arg-type]
        assert caught.value.code == "too_long"


def test_long_notes_are_taken_whole(desk: Desk) -> None:
    client_id = desk.clients.add({"name": "x" * 300, "notes": "y" * 100_000})
    assert len(desk.cards.client(client_id).notes) == 100_000


def test_a_row_with_too_long_a_line_is_listed(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "clients.csv",
        ("Name", "City"), ("Acorn", "x" * 501), ("y" * 301, "Leeds"), ("Birch", "York"),
    )  # fmt: skip
    result = desk.imports.run([path], ImportOptions())
    listed = [(n.row, problem(n.problem)) for file in result.files for n in file.listed]
    assert [row for row, _text in listed] == [2, 3]
    assert "at most 500 characters fit here" in listed[0][1]
    assert "at most 300 characters fit here" in listed[1][1]
    assert [hit.name for hit in desk.lists.find("Birch", 5)] == ["Birch"]


def test_the_command_line_says_so(cli: Callable[..., Said]) -> None:
    said = cli("client", "add", "x" * 301)
    assert said.code == 2
    assert "at most 300 characters fit here" in said.err
