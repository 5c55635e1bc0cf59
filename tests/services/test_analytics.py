"""The figures of the funnel one by one: by hand, and each against the deals behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.figures import Behind, Figure, Part, Scope
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.domain.stage_moves import Moved
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import TODAY, bare_deal, make_client, make_deal, make_product

EVER = Scope(date(2020, 1, 1), date(2030, 1, 1))


def figures(desk: Desk, scope: Scope) -> Iterator[tuple[Behind, int]]:
    """Every number of every figure, with the deals that it says there are."""
    first = desk.vocabularies.pipelines()[0].id
    inside = Scope(scope.since, scope.until, first)
    found = desk.analytics.cohorts(inside)
    for cohort in found.rows:
        for place, stage in enumerate(found.stages):
            yield Behind(Figure.COHORTS, cohort.month, stage.code), cohort.reached[place]
        yield Behind(Figure.COHORTS, cohort.month), cohort.entered
        yield Behind(Figure.COHORTS, cohort.month, Part.WON), cohort.won
        yield Behind(Figure.COHORTS, cohort.month, Part.LOST), cohort.lost
        yield Behind(Figure.COHORTS, cohort.month, Part.OPEN), cohort.open
    for stay in desk.analytics.time_in_stage(inside):
        yield Behind(Figure.TIME, stay.stage.code), stay.count
        yield Behind(Figure.TIME, stay.stage.code, Part.ENDED), stay.ended
        yield Behind(Figure.TIME, stay.stage.code, Part.OPEN), stay.open
    for by in ValueBy:
        for rate in desk.analytics.win_rates(by, scope).rows:
            yield Behind(Figure.RATES, rate.key, Part.ALL, by), rate.closed
            yield Behind(Figure.RATES, rate.key, Part.WON, by), rate.won
            yield Behind(Figure.RATES, rate.key, Part.LOST, by), rate.lost
    for loss in desk.analytics.losses(scope):
        yield Behind(Figure.LOSSES, loss.code or ""), loss.count
    for speed in desk.analytics.velocity(scope):
        yield Behind(Figure.VELOCITY, speed.currency, Part.OPEN), speed.open_deals
        yield Behind(Figure.VELOCITY, speed.currency, Part.WON), speed.won
        yield Behind(Figure.VELOCITY, speed.currency, Part.LOST), speed.lost
    for move in desk.analytics.changes(scope).rows:
        yield Behind(Figure.CHANGES, move.moved), move.count


def behind(desk: Desk, one: Behind, scope: Scope) -> list[int]:
    if one.figure in (Figure.COHORTS, Figure.TIME):
        scope = Scope(scope.since, scope.until, desk.vocabularies.pipelines()[0].id)
    return desk.analytics.deals(one, scope)


def test_a_cohort_by_hand(desk: Desk, clock: HandClock) -> None:
    won, lost, skipped, stuck = (make_deal(desk, title) for title in "абвг")
    desk.deals.move(won, "offer")
    desk.deals.move(lost, "needs")
    desk.deals.lose(lost, "price")
    desk.deals.move(skipped, "contract")
    desk.deals.move(skipped, "needs", reason="поспешили")
    desk.deals.win(won)
    clock.forward(days=31)
    make_deal(desk, "в апреле")
    found = desk.analytics.cohorts(desk.analytics.scope(Figure.COHORTS))
    march, april = found.rows
    assert [one.code for one in found.stages] == [
        "new", "qualification", "needs", "offer", "negotiation", "contract",
    ]  # fmt: skip
    assert march.reached == (4, 3, 3, 2, 2, 2)
    assert (march.won, march.lost, march.open, april.entered) == (1, 1, 2, 1)
    assert not march.mature
    scope = desk.analytics.scope(Figure.COHORTS)
    assert set(desk.analytics.deals(Behind(Figure.COHORTS, "2026-03", "offer"), scope)) == {
        won, skipped,
    }  # fmt: skip
    assert desk.analytics.deals(Behind(Figure.COHORTS, "2026-03", Part.LOST), scope) == [lost]
    assert stuck in desk.analytics.deals(Behind(Figure.COHORTS, "2026-03", Part.OPEN), scope)


def test_the_cohorts_of_a_year_are_twelve_months(desk: Desk) -> None:
    scope = desk.analytics.scope(Figure.COHORTS)
    assert (scope.since, scope.until) == (date(2025, 4, 1), TODAY)
    assert desk.analytics.scope(Figure.COHORTS, since=date(2025, 7, 19)).since == date(2025, 7, 1)


def test_changes_are_until_today(desk: Desk) -> None:
    with pytest.raises(Invalid, match="changes_until_today"):
        desk.analytics.scope(Figure.CHANGES, until=TODAY - timedelta(days=1))
    assert desk.analytics.scope(Figure.CHANGES, until=TODAY).since == TODAY - timedelta(days=7)


def test_time_in_stage_adds_up_all_stays_and_counts_who_is_there_yet(
    desk: Desk, clock: HandClock
) -> None:
    back, waiting = make_deal(desk, "вернулась"), make_deal(desk, "ждёт")
    clock.forward(days=3)
    desk.deals.move(back, "offer")
    clock.forward(days=4)
    desk.deals.move(back, "new", reason="рано")
    clock.forward(days=5)
    desk.deals.lose(back, "price")
    clock.forward(days=1)
    new, *_rest = desk.analytics.time_in_stage(desk.analytics.scope(Figure.TIME))
    assert (new.stage.code, new.ended, new.open) == ("new", 1, 1)
    assert (new.median, new.p90, new.longest) == (8, None, 13)
    scope = desk.analytics.scope(Figure.TIME)
    assert desk.analytics.deals(Behind(Figure.TIME, "new"), scope) == [waiting, back]
    offer = desk.analytics.time_in_stage(scope)[3]
    assert (offer.stage.code, offer.count, offer.median) == ("offer", 1, 4)


def test_win_rates_by_what_deals_have_in_common(desk: Desk) -> None:
    client = make_client(desk, "Ромашка")
    desk.clients.edit(client, {"industry": "Мебель", "region": "Самара", "country": "RU"})
    desk.clients.set_class([client], "A")
    product = make_product(desk, "Пресс")
    won = make_deal(
        desk, client_id=client, product_id=product, source="сайт", owner="Анна", amount_minor=300_00,
        competitor="Ротор",
    )  # fmt: skip
    lost = make_deal(desk, source="сайт", amount_minor=200_00, currency="USD")
    for kind in (1, 1, 3):  # price twice, and time
        desk.objections.log(type_id=kind, client_id=client, deal_id=won)
    desk.deals.win(won)
    desk.deals.lose(lost, "price")
    scope = desk.analytics.scope(Figure.RATES)

    def rows(by: ValueBy) -> dict[str, tuple[int, int]]:
        return {row.key: (row.won, row.lost) for row in desk.analytics.win_rates(by, scope).rows}

    site = desk.analytics.win_rates(ValueBy.SOURCE, scope).rows[0]
    assert (site.key, site.won, site.lost, site.little_data) == ("сайт", 1, 1, True)
    assert (site.won_amounts, site.lost_amounts) == ({"RUB": 300_00}, {"USD": 200_00})
    assert rows(ValueBy.OWNER) == {"Анна": (1, 0), "": (0, 1)}
    assert rows(ValueBy.PRODUCT) == {"Пресс": (1, 0), "": (0, 1)}
    assert rows(ValueBy.REGION) == {"Самара": (1, 0), "": (0, 1)}
    assert rows(ValueBy.COUNTRY) == {"RU": (1, 0), "": (0, 1)}
    assert rows(ValueBy.INDUSTRY) == {"Мебель": (1, 0), "": (0, 1)}
    assert rows(ValueBy.CLASS) == {"A": (1, 0), "": (0, 1)}
    assert rows(ValueBy.COMPETITOR) == {"Ротор": (1, 0), "": (0, 1)}
    desk.competitors.add({"name": "Ротор-М", "also": "Ротор"})
    assert rows(ValueBy.COMPETITOR) == {"Ротор-М": (1, 0), "": (0, 1)}
    assert rows(ValueBy.MONTH) == {"2026-03": (1, 1)}
    assert rows(ValueBy.OBJECTION) == {"price": (1, 0), "time": (1, 0), "": (0, 1)}
    met = desk.analytics.win_rates(ValueBy.OBJECTION, scope)
    assert met.several
    assert (met.whole.k, met.whole.n) == (1, 2)


def test_what_changed_in_a_week(desk: Desk, clock: HandClock) -> None:
    on, back, won, lost, still = (make_deal(desk, title, stage="needs") for title in "абвгд")
    again = make_deal(desk, "снова")
    desk.deals.lose(again, "timing")
    put_off = make_deal(desk, "отложена", expected_close=TODAY + timedelta(days=40))
    passed = make_deal(desk, "прошла", expected_close=TODAY + timedelta(days=31))
    clock.forward(days=30)
    desk.deals.move(on, "offer")
    desk.deals.move(back, "new", reason="рано")
    desk.deals.win(won)
    desk.deals.lose(lost, "price")
    desk.deals.move(still, "offer")
    desk.deals.move(still, "needs", reason="ошибка")
    desk.deals.move(again, "new", reason="передумали", step_on=TODAY + timedelta(days=60))
    fresh = make_deal(desk, "новая", amount_minor=5_00, step_on=TODAY + timedelta(days=60))
    short = make_deal(desk, "быстрая", amount_minor=7_00, step_on=TODAY + timedelta(days=60))
    desk.deals.win(short)
    desk.deals.edit(put_off, {"expected_close": TODAY + timedelta(days=90)})
    clock.forward(days=3)
    scope = desk.analytics.scope(Figure.CHANGES)
    found = desk.analytics.changes(scope)
    assert {row.moved: row.count for row in found.rows} == {
        Moved.ENTERED: 2, Moved.MOVED_ON: 1, Moved.MOVED_BACK: 1, Moved.REOPENED: 1, Moved.WON: 2,
        Moved.LOST: 1, Moved.SLIPPED: 2,
    }  # fmt: skip
    assert (found.open_before, found.open_now) == (7, 7)
    deals = {moved: desk.analytics.deals(Behind(Figure.CHANGES, moved), scope) for moved in Moved}
    assert deals == {
        Moved.ENTERED: [short, fresh], Moved.MOVED_ON: [on], Moved.MOVED_BACK: [back],
        Moved.REOPENED: [again], Moved.WON: [won, short], Moved.LOST: [lost],
        Moved.SLIPPED: [put_off, passed],
    }  # fmt: skip
    assert next(row for row in found.rows if row.moved is Moved.ENTERED).amounts == {"RUB": 12_00}


def test_an_imported_deal_without_a_first_day_belongs_to_no_cohort(desk: Desk) -> None:
    deal = bare_deal(desk)
    with desk.book.write("file.create") as unit:
        unit.db.execute("UPDATE deal SET opened_on = NULL WHERE id = ?", (deal,))
    found = desk.analytics.cohorts(desk.analytics.scope(Figure.COHORTS))
    assert (found.rows, found.undated) == ((), 1)
    assert desk.analytics.time_in_stage(desk.analytics.scope(Figure.TIME))[0].count == 0


step = st.tuples(
    st.sampled_from(["new", "needs", "offer", "contract", "won", "delivery", "lost", "wait"]),
    st.integers(0, 2),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 2), step), max_size=12))
def test_every_number_is_the_count_of_the_deals_behind_it(
    desk: Desk, clock: HandClock, walks: list[tuple[int, tuple[str, int]]]
) -> None:
    """Deals wander through the funnel as people move them; each example adds to the last."""
    today = desk.today()
    ids = [
        make_deal(desk, title, owner=owner, amount_minor=worth, expected_close=today, step_on=today)
        for title, owner, worth in (("а", "Анна", 100), ("б", "", None), ("в", "Анна", 300))
    ]
    for which, (where, days) in walks:
        clock.forward(days=days)
        row = desk.funnel.rows([ids[which]])[ids[which]]
        code = next(s.code for s in desk.funnel.stages() if s.id == row.stage_id)
        if where in (code, "wait") or (where == "won" and code == "delivery"):
            continue
        if where == "lost":
            desk.deals.lose(ids[which], "price")
        elif where == "won":
            desk.deals.win(ids[which])
        else:
            desk.deals.move(ids[which], where, reason="так вышло", step_on=desk.today())
    week = desk.analytics.scope(Figure.CHANGES)
    for scope in (EVER, week):
        for one, count in figures(desk, scope):
            found = behind(desk, one, scope)
            assert len(found) == len(set(found)) == count, one
    changes = desk.analytics.changes(week)
    assert changes.open_now == len(desk.funnel.ids())
    rates = desk.analytics.win_rates(ValueBy.OWNER, EVER)
    assert sum(row.closed for row in rates.rows) == rates.whole.n
    if rates.whole.n:
        assert sum(row.closed / rates.whole.n for row in rates.rows) == pytest.approx(1)
