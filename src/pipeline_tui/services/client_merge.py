"""Making one client of two records of it: everything of the second goes to the first.

Nothing is lost: what both know stays as the first has it, what only the second knows is taken over,
and the second is put away empty. One undo brings both back as they were.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.records import Client, ClientMerge
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.store import merging

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_TAKEN_OVER = (
    "abc", "inn", "kpp", "ogrn", "bik", "account", "industry", "size", "region", "city", "country",
    "address", "time_zone", "website", "source", "owner", "credit_limit_minor",
    "payment_terms_days", "touch_days", "verified_on",
)  # fmt: skip
"""Fields that the first takes from the second where it has none of its own."""
_OF_BANK = frozenset({"bik", "account"})
"""Taken over together or not at all: an account belongs to its bank."""
CHOSEN = ("name", "kind", "status", *_TAKEN_OVER)
"""Fields that may be taken from the second even where the first has its own."""


def fold_into(unit: Unit, kept: Client, gone: Client, take: Collection[str] = ()) -> None:
    """Give everything of `gone` to `kept` and put `gone` away. Do-not-call of either one holds.

    Fields named in `take` are the second's. Raises Invalid take_unknown.
    """
    for name in take:
        if name not in CHOSEN:
            raise Invalid("take", "take_unknown", text=name, names=", ".join(CHOSEN))
    unit.session.flush()
    merging.hand_over(unit.db, kept.id or 0, gone.id or 0)
    refused = ClientStatus.DO_NOT_CALL in (kept.status, gone.status)
    paid_to = {name for name in _OF_BANK if getattr(kept, name)}
    for name in CHOSEN:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if theirs not in (None, "") and (
            name in take
            or (name in _TAKEN_OVER and mine in (None, "") and not (name in _OF_BANK and paid_to))
        ):
            setattr(kept, name, theirs)
    kept.name_key = client_key(kept.name)
    kept.notes = "\n".join(filter(None, dict.fromkeys((kept.notes, gone.notes))))
    kept.custom = {**gone.custom, **kept.custom}
    if refused:
        kept.status = ClientStatus.DO_NOT_CALL.value
    elif kept.status == ClientStatus.LEAD and "status" not in take:
        kept.status = gone.status
    kept.created_at = min(kept.created_at, gone.created_at)
    gone.archived_at = gone.archived_at or unit.now
    unit.session.add(kept)
    unit.session.add(gone)
    unit.session.add(
        ClientMerge(kept_id=kept.id or 0, gone_id=gone.id or 0, name=gone.name, merged_at=unit.now)
    )
    unit.session.flush()
