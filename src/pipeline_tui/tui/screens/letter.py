"""A letter about a debt to be read over, with its one recipient, and where it is to go."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.letters import Letter, LetterFacts
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Heading, Pair, Paragraph, Title
from pipeline_tui.wording import letters as words


class LetterScreen(DeskModal[str]):
    """Answers with "file", "mail", "copy", "done" or "edit"; none where it was only read."""

    CSS_PATH = "letter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,а,enter", "choose('file')", show=False),
        Binding("m,ь", "choose('mail')", show=False),
        Binding("y,н", "choose('copy')", show=False),
        Binding("d,в", "choose('done')", show=False),
        Binding("e,у", "choose('edit')", show=False),
        Binding("escape,q,й", "leave", show=False),
    ]

    def __init__(self, facts: LetterFacts, letter: Letter) -> None:
        super().__init__()
        self._facts = facts
        self._letter = letter

    def compose(self) -> ComposeResult:
        with Vertical(id="letter"):
            yield CardPanel(blocks(self._facts, self._letter), id="letter-page")
            hint = _("f to a file · m mail program · y copy · d done already · e its text · Esc")
            yield Static(Content(hint), id="letter-hint")

    def on_mount(self) -> None:
        self.query_one(CardPanel).focus()

    def action_choose(self, how: str) -> None:
        """Leave with where it is to go."""
        self.dismiss(how)


def blocks(facts: LetterFacts, letter: Letter) -> list[Block]:
    """The letter as a page."""
    to = words.recipient(letter) or _("no address on the card")
    page: list[Block] = [Title(letter.subject), Pair(_("To"), to, "strong")]
    if limit := words.limit(facts):
        page.append(Paragraph(limit, "danger" if facts.held else "warning"))
    return [*page, Heading(words.step(facts.step)), Paragraph(letter.text)]
