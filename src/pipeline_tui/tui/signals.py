"""Leaving when told to from outside: the window was closed, the machine goes down."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from functools import partial
from typing import Any

from textual.app import App

FIRST_CODE = 128
"""Exit codes above it say which signal ended the program, as a shell counts them."""

_AT_MOST_S = 5.0
"""A terminal that is gone may hold up for good whoever still writes to it; what was confirmed is on the disk."""


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
                loop.add_signal_handler(number, partial(_leave, app, FIRST_CODE + number))
            except NotImplementedError:
                return


def _leave(app: App[Any], code: int) -> None:
    """Leave in order, or, where that does not come to an end, at once."""
    last_resort = threading.Timer(_AT_MOST_S, os._exit, (code,))
    last_resort.daemon = True
    last_resort.start()
    app.exit(return_code=code)
