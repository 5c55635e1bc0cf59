"""Settings: one TOML file read once into a frozen object that is passed down.

The file is optional and so is every key in it. Nothing here reads the process environment: the caller
passes it in. PIPELINE_TUI_CONFIG names another file, PIPELINE_TUI_DB another database,
PIPELINE_TUI_LANG a language for this run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Invalid, Unreadable
from pipeline_tui.i18n import N_
from pipeline_tui.setting_checks import CHECKS, TOUCH_DAYS, WrongError, zone_info

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipeline_tui.domain.blocks import Timed

APP = "pipeline-tui"
MACHINE_ZONE = Path("/etc/localtime")
"""A link into the time zone database, whose target names the zone of this machine."""


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

    dormant_days: int = 365
    """Days without an order after which a client is taken to have gone; six gaps of its own rhythm where
    that is sooner."""

    dormant_return_days: int = 90
    """Days without a touch after which such a client comes back on the list; 0 for never."""

    commission_rate: float = 0.0
    """Your commission as a share of what `commission_of` says, such as 0.05; 0 for none."""

    commission_of: str = "margin"
    """What the commission is a share of: the "margin" of what was paid, or the sum "paid" itself."""

    commission_plan: tuple[tuple[float, float], ...] = ((0.0, 0.5), (0.8, 1.0), (1.0, 1.2))
    """What the commission is multiplied by: from which share of the month's money plan on, and by what."""

    usual_margin: float = 0.0
    """Share of a paid sum taken as its margin where no accepted offer knows the costs; 0 for not known."""

    penalty_percent: float = 0.0
    """What your contracts ask for paying late, in percent of the overdue sum; 0 for the law's interest."""

    penalty_per: str = "day"
    """The span that `penalty_percent` is of: a "day" or a "year"."""

    penalty_cap: float = 0.0
    """The most a penalty comes to, in percent of the sum that was due; 0 for no cap."""

    reminders: Mapping[str, int] = field(default_factory=dict)
    """Your own ladder of reminders: each step with the days past the due day that it begins on."""

    requisites: str = ""
    """Your firm and its account, as they stand in letters and statements; several lines if need be."""

    letters: str = ""
    """Folder of your own texts for letters about a debt; empty for the one beside the settings."""

    backup_folder: str = ""
    """Another folder, such as a stick or a share, that gets a copy of each backup; empty for none."""

    lock_minutes: int = 0
    """Minutes without a key after which the screen locks, and it opens locked; 0 for never."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Your own keys: the name of an action and its keys, separated by commas."""


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
        if key not in CHECKS:
            raise _unknown(key, file)
        try:
            taken[key] = CHECKS[key](value)
        except WrongError as error:
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

    for near in difflib.get_close_matches(key, CHECKS, n=1):
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
        if name and (zone := zone_info(name)):
            return zone
    return ZoneInfo("UTC")


def _machine_zone() -> str:
    try:
        return str(MACHINE_ZONE.readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def config_file(env: Mapping[str, str]) -> Path:
    """Where the settings live: `pipeline-tui/config.toml` in the XDG config folder."""
    return _folder(env, "XDG_CONFIG_HOME", ".config") / "config.toml"


def letters_folder(env: Mapping[str, str]) -> Path:
    """Where your own letters live unless the settings say: `letters` beside the settings."""
    return (file_used(env) or config_file(env)).parent / "letters"


def default_db(env: Mapping[str, str]) -> Path:
    """PIPELINE_TUI_DB, else `pipeline-tui/pipeline.db` in the XDG data folder."""
    if value := env.get("PIPELINE_TUI_DB"):
        return Path(value).expanduser()
    return _folder(env, "XDG_DATA_HOME", ".local/share") / "pipeline.db"


def log_file(env: Mapping[str, str]) -> Path:
    """Where failures of the program are noted: `pipeline-tui/errors.log` in the XDG data folder."""
    return _folder(env, "XDG_DATA_HOME", ".local/share") / "errors.log"


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
