"""The working of interest: shown, written to a file, and the key rates it rests on."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, PastPrompt, TextPrompt
from pipeline_tui.tui.screens.interest import InterestScreen
from pipeline_tui.wording import interest as words


async def show(screen: DeskScreen, client_id: int, invoice_id: int | None) -> None:
    """Show the working until it is closed; come back to it from the file and the rates."""
    while True:
        match await screen.prompt(InterestScreen(client_id, invoice_id)):
            case "save":
                await _save(screen, client_id, invoice_id)
            case "rates":
                await _add_rates(screen)
            case _:
                return


async def _save(screen: DeskScreen, client_id: int, invoice_id: int | None) -> None:
    """Write the working to a file, in the client's language."""
    desk = screen.desk
    name = await screen.prompt(
        TextPrompt(
            _("To which file?"),
            value=f"{_('interest')}-{client_id}-{desk.today().isoformat()}.pdf",
            hint=_(".pdf a paper, .xlsx a spreadsheet, else plain text"),
        )
    )
    if not name:
        return
    if invoice_id is None:
        done, found = await screen.attempt(desk.interest.of_client, client_id)
    else:
        done, found = await screen.attempt(desk.interest.of_invoice, invoice_id)
    if done and found is not None:
        file = Path(name).expanduser()
        document = words.for_file(found, desk.settings, file)
        done, _none = await screen.attempt(desk.exports.document, file, document, "interest")
        if done:
            screen.say(str(file.absolute()))


async def _add_rates(screen: DeskScreen) -> None:
    """Add a key rate by hand, or those of a table of the Bank of Russia."""
    desk = screen.desk
    told = words.known(desk.interest.rates(), desk.today())
    choices = [
        Choice("set", _("A rate and the day it holds from")),
        Choice("take", _("The table of cbr.ru/hd_base/KeyRate, saved to a file")),
    ]
    chosen = await screen.prompt(ChoicePrompt(f"{_('Key rates')}: {told}", choices))
    if chosen == "take":
        path = await screen.prompt(TextPrompt(_("Which file?"), hint=_("CSV, XLSX, or the page")))
        if not path:
            return
        done, count = await screen.attempt(desk.interest.take_rates, Path(path).expanduser())
        if done:
            screen.say(words.taken(count or 0))
        return
    if chosen != "set":
        return
    since = await screen.prompt(PastPrompt(_("From which day?")))
    if since is None:
        return
    typed = await screen.prompt(TextPrompt(_("Percent a year?"), hint="14,5"))
    if not typed:
        return
    try:
        percent = Decimal(typed.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation:
        percent = Decimal("NaN")
    done, _none = await screen.attempt(desk.interest.set_rate, since.day, percent)
    if done:
        screen.pipeline.look_for_changes()
        screen.say(_("Key rate noted; u takes it back"))
