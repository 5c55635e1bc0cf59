"""Opening the screens: on the file there is, or, the first time, after a choice of how to begin; leaving
them with a backup."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.cli.run import FAILED, UNUSABLE, remark
from pipeline_tui.domain.errors import Problem, Refused, StoreProblem

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run
    from pipeline_tui.services.desk import Desk

_CANNOT_DRAW = ("dumb", "unknown")
"""What a terminal that only writes lines calls itself."""

AWAY_S = 20.0
"""How long a second copy may keep somebody from leaving: a share that does not answer may take for ever."""


def open_screens(run: Run) -> int:
    """Run the screens until the user leaves; answers with the exit code."""
    import sys

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("no_terminal")
    if run.env.get("TERM") in _CANNOT_DRAW:
        raise Refused("dumb_terminal", terminal=run.env["TERM"])
    try:
        return _open(run)
    except StoreProblem as found:
        if run.read_only or not _rescued(run, found):
            raise
    return _open(run)


def _open(run: Run) -> int:
    import_first = False
    if not run.db.exists():
        run.refuse_to_forget()
        run.refuse_read_only()
        from pipeline_tui.tui.welcome import welcome

        now = run.clock().astimezone(run.zone)
        chosen = welcome(run.db, run.settings, now, make_demo=lambda: demo_file(run))
        if chosen is None:
            return 0
        path, import_first = chosen
        if not path.exists():
            run.new_desk(path).close()
        run.db = path
    if not _unlocked(run):
        return 0
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.services.keeping import clear_leftovers, hold
    from pipeline_tui.tui.app import run as run_app
    from pipeline_tui.tui.signals import FIRST_CODE

    with ExitStack() as held:
        if not run.read_only:
            now = run.clock().astimezone(run.zone)
            held.enter_context(hold(run.db, now))
            clear_leftovers(run.db, now)
        desk = held.enter_context(Desk.open(
            run.db, clock=run.clock, settings=run.settings, zone=run.zone, actor="tui",
            read_only=run.read_only,
        ))  # fmt: skip
        if run.read_only:
            return _run_screens(run, lambda: run_app(desk))
        # The screens remember drafts and places all the time: a file that cannot take them would
        # fail in the middle of the work.
        desk.book.refuse_read_only()
        code = _run_screens(run, lambda: run_app(desk, import_first=import_first))
        if code < FIRST_CODE:  # told to go from outside: nothing that takes its time
            back_up(desk)
        return code


def _run_screens(run: Run, screens: Callable[[], int]) -> int:
    """Run the screens, once more where they failed and the user wants it."""
    while True:
        try:
            return screens()
        except Problem:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told and noted
            from pipeline_tui.cli.failing import open_again

            if not open_again(run, error):
                return FAILED


def _unlocked(run: Run) -> bool:
    """Have the passphrase of an encrypted file, asked on a screen where nothing else gives it; false where
    the user would rather leave."""
    from pipeline_tui.services import encryption

    if not encryption.is_locked(run.db):
        return True
    from pipeline_tui.cli import passphrases

    known = passphrases.given(run.key_file, run.env, "PIPELINE_TUI_PASSPHRASE")
    if known is not None:
        encryption.unlock(run.db, known)
        return True
    from pipeline_tui.tui.unlocking import ask_passphrase

    return ask_passphrase(run.db, run.settings, lambda text: encryption.unlock(run.db, text))


def back_up(desk: Desk) -> None:
    """The backup of a session's end, and its copy in another folder. A failure is said, and keeps nobody
    from leaving."""
    from pipeline_tui.wording.problems import problem

    try:
        desk.keeping.backup_if_due()
        carry_away(desk)
    except Problem as found:
        remark(problem(found))


def carry_away(desk: Desk) -> Path | None:
    """As the service's own, for so long and no longer; raises Refused away_slow besides."""
    from threading import Thread

    done: list[Path | None] = []
    failed: list[Problem] = []

    def carry() -> None:
        try:
            done.append(desk.keeping.carry_away())
        except Problem as found:
            failed.append(found)

    thread = Thread(target=carry, daemon=True)
    thread.start()
    thread.join(AWAY_S)
    if failed:
        raise failed[0]
    if not done:
        raise Refused("away_slow", folder=desk.settings.backup_folder)
    return done[0]


def _rescued(run: Run, found: StoreProblem) -> bool:
    """Offer the newest good backup in place of a file that cannot be used; whether it was taken."""
    if found.code not in UNUSABLE or found.facts.get("file") != str(run.db):
        return False
    from pipeline_tui.services import keeping

    good = keeping.newest_good_backup(run.db)
    if good is None:
        return False
    from pipeline_tui.tui.rescue import rescue

    now = run.clock().astimezone(run.zone)
    if not rescue(run.db, found, good, run.settings, now):
        return False
    keeping.restore(run.db, good.path, now)
    return True


def demo_file(run: Run, *, fresh: bool = False) -> Path:
    """The demo file beside the user's own, made where it is missing or `fresh`."""
    path = run.db.with_name(f"demo-{run.language}.db")
    if fresh:
        from pipeline_tui.services.keeping import refuse_held

        refuse_held(path, run.clock().astimezone(run.zone))
        for old in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            old.unlink(missing_ok=True)
    if not path.exists():
        from pipeline_tui.services.demo import build_demo

        with run.new_desk(path) as desk:
            build_demo(desk.book, desk.local_now(), run.language)
    return path
