"""`encryption`: whether the file is encrypted, and switching it on, off, or to another passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base, passphrases
from pipeline_tui.cli.run import Run
from pipeline_tui.i18n import _

NewKeyFile = Annotated[
    Path | None,
    typer.Option("--new-key-file", help=_("File whose first line is the new passphrase.")),
]
_NEW = "PIPELINE_TUI_NEW_PASSPHRASE"


def add(app: typer.Typer) -> None:
    """Add the noun."""
    noun = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(noun, name="encryption")

    @noun.command(help=_("Say whether the database is encrypted."))
    def status(context: typer.Context, as_json: base.Json = False) -> None:
        from pipeline_tui.services import encryption

        run = base.run_of(context)
        found = encryption.is_encrypted(run.db)
        if as_json:
            base.give_json({"encrypted": found})
        else:
            base.give(
                _("The database is encrypted.") if found else _("The database is not encrypted.")
            )

    @noun.command(help=_("Encrypt the database and its backups with a passphrase."))
    def on(context: typer.Context, new_key_file: NewKeyFile = None) -> None:
        from pipeline_tui.domain.errors import Refused
        from pipeline_tui.services import encryption

        run = base.run_of(context)
        if encryption.is_encrypted(run.db):
            raise Refused("already_encrypted")
        _change(run, _new(run, new_key_file))
        base.give(
            _("Encrypted. Without the passphrase nobody reads it, you neither: write it down.")
        )

    @noun.command(help=_("Give the encrypted database another passphrase."))
    def change(context: typer.Context, new_key_file: NewKeyFile = None) -> None:
        from pipeline_tui.domain.errors import Refused
        from pipeline_tui.services import encryption

        run = base.run_of(context)
        if not encryption.is_encrypted(run.db):
            raise Refused("already_plain")
        run.unlock()
        _change(run, _new(run, new_key_file))
        base.give(_("The passphrase is another one now."))

    @noun.command(help=_("Decrypt the database and its backups."))
    def off(context: typer.Context) -> None:
        run = base.run_of(context)
        run.unlock()
        _change(run, None)
        base.give(_("The database is not encrypted any more."))


def _new(run: Run, file: Path | None) -> str:
    return passphrases.given(file, run.env, _NEW) or passphrases.typed_twice(_("New passphrase:"))


def _change(run: Run, passphrase: str | None) -> None:
    from pipeline_tui.services import encryption

    run.refuse_read_only()
    run.refuse_to_forget()
    left = encryption.change(run.db, passphrase, run.clock().astimezone(run.zone))
    if left:
        names = ", ".join(row.path.name for row in left)
        base.remark(_("These backups could not be changed: {names}").format(names=names))
