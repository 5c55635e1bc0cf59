"""Directories of banks: the Bank of Russia's own (ED807, as XML or the ZIP it comes in), or any table
with a column of БИК and one of names.

ED807 is described in the album of formats of the Bank of Russia (УФЭБС): a `BICDirectoryEntry` has the
BIC, its `ParticipantInfo` the name, its `Accounts` the accounts by kind.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from pipeline_tui.domain.banks import BankRow
from pipeline_tui.domain.errors import Problem, Unreadable
from pipeline_tui.exchange.recognise import normalise
from pipeline_tui.exchange.sheets import open_sheet
from pipeline_tui.exchange.values import clean_id, restore_zero

_COLUMNS = {
    "bik": ("бик", "бик банка", "bik", "bic", "new num"),
    "name": (
        "наименование", "наименование банка", "название", "название банка", "банк", "полное наименование",
        "name", "bank name", "bank", "name p",
    ),
    "account": (
        "корр счет", "корсчет", "корреспондентский счет", "к с", "кор счет", "номер счета", "ksnp",
        "correspondent account", "account",
    ),
    "city": ("город", "населенный пункт", "city", "nnp"),
    "kpp": ("кпп", "кпп банка", "kpp"),
}  # fmt: skip
"""Field → headers that mean it, also those of the Bank of Russia's former DBF."""
_MOST_BYTES = 256 * 1024 * 1024
_CORRESPONDENT = ("CRSA", "UTRA")
"""Kinds of account that a payment order names: a bank's, and the single one of a treasury."""
_CLOSED = ("PSDL", "ACDL")
_PIECE = 1 << 16


def read_banks(path: Path) -> Iterator[tuple[int, BankRow | Problem]]:
    """(number of the row or entry, the bank as it is written there), unverified; or why a row of a
    table cannot be read.

    Raises Unreadable banks_unknown for what is neither, file_too_big, and all that `open_sheet` raises.
    """
    head = _head(path)
    if head.startswith(b"PK") and (member := _xml_in(path)):
        with zipfile.ZipFile(path) as packed, packed.open(member) as stream:
            yield from enumerate(_entries(stream, path.name), 1)
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<ED807")):
        with path.open("rb") as stream:
            yield from enumerate(_entries(stream, path.name), 1)
    else:
        yield from _rows(path)


def _head(path: Path) -> bytes:
    """The first bytes; of what cannot be opened none, for tables have words for that."""
    try:
        with path.open("rb") as stream:
            return stream.read(256)
    except (OSError, ValueError):
        return b""


def _rows(path: Path) -> Iterator[tuple[int, BankRow | Problem]]:
    sheet = open_sheet(path)
    places: dict[str, int] = {}
    headers = [normalise(header) for header in sheet.headers]
    for field, known in _COLUMNS.items():
        for word in known:
            if normalise(word) in headers:
                places[field] = headers.index(normalise(word))
                break
    if not {"bik", "name"} <= places.keys():
        raise Unreadable("banks_unknown", file=path.name)
    for number, cells in sheet:
        said = {field: cells[place] for field, place in places.items()}
        said["name"] = said["name"].strip()
        for field, length in (("bik", 9), ("account", 20), ("kpp", 9)):
            if field in said:
                said[field] = restore_zero("".join(clean_id(said[field]).split()), length)
        yield number, BankRow(**said)
    for bad in sheet.rejected:
        yield bad.row, Unreadable(bad.code, file=path.name, **bad.facts)


def _xml_in(path: Path) -> str:
    """The XML of a ZIP that is no workbook, which has some too."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable("banks_unknown", file=path.name) from error
    if any(one.filename == "[Content_Types].xml" for one in members):
        return ""
    found = [one for one in members if one.filename.casefold().endswith(".xml")]
    if len(found) != 1:
        raise Unreadable("banks_unknown", file=path.name)
    if found[0].file_size > _MOST_BYTES:
        raise Unreadable("file_too_big", file=path.name, limit=_MOST_BYTES)
    return found[0].filename


def _entries(stream: IO[bytes], file: str) -> Iterator[BankRow]:
    """Entries of an ED807 in use now, one piece of the file after another."""
    reader = _Reader(file)
    try:
        while piece := stream.read(_PIECE):
            reader.parser.Parse(piece, False)
            yield from reader.taken()
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile) as error:
        raise Unreadable("banks_unknown", file=file) from error
    yield from reader.taken()


class _Reader:
    """What the parser has met so far."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first = True
        self._bank: dict[str, str] = {}
        self._found: list[BankRow] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def taken(self) -> list[BankRow]:
        """The banks met since the last time."""
        found, self._found = self._found, []
        return found

    def _refuse(self, *_: Any) -> None:
        # Entities may grow without end; a directory declares none.
        raise Unreadable("banks_unknown", file=self._file)

    def _begin(self, name: str, said: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._first and name != "ED807":
            raise Unreadable("banks_unknown", file=self._file)
        self._first = False
        if name == "BICDirectoryEntry":
            self._bank = {"bik": said.get("BIC", ""), "name": ""}
        elif name == "ParticipantInfo":
            if said.get("ParticipantStatus") in _CLOSED:
                self._bank = {}
                return
            self._bank |= {"name": said.get("NameP", ""), "city": said.get("Nnp", "")}
        elif name == "Accounts" and self._bank and "account" not in self._bank:
            kind, status = said.get("RegulationAccountType"), said.get("AccountStatus")
            if kind in _CORRESPONDENT and status not in _CLOSED:
                self._bank["account"] = said.get("Account", "")

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "BICDirectoryEntry" and self._bank:
            self._found.append(BankRow(**self._bank))
