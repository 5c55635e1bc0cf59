"""One call of the program: what the command line and the environment decided, and how it ends.

Nothing here needs typer: the bare call, which opens the screens, comes this way too. Exit codes: 0 done,
1 failed, 2 wrong use, 3 not found, 4 conflict.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui import config, i18n
from pipeline_tui.domain.errors import (
    Conflict,
    Invalid,
    NotFound,
    Problem,
    Refused,
    StoreProblem,
)

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline_tui.services.desk import Clock, Desk

UNUSABLE = frozenset({
    "missing_file_backups", "damaged_file", "foreign_file", "file_is_folder", "dangling_link",
})  # fmt: skip
"""What can be the matter with the file so that only another one in its place helps."""

FAILED, WRONG_USE, NOT_FOUND, CONFLICT = 1, 2, 3, 4


class Run(Struct):
    """One call of the program: what the command line and the environment decided."""

    env: Mapping[str, str]
    clock: Clock
    settings: config.Settings
    zone: ZoneInfo
    language: str
    db: Path
    key_file: Path | None = None
    """The file whose first line is the passphrase of an encrypted database."""
    read_only: bool = False
    """Nothing is to be written to the file, whatever is asked."""

    def desk(self) -> Desk:
        """Open the file; use as a context. Raises StoreProblem missing_file and others."""
        from pipeline_tui.services.desk import Desk

        self.refuse_to_forget()
        self.unlock()
        return Desk.open(
            self.db, clock=self.clock, settings=self.settings, zone=self.zone, actor="cli",
            read_only=self.read_only,
        )  # fmt: skip

    def unlock(self, path: Path | None = None) -> None:
        """Where the file, or another one, is encrypted, learn its passphrase: from `--key-file`, PIPELINE_TUI_PASSPHRASE, or
        the terminal, where it may be typed three times. Raises StoreProblem wrong_key, locked_file."""
        from pipeline_tui.services import encryption

        path = path or self.db
        if not encryption.is_locked(path):
            return
        from pipeline_tui.cli import passphrases
        from pipeline_tui.i18n import _

        known = passphrases.given(self.key_file, self.env, "PIPELINE_TUI_PASSPHRASE")
        if known is not None:
            encryption.unlock(path, known)
            return
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise StoreProblem("locked_file", file=str(path))
        for left in reversed(range(passphrases.TRIES)):
            try:
                encryption.unlock(path, passphrases.typed(_("Passphrase of the database:")))
            except StoreProblem:
                if not left:
                    raise
            else:
                return

    def refuse_read_only(self) -> None:
        """Raise StoreProblem read_only_mode where nothing is to be written."""
        if self.read_only:
            raise StoreProblem("read_only_mode", file=str(self.db))

    def refuse_to_forget(self) -> None:
        """A file that is gone while its backups are there was lost: never begin anew in silence.

        Raises StoreProblem dangling_link, missing_file_backups; Refused file_no_write where no file can
        bear the name.
        """
        try:
            if self.db.exists():
                return
        except OSError as error:
            raise Refused(
                "file_no_write", file=self.db.name, detail=error.strerror or ""
            ) from error
        if self.db.is_symlink():
            raise StoreProblem("dangling_link", file=str(self.db), target=str(self.db.readlink()))
        from pipeline_tui.services.keeping import backups_of

        if backups_of(self.db):
            raise StoreProblem("missing_file_backups", file=str(self.db))

    def way_out(self, found: Problem) -> Problem:
        """The same problem, with the command that brings back the newest good backup where the file
        itself is what cannot be used, and there is one."""
        if found.code not in UNUSABLE or found.facts.get("file") != str(self.db):
            return found
        from pipeline_tui.services.keeping import newest_good_backup

        good = newest_good_backup(self.db)
        if good is None:
            return found
        import shlex

        words = ["pipeline-tui", "restore", good.path.name]
        if self.db != config.default_db(self.env):
            words[1:1] = ["--db", str(self.db)]
        return StoreProblem(found.code, **{**found.facts, "restore": shlex.join(words)})

    def new_desk(self, path: Path | None = None) -> Desk:
        """Make the file where there is none yet; use as a context."""
        from pipeline_tui.services.desk import Desk

        return Desk.create(
            path or self.db, clock=self.clock, settings=self.settings, zone=self.zone,
            actor="cli", language=self.language,
        )  # fmt: skip


def prepare(env: Mapping[str, str], clock: Callable[[], datetime]) -> Run:
    """Read the settings and choose the language; raises Problem."""
    i18n.use(i18n.detect(env))
    settings = config.load(None, env)
    settings = replace(settings, letters=settings.letters or str(config.letters_folder(env)))
    language = config.language(settings, env)
    i18n.use(language)
    return Run(
        env=env, clock=clock, settings=settings, zone=config.local_zone(settings, env),
        language=language, db=config.default_db(env),
    )  # fmt: skip


def choose_language(run: Run, wanted: str) -> None:
    """Speak the language named on the command line."""
    if wanted not in i18n.LANGUAGES:
        raise Invalid("--lang", "choice_unknown", text=wanted, choices=i18n.LANGUAGES)
    run.language = wanted
    i18n.use(wanted)


def exit_code(found: Problem) -> int:
    """The code a failure leaves with."""
    if isinstance(found, NotFound):
        return NOT_FOUND
    if isinstance(found, Conflict):
        return CONFLICT
    if isinstance(found, Invalid):
        return WRONG_USE
    return FAILED


def remark(text: str) -> None:
    """Say something that is not the answer, on standard error."""
    sys.stderr.write(harmless(text) + "\n")


def harmless(text: str) -> str:
    """One line without control bytes."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "·"
        for character in text
    )
