"""Opening the file: one place for every PRAGMA, and for telling our file from any other."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import Counter
from pathlib import Path

from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.store import cipher
from pipeline_tui.store.private import private_folder

APPLICATION_ID = 0x70697074
"""'pipt' in the file's header: marks a database as ours."""

REVISIONS = ("0001",)
"""Every schema revision, oldest first; the last is the one this program writes."""

CACHE_KIB = 16_384
"""Room for pages of the writing connection: the indexes of an import do not fit the usual 2 MB."""
_MAGIC = b"SQLite format 3\x00"
_NO_DATABASE = 26
"""SQLITE_NOTADB: what SQLCipher reads with a wrong key is no database."""
_BUSY_MS = 5_000
_noting = threading.Lock()
_salts: dict[tuple[int, int], bytes] = {}
"""Salts of encrypted files: those that are open here cannot be looked up, see `note_open`."""
_open_here: Counter[tuple[int, int]] = Counter()
_BY_THE_DISK = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with this project's settings; transactions are opened by explicit BEGIN only.

    FULL with WAL: NORMAL loses acknowledged writes at a power cut. A file that is not there is not
    made. Connections may be handed from one thread to another, never used by two at once.
    """
    how = "immutable=1" if read_only and _stands_still(path) else "mode=rw"
    db = _opened(path, f"{path.absolute().as_uri()}?{how}")
    db.execute("PRAGMA foreign_keys = ON")
    if read_only:
        db.execute("PRAGMA query_only = ON")
    else:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        # Every row's triggers may be rolled back, so each writes a journal: to memory, not to disk.
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        # A REPLACE fires no delete trigger without it, and the undo log would miss the row.
        db.execute("PRAGMA recursive_triggers = ON")
    return db


def _opened(path: Path, uri: str) -> sqlite3.Connection:
    """A bare connection, by SQLCipher where the file is encrypted and its passphrase is known."""
    salt = salt_of(path)
    if salt is None:
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
        )
    return cipher.connect(
        uri, cipher.key_of(cipher.passphrase() or "", salt), timeout=_BUSY_MS / 1000
    )


def fresh(path: Path, like: sqlite3.Connection) -> sqlite3.Connection:
    """A connection to an empty file that is to take what another connection reads: encrypted as that is."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    if not cipher.is_sealed(like):
        return sqlite3.connect(uri, uri=True, isolation_level=None)
    return cipher.connect(uri, cipher.key_of(cipher.passphrase() or ""), timeout=_BUSY_MS / 1000)


def attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    """Let a connection read another file of ours under this name, one that is encrypted if it is."""
    how = "immutable=1" if _stands_still(path) else "mode=ro"
    uri = f"{path.absolute().as_uri()}?{how}"
    if not cipher.is_sealed(db):
        db.execute(f"ATTACH DATABASE ? AS {name}", (uri,))
        return
    salt = salt_of(path)
    key = "" if salt is None else cipher.key_of(cipher.passphrase() or "", salt)
    db.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (uri, key))


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file, where a passphrase is known; none for any other file."""
    if not cipher.is_unlocked():
        return None
    here = identity(path)
    if here is not None and _open_here[here]:
        return _salts.get(here)
    try:
        with path.open("rb") as stream:
            head = stream.read(cipher.PAGE)
            size = os.fstat(stream.fileno()).st_size
    except OSError:
        return None
    salt = head[: cipher.SALT] if cipher.looks_sealed(head, size) else None
    if here is not None:
        if salt is None:
            _salts.pop(here, None)
        else:
            _salts[here] = salt
    return salt


def _stands_still(path: Path) -> bool:
    """Whether nobody has the file open and nobody can, so that it may be read without the shared
    memory that SQLite would put beside it, and cannot."""
    if os.access(path.parent, os.W_OK):
        return False
    log, shared, journal = (path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))
    return not (shared.exists() or journal.exists() or (log.exists() and log.stat().st_size))


def is_open_to_us(path: Path) -> bool:
    """Whether the file, and its place, where SQLite keeps its log, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def refusal(path: Path, error: object, otherwise: str) -> StoreProblem:
    """What SQLite's refusal to open or write the file means: busy, read_only_place, else the code
    named, with the reason. A full or a failing disk is no damage: file_unreadable, write_failed."""
    if "locked" in str(error):
        return StoreProblem("busy", file=str(path))
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) and not is_open_to_us(path):
        return StoreProblem("read_only_place", file=str(path))
    if code in _BY_THE_DISK and otherwise != "write_failed":
        return StoreProblem("file_unreadable", file=str(path), reason=str(error))
    return StoreProblem(otherwise, file=str(path), reason=str(error))


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands under a name now; none for no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def note_open(path: Path) -> tuple[int, int] | None:
    """Note that this process has connections to a file, and answer with which file that is.

    Such a file must not be opened past SQLite: the close of any handle drops every lock that the
    process has on it, another program takes itself for the last one, and takes the log away under the
    one that still writes.
    """
    found = identity(path)
    if found is not None:
        with _noting:
            _open_here[found] += 1
    return found


def note_closed(found: tuple[int, int]) -> None:
    """Take one `note_open` back."""
    with _noting:
        _open_here[found] -= 1


def make_private(path: Path) -> None:
    """Create an empty file only its owner can read, in a folder only its owner can list."""
    private_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _refuse_by_header(path: Path) -> None:
    """Raise StoreProblem foreign_file, damaged_file, locked_file, file_unreadable by the first bytes of a file."""
    try:
        with path.open("rb") as stream:
            head = stream.read(cipher.PAGE)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise StoreProblem("file_unreadable", file=str(path), reason=error.strerror) from error
    if cipher.looks_sealed(head, size) and not head.startswith(_MAGIC):
        if not cipher.is_unlocked():
            raise StoreProblem("locked_file", file=str(path))
        return
    if not head.startswith(_MAGIC):
        code = "foreign_file" if head.strip(b"\x00") else "damaged_file"
        raise StoreProblem(code, file=str(path))


def revision_of(path: Path) -> str:
    """The schema revision of the file at `path`, which is only looked at.

    Raises `StoreProblem`: locked_file, wrong_key, missing_file, dangling_link, file_is_folder, foreign_file, damaged_file,
    newer_file, busy, and read_only_place where it cannot even be read for that.
    """
    if path.is_dir():
        raise StoreProblem("file_is_folder", file=str(path))
    if path.is_symlink() and not path.exists():
        raise StoreProblem("dangling_link", file=str(path), target=str(path.readlink()))
    if not path.exists():
        raise StoreProblem("missing_file", file=str(path))
    if not _open_here[identity(path) or (0, 0)]:
        _refuse_by_header(path)
    try:
        db = connect(path, read_only=True)
        try:
            (application,) = db.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise StoreProblem("foreign_file", file=str(path))
            (revision,) = db.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            db.close()
    except sqlite3.OperationalError as error:
        raise refusal(path, error, "damaged_file") from error
    except (sqlite3.DatabaseError, TypeError) as error:
        if salt_of(path) is not None and getattr(error, "sqlite_errorcode", 0) == _NO_DATABASE:
            raise StoreProblem("wrong_key", file=str(path)) from error
        raise StoreProblem("damaged_file", file=str(path)) from error
    if revision not in REVISIONS:
        raise StoreProblem("newer_file", file=str(path), revision=str(revision))
    return str(revision)
