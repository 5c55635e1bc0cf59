"""Deals by what they have in common: nothing is lost between the groups, and none stands in two."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.deals import DealFilter, DealGroup, DealSort
from pipeline_tui.domain.funnel import REST
from pipeline_tui.services.desk import Desk
from tests.dealing import make_client, make_deal

BY = [one for one in DealGroup if one is not DealGroup.STAGE]

DEALS = st.lists(
    st.tuples(
        st.sampled_from(["", "site", "fair", "partner"]),
        st.sampled_from([None, "A", "B", "C"]),
        st.sampled_from([None, "2026-03-20", "2026-04-02"]),
        st.one_of(st.none(), st.integers(0, 10**9)),
        st.sampled_from(["RUB", "USD"]),
        st.sampled_from(["new", "offer", "contract"]),
    ),
    max_size=9,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=DEALS)
def test_law_groups_part_the_open_deals_and_their_money(desk: Desk, drawn: list[tuple[str, str | None, str | None, int | None, str, str]]) -> None:  # fmt: skip
    for source, abc, close, amount, currency, stage in drawn:
        who = make_client(desk) if abc else None
        if who and abc:
            desk.clients.set_class([who], abc)
        make_deal(
            desk, source=source, client_id=who, expected_close=close, amount_minor=amount,
            currency=currency, stage=stage,
        )  # fmt: skip
    everybody = desk.funnel.ids(sort=DealSort.AMOUNT)
    columns = [one for one in desk.funnel.columns() if one.stage.is_open]
    for by in BY:
        groups = desk.funnel.groups(by=by)
        ids = desk.funnel.ids_by_group([one.key for one in groups], by=by)
        assert sorted(id_ for some in ids.values() for id_ in some) == sorted(everybody)
        for group in groups:
            assert len(ids[group.key]) == group.count
            order = [id_ for id_ in everybody if id_ in set(ids[group.key])]
            assert ids[group.key] == order
            wanted = {"source": "source", "class": "abc", "month": "month"}[by.value]
            alone = desk.funnel.ids(DealFilter(**{wanted: group.key}), DealSort.AMOUNT)
            assert alone == order
        for currency in ("RUB", "USD"):
            assert sum(one.amounts.get(currency, 0) for one in groups) == sum(
                one.amounts.get(currency, 0) for one in columns
            )


def test_sources_too_many_to_tell_apart_come_together(desk: Desk) -> None:
    for n in range(27):
        make_deal(desk, source=f"источник {n:02}", amount_minor=100)
    make_deal(desk, source="источник 00", amount_minor=100)
    groups = desk.funnel.groups(by=DealGroup.SOURCE)
    assert (groups[0].key, groups[0].count) == ("источник 00", 2)
    assert (len(groups), groups[-1].key, groups[-1].count) == (25, REST, 3)
    ids = desk.funnel.ids_by_group([one.key for one in groups], by=DealGroup.SOURCE)
    assert len(ids[REST]) == 3
