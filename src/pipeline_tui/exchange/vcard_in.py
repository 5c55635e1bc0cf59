"""Address books as a sheet: every card of a vCard file (2.1, 3.0, 4.0) is a row of people.

Lenient, as phones and mail programs are with the rules: RFC 2426, RFC 6350 and the vCard 2.1
specification, read together. Pictures, sounds and keys are passed over without being kept.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.encoding import detect
from pipeline_tui.exchange.packed import Packed
from pipeline_tui.exchange.rows import Record, Rejected, Sheet

_COLUMNS = (
    "ID", "Full name", "Last name", "First name", "Middle name", "Company", "Department",
    "Job title", "Role", "Phone", "Email", "Birthday", "Day and month of birth", "Address", "City",
    "Country", "Website", "Tags", "Notes", "Nickname", "Fax", "Messenger",
)  # fmt: skip
_MANY = " ::: "
_PASSED_OVER = frozenset(["PHOTO", "LOGO", "SOUND", "KEY", "X-WAB-PHOTO", "LABEL", "AGENT"])
_MESSENGERS = {"IMPP": "", "X-SKYPE": "skype:", "X-SKYPE-USERNAME": "skype:", "X-ICQ": "icq:",
               "X-JABBER": "xmpp:", "X-TELEGRAM": "telegram:"}  # fmt: skip
_MAX_LINE = 2 * 1024 * 1024  # bytes of one value that is kept
_LONGEST_PICTURE = 64 * 1024 * 1024  # bytes of a line: programs write pictures without folding them
_MOST_PROPERTIES = 1_000  # of one card
_QUOTED_OR_COLON = re.compile(rb'"[^"]*"?|:')
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)")
_YEAR_LEFT_OUT = re.compile(r"1604-?(\d\d)-?(\d\d)")  # written by Apple's programs for "no year"


class Property(Struct, frozen=True):
    """One line of a card: `types` are the words of TYPE and bare words, small letters."""

    name: str
    value: str
    types: frozenset[str] = frozenset()


class _Card(Struct):
    """What was read of a card so far."""

    number: int
    properties: list[Property] = field(default_factory=list)
    fault: str = ""


class VcardSheet(Sheet):
    """A file of cards; rows are numbered by card. Only columns that some card fills are there."""

    kind = "contacts"
    source = "vcard"

    def __init__(self, path: Path, encoding: str = "") -> None:
        super().__init__(path.name, delimiter="")
        self._path = path
        found = detect(path, encoding, longest=_LONGEST_PICTURE)
        self.encoding = found.name
        self._all = True
        filled: set[int] = set()
        cards = 0
        for _, cells in self.records():
            cards += 1
            filled.update(index for index, cell in enumerate(cells) if cell)
        if not cards and not self.rejected:
            raise Unreadable("file_empty", file=path.name)
        # A broken file has a table still: its rows are all listed.
        self._kept = sorted(filled | {_COLUMNS.index("Full name")})
        self.headers = tuple(_COLUMNS[index] for index in self._kept)
        self._all = False
        self.rejected = Packed()

    def records(self) -> Generator[Record]:
        for card in self._cards():
            if card.fault:
                self.rejected.append(Rejected(card.number, card.fault))
                continue
            row = _row(card.properties)
            cells = [row.get(name, "") for name in _COLUMNS]
            if not any(cells):
                self.rejected.append(Rejected(card.number, "card_blank"))
                continue
            yield card.number, cells if self._all else [cells[index] for index in self._kept]

    def _cards(self) -> Iterator[_Card]:
        number, inner = 0, 0
        card: _Card | None = None
        version = ""
        with self._path.open("rb") as stream:
            for name, params, value in _properties(_lines(stream, self.encoding)):
                if name == "BEGIN" and value.strip().upper() == b"VCARD":
                    if card is not None and card.properties and card.properties[-1].name == "AGENT":
                        inner += 1  # the card of a person's assistant, inside theirs
                        continue
                    if card is not None:
                        card.fault = "card_without_end"
                        yield card
                    number, version = number + 1, ""
                    card = _Card(number)
                elif name == "END" and value.strip().upper() == b"VCARD":
                    if inner:
                        inner -= 1
                    elif card is not None:
                        yield card
                        card = None
                elif card is None or inner:
                    continue
                elif name in _PASSED_OVER:
                    card.properties.append(Property(name, ""))
                elif len(value) > _MAX_LINE or len(card.properties) >= _MOST_PROPERTIES:
                    card.fault = "cell_too_big"
                else:
                    text = _decoded(value, params, self.encoding)
                    version = text if name == "VERSION" else version
                    card.properties.append(Property(name, text, _types(params)))
        if card is not None:
            card.fault = "card_without_end"
            yield card


# Lines


def _lines(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Lines as bytes without their ends; a file of two-byte characters comes as UTF-8."""
    if encoding.startswith(("utf-16", "utf-32")):
        for text in codecs.getreader(encoding)(stream, "replace"):
            yield text.rstrip("\r\n").encode("utf-8", "replace")
        return
    first = True
    for raw in stream:
        line = raw.removeprefix(codecs.BOM_UTF8) if first else raw
        first = False
        # Old programs of one maker end lines with a bare CR.
        yield from line.rstrip(b"\r\n").split(b"\r")


def _properties(lines: Iterator[bytes]) -> Iterator[tuple[str, list[str], bytes]]:
    """(name, parameters, value) of every property, its lines joined."""
    name, params = "", list[str]()
    parts: list[bytes] = []
    size, soft, base64 = 0, False, False
    for line in lines:
        if soft or (name and line[:1] in (b" ", b"\t")):
            more = line if soft else line[1:]
            soft = soft and more.endswith(b"=")
            if name not in _PASSED_OVER and size <= _MAX_LINE:
                parts.append(more[:-1] if soft else more)
                size += len(more)
            continue
        head, colon, value = _divided(line)
        if not colon and base64 and line.strip():
            continue  # a picture whose lines were not folded
        if name:
            yield name, params, b"".join(parts)
        name, parts, size = "", [], 0
        if not colon:
            continue
        words = head.decode("ascii", "replace").split(";")
        name = words[0].strip().rpartition(".")[2].upper()
        params = [word.strip() for word in words[1:]]
        base64 = any(word.upper().removeprefix("ENCODING=") in ("B", "BASE64") for word in params)
        soft = _is_quoted(params) and value.endswith(b"=")
        parts, size = [value[:-1] if soft else value], len(value)
    if name:
        yield name, params, b"".join(parts)


def _divided(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Name and parameters, colon, value; a colon between quotation marks divides nothing."""
    head, colon, value = line.partition(b":")
    if not colon or not head.count(b'"') % 2:
        return head, colon, value
    for found in _QUOTED_OR_COLON.finditer(line):
        if found[0] == b":":
            return line[: found.start()], b":", line[found.end() :]
    return line, b"", b""


def _is_quoted(params: list[str]) -> bool:
    return any(
        word.upper().removeprefix("ENCODING=") in ("QUOTED-PRINTABLE", "QP") for word in params
    )


def _decoded(value: bytes, params: list[str], encoding: str) -> str:
    """The text of a value, by what the card says of it, else by the file's encoding."""
    if _is_quoted(params):
        value = quopri.decodestring(value)
    said = next((word[8:] for word in params if word.upper().startswith("CHARSET=")), "")
    for name in (said.strip('"'), "utf-8", encoding):
        try:
            if name:
                return value.decode(name).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeDecodeError, UnicodeError):
            continue
    return value.decode("utf-8", "replace")


def _types(params: list[str]) -> frozenset[str]:
    words: list[str] = []
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            words.append(key)
        elif key.upper() == "TYPE":
            words += value.strip('"').split(",")
        elif key.upper() == "PREF":
            words.append("pref")
    return frozenset(word.strip().casefold() for word in words)


# A card as a row


def split_escaped(text: str, separator: str) -> list[str]:
    """Parts of a structured value, their escapes undone."""
    parts = re.split(rf"(?<!\\)((?:\\\\)*){separator}", text)
    joined = [parts[0]]
    for slashes, part in zip(parts[1::2], parts[2::2], strict=True):
        joined[-1] += slashes
        joined.append(part)
    return [plain(part) for part in joined]


def plain(text: str) -> str:
    r"""A value with its escapes undone: "\n", "\,", "\;", "\:"."""
    if "\\" not in text:
        return text.strip()
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text, flags=re.S).strip()


def _row(properties: list[Property]) -> dict[str, str]:
    found: dict[str, list[Property]] = {}
    for one in properties:
        if one.value.strip(" ;,"):
            found.setdefault(one.name, []).append(one)

    def texts(name: str) -> list[str]:
        return [text for one in found.get(name, ()) if (text := plain(one.value))]

    row = {
        "ID": "".join(texts("UID")[:1]),
        "Full name": "".join(texts("FN")[:1]),
        "Job title": "".join(texts("TITLE")[:1]),
        "Role": "".join(texts("ROLE")[:1]),
        "Notes": "\n".join(dict.fromkeys(texts("NOTE"))),
        "Website": "".join(texts("URL")[:1]),
        "Email": _MANY.join(dict.fromkeys(plain(one.value) for one in _ranked(found, "EMAIL"))),
    }
    row |= _name(found) | _company(found) | _phones(found) | _born(found) | _address(found)
    tags = [tag for one in found.get("CATEGORIES", ()) for tag in split_escaped(one.value, ",")]
    row["Tags"] = _MANY.join(dict.fromkeys(filter(None, tags)))
    nicknames = ", ".join(texts("NICKNAME"))
    row["Nickname"] = nicknames if nicknames != row["Full name"] else ""
    row["Messenger"] = ", ".join(
        dict.fromkeys(scheme + text for name, scheme in _MESSENGERS.items() for text in texts(name))
    )
    is_firm = any(text.casefold() in ("org", "organization") for text in texts("KIND")) or any(
        text.casefold() == "company" for text in texts("X-ABSHOWAS")
    )
    if is_firm or (row["Company"] and row["Full name"] == row["Company"]):
        row["Company"] = row["Company"] or row["Full name"]
        for name in ("Full name", "Last name", "First name", "Middle name"):
            row[name] = ""
    return row


def _name(found: dict[str, list[Property]]) -> dict[str, str]:
    parts = split_escaped(found["N"][0].value, ";") if "N" in found else []
    last, first, middle = [*parts, "", "", ""][:3]
    return {"Last name": last, "First name": first, "Middle name": middle}


def _company(found: dict[str, list[Property]]) -> dict[str, str]:
    parts = split_escaped(found["ORG"][0].value, ";") if "ORG" in found else []
    company, *units = [part for part in parts if part] or [""]
    return {"Company": company, "Department": ", ".join(units)}


def _ranked(found: dict[str, list[Property]], name: str) -> list[Property]:
    """Those of a kind, the one to be called first at the head: preferred, mobile, work, home."""

    def rank(one: Property) -> tuple[bool, bool, bool]:
        types = one.types
        return "pref" not in types, "cell" not in types, "work" not in types

    return sorted(found.get(name, ()), key=rank)


def _phones(found: dict[str, list[Property]]) -> dict[str, str]:
    phones: dict[str, None] = {}
    faxes: dict[str, None] = {}
    for one in _ranked(found, "TEL"):
        text = re.sub(r"^tel:", "", plain(one.value), flags=re.IGNORECASE)
        text = re.sub(r";\s*ext=(\d+)", r" ext. \1", text, flags=re.IGNORECASE)
        text = text.partition(";")[0].strip()
        (faxes if one.types & {"fax", "pager"} else phones)[text] = None
    return {"Phone": _MANY.join(filter(None, phones)), "Fax": ", ".join(filter(None, faxes))}


def _born(found: dict[str, list[Property]]) -> dict[str, str]:
    text = plain(found["BDAY"][0].value) if "BDAY" in found else ""
    if match := _NO_YEAR.match(text) or _YEAR_LEFT_OUT.match(text):
        return {"Day and month of birth": f"{match[2]}.{match[1]}"}
    return {"Birthday": text.partition("T")[0] if text[:1].isdigit() else text}


def _address(found: dict[str, list[Property]]) -> dict[str, str]:
    if "ADR" not in found:
        return {}
    chosen = _ranked(found, "ADR")[0]
    parts = [" ".join(part.split()) for part in split_escaped(chosen.value, ";")]
    box, more, street, city, region, code, country = [*parts, *[""] * 7][:7]
    address = ", ".join(filter(None, (code, region, street, more, box)))
    return {"Address": address, "City": city, "Country": country}
