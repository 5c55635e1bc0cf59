"""Texts that a name, a note or a file may hold and a terminal, a page or a query may trip over."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

_MARKUP = (
    "[red]", "[/]", "[/red]", "[b", "[]", "[[", "\\[", "[bold]x[/bold]", "[red]x", "x[/]y[/]z",
    "[@click=app.bell]x[/]", "[@click=app.quit()]x", "[link=file:///etc/passwd]x[/link]", "[$primary]x",
    "[on red]", "[not a tag]", "[1, 2, 3]", "[=]", "[#ff0000]x", "[reverse]", "[blink]x[/blink]", "]", "[",
    ":smile:", ":warning:", "$text", "{name}", "{0}", "{}", "{{", "%s", "%(name)s", "%", "\\", "\\n", "\\x1b[31m",
    "<b>x</b>", "<script>alert(1)</script>", "&amp;", "&#27;[31m", "`rm -rf ~`", "$(id)", "*x*", "# x", "| x |",
)  # fmt: skip
_ESCAPES = (
    "\x1b[31mred", "\x1b[2J", "\x1b[H", "\x1b[?1049l", "\x1b[?25l", "\x1b]0;title\x07", "\x1b]52;c;cHduZWQ=\x07",
    "\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\", "\x1bP1$r\x1b\\", "\x1b_x\x1b\\", "\x1b^x\x1b\\", "\x1bc", "\x1b(0", "\x1b7\x1b8",
    "\x1b[6n", "\x1b[c", "\x1b[21t", "\x1b[?2026h", "\x1b", "\x1b[", "\x1b\x1b\x1b", "\x9b31mred", "\x9d0;t\x9c", "\x90x\x9c",
    "\x85x", "\x8ex", "\x8fx", "a\x00b", "\x00", "\x00\x00x", "a\x07b", "a\x08\x08b", "a\x0bb", "a\x0cb", "a\rb", "a\r\nb",
    "a\nb", "\n\n\n", "a\tb", "\t\t", "a\x0e\x0fb", "a\x18b", "a\x1ab", "a\x1c\x1d\x1e\x1fb", "a\x7fb", "\x11\x13",
)  # fmt: skip
_DIRECTIONS = (
    "\u202egnp.exe", "\u202dabc", "\u202aa\u202c", "\u202ba\u202c", "\u2066a\u2069", "\u2067a\u2069", "\u2068a\u2069", "\u200ea",
    "\u200fa", "\u061ca", "שלום עולם", "مرحبا بالعالم", "abc שלום 123", "Щит مرحبا 12", "\u202e" * 50 + "x", "\u2028x", "\u2029x",
)  # fmt: skip
_UNSEEN = (
    "\u200b", "a\u200bb", "a\u200cb", "a\u200db", "\ufeffa", "a\u2060b", "a\u00adb", "a\u034fb", "\u115f", "\u1160", "\u3164",
    "\uffa0", "\u180ea", "\u2800", "\u00a0", "\u3000", "\u2003x", " ", "   x   ", "\ufffc", "\ufffd", "\ufffe", "\uffff",
    "\U000e0001\U000e0041", "\U000f0000", "\ue000", "\U0001d173x",
)  # fmt: skip
_COMBINING = (
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0334\u0319", "e\u0301", "и\u0306", "\u0301", "a" + "\u0301" * 200,
    "\u20e3", "1\u20e3", "ก็็็็็็็็็็", "क्षि", "நி", "각", "\u1100\u1161\u11a8", "ﬃ", "ß", "İ", "ı", "ǅ", "Ω", "ё",
)  # fmt: skip
_WIDE = (
    "北京公司", "日本語テキスト", "ｆｕｌｌ", "👩‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇷🇺", "🇷", "👍🏽", "❤️", "☎️", "☎︎", "✈", "𝕳𝖊𝖑𝖑𝖔", "🀄",
    "🧑🏿‍🤝‍🧑🏻",
)  # fmt: skip
_LONG = ("слово" * 100, "а" * 499, "W" * 300)
_QUERIES = ("' OR 1=1 --", '"; DROP TABLE client; --', "NULL", "AND OR NOT")

HOSTILE: tuple[str, ...] = (
    *_MARKUP, *_ESCAPES, *_DIRECTIONS, *_UNSEEN, *_COMBINING, *_WIDE, *_LONG, *_QUERIES,
)  # fmt: skip
LONE = ("\ud800", "a\udcffb", "\udfff\ud800")
"""Halves of characters: no file of ours can hold them, so they are for what comes in."""

_LEFT = frozenset({
    "kind", "status", "abc", "size", "country", "time_zone", "actor", "currency", "direction", "origin",
    "channel", "purpose", "way", "result", "role", "stage_since", "expected_close", "snoozed_until",
    "birthday", "row_hash", "digest", "code", "entity", "technique", "month", "metric", "schedules",
    "valid_until", "valid_from", "valid_to", "on_day", "key", "line_key", "step", "name_key", "full_name",
    "digits", "e164", "row_seal",
})  # fmt: skip
"""Columns of codes, days, checksums, and what is made of other columns."""
_NOT_TYPED = (
    "audit_entry",
    "row_change",
    "undo_step",
    "alembic_version",
    "memo",
    "import_",
    "sqlite_",
    "record_seal",
)


def plant(path: Path, shift: int = 0, more: tuple[str, ...] = ()) -> int:
    """Write hostile texts into every column of every table of a file that a user may type text into;
    says into how many fields. Past the program, which refuses some of them."""
    texts = (*HOSTILE, *more)
    place = shift
    planted = 0
    with sqlite3.connect(path) as db:
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type='trigger'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        for table, columns in _columns(db).items():
            for row in db.execute(
                f'SELECT rowid, * FROM "{table}" ORDER BY rowid LIMIT 400'
            ).fetchall():
                for column in columns:
                    place += 1
                    text = f"{texts[place % len(texts)]}"
                    planted += db.execute(
                        f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE rowid = ?'
                        f" AND (\"{column}\" IS NULL OR substr(\"{column}\", 1, 1) NOT IN ('{{', '['))",
                        (text, row[0]),
                    ).rowcount
    db.close()
    return planted


def _columns(db: sqlite3.Connection) -> dict[str, list[str]]:
    tables: list[Any] = db.execute("PRAGMA main.table_list").fetchall()
    return {
        row[1]: columns
        for row in tables
        if row[2] == "table" and not row[1].startswith(_NOT_TYPED)
        if (columns := [
            column[1]
            for column in db.execute(f'PRAGMA table_info("{row[1]}")')
            if column[2] == "TEXT" and not column[1].endswith(("_on", "_at")) and column[1] not in _LEFT
        ])
    }  # fmt: skip
