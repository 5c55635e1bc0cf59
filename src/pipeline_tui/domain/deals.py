"""Rules of the funnel, and what its reads answer with. Money in minor units of the currency beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline_tui.domain.vocabulary import StageKind


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage; `name` is none while the catalogue's word for `code` is to be shown."""

    id: int
    pipeline_id: int
    code: str
    name: str | None
    kind: str
    probability: int
    rot_days: int | None
    position: int

    @property
    def is_open(self) -> bool:
        """Whether deals here are still being sold."""
        return self.kind == StageKind.OPEN


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A loss reason."""

    id: int
    code: str
    name: str | None
    win_back_days: int | None


def is_rotting(
    *, days_untouched: int, rot_days: int | None, next_step: date | None, today: date
) -> bool:
    """Untouched for longer than the stage allows, and nothing planned from today on."""
    if rot_days is None or days_untouched <= rot_days:
        return False
    return next_step is None or next_step < today


def weighted(amount_minor: int, probability: int) -> int:
    """Amount × probability (percent), rounded half up to a minor unit."""
    return (amount_minor * probability + 50) // 100


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as a line or a card."""

    id: int
    title: str
    client_id: int | None
    client: str | None
    stage_id: int
    amount_minor: int | None
    currency: str
    stage_since: datetime
    opened_on: date | None
    closed_on: date | None
    expected_close: date | None
    last_touch: datetime | None
    next_step: date | None
    next_title: str
    owner: str
    source: str
    product: str | None
    snoozed_until: date | None
    rotting: bool
