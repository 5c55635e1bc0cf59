"""Leaving when told to from outside: the window was closed, the machine goes down."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from typing import Any

from textual.app import App

FIRST_CODE = 128
"""Exit codes above it say which signal ended the program, as a shell counts them."""


def leave_when_told(app: App[Any]) -> None:
    """Leave as the key for it does, asking nothing, so that the terminal is given back as it was.

    A running call stays to be finished. Windows closes a window without these signals.
    """
    if app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGINT", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            try:
                loop.add_signal_handler(number, partial(app.exit, return_code=FIRST_CODE + number))
            except NotImplementedError:
                return
