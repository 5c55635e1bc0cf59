"""What is asked about a bank statement: which file, and whose payment a line is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.matching import Choice as Whose
from pipeline_tui.domain.matching import MatchRow
from pipeline_tui.exchange.bank.table import NOTHING
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.path_input import PathInput, PathSuggester
from pipeline_tui.wording import formats, statements
from pipeline_tui.wording.labels import field


class PathPrompt(TextPrompt):
    """The path of a file, completed as one types."""

    def ask_with(self) -> ComposeResult:
        yield PathInput(
            self._value, compact=True, id="prompt-input", select_on_focus=False,
            suggester=PathSuggester(),
        )  # fmt: skip


async def ask_bank_file(screen: DeskScreen) -> Path | None:
    """Ask for the file of a statement; None when left."""
    name = await screen.prompt(
        PathPrompt(
            _("Which bank statement?"),
            hint=_(
                "a file for 1C (kl_to_1c.txt), CAMT.053, MT940 or a table; right completes the name"
            ),
        )
    )
    return Path(name.strip("'\"")).expanduser() if name else None


async def ask_columns(
    screen: DeskScreen, path: Path, said: Mapping[str, str]
) -> dict[str, str] | None:
    """Ask what the columns of a table are (header → field, "-" for nothing); None when left."""
    headers, meant = await screen.ask(screen.desk.bank_statements.columns, path, said)
    choices = [Choice(header, header) for header in dict.fromkeys(headers) if header.strip()]
    fields = [
        Field(name, _(label), "choice", required=name == "date", choices=choices)
        for name, label in statements.COLUMNS.items()
    ]

    def told(values: dict[str, Any]) -> dict[str, str]:
        if not any(values[name] for name in ("amount", "came", "went")):
            raise Invalid("amount", "required")
        found = {header: name for name, header in values.items() if header}
        dropped = {header: NOTHING for name, header in meant.items() if name in values}
        return {**dropped, **found}

    return await screen.prompt(
        FormScreen(_("Which column is what?"), fields, told, values=meant, note=", ".join(headers))
    )


async def ask_whose(screen: DeskScreen, row: MatchRow) -> Whose | None:
    """Whose payment a line is: who it seems to be, or another; None when left."""
    amount = formats.money(row.line.amount_minor, row.line.currency)
    title = _("{sum} from {name}: whose payment?").format(
        sum=amount, name=row.line.other.name or _("somebody")
    )
    if row.client_id is not None:
        chosen = await screen.prompt(
            ChoicePrompt(
                title,
                [
                    Choice("this", statements.whose(row)),
                    Choice("client", _("{client}, for something else…").format(client=row.client)),
                    Choice("other", _("another client…")),
                ],
                statements.reasons(row),
            )
        )
        if chosen is None:
            return None
        if chosen == "this":
            return Whose(row.client_id, row.invoice_ids)
        if chosen == "client":
            return await _ask_invoice(screen, row.client_id, row.line.currency)
    client_id = await screen.prompt(
        FormScreen(
            title, [Field("client_id", field("client"), "client", required=True)], _client_of,
            note=row.line.purpose,
        )
    )  # fmt: skip
    return None if client_id is None else await _ask_invoice(screen, client_id, row.line.currency)


def _client_of(values: dict[str, Any]) -> Any:
    return values["client_id"]


async def _ask_invoice(screen: DeskScreen, client_id: int, currency: str) -> Whose | None:
    """For which of the client's open invoices; not asked where there is no choice."""
    ledger = await screen.ask(screen.desk.debts.ledger, client_id)
    open_ones = [one for one in ledger.invoices if one.open_minor and one.currency == currency]
    if len(open_ones) < 2:
        return Whose(client_id, tuple(one.id for one in open_ones))
    choices = [
        Choice((), _("the oldest first")),
        *(
            Choice(
                (one.id,),
                _("invoice {number}, {open} open").format(
                    number=one.number, open=formats.money(one.open_minor, currency)
                ),
            )
            for one in open_ones
        ),
    ]
    invoices = await screen.prompt(ChoicePrompt(_("For which invoice?"), choices))
    return None if invoices is None else Whose(client_id, invoices)
