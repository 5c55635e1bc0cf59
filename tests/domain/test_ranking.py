"""The call list as a pure function: gates, tiers, scores by hand, and laws that hold for any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from math import log1p
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline_tui.domain.ranking import (
    Candidate,
    Day,
    Gate,
    Prospect,
    Reason,
    Tier,
    closed,
    going_on,
    rank,
)
from pipeline_tui.domain.ranking.score import score
from pipeline_tui.domain.workdays import WorkCalendar

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)  # Wednesday 10:20 in Moscow
TODAY = date(2026, 3, 11)
RU = WorkCalendar("RU")


def client(client_id: int = 1, **facts: object) -> Prospect:
    values: dict[str, object] = {
        "client_id": client_id, "zone": MOSCOW, "calendar": RU, "work_start": time(9),
        "work_end": time(18), **facts,
    }  # fmt: skip
    return Prospect(**values)  # type: ignore[arg-type]


def deal_step(client_id: int = 1, **facts: object) -> Candidate:
    prospect = facts.pop("client", None) or client(client_id)
    values: dict[str, object] = {
        "client": prospect, "tier": Tier.STEP, "reason": Reason.STEP, **facts,
    }  # fmt: skip
    return Candidate(**values)  # type: ignore[arg-type]


def days_ago(*days: float) -> tuple[datetime, ...]:
    """Outgoing calls so many days before now."""
    return tuple(NOW - timedelta(days=one) for one in days)


def ids(candidates: list[Candidate], **day: object) -> list[int]:
    listed = rank(candidates, Day(NOW, TODAY, **day)).listed  # type: ignore[arg-type]
    return [one.candidate.client.client_id for one in listed]


# -- the score by hand


def test_score_of_a_large_late_deal_of_an_a_client() -> None:
    """V: ln(1+50000)/ln(1+100000) = 0.93980; U: 3 days of 5; P: (3+2)/(6+4); R: (2+1)/(4+4)."""
    one = deal_step(
        client=client(abc="A", unanswered=1, hour_tries=4, hour_connects=2),
        value_minor=50_000, days_late=3, kept=3, known=6,
    )  # fmt: skip
    found = score(one, NOW, 100_000)
    assert found.value == pytest.approx(0.93980, abs=1e-5)
    assert (found.urgency, found.probability, found.reach) == (0.6, 0.5, 0.375)
    assert (found.account, found.fatigue) == (1.0, 5)
    # 35 · 0.93980 + 15 + 7.5 + 5.625 + 10 − 5
    assert found.total == pytest.approx(32.893 + 15 + 7.5 + 5.625 + 10 - 5, abs=1e-3)


def test_score_of_a_client_nobody_knows_anything_of() -> None:
    """Nothing at stake, nothing late, no history: 15 · 2/4 + 15 · 1/4."""
    assert score(deal_step(), NOW, 0).total == pytest.approx(11.25)


def test_fatigue_stops_at_twenty_and_a_score_at_nought() -> None:
    found = score(deal_step(client=client(unanswered=9, hour_tries=40)), NOW, 0)
    assert found.fatigue == 20
    assert found.total == 0


def test_urgency_is_full_after_five_working_days() -> None:
    assert score(deal_step(days_late=5), NOW, 0).urgency == 1
    assert score(deal_step(days_late=50), NOW, 0).urgency == 1


def test_an_hour_before_they_close_reach_counts_more() -> None:
    closing = datetime(2026, 3, 11, 14, 15, tzinfo=UTC)  # 17:15 in Moscow
    assert score(deal_step(), closing, 0).reach == pytest.approx((1 + 0.25) / 2)
    assert score(deal_step(), NOW, 0).reach == pytest.approx(0.25)


@pytest.mark.parametrize(("abc", "share"), [("A", 1), ("B", 0.5), ("C", 0.25), (None, 0)])
def test_the_class_counts(abc: str | None, share: float) -> None:
    assert score(deal_step(client=client(abc=abc)), NOW, 0).account == share


def test_the_value_is_measured_against_the_largest_of_its_tier() -> None:
    small, large = deal_step(1, value_minor=100), deal_step(2, value_minor=10_000)
    listed = rank([small, large], Day(NOW, TODAY)).listed
    assert [one.score.value for one in listed] == [1, pytest.approx(log1p(100) / log1p(10_000))]


def test_currencies_are_not_compared() -> None:
    roubles = deal_step(1, value_minor=1_000_000, currency="RUB")
    dollars = deal_step(2, value_minor=1_000, currency="USD")
    assert [one.score.value for one in rank([roubles, dollars], Day(NOW, TODAY)).listed] == [1, 1]


# -- order


def test_a_lower_tier_stands_first_however_little_is_at_stake() -> None:
    rich = deal_step(1, value_minor=10**9, days_late=9)
    callback = deal_step(2, tier=Tier.CALLBACK, reason=Reason.CALLBACK)
    assert ids([rich, callback]) == [2, 1]


def test_requests_stand_oldest_first() -> None:
    def request(client_id: int, minutes: int, value: int) -> Candidate:
        return deal_step(
            client_id, tier=Tier.INBOUND, reason=Reason.INBOUND, value_minor=value,
            since=NOW - timedelta(minutes=minutes),
        )  # fmt: skip

    assert ids([request(1, 5, 10**9), request(2, 90, 0), request(3, 30, 0)]) == [2, 3, 1]


def test_ties_go_to_the_longest_untouched_then_to_the_number() -> None:
    touched = {
        1: NOW - timedelta(days=1), 2: NOW - timedelta(days=9), 3: None, 5: NOW - timedelta(days=9),
    }  # fmt: skip
    ones = [deal_step(client=client(n, last_touch=at)) for n, at in touched.items()]
    assert ids(ones) == [3, 2, 5, 1]


def test_a_client_has_one_line_for_the_most_pressing_reason() -> None:
    listed = rank(
        [
            deal_step(1, deal_id=7),
            deal_step(1, tier=Tier.DEBT, reason=Reason.BROKEN_PROMISE),
            deal_step(1, tier=Tier.COLD, reason=Reason.COLD),
        ],
        Day(NOW, TODAY),
    ).listed
    assert [one.candidate.reason for one in listed] == [Reason.BROKEN_PROMISE]


def test_a_reason_that_may_not_be_followed_gives_way_to_one_that_may() -> None:
    promised = client(1, live_promise_on=TODAY + timedelta(days=2))
    debt = deal_step(client=promised, tier=Tier.DEBT, reason=Reason.DEBT_STEP)
    listed = rank([debt, deal_step(client=promised)], Day(NOW, TODAY))
    assert [one.candidate.tier for one in listed.listed] == [Tier.STEP]
    assert not listed.hidden


def test_a_pin_stands_above_everything() -> None:
    ones = [
        deal_step(1, tier=Tier.EXACT, reason=Reason.EXACT_CALLBACK, due_at=NOW),
        deal_step(client=client(2, pinned=True), tier=Tier.COLD, reason=Reason.PINNED),
    ]
    assert ids(ones) == [2, 1]


def test_a_fifth_of_the_list_is_kept_for_cold_calls() -> None:
    warm = [deal_step(n, value_minor=n) for n in range(1, 61)]
    cold = [deal_step(n, tier=Tier.COLD, reason=Reason.COLD) for n in range(100, 130)]
    listed = rank([*warm, *cold], Day(NOW, TODAY, most=40)).listed
    assert [one.candidate.tier for one in listed].count(Tier.COLD) == 8
    assert len(listed) == 40


def test_what_either_side_leaves_free_goes_to_the_other() -> None:
    warm = [deal_step(n) for n in range(1, 61)]
    cold = [deal_step(n, tier=Tier.COLD, reason=Reason.COLD) for n in range(100, 160)]
    assert len(ids(warm, most=40)) == 40
    assert len(ids([*warm[:5], *cold], most=40)) == 40
    assert len(ids([*warm, *cold[:3]], most=40)) == 40


def test_what_did_not_fit_is_hidden_because_the_day_is_full() -> None:
    found = rank([deal_step(n) for n in range(1, 61)], Day(NOW, TODAY, most=40, done=10))
    assert len(found.listed) == 30
    assert {one.closed.gate for one in found.hidden} == {Gate.DAY_FULL}


def test_no_quota_cuts_what_the_client_waits_for() -> None:
    waiting = [
        deal_step(n, tier=Tier.INBOUND, reason=Reason.INBOUND, since=NOW) for n in range(1, 9)
    ]
    assert len(ids([*waiting, deal_step(99)], most=3, done=3)) == 8


def test_who_stands_on_the_list_since_morning_is_not_cut_for_a_newcomer() -> None:
    ones = [deal_step(1), deal_step(2, value_minor=10**9)]
    assert ids(ones, most=1) == [2]
    assert ids(ones, most=1, frozen=frozenset({1})) == [1]


# -- gates


def gate(candidate: Candidate, now: datetime = NOW) -> Gate | None:
    found = closed(candidate, now, TODAY)
    return None if found is None else found.gate


def test_an_open_gate() -> None:
    assert gate(deal_step()) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"status": "do_not_call"}, Gate.DO_NOT_CALL),
        ({"skip_reason": "at a fair"}, Gate.SKIPPED),
        ({"snoozed_until": TODAY + timedelta(days=1)}, Gate.SNOOZED),
        ({"snoozed_until": TODAY}, None),
        ({"called": (NOW - timedelta(minutes=59),)}, Gate.RECENT),
        ({"called": (NOW - timedelta(minutes=60),)}, None),
        ({"zone": ZoneInfo("Asia/Vladivostok")}, None),  # 17:20 there
        ({"zone": ZoneInfo("Asia/Kamchatka")}, Gate.HOURS),  # 19:20 there
        ({"zone": ZoneInfo("Europe/London")}, Gate.HOURS),  # 07:20 there
        ({"live_promise_on": TODAY}, None),  # holds back calls about the debt only
    ],
)
def test_gates_of_a_deal_step(facts: dict[str, object], expected: Gate | None) -> None:
    assert gate(deal_step(client=client(**facts))) is expected


def test_a_gate_says_when_it_opens() -> None:
    kamchatka = ZoneInfo("Asia/Kamchatka")
    found = closed(deal_step(client=client(zone=kamchatka)), NOW, TODAY)
    assert found is not None
    assert found.until == datetime(2026, 3, 12, 9, tzinfo=kamchatka)


def test_a_day_off_over_there_hides_until_the_next_working_day() -> None:
    womens_day = datetime(2026, 3, 9, 8, tzinfo=UTC)  # Monday, moved from Sunday the 8th
    found = closed(deal_step(), womens_day, date(2026, 3, 9))
    assert found is not None
    assert (found.gate, found.until) == (Gate.DAY_OFF, date(2026, 3, 10))


def test_an_exact_time_call_comes_up_ten_minutes_before() -> None:
    def exact(minutes: int) -> Candidate:
        return deal_step(
            tier=Tier.EXACT, reason=Reason.EXACT_CALLBACK, due_at=NOW + timedelta(minutes=minutes)
        )

    assert gate(exact(11)) is Gate.LATER
    assert gate(exact(10)) is None


def test_the_clients_own_wish_is_stronger_than_office_hours() -> None:
    evening = client(zone=ZoneInfo("Asia/Kamchatka"), called=(NOW - timedelta(minutes=20),))
    exact = deal_step(client=evening, tier=Tier.EXACT, reason=Reason.EXACT_CALLBACK, due_at=NOW)
    assert gate(exact) is None
    assert gate(replace(exact, client=replace(evening, status="do_not_call"))) is Gate.DO_NOT_CALL


def test_a_rest_does_not_hide_a_request() -> None:
    resting = client(snoozed_until=TODAY + timedelta(days=9))
    request = deal_step(client=resting, tier=Tier.INBOUND, reason=Reason.INBOUND, since=NOW)
    assert gate(request) is None
    assert gate(replace(request, tier=Tier.CALLBACK)) is Gate.SNOOZED


def test_a_letter_may_be_written_at_any_hour() -> None:
    who = client(zone=ZoneInfo("Asia/Kamchatka"), called=(NOW,))
    assert gate(deal_step(client=who)) is Gate.HOURS
    assert gate(deal_step(client=who, task_kind="email")) is None


def test_a_live_promise_holds_back_calls_about_the_debt() -> None:
    debt = deal_step(client=client(live_promise_on=TODAY), tier=Tier.DEBT, reason=Reason.DEBT_STEP)
    assert gate(debt) is Gate.PROMISED
    expired = replace(debt, client=client(live_promise_on=TODAY - timedelta(days=1)))
    assert gate(expired) is None


@pytest.mark.parametrize(
    ("kind", "consent", "expected"),
    [
        ("company", None, None),
        ("company", False, Gate.NO_CONSENT),
        ("person", None, Gate.NO_CONSENT),
        ("person", True, None),
        ("person", False, Gate.NO_CONSENT),
    ],
)
def test_consent_for_cold_calls(kind: str, consent: bool | None, expected: Gate | None) -> None:
    cold = deal_step(client=client(kind=kind, consent=consent), tier=Tier.COLD, reason=Reason.COLD)
    assert gate(cold) is expected


@pytest.mark.parametrize(
    ("facts", "at", "expected"),
    [
        ({}, NOW, None),
        ({"called": days_ago(0.05)}, NOW, Gate.LAW),
        ({"called": days_ago(1)}, NOW, None),
        ({"called": days_ago(1, 6.9)}, NOW, Gate.LAW),
        ({"called": days_ago(1, 7)}, NOW, None),
        ({"called": days_ago(6, 8, 12, 16, 20, 24, 28, 30.9)}, NOW, Gate.LAW),
        ({"called": days_ago(6, 8, 12, 16, 20, 24, 28, 31)}, NOW, None),
        ({}, datetime(2026, 3, 11, 4, 59, tzinfo=UTC), Gate.LAW),  # 07:59
        ({}, datetime(2026, 3, 11, 5, 0, tzinfo=UTC), None),  # 08:00
        ({}, datetime(2026, 3, 11, 18, 59, tzinfo=UTC), None),  # 21:59
        ({}, datetime(2026, 3, 11, 19, 0, tzinfo=UTC), Gate.LAW),  # 22:00
        ({}, datetime(2026, 3, 14, 5, 30, tzinfo=UTC), Gate.LAW),  # Saturday 08:30
        ({}, datetime(2026, 3, 14, 6, 0, tzinfo=UTC), None),  # Saturday 09:00
        ({}, datetime(2026, 3, 14, 17, 0, tzinfo=UTC), Gate.LAW),  # Saturday 20:00
    ],
)
def test_the_law_on_a_persons_debt(
    facts: dict[str, object], at: datetime, expected: Gate | None
) -> None:
    debt = deal_step(client=client(kind="person", **facts), tier=Tier.DEBT, reason=Reason.DEBT_STEP)
    assert gate(debt, at) is expected


# -- laws

_zones = st.sampled_from([MOSCOW, ZoneInfo("Asia/Omsk"), ZoneInfo("Europe/London")])
_reasons = {
    Tier.EXACT: Reason.EXACT_CALLBACK, Tier.INBOUND: Reason.INBOUND,
    Tier.CALLBACK: Reason.CALLBACK, Tier.DEBT: Reason.DEBT_STEP, Tier.STEP: Reason.STEP,
    Tier.STALLED: Reason.NO_STEP, Tier.KEEPING: Reason.TOUCH, Tier.WIN_BACK: Reason.WIN_BACK,
    Tier.COLD: Reason.COLD,
}  # fmt: skip


@st.composite
def _prospects(draw: st.DrawFn, client_id: int) -> Prospect:
    return client(
        client_id,
        zone=draw(_zones),
        kind=draw(st.sampled_from(["company", "person"])),
        status=draw(st.sampled_from(["lead", "active", "do_not_call"])),
        abc=draw(st.sampled_from([None, "A", "B", "C"])),
        consent=draw(st.sampled_from([None, True, False])),
        snoozed_until=draw(st.sampled_from([None, TODAY, TODAY + timedelta(days=3)])),
        called=draw(st.sampled_from([(), days_ago(0.003), days_ago(1, 3), days_ago(0.1, 9)])),
        owes=draw(st.booleans()),
        zones=draw(
            st.sampled_from([(), (ZoneInfo("Europe/Kaliningrad"), ZoneInfo("Asia/Kamchatka"))])
        ),
        unanswered=draw(st.integers(0, 6)),
        hour_tries=draw(st.integers(0, 5)),
        last_touch=draw(st.sampled_from([None, NOW, NOW - timedelta(days=5)])),
        pinned=draw(st.integers(0, 9)) == 0,
        skip_reason=draw(st.sampled_from([None, None, None, "away"])),
        live_promise_on=draw(st.sampled_from([None, TODAY])),
    )


@st.composite
def _candidates(draw: st.DrawFn) -> list[Candidate]:
    found = []
    for client_id in range(1, draw(st.integers(1, 14)) + 1):
        who = draw(_prospects(client_id))
        for _again in range(draw(st.integers(1, 2))):
            tier = draw(st.sampled_from(list(Tier)))
            found.append(
                Candidate(
                    who, tier, _reasons[tier],
                    due_at=draw(st.sampled_from([None, NOW, NOW + timedelta(hours=2)])),
                    since=NOW - timedelta(minutes=draw(st.integers(0, 90))),
                    value_minor=draw(st.integers(0, 10**9)), days_late=draw(st.integers(0, 7)),
                    kept=draw(st.integers(0, 3)), known=draw(st.integers(3, 6)),
                    task_id=draw(st.integers(1, 999)),
                )
            )  # fmt: skip
    return found


@given(_candidates(), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_no_gated_client_is_listed_and_nobody_is_lost(ones: list[Candidate], most: int) -> None:
    found = rank(ones, Day(NOW, TODAY, most=most))
    for one in found.listed:
        assert closed(one.candidate, NOW, TODAY) is None
    listed = [one.candidate.client.client_id for one in found.listed]
    hidden = [one.candidate.client.client_id for one in found.hidden]
    assert len(set(listed)) == len(listed)
    assert sorted(listed + hidden) == sorted({one.client.client_id for one in ones})


@given(_candidates())
@settings(max_examples=60, deadline=None)
def test_tiers_are_never_inverted(ones: list[Candidate]) -> None:
    listed = rank(ones, Day(NOW, TODAY)).listed
    places = [(not one.candidate.client.pinned, one.candidate.tier) for one in listed]
    assert places == sorted(places)


@given(_candidates(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_same_input_gives_the_same_list_in_any_order(ones: list[Candidate], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(ones)
    random.shuffle(shuffled)
    assert rank(ones, Day(NOW, TODAY)) == rank(shuffled, Day(NOW, TODAY))


@pytest.mark.parametrize("pinned", [True, False])
def test_candidates_alike_in_all_that_counts_are_ranked_in_one_order(pinned: bool) -> None:
    """Nothing but their age or their words tells them apart; of one client, and both hidden."""
    who = client(1, pinned=pinned, skip_reason=None if pinned else "away")
    alike = [
        Candidate(
            who, Tier.CALLBACK, Reason.CALLBACK, since=NOW - timedelta(minutes=age), title=title
        )
        for age in (0, 1)
        for title in ("", "Ask")
    ]
    assert len({str(rank(ones, Day(NOW, TODAY))) for ones in permutations(alike)}) == 1


@given(_candidates(), st.data())
@settings(max_examples=60, deadline=None)
def test_adding_lateness_never_lowers_a_rank(ones: list[Candidate], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(ones) - 1))
    later = data.draw(st.integers(1, 5))
    changed = list(ones)
    changed[place] = replace(ones[place], days_late=ones[place].days_late + later)
    client_id = ones[place].client.client_id

    def at(candidates: list[Candidate]) -> int:
        listed = [
            one.candidate.client.client_id for one in rank(candidates, Day(NOW, TODAY)).listed
        ]
        return listed.index(client_id) if client_id in listed else len(listed)

    assert at(changed) <= at(ones)


@given(_candidates())
@settings(max_examples=60, deadline=None)
def test_every_score_is_from_nought_to_a_hundred(ones: list[Candidate]) -> None:
    for one in ones:
        tired = replace(one, value_minor=0, days_late=0, client=replace(one.client, unanswered=9))
        for each in (one, tired):
            assert 0 <= score(each, NOW, 10**9).total <= 100


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 24), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_a_share_is_kept_for_cold_calls_and_no_place_stays_empty(
    warm: int, cold: int, most: int, done: int
) -> None:
    ones = [deal_step(n, value_minor=n) for n in range(1, warm + 1)]
    ones += [
        deal_step(n, tier=Tier.COLD, reason=Reason.COLD, value_minor=n)
        for n in range(100, 100 + cold)
    ]
    listed = rank(ones, Day(NOW, TODAY, most=most, done=done)).listed
    room = max(0, most - done)
    kept = sum(one.candidate.tier == Tier.COLD for one in listed)
    assert len(listed) == min(room, warm + cold)
    assert kept >= min(cold, room, int(most * 0.2 + 0.5))
    assert len(listed) - kept >= min(warm, room - min(room, int(most * 0.2 + 0.5)))


@given(_candidates())
@settings(max_examples=60, deadline=None)
def test_who_a_rule_forbids_to_call_is_never_listed(ones: list[Candidate]) -> None:
    """By the words of the rules, not by the gates that keep them."""
    for line in rank(ones, Day(NOW, TODAY, most=99)).listed:
        one, who = line.candidate, line.candidate.client
        assert who.status != "do_not_call"
        if one.tier == Tier.COLD and one.reason == Reason.COLD:
            assert who.consent is True or (who.kind == "company" and who.consent is None)
        if one.tier == Tier.DEBT and who.kind == "person":
            assert sum(NOW - at < timedelta(days=7) for at in who.called) < 2
            for zone in who.zones or (who.zone,):
                there = NOW.astimezone(zone)
                assert there.date() not in [at.astimezone(zone).date() for at in who.called]
                assert 8 <= there.hour < 22


def test_a_call_to_a_late_payer_counts_as_one_about_the_debt() -> None:
    called = days_ago(0.1)
    late = client(kind="person", owes=True, called=called)
    retry = deal_step(client=late, reason=Reason.RETRY)
    assert gate(retry) is Gate.LAW
    assert gate(replace(retry, deal_id=7)) is None  # about a deal
    assert gate(replace(retry, tier=Tier.CALLBACK, reason=Reason.CALLBACK)) is None  # they asked
    assert gate(replace(retry, task_kind="email")) is None
    assert gate(replace(retry, client=replace(late, kind="company"))) is None
    assert gate(replace(retry, client=replace(late, owes=False))) is None
    assert gate(replace(retry, client=replace(late, debt_law=False))) is None


def test_a_pinned_customer_is_no_cold_call() -> None:
    pinned = deal_step(
        client=client(kind="person", pinned=True), tier=Tier.COLD, reason=Reason.PINNED
    )
    assert gate(pinned) is None
    assert gate(replace(pinned, client=replace(pinned.client, status="lead"))) is Gate.NO_CONSENT


@pytest.mark.parametrize(
    ("waiting", "order", "here", "ahead"),
    [
        ({2: Tier.STEP, 3: Tier.COLD}, (1, 2, 3), 1, (2, 3)),
        ({3: Tier.COLD}, (1, 2, 3), 1, (3,)),  # the second waits no more
        ({9: Tier.INBOUND, 2: Tier.STEP}, (1, 2), 1, (9, 2)),  # a request came in
        ({2: Tier.EXACT, 3: Tier.STEP}, (1, 3, 2), 1, (2, 3)),  # its time has come
        ({8: Tier.DEBT, 2: Tier.STEP}, (1, 2), 1, (2,)),  # what is new otherwise keeps out
        ({1: Tier.INBOUND, 2: Tier.STEP}, (1, 2), 2, ()),  # nobody comes twice
        ({2: Tier.STEP}, (2,), 7, (2,)),  # a card that was not of the list
        ({}, (1, 2), 1, ()),
    ],
)
def test_which_cards_follow(
    waiting: dict[int, Tier], order: tuple[int, ...], here: int, ahead: tuple[int, ...]
) -> None:
    assert going_on(waiting, order, here)[1] == ahead
