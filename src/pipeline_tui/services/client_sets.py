"""What is done to many clients at once, as few statements however many they are.

Functions take the `Unit` of a larger change, and numbers of clients that all exist (`checked`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import NotFound, Refused
from pipeline_tui.domain.vocabulary import ClientStatus

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_THESE = "(SELECT value FROM json_each(:ids))"
FIELDS = ("status", "abc", "owner", "verified_on", "archived_at")
"""Columns that are set on many."""


def checked(unit: Unit, ids: Sequence[int]) -> list[int]:
    """The numbers, each once; raises NotFound for one that is no client."""
    wanted = list(dict.fromkeys(ids))
    known = {
        row[0]
        for row in unit.db.execute(
            f"SELECT id FROM client WHERE id IN {_THESE}", {"ids": json.dumps(wanted)}
        )
    }
    for id_ in wanted:
        if id_ not in known:
            raise NotFound("not_found", kind="client", id=id_)
    return wanted


def put(unit: Unit, ids: Sequence[int], field: str, value: Any) -> None:
    """Set a field of `FIELDS` where it is another."""
    if field not in FIELDS:
        raise ValueError(field)
    unit.db.execute(
        f"UPDATE client SET {field} = :value WHERE id IN {_THESE} AND {field} IS NOT :value",
        {"ids": json.dumps(list(ids)), "value": value},
    )


def put_away(unit: Unit, ids: Sequence[int]) -> None:
    """Archive those in work. Refused while a deal is open or money is owed: archive_open_deals,
    archive_debt, with the name of the first such client."""
    these = {"ids": json.dumps(list(ids))}
    for code, held in (
        ("archive_open_deals", "deal h WHERE h.closed_on IS NULL AND h.archived_at IS NULL AND"),
        ("archive_debt", "instalment h WHERE h.open_minor > 0 AND"),
    ):
        found = unit.db.execute(
            f"SELECT name FROM client c WHERE c.id IN {_THESE}"
            f" AND EXISTS (SELECT 1 FROM {held} h.client_id = c.id) ORDER BY c.id LIMIT 1",
            these,
        ).fetchone()
        if found is not None:
            raise Refused(code, title=found[0])
    unit.db.execute(
        f"UPDATE client SET archived_at = :now WHERE id IN {_THESE} AND archived_at IS NULL",
        these | {"now": moment_text(unit.now)},
    )


def tag(unit: Unit, ids: Sequence[int], name: str) -> int:
    """Put a word on those that bear none that reads the same; answers with how many."""
    names = _spellings(unit, name)
    return unit.db.execute(
        "INSERT INTO tag (client_id, name) SELECT value, :name FROM json_each(:ids) WHERE value NOT IN"
        " (SELECT client_id FROM tag WHERE name IN (SELECT value FROM json_each(:names)))",
        {"ids": json.dumps(list(ids)), "name": name, "names": json.dumps(names)},
    ).rowcount


def untag(unit: Unit, ids: Sequence[int], name: str) -> int:
    """Take a word off, however it is spelt; answers with how many bore it."""
    return unit.db.execute(
        f"DELETE FROM tag WHERE client_id IN {_THESE}"
        " AND name IN (SELECT value FROM json_each(:names))",
        {"ids": json.dumps(list(ids)), "names": json.dumps(_spellings(unit, name))},
    ).rowcount


def refuse_from_do_not_call(unit: Unit, ids: Sequence[int]) -> None:
    """Raises Refused do_not_call_final for the first that asked not to be called."""
    found = unit.db.execute(
        f"SELECT name FROM client WHERE id IN {_THESE} AND status = :status ORDER BY id LIMIT 1",
        {"ids": json.dumps(list(ids)), "status": ClientStatus.DO_NOT_CALL.value},
    ).fetchone()
    if found is not None:
        raise Refused("do_not_call_final", title=found[0])


def _spellings(unit: Unit, name: str) -> list[str]:
    """Tags in use that read the same, whatever their case, and this one."""
    known = (row[0] for row in unit.db.execute("SELECT DISTINCT name FROM tag"))
    return list({name, *(one for one in known if fold(one) == fold(name))})
