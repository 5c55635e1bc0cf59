"""Views of the client list: a filter line with an order and columns under a name."""

from __future__ import annotations

from msgspec import Struct

MAX_NAME = 60


class ViewRow(Struct, frozen=True):
    """A saved view. One that the file began with has a `code`, and no `name` until it is renamed.
    No `columns` means those that fit the screen."""

    id: int
    code: str
    name: str
    query: str
    sort: str = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()


GIVEN: tuple[tuple[str, str, str, bool], ...] = (
    ("everybody", "", "name", False),
    ("customers", "status:active", "name", False),
    ("working", "deal", "open_deals", True),
    ("leads", "status:lead", "created", True),
    ("nostep", "nostep not status:lost,nocall", "last_touch", False),
    ("silent", "status:active last>90d", "last_touch", False),
    ("debtors", "debt", "debt", True),
    ("overdue", "overdue", "debt", True),
    ("vip", "class:A or tag:vip", "turnover", True),
    ("unverified", "status:active unverified", "verified", False),
    ("archived", "archived", "name", False),
)
"""(code, filter line, order, whether it goes down) of the views that a new file has."""
