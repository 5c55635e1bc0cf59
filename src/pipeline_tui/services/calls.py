"""Calls: begun, finished, logged, corrected; and marks on the day's list.

The end of a call is one transaction: the touch with its attempt number, the steps it answers closed,
and what follows put on the calendar. An open deal is never left without a next step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import select

from pipeline_tui.domain.calls import After, BeforeCall, CallDone, RunningCall
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.ranking import Closed, Gate
from pipeline_tui.domain.ranking.debt_law import Limit
from pipeline_tui.domain.records import (
    Activity,
    ActivityDraft,
    Client,
    ListMark,
)
from pipeline_tui.domain.requests import Reply
from pipeline_tui.domain.vocabulary import ClientKind, Direction
from pipeline_tui.services.answering import answer_open, weigh_again
from pipeline_tui.services.base import Service, validated
from pipeline_tui.services.call_ending import Ended, Ending, check_snooze, wake
from pipeline_tui.services.call_list import RUNNING
from pipeline_tui.services.requests import caller
from pipeline_tui.store import memos

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


NOTHING = After()


class Calls(Service):
    """Use cases of a call."""

    # The running call

    def start(
        self,
        client_id: int,
        *,
        contact_id: int | None = None,
        deal_id: int | None = None,
        task_id: int | None = None,
        direction: str = Direction.OUT,
    ) -> RunningCall:
        """Begin a call; it is remembered until it is finished or dropped, also over a crash.

        One of ours is refused by the rules that the list keeps too: do_not_call,
        cold_without_consent, cold_refused, debt_law_hours, debt_law_day, debt_law_week,
        debt_law_month; one that came in by none of them. Also Refused call_running when a call to
        somebody else is not finished; NotFound. What only speaks against it is in its `cautions`.
        """
        running = self._desk.call_list.running()
        if running is not None and running.client_id == client_id:
            return running
        before = self._desk.call_list.before_call(client_id, deal_id=deal_id)
        if before.forbidden is not None and direction == Direction.OUT:
            raise self._refusal(before, before.forbidden)
        if running is not None:
            raise Refused("call_running", name=running.name)
        call = RunningCall(
            client_id, before.name, self._now(), contact_id, deal_id, task_id, direction,
            before.cautions if direction == Direction.OUT else (),
        )  # fmt: skip
        with self._desk.book.scribble() as db:
            memos.remember(
                db, RUNNING,
                {
                    "client_id": client_id, "contact_id": contact_id, "deal_id": deal_id,
                    "task_id": task_id, "direction": direction,
                    "started_at": moment_text(call.started_at),
                },
                self._now(),
            )  # fmt: skip
        return call

    def drop(self) -> None:
        """Forget the running call: it did not take place. Raises Refused no_call_running."""
        if self._desk.call_list.running() is None:
            raise Refused("no_call_running")
        with self._desk.book.scribble() as db:
            memos.forget(db, RUNNING)

    def finish(
        self, outcome: str, *, note: str = "", deal_id: int | None = None, after: After = NOTHING
    ) -> CallDone:
        """End the running call with an outcome (its code) and what is to follow.

        Raises Refused no_call_running, next_step_required, loss_reason_required; Invalid for what
        the outcome needs and `after` lacks.
        """
        running = self._desk.call_list.running()
        if running is None:
            raise Refused("no_call_running")
        seconds = max(0, int((self._now() - running.started_at).total_seconds()))
        call = Ended(
            running.client_id, running.started_at, running.contact_id,
            deal_id if deal_id is not None else running.deal_id, running.task_id,
            running.direction, seconds,
        )  # fmt: skip
        with self._write("call.finish") as unit:
            done = Ending(self._desk, unit).conclude(call, outcome, note, after)
            memos.forget(unit.db, RUNNING)
            return done

    # Calls made elsewhere

    def log(
        self,
        client_id: int,
        outcome: str,
        *,
        note: str = "",
        started_at: datetime | None = None,
        duration_s: int | None = None,
        contact_id: int | None = None,
        deal_id: int | None = None,
        task_id: int | None = None,
        direction: str = Direction.OUT,
        after: After = NOTHING,
    ) -> CallDone:
        """Log a call that was made without call mode; rules and refusals as for `finish`."""
        if started_at is not None and started_at > self._now():
            raise Invalid("when", "in_future", value=started_at)
        call = Ended(
            client_id, started_at or self._now(), contact_id, deal_id, task_id, direction,
            duration_s,
        )  # fmt: skip
        with self._write("call.log") as unit:
            return Ending(self._desk, unit).conclude(call, outcome, note, after)

    def meet(self, *, phone: str = "", name: str = "") -> int:
        """The client who is calling, made a lead when not known yet; answers with the number."""
        with self._write("call.meet") as unit:
            client = caller(unit, self._desk, None, phone, name)
            unit.about("client", client.id, name=client.name)
            return client.id or 0

    def touch(
        self,
        *,
        kind: str,
        client_id: int,
        note: str,
        subject: str = "",
        contact_id: int | None = None,
        deal_id: int | None = None,
        direction: str | None = None,
        started_at: datetime | None = None,
    ) -> int:
        """Note what happened besides calls: an e-mail, a meeting, a message, a note; gives its number.

        A mail or a message is ours where nobody says otherwise, and then answers what the client
        had asked.
        Raises Invalid required without a word of it, in_future for a moment to come.
        """
        if not (note.strip() or subject.strip()):
            raise Invalid("note", "required")
        if started_at is not None and started_at > self._now():
            raise Invalid("when", "in_future", value=started_at)
        if direction is None and kind in tuple(Reply):
            direction = Direction.OUT
        with self._write("touch.add") as unit:
            client = unit.get(Client, client_id)
            draft = validated(
                ActivityDraft,
                {"client_id": client_id, "contact_id": contact_id, "deal_id": deal_id,
                 "kind": kind, "direction": direction, "note": note.strip(),
                 "subject": subject.strip(), "started_at": started_at or unit.now,
                 "owner": self._settings.owner},
            )  # fmt: skip
            activity = unit.add(Activity(**draft.model_dump()))
            answer_open(unit, activity)
            unit.about("activity", activity.id, name=client.name, activity=kind)
            return activity.id or 0

    def correct(
        self, activity_id: int, *, outcome: str | None = None, note: str | None = None
    ) -> int:
        """Correct a call that was logged: a new row takes the old one's place, which stays as it
        was. What the call put on the calendar is not touched. Answers with the new number."""
        with self._write("call.correct") as unit:
            old = unit.get(Activity, activity_id)
            if unit.session.exec(
                select(Activity.id).where(Activity.corrects_id == activity_id)
            ).first():
                raise Refused("already_corrected")
            values = {name: getattr(old, name) for name in ActivityDraft.model_fields}
            if outcome is not None:
                values["outcome_id"] = Ending(self._desk, unit).outcome(outcome).id
            if note is not None:
                values["note"] = note
            new = unit.add(
                Activity(
                    **validated(ActivityDraft, values).model_dump(), attempt=old.attempt,
                    corrects_id=activity_id,
                )
            )  # fmt: skip
            weigh_again(unit, old, new)
            unit.about("activity", new.id, name=_name(unit, old.client_id))
            return new.id or 0

    # Marks on the day's list

    def pin(self, client_ids: Sequence[int]) -> bool:
        """Keep clients at the top of today's list, or let go where all of them are pinned already;
        answers with whether they are pinned now."""
        with self._write("list.pin") as unit:
            marks = {client_id: self._mark(unit, client_id) for client_id in client_ids}
            pinned = all(mark is not None and mark.kind == "pin" for mark in marks.values())
            for client_id, mark in marks.items():
                client = unit.get(Client, client_id)
                if mark is not None:
                    unit.remove(mark)
                if not pinned:
                    unit.add(ListMark(client_id=client_id, on_day=self._today(), kind="pin"))
                unit.about("client", client_id, name=client.name)
            return not pinned

    def skip(self, client_ids: Sequence[int], reason: str) -> None:
        """Leave clients out of today's list; the reason is mandatory."""
        if not reason.strip():
            raise Invalid("reason", "required")
        with self._write("list.skip") as unit:
            for client_id in client_ids:
                client = unit.get(Client, client_id)
                mark = self._mark(unit, client_id)
                if mark is not None:
                    unit.remove(mark)
                unit.add(
                    ListMark(
                        client_id=client_id, on_day=self._today(), kind="skip",
                        reason=reason.strip(),
                    )
                )  # fmt: skip
                unit.about("client", client_id, name=client.name)

    def unmark(self, client_id: int) -> None:
        """Take a pin or a skip of today away."""
        with self._write("list.unmark") as unit:
            client = unit.get(Client, client_id)
            mark = self._mark(unit, client_id)
            if mark is not None:
                unit.remove(mark)
            unit.about("client", client_id, name=client.name)

    def snooze(self, client_ids: Sequence[int], until: date, reason: str) -> None:
        """Let clients rest until a day, for a reason; the reason is mandatory."""
        check_snooze(until, reason, self._today())
        with self._write("call.snooze") as unit:
            for client_id in client_ids:
                client = unit.get(Client, client_id)
                client.snoozed_until, client.snooze_reason = until, reason.strip()
                unit.session.add(client)
                unit.about("client", client_id, name=client.name, day=until.isoformat())

    def wake(self, client_id: int) -> None:
        """End the rest of a client."""
        with self._write("call.wake") as unit:
            client = unit.get(Client, client_id)
            wake(unit, client)
            unit.about("client", client_id, name=client.name)

    def _refusal(self, before: BeforeCall, closed: Closed) -> Refused:
        """The rule that forbids a call, and when it opens."""
        name, until = before.name, closed.until
        if closed.gate == Gate.DO_NOT_CALL:
            return Refused("do_not_call", name=name)
        if closed.gate == Gate.NO_CONSENT and before.kind == ClientKind.PERSON:
            return Refused("cold_without_consent", name=name)
        if closed.gate == Gate.NO_CONSENT:
            return Refused("cold_refused", name=name)
        when = until.astimezone(self._desk.zone) if isinstance(until, datetime) else until
        match closed.note:
            case Limit.DAY:
                return Refused("debt_law_day", name=name, until=when)
            case Limit.WEEK:
                return Refused("debt_law_week", name=name, until=when)
            case Limit.MONTH:
                return Refused("debt_law_month", name=name, until=when)
            case _:
                return Refused("debt_law_hours", name=name, until=when)

    def _mark(self, unit: Unit, client_id: int) -> ListMark | None:
        return unit.session.exec(
            select(ListMark).where(
                ListMark.on_day == self._today(), ListMark.client_id == client_id
            )
        ).first()


def _name(unit: Unit, client_id: int | None) -> str:
    return "" if client_id is None else unit.get(Client, client_id).name
