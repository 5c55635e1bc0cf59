"""When a client who is out of hours can be called, said in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain.calls import HiddenRow
from pipeline_tui.domain.ranking import Gate, Reason, Tier
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording import reasons
from tests.conftest import MOSCOW, HandClock
from tests.dealing import TODAY, make_deal

NOW = datetime(2026, 3, 11, 5, 20, tzinfo=UTC)  # 08:20 in Moscow
AT = reasons.Clock(NOW, MOSCOW)


def hidden(opens: datetime) -> HiddenRow:
    return HiddenRow(1, "Alpha", Gate.HOURS, opens, "", Tier.STEP, Reason.STEP, "Europe/Moscow")


@pytest.mark.parametrize(
    ("ahead", "english", "russian"),
    [
        ({"minutes": 40}, "Opens in 40 min, 08:20 there",
         "Откроются через 40 мин, там 08:20"),
        ({"seconds": 20}, "Opens in 1 min, 08:20 there",
         "Откроются через 1 мин, там 08:20"),
        ({"hours": 2, "minutes": 5}, "Opens in 2 h 5 min, 08:20 there",
         "Откроются через 2 ч 5 мин, там 08:20"),
        ({"hours": 24, "minutes": 40}, "Opens tomorrow 09:00 your time, 08:20 there",
         "Откроются завтра 09:00 по-вашему, там 08:20"),
    ],
)  # fmt: skip
def test_out_of_hours_says_when_they_open(
    ahead: dict[str, float], english: str, russian: str
) -> None:
    row = hidden(NOW + timedelta(**ahead))
    assert reasons.gate(row, AT, MOSCOW) == english
    i18n.use("ru")
    assert reasons.gate(row, AT, MOSCOW) == russian


def test_a_client_an_hour_west_opens_in_forty_minutes(desk: Desk, clock: HandClock) -> None:
    """09:20 in Moscow is 08:20 in Kaliningrad."""
    clock.now = datetime(2026, 3, 11, 6, 20, tzinfo=UTC)
    who = desk.clients.add({"name": "Янтарь", "status": "active", "time_zone": "МСК-1"})
    assert desk.cards.client(who).zone == "Europe/Kaliningrad"
    make_deal(desk, client_id=who, step_on=TODAY)
    (row,) = desk.call_list.today().hidden
    at = reasons.Clock(desk.now(), desk.zone)
    assert reasons.gate(row, at, ZoneInfo(row.zone or "")) == ("Opens in 40 min, 08:20 there")


def test_after_friday_evening_comes_monday(desk: Desk, clock: HandClock) -> None:
    clock.now = datetime(2026, 3, 13, 16, 0, tzinfo=UTC)  # Friday 19:00
    who = desk.clients.add({"name": "Альфа", "status": "active", "city": "Москва"})
    make_deal(desk, client_id=who, step_on=TODAY + timedelta(days=2))
    (row,) = desk.call_list.today().hidden
    assert row.until == datetime(2026, 3, 16, 9, 0, tzinfo=MOSCOW)
