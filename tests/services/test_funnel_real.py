"""The funnel over 8 800 real deals, against plain csv."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.importing import MAVEN, bring, plain
from tests.samples import needs_samples

pytestmark = needs_samples

START = date(2017, 10, 1)
END = date(2017, 12, 31)


@pytest.fixture
def maven(desk: Desk, clock: HandClock) -> Desk:
    """The deals as they stood on the last day of the file."""
    clock.now = datetime(2017, 12, 31, 9, 0, tzinfo=UTC)
    bring(desk, MAVEN, currency="USD")
    return desk


def cents(row: dict[str, str]) -> int:
    return int(row["close_value"] or 0) * 100


def quarter() -> list[dict[str, str]]:
    """Deals closed in the last quarter of the file."""
    return [r for r in plain(MAVEN[0]) if START.isoformat() <= r["close_date"] <= END.isoformat()]


def test_columns_hold_what_the_file_holds(maven: Desk) -> None:
    rows = plain(MAVEN[0])
    stages = Counter(row["deal_stage"] for row in rows)
    columns = {c.stage.code: c for c in maven.funnel.columns(since=date(2016, 1, 1))}
    assert columns["won"].count == stages["Won"]
    assert columns["lost"].count == stages["Lost"]
    assert columns["won"].amounts == {"USD": sum(cents(r) for r in rows)}
    standing = sum(column.count for column in columns.values() if column.stage.is_open)
    assert standing == stages["Engaging"] + stages["Prospecting"]
    recent = {c.stage.code: c.count for c in maven.funnel.columns(since=START)}
    assert recent["won"] == sum(row["deal_stage"] == "Won" for row in quarter())


def test_win_rate_cycle_and_mean_deal_of_a_quarter(maven: Desk) -> None:
    closed = quarter()
    won = [row for row in closed if row["deal_stage"] == "Won"]
    report = maven.funnel.report(since=START, until=END)
    (dollars,) = report.results
    assert (dollars.won, dollars.lost) == (len(won), len(closed) - len(won))
    assert report.win_rate == len(won) / len(closed)
    days = [
        (date.fromisoformat(r["close_date"]) - date.fromisoformat(r["engage_date"])).days
        for r in won
    ]
    assert report.cycle_days == pytest.approx(sum(days) / len(days))
    assert dollars.mean_won_minor == pytest.approx(sum(map(cents, won)) / len(won))
    expected = dollars.open_deals * sum(map(cents, won)) / len(closed) / (sum(days) / len(days))
    assert dollars.velocity == pytest.approx(expected, abs=1)


def test_months_owners_and_products_of_a_quarter(maven: Desk) -> None:
    def named(by: ValueBy) -> dict[str, tuple[int, int, int]]:
        rows = maven.funnel.values(by, since=START, until=END)
        return {r.key: (r.won, r.lost, r.won_minor) for r in rows if r.won or r.lost}

    keys: tuple[tuple[ValueBy, Callable[[dict[str, str]], str]], ...] = (
        (ValueBy.MONTH, lambda r: r["close_date"][:7]),
        (ValueBy.OWNER, lambda r: r["sales_agent"]),
        (ValueBy.PRODUCT, lambda r: r["product"].replace("GTXPro", "GTX Pro")),
    )
    for by, key in keys:
        expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in quarter():
            group = expected[key(row)]
            group[0] += row["deal_stage"] == "Won"
            group[1] += row["deal_stage"] == "Lost"
            group[2] += cents(row)
        assert named(by) == {name: tuple(group) for name, group in expected.items()}


def test_the_cohort_of_a_year_went_where_the_file_says(maven: Desk) -> None:
    year = [r for r in plain(MAVEN[0]) if r["engage_date"] >= "2017-01-01"]
    flow = next(
        one
        for one in maven.funnel.report(since=date(2017, 1, 1)).flows
        if one.stage.code == "negotiation"
    )
    won = sum(row["deal_stage"] == "Won" for row in year)
    lost = sum(row["deal_stage"] == "Lost" for row in year)
    assert (flow.entered, flow.reached, flow.lost) == (len(year), won, lost)
    assert flow.waiting == sum(row["deal_stage"] == "Engaging" for row in year)


def test_imported_deals_without_a_step_are_listed_and_those_without_a_client_shown(
    maven: Desk,
) -> None:
    rows = plain(MAVEN[0])
    still_open = [row for row in rows if not row["close_date"]]
    ask = maven.funnel.report().attention
    assert ask.no_step == len(still_open) == 2089
    assert ask.no_client == sum(not row["account"] for row in still_open)
    assert len(maven.funnel.ids(DealFilter(show=DealList.NO_CLIENT))) == ask.no_client


def test_words_find_the_same_deals_as_a_search_in_the_file(maven: Desk) -> None:
    wanted = [
        r for r in plain(MAVEN[0]) if r["account"] == "Cancity" and r["sales_agent"] == "Moses Frase"
    ]  # fmt: skip
    found = maven.funnel.ids(DealFilter("canc moses", show=DealList.ALL), DealSort.AMOUNT)
    assert len(found) == len(wanted) > 0
