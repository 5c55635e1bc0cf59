"""A line for the path of a file, which completes it; a table pasted there is taken as a table."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.message import Message
from textual.suggester import Suggester

from pipeline_tui.tui import import_page
from pipeline_tui.tui.text import alike
from pipeline_tui.tui.widgets.typed import TypedLine


class PathSuggester(Suggester):
    """Completes a path to the first file or folder that begins so."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value or value[0] in "'\"":
            return None
        folder, _slash, begun = value.rpartition("/")
        try:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in Path((folder or ".") + "/").expanduser().iterdir()
                if alike(entry.name) == entry.name
                and entry.name.startswith(begun)
                and (begun or not entry.name.startswith("."))
            )
        except OSError:
            return None
        return value[: len(value) - len(begun)] + names[0] if names and begun else None


class PathInput(TypedLine):
    """The line of the file's name; a table pasted into it is taken as a table."""

    class TablePasted(Message):
        """Cells were pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if import_page.is_table(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(self.TablePasted(event.text))
