"""`contact data`, `client data` and their `erase`: what is held on a person, and its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.cli.run import FAILED, Run
from pipeline_tui.domain.clients import fold
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.persons import ClientData, Erased, PersonData
    from pipeline_tui.services.desk import Desk

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help=N_("Into a new file, as JSON where it ends in .json.")
    ),
]
Confirm = Annotated[
    str,
    typer.Option(metavar="PERSON", help=N_("Their full name, instead of typing it when asked.")),
]
Yes = Annotated[bool, typer.Option("--yes", help=N_("Without asking, for scripts."))]


def add_to_contacts(app: typer.Typer) -> None:
    """Add the verbs of a person at a client."""

    @app.command(
        "data", help=_("Show all that is held on a person, as they may ask to be given it.")
    )
    def show_data(
        context: typer.Context, number: options.Person, out: Out = None, as_json: base.Json = False
    ) -> None:
        with base.run_of(context).desk() as desk:
            _give(desk, desk.persons.data(number), out, as_json=as_json)

    @app.command(
        "erase", help=_("Erase a person for good: it cannot be undone, and says what stays.")
    )
    def erase(
        context: typer.Context, number: options.Person, confirm: Confirm = "", yes: Yes = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        _erase(
            base.run_of(context), lambda desk: desk.persons.data(number), lambda desk, id_, mark: desk.persons.erase(id_, mark=mark),
            confirm, yes=yes, as_json=as_json,
        )  # fmt: skip


def add_to_clients(app: typer.Typer) -> None:
    """Add the verbs of a client who is a person."""

    @app.command(
        "data", help=_("Show all that is held on a client, as a person may ask to be given it.")
    )
    def show_data(
        context: typer.Context, client: options.Client, out: Out = None, as_json: base.Json = False
    ) -> None:
        with base.run_of(context).desk() as desk:
            found = desk.persons.client_data(base.find_client(desk, client))
            _give(desk, found, out, as_json=as_json)

    @app.command(
        "erase",
        help=_(
            "Erase a private person or sole trader for good; numbers and sums of accounts stay."
        ),
    )
    def erase(
        context: typer.Context, client: options.Client, confirm: Confirm = "", yes: Yes = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        _erase(
            base.run_of(context),
            lambda desk: desk.persons.erasable_client(base.find_client(desk, client)),
            lambda desk, id_, mark: desk.persons.erase_client(id_, mark=mark),
            confirm, yes=yes, as_json=as_json,
        )  # fmt: skip


def _document(desk: Desk, found: PersonData | ClientData) -> str:
    from pipeline_tui.wording import persons

    fields = desk.vocabularies.custom_fields(retired=True)
    return persons.document(found, desk.zone, fields, desk.settings.currency)


def _give(desk: Desk, found: PersonData | ClientData, out: Path | None, *, as_json: bool) -> None:
    if out is None and as_json:
        base.give_json(found)
    elif out is None:
        for line in _document(desk, found).splitlines():
            base.give(line)
    else:
        text = (
            json.dumps(base.plain(found), ensure_ascii=False, indent=2) + "\n"
            if as_json or out.suffix.lower() == ".json"
            else _document(desk, found)
        )
        desk.exports.text(out.expanduser(), text, "person")
        base.done(_("done"))


def _erase(
    run: Run,
    find: Callable[[Desk], PersonData | ClientData],
    erase: Callable[[Desk, int, str], Erased],
    confirm: str,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    from pipeline_tui.domain.persons import PersonData
    from pipeline_tui.wording import persons

    with run.desk() as desk:
        whom = find(desk)
        name = whom.name or str(whom.id)
        if not confirm and not yes:
            who = f"{name}, {whom.client}" if isinstance(whom, PersonData) else name
            base.remark(f"{who}. {persons.warning(whom)}")
            confirm = base.typed(_("Type their name to erase them: {name}").format(name=name))
        if not yes and fold(confirm) != fold(name):
            base.remark(_("Nothing was erased: the name was not typed as it stands."))
            raise typer.Exit(FAILED)
        done = erase(desk, whom.id, persons.mark())
    if as_json:
        base.give_json(done)
        return
    for line in persons.done(done):
        base.give(line)
