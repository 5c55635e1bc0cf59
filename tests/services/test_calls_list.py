"""The day's list as the user meets it: who is on it, why, in what order, and that it keeps still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ranking import Gate, Reason, Tier
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW, HandClock, open_desk
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal

YESTERDAY = TODAY - timedelta(days=1)


def reasons(desk: Desk) -> list[Reason]:
    return [row.reason for row in desk.call_list.today().rows]


def names(desk: Desk) -> list[str]:
    return [row.client for row in desk.call_list.today().rows]


def gates(desk: Desk) -> dict[str, Gate]:
    return {row.client: row.gate for row in desk.call_list.today().hidden}


def put(desk: Desk, sql: str, *values: Any) -> None:
    with desk.book.write("file.create") as unit:
        unit.db.execute(sql, values)


def touch(desk: Desk, client_id: int, days_ago: int) -> None:
    put(
        desk,
        "INSERT INTO activity (client_id, kind, started_at, subject, note, owner)"
        " VALUES (?, 'call', ?, '', '', '')",
        client_id,
        (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def owe(desk: Desk, client_id: int, minor: int, due: date) -> int:
    return desk.invoices.add_invoice(
        {"client_id": client_id, "number": f"N{client_id}", "amount_minor": minor,
         "issued_on": due - timedelta(days=14)},
        instalments=[(due, minor)],
    )  # fmt: skip


def test_an_empty_base_gives_an_empty_list(desk: Desk) -> None:
    assert desk.call_list.today().rows == ()


def test_every_kind_of_reason_in_the_order_of_tiers(desk: Desk) -> None:
    cold = make_client(desk, "cold")
    back = make_client(desk, "win back", "lost")
    desk.tasks.plan(client_id=back, due_on=TODAY, origin="win_back", title="lathe")
    regular = make_client(desk, "regular", "active")
    put(
        desk,
        "UPDATE client SET abc = 'A', created_at = '2025-01-01T00:00:00Z' WHERE id = ?",
        regular,
    )
    touch(desk, regular, 20)
    bare = make_client(desk, "bare", "active")
    bare_deal(desk, client_id=bare)
    step = make_client(desk, "step", "active")
    make_deal(desk, client_id=step, step_on=TODAY)
    debtor = make_client(desk, "debtor", "active")
    owe(desk, debtor, 100_00, TODAY - timedelta(days=9))
    late = make_client(desk, "late callback", "active")
    desk.tasks.plan(client_id=late, due_on=YESTERDAY, origin="callback")
    inbound = make_client(desk, "inbound", "active")
    desk.requests.take(inbound)
    exact = make_client(desk, "exact", "active")
    desk.tasks.plan(
        client_id=exact, due_on=TODAY, due_at=NOW + timedelta(minutes=9), origin="callback"
    )
    found = desk.call_list.today()
    assert [row.reason for row in found.rows] == [
        Reason.EXACT_CALLBACK, Reason.INBOUND, Reason.CALLBACK, Reason.DEBT_STEP, Reason.STEP,
        Reason.NO_STEP, Reason.TOUCH, Reason.WIN_BACK, Reason.COLD,
    ]  # fmt: skip
    assert [row.rank for row in found.rows] == list(range(1, 10))
    assert found.rows[-1].id == cold
    assert found.head.calls_planned == 9


def test_clients_never_called_come_up_the_day_they_are_written_down(desk: Desk) -> None:
    """Also of a class, whose interval would else begin with that day; one with a deal or a step has
    a reason of its own, and one spoken to is left in peace."""
    make_client(desk, "plain", "active")
    classed = make_client(desk, "classed", "active")
    put(desk, "UPDATE client SET abc = 'A' WHERE id = ?", classed)
    make_client(desk, "asleep", "dormant")
    touch(desk, make_client(desk, "spoken to", "active"), 3)
    make_deal(desk, client_id=make_client(desk, "deal", "active"), step_on=TOMORROW)
    desk.tasks.plan(client_id=make_client(desk, "step", "active"), due_on=TOMORROW)
    rows = desk.call_list.today().rows
    assert [(row.client, row.reason, row.tier) for row in rows] == [
        ("classed", Reason.NEVER, Tier.KEEPING), ("plain", Reason.NEVER, Tier.KEEPING),
    ]  # fmt: skip


def test_gates_hold_for_those_never_called(desk: Desk, clock: HandClock) -> None:
    make_client(desk, "plain", "active")
    clock.now = NOW + timedelta(hours=13)  # 23:20 in Moscow
    assert names(desk) == []
    assert gates(desk) == {"plain": Gate.HOURS}


@pytest.mark.parametrize(("days_ago", "expected"), [(90, []), (91, [Reason.TOUCH])])
def test_an_active_client_of_no_class_is_touched_like_class_c(
    desk: Desk, days_ago: int, expected: list[Reason]
) -> None:
    who = make_client(desk, "plain", "active")
    put(desk, "UPDATE client SET created_at = '2025-01-01T00:00:00Z' WHERE id = ?", who)
    touch(desk, who, days_ago)
    assert reasons(desk) == expected


def test_a_rotting_deal_says_so(desk: Desk) -> None:
    deal = bare_deal(desk, client_id=make_client(desk, status="active"))
    put(desk, "UPDATE deal SET stage_since = '2026-03-01T07:00:00Z' WHERE id = ?", deal)
    row = desk.call_list.today().rows[0]
    assert (row.reason, row.count) == (Reason.ROTTING, 10)


def test_a_broken_promise_stands_before_a_deal_step(desk: Desk, clock: HandClock) -> None:
    debtor = make_client(desk, "debtor", "active")
    owe(desk, debtor, 100_000_00, TODAY - timedelta(days=40))
    clock.forward(days=-3)
    desk.calls.log(
        debtor, "promised_to_pay",
        after=After(promise_minor=60_000_00, promise_on=YESTERDAY, promise_currency="RUB"),
    )  # fmt: skip
    assert gates(desk) == {}
    clock.forward(days=3)
    row = desk.call_list.today().rows[0]
    assert row.reason == Reason.BROKEN_PROMISE
    assert (row.said_minor, row.stake_minor) == (60_000_00, 100_000_00)


def test_a_promise_that_runs_holds_back_the_debt(desk: Desk, clock: HandClock) -> None:
    debtor = make_client(desk, "debtor", "active")
    owe(desk, debtor, 100_00, TODAY - timedelta(days=8))
    clock.forward(days=-1)
    desk.calls.log(
        debtor, "promised_to_pay",
        after=After(promise_minor=100_00, promise_on=TOMORROW, promise_currency="RUB"),
    )  # fmt: skip
    clock.forward(days=1)
    assert reasons(desk) == []
    assert gates(desk) == {"debtor": Gate.PROMISED}


def test_a_debt_step_taken_is_not_asked_for_again(desk: Desk) -> None:
    debtor = make_client(desk, "debtor", "active")
    owe(desk, debtor, 100_00, TODAY - timedelta(days=9))
    touch(desk, debtor, 1)
    assert reasons(desk) == []


def test_a_late_reorder(desk: Desk) -> None:
    """Orders 30 days apart, the last one 46 days ago: more than one and a half gaps."""
    buyer = make_client(desk, "buyer", "active")
    won = desk.vocabularies.stage("won").id
    for ago in (106, 76, 46):
        deal = make_deal(desk, client_id=buyer)
        put(
            desk, "UPDATE deal SET closed_on = ?, stage_id = ? WHERE id = ?",
            (TODAY - timedelta(days=ago)).isoformat(), won, deal,
        )  # fmt: skip
        put(desk, "DELETE FROM task WHERE deal_id = ?", deal)
    row = desk.call_list.today().rows[0]
    assert (row.reason, row.count, row.due_on) == (
        Reason.LATE_ORDER, 46, TODAY - timedelta(days=16),
    )  # fmt: skip


def test_a_step_at_an_exact_time_waits_for_its_time(desk: Desk, clock: HandClock) -> None:
    who = make_client(desk, "later", "active")
    make_deal(desk, client_id=who, step_on=TODAY)
    put(desk, "UPDATE task SET due_at = '2026-03-11T12:00:00Z'")
    assert gates(desk) == {"later": Gate.LATER}
    clock.now = datetime(2026, 3, 11, 11, 50, tzinfo=UTC)
    assert reasons(desk) == [Reason.EXACT_CALLBACK]
    clock.now = datetime(2026, 3, 11, 12, 31, tzinfo=UTC)
    assert reasons(desk) == [Reason.CALLBACK]


def test_their_local_hours_count(desk: Desk) -> None:
    far = make_client(desk, "far", "active")
    make_deal(desk, client_id=far, step_on=TODAY)
    put(desk, "UPDATE client SET city = 'Петропавловск-Камчатский', region = 'Камчатский край'")
    assert gates(desk) == {"far": Gate.HOURS}


def test_after_a_call_the_line_is_gone(desk: Desk) -> None:
    who = make_client(desk, status="active")
    make_deal(desk, client_id=who, step_on=TODAY)
    desk.calls.log(who, "interested", after=After(step_on=TOMORROW))
    found = desk.call_list.today()
    assert found.rows == ()
    assert (found.head.calls_done, found.head.connected) == (1, 1)


# -- the order keeps still


def steps(desk: Desk, *amounts: int) -> None:
    for amount in amounts:
        who = make_client(desk, str(amount), "active")
        make_deal(desk, client_id=who, step_on=TODAY, amount_minor=amount)


def test_the_order_is_frozen_for_the_day(desk: Desk) -> None:
    steps(desk, 500, 400, 300)
    assert names(desk) == ["500", "400", "300"]
    put(desk, "UPDATE deal SET amount_minor = 9999999 WHERE amount_minor = 300")
    steps(desk, 8888888)
    assert names(desk) == ["500", "400", "300", "8888888"]


def test_the_frozen_order_outlives_a_restart(desk: Desk, clock: HandClock) -> None:
    steps(desk, 500, 400)
    assert names(desk) == ["500", "400"]
    put(desk, "UPDATE deal SET amount_minor = 9999999 WHERE amount_minor = 400")
    with open_desk(desk.book.path, clock) as again:
        assert names(again) == ["500", "400"]


def test_the_next_day_is_ranked_anew(desk: Desk, clock: HandClock) -> None:
    steps(desk, 500, 400)
    assert names(desk) == ["500", "400"]
    put(desk, "UPDATE deal SET amount_minor = 9999999 WHERE amount_minor = 400")
    clock.forward(days=1)
    assert names(desk) == ["400", "500"]


def test_a_new_request_interrupts(desk: Desk) -> None:
    steps(desk, 500, 400)
    desk.call_list.today()
    desk.requests.take(name="caller", phone="+79120000000")
    assert names(desk) == ["caller", "500", "400"]


# -- pins, skips, rest


def test_a_pin_goes_on_top_and_off_again(desk: Desk) -> None:
    steps(desk, 500, 400)
    second = desk.call_list.today().rows[1].id
    assert desk.calls.pin([second]) is True
    assert names(desk) == ["400", "500"]
    assert desk.calls.pin([second]) is False
    assert names(desk) == ["500", "400"]


def test_a_pinned_client_needs_no_other_reason(desk: Desk) -> None:
    who = make_client(desk, "just so", "active")
    touch(desk, who, 3)
    desk.calls.pin([who])
    assert reasons(desk) == [Reason.PINNED]


def test_a_skip_says_why_and_lasts_for_the_day(desk: Desk, clock: HandClock) -> None:
    steps(desk, 500)
    who = desk.call_list.today().rows[0].id
    with pytest.raises(Invalid):
        desk.calls.skip([who], " ")
    desk.calls.skip([who], "at a fair")
    hidden = desk.call_list.today().hidden
    assert [(row.gate, row.note) for row in hidden] == [(Gate.SKIPPED, "at a fair")]
    clock.forward(days=1)
    assert len(names(desk)) == 1


def test_a_client_at_rest_is_hidden_until_the_day(desk: Desk, clock: HandClock) -> None:
    steps(desk, 500)
    who = desk.call_list.today().rows[0].id
    desk.calls.snooze([who], TOMORROW, "asked for a pause")
    assert gates(desk) == {"500": Gate.SNOOZED}
    desk.calls.wake(who)
    assert names(desk) == ["500"]


def test_a_request_ends_a_rest_and_a_skip(desk: Desk) -> None:
    who = make_client(desk, "resting", "active")
    desk.calls.snooze([who], TOMORROW, "asked for a pause")
    desk.calls.skip([who], "at a fair")
    desk.requests.take(who)
    assert names(desk) == ["resting"]


def test_a_talk_ends_a_rest_and_an_unanswered_call_does_not(desk: Desk) -> None:
    who = make_client(desk, "resting", "active")
    desk.calls.snooze([who], TOMORROW, "asked for a pause")
    desk.calls.log(who, "no_answer")
    until = "SELECT snoozed_until FROM client"
    assert desk.book.reader.execute(until).fetchone() == ("2026-03-12",)
    desk.calls.log(who, "reached_other")
    assert desk.book.reader.execute(until).fetchone() == (None,)


# -- the head


def test_the_figures_of_the_day(desk: Desk) -> None:
    who = make_client(desk, status="active")
    deal = make_deal(desk, client_id=who, amount_minor=70_000_00)
    desk.deals.win(deal)
    debtor = make_client(desk, "debtor", "active")
    desk.calls.log(
        debtor, "promised_to_pay",
        after=After(promise_minor=5_00, promise_on=TODAY, promise_currency="RUB"),
    )  # fmt: skip
    head = desk.call_list.today().head
    assert head.month == {"RUB": 70_000_00}
    assert (head.promises_due, head.promised) == (1, {"RUB": 5_00})
    assert head.calls_done == 1


def test_why_gives_the_parts_of_the_score(desk: Desk) -> None:
    steps(desk, 500)
    row = desk.call_list.why(desk.call_list.today().rows[0].id)
    assert row.score.value == 1
    assert row.score.total == pytest.approx(sum(row.score.points) - row.score.fatigue)


def test_a_corrected_call_counts_once_and_by_its_correction(desk: Desk) -> None:
    one, two = make_client(desk, "one", "active"), make_client(desk, "two", "active")
    met = desk.calls.log(one, "meeting_set", after=After(step_on=TODAY))
    missed = desk.calls.log(two, "no_answer")
    head = desk.call_list.today().head
    assert (head.calls_done, head.connected, head.meetings) == (2, 1, 1)
    desk.calls.correct(met.activity_id, outcome="busy")
    desk.calls.correct(missed.activity_id, outcome="reached_other")
    head = desk.call_list.today().head
    assert (head.calls_done, head.connected, head.meetings) == (2, 1, 0)
    shown = desk.reports.report().touches
    assert (shown.dials, shown.connects, shown.meetings_set) == (2, 1, 0)


def object_to(desk: Desk, deal_id: int, result: str, kind: str = "price") -> None:
    number = next(one.id for one in desk.vocabularies.objection_types() if one.code == kind)
    desk.objections.log(
        type_id=number, client_id=None, deal_id=deal_id, verbatim="кусается", result=result
    )


def test_a_deal_with_an_objection_nobody_took_off_says_so(desk: Desk, clock: HandClock) -> None:
    """From the next day on; not where it was taken off, nor where a step is soon."""
    clock.now = NOW - timedelta(days=5)
    deals = {
        name: make_deal(desk, client_id=make_client(desk, name, "active"), step_on=step_on)
        for name, step_on in (
            ("far step", TODAY + timedelta(days=8)), ("soon", TODAY + timedelta(days=7)),
            ("taken off", TODAY + timedelta(days=8)), ("today", TODAY + timedelta(days=8)),
        )
    }  # fmt: skip
    deals["bare"] = bare_deal(desk, client_id=make_client(desk, "bare", "active"))
    for name, deal_id in deals.items():
        if name != "today":
            object_to(desk, deal_id, "did_not")
    object_to(desk, deals["taken off"], "worked")
    object_to(desk, deals["far step"], "open", "terms")
    clock.now = NOW
    object_to(desk, deals["today"], "did_not")
    rows = {row.client: row for row in desk.call_list.today().rows}
    assert set(rows) == {"far step", "bare"}
    for row in rows.values():
        assert (row.reason, row.tier, row.count) == (Reason.OBJECTION, Tier.STALLED, 5)
    standing = {name: row.objection for name, row in rows.items()}
    assert standing["bare"] is not None and standing["bare"].verbatim == "кусается"
    assert standing["far step"] is not None and standing["far step"].code == "terms"


def test_a_step_of_a_deal_says_what_stands_in_it(desk: Desk) -> None:
    deal_id = make_deal(desk, client_id=make_client(desk, status="active"), step_on=TODAY)
    object_to(desk, deal_id, "partly")
    (row,) = desk.call_list.today().rows
    assert row.reason is Reason.STEP
    assert row.objection is not None and row.objection.code == "price"
