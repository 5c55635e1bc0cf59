"""Practising answers: which to recall today, and when each comes again.

When an answer comes again is worked out by FSRS, the free spaced repetition scheduler (the `fsrs`
package), from nothing but the grades given: the same grades at the same moments give the same days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline_tui.domain.objections import AnswerRow, ObjectionTypeRow

if TYPE_CHECKING:
    from fsrs import Scheduler

DAILY = 10
"""Answers of a day: half a minute each, with those that come back the same day five to seven."""

SOON = timedelta(minutes=10)
"""After how long an answer that did not come to mind comes back; the practice does not wait for it."""

KNOWN_DAYS = 21
"""An answer is kept in mind from this interval on, as Anki calls a card mature."""


class Grade(IntEnum):
    """How well an answer came to mind, by the person who recalled it."""

    AGAIN = 1
    """Not at all."""
    HARD = 2
    GOOD = 3
    EASY = 4


class Given(Struct, frozen=True):
    """A grade that was given."""

    answer_id: int
    grade: Grade
    at: datetime


class Recall(Struct, frozen=True):
    """An answer as practice has left it: when it comes again, and whether it is being learnt again
    today, not after days. `times` and `last` are of the grades given."""

    due: datetime
    learning: bool
    times: int
    last: datetime

    @property
    def known(self) -> bool:
        """Whether it is kept in mind for weeks."""
        return not self.learning and self.due - self.last >= timedelta(days=KNOWN_DAYS)


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    # Chance would give another day each time the grades are read.
    return Scheduler(learning_steps=(SOON,), relearning_steps=(SOON,), enable_fuzzing=False)


def recall(grades: Sequence[Given]) -> Recall:
    """What the grades of one answer, oldest first, come to; at least one is needed."""
    from fsrs import Card, Rating, State

    scheduler, first = _scheduler(), grades[0]
    card = Card(card_id=first.answer_id, due=first.at)
    for one in grades:
        card, _log = scheduler.review_card(card, Rating(int(one.grade)), one.at)
    return Recall(card.due, card.state is not State.Review, len(grades), grades[-1].at)


class Exercise(Struct, frozen=True):
    """An answer to recall: to which kind, how often that kind was met and not taken off (`lost`), and
    what practice has left; none when it was never practised."""

    answer: AnswerRow
    kind: ObjectionTypeRow
    lost: int
    recall: Recall | None

    @property
    def heard(self) -> str:
        """How a client says it, another way each time; empty where the kind has no phrases."""
        if not self.kind.heard:
            return ""
        times = self.recall.times if self.recall is not None else 0
        return self.kind.heard[(self.answer.id + times) % len(self.kind.heard)]


class Progress(Struct, frozen=True):
    """How far practice has come.

    `done` answers were practised today, `left` are to come today; of all `whole` answers `known` are
    kept in mind and `begun` were practised at least once. `days` counts those in a row with practice,
    up to today, or to yesterday while nothing was done today.
    """

    done: int
    left: int
    whole: int
    begun: int
    known: int
    days: int


class Session(Struct, frozen=True):
    """What is to be recalled now, in order, and how far practice has come."""

    queue: tuple[Exercise, ...]
    progress: Progress


def session(
    exercises: Iterable[Exercise], given: Iterable[Given], now: datetime, zone: tzinfo
) -> Session:
    """The practice of today: objections lost most often first, of those what is due before what is
    new; then what did not come to mind today. `exercises` are in the order of the library."""
    every = list(exercises)
    today = now.astimezone(zone).date()
    days = {one.at.astimezone(zone).date() for one in given}

    def is_today(moment: datetime) -> bool:
        return moment.astimezone(zone).date() <= today

    fresh, again = [], []
    done = 0
    for one in every:
        found = one.recall
        if found is not None and found.last.astimezone(zone).date() == today:
            done += 1
            if found.learning:
                again.append(one)
        elif found is None or is_today(found.due):
            fresh.append(one)
    fresh.sort(key=lambda one: (-one.lost, one.recall is None))
    again.sort(key=lambda one: one.recall.due if one.recall is not None else now)
    queue = (*fresh[: max(0, DAILY - done)], *again)
    progress = Progress(
        done=done, left=len(queue), whole=len(every),
        begun=sum(one.recall is not None for one in every),
        known=sum(one.recall is not None and one.recall.known for one in every),
        days=_in_a_row(days, today),
    )  # fmt: skip
    return Session(queue, progress)


def _in_a_row(days: set[date], today: date) -> int:
    day = today if today in days else today - timedelta(days=1)
    count = 0
    while day in days:
        count += 1
        day -= timedelta(days=1)
    return count
