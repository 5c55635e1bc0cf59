"""Reading the funnel: columns, lists of deals, one deal whole, and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from pipeline_tui.domain.deals import (
    SORTS_DOWN_FIRST,
    DealCard,
    DealFilter,
    DealGroup,
    DealRow,
    DealSort,
    StageRow,
)
from pipeline_tui.domain.funnel import (
    HISTORY_DAYS,
    PERIOD_DAYS,
    ColumnRow,
    GroupRow,
    Report,
    StageFlow,
    ValueBy,
    ValueRow,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import deal_cards, deal_groups, deals, funnel, vocabularies

EVERYTHING = DealFilter()


class Funnel(Service):
    """Reads of the funnel. Nothing here writes."""

    def stages(self, pipeline_id: int | None = None) -> list[StageRow]:
        """Stages in use, in order; of every pipeline, or of one."""
        return vocabularies.stages(self._db, pipeline_id=pipeline_id)

    def since(self) -> date:
        """The day that figures of closed deals begin with unless another is given."""
        return funnel.default_since(self._today(), PERIOD_DAYS)

    def columns(
        self, wanted: DealFilter = EVERYTHING, *, since: date | None = None
    ) -> list[ColumnRow]:
        """Every stage with counts and sums by currency, of the deals that the filter lets through.

        Won, closed and lost stages count deals closed since `since`, by default the last 90 days.
        """
        return funnel.columns(
            self._db, self.stages(wanted.pipeline_id), wanted, since=since or self.since(),
            today=self._today(), zone=self._desk.zone,
        )  # fmt: skip

    def ids(
        self,
        wanted: DealFilter = EVERYTHING,
        sort: DealSort = DealSort.STEP,
        *,
        descending: bool | None = None,
        limit: int | None = None,
    ) -> list[int]:
        """Numbers of deals in order; `descending` by default as the sort is usually wanted."""
        return deals.ids(
            self._db, wanted, sort, descending=self._way(sort, descending), today=self._today(),
            zone=self._desk.zone, limit=limit,
        )  # fmt: skip

    def ids_by_stage(
        self,
        stages: Iterable[int],
        wanted: DealFilter = EVERYTHING,
        sort: DealSort = DealSort.AMOUNT,
        *,
        descending: bool | None = None,
        limit: int | None = None,
    ) -> dict[int, list[int]]:
        """The same, stage by stage, at most `limit` of each."""
        return deals.ids_by_stage(
            self._db, wanted, stages, sort, descending=self._way(sort, descending),
            today=self._today(), zone=self._desk.zone, limit=limit,
        )  # fmt: skip

    def groups(self, wanted: DealFilter = EVERYTHING, *, by: DealGroup) -> list[GroupRow]:
        """Groups of the deals that the filter lets through, with their sums; not by stage, which
        `columns` gives."""
        return deal_groups.groups(
            self._db, self.stages(), wanted, by, today=self._today(), zone=self._desk.zone
        )

    def ids_by_group(
        self,
        keys: Sequence[str],
        wanted: DealFilter = EVERYTHING,
        sort: DealSort = DealSort.AMOUNT,
        *,
        by: DealGroup,
        descending: bool | None = None,
    ) -> dict[str, list[int]]:
        """Numbers of the deals of each of these groups, in order."""
        return deal_groups.ids_by_group(
            self._db, wanted, by, keys, sort, descending=self._way(sort, descending),
            today=self._today(), zone=self._desk.zone,
        )  # fmt: skip

    def rows(self, ids: Sequence[int]) -> dict[int, DealRow]:
        """Rows by number; ask for a window, not for a whole vector."""
        return deals.rows(self._db, ids, today=self._today(), zone=self._desk.zone)

    def card(self, deal_id: int) -> DealCard:
        """One deal whole; raises NotFound."""
        found = deal_cards.card(self._db, deal_id, today=self._today(), zone=self._desk.zone)
        return replace(found, own_fields=tuple(self._desk.vocabularies.custom_fields("deal")))

    def owners(self) -> list[str]:
        """Everyone who owns a deal."""
        return deals.owners(self._db)

    def products(self) -> list[tuple[int, str]]:
        """(number, name) of every product in use."""
        return [(id_, name) for id_, name, _ in deals.products(self._db)]

    def contacts(self, client_id: int | None) -> list[tuple[int, str]]:
        """(number, full name) of the people at a client; none for no client."""
        return [] if client_id is None else deal_cards.contacts(self._db, client_id)

    def report(
        self, *, since: date | None = None, until: date | None = None, conversion: bool = True,
        pipeline_id: int | None = None,
    ) -> Report:  # fmt: skip
        """The funnel's figures of a period, by default the last 90 days; of one pipeline or of all.

        Conversion walks the stage changes and costs more than all the rest: it may be left out.
        """
        start, end = since or self.since(), until or self._today()
        columns = self.columns(DealFilter(pipeline_id=pipeline_id), since=start)
        return Report(
            since=start,
            until=end,
            today=self._today(),
            columns=tuple(columns),
            flows=self._flows(start, pipeline_id) if conversion else (),
            results=tuple(
                funnel.results(self._db, columns, since=start, until=end, pipeline_id=pipeline_id)
            ),
            losses=tuple(funnel.losses(self._db, since=start, until=end, pipeline_id=pipeline_id)),
            attention=funnel.attention(
                self._db, today=self._today(), zone=self._desk.zone, pipeline_id=pipeline_id
            ),
        )

    def _flows(self, since: date, pipeline_id: int | None) -> tuple[StageFlow, ...]:
        history = funnel.default_since(self._today(), HISTORY_DAYS)
        found = funnel.flows(
            self._db, self.stages(pipeline_id), since=since, history_since=history,
            zone=self._desk.zone,
        )  # fmt: skip
        return tuple(found)

    def values(
        self, by: ValueBy, *, since: date | None = None, until: date | None = None,
        pipeline_id: int | None = None,
    ) -> list[ValueRow]:  # fmt: skip
        """Money won within a period and open now, by month, owner or product."""
        return funnel.values(
            self._db, self.stages(), by, since=since or self.since(),
            until=until or self._today(), pipeline_id=pipeline_id,
        )  # fmt: skip

    @staticmethod
    def _way(sort: DealSort, descending: bool | None) -> bool:
        return sort in SORTS_DOWN_FIRST if descending is None else descending
