"""Reading what to offer beside what a client has. No write, no sqlmodel."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pipeline_tui.domain import cross_sell
from pipeline_tui.domain.cross_sell import Counted, Suggestion
from pipeline_tui.domain.errors import StoreProblem
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import cross_sell as queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline_tui.domain.cross_sell import Pair
    from pipeline_tui.services.desk import Desk

MANY = 5_000
"""So many baskets take a tenth of a second to count, and one more changes nothing that is shown."""
MANY_PAIRS = 20_000
"""More of them take as long to be read again as to be counted."""
_MEMO = "cross-sell"


class _Kept(Struct, frozen=True):
    """What was counted, at which entry of the log and on which day."""

    revision: int
    day: date
    counted: Counted


class CrossSell(Service):
    """Pairs of products by lift. What was counted is kept until a deal or an offer changes; of a large
    file, to the end of the day, and in the file itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept: _Kept | None = None

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
        kept = self._kept or self._remembered()
        if kept is None or not self._is_good(kept):
            kept = _Kept(
                self._desk.history.revision(), self._today(),
                cross_sell.count_baskets(queries.baskets(self._db)),
            )  # fmt: skip
            if kept.counted.baskets >= MANY and len(kept.counted.two) <= MANY_PAIRS:
                with suppress(StoreProblem):  # a file that cannot be written still gives its pairs
                    self._desk.memos.keep(_MEMO, _written(kept))
        self._kept = kept
        return kept.counted

    def _is_good(self, kept: _Kept) -> bool:
        """Whether what was counted may still be told."""
        if kept.counted.baskets >= MANY and kept.day == self._today():
            return True
        return not queries.changed_since(self._db, kept.revision)

    def _remembered(self) -> _Kept | None:
        """What was counted of a large file in an earlier session."""
        memo = self._desk.memos.recall(_MEMO)
        return _read(memo) if memo else None

    def _named(self, found: Iterable[Pair]) -> list[Suggestion]:
        """The pairs whose second product may still be offered."""
        offered, names = queries.in_use(self._db), queries.names(self._db)
        return [Suggestion(one, names[one.a], offered[one.b]) for one in found if one.b in offered]


def _written(kept: _Kept) -> dict[str, Any]:
    counted = kept.counted
    return {
        "revision": kept.revision, "day": kept.day.isoformat(), "baskets": counted.baskets,
        "one": list(counted.one.items()),
        "two": [(*pair, both) for pair, both in counted.two.items()],
    }  # fmt: skip


def _read(memo: dict[str, Any]) -> _Kept:
    counted = Counted(
        memo["baskets"],
        Counter(dict(memo["one"])),
        Counter({(a, b): both for a, b, both in memo["two"]}),
    )
    return _Kept(memo["revision"], date.fromisoformat(memo["day"]), counted)
