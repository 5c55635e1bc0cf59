"""A deal enters a stage: what is noted for ever, and what follows from it; which stage is meant.

Module functions that take the `Unit`, for every change that moves a deal: by hand, or at the end of
a call.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import (
    Client,
    Deal,
    LossReason,
    Pipeline,
    Stage,
    StageChange,
    Task,
)
from pipeline_tui.domain.vocabulary import ClientStatus, StageKind, TaskKind, TaskOrigin
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
    """Let a deal enter a stage and note it for ever; leaving the open stages closes its steps too,
    and so does the end of the fulfilment.

    `closed_on` becomes the day of winning or losing, and stays through the stages of fulfilment.
    Raises Refused loss_reason_required when a lost deal has no reason.
    """
    if stage.kind == StageKind.LOST and loss_reason_id is None:
        raise Refused("loss_reason_required", title=deal.title)
    before = unit.get(Stage, deal.stage_id)
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
    if stage.kind != StageKind.LOST:
        deal.loss_note = ""
    if stage.kind == StageKind.OPEN:
        deal.closed_on = None
    else:
        was_lost, is_lost = before.kind == StageKind.LOST, stage.kind == StageKind.LOST
        if deal.closed_on is None or was_lost != is_lost:
            deal.closed_on = today
        deal.snoozed_until, deal.snooze_reason = None, ""
        if before.kind == StageKind.OPEN or is_lost or _is_last(unit, stage):
            close_steps(unit, deal_id=deal.id or 0, done=not is_lost)
        if not is_lost:
            wake_client(unit, deal)
    unit.session.add(deal)
    unit.session.flush()


def _is_last(unit: Unit, stage: Stage) -> bool:
    """Whether the fulfilment ends with this stage: nothing of the deal is left to do."""
    after = [
        one
        for one in stages_of(unit, stage.pipeline_id, retired=False)
        if one.kind == StageKind.FULFILMENT and one.position > stage.position
    ]
    return stage.kind == StageKind.FULFILMENT and not after


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
    """Lose a deal inside a larger change, such as the end of a call.

    Raises Invalid for a reason that is not offered, and competitor_required where the reason asks
    who got the deal and nobody is named.
    A client who is not to be called gets no win-back call.
    """
    why = unit.session.exec(select(LossReason).where(LossReason.code == reason)).first()
    if why is None or why.retired:
        raise Invalid("reason", "unknown_choice" if reason else "required", value=reason)
    if competitor.strip():
        deal.competitor = competitor.strip()
    if why.asks_competitor and not deal.competitor:
        raise Invalid("competitor", "competitor_required")
    enter_stage(
        unit, deal, stage_of_kind(unit, deal, StageKind.LOST), today=today, loss_reason_id=why.id
    )
    deal.loss_note = note.strip()
    unit.session.add(deal)
    if win_back_on is None and why.win_back_days is not None:
        win_back_on = today + timedelta(days=why.win_back_days)
    if win_back_on is None or deal.client_id is None:
        return
    if unit.get(Client, deal.client_id).status != ClientStatus.DO_NOT_CALL:
        plan_step(
            unit, client_id=deal.client_id, due_on=win_back_on, kind=TaskKind.CALL,
            origin=TaskOrigin.WIN_BACK, title=deal.title,
        )  # fmt: skip


def stage_of_kind(unit: Unit, deal: Deal, kind: StageKind) -> Stage:
    """The first stage of a kind in the deal's own pipeline."""
    pipeline = unit.get(Stage, deal.stage_id).pipeline_id
    found = unit.session.exec(
        select(Stage)
        .where(Stage.kind == kind, Stage.pipeline_id == pipeline, col(Stage.retired).is_(False))
        .order_by(col(Stage.position))
    ).first()
    if found is None:
        raise Invalid("stage", "unknown_choice", value=kind.value)
    return found


def stage_meant(unit: Unit, wanted: str | int, pipeline_id: int | None = None) -> Stage:
    """The stage in use with this number; or with this code, in the pipeline, else in the first that
    has one; or, for "", the first stage there. Raises Invalid unknown_choice."""
    query = (
        select(Stage)
        .join(Pipeline, col(Pipeline.id) == Stage.pipeline_id)
        .where(col(Stage.retired).is_(False), col(Pipeline.retired).is_(False))
        .order_by(
            col(Stage.pipeline_id) != pipeline_id, col(Pipeline.position), col(Pipeline.id),
            col(Stage.position),
        )
    )  # fmt: skip
    if isinstance(wanted, int):
        query = query.where(Stage.id == wanted)
    elif wanted:
        query = query.where(Stage.code == wanted)
    found = unit.session.exec(query).first()
    if found is None:
        raise Invalid("stage", "unknown_choice", value=wanted)
    return found


def stages_of(unit: Unit, pipeline_id: int, *, retired: bool = True) -> list[Stage]:
    """The stages of a pipeline in their order, unless said otherwise with those put away."""
    query = select(Stage).where(Stage.pipeline_id == pipeline_id).order_by(col(Stage.position))
    if not retired:
        query = query.where(col(Stage.retired).is_(False))
    return list(unit.session.exec(query))


def carry(unit: Unit, deals: Iterable[Deal], heir: Stage) -> None:
    """Let deals stand in another stage because theirs is put away; nothing else of them changes."""
    for deal in deals:
        unit.add(
            StageChange(
                deal_id=deal.id or 0, from_stage_id=deal.stage_id, to_stage_id=heir.id or 0,
                changed_at=unit.now, amount_minor=deal.amount_minor,
                loss_reason_id=deal.loss_reason_id,
            )
        )  # fmt: skip
        deal.stage_id = heir.id or 0
        deal.stage_since = unit.now
        unit.session.add(deal)


def wake_client(unit: Unit, deal: Deal) -> None:
    """Whoever bought is a client in work, unless they are never to be called."""
    if deal.client_id is None:
        return
    client = unit.get(Client, deal.client_id)
    if client.status in (ClientStatus.LEAD, ClientStatus.DORMANT, ClientStatus.LOST):
        client.status = ClientStatus.ACTIVE
        unit.session.add(client)


def closed_from(unit: Unit, deal: Deal) -> Stage:
    """The open stage in use that a closed deal stood in last; where there is none any more, the first
    one of its pipeline, or of the first pipeline when its own is put away."""
    found = unit.session.exec(
        select(Stage)
        .join(StageChange, col(StageChange.to_stage_id) == Stage.id)
        .join(Pipeline, col(Pipeline.id) == Stage.pipeline_id)
        .where(
            StageChange.deal_id == deal.id,
            Stage.kind == StageKind.OPEN,
            col(Stage.retired).is_(False),
            col(Pipeline.retired).is_(False),
        )
        .order_by(col(StageChange.id).desc())
    ).first()
    return found or stage_meant(unit, "", unit.get(Stage, deal.stage_id).pipeline_id)


def win_backs(unit: Unit, deal: Deal) -> list[Task]:
    """Open win-back calls that the loss of this deal planned."""
    if deal.client_id is None:
        return []
    return list(
        unit.session.exec(
            select(Task).where(
                Task.client_id == deal.client_id, Task.origin == TaskOrigin.WIN_BACK,
                Task.title == deal.title, col(Task.done_at).is_(None),
                col(Task.dropped_at).is_(None),
            )
        )
    )  # fmt: skip


def stage_row(stage: Stage) -> StageRow:
    """A stage as rules of the domain take it."""
    return StageRow(
        stage.id or 0, stage.pipeline_id, stage.code, stage.name, stage.kind, stage.probability,
        stage.rot_days, stage.position, stage.retired,
    )  # fmt: skip
