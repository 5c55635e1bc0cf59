"""Tags of a client in one line, each completed from those in use as it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.suggester import Suggester

from pipeline_tui.domain.clients import fold
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.widgets.typed import TypedLine

_LAST = re.compile(r"[^;,]*$")


class TagSuggester(Suggester):
    """Completes the last of several tags separated by ; or a comma."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = tuple(known)

    async def get_suggestion(self, value: str) -> str | None:
        found = _LAST.search(value)
        typed = "" if found is None else found[0].lstrip()
        if not typed:
            return None
        for tag in self._known:
            if len(tag) > len(typed) and fold(tag).startswith(fold(typed)):
                return value + tag[len(typed) :]
        return None


class TagsPrompt(TextPrompt):
    """All tags of a client, to be changed in one line; leaves with the line."""

    def __init__(self, question: str, tags: Sequence[str], known: Sequence[str], hint: str) -> None:
        value = "".join(f"{tag}; " for tag in tags)
        super().__init__(question, value=value, hint=hint, required=False)
        self._known = known

    def ask_with(self) -> ComposeResult:
        yield TypedLine(
            self._value, compact=True, id="prompt-input", select_on_focus=False,
            suggester=TagSuggester(self._known),
        )  # fmt: skip
