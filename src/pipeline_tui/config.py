"""Settings: one TOML file read once into a frozen object that is passed down.

The file is optional and so is every key in it. Nothing here reads the process environment: the caller
passes it in. PIPELINE_TUI_CONFIG names another file, PIPELINE_TUI_DB another database,
PIPELINE_TUI_LANG a language for this run.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.i18n import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline_tui.domain.blocks import Timed

APP = "pipeline-tui"
MACHINE_ZONE = Path("/etc/localtime")
"""A link into the time zone database, whose target names the zone of this machine."""

Check = Callable[[object], Any]
"""Turns a TOML value into the setting's own type, or raises `_WrongError`."""


class _WrongError(Exception):
    """The value is not of the wanted kind; the argument says which kind, as a message to translate."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError(N_("text in quotes"))
    return value.strip()


def _language(value: object) -> str:
    if value not in ("auto", *i18n.LANGUAGES):
        raise _WrongError(N_('"auto", "en" or "ru"'))
    return str(value)


def _fact(value: object) -> str:
    if value not in ("won", "paid"):
        raise _WrongError(N_('"won" or "paid"'))
    return str(value)


def _gate(value: object) -> str:
    if value not in ("ask", "refuse", "off"):
        raise _WrongError(N_('"ask", "refuse" or "off"'))
    return str(value)


def _letters(length: int, expected: str) -> Check:
    def check(value: object) -> str:
        if not (isinstance(value, str) and len(value) == length and value.isascii()):
            raise _WrongError(expected)
        if not value.isalpha():
            raise _WrongError(expected)
        return value.upper()

    return check


def _zone(value: object) -> str:
    name = _text(value)
    if name and _zone_info(name) is None:
        raise _WrongError(N_('a time zone such as "Asia/Yekaterinburg"'))
    return name


def _time(value: object) -> time:
    if isinstance(value, str):
        try:
            value = time.fromisoformat(value if len(value.partition(":")[0]) == 2 else f"0{value}")
        except ValueError:
            value = None
    if not isinstance(value, time) or value.tzinfo is not None:
        raise _WrongError(N_('a time such as "09:00"'))
    return value


def _dates(value: object) -> frozenset[date]:
    expected = N_("a list of days such as [2026-05-08, 2026-12-31]")
    if not isinstance(value, list):
        raise _WrongError(expected)
    found = set()
    for item in value:
        if isinstance(item, str):
            try:
                item = date.fromisoformat(item)
            except ValueError as error:
                raise _WrongError(expected) from error
        if not isinstance(item, date) or isinstance(item, datetime):
            raise _WrongError(expected)
        found.add(item)
    return frozenset(found)


def _whole(value: object) -> int:
    # A bool is an int to Python and a slip to everyone else.
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10_000:
        raise _WrongError(N_("a whole number from 1 to 10 000"))
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError(N_("true or false, without quotes"))
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _WrongError(N_("a share from 0 to 1, such as 0.2"))
    return float(value)


def _margin(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1 <= value < 1:
        raise _WrongError(N_("a share below 1, such as 0.15; -1 for no floor"))
    return float(value)


def _vat(value: object) -> Mapping[date, float]:
    expected = N_('percents by the day they begin, such as { "2026-01-01" = 22 }')
    if not isinstance(value, dict):
        raise _WrongError(expected)
    found = {}
    for day, percent in value.items():
        if isinstance(percent, bool) or not isinstance(percent, int | float):
            raise _WrongError(expected)
        if not 0 <= percent <= 100:
            raise _WrongError(expected)
        try:
            found[date.fromisoformat(day)] = float(percent)
        except ValueError as error:
            raise _WrongError(expected) from error
    return found


def _loyalty(value: object) -> Mapping[str, tuple[float, float]]:
    expected = N_(
        "tiers with the turnover they begin at and a discount in percent,"
        " such as { Silver = [300000, 3] }"
    )
    if not isinstance(value, dict):
        raise _WrongError(expected)
    for tier in value.values():
        numbers = isinstance(tier, list) and len(tier) == 2
        if not numbers or any(
            isinstance(one, bool) or not isinstance(one, int | float) for one in tier
        ):
            raise _WrongError(expected)
        if tier[0] < 0 or not 0 <= tier[1] <= 100:
            raise _WrongError(expected)
    return {name: (float(begins), float(percent)) for name, (begins, percent) in value.items()}


def _rising(value: object) -> tuple[int, ...]:
    expected = N_("a list of rising whole numbers of days such as [1, 2, 4, 7]")
    if not isinstance(value, list):
        raise _WrongError(expected)
    try:
        found = tuple(_whole(item) for item in value)
    except _WrongError as error:
        raise _WrongError(expected) from error
    if any(a >= b for a, b in itertools.pairwise(found)):
        raise _WrongError(expected)
    return found


def _by_class(value: object) -> Mapping[str, int]:
    expected = N_("days by class such as A = 14, B = 30, C = 90")
    if not isinstance(value, dict) or not value.keys() <= TOUCH_DAYS.keys():
        raise _WrongError(expected)
    try:
        return {**TOUCH_DAYS, **{name: _whole(days) for name, days in value.items()}}
    except _WrongError as error:
        raise _WrongError(expected) from error


def _keys(value: object) -> Mapping[str, str]:
    expected = N_('actions with their keys such as undo = "ctrl+z"')
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value.values()):
        raise _WrongError(expected)
    return dict(value)


def _blocks(value: object) -> tuple[Timed, ...]:
    expected = N_('a list of blocks such as ["calls 09:30-12:00", "debts 14:00-15:00"]')
    if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
        raise _WrongError(expected)
    from pipeline_tui.domain.blocks import read_times

    try:
        return read_times(value)
    except ValueError as error:
        raise _WrongError(expected) from error


def _dial(value: object) -> str:
    expected = N_('"off", "tel", or a command with {phone} in it')
    if not isinstance(value, str):
        raise _WrongError(expected)
    wanted = value.strip()
    if wanted in ("off", "tel"):
        return wanted
    import shlex

    try:
        words = shlex.split(wanted)
    except ValueError as error:
        raise _WrongError(expected) from error
    # A command whose program is the number itself would run whatever was typed as a phone.
    if "{phone}" not in wanted or "{phone}" in words[0]:
        raise _WrongError(expected)
    return wanted


TOUCH_DAYS: Mapping[str, int] = {"A": 14, "B": 30, "C": 90}


class Settings(Struct, frozen=True):
    """What the user may set; every name is the key in the file."""

    language: str = "auto"
    """Language of the program: "ru", "en", or "auto" for what the system speaks."""

    theme: str = "pipeline-dark"
    """Colour theme: "pipeline-dark", "pipeline-light", or any built-in theme of Textual."""

    owner: str = ""
    """Your name, as it stands in letters, offers and reports."""

    currency: str = "RUB"
    """Currency that a sum is in where none is named, by its ISO 4217 code."""

    country: str = "RU"
    """Country whose holidays and phone numbers are meant where a client has none of its own."""

    time_zone: str = ""
    """Your IANA time zone, such as "Europe/Moscow"; empty for the zone of this machine."""

    work_start: time = time(9)
    """When your working day begins, and, for a client with no hours of their own, theirs."""

    work_end: time = time(18)
    """When the working day ends."""

    lunch_start: time = time(13)
    """When lunch begins: no call is planned into it."""

    lunch_end: time = time(14)
    """When lunch ends; the same as its beginning for no lunch."""

    days_off: frozenset[date] = frozenset()
    """Your own days off, over and above weekends and the country's holidays."""

    response_minutes: int = 5
    """Minutes of your working time in which a request that came in is to be answered."""

    response_late_minutes: int = 60
    """Minutes of your working time after which an unanswered request is shown as long overdue."""

    calls_per_day: int = 40
    """Calls planned for a day; the list stops growing there."""

    cold_share: float = 0.2
    """Share of the call list that is kept for cold calls, from 0 to 1."""

    blocks: tuple[Timed, ...] = ()
    """Blocks of your day with their times; each opens Today on its own lines."""

    dial: str = "off"
    """What the call key does with the number: nothing ("off"), a tel: link ("tel"), or a command."""

    fact: str = "won"
    """What counts towards the plan: deals "won", or money "paid"."""

    touch_days: Mapping[str, int] = field(default_factory=lambda: dict(TOUCH_DAYS))
    """Days between touches by client class, where the client has no interval of its own."""

    no_answer_hours: int = 3
    """Hours from a first unanswered call to the second attempt."""

    no_answer_days: tuple[int, ...] = (1, 2, 4, 7)
    """Working days from the first attempt to each one after the second."""

    no_answer_rest_days: int = 90
    """Days that a client rests when nobody answered any attempt."""

    needs_gate: bool = False
    """Whether a deal is kept from the offer stage until its needs are known."""

    vat: Mapping[date, float] = field(default_factory=dict)
    """Rates of VAT in percent by the day they begin; without them those of the country, where known."""

    prices_with_vat: bool = True
    """Whether prices in a new offer hold the VAT, or it goes on top."""

    margin_floor: float = 0.1
    """The least share of the price, without VAT, to be earned on a line of an offer."""

    offer_days: int = 14
    """Days that a new offer holds."""

    cross_sell_clients: int = 3
    """How many clients at least must have bought two products for one to be suggested with the other."""

    loyalty: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Loyalty tiers: the turnover paid in 12 months that each begins at, and its discount in percent."""

    checklist_gate: str = "ask"
    """What is done when a deal goes on with its checklist open: "ask", "refuse", or nothing ("off")."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Your own keys: the name of an action and its keys, separated by commas."""


_CHECKS: Mapping[str, Check] = {
    "language": _language,
    "theme": _text,
    "owner": _text,
    "currency": _letters(3, N_('a currency code such as "RUB"')),
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
    "fact": _fact,
    "touch_days": _by_class,
    "no_answer_hours": _whole,
    "no_answer_days": _rising,
    "no_answer_rest_days": _whole,
    "needs_gate": _flag,
    "checklist_gate": _gate,
    "vat": _vat,
    "prices_with_vat": _flag,
    "margin_floor": _margin,
    "offer_days": _whole,
    "cross_sell_clients": _whole,
    "loyalty": _loyalty,
    "keys": _keys,
}


def load(path: Path | None, env: Mapping[str, str]) -> Settings:
    """Read the settings from `path`, or else from PIPELINE_TUI_CONFIG, or else from the usual place.

    Only the usual place may be without a file. Unreadable for a file that is no TOML, Invalid for an
    unknown key or a wrong value; both carry `file`, and Invalid carries `key`.
    """
    file = path or file_used(env)
    return Settings() if file is None else _settings(_read(file), file)


def file_used(env: Mapping[str, str]) -> Path | None:
    """PIPELINE_TUI_CONFIG, else the usual place where there is a file, else none."""
    if value := env.get("PIPELINE_TUI_CONFIG"):
        return Path(value).expanduser()
    file = config_file(env)
    return file if file.exists() else None


def _read(file: Path) -> dict[str, object]:
    import re
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise Unreadable("file_missing", file=str(file)) from error
    except IsADirectoryError as error:
        raise Unreadable("file_is_folder", file=str(file)) from error
    except PermissionError as error:
        raise Unreadable("file_no_access", file=str(file)) from error
    except OSError as error:
        raise Unreadable("file_no_read", file=str(file), detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Unreadable("file_binary", file=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        if place is None:
            raise Unreadable("settings_cut_off", file=str(file)) from error
        raise Unreadable("settings_broken", file=str(file), row=int(place[1])) from error


def _settings(values: Mapping[str, object], file: Path) -> Settings:
    taken: dict[str, Any] = {}
    for key, value in values.items():
        if key not in _CHECKS:
            raise _unknown(key, file)
        try:
            taken[key] = _CHECKS[key](value)
        except _WrongError as error:
            raise Invalid(
                key, "setting_wrong", file=str(file), key=key, expected=error.args[0]
            ) from error
    settings = Settings(**taken)
    if settings.work_start >= settings.work_end:
        raise Invalid(
            "work_end", "setting_order", file=str(file), key="work_end", other="work_start"
        )
    if settings.response_minutes > settings.response_late_minutes:
        raise Invalid(
            "response_late_minutes", "setting_order", file=str(file),
            key="response_late_minutes", other="response_minutes",
        )  # fmt: skip
    if settings.lunch_start > settings.lunch_end:
        raise Invalid(
            "lunch_end", "setting_order", file=str(file), key="lunch_end", other="lunch_start"
        )
    return settings


def _unknown(key: str, file: Path) -> Invalid:
    import difflib

    for near in difflib.get_close_matches(key, _CHECKS, n=1):
        return Invalid(key, "setting_misspelt", file=str(file), key=key, near=near)
    return Invalid(key, "setting_unknown", file=str(file), key=key)


def language(settings: Settings, env: Mapping[str, str]) -> str:
    """The language of this run: PIPELINE_TUI_LANG, else the setting, else what the system speaks."""
    wanted = env.get("PIPELINE_TUI_LANG") or settings.language
    if wanted == "auto":
        return i18n.detect(env)
    if wanted not in i18n.LANGUAGES:
        raise Invalid(
            "PIPELINE_TUI_LANG",
            "variable_wrong",
            key="PIPELINE_TUI_LANG",
            expected=N_('"auto", "en" or "ru"'),
        )
    return wanted


def local_zone(settings: Settings, env: Mapping[str, str]) -> ZoneInfo:
    """The zone of the setting, else of TZ, else of /etc/localtime, else UTC."""
    from zoneinfo import ZoneInfo

    for name in (settings.time_zone, env.get("TZ", "").removeprefix(":"), _machine_zone()):
        if name and (zone := _zone_info(name)):
            return zone
    return ZoneInfo("UTC")


def _machine_zone() -> str:
    try:
        return str(MACHINE_ZONE.readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _zone_info(name: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        # A folder of the database, a path outside it, a name it does not have.
        return None


def config_file(env: Mapping[str, str]) -> Path:
    """Where the settings live: `pipeline-tui/config.toml` in the XDG config folder."""
    return _folder(env, "XDG_CONFIG_HOME", ".config") / "config.toml"


def default_db(env: Mapping[str, str]) -> Path:
    """PIPELINE_TUI_DB, else `pipeline-tui/pipeline.db` in the XDG data folder."""
    if value := env.get("PIPELINE_TUI_DB"):
        return Path(value).expanduser()
    return _folder(env, "XDG_DATA_HOME", ".local/share") / "pipeline.db"


def _folder(env: Mapping[str, str], variable: str, below_home: str) -> Path:
    """The application's own folder. The XDG standard has a relative path ignored."""
    base = env.get(variable, "")
    if base.startswith("/"):
        return Path(base) / APP
    if sys.platform == "linux" and (home := env.get("HOME", "")).startswith("/"):
        return Path(home) / below_home / APP
    import platformdirs

    place = platformdirs.PlatformDirs(APP, appauthor=False)
    return place.user_config_path if variable == "XDG_CONFIG_HOME" else place.user_data_path
