"""Views of the client list: a filter line with an order, some given, some the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from pipeline_tui.i18n import _, pgettext

KEY = "views:clients"
"""The memo that holds the user's own views."""


class View(Struct, frozen=True):
    """A name, the filter line as the user would type it, and the order."""

    name: str
    line: str
    sort: str = "name"
    descending: bool = False


def given() -> list[View]:
    """The views that are always there, in the language spoken now."""
    return [
        View(_("Everybody"), ""),
        View(_("Customers"), pgettext("filter", "status:active")),
        View(_("Leads"), pgettext("filter", "status:lead")),
        View(_("Without a next step"), pgettext("filter", "nostep"), "last_touch"),
        View(_("Longest untouched"), "", "last_touch"),
        View(_("Debtors, the largest first"), pgettext("filter", "debt"), "debt", descending=True),
        View(_("Payment overdue"), pgettext("filter", "overdue"), "debt", descending=True),
        View(_("Most in work"), "", "open_deals", descending=True),
        View(_("Put away"), pgettext("filter", "archived")),
    ]


def own(kept: Any) -> list[View]:
    """The user's views from their memo; what cannot be read is left out."""
    return [
        View(
            str(one["name"]), str(one.get("line", "")), str(one.get("sort", "name")),
            bool(one.get("descending", False)),
        )
        for one in (kept if isinstance(kept, list) else ())
        if isinstance(one, dict) and one.get("name")
    ]  # fmt: skip


def to_keep(views: Sequence[View]) -> list[dict[str, Any]]:
    """Views as a memo holds them."""
    return [
        {"name": one.name, "line": one.line, "sort": one.sort, "descending": one.descending}
        for one in views
    ]
