"""Next steps: planned, moved, done, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.records import Client, Deal, Task, TaskDraft
from pipeline_tui.domain.vocabulary import TaskKind, TaskOrigin
from pipeline_tui.services.base import Service, revise, validated

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def plan_step(unit: Unit, **values: Any) -> Task:
    """Put a step on the calendar inside a larger change; fields of `TaskDraft`.

    A step of a deal is a step of the deal's client too, and ends a snooze of the deal.
    """
    deal_id = values.get("deal_id")
    if deal_id is not None:
        deal = unit.get(Deal, deal_id)
        if values.get("client_id") is None:
            values["client_id"] = deal.client_id
        deal.snoozed_until, deal.snooze_reason = None, ""
        unit.session.add(deal)
    if deal_id is None and values.get("client_id") is None:
        raise Refused("step_without_subject")
    draft = validated(TaskDraft, values)
    return unit.add(Task(**draft.model_dump(), created_at=unit.now))


def open_steps(unit: Unit, deal_id: int) -> list[Task]:
    """The steps of a deal that are neither done nor dropped."""
    return list(
        unit.session.exec(
            select(Task).where(
                Task.deal_id == deal_id,
                col(Task.done_at).is_(None),
                col(Task.dropped_at).is_(None),
            )
        )
    )


def demand_step(unit: Unit, deal: Deal, today: date) -> None:
    """Refuse to leave an open deal with neither a next step nor a snooze that still runs."""
    if deal.closed_on is not None or deal.archived_at is not None:
        return
    asleep = deal.snoozed_until is not None and deal.snoozed_until > today
    if not asleep and not open_steps(unit, deal.id or 0):
        raise Refused("next_step_required", title=deal.title)


def close_steps(unit: Unit, *, deal_id: int, done: bool) -> int:
    """Close every open step of a deal, as done or as dropped; answers with how many."""
    count = 0
    for task in open_steps(unit, deal_id):
        if done:
            task.done_at = unit.now
        else:
            task.dropped_at = unit.now
        unit.session.add(task)
        count += 1
    unit.session.flush()
    return count


def finish_step(unit: Unit, task_id: int) -> Task:
    """Mark one step done inside a larger change; a closed one stays as it is."""
    task = unit.get(Task, task_id)
    if task.done_at is None and task.dropped_at is None:
        task.done_at = unit.now
        unit.session.add(task)
        unit.session.flush()
    return task


class Tasks(Service):
    """Use cases of the next step."""

    def plan(
        self,
        *,
        due_on: date,
        due_at: datetime | None = None,
        client_id: int | None = None,
        deal_id: int | None = None,
        contact_id: int | None = None,
        kind: str = TaskKind.CALL,
        origin: str = TaskOrigin.STEP,
        title: str = "",
    ) -> int:
        """Plan a step for a deal or a client; answers with its number."""
        with self._write("task.plan") as unit:
            task = plan_step(
                unit, due_on=due_on, due_at=due_at, client_id=client_id, deal_id=deal_id,
                contact_id=contact_id, kind=kind, origin=origin, title=title,
            )  # fmt: skip
            unit.about("task", task.id, title=title, day=due_on.isoformat(), name=_name(unit, task))
            return task.id or 0

    def edit(
        self, task_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change a step; `seen` is what the user was looking at. One taken from an open deal must
        not be its last."""
        with self._write("task.edit") as unit:
            task = unit.get(Task, task_id)
            before = task.deal_id
            revise(task, TaskDraft, values, seen)
            unit.session.add(task)
            unit.session.flush()
            if before is not None and task.deal_id != before:
                demand_step(unit, unit.get(Deal, before), self._today())
            unit.about("task", task_id, title=task.title, name=_name(unit, task))

    def done(
        self,
        task_id: int,
        *,
        then_on: date | None = None,
        then_at: datetime | None = None,
        then_title: str = "",
        then_kind: str = TaskKind.CALL,
    ) -> None:
        """Mark a step as done, and plan the one after it in the same change.

        Raises Refused next_step_required when an open deal would have none left.
        """
        with self._write("task.done") as unit:
            task = finish_step(unit, task_id)
            if then_on is not None:
                plan_step(
                    unit, deal_id=task.deal_id, client_id=task.client_id,
                    contact_id=task.contact_id, due_on=then_on, due_at=then_at, title=then_title,
                    kind=then_kind,
                )  # fmt: skip
            if task.deal_id is not None:
                demand_step(unit, unit.get(Deal, task.deal_id), self._today())
            unit.about("task", task_id, title=task.title, name=_name(unit, task))

    def drop(self, task_id: int) -> None:
        """Take a step off the calendar, not done; refused when an open deal would have none left."""
        with self._write("task.drop") as unit:
            task = unit.get(Task, task_id)
            if task.done_at is None and task.dropped_at is None:
                task.dropped_at = unit.now
                unit.session.add(task)
                unit.session.flush()
            if task.deal_id is not None:
                demand_step(unit, unit.get(Deal, task.deal_id), self._today())
            unit.about("task", task_id, title=task.title, name=_name(unit, task))


def _name(unit: Unit, task: Task) -> str:
    """Whose step it is, for the undo label."""
    if task.client_id is not None:
        return unit.get(Client, task.client_id).name
    return unit.get(Deal, task.deal_id).title if task.deal_id is not None else ""
