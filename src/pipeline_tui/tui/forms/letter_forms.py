"""Writing a letter about a debt: by which step, and to which file."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ledger import Ledger
from pipeline_tui.domain.letters import STEPS
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.wording import letters as words


async def write_letter(screen: DeskScreen, found: Ledger) -> None:
    """Ask for the step, the one that stands now first, and for the file; note it in the timeline."""
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
    try:
        letter = words.write(facts, desk.settings)
    except Invalid as wrong:
        screen.tell(wrong)
        return
    name = await screen.prompt(
        TextPrompt(
            _("To which file?"),
            value=f"{step}-{found.client_id}-{desk.today().isoformat()}.txt",
            hint=_(".eml is a draft for the mail program, .md Markdown, else plain text"),
        )
    )
    if not name:
        return
    file = Path(name).expanduser()
    done, _none = await screen.attempt(
        desk.exports.text, file, words.as_file(letter, file), "letter"
    )
    if not done:
        return
    await screen.attempt(
        desk.calls.touch, kind="note", client_id=found.client_id, note=words.noted(facts, file)
    )
    screen.pipeline.look_for_changes()
    said = [_("Written, not sent: {file}").format(file=file.absolute()), words.limit(facts)]
    screen.say("\n".join(filter(None, said)))
