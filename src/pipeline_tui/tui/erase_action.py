"""Erasing a person from their card: said to be final, confirmed by typing, and told what stays."""

from __future__ import annotations

from collections.abc import Callable

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.persons import ClientData, Erased, PersonData
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.prompts import ConfirmPrompt, TextPrompt
from pipeline_tui.wording import persons as words


async def erase_contact(screen: DeskScreen, contact_id: int) -> None:
    """Erase a person at a client."""
    persons = screen.desk.persons
    known, person = await screen.attempt(persons.data, contact_id)
    if known and person is not None:
        await _erase(screen, person, lambda: persons.erase(contact_id, mark=words.mark()))


async def erase_client(screen: DeskScreen, client_id: int) -> None:
    """Erase a client that is a person; of a company it is said that it is none."""
    persons = screen.desk.persons
    known, client = await screen.attempt(persons.erasable_client, client_id)
    if known and client is not None:
        await _erase(screen, client, lambda: persons.erase_client(client_id, mark=words.mark()))


async def _erase(
    screen: DeskScreen, whom: PersonData | ClientData, erase: Callable[[], Erased]
) -> None:
    """Ask twice, erase for good, say what was done and where they still are."""
    name = whom.name or str(whom.id)
    sure = await screen.prompt(
        ConfirmPrompt(
            _("Erase all personal data of {name}?").format(name=name),
            _("Erase for good"), _("Leave"), words.warning(whom),
        )
    )  # fmt: skip
    if not sure:
        return
    typed = await screen.prompt(
        TextPrompt(_("Type their name to erase them: {name}").format(name=name))
    )
    if typed is None:
        return
    if fold(typed) != fold(name):
        screen.warn(_("Nothing was erased: the name was not typed as it stands."))
        return
    screen.say(_("Erasing; a large base takes a minute."))
    done, found = await screen.attempt(erase)
    if done and found is not None:
        screen.warn("\n".join(words.done(found)))
