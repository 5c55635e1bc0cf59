"""What the funnel screen asks of the services, several answers at a time. Runs in threads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline_tui.domain.deals import DealFilter, DealGroup, DealList, DealRow, DealSort, StageRow
from pipeline_tui.domain.funnel import ColumnRow, GroupRow, Report, ValueBy, ValueRow
from pipeline_tui.domain.pipelines import under_way
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.tui.widgets.rows import packed

if TYPE_CHECKING:
    from pipeline_tui.services.funnel import Funnel

WINDOW = 48
"""Cards of a column that are read at a time."""
_CLOSED_CARDS = 500


class BoardData(Struct):
    """Stages with their sums, the order of the deals by column (code of the stage, or key of the
    group), and the rows read so far."""

    columns: list[ColumnRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    vectors: dict[str, Sequence[int]] = field(default_factory=dict)
    rows: dict[int, DealRow] = field(default_factory=dict)

    def seen(self, key: str) -> list[int]:
        """The deals of a column whose cards are made first."""
        return [id_ for id_ in self.vectors[key][:WINDOW] if id_ in self.rows]

    def place_by_amount(self, row: DealRow, code: str) -> int:
        """Where a deal comes to stand in a column ordered by amount, the largest first."""
        worth = -1 if row.amount_minor is None else row.amount_minor
        ids = self.vectors.get(code, ())
        for place, id_ in enumerate(ids):
            other = self.rows.get(id_)
            if other is None or (other.amount_minor or -1) < worth:
                return place
        return len(ids)


class Figures(Struct, frozen=True):
    """The report, and money by month, manager and product."""

    report: Report
    months: list[ValueRow]
    owners: list[ValueRow]
    products: list[ValueRow]


def read_board(
    funnel: Funnel, wanted: DealFilter, sort: DealSort, *, descending: bool, since: date
) -> BoardData:
    """Columns, the order of their deals, and the first rows of each; closed deals from `since` on."""
    columns = funnel.columns(wanted, since=since)
    stages = {column.stage.id: column.stage for column in columns}
    selling = [stage.id for stage in stages.values() if stage.is_open]
    vectors = funnel.ids_by_stage(selling, wanted, sort, descending=descending)
    if wanted.show is DealList.OPEN:
        vectors.update(_sold(funnel, wanted, list(stages.values()), since))
    first = [id_ for ids in vectors.values() for id_ in ids[:WINDOW]]
    by_code = {stages[stage_id].code: packed(ids) for stage_id, ids in vectors.items()}
    return BoardData(columns, vectors=by_code, rows=funnel.rows(first))


def read_groups(
    funnel: Funnel, wanted: DealFilter, by: DealGroup, sort: DealSort, *, descending: bool,
    since: date,
) -> BoardData:  # fmt: skip
    """The same by source, class or month: open deals only."""
    columns = funnel.columns(wanted, since=since)
    groups = funnel.groups(wanted, by=by)
    vectors = funnel.ids_by_group(
        [one.key for one in groups], wanted, sort, by=by, descending=descending
    )
    first = [id_ for ids in vectors.values() for id_ in ids[:WINDOW]]
    by_key = {key: packed(ids) for key, ids in vectors.items()}
    return BoardData(columns, groups, by_key, funnel.rows(first))


def _sold(
    funnel: Funnel, wanted: DealFilter, stages: Sequence[StageRow], since: date
) -> dict[int, list[int]]:
    """Won deals and those under fulfilment, the newest, so that they can be moved on."""
    sold = replace(wanted, show=DealList.WON)
    recent = replace(sold, closed_from=since)
    won = [stage.id for stage in stages if stage.kind == StageKind.WON]
    on_the_way = [stage.id for stage in under_way(stages)]
    found: dict[int, list[int]] = {}
    for some, which in ((won, recent), (on_the_way, sold)):
        found.update(
            funnel.ids_by_stage(some, which, DealSort.CLOSE, descending=True, limit=_CLOSED_CARDS)
        )
    return found


def read_table(
    funnel: Funnel, wanted: DealFilter, sort: DealSort, *, descending: bool, since: date
) -> tuple[list[ColumnRow], list[int]]:
    """Columns for their sums, and the order of the whole list."""
    return funnel.columns(wanted, since=since), funnel.ids(wanted, sort, descending=descending)


def read_figures(funnel: Funnel, since: date, pipeline_id: int | None) -> Figures:
    """Everything that the panels of figures show, of the time from `since` on."""
    return Figures(
        funnel.report(since=since, pipeline_id=pipeline_id),
        *(
            funnel.values(by, since=since, pipeline_id=pipeline_id)
            for by in (ValueBy.MONTH, ValueBy.OWNER, ValueBy.PRODUCT)
        ),
    )
