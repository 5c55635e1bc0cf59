"""The figures of the funnel over 8 800 real deals, each against plain csv."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline_tui.domain.figures import Behind, Figure, OwnField, Part, Scope, Split
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock, open_desk
from tests.importing import MAVEN, bring, plain
from tests.samples import needs_samples

pytestmark = needs_samples

TODAY = date(2017, 12, 31)
YEAR = Scope(date(2017, 1, 1), TODAY)


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> Iterator[Desk]:
    """The deals as they stood on the last day of the file; nothing here writes."""
    path = tmp_path_factory.mktemp("maven") / "maven.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock(datetime(2017, 12, 31, 9, 0, tzinfo=UTC))) as desk:
        bring(desk, MAVEN, currency="USD")
        yield desk


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_cohorts_come_to_what_the_file_says(maven: Desk) -> None:
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    for row in plain(MAVEN[0]):
        if row["engage_date"] >= "2017-01-01":
            expected[row["engage_date"][:7]][row["deal_stage"]] += 1
    scope = maven.analytics.scope(Figure.COHORTS, since=YEAR.since)
    found = maven.analytics.cohorts(scope)
    negotiation = [one.code for one in found.stages].index("negotiation")
    assert {row.month: (row.entered, row.won, row.lost, row.open) for row in found.rows} == {
        month: (sum(by.values()), by["Won"], by["Lost"], by["Engaging"])
        for month, by in expected.items()
    }
    # Every deal of the file began where it was engaged, and the won are beyond all stages.
    for row in found.rows:
        assert row.reached[negotiation] == row.entered
        assert row.reached[-1] == row.won
    assert found.undated == sum(not row["engage_date"] for row in plain(MAVEN[0])) == 500


def test_nine_in_ten_deals_are_decided_when_the_file_says_so(maven: Desk) -> None:
    """By the count of those at risk, day by day: the deals that are open count up to their day."""
    deals = [row for row in plain(MAVEN[0]) if row["engage_date"] >= "2017-01-01"]
    ages = [
        ((day(row["close_date"] or TODAY.isoformat()) - day(row["engage_date"])).days, row)
        for row in deals
    ]

    def gone_by(share: float) -> int | None:
        left = 1.0
        for at in range(max(age for age, _ in ages) + 1):
            watched = sum(age >= at for age, _ in ages)
            left -= left * sum(age == at and bool(row["close_date"]) for age, row in ages) / watched
            if left <= 1 - share + 1e-9:
                return at
        return None

    cohorts = maven.analytics.cohorts(maven.analytics.scope(Figure.COHORTS, since=YEAR.since))
    assert cohorts.decided_in == gone_by(0.9)
    times = maven.analytics.time_in_stage(maven.analytics.scope(Figure.TIME, since=YEAR.since))
    stay = next(one for one in times if one.stage.code == "negotiation")
    assert (stay.median, stay.p90) == (gone_by(0.5), gone_by(0.9))
    assert (stay.ended, stay.open) == (
        sum(bool(row["close_date"]) for row in deals), sum(not row["close_date"] for row in deals)
    )  # fmt: skip


def test_win_rates_and_money_by_what_the_file_knows(maven: Desk) -> None:
    accounts = {row["account"]: row for row in plain(MAVEN[1])}
    countries = {
        name: Counter(
            one[0]
            for one in maven.book.reader.execute(
                "SELECT country FROM client WHERE name = ?", (name,)
            )
        ).most_common(1)[0][0]
        for name in accounts
    }

    def of_account(field: str) -> Callable[[dict[str, str]], str]:
        return lambda row: accounts.get(row["account"], {}).get(field, "")

    offices = {row["sales_agent"]: row["regional_office"] for row in plain(MAVEN[3])}
    keys: dict[Split, Callable[[dict[str, str]], str]] = {
        OwnField("regional_office"): lambda row: offices[row["sales_agent"]],
        ValueBy.MONTH: lambda row: row["close_date"][:7],
        ValueBy.OWNER: lambda row: row["sales_agent"],
        ValueBy.PRODUCT: lambda row: row["product"].replace("GTXPro", "GTX Pro"),
        ValueBy.INDUSTRY: of_account("sector"),
        ValueBy.COUNTRY: lambda row: countries.get(row["account"], ""),
    }
    closed = [row for row in plain(MAVEN[0]) if row["close_date"]]
    for by, key in keys.items():
        expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in closed:
            group = expected[key(row)]
            group[0] += row["deal_stage"] == "Won"
            group[1] += row["deal_stage"] == "Lost"
            group[2] += int(row["close_value"] or 0) * 100
        found = maven.analytics.win_rates(by, YEAR)
        assert {
            row.key: [row.won, row.lost, row.won_amounts.get("USD", 0)] for row in found.rows
        } == expected, by
        assert (found.whole.k, found.whole.n) == (4238, len(closed))
        for row in found.rows:
            behind = Behind(Figure.RATES, row.key, Part.WON, by)
            assert len(maven.analytics.deals(behind, YEAR)) == row.won
    assert maven.analytics.own_fields() == ["manager", "regional_office"]


def test_velocity_is_the_formula_over_the_file(maven: Desk) -> None:
    rows = plain(MAVEN[0])
    won = [row for row in rows if row["deal_stage"] == "Won"]
    lost = [row for row in rows if row["deal_stage"] == "Lost"]
    still = [row for row in rows if not row["close_date"]]
    value = sum(int(row["close_value"]) for row in won) * 100 / len(won)
    cycle = sum((day(row["close_date"]) - day(row["engage_date"])).days for row in won) / len(won)
    expected = len(still) * value * len(won) / (len(won) + len(lost)) / cycle
    (dollars,) = maven.analytics.velocity(YEAR)
    assert dollars.velocity == pytest.approx(expected, abs=1)
    for part, some in ((Part.WON, won), (Part.LOST, lost), (Part.OPEN, still)):
        assert len(maven.analytics.deals(Behind(Figure.VELOCITY, "USD", part), YEAR)) == len(some)


def test_the_last_week_of_the_file(maven: Desk) -> None:
    rows = plain(MAVEN[0])
    changes = maven.analytics.changes(maven.analytics.scope(Figure.CHANGES))
    week = [row for row in rows if row["close_date"] >= "2017-12-24"]
    counts = {row.moved: row.count for row in changes.rows}
    assert counts["won"] == sum(row["deal_stage"] == "Won" for row in week) > 0
    assert counts["lost"] == sum(row["deal_stage"] == "Lost" for row in week)
    assert changes.open_now == sum(not row["close_date"] for row in rows)
    entered = sum(row["engage_date"] >= "2017-12-24" for row in rows)
    undated = sum(not row["engage_date"] for row in rows)  # they entered when they were imported
    assert counts["entered"] == entered + undated
