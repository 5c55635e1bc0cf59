"""The queue of duplicates, telling apart, and what a merge takes along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.services.desk import Desk
from pipeline_tui.store import merging
from tests.dealing import dump
from tests.importing import ask, write_csv


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    one = desk.clients.add({"name": "ООО «Ромашка»", "city": "Казань"}, phones=["8 912 345-67-89"])
    two = desk.clients.add(
        {"name": "Ромашка", "city": "Казань", "inn": "7707083893"}, phones=["+7 912 345-67-89"]
    )
    desk.clients.add({"name": "Василёк"})
    return one, two


def shown(desk: Desk) -> list[tuple[int, int]]:
    return [(row.first, row.second) for row in desk.duplicates.queue()]


def test_what_was_told_apart_is_not_shown_until_it_is_undone(
    desk: Desk, pair: tuple[int, int]
) -> None:
    assert shown(desk) == [pair]
    before = dump(desk.book.reader)
    desk.duplicates.distinct(pair[1], pair[0])
    assert shown(desk) == []
    desk.history.undo()
    assert shown(desk) == [pair]
    assert dump(desk.book.reader) == before
    with pytest.raises(Refused):
        desk.duplicates.distinct(pair[0], pair[0])
    with pytest.raises(NotFound):
        desk.duplicates.distinct(pair[0], 99)


def test_a_merge_takes_the_chosen_fields_and_is_remembered(
    desk: Desk, pair: tuple[int, int]
) -> None:
    one, two = pair
    before = dump(desk.book.reader)
    desk.duplicates.merge(one, two, ["name"])
    assert desk.cards.client(one).name == "Ромашка"
    assert desk.cards.client(one).inn == "7707083893"
    assert [(row.gone_id, row.name) for row in desk.duplicates.merged(one)] == [(two, "Ромашка")]
    assert desk.duplicates.merged_into(two) == (one, "Ромашка")
    assert shown(desk) == []
    desk.history.undo()
    assert dump(desk.book.reader) == before
    with pytest.raises(Invalid, match="take_unknown"):
        desk.duplicates.merge(one, two, ["colour"])
    assert dump(desk.book.reader) == before


@pytest.mark.parametrize(
    ("kept_bik", "found"),
    [(None, ("044525225", "40702810938000012345")), ("044525593", ("044525593", None))],
)
def test_an_account_goes_over_with_its_bank_or_not_at_all(
    desk: Desk, pair: tuple[int, int], kept_bik: str | None, found: tuple[str, str | None]
) -> None:
    one, two = pair
    desk.clients.edit(one, {"bik": kept_bik})
    desk.clients.edit(two, {"bik": "044525225", "account": "40702810938000012345"})
    desk.duplicates.merge(one, two)
    card = desk.cards.client(one)
    assert (card.bik, card.account) == found


def test_what_was_told_apart_stays_so_after_a_merge(desk: Desk, pair: tuple[int, int]) -> None:
    one, two = pair
    third = desk.clients.add({"name": "Ромашка", "city": "Казань"})
    desk.duplicates.distinct(two, third)
    desk.duplicates.merge(one, two)
    assert desk.duplicates.apart_from(one) == {third}
    assert shown(desk) == []


def test_every_table_of_a_client_goes_over_in_a_merge(desk: Desk) -> None:
    """A new table with a client in it must be given a place in a merge."""
    handled = {
        *merging.MOVED, "contact", "phone", "email", "tag", "list_mark", "needs",
    }  # fmt: skip
    tables = {
        table
        for (table,) in desk.book.reader.execute(
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = 'client_id'"
        )
    }
    assert tables <= handled


def test_the_shell_lists_merges_and_tells_apart(
    desk: Desk, pair: tuple[int, int], cli: Callable[..., Any]
) -> None:
    said = cli("client", "duplicates", "--json")
    (row,) = json.loads(said.out)
    assert (row["first"], row["second"]) == pair
    assert "same phone" in cli("client", "duplicates").out
    assert cli("client", "distinct", str(pair[0]), str(pair[1])).code == 0
    assert json.loads(cli("client", "duplicates", "--json").out) == []
    assert cli("client", "merge", str(pair[0]), str(pair[1]), "--take", "name=B").code == 0
    assert desk.cards.client(pair[0]).name == "Ромашка"
    assert cli("client", "merge", str(pair[0]), str(pair[0])).code != 0


def test_who_is_entered_again_is_known_by_alphabet_and_by_the_mail_of_the_firm(desk: Desk) -> None:
    known = desk.clients.add({"name": "ООО «Ромашка»"}, emails=["info@romashka-kzn.ru"])
    assert [(t.id, t.same) for t in desk.lists.similar("Romashka LLC")] == [(known, ("near",))]
    (twin,) = desk.lists.similar("Иное", emails=["anna@romashka-kzn.ru"])
    assert (twin.id, twin.same) == (known, ("domain",))
    assert desk.lists.similar("Иное", emails=["anna@mail.ru"]) == []


def test_who_was_told_apart_is_not_warned_of_again(desk: Desk, pair: tuple[int, int]) -> None:
    assert [twin.id for twin in desk.lists.similar("Ромашка", besides=pair[0])] == [pair[1]]
    desk.duplicates.distinct(*pair)
    assert desk.lists.similar("Ромашка", besides=pair[0]) == []


def test_a_person_known_at_another_client_is_warned_of(
    desk: Desk, pair: tuple[int, int], cli: Callable[..., Any]
) -> None:
    third = str(desk.lists.find("василек")[0].id)
    said = cli("contact", "add", third, "Ким", "--phone", "8 912 345-67-89")
    assert said.code == 4
    assert "Ромашка" in said.err
    assert cli("contact", "add", third, "Ким", "--phone", "89123456789", "--force").code == 0


def test_a_person_of_both_loses_nothing_and_is_known_to_an_import_again(
    desk: Desk, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "people.csv",
        ["ID", "Last name", "First name", "Company", "Notes"],
        ["7", "Ivanov", "Ivan", "Birch", "звать с утра"],
    )
    kept = desk.clients.add(
        {"name": "Acorn"}, contacts=[{"last_name": "Ivanov", "first_name": "Ivan", "notes": "не сидит",
                                      "custom": {"Cup": "tea", "Own": "1"}}],
    )  # fmt: skip
    desk.imports.run([path])
    gone = desk.lists.find("Birch")[0].id
    (gone_person,) = desk.cards.client(gone).contacts
    desk.contacts.edit(
        gone_person.id,
        {"job_title": "buyer", "birthday": date(1980, 5, 1), "custom": {"Cup": "milk", "Car": "2"}},
    )
    before = dump(desk.book.reader)
    desk.duplicates.merge(kept, gone)
    (person,) = desk.cards.client(kept).contacts
    assert (person.job_title, person.birthday) == ("buyer", date(1980, 5, 1))
    assert person.notes == "не сидит\nзвать с утра"
    assert ask(desk, "SELECT custom ->> 'Cup', custom ->> 'Car' FROM contact") == [("tea", "2")]
    desk.history.undo()
    assert dump(desk.book.reader) == before
    desk.duplicates.merge(kept, gone)
    result = desk.imports.run([path])
    assert (result.files[0].taken, result.files[0].merged) == (0, 1)
    assert len(desk.cards.client(kept).contacts) == 1
