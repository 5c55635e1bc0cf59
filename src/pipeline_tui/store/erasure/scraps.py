"""What is no record: drafts and other memos, and the links by which an import knows a row again."""

from __future__ import annotations

import re
import sqlite3

from pipeline_tui.store.erased_reach import KEY
from pipeline_tui.store.erasure.subject import Subject

_ABOUT = re.compile(r"draft:\w+:(?:new:)?(\d+)")


def clean(db: sqlite3.Connection, subject: Subject, mark: str) -> None:
    """Drafts about the person or their client and links to their records go; other memos are cleaned."""
    drafts = subject.contacts | subject.family
    for key, value in db.execute("SELECT key, value FROM memo").fetchall():
        about = _ABOUT.fullmatch(key)
        if about and int(about[1]) in drafts:
            db.execute("DELETE FROM memo WHERE key = ?", (key,))
        elif key != KEY and (kept := subject.line(value, mark)) != value:
            db.execute("UPDATE memo SET value = ? WHERE key = ?", (kept, key))
    for kind, ids in (("contact", subject.contacts), ("client", subject.clients)):
        db.executemany(
            "DELETE FROM import_link WHERE kind = ? AND record_id = ?", [(kind, id_) for id_ in ids]
        )
