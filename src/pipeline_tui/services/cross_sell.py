"""Reading what to offer beside what a client has. No write, no sqlmodel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain import cross_sell
from pipeline_tui.domain.cross_sell import Counted, Suggestion
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import cross_sell as queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.cross_sell import Pair
    from pipeline_tui.services.desk import Desk


class CrossSell(Service):
    """Pairs of products by lift. What was counted is kept until a deal or an offer changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept: tuple[int, Counted] | None = None

    def pairs(self, at_least: int | None = None) -> list[Suggestion]:
        """Both ways of each pair of products in use that so many clients have bought, by default as
        many as the settings say, the highest lift first."""
        least = self._settings.cross_sell_clients if at_least is None else at_least
        return self._named(cross_sell.pairs(self._counted(), least))

    def for_client(self, client_id: int, at_least: int | None = None) -> list[Suggestion]:
        """What to offer to a client beside what they have, the best first; none where nothing is
        bought together more often than by chance."""
        least = self._settings.cross_sell_clients if at_least is None else at_least
        owned = queries.owned(self._db, client_id)
        if not owned:
            return []
        return self._named(cross_sell.suggestions(self._counted(), owned, least))

    def _counted(self) -> Counted:
        revision, kept = self._desk.history.revision(), self._kept
        if kept is None or queries.changed_since(self._db, kept[0]):
            counted = cross_sell.count_baskets(queries.baskets(self._db))
        else:
            counted = kept[1]
        self._kept = revision, counted
        return counted

    def _named(self, found: Iterable[Pair]) -> list[Suggestion]:
        """The pairs whose second product may still be offered."""
        offered, names = queries.in_use(self._db), queries.names(self._db)
        return [Suggestion(one, names[one.a], offered[one.b]) for one in found if one.b in offered]
