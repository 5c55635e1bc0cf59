"""Views of the client list in words: their names, and their lines as the user would type them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.views import GIVEN, ViewRow
from pipeline_tui.i18n import NP_, pgettext

_NAMES = {
    "everybody": NP_("view", "Everybody"),
    "customers": NP_("view", "Customers"),
    "working": NP_("view", "In work"),
    "leads": NP_("view", "Leads"),
    "nostep": NP_("view", "Without a next step"),
    "silent": NP_("view", "Long silent"),
    "debtors": NP_("view", "Debtors"),
    "overdue": NP_("view", "Payment overdue"),
    "vip": NP_("view", "VIP"),
    "unverified": NP_("view", "Details to check"),
    "archived": NP_("view", "Put away"),
}
_LINES = (
    NP_("filter", "status:active"), NP_("filter", "deal"), NP_("filter", "status:lead"),
    NP_("filter", "nostep not status:lost,nocall"), NP_("filter", "status:active last>90d"),
    NP_("filter", "debt"), NP_("filter", "overdue"), NP_("filter", "class:A or tag:vip"),
    NP_("filter", "status:active unverified"), NP_("filter", "archived"),
)  # fmt: skip
assert {line for _code, line, *_order in GIVEN if line} == set(_LINES)


def name(code: str, own: str) -> str:
    """What a view is called: the user's own word, else that for its code."""
    return own or pgettext("view", _NAMES.get(code, code))


def line(view: ViewRow) -> str:
    """Its filter line, in the language spoken now where the program wrote it."""
    return pgettext("filter", view.query) if view.query in _LINES else view.query


def named(views: Sequence[ViewRow], wanted: str) -> ViewRow:
    """The view that is called so, by its name or its code; raises NotFound view_unknown."""
    for view in views:
        if fold(wanted) in (fold(name(view.code, view.name)), view.code or None):
            return view
    known = ", ".join(name(view.code, view.name) for view in views)
    raise NotFound("view_unknown", text=wanted, views=known)
