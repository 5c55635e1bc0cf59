"""The next step: one line that says when and what for, and what kind of step it is.

`plan_next_step` and `finish_step` run inside a worker of the screen that calls them.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.domain.when import When, parse_when
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, WhenPrompt
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.formats import day as day_text
from pipeline_tui.wording.formats import day_full
from pipeline_tui.wording.labels import codes, label

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import DealRow
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin

_STEMS = {
    TaskKind.MEETING: ("встреч", "встрет", "показ", "презентац", "выезд", "meet", "visit", "demo"),
    TaskKind.EMAIL: ("письм", "почт", "email", "e-mail", "mail", "кп", "offer", "proposal"),
    TaskKind.MESSAGE: ("сообщ", "телеграм", "whatsapp", "ватсап", "telegram", "message", "смс", "sms"),
    TaskKind.TODO: ("подготов", "сделать", "проверить", "посчит", "prepare", "check", "счет", "invoice"),
    TaskKind.CALL: ("звон", "набрать", "call", "phone", "ring"),
}  # fmt: skip
"""How the words of a note begin that tell the kind of step."""


def kind_meant(note: str) -> TaskKind:
    """The kind of step that a note speaks of: the first word that tells; a call when none does."""
    for word in fold(note).split():
        for kind, stems in _STEMS.items():
            if word.startswith(stems) or any(len(stem) >= 4 and stem in word for stem in stems):
                return kind
    return TaskKind.CALL


class Step(Struct, frozen=True):
    """A step as it was asked for: local day, exact moment where an hour was named."""

    kind: str
    on: date
    at: datetime | None
    title: str

    @classmethod
    def of(cls, desk: Desk, when: When, kind: str) -> Step:
        """The step of an understood line."""
        at = None if when.time is None else moment_of(desk, when.day, when.time)
        return cls(kind, when.day, at, when.rest)


def moment_of(desk: Desk, day: date, hour: time) -> datetime:
    """An hour of a day in the user's zone."""
    return datetime.combine(day, hour, desk.zone)


def read_step(desk: Desk, text: str) -> When:
    """What a line means; raises Invalid."""
    return parse_when(text, desk.local_now(), desk.calendar, desk.settings.work_end)


def described(desk: Desk, when: When, kind: str) -> str:
    """A step as it was understood: `Thursday 12 March 15:00 (tomorrow) · call · about the offer`."""
    hour = f" {when.time:%H:%M}" if when.time is not None else ""
    parts = [
        f"{day_full(when.day)}{hour} ({day_text(when.day, desk.today())})",
        label("task", kind),
    ]
    if when.rest:
        parts.append(when.rest)
    return " · ".join(parts)


class StepPrompt(WhenPrompt):
    """When and what for; Tab changes the kind, which else follows the words. Leaves with a `Step`."""

    CSS_PATH: ClassVar[Any] = ["prompts.tcss", "step_forms.tcss"]
    BINDINGS: ClassVar = [("tab", "kind(1)", ""), ("shift+tab", "kind(-1)", "")]

    def __init__(self, question: str, *, note: str = "", value: str = "", kind: str = "") -> None:
        super().__init__(question, value=value)
        self._note = note
        self._kind: str = kind or TaskKind.CALL
        self._chosen = bool(kind)

    def ask_with(self) -> ComposeResult:
        if self._note:
            yield Static(Content(clean(self._note)), id="prompt-note")
        yield from super().ask_with()
        yield Static("", id="prompt-kinds")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_kinds()

    def action_kind(self, by: int) -> None:
        """Step to the next kind of step."""
        kinds = codes("task")
        self._kind = kinds[(kinds.index(self._kind) + by) % len(kinds)]
        self._chosen = True
        self._show_kinds()

    def _described(self, one: When) -> str:
        if not self._chosen and self._kind != (meant := kind_meant(one.rest)):
            self._kind = meant
            self._show_kinds()
        return super()._described(one)

    def _show_kinds(self) -> None:
        parts: list[Any] = [("Tab  ", "$text-muted")]
        for code in codes("task"):
            shown = label("task", code)
            parts += [(f"[{shown}]", "bold $primary") if code == self._kind else shown, "  "]
        self.query_one("#prompt-kinds", Static).update(Content.assemble(*parts))

    def _take(self, one: When) -> None:
        self.dismiss(Step.of(self.desk, one, self._kind))  # type: ignore[arg-type]

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.id == "prompt-kinds":
            self.action_kind(1)


async def ask_step(
    screen: DeskMixin, question: str, *, note: str = "", value: str = ""
) -> Step | None:
    """Ask for a step; None when it was left."""
    found: Any = await screen.pipeline.push_screen_wait(
        StepPrompt(question, note=note, value=value)
    )
    return found if isinstance(found, Step) else None


async def plan_next_step(
    screen: DeskMixin, *, deal_id: int | None = None, client_id: int | None = None
) -> bool:
    """Ask for the next step of a deal or a client and save it; whether one was saved.

    A deal that has a step already: done, moved to the new day, or both are kept, as the user says.
    """
    desk = screen.desk
    if deal_id is None:
        name = "" if client_id is None else await screen.ask(desk.lists.name_of, client_id)
        asked = await ask_step(screen, _("Next step: {name}").format(name=name))
        if asked is None:
            return False
        saved, _number = await screen.attempt(
            desk.tasks.plan, client_id=client_id, due_on=asked.on, due_at=asked.at,
            kind=asked.kind, title=asked.title,
        )  # fmt: skip
        return saved
    row = (await screen.ask(desk.funnel.rows, [deal_id])).get(deal_id)
    if row is None:
        return False
    asked = await ask_step(
        screen, _("Next step: {name}").format(name=row.title), note=_now_planned(desk, row)
    )
    if asked is None:
        return False
    return await _save_step(screen, row, asked)


async def _save_step(screen: DeskMixin, row: DealRow, asked: Step) -> bool:
    desk = screen.desk
    what = "keep"
    if row.next_id is not None:
        found = await screen.pipeline.push_screen_wait(
            ChoicePrompt(
                _("And the step planned now?"),
                (
                    Choice("done", _("It is done")),
                    Choice("move", _("The new one replaces it")),
                    Choice("keep", _("Keep both")),
                ),
                _now_planned(desk, row),
            )
        )
        if found is None:
            return False
        what = found
    if what == "done" and row.next_id is not None:
        saved, _none = await screen.attempt(
            desk.tasks.done, row.next_id, then_on=asked.on, then_at=asked.at,
            then_title=asked.title, then_kind=asked.kind,
        )  # fmt: skip
        return saved
    if what == "move" and row.next_id is not None:
        values = {
            "due_on": asked.on, "due_at": asked.at, "kind": asked.kind,
            "title": asked.title or row.next_title,
        }  # fmt: skip
        saved, _none = await screen.attempt(desk.tasks.edit, row.next_id, values)
        return saved
    saved, _number = await screen.attempt(
        desk.tasks.plan, deal_id=row.id, due_on=asked.on, due_at=asked.at, kind=asked.kind,
        title=asked.title,
    )  # fmt: skip
    return saved


async def finish_step(screen: DeskMixin, deal_id: int) -> bool:
    """Mark a deal's next step as done and ask for the one after it; whether it was done."""
    desk = screen.desk
    row = (await screen.ask(desk.funnel.rows, [deal_id])).get(deal_id)
    if row is None or row.next_id is None:
        screen.warn(_("There is no step to mark as done. t plans one."))
        return False
    if row.closed_on is not None:
        saved, _none = await screen.attempt(desk.tasks.done, row.next_id)
        return saved
    asked = await ask_step(
        screen, _("Done. What comes next: {name}?").format(name=row.title),
        note=_now_planned(desk, row),
    )  # fmt: skip
    if asked is None:
        return False
    saved, _none = await screen.attempt(
        desk.tasks.done, row.next_id, then_on=asked.on, then_at=asked.at,
        then_title=asked.title, then_kind=asked.kind,
    )  # fmt: skip
    return saved


def _now_planned(desk: Desk, row: DealRow) -> str:
    if row.next_step is None:
        return ""
    text, _tone = words.what_next(row, desk.today(), desk.zone)
    return _("Planned: {step}").format(step=text)
