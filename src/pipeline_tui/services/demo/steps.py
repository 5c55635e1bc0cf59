"""Next steps of a deal: the one that is open, those that were done, the call to win it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import ClientStatus, TaskKind, TaskOrigin
from pipeline_tui.services.demo.lexicon import Good
from pipeline_tui.services.demo.scene import Party, Scene, fill


class Steps:
    """Writes tasks of one deal; `facts` gives the fields of a sentence said at a moment."""

    def __init__(
        self,
        scene: Scene,
        party: Party,
        deal: dict[str, Any],
        good: Good,
        facts: Callable[[datetime], dict[str, str]],
    ) -> None:
        self._scene = scene
        self._party = party
        self._deal = deal
        self._good = good
        self._facts = facts

    def plan(self, stage: str, fate: str, talked: datetime | None) -> None:
        """The next step, planned in the last talk; or none, where `fate` is to have none."""
        scene, days, rng = self._scene, self._scene.days, self._scene.rng
        if fate in ("rotting", "stepless"):
            return
        texts = scene.lexicon.texts
        if fate == "snoozed":
            self._deal["snoozed_until"] = days.ahead(rng.randrange(6, 18))
            self._deal["snooze_reason"] = texts.snooze
            return
        kind, title = scene.draw(scene.fitting(texts.steps[stage], self._good))
        origin = TaskOrigin.STEP
        due_on: date = days.today
        due_at: datetime | None = None
        if fate == "future":
            due_on = days.ahead(rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 7)))
        elif fate == "overdue":
            due_on = days.ago(rng.choice((1, 1, 1, 2, 2, 3, 4, 6)))
        elif fate == "promised":
            due_on = days.ago(1)
            due_at = days.at(due_on, 15, 30, self._party.zone)
        if fate in ("promised", "callback"):
            kind, origin, title = TaskKind.CALL, TaskOrigin.CALLBACK, scene.draw(texts.callbacks)
        if kind == TaskKind.MEETING and fate == "future":
            due_at = days.appointment(due_on, rng.choice((10, 11, 15)), self._party.zone)
        self._add(
            kind=kind, origin=origin, title=fill(title, self._facts(days.now)), due_on=due_on,
            due_at=due_at, created_at=talked or days.now, deal_id=self._deal["id"],
        )  # fmt: skip

    def done(self, stage: str, moment: datetime, planned: datetime | None) -> None:
        """The step that a talk fulfilled."""
        texts = self._scene.lexicon.texts
        kind, title = self._scene.draw(self._scene.fitting(texts.steps[stage], self._good))
        self._add(
            kind=kind, title=fill(title, self._facts(moment)), done_at=moment,
            due_on=self._scene.days.local_day(moment), created_at=min(planned or moment, moment),
            deal_id=self._deal["id"],
        )  # fmt: skip

    def win_back(self, why: str, closed: date, moment: datetime) -> None:
        """The call that is to bring the client back, done by now or still to come."""
        scene = self._scene
        rest = scene.codes.win_back_days[why]
        status = self._party.row["status"]
        if rest is None or status in (ClientStatus.DO_NOT_CALL, ClientStatus.ACTIVE):
            return
        due_on = closed + timedelta(days=rest)
        done = scene.days.at(due_on, 12, 10) if due_on < scene.days.ago(6) else None
        self._add(
            kind=TaskKind.CALL, origin=TaskOrigin.WIN_BACK, due_on=due_on, created_at=moment,
            title=scene.say(scene.lexicon.texts.win_back, self._facts(moment)), done_at=done,
        )  # fmt: skip

    def _add(self, **values: Any) -> None:
        party = self._party
        self._scene.rows.add(records.Task, client_id=party.id, contact_id=party.chief.id, **values)
