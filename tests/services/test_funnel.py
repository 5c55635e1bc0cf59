"""The funnel as it is read: what stands where, what is found, and figures by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.funnel import ValueBy, by_stage
from pipeline_tui.services.desk import Desk
from tests.conftest import HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal, make_product


def titles(desk: Desk, wanted: DealFilter, sort: DealSort = DealSort.TITLE) -> list[str]:
    ids = desk.funnel.ids(wanted, sort)
    rows = desk.funnel.rows(ids)
    return [rows[id_].title for id_ in ids]


# The board


def test_columns_count_sum_and_weigh_each_currency_by_itself(desk: Desk) -> None:
    make_deal(desk, "а", stage="offer", amount_minor=100_00)
    make_deal(desk, "б", stage="offer", amount_minor=50_00)
    make_deal(desk, "в", stage="offer", amount_minor=7_00, currency="USD")
    make_deal(desk, "г", stage="offer", amount_minor=None)
    columns = {column.stage.code: column for column in desk.funnel.columns()}
    offer = columns["offer"]
    assert offer.count == 4
    assert offer.amounts == {"RUB": 150_00, "USD": 7_00}
    assert offer.weights == {"RUB": 75_00, "USD": 3_50}
    assert columns["new"].count == 0
    assert [column.stage.code for column in desk.funnel.columns()][:3] == [
        "new", "qualification", "needs",
    ]  # fmt: skip


def test_closed_columns_count_the_last_ninety_days_and_all_that_is_on_its_way(
    desk: Desk, clock: HandClock
) -> None:
    old, paid, lost = (make_deal(desk, title) for title in ("старая", "оплата", "проиграна"))
    desk.deals.win(old)
    desk.deals.move(paid, "payment")
    desk.deals.lose(lost, "price")
    clock.forward(days=100)
    fresh = make_deal(desk, "новая", step_on=TODAY + timedelta(days=101))
    desk.deals.win(fresh)
    counts = {column.stage.code: column.count for column in desk.funnel.columns()}
    assert (counts["won"], counts["payment"], counts["lost"]) == (1, 1, 0)
    everything = desk.funnel.columns(since=date(2026, 1, 1))
    assert {c.stage.code: c.count for c in everything if not c.stage.is_open} == {
        "won": 2, "payment": 1, "delivery": 0, "closed": 0, "lost": 1,
    }  # fmt: skip


def test_cards_of_a_column_come_by_amount_and_no_more_than_asked(desk: Desk) -> None:
    small, large, unknown, middle = (
        make_deal(desk, str(n), amount_minor=n) for n in (1, 9, None, 5)
    )
    (new,) = (stage.id for stage in desk.funnel.stages() if stage.code == "new")
    assert desk.funnel.ids_by_stage([new]) == {new: [large, middle, small, unknown]}
    assert desk.funnel.ids_by_stage([new], limit=2) == {new: [large, middle]}


@pytest.mark.parametrize("sort", list(DealSort))
@pytest.mark.parametrize("descending", [False, True])
def test_the_board_and_the_table_agree_on_order(
    desk: Desk, sort: DealSort, descending: bool
) -> None:
    client = make_client(desk)
    for n, stage in enumerate(("new", "offer", "new", "offer", "new")):
        make_deal(
            desk, f"сделка {n}", stage=stage, amount_minor=n * 100,
            client_id=client if n % 2 else None, step_on=TODAY + timedelta(days=5 - n),
            expected_close=TODAY + timedelta(days=n * 3 % 5), owner="Ян" if n % 2 else "Аня",
        )  # fmt: skip
    ids_of_stages = [one.id for one in desk.funnel.stages()]
    table = desk.funnel.ids(sort=sort, descending=descending)
    rows = desk.funnel.rows(table)
    board = desk.funnel.ids_by_stage(ids_of_stages, sort=sort, descending=descending)
    for stage_id, ids in board.items():
        assert ids == [id_ for id_ in table if rows[id_].stage_id == stage_id]


# Finding


def test_a_filter_finds_by_title_client_owner_and_product_whatever_the_case(desk: Desk) -> None:
    client = make_client(desk, "ООО «Зелёный Мир»")
    product = make_product(desk, "Пресс ножной", "PN-7")
    make_deal(desk, "Поставка ёлок", owner="Мария Котова")
    make_deal(desk, "Ремонт", client_id=client)
    make_deal(desk, "Обучение", product_id=product)
    for text, found in {
        "ЕЛОК": ["Поставка ёлок"],
        "постав ёл": ["Поставка ёлок"],
        "зелен": ["Ремонт"],
        "зелёный ремонт": ["Ремонт"],
        "зелен поставка": [],
        "кот": ["Поставка ёлок"],
        "ножной": ["Обучение"],
        "pn-7": ["Обучение"],
        "- ": ["Обучение", "Поставка ёлок", "Ремонт"],
        'о" *': ["Обучение"],
        "нет такого": [],
    }.items():
        assert titles(desk, DealFilter(text)) == found, text
        everywhere = DealFilter(text, show=DealList.ALL)
        assert titles(desk, everywhere) == found, f"all deals: {text}"


def test_a_filter_narrows_the_sums_of_the_columns_too(desk: Desk) -> None:
    make_deal(desk, "Пресс", amount_minor=5_00)
    make_deal(desk, "Станок", amount_minor=7_00)
    desk.deals.win(make_deal(desk, "Пресс второй", amount_minor=9_00))
    desk.deals.move(make_deal(desk, "Пресс третий", amount_minor=1_00), "payment")
    found = {c.stage.code: c.amounts for c in desk.funnel.columns(DealFilter("пресс")) if c.count}
    assert found == {"new": {"RUB": 5_00}, "won": {"RUB": 9_00}, "payment": {"RUB": 1_00}}


def test_titles_are_found_after_an_edit_and_after_its_undo(desk: Desk) -> None:
    deal = make_deal(desk, "Пресс")
    desk.deals.edit(deal, {"title": "Ёмкость"})
    assert titles(desk, DealFilter("емк")) == ["Ёмкость"]
    assert titles(desk, DealFilter("пресс")) == []
    desk.history.undo()
    assert titles(desk, DealFilter("пресс")) == ["Пресс"]
    desk.history.undo()
    assert titles(desk, DealFilter("пресс")) == []


def test_titles_sort_as_people_read_them(desk: Desk) -> None:
    for title in ("яма", "Ёлка", "арка", "Жук"):
        make_deal(desk, title)
    assert titles(desk, DealFilter()) == ["арка", "Ёлка", "Жук", "яма"]


def test_the_lists_that_ask_for_attention(desk: Desk, clock: HandClock) -> None:
    make_deal(desk, "в порядке", step_on=TODAY + timedelta(days=60))
    make_deal(desk, "просрочена")
    bare_deal(desk, "без шага")
    asleep = make_deal(desk, "отложена")
    desk.deals.snooze(asleep, TODAY + timedelta(days=50), "отпуск")
    desk.deals.win(make_deal(desk, "выиграна"))
    desk.deals.lose(make_deal(desk, "проиграна"), "price")
    clock.forward(days=8)
    shown = {which: titles(desk, DealFilter(show=which)) for which in DealList}
    assert shown[DealList.NO_STEP] == ["без шага"]
    assert shown[DealList.OVERDUE] == ["просрочена"]
    assert shown[DealList.ROTTING] == ["без шага", "просрочена"]
    assert shown[DealList.SNOOZED] == ["отложена"]
    assert shown[DealList.WON] == ["выиграна"]
    assert shown[DealList.LOST] == ["проиграна"]
    assert len(shown[DealList.OPEN]) == 4
    assert len(shown[DealList.ALL]) == 6
    ask = desk.funnel.report().attention
    assert (ask.no_step, ask.overdue, ask.rotting, ask.snoozed) == (1, 1, 2, 1)


def test_rows_and_the_rotting_list_say_the_same(desk: Desk, clock: HandClock) -> None:
    ids = [bare_deal(desk, str(n), stage=s) for n, s in enumerate(("new", "needs", "contract"))]
    for _day in range(12):
        clock.forward(days=1)
        rows = desk.funnel.rows(ids)
        listed = set(desk.funnel.ids(DealFilter(show=DealList.ROTTING)))
        assert listed == {id_ for id_ in ids if rows[id_].rotting}
    assert listed == set(ids)


def test_a_touch_keeps_a_deal_from_rotting(desk: Desk, clock: HandClock) -> None:
    deal = bare_deal(desk)
    clock.forward(days=10)
    assert desk.funnel.card(deal).row.rotting
    with desk.book.write("file.create") as unit:
        unit.db.execute(
            "INSERT INTO activity (deal_id, kind, started_at, subject, note, owner)"
            " VALUES (?, 'call', '2026-03-20T07:00:00Z', '', '', '')",
            (deal,),
        )
    row = desk.funnel.card(deal).row
    assert not row.rotting
    assert row.days_untouched == 1


# Figures by hand


def ten_deals(desk: Desk, clock: HandClock) -> None:
    """Ten deals enter "new"; six go on to "offer"; of these three are won, one is lost, two wait;
    of the other four two are lost from "new". Won after 10 days each, worth 100 roubles."""
    deals = [make_deal(desk, f"с{n}", amount_minor=100_00) for n in range(10)]
    desk.deals.move_all(deals[:6], "offer")
    clock.forward(days=10)
    for deal in deals[:3]:
        desk.deals.win(deal)
    desk.deals.lose(deals[3], "price")
    desk.deals.lose_all(deals[6:8], "competitor", competitor="Вега")


def test_conversion_follows_the_cohort_that_entered(desk: Desk, clock: HandClock) -> None:
    ten_deals(desk, clock)
    flows = {flow.stage.code: flow for flow in desk.funnel.report().flows}
    assert (flows["new"].entered, flows["new"].reached, flows["new"].lost) == (10, 6, 2)
    assert (flows["offer"].entered, flows["offer"].reached, flows["offer"].lost) == (6, 3, 1)
    assert flows["new"].waiting == flows["offer"].waiting == 2
    assert flows["qualification"].entered == 0
    assert (flows["offer"].won, flows["offer"].decided) == (3, 4)
    assert flows["offer"].little_data


def test_results_losses_and_values(desk: Desk, clock: HandClock) -> None:
    ten_deals(desk, clock)
    report = desk.funnel.report()
    (rub,) = report.results
    assert (rub.won, rub.lost, rub.won_minor, rub.open_deals) == (3, 3, 300_00, 4)
    assert (rub.win_rate, rub.cycle_days, rub.mean_won_minor) == (0.5, 10, 100_00)
    assert rub.velocity == 20_00  # 4 open × 100 × 50 % / 10 days
    assert rub.weighted_minor == 2 * 50_00 + 2 * 5_00
    assert [(one.code, one.count, one.amounts) for one in report.losses] == [
        ("competitor", 2, {"RUB": 200_00}), ("price", 1, {"RUB": 100_00}),
    ]  # fmt: skip
    months = desk.funnel.values(ValueBy.MONTH)
    assert [(row.key, row.won, row.lost, row.won_minor, row.open_deals) for row in months] == [
        ("2026-03", 3, 3, 300_00, 0), ("", 0, 0, 0, 4),
    ]  # fmt: skip


def test_currencies_stand_side_by_side(desk: Desk) -> None:
    desk.deals.win(make_deal(desk, "рубли", amount_minor=10_00, owner="Аня"))
    desk.deals.win(make_deal(desk, "доллары", amount_minor=3_00, currency="USD", owner="Аня"))
    report = desk.funnel.report()
    assert {one.currency: one.won_minor for one in report.results} == {"RUB": 10_00, "USD": 3_00}
    owners = desk.funnel.values(ValueBy.OWNER)
    assert {(row.key, row.currency, row.won_minor) for row in owners} == {
        ("Аня", "RUB", 10_00), ("Аня", "USD", 3_00),
    }  # fmt: skip


def test_a_reopened_deal_counts_as_open_again(desk: Desk) -> None:
    deal = make_deal(desk)
    desk.deals.lose(deal, "price")
    desk.deals.reopen(deal, "вернулись", step_on=TOMORROW)
    report = desk.funnel.report()
    assert report.win_rate is None
    assert report.closed == 0
    assert report.losses == ()


def test_a_deal_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.funnel.card(7)
    assert desk.funnel.rows([7]) == {}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wanted=st.lists(
        st.tuples(
            st.sampled_from(("new", "needs", "offer", "contract")),
            st.sampled_from(("RUB", "USD")),
            st.none() | st.integers(0, 10**9),
        ),
        max_size=12,
    )
)
def test_columns_equal_a_plain_sum_over_the_rows(
    desk: Desk, wanted: list[tuple[str, str, int | None]]
) -> None:
    for deal in desk.funnel.ids():
        desk.deals.archive(deal)
    for n, (stage, currency, amount) in enumerate(wanted):
        make_deal(desk, str(n), stage=stage, currency=currency, amount_minor=amount)
    rows = desk.funnel.rows(desk.funnel.ids()).values()
    columns = by_stage(desk.funnel.columns())
    assert sum(column.count for column in columns.values()) == len(wanted)
    for stage_id, column in columns.items():
        sums: dict[str, int] = {}
        for row in rows:
            if row.stage_id == stage_id:
                sums[row.currency] = sums.get(row.currency, 0) + (row.amount_minor or 0)
        assert column.amounts == sums
