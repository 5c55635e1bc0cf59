"""`debt letter`: a letter about a debt, written for the seller to read over and send."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline_tui.cli import base, options
from pipeline_tui.domain.debts import DunningStep
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
    """Add the verb."""

    @debts.command(help=_("Write a letter about the debt by its step; nothing is sent."))
    def letter(
        context: typer.Context,
        client: options.Client,
        step: Annotated[Step | None, typer.Option(help=_("Which letter; else that of the step that stands now."))] = None,
        out: Annotated[Path | None, typer.Option("--out", "-o", help=_("To a file: .txt, .md, or .eml, a draft for the mail program."))] = None,
        language: Annotated[Language | None, typer.Option(help=_("In which language; else that of the client’s country."))] = None,
        template: Annotated[bool, typer.Option("--template", help=_("Show the text with its fields, to be changed in the folder of the setting letters."))] = False,
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
                desk.exports.text(out, words.as_file(written, out), "letter")
                desk.calls.touch(kind="note", client_id=client_id, note=words.noted(facts, out))
        if as_json:
            base.give_json({**base.plain(written), "step": facts.step, "language": facts.language,
                            "sums": facts.sums, "file": out})  # fmt: skip
        elif out is not None:
            base.give(str(out.absolute()))
        else:
            for line in f"{written.subject}\n\n{written.text}".split("\n"):
                base.give(line)
        if limit and not as_json:
            base.remark(limit)
