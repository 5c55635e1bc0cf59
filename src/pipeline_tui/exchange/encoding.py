"""Which encoding a text file is in: by its mark, by validity, then by how Russian letters fall.

Own, because general detectors take short cp1251 files for East Asian ones. What is asked here is
narrower: UTF-8, UTF-16 with a mark, or one of the single-byte tables that office programs write.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from msgspec import Struct

from pipeline_tui.domain.errors import Unreadable

MAX_BYTES = 512 * 1024 * 1024
MAX_LINE = (
    8 * 1024 * 1024
)  # bytes or characters: no sheet has such lines, and one is held in memory

_CHUNK = 1024 * 1024
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Share of each letter in Russian text, per mille (rounded; Ляшевская, Шаров, frequency dictionary).
_FREQUENT = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44,
    "к": 35, "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16,
    "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3,
    "ъ": 1, "ё": 1,
}  # fmt: skip
_BOXES = range(0x2500, 0x25A0)


class Encoding(Struct, frozen=True):
    """`name` as Python calls it; `errors` is "replace" where a few bytes of UTF-8 are broken."""

    name: str
    errors: str = "strict"


def detect(path: Path, name: str = "", *, longest: int = MAX_LINE) -> Encoding:
    """Read the file once and decide; a wrong late byte counts as much as an early one.

    `name` forces an encoding; the file is still checked against it. `longest` is how many characters a
    line may have. Raises Unreadable file_empty,
    file_binary, file_zero_byte (with the row), file_too_big; OSError is the caller's.
    """
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("file_too_big", file=path.name, limit=MAX_BYTES)
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    if not head.strip():
        raise Unreadable("file_empty", file=path.name)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), _unmarked(head))
    if name or marked:
        return _check(path, Encoding(name or marked), head, longest)
    broken_at = _first_broken(path, longest)
    if broken_at is None:
        return Encoding("utf-8")
    with path.open("rb") as stream:
        stream.seek(max(0, broken_at - 4096))
        sample = head[:65536] + stream.read(_SAMPLE)
    if b"\0" in sample:
        raise _with_zeros(path)
    return _check(path, _single_byte_or_damaged(sample), head, longest)


def _first_broken(path: Path, longest: int) -> int | None:
    """Offset of the chunk where UTF-8 breaks, None if it never does; refuses NUL and endless lines."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = line = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                raise _with_zeros(path)
            line = 0 if b"\n" in chunk or b"\r" in chunk else line + len(chunk)
            if line > longest:
                raise Unreadable("file_too_big", file=path.name, limit=longest)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return offset + error.start
            offset += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(0, offset - 4)
    return None


def _check(path: Path, encoding: Encoding, head: bytes, longest: int) -> Encoding:
    """The same encoding, once the whole file has been decoded by it and held no NUL."""
    if encoding.name.startswith("utf-16") and len(head) > 2 and not head[2:].strip(b"\0 \r\n\t"):
        raise Unreadable("file_empty", file=path.name)
    line = 0
    try:
        decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                text = decoder.decode(chunk)
                if "\0" in text:
                    raise _with_zeros(path)
                line = 0 if "\n" in text or "\r" in text else line + len(text)
                if line > longest:
                    raise Unreadable("file_too_big", file=path.name, limit=longest)
        decoder.decode(b"", final=True)
    except LookupError as error:
        raise Unreadable("encoding_unknown", file=path.name, encoding=encoding.name) from error
    except UnicodeError as error:
        raise Unreadable("file_binary", file=path.name, encoding=encoding.name) from error
    return encoding


def _unmarked(head: bytes) -> str:
    """UTF-16 without its mark: the zero bytes of digits, delimiters and Latin letters, and of
    nothing else, stand on one side of every pair."""
    second, first = head[1::2].count(0), head[::2].count(0)
    if min(first, second) or max(first, second) < len(head) / 16:
        return ""
    name = "utf-16-le" if second else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(name, errors="replace")
    worded = all(char.isprintable() or char.isspace() for char in text)
    return name if worded and "\n" in text else ""


def _with_zeros(path: Path) -> Unreadable:
    """What a file with zero bytes is: text that was damaged, with the row, or no text at all."""
    with path.open("rb") as stream:
        for row, line in enumerate(stream, 1):
            if any(byte < 32 and byte not in b"\t\r\n\f\0" for byte in line):
                break
            if b"\0" in line:
                if row == 1 and line.count(0) > len(line) / 4:
                    break
                return Unreadable("file_zero_byte", file=path.name, row=row)
    return Unreadable("file_binary", file=path.name)


def _single_byte_or_damaged(sample: bytes) -> Encoding:
    """UTF-8 with a few broken characters (a note cut at so many bytes), or a single-byte table."""
    loose = sample.decode("utf-8", errors="replace")
    damaged = loose.count("�")
    sound = sum(1 for char in loose if char > "\x7f") - damaged
    # cut at both ends, the sample may itself break two characters
    if sound >= 20 * max(1, damaged - 2):
        return Encoding("utf-8", "replace")
    scored = [(_likeness(sample, name), -order, name) for order, name in enumerate(_TABLES)]
    best, _, name = max(scored)
    return Encoding(name) if best > float("-inf") else Encoding("cp1251", "replace")


_TABLES = ("cp1251", "cp1252", "koi8-r", "cp866")


def _likeness(sample: bytes, name: str) -> float:
    """How much the sample looks like words when read in this table; higher is better."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return float("-inf")
    score = 0.0
    before = " "
    for char in text:
        if char > "\x7f":
            small = char.lower()
            share = _FREQUENT.get(small)
            if share is not None:
                score += share / 50
                if before < "\x80" and before.isalpha():
                    score -= 3  # a Russian letter glued to a Latin one
                elif char != small and before.isalpha() and before == before.lower():
                    score -= 3  # a capital inside a word: the mark of the wrong Cyrillic table
            elif ord(char) in _BOXES:
                score -= 2
            elif char.isalpha():
                # a Latin letter with an accent stands among plain ones; alone it is a wrong guess
                score += 1.5 if before < "\x80" and before.isalpha() else -1.5
            elif char in "«»№—–“”„…’ €":
                score += 0.5
            else:
                score -= 0.5
        before = char
    return score
