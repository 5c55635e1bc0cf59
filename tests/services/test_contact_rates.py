"""When clients answer, counted from calls as they are logged."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.shares import Share
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import contact_rates as queries
from tests.conftest import MOSCOW, HandClock
from tests.dealing import TODAY, make_client, make_deal

OMSK = ZoneInfo("Asia/Omsk")


def log(
    desk: Desk, who: int, day: int, hour: int, outcome: str = "no_answer", **more: object
) -> int:
    """A call at an hour of Moscow in March 2026; gives its number."""
    after = After(step_on=TODAY + timedelta(days=7)) if outcome != "no_answer" else After()
    return desk.calls.log(
        who, outcome, started_at=datetime(2026, 3, day, hour, 20, tzinfo=MOSCOW), after=after, **more  # type: ignore[arg-type]
    ).activity_id  # fmt: skip


@pytest.fixture
def who(desk: Desk) -> int:
    return desk.clients.add(
        {"name": "Сибирь", "status": "active", "city": "Омск", "source": "сайт"}
    )


def test_hours_and_weekdays_are_over_there(desk: Desk, who: int) -> None:
    log(desk, who, 9, 22, "reached_other")  # Monday in Moscow, 01:20 on Tuesday in Omsk
    log(desk, make_client(desk, "Ромашка"), 10, 10)
    found = desk.contact_rates.rates()
    assert found.grid == {(1, 1): Share(1, 1), (1, 10): Share(0, 1)}
    assert found.all_calls == Share(1, 2)


def test_what_is_no_call_of_ours_does_not_count(desk: Desk, who: int) -> None:
    first = log(desk, who, 10, 10)
    log(desk, who, 10, 11, "reached_other", direction="in")
    desk.calls.touch(kind="email", client_id=who, note="письмо")
    assert desk.contact_rates.rates().all_calls == Share(0, 1)
    desk.calls.correct(first, outcome="reached_other")  # the correction takes its place
    assert desk.contact_rates.rates().all_calls == Share(1, 1)
    desk.history.undo()
    assert desk.contact_rates.rates().all_calls == Share(0, 1)


def test_an_outcome_declared_a_conversation_counts_as_one(desk: Desk, who: int) -> None:
    log(desk, who, 10, 10, "wrong_number")
    assert desk.contact_rates.rates().all_calls == Share(0, 1)
    desk.outcomes.edit(desk.vocabularies.outcome("wrong_number").id, {"connected": True})
    assert desk.contact_rates.rates().all_calls == Share(1, 1)


def test_the_span_of_days_includes_both_ends(desk: Desk, who: int) -> None:
    for day in (2, 5, 10):
        log(desk, who, day, 10)
    march = TODAY.replace(day=1)
    found = desk.contact_rates.rates(march.replace(day=2), march.replace(day=5))
    assert (found.all_calls.n, found.whole) == (2, True)


def test_of_too_many_calls_the_latest_count_and_it_is_said(desk: Desk, who: int) -> None:
    for day in (3, 5, 10):
        log(desk, who, day, 10)
    found = desk.contact_rates.rates(most=2)
    assert (found.all_calls.n, found.whole, found.since.day) == (2, False, 5)


def test_a_call_led_on_when_a_meeting_was_set_or_a_deal_moved_within_a_week(
    desk: Desk, clock: HandClock
) -> None:
    met, moved, idle = (make_client(desk, name) for name in ("А", "Б", "В"))
    log(desk, met, 10, 10, "meeting_set")
    log(desk, moved, 10, 10, "reached_decision_maker")
    log(desk, idle, 10, 10, "reached_decision_maker")
    make_deal(desk, client_id=moved)
    clock.forward(days=8)
    make_deal(desk, client_id=idle)  # nine days after the call
    (row,) = desk.contact_rates.rates().attempts
    assert (row.attempt, row.led) == (1, Share(2, 3))


def test_sources_show_how_far_their_clients_came(desk: Desk, who: int) -> None:
    deal = make_deal(desk, client_id=who)
    log(desk, who, 10, 10, "reached_decision_maker")
    other = desk.clients.add({"name": "Ещё", "source": "сайт"})
    log(desk, other, 10, 11)
    desk.deals.win(deal)
    (row,) = desk.contact_rates.rates().sources
    assert (row.source, row.calls, row.clients) == ("сайт", 2, 2)
    assert (row.reached, row.deals, row.won) == (Share(1, 2), Share(1, 2), Share(1, 2))


def test_the_best_hour_of_a_client_stands_on_card_brief_and_call(desk: Desk, who: int) -> None:
    for day in (3, 4, 5):
        log(desk, who, day, 10, "reached_other")  # 13:20 in Omsk
    assert desk.cards.client(who).best_hour.few  # type: ignore[union-attr]
    for day in (6, 10):
        log(desk, who, day, 6)
    views = (desk.cards.client(who), desk.cards.brief(who), desk.call_list.brief(who))
    for view in views:
        assert view.best_hour is not None
        assert (view.best_hour.hour, view.best_hour.share) == (13, Share(3, 3))


def test_the_call_list_ranks_by_the_same_count(desk: Desk, who: int, clock: HandClock) -> None:
    """Three calls at this hour of theirs, two answered: (2 + 1) / (3 + 4)."""
    for day, outcome in ((4, "reached_other"), (5, "reached_other"), (6, "no_answer")):
        log(desk, who, day, 10, outcome)
    for task in desk.call_list.tasks(client_id=who):
        if task.origin == "retry":
            desk.tasks.drop(task.id)
    make_deal(desk, client_id=who, step_on=TODAY)
    row = desk.call_list.why(who)
    share = desk.contact_rates.hours_of(who, "Asia/Omsk")[13]
    assert share == Share(2, 3)
    assert row.score.reach == pytest.approx(3 / 7)


def test_every_read_is_served_by_an_index(desk: Desk) -> None:
    """Nothing walks the activities, deals or stage changes of a whole file."""
    seen: list[str] = []
    db = desk.book.reader
    db.set_trace_callback(seen.append)
    try:
        desk.contact_rates.rates()
    finally:
        db.set_trace_callback(None)
    reads = [one for one in seen if one.startswith("SELECT")]
    assert len(reads) == 4
    for one in reads:
        plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + one)]
        walked = [step for step in plan if step.startswith("SCAN")]
        assert all(
            step.startswith(("SCAN s", "SCAN f", "SCAN o", "SCAN json_each")) for step in walked
        ), plan
    assert queries.places(db, []) == {}
