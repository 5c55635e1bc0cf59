"""Rules that protect the manager: the same on the list and for a call begun in any other way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.ranking import Gate, Reason
from pipeline_tui.services.desk import Desk
from tests.conftest import NOW, HandClock
from tests.dealing import TODAY, TOMORROW, bare_deal, make_client, make_deal


def person(desk: Desk, name: str = "Иван", status: str = "active", city: str = "Москва") -> int:
    who = make_client(desk, name, status)
    desk.clients.edit(who, {"kind": "person", "city": city})
    return who


def owe(desk: Desk, who: int, due: date = TODAY - timedelta(days=9)) -> None:
    desk.invoices.add_invoice(
        {"client_id": who, "number": f"N{who}", "amount_minor": 100_00,
         "issued_on": due - timedelta(days=14)},
        instalments=[(due, 100_00)],
    )  # fmt: skip


def refused(desk: Desk, who: int, **more: int) -> str:
    with pytest.raises(Refused) as found:
        desk.calls.start(who, **more)
    assert desk.call_list.running() is None
    return found.value.code


def start(desk: Desk, who: int, **more: object) -> tuple[Gate, ...]:
    """Begin a call, forget it, and answer with what spoke against it."""
    call = desk.calls.start(who, **more)  # type: ignore[arg-type]
    desk.calls.drop()
    return tuple(one.gate for one in call.cautions)


def gates(desk: Desk) -> dict[str, Gate]:
    return {row.client: row.gate for row in desk.call_list.today().hidden}


# -- do not call


def test_do_not_call_is_final_until_a_consent_with_its_evidence(desk: Desk) -> None:
    who = make_client(desk, "Лютик", "active")
    deal = bare_deal(desk, client_id=who)
    desk.clients.do_not_call(who, "asked on the phone")
    assert gates(desk) == {"Лютик": Gate.DO_NOT_CALL}
    assert refused(desk, who) == "do_not_call"
    assert refused(desk, who, deal_id=deal) == "do_not_call"
    with pytest.raises(Refused, match="do_not_call_final"):
        desk.clients.set_status([who], "active")
    with pytest.raises(Invalid):
        desk.contacts.consent(who, given=True, evidence=" ")
    desk.contacts.consent(who, given=True, evidence="letter of 11 March")
    assert start(desk, who) == ()


def test_their_request_does_not_lift_a_do_not_call_but_their_call_is_taken(desk: Desk) -> None:
    who = make_client(desk, "Лютик", "active")
    desk.clients.do_not_call(who, "asked on the phone")
    desk.requests.take(who, way="site", text="prices")
    assert gates(desk) == {"Лютик": Gate.DO_NOT_CALL}
    assert refused(desk, who) == "do_not_call"
    assert start(desk, who, direction="in") == ()


def test_a_yes_to_letters_does_not_allow_calls(desk: Desk) -> None:
    who = make_client(desk, "Лютик", "active")
    desk.clients.do_not_call(who, "asked on the phone")
    desk.contacts.consent(who, given=True, evidence="form", channel="email")
    assert refused(desk, who) == "do_not_call"


# -- cold calls


def test_a_person_must_have_agreed_to_a_cold_call(desk: Desk) -> None:
    who = person(desk, status="lead")
    assert gates(desk) == {"Иван": Gate.NO_CONSENT}
    assert refused(desk, who) == "cold_without_consent"
    desk.contacts.consent(who, given=True, evidence="form on the site")
    assert [row.reason for row in desk.call_list.today().rows] == [Reason.COLD]
    assert start(desk, who) == ()


def test_a_company_must_not_have_refused_it(desk: Desk) -> None:
    who = make_client(desk, "Ромашка")
    assert start(desk, who) == ()
    desk.contacts.consent(who, given=False, evidence="call of 10 March")
    assert gates(desk) == {"Ромашка": Gate.NO_CONSENT}
    assert refused(desk, who) == "cold_refused"


def test_another_attempt_at_a_lead_is_a_cold_call_too(desk: Desk) -> None:
    who = make_client(desk, "Ромашка")
    desk.calls.log(who, "no_answer")
    desk.contacts.consent(who, given=False, evidence="mail")
    assert refused(desk, who) == "cold_refused"


def test_a_lead_that_asked_or_is_in_work_is_not_cold(desk: Desk) -> None:
    asked = person(desk, "asked", "lead")
    desk.requests.take(asked, way="site", text="prices")
    promised = person(desk, "promised", "lead")
    desk.calls.log(promised, "call_back", after=After(step_on=TOMORROW), direction="in")
    dealt = person(desk, "dealt", "lead")
    make_deal(desk, client_id=dealt)
    for who in (asked, promised, dealt):
        start(desk, who)


def test_pinning_a_customer_makes_no_cold_call_of_it(desk: Desk) -> None:
    who = person(desk)
    desk.calls.pin([who])
    assert [row.reason for row in desk.call_list.today().rows] == [Reason.NEVER]
    lead = person(desk, "lead", "lead")
    desk.calls.pin([lead])
    assert gates(desk) == {"lead": Gate.NO_CONSENT}


# -- debts of persons


def test_one_call_a_day_about_a_persons_debt(desk: Desk, clock: HandClock) -> None:
    who = person(desk)
    owe(desk, who)
    assert [row.reason for row in desk.call_list.today().rows] == [Reason.DEBT_STEP]
    desk.calls.log(who, "no_answer", started_at=NOW - timedelta(minutes=70))
    assert refused(desk, who) == "debt_law_day"
    hidden = desk.call_list.today().hidden[0]
    assert (hidden.gate, hidden.note) == (Gate.LAW, "day")  # nor may the ladder's attempt
    assert hidden.until == datetime(2026, 3, 12, 5, tzinfo=UTC)  # 08:00 in Moscow
    clock.forward(days=1)
    assert start(desk, who) == ()


def test_two_calls_a_week_and_the_message_says_when(desk: Desk, clock: HandClock) -> None:
    who = person(desk)
    owe(desk, who)
    for days in (5, 2):
        desk.calls.log(who, "no_answer", started_at=NOW - timedelta(days=days))
    with pytest.raises(Refused) as found:
        desk.calls.start(who)
    assert found.value.code == "debt_law_week"
    until = found.value.facts["until"]
    assert isinstance(until, datetime)
    assert until == NOW + timedelta(days=2)
    clock.now = until
    assert start(desk, who) == ()


def test_the_hours_are_the_debtors_own(desk: Desk, clock: HandClock) -> None:
    who = person(desk, city="Владивосток")  # seven hours ahead of Moscow
    owe(desk, who)
    clock.now = datetime(2026, 3, 11, 11, 59, tzinfo=UTC)  # 21:59 there
    assert start(desk, who) == ()
    clock.now = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
    assert refused(desk, who) == "debt_law_hours"


def test_an_unknown_zone_is_read_strictly(desk: Desk, clock: HandClock) -> None:
    who = person(desk, city="")
    owe(desk, who)
    assert start(desk, who) == ()  # 10:20 in Moscow: allowed from Kaliningrad to Kamchatka
    clock.now = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)  # 22:00 in Kamchatka
    assert refused(desk, who) == "debt_law_hours"
    assert gates(desk) == {"Иван": Gate.LAW}


def test_what_the_law_on_debts_does_not_limit(desk: Desk) -> None:
    company = make_client(desk, "company", "active")
    owe(desk, company)
    about_a_deal = person(desk, "buyer")
    owe(desk, about_a_deal)
    deal = make_deal(desk, client_id=about_a_deal)
    asked = person(desk, "asked")
    owe(desk, asked)
    for who in (company, about_a_deal, asked):
        desk.calls.log(who, "no_answer", started_at=NOW - timedelta(hours=2))
    desk.requests.take(asked, way="site", text="how much do I owe")
    paid = person(desk, "paid")
    desk.calls.log(paid, "no_answer", started_at=NOW - timedelta(hours=2))
    start(desk, company)
    start(desk, about_a_deal, deal_id=deal)
    start(desk, asked)
    start(desk, paid)
    assert refused(desk, about_a_deal) == "debt_law_day"


def test_a_call_of_theirs_is_taken_and_does_not_count(desk: Desk) -> None:
    who = person(desk)
    owe(desk, who)
    desk.calls.log(who, "reached_other", direction="in", started_at=NOW - timedelta(hours=2))
    start(desk, who)
    desk.calls.log(who, "no_answer", started_at=NOW - timedelta(hours=2))
    start(desk, who, direction="in")


# -- only a warning


def test_a_call_within_the_hour_or_over_the_days_number_is_warned_of(
    desk: Desk, clock: HandClock
) -> None:
    who = make_client(desk, "Ромашка", "active")
    assert start(desk, who) == ()
    desk.calls.log(who, "busy", started_at=NOW - timedelta(minutes=59))
    assert start(desk, who) == (Gate.RECENT,)
    other = make_client(desk, "other", "active")
    for _call in range(40):
        desk.calls.log(other, "busy", started_at=NOW - timedelta(hours=2))
    assert start(desk, who) == (Gate.RECENT, Gate.DAY_FULL)
    clock.now = datetime(2026, 3, 11, 16, tzinfo=UTC)  # 19:00
    assert Gate.HOURS in start(desk, who)


def test_a_call_that_is_running_is_not_forbidden_after_the_fact(
    desk: Desk, clock: HandClock
) -> None:
    who = person(desk)
    owe(desk, who)
    clock.now = datetime(2026, 3, 11, 18, 59, tzinfo=UTC)  # 21:59
    begun = desk.calls.start(who)
    clock.forward(minutes=5)
    assert desk.calls.start(who).started_at == begun.started_at


def test_a_call_to_nobody(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.call_list.before_call(99)
