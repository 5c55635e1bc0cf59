"""`debt letter` and `debt done`: a letter about a debt, to be read over and sent, and steps taken."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui import i18n
from pipeline_tui.cli import base, options
from pipeline_tui.cli import money_options as opt
from pipeline_tui.cli.editor import long_text
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.letters import Way
from pipeline_tui.i18n import _


class Step(StrEnum):
    """Steps that have a letter, as `--step` takes them."""

    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    SOFT = "soft"
    CALL = "call"
    LETTER = "letter"
    CLAIM = "claim"


Language = StrEnum("Language", {"EN": "en", "RU": "ru"})
"""Languages of letters, as `--language` takes them."""


def add(debts: typer.Typer) -> None:
    """Add the verbs."""

    @debts.command(help=_("Write a letter about the debt by its step; nothing is sent."))
    def letter(
        context: typer.Context,
        client: options.Client,
        step: Annotated[Step | None, typer.Option(help=_("Which letter; else that of the step that stands now."))] = None,
        out: Annotated[Path | None, typer.Option("--out", "-o", help=_("To a file: .eml, a draft for the mail program, .pdf, .md or .txt; the step counts as taken."))] = None,
        link: Annotated[bool, typer.Option("--mailto", help=_("As a mailto: link, for a mail program to open; the step counts as taken."))] = False,
        language: Annotated[Language | None, typer.Option(help=_("In which language; else that of the client’s country."))] = None,
        template: Annotated[bool, typer.Option("--template", help=_("Show the text with its fields, to be changed by debt template --edit."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import letters as words

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            facts = desk.letters.facts(
                client_id, None if step is None else DunningStep(step.value),
                "" if language is None else language.value,
            )  # fmt: skip
            if template:
                shown = f"{facts.template.subject}\n\n{facts.template.text}"
                for line in shown.split("\n"):
                    base.give(line)
                return
            written = words.write(facts, desk.settings)
            limit = words.limit(facts)
            if out is not None:
                way = words.way_of(out)
                if way is Way.MESSAGE:
                    desk.letters.check(client_id)
                document = words.as_file(written, out, facts.language)
                desk.exports.document(out, document, "letter")
                desk.letters.done(client_id, facts.step, way, words.noted(facts, out.name))
            elif link:
                desk.letters.done(
                    client_id, facts.step, Way.MESSAGE, words.noted(facts, words.recipient(written))
                )
        if as_json:
            base.give_json({**base.plain(written), "step": facts.step, "language": facts.language,
                            "sums": facts.sums, "file": out, "recipient": words.recipient(written),
                            "mailto": words.as_link(written)})  # fmt: skip
        elif out is not None:
            base.give(str(out.absolute()))
        elif link:
            base.give(words.as_link(written))
        else:
            for line in f"{written.subject}\n\n{written.text}".split("\n"):
                base.give(line)
        if limit and not as_json:
            base.remark(limit)

    @debts.command(help=_("The text of a letter: shown, or changed in your editor or from a pipe."))
    def template(
        context: typer.Context,
        step: Annotated[Step, typer.Argument(metavar="STEP", help=_("Which letter."))],
        language: Annotated[Language | None, typer.Option(help=_("In which language; else yours."))] = None,
        edit: Annotated[bool, typer.Option("--edit", help=_("Change it; it is kept in the folder letters beside your settings."))] = False,
    ) -> None:  # fmt: skip
        run = base.run_of(context)
        tongue = i18n.current() if language is None else language.value
        with run.desk() as desk:
            found = desk.letters.template(DunningStep(step.value), tongue)
            text = f"{found.subject}\n\n{found.text}"
            if edit:
                said = long_text(run.env, text)
                base.give(str(desk.letters.set_template(DunningStep(step.value), tongue, said)))
                return
        for line in text.split("\n"):
            base.give(line)

    @debts.command(help=_("Note that a step of the reminders was taken: it is not offered again."))
    def done(
        context: typer.Context,
        client: options.Client,
        step: Annotated[Step | None, typer.Option(help=_("Which one; else the step that stands now."))] = None,
        on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("When; else today."))] = "",
        note: Annotated[str, typer.Option(help=_("What was done."))] = "",
    ) -> None:  # fmt: skip
        from pipeline_tui.wording import letters as words

        with base.run_of(context).desk() as desk:
            client_id = base.find_client(desk, client)
            taken = desk.letters.standing(client_id) if step is None else DunningStep(step.value)
            desk.letters.done(
                client_id, taken, Way.HAND, words.taken(taken, note),
                opt.read_day(desk, on, "--on") if on else None,
            )  # fmt: skip
        base.done(_("done"))
