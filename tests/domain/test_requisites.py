"""Numbers of firms: known answers from public registers, and keys worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.requisites import (
    check_account,
    check_bank,
    check_bik,
    check_firm,
    check_iban,
    check_kpp,
    check_ogrn,
    doubts,
    kind_by_numbers,
)

SBERBANK = "044525225"


@pytest.mark.parametrize(
    "number",
    [
        "1027700132195",  # Sberbank: 102770013219 = 11 · 9342728474 + 5
        "1027739642281",
        "304500116000157",  # the example of the tax service's own order
    ],
)
def test_registration_numbers_of_the_register(number: str) -> None:
    assert check_ogrn(f" {number[:5]} {number[5:]} ") == number


@pytest.mark.parametrize(
    "number", ["1027700132196", "102770013219", "304500116000158", "10277001321９5", "", "abc"]
)
def test_a_slip_in_a_registration_number(number: str) -> None:
    with pytest.raises(Invalid, match="bad_ogrn"):
        check_ogrn(number)


def test_every_slip_of_one_digit_of_a_company_s_number_is_noticed() -> None:
    good = "1027700132195"
    for place in range(len(good)):
        for digit in "0123456789":
            if digit != good[place]:
                with pytest.raises(Invalid):
                    check_ogrn(good[:place] + digit + good[place + 1 :])


def test_kpp() -> None:
    assert check_kpp("7736 01001") == "773601001"
    assert check_kpp("7736ab001") == "7736AB001"
    for wrong in ("77360100", "77360100A", "A73601001", "773601 0012"):
        with pytest.raises(Invalid, match="bad_kpp"):
            check_kpp(wrong)


def test_bik() -> None:
    assert check_bik("044 525 225") == SBERBANK
    for wrong in ("44525225", "144525225", "04452522x"):
        with pytest.raises(Invalid, match="bad_bik"):
            check_bik(wrong)


def test_a_key_worked_out_by_hand() -> None:
    """225 before 40702810?38000012345, weights 7 1 3 7 1 3 …, last digits of the products:

    2·7=4 2·1=2 5·3=5 | 4·7=8 0 7·3=1 | 0 2·1=2 8·3=4 | 1·7=7 0·1=0 k·3 | 3·7=1 8·1=8 0 | 0 0 0 |
    1·7=7 2·1=2 3·3=9 | 4·7=8 5·1=5: 73 + last digit of 3k must end in 0, so k = 9.
    """
    for key in "0123456789":
        account = f"4070281{0}{key}38000012345"
        if key == "9":
            assert check_account(account, SBERBANK) == account
        else:
            with pytest.raises(Invalid, match="account_not_of_bank"):
                check_account(account, SBERBANK)


@given(
    bik=st.from_regex(r"0[0-9]{8}", fullmatch=True),
    account=st.from_regex(r"[1-9][0-9]{19}", fullmatch=True),
)
def test_of_the_ten_keys_of_an_account_one_fits_its_bank(bik: str, account: str) -> None:
    """The ninth digit is the key: 3 has an inverse modulo 10, so that one key and no other fits."""
    fitting = []
    for key in "0123456789":
        try:
            fitting.append(check_account(account[:8] + key + account[9:], bik))
        except Invalid:
            continue
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("account", "bik"),
    [
        ("30101810400000000225", SBERBANK),
        ("30101810145250000974", "044525974"),
        ("30101810200000000593", "044525593"),
        ("40102810545370000003", "004525988"),  # the Treasury's in Moscow
        ("03100643000000017300", "004525988"),  # of the Treasury: no key of this kind
    ],
)
def test_accounts_that_banks_publish(account: str, bik: str) -> None:
    assert check_account(account, bik) == account


def test_an_account_without_a_bank_needs_only_its_digits() -> None:
    assert check_account("4070 2810 0000 0000 0001") == "40702810000000000001"
    with pytest.raises(Invalid, match="bad_account"):
        check_account("4070281000000000001")


def test_numbers_are_verified_against_what_the_client_is() -> None:
    assert check_firm({"kpp": "77 3601001", "ogrn": ""}, "company") == {"kpp": "773601001"}
    with pytest.raises(Invalid, match="kpp_not_of_firm"):
        check_firm({"kpp": "773601001"}, "sole_trader")
    with pytest.raises(Invalid, match="ogrn_not_of_kind"):
        check_firm({"ogrn": "1027700132195"}, "sole_trader")
    assert check_firm({"ogrn": "304500116000157"}, "sole_trader")
    assert check_firm({"city": "x"}, "person") == {}


@pytest.mark.parametrize(
    ("inn", "kpp", "odd"),
    [
        ("7707083893", "773601001", []),
        ("7707083893", "540602001", ["kpp_elsewhere"]),
        ("7707083893", "997950001", []),  # an office of the largest taxpayers
        ("500100732259", "540602001", []),  # twelve digits: nobody who has a КПП
        ("7707083893", "5406", []),  # half typed
        ("", "540602001", []),
    ],
)
def test_a_kpp_of_another_region_is_only_odd(inn: str, kpp: str, odd: list[str]) -> None:
    assert doubts({"inn": inn, "kpp": kpp}) == odd


def test_the_kind_by_the_length_of_numbers() -> None:
    assert kind_by_numbers("500100732259", "") == "sole_trader"
    assert kind_by_numbers("7707083893", "") == "company"
    assert kind_by_numbers("", "304500116000157") == "sole_trader"
    assert kind_by_numbers("", "") is None


@pytest.mark.parametrize(
    "number",
    [
        "GB82 WEST 1234 5698 7654 32",  # the example of ISO 13616
        "de89370400440532013000",
        "KZ86 125K ZT50 0410 0100",
        "BY13NBRB3600900000002Z00AB00",
    ],
)
def test_international_numbers_that_registers_publish(number: str) -> None:
    assert check_iban(number) == "".join(number.split()).upper()


def test_every_slip_of_one_digit_of_an_international_number_is_noticed() -> None:
    good = "GB82WEST12345698765432"
    for place, was in enumerate(good):
        for digit in "0123456789":
            if was.isdigit() and digit != was:
                with pytest.raises(Invalid, match="bad_iban"):
                    check_iban(good[:place] + digit + good[place + 1 :])


def test_an_account_goes_with_its_bank_and_with_the_country() -> None:
    account = "40702810938000012345"
    assert check_bank("044 525 225", account, "RU") == {"bik": SBERBANK, "account": account}
    assert check_bank("", "", "RU") == {"bik": "", "account": ""}
    assert check_bank("", "DE89 3704 0044 0532 0130 00", "RU")["account"][:2] == "DE"
    assert check_bank("ICBKCNBJ", "0200 0416 0902 0123", "CN") == {
        "bik": "ICBKCNBJ", "account": "0200041609020123",
    }  # fmt: skip
    for bik, wrong, country, code in (
        (SBERBANK, "40702810038000012345", "RU", "account_not_of_bank"),
        (SBERBANK, "40702810038000012345", "KZ", "account_not_of_bank"),
        ("4452522", "", "RU", "bad_bik"),
        ("", "4070281", "RU", "bad_account"),
        ("", "DE88370400440532013000", "CN", "bad_iban"),
    ):
        with pytest.raises(Invalid, match=code):
            check_bank(bik, wrong, country)
