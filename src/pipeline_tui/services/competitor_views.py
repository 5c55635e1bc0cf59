"""Reading competitors: how deals against each end, what they ask. No write, no sqlmodel."""

from __future__ import annotations

from pipeline_tui.domain.competitors import (
    CompetitorCard,
    CompetitorRow,
    SightingRow,
    Standing,
    Unnamed,
    trends,
)
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.figures import Part
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import competitors, products


class CompetitorViews(Service):
    """Who else sells to our clients."""

    def rows(self) -> list[CompetitorRow]:
        """All competitors by name, those put away last."""
        return competitors.rows(self._db)

    def row(self, competitor_id: int) -> CompetitorRow:
        """One competitor; raises NotFound."""
        return competitors.row(self._db, competitor_id)

    def standings(self) -> list[Standing]:
        """All competitors with the deals in which they stood, those put away last; of the others the
        one that stood in most deals first."""
        return sorted(
            competitors.standings(self._db),
            key=lambda one: (one.who.retired, -(one.share.n + one.open)),
        )

    def card(self, competitor_id: int) -> CompetitorCard:
        """One competitor whole; raises NotFound."""
        found = competitors.standings(self._db, competitor_id)
        if not found:
            raise NotFound("not_found", kind="competitor", id=competitor_id)
        seen = competitors.sightings(self._db, competitor_id)
        ours = {
            one.id: (one.asked_minor, one.currency)
            for one in products.rows(self._db, self._today(), retired=True)
        }
        return CompetitorCard(found[0], tuple(seen), tuple(trends(seen, ours)))

    def sighting(self, sighting_id: int) -> SightingRow:
        """One sighting; raises NotFound."""
        return competitors.sighting(self._db, sighting_id)

    def deals(self, competitor_id: int, part: Part = Part.ALL) -> list[int]:
        """The numbers of the deals in which a competitor stood: won, lost, open, or all; the dearest
        first."""
        return competitors.deal_ids(self._db, competitor_id, part)

    def in_deal(self, deal_id: int) -> list[CompetitorRow]:
        """The competitors that stand in a deal: named by it, or seen in it."""
        return competitors.in_deal(self._db, deal_id)

    def names(self) -> list[str]:
        """Names of the competitors in use, by alphabet."""
        return [one.name for one in competitors.rows(self._db) if not one.retired]

    def unnamed(self) -> list[Unnamed]:
        """Names in deals that no competitor has, the most frequent first."""
        return competitors.unnamed(self._db)
