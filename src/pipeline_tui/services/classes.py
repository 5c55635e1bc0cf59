"""Classes A, B, C from the paid turnover of twelve months: proposed, and applied in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline_tui.domain.abc import ClassProposal, ClassRow, classes
from pipeline_tui.services.base import Service
from pipeline_tui.store import client_sets
from pipeline_tui.store.queries import classes as queries


class Classes(Service):
    """The proposal is read whenever it is asked for; a class set by hand stands unless one asks."""

    def proposal(self, *, over_hand: bool = False) -> ClassProposal:
        """What ABC 80/15/5 by paid turnover would change. Of several currencies a client gets the
        best class; one with no turnover left loses a class that was computed, and becomes C."""
        turnover = queries.turnover(self._db, self._today())
        best: dict[int, tuple[str, float, int, str]] = {}
        for currency, by_client in turnover.items():
            for id_, (abc, share) in classes(by_client).items():
                found = (abc, share, by_client[id_], currency)
                if id_ not in best or found[0] < best[id_][0]:
                    best[id_] = found
        rows, kept = [], 0
        for id_, name, before, computed in queries.classed(self._db, best):
            none = ("C", 0.0, 0, self._settings.currency)
            abc, share, minor, currency = best.get(id_, none)
            if abc == before:
                continue
            if before is not None and not computed and (not over_hand or id_ not in best):
                kept += id_ in best
                continue
            rows.append(ClassRow(id_, name, before, abc, minor, currency, share))
        rows.sort(key=lambda row: (row.after, row.currency, -row.turnover_minor, row.id))
        counts = Counter(one[0] for one in best.values())
        return ClassProposal(tuple(rows), len(best), {abc: counts[abc] for abc in "ABC"}, kept)

    def apply(self, rows: Sequence[ClassRow]) -> int:
        """Give the proposed classes, as one change; answers with how many clients got another."""
        with self._write("client.classes") as unit:
            client_sets.give_classes(unit.db, [(row.id, row.after) for row in rows])
            unit.about("client", None, count=len(rows))
            return len(rows)
