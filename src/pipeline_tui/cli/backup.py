"""`backup` and `restore`: copies of the file, made, compared and put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, passphrases
from pipeline_tui.cli.run import FAILED
from pipeline_tui.domain.errors import Invalid, NotFound, Problem
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.cli.run import Run
    from pipeline_tui.domain.keeping import Comparison, Restored
    from pipeline_tui.services.desk import Desk


PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help=N_("File whose first line is the passphrase of the encrypted copy."),
    ),
]
_COPY = "PIPELINE_TUI_COPY_PASSPHRASE"


def add(app: typer.Typer) -> None:
    """Add the verbs."""

    @app.command()
    def backup(
        context: typer.Context,
        file: Annotated[
            Path | None,
            typer.Argument(help=_("Where to; without it, the folder “backups” beside the file.")),
        ] = None,
        show: Annotated[
            bool, typer.Option("--list", "-l", help=_("List the backups, newest first."))
        ] = False,
        encrypt: Annotated[
            bool,
            typer.Option("--encrypt", help=_("Encrypt the copy with a passphrase (age format).")),
        ] = False,
        passphrase_file: PassphraseFile = None,
        as_json: base.Json = False,
    ) -> None:
        run = base.run_of(context)
        if show:
            _list(context, as_json=as_json)
            return
        if encrypt and file is None:
            raise Invalid("file", "required")
        with run.desk() as desk:
            if encrypt and file is not None:
                from pipeline_tui.services import encryption

                passphrase = passphrases.given(passphrase_file, run.env, _COPY)
                made = encryption.seal_backup(
                    desk, file.expanduser(),
                    passphrase or passphrases.typed_twice(_("Passphrase of the copy:")),
                )  # fmt: skip
            else:
                made = desk.keeping.backup(file.expanduser() if file else None)
            away = None if file else _carried_away(desk)
        if as_json:
            base.give_json({**base.plain(made), "away": away})
        else:
            base.give(str(made.path))
            if isinstance(away, Path):
                base.give(str(away))
        if away is False:
            raise typer.Exit(FAILED)

    @app.command()
    def restore(
        context: typer.Context,
        file: Annotated[
            Path, typer.Argument(help=_("A backup, its name alone will do; or an archive."))
        ],
        yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do it without asking."))] = False,
        passphrase_file: PassphraseFile = None,
        dry_run: Annotated[
            bool,
            typer.Option("--dry-run", help=_("Show what it would change, and change nothing.")),
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.services import encryption

        run = base.run_of(context)
        run.refuse_read_only()
        path = _found(run, file)
        run.unlock()
        if not encryption.is_sealed_copy(path):
            run.unlock(path)
            _restore(run, path, path, yes=yes, dry_run=dry_run, as_json=as_json)
            return
        passphrase = passphrases.given(passphrase_file, run.env, _COPY)
        with encryption.unsealed(
            path,
            run.db,
            passphrase or passphrases.typed(_("Passphrase of the copy:")),
            run.clock().astimezone(run.zone),
        ) as opened:
            run.unlock(opened)
            _restore(run, opened, path, yes=yes, dry_run=dry_run, as_json=as_json)


def _restore(run: Run, path: Path, named: Path, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Show, ask, and put a backup in place; it was `named` so."""
    from msgspec.structs import replace

    from pipeline_tui.services import archives, keeping

    now = run.clock().astimezone(run.zone)
    is_archive = archives.is_archive(path)
    if not is_archive and (dry_run or not yes):
        compared = keeping.compare(run.db, path)
        if dry_run:
            base.give_json(compared) if as_json else _show(compared, run)
            return
        _show(compared, run, aside=True)
    fresh = is_archive and not run.db.exists()
    if not (yes or fresh or base.asked(N_("Put this backup in place of the database?"))):
        base.remark(_("Nothing has been changed; --yes restores it."))
        raise typer.Exit(FAILED)
    if is_archive:
        done = archives.restore(run.db, path, run.clock)
    else:
        done = replace(keeping.restore(run.db, path, now), backup=named)
    if as_json:
        base.give_json(done)
    else:
        _say(done, run)


def _found(run: Run, file: Path) -> Path:
    """The backup that was named; raises NotFound backup_unknown."""
    from pipeline_tui.services import keeping

    path = file.expanduser()
    if not path.exists() and path.name == str(file):
        known = {each.path.name: each.path for each in keeping.backups_of(run.db)}
        path = known.get(path.name, path)
    if not path.exists():
        raise NotFound("backup_unknown", text=str(file))
    return path


def _carried_away(desk: Desk) -> Path | bool | None:
    """The second copy; none where there is to be none, False where it failed, which is said."""
    from pipeline_tui.cli.opening import carry_away
    from pipeline_tui.wording.problems import problem

    try:
        return carry_away(desk)
    except Problem as found:
        base.remark(problem(found))
        return False


def _list(context: typer.Context, *, as_json: bool) -> None:
    from pipeline_tui.services import keeping
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import keeping as words

    run = base.run_of(context)
    found = keeping.backups_of(run.db)
    if as_json:
        base.give_json(found)
        return
    base.give_table(
        (_("Backup"), _("Made"), _("Size"), _("Why")),
        [
            (
                each.path.name, formats.moment(each.made_at, run.clock(), run.zone),
                words.size(each.size), words.reason(each.reason),
            )
            for each in found
        ],
        right=(2,),
    )  # fmt: skip
    if not found:
        base.remark(_("There are no backups yet; `pipeline-tui backup` makes one."))


def _show(found: Comparison, run: Run, *, aside: bool = False) -> None:
    """What a restore would change: on standard output, or `aside` of the answer that follows."""
    from pipeline_tui.wording import keeping as words

    for line in words.comparison(found, run.clock(), run.zone):
        base.remark(line) if aside else base.give(line)


def _say(done: Restored, run: Run) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import keeping as words

    base.give(_("Restored: {file}").format(file=done.backup))
    if done.last_change is not None:
        when = formats.moment(done.last_change, run.clock(), run.zone)
        base.give(_("Its last change: {when}").format(when=when))
    if done.differences:
        base.give_table(
            words.difference_heads(), [words.difference(one) for one in done.differences],
            right=(1, 2, 3, 4, 5),
        )  # fmt: skip
    else:
        base.give(_("The records are as they were"))
    if done.saved is not None:
        base.give(_("What was there before is in {file}").format(file=done.saved))
