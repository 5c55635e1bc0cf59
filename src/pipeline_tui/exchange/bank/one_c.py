"""1CClientBankExchange, versions 1.01 to 1.03: what Russian banks give for 1C.

The format: https://v8.1c.ru/tekhnologii/obmen-dannymi-i-integratsiya/standarty-i-formaty/
standart-obmena-s-sistemami-klient-banka/ — rows `Key=Value`, sections of accounts and of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.statements import Party, StatementLine, Tally, Totals
from pipeline_tui.exchange.bank.reading import MAX_LINE, Statement
from pipeline_tui.exchange.encoding import Encoding, detect

_MARK = "1CClientBankExchange"
_TABLES = ("utf-8", "cp1251", "cp866", "koi8-r")
_KEYS = ("ВерсияФормата=", "СекцияРасчСчет", "СекцияДокумент=")
_DAY = re.compile(r"(?P<d>\d{2})\.(?P<m>\d{2})\.(?P<y>\d{4})\Z", re.ASCII)
_CURRENCIES = {
    "810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT",
    "933": "BYN", "826": "GBP", "949": "TRY", "784": "AED", "756": "CHF", "392": "JPY",
    "051": "AMD", "417": "KGS", "860": "UZS", "356": "INR",
}  # fmt: skip
"""The sixth to eighth digit of a Russian account → the currency (ОКВ; 810 is kept for roubles)."""
_PLAIN_NAME = re.compile(r"^(?:ИНН\s*:?\s*)?(\d{12}|\d{10})(?:/\d{9})?[,;]?\s+")
"""`Плательщик` without a number holds the ИНН, or the ИНН and the КПП, before the name."""


def looks_like_one(head: bytes) -> bool:
    """Whether a file with this beginning is such a statement."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"")
    return start.startswith(_MARK.encode())


class Reader(Statement):
    """A file of 1CClientBankExchange."""

    format = "1CClientBankExchange"

    def __init__(self, path: Path, head: bytes) -> None:
        super().__init__(path)
        self._encoding = _encoding(path, head)

    def _read(self) -> Iterator[StatementLine]:
        tallies: dict[str, Tally] = {}
        totals: list[Totals] = []
        for row, name, said in self._sections():
            if name == "СекцияРасчСчет":
                self._account(said.get("РасчСчет", ""))
                try:
                    totals.append(self._totals(row, said))
                except Unreadable as bad:
                    self.rejected.append(bad)
            elif name == "СекцияДокумент":
                try:
                    line = self._line(row, said)
                except Unreadable as bad:
                    self.rejected.append(bad)
                    continue
                tallies.setdefault(line.account, Tally()).add(line.amount_minor)
                if line.transfer and line.other.account != line.account:
                    # It stands once, and moves both accounts.
                    tallies.setdefault(line.other.account, Tally()).add(-line.amount_minor)
                yield line
            elif name == "" and "РасчСчет" in said:
                self._account(said["РасчСчет"])
        for one in _whole_periods(totals):
            self._close(one, tallies.get(one.account, Tally()))

    def _sections(self) -> Iterator[tuple[int, str, dict[str, str]]]:
        """(row of its beginning, name, keys); the header's keys come one by one, under no name."""
        start, name, said, ended = 1, "", dict[str, str](), False
        with self.path.open(encoding=self._encoding.name, errors="replace", newline=None) as stream:
            row = 0
            while text := stream.readline(MAX_LINE):
                row += 1
                key, _, value = text.strip().partition("=")
                key, value = key.strip(), value.strip()
                if key in ("СекцияРасчСчет", "СекцияДокумент"):
                    if name:  # a section that was not closed: it ends where the next begins
                        yield start, name, said
                    start, name, said = row, key, {"": value}
                elif key in ("КонецРасчСчет", "КонецДокумента") and name:
                    yield start, name, said
                    name, said = "", {}
                elif key == "КонецФайла":
                    ended = True
                elif name:
                    if value or key not in said:
                        said[key] = value
                elif value:
                    yield row, "", {key: value}
        if name:
            self.rejected.append(Unreadable("statement_cut", file=self.path.name, row=start))
        self.cut = bool(name) or not ended

    def _totals(self, row: int, said: dict[str, str]) -> Totals:
        account = said.get("РасчСчет", "")
        currency = _currency(account)

        def of(key: str) -> int | None:
            text = said.get(key, "")
            if not text:
                return None
            sign = -1 if text.startswith("-") else 1
            return sign * self._sum(text.lstrip("-"), currency, row, key)

        return Totals(
            row, account, currency, of("НачальныйОстаток"), of("ВсегоПоступило"),
            of("ВсегоСписано"), of("КонечныйОстаток"),
        )  # fmt: skip

    def _line(self, row: int, said: dict[str, str]) -> StatementLine:
        payer = said.get("ПлательщикРасчСчет") or said.get("ПлательщикСчет", "")
        payee = said.get("ПолучательРасчСчет") or said.get("ПолучательСчет", "")
        incoming, transfer = self._direction(row, said)
        # The user's own account at another bank: one firm stands on both sides.
        inn = said.get("ПлательщикИНН", "")
        transfer |= len(inn) in (10, 12) and inn == said.get("ПолучательИНН")
        side, own = ("Плательщик", payee) if incoming else ("Получатель", payer)
        if own not in self.accounts and len(self.accounts) == 1:
            own = self.accounts[0]
        currency = _currency(own)
        plain = said.get(side, "")
        in_name = _PLAIN_NAME.match(plain)
        amount = self._sum(said.get("Сумма", ""), currency, row, "Сумма")
        if not amount:
            raise self._bad(row, "Сумма", said.get("Сумма", ""))
        day_key = "ДатаПоступило" if incoming else "ДатаСписано"
        dated_on = self._day(said.get("Дата", ""), _DAY, row, "Дата")
        booked = said.get(day_key, "")
        return StatementLine(
            row=row,
            account=own,
            booked_on=self._day(booked, _DAY, row, day_key) if booked else dated_on,
            amount_minor=amount if incoming else -amount,
            currency=currency,
            other=Party(
                name=said.get(f"{side}1") or plain[in_name.end() if in_name else 0 :],
                inn=said.get(f"{side}ИНН") or (in_name[1] if in_name else ""),
                kpp=said.get(f"{side}КПП", ""),
                account=payer if incoming else payee,
                bik=said.get(f"{side}БИК", ""),
            ),
            number=said.get("Номер", ""),
            dated_on=dated_on,
            purpose=_purpose(said),
            transfer=transfer,
        )

    def _direction(self, row: int, said: dict[str, str]) -> tuple[bool, bool]:
        """(whether the money came in, whether it went between own accounts)."""
        own = set(self.accounts)
        pays, paid = (
            bool(own & {said.get(f"{side}РасчСчет", ""), said.get(f"{side}Счет", "")} - {""})
            for side in ("Плательщик", "Получатель")
        )
        if pays and paid:
            return False, True
        if pays or paid:
            return paid, False
        came, went = bool(said.get("ДатаПоступило")), bool(said.get("ДатаСписано"))
        if came == went:
            raise Unreadable("statement_direction", file=self.path.name, row=row)
        return came, False


def _encoding(path: Path, head: bytes) -> Encoding:
    """By the keys that every such file has; what the file declares of itself is often wrong."""
    for name in _TABLES:
        if any(key.encode(name) in head for key in _KEYS):
            return Encoding(name, "replace")
    return detect(path)


def _currency(account: str) -> str:
    return _CURRENCIES.get(account[5:8], "RUB") if len(account) == 20 else "RUB"


def _purpose(said: dict[str, str]) -> str:
    """The purpose; the numbered rows repeat it or go on with it."""
    whole = said.get("НазначениеПлатежа", "")
    rows = [said.get(f"НазначениеПлатежа{number}", "") for number in range(1, 7)]
    rest = [text for text in rows if text and text not in whole]
    return " ".join([whole, *rest] if whole else rest)


def _whole_periods(totals: list[Totals]) -> list[Totals]:
    """One for each account: banks give a section a day, which together make the period."""
    whole: dict[str, Totals] = {}
    for one in totals:
        first = whole.get(one.account)
        if first is None:
            whole[one.account] = one
            continue
        whole[one.account] = Totals(
            first.row, one.account, one.currency, first.opening,
            _both(first.came, one.came), _both(first.went, one.went), one.closing,
        )  # fmt: skip
    return list(whole.values())


def _both(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two
