"""Keys typed while a screen waits for its first data: they wait with it, and none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from pipeline_tui.tui import commands, keys

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskScreen

_AT_ONCE = frozenset(
    key for one in commands.GLOBAL for key in keys.spread(commands.COMMANDS[one].keys)
)
"""Keys of the application: they need nothing of the screen, unless others were typed before."""


class HeldKeys:
    """The keys of one screen, until `let_go` presses them again in the order they were typed."""

    def __init__(self, screen: DeskScreen) -> None:
        self._screen = screen
        self._keys: list[events.Key] = []
        self._pressed: events.Key | None = None
        self._open = False
        """Whether keys pass."""
        self._going = False

    def take(self, event: events.Key) -> None:
        """Keep a key from being acted upon, where it has to wait."""
        if self._open or event is self._pressed or self._is_text:
            return
        if not self._keys and not self._going and event.key in _AT_ONCE:
            return
        event.stop()
        again = events.Key(event.key, event.character)
        again.set_sender(self._screen.app)  # the one above: it does not go on above its sender
        self._keys.append(again)

    def let_go(self) -> None:
        """Press what was kept; from then on keys pass."""
        if self._open or self._going:
            return
        if not self._keys:
            self._open = True
            return
        self._going = True
        self._screen.run_worker(self._press(), group="held-keys")

    @property
    def _is_text(self) -> bool:
        from textual.widgets import Input, TextArea  # a start has no text to type into

        return isinstance(self._screen.focused, Input | TextArea)

    async def _press(self) -> None:
        """One at a time: a key may move the focus or bring a dialog, and the next one is for that."""
        while self._keys:
            self._pressed = self._keys.pop(0)
            await self._screen.pipeline.keys_in_turn.press(self._pressed)
        self._open = True
