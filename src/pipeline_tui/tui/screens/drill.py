"""Practice: what a client says, an answer out of one's own head, then the one of the library."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from pipeline_tui.domain.drill import Exercise, Grade, Session
from pipeline_tui.domain.objections import CardFacts
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.keybar import Hint, KeyBar
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Gap, Heading, Paragraph, Title
from pipeline_tui.wording import drill as words
from pipeline_tui.wording import objections

_TONES = {
    Grade.AGAIN: "danger", Grade.HARD: "warning", Grade.GOOD: "success", Grade.EASY: "success",
}  # fmt: skip


class DrillScreen(DeskModal[None]):
    """One answer at a time until the day's are done. Every grade is kept at once."""

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", show=False),
        *(Binding(str(grade.value), f"grade({grade.value})", show=False) for grade in Grade),
        Binding(",".join(keys.spread(("u",))), "take_back", show=False),
        Binding(",".join(("escape", *keys.spread(("q", "p")))), "leave", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._shown = False
        self._graded = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="drill"):
            yield CardPanel(id="drill-page")
            yield KeyBar(id="drill-keys")

    async def on_mount(self) -> None:
        await self._next()

    @property
    def exercise(self) -> Exercise | None:
        """What is to be recalled now; none when the day's are done."""
        queue = self._session.queue if self._session is not None else ()
        return queue[0] if queue else None

    async def _next(self) -> None:
        self._session = await self.ask(self.desk.drill.session)
        self._shown = False
        self._show()

    def _show(self) -> None:
        if self._session is None:
            return
        one = self.exercise
        page = self.query_one(CardPanel)
        page.show(self._done() if one is None else self._page(one))
        page.focus()
        self.query_one(KeyBar).hints = self._hints()

    def _page(self, one: Exercise) -> list[Block]:
        progress = self._session.progress if self._session is not None else None
        note = words.today(progress) if progress is not None else ""
        kind = objections.kind_name(one.kind)
        blocks: list[Block] = [
            Heading(_("Practice"), note), Title(words.heard(one)),
            Paragraph(" · ".join(filter(None, (kind, words.lost(one)))), "muted"), Gap(),
        ]  # fmt: skip
        if not self._shown:
            blocks.append(Paragraph(_("Say your answer aloud, then look."), "accent"))
            if one.kind.probe:
                blocks.append(Paragraph(objections.said(one.kind.probe, CardFacts()), "muted", "?"))
            return blocks
        technique = objections.technique(one.answer.technique)
        if technique:
            blocks.append(Heading(technique))
        blocks.append(Paragraph(objections.said(one.answer.text, CardFacts()), "strong"))
        if one.answer.follow_up:
            said = objections.said(one.answer.follow_up, CardFacts())
            blocks.append(Paragraph(said, "accent", "→"))
        blocks += [Gap(), Paragraph(_("How well did it come to mind?"), "muted")]
        blocks += [
            Paragraph(words.grade_name(grade), _TONES[grade], f"{grade.value} ") for grade in Grade
        ]
        return blocks

    def _done(self) -> list[Block]:
        if self._session is None:
            return []
        progress = self._session.progress
        text = (
            _("Done for today.") if progress.whole else _("There are no answers to practise yet.")
        )
        return [
            Heading(_("Practice"), words.today(progress)), Title(text), Gap(),
            *(Paragraph(line) for line in words.so_far(progress)),
        ]  # fmt: skip

    def _hints(self) -> tuple[Hint, ...]:
        found = []
        if self.exercise is not None and not self._shown:
            found.append(Hint("Space", _("show"), "reveal", 10))
        elif self.exercise is not None:
            found += [
                Hint(str(grade.value), words.grade_name(grade), f"grade({grade.value})", 10)
                for grade in Grade
            ]
        if self._graded:
            found.append(Hint("u", _("take back"), "take_back", 20))
        return (*found, Hint("Esc", _("Back"), "leave", 30))

    def action_reveal(self) -> None:
        """Show the answer of the library."""
        if self.exercise is not None and not self._shown:
            self._shown = True
            self._show()

    async def action_grade(self, grade: int) -> None:
        """Keep how well it came to mind, and go on to the next; only once the answer was seen."""
        one = self.exercise
        if one is None or not self._shown:
            return
        self._shown = False
        done, _answer = await self.attempt(self.desk.drill.grade, one.answer.id, grade)
        self._graded += done
        await self._next()

    async def action_take_back(self) -> None:
        """Take back the last grade of this practice."""
        if self._graded:
            done, _answer = await self.attempt(self.desk.history.undo)
            self._graded -= done
            await self._next()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)
