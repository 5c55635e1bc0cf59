"""Outcomes of calls: what they are called, in which order, and what each puts on the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline_tui.domain.outcomes import check_outcome
from pipeline_tui.domain.records import Outcome, OutcomeDraft
from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.services.base import revise, validated
from pipeline_tui.services.word_lists import WordList, new_place


class Outcomes(WordList[Outcome]):
    """Use cases of the table of outcomes. Reading it: `vocabularies`."""

    _record, _called, _taken, _last = Outcome, "outcome", "outcome_exists", "last_outcome"

    def add(
        self, name: str, *, schedules: str = Schedules.STEP, connected: bool = True,
        after_hours: int | None = None, after_days: int | None = None, title: str = "",
    ) -> int:  # fmt: skip
        """Add an outcome of one's own, after the others; gives its number.

        Raises Invalid for one that contradicts itself; Conflict outcome_exists.
        """
        with self._write("outcome.add") as unit:
            draft = _checked(
                name=name, schedules=schedules, connected=connected, after_hours=after_hours,
                after_days=after_days, title=title,
            )  # fmt: skip
            self._refuse_name(unit, draft.name, None)
            outcome = unit.add(Outcome(**draft.model_dump(), **new_place(unit, Outcome)))
            self._about(unit, outcome)
            return outcome.id or 0

    def edit(
        self, outcome_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change fields of `OutcomeDraft`; an empty name gives one of ours its own word back.

        `retired` puts it away or brings it back in the same change. Calls made keep their outcome;
        what they count as follows `connected`. Raises Invalid, Conflict outcome_exists,
        Conflict changed_meanwhile.
        """
        with self._write("outcome.edit") as unit:
            outcome = unit.get(Outcome, outcome_id)
            current = {name: getattr(outcome, name) for name in OutcomeDraft.model_fields}
            clean = _checked(**{**current, **values})
            self._refuse_name(unit, clean.name, outcome)
            tidy = {name: getattr(clean, name) for name in values}
            revise(outcome, OutcomeDraft, tidy, seen)
            if retired is not None:
                self._put_away(unit, outcome, retired=retired)
            unit.session.add(outcome)
            self._about(unit, outcome)


def _checked(**values: Any) -> OutcomeDraft:
    """An outcome as it may be kept: validated field by field, then as a whole."""
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    draft = validated(OutcomeDraft, {**tidy, "name": tidy.get("name") or None})
    check_outcome(
        draft.schedules, connected=draft.connected, after_hours=draft.after_hours,
        after_days=draft.after_days, title=draft.title,
    )  # fmt: skip
    return draft
