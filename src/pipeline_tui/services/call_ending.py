"""The end of a call, inside one transaction: what it closes, and what it puts on the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlmodel import col, or_, select

from pipeline_tui.domain.calls import After, CallDone
from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.ladder import Rest
from pipeline_tui.domain.ranking.gates import EARLY
from pipeline_tui.domain.records import (
    Activity,
    ActivityDraft,
    Client,
    Deal,
    LossReason,
    Outcome,
    Task,
)
from pipeline_tui.domain.vocabulary import (
    ActivityKind,
    ClientStatus,
    Direction,
    Schedules,
    StageKind,
    TaskKind,
    TaskOrigin,
)
from pipeline_tui.services.answering import answer_open, give_up
from pipeline_tui.services.base import validated
from pipeline_tui.services.checklists import demand_exit
from pipeline_tui.services.clients import refuse_calls
from pipeline_tui.services.stages import enter_stage, lose_deal, stage_of_kind
from pipeline_tui.services.tasks import demand_step, finish_step, plan_step
from pipeline_tui.store.queries import call_brief

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.book import Unit


class Ended(Struct, frozen=True):
    """A call that has ended, before it is written."""

    client_id: int
    started_at: datetime
    contact_id: int | None = None
    deal_id: int | None = None
    task_id: int | None = None
    direction: str = Direction.OUT
    duration_s: int | None = None


def check_snooze(until: date, reason: str, today: date) -> None:
    """Raise Invalid for a rest without a reason, or one that is over already."""
    if not reason.strip():
        raise Invalid("reason", "required")
    if until <= today:
        raise Invalid("when", "when_past", value=until)


def wake(unit: Unit, client: Client) -> None:
    """End a client's rest: one has talked, or they ask for us."""
    if client.snoozed_until is not None:
        client.snoozed_until, client.snooze_reason = None, ""
        unit.session.add(client)


def _step_kind(outcome: str) -> str:
    """What a step is when nobody said."""
    return TaskKind.MEETING if outcome == "meeting_set" else TaskKind.CALL


class Ending:
    """Ends one call inside the transaction of `unit`."""

    def __init__(self, desk: Desk, unit: Unit) -> None:
        self.desk = desk
        self.unit = unit

    def conclude(self, call: Ended, outcome: str, note: str, after: After) -> CallDone:
        """Write the call and all that follows from it; answers with what it left.

        Raises Refused next_step_required, loss_reason_required, no_open_deal; Invalid for what the
        outcome needs and `after` lacks.
        """
        client = self.unit.get(Client, call.client_id)
        ended = self.outcome(outcome)
        deal = self._deal(call)
        attempt, first_at = None, None
        if call.direction == Direction.OUT:
            attempt, first_at = call_brief.attempts(
                self.unit.db, call.client_id, self.desk.calling_again.ladder()
            )
        draft = validated(
            ActivityDraft,
            {
                "client_id": call.client_id, "contact_id": call.contact_id,
                "deal_id": deal.id if deal else None, "kind": ActivityKind.CALL,
                "direction": call.direction, "outcome_id": ended.id,
                "started_at": call.started_at, "duration_s": call.duration_s,
                "note": note.strip(), "owner": self.desk.settings.owner,
            },
        )  # fmt: skip
        activity = self.unit.add(Activity(**draft.model_dump(), attempt=attempt))
        self._answer_steps(call, deal, connected=ended.connected)
        answer_open(self.unit, activity)
        if ended.connected:
            wake(self.unit, client)
        self.unit.about("activity", activity.id, name=client.name, outcome=ended.name or ended.code)
        done = CallDone(activity.id or 0, attempt=None if ended.connected else attempt)
        done = self._follow(client, deal, ended, after, done, first_at or call.started_at, note)
        self._log_objections(client, deal, activity.id, after)
        if ended.schedules != Schedules.STOP and deal is not None:
            self.unit.session.flush()
            demand_step(self.unit, deal, self.desk.today())
        return done

    def _follow(
        self,
        client: Client,
        deal: Deal | None,
        ended: Outcome,
        after: After,
        done: CallDone,
        first_at: datetime,
        note: str,
    ) -> CallDone:
        """Do what the user decided, then what the outcome does by itself."""
        if ended.schedules == Schedules.STOP:
            self._stop(client, after, note)
            return replace(done, what="stop")
        if after.promise_minor is not None or ended.schedules == Schedules.PROMISE:
            done = self._promise(client, after, done)
        if after.won:
            if deal is None:
                raise Refused("no_open_deal", name=client.name)
            won = stage_of_kind(self.unit, deal, StageKind.WON)
            # Nobody is asked while they are on the phone: only a gate that refuses holds here.
            demand_exit(self.unit, deal, won, gate=self.desk.settings.checklist_gate, anyway=True)
            enter_stage(self.unit, deal, won, today=self.desk.today())
            return replace(done, what="won")
        if after.loss_reason:
            self._lose(client, deal, after)
            return replace(done, what="lost")
        if after.step_on is not None or after.step_at is not None:
            return self._step(client, deal, ended, after, done)
        if after.snooze_until is not None:
            self._rest(client, deal, after.snooze_until, after.snooze_reason)
            return replace(done, what="snoozed", day=after.snooze_until)
        if ended.schedules == Schedules.LADDER:
            return self._climb(client, deal, ended, done, first_at)
        if ended.after_hours is not None or ended.after_days is not None:
            on, at = self._delayed(client, ended)
            return self._step(client, deal, ended, replace(after, step_on=on, step_at=at), done)
        if ended.schedules == Schedules.CALLBACK:
            raise Invalid("when", "when_empty")
        if ended.schedules == Schedules.LOSS:
            raise Refused("loss_reason_required", title=deal.title if deal else client.name)
        return done

    def _step(
        self,
        client: Client,
        deal: Deal | None,
        ended: Outcome,
        after: After,
        done: CallDone,
    ) -> CallDone:
        at, on = after.step_at, after.step_on
        if on is None:
            assert at is not None
            on = at.astimezone(self.desk.zone).date()
        if on < self.desk.today() or (at is not None and at <= self.unit.now):
            raise Invalid("when", "when_past", value=on)
        callback = ended.schedules == Schedules.CALLBACK
        plan_step(
            self.unit, client_id=client.id, deal_id=deal.id if deal else None, kind=after.step_kind or _step_kind(ended.code),
            origin=TaskOrigin.CALLBACK if callback else TaskOrigin.STEP,
            title=after.step_title.strip() or ended.title, due_on=on, due_at=at,
        )  # fmt: skip
        return replace(done, what=done.what or ("callback" if callback else "step"), day=on, at=at)

    def _delayed(self, client: Client, ended: Outcome) -> tuple[date, datetime | None]:
        """When an outcome that says so itself wants the next step."""
        return self.desk.calling_again.delayed(
            self.unit.db, client.id or 0, hours=ended.after_hours, days=ended.after_days
        )

    def _climb(
        self,
        client: Client,
        deal: Deal | None,
        ended: Outcome,
        done: CallDone,
        first_at: datetime,
    ) -> CallDone:
        """The next rung of the no-answer ladder, or the rest after the last one.

        An outcome with a delay of its own decides when, not whether there is another attempt.
        """
        if done.attempt is None:  # a call that came in and broke off
            return done
        found = self.desk.calling_again.rung(
            self.unit.db, client.id or 0, done.attempt, first_at, self.unit.now
        )
        if isinstance(found, Rest):
            self._rest(client, deal, found.until, "no_answer")
            give_up(self.unit, client.id or 0, "no_answer")
            return replace(done, what="rest", day=found.until)
        at: datetime | None = found.at
        on = found.at.astimezone(self.desk.zone).date()
        if ended.after_hours is not None or ended.after_days is not None:
            on, at = self._delayed(client, ended)
        plan_step(
            self.unit, client_id=client.id, deal_id=deal.id if deal else None, kind=TaskKind.CALL,
            origin=TaskOrigin.RETRY, title=ended.title, due_on=on, due_at=at,
        )  # fmt: skip
        return replace(done, what="retry", day=on, at=at)

    def _promise(self, client: Client, after: After, done: CallDone) -> CallDone:
        from pipeline_tui.services.invoices import add_promise

        if after.promise_minor is None:
            raise Invalid("amount", "required")
        if after.promise_on is None:
            raise Invalid("due_on", "when_empty")
        if after.promise_on < self.desk.today():
            raise Invalid("due_on", "when_past", value=after.promise_on)
        add_promise(
            self.unit, client_id=client.id or 0, amount_minor=after.promise_minor,
            currency=after.promise_currency or self.desk.settings.currency, due_on=after.promise_on,
            invoice_id=after.promise_invoice_id,
        )  # fmt: skip
        return replace(done, what="promise", day=after.promise_on)

    def _lose(self, client: Client, deal: Deal | None, after: After) -> None:
        """Lose the deal; a client without one is lost as a client, and won back like a deal."""
        if deal is not None:
            lose_deal(
                self.unit, deal, after.loss_reason, today=self.desk.today(), competitor=after.competitor,
                win_back_on=after.win_back_on,
            )  # fmt: skip
            return
        why = self.unit.session.exec(
            select(LossReason).where(LossReason.code == after.loss_reason)
        ).first()
        if why is None:
            raise Invalid("loss_reason", "unknown_choice", value=after.loss_reason)
        client.status = ClientStatus.LOST
        self.unit.session.add(client)
        back = after.win_back_on
        if back is None and why.win_back_days is not None:
            back = self.desk.today() + timedelta(days=why.win_back_days)
        if back is not None:
            plan_step(
                self.unit, client_id=client.id, kind=TaskKind.CALL, origin=TaskOrigin.WIN_BACK,
                due_on=back,
            )  # fmt: skip

    def _stop(self, client: Client, after: After, note: str) -> None:
        """Never call again: the refusal goes on record, calls come off the calendar, deals are lost.

        Raises Refused loss_reason_required while the client has open deals and no reason is given.
        """
        for line in call_brief.open_deals(self.unit.db, client.id or 0, self.desk.today()):
            deal = self.unit.get(Deal, line.id)
            if not after.loss_reason:
                raise Refused("loss_reason_required", title=deal.title)
            lose_deal(
                self.unit,
                deal,
                after.loss_reason,
                today=self.desk.today(),
                competitor=after.competitor,
            )
        for task in self.unit.session.exec(
            select(Task).where(
                Task.client_id == client.id, Task.kind == TaskKind.CALL,
                col(Task.done_at).is_(None), col(Task.dropped_at).is_(None),
            )
        ):  # fmt: skip
            task.dropped_at = self.unit.now
            self.unit.session.add(task)
        refuse_calls(self.unit, client, note.strip() or f"call {moment_text(self.unit.now)}")

    def _rest(self, client: Client, deal: Deal | None, until: date, reason: str) -> None:
        check_snooze(until, reason, self.desk.today())
        subject: Client | Deal = client if deal is None else deal
        subject.snoozed_until, subject.snooze_reason = until, reason.strip()
        self.unit.session.add(subject)
        self.unit.session.flush()

    def _answer_steps(self, call: Ended, deal: Deal | None, *, connected: bool) -> None:
        """Close the steps that this call answers: what was due for it, retries.

        A call nobody answered leaves alone what is promised for later today. A call that came in
        and was answered counts like any other conversation.
        """
        mine: list[Any] = [col(Task.deal_id).is_(None)]
        if deal is not None:
            mine.append(Task.deal_id == deal.id)
        for task in self.unit.session.exec(
            select(Task).where(
                Task.client_id == call.client_id, Task.kind == TaskKind.CALL, or_(*mine),
                col(Task.done_at).is_(None), col(Task.dropped_at).is_(None),
                or_(col(Task.due_on) <= self.desk.today(), Task.origin == TaskOrigin.RETRY),
            )
        ).all():  # fmt: skip
            later = task.due_at is not None and task.due_at > self.unit.now + EARLY
            if connected or not later or task.origin == TaskOrigin.RETRY:
                finish_step(self.unit, task.id or 0)
        if call.task_id is not None:
            task = self.unit.get(Task, call.task_id)
            if task.kind == TaskKind.CALL and (connected or task.due_on <= self.desk.today()):
                finish_step(self.unit, call.task_id)

    def _deal(self, call: Ended) -> Deal | None:
        """The open deal the call is about: the one named, else the one that needs a step most."""
        if call.deal_id is not None:
            deal = self.unit.get(Deal, call.deal_id)
            if deal.client_id != call.client_id:
                raise Invalid("deal", "deal_of_another", name=deal.title)
            return deal if deal.closed_on is None else None
        deals = call_brief.open_deals(self.unit.db, call.client_id, self.desk.today())
        line = call_brief.deal_of_call(deals)
        return None if line is None else self.unit.get(Deal, line.id)

    def _log_objections(
        self,
        client: Client,
        deal: Deal | None,
        activity_id: int | None,
        after: After,
    ) -> None:
        if not after.objections:
            return
        from pipeline_tui.services.objections import log_objection

        for one in after.objections:
            values: dict[str, Any] = {
                "client_id": client.id, "deal_id": deal.id if deal else None, **one,
                "activity_id": activity_id,
            }  # fmt: skip
            log_objection(self.unit, **values)

    def outcome(self, code: str) -> Outcome:
        """The outcome in use with this code, or with this name of the user's; raises Invalid
        unknown_choice."""
        found = self.outcome_coded(code)
        if found is None:
            named = self.unit.session.exec(select(Outcome).where(col(Outcome.name).is_not(None)))
            found = next((one for one in named if fold(one.name or "") == fold(code)), None)
        if found is None or found.retired:
            raise Invalid("outcome", "unknown_choice", value=code)
        return found

    def outcome_coded(self, code: str) -> Outcome | None:
        """The outcome with this code, in use or not: the program itself needs some of them."""
        return self.unit.session.exec(select(Outcome).where(Outcome.code == code)).first()
