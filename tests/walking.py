"""Ways through the whole program: keys that open every screen, and every verb that answers as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.pilot import Pilot

from pipeline_tui.cli.register import VERBS, load

PLACES: dict[str, tuple[str, ...]] = {
    "today": ("1",),
    "call": ("1", "c"),
    "clients": ("2",),
    "card": ("2", "enter"),
    "funnel": ("3",),
    "deal": ("3", "enter"),
    "forecast": ("3", "percent_sign"),
    "figures": ("3", "equals_sign"),
    "objections": ("4",),
    "debts": ("5",),
    "debtor": ("5", "enter"),
    "evening": ("6",),
    "report": ("6", "shift+tab"),
    "products": ("7",),
    "competitors": ("8",),
    "competitor": ("8", "enter"),
    "rates": ("H",),
    "outcomes": ("O",),
    "reasons": ("Y",),
    "duplicates": ("M",),
    "fields": ("f4",),
    "buyers": ("f5",),
    "import": ("f6",),
    "pipelines": ("f7",),
    "backups": ("f2",),
    "requests": ("I",),
    "help": ("question_mark",),
    "palette": ("colon",),
}
"""Place → keys that lead there from Today."""


def reading_verbs() -> Iterator[list[str]]:
    """Every verb that answers as JSON, with what it cannot do without said as 1."""
    for name in VERBS:
        yield from _verbs(load(name), [name])


def _verbs(command: Any, words: list[str]) -> Iterator[list[str]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from _verbs(inner, [*words, name])
    options = [one for one in command.params if "--json" in one.opts]
    if options and not getattr(command, "commands", {}):
        needed = [one for one in command.params if one.required]
        if all(one.param_type_name == "argument" for one in needed):
            yield [*words, *("1" for _ in needed)]


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until what was asked for has come; one that asks something waits for keys."""
    for _ in range(3):
        await pilot.pause()
        if reading := [one for one in pilot.app.workers if one.group != "dialog"]:
            await pilot.app.workers.wait_for_complete(reading)
    await pilot.pause()


class Wire:
    """Notes whoever goes to a network. An audit hook cannot be taken out again: it is told to listen."""

    def __init__(self) -> None:
        self.listening = False
        self.heard: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if not self.listening or not event.startswith(
            ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")
        ):
            return
        if event in ("socket.__new__", "socket.bind") and "AF_UNIX" in repr(args):
            return
        self.heard.append(f"{event} {args}")

    @contextmanager
    def tapped(self) -> Iterator[list[str]]:
        self.heard = []
        self.listening = True
        try:
            yield self.heard
        finally:
            self.listening = False


WIRE = Wire()
