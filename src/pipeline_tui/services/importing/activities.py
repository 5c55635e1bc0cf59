"""What happened and what is to be done, taken in: touches by contact, tasks on the calendar."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.domain.vocabulary import ActivityKind, Direction, TaskKind
from pipeline_tui.exchange.headings import normalise
from pipeline_tui.exchange.kinds import activity_kind_of
from pipeline_tui.exchange.stages import outcome_of
from pipeline_tui.services.importing.contacts import Contacts
from pipeline_tui.services.importing.intake import Fate, Intake, Line, joined
from pipeline_tui.services.importing.known import KnownClients
from pipeline_tui.store.queries import imported as there

_TITLE = 500
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\Z", re.IGNORECASE)
_DONE = frozenset(
    [
        "completed",
        "complete",
        "done",
        "closed",
        "finished",
        "завершена",
        "завершено",
        "выполнена",
        "выполнено",
        "готово",
        "сделано",
        "закрыта",
        "закрыто",
    ]
)
_DROPPED = frozenset(["cancelled", "canceled", "dropped", "отменена", "отменено", "снята"])
_NOT_DONE = frozenset(["no", "нет", "0", "false", "undone", "todo", "notdone", "невыполнено"])
_INCOMING = ("in", "вх")


class Activities:
    """Touches and tasks, one row after another."""

    def __init__(self, intake: Intake, clients: KnownClients, contacts: Contacts) -> None:
        self._intake = intake
        self._clients = clients
        self._contacts = contacts
        self._outcomes = there.outcomes(intake.db)

    def take(self, line: Line) -> Fate:
        """Take one row."""
        row_hash = line.hash()
        key = line.key() or f"={row_hash}@{line.table.source}"
        _with_time(line)
        as_activity = self._intake.link_of("activity", key)
        as_task = self._intake.link_of("task", key)
        linked = as_activity or as_task
        if linked and linked[1] == row_hash:
            return Fate.MERGED
        if linked and linked[2]:
            raise Invalid("external_id", "id_repeated", text=line.text("external_id"))
        at = line.moment("at")
        if at is None:
            raise Invalid("at", "required")
        kind = activity_kind_of(line.text("kind")) or self._guessed(line)
        client_id, contact_id = self._whom(line)
        whose = {"client_id": client_id, "contact_id": contact_id}
        started, timed = at
        ahead = started > self._intake.now or normalise(line.text("done")) in _NOT_DONE
        if kind == "task" or (kind in tuple(TaskKind) and ahead):
            values = {**whose, **self._task(line, kind, started, timed=timed)}
            return self._keep_task(line, key, as_task, values, row_hash)
        values = {**whose, **self._activity(line, kind, started)}
        if as_activity:
            # What happened is not rewritten: the corrected row stands beside the old one.
            values["corrects_id"] = as_activity[0]
        activity_id = self._intake.bulk.insert("activity", values)
        self._intake.keep_link("activity", key, activity_id, row_hash)
        return Fate.CHANGED if as_activity else Fate.TAKEN

    def _guessed(self, line: Line) -> str:
        """The kind of a row that names none we know: a call where it has a call's outcome."""
        line.leave("kind")
        return ActivityKind.CALL.value if line.text("outcome") else ActivityKind.NOTE.value

    def _whom(self, line: Line) -> tuple[int | None, int | None]:
        """(client, contact) of a row; raises Invalid where neither can be told."""
        address = line.text("contact_email")
        for person in self._contacts.at(address or "-"):
            return person.client_id, person.id
        if line.text("client"):
            client = self._clients.referred(line, "client")
            return (client.id if client else None), None
        if address:
            raise Invalid("contact_email", "contact_unknown", text=address)
        raise Invalid("contact_email", "activity_of_nobody")

    def _activity(self, line: Line, kind: str, started: datetime) -> dict[str, Any]:
        word = normalise(line.text("kind"))
        direction = None
        if kind in (ActivityKind.CALL, ActivityKind.EMAIL, ActivityKind.MESSAGE):
            incoming = word.startswith(_INCOMING)
            direction = Direction.IN.value if incoming else Direction.OUT.value
        outcome_id = None
        if (text := line.text("outcome")) and kind == ActivityKind.CALL:
            outcome_id = self._outcomes.get(fold(text)) or self._outcomes.get(
                outcome_of(text) or ""
            )
            if outcome_id is None:
                line.tally.remark(RemarkCode.OUTCOME_UNKNOWN, text)
                line.leave("outcome")
        elif text:
            line.leave("outcome")
        line.leave("meeting_outcome")
        line.leave("task_status")
        return {
            "kind": kind,
            "direction": direction,
            "outcome_id": outcome_id,
            "started_at": moment_text(started),
            "subject": line.text("subject"),
            "note": joined((line.text("note"), _left(line))),
            "owner": line.text("owner"),
            "batch_id": self._intake.batch_id,
        }

    def _task(self, line: Line, kind: str, started: datetime, *, timed: bool) -> dict[str, Any]:
        due = line.moment("task_due") or (started, timed and kind != "task")
        due_at, exact = due
        subject, text = line.text("subject"), line.text("note")
        title = " · ".join(dict.fromkeys(part for part in (subject, text) if part))
        words = {normalise(word) for word in line.text("task_status").split()}
        said = normalise(line.text("done"))
        done = bool(words & _DONE) or (bool(said) and said not in _NOT_DONE)
        dropped = bool(words & _DROPPED)
        closed = moment_text(min(due_at, self._intake.now))
        line.tally.remark(RemarkCode.TASKS_MADE)
        return {
            "kind": kind if kind in tuple(TaskKind) else TaskKind.TODO.value,
            "title": title if len(title) <= _TITLE else title[: _TITLE - 1] + "…",
            "due_on": due_at.astimezone(self._intake.zone).date().isoformat(),
            "due_at": moment_text(due_at) if exact else None,
            "created_at": moment_text(min(started, self._intake.now)),
            "done_at": closed if done else None,
            "dropped_at": closed if dropped and not done else None,
            "batch_id": self._intake.batch_id,
        }

    def _keep_task(
        self,
        line: Line,
        key: str,
        linked: tuple[int, str, bool] | None,
        values: dict[str, Any],
        row_hash: str,
    ) -> Fate:
        if linked is None:
            task_id = self._intake.bulk.insert("task", values)
            self._intake.keep_link("task", key, task_id, row_hash)
            return Fate.TAKEN
        row = self._intake.bulk.row("task", linked[0]) or {}
        changes = {
            name: value
            for name, value in values.items()
            if name not in ("created_at", "batch_id")
            and row.get(name) != value
            # A task closed here stays closed, whatever the other program says.
            and not (name in ("done_at", "dropped_at") and row.get(name))
        }
        if changes:
            line.changes(row, changes)
            self._intake.bulk.update("task", linked[0], changes)
        self._intake.keep_link("task", key, linked[0], row_hash)
        return Fate.CHANGED if changes else Fate.MERGED


def _left(line: Line) -> str:
    return "\n".join(f"{header}: {text}" for header, text in (line.extra | line.left).items())


def _with_time(line: Line) -> None:
    """Put the time of the day, where it has a column of its own, to the day."""
    clock = line.text("at_time").strip()
    if _CLOCK.match(clock) and ":" not in line.text("at"):
        line.values["at"] = f"{line.text('at')} {clock}"
