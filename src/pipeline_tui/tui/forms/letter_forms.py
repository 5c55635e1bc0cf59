"""Writing a letter about a debt: by which step, read over, and where it goes; nothing is sent."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.app import SuspendNotSupported

from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.ledger import Ledger
from pipeline_tui.domain.letters import STEPS, Letter, LetterFacts, Way
from pipeline_tui.i18n import _
from pipeline_tui.tui import editor
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.dialling import open_link
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.screens.letter import LetterScreen
from pipeline_tui.wording import letters as words


async def write_letter(screen: DeskScreen, found: Ledger) -> None:
    """Ask for the step, the one that stands now first; show the letter; the step counts as taken
    once it has gone somewhere."""
    desk = screen.desk
    now = None if found.standing.step is None else found.standing.step.step
    steps = sorted(STEPS, key=lambda one: one is not now)
    step = await screen.prompt(
        ChoicePrompt(_("Which letter?"), [Choice(one.value, words.step(one)) for one in steps])
    )
    if step is None:
        return
    chosen = next(one for one in STEPS if one.value == step)
    done, facts = await screen.attempt(desk.letters.facts, found.client_id, chosen)
    if not done or facts is None:
        return
    letter, how = await _read_over(screen, facts)
    while how == "edit" and await _edit(screen, facts):
        done, again = await screen.attempt(desk.letters.facts, found.client_id, chosen)
        if not done or again is None:
            return
        facts = again
        letter, how = await _read_over(screen, facts)
    if letter is None:
        return
    match how:
        case "file":
            await _to_file(screen, facts, letter)
        case "mail":
            await _to_mail(screen, facts, letter)
        case "copy":
            if await _take(screen, facts, Way.MESSAGE, words.noted(facts, _("clipboard"))):
                screen.app.copy_to_clipboard(f"{letter.subject}\n\n{letter.text}")
                screen.say(_("Copied, not sent; u takes the step back"))
        case "done":
            if await _take(screen, facts, Way.HAND, words.taken(facts.step)):
                screen.say(_("Step noted; u takes it back"))


async def _read_over(screen: DeskScreen, facts: LetterFacts) -> tuple[Letter | None, str | None]:
    """The letter, shown, and where it is to go; none where its text has a field that there is none
    of, which is said."""
    try:
        letter = words.write(facts, screen.desk.settings)
    except Invalid as wrong:
        screen.tell(wrong)
        return None, None
    return letter, await screen.prompt(LetterScreen(facts, letter))


async def _edit(screen: DeskScreen, facts: LetterFacts) -> bool:
    """The text of the step in the user's own editor; kept in the folder of their texts."""
    before = f"{facts.template.subject}\n\n{facts.template.text}"
    try:
        with screen.app.suspend(), TemporaryDirectory() as folder:
            text = editor.edit(Path(folder) / "letter.txt", before, os.environ)
    except SuspendNotSupported:
        screen.warn(_("This terminal cannot make room for an editor; debt template --edit does."))
        return False
    except Problem as wrong:
        screen.tell(wrong)
        return False
    done, file = await screen.attempt(
        screen.desk.letters.set_template, facts.step, facts.language, text
    )
    if done:
        screen.say(str(file))
    return done


async def _to_file(screen: DeskScreen, facts: LetterFacts, letter: Letter) -> None:
    desk = screen.desk
    ending = "eml" if words.recipient(letter) and facts.held is None else "pdf"
    name = await screen.prompt(
        TextPrompt(
            _("To which file?"),
            value=f"{facts.step.value}-{facts.client_id}-{desk.today().isoformat()}.{ending}",
            hint=_(
                ".eml a draft for the mail program, .pdf a paper, .md Markdown, else plain text"
            ),
        )
    )
    if not name:
        return
    file = Path(name).expanduser()
    way = words.way_of(file)
    if way is Way.MESSAGE and not (await screen.attempt(desk.letters.check, facts.client_id))[0]:
        return
    document = words.as_file(letter, file, facts.language)
    done, _none = await screen.attempt(desk.exports.document, file, document, "letter")
    if done and await _take(screen, facts, way, words.noted(facts, file.name)):
        screen.say(_("Written, not sent: {file}").format(file=file.absolute()))


async def _to_mail(screen: DeskScreen, facts: LetterFacts, letter: Letter) -> None:
    """Hand the letter to the mail program as a draft."""
    done, _none = await screen.attempt(screen.desk.letters.check, facts.client_id)
    if done:
        done, _none = await screen.attempt(open_link, words.as_link(letter))
    if done and await _take(
        screen, facts, Way.MESSAGE, words.noted(facts, words.recipient(letter) or _("mail program"))
    ):
        screen.say(_("A draft in the mail program, not sent; u takes the step back"))


async def _take(screen: DeskScreen, facts: LetterFacts, way: Way, note: str) -> bool:
    done, _number = await screen.attempt(
        screen.desk.letters.done, facts.client_id, facts.step, way, note
    )
    if done:
        screen.pipeline.look_for_changes()
    return done
