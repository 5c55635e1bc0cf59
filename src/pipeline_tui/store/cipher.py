"""Encryption at rest: files that SQLCipher keeps, opened so that the rest of the store sees no difference.

The library is an extra and is imported with the first such file. The key of a file is made from the
passphrase and the salt in the file's first bytes as SQLCipher itself makes it, once a process and not once
a connection, so that any program that knows SQLCipher opens the file with the same passphrase.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline_tui.domain.errors import Refused, StoreProblem

if TYPE_CHECKING:
    from types import ModuleType

SALT = 16
PAGE = 4_096
_ROUNDS = 256_000
"""SQLCipher 4: PBKDF2 with HMAC-SHA512, a key of 32 bytes."""
_PLENTY = 200
"""Of the 256 bytes there are, a page of noise has nearly all, and no text or table has so many."""

_passphrase: str | None = None


def unlock(passphrase: str | None) -> None:
    """Use this passphrase for encrypted files from now on; none forgets it."""
    global _passphrase
    _passphrase = passphrase


def is_unlocked() -> bool:
    """Whether a passphrase is known."""
    return _passphrase is not None


def passphrase() -> str | None:
    """The passphrase in use."""
    return _passphrase


def looks_sealed(head: bytes, size: int) -> bool:
    """Whether a file that begins so may be one of SQLCipher's: whole pages, and noise."""
    page = head[:PAGE]
    return size >= PAGE and size % PAGE == 0 and len(page) == PAGE and len(set(page)) >= _PLENTY


def library() -> ModuleType:
    """SQLCipher; raises Refused crypto_missing where the extra is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise Refused("crypto_missing") from error
    return cast("ModuleType", dbapi2)


@lru_cache(maxsize=32)
def _key(passphrase: str, salt: bytes) -> str:
    import hashlib

    key = hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, 32)
    return f"x'{key.hex()}{salt.hex()}'"


def key_of(passphrase: str, salt: bytes | None = None) -> str:
    """The key of a file with this salt, or of a new file, as SQLCipher takes it."""
    return _key(passphrase, os.urandom(SALT) if salt is None else salt)


def connect(uri: str, key: str | None, *, timeout: float) -> sqlite3.Connection:
    """A connection of SQLCipher's to an encrypted file, or without a key to one that is not; it raises what
    sqlite3's own would. Raises Refused crypto_missing."""
    db = _connection_class()(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=timeout
    )
    db.execute("PRAGMA cipher_log_level = NONE")  # it would write over the screen
    if key is not None:
        db.execute(f'PRAGMA key = "{key}"')
    db.execute("PRAGMA temp_store = MEMORY")  # what is sorted or joined never lies on the disk
    return cast("sqlite3.Connection", db)


def is_sealed(db: sqlite3.Connection) -> bool:
    """Whether a connection is one of SQLCipher's."""
    return not isinstance(db, sqlite3.Connection)


@lru_cache(maxsize=1)
def _connection_class() -> Any:
    """SQLCipher's connection with errors that are sqlite3's: nothing else has to know of the other kind."""
    theirs = library()

    class SealedCursor(theirs.Cursor):  # type: ignore[misc,name-defined]
        def execute(self, *question: Any) -> Any:
            try:
                return super().execute(*question)
            except theirs.Error as error:
                raise _as_ours(error) from error

        def executemany(self, *question: Any) -> Any:
            try:
                return super().executemany(*question)
            except theirs.Error as error:
                raise _as_ours(error) from error

        def fetchone(self) -> Any:
            try:
                return super().fetchone()
            except theirs.Error as error:
                raise _as_ours(error) from error

        def fetchall(self) -> Any:
            try:
                return super().fetchall()
            except theirs.Error as error:
                raise _as_ours(error) from error

        def __iter__(self) -> Iterator[Any]:
            return iter(self.fetchone, None)

    class Sealed(theirs.Connection):  # type: ignore[misc,name-defined]
        def cursor(self, *_: object) -> Any:
            return SealedCursor(self)

        def execute(self, *question: Any) -> Any:
            return SealedCursor(self).execute(*question)

        def executemany(self, *question: Any) -> Any:
            return SealedCursor(self).executemany(*question)

        def backup(self, target: Any, **how: Any) -> None:
            try:
                super().backup(target, **how)
            except theirs.Error as error:
                raise _as_ours(error) from error

    return Sealed


def _as_ours(error: Exception) -> sqlite3.Error:
    """The error of sqlite3's own that says the same."""
    kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
    ours = cast("sqlite3.Error", kind(*error.args))
    ours.sqlite_errorcode = getattr(error, "sqlite_errorcode", 0)
    return ours


def export(source: sqlite3.Connection, target: Path) -> None:
    """Write what a connection of SQLCipher's reads into the new file that it has attached as `made`, inside
    a transaction, which goes on. See that each table is equal.

    Raises StoreProblem backup_broken where it is not.
    """
    source.execute("SELECT sqlcipher_export('made')")
    tables = [
        row[0] for row in source.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
    ]  # fmt: skip
    for table in tables:
        for here, there in (("main", "made"), ("made", "main")):
            other = source.execute(
                f'SELECT 1 FROM (SELECT * FROM {here}."{table}" EXCEPT SELECT * FROM {there}."{table}")'
                " LIMIT 1"
            ).fetchone()
            if other is not None:
                raise StoreProblem("backup_broken", file=str(target))
