"""CAMT.053, the statement of ISO 20022 (camt.053.001.02 and later), read one entry after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

from msgspec import Struct, field

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.domain.statements import Party, StatementLine, Tally, Totals
from pipeline_tui.exchange.bank.reading import Statement

_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", re.ASCII)
_INN = re.compile(r"\d{10}(?:\d{2})?\Z", re.ASCII)
_KPP = re.compile(r"(?:КПП|KPP)\s*:?\s*(\d{9})(?!\d)", re.IGNORECASE)
_PIECE = 1 << 16
_LONGEST = 4096
"""Characters of one value that are kept; the standard allows 500 for the longest."""
_DEEPEST = 64
"""Elements within elements; a statement has some fifteen."""
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED"}
_SCOPES = ("Stmt", "Bal", "Ntry", "TxDtls")
_TRANSPARENT = ("Pty", "Agt")
"""Elements that later versions put around what earlier ones have bare."""


def looks_like_one(head: bytes) -> bool:
    """Whether a file with this beginning is such a statement."""
    text = head.replace(b"\0", b"")
    return text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and (
        b"camt.053" in text or b"BkToCstmrStmt" in text
    )


class _Scope(Struct):
    """The values of one element by their path in it, and the parts of it that are scopes too."""

    values: dict[str, list[str]] = field(default_factory=dict)
    parts: list[_Scope] = field(default_factory=list)

    def one(self, *paths: str) -> str:
        """The first value that stands under any of the paths."""
        return next((self.values[path][0] for path in paths if self.values.get(path)), "")


class Reader(Statement):
    """A file of CAMT.053: one or several statements."""

    format = "CAMT.053"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._own = self._currency = ""
        self._balances: list[_Scope] = []
        self._tally = Tally()
        self._entries = 0

    def _read(self) -> Iterator[StatementLine]:
        parser = _Parser(self.path.name)
        found = False
        for name, scope in parser.scopes(self.path):
            if name == "Acct":
                found = True
                self._begin(scope)
            elif name == "Bal":
                self._balances.append(scope)
            elif name == "Ntry":
                yield from self._entry(scope)
            elif name == "Stmt":
                found = True
                self._end()
        if not found:
            raise Unreadable("statement_empty", file=self.path.name)

    def _begin(self, scope: _Scope) -> None:
        self._own = scope.one("Acct/Id/IBAN", "Acct/Id/Othr/Id").replace(" ", "")
        self._currency = scope.one("Acct/Ccy")
        self._balances, self._tally = [], Tally()
        self._account(self._own)

    def _end(self) -> None:
        """Opening and closing balance against the entries, where both are in their currency."""
        said: dict[str, int] = {}
        for balance in self._balances:
            code = balance.one("Tp/CdOrPrtry/Cd")
            currency = balance.one("Amt@Ccy")
            if code not in ("OPBD", "PRCD", "CLBD") or currency != self._currency:
                continue
            try:
                amount = self._sum(balance.one("Amt"), currency, self._entries, "Bal/Amt")
            except Unreadable as bad:
                self.rejected.append(bad)
                continue
            said[code] = amount if balance.one("CdtDbtInd") == "CRDT" else -amount
        self._close(
            Totals(
                self._entries, self._own, self._currency,
                opening=said.get("OPBD", said.get("PRCD")), closing=said.get("CLBD"),
            ),
            self._tally,
        )  # fmt: skip
        self._own = self._currency = ""

    def _entry(self, entry: _Scope) -> Iterator[StatementLine]:
        self._entries += 1
        if entry.one("Sts/Cd", "Sts") not in ("BOOK", ""):
            return  # what is only expected has not come
        try:
            lines = self._lines(self._entries, entry)
        except Unreadable as bad:
            self.rejected.append(bad)
            return
        for line in lines:
            self._tally.add(line.amount_minor)
            yield line

    def _lines(self, row: int, entry: _Scope) -> list[StatementLine]:
        currency = entry.one("Amt@Ccy") or self._currency
        self._currency = self._currency or currency
        whole = self._sum(entry.one("Amt"), currency, row, "Ntry/Amt")
        if not whole:
            raise self._bad(row, "Ntry/Amt", entry.one("Amt"))
        mark = entry.one("CdtDbtInd")
        if mark not in ("CRDT", "DBIT"):
            raise self._bad(row, "Ntry/CdtDbtInd", mark)
        sums = self._batch(entry.parts, currency, whole, row)
        many = len(sums) > 1
        parts: Sequence[_Scope] = entry.parts if many else (entry.parts or [_Scope()])[:1]
        return [
            self._line(row, entry, part, amount, mark == "CRDT", currency, index if many else 0)
            for index, (part, amount) in enumerate(zip(parts, sums, strict=True), 1)
        ]

    def _batch(self, parts: Sequence[_Scope], currency: str, whole: int, row: int) -> list[int]:
        """The sums of the movements that were booked as one; the whole where they do not add up."""
        if len(parts) < 2:
            return [whole]
        sums = []
        for part in parts:
            path = "AmtDtls/TxAmt/Amt" if part.one("AmtDtls/TxAmt/Amt") else "Amt"
            if part.one(f"{path}@Ccy") != currency:
                return [whole]
            sums.append(self._sum(part.one(path), currency, row, "TxDtls/Amt"))
        return sums if sum(sums) == whole and all(sums) else [whole]

    def _line(
        self, row: int, entry: _Scope, part: _Scope, amount: int, incoming: bool, currency: str,
        index: int,
    ) -> StatementLine:  # fmt: skip
        booked = entry.one("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
        dated = entry.one("ValDt/Dt", "ValDt/DtTm")
        bank_id = part.one("Refs/AcctSvcrRef") or entry.one("AcctSvcrRef")
        number = part.one("Refs/EndToEndId", "Refs/InstrId")
        return StatementLine(
            row=row,
            account=self._own,
            booked_on=self._day(booked, _DAY, row, "Ntry/BookgDt"),
            amount_minor=amount if incoming else -amount,
            currency=currency,
            other=_party(part, "Dbtr" if incoming else "Cdtr"),
            number="" if number in _NO_REFERENCE else number,
            dated_on=self._day(dated, _DAY, row, "Ntry/ValDt") if dated else None,
            purpose=_purpose(entry, part),
            bank_id="" if bank_id in _NO_REFERENCE else f"{bank_id}/{index}" if index else bank_id,
            reversal=entry.one("RvslInd") == "true",
        )


def _party(part: _Scope, side: str) -> Party:
    """The other side of a movement; numbers of tax offices stand among its identifications."""
    base = f"RltdPties/{side}"
    numbers = [
        value.strip()
        for path in (f"{base}/Id/OrgId/Othr/Id", f"{base}/Id/PrvtId/Othr/Id")
        for value in part.values.get(path, ())
    ]
    agent = f"RltdAgts/{side}Agt/FinInstnId"
    return Party(
        name=part.one(f"{base}/Nm", f"RltdPties/Ultmt{side}/Nm"),
        inn=next((value for value in numbers if _INN.match(value)), ""),
        kpp=next((found[1] for value in numbers if (found := _KPP.search(value))), ""),
        account=part.one(f"{base}Acct/Id/IBAN", f"{base}Acct/Id/Othr/Id").replace(" ", ""),
        bik=part.one(f"{agent}/ClrSysMmbId/MmbId", f"{agent}/BICFI", f"{agent}/BIC"),
    )


def _purpose(entry: _Scope, part: _Scope) -> str:
    said = [
        *part.values.get("RmtInf/Ustrd", ()),
        *(f"invoice {number}" for number in part.values.get("RmtInf/Strd/RfrdDocInf/Nb", ())),
        *part.values.get("RmtInf/Strd/CdtrRefInf/Ref", ()),
        *part.values.get("RmtInf/Strd/AddtlRmtInf", ()),
    ]
    said = said or [part.one("AddtlTxInf") or entry.one("AddtlNtryInf")]
    return " ".join(" ".join(said).split())


class _Parser:
    """The scopes of a document as their ends come by; of the rest of the file nothing is kept."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._path: list[str] = []
        self._open: list[tuple[int, _Scope]] = []
        self._text: list[str] = []
        self._ready: list[tuple[str, _Scope]] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._refuse

    def scopes(self, path: Path) -> Iterator[tuple[str, _Scope]]:
        """(name, values) of accounts, balances, entries and statements in the order of their ends.

        Raises Unreadable statement_damaged with the row where the XML breaks.
        """
        try:
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    self._parser.Parse(piece, False)
                    ready, self._ready = self._ready, []
                    yield from ready
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable("statement_damaged", file=self._file, row=error.lineno) from error
        yield from self._ready

    def _refuse(self, *_: Any) -> None:
        # Entities may grow without end; a statement declares none.
        raise Unreadable("statement_unknown", file=self._file)

    def _begin(self, name: str, attrs: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Unreadable("statement_unknown", file=self._file)
        self._text.clear()
        if name in _SCOPES:
            self._open.append((len(self._path), _Scope()))
        elif "Ccy" in attrs and self._open:
            depth, scope = self._open[-1]
            path = "/".join(self._path[depth:])
            scope.values.setdefault(f"{path}@Ccy", []).append(attrs["Ccy"])

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        text = "".join(self._text).strip()[:_LONGEST]
        self._text.clear()
        if name in _SCOPES:
            _, scope = self._open.pop()
            if name == "TxDtls" and self._open:
                self._open[-1][1].parts.append(scope)
            else:
                self._ready.append((name, scope))
        elif self._open:
            depth, scope = self._open[-1]
            if text:
                steps = [step for step in self._path[depth:] if step not in _TRANSPARENT]
                scope.values.setdefault("/".join(steps), []).append(text)
            if name == "Acct" and len(self._path) == depth + 1 and self._path[depth - 1] == "Stmt":
                self._ready.append((name, scope))
        self._path.pop()
