"""Whether one is about to sell to a debtor, and why that matters."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.paying.grade import Advice, Grade, Payer
from pipeline_tui.domain.shipping import Caution

_POOR = (Grade.D, Grade.E)


class Risk(Struct, frozen=True):
    """What speaks against delivering before the money is here: marks, limit and old debt (`caution`), a
    promise that was not kept while money is owed. `payer` and `advice` are there where there is a
    grade."""

    caution: Caution
    broken: bool
    payer: Payer | None = None
    advice: Advice | None = None

    @property
    def poor(self) -> bool:
        """Whether the client pays so late that terms are to be other than usual."""
        return self.payer is not None and self.payer.grade in _POOR

    @property
    def any(self) -> bool:
        """Whether there is anything to warn of."""
        return self.caution.any or self.broken or self.poor


def last_open(stages: Iterable[StageRow], pipeline_id: int) -> int | None:
    """The stage that an invoice is written in: the last open one of a pipeline."""
    ahead = [
        one for one in stages if one.pipeline_id == pipeline_id and one.is_open and not one.retired
    ]
    return max(ahead, key=lambda one: one.position).id if ahead else None
