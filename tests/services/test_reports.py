"""Reports against answers counted by hand, or with plain SQL over the demo data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.plan import Metric, Needed
from pipeline_tui.domain.report import Period, Tally
from pipeline_tui.domain.review import Loose
from pipeline_tui.services.desk import Desk
from tests.conftest import MOSCOW, HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal
from tests.owing import client, invoice, payment

YESTERDAY = TODAY - timedelta(days=1)


def put(desk: Desk, sql: str, *values: Any) -> int:
    with desk.book.write("file.create") as unit:
        return int(unit.db.execute(sql, values).lastrowid or 0)


def call(
    desk: Desk, at: str, outcome: str | None = "reached_decision_maker", seconds: int = 60,
    direction: str | None = "out", kind: str = "call", corrects: int | None = None,
) -> int:  # fmt: skip
    """An activity, at a local moment of March 2026 written `11 10:20`."""
    day, hour = at.split()
    local = datetime.fromisoformat(f"2026-03-{int(day):02d}T{hour}:00").replace(tzinfo=MOSCOW)
    who = desk.book.reader.execute("SELECT min(id) FROM client").fetchone()[0]
    return put(
        desk,
        "INSERT INTO activity (client_id, kind, direction, outcome_id, started_at, duration_s,"
        " subject, note, owner, corrects_id)"
        " VALUES (?, ?, ?, (SELECT id FROM outcome WHERE code = ?), ?, ?, '', '', '', ?)",
        who, kind, direction, outcome, local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds, corrects,
    )  # fmt: skip


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A desk with a client."""
    make_client(desk, "Ромашка", "active")
    return desk


def test_a_day_is_the_user_s_own_from_midnight_to_midnight(day: Desk) -> None:
    call(day, "10 23:59")
    call(day, "11 00:00")
    call(day, "11 23:59")
    call(day, "12 00:00")
    assert day.reports.report().touches.dials == 2


def test_what_was_done(day: Desk) -> None:
    call(day, "11 09:00", seconds=100)
    call(day, "11 09:10", "no_answer", seconds=30)
    call(day, "11 09:20", "meeting_set", seconds=200)
    call(day, "11 09:30", None, seconds=10, direction=None)  # from a spreadsheet: a talk
    call(day, "11 09:40", "reached_other", seconds=50, direction="in")
    call(day, "11 09:50", "no_answer", seconds=0, direction="in")
    call(day, "11 10:00", None, kind="meeting")
    call(day, "11 10:01", None, kind="email")
    call(day, "11 10:02", None, kind="message")
    call(day, "11 10:03", None, kind="note")
    done = day.reports.report().touches
    assert (done.dials, done.connects, done.taken, done.missed) == (4, 3, 1, 1)
    assert done.connect_rate == 0.75
    assert done.talk_s == 100 + 200 + 10 + 50
    assert (done.meetings_set, done.meetings_held, done.emails, done.messages) == (1, 1, 1, 1)


def test_a_corrected_call_counts_by_its_correction(day: Desk) -> None:
    wrong = call(day, "11 09:00", "meeting_set")
    call(day, "11 09:00", "no_answer", corrects=wrong)
    done = day.reports.report().touches
    assert (done.dials, done.connects, done.meetings_set) == (1, 0, 0)


def test_an_offer_is_sent_when_a_deal_first_comes_to_its_stage(desk: Desk) -> None:
    moved = make_deal(desk, "moved", amount_minor=300_00)
    desk.deals.move(moved, "offer")
    desk.deals.move(moved, "negotiation")
    desk.deals.move(moved, "offer", reason="asked for another one")  # back: the same offer
    make_deal(desk, "born with it", stage="offer", amount_minor=50_00, currency="USD")
    make_deal(desk, "not yet", stage="needs")
    report = desk.reports.report()
    assert report.offers == Tally(2, {"RUB": 300_00, "USD": 50_00})
    assert desk.reports.report(Period.DAY, YESTERDAY).offers.count == 0


def test_won_and_lost_deals_with_money_and_reasons(desk: Desk) -> None:
    who = make_client(desk, "Ромашка", "active")
    desk.deals.win(make_deal(desk, "small", client_id=who, amount_minor=100_00))
    desk.deals.win(make_deal(desk, "large", client_id=who, amount_minor=900_00))
    desk.deals.win(make_deal(desk, "abroad", client_id=who, amount_minor=70_00, currency="EUR"))
    desk.deals.lose(
        make_deal(desk, "gone", client_id=who, amount_minor=5_00), "price", note="дорого"
    )
    reopened = make_deal(desk, "reopened", client_id=who)
    desk.deals.win(reopened)
    desk.deals.reopen(reopened, stage="offer", reason="a slip", step_on=TOMORROW)
    report = desk.reports.report()
    assert report.won == Tally(3, {"RUB": 1000_00, "EUR": 70_00})
    assert [one.title for one in report.won_lines] == ["large", "small", "abroad"]
    assert report.lost == Tally(1, {"RUB": 5_00})
    lost = report.lost_lines[0]
    assert (lost.client, lost.reason, lost.note) == ("Ромашка", "price", "дорого")
    assert [(one.code, one.count) for one in report.losses] == [("price", 1)]


def test_payments_and_promises(desk: Desk, clock: HandClock) -> None:
    prompt, late, running = (client(desk, name) for name in ("prompt", "late", "running"))
    for who in (prompt, late, running):
        invoice(desk, who, 1000_00, date(2026, 2, 1))
    clock.now -= timedelta(days=5)
    for who, due in ((prompt, YESTERDAY), (late, YESTERDAY), (running, TODAY)):
        desk.invoices.add_promise(client_id=who, amount_minor=400_00, currency="RUB", due_on=due)
    taken_then = desk.reports.report().promises.taken
    clock.now += timedelta(days=5)
    payment(desk, prompt, 400_00, YESTERDAY)
    payment(desk, late, 100_00, TODAY)
    payment(desk, late, 30_00, TODAY, currency="USD")
    report = desk.reports.report()
    assert report.received == Tally(2, {"RUB": 100_00, "USD": 30_00})
    assert {one.client for one in report.payments} == {"late"}
    assert taken_then == Tally(3, {"RUB": 1200_00})
    assert report.promises.taken.count == 0
    assert (report.promises.due, report.promises.running) == (1, 1)
    before = desk.reports.report(Period.DAY, YESTERDAY).promises
    assert (before.due, before.kept, before.broken, before.running) == (2, 1, 1, 0)


def test_objections_by_kind(day: Desk) -> None:
    who = day.book.reader.execute("SELECT min(id) FROM client").fetchone()[0]
    kinds = dict(day.book.reader.execute("SELECT code, id FROM objection_type"))
    for code, result in (
        ("price", "worked"), ("price", "did_not"), ("price", "open"), ("trust", "partly"),
    ):  # fmt: skip
        day.objections.log(type_id=kinds[code], client_id=who, verbatim="…", result=result)
    found = day.reports.report().objections
    assert [(one.code, one.met, one.answered, one.worked, one.partly) for one in found] == [
        ("price", 3, 2, 1, 0), ("trust", 1, 1, 0, 1),
    ]  # fmt: skip


def test_what_moved(desk: Desk) -> None:
    first, second = (make_deal(desk, title, amount_minor=10_00) for title in ("one", "two"))
    desk.deals.move(first, "needs")
    desk.deals.move(second, "needs")
    desk.deals.win(second)
    report = desk.reports.report()
    told = {(one.frm, one.to): (one.count, one.amounts) for one in report.moves}
    assert told == {
        (None, "new"): (2, {"RUB": 20_00}),
        ("new", "needs"): (2, {"RUB": 20_00}),
        ("needs", "won"): (1, {"RUB": 10_00}),
    }
    assert [(one.title, one.frm, one.to) for one in report.move_lines] == [
        ("two", "new", "needs"), ("one", "new", "needs"),
    ]  # fmt: skip


def test_a_day_on_which_nothing_was_done_says_so(desk: Desk) -> None:
    assert desk.reports.report().quiet
    make_deal(desk)
    assert not desk.reports.report().quiet


def test_today_s_report_ends_with_what_is_not_done_and_with_tomorrow(day: Desk) -> None:
    make_deal(day, client_id=1, step_on=TODAY)
    bare_deal(day, client_id=1)
    report = day.reports.report()
    assert report.undone == {Loose.STEP: 1, Loose.NO_STEP: 1}
    assert report.ahead is not None
    assert report.ahead.day == TOMORROW
    for other in (day.reports.report(Period.WEEK), day.reports.report(Period.DAY, YESTERDAY)):
        assert (other.ahead, other.undone) == (None, {})


# -- the plan


def test_a_plan_is_kept_changed_and_taken_back(desk: Desk) -> None:
    rubles = (Metric.MONEY, "RUB")
    desk.plans.set(TODAY, {(Metric.CALLS, ""): 300, rubles: 2_000_000_00})
    desk.plans.set(date(2026, 3, 31), {(Metric.CALLS, ""): 400, (Metric.WINS, ""): 5})
    assert desk.reports.targets(TODAY) == {
        (Metric.CALLS, ""): 400, (Metric.WINS, ""): 5, rubles: 2_000_000_00,
    }  # fmt: skip
    desk.plans.set(TODAY, {rubles: 0, (Metric.WINS, ""): None})
    assert desk.reports.targets(TODAY) == {(Metric.CALLS, ""): 400}
    desk.history.undo()
    desk.history.undo()
    assert desk.reports.targets(TODAY) == {(Metric.CALLS, ""): 300, rubles: 2_000_000_00}
    assert desk.reports.targets(date(2026, 4, 1)) == {}


@pytest.mark.parametrize(
    ("key", "target", "code"),
    [
        ((Metric.MONEY, ""), 5, "bad_currency"),
        ((Metric.MONEY, "rub"), 5, "bad_currency"),
        ((Metric.CALLS, "RUB"), 5, "bad_currency"),
        ((Metric.CALLS, ""), -1, "negative"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(
    desk: Desk, key: tuple[Metric, str], target: int, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        desk.plans.set(TODAY, {key: target})


def test_the_plan_against_what_was_done(day: Desk) -> None:
    # Eleven calls before today, two today; 15 of March's 21 working days are left with today.
    for minute in range(11):
        call(day, f"5 10:{minute:02d}")
    call(day, "11 09:00")
    call(day, "11 09:05")
    day.deals.win(make_deal(day, client_id=1, amount_minor=600_00))
    day.plans.set(
        TODAY,
        {(Metric.CALLS, ""): 101, (Metric.WINS, ""): 4, (Metric.MONEY, "RUB"): 1000_00,
         (Metric.MONEY, "USD"): 10_00},
    )  # fmt: skip
    make_deal(day, client_id=1, amount_minor=2000_00, stage="offer")  # 50 %
    plan = day.reports.report().plan
    calls, wins = plan.pace(Metric.CALLS), plan.pace(Metric.WINS)
    rubles, dollars = plan.pace(Metric.MONEY, "RUB"), plan.pace(Metric.MONEY, "USD")
    assert calls and wins and rubles and dollars
    assert (calls.fact, calls.done, calls.share, calls.run_rate) == (13, 2, 6, 39)
    assert (wins.fact, wins.done, wins.share) == (1, 1, 1)
    assert (rubles.fact, rubles.missing, dollars.fact) == (600_00, 400_00, 0)
    assert {one.currency: one.ratio for one in plan.coverage} == {"RUB": 2.5, "USD": 0}
    # Wins lack 4 since the morning; dollars have no known size of a deal, roubles lack 1000 of 600 each.
    assert plan.needed == Needed(4, None)
    assert (plan.conversion.calls, plan.conversion.wins, plan.conversion.closed) == (13, 1, 1)


def test_paid_money_counts_where_the_settings_say_so(desk: Desk) -> None:
    desk.settings = replace(desk.settings, fact="paid")
    payment(desk, client(desk), 250_00)
    desk.deals.win(make_deal(desk, amount_minor=999_00))
    desk.plans.set(TODAY, {(Metric.MONEY, "RUB"): 1000_00})
    pace = desk.reports.plan().pace(Metric.MONEY, "RUB")
    assert pace is not None
    assert pace.fact == 250_00


def test_a_month_that_is_over_and_one_to_come(desk: Desk) -> None:
    over, ahead = desk.reports.month(date(2026, 2, 10)), desk.reports.month(date(2026, 4, 10))
    assert (over.on, over.days.left) == (date(2026, 2, 28), 0)
    assert (ahead.on, ahead.days.gone) == (date(2026, 4, 1), 1)


# -- laws over the demo data


def test_the_days_of_a_week_add_up_to_the_week(demo_desk: Desk) -> None:
    monday = date(2026, 3, 2)
    week = demo_desk.reports.report(Period.WEEK, monday)
    days = [
        demo_desk.reports.report(Period.DAY, monday + timedelta(days=n)) for n in range(7)
    ]  # fmt: skip
    assert week.touches.dials > 50
    for name in week.touches.__struct_fields__:
        assert getattr(week.touches, name) == sum(getattr(one.touches, name) for one in days)
    for name in ("won", "lost", "received"):
        assert getattr(week, name).count == sum(getattr(one, name).count for one in days)
    assert sum(one.count for one in week.moves) == sum(
        move.count for one in days for move in one.moves
    )
    assert sum(one.met for one in week.objections) == sum(
        line.met for one in days for line in one.objections
    )


def test_the_month_agrees_with_plain_sql(demo_desk: Desk) -> None:
    month = demo_desk.reports.report(Period.MONTH, date(2026, 2, 10))
    db = demo_desk.book.reader
    start, end = "2026-01-31T21:00:00Z", "2026-02-28T21:00:00Z"
    dials, talk = db.execute(
        "SELECT count(*), sum(duration_s * (SELECT connected FROM outcome WHERE id = outcome_id))"
        " FROM activity WHERE kind = 'call' AND direction = 'out'"
        " AND started_at >= ? AND started_at < ?",
        (start, end),
    ).fetchone()
    assert month.touches.dials == dials
    assert month.touches.talk_s >= talk  # incoming talks beside
    won = dict(
        db.execute(
            "SELECT currency, sum(amount_minor) FROM deal WHERE closed_on LIKE '2026-02-%'"
            " AND stage_id IN (SELECT id FROM stage WHERE code IN ('won', 'payment', 'delivery', 'closed'))"
            " GROUP BY 1"
        )
    )
    assert month.won.amounts == won
    paid = dict(
        db.execute(
            "SELECT currency, sum(amount_minor) FROM payment WHERE paid_on LIKE '2026-02-%' GROUP BY 1"
        )
    )
    assert month.received.amounts == paid
    met = db.execute(
        "SELECT count(*) FROM objection_event WHERE met_at >= ? AND met_at < ?", (start, end)
    ).fetchone()[0]
    assert sum(one.met for one in month.objections) == met


def test_the_screens_agree(demo_desk: Desk) -> None:
    """One figure, one answer: the report, Today, the funnel and the debts count alike."""
    month = demo_desk.reports.report(Period.MONTH)
    head = demo_desk.call_list.today().head
    assert head.month == month.won.amounts
    plan = {one.currency: one for one in month.plan.coverage}
    assert head.plan == {
        one.currency: one.target for one in month.plan.paces if one.metric is Metric.MONEY
    }
    open_ = [column for column in demo_desk.funnel.columns() if column.stage.is_open]
    for currency, one in plan.items():
        assert one.open_minor == sum(column.weights.get(currency, 0) for column in open_)
    review = demo_desk.review.open_ends()
    attention = demo_desk.funnel.report(conversion=False).attention
    assert review.count(Loose.NO_STEP) == attention.no_step
    due = [one for one in demo_desk.debts.promises_to_chase() if one.promise.due_on == TODAY]
    assert review.count(Loose.PROMISE) >= len(due) > 0


def test_every_read_of_a_span_goes_by_an_index(demo_desk: Desk) -> None:
    """A hundred thousand clients make no difference to a report: nothing is read whole but what is
    small by nature."""
    db = demo_desk.book.reader
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    demo_desk.reports.report()
    demo_desk.reports.report(Period.MONTH)
    db.set_trace_callback(None)
    large = (
        "activity",
        "deal",
        "task",
        "payment",
        "promise",
        "stage_change",
        "objection_event",
        "request",
    )
    scans = set()
    for sql in seen:
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            continue
        for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
            words = row[3].split()
            if words[0] == "SCAN" and "INDEX" not in words and words[1] in large:
                scans.add((words[1], sql))
    assert len(seen) > 30
    assert scans == set()
