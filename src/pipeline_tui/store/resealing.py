"""Encrypting a file, decrypting it, changing its passphrase: another file is made beside it and, once whole
and equal, takes its place in one step, so that at every moment there is the old file or the new one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.store import cipher
from pipeline_tui.store.connection import make_private, refusal, salt_of
from pipeline_tui.store.new_file import SIDECARS, remove, sync_folder

_KEPT = ("application_id", "user_version")
_BUSY_S = 5.0


def reseal(path: Path, passphrase: str | None) -> None:
    """Write a file anew, encrypted with a passphrase, or plain without one. Nobody may have it open here.

    Raises StoreProblem busy where another program has it open, write_failed, damaged_file,
    backup_broken where the new file is not equal; Refused crypto_missing. Then the old file stands.
    """
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.resealed")
    remove(beside)
    try:
        _write(real, beside, passphrase)
    except sqlite3.DatabaseError as error:
        raise refusal(path, error, "write_failed") from error
    except OSError as error:
        raise StoreProblem("write_failed", file=str(path), reason=error.strerror) from error
    finally:
        remove(beside)


def _write(real: Path, beside: Path, passphrase: str | None) -> None:
    salt = salt_of(real)
    old = None if salt is None else cipher.key_of(cipher.passphrase() or "", salt)
    uri = real.absolute().as_uri()
    with closing(cipher.connect(f"{uri}?mode=rw", old, timeout=_BUSY_S)) as db:
        # Nobody reads or writes it from here to the end, and no log is left that the new file would
        # be given for its own.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        if db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise StoreProblem("busy", file=str(real))
        make_private(beside)
        key = "" if passphrase is None else cipher.key_of(passphrase)
        db.execute(
            "ATTACH DATABASE ? AS made KEY ?", (f"{beside.absolute().as_uri()}?mode=rw", key)
        )
        db.execute("BEGIN EXCLUSIVE")
        cipher.export(db, beside)
        db.execute("COMMIT")
        for name in _KEPT:
            value = db.execute(f"PRAGMA main.{name}").fetchone()[0]
            db.execute(f"PRAGMA made.{name} = {int(value)}")
        if db.execute("PRAGMA made.integrity_check(1)").fetchone()[0] != "ok":
            raise StoreProblem("backup_broken", file=str(real))
        db.execute("DETACH DATABASE made")
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        beside.replace(real)
        sync_folder(real.parent)
        for name in SIDECARS:
            real.with_name(real.name + name).unlink(missing_ok=True)
