"""`debt match`: a bank statement read, matched with what is owed, asked about, and taken."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.matching import Choice, MatchRow, StatementResult, Verdict
from pipeline_tui.exchange.recognise import parse_override
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


def add(debts: typer.Typer) -> None:
    """Add the verb."""

    @debts.command(
        help=_(
            "Match a bank statement (1C, CAMT.053, MT940, a table) with what is owed; take what is certain."
        )
    )
    def match(
        context: typer.Context,
        files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("The statement, as the bank gives it."))],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show what would be taken."))] = False,
        take: Annotated[
            list[str] | None,
            typer.Option(
                metavar="LINE=CLIENT/INVOICE",
                help=_("Whose payment a line is, and for which invoice: 3=Romashka, 3=Romashka/198; repeat for more."),
            ),
        ] = None,
        mapping: Annotated[
            list[str] | None,
            typer.Option("--map", metavar="COLUMN=FIELD", help=_("What a column of a table is: date, amount, came, went, name, inn, account, purpose and others; repeat for more.")),
        ] = None,
        yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Take what is certain without asking about the rest."))] = False,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        if take and (dry_run or len(files) > 1):
            raise Invalid("--take", "take_alone")
        asks = not (dry_run or yes or take or as_json) and base.on_terminal()
        with base.run_of(context).desk() as desk:
            choices: Mapping[int, Choice] = dict(_choice(desk, text) for text in take or ())
            columns = dict(map(parse_override, mapping or ()))
            found = []
            for path in files:
                if asks:
                    choices = _settled(desk, desk.bank_statements.rehearse(path, columns))
                found.append(
                    desk.bank_statements.rehearse(path, columns)
                    if dry_run
                    else desk.bank_statements.take(path, choices, columns=columns)
                )
        if as_json:
            base.give_json([_json(one) for one in found])
            return
        for one in found:
            _give(one)


def _choice(desk: Desk, text: str) -> tuple[int, Choice]:
    place, _sign, whose = text.partition("=")
    if not (place.strip().isdecimal() and whose.strip()):
        raise Invalid("--take", "take_form", text=text)
    return int(place), _whose(desk, whose)


def _whose(desk: Desk, text: str) -> Choice:
    """What "CLIENT" or "CLIENT/INVOICE" says. Raises as `find_client` and `find_invoice`."""
    client, _slash, number = text.rpartition("/") if "/" in text else (text, "", "")
    client_id = base.find_client(desk, client)
    number = number.strip()
    return Choice(client_id, (desk.debts.find_invoice(number, client_id),) if number else ())


def _settled(desk: Desk, found: StatementResult) -> Mapping[int, Choice]:
    """What the user says of the lines that are offered, one by one, before anything is taken."""
    rows = [row for row in found.rows if row.verdict is Verdict.LIKELY]
    if rows:
        base.remark(
            _("y takes the line, Enter leaves it, CLIENT or CLIENT/INVOICE says whose it is")
        )
    answers = {row.place: _answer(desk, row) for row in rows}
    return {place: one for place, one in answers.items() if one is not None}


def _answer(desk: Desk, row: MatchRow) -> Choice | None:
    from pipeline_tui.wording import formats, statements
    from pipeline_tui.wording.problems import remark

    line = row.line
    question = _("{place}. {day}, {sum} from {payer}, “{purpose}”: {client}? ({why})").format(
        place=row.place, day=formats.day_plain(line.booked_on),
        sum=formats.money(line.amount_minor, line.currency, cents=True),
        payer=line.other.name or _("somebody"), purpose=line.purpose,
        client=statements.whose(row), why=statements.reasons(row),
    )  # fmt: skip
    while True:
        said = base.typed(question)
        if base.is_yes(said):
            assert row.client_id is not None
            return Choice(row.client_id, row.invoice_ids)
        if base.is_no(said):
            return None
        try:
            return _whose(desk, said)
        except Problem as problem:
            base.remark(remark(problem))


def _json(found: StatementResult) -> dict[str, Any]:
    from pipeline_tui.wording.problems import problem

    return {
        "file": found.file, "format": found.format, "accounts": found.accounts, "cut": found.cut,
        "counts": {str(one): count for one, count in found.counts().items()},
        "lines": found.rows, "wrong_totals": found.wrong_totals,
        "rejected": [
            {"row": one.facts.get("row"), "code": one.code, "text": problem(one)}
            for one in found.rejected
        ],
    }  # fmt: skip


def _give(found: StatementResult) -> None:
    from pipeline_tui.wording import formats, statements

    rows = [
        (
            str(row.place), formats.day_plain(row.line.booked_on),
            formats.money(row.line.amount_minor, row.line.currency, cents=True),
            row.line.other.name, statements.verdict(row), row.client, ", ".join(row.invoices),
            statements.reasons(row),
        )
        for row in found.rows
    ]  # fmt: skip
    if sys.stdout.isatty():
        # Four columns of words would leave none of them the width of a date.
        base.give_table(
            (_("No."), _("Date"), _("Sum"), _("What became of it"), _("Payer → client · why")),
            [(*row[:3], row[4], _told(row[3], *row[5:])) for row in rows],
            right=(0, 2),
            whole=(1,),
        )
    else:
        base.give_table(
            (
                _("No."), _("Date"), _("Sum"), _("Payer"), _("What became of it"), _("Client"),
                _("Invoice"), _("Why"),
            ),
            rows,
        )  # fmt: skip
    for told in statements.remarks(found):
        base.remark(told)
    base.remark(f"{found.file} ({found.format}): {statements.summary(found)}")
    if any(row.verdict is Verdict.LIKELY for row in found.rows):
        base.remark(_("--take LINE=CLIENT/INVOICE settles a line that is offered or unknown"))


def _told(payer: str, client: str, invoices: str, why: str) -> str:
    whose = f"→ {', '.join(filter(None, (client, invoices)))}" if client else ""
    return " · ".join(filter(None, (" ".join(filter(None, (payer, whose))), why)))
