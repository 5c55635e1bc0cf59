"""Figures, money, days and phones as text: known answers, laws, and Babel where it means the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Conflict
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.wording import formats
from pipeline_tui.wording.actions import action
from pipeline_tui.wording.conventions import BY_LANGUAGE
from pipeline_tui.wording.problems import problem

TODAY = date(2026, 3, 10)
MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

AMOUNTS = st.integers(-(10**15), 10**15)
CURRENCIES = st.sampled_from(["RUB", "USD", "EUR", "KZT", "CHF", "JPY", "KWD"])
LANGUAGES = st.sampled_from(i18n.LANGUAGES)


def plain(text: str) -> str:
    """The text with ordinary spaces, to be read in a test."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# -- money


@pytest.mark.parametrize(
    ("minor", "currency", "english", "russian"),
    [
        (123456750, "RUB", "1,234,567.50 ₽", "1 234 567,50 ₽"),
        (150000, "RUB", "1,500 ₽", "1 500 ₽"),
        (5, "RUB", "0.05 ₽", "0,05 ₽"),
        (0, "RUB", "0 ₽", "0 ₽"),
        (-99950, "RUB", "-999.50 ₽", "-999,50 ₽"),
        (123450, "USD", "$1,234.50", "1 234,50 $"),
        (-123450, "USD", "-$1,234.50", "-1 234,50 $"),
        (1234500, "JPY", "¥1,234,500", "1 234 500 ¥"),
        (1234500, "KWD", "1,234.500 KWD", "1 234,500 KWD"),
        (1234500, "CHF", "12,345 CHF", "12 345 CHF"),
    ],
)
def test_money(minor: int, currency: str, english: str, russian: str) -> None:
    assert plain(formats.money(minor, currency)) == english
    i18n.use("ru")
    assert plain(formats.money(minor, currency)) == russian


def test_money_with_its_sign_and_its_cents() -> None:
    assert plain(formats.money(150000, "RUB", sign=True)) == "+1,500 ₽"
    assert plain(formats.money(0, "RUB", sign=True)) == "0 ₽"
    assert plain(formats.money(150000, "RUB", cents=True)) == "1,500.00 ₽"
    assert plain(formats.money(1500, "JPY", cents=True)) == "¥1,500"


@pytest.mark.parametrize(
    "currency", ["RUB", "USD", "JPY", "KRW", "KWD", "TND", "XOF", "CLP", "KZT"]
)
def test_minor_units_are_what_cldr_says(currency: str) -> None:
    assert minor_digits(currency) == get_currency_precision(currency)


@given(AMOUNTS, CURRENCIES, LANGUAGES, st.booleans(), st.booleans())
def test_money_reads_back_to_the_same_amount(
    minor: int, currency: str, language: str, sign: bool, cents: bool
) -> None:
    i18n.use(language)
    text = formats.money(minor, currency, sign=sign, cents=cents)
    rules = BY_LANGUAGE[language]
    digits = minor_digits(currency)
    figure = "".join(
        c for c in text.replace(rules.thousands, "") if c in f"+-{rules.decimal}0123456789"
    )
    whole, _point, rest = figure.lstrip("+-").partition(rules.decimal)
    read = int(whole) * 10**digits + int(rest or 0)
    assert (-read if figure.startswith("-") else read) == minor
    assert len(rest) in (0, digits)
    assert " " not in text, "a sum must not break over two lines"


@given(AMOUNTS, st.sampled_from(["RUB", "USD", "EUR"]))
def test_russian_money_is_what_cldr_says(minor: int, currency: str) -> None:
    i18n.use("ru")
    expected = format_currency(Decimal(minor).scaleb(-2), currency, locale="ru")
    assert formats.money(minor, currency, cents=True) == expected


@given(AMOUNTS, st.sampled_from(["USD", "EUR", "GBP"]))
def test_english_money_is_what_cldr_says(minor: int, currency: str) -> None:
    i18n.use("en")
    expected = format_currency(Decimal(minor).scaleb(-2), currency, locale="en_US")
    assert formats.money(minor, currency, cents=True) == expected


@pytest.mark.parametrize(
    ("units", "english", "russian"),
    [
        (0, "0 ₽", "0 ₽"),
        (9999, "9,999 ₽", "9 999 ₽"),
        (10_000, "10K ₽", "10 тыс. ₽"),
        (12_345, "12.3K ₽", "12,3 тыс. ₽"),
        (99_949, "99.9K ₽", "99,9 тыс. ₽"),
        (99_950, "100K ₽", "100 тыс. ₽"),
        (999_499, "999K ₽", "999 тыс. ₽"),
        (999_500, "1M ₽", "1 млн ₽"),
        (1_234_567, "1.2M ₽", "1,2 млн ₽"),
        (1_250_000, "1.3M ₽", "1,3 млн ₽"),
        (123_456_789, "123M ₽", "123 млн ₽"),
        (2_500_000_000, "2.5B ₽", "2,5 млрд ₽"),
        (12_345 * 10**12, "12,345T ₽", "12 345 трлн ₽"),
        (-12_345, "-12.3K ₽", "-12,3 тыс. ₽"),
    ],
)
def test_short_money(units: int, english: str, russian: str) -> None:
    assert plain(formats.money_short(units * 100, "RUB")) == english
    i18n.use("ru")
    assert plain(formats.money_short(units * 100, "RUB")) == russian


def test_short_money_rounds_the_minor_part_away() -> None:
    assert plain(formats.money_short(150, "USD")) == "$2"
    assert plain(formats.money_short(149, "USD")) == "$1"
    assert plain(formats.money_short(-40, "USD")) == "$0"


@given(st.integers(0, 10**14), LANGUAGES)
def test_short_money_is_within_half_a_step_of_the_amount(minor: int, language: str) -> None:
    i18n.use(language)
    rules = BY_LANGUAGE[language]
    text = formats.money_short(minor, "RUB").removesuffix("\u00a0₽")
    scale = next((s for s, word in rules.scales if text.endswith(word)), 1)
    word = dict(rules.scales).get(scale, "")
    figure = text.removesuffix(word).replace(rules.thousands, "").replace(rules.decimal, ".")
    # Three figures at least below a thousand of a scale: never off by more than 5 per cent.
    assert abs(float(figure) * scale - minor / 100) <= max(0.5, 0.051 * minor / 100)


def test_sums_of_several_currencies_are_never_added() -> None:
    assert plain(formats.sums({"RUB": 120000, "USD": 5000, "EUR": 0})) == "1,200 ₽ + $50"
    assert plain(formats.sums({"RUB": 120000000}, short=True)) == "1.2M ₽"
    assert formats.sums({}) == "—"


# -- figures


@given(st.integers(-(10**12), 10**12), LANGUAGES)
def test_numbers_are_what_cldr_says(value: int, language: str) -> None:
    i18n.use(language)
    assert formats.number(value) == format_decimal(value, locale=language)


@given(st.integers(0, 100), LANGUAGES)
def test_whole_shares_are_what_cldr_says(percent: int, language: str) -> None:
    i18n.use(language)
    assert formats.percent(percent / 100) == format_percent(percent / 100, locale=language)


def test_shares_and_fractions(russian: None) -> None:
    assert plain(formats.percent(0.6364, 2)) == "63,64 %"
    assert plain(formats.percent(1)) == "100 %"
    assert formats.percent(None) == "—"
    assert plain(formats.decimal(1234.5)) == "1 234,5"
    assert formats.decimal(3.0) == "3"
    assert formats.decimal(-0.01) == "0"


@pytest.mark.parametrize(
    ("n", "english", "russian"),
    [
        (0, "0 days", "0 дней"),
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (14, "14 days", "14 дней"),
        (21, "21 days", "21 день"),
        (104, "104 days", "104 дня"),
        (111, "111 days", "111 дней"),
        (1001, "1,001 days", "1 001 день"),
    ],
)
def test_days_are_counted_by_the_grammar_of_the_language(
    n: int, english: str, russian: str
) -> None:
    assert formats.days(n) == english
    i18n.use("ru")
    assert plain(formats.days(n)) == russian


@given(st.integers(0, 10**6))
def test_russian_plurals_follow_the_last_two_digits(n: int) -> None:
    i18n.use("ru")
    word = formats.days(n).split(" ")[-1]
    if 11 <= n % 100 <= 14:
        assert word == "дней"
    else:
        assert word == {1: "день", 2: "дня", 3: "дня", 4: "дня"}.get(n % 10, "дней")


# -- days


@pytest.mark.parametrize(
    ("ahead", "english", "russian"),
    [
        (0, "today", "сегодня"),
        (1, "tomorrow", "завтра"),
        (-1, "yesterday", "вчера"),
        (2, "in 2 days", "через 2 дн."),
        (6, "in 6 days", "через 6 дн."),
        (7, "Tue 17 Mar", "вт 17 мар"),
        (-3, "3 days ago", "3 дн. назад"),
        (-30, "30 days ago", "30 дн. назад"),
        (-31, "Sat 7 Feb", "сб 7 фев"),
        (-400, "3 Feb 2025", "03.02.2025"),
        (300, "4 Jan 2027", "04.01.2027"),
    ],
)
def test_a_day_as_seen_from_today(ahead: int, english: str, russian: str) -> None:
    value = TODAY + timedelta(ahead)
    assert formats.day(value, TODAY) == english
    i18n.use("ru")
    assert formats.day(value, TODAY) == russian


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_full_and_plain_days_are_what_cldr_says(value: date) -> None:
    i18n.use("ru")
    assert plain(formats.day_full(value)) == plain(format_date(value, "full", locale="ru"))
    assert formats.day_plain(value) == format_date(value, "dd.MM.yyyy", locale="ru")
    assert formats.weekday(value) == format_date(value, "EEEEEE", locale="ru")
    i18n.use("en")
    assert formats.day_full(value) == format_date(value, "EEEE d MMMM y", locale="en")
    assert formats.day_plain(value) == format_date(value, "d MMM y", locale="en")


def test_a_moment_is_told_in_local_time() -> None:
    assert formats.moment(NOON, NOON, MOSCOW) == "today 12:00"
    assert formats.moment(NOON - timedelta(days=3), NOON, MOSCOW) == "Sat 7 Mar 12:00"
    assert formats.moment(NOON - timedelta(days=365), NOON, MOSCOW) == "10 Mar 2025 12:00"
    assert formats.clock(NOON, ZoneInfo("Asia/Vladivostok")) == "19:00"


def test_local_midnight_decides_which_day_a_moment_belongs_to(russian: None) -> None:
    late = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)
    assert formats.moment(late, NOON, MOSCOW) == "завтра 00:30"
    assert formats.moment(late, NOON, ZoneInfo("Europe/London")) == "сегодня 21:30"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 с"),
        (45, "45 с"),
        (60, "1 мин"),
        (200, "3 мин 20 с"),
        (700, "11 мин"),
        (3600, "1 ч"),
        (3900, "1 ч 5 мин"),
        (180_000, "2 д 2 ч"),
    ],
)
def test_durations_in_their_two_largest_units(seconds: int, text: str, russian: None) -> None:
    assert formats.duration(seconds) == text


def test_a_running_clock() -> None:
    assert [formats.timer(s) for s in (0, 5.9, 185, 3723)] == ["0:00", "0:05", "3:05", "1:02:03"]


# -- phones


@pytest.mark.parametrize(
    ("e164", "typed", "extension", "text"),
    [
        ("+79123456789", "8 912 3456789", "", "+7 912 345-67-89"),
        ("+74951234567", "", "371", "+7 495 123-45-67 ext. 371"),
        ("+375291234567", "", "", "+375 29 123-45-67"),
        ("+12125550100", "", "", "+1 212 555-0100"),
        ("+4930123456", "", "", "+4930123456"),
        (None, " 2-15-40 ", "", "2-15-40"),
        ("", "2-15-40", "5", "2-15-40 ext. 5"),
        (None, "", "", ""),
    ],
)
def test_phones(e164: str | None, typed: str, extension: str, text: str) -> None:
    assert formats.phone(e164, typed, extension) == text


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_shown_phone_keeps_every_digit(e164: str) -> None:
    shown = formats.phone(e164)
    assert "+" + "".join(filter(str.isdigit, shown)) == e164


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ООО «Полка 24»", "ООО «Полка 24» сегодня пропущен"),
        ("Полка", "«Полка» сегодня пропущен"),
        ("«Полка» и «Стол»", "«Полка» и «Стол» сегодня пропущен"),
    ],
)
def test_a_name_with_quotation_marks_gets_no_more_of_them(name: str, said: str) -> None:
    assert formats.quoted_once(f"«{name}» сегодня пропущен") == said


def test_sentences_quote_a_name_once() -> None:
    i18n.use("ru")
    assert action("list.skip", {"name": "ООО «Полка 24»"}) == "ООО «Полка 24» сегодня пропущен"
    assert "вонок ООО «Полка 24» ещё" in problem(Conflict("call_running", name="ООО «Полка 24»"))
    assert formats.quoted("ООО «Полка 24»") == "ООО «Полка 24»"


def test_a_date_stands_once() -> None:
    today = date(2026, 12, 1)
    for value, text in (
        (date(2026, 12, 2), "tomorrow (2 Dec 2026)"), (date(2027, 1, 26), "26 Jan 2027"),
    ):  # fmt: skip
        assert formats.dated(formats.day(value, today), value) == text
