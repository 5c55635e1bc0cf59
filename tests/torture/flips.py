"""Change one byte behind the program's back: its check must notice, or nothing may have changed.

    python -m tests.torture.flips --bytes 2000 --fields 2000

Bytes are flipped anywhere in the file, and single values in any row of any table of records or of the
log, past every trigger; `doctor`'s questions are then asked. A flip that it does not notice passes only
where every record and the log read as before: free room, a counter of SQLite's, a scrap to remember.
`--broken unsealed` asks all but the seals; the run must fail.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pipeline_tui import i18n
from pipeline_tui.services.demo import build_demo
from pipeline_tui.store import checking, dumping, journal
from pipeline_tui.store.dumping import without_triggers
from tests.torture.bench import contents, count, new_file, open_file
from tests.torture.everything import Anything

_SCRAPS = ("memo", "sqlite_sequence", "undo_step")
"""Scraps to remember, SQLite's counters, and the order of undos are no data of the user's."""


def noticed(path: Path, *, seals: bool = True) -> bool:
    """Whether a look at the file finds anything wrong."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            found: list[object] = [*checking.integrity(db)]
            if not found and seals:
                found += [*journal.broken_entries(db), *journal.unnoted(db)]
            return bool(found or checking.references(db))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return True


def flip_byte(path: Path, luck: random.Random) -> str:
    """Change one bit of the file."""
    data = bytearray(path.read_bytes())
    at = luck.randrange(len(data))
    data[at] ^= 1 << luck.randrange(8)
    path.write_bytes(data)
    return f"byte {at} of {len(data)}"


def flip_field(path: Path, luck: random.Random) -> str:
    """Change one character, or a number by one, in one value of one row."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        tables = {
            name: columns
            for name, columns in dumping.tables(db).items()
            if name not in _SCRAPS and db.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()
        }
        table = luck.choice(sorted(tables))
        column = luck.choice(tables[table])
        ids = [row[0] for row in db.execute(f'SELECT id FROM "{table}"')]
        row = luck.choice(ids)
        (value,) = db.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row,)).fetchone()
        if isinstance(value, int):
            other: object = value + luck.choice((-1, 1)) if column != "id" else max(ids) + 1
        elif value:
            at = luck.randrange(len(value))
            other = value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        else:
            (kind,) = (
                one[2] for one in db.execute(f'PRAGMA table_info("{table}")') if one[1] == column
            )
            other = 1 if kind == "INTEGER" else "x"
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN")
        try:
            with without_triggers(db):
                db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (other, row))
        except sqlite3.IntegrityError:
            db.execute("ROLLBACK")
            return ""
        db.execute("COMMIT")
    return f"{table}.{column} of row {row}: {value!r} became {other!r}"


def main(argv: Sequence[str]) -> int:
    """Run; answers with 1 where a change was not noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--bytes", type=int, default=2000)
    parser.add_argument("--fields", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=("unsealed",))
    chosen = parser.parse_args(argv)
    i18n.use("en")
    luck = random.Random(chosen.seed)
    missed: list[str] = []
    found = harmless = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        whole, path = Path(folder) / "whole.db", Path(folder) / "flipped.db"
        new_file(whole)
        with open_file(whole) as desk:
            build_demo(desk.book, desk.local_now(), "en")
            user = Anything(luck)
            for _ in range(60):
                user.step(desk)
        if noticed(whole):
            print("the file is not whole to begin with")
            return 1
        before = contents(whole, but=_SCRAPS)
        for flip in [flip_byte] * chosen.bytes + [flip_field] * chosen.fields:
            shutil.copy(whole, path)
            what = flip(path, luck)
            if not what:
                continue
            if noticed(path, seals=not chosen.broken):
                found += 1
            elif contents(path, but=_SCRAPS) == before:
                harmless += 1
            else:
                missed.append(what)
    print(f"{count(found, 'flip', 'flips')} noticed, {harmless} changed nothing that is read")
    print("\n".join(f"not noticed: {one}" for one in missed[:40]) or "every change was noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
