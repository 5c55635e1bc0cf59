"""Content lines, which vCard and iCalendar share: `NAME;PARAM=x:value`, folded and escaped.

RFC 6350 section 3 and RFC 5545 section 3.1 differ in nothing that is written here.
"""

from __future__ import annotations

_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escaped(text: str) -> str:
    """A text as a value: separators and line ends escaped, other control characters left out."""
    lines = "\n".join(text.splitlines()) if not text.isprintable() else text
    kept = "".join(one for one in lines if one in "\n\t" or (ord(one) >= 32 and one != "\x7f"))
    return kept.encode("utf-8", "replace").decode("utf-8").translate(_ESCAPED)


def folded(name: str, value: str) -> str:
    """One line, ended with CRLF, folded after at most 75 octets and never inside a character."""
    line = f"{name}:{value}"
    if len(line) < _OCTETS // 4 or (line.isascii() and len(line) <= _OCTETS):
        return line + "\r\n"
    parts: list[str] = []
    start, room, octets = 0, _OCTETS, 0
    for place, character in enumerate(line):
        size = len(character.encode("utf-8"))
        if octets + size > room:
            parts.append(line[start:place])
            start, octets = place, 1  # the space before a folded part counts
        octets += size
    parts.append(line[start:])
    return "\r\n ".join(parts) + "\r\n"
