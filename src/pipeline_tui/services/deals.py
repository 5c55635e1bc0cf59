"""Deals: opened, edited, moved along the stages, won, lost, snoozed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import Deal, DealDraft, LossReason, Stage, StageChange
from pipeline_tui.domain.vocabulary import StageKind, TaskKind, TaskOrigin
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.services.tasks import close_steps, plan_step

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def enter_stage(
    unit: Unit,
    deal: Deal,
    stage: Stage,
    *,
    today: date,
    reason: str = "",
    loss_reason_id: int | None = None,
) -> None:
    """Let a deal enter a stage and note it for ever; closing stages close the deal's steps too.

    Raises Refused loss_reason_required when a lost deal has no reason.
    """
    if stage.kind == StageKind.LOST and loss_reason_id is None:
        raise Refused("loss_reason_required", title=deal.title)
    unit.add(
        StageChange(
            deal_id=deal.id or 0, from_stage_id=deal.stage_id, to_stage_id=stage.id or 0,
            changed_at=unit.now, amount_minor=deal.amount_minor, reason=reason,
            loss_reason_id=loss_reason_id,
        )
    )  # fmt: skip
    deal.stage_id = stage.id or 0
    deal.stage_since = unit.now
    deal.loss_reason_id = loss_reason_id
    if stage.kind == StageKind.OPEN:
        deal.closed_on = None
        deal.loss_note = ""
    else:
        if deal.closed_on is None:
            deal.closed_on = today
        deal.snoozed_until, deal.snooze_reason = None, ""
        if stage.kind in (StageKind.WON, StageKind.LOST):
            close_steps(unit, deal_id=deal.id or 0, done=stage.kind == StageKind.WON)
    unit.session.add(deal)
    unit.session.flush()


class Deals(Service):
    """Use cases of a deal."""

    def add(
        self,
        values: Mapping[str, Any],
        *,
        stage: str = "new",
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
    ) -> int:
        """Open a deal with its first step; answers with its number.

        `values` are fields of `DealDraft`. Raises Refused next_step_required without a step.
        """
        draft = validated(DealDraft, values)
        with self._write("deal.add") as unit:
            entered = self._stage(unit, stage)
            deal = unit.add(
                Deal(
                    **draft.model_dump(), stage_id=entered.id or 0, stage_since=unit.now,
                    opened_on=self._today(), created_at=unit.now,
                )
            )  # fmt: skip
            unit.add(
                StageChange(
                    deal_id=deal.id or 0, to_stage_id=entered.id or 0, changed_at=unit.now,
                    amount_minor=deal.amount_minor,
                )
            )  # fmt: skip
            if step_on is None and entered.kind == StageKind.OPEN:
                raise Refused("next_step_required", title=deal.title)
            if step_on is not None:
                plan_step(unit, deal_id=deal.id, due_on=step_on, due_at=step_at, title=step_title)
            unit.about("deal", deal.id, title=deal.title)
            return deal.id or 0

    def edit(
        self, deal_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change fields of a deal; `seen` is what the user was looking at."""
        with self._write("deal.edit") as unit:
            deal = unit.get(Deal, deal_id)
            revise(deal, DealDraft, values, seen)
            unit.session.add(deal)
            unit.about("deal", deal_id, title=deal.title)

    def move(self, deal_id: int, stage: str, *, reason: str = "") -> None:
        """Move a deal to the stage with this code; back-moves may say why.

        A lost stage goes through `lose`. Moving to the stage it is in changes nothing.
        """
        with self._write("deal.move") as unit:
            deal = unit.get(Deal, deal_id)
            entered = self._stage(unit, stage)
            if entered.id == deal.stage_id:
                return
            before = unit.get(Stage, deal.stage_id)
            enter_stage(unit, deal, entered, today=self._today(), reason=reason)
            unit.about("deal", deal_id, title=deal.title, frm=before.code, to=entered.code)

    def win(self, deal_id: int, *, amount_minor: int | None = None) -> None:
        """Win a deal, with the final amount where it differs."""
        with self._write("deal.win") as unit:
            deal = unit.get(Deal, deal_id)
            if amount_minor is not None:
                if amount_minor < 0:
                    raise Invalid("amount_minor", "negative", value=amount_minor)
                deal.amount_minor = amount_minor
            enter_stage(unit, deal, self._stage_of_kind(unit, StageKind.WON), today=self._today())
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
            lose_deal(
                unit, deal, reason, today=self._today(), competitor=competitor, note=note,
                win_back_on=win_back_on,
            )  # fmt: skip
            unit.about("deal", deal_id, title=deal.title, reason=reason)

    def snooze(self, deal_id: int, until: date, reason: str) -> None:
        """Let a deal rest until a day, for a reason; the reason is mandatory."""
        if not reason.strip():
            raise Invalid("reason", "required")
        if until <= self._today():
            raise Invalid("until", "when_past", value=until.isoformat())
        with self._write("deal.snooze") as unit:
            deal = unit.get(Deal, deal_id)
            deal.snoozed_until, deal.snooze_reason = until, reason.strip()
            unit.session.add(deal)
            unit.about("deal", deal_id, title=deal.title, day=until.isoformat())

    def _stage(self, unit: Unit, code: str) -> Stage:
        found = unit.session.exec(select(Stage).where(Stage.code == code)).first()
        if found is None or found.retired:
            raise Invalid("stage", "unknown_choice", value=code)
        return found

    def _stage_of_kind(self, unit: Unit, kind: StageKind) -> Stage:
        return unit.session.exec(
            select(Stage).where(Stage.kind == kind, col(Stage.retired).is_(False))
        ).one()


def lose_deal(
    unit: Unit,
    deal: Deal,
    reason: str,
    *,
    today: date,
    competitor: str = "",
    note: str = "",
    win_back_on: date | None = None,
) -> None:
    """Lose a deal inside a larger change, such as the end of a call."""
    why = unit.session.exec(select(LossReason).where(LossReason.code == reason)).first()
    if why is None:
        raise Invalid("reason", "unknown_choice" if reason else "required", value=reason)
    lost = unit.session.exec(select(Stage).where(Stage.kind == StageKind.LOST)).one()
    if competitor:
        deal.competitor = competitor
    deal.loss_note = note
    enter_stage(unit, deal, lost, today=today, loss_reason_id=why.id)
    if win_back_on is None and why.win_back_days is not None:
        win_back_on = today + timedelta(days=why.win_back_days)
    if win_back_on is not None and deal.client_id is not None:
        plan_step(
            unit, client_id=deal.client_id, due_on=win_back_on, kind=TaskKind.CALL,
            origin=TaskOrigin.WIN_BACK, title=deal.title,
        )  # fmt: skip
