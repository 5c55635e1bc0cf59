"""Which noun or verb is served by which file, loaded only when it is called.

The lines of the help stand here, so that `--help` and Tab read no file but this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

from pipeline_tui.cli.pages import Group, Verb, our_own
from pipeline_tui.i18n import N_, _

VERBS: dict[str, tuple[str, str]] = {
    "today": ("today", N_("Whom to call now, in what order, and why.")),
    "client": ("client", N_("The client base.")),
    "contact": ("contact", N_("People at a client.")),
    "field": ("field", N_("Fields of your own.")),
    "deal": ("deal", N_("Deals: open, move along, win, lose.")),
    "funnel": ("funnel", N_("The funnel: stages and figures.")),
    "competitor": ("competitor", N_("Competitors: what to answer, win rates, prices seen.")),
    "product": ("product", N_("What you sell: products, price lists, what goes with what.")),
    "offer": ("offer", N_("Offers: lines, discounts, versions, sent and accepted.")),
    "task": ("task", N_("Next steps.")),
    "calendar": ("calendar", N_("Working days, holidays and your days off, as the program knows them.")),
    "call": ("call", N_("Calls: begin, finish, log, look back.")),
    "inbound": ("inbound", N_("Requests that came in: missed calls, the site, mail, messages.")),
    "objection": ("objection", N_("Objections: what to answer, what works.")),
    "debt": ("debt", N_("Who owes what, and for how long.")),
    "plan": ("plan", N_("The plan of a month.")),
    "report": ("report", N_("What a day, a week or a month brought, against the plan.")),
    "review": ("review", N_("What was promised and not done, and deals without a next step.")),
    "import": ("imports", N_(
        "Bring in spreadsheets: clients, contacts, deals, calls, invoices, products. Several"
        " files are one import, and one undo takes it back."
    )),
    "export": ("exports", N_(
        "Write out clients, contacts, steps and the rest; `all` writes a folder, or one archive; `log`"
        " says what has gone out."
    )),
    "requisites": ("requisites", N_("Requisites: verify them; the banks you loaded.")),
    "undo": ("history", N_("Take back the last change, or the one with this number.")),
    "redo": ("history", N_("Bring back what the last undo took.")),
    "log": ("history", N_("Show the latest changes: when, by what, and what.")),
    "backup": ("backup", N_("Copy the database, see that the copy is whole, say where it is.")),
    "restore": ("backup", N_("Put a backup in place of the database, which is saved first.")),
    "encryption": ("encryption", N_("Encrypt the database, decrypt it, change the passphrase.")),
    "doctor": ("doctor", N_("Look the database over: is it whole, private, backed up.")),
    "demo": ("demo", N_("Open the program on made-up data; your own file is not touched.")),
}  # fmt: skip
"""Name -> the file of this folder whose `add(app)` brings it, and its help."""


class HungUp(Exception):
    """The reader of our answer is gone. typer takes a broken pipe for a failure of its own."""


@contextmanager
def _past_typer() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise HungUp from error


class Root(Group):
    """The program: knows the names of its verbs, and loads one when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        with _past_typer():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        with _past_typer():
            return super().invoke(ctx)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's call
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's call
        """The verb where it is loaded; else its name and help alone."""
        if cmd_name in VERBS and cmd_name not in self.commands:
            return Verb(cmd_name, help=_(VERBS[cmd_name][1]))
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] in VERBS:
            self.add_command(load(args[0]), args[0])
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:
    """The command of this name, its file imported."""
    file, told = VERBS[name]
    app = typer.Typer(rich_markup_mode=None)
    import_module(f"pipeline_tui.cli.{file}").add(app)
    our_own(app)
    found = get_group(app).commands[name]
    found.help = _(told)
    return found
