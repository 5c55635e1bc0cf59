"""Keys that come faster than they are answered, as those of one read of the terminal do: one at a
time, so that each goes to the screen and the input that the one before it brought."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

_AT_MOST_S = 2.0
"""Work that takes longer than this holds no key back: nothing may lock the keyboard."""
_ASKS_WITHIN_S = 1.0
"""Most work that asks something has only to read what it asks about; longer work holds no key back."""
_PAINTED_S = 0.02
"""A key alone is answered and painted first; only then is it asked whether it has been answered."""
_WAYS = ("the key", "what it posted", "what that posted")


class KeysInTurn:
    """The keys of the application that wait for the one before them to be answered."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._waiting: deque[tuple[events.Key | events.Paste, asyncio.Event]] = deque()
        self._passing: events.Event | None = None
        self._pressed = asyncio.Event()
        self._last = ""
        self._task: asyncio.Task[None] | None = None
        self._asked: asyncio.Event | None = None

    def take(self, event: events.Key | events.Paste) -> bool:
        """Whether a key has to wait. If so it is kept, and comes again when it is its turn."""
        if event is self._passing:
            self._passing = None
        elif self._task is None:
            self._go_on()
        else:
            self._waiting.append((event, asyncio.Event()))
            self._pressed.set()
            return True
        self._last = _name(event)
        return False

    async def press(self, key: events.Key) -> None:
        """Press a key before all that wait; returns when it has been answered."""
        answered = asyncio.Event()
        self._waiting.appendleft((key, answered))
        self._pressed.set()
        if self._task is None:
            self._go_on()
        await answered.wait()

    def drop(self) -> None:
        """Forget what waits: it was meant for a question that has been answered."""
        while self._waiting:
            self._waiting.popleft()[1].set()

    def until_asked(self, work: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[None]]:
        """The work of a key that brings a dialog: the next key waits for that."""
        asked = self._asked = asyncio.Event()

        async def asking() -> None:
            try:
                await work()
            finally:
                asked.set()

        return asking

    def screen_changed(self) -> None:
        """Another screen is in front: what was to be asked, is asked."""
        if self._asked is not None:
            self._asked.set()

    def drop_repeats(self) -> None:
        """Forget the key that was answered last where it waits once more: it was pressed twice."""
        while self._waiting and _name(self._waiting[0][0]) == self._last:
            self._waiting.popleft()[1].set()

    def _go_on(self) -> None:
        self._pressed.clear()
        # No worker: one tells every widget above how it fares, which costs more than the key.
        self._task = asyncio.create_task(self._in_turn())

    async def _in_turn(self) -> None:
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._pressed.wait(), _PAINTED_S)
            await self._answered()
            while self._waiting:
                event, answered = self._waiting.popleft()
                self._passing = event
                self._app.post_message(event)
                await self._answered()
                answered.set()
        finally:
            self._task = None

    async def _answered(self) -> None:
        await self._settled()
        if self._asked is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), _ASKS_WITHIN_S)
            self._asked = None
            await self._settled()

    async def _settled(self) -> None:
        """Wait until a key has gone from the application to the focus, back up, and been answered."""
        try:
            async with asyncio.timeout(_AT_MOST_S):
                for _way in _WAYS:
                    await _reached(self._app)
                    for node in (self._app.focused or self._app.screen).ancestors_with_self:
                        await _reached(node)
        except (TimeoutError, ScreenStackError):
            return


def _name(event: events.Key | events.Paste) -> str:
    return event.key if isinstance(event, events.Key) else ""


async def _reached(node: MessagePump) -> None:
    """Wait until a node has taken everything that it has been sent; one that is gone takes nothing."""
    done = asyncio.Event()
    # `call_later` wraps what it is given, and Textual then reads its signature anew every time.
    if node.post_message(events.Callback(callback=done.set)):
        await done.wait()
