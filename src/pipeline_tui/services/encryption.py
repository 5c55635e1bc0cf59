"""Encryption: a file at rest, unlocked, switched on, off, or to another passphrase; and single copies that
are taken elsewhere, each with a passphrase of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from pipeline_tui.domain.errors import Invalid, Refused, StoreProblem
from pipeline_tui.domain.keeping import BackupRow
from pipeline_tui.exchange import sealed_copy
from pipeline_tui.store import backup as copies
from pipeline_tui.store import cipher
from pipeline_tui.store.connection import revision_of, salt_of
from pipeline_tui.store.hold import Hold
from pipeline_tui.store.passing import passing
from pipeline_tui.store.private import private_folder
from pipeline_tui.store.resealing import reseal

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

is_sealed_copy = sealed_copy.looks_like_one

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


def seal_backup(desk: Desk, target: Path, passphrase: str) -> BackupRow:
    """Copy a file and encrypt the copy with a passphrase of its own, for a place that is not trusted.

    Raises what `Keeping.backup` and `seal` raise, and Invalid passphrase_short.
    """
    _refuse_short(passphrase)
    db = desk.book.path
    with passing(db, "unsealed", desk.local_now()) as beside:
        made = desk.keeping.backup(beside)
        sealed_copy.seal(beside, target, passphrase)
    return structs.replace(made, path=target, size=target.stat().st_size)


@contextmanager
def unsealed(copy: Path, db: Path, passphrase: str, now: datetime) -> Iterator[Path]:
    """An encrypted copy, decrypted beside the backups of a file while the block runs; raises StoreProblem
    wrong_copy_key, backup_broken, and what `passing` raises."""
    private_folder(db.parent)
    with passing(db, "unsealed", now) as beside:
        sealed_copy.unseal(copy, beside, passphrase)
        yield beside


def _refuse_short(passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise Invalid("passphrase", "passphrase_short", least=SHORTEST)


def lock() -> None:
    """Forget the passphrase."""
    cipher.unlock(None)


def change(db: Path, passphrase: str | None, now: datetime) -> list[BackupRow]:
    """Encrypt a file with this passphrase, or decrypt it, and its backups after it; answers with those
    backups that could not be changed, because they are damaged, have yet another
    passphrase, or the disk is full.

    The file is changed in one step; see `reseal`. Raises StoreProblem already_open, busy,
    write_failed, and what `revision_of` raises; Invalid passphrase_short; Refused crypto_missing,
    already_plain.
    """
    cipher.library()
    if passphrase is not None:
        _refuse_short(passphrase)
    revision_of(db)
    if passphrase is None and salt_of(db) is None:
        raise Refused("already_plain")
    with Hold.take(db, now):
        backups = copies.listed(db)
        left = [row for row in backups if not copies.is_sound(row.path)]
        reseal(db, passphrase)
        for row in backups:
            if row not in left:
                try:
                    reseal(row.path, passphrase)
                except StoreProblem:  # the file itself is done: that is not to be called a failure
                    left.append(row)
    cipher.unlock(passphrase)
    return left
