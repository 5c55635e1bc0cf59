"""What answers a request that came in: a call that connects, or a mail or message of ours.

Whoever logs a touch calls `answer_open` in the same transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.records import Activity, Outcome, Request
from pipeline_tui.domain.requests import Reply
from pipeline_tui.domain.vocabulary import ActivityKind, Direction

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def open_requests(unit: Unit, client_id: int) -> list[Request]:
    """The requests of a client that nobody has answered, the oldest first."""
    return list(
        unit.session.exec(
            select(Request).where(
                Request.client_id == client_id, col(Request.answered_at).is_(None),
                col(Request.dismissed_at).is_(None),
            ).order_by(col(Request.arrived_at), col(Request.id))
        )
    )  # fmt: skip


def answer_open(unit: Unit, touch: Activity) -> int:
    """Let a touch answer whatever its client had asked before it; answers with how many.

    Only a call that connected and a mail or message of ours are answers; any other touch is none.
    """
    if touch.client_id is None or not _is_answer(unit, touch):
        return 0
    count = 0
    for request in open_requests(unit, touch.client_id):
        if request.arrived_at <= touch.started_at:
            request.answered_at, request.answer_id = touch.started_at, touch.id
            unit.session.add(request)
            count += 1
    unit.session.flush()
    return count


def weigh_again(unit: Unit, old: Activity, new: Activity) -> None:
    """A touch was corrected: what the old row answered waits again, and the new one may answer."""
    for request in unit.session.exec(select(Request).where(Request.answer_id == old.id)).all():
        request.answered_at, request.answer_id = None, None
        unit.session.add(request)
    unit.session.flush()
    answer_open(unit, new)


def give_up(unit: Unit, client_id: int, why: str) -> None:
    """Let go of what a client asked for: nobody could be reached, or they asked for no calls."""
    for request in open_requests(unit, client_id):
        request.dismissed_at, request.dismissed_why = unit.now, why
        unit.session.add(request)
    unit.session.flush()


def _is_answer(unit: Unit, touch: Activity) -> bool:
    if touch.kind in tuple(Reply):
        return touch.direction == Direction.OUT
    if touch.kind != ActivityKind.CALL or touch.outcome_id is None:
        return False
    return unit.get(Outcome, touch.outcome_id).connected
