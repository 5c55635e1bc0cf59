"""Encryption at rest: unlocking a file, and switching it on, off, or to another passphrase."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline_tui.domain.errors import Invalid, Refused, StoreProblem
from pipeline_tui.domain.keeping import BackupRow
from pipeline_tui.store import backup as copies
from pipeline_tui.store import cipher
from pipeline_tui.store.connection import revision_of, salt_of
from pipeline_tui.store.hold import Hold
from pipeline_tui.store.resealing import reseal

SHORTEST = 8
"""Characters of a passphrase: fewer are guessed in hours from a copy of the file."""


def is_locked(db: Path) -> bool:
    """Whether a file is encrypted and its passphrase not known yet."""
    try:
        revision_of(db)
    except StoreProblem as found:
        return found.code == "locked_file"
    return False


def is_encrypted(db: Path) -> bool:
    """Whether a file is encrypted; raises StoreProblem where it cannot be used."""
    try:
        revision_of(db)
    except StoreProblem as found:
        if found.code in ("locked_file", "wrong_key"):
            return True
        raise
    return salt_of(db) is not None


def unlock(db: Path, passphrase: str) -> None:
    """Use a passphrase from now on; raises StoreProblem wrong_key, and then it is forgotten."""
    cipher.unlock(passphrase)
    try:
        revision_of(db)
    except StoreProblem:
        cipher.unlock(None)
        raise


def lock() -> None:
    """Forget the passphrase."""
    cipher.unlock(None)


def change(db: Path, passphrase: str | None, now: datetime) -> list[BackupRow]:
    """Encrypt a file with this passphrase, or decrypt it, and its backups after it; answers with those
    backups that could not be changed, because they are damaged or have yet another passphrase.

    The file is changed in one step; see `reseal`. Raises StoreProblem already_open, busy,
    write_failed, and what `revision_of` raises; Invalid passphrase_short; Refused crypto_missing,
    already_plain.
    """
    cipher.library()
    if passphrase is not None and len(passphrase) < SHORTEST:
        raise Invalid("passphrase", "passphrase_short", least=SHORTEST)
    revision_of(db)
    if passphrase is None and salt_of(db) is None:
        raise Refused("already_plain")
    with Hold.take(db, now):
        backups = copies.listed(db)
        left = [row for row in backups if not copies.is_sound(row.path)]
        reseal(db, passphrase)
        for row in backups:
            if row not in left:
                reseal(row.path, passphrase)
    cipher.unlock(passphrase)
    return left
