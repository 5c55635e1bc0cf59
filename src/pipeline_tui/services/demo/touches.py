"""What the seller did: calls with their outcomes and hours, letters, meetings, messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.requests import KINDS, RequestWay
from pipeline_tui.domain.vocabulary import ActivityKind, Direction
from pipeline_tui.services.demo.scene import Party, Person, Scene

_CALLED = {9: 8, 10: 14, 11: 14, 12: 7, 13: 3, 14: 10, 15: 11, 16: 12, 17: 8}
"""How often each hour of the client's day is called."""
_ANSWERED = {9: 0.45, 10: 0.62, 11: 0.58, 12: 0.3, 13: 0.15, 14: 0.4, 15: 0.45, 16: 0.58, 17: 0.38}
"""How often somebody picks up."""
_WINDOW = 0.22
_UNANSWERED = (("no_answer", 12), ("busy", 3), ("voicemail", 3), ("wrong_number", 0.3))
_SECONDS = {
    "reached_decision_maker": (110, 900), "reached_other": (35, 160), "call_back": (15, 70),
    "interested": (150, 600), "meeting_set": (120, 480), "promised_to_pay": (60, 240),
    "disputes_debt": (150, 700), "refused": (25, 180), "do_not_call": (10, 40),
}  # fmt: skip


def _answers(party: Party, hour: int) -> float:
    """The share of calls that this client takes in an hour of their day."""
    share = _ANSWERED[hour]
    if party.window:
        share += _WINDOW if (hour < 12) == (party.window == "morning") else -_WINDOW
    return max(0.05, min(0.95, share))


class Touches:
    """Writes activities of one scene."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def moment(
        self,
        party: Party,
        workdays_ago: int,
        after: datetime | None = None,
        *,
        answered: bool | None = None,
    ) -> datetime:
        """A moment of that day in the client's hours, later than `after`; today, a free slot.

        `answered` leans to the hours when this client picks up, or when they do not.
        """
        scene = self._scene
        if workdays_ago <= 0 and scene.slots:
            found = scene.slots.pop(scene.rng.randrange(len(scene.slots)))
        else:
            hours = tuple(_CALLED)
            often = [float(_CALLED[hour]) for hour in hours]
            if answered is not None:
                shares = [_answers(party, hour) for hour in hours]
                often = [o * (s if answered else 1 - s) for o, s in zip(often, shares, strict=True)]
            day = scene.days.ago(max(1, workdays_ago))
            hour = scene.pick(hours, often)
            found = scene.days.at(day, hour, scene.rng.randrange(60), party.zone)
        if after is not None and found <= after:
            found = min(after + timedelta(minutes=scene.rng.randrange(9, 40)), scene.days.now)
        return found

    def reach(
        self,
        party: Party,
        person: Person,
        workdays_ago: int,
        *,
        deal_id: int | None = None,
        after: datetime | None = None,
    ) -> datetime:
        """Call until somebody answers, noting the attempts that failed; when they did."""
        scene = self._scene
        found = self.moment(party, workdays_ago, after, answered=True)
        failed = scene.pick((0, 1, 2, 3), (44, 31, 17, 8))
        attempts = [
            self.moment(party, workdays_ago + scene.rng.randrange(3), answered=False)
            for _ in range(failed)
            if workdays_ago > 0
        ]
        for attempt in sorted(attempts):
            # One that has no room between the last talk and this one was not made.
            if attempt < found - timedelta(minutes=20) and (after is None or attempt > after):
                self.unanswered(party, person, attempt, deal_id=deal_id)
        return found

    def unanswered(
        self, party: Party, person: Person, moment: datetime, *, deal_id: int | None = None
    ) -> dict[str, Any]:
        """A call that nobody answered."""
        scene = self._scene
        code = scene.pick([c for c, _ in _UNANSWERED], [w for _, w in _UNANSWERED])
        note = scene.draw(scene.lexicon.texts.unanswered[code])
        return self.call(party, person, moment, code, note, deal_id=deal_id)

    def call(
        self,
        party: Party,
        person: Person,
        moment: datetime,
        outcome: str,
        note: str,
        *,
        deal_id: int | None = None,
    ) -> dict[str, Any]:
        """A call with its outcome."""
        low, high = _SECONDS.get(outcome, (0, 0))
        seconds = self._scene.rng.randrange(low, high) if high else None
        return self._add(
            party, person, moment, ActivityKind.CALL, Direction.OUT, note,
            outcome_id=self._scene.codes.outcomes[outcome], duration_s=seconds, deal_id=deal_id,
        )  # fmt: skip

    def incoming(
        self, party: Party, moment: datetime, way: RequestWay, subject: str, note: str
    ) -> dict[str, Any]:
        """A request of the client's: a call nobody took, a form of the site, a letter."""
        missed = way == RequestWay.CALL
        outcome = self._scene.codes.outcomes["no_answer"] if missed else None
        return self._add(
            party, party.chief, moment, KINDS[way], Direction.IN, note, subject=subject,
            outcome_id=outcome,
        )  # fmt: skip

    def letter(
        self, party: Party, moment: datetime, subject: str, note: str, *,
        deal_id: int | None, incoming: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """An e-mail, sent or received."""
        return self._add(
            party, party.chief, moment, ActivityKind.EMAIL,
            Direction.IN if incoming else Direction.OUT, note, subject=subject, deal_id=deal_id,
        )  # fmt: skip

    def meeting(
        self, party: Party, moment: datetime, note: str, *, deal_id: int | None
    ) -> dict[str, Any]:
        """A meeting of about an hour."""
        seconds = self._scene.rng.randrange(1500, 5400)
        return self._add(
            party, party.chief, moment, ActivityKind.MEETING, None, note, deal_id=deal_id,
            duration_s=seconds,
        )  # fmt: skip

    def message(
        self, party: Party, moment: datetime, note: str, *, deal_id: int | None
    ) -> dict[str, Any]:
        """A message in a messenger."""
        return self._add(
            party, party.chief, moment, ActivityKind.MESSAGE, Direction.OUT, note, deal_id=deal_id
        )

    def _add(
        self, party: Party, person: Person, moment: datetime, kind: ActivityKind,
        direction: Direction | None, note: str, **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        return self._scene.rows.add(
            records.Activity, client_id=party.id, contact_id=person.id, kind=kind,
            direction=direction, started_at=moment, note=note, owner=self._scene.owner, **more,
        )  # fmt: skip


def number_attempts(scene: Scene) -> None:
    """Count the calls in a row that a client has not answered, as call mode does."""
    missed: dict[int, int] = {}
    connected = {
        scene.codes.outcomes[code] for code, reached in scene.codes.connected.items() if reached
    }
    calls = [
        row
        for row in scene.rows.of(records.Activity)
        if row["kind"] == ActivityKind.CALL and row["direction"] == Direction.OUT
    ]
    for row in sorted(calls, key=lambda call: (call["started_at"], call["id"])):
        client = row["client_id"]
        row["attempt"] = missed.get(client, 0) + 1
        missed[client] = 0 if row["outcome_id"] in connected else row["attempt"]
