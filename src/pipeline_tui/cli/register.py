"""Which noun is served by which file."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import typer

MODULES = (
    "today", "client", "contact", "deal", "funnel", "task", "call", "objection", "debt", "demo",
    "imports", "exports", "backup", "history", "doctor",
)  # fmt: skip
"""Files of this folder that bring verbs, in the order of the help."""


def add_verbs(app: typer.Typer) -> None:
    """Add every noun and verb. Each module's `add(app)` says what it brings."""
    for name in MODULES:
        if find_spec(f"pipeline_tui.cli.{name}") is not None:
            import_module(f"pipeline_tui.cli.{name}").add(app)
