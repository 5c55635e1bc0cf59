"""Settings: what may stand in the file, what is said of a mistake, and where things live."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui import config, i18n
from pipeline_tui.config import Settings
from pipeline_tui.domain.blocks import read_times
from pipeline_tui.domain.errors import Invalid, Problem, Unreadable
from pipeline_tui.wording.problems import problem

EVERYTHING = """
language = "ru"
theme = "nord"
owner = "Мария Петрова"
currency = "kzt"
country = "kz"
time_zone = "Asia/Almaty"
work_start = 08:30:00
work_end = "17:30"
lunch_start = "12:00"
lunch_end = "12:00"
days_off = [2026-05-08, "2026-12-31"]
response_minutes = 10
response_late_minutes = 90
calls_per_day = 60
cold_share = 0
blocks = ["calls 09:30-12:00"]
dial = "ring {phone}"
fact = "paid"
touch_days = { A = 7 }
no_answer_hours = 2
no_answer_days = [1, 3]
no_answer_rest_days = 60
needs_gate = true
checklist_gate = "refuse"
vat = { "2025-01-01" = 20, 2026-01-01 = 22.5 }
prices_with_vat = false
margin_floor = 0.25
offer_days = 30
cross_sell_clients = 5
loyalty = { Silver = [300000, 3], Gold = [1000000, 5.5] }
dormant_days = 200
dormant_return_days = 0
commission_rate = 0.05
commission_of = "paid"
commission_plan = [[0.5, 1], [1, 1.5]]
usual_margin = 0.25
penalty_percent = 0.1
penalty_per = "year"
penalty_cap = 10
reminders = { soft = 2, claim = 40 }
requisites = "Our firm"
letters = "~/letters"
backup_folder = "~/stick"
lock_minutes = 15

[keys]
undo = "ctrl+z"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = config.load(None, {"HOME": str(tmp_path)})
    assert settings == Settings()
    assert (settings.currency, settings.calls_per_day, settings.cold_share) == ("RUB", 40, 0.2)
    assert settings.touch_days == {"A": 14, "B": 30, "C": 90}
    assert settings.no_answer_days == (1, 2, 4, 7)


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, EVERYTHING), {})
    assert settings == Settings(
        language="ru",
        theme="nord",
        owner="Мария Петрова",
        currency="KZT",
        country="KZ",
        time_zone="Asia/Almaty",
        work_start=time(8, 30),
        work_end=time(17, 30),
        lunch_start=time(12),
        lunch_end=time(12),
        days_off=frozenset({date(2026, 5, 8), date(2026, 12, 31)}),
        response_minutes=10,
        response_late_minutes=90,
        calls_per_day=60,
        cold_share=0.0,
        blocks=read_times(["calls 09:30-12:00"]),
        dial="ring {phone}",
        fact="paid",
        touch_days={"A": 7, "B": 30, "C": 90},
        no_answer_hours=2,
        no_answer_days=(1, 3),
        no_answer_rest_days=60,
        needs_gate=True,
        checklist_gate="refuse",
        vat={date(2025, 1, 1): 20.0, date(2026, 1, 1): 22.5},
        prices_with_vat=False,
        margin_floor=0.25,
        offer_days=30,
        cross_sell_clients=5,
        loyalty={"Silver": (300_000.0, 3.0), "Gold": (1_000_000.0, 5.5)},
        dormant_days=200,
        dormant_return_days=0,
        commission_rate=0.05,
        commission_of="paid",
        commission_plan=((0.5, 1.0), (1.0, 1.5)),
        usual_margin=0.25,
        penalty_percent=0.1,
        penalty_per="year",
        penalty_cap=10.0,
        reminders={"soft": 2, "claim": 40},
        requisites="Our firm",
        letters="~/letters",
        backup_folder="~/stick",
        lock_minutes=15,
        keys={"undo": "ctrl+z"},
    )
    default = Settings()
    same = [
        name
        for name in Settings.__struct_fields__
        if getattr(settings, name) == getattr(default, name)
    ]
    assert same == [], "the sample sets every setting to something else than its default"


def test_settings_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Settings().currency = "USD"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ("vat = 22", "vat", 'percents by the day they begin, such as { "2026-01-01" = 22 }'),
        (
            "vat = { soon = 22 }",
            "vat",
            'percents by the day they begin, such as { "2026-01-01" = 22 }',
        ),
        (
            "vat = { 2026-01-01 = 220 }",
            "vat",
            'percents by the day they begin, such as { "2026-01-01" = 22 }',
        ),
        *(
            (
                f"loyalty = {wrong}",
                "loyalty",
                "tiers with the turnover they begin at and a discount in percent,"
                " such as { Silver = [300000, 3] }",
            )
            for wrong in ("3", "{ S = 3 }", "{ S = [1] }", "{ S = [1, 101] }", "{ S = [-1, 1] }")
        ),
        *(
            (
                f"commission_plan = {wrong}",
                "commission_plan",
                "rising shares of the plan, each with what it multiplies the commission by,"
                " such as [[0, 0.5], [0.8, 1], [1, 1.2]]",
            )
            for wrong in ("1", "[1]", "[[1]]", "[[1, true]]", "[[1, -1]]", "[[1, 1], [1, 2]]")
        ),
        ("dormant_return_days = -1", "dormant_return_days", "a whole number from 0 to 10 000"),
        ("dormant_return_days = false", "dormant_return_days", "a whole number from 0 to 10 000"),
        ("commission_of = 'won'", "commission_of", '"margin" or "paid"'),
        ("margin_floor = 1", "margin_floor", "a share below 1, such as 0.15; -1 for no floor"),
        ("language = 'fr'", "language", '"auto", "en" or "ru"'),
        ("theme = 5", "theme", "text in quotes"),
        ("currency = 'рубль'", "currency", 'a currency code such as "RUB"'),
        ("currency = 'R1B'", "currency", 'a currency code such as "RUB"'),
        ("country = 'Russia'", "country", 'a country code such as "RU"'),
        ("time_zone = 'Москва'", "time_zone", 'a time zone such as "Asia/Yekaterinburg"'),
        ("time_zone = '../../etc/passwd'", "time_zone", 'a time zone such as "Asia/Yekaterinburg"'),
        ("time_zone = 'Europe'", "time_zone", 'a time zone such as "Asia/Yekaterinburg"'),
        ("dial = 'ring'", "dial", '"off", "tel", or a command with {phone} in it'),
        ("dial = '{phone}'", "dial", '"off", "tel", or a command with {phone} in it'),
        ("dial = 'ring {phone} \"'", "dial", '"off", "tel", or a command with {phone} in it'),
        (
            "blocks = ['sleep 12-13']",
            "blocks",
            'a list of blocks such as ["calls 09:30-12:00", "debts 14:00-15:00"]',
        ),
        ("work_start = '25:00'", "work_start", 'a time such as "09:00"'),
        ("work_start = 9", "work_start", 'a time such as "09:00"'),
        ("work_start = '09:00+03:00'", "work_start", 'a time such as "09:00"'),
        ("days_off = '2026-05-08'", "days_off", "a list of days such as [2026-05-08, 2026-12-31]"),
        (
            "days_off = ['08.05.2026']",
            "days_off",
            "a list of days such as [2026-05-08, 2026-12-31]",
        ),
        (
            "days_off = [2026-05-08T10:00:00]",
            "days_off",
            "a list of days such as [2026-05-08, 2026-12-31]",
        ),
        ("calls_per_day = 0", "calls_per_day", "a whole number from 1 to 10 000"),
        ("calls_per_day = true", "calls_per_day", "a whole number from 1 to 10 000"),
        ("calls_per_day = '40'", "calls_per_day", "a whole number from 1 to 10 000"),
        ("cold_share = 20", "cold_share", "a share from 0 to 1, such as 0.2"),
        ("cold_share = nan", "cold_share", "a share from 0 to 1, such as 0.2"),
        ("fact = 'sent'", "fact", '"won" or "paid"'),
        ("touch_days = { D = 3 }", "touch_days", "days by class such as A = 14, B = 30, C = 90"),
        ("touch_days = { A = 0 }", "touch_days", "days by class such as A = 14, B = 30, C = 90"),
        (
            "no_answer_days = [1, 1]",
            "no_answer_days",
            "a list of rising whole numbers of days such as [1, 2, 4, 7]",
        ),
        (
            "no_answer_days = 7",
            "no_answer_days",
            "a list of rising whole numbers of days such as [1, 2, 4, 7]",
        ),
        ("keys = { undo = 5 }", "keys", 'actions with their keys such as undo = "ctrl+z"'),
    ],
)
def test_a_wrong_value_is_named_with_its_file_and_key(
    tmp_path: Path, line: str, key: str, expected: str
) -> None:
    path = write(tmp_path, line)
    with pytest.raises(Invalid) as caught:
        config.load(path, {})
    assert problem(caught.value) == f"{path}: “{key}” must be {expected}"


def test_an_unknown_key_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = write(tmp_path, "calls_per_dai = 5")
    with pytest.raises(Invalid) as caught:
        config.load(path, {})
    assert problem(caught.value) == (
        f"{path}: there is no setting “calls_per_dai”; did you mean “calls_per_day”?"
    )
    path = write(tmp_path, "zzz = 5")
    with pytest.raises(Invalid) as caught:
        config.load(path, {})
    assert problem(caught.value) == (
        f"{path}: there is no setting “zzz”; remove the line or correct the name"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("work_start = '18:00'", "“work_end” must be later than “work_start”"),
        ("lunch_end = '12:00'", "“lunch_end” must be later than “lunch_start”"),
    ],
)
def test_the_hours_of_a_day_come_in_order(tmp_path: Path, text: str, told: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(Invalid) as caught:
        config.load(path, {})
    assert problem(caught.value) == f"{path}: {told}"


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, 'language = "ru"\ntheme = nord\n')
    with pytest.raises(Unreadable) as caught:
        config.load(path, {})
    assert problem(caught.value).startswith(f"{path}, row 2: this line is not TOML")


def test_other_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "cp1251.toml").write_bytes('owner = "Мария"'.encode("cp1251"))
    (tmp_path / "cut.toml").write_text("days_off = [")
    codes = {}
    for name in ("absent.toml", "", "cp1251.toml", "cut.toml"):
        with pytest.raises(Problem) as caught:
            config.load(tmp_path / name, {})
        codes[name] = caught.value.code
        assert caught.value.facts["file"] == str(tmp_path / name)
    assert codes == {
        "absent.toml": "file_missing",
        "": "file_is_folder",
        "cp1251.toml": "file_binary",
        "cut.toml": "settings_cut_off",
    }


def test_which_file_is_read(tmp_path: Path) -> None:
    usual = tmp_path / "pipeline-tui" / "config.toml"
    usual.parent.mkdir()
    usual.write_text("calls_per_day = 1")
    named = write(tmp_path, "calls_per_day = 2")
    given = tmp_path / "given.toml"
    given.write_text("\ufeffcalls_per_day = 3")
    env = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": "/nowhere"}
    assert config.load(None, env).calls_per_day == 1
    env["PIPELINE_TUI_CONFIG"] = str(named)
    assert config.load(None, env).calls_per_day == 2
    assert config.load(given, env).calls_per_day == 3
    env["PIPELINE_TUI_CONFIG"] = str(tmp_path / "absent.toml")
    with pytest.raises(Unreadable, match="file_missing"):
        config.load(None, env)


def test_where_the_database_is() -> None:
    env = {"HOME": "/home/m"}
    assert config.default_db(env) == Path("/home/m/.local/share/pipeline-tui/pipeline.db")
    env["XDG_DATA_HOME"] = "relative/is/ignored"
    assert config.default_db(env) == Path("/home/m/.local/share/pipeline-tui/pipeline.db")
    env["XDG_DATA_HOME"] = "/data"
    assert config.default_db(env) == Path("/data/pipeline-tui/pipeline.db")
    env["PIPELINE_TUI_DB"] = "/elsewhere/my.db"
    assert config.default_db(env) == Path("/elsewhere/my.db")


def test_the_language_of_a_run() -> None:
    russian = {"LANG": "ru_RU.UTF-8"}
    assert config.language(Settings(), russian) == "ru"
    assert config.language(Settings(language="en"), russian) == "en"
    assert config.language(Settings(language="en"), {"PIPELINE_TUI_LANG": "ru"}) == "ru"
    assert config.language(Settings(language="en"), {"PIPELINE_TUI_LANG": "auto"} | russian) == "ru"
    with pytest.raises(Invalid) as caught:
        config.language(Settings(), {"PIPELINE_TUI_LANG": "fr"})
    assert problem(caught.value) == (
        'The environment variable PIPELINE_TUI_LANG must be "auto", "en" or "ru"'
    )
    i18n.use("ru")
    assert problem(caught.value) == (
        'В переменной окружения PIPELINE_TUI_LANG нужно: "auto", "en" или "ru"'
    )


def test_the_local_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Tomsk")
    monkeypatch.setattr(config, "MACHINE_ZONE", link)
    zones = [
        config.local_zone(Settings(time_zone="Asia/Omsk"), {"TZ": "Europe/Samara"}),
        config.local_zone(Settings(), {"TZ": ":Europe/Samara"}),
        config.local_zone(Settings(), {"TZ": "MSK-3"}),
        config.local_zone(Settings(), {}),
    ]
    assert zones == [
        ZoneInfo(f) for f in ("Asia/Omsk", "Europe/Samara", "Asia/Tomsk", "Asia/Tomsk")
    ]
    link.unlink()
    assert config.local_zone(Settings(), {}) == ZoneInfo("UTC")


def test_every_setting_says_what_it_is_for() -> None:
    tree = ast.parse(Path(config.__file__).read_text("utf-8"))
    (body,) = [n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Settings"]
    told = [
        node.target.id
        for node, after in pairwise(body)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    ]
    assert told == list(Settings.__struct_fields__)


def test_settings_are_read_without_the_screens(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('theme = "nord"\n[keys]\nundo = "z"\n')
    code = (
        "import sys; from pathlib import Path; from pipeline_tui import config;"
        "config.load(Path(sys.argv[1]), {});"
        "sys.exit(any(name.split('.')[0] in ('textual', 'typer', 'rich') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(file)], check=False).returncode == 0
