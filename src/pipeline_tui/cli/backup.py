"""`backup` and `restore`: copies of the file, made and put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.run import FAILED
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.keeping import Restored


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
        as_json: base.Json = False,
    ) -> None:
        run = base.run_of(context)
        if show:
            _list(context, as_json=as_json)
            return
        with run.desk() as desk:
            made = desk.keeping.backup(file.expanduser() if file else None)
        if as_json:
            base.give_json(made)
        else:
            base.give(str(made.path))

    @app.command()
    def restore(
        context: typer.Context,
        file: Annotated[
            Path, typer.Argument(help=_("A backup, its name alone will do; or an archive."))
        ],
        yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do it without asking."))] = False,
        as_json: base.Json = False,
    ) -> None:
        from pipeline_tui.services import archives, keeping

        run = base.run_of(context)
        run.refuse_read_only()
        path = file.expanduser()
        if not path.exists() and path.name == str(file):
            known = {each.path.name: each.path for each in keeping.backups_of(run.db)}
            path = known.get(path.name, path)
        if not path.exists():
            raise NotFound("backup_unknown", text=str(file))
        fresh = archives.is_archive(path) and not run.db.exists()
        if not (yes or fresh or base.asked(N_("Put this backup in place of the database?"))):
            base.remark(_("Nothing has been changed; --yes restores it."))
            raise typer.Exit(FAILED)
        if archives.is_archive(path):
            done = archives.restore(run.db, path, run.clock)
        else:
            done = keeping.restore(run.db, path, run.clock())
        if as_json:
            base.give_json(done)
        else:
            _say(done, context)


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


def _say(done: Restored, context: typer.Context) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording.labels import label

    run = base.run_of(context)
    base.give(_("Restored: {file}").format(file=done.backup))
    if done.last_change is not None:
        when = formats.moment(done.last_change, run.clock(), run.zone)
        base.give(_("Its last change: {when}").format(when=when))
    if done.differences:
        base.give_table(
            (_("What"), _("Before"), _("Now")),
            [
                (
                    label("record", each.table), formats.number(each.before),
                    formats.number(each.after),
                )
                for each in done.differences
            ],
            right=(1, 2),
        )  # fmt: skip
    else:
        base.give(_("As many records as before"))
    if done.saved is not None:
        base.give(_("What was there before is in {file}").format(file=done.saved))
