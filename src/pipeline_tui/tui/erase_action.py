"""Erasing a person from their card: said to be final, confirmed by typing, and told what stays."""

from __future__ import annotations

from pipeline_tui.domain.clients import fold
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.prompts import ConfirmPrompt, TextPrompt
from pipeline_tui.wording import persons as words


async def erase_person(screen: DeskScreen, contact_id: int) -> None:
    """Ask twice, erase a person for good, say what was done and where they still are."""
    known, person = await screen.attempt(screen.desk.persons.data, contact_id)
    if not known or person is None:
        return
    name = person.name or str(contact_id)
    sure = await screen.prompt(
        ConfirmPrompt(
            _("Erase all personal data of {name}?").format(name=name),
            _("Erase for good"), _("Leave"), words.warning(),
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
    done, found = await screen.attempt(screen.desk.persons.erase, contact_id, mark=words.mark())
    if done and found is not None:
        screen.warn("\n".join(words.done(found)))
