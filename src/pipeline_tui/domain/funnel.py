"""Formulas of the funnel, and what its reads answer with.

Shares are fractions of one and None where nothing was counted; money is minor units of one currency,
and figures of different currencies stand side by side, never added. Every figure derives from stage
changes: a deal's stage and its closing day repeat the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.vocabulary import StageKind

LITTLE_DATA = 20
"""Closed deals below which own history says too little to plan by."""

HISTORY_DAYS = 365
"""Days back that own history looks: the chance of a stage needs more deals than a quarter has."""

PERIOD_DAYS = 90
"""Days back that figures of closed deals look when nobody says otherwise."""


def win_rate(won: int, lost: int) -> float | None:
    """Won / (won + lost), by close date."""
    closed = won + lost
    return won / closed if closed else None


def conversion(reached: int, entered: int) -> float | None:
    """Of the deals that entered a stage, the share that went on beyond it."""
    return reached / entered if entered else None


def mean(total: int, count: int) -> float | None:
    """The arithmetic mean."""
    return total / count if count else None


def velocity(
    open_deals: int, mean_won_minor: float | None, rate: float | None, cycle_days: float | None
) -> int | None:
    """Open deals × mean won amount × win rate / cycle days: minor units per day, half up.

    None where one of the parts is unknown. A cycle under a day counts as one.
    """
    if mean_won_minor is None or rate is None or cycle_days is None:
        return None
    return int(open_deals * mean_won_minor * rate / max(1.0, cycle_days) + 0.5)


def is_back_move(before: StageRow, after: StageRow) -> bool:
    """Whether a move goes back: to an earlier stage, or from won or lost to open.

    Places of different pipelines are not compared: only a closed deal goes back into another one.
    """
    if before.kind == StageKind.LOST:
        return after.kind != StageKind.LOST
    if after.kind == StageKind.LOST:
        return False
    if before.pipeline_id != after.pipeline_id:
        return after.is_open and not before.is_open
    return after.position < before.position


class CurrencySum(Struct, frozen=True):
    """Deals of one currency: how many, their sum, and the sum × probability of their stages."""

    currency: str
    count: int
    amount_minor: int
    weighted_minor: int = 0


class _Summed(Struct, frozen=True):
    """Deals with something in common, by currency."""

    sums: tuple[CurrencySum, ...] = ()

    @property
    def count(self) -> int:
        """Deals of every currency."""
        return sum(one.count for one in self.sums)

    @property
    def amounts(self) -> dict[str, int]:
        """Currency → sum."""
        return {one.currency: one.amount_minor for one in self.sums}

    @property
    def weights(self) -> dict[str, int]:
        """Currency → weighted sum."""
        return {one.currency: one.weighted_minor for one in self.sums}


class ColumnRow(_Summed, frozen=True, kw_only=True):
    """A stage with what stands in it. Closed stages count deals closed within the period."""

    stage: StageRow


REST = "\x00rest"
"""The key of what groups too many to tell apart come to together."""


class GroupRow(_Summed, frozen=True, kw_only=True):
    """Deals that have something in common; `key` is "" where it is not said."""

    key: str


class StageFlow(Struct, frozen=True):
    """The cohort that entered a stage within the period, by where it stands now.

    `reached` went on to a later stage or was won; `lost` was lost without going on; the rest is
    still there or went back. `won` and `decided` are of the deals
    closed within the last `HISTORY_DAYS` that ever entered it.
    """

    stage: StageRow
    entered: int
    reached: int
    lost: int
    won: int = 0
    decided: int = 0

    @property
    def conversion(self) -> float | None:
        """Reached next / entered."""
        return conversion(self.reached, self.entered)

    @property
    def waiting(self) -> int:
        """Neither gone on nor lost yet."""
        return self.entered - self.reached - self.lost

    @property
    def own_probability(self) -> float | None:
        """The share of decided deals that passed here and were won."""
        return conversion(self.won, self.decided)

    @property
    def little_data(self) -> bool:
        """Whether the own probability rests on too few deals."""
        return self.decided < LITTLE_DATA


class Result(Struct, frozen=True):
    """Deals of one currency closed within a period; `cycle_total` is days from first stage to won,
    summed over `cycle_count` deals whose first day is known."""

    currency: str
    won: int
    lost: int
    won_minor: int
    priced: int
    cycle_total: int
    cycle_count: int
    open_deals: int = 0
    open_minor: int = 0
    weighted_minor: int = 0

    @property
    def win_rate(self) -> float | None:
        """Won / (won + lost)."""
        return win_rate(self.won, self.lost)

    @property
    def mean_won_minor(self) -> float | None:
        """Mean amount of a won deal, of those with an amount."""
        return mean(self.won_minor, self.priced)

    @property
    def cycle_days(self) -> float | None:
        """Mean days from the first stage to won."""
        return mean(self.cycle_total, self.cycle_count)

    @property
    def velocity(self) -> int | None:
        """Minor units per day."""
        return velocity(self.open_deals, self.mean_won_minor, self.win_rate, self.cycle_days)


class LossRow(Struct, frozen=True):
    """Deals lost for one reason within the period; the money is what they were worth when lost."""

    reason_id: int | None
    code: str | None
    name: str | None
    count: int
    amounts: dict[str, int]


class ValueBy(StrEnum):
    """What the value and the win rate of deals are split by."""

    MONTH = "month"
    OWNER = "owner"
    PRODUCT = "product"
    SOURCE = "source"
    REGION = "region"
    """Of the client, as are country, industry and class."""
    COUNTRY = "country"
    INDUSTRY = "industry"
    CLASS = "class"
    COMPETITOR = "competitor"
    OBJECTION = "objection"
    """The kinds that were met in a deal: one with several is counted under each."""


class ValueRow(Struct, frozen=True):
    """Deals of one group and currency: won and lost within the period, and open now.

    By month, `key` is `2026-03`: of closing for closed deals, of the expected close for open ones.
    """

    key: str
    currency: str
    won: int
    lost: int
    won_minor: int
    open_deals: int
    open_minor: int
    weighted_minor: int

    @property
    def win_rate(self) -> float | None:
        """Won / (won + lost)."""
        return win_rate(self.won, self.lost)


class Attention(Struct, frozen=True):
    """How many open deals ask for something."""

    no_step: int
    overdue: int
    rotting: int
    snoozed: int
    no_client: int


class Report(Struct, frozen=True):
    """The funnel's figures from `since` to `until`, both included; what is open is as of `today`."""

    since: date
    until: date
    today: date
    columns: tuple[ColumnRow, ...]
    flows: tuple[StageFlow, ...]
    results: tuple[Result, ...]
    losses: tuple[LossRow, ...]
    attention: Attention

    @property
    def closed(self) -> int:
        """Deals won or lost within the period, of every currency."""
        return sum(one.won + one.lost for one in self.results)

    @property
    def win_rate(self) -> float | None:
        """Won / (won + lost) over every currency: a count of deals, not of money."""
        return win_rate(sum(one.won for one in self.results), sum(one.lost for one in self.results))

    @property
    def cycle_days(self) -> float | None:
        """Mean days from the first stage to won over every currency."""
        return mean(
            sum(one.cycle_total for one in self.results),
            sum(one.cycle_count for one in self.results),
        )


def by_stage(columns: Sequence[ColumnRow]) -> dict[int, ColumnRow]:
    """Columns by the number of their stage."""
    return {column.stage.id: column for column in columns}
