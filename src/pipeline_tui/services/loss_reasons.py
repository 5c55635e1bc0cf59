"""Why deals are lost: what the reasons are called, in which order, when each says to come back, and
which of them asks who got the deal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline_tui.domain.records import LossReason, LossReasonDraft
from pipeline_tui.services.base import revise, validated
from pipeline_tui.services.word_lists import WordList, new_place


class LossReasons(WordList[LossReason]):
    """Use cases of the table of loss reasons. Reading it: `vocabularies`."""

    _record, _called = LossReason, "reason"
    _taken, _last = "loss_reason_exists", "last_loss_reason"

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
            self._refuse_name(unit, draft.name, None)
            reason = unit.add(LossReason(**draft.model_dump(), **new_place(unit, LossReason)))
            self._about(unit, reason)
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
            self._refuse_name(unit, clean.name, reason)
            revise(reason, LossReasonDraft, {name: getattr(clean, name) for name in values}, seen)
            if retired is not None:
                self._put_away(unit, reason, retired=retired)
            unit.session.add(reason)
            self._about(unit, reason)


def _checked(**values: Any) -> LossReasonDraft:
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    return validated(LossReasonDraft, {**tidy, "name": tidy.get("name") or None})
