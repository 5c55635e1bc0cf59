"""Short questions: a yes or no, one of a few, a line of text, a day or an hour, a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskModal, R
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.typed import TypedLine
from pipeline_tui.wording.formats import day as day_text
from pipeline_tui.wording.formats import day_full, money
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.domain.when import When

_MARKS = "123456789"


class _Prompt(DeskModal[R]):
    """A small dialog: a question, then what the subclass asks with."""

    CSS_PATH = Path(__file__).with_name("prompts.tcss")

    def __init__(self, question: str, hint: str = "") -> None:
        super().__init__()
        self._question = question
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Static(Content(clean(self._question)), id="prompt-question")
            yield from self.ask_with()
            yield Static(Content(clean(self._hint)), id="prompt-hint")

    def ask_with(self) -> ComposeResult:
        """The widgets of the question."""
        yield from ()

    def show_hint(self, text: str, *, wrong: bool = False) -> None:
        """Say something below the question."""
        hint = self.query_one("#prompt-hint", Static)
        hint.update(Content(clean(text)))
        hint.set_class(wrong, "wrong")


class ChoicePrompt(_Prompt[Any]):
    """One of a list, by a digit, by arrows, or by the mouse; leaves with the value, or None."""

    BINDINGS: ClassVar = [
        (",".join(keys.spread(("j",))), "down", ""),
        (",".join(keys.spread(("k",))), "up", ""),
    ]

    def __init__(self, question: str, choices: Sequence[Choice], hint: str = "") -> None:
        super().__init__(question, hint)
        self._choices = tuple(choices)

    def ask_with(self) -> ComposeResult:
        yield OptionList(
            *(
                Option(Content.assemble((f" {mark} ", "bold"), " ", clean(one.label)))
                for mark, one in zip(_MARKS.ljust(len(self._choices)), self._choices, strict=False)
            ),
            id="prompt-options",
            compact=True,
        )

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in _MARKS:
            place = _MARKS.index(event.character)
            if place < len(self._choices):
                event.stop()
                self.dismiss(self._choices[place].value)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].value)


class ConfirmPrompt(ChoicePrompt):
    """A yes (True) or no (False) where undo does not reach; None when left."""

    def __init__(self, question: str, yes: str, no: str, hint: str = "") -> None:
        super().__init__(question, (Choice(True, yes), Choice(False, no)), hint)


class TextPrompt(_Prompt[str]):
    """One line of text; empty is refused when `required`. `known` are offered as one types;
    `hidden` shows dots."""

    def __init__(
        self, question: str, *, value: str = "", hint: str = "", required: bool = True,
        known: Sequence[str] = (), hidden: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(question, hint)
        self._hidden = hidden
        self._offered = tuple(known)
        self._value = value
        self._required = required

    def ask_with(self) -> ComposeResult:
        yield TypedLine(
            self._value, compact=True, id="prompt-input", select_on_focus=False, password=self._hidden,
            suggester=SuggestFromList(self._offered, case_sensitive=False) if self._offered else None,
        )  # fmt: skip

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if self._required and not text:
            self.show_hint(remark(Invalid("text", "required")), wrong=True)
            return
        self.dismiss(text)


class MoneyPrompt(_Prompt[int]):
    """A sum; leaves with minor units. What was understood is shown before it is taken."""

    def __init__(self, question: str, currency: str, *, value: int | None = None) -> None:
        super().__init__(question)
        self._field = Field("amount", "", "money", required=True, currency=currency)
        self._value = value

    def ask_with(self) -> ComposeResult:
        yield TypedLine(
            self._field.written(self._value), compact=True, id="prompt-input", select_on_focus=True
        )

    @on(Input.Changed)
    def _echo(self, event: Input.Changed) -> None:
        try:
            amount = self._field.read(event.value, self.desk.local_now(), self.desk.calendar)
        except Invalid as found:
            self.show_hint(remark(found) if event.value.strip() else "")
            return
        self.show_hint("= " + money(amount, self._field.currency))

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(self._field.read(event.value, self.desk.local_now(), self.desk.calendar))
        except Invalid as found:
            self.show_hint(remark(found), wrong=True)


class WhenPrompt(_Prompt["When"]):
    """A day or an hour in words, with a note: "завтра 15 позвонить", "fri 10am", "+3d".

    What was understood is shown as one types; Enter takes it, and asks which where there are two
    readings.
    `default` is what an empty line means.
    """

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        default: When | None = None,
        check: Callable[[When], str] | None = None,
    ) -> None:
        super().__init__(question, "")
        self._value = value
        self._default = default
        self._check = check
        self._options: tuple[When, ...] = ()

    def ask_with(self) -> ComposeResult:
        yield TypedLine(
            self._value, compact=True, id="prompt-input", select_on_focus=False,
            placeholder=self._suggested(),
        )  # fmt: skip

    def _suggested(self) -> str:
        return _("tomorrow 15 · fri 10am · +3d · end of month")

    def on_mount(self) -> None:
        self._show(self._value)

    @on(Input.Changed)
    def _echo(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, text: str) -> None:
        self._options = ()
        try:
            self.show_hint("→ " + self._described(self._read(text)))
        except Invalid as found:
            if found.code == "when_ambiguous":
                options = found.facts["options"]
                assert isinstance(options, tuple)
                self._options = options
                self.show_hint(
                    "   ".join(f"{i + 1}: {self._described(one)}" for i, one in enumerate(options))
                )
            elif text.strip():
                self.show_hint(remark(found), wrong=True)
            else:
                self.show_hint("")

    def _read(self, text: str) -> When:
        if not text.strip() and self._default is not None:
            return self._default
        from pipeline_tui.domain.when import parse_when  # a grammar: not before it is needed

        return parse_when(
            text, self.desk.local_now(), self.desk.calendar, self.desk.settings.work_end
        )

    def _described(self, one: When) -> str:
        today = self.desk.today()
        hour = f" {one.time:%H:%M}" if one.time is not None else ""
        note = f" · {one.rest}" if one.rest else ""
        return f"{day_full(one.day)}{hour} ({day_text(one.day, today)}){note}"

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        if self._options:
            self._choose()
            return
        try:
            self._take(self._read(event.value))
        except Invalid as found:
            self.show_hint(remark(found), wrong=True)

    def _choose(self) -> None:
        def taken(one: When | None) -> None:
            if one is not None:
                self._take(one)

        self.app.push_screen(
            ChoicePrompt(
                _("Which one?"), [Choice(one, self._described(one)) for one in self._options]
            ),
            taken,
        )

    def _take(self, one: When) -> None:
        wrong = self._check(one) if self._check is not None else ""
        if wrong:
            self.show_hint(wrong, wrong=True)
            return
        self.dismiss(one)


class PastPrompt(WhenPrompt):
    """Any day, past or to come."""

    def _suggested(self) -> str:
        return _("yesterday · 31.03.2026 · -30d · +2w")

    def _read(self, text: str) -> When:
        from pipeline_tui.domain.when import parse_when

        return parse_when(text, self.desk.local_now(), self.desk.calendar, allow_past=True)
