"""Whether one is about to sell to a debtor, and why that matters."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.paying.grade import Advice, Grade, Payer

_POOR = (Grade.D, Grade.E)


class Risk(Struct, frozen=True):
    """What speaks against delivering before the money is here.

    `overdue_sums` are past their due day, the oldest by `overdue_days`; a `broken` promise stands; the
    debt would come above the limit by `over_minor` of the own currency. `payer` and `advice` are there
    where something has fallen due before.
    """

    overdue_sums: SUMS
    overdue_days: int
    broken: bool
    over_minor: int
    payer: Payer | None = None
    advice: Advice | None = None

    @property
    def poor(self) -> bool:
        """Whether the client pays so late that terms are to be other than usual."""
        return self.payer is not None and self.payer.grade in _POOR

    @property
    def any(self) -> bool:
        """Whether there is anything to warn of."""
        return bool(self.overdue_sums) or self.broken or self.over_minor > 0 or self.poor


def last_open(stages: Iterable[StageRow], pipeline_id: int) -> int | None:
    """The stage that an invoice is written in: the last open one of a pipeline."""
    ahead = [
        one for one in stages if one.pipeline_id == pipeline_id and one.is_open and not one.retired
    ]
    return max(ahead, key=lambda one: one.position).id if ahead else None
