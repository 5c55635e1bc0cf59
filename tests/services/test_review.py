"""The evening's review: every loose end, once, with what mends it; and tomorrow's list."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipeline_tui.domain.ranking import Reason
from pipeline_tui.domain.review import Loose
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal
from tests.owing import client, invoice, payment

YESTERDAY = TODAY - timedelta(days=1)


def ends(desk: Desk) -> list[tuple[Loose, str]]:
    return [(row.loose, row.client) for row in desk.review.open_ends().rows]


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=MOSCOW)


def test_an_empty_base_leaves_nothing_undone(desk: Desk) -> None:
    assert ends(desk) == []


def test_every_kind_of_loose_end_the_most_pressing_first(desk: Desk) -> None:
    bare_deal(desk, client_id=make_client(desk, "bare"))
    make_deal(desk, client_id=make_client(desk, "step"), step_on=YESTERDAY)
    debtor = client(desk, "debtor")
    invoice(desk, debtor, 100_00, date(2026, 2, 1))
    desk.invoices.add_promise(client_id=debtor, amount_minor=100_00, currency="RUB", due_on=TODAY)
    caller = make_client(desk, "callback")
    desk.tasks.plan(client_id=caller, due_on=TODAY, due_at=at(9))
    desk.requests.take(client_id=make_client(desk, "request"), text="a price list")
    assert ends(desk) == [
        (Loose.REQUEST, "request"), (Loose.CALLBACK, "callback"), (Loose.PROMISE, "debtor"),
        (Loose.STEP, "step"), (Loose.NO_STEP, "bare"),
    ]  # fmt: skip
    rows = desk.review.open_ends().rows
    assert len({row.id for row in rows}) == 5


def test_what_is_done_moved_or_at_rest_is_no_loose_end(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    done = desk.tasks.plan(client_id=who, due_on=TODAY)
    moved = desk.tasks.plan(client_id=who, due_on=TODAY)
    resting = make_deal(desk, client_id=who, step_on=TODAY)
    bare = bare_deal(desk, client_id=who)
    assert len(ends(desk)) == 4
    desk.tasks.done(done)
    desk.tasks.edit(moved, {"due_on": TOMORROW})
    desk.deals.snooze(resting, TOMORROW, "they are away")
    desk.deals.lose(bare, "price")
    assert ends(desk) == []


def test_a_promise_that_was_kept_is_no_loose_end_and_a_part_of_it_is_told(
    desk: Desk, clock: HandClock
) -> None:
    kept, part, old = (client(desk, name) for name in ("kept", "part", "old"))
    clock.now -= timedelta(days=8)
    for who, due in ((kept, YESTERDAY), (part, YESTERDAY), (old, TODAY - timedelta(days=6))):
        invoice(desk, who, 900_00, date(2026, 2, 1))
        desk.invoices.add_promise(client_id=who, amount_minor=900_00, currency="RUB", due_on=due)
    clock.now += timedelta(days=8)
    payment(desk, kept, 900_00, YESTERDAY)
    payment(desk, part, 200_00, YESTERDAY)
    row = desk.review.open_ends().rows[0]
    assert (row.client, row.amount_minor, row.paid_minor) == ("part", 900_00, 200_00)
    assert len(ends(desk)) == 1  # the old one is the call list's business


def test_tomorrow_is_the_list_that_the_morning_brings(demo_desk: Desk, clock: HandClock) -> None:
    ahead = demo_desk.review.tomorrow()
    assert ahead.day == TOMORROW
    clock.now = at(9, day=TOMORROW)
    morning = demo_desk.call_list.today()
    assert [row.id for row in ahead.rows] == [row.id for row in morning.rows]
    assert [row.reason for row in ahead.rows] == [row.reason for row in morning.rows]


def test_looking_at_tomorrow_leaves_today_s_order_alone(demo_desk: Desk) -> None:
    before = [row.id for row in demo_desk.call_list.today().rows]
    kept = demo_desk.memos.recall("today:order")
    demo_desk.review.tomorrow()
    assert demo_desk.memos.recall("today:order") == kept
    assert [row.id for row in demo_desk.call_list.today().rows] == before


def test_a_call_agreed_for_tomorrow_stands_above_the_list(desk: Desk) -> None:
    late, soon = make_client(desk, "late", "active"), make_client(desk, "soon", "active")
    desk.tasks.plan(client_id=late, due_on=TOMORROW, due_at=at(16, day=TOMORROW), title="terms")
    desk.tasks.plan(client_id=soon, due_on=TOMORROW, due_at=at(11, 30, TOMORROW))
    make_deal(desk, client_id=make_client(desk, "step", "active"), step_on=TOMORROW)
    ahead = desk.review.tomorrow()
    assert [(one.client, one.title) for one in ahead.timed] == [("soon", ""), ("late", "terms")]
    assert [(row.client, row.reason) for row in ahead.rows] == [("step", Reason.STEP)]
    assert ahead.count == 3


def test_after_a_friday_comes_monday(desk: Desk, clock: HandClock) -> None:
    clock.now = at(18, day=date(2026, 3, 13))
    assert desk.review.tomorrow().day == date(2026, 3, 16)
