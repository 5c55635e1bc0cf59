"""Requisites of Russian firms: what their numbers must look like, and their check digits.

ИНН: `domain.clients.check_inn`. КПП: order of the Federal Tax Service ММВ-7-6/435@ of 2012. ОГРН and
ОГРНИП: order of the Ministry of Finance 165н of 2017. Keys of accounts: Bank of Russia, rules of the
calculation of the control key of an account, 8 September 1997, No. 515. IBAN: ISO 13616, through
python-stdnum, which knows the length and make of each country's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.vocabulary import ClientKind

_KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}")
_BIK = re.compile(r"0\d{8}")
_ACCOUNT = re.compile(r"\d{20}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z\d]{8,30}")
_WEIGHTS = (7, 1, 3)
_OF_CENTRAL_BANK = ("000", "001", "002")
_KEYED_BY_REGION = ("30101", "40102")
"""Accounts that a bank, or the Treasury, has at the Bank of Russia."""


def check_kpp(value: str) -> str:
    """The КПП without spaces: four digits of the tax office, two signs of the reason, three of the
    number. It has no check digit. Raises Invalid bad_kpp."""
    number = _close(value).upper()
    if not _KPP.fullmatch(number):
        raise Invalid("kpp", "bad_kpp", value=value.strip())
    return number


def check_ogrn(value: str) -> str:
    """The ОГРН (13 digits) or ОГРНИП (15) without spaces, its check digit verified: the rest by 11,
    or 13, of all digits but the last, the last digit of it. Raises Invalid bad_ogrn."""
    number = _close(value)
    divisor = {13: 11, 15: 13}.get(len(number))
    if divisor is None or not number.isdecimal() or not number.isascii():
        raise Invalid("ogrn", "bad_ogrn", value=value.strip())
    if int(number[:-1]) % divisor % 10 != int(number[-1]):
        raise Invalid("ogrn", "bad_ogrn", value=value.strip())
    return number


def check_bik(value: str) -> str:
    """The БИК without spaces: nine digits, the first a zero. Raises Invalid bad_bik."""
    number = _close(value)
    if not _BIK.fullmatch(number):
        raise Invalid("bik", "bad_bik", value=value.strip())
    return number


def check_account(value: str, bik: str = "") -> str:
    """The account of 20 digits without spaces; with a БИК, its key is verified too.

    Three digits go before the account: the last three of the БИК, or, for accounts at the Bank of
    Russia, a zero and the fifth and sixth. The digits, by weights 7, 1, 3 over and over, only their
    last digits taken, must add up to a number that ends in 0. Accounts of the Treasury that begin
    with a zero are not keyed so. Raises Invalid bad_account, account_not_of_bank.
    """
    number = _close(value)
    if not _ACCOUNT.fullmatch(number):
        raise Invalid("account", "bad_account", value=value.strip())
    if bik and not number.startswith("0"):
        bik = check_bik(bik)
        central = bik[6:] in _OF_CENTRAL_BANK or number.startswith(_KEYED_BY_REGION)
        digits = ("0" + bik[4:6] if central else bik[6:]) + number
        if sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10:
            raise Invalid("account", "account_not_of_bank", value=number, bik=bik)
    return number


def check_iban(value: str) -> str:
    """The IBAN without spaces: read as a number, its first four signs last and letters as 10 to 35, it
    leaves 1 when divided by 97. Raises Invalid bad_iban."""
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        return str(iban.validate(value))
    except ValidationError as error:
        raise Invalid("account", "bad_iban", value=value.strip()) from error


def check_bank(bik: str, account: str, country: str) -> dict[str, str]:
    """The БИК and the account that a firm is paid to, verified, as they are to be kept; empty where
    they are not given.

    What looks like an IBAN must be one in any country. A Russian account is verified against its
    БИК; that of another country, where it is no IBAN, has a form that nobody here knows. Raises
    Invalid bad_bik, bad_account, account_not_of_bank, bad_iban.
    """
    bik, account = _close(bik).upper(), _close(account).upper()
    if bik and country == "RU":
        bik = check_bik(bik)
    if _IBAN.fullmatch(account):
        account = check_iban(account)
    elif account and (country == "RU" or _BIK.fullmatch(bik)):
        account = check_account(account, bik)
    return {"bik": bik, "account": account}


def check_firm(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Those of `values` that are numbers of a Russian firm, verified, as they are to be kept.

    A number is verified where it is among `values` and not empty, also against the `kind` of the
    firm. Raises Invalid bad_kpp, bad_ogrn, kpp_not_of_firm, ogrn_not_of_kind.
    """
    found: dict[str, Any] = {}
    if values.get("kpp"):
        found["kpp"] = check_kpp(str(values["kpp"]))
        if kind in (ClientKind.SOLE_TRADER, ClientKind.PERSON):
            raise Invalid("kpp", "kpp_not_of_firm", value=found["kpp"])
    if values.get("ogrn"):
        found["ogrn"] = check_ogrn(str(values["ogrn"]))
        wanted = {ClientKind.COMPANY: 13, ClientKind.SOLE_TRADER: 15}.get(ClientKind(kind))
        if len(found["ogrn"]) != wanted:
            raise Invalid("ogrn", "ogrn_not_of_kind", value=found["ogrn"])
    return found


def doubts(numbers: Mapping[str, str]) -> list[str]:
    """Codes of what is odd about numbers, though it may well be right.

    `kpp_elsewhere`: the first two digits of a firm's ИНН and КПП are regions, and differ; 99 stands
    for the offices of the largest taxpayers.
    """
    inn, kpp = numbers.get("inn", ""), numbers.get("kpp", "")
    far = len(inn) == 10 and len(kpp) == 9 and kpp[:2] not in (inn[:2], "99")
    return ["kpp_elsewhere"] if far else []


def kind_by_numbers(inn: str, ogrn: str) -> str | None:
    """What the length of an ИНН or ОГРН tells of its owner: a firm, a sole trader; else nothing."""
    lengths = len(_close(inn)), len(_close(ogrn))
    if lengths[0] == 12 or lengths[1] == 15:
        return ClientKind.SOLE_TRADER.value
    if lengths[0] == 10 or lengths[1] == 13:
        return ClientKind.COMPANY.value
    return None


def _close(value: str) -> str:
    return "".join(value.split())
