"""Blocks of the day in words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.domain.blocks import Block, Timed
from pipeline_tui.i18n import N_, _

_NAMES: Mapping[Block, str] = {
    Block.ALL: N_("everything"),
    Block.CALLS: N_("phone calls"),
    Block.DEBTS: N_("overdue money"),
    Block.PAPERWORK: N_("letters and documents"),
    Block.REQUESTS: N_("new requests"),
}


def name(block: Block) -> str:
    """What a block holds: `letters and documents`."""
    return _(_NAMES[block])


def until(timed: Timed) -> str:
    """`phone calls until 12:00`."""
    return _("{block} until {time}").format(block=name(timed.block), time=f"{timed.end:%H:%M}")
