"""Competitors: entered, changed, put away, made one; what they were seen to offer is noted. Reading
them: `competitor_views`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, col, select

from pipeline_tui.domain.clients import client_key
from pipeline_tui.domain.competitors import KnownNames
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.records import (
    Client,
    Competitor,
    CompetitorDraft,
    Deal,
    Product,
    Sighting,
    SightingDraft,
)
from pipeline_tui.services.base import Service, revise, tidied, validated
from pipeline_tui.store.queries import competitors

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_POINTS_AT: Mapping[str, type[SQLModel]] = {
    "competitor_id": Competitor, "client_id": Client, "deal_id": Deal, "product_id": Product,
}  # fmt: skip
_TEXTS = ("strengths", "weaknesses", "battlecard")


class Competitors(Service):
    """Use cases of competitors and sightings."""

    def add(self, values: Mapping[str, Any]) -> int:
        """Enter a competitor (fields of `CompetitorDraft`); answers with its number.

        Raises Invalid; Conflict competitor_exists where a name of it is another's.
        """
        draft = validated(CompetitorDraft, tidied(values))
        with self._write("competitor.add") as unit:
            _refuse_twin(unit, draft, None)
            made = unit.add(Competitor(**draft.model_dump()))
            unit.about("competitor", made.id, competitor=made.name)
            return made.id or 0

    def edit(
        self, competitor_id: int, values: Mapping[str, Any],
        seen: Mapping[str, Any] | None = None, *, retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change a competitor; `retired` puts it away or brings it back in the same change.

        Raises as `add`; Conflict changed_meanwhile.
        """
        with self._write("competitor.edit") as unit:
            row = unit.get(Competitor, competitor_id)
            revise(row, CompetitorDraft, tidied(values), seen)
            if retired is not None:
                row.retired = retired
            _refuse_twin(unit, row, competitor_id)
            unit.session.add(row)
            unit.about("competitor", competitor_id, competitor=row.name)

    def archive(self, competitor_id: int, *, back: bool = False) -> None:
        """Put a competitor away, or bring it back; its deals go on counting for it."""
        with self._write("competitor.restore" if back else "competitor.archive") as unit:
            row = unit.get(Competitor, competitor_id)
            row.retired = not back
            unit.session.add(row)
            unit.about("competitor", competitor_id, competitor=row.name)

    def merge(self, kept_id: int, gone_ids: Sequence[int]) -> None:
        """Make one of several: the first takes over the names, sightings and texts of the others.

        Deals keep what they say; they count for the first, since it has the names. Raises Invalid
        competitor_with_itself.
        """
        if kept_id in gone_ids:
            raise Invalid("competitor", "competitor_with_itself")
        with self._write("competitor.merge") as unit:
            kept = unit.get(Competitor, kept_id)
            others = [unit.get(Competitor, one) for one in dict.fromkeys(gone_ids)]
            for gone in others:
                names = (*_lines(kept.also), gone.name, *_lines(gone.also))
                kept.also = "\n".join(names)
                kept.site = kept.site or gone.site
                for name in _TEXTS:
                    both = dict.fromkeys(filter(None, (getattr(kept, name), getattr(gone, name))))
                    setattr(kept, name, "\n".join(both))
                for seen in unit.session.exec(
                    select(Sighting).where(col(Sighting.competitor_id) == gone.id)
                ):
                    seen.competitor_id = kept_id
                    unit.session.add(seen)
                unit.session.flush()
                unit.remove(gone)
            unit.session.add(kept)
            unit.about(
                "competitor", kept_id, competitor=kept.name,
                others=", ".join(one.name for one in others),
            )  # fmt: skip

    # Sightings

    def sight(self, values: Mapping[str, Any]) -> int:
        """Note what a competitor was seen to offer (fields of `SightingDraft`), by default today, at
        the client of the deal where one is named; answers with its number.

        Raises Invalid nothing_seen where there is no price, offer or note, day_to_come, deal_of_another
        for a deal of another client.
        """
        clean = {"seen_on": self._today(), "currency": self._settings.currency, **tidied(values)}
        draft = validated(SightingDraft, clean)
        with self._write("sighting.add") as unit:
            _look_up(unit, clean)
            made = Sighting(**draft.model_dump())
            self._settle(unit, made)
            return unit.add(made).id or 0

    def edit_sighting(
        self, sighting_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change a sighting; raises as `sight`, Conflict changed_meanwhile."""
        clean = tidied(values)
        with self._write("sighting.edit") as unit:
            row = unit.get(Sighting, sighting_id)
            _look_up(unit, clean)
            revise(row, SightingDraft, clean, seen)
            self._settle(unit, row)
            unit.session.add(row)

    def remove_sighting(self, sighting_id: int) -> None:
        """Take a sighting away."""
        with self._write("sighting.remove") as unit:
            row = unit.get(Sighting, sighting_id)
            who = unit.get(Competitor, row.competitor_id)
            unit.about("competitor", who.id, competitor=who.name)
            unit.remove(row)

    def _settle(self, unit: Unit, row: Sighting) -> None:
        """What holds between a sighting and the rest of the file."""
        if row.seen_on > self._today():
            raise Invalid("seen_on", "day_to_come")
        if row.deal_id is not None:
            deal = unit.get(Deal, row.deal_id)
            if row.client_id is None:
                row.client_id = deal.client_id
            elif row.client_id != deal.client_id:
                raise Invalid("deal_id", "deal_of_another", name=deal.title)
        who = unit.get(Competitor, row.competitor_id)
        unit.about("competitor", who.id, competitor=who.name)


def _look_up(unit: Unit, values: Mapping[str, Any]) -> None:
    """What a sighting points at is there; raises NotFound."""
    for name, record in _POINTS_AT.items():
        if values.get(name) is not None:
            unit.get(record, values[name])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _refuse_twin(unit: Unit, draft: CompetitorDraft, but: int | None) -> None:
    """A name means one competitor, put away or not: deals are counted by it."""
    unit.session.flush()
    others = [one for one in competitors.rows(unit.db) if one.id != but]
    known = KnownNames(others)
    for name in (draft.name, *_lines(draft.also)):
        for id_ in known.in_text(name):
            other = next(one for one in others if one.id == id_)
            if client_key(name) in map(client_key, other.names):
                raise Conflict("competitor_exists", name=other.name, id=id_)
