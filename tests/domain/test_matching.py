"""Lines of a statement matched to clients: cases by hand, and the laws that keep it precise."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.matching import (
    AGAINST,
    Bill,
    Book,
    Earlier,
    Entered,
    Ground,
    Match,
    Payer,
    Verdict,
)
from pipeline_tui.domain.matching.matcher import Matcher
from pipeline_tui.domain.matching.purposes import comparable, own_numbers, references
from pipeline_tui.domain.statements import Party, StatementLine

DAY = date(2026, 3, 3)
ISSUED = date(2026, 2, 20)
OWN = "40702810900000000001"
INN, ACCOUNT = "7707083893", "40702810500000000007"

DAISY = Payer(1, 'ООО "Ромашка"', inn=INN, kpp="770701001", account=ACCOUNT)
CLOVER = Payer(2, "ООО Клевер", inn="7736207543")
BRANCH = Payer(3, "Ромашка, филиал в Туле", inn=INN, kpp="710702002")
IVANOV = Payer(4, "ИП Иванов Иван Иванович", kind="sole_trader")


def bill(number: str, open_minor: int, client_id: int = 1, **more: object) -> Bill:
    id_ = int(str(more.pop("id", abs(hash((number, client_id))) % 10**6)))
    issued = more.pop("issued_on", ISSUED)
    assert isinstance(issued, date)
    return Bill(id_, id_ + 10**7, client_id, number, issued, DAY, "RUB", open_minor)


def line(
    amount_minor: int = 100_00,
    purpose: str = "",
    *,
    inn: str = "",
    name: str = "",
    account: str = "",
    kpp: str = "",
    number: str = "1",
) -> StatementLine:
    return StatementLine(
        1, OWN, DAY, amount_minor, "RUB", Party(name, inn, kpp, account), number, DAY, purpose
    )


def matched(one: StatementLine, *bills: Bill, book: Book | None = None) -> Match:
    base = book or Book(payers=(DAISY, CLOVER, IVANOV))
    return Matcher(Book(base.payers, bills, base.earlier, base.entered, base.keys)).match(one)


def verdicts(book: Book, lines: list[StatementLine]) -> list[Verdict]:
    matcher = Matcher(book)
    return [matcher.match(one).verdict for one in lines]


def grounds(match: Match) -> list[Ground]:
    return [one.ground for one in match.reasons]


# -- What the purpose says


@pytest.mark.parametrize(
    ("purpose", "numbers"),
    [
        ("Оплата по счету №198 от 21.08.2018 за канцтовары, НДС 20% 300.00", ["198"]),
        ("оплата по счёту N б/н от 01.02.2026", []),
        ("По сч.№ СЧ-0017 от 20 февраля 2026", ["cч-17"]),
        ("Оплата по счетам №198, 199 и 201 от 21.08.2018", ["198", "199", "201"]),
        ("Счет на оплату № 12/3 от 05.02.26, 1500.00 руб", ["12/3"]),
        ("Оплата по счету 17, 20% НДС", ["17"]),
        ("По счет-договору №5-А", ["5-a"]),
        ("Invoice INV-00042 dated 2026-02-20", ["inv-42"]),
        ("FACTUUR 201403110, 201403113", ["201403110", "201403113"]),
        ("Перечисление на счет 40702810500000000007", []),
        ("Оплата по договору 17 от 01.02.2026", []),
        ("Оплата за товар", []),
    ],
)  # fmt: skip
def test_numbers_of_invoices_in_a_purpose(purpose: str, numbers: list[str]) -> None:
    assert list(references(purpose).numbers) == numbers


@pytest.mark.parametrize(
    "purpose", ["от 20.02.2026", "от 20.02.26г.", "20 февраля 2026 г.", "dated 2026-02-20"]
)
def test_days_in_a_purpose(purpose: str) -> None:
    assert references(purpose).days == (ISSUED,)


def test_spellings_of_one_number_are_equal() -> None:
    assert comparable("№ СЧ-0017") == comparable("сч-17") == comparable("CЧ-017")
    assert comparable("17/26") != comparable("1726")


# -- Certain


def test_inn_and_the_invoice_named_is_certain() -> None:
    found = matched(
        line(60_00, "Оплата по счету №198 от 20.02.2026", inn=INN), bill("198", 100_00, id=1)
    )
    assert found.verdict is Verdict.CERTAIN and found.client_id == 1
    assert grounds(found) == [Ground.INN, Ground.NUMBER, Ground.DAY]
    assert found.wanted == {1: 60_00}


def test_the_invoice_named_is_paid_before_an_older_one() -> None:
    old = Bill(1, 11, 1, "100", date(2025, 12, 1), date(2025, 12, 15), "RUB", 500_00)
    found = matched(line(100_00, "счет 198", inn=INN), old, bill("198", 100_00, id=2))
    assert found.wanted == {2: 100_00} and Ground.SUM in grounds(found)


def test_several_invoices_named_are_paid_in_their_order() -> None:
    bills = bill("198", 100_00, id=1), bill("199", 50_00, id=2), bill("200", 50_00, id=3)
    found = matched(line(150_00, "по счетам 199, 198", inn=INN), *bills)
    assert found.verdict is Verdict.CERTAIN
    assert found.wanted == {2: 50_00, 1: 100_00} and Ground.SUM in grounds(found)


@pytest.mark.parametrize("amount", [100_00, 130_00])
def test_inn_and_the_sum_of_one_invoice_or_of_all_is_certain(amount: int) -> None:
    found = matched(
        line(amount, "За товар", inn=INN), bill("1", 100_00, id=1), bill("2", 30_00, id=2)
    )
    assert found.verdict is Verdict.CERTAIN


def test_the_account_on_the_card_is_as_good_as_an_inn() -> None:
    found = matched(line(account=ACCOUNT), bill("198", 100_00))
    assert found.verdict is Verdict.CERTAIN and grounds(found)[0] is Ground.ACCOUNT


def test_branches_are_told_apart_by_kpp_or_by_the_invoice() -> None:
    book = Book(payers=(DAISY, BRANCH))
    bills = bill("7", 100_00, 1, id=1), bill("8", 100_00, 3, id=2)
    by_kpp = matched(line(inn=INN, kpp="710702002"), *bills, book=book)
    assert (by_kpp.verdict, by_kpp.client_id) == (Verdict.CERTAIN, 3)
    by_number = matched(line(100_00, "счет 8", inn=INN), *bills, book=book)
    assert (by_number.verdict, by_number.client_id) == (Verdict.CERTAIN, 3)
    neither = matched(line(inn=INN), *bills, book=book)
    assert neither.verdict is Verdict.LIKELY and neither.others


def test_the_very_name_with_the_invoice_and_its_sum_is_certain_and_with_less_is_not() -> None:
    said = line(100_00, "Оплата по счету 5", name="ИП Иванов Иван Иванович//г Тула//")
    assert matched(said, bill("5", 100_00, 4)).verdict is Verdict.CERTAIN
    assert matched(said, bill("5", 200_00, 4)).verdict is Verdict.LIKELY
    assert matched(line(name="ИП Иванов Иван Иванович"), bill("5", 100_00, 4)).verdict is (
        Verdict.LIKELY
    )


def test_an_account_that_paid_before_is_known_and_one_that_paid_for_two_is_not() -> None:
    other = "40702810100000000099"
    once = Book(payers=(DAISY, CLOVER), earlier=(Earlier(2, other, "Клевер Трейд"),))
    found = matched(line(account=other), bill("1", 100_00, 2), book=once)
    assert (found.verdict, found.client_id) == (Verdict.CERTAIN, 2)
    assert grounds(found)[0] is Ground.PAID_BEFORE
    twice = Book(payers=(DAISY, CLOVER), earlier=(*once.earlier, Earlier(1, other, "")))
    assert matched(line(account=other), bill("1", 100_00, 2), book=twice).verdict is (
        Verdict.LIKELY
    )


# -- Offered, for something speaks against it


@pytest.mark.parametrize(
    ("said", "against"),
    [
        (line(60_00, "За товар", inn=INN), Ground.SUM_ODD),
        (line(160_00, "За товар", inn=INN), Ground.SUM_OVER),
        (line(160_00, "счет 198", inn=INN), Ground.SUM_OVER),
        (line(100_00, "счет 55", inn=INN), Ground.NUMBER_UNKNOWN),
        (line(60_00, "счета 198, 55", inn=INN), Ground.NUMBER_UNKNOWN),
        (line(100_00, "счет 198 от 01.01.2026", inn=INN), Ground.OTHER_DAY),
        (line(100_00, "", inn="7736207543"), Ground.NOTHING_OWED),
        (line(100_00, "", inn="5001007322", account=ACCOUNT), Ground.OTHER_INN),
        (line(100_00, "", inn="5001007322", name="Ромашка ООО"), Ground.OTHER_INN),
        (line(100_00, "", inn=INN, account="30232810000000000001"), Ground.BANK),
    ],
)
def test_what_speaks_against_keeps_a_line_from_being_taken(
    said: StatementLine, against: Ground
) -> None:
    found = matched(said, bill("198", 100_00))
    assert found.verdict is Verdict.LIKELY and against in grounds(found)


def test_a_payment_entered_by_hand_is_not_entered_again() -> None:
    book = Book(payers=(DAISY,), entered=(Entered(1, "RUB", 100_00, date(2026, 3, 2)),))
    found = matched(line(inn=INN), bill("198", 100_00), book=book)
    assert found.verdict is Verdict.LIKELY and Ground.ENTERED in grounds(found)


def test_what_holds_the_number_of_anothers_invoice_of_this_sum_is_offered_only() -> None:
    said = line(100_00, "RF-20331 за товар", inn=INN)
    others = bill("RF-20331", 100_00, 2)
    found = matched(said, bill("198", 100_00), others)
    assert (found.verdict, found.client_id) == (Verdict.LIKELY, 1)
    assert Ground.SEVERAL in grounds(found)
    alone = matched(said, bill("198", 100_00), bill("RF-20331", 90_00, 2))
    assert alone.verdict is Verdict.CERTAIN


def test_a_name_with_an_address_behind_it_is_offered() -> None:
    known = Payer(5, "ООО Северный Ветер")
    book = Book(payers=(known, Payer(6, "ООО Северный")))
    said = line(100_00, "за товар", name="ООО Северный Ветер 198095 Калинина 13")
    found = matched(said, bill("7", 100_00, 5), book=book)
    assert (found.verdict, found.client_id) == (Verdict.LIKELY, 5)


def test_money_of_ones_own_from_another_bank_is_no_payment() -> None:
    mine = own_numbers(
        "ООО «Мы», ИНН/КПП 7704217370/770401001, р/с 40702810400000000022 в банке,"
        " к/с 30101810145250000411, IBAN DE89370400440532013000"
    )
    assert mine == {"7704217370", "40702810400000000022", "DE89370400440532013000"}
    # What stands on a client's card is the client's, whatever was read before.
    book = Book(payers=(DAISY,), own=mine | {ACCOUNT})
    for said in (line(inn="7704217370"), line(account="40702810400000000022")):
        found = Matcher(book).match(said)
        assert (found.verdict, grounds(found)) == (Verdict.ASIDE, [Ground.TRANSFER])
    assert Matcher(book).match(line(account=ACCOUNT)).client_id == 1


def test_a_slip_in_the_name_is_offered() -> None:
    found = matched(line(100_00, "", name="ООО Ромашкаа"), bill("198", 100_00))
    assert (found.verdict, found.client_id) == (Verdict.LIKELY, 1)
    assert Ground.NAME_NEAR in grounds(found)


def test_a_stranger_who_pays_an_invoice_by_number_and_sum_is_offered() -> None:
    said = line(100_00, "за ООО Ромашка по счету 198", inn="5001007322", name="ООО Чужой")
    found = matched(said, bill("198", 100_00))
    assert (found.verdict, found.client_id) == (Verdict.LIKELY, 1)
    assert matched(line(70_00, said.purpose, name="ООО Чужой"), bill("198", 100_00)).verdict is (
        Verdict.UNKNOWN
    )


def test_a_second_payment_finds_the_invoice_paid() -> None:
    matcher = Matcher(Book(payers=(DAISY,), bills=(bill("198", 100_00),)))
    first = matcher.match(line(100_00, "счет 198", inn=INN, number="1"))
    second = matcher.match(line(100_00, "счет 198", inn=INN, number="2"))
    assert first.verdict is Verdict.CERTAIN
    assert second.verdict is Verdict.LIKELY and Ground.NOTHING_OWED in grounds(second)


# -- No payment of a client


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (line(-100_00, "Оплата по счету 198", inn=INN), Ground.OUT),
        (line(-100_00, "Единый налоговый платеж"), Ground.TAX),
        (line(-100_00, "Комиссия за ведение счета"), Ground.FEE),
        (line(-100_00, "Заработная плата за февраль"), Ground.SALARY),
        (line(100_00, "Возврат излишне уплаченного налога", name="УФК по г. Москве"), Ground.TAX),
        (line(100_00, "Возврат подотчетных сумм", inn=INN), Ground.SALARY),
        (line(100_00, "Возврат предоплаты по счету 198", inn=INN), Ground.REFUND),
        (line(100_00, "Проценты на остаток по счету"), Ground.LOAN),
        (line(100_00, "Перевод собственных средств", inn=INN), Ground.TRANSFER),
        (line(100_00, "Торговая выручка", inn=INN), Ground.CASH),
    ],
)
def test_taxes_fees_salary_and_own_money_match_nothing(said: StatementLine, why: Ground) -> None:
    found = matched(said, bill("198", 100_00))
    assert found.verdict is Verdict.ASIDE and grounds(found) == [why]
    assert found.client_id is None and not found.shares


def test_a_debt_given_back_is_a_payment() -> None:
    found = matched(line(100_00, "Возврат долга по счету 198", inn=INN), bill("198", 100_00))
    assert found.verdict is Verdict.CERTAIN


def test_who_is_not_known_is_left() -> None:
    found = matched(line(inn="5001007322", name="ООО Чужой"), bill("198", 100_00))
    assert found.verdict is Verdict.UNKNOWN and found.client_id is None


# -- Read twice


def test_a_line_read_before_is_known_and_so_is_its_copy_in_the_file() -> None:
    one = line(inn=INN)
    bills = bill("198", 100_00), bill("199", 300_00)
    matcher = Matcher(Book(payers=(DAISY,), bills=bills, keys=frozenset({one.key})))
    assert matcher.match(one).verdict is Verdict.KNOWN
    account = line(100_00, inn=INN, account=ACCOUNT)
    fresh = Matcher(Book(payers=(DAISY,), bills=bills))
    assert [fresh.match(account).verdict for _ in range(2)] == [Verdict.CERTAIN, Verdict.KNOWN]


# -- Laws

_NUMBERS = st.sampled_from(["1", "17", "198", "СЧ-5"])
_payers = st.lists(
    st.builds(
        Payer, st.integers(1, 9), st.sampled_from(["Ромашка", "Клевер", "Ромашка Плюс", "Мак"]),
        inn=st.sampled_from(["", INN, "7736207543"]),
        account=st.sampled_from(["", ACCOUNT]),
    ),
    max_size=5, unique_by=lambda one: one.id,
)  # fmt: skip
_bills = st.lists(
    st.builds(
        Bill, st.integers(1, 99), st.integers(1, 9), st.integers(1, 9), _NUMBERS,
        st.sampled_from([ISSUED, date(2025, 2, 20)]), st.just(DAY), st.sampled_from(["RUB", "USD"]),
        st.integers(1, 4).map(lambda n: n * 5000),
    ),
    max_size=8, unique_by=lambda one: one.instalment_id,
)  # fmt: skip
_lines = st.lists(
    st.builds(
        line, st.integers(-4, 8).filter(bool).map(lambda n: n * 5000),
        st.one_of(st.just(""), _NUMBERS.map("счет {}".format), st.just("Комиссия")),
        inn=st.sampled_from(["", INN, "5001007322"]),
        name=st.sampled_from(["", "ООО Ромашка", "Клевер", "Ромашкаа"]),
        account=st.sampled_from(["", ACCOUNT, "30232810000000000001"]),
        number=st.sampled_from(["", "1", "2", "3"]),
    ),
    max_size=8,
)  # fmt: skip


@given(_payers, _bills, _lines)
def test_laws_of_matching(
    payers: list[Payer], bills: list[Bill], lines: list[StatementLine]
) -> None:
    by_id = {one.id: one for one in payers}
    bills = [one for one in bills if one.client_id in by_id]
    matcher = Matcher(Book(tuple(payers), tuple(bills)))
    laid = Counter[int]()
    for one in lines:
        found = matcher.match(one)
        assert found.line == one
        assert sum(share.amount_minor for share in found.shares) <= max(0, one.amount_minor)
        if one.amount_minor < 0:
            assert found.verdict in (Verdict.ASIDE, Verdict.KNOWN)
        if found.verdict is Verdict.LIKELY:
            assert found.client_id is not None and found.reasons
        if found.verdict is Verdict.CERTAIN:
            assert found.client_id is not None
            assert not AGAINST & set(grounds(found))
            inn = by_id[found.client_id].inn
            assert not inn or one.other.inn in ("", inn) or one.other.account.startswith("302")
            assert sum(share.amount_minor for share in found.shares) == one.amount_minor
            laid.update(dict(found.wanted))
    opens = {one.instalment_id: one.open_minor for one in bills}
    assert all(part <= opens[id_] for id_, part in laid.items())


@given(_payers, _bills, _lines)
def test_the_order_of_the_book_says_nothing(
    payers: list[Payer], bills: list[Bill], lines: list[StatementLine]
) -> None:
    bills = [bill for bill in bills if bill.client_id in {one.id for one in payers}]
    first = verdicts(Book(tuple(payers), tuple(bills)), lines)
    shuffled = sorted(payers, key=lambda one: -one.id), sorted(bills, key=lambda one: one.number)
    second = verdicts(Book(tuple(shuffled[0]), tuple(shuffled[1])), lines)
    assert first == second


@given(_payers, _bills, _lines)
def test_read_again_nothing_is_taken(
    payers: list[Payer], bills: list[Bill], lines: list[StatementLine]
) -> None:
    bills = [bill for bill in bills if bill.client_id in {one.id for one in payers}]
    first = Matcher(Book(tuple(payers), tuple(bills)))
    names = Matcher(Book())
    taken = set()
    for one in lines:
        key = names.key_of(one)
        if first.match(one).verdict is Verdict.CERTAIN:
            taken.add(key)
    second = verdicts(Book(tuple(payers), tuple(bills), keys=frozenset(taken)), lines)
    assert sum(one is Verdict.KNOWN for one in second) >= len(taken)
