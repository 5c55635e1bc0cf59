"""What may be done to many clients at once.

Functions take the `Unit` of a larger change, and numbers of clients that all exist (`checked`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.errors import NotFound, Refused
from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.store import client_sets

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def checked(unit: Unit, ids: Sequence[int]) -> list[int]:
    """The numbers, each once; raises NotFound for one that is no client."""
    wanted = list(dict.fromkeys(ids))
    known = client_sets.known(unit.db, wanted)
    for id_ in wanted:
        if id_ not in known:
            raise NotFound("not_found", kind="client", id=id_)
    return wanted


def put_away(unit: Unit, ids: Sequence[int]) -> None:
    """Archive those in work. Refused while a deal is open or money is owed: archive_open_deals,
    archive_debt, with the name of the first such client."""
    for code, held in (
        ("archive_open_deals", client_sets.with_open_deal),
        ("archive_debt", client_sets.owing),
    ):
        if name := held(unit.db, ids):
            raise Refused(code, title=name)
    client_sets.archive(unit.db, ids, unit.now)


def refuse_from_do_not_call(unit: Unit, ids: Sequence[int]) -> None:
    """Raises Refused do_not_call_final for the first that asked not to be called."""
    if name := client_sets.of_status(unit.db, ids, ClientStatus.DO_NOT_CALL.value):
        raise Refused("do_not_call_final", title=name)
