"""The reminder ladder: what is to be done about a debt of an age, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct


class DunningStep(StrEnum):
    """What is to be done about a debt of this age, and the two states that stop the ladder."""

    NONE = "none"
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    SOFT = "soft"
    CALL = "call"
    LETTER = "letter"
    CLAIM = "claim"
    PROMISED = "promised"
    """The client's word runs: wait for its day."""
    DISPUTED = "disputed"
    """Settle what they object to first."""


class Rung(Struct, frozen=True):
    """A step of the ladder with the day it begins on, and the day it was taken where it was."""

    step: DunningStep
    since: date
    done_on: date | None = None

    def stands(self, day: date) -> bool:
        """Whether it is to be taken on a day: it has begun, was not taken yet, and is no waiting."""
        waits = self.step in (DunningStep.NONE, DunningStep.PROMISED)
        return not waits and self.since <= day and self.done_on is None


Reminders = tuple[tuple[int, DunningStep], ...]
"""Days past the due day that steps begin on, rising."""
LADDER: Reminders = (
    (-3, DunningStep.REMINDER),
    (0, DunningStep.DUE_TODAY),
    (1, DunningStep.SOFT),
    (8, DunningStep.CALL),
    (15, DunningStep.LETTER),
    (31, DunningStep.CLAIM),
)
"""The ladder where nobody says otherwise."""
NONE_DONE: Mapping[DunningStep, date] = {}
"""No step was taken yet."""
SPOKEN = frozenset({DunningStep.SOFT, DunningStep.CALL})
"""Steps that a conversation takes, whatever was written."""


def reminders_of(days: Mapping[str, int]) -> Reminders:
    """The ladder of the settings, step → days past the due day; ours where they name none."""
    found = sorted((first, DunningStep(step)) for step, first in days.items())
    return tuple(found) or LADDER


def rung_of(due_on: date, today: date, ladder: Reminders = LADDER) -> Rung:
    """The step that stands for a debt now; NONE, since its due day, while it is far from due."""
    late = (today - due_on).days
    for first, step in reversed(ladder):
        if late >= first:
            return Rung(step, due_on + timedelta(days=first))
    return Rung(DunningStep.NONE, due_on)


def next_rung(due_on: date, today: date, ladder: Reminders = LADDER) -> Rung | None:
    """The step that comes after the one that stands now; none after the last."""
    late = (today - due_on).days
    for first, step in ladder:
        if late < first:
            return Rung(step, due_on + timedelta(days=first))
    return None


def step_to_take(
    oldest_due: date | None, today: date, *, promised_on: date | None = None, disputed: bool = False,
    ladder: Reminders = LADDER, done: Mapping[DunningStep, date] = NONE_DONE,
) -> Rung:  # fmt: skip
    """What a debtor's next step is: wait for a promise, else the rung that stands, or, before the
    first one and after one that was taken, the rung to come. After the last one it stands as taken.

    `oldest_due` is of what nobody disputes, none where all is disputed. A dispute is settled first
    unless other debt wants something already. `done` says when a step was taken last: one taken
    before the rung began was for another debt.
    """
    if promised_on is not None and promised_on >= today:
        return Rung(DunningStep.PROMISED, promised_on)
    if oldest_due is None:
        return Rung(DunningStep.DISPUTED, today)
    rung = rung_of(oldest_due, today, ladder)
    taken = done.get(rung.step)
    if taken is not None and taken < rung.since:
        taken = None
    if rung.step is not DunningStep.NONE and taken is None:
        return rung
    if disputed:
        return Rung(DunningStep.DISPUTED, today)
    return next_rung(oldest_due, today, ladder) or Rung(rung.step, rung.since, taken)
