"""The open file: one connection that writes, one for each thread that reads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline_tui.domain.errors import Conflict, NotFound, Problem, Refused, StoreProblem
from pipeline_tui.domain.history import EntryRow
from pipeline_tui.store import backup, journal
from pipeline_tui.store.connection import (
    APPLICATION_ID,
    REVISIONS,
    connect,
    identity,
    is_open_to_us,
    make_private,
    note_closed,
    note_open,
    refusal,
    revision_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session, SQLModel

    RecordT = TypeVar("RecordT", bound=SQLModel)


class Unit:
    """One transaction that writes: the ORM session, the raw connection, and the entry it makes."""

    def __init__(self, session: Session, db: sqlite3.Connection, entry: journal.Entry) -> None:
        self.session = session
        self.db = db
        self.entry = entry

    @property
    def now(self) -> datetime:
        """The moment of the whole unit."""
        return self.entry.made_at

    def get(self, record: type[RecordT], record_id: int) -> RecordT:
        """The record with this number; raises NotFound."""
        found = self.session.get(record, record_id)
        if found is None:
            raise NotFound("not_found", kind=str(record.__tablename__), id=record_id)
        return found

    def add(self, record: RecordT) -> RecordT:
        """Insert a record and learn its number."""
        self.session.add(record)
        self.session.flush()
        return record

    def remove(self, record: SQLModel) -> None:
        """Delete a record."""
        self.session.delete(record)
        self.session.flush()

    def about(self, kind: str, subject_id: int | None, **words: Any) -> None:
        """Say which record the entry is about, and the words its sentence needs."""
        self.entry.subject_kind = kind
        self.entry.subject_id = subject_id
        self.entry.words.update(words)


class Book:
    """One database file, open. Close it, or use it as a context."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], actor: str, *, read_only: bool = False
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._clock = clock
        self._actor = actor
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._engine: Engine | None = None

    @classmethod
    def open(
        cls, path: Path, clock: Callable[[], datetime], actor: str, *, read_only: bool = False
    ) -> Book:
        """Open an existing file, upgrading it where it is older than the program, after a backup.
        `read_only` writes nothing to it, whoever asks.

        Raises StoreProblem: missing_file, file_is_folder, foreign_file, damaged_file, newer_file,
        busy, read_only_place; older_file where it would have to be upgraded first.
        """
        behind = revision_of(path) != REVISIONS[-1]
        book = cls(path, clock, actor, read_only=read_only)
        if behind and read_only:
            raise StoreProblem("older_file", file=str(path))
        if behind:
            backup.before_upgrade(path, clock())
            book._upgrade()
        return book

    @classmethod
    def create(cls, path: Path, clock: Callable[[], datetime], actor: str) -> Book:
        """Make a new empty file; raises Conflict file_exists when something is there already."""
        from pipeline_tui.store.seed import seed

        book = cls.blank(path, clock, actor)
        with book.write("file.create", undoable=False) as unit:
            seed(unit.db)
        return book

    @classmethod
    def blank(
        cls, path: Path, clock: Callable[[], datetime], actor: str, revision: str = "head"
    ) -> Book:
        """Make a new file of tables without a row, as they were at a revision of the schema; raises
        as `create` does."""
        try:
            make_private(path)
        except FileExistsError as error:
            raise Conflict("file_exists", file=str(path)) from error
        except OSError as error:
            raise StoreProblem("file_unwritable", file=str(path), reason=error.strerror) from error
        book = cls(path, clock, actor)
        try:
            db = book._writing_connection(watched=False)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            book._upgrade(revision)
        except sqlite3.OperationalError as error:
            raise book._problem(error) from error
        return book

    def _upgrade(self, revision: str = "head") -> None:
        """Bring the file to a revision, all of it or nothing; raises StoreProblem, and is closed then."""
        from sqlalchemy.exc import OperationalError

        from pipeline_tui.store import migrations

        with self._lock:
            try:
                db = self._writing_connection(watched=False)
                db.execute("PRAGMA foreign_keys = OFF")
                with self._sql_engine().begin() as connection:
                    with migrations.carrying_the_log(db, self._actor, self._clock()):
                        migrations.upgrade(connection, revision)
                    self._refuse_dangling(db)
                db.execute("PRAGMA foreign_keys = ON")
                journal.watch(db)
            except OperationalError as error:
                self.close()
                raise self._problem(error.orig) from error
            except BaseException:
                self.close()
                raise

    def _refuse_dangling(self, db: sqlite3.Connection) -> None:
        """Raise StoreProblem damaged_file where a row points at one that is not there."""
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreProblem("damaged_file", file=str(self.path))

    # Reading

    @property
    def reader(self) -> sqlite3.Connection:
        """This thread's own connection for reading."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            try:
                db = connect(self.path, read_only=True)
            except sqlite3.OperationalError as error:
                raise refusal(self.path, error, "file_unreadable") from error
            self._local.db = db
            self._note_open()
            with self._lock:
                self._readers.append(db)
        return db

    # Writing

    @contextmanager
    def write(self, action: str, *, undoable: bool = True) -> Iterator[Unit]:
        """One transaction, one audit entry, one undo step; nothing of it stays when it raises.

        Raises StoreProblem busy when another program holds the file for more than five seconds,
        read_only_mode, read_only_place, file_replaced, write_failed.
        """
        from sqlalchemy.exc import OperationalError
        from sqlmodel import Session

        with self._lock:
            db = self._writing_connection()
            try:
                with Session(self._sql_engine(), expire_on_commit=False) as session:
                    session.connection()  # begins, so that the entry's number is ours alone
                    self._refuse_replaced()
                    entry = journal.begin_entry(db, action, self._actor, self._clock())
                    entry.undoable = undoable
                    yield Unit(session, db, entry)
                    session.flush()
                    journal.end_entry(db, entry)
                    session.commit()
            except OperationalError as error:
                raise self._problem(error.orig) from error
            except sqlite3.OperationalError as error:
                raise self._problem(error) from error

    @contextmanager
    def scribble(self) -> Iterator[sqlite3.Connection]:
        """A raw transaction without an entry, for what is not a record: memos and the undo stack.

        Foreign keys are checked at its end, where an undo under a later change shows itself.
        """
        with self._lock:
            db = self._writing_connection()
            try:
                db.execute("BEGIN IMMEDIATE")
                try:
                    self._refuse_replaced()
                    yield db
                    db.execute("COMMIT")
                except BaseException:  # Ctrl-C too: nothing half done stays; raised again
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    raise
            except sqlite3.OperationalError as error:
                raise self._problem(error) from error
            except sqlite3.IntegrityError as error:
                raise Conflict("undo_blocked", reason=str(error)) from error

    def refuse_read_only(self) -> None:
        """Raise StoreProblem read_only_place where nothing could be written; nothing is."""
        if not is_open_to_us(self.path):
            with self.scribble():
                pass

    @contextmanager
    def rehearse(self) -> Iterator[sqlite3.Connection]:
        """A raw transaction that is taken back at its end, whatever happens in it."""
        with self._lock:
            db = self._writing_connection()
            try:
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                finally:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                raise self._problem(error) from error

    def undo(self, entry_id: int | None = None) -> EntryRow:
        """Take back the newest change, or the one named; answers with what was taken back.

        Raises Refused nothing_to_undo; NotFound change_unknown; Conflict undo_blocked when a later change stands on it.
        """
        with self.scribble() as db:
            target = journal.next_undo(db) if entry_id is None else entry_id
            if target is None:
                raise Refused("nothing_to_undo")
            undone = journal.entry_named(db, target)
            if not journal.is_done(db, target):
                raise Refused("nothing_to_undo")
            reversal = self._step_back(db, "undo", revert=target, of=undone)
            journal.mark_undone(db, target, reversal)
        return undone

    def redo(self) -> EntryRow:
        """Bring back what the last undo took; raises Refused nothing_to_redo."""
        with self.scribble() as db:
            found = journal.next_redo(db)
            if found is None:
                raise Refused("nothing_to_redo")
            target, undone_by = found
            redone = journal.entry_named(db, target)
            self._step_back(db, "redo", revert=undone_by, of=redone)
            journal.mark_undone(db, target, None)
        return redone

    def _step_back(self, db: sqlite3.Connection, action: str, *, revert: int, of: EntryRow) -> int:
        """Revert one entry under an entry of its own; answers with that entry's number."""
        entry = journal.begin_entry(db, action, self._actor, self._clock())
        entry.undoable = False
        entry.words = {"action": of.action, "words": of.words, "entry": of.id}
        entry.subject_kind, entry.subject_id = of.subject_kind, of.subject_id
        journal.revert(db, revert)
        journal.end_entry(db, entry)
        return entry.id

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._lock:
            for db in self._readers:
                db.close()
            self._readers.clear()
            self._local = threading.local()
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            if self._opened is not None:
                note_closed(self._opened)
                self._opened = None

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _note_open(self) -> None:
        with self._lock:
            if self._opened is None:
                self._opened = note_open(self.path)

    def _refuse_replaced(self) -> None:
        """Inside a transaction: raise StoreProblem file_replaced where another file has taken the
        place of the one that is open, and what is written would go down with it."""
        if identity(self.path) != self._opened:
            raise StoreProblem("file_replaced", file=str(self.path))

    def _problem(self, error: object) -> Problem:
        return refusal(self.path, error, "write_failed")

    def _writing_connection(self, *, watched: bool = True) -> sqlite3.Connection:
        if self.read_only:
            raise StoreProblem("read_only_mode", file=str(self.path))
        if self._writer is None:
            try:
                self._note_open()
                self._writer = connect(self.path)
                if watched:
                    journal.watch(self._writer)
            except sqlite3.OperationalError as error:
                raise self._problem(error) from error
        return self._writer

    def _sql_engine(self) -> Engine:
        if self._engine is None:
            from sqlalchemy import create_engine, event
            from sqlalchemy.pool import StaticPool

            self._engine = create_engine(
                "sqlite://", creator=self._writing_connection, poolclass=StaticPool
            )

            @event.listens_for(self._engine, "begin")
            def _begin(connection: Any) -> None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        return self._engine
