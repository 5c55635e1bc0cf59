"""The named figures of the funnel, and how the deals behind one of them are asked for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.funnel import ValueBy


class Figure(StrEnum):
    """What can be looked at by itself."""

    COHORTS = "cohorts"
    """Conversion by the month in which deals entered the funnel."""
    TIME = "time"
    """Time in stage."""
    VELOCITY = "velocity"
    RATES = "rates"
    """Win rate by what deals have in common."""
    LOSSES = "losses"
    CHANGES = "changes"
    """What moved since a day, a week ago unless another is named."""


class Part(StrEnum):
    """Which of the deals of a row; a stage's code as well in a cohort: those that reached it."""

    ALL = "all"
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    ENDED = "ended"
    """Of a stay in a stage: over."""


class Scope(Struct, frozen=True):
    """Which deals a figure is of: from `since` to `until`, both included, of one pipeline or of all.

    The days are those of entry in cohorts, of entry into a stage in times, of the move in changes,
    of closing elsewhere.
    """

    since: date
    until: date
    pipeline_id: int | None = None


class OwnField(Struct, frozen=True):
    """A field of the user's own, of deals, as what deals have in common: a file that was imported may
    know the region of the seller."""

    name: str


Split = ValueBy | OwnField
"""By what the win rate is split."""


class Behind(Struct, frozen=True):
    """The deals behind one number: those of `part` of the row with the key `row` of a figure.

    `by` says by what the win rate is split; no other figure asks for it.
    """

    figure: Figure
    row: str
    part: str = Part.ALL
    by: Split = ValueBy.SOURCE
