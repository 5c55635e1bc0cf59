"""Lines and pages that are typed into. What stands in them may come from a file: it is drawn harmless."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input, TextArea

from pipeline_tui.tui.text import alike


class TypedLine(Input):
    """One line. Its value is kept as it is; the screen shows it with `·` for what would act on it."""

    @property
    def _value(self) -> Text:
        shown = super()._value
        shown.plain = alike(shown.plain)
        return shown


class TypedPage(TextArea):
    """Several lines, drawn likewise."""

    def get_line(self, line_index: int) -> Text:
        shown = super().get_line(line_index)
        shown.plain = alike(shown.plain)
        return shown
