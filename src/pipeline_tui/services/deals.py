"""Deals: opened, edited, moved along the stages, won, lost, snoozed, reopened, put away.

An open deal has a next step, or rests until a day for a reason: whatever a person changes here is
refused when it would leave the deal with neither. Imported deals may lack both and are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.records import (
    Client,
    Contact,
    Deal,
    DealDraft,
    Product,
    Stage,
    StageChange,
)
from pipeline_tui.domain.vocabulary import StageKind, TaskKind
from pipeline_tui.services.base import Service, revise, tidied, validated
from pipeline_tui.services.checklists import demand_exit
from pipeline_tui.services.custom_fields import take_custom
from pipeline_tui.services.needs import demand_needs
from pipeline_tui.services.stages import (
    closed_from,
    enter_stage,
    lose_deal,
    stage_meant,
    stage_of_kind,
    stage_row,
    wake_client,
    win_backs,
)
from pipeline_tui.services.tasks import close_steps, demand_step, open_steps, plan_step

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Deals(Service):
    """Use cases of a deal."""

    def add(
        self,
        values: Mapping[str, Any],
        *,
        stage: str | int = "",
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
        step_kind: str = TaskKind.CALL,
    ) -> int:
        """Open a deal with its first step; answers with its number.

        `stage` is a stage's number, or its code in the first pipeline; without, its first stage.
        `values` are fields of `DealDraft`. Raises Refused next_step_required without a step.
        """
        draft = validated(DealDraft, tidied(values))
        with self._write("deal.add") as unit:
            _check_links(unit, draft)
            if "custom" in values:
                draft.custom = take_custom(
                    unit, "deal", draft.custom, None, self._settings.currency
                )
            entered = stage_meant(unit, stage)
            if entered.kind == StageKind.LOST:
                raise Refused("loss_reason_required", title=draft.title)
            today = self._today()
            closed = None if entered.kind == StageKind.OPEN else today
            deal = unit.add(
                Deal(
                    **draft.model_dump(), stage_id=entered.id or 0, stage_since=unit.now,
                    opened_on=today, closed_on=closed, created_at=unit.now,
                )
            )  # fmt: skip
            unit.add(
                StageChange(
                    deal_id=deal.id or 0, to_stage_id=entered.id or 0, changed_at=unit.now,
                    amount_minor=deal.amount_minor,
                )
            )  # fmt: skip
            demand_needs(unit, deal, entered, None, gate=self._settings.needs_gate)
            if closed is not None:
                wake_client(unit, deal)
            self._plan(unit, deal, step_on, step_at, step_title, step_kind)
            demand_step(unit, deal, today)
            unit.about("deal", deal.id, title=deal.title)
            return deal.id or 0

    def edit(
        self, deal_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change fields of a deal; `seen` is what the user was looking at.

        The open steps of a deal that gets another client go to that client with it.
        """
        with self._write("deal.edit") as unit:
            deal = unit.get(Deal, deal_id)
            values = tidied(values)
            if "custom" in values:
                values["custom"] = take_custom(
                    unit, "deal", values["custom"], deal.custom, self._settings.currency
                )
            changes = revise(deal, DealDraft, values, seen)
            _check_links(unit, deal)
            if "client_id" in changes:
                for task in open_steps(unit, deal_id):
                    task.client_id = deal.client_id
                    task.contact_id = None
                    unit.session.add(task)
            unit.session.add(deal)
            unit.about("deal", deal_id, title=deal.title)

    def move(
        self,
        deal_id: int,
        stage: str | int,
        *,
        reason: str = "",
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
        step_kind: str = TaskKind.CALL,
        anyway: bool = False,
    ) -> None:
        """Move a deal to a stage: by its number, or by its code in the deal's own pipeline; with a next
        step where one is given.

        Moving to the stage it is in changes nothing. Raises Refused: back_reason_required for a
        move back without why, loss_reason_required for a lost stage (`lose` asks for it),
        next_step_required when the deal would be open with nothing planned, checklist_open or
        checklist_ask when it goes on with items open; `anyway` is the answer to the latter.
        """
        with self._write("deal.move") as unit:
            deal = unit.get(Deal, deal_id)
            before = unit.get(Stage, deal.stage_id)
            entered = stage_meant(unit, stage, before.pipeline_id)
            if entered.id == deal.stage_id:
                return
            self._enter(unit, deal, entered, reason, anyway=anyway)
            self._plan(unit, deal, step_on, step_at, step_title, step_kind)
            demand_step(unit, deal, self._today())
            unit.about("deal", deal_id, title=deal.title, frm=_called(before), to=_called(entered))

    def move_all(
        self, deal_ids: Iterable[int], stage: str | int, *, reason: str = "", anyway: bool = False
    ) -> int:
        """Move several deals as one change; answers with how many were elsewhere before."""
        with self._write("deal.move_all") as unit:
            entered = stage_meant(unit, stage)
            moved = 0
            for deal_id in deal_ids:
                deal = unit.get(Deal, deal_id)
                if deal.stage_id != entered.id:
                    self._enter(unit, deal, entered, reason, anyway=anyway)
                    demand_step(unit, deal, self._today())
                    moved += 1
            unit.about("deal", None, count=moved, to=_called(entered))
            return moved

    def win(
        self,
        deal_id: int,
        *,
        amount_minor: int | None = None,
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
        step_kind: str = TaskKind.TODO,
        anyway: bool = False,
    ) -> None:
        """Win a deal, with the final amount where it differs, and the first step of the fulfilment
        where one is given. A won one is refused; so are open items of the checklist, as in `move`.

        A lead, a dormant or a lost client becomes an active one.
        """
        with self._write("deal.win") as unit:
            deal = unit.get(Deal, deal_id)
            if unit.get(Stage, deal.stage_id).kind in (StageKind.WON, StageKind.FULFILMENT):
                raise Refused("already_won", title=deal.title)
            if amount_minor is not None:
                if amount_minor < 0:
                    raise Invalid("amount_minor", "negative", value=amount_minor)
                deal.amount_minor = amount_minor
            won = stage_of_kind(unit, deal, StageKind.WON)
            demand_exit(unit, deal, won, gate=self._settings.checklist_gate, anyway=anyway)
            enter_stage(unit, deal, won, today=self._today())
            self._plan(unit, deal, step_on, step_at, step_title, step_kind)
            unit.about("deal", deal_id, title=deal.title)

    def lose(
        self,
        deal_id: int,
        reason: str,
        *,
        competitor: str = "",
        note: str = "",
        win_back_on: date | None = None,
    ) -> None:
        """Lose a deal for a reason (its code); its win-back call is put on the calendar.

        Without `win_back_on` the reason's own interval decides; reasons without one plan nothing.
        """
        with self._write("deal.lose") as unit:
            deal = unit.get(Deal, deal_id)
            self._lose(unit, deal, reason, competitor, note, win_back_on)
            unit.about("deal", deal_id, title=deal.title, reason=reason)

    def lose_all(
        self,
        deal_ids: Iterable[int],
        reason: str,
        *,
        competitor: str = "",
        note: str = "",
        win_back_on: date | None = None,
    ) -> int:
        """Lose several deals for one reason as one change; answers with how many."""
        with self._write("deal.lose_all") as unit:
            count = 0
            for deal_id in deal_ids:
                self._lose(unit, unit.get(Deal, deal_id), reason, competitor, note, win_back_on)
                count += 1
            unit.about("deal", None, count=count, reason=reason)
            return count

    def plan_all(
        self,
        deal_ids: Iterable[int],
        first_on: date,
        *,
        per_day: int | None = None,
        title: str = "",
        kind: str = TaskKind.CALL,
    ) -> int:
        """Give each of several open deals a next step as one change; answers with how many got one.

        With `per_day` so many are due on `first_on`, or the working day after it, as many on the
        next one, and so on in the order given; without, all on `first_on`. Deals that are closed or
        have a step keep what they have. Raises Invalid when_past, not_positive.
        """
        if first_on < self._today():
            raise Invalid("first_on", "when_past", value=first_on.isoformat())
        if per_day is not None and per_day < 1:
            raise Invalid("per_day", "not_positive", value=per_day)
        with self._write("deal.plan_all") as unit:
            count, day = 0, first_on
            for deal_id in deal_ids:
                deal = unit.get(Deal, deal_id)
                if deal.closed_on is not None or open_steps(unit, deal_id):
                    continue
                if per_day is not None and count % per_day == 0:
                    calendar = self._desk.calendar
                    day = calendar.next_workday(day) if count else calendar.workday_from(day)
                plan_step(unit, deal_id=deal_id, due_on=day, title=title.strip(), kind=kind)
                count += 1
            unit.about("deal", None, count=count)
            return count

    def snooze(self, deal_id: int, until: date, reason: str) -> None:
        """Let an open deal rest until a day, for a reason; the reason is mandatory."""
        why = self._snooze_reason(until, reason)
        with self._write("deal.snooze") as unit:
            deal = unit.get(Deal, deal_id)
            _snooze(unit, deal, until, why)
            unit.about("deal", deal_id, title=deal.title, day=until.isoformat())

    def snooze_all(self, deal_ids: Iterable[int], until: date, reason: str) -> int:
        """Let several deals rest as one change; answers with how many."""
        why = self._snooze_reason(until, reason)
        with self._write("deal.snooze_all") as unit:
            count = 0
            for deal_id in deal_ids:
                _snooze(unit, unit.get(Deal, deal_id), until, why)
                count += 1
            unit.about("deal", None, count=count, day=until.isoformat())
            return count

    def reopen(
        self,
        deal_id: int,
        reason: str,
        *,
        stage: str | int = "",
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
        step_kind: str = TaskKind.CALL,
    ) -> None:
        """Bring a won or lost deal back among the open ones, with a reason and a next step.

        Without `stage` it goes back to the open stage that it was closed from. The win-back call
        that was planned when it was lost is taken off the calendar.
        """
        with self._write("deal.reopen") as unit:
            deal = unit.get(Deal, deal_id)
            if deal.closed_on is None:
                raise Refused("not_closed", title=deal.title)
            here = unit.get(Stage, deal.stage_id).pipeline_id
            entered = stage_meant(unit, stage, here) if stage else closed_from(unit, deal)
            if entered.kind != StageKind.OPEN:
                raise Invalid("stage", "unknown_choice", value=stage)
            for task in win_backs(unit, deal):
                task.dropped_at = unit.now
                unit.session.add(task)
            self._enter(unit, deal, entered, reason)
            self._plan(unit, deal, step_on, step_at, step_title, step_kind)
            demand_step(unit, deal, self._today())
            unit.about("deal", deal_id, title=deal.title, to=_called(entered))

    def archive(self, deal_id: int) -> None:
        """Put a deal away: it leaves every list and figure, and its steps leave the calendar."""
        with self._write("deal.archive") as unit:
            deal = unit.get(Deal, deal_id)
            if deal.archived_at is None:
                deal.archived_at = unit.now
                unit.session.add(deal)
                close_steps(unit, deal_id=deal_id, done=False)
            unit.about("deal", deal_id, title=deal.title)

    def _enter(
        self, unit: Unit, deal: Deal, stage: Stage, reason: str, *, anyway: bool = False
    ) -> None:
        before = unit.get(Stage, deal.stage_id)
        if is_back_move(stage_row(before), stage_row(stage)) and not reason.strip():
            raise Refused("back_reason_required", title=deal.title)
        demand_exit(unit, deal, stage, gate=self._settings.checklist_gate, anyway=anyway)
        demand_needs(unit, deal, stage, before, gate=self._settings.needs_gate)
        enter_stage(unit, deal, stage, today=self._today(), reason=reason.strip())

    def _lose(
        self, unit: Unit, deal: Deal, reason: str, competitor: str, note: str, on: date | None
    ) -> None:
        if unit.get(Stage, deal.stage_id).kind == StageKind.LOST:
            raise Refused("already_lost", title=deal.title)
        if on is not None and on <= self._today():
            raise Invalid("win_back_on", "when_past", value=on.isoformat())
        lose_deal(
            unit, deal, reason, today=self._today(), competitor=competitor, note=note,
            win_back_on=on,
        )  # fmt: skip

    def _plan(
        self, unit: Unit, deal: Deal, on: date | None, at: datetime | None, title: str, kind: str
    ) -> None:
        if on is None and at is not None:
            on = at.astimezone(self._desk.zone).date()
        if on is not None:
            plan_step(
                unit, deal_id=deal.id, due_on=on, due_at=at, title=title.strip(), kind=kind
            )  # fmt: skip

    def _snooze_reason(self, until: date, reason: str) -> str:
        if not reason.strip():
            raise Invalid("reason", "required")
        if until <= self._today():
            raise Invalid("until", "when_past", value=until.isoformat())
        return reason.strip()


def _called(stage: Stage) -> str:
    """What the log calls a stage: its own name, else its code, which the catalogue speaks for."""
    return stage.name or stage.code


def _snooze(unit: Unit, deal: Deal, until: date, reason: str) -> None:
    if deal.closed_on is not None:
        raise Refused("not_open", title=deal.title)
    deal.snoozed_until, deal.snooze_reason = until, reason
    unit.session.add(deal)


def _check_links(unit: Unit, deal: DealDraft) -> None:
    """Client, contact and product exist, and the contact is the client's."""
    if deal.client_id is not None:
        unit.get(Client, deal.client_id)
    if deal.product_id is not None:
        unit.get(Product, deal.product_id)
    if deal.contact_id is not None:
        contact = unit.get(Contact, deal.contact_id)
        if contact.client_id != deal.client_id:
            raise Invalid("contact_id", "not_of_client", value=deal.contact_id)
