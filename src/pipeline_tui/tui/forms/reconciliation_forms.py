"""Writing a reconciliation statement, and noting that the client signed one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pipeline_tui.domain.ledger import Ledger
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt, TextPrompt
from pipeline_tui.wording import formats
from pipeline_tui.wording import reconciliation as words


async def statement(screen: DeskScreen, found: Ledger) -> None:
    """Ask for the period and the file; or for the day on which a statement was signed."""
    today = screen.desk.today()
    year = today.replace(month=1, day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    ended = quarter - timedelta(days=1)
    begun = min(
        [row.issued_on for row in found.invoices] + [row.paid_on for row in found.payments],
        default=today,
    )
    spans = {
        "year": (year, today),
        "quarter": (ended.replace(month=ended.month - 2, day=1), ended),
        "last_year": (year.replace(year=year.year - 1), year - timedelta(days=1)),
        "all": (begun, today),
    }
    names = {
        "year": _("This year"), "quarter": _("The last full quarter"),
        "last_year": _("The last full year"), "all": _("From the very first"),
    }  # fmt: skip
    choices = [
        Choice(
            code,
            f"{names[code]}: {formats.day_plain(first)} — {formats.day_plain(last)}",
        )
        for code, (first, last) in spans.items()
    ]
    choices.append(Choice("sign", _("They have signed a statement")))
    chosen = await screen.prompt(ChoicePrompt(_("Reconciliation statement"), choices))
    if chosen == "sign":
        await _sign(screen, found.client_id)
    elif chosen is not None:
        await _write(screen, found.client_id, *spans[chosen])


async def _write(screen: DeskScreen, client_id: int, since: date, until: date) -> None:
    desk = screen.desk
    done, found = await screen.attempt(desk.reconciliations.of_client, client_id, since, until)
    if not done or found is None:
        return
    name = await screen.prompt(
        TextPrompt(
            _("To which file?"),
            value=f"{_('statement')}-{client_id}-{until.isoformat()}.pdf",
            hint=_(".pdf to be signed, .xlsx a spreadsheet, else plain text"),
        )
    )
    if not name:
        return
    file = Path(name).expanduser()
    document = words.for_file(found, desk.settings, file)
    done, _none = await screen.attempt(desk.exports.document, file, document, "statement")
    if done:
        warned = words.warnings(found, desk.today())
        screen.say("\n".join([str(file.absolute()), *warned]))


async def _sign(screen: DeskScreen, client_id: int) -> None:
    until = await screen.prompt(PastPrompt(_("Up to which day is the statement?")))
    if until is None:
        return
    signed = await screen.prompt(PastPrompt(_("When did they sign it?")))
    if signed is None:
        return
    done, _number = await screen.attempt(
        screen.desk.reconciliations.sign, client_id, until.day, signed.day
    )
    if done:
        screen.pipeline.look_for_changes()
        screen.say(_("Signing noted; u takes it back"))
