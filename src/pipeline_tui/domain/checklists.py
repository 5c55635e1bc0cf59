"""The exit checklist of a stage: what is to be done before a deal goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.errors import Refused


class Gate(StrEnum):
    """What happens to a deal that goes on with open items."""

    ASK = "ask"
    REFUSE = "refuse"
    OFF = "off"


class CheckRow(Struct, frozen=True):
    """An item of the checklist of a deal's stage, ticked or not yet."""

    id: int
    name: str
    ticked_at: datetime | None = None


def still_open(items: Sequence[CheckRow]) -> list[str]:
    """What is not done."""
    return [one.name for one in items if one.ticked_at is None]


def check_exit(title: str, items: Sequence[CheckRow], gate: str, *, anyway: bool) -> None:
    """Whether a deal may go on from its stage; `anyway` when the user was asked and said so.

    Raises Refused checklist_open where it may not, checklist_ask where the user is to be asked.
    """
    left = still_open(items)
    if not left or gate == Gate.OFF or (gate == Gate.ASK and anyway):
        return
    code = "checklist_ask" if gate == Gate.ASK else "checklist_open"
    raise Refused(code, title=title, items=", ".join(left))
