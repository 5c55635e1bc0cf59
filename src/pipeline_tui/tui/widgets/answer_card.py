"""An answer to an objection as it is read aloud, and the line that what was heard is typed on."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from pipeline_tui.domain.objections import CardFacts, RankedAnswer
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import objections as words


class HeardInput(Input):
    """What was heard, letter by letter; a digit is not text here but an answer."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key not in ("1", "2", "3") and super().check_consume_key(key, character)


class AnswerCard(Static):
    """One answer, to be read aloud; a click uses it."""

    class Used(Message):
        """The answer with this number on the screen was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int) -> None:
        super().__init__(classes="answer", id=f"answer-{number}")
        self.number = number

    def show(self, one: RankedAnswer, facts: CardFacts, before: str, *, follow_up: bool) -> None:
        """`before` says how it went with this client the last time, if ever."""
        head: list[Any] = [(f" {self.number} ", "bold $primary reverse"), "  "]
        technique = words.technique(one.answer.technique)
        if technique:
            head += [(clean(technique), "$text-primary"), ("  ", "")]
        head.append((clean(words.earned(one)), "$foreground 65%"))
        if before:
            head.append((f"  ! {clean(before)}", "$text-warning"))
        lines: list[Any] = [*head, "\n", clean(words.said(one.answer.text, facts))]
        if follow_up and one.answer.follow_up:
            told = clean(words.said(one.answer.follow_up, facts))
            lines += ["\n", ("→ ", "$primary"), (told, "italic $foreground 65%")]
        self.update(Content.assemble(*lines))

    def on_click(self) -> None:
        self.post_message(self.Used(self.number))
