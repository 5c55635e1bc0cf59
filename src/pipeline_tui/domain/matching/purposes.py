"""What the purpose of a payment says: which invoices, of which day, and whether it is for goods at all."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.matching import Ground, Reason
from pipeline_tui.domain.statements import StatementLine

_ALIKE = str.maketrans("авекмнорстух", "abekmhopctyx")
"""Cyrillic letters that look like Latin ones: numbers are typed in either."""
_WORD = (
    r"(?:с[чx]ет(?:у|а|ам|ов|ах|ами|ом)?|сч|инвойс\w*|invoices?|inv|bill|factuur(?:nummer)?|rechnung"
    r"|с/ф|сф|упд|накладн\w+)"
)
_REFERENCE = re.compile(
    rf"\b{_WORD}(?:[ -]?(?:фактур\w*|договор\w*|оферт\w*|на оплату|покупател\w+))*[\s.:]*"
    r"(?:№|n\s?[or°]?\.?|no\.?|nr\.?|#|номер\w*)*[\s.:№#]*"
    r"(?P<first>[a-zа-я]{0,6}[-/]?\d[\w/.-]*)"
    r"(?P<more>(?:\s*(?:,|;|\bи\b|\band\b|\+)\s*(?:№|#)?\s*[a-zа-я]{0,4}-?\d[\w/-]*(?![\w/-]|[.,]\d|\s*%))*)"
)
_MORE = re.compile(r"[a-zа-я]{0,4}-?\d[\w/-]*")
_DAYS = re.compile(
    r"(?:(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})(?!\d)"
    r"|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})"
    r"|(?P<d3>\d{1,2})\s+(?P<word>янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*\s+(?P<y3>\d{4}))"
)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_TOKEN = re.compile(r"[\wа-я]+(?:[-/.][\wа-я]+)*")
_LONGEST_NUMBER = 14
"""More digits than a number of an invoice has: an account."""

_TAX = re.compile(
    r"\b(?:налог\w*|ндфл|енп|енс|страхов\w+ взнос\w*|пошлин\w+|пен[ия]\w* по налог|акциз\w*)\b"
)
_STATE = re.compile(r"\b(?:казначейств\w+|уфк|и?фнс|мифнс|межрайонн\w+ инспекц\w+|сфр|пфр|фсс)\b")
_SALARY = re.compile(
    r"\b(?:зарплат\w*|заработн\w+|з/п|подотчет\w*|отпускн\w+|командировочн\w+|депонент\w*)\b"
)
_FEE = re.compile(
    r"\b(?:комисси[яию]\w*|плат\w+ за (?:ведение|обслуживание)|абонентск\w+ плат\w+|пакет\w* услуг"
    r"|эквайринг\w*|bank charges?|tarifering|bankkosten|kosten van)\b"
)
_LOAN = re.compile(
    r"\b(?:(?:выдач|предоставлен|получен|зачислен)\w* (?:кредит|транш|займ|заем)\w*|(?:возврат|погашен)\w*"
    r" (?:займ|заем|кредит|депозит)\w*|процент\w* (?:на остаток|по (?:депозит|вклад|займ|неснижаем))\w*"
    r"|возврат депозита|финансов\w+ помощ\w*|взнос учредител\w*|уставн\w+ капитал\w*|дивиденд\w*)"
)
_REFUND = re.compile(
    r"\bвозврат\w*\b(?! (?:долг|задолженн))|\bвозвращ\w+|\brefund\b|\bterugboeking\b|\bвозмещени\w+"
)
_CASH = re.compile(
    r"\b(?:самоинкассаци\w+|инкассаци\w+|взнос наличн\w+|наличн\w+ (?:на расчетн|денежн)\w+"
    r"|торгов\w+ выручк\w+|выручк\w+ от реализации)"
)
_OWN = re.compile(
    r"\b(?:перевод|перечисление|пополнение)\w*\s+(?:\w+\s+){0,2}(?:собственн\w+|своего|own funds)"
    r"|\bсобственных средств\b|\bпополнение (?:расчетного )?счета\b"
)

_OWN_ACCOUNT = re.compile(r"(?<!\d)\d{20}(?!\d)|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", re.ASCII)
_OWN_INN = re.compile(r"(?:ИНН|INN)(?:/(?:КПП|KPP))?\s*:?\s*(\d{12}|\d{10})(?!\d)", re.IGNORECASE)


class References(Struct, frozen=True):
    """Numbers that stand after a word for invoice, made comparable; days; and every word with a digit."""

    numbers: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    tokens: frozenset[str] = frozenset()


def comparable(number: str) -> str:
    """A number of an invoice so that other spellings of it are equal: `№ СЧ-0017` → `cч-17`."""
    bare = fold(number).translate(_ALIKE)
    bare = re.sub(r"[№#\s]", "", bare).strip("-/.")
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def references(purpose: str) -> References:
    """Which invoices a purpose names. "б/н" and numbers of accounts are none."""
    text = fold(purpose)
    numbers: dict[str, None] = {}
    for found in _REFERENCE.finditer(text):
        for number in (found["first"], *_MORE.findall(found["more"])):
            if not _is_day(number) and sum(c.isdigit() for c in number) <= _LONGEST_NUMBER:
                numbers[comparable(number)] = None
    tokens = frozenset(
        comparable(word) for word in _TOKEN.findall(text) if any(c.isdigit() for c in word)
    )
    return References(tuple(numbers), _days(text), tokens)


def _is_day(number: str) -> bool:
    return bool(_DAYS.fullmatch(number))


def _days(text: str) -> tuple[date, ...]:
    days: dict[date, None] = {}
    for found in _DAYS.finditer(text):
        if found["y"]:
            year, month, day = found["y"], found["m"], found["d"]
        elif found["y2"]:
            year, month, day = found["y2"], found["m2"], found["d2"]
        else:
            place = next(n for n, word in enumerate(_MONTHS, 1) if found["word"].startswith(word))
            year, month, day = found["y3"], str(place), found["d3"]
        try:
            days[date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))] = None
        except ValueError:
            continue
    return tuple(days)


_OF_BANK = ("301", "302", "303", "304", "306", "405078", "474", "475", "603", "613", "706", "707", "423", "426", "40817", "40820")  # fmt: skip
_LOAN_ACCOUNTS = ("441", "442", "443", "444", "445", "446", "447", "448", "449", "450", "451", "452",
                  "453", "454", "455", "456", "457")  # fmt: skip

_INCOME = ("613", "706")
"""Accounts of what a bank earns."""


def of_bank(account: str) -> bool:
    """Whether a Russian account is a bank's own, or a person's: the ИНН beside it may be the bank's."""
    return len(account) == 20 and account.isdecimal() and account.startswith(_OF_BANK)


def own_numbers(requisites: str) -> frozenset[str]:
    """The accounts and the ИНН in the user's requisites; a correspondent account is the bank's."""
    accounts = {one for one in _OWN_ACCOUNT.findall(requisites) if not one.startswith("301")}
    return frozenset(accounts | {*_OWN_INN.findall(requisites)})


def no_payment(line: StatementLine) -> Reason | None:
    """Why a line is no payment of a client: money that went, own money, taxes, fees, salary, loans,
    money given back. None where it may be one."""
    text, payer = fold(line.purpose), fold(line.other.name)
    outgoing = line.amount_minor < 0
    if outgoing and len(line.other.account) == 20 and line.other.account.startswith(_INCOME):
        return Reason(Ground.FEE)  # banks put the payer's own ИНН on both sides of their orders
    if line.transfer:
        return Reason(Ground.TRANSFER)
    if line.reversal:
        return Reason(Ground.REVERSAL)
    if _OWN.search(text):
        return Reason(Ground.TRANSFER)
    if _TAX.search(text) and (outgoing or _STATE.search(payer)):
        return Reason(Ground.TAX)
    if _SALARY.search(text):
        return Reason(Ground.SALARY)
    if _LOAN.search(text) or (
        len(line.other.account) == 20 and line.other.account.startswith(_LOAN_ACCOUNTS)
    ):
        return Reason(Ground.LOAN)
    if _CASH.search(text):
        return Reason(Ground.CASH)
    if (fee := _FEE.search(text)) and (outgoing or of_bank(line.other.account)):
        return Reason(Ground.FEE, fee.group())
    if outgoing:
        tax = line.other.account[:5] in ("40101", "40102") or line.other.account.startswith("0310")
        return Reason(Ground.TAX if tax else Ground.OUT)
    if back := _REFUND.search(text):
        return Reason(Ground.REFUND, back.group())
    return None
