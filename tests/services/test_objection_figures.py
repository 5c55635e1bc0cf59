"""What objections do to deals, as the file tells it: each number beside what was put into it."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.objection_figures import Insight, SplitBy
from pipeline_tui.domain.shares import Share
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import make_client, make_deal, make_product
from tests.services.test_objections import meet


def lost(desk: Desk, *met: tuple[str, str], stage: str = "offer", **values: object) -> int:
    """A deal lost after these kinds were met in it with these results."""
    deal = make_deal(desk, stage=stage, client_id=make_client(desk), **values)
    for code, result in met:
        meet(desk, code, result, deal_id=deal)
    desk.deals.lose(deal, "price")
    return deal


def test_an_objection_that_was_not_taken_off_costs_the_deal_where_it_was_met_last(
    desk: Desk, clock: HandClock
) -> None:
    cheap = lost(desk, ("price", "did_not"), amount_minor=100_00)
    dear = lost(desk, ("price", "open"), ("time", "partly"), amount_minor=900_00)
    lost(desk, ("price", "did_not"), ("price", "worked"))  # taken off in the end
    moved = make_deal(desk, client_id=make_client(desk), amount_minor=None)
    meet(desk, "need", "did_not", deal_id=moved)
    clock.forward(days=1)
    desk.deals.move(moved, "offer")
    meet(desk, "need", "partly", deal_id=moved)
    desk.deals.lose(moved, "no_need")
    open_deal = make_deal(desk, stage="offer", client_id=make_client(desk))
    meet(desk, "price", "did_not", deal_id=open_deal)

    figures = desk.objection_figures
    scope = figures.scope(Insight.KILLS)
    rows = {row.key: (row.deals, dict(row.amounts)) for row in figures.kills(scope)}
    assert rows == {
        "price:offer": (2, {"RUB": 1_000_00}), "time:offer": (1, {"RUB": 900_00}),
        "need:offer": (1, {}),
    }  # fmt: skip
    assert figures.behind(Insight.KILLS, "price:offer", "all", scope) == [dear, cheap]


def test_the_effect_counts_deals_with_and_without_it(desk: Desk) -> None:
    lost(desk, ("price", "did_not"))
    off = make_deal(desk, stage="offer", client_id=make_client(desk))
    meet(desk, "price", "did_not", deal_id=off)
    meet(desk, "price", "worked", deal_id=off)
    desk.deals.win(off)
    desk.deals.win(make_deal(desk, stage="offer", client_id=make_client(desk)))
    lost(desk)
    lost(desk, stage="new")  # never came to the offer: not beside it

    figures = desk.objection_figures
    scope = figures.scope(Insight.EFFECT)
    (row,) = figures.effects(scope)
    assert (row.met, row.off, row.stood) == (Share(1, 2), Share(1, 1), Share(0, 1))
    assert (row.beside, row.beside_deals, row.days, row.beside_days) == (0.5, 2, 0, 0)
    assert figures.behind(Insight.EFFECT, "price", "off", scope) == [off]
    assert len(figures.behind(Insight.EFFECT, "price", "all", scope)) == 2


def test_months_are_the_users_own(desk: Desk, clock: HandClock) -> None:
    """Half an hour before midnight UTC on 31 March it is April in Moscow."""
    meet(desk, "price", "worked", 2)
    clock.now = clock.now.replace(month=3, day=31, hour=23, minute=30)
    meet(desk, "price", "did_not")
    meet(desk, "time", "open")
    found = desk.objection_figures.trend(desk.objection_figures.scope(Insight.TREND))
    assert (found.months[0], found.months[-1]) == (date(2025, 11, 1), date(2026, 4, 1))
    by_kind = {row.kind.code: [tally.met for tally in row.tallies] for row in found.rows}
    assert by_kind == {"price": [0, 0, 0, 0, 2, 1], "time": [0, 0, 0, 0, 0, 1]}
    assert [row.kind.code for row in found.rows] == ["price", "time"]


def test_they_are_split_by_what_they_came_with(desk: Desk) -> None:
    press = make_product(desk, "Press")
    client = desk.clients.add({"name": "Acme", "source": "site", "industry": "Print"})
    deal = make_deal(desk, client_id=client, product_id=press, competitor="Rival")
    meet(desk, "price", "worked", 2, deal_id=deal)
    meet(desk, "time", "did_not", client_id=client)
    meet(desk, "price", "did_not")
    figures = desk.objection_figures
    scope = figures.scope(Insight.SPLIT)

    def split(by: SplitBy) -> list[tuple[str, int, int]]:
        return [(row.key, row.tally.met, row.tally.worked) for row in figures.split(by, scope)]

    assert split(SplitBy.SOURCE) == [("site", 3, 2), ("", 1, 0)]
    assert split(SplitBy.SEGMENT) == [("Print", 3, 2), ("", 1, 0)]
    assert split(SplitBy.PRODUCT) == [("Press", 2, 2), ("", 2, 0)]
    assert split(SplitBy.COMPETITOR) == [("Rival", 2, 2), ("", 2, 0)]
    (row, _rest) = figures.split(SplitBy.SOURCE, scope)
    assert [(kind.code, tally.met) for kind, tally in row.kinds] == [("price", 2), ("time", 1)]
