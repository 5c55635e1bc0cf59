"""230-ФЗ, ст. 7 by hand and by law: when a person may be called about a debt."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.ranking.debt_law import Limit, limit, opens
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.domain.zones import RUSSIAN

MOSCOW = ZoneInfo("Europe/Moscow")
EVERYWHERE = tuple(ZoneInfo(name) for name in RUSSIAN)
RU = WorkCalendar("RU")


def at(day: int, clock: str, zone: ZoneInfo = MOSCOW) -> datetime:
    """A moment of March 2026: the 11th is a Wednesday, the 14th and 15th a weekend."""
    return datetime.combine(date(2026, 3, day), time.fromisoformat(clock), zone)


@pytest.mark.parametrize(
    ("now", "called", "expected", "again"),
    [
        (at(11, "12:00"), (), None, at(11, "12:00")),
        (at(11, "22:00"), (), Limit.HOURS, at(12, "08:00")),
        (at(11, "07:59"), (), Limit.HOURS, at(11, "08:00")),
        (at(13, "22:30"), (), Limit.HOURS, at(14, "09:00")),  # Friday night, Saturday from nine
        (at(14, "20:00"), (), Limit.HOURS, at(15, "09:00")),
        (at(15, "20:00"), (), Limit.HOURS, at(16, "08:00")),  # Sunday night, Monday from eight
        (at(11, "12:00"), (at(11, "09:00"),), Limit.DAY, at(12, "08:00")),
        (at(13, "12:00"), (at(13, "09:00"),), Limit.DAY, at(14, "09:00")),
        (at(11, "12:00"), (at(10, "12:01"), at(5, "15:00")), Limit.WEEK, at(12, "15:00")),
        # The week is over at 23:00, when nobody may be called any more.
        (at(11, "12:00"), (at(10, "12:01"), at(5, "23:00")), Limit.WEEK, at(13, "08:00")),
        (
            at(31, "12:00"),
            tuple(at(day, "12:00") for day in (24, 23, 16, 15, 8, 7, 3, 2)),
            Limit.MONTH,
            datetime(2026, 4, 2, 12, tzinfo=MOSCOW),
        ),
    ],
)
def test_which_limit_holds_and_when_it_opens(
    now: datetime, called: tuple[datetime, ...], expected: Limit | None, again: datetime
) -> None:
    assert limit(now, called, (MOSCOW,), RU) is expected
    assert opens(now, called, (MOSCOW,), RU) == again


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("08:59", Limit.HOURS),  # 07:59 in Kaliningrad
        ("09:00", None),  # 08:00 there, 18:00 in Kamchatka
        ("12:59", None),
        ("13:00", Limit.HOURS),  # 22:00 in Kamchatka
    ],
)
def test_where_nobody_knows_the_zone_every_zone_must_allow_it(
    clock: str, expected: Limit | None
) -> None:
    assert limit(at(11, clock), (), EVERYWHERE, RU) is expected
    if expected is not None:
        assert opens(at(11, "13:00"), (), EVERYWHERE, RU) == at(12, "09:00")


def test_on_a_day_off_the_zones_agree_for_an_hour() -> None:
    """09:00 in Kaliningrad is 10:00 in Moscow; 20:00 in Kamchatka is 11:00."""
    assert opens(at(14, "00:30"), (), EVERYWHERE, RU) == at(14, "10:00")
    assert limit(at(14, "10:59"), (), EVERYWHERE, RU) is None
    assert limit(at(14, "11:00"), (), EVERYWHERE, RU) is Limit.HOURS


_moments = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
_zones = st.sampled_from([(MOSCOW,), (ZoneInfo("Asia/Kamchatka"),), EVERYWHERE])


@st.composite
def _called(draw: st.DrawFn, now: datetime) -> tuple[datetime, ...]:
    ago = draw(st.lists(st.integers(1, 40 * 24 * 60), max_size=14))
    return tuple(now - timedelta(minutes=one) for one in sorted(ago))


@given(st.data(), _moments, _zones)
@settings(max_examples=200, deadline=None)
def test_it_opens_when_it_says_and_not_before(
    data: st.DataObject, now: datetime, zones: tuple[ZoneInfo, ...]
) -> None:
    called = data.draw(_called(now))
    again = opens(now, called, zones, RU)
    assert again is not None
    assert limit(again, called, zones, RU) is None
    early = again - timedelta(minutes=1)
    assert early < now or limit(early, called, zones, RU) is not None


@given(st.data(), _moments)
@settings(max_examples=100, deadline=None)
def test_not_knowing_the_zone_is_never_looser(data: st.DataObject, now: datetime) -> None:
    called = data.draw(_called(now))
    if limit(now, called, EVERYWHERE, RU) is None:
        assert all(limit(now, called, (zone,), RU) is None for zone in EVERYWHERE)


@given(st.data(), _moments, _zones)
@settings(max_examples=100, deadline=None)
def test_one_more_call_never_opens_a_gate(
    data: st.DataObject, now: datetime, zones: tuple[ZoneInfo, ...]
) -> None:
    called = data.draw(_called(now))
    if limit(now, called[1:], zones, RU) is not None:
        assert limit(now, called, zones, RU) is not None
