"""Outcomes of calls: what they are called, in which order, and what each puts on the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.outcomes import check_outcome
from pipeline_tui.domain.records import Outcome, OutcomeDraft
from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.services.base import Service, move_among, revise, validated

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

OWN = "own-"
"""Codes of outcomes the user made begin so; they have no word of the catalogue."""


class Outcomes(Service):
    """Use cases of the table of outcomes. Reading it: `vocabularies`."""

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
            if draft.name is None:
                raise Invalid("name", "required")
            _refuse_twin(unit, draft.name, None)
            (position,) = unit.db.execute(
                "SELECT coalesce(max(position) + 1, 0) FROM outcome"
            ).fetchone()
            (last,) = unit.db.execute(
                "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outcome'"
            ).fetchone()
            outcome = unit.add(
                Outcome(**draft.model_dump(), code=f"{OWN}{last + 1}", position=position)
            )
            unit.about("outcome", outcome.id, outcome=outcome.name)
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
            if clean.name is None and outcome.code.startswith(OWN):
                raise Invalid("name", "required")
            if clean.name is not None:
                _refuse_twin(unit, clean.name, outcome_id)
            tidy = {name: getattr(clean, name) for name in values}
            revise(outcome, OutcomeDraft, tidy, seen)
            if retired is not None:
                _set_retired(unit, outcome, retired)
            unit.session.add(outcome)
            unit.about("outcome", outcome_id, outcome=outcome.name or outcome.code)

    def move(self, outcome_id: int, by: int) -> None:
        """Move it `by` places down the list, up where negative; it stops at the ends."""
        with self._write("outcome.move") as unit:
            moved = unit.get(Outcome, outcome_id)
            order = list(
                unit.session.exec(
                    select(Outcome)
                    .where(Outcome.retired == moved.retired)
                    .order_by(col(Outcome.position), col(Outcome.id))
                )
            )
            move_among(unit, order, moved, by)
            unit.about("outcome", outcome_id, outcome=moved.name or moved.code)

    def retire(self, outcome_id: int) -> None:
        """Offer it no more; calls that ended so keep it. Refused last_outcome: one must be left."""
        self._retire("outcome.retire", outcome_id, retired=True)

    def restore(self, outcome_id: int) -> None:
        """Offer it again."""
        self._retire("outcome.restore", outcome_id, retired=False)

    def _retire(self, action: str, outcome_id: int, *, retired: bool) -> None:
        with self._write(action) as unit:
            outcome = unit.get(Outcome, outcome_id)
            _set_retired(unit, outcome, retired)
            unit.session.add(outcome)
            unit.about("outcome", outcome_id, outcome=outcome.name or outcome.code)


def _checked(**values: Any) -> OutcomeDraft:
    """An outcome as it may be kept: validated field by field, then as a whole."""
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    draft = validated(OutcomeDraft, {**tidy, "name": tidy.get("name") or None})
    check_outcome(
        draft.schedules, connected=draft.connected, after_hours=draft.after_hours,
        after_days=draft.after_days, title=draft.title,
    )  # fmt: skip
    return draft


def _set_retired(unit: Unit, outcome: Outcome, retired: bool) -> None:
    """Put away or bring back; a call must be able to end somehow."""
    if retired and not outcome.retired:
        (others,) = unit.db.execute(
            "SELECT count(*) FROM outcome WHERE retired = 0 AND id <> ?", (outcome.id,)
        ).fetchone()
        if not others:
            raise Refused("last_outcome")
    outcome.retired = retired


def _refuse_twin(unit: Unit, name: str, but: int | None) -> None:
    for other in unit.session.exec(select(Outcome)):
        if other.id != but and other.name and fold(other.name) == fold(name):
            raise Conflict("outcome_exists", name=other.name)
