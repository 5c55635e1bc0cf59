"""Matching line after line. What a line takes is no longer open for the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.debts import Share
from pipeline_tui.domain.duplicates import Sign
from pipeline_tui.domain.duplicates.names import Name, alike
from pipeline_tui.domain.duplicates.records import Record
from pipeline_tui.domain.matching import (
    AGAINST,
    Bill,
    Book,
    Ground,
    Match,
    Payer,
    Reason,
    Verdict,
)
from pipeline_tui.domain.matching.purposes import (
    References,
    comparable,
    no_payment,
    of_bank,
    references,
)
from pipeline_tui.domain.matching.standing import Standing, is_distinct
from pipeline_tui.domain.statements import StatementLine

_COMMON = 60
"""A word that more clients bear, or a number that more instalments do, leads to none of them."""
_CLOSE = timedelta(days=5)
"""A payment entered by hand and its line in the statement are so far apart at most."""
_NEAR = frozenset({Sign.SPELLING, Sign.NEAR, Sign.INITIALS})


class _Found(Struct, frozen=True):
    """Who may have paid, why, and whether it is beyond doubt."""

    client_id: int
    reasons: tuple[Reason, ...]
    sure: bool
    others: tuple[int, ...] = ()


class Matcher:
    """Matches the lines of statements with one book, each in time that does not grow with either."""

    def __init__(self, book: Book) -> None:
        self._payers = {one.id: one for one in book.payers}
        self._by_inn: dict[str, list[int]] = defaultdict(list)
        self._by_account: dict[str, set[int]] = defaultdict(set)
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._names: dict[int, Name] = {}
        self._near: dict[str, tuple[int, ...]] = {}
        self._bills: dict[tuple[int, str], list[Bill]] = defaultdict(list)
        self._owed: dict[tuple[int, str], Standing] = {}
        self._by_number: dict[str, list[Bill]] = defaultdict(list)
        self._paid_account: dict[str, set[int]] = defaultdict(set)
        self._paid_name: dict[str, set[int]] = defaultdict(set)
        self._entered: dict[tuple[int, str, int], list[date]] = defaultdict(list)
        self._today = book.today
        self._keys = set(book.keys)
        self._seen: dict[str, int] = defaultdict(int)
        for payer in book.payers:
            self._know(payer)
        for bill in book.bills:
            self._bills[bill.client_id, bill.currency].append(bill)
            self._by_number[comparable(bill.number)].append(bill)
        for one in book.earlier:
            if one.account and not of_bank(one.account):
                self._paid_account[one.account].add(one.client_id)
            if one.name:
                self._paid_name[client_key(one.name)].add(one.client_id)
        # What stands on a card, or paid for a client, was taken for the user's own by mistake.
        self._own = book.own - self._by_account.keys() - self._paid_account.keys()
        for paid in book.entered:
            self._entered[paid.client_id, paid.currency, paid.amount_minor].append(paid.paid_on)

    def _know(self, payer: Payer) -> None:
        if payer.inn:
            self._by_inn[payer.inn].append(payer.id)
        if payer.account:
            self._by_account["".join(payer.account.split())].add(payer.id)
        name = Name.of(Record(payer.id, payer.name, kind=payer.kind))
        self._names[payer.id] = name
        self._by_key[name.key].add(payer.id)
        for word in {*name.words, name.glued}:
            self._by_word[word].append(payer.id)

    def key_of(self, line: StatementLine) -> str:
        """The key under which a line is kept: a second line like one without a number is another."""
        self._seen[line.key] += 1
        count = self._seen[line.key]
        return line.key if count == 1 or line.numbered else f"{line.key}-{count}"

    def match(self, line: StatementLine, *, hold: bool = False) -> Match:
        """What becomes of a line; a certain one takes what is open for it. `hold` makes it likely."""
        key = self.key_of(line)
        if key in self._keys:
            return Match(line, Verdict.KNOWN, key=key)
        reason = no_payment(line)
        if reason is None and self._own & {line.other.account, line.other.inn}:
            reason = Reason(Ground.TRANSFER)
        if reason:
            return Match(line, Verdict.ASIDE, reasons=(reason,), key=key)
        said = references(line.purpose)
        found = self._who(line, said)
        if found is None:
            return Match(line, Verdict.UNKNOWN, key=key)
        reasons, invoices = self._what_for(line, said, found)
        reasons = (*found.reasons, *reasons)
        against = any(one.ground in AGAINST for one in reasons)
        verdict = Verdict.CERTAIN if found.sure and not against else Verdict.LIKELY
        if not found.sure and not against and _proven(reasons):
            verdict = Verdict.CERTAIN
        if hold:
            verdict = Verdict.LIKELY
        shares = self.shares(found.client_id, line, invoices)
        if verdict is Verdict.CERTAIN:
            self._keys.add(key)
            self.take(found.client_id, line.currency, shares)
        return Match(line, verdict, found.client_id, invoices, shares, reasons, found.others, key)

    def shares(
        self, client_id: int, line: StatementLine, invoices: tuple[int, ...]
    ) -> tuple[Share, ...]:
        """How the payment is laid: on the invoices named in their order, then the oldest due."""
        return self._standing(client_id, line.currency).shares(line.amount_minor, invoices)

    def take(self, client_id: int, currency: str, shares: Iterable[Share]) -> None:
        """What is laid is open no longer."""
        self._standing(client_id, currency).take(shares)

    def _standing(self, client_id: int, currency: str) -> Standing:
        """What a client owes as far as it is not taken yet; made for those that lines speak of."""
        whose = client_id, currency
        if whose not in self._owed:
            self._owed[whose] = Standing(self._bills.get(whose, ()))
        return self._owed[whose]

    # Who paid

    def _who(self, line: StatementLine, said: References) -> _Found | None:
        """The client, by the surest of what the line tells."""
        other = line.other
        banks = of_bank(other.account)
        sure: tuple[tuple[Iterable[int], Ground, str], ...] = (
            (self._by_inn.get(other.inn, ()), Ground.INN, other.inn),
            (self._by_account.get(other.account, ()), Ground.ACCOUNT, other.account),
            (self._paid_account.get(other.account, ()), Ground.PAID_BEFORE, other.account),
        )
        for ids, ground, text in sure:
            if found := tuple(sorted(ids)):
                return self._one_of(found, Reason(ground, text), line, said, banks)
        name = _payer_name(other.name)
        key = client_key(name) if name else ""
        named: tuple[tuple[Iterable[int], Ground], ...] = (
            (self._by_key.get(key, ()), Ground.NAME),
            (self._paid_name.get(key, ()), Ground.PAID_BEFORE),
            (self._alike(name, key) if key else (), Ground.NAME_NEAR),
            (self._begun(key), Ground.NAME_NEAR),
        )
        for ids, ground in named:
            if found := tuple(sorted(ids)):
                return self._by_name(found, Reason(ground, name), line, said)
        return self._by_invoice(line, said)

    def _one_of(
        self, ids: tuple[int, ...], reason: Reason, line: StatementLine, said: References,
        banks: bool,
    ) -> _Found:  # fmt: skip
        reasons = [reason]
        other = line.other
        left = ids
        if len(left) > 1 and other.kpp:
            same = tuple(one for one in left if self._payers[one].kpp == other.kpp)
            if len(same) == 1:
                left, reasons = same, [*reasons, Reason(Ground.KPP, other.kpp)]
        if len(left) > 1:
            left = self._naming(left, line, said) or left
        client_id = left[0]
        if len(left) > 1:
            reasons.append(Reason(Ground.SEVERAL))
        if banks and reason.ground is Ground.INN:
            reasons.append(Reason(Ground.BANK, other.inn))
        inn = self._payers[client_id].inn
        if other.inn and inn and inn != other.inn and not banks:
            reasons.append(Reason(Ground.OTHER_INN, other.inn))
        return _Found(
            client_id, tuple(reasons), sure=True, others=tuple(x for x in left if x != client_id)
        )

    def _by_name(
        self, ids: tuple[int, ...], reason: Reason, line: StatementLine, said: References
    ) -> _Found:
        """By name only: not beyond doubt, whatever else agrees."""
        fits = tuple(one for one in ids if not self._contradicts(one, line))
        reasons = [reason]
        left = fits or ids
        if len(left) > 1:
            left = self._naming(left, line, said) or left
        if len(left) > 1:
            reasons.append(Reason(Ground.SEVERAL))
        if not fits:
            reasons.append(Reason(Ground.OTHER_INN, line.other.inn))
        return _Found(left[0], tuple(reasons), sure=False, others=tuple(left[1:]))

    def _by_invoice(self, line: StatementLine, said: References) -> _Found | None:
        """Somebody who is not known pays an invoice by its number, and its day or sum agrees."""
        owners = set()
        for number in said.numbers:
            bills = self._by_number.get(number, ())
            for bill in bills if len(bills) <= _COMMON else ():
                left = self._standing(bill.client_id, bill.currency).left(bill)
                agrees = bill.issued_on in said.days or left == line.amount_minor
                if bill.currency == line.currency and left > 0 and agrees:
                    owners.add(bill.client_id)
        if len(owners) != 1:
            return None
        (client_id,) = owners
        known = self._contradicts(client_id, line)
        reasons = (Reason(Ground.OTHER_INN, line.other.inn),) if known else ()
        return _Found(client_id, reasons, sure=False)

    def _of_another(self, line: StatementLine, said: References, client_id: int) -> bool:
        """Whether the purpose holds the number of another's invoice of which just this is open."""
        return any(
            bill.client_id != client_id
            and bill.currency == line.currency
            and self._standing(bill.client_id, bill.currency).left(bill) == line.amount_minor
            for token in said.tokens
            if is_distinct(token) and len(self._by_number.get(token, ())) <= _COMMON
            for bill in self._by_number.get(token, ())
        )

    def _contradicts(self, client_id: int, line: StatementLine) -> bool:
        inn = self._payers[client_id].inn
        return bool(inn and line.other.inn and inn != line.other.inn) and not of_bank(
            line.other.account
        )

    def _naming(
        self, ids: tuple[int, ...], line: StatementLine, said: References
    ) -> tuple[int, ...]:
        """The one among several whose invoice the purpose names."""
        named = tuple(one for one in ids if self._standing(one, line.currency).named(said))
        return named if len(named) == 1 else ()

    def _alike(self, name: str, key: str) -> tuple[int, ...]:
        """Clients whose names are near this one, found through a word that they share."""
        if key not in self._near:
            mine = Name.of(Record(0, name))
            near = {
                id_
                for word in {*mine.words, mine.glued}
                if len(ids := self._by_word.get(word, ())) <= _COMMON
                for id_ in ids
                if self._agrees(mine, id_, name)
            }
            self._near[key] = tuple(sorted(near))
        return self._near[key]

    def _begun(self, key: str) -> set[int]:
        """Clients whose whole name, of two words at least, this one begins with: an address follows."""
        words = key.split()
        for count in range(len(words) - 1, 1, -1):
            if found := self._by_key.get(" ".join(words[:count])):
                return found
        return set()

    def _agrees(self, mine: Name, id_: int, name: str) -> bool:
        theirs = self._names[id_]
        if theirs.person:
            mine = Name.of(Record(0, name, kind=self._payers[id_].kind))
        return alike(mine, theirs) in _NEAR

    # What for

    def _what_for(
        self, line: StatementLine, said: References, found: _Found
    ) -> tuple[tuple[Reason, ...], tuple[int, ...]]:
        """The invoices, with the reasons for and against them."""
        client_id, currency = found.client_id, line.currency
        reasons: list[Reason] = []
        if line.booked_on > self._today:
            reasons.append(Reason(Ground.TO_COME))
        if any(
            abs(day - line.booked_on) <= _CLOSE
            for day in self._entered.get((client_id, currency, line.amount_minor), ())
        ):
            reasons.append(Reason(Ground.ENTERED))
        owed = self._standing(client_id, currency)
        if not owed.total:
            return (*reasons, Reason(Ground.NOTHING_OWED)), ()
        named = owed.named(said)
        if named:
            dated = [one for one in named if one.issued_on in said.days]
            if dated:
                named = dated
            elif said.days and len({one.invoice_id for one in named}) == len(said.numbers or (1,)):
                reasons.append(Reason(Ground.OTHER_DAY, said.days[0].isoformat()))
            invoices = tuple(dict.fromkeys(one.invoice_id for one in named))
            numbers = ", ".join(dict.fromkeys(one.number for one in named))
            reasons.insert(0, Reason(Ground.NUMBER, numbers))
            if dated:
                reasons.insert(1, Reason(Ground.DAY, dated[0].issued_on.isoformat()))
            if len({one.number for one in named}) < len(invoices):
                reasons.append(Reason(Ground.SEVERAL))  # one number in two years
            open_minor = sum(map(owed.left, named))
            if line.amount_minor > open_minor:
                reasons.append(Reason(Ground.SUM_OVER))
            elif line.amount_minor in {open_minor, *map(owed.left, named)}:
                reasons.append(Reason(Ground.SUM))
            elif strange := set(said.numbers) - {comparable(one.number) for one in named}:
                # Part of it may be for what is not known here.
                reasons.append(Reason(Ground.NUMBER_UNKNOWN, ", ".join(sorted(strange))))
            return tuple(reasons), invoices
        if said.numbers:
            reasons.append(Reason(Ground.NUMBER_UNKNOWN, ", ".join(said.numbers)))
        elif self._of_another(line, said, client_id):
            reasons.append(Reason(Ground.SEVERAL))
        invoices = owed.of_sum(line.amount_minor)
        if len(invoices) == 1:
            reasons.append(Reason(Ground.SUM))
            return tuple(reasons), invoices
        if line.amount_minor == owed.total:
            reasons.append(Reason(Ground.SUM_ALL))
        else:
            over = line.amount_minor > owed.total
            reasons.append(Reason(Ground.SUM_OVER if over else Ground.SUM_ODD))
        return tuple(reasons), ()


def _proven(reasons: tuple[Reason, ...]) -> bool:
    """The very name, the invoice named and its sum together are proof."""
    grounds = {one.ground for one in reasons}
    return {Ground.NUMBER, Ground.SUM} <= grounds and bool(
        grounds & {Ground.NAME, Ground.PAID_BEFORE}
    )


def _payer_name(text: str) -> str:
    """The name of a payer without the account and the address that banks write after it."""
    name = text.split("//")[0]
    for mark in (" р/с", " Р/С", " р/сч", " (р/"):
        name = name.split(mark)[0]
    return " ".join(name.split())
