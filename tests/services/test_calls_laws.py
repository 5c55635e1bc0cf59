"""Laws of the end of a call, over any outcome and any decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.vocabulary import OUTCOMES
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW
from tests.dealing import TODAY, bare_deal, dump, make_client, make_deal

_days = st.sampled_from([None, TODAY, TODAY + timedelta(days=2), TODAY - timedelta(days=1)])
_decisions = st.builds(
    After,
    step_on=_days,
    step_at=st.sampled_from([None, NOW + timedelta(hours=3), NOW - timedelta(hours=1)]),
    loss_reason=st.sampled_from(["", "", "price", "duplicate", "because"]),
    snooze_until=_days,
    snooze_reason=st.sampled_from(["", "on leave"]),
    promise_minor=st.sampled_from([None, 100_00, 0]),
    promise_on=_days,
    won=st.booleans(),
)
_outcomes = st.sampled_from([one.code for one in OUTCOMES])
_DEALS: tuple[Callable[..., int], ...] = (bare_deal, make_deal)


@given(_outcomes, _decisions, st.sampled_from([0, 1, 2]), st.booleans())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_end_of_a_call_leaves_an_open_deal_without_a_step(
    desk: Desk, outcome: str, after: After, deals: int, incoming: bool
) -> None:
    """It is refused whole, or the deal is closed, at rest, or has a step; and one undo takes it back."""
    who = make_client(desk, status="active")
    for make in _DEALS[:deals]:
        make(desk, client_id=who)
    before = dump(desk.book.reader)
    try:
        done = desk.calls.log(who, outcome, after=after, direction="in" if incoming else "out")
    except (Refused, Invalid):
        assert dump(desk.book.reader) == before
        return
    (deal_id,) = desk.book.reader.execute(
        "SELECT deal_id FROM activity WHERE id = ?", (done.activity_id,)
    ).fetchone()
    if deal_id is not None:
        settled = desk.book.reader.execute(
            "SELECT closed_on IS NOT NULL OR coalesce(snoozed_until, '') > ?2 OR EXISTS ("
            " SELECT 1 FROM task WHERE deal_id = ?1 AND done_at IS NULL AND dropped_at IS NULL)"
            " FROM deal WHERE id = ?1",
            (deal_id, TODAY.isoformat()),
        ).fetchone()[0]
        assert settled
    desk.history.undo()
    assert dump(desk.book.reader) == before


@given(st.lists(_outcomes, min_size=1, max_size=9))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_attempts_count_up_to_the_rest_and_begin_anew_after_a_talk(
    desk: Desk, outcomes: list[str]
) -> None:
    who = make_client(desk)
    connects = {one.code: one.connected for one in OUTCOMES}
    unanswered = 0
    for outcome in outcomes:
        try:
            desk.calls.log(who, outcome, after=After(step_on=TODAY + timedelta(days=1)))
        except (Refused, Invalid):  # a promise without a sum
            continue
        expected = unanswered % desk.calling_again.ladder().attempts + 1
        (attempt,) = desk.book.reader.execute(
            "SELECT attempt FROM activity ORDER BY id DESC LIMIT 1"
        ).fetchone()
        assert attempt == expected
        unanswered = 0 if connects[outcome] else unanswered + 1
