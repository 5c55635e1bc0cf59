"""Taking bank statements: payments entered, nothing twice, all of it undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.matching import Choice, Ground, Verdict
from pipeline_tui.services import archives
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.owing import TODAY, client, invoice, payment

OWN = "40702810900000000001"
INN, OTHER_INN = "7707083893", "7736207543"
ACCOUNT = "40702810500000000007"


def document(
    number: str, amount: str, purpose: str, *, inn: str = "", name: str = "", account: str = ACCOUNT,
    day: str = "10.03.2026", came: bool = True,
) -> str:  # fmt: skip
    sides = (account, OWN) if came else (OWN, account)
    who = "Плательщик" if came else "Получатель"
    return (
        f"СекцияДокумент=Платежное поручение\nНомер={number}\nДата={day}\nСумма={amount}\n"
        f"ПлательщикРасчСчет={sides[0]}\nПолучательРасчСчет={sides[1]}\n{who}1={name}\n"
        f"{who}ИНН={inn}\nНазначениеПлатежа={purpose}\nКонецДокумента\n"
    )


def statement(folder: Path, *documents: str, name: str = "kl_to_1c.txt") -> Path:
    path = folder / name
    text = (
        f"1CClientBankExchange\nВерсияФормата=1.03\nРасчСчет={OWN}\n"
        f"{''.join(documents)}КонецФайла\n"
    )
    path.write_text(text, encoding="cp1251")
    return path


@pytest.fixture
def daisy(desk: Desk) -> int:
    """A client with two invoices open, 100 and 50."""
    id_ = client(desk, "Ромашка", inn=INN)
    invoice(desk, id_, 100_00, date(2026, 3, 1), number="198", issued=date(2026, 2, 20))
    invoice(desk, id_, 50_00, date(2026, 3, 20), number="199", issued=date(2026, 3, 5))
    return id_


def owed(desk: Desk, client_id: int) -> dict[str, int]:
    ledger = desk.debts.ledger(client_id)
    return {one.number: one.open_minor for one in ledger.invoices}


def two(folder: Path) -> Path:
    """A certain line, one that is offered, and one that is left."""
    return statement(
        folder,
        document("1", "50.00", "Оплата по счету 199 от 05.03.2026", inn=INN, name="ООО Ромашка"),
        document("2", "30.00", "За товар", inn=INN, name="ООО Ромашка"),
        document("3", "70.00", "За товар", inn=OTHER_INN, name="ООО Чужой", account=""),
        document("4", "10.00", "Комиссия банка", came=False),
    )


def test_rehearsing_says_all_and_changes_nothing(desk: Desk, daisy: int, tmp_path: Path) -> None:
    found = desk.bank_statements.rehearse(two(tmp_path))
    assert [row.verdict for row in found.rows] == [
        Verdict.CERTAIN, Verdict.LIKELY, Verdict.UNKNOWN, Verdict.ASIDE,
    ]  # fmt: skip
    assert [row.client for row in found.rows] == ["Ромашка", "Ромашка", "", ""]
    assert found.rows[0].invoices == ("199",)
    assert owed(desk, daisy) == {"198": 100_00, "199": 50_00}


def test_taking_enters_and_lays_what_is_certain(desk: Desk, daisy: int, tmp_path: Path) -> None:
    found = desk.bank_statements.take(two(tmp_path))
    assert [row.taken for row in found.rows] == [True, False, False, False]
    (paid,) = desk.debts.ledger(daisy).payments
    assert (paid.paid_on, paid.amount_minor) == (date(2026, 3, 10), 50_00)
    assert owed(desk, daisy)["198"] == 100_00
    assert owed(desk, daisy).get("199", 0) == 0


def test_a_statement_taken_is_the_payment_entered_by_hand(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    """Laid by the same rule: the invoice named first, the rest on the oldest."""
    twin = client(desk, "Twin", inn=OTHER_INN)
    invoice(desk, twin, 100_00, date(2026, 3, 1), number="T-1")
    named = invoice(desk, twin, 50_00, date(2026, 3, 20), number="T-2")
    payment(desk, twin, 60_00, invoice_id=named)
    path = statement(tmp_path, document("1", "60.00", "счет 199", inn=INN))
    desk.bank_statements.take(path, {1: Choice(daisy, (_invoice_id(desk, daisy, "199"),))})
    by_hand = sorted(one.open_minor for one in desk.debts.ledger(twin).invoices)
    assert sorted(one.open_minor for one in desk.debts.ledger(daisy).invoices) == by_hand


def _invoice_id(desk: Desk, client_id: int, number: str) -> int:
    return next(one.id for one in desk.debts.ledger(client_id).invoices if one.number == number)


def test_read_twice_nothing_is_added_even_from_another_file(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    desk.bank_statements.take(two(tmp_path))
    again = desk.bank_statements.take(two(tmp_path))
    assert (again.rows[0].verdict, again.rows[0].client) == (Verdict.KNOWN, "Ромашка")
    assert not any(row.taken for row in again.rows)
    longer = statement(
        tmp_path,
        document("9", "100.00", "счет 198", inn=INN),
        document("1", "50.00", "Оплата по счету 199 от 05.03.2026", inn=INN, name="ООО Ромашка"),
        name="march.txt",
    )
    assert [row.taken for row in desk.bank_statements.take(longer).rows] == [True, False]
    assert len(desk.debts.ledger(daisy).payments) == 2


def test_undo_takes_a_whole_statement_back_and_redo_brings_it(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    before = owed(desk, daisy)
    desk.bank_statements.take(two(tmp_path), {2: Choice(daisy)})
    after = owed(desk, daisy)
    assert len(desk.debts.ledger(daisy).payments) == 2
    desk.history.undo()
    assert owed(desk, daisy) == before and not desk.debts.ledger(daisy).payments
    assert desk.bank_statements.rehearse(two(tmp_path)).rows[0].verdict is Verdict.CERTAIN
    desk.history.redo()
    assert owed(desk, daisy) == after
    assert desk.bank_statements.rehearse(two(tmp_path)).rows[0].verdict is Verdict.KNOWN


def test_what_the_user_settles_is_taken_and_remembered(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    stranger = client(desk, "Клевер")
    invoice(desk, stranger, 70_00, date(2026, 3, 1), number="K-1")
    account = "40702810100000000099"
    first = statement(
        tmp_path, document("1", "70.00", "За товар", name="ИП Некто", account=account)
    )
    assert desk.bank_statements.rehearse(first).rows[0].verdict is Verdict.UNKNOWN
    found = desk.bank_statements.take(first, {1: Choice(stranger)})
    assert found.rows[0].taken and found.rows[0].client == "Клевер"
    invoice(desk, stranger, 40_00, date(2026, 3, 9), number="K-2")
    second = statement(tmp_path, document("2", "40.00", "За товар", account=account))
    (row,) = desk.bank_statements.rehearse(second).rows
    assert (row.verdict, row.client) == (Verdict.CERTAIN, "Клевер")


def test_a_certain_line_may_be_given_to_another(desk: Desk, daisy: int, tmp_path: Path) -> None:
    other = client(desk, "Клевер")
    path = statement(tmp_path, document("1", "50.00", "счет 199", inn=INN))
    desk.bank_statements.take(path, {1: Choice(other)})
    assert owed(desk, daisy)["199"] == 50_00
    assert len(desk.debts.ledger(other).payments) == 1


def test_a_payment_removed_by_hand_does_not_come_back_by_itself(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    desk.bank_statements.take(two(tmp_path))
    (paid,) = desk.debts.ledger(daisy).payments
    desk.invoices.remove_payment(paid.id)
    assert not any(row.taken for row in desk.bank_statements.take(two(tmp_path)).rows)
    assert desk.bank_statements.take(two(tmp_path), {1: Choice(daisy)}).rows[0].taken
    assert len(desk.debts.ledger(daisy).payments) == 1


def test_a_payment_entered_by_hand_before_is_offered_only(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    payment(desk, daisy, 100_00, date(2026, 3, 9))
    path = statement(tmp_path, document("1", "100.00", "За товар", inn=INN))
    assert desk.bank_statements.take(path).rows[0].verdict is Verdict.LIKELY


@pytest.mark.parametrize(
    ("place", "raised"), [(1, Refused), (4, Refused), (9, NotFound)]
)  # taken, money that went, no such line
def test_what_cannot_be_settled_is_refused_and_nothing_is_taken(
    desk: Desk, daisy: int, tmp_path: Path, place: int, raised: type[Exception]
) -> None:
    if place == 1:
        desk.bank_statements.take(two(tmp_path))
    before = owed(desk, daisy)
    with pytest.raises(raised):
        desk.bank_statements.take(two(tmp_path), {place: Choice(daisy)})
    assert owed(desk, daisy) == before


def test_a_day_to_come_and_an_invoice_of_another_are_refused(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    ahead = statement(tmp_path, document("1", "50.00", "счет 199", inn=INN, day="12.03.2026"))
    assert date(2026, 3, 12) > TODAY
    assert desk.bank_statements.take(ahead).rows[0].verdict is Verdict.LIKELY
    with pytest.raises(Invalid):
        desk.bank_statements.take(ahead, {1: Choice(daisy)})
    other = client(desk, "Клевер")
    with pytest.raises(Refused):
        desk.bank_statements.take(
            two(tmp_path), {2: Choice(other, (_invoice_id(desk, daisy, "198"),))}
        )


def test_erasing_a_person_empties_their_lines_and_they_are_still_known(
    desk: Desk, tmp_path: Path
) -> None:
    person = client(desk, "Иванов Иван Иванович", kind="person", inn="500100732259")
    invoice(desk, person, 50_00, date(2026, 3, 1), number="7")
    path = statement(
        tmp_path,
        document("1", "50.00", "счет 7 Иванов Иван", inn="500100732259", name="Иванов Иван Иванович"),
    )  # fmt: skip
    assert desk.bank_statements.take(path).rows[0].taken
    desk.persons.erase_client(person, mark="erased")
    kept = desk.book.reader.execute(
        "SELECT name, inn, account, purpose, amount_minor FROM statement_line"
    ).fetchone()
    assert kept == ("", "", "", "", 50_00)
    assert desk.bank_statements.rehearse(path).rows[0].verdict is Verdict.KNOWN


def test_lines_follow_a_merge_and_an_archive(
    desk: Desk, daisy: int, tmp_path: Path, clock: HandClock
) -> None:
    """Who paid so before is the client that stayed, and nothing is taken twice in the new file."""
    twin = client(desk, "Ромашка плюс")
    account = "40702810100000000099"
    path = statement(tmp_path, document("1", "70.00", "За товар", account=account))
    desk.bank_statements.take(path, {1: Choice(twin)})
    desk.duplicates.merge(daisy, twin)
    later = statement(tmp_path, document("2", "50.00", "За", account=account), name="later.txt")
    (row,) = desk.bank_statements.rehearse(later).rows
    assert row.client == "Ромашка" and row.reasons[0].ground is Ground.PAID_BEFORE
    desk.exports.archive(tmp_path / "all.zip")
    archives.unpack(tmp_path / "all.zip", tmp_path / "new.db", clock)
    with open_desk(tmp_path / "new.db", clock) as other:
        (row,) = other.bank_statements.rehearse(path).rows
        assert (row.verdict, row.client) == (Verdict.KNOWN, "Ромашка")


def test_money_from_an_account_whose_statement_was_read_before_is_a_transfer(
    desk: Desk, daisy: int, tmp_path: Path
) -> None:
    desk.bank_statements.take(two(tmp_path))
    other = statement(tmp_path, document("7", "100.00", "счет 198", account=OWN), name="other.txt")
    text = other.read_text(encoding="cp1251")
    text = text.replace(f"РасчСчет={OWN}\nСекция", "РасчСчет=40702810400000000022\nСекция", 1)
    text = text.replace(f"ПолучательРасчСчет={OWN}", "ПолучательРасчСчет=40702810400000000022")
    other.write_text(text, encoding="cp1251")
    (row,) = desk.bank_statements.rehearse(other).rows
    assert (row.verdict, row.reasons[0].ground) == (Verdict.ASIDE, Ground.TRANSFER)
