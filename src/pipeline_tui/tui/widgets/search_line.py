"""`SearchLine`: an input that is painted together with what it found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

_TOGETHER_S = 0.008
"""So long a letter waits for what it finds. Painted on its own it would push that to the next frame:
a screen is painted 60 times a second at most."""


class SearchLine(Input):
    """Asks `look_up` for every text typed, the last one only; it calls `answered` when all is shown.
    What is shown within 8 ms is painted in one frame with the letter."""

    DEFAULT_CSS = """
    SearchLine { width: 1fr; height: 1; }
    """

    # Its place does not depend on what is typed in it: a longer text is no reason to lay out the screen.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self, look_up: Callable[[str], Awaitable[None]], **widget: Any) -> None:
        super().__init__(compact=True, **widget)
        self._look_up = look_up
        self._answer: asyncio.Future[None] | None = None

    def answered(self) -> None:
        """There is something to be painted for what was typed last."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(None)

    async def watch_value(self, value: str) -> None:
        """Until this returns nothing is painted, nor is the next key taken."""
        self._answer = asyncio.get_running_loop().create_future()
        self.run_worker(self._look_up(value), exclusive=True, group="look-up")
        with self.app.batch_update():
            await asyncio.wait([self._answer], timeout=_TOGETHER_S)
