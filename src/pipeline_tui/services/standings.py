"""How debtors stand on a day: what is open and overdue, what they promised, what was done, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.dates import read_day
from pipeline_tui.domain.debts import OwedRow
from pipeline_tui.domain.dunning import NONE_DONE, SPOKEN, DunningStep, reminders_of, step_to_take
from pipeline_tui.domain.ledger import Standing, add_up
from pipeline_tui.domain.promises import PromiseRow, broken, kept_rate, live
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import debt_steps, debts, promises


class Standings(Service):
    """How some clients stand, read together."""

    def of(self, ids: Sequence[int], as_of: date | None = None) -> dict[int, Standing]:
        """The badges of these clients; a client who owes nothing has one too."""
        day = as_of or self._today()
        own = self._settings.currency
        owed: dict[int, list[OwedRow]] = {id_: [] for id_ in ids}
        for row in debts.owed(self._db, day, self._today(), clients=ids):
            owed[row.client_id].append(row)
        disputing = debts.disputing(self._db, ids)
        undisputed = debts.oldest_undisputed(self._db, disputing) if disputing else {}
        judged = self.promises(ids, day)
        done = self.steps_done(owed, day)
        found: dict[int, Standing] = {}
        for id_, rows in owed.items():
            made = judged.get(id_, ())
            promise = live(made, day)
            oldest = min((read_day(row.oldest_on) for row in rows), default=None)
            found[id_] = Standing(
                client_id=id_, oldest_on=oldest,
                open_sums=add_up(((row.currency, row.open_minor) for row in rows), own),
                overdue_sums=add_up(((row.currency, row.overdue_minor) for row in rows), own),
                disputed=id_ in disputing, promise=promise, broken=broken(made, day),
                kept=kept_rate(made, day),
                step=None if oldest is None else step_to_take(
                    undisputed.get(id_) if id_ in disputing else oldest, day,
                    promised_on=None if promise is None else promise.due_on,
                    disputed=id_ in disputing, ladder=reminders_of(self._settings.reminders),
                    done=done.get(id_, NONE_DONE),
                ),
            )  # fmt: skip
        return found

    def promises(self, ids: Iterable[int], day: date) -> dict[int, tuple[PromiseRow, ...]]:
        """How the promises of these clients stood at the end of a day."""
        return promises.judged(self._db, ids, day, self._desk.zone)

    def sums(self, ids: Sequence[int], day: date) -> dict[int, tuple[SUMS, SUMS]]:
        """(open, overdue) by client."""
        own = self._settings.currency
        rows: dict[int, list[OwedRow]] = {}
        for row in debts.owed(self._db, day, self._today(), clients=ids):
            rows.setdefault(row.client_id, []).append(row)
        return {
            id_: (
                add_up(((row.currency, row.open_minor) for row in owed), own),
                add_up(((row.currency, row.overdue_minor) for row in owed), own),
            )
            for id_, owed in rows.items()
        }

    def steps_done(self, ids: Iterable[int], day: date) -> dict[int, dict[DunningStep, date]]:
        """When each step of the reminders was taken last, by client: what was noted, and the last
        conversation for those that are spoken."""
        clients = list(ids)
        found = debt_steps.done(self._db, clients, day)
        spoken = debt_steps.spoken_on(self._db, clients, day, self._desk.zone)
        for client_id, on in spoken.items():
            steps = found.setdefault(client_id, {})
            for step in SPOKEN:
                steps[step] = max(steps.get(step, on), on)
        return found
