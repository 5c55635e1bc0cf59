"""The score within a tier, 0 to 100, every part of it kept so that it can be shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log1p

from msgspec import Struct

from pipeline_tui.domain.contact_rates import connect_rate
from pipeline_tui.domain.ranking.candidates import Candidate
from pipeline_tui.domain.shares import smoothed

WEIGHTS = (35, 25, 15, 15, 10)
"""Of value, urgency, probability, reach and account, in this order."""

DAYS_LATE = 5
"""Working days late at which urgency is full."""

_CLASSES = {"A": 1.0, "B": 0.5, "C": 0.25}
_FATIGUE = 5
_MOST_FATIGUE = 20
_CLOSING = timedelta(minutes=60)


class Score(Struct, frozen=True):
    """Parts from 0 to 1, and `fatigue` in points from 0 to 20."""

    value: float
    urgency: float
    probability: float
    reach: float
    account: float
    fatigue: int

    @property
    def points(self) -> tuple[float, float, float, float, float]:
        """What each part adds to the total, in the order of `WEIGHTS`."""
        v, u, p, r, a = WEIGHTS
        return (
            v * self.value, u * self.urgency, p * self.probability, r * self.reach,
            a * self.account,
        )  # fmt: skip

    @property
    def total(self) -> float:
        """35·V + 25·U + 15·P + 15·R + 10·A − F, from 0 to 100."""
        return max(0.0, sum(self.points) - self.fatigue)


def score(candidate: Candidate, now: datetime, highest_minor: int) -> Score:
    """Score one candidate; `highest_minor` is the largest value of its tier and currency."""
    client = candidate.client
    value = (
        log1p(max(0, candidate.value_minor)) / log1p(highest_minor) if highest_minor > 0 else 0.0
    )
    reach = connect_rate(client.hour_connects, client.hour_tries)
    if _closes_soon(candidate, now):
        reach = (1 + reach) / 2
    return Score(
        value=min(1.0, value),
        urgency=min(1.0, max(0, candidate.days_late) / DAYS_LATE),
        probability=smoothed(candidate.kept, candidate.known, 2),
        reach=reach,
        account=_CLASSES.get(client.abc or "", 0.0),
        fatigue=min(_MOST_FATIGUE, _FATIGUE * client.unanswered),
    )


def _closes_soon(candidate: Candidate, now: datetime) -> bool:
    """Whether their office closes within an hour."""
    local = now.astimezone(candidate.client.zone)
    end = datetime.combine(local.date(), candidate.client.work_end, candidate.client.zone)
    return timedelta() < end - local <= _CLOSING
