"""The directory of banks: loaded, loaded again, asked."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.domain.banks import BankRow
from pipeline_tui.services.desk import Desk
from tests.dealing import dump

SBER = BankRow("044525225", "ПАО Сбербанк", "30101810400000000225", "Москва")


def directory(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("БИК;Наименование;К/с;Город", *rows)) + "\n", encoding="utf-8")
    return path


def test_a_directory_is_one_change_and_the_same_file_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    before = dump(desk.book.reader)
    assert not desk.banks.unknown("044525225")  # nobody loaded a directory
    file = directory(
        tmp_path / "banks.csv",
        "044525225;ПАО Сбербанк;30101810400000000225;Москва",
        "044525593;Альфа;;",
        "044525593;АО «Альфа-Банк»;30101810200000000593;Москва",
        "12;Никакой;;",
    )
    done = desk.banks.load(file)
    assert (done.rows, done.added, done.changed, done.same) == (4, 2, 0, 1)
    assert [(one.row, one.problem.code) for one in done.listed] == [(5, "bad_bik")]
    assert desk.banks.named("044 525 225") == SBER
    assert desk.banks.unknown("044525974")
    assert not desk.banks.unknown("ICBKCNBJ")
    assert [one.bik for one in desk.banks.found("альфа москва")] == ["044525593"]
    assert [one.bik for one in desk.banks.found("0445252")] == ["044525225"]
    again = desk.banks.load(file)
    assert (again.rows, again.added, again.changed, again.same) == (4, 0, 0, 3)
    desk.history.undo()
    assert dump(desk.book.reader) == before


def test_a_newer_directory_renames_and_keeps_the_others(desk: Desk, tmp_path: Path) -> None:
    desk.banks.load(directory(tmp_path / "a.csv", "044525225;Сбер;;", "044525593;Альфа;;"))
    done = desk.banks.load(
        directory(tmp_path / "b.csv", "044525225;ПАО Сбербанк;30101810400000000225;Москва")
    )
    assert (done.added, done.changed, done.same) == (0, 1, 0)
    assert desk.banks.named("044525225") == SBER
    assert desk.banks.named("044525593") is not None


def test_the_card_names_the_bank(desk: Desk, tmp_path: Path) -> None:
    client_id = desk.clients.add({"name": "Ромашка", "bik": "044525225"})
    assert desk.cards.client(client_id).bank is None
    desk.banks.load(
        directory(tmp_path / "a.csv", "044525225;ПАО Сбербанк;30101810400000000225;Москва")
    )
    assert desk.cards.client(client_id).bank == SBER
