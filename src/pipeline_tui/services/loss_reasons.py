"""Why deals are lost: what the reasons are called, in which order, when each says to come back, and
which of them asks who got the deal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.pipelines import OWN
from pipeline_tui.domain.records import LossReason, LossReasonDraft
from pipeline_tui.services.base import Service, move_among, revise, validated
from pipeline_tui.services.stages import next_number

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class LossReasons(Service):
    """Use cases of the table of loss reasons. Reading it: `vocabularies`."""

    def add(
        self, name: str, *, win_back_days: int | None = None, asks_competitor: bool = False,
        win_back_text: str = "",
    ) -> int:  # fmt: skip
        """Add a reason of one's own, after the others; gives its number.

        `win_back_days` after the loss the client is called again, with `win_back_text`; none means
        never. Raises Invalid; Conflict loss_reason_exists.
        """
        with self._write("loss_reason.add") as unit:
            draft = _checked(
                name=name, win_back_days=win_back_days, asks_competitor=asks_competitor,
                win_back_text=win_back_text,
            )  # fmt: skip
            if draft.name is None:
                raise Invalid("name", "required")
            _refuse_twin(unit, draft.name, None)
            (position,) = unit.db.execute(
                "SELECT coalesce(max(position) + 1, 0) FROM loss_reason"
            ).fetchone()
            code = f"{OWN}{next_number(unit, 'loss_reason')}"
            reason = unit.add(LossReason(**draft.model_dump(), code=code, position=position))
            unit.about("loss_reason", reason.id, reason=reason.name)
            return reason.id or 0

    def edit(
        self, reason_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change fields of `LossReasonDraft`; an empty name gives one of ours its own word back.

        `retired` puts it away or brings it back in the same change. Lost deals keep their reason,
        and planned win-back calls their day. Raises Invalid, Refused last_loss_reason, Conflict.
        """
        with self._write("loss_reason.edit") as unit:
            reason = unit.get(LossReason, reason_id)
            current = {name: getattr(reason, name) for name in LossReasonDraft.model_fields}
            clean = _checked(**{**current, **values})
            if clean.name is None and reason.code.startswith(OWN):
                raise Invalid("name", "required")
            if clean.name is not None:
                _refuse_twin(unit, clean.name, reason_id)
            revise(reason, LossReasonDraft, {name: getattr(clean, name) for name in values}, seen)
            if retired is not None:
                _set_retired(unit, reason, retired)
            unit.session.add(reason)
            unit.about("loss_reason", reason_id, reason=reason.name or reason.code)

    def move(self, reason_id: int, by: int) -> None:
        """Move it `by` places down the list, up where negative; it stops at the ends."""
        with self._write("loss_reason.move") as unit:
            moved = unit.get(LossReason, reason_id)
            order = unit.session.exec(
                select(LossReason)
                .where(LossReason.retired == moved.retired)
                .order_by(col(LossReason.position), col(LossReason.id))
            ).all()
            move_among(unit, order, moved, by)
            unit.about("loss_reason", reason_id, reason=moved.name or moved.code)

    def retire(self, reason_id: int, *, back: bool = False) -> None:
        """Offer it no more, or again with `back`. Refused last_loss_reason: one must be left."""
        with self._write("loss_reason.retire") as unit:
            reason = unit.get(LossReason, reason_id)
            _set_retired(unit, reason, not back)
            unit.session.add(reason)
            unit.about("loss_reason", reason_id, reason=reason.name or reason.code)


def _checked(**values: Any) -> LossReasonDraft:
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    return validated(LossReasonDraft, {**tidy, "name": tidy.get("name") or None})


def _set_retired(unit: Unit, reason: LossReason, retired: bool) -> None:
    """Put away or bring back; a deal must be able to be lost for something."""
    if retired and not reason.retired:
        (others,) = unit.db.execute(
            "SELECT count(*) FROM loss_reason WHERE retired = 0 AND id <> ?", (reason.id,)
        ).fetchone()
        if not others:
            raise Refused("last_loss_reason")
    reason.retired = retired


def _refuse_twin(unit: Unit, name: str, but: int | None) -> None:
    for other in unit.session.exec(select(LossReason)):
        if other.id != but and other.name and fold(other.name) == fold(name):
            raise Conflict("loss_reason_exists", name=other.name)
