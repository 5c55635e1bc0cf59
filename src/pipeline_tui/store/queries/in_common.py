"""What deals have in common, as SQL over `deal d`: the keys that figures are split by."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from msgspec import Struct

from pipeline_tui.domain.figures import OwnField, Split
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.store.queries import competitors


class Common(Struct, frozen=True):
    """`key` is text, "" where it is not said, and `open_key` the same of a deal that is open still;
    both need `join` behind the deals, and `values` for what is named in them."""

    key: str
    join: str = ""
    later: str = ""
    """`key` of an open deal, where that is another."""
    values: Mapping[str, str] = {}

    @property
    def open_key(self) -> str:
        """The key of an open deal."""
        return self.later or self.key


_CLIENT = " LEFT JOIN client c ON c.id = d.client_id"
_COMMON: Mapping[ValueBy, Common] = {
    ValueBy.MONTH: Common(
        "coalesce(substr(d.closed_on, 1, 7), '')",
        later="coalesce(substr(d.expected_close, 1, 7), '')",
    ),
    ValueBy.OWNER: Common("d.owner"),
    ValueBy.PRODUCT: Common("coalesce(p.name, '')", " LEFT JOIN product p ON p.id = d.product_id"),
    ValueBy.SOURCE: Common("d.source"),
    ValueBy.REGION: Common("coalesce(c.region, '')", _CLIENT),
    ValueBy.COUNTRY: Common("coalesce(c.country, '')", _CLIENT),
    ValueBy.INDUSTRY: Common("coalesce(c.industry, '')", _CLIENT),
    ValueBy.CLASS: Common("coalesce(c.abc, '')", _CLIENT),
    ValueBy.OBJECTION: Common(
        "coalesce(k.code, '')",
        " LEFT JOIN objection_event o INDEXED BY objection_of_deal ON o.deal_id = d.id"
        " AND NOT EXISTS (SELECT 1 FROM objection_event b INDEXED BY objection_of_deal"
        " WHERE b.deal_id = o.deal_id AND b.type_id = o.type_id AND b.id < o.id)"
        " LEFT JOIN objection_type k ON k.id = o.type_id",
    ),
}
_OWN = "coalesce((SELECT CAST(j.value AS TEXT) FROM json_each(d.custom) j WHERE j.key = :own), '')"
_COMPETITOR = (
    f" LEFT JOIN ({competitors.STOOD} SELECT deal_id, id FROM stood) x ON x.deal_id = d.id"
    " LEFT JOIN competitor k ON k.id = x.id"
)


def common(db: sqlite3.Connection, by: Split) -> Common:
    """What deals have in common by this.

    A competitor goes by its card, whatever a deal calls it; a name that no card has, by itself.
    """
    if isinstance(by, OwnField):
        return Common(_OWN, values={"own": by.name})
    if by is ValueBy.COMPETITOR:
        named = competitors.named(db, competitors.rows(db))
        return Common("coalesce(k.name, d.competitor)", _COMPETITOR, values={"named": named})
    return _COMMON[by]


SEVERAL: frozenset[Split] = frozenset({ValueBy.OBJECTION, ValueBy.COMPETITOR})
"""Where one deal may have several keys."""
