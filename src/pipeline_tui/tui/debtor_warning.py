"""A word of warning before one sells to a debtor: on the card of a deal, and as it comes to the invoice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline_tui.domain.paying.selling import last_open
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.prompts import ConfirmPrompt
from pipeline_tui.wording.payers import selling

if TYPE_CHECKING:
    from pipeline_tui.domain.deals import DealRow, StageRow
    from pipeline_tui.tui.base import DeskMixin


async def read_risk(
    screen: DeskMixin, row: DealRow, *, wait: bool = True, marked: bool = True
) -> str:
    """Why one had better not sell to the client of a deal on credit; nothing where nothing is known.

    A large file takes a second to learn grades from: without `wait` they are left out till then.
    `marked`: with the mark against shipping, which a card shows by itself."""
    if row.client_id is None:
        return ""
    added = None if row.amount_minor is None else (row.currency, row.amount_minor)
    found = await screen.ask(screen.desk.payers.risk, row.client_id, added, wait=wait)
    return selling(found, screen.desk.today(), marked=marked)


async def sells_all_the_same(
    screen: DeskMixin, row: DealRow, target: StageRow, stages: Mapping[int, StageRow]
) -> bool:
    """Whether a deal goes to a stage: asked where that is the one of the invoice and the client is a
    debtor."""
    if not to_invoice(row, target, stages):
        return True
    why = await read_risk(screen, row, wait=False)
    if not why:
        return True
    return bool(
        await screen.pipeline.push_screen_wait(
            ConfirmPrompt(
                _("This client is a debtor: {why}").format(why=why),
                _("Sell all the same"), _("Stay"), hint=row.title,
            )
        )
    )  # fmt: skip


def to_invoice(row: DealRow, target: StageRow, stages: Mapping[int, StageRow]) -> bool:
    """Whether a move brings a deal on to where its invoice is written: the last open stage of its
    pipeline. The form of a sale tells of a debtor itself."""
    before = stages.get(row.stage_id)
    if before is None or not before.is_open or before.id == target.id:
        return False
    return target.id == last_open(stages.values(), target.pipeline_id)
