"""Columns of Today, and what it says where it has no line. Light: the first frame waits for it."""

from __future__ import annotations

from pipeline_tui.i18n import _
from pipeline_tui.tui.widgets.table import Column


def listed() -> tuple[Column, ...]:
    """Columns of the list."""
    return (
        Column("rank", "№", 3, "right", sortable=False),
        Column("why", _("Why"), flex=5, min_width=24, sortable=False),
        Column("client", _("Client"), flex=3, min_width=16, sortable=False),
        Column("contact", _("Contact"), flex=2, min_width=14, min_total_width=120, sortable=False),
        Column("time", _("There"), 5, "right", min_total_width=66, sortable=False),
        Column("money", _("At stake"), 12, "right", min_total_width=58, sortable=False),
    )


def hidden() -> tuple[Column, ...]:
    """Columns of those who are not on the list."""
    return (
        Column("why", _("Why not"), flex=4, min_width=24, sortable=False),
        Column("client", _("Client"), flex=3, min_width=16, sortable=False),
        Column("contact", _("Otherwise"), 20, min_total_width=64, sortable=False),
        Column("time", _("There"), 5, "right", min_total_width=66, sortable=False),
    )


def empty() -> str:
    """What an empty list says."""
    return _(
        "Nobody to call now.\n2 opens the clients, i takes an incoming call, h shows who waits"
    )


def empty_view() -> str:
    """What an empty view says, while the list itself has lines."""
    return _("Nothing of this kind now.\nv shows the next view")
