"""Cells become values; every answer here was worked out by hand."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.exchange.amounts import (
    DecimalMark,
    currency_of,
    minor_units,
    parse_money,
    parse_percent,
)
from pipeline_tui.exchange.dates import DateStyle, parse_date, parse_moment
from pipeline_tui.exchange.export import guard
from pipeline_tui.exchange.rows import header_index
from pipeline_tui.exchange.values import (
    Phone,
    clean,
    clean_id,
    domain_of,
    is_blank,
    parse_bool,
    restore_zero,
    split_emails,
    split_many,
    split_phone,
    split_phones,
    split_tags,
)

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234", "1234"),
        ("0", "0"),
        ("1 234,50", "1234.50"),
        (f"1{NBSP}234{NBSP}567,89", "1234567.89"),
        (f"1{THIN}234{NARROW}567.8", "1234567.8"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1'234'567.00", "1234567.00"),
        ("1’234", "1234"),
        ("1,200", "1200"),
        ("12,345,678", "12345678"),
        ("1.234.567", "1234567"),
        ("0,125", "0.125"),
        ("12,3", "12.3"),
        ("30024968.0", "30024968"),
        ("55.94", "55.94"),
        (".5", "0.5"),
        ("-12,5", "-12.5"),
        ("−12,5", "-12.5"),
        ("12.30-", "-12.30"),
        ("(1 200,00)", "-1200.00"),
        ("$1,200.50", "1200.50"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("5 €", "5"),
        ("1 200 руб.", "1200"),
        ("1 200,50 ₽", "1200.50"),
        ("12 руб. 50 коп.", "12.50"),
        ("USD 10", "10"),
        ("$500M", "500000000"),
        ("1,5 млн руб.", "1500000"),
        ("250 тыс.", "250000"),
        ("1.5E+5", "150000"),
        ("+7", "7"),
    ],
)
def test_money(text: str, amount: str) -> None:
    assert parse_money(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "-", "—", "Select", "n/a", "null", "#N/A", f" {NBSP}", "Не указано"]
)
def test_blanks(text: str) -> None:
    assert is_blank(text)
    assert parse_money(text) is None
    assert parse_date(text) is None
    assert parse_bool(text) is None
    assert clean_id(text) == ""


@pytest.mark.parametrize(
    "text",
    ["ten", "1,2,3", "1.2.3", "12 apples", "1,234.5.6", "по договорённости", "12/3", "1:2", "1e99"],
)
def test_not_money(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_money(text, "price")
    assert caught.value.field == "price"


@given(st.integers(-(10**14), 10**14), st.sampled_from([" ", NBSP, "", "'"]), st.sampled_from(",."))
def test_any_sum_written_in_groups_is_read_to_the_kopeck(
    kopecks: int, gap: str, point: str
) -> None:
    whole, rest = divmod(abs(kopecks), 100)
    grouped = f"{whole:,}".replace(",", gap)
    text = f"{'-' if kopecks < 0 else ''}{grouped}{point}{rest:02}"
    amount = parse_money(text)
    assert amount is not None
    assert minor_units(amount) == kopecks


def test_minor_units_follow_the_currency() -> None:
    assert minor_units(Decimal("101266.4")) == 10126640
    assert minor_units(Decimal("1.005")) == 101
    assert minor_units(Decimal("-1.005")) == -101
    assert minor_units(Decimal("7"), 0) == 7
    assert minor_units(Decimal("1.2345"), 3) == 1235


@pytest.mark.parametrize(
    ("text", "code"),
    [("1 200 руб.", "RUB"), ("$5", "USD"), ("US$5", "USD"), ("5 €", "EUR"), ("RUR", "RUB"),
     ("SEK", "SEK"), ("12.50", None), ("", None)],
)  # fmt: skip
def test_currency(text: str, code: str | None) -> None:
    assert currency_of(text) == code


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("50 %", 50),
        ("50.0", 50),
        ("0.5", 50),
        ("0,25", 25),
        ("1", 1),
        ("100.0", 100),
        ("0.5%", 1),
        ("-", None),
    ],
)
def test_percent(text: str, percent: int | None) -> None:
    assert parse_percent(text) == percent


def test_percent_above_a_hundred_is_refused() -> None:
    with pytest.raises(Invalid, match="not_percent"):
        parse_percent("150")


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.234"], DecimalMark.AMBIGUOUS),
        (["1,234", "567", ""], DecimalMark.AMBIGUOUS),
        (["$1,234", "12 руб."], DecimalMark.AMBIGUOUS),
        (["1.234", "12.5"], DecimalMark.DOT),
        (["1.234", "12,5"], DecimalMark.COMMA),
        (["1,234", "1234.567"], DecimalMark.DOT),
        (["1,234", "1.234.567"], DecimalMark.COMMA),
        (["1.234,50"], DecimalMark.COMMA),
        (["1 234,567"], DecimalMark.COMMA),
        (["0.125"], DecimalMark.DOT),
        (["1,234", "12.5", "12,5"], DecimalMark.AMBIGUOUS),
        (["12.5", "12,5"], DecimalMark.PLAIN),
        (["1 234", "15", "", "1.5E+5", "abc"], DecimalMark.PLAIN),
        ([], DecimalMark.PLAIN),
    ],
)
def test_a_column_decides_what_stands_before_its_decimals(
    values: list[str], mark: DecimalMark
) -> None:
    assert DecimalMark.detect(values) is mark
    if mark is DecimalMark.AMBIGUOUS:
        assert "234" in DecimalMark.undecided(values)


@pytest.mark.parametrize(
    ("text", "comma", "dot"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("-$1,234", "-1.234", "-1234"),
        ("1.234,50", "1234.50", "1234.50"),
        ("12,5", "12.5", "12.5"),
        ("1234", "1234", "1234"),
    ],
)
def test_the_mark_of_a_column_decides_only_what_a_sum_leaves_open(
    text: str, comma: str, dot: str
) -> None:
    assert parse_money(text, mark=DecimalMark.COMMA) == Decimal(comma)
    assert parse_money(text, mark=DecimalMark.DOT) == Decimal(dot)


@given(st.integers(0, 10**9), st.sampled_from([(",", "."), (".", ","), (" ", ",")]))
def test_sums_of_one_column_are_read_alike_however_they_are_grouped(
    mills: int, marks: tuple[str, str]
) -> None:
    """Three decimals, the case that alone is open: the column's other sums settle it."""
    gap, point = marks
    whole, rest = divmod(mills, 1000)
    text = f"{whole:,}".replace(",", gap) + f"{point}{rest:03}"
    mark = DecimalMark.detect([text, f"7{point}5"])
    assert parse_money(text, mark=mark) == Decimal(mills).scaleb(-3)


@pytest.mark.parametrize(
    ("values", "style"),
    [
        (["1/15/2013", "2/1/2013"], DateStyle.MDY),
        (["1/15/2013", "15/1/2013", "1/2/2013"], DateStyle.AMBIGUOUS),
        (["04.03.2025", "1/2/2025"], DateStyle.AMBIGUOUS),
        (["99/12/30", "01/02/03"], DateStyle.YMD),
        (["15/1/2013", "1/2/2013"], DateStyle.DMY),
        (["04.03.2025"], DateStyle.DMY),
        (["2025-03-04", "2025-03-05T10:00:00Z"], DateStyle.ISO),
        (["3/4/2025", "1/2/2025"], DateStyle.AMBIGUOUS),
        (["3/3/2025"], DateStyle.ISO),
        (["Jan 5 2024", "", "текущая"], DateStyle.ISO),
        (["3/4/2025 10:30", "12/31/2025 9:00 PM"], DateStyle.MDY),
        ([], DateStyle.ISO),
    ],
)
def test_a_column_decides_its_order(values: list[str], style: DateStyle) -> None:
    assert DateStyle.detect(values) is style


def test_an_undecided_date_is_named() -> None:
    values = ["2025-01-02", "3/3/2025", "12/31/2025", "3/4/2025"]
    assert DateStyle.AMBIGUOUS.undecided(values) == "3/4/2025"
    assert DateStyle.YMD.undecided(values) == "3/4/2025"
    assert DateStyle.YMD.undecided(["1/2/03"]) == ""
    assert DateStyle.MDY.undecided(values) == ""


MARCH_4 = dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("04.03.2025", DateStyle.MDY),
        ("4.3.25", DateStyle.ISO),
        ("4/3/2025", DateStyle.DMY),
        ("3/4/2025", DateStyle.MDY),
        ("04-03-2025", DateStyle.DMY),
        ("2025-03-04", DateStyle.DMY),
        ("2025/3/4", DateStyle.DMY),
        ("20250304", DateStyle.ISO),
        ("2025-03-04T18:04:34.666+00:00", DateStyle.ISO),
        ("2025-03-04 10:00", DateStyle.ISO),
        ("04.03.2025 10:00:00", DateStyle.ISO),
        ("Mar 4 2025", DateStyle.ISO),
        ("March 4th, 2025", DateStyle.ISO),
        ("Tue, 4 Mar 2025", DateStyle.ISO),
        ("25/03/04", DateStyle.YMD),
        ("25.03.04", DateStyle.YMD),
        ("4-Mar-25", DateStyle.ISO),
        ("4 марта 2025 г.", DateStyle.ISO),
        ("04 мар. 2025", DateStyle.ISO),
        ("04.03.2025 г.", DateStyle.ISO),
        ("45720", DateStyle.ISO),
        ("45720.0", DateStyle.ISO),
    ],
)
def test_dates(text: str, style: DateStyle) -> None:
    assert parse_date(text, style) == MARCH_4


def test_a_date_with_one_reading_needs_no_style() -> None:
    assert parse_date("12/31/2024", DateStyle.DMY) == dt.date(2024, 12, 31)
    assert parse_date("31/12/2024", DateStyle.MDY) == dt.date(2024, 12, 31)
    assert parse_date("3/3/2025", DateStyle.AMBIGUOUS) == dt.date(2025, 3, 3)


def test_an_ambiguous_date_is_not_guessed() -> None:
    for style in (DateStyle.AMBIGUOUS, DateStyle.ISO):
        with pytest.raises(Invalid, match="date_ambiguous"):
            parse_date("3/4/2025", style)


@pytest.mark.parametrize(
    "text", ["31.02.2025", "2025-13-01", "текущая", "0", "1.0", "32/32/2025", "12:30"]
)
def test_not_dates(text: str) -> None:
    with pytest.raises(Invalid, match="not_date"):
        parse_date(text, DateStyle.DMY, "opened_on")


@pytest.mark.parametrize(
    ("text", "moment", "timed"),
    [
        ("2025-03-04T10:30:00Z", "2025-03-04T10:30Z", True),
        ("2006-06-15T20:47:07.000Z", "2006-06-15T20:47:07Z", True),
        ("2025-03-04T10:30:00+05:00", "2025-03-04T05:30Z", True),
        ("2025-03-04 10:30", "2025-03-04T05:30Z", True),
        ("04.03.2025 23:15", "2025-03-04T18:15Z", True),
        ("03/14/2025 1:05 PM", "2025-03-14T08:05Z", True),
        ("03/14/2025 12:05 AM", "2025-03-13T19:05Z", True),
        ("45720.5", "2025-03-04T07:00Z", True),
        ("04.03.2025", "2025-03-04T07:00Z", False),
    ],
)
def test_moments_in_yekaterinburg(text: str, moment: str, timed: bool) -> None:
    zone = ZoneInfo("Asia/Yekaterinburg")  # UTC+5
    assert parse_moment(text, zone) == (dt.datetime.fromisoformat(moment), timed)


@given(st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31)))
def test_every_way_to_write_a_day_reads_the_same(day: dt.date) -> None:
    for pattern in (
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%d.%m.%y",
        "%Y%m%d",
        "%b %d %Y",
        "%d %B %Y",
    ):
        assert parse_date(day.strftime(pattern), DateStyle.DMY) == day
    assert parse_date(day.strftime("%m/%d/%Y"), DateStyle.MDY) == day


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_invalid(text: str) -> None:
    for parse in (parse_money, parse_date, parse_bool, parse_percent):
        try:
            parse(text)
        except Invalid:
            continue
    (
        split_phones(text),
        split_tags(text),
        split_emails(text),
        domain_of(text),
        DateStyle.detect([text]),
    )
    with suppress(Invalid):
        parse_moment(text, dt.UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [("Yes", True), ("да", True), ("1.0", True), ("TRUE", True), ("Истина", True), ("No", False),
     ("нет", False), ("0", False), ("false", False), ("", None)],
)  # fmt: skip
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert parse_bool(text) is value


def test_maybe_is_neither() -> None:
    with pytest.raises(Invalid, match="not_yes_no"):
        parse_bool("maybe")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("1.0", "1"),
        ("7707083893.0", "7707083893"),
        ("7.707083893E9", "7707083893"),
        ("7,707083893E+09", "7707083893"),
        ("7.7E9", "7.7E9"),
        (" 0379-NEVHP ", "0379-NEVHP"),
        ("007", "007"),
        ("1.5", "1.5"),
        ("5E3", "5E3"),
    ],
)
def test_identifiers(text: str, identifier: str) -> None:
    assert clean_id(text) == identifier


def test_lost_zero_of_an_inn_returns() -> None:
    assert restore_zero("274062111", 10, 12) == "0274062111"
    assert restore_zero("7707083893", 10, 12) == "7707083893"
    assert restore_zero("12345", 10, 12) == "12345"


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("1-955-371-0847 x371", "1-955-371-0847", "371"),
        ("416-810-9897x752", "416-810-9897", "752"),
        ("(376)694-9481x10051", "(376)694-9481", "10051"),
        ("+7 495 123-45-67 доб. 12", "+7 495 123-45-67", "12"),
        ("8 (495) 123-45-67, доб.12", "8 (495) 123-45-67", "12"),
        ("+7 495 1234567 (доб. 5)", "+7 495 1234567", "5"),
        ("84951234567 ext 7", "84951234567", "7"),
        ("8-495-123-45-67 вн. 204", "8-495-123-45-67", "204"),
        ("555-1234 #9", "555-1234", "9"),
        ("8 (343) 222-33-44", "8 (343) 222-33-44", ""),
        ("79123456789.0", "79123456789", ""),
        ("'+7 (912) 345-67-89", "+7 (912) 345-67-89", ""),
    ],
)
def test_extension_leaves_the_phone(text: str, number: str, extension: str) -> None:
    assert split_phone(text) == Phone(number, extension)


def test_several_phones_in_one_cell() -> None:
    assert [phone.number for phone in split_phones("+7 912 1112233 ::: +7 343 2223344")] == [
        "+7 912 1112233",
        "+7 343 2223344",
    ]
    assert split_phones("8 495 1234567 доб. 1, 8 912 1234567") == (
        Phone("8 495 1234567", "1"),
        Phone("8 912 1234567", ""),
    )
    assert split_phones("222-33-44, 55") == (Phone("222-33-44, 55", ""),)
    assert split_phones("222-33-44; 222-33-44\n") == (Phone("222-33-44", ""),)
    assert split_phones("-") == ()


def test_several_values_in_one_cell() -> None:
    assert split_many("a ::: b;c\nd; ;a") == ("a", "b", "c", "d")
    assert split_tags("influencer, developer;vip") == ("influencer", "developer", "vip")
    assert split_tags("* myContacts ::: * friends") == ("myContacts", "friends")
    assert split_emails("Анна <anna@x.ru>, b.c@y.co.uk; нет") == ("anna@x.ru", "b.c@y.co.uk")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Flowers.net/shop?x=1", "flowers.net"),
        ("flowers.net", "flowers.net"),
        ("http://user@site.ru:8080/", "site.ru"),
        ("anna@x.ru", "x.ru"),
        ("сайт.рф", "сайт.рф"),
        ("none", ""),
        ("localhost", ""),
    ],
)
def test_domain(text: str, domain: str) -> None:
    assert domain_of(text) == domain


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Cf"]), max_size=12))
def test_the_guard_of_formulas_is_taken_away_again(text: str) -> None:
    if not text.startswith("'"):
        assert clean(guard(text)) == text


def test_a_guard_before_spaces_or_a_line_break_is_taken_away_too() -> None:
    assert clean(guard(" =1")) == "=1"
    assert clean(guard("\n=1")) == "=1"
    assert clean("'quoted'") == "'quoted'"


@pytest.mark.parametrize(
    "piece", [" ", "1", "a", "(", "1,", "@", "a.", ":", "\u00a0", "x1 ", "ext "]
)
def test_a_huge_cell_costs_no_more_than_its_size(piece: str) -> None:
    huge = "1" + piece * (500_000 // len(piece)) + "!"
    for parse in (parse_money, parse_date, parse_bool, parse_percent):
        with suppress(Invalid):
            parse(huge)
    split_phones(huge)
    split_tags(huge)
    split_emails(huge)
    domain_of(huge)
    clean_id(huge)
    currency_of(huge)
    header_index([["a"], [huge, huge], ["b", "c", "d"]])
    DateStyle.detect([huge])
