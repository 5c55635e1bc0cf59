"""The text of field :86: of MT940, which every bank parts in its own way.

Known: codes after a mark (`?20`, `>20`: the German convention, of Triodos too), words between slashes
(`/NAME/…/REMI/…`: the Dutch), `REK: …/NAAM: …`, `AUFTRAGGEBER: … MITTEILUNGEN: …` (the Swiss), and plain
text, before which an account may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

_FULL_ROW = 63
"""A row of at least so many characters goes on with the next in the middle of a word."""
_CODED = re.compile(r"\d{3}(?P<mark>[?>])\d{2}")
_WORDS = re.compile(
    r"/(EREF|BENM|ORDP|NAME|REMI|ISDT|IBAN|CNTP|BIC|ID|ADDR|CSID|MARF|PREF|TRTP|SVCL|ULTD|ULTC|INN|KPP"
    r"|RTRN|PURP|BUSP|USTD)/"
)
_NAMED = re.compile(r"REK:\s*(?P<account>[A-Z0-9]+)\s*/\s*NAAM:\s*(?P<name>[^\n]+)")
_ORDERED = re.compile(r"AUFTRAGGEBER:\s*(?P<name>.+?)\s*(?:\b\d{6}CH\d{8}\b|MITTEILUNGEN:|$)")
_ACCOUNT_FIRST = re.compile(r"(\d{9,10})\s+(?=\D)", re.ASCII)
_INN = re.compile(r"(?:ИНН|INN)\s*:?\s*(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
_KPP = re.compile(r"(?:КПП|KPP)\s*:?\s*(\d{9})(?!\d)", re.IGNORECASE)


class Said(Struct, frozen=True):
    """What the text says of the other side and of what for."""

    purpose: str
    name: str = ""
    account: str = ""
    bank: str = ""
    inn: str = ""
    kpp: str = ""


def read_details(fields: Sequence[str]) -> Said:
    """The parts of one or several fields :86: of a line."""
    text = "\n".join(fields)
    inn, kpp = _INN.search(text), _KPP.search(text)
    coded = _CODED.match(text)
    if coded:
        said = _coded(_joined(text.split("\n"), ""), coded["mark"])
    else:
        whole = _joined(text.split("\n"), " ")
        named = _NAMED.search(whole)
        if named:
            purpose = (whole[: named.start()] + whole[named.end() :]).strip()
            said = Said(purpose, name=named["name"].strip(), account=named["account"])
        elif whole.startswith("/"):
            said = _slashed(whole)
        else:
            ordered, account = _ORDERED.search(whole), _ACCOUNT_FIRST.match(whole)
            said = Said(
                whole,
                name=ordered["name"] if ordered else "",
                account=account[1] if account else "",
            )
    return Said(
        said.purpose, said.name, said.account, said.bank,
        inn[1] if inn else said.inn, kpp[1] if kpp else said.kpp,
    )  # fmt: skip


def _joined(rows: Iterable[str], between: str) -> str:
    """Rows as one text: a full row was cut at its length, others at a word."""
    whole = ""
    for row in rows:
        whole += row if len(row) >= _FULL_ROW else row.rstrip() + between
    return " ".join(whole.split())


def _coded(text: str, mark: str) -> Said:
    parts: dict[str, list[str]] = {}
    for piece in text[3:].split(mark):
        parts.setdefault(piece[:2], []).append(piece[2:].rstrip())

    def of(*codes: str, between: str = "") -> str:
        return " ".join(between.join("".join(parts.get(c, [])) for c in codes).split())

    purpose = [f"2{n}" for n in range(10)] + [f"6{n}" for n in range(4)]
    return Said(of(*purpose), name=of("32", "33"), account=of("31") or of("10"), bank=of("30"))


def _slashed(text: str) -> Said:
    pieces = _WORDS.split(text)
    words = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    name, account, bank = words.get("NAME", ""), words.get("IBAN", ""), words.get("BIC", "")
    if "CNTP" in words:  # account/bank/name/city
        account, bank, name = [*words["CNTP"].split("/"), "", "", ""][:3]
    purpose = words.get("REMI") or words.get("USTD")
    if purpose is None:
        purpose = text if not words else ""
    return Said(
        purpose.removeprefix("USTD//").strip("/ "), name=name.strip("/ "),
        account=account.strip("/ "), bank=bank.strip("/ "),
        inn=words.get("INN", "").strip("/ "), kpp=words.get("KPP", "").strip("/ "),
    )  # fmt: skip
