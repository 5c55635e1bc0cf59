"""`SearchLine`: an input that is painted together with what it found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual.geometry import Size
from textual.reactive import Reactive

from pipeline_tui.tui.widgets.typed import TypedLine

_TOGETHER_S = 0.008
"""So long a letter waits for what it finds. Painted on its own it would push that to the next frame:
a screen is painted 60 times a second at most."""


class SearchLine(TypedLine):
    """Runs `look_up` for every text typed, the last one only. What it shows within 8 ms is painted in one
    frame with the letter."""

    DEFAULT_CSS = """
    SearchLine { width: 1fr; height: 1; }
    """

    # Its place does not depend on what is typed in it: a longer text is no reason to lay out the screen.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self, look_up: Callable[[str], Coroutine[Any, Any, None]], **widget: Any) -> None:
        super().__init__(compact=True, **widget)
        self._look_up = look_up
        self._looking: asyncio.Task[None] | None = None

    async def watch_value(self, value: str) -> None:
        """Until this returns nothing is painted, nor is the next key taken."""
        if self._looking is not None:
            self._looking.cancel()
        task = self._looking = asyncio.create_task(self._look_up(value))
        with self.app.batch_update():
            await asyncio.wait([task], timeout=_TOGETHER_S)
        if not task.cancelled():
            # A worker tells everybody above how it fares, which costs as much as a search: slow ones only.
            if task.done():
                task.result()
            else:
                self.run_worker(_end_of(task), exclusive=True, group="look-up")


async def _end_of(task: asyncio.Task[None]) -> None:
    await task
