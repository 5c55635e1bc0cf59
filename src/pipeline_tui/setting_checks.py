"""What a setting may be: each value of the file is checked and turned into the setting's own type."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from pipeline_tui import i18n
from pipeline_tui.domain.money import is_currency
from pipeline_tui.i18n import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline_tui.domain.blocks import Timed

TOUCH_DAYS: Mapping[str, int] = {"A": 14, "B": 30, "C": 90}

Check = Callable[[object], Any]
"""Turns a TOML value into the setting's own type, or raises `WrongError`."""


class WrongError(Exception):
    """The value is not of the wanted kind; the argument says which kind, as a message to translate."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongError(N_("text in quotes"))
    return value.strip()


def _one_of(expected: str, *allowed: str) -> Check:
    def check(value: object) -> str:
        if value not in allowed:
            raise WrongError(expected)
        return str(value)

    return check


def _letters(length: int, expected: str) -> Check:
    def check(value: object) -> str:
        if not (isinstance(value, str) and len(value) == length and value.isascii()):
            raise WrongError(expected)
        if not value.isalpha():
            raise WrongError(expected)
        return value.upper()

    return check


def _currency(value: object) -> str:
    expected = N_('a currency code such as "RUB"')
    code = _letters(3, expected)(value)
    if not is_currency(code):
        raise WrongError(expected)
    return str(code)


def _zone(value: object) -> str:
    name = _text(value)
    if name and zone_info(name) is None:
        raise WrongError(N_('a time zone such as "Asia/Yekaterinburg"'))
    return name


def _time(value: object) -> time:
    if isinstance(value, str):
        try:
            value = time.fromisoformat(value if len(value.partition(":")[0]) == 2 else f"0{value}")
        except ValueError:
            value = None
    if not isinstance(value, time) or value.tzinfo is not None:
        raise WrongError(N_('a time such as "09:00"'))
    return value


def _dates(value: object) -> frozenset[date]:
    expected = N_("a list of days such as [2026-05-08, 2026-12-31]")
    if not isinstance(value, list):
        raise WrongError(expected)
    found = set()
    for item in value:
        if isinstance(item, str):
            try:
                item = date.fromisoformat(item)
            except ValueError as error:
                raise WrongError(expected) from error
        if not isinstance(item, date) or isinstance(item, datetime):
            raise WrongError(expected)
        found.add(item)
    return frozenset(found)


def _whole(value: object) -> int:
    # A bool is an int to Python and a slip to everyone else.
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10_000:
        raise WrongError(N_("a whole number from 1 to 10 000"))
    return value


def _whole_or_none(value: object) -> int:
    if value == 0 and not isinstance(value, bool | float):
        return 0
    try:
        return _whole(value)
    except WrongError as error:
        raise WrongError(N_("a whole number from 0 to 10 000")) from error


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongError(N_("true or false, without quotes"))
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise WrongError(N_("a share from 0 to 1, such as 0.2"))
    return float(value)


def _margin(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value < 1:
        raise WrongError(N_("a share below 1, such as 0.15; -1 for no floor"))
    return float(value)


def _percent(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1_000:
        raise WrongError(N_("a percentage, such as 0.1"))
    return float(value)


def _percents(value: object) -> Mapping[date, float]:
    expected = N_('percents by the day they begin, such as { "2026-01-01" = 22 }')
    if not isinstance(value, dict):
        raise WrongError(expected)
    found = {}
    for day, percent in value.items():
        if isinstance(percent, bool) or not isinstance(percent, int | float):
            raise WrongError(expected)
        if not 0 <= percent <= 100:
            raise WrongError(expected)
        try:
            found[date.fromisoformat(day)] = float(percent)
        except ValueError as error:
            raise WrongError(expected) from error
    return found


def _loyalty(value: object) -> Mapping[str, tuple[float, float]]:
    expected = N_(
        "tiers with the turnover they begin at and a discount in percent,"
        " such as { Silver = [300000, 3] }"
    )
    if not isinstance(value, dict):
        raise WrongError(expected)
    for tier in value.values():
        numbers = isinstance(tier, list) and len(tier) == 2
        if not numbers or any(
            isinstance(one, bool) or not isinstance(one, int | float) for one in tier
        ):
            raise WrongError(expected)
        if tier[0] < 0 or not 0 <= tier[1] <= 100:
            raise WrongError(expected)
    return {name: (float(begins), float(percent)) for name, (begins, percent) in value.items()}


def _plan_steps(value: object) -> tuple[tuple[float, float], ...]:
    expected = N_(
        "rising shares of the plan, each with what it multiplies the commission by,"
        " such as [[0, 0.5], [0.8, 1], [1, 1.2]]"
    )
    if not isinstance(value, list):
        raise WrongError(expected)
    for step in value:
        numbers = isinstance(step, list) and len(step) == 2
        if not numbers or any(
            isinstance(one, bool) or not isinstance(one, int | float) or not 0 <= one <= 100
            for one in step
        ):
            raise WrongError(expected)
    if any(a[0] >= b[0] for a, b in itertools.pairwise(value)):
        raise WrongError(expected)
    return tuple((float(share), float(coefficient)) for share, coefficient in value)


def _rising(value: object) -> tuple[int, ...]:
    expected = N_("a list of rising whole numbers of days such as [1, 2, 4, 7]")
    if not isinstance(value, list):
        raise WrongError(expected)
    try:
        found = tuple(_whole(item) for item in value)
    except WrongError as error:
        raise WrongError(expected) from error
    if any(a >= b for a, b in itertools.pairwise(found)):
        raise WrongError(expected)
    return found


def _reminders(value: object) -> Mapping[str, int]:
    expected = N_(
        "days past the due day by step, rising, of reminder, due_today, soft, call, letter, claim:"
        " such as { reminder = -3, soft = 1, claim = 31 }"
    )
    from pipeline_tui.domain.dunning import LADDER

    steps = [step.value for _day, step in LADDER]
    if not isinstance(value, dict) or not value.keys() <= set(steps):
        raise WrongError(expected)
    days = [value[step] for step in steps if step in value]
    if any(isinstance(one, bool) or not isinstance(one, int) or abs(one) > 3_650 for one in days):
        raise WrongError(expected)
    if any(a >= b for a, b in itertools.pairwise(days)):
        raise WrongError(expected)
    return dict(value)


def _by_class(value: object) -> Mapping[str, int]:
    expected = N_("days by class such as A = 14, B = 30, C = 90")
    if not isinstance(value, dict) or not value.keys() <= TOUCH_DAYS.keys():
        raise WrongError(expected)
    try:
        return {**TOUCH_DAYS, **{name: _whole(days) for name, days in value.items()}}
    except WrongError as error:
        raise WrongError(expected) from error


def _keys(value: object) -> Mapping[str, str]:
    expected = N_('actions with their keys such as undo = "ctrl+z"')
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value.values()):
        raise WrongError(expected)
    return dict(value)


def _blocks(value: object) -> tuple[Timed, ...]:
    expected = N_('a list of blocks such as ["calls 09:30-12:00", "debts 14:00-15:00"]')
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise WrongError(expected)
    from pipeline_tui.domain.blocks import read_times

    try:
        return read_times(value)
    except ValueError as error:
        raise WrongError(expected) from error


def _dial(value: object) -> str:
    expected = N_('"off", "tel", or a command with {phone} in it')
    if not isinstance(value, str):
        raise WrongError(expected)
    wanted = value.strip()
    if wanted in ("off", "tel"):
        return wanted
    import shlex

    try:
        words = shlex.split(wanted)
    except ValueError as error:
        raise WrongError(expected) from error
    # A command whose program is the number itself would run whatever was typed as a phone.
    if "{phone}" not in wanted or "{phone}" in words[0]:
        raise WrongError(expected)
    return wanted


def zone_info(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; none for a name that is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        # A folder of the database, a path outside it, a name it does not have.
        return None


CHECKS: Mapping[str, Check] = {
    "language": _one_of(N_('"auto", "en" or "ru"'), "auto", *i18n.LANGUAGES),
    "theme": _text,
    "owner": _text,
    "currency": _currency,
    "country": _letters(2, N_('a country code such as "RU"')),
    "time_zone": _zone,
    "work_start": _time,
    "work_end": _time,
    "lunch_start": _time,
    "lunch_end": _time,
    "days_off": _dates,
    "response_minutes": _whole,
    "response_late_minutes": _whole,
    "calls_per_day": _whole,
    "cold_share": _share,
    "blocks": _blocks,
    "dial": _dial,
    "fact": _one_of(N_('"won" or "paid"'), "won", "paid"),
    "touch_days": _by_class,
    "no_answer_hours": _whole,
    "no_answer_days": _rising,
    "no_answer_rest_days": _whole,
    "needs_gate": _flag,
    "checklist_gate": _one_of(N_('"ask", "refuse" or "off"'), "ask", "refuse", "off"),
    "vat": _percents,
    "prices_with_vat": _flag,
    "margin_floor": _margin,
    "offer_days": _whole,
    "cross_sell_clients": _whole,
    "loyalty": _loyalty,
    "dormant_days": _whole,
    "dormant_return_days": _whole_or_none,
    "commission_rate": _share,
    "commission_of": _one_of(N_('"margin" or "paid"'), "margin", "paid"),
    "commission_plan": _plan_steps,
    "usual_margin": _share,
    "penalty_percent": _percent,
    "penalty_per": _one_of(N_('"day" or "year"'), "day", "year"),
    "penalty_cap": _percent,
    "reminders": _reminders,
    "requisites": _text,
    "letters": _text,
    "backup_folder": _text,
    "lock_minutes": _whole_or_none,
    "keys": _keys,
}
