"""The next-step prompt, against tables of what people type and laws that hold for any text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.when import When, parse_when
from pipeline_tui.domain.workdays import WorkCalendar

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 11, 10, 20, 37, tzinfo=MOSCOW)  # a Wednesday
RU = WorkCalendar()
HERE = Path(__file__).parent


def understood(text: str, now: datetime = NOW) -> When:
    return parse_when(text, now, RU)


def refusal(text: str, *, allow_past: bool = False) -> Invalid:
    with pytest.raises(Invalid) as caught:
        parse_when(text, NOW, RU, allow_past=allow_past)
    assert caught.value.field == "when"
    return caught.value


def shown(when: When) -> str:
    """As a row of the tables: "2026-03-12 15:00 | note"."""
    moment = when.day.isoformat() + (f" {when.time:%H:%M}" if when.time else "")
    return f"{moment} | {when.rest}" if when.rest else moment


def table(name: str) -> list[tuple[str, str]]:
    rows = [line.split(" => ") for line in (HERE / name).read_text("utf-8").splitlines()]
    return [(row[0], row[1]) for row in rows if len(row) == 2 and not row[0].startswith("#")]


RUSSIAN, ENGLISH = table("when_ru.txt"), table("when_en.txt")


@pytest.mark.parametrize(("text", "expected"), RUSSIAN)
def test_russian(text: str, expected: str) -> None:
    assert shown(understood(text)) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: str) -> None:
    assert shown(understood(text)) == expected


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_nothing_typed(text: str) -> None:
    assert refusal(text).code == "when_empty"


@pytest.mark.parametrize(
    "text",
    """asdf|фыва|32.13|30 февраля|31 апреля|30.02|31.02 завтра|завтра 30 февраля|25:70|12:60|завтра 25:70|завтра 25|завтра в 25|99
    2026-13-01|2027-02-30|13/15|15 am|20 утра|1.2.3|24/7|через|в|...|+|+0d|через 0 дней|позвонить
    когда-нибудь|never|hello world|через 100000 дней|через 5000 рабочих дней|15.03.9999|8 (912) 345-67-89
    +79123456789|№15|КП-15|час|неделя|через 9999999999999999999 дней|20260316""".replace(
        "\n    ", "|"
    ).split("|"),
)
def test_nonsense(text: str) -> None:
    assert refusal(text).code == "when_nonsense"


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("вчера", date(2026, 3, 10), None),
        ("yesterday at 15", date(2026, 3, 10), time(15)),
        ("позавчера", date(2026, 3, 9), None),
        ("3 дня назад", date(2026, 3, 8), None),
        ("неделю назад", date(2026, 3, 4), None),
        ("2 weeks ago", date(2026, 2, 25), None),
        ("час назад", date(2026, 3, 11), time(9, 20)),
        ("-3d", date(2026, 3, 8), None),
        ("в прошлую пятницу", date(2026, 3, 6), None),
        ("last friday", date(2026, 3, 6), None),
        ("в этот вторник", date(2026, 3, 10), None),
        ("сегодня в 9", date(2026, 3, 11), time(9)),
        ("сегодня 10:19", date(2026, 3, 11), time(10, 19)),
        ("10.03", date(2026, 3, 10), None),
        ("5 марта", date(2026, 3, 5), None),
        ("2026-03-10", date(2026, 3, 10), None),
        ("11.03.2026 9:00", date(2026, 3, 11), time(9)),
    ],
)
def test_past_is_refused_unless_allowed(text: str, day: date, at: time | None) -> None:
    problem = refusal(text)
    assert problem.code == "when_past"
    assert (problem.facts["day"], problem.facts["time"]) == (day, at)
    assert parse_when(text, NOW, RU, allow_past=True) == When(day, at, "")


def test_where_past_is_allowed_a_date_is_the_nearest() -> None:
    assert parse_when("15.01", NOW, RU, allow_past=True).day == date(2026, 1, 15)
    assert parse_when("5 числа", NOW, RU, allow_past=True).day == date(2026, 3, 5)
    assert parse_when("15.01", NOW, RU).day == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("15", ["2026-03-11 15:00", "2026-03-15"]),
        ("9", ["2026-03-12 09:00", "2026-04-09"]),
        ("до 15", ["2026-03-11 15:00", "2026-03-15"]),
        ("by 15", ["2026-03-11 15:00", "2026-03-15"]),
        ("15 позвонить", ["2026-03-11 15:00 | позвонить", "2026-03-15 | позвонить"]),
        ("3 дня", ["2026-03-11 15:00", "2026-03-14"]),
        ("2 часа", ["2026-03-11 14:00", "2026-03-11 12:20"]),
        ("2h", ["2026-03-11 14:00", "2026-03-11 12:20"]),
        ("через день", ["2026-03-13", "2026-03-12"]),
        ("next friday", ["2026-03-13", "2026-03-20"]),
        ("next thu 2pm", ["2026-03-12 14:00", "2026-03-19 14:00"]),
        ("4/5", ["2026-05-04", "2026-04-05"]),
        ("3/4/2027", ["2027-04-03", "2027-03-04"]),
        ("в пятницу 12 марта", ["2026-03-12", "2026-03-13"]),
        ("завтра или в пятницу", ["2026-03-12", "2026-03-13"]),
        ("во вторник или в среду утром", ["2026-03-17 10:00", "2026-03-18 10:00"]),
        ("завтра в 15 или в 16", ["2026-03-12 15:00", "2026-03-12 16:00"]),
        ("пн-вт", ["2026-03-16", "2026-03-17"]),
        ("завтра 15 марта", ["2026-03-12", "2026-03-15"]),
        (
            "перезвонить в четверг про оплату в пятницу",
            [
                "2026-03-13 | перезвонить в четверг про оплату",
                "2026-03-12 | перезвонить про оплату в пятницу",
            ],
        ),
        ("tomorrow at 3 or 4", ["2026-03-12 15:00", "2026-03-12 16:00"]),
        ("call Ann monday or tuesday", ["2026-03-16 | call Ann", "2026-03-17 | call Ann"]),
    ],
)
def test_two_readings_are_asked(text: str, options: list[str]) -> None:
    problem = refusal(text)
    assert problem.code == "when_ambiguous"
    asked = problem.facts["options"]
    assert isinstance(asked, tuple)
    assert [shown(option) for option in asked] == options


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25", "2026-03-25"),  # no such hour
        ("5/5", "2026-05-05"),
        ("3/4", "2026-04-03"),  # 4 March is past
        ("fri 4/3", "2026-04-03"),  # 4 March is no Friday
        ("next wed", "2026-03-18"),
    ],
)
def test_one_possible_reading_is_taken(text: str, expected: str) -> None:
    assert shown(understood(text)) == expected


def test_the_end_of_the_day_is_the_users() -> None:
    assert parse_when("eod", NOW, RU, time(19, 30)).time == time(19, 30)


def test_own_days_off_move_working_days() -> None:
    mine = WorkCalendar(days_off=frozenset({date(2026, 3, 13), date(2026, 3, 16)}))
    assert parse_when("через 2 рабочих дня", NOW, mine).day == date(2026, 3, 17)
    assert parse_when("конец недели", NOW, mine).day == date(2026, 3, 12)
    assert parse_when("на следующей неделе", NOW, mine).day == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        (datetime(2026, 3, 13, 17, 0, tzinfo=MOSCOW), "конец недели", "2026-03-13"),
        (datetime(2026, 3, 14, 12, 0, tzinfo=MOSCOW), "конец недели", "2026-03-20"),
        (datetime(2026, 3, 15, 12, 0, tzinfo=MOSCOW), "next monday", "2026-03-16"),
        (datetime(2026, 3, 11, 23, 50, tzinfo=MOSCOW), "через полчаса", "2026-03-12 00:20"),
        (datetime(2026, 3, 11, 19, 0, tzinfo=MOSCOW), "eod", "2026-03-12 18:00"),
        (datetime(2026, 1, 31, 9, 0, tzinfo=MOSCOW), "через месяц", "2026-02-28"),
        (datetime(2026, 12, 30, 9, 0, tzinfo=MOSCOW), "через 1 рабочий день", "2027-01-11"),
        (datetime(2026, 12, 25, 9, 0, tzinfo=MOSCOW), "5 января", "2027-01-05"),
        (datetime(2026, 4, 10, 9, 0, tzinfo=MOSCOW), "31 числа", "2026-05-31"),
        # Clocks go forward in Berlin at 02:00: two hours later it is 04:30.
        (datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")), "+2h", "2026-03-29 04:30"),
    ],
)
def test_at_other_moments(now: datetime, text: str, expected: str) -> None:
    assert shown(understood(text, now)) == expected


def test_a_note_keeps_its_letters() -> None:
    note = "Ёжиков; КП №5 — «Срочно», 10% и e-mail: a@b.ru"
    assert understood(f"завтра в 15 {note}").rest == note
    assert understood("завтра мои\u0306").rest == "мой"  # composed, as one letter


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        parse_when("завтра", NOW.replace(tzinfo=None), RU)


WORDS = sorted({word for text, _ in RUSSIAN + ENGLISH for word in text.split()})
PHRASES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
GLUED = st.lists(st.sampled_from([*WORDS, ".", ":", "/", "-", ","]), max_size=6).map("".join)
TEXTS = st.one_of(st.text(max_size=40), PHRASES, GLUED)
MOMENTS = st.builds(
    datetime.combine,
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.times(),
    st.sampled_from([MOSCOW, UTC]),
)


@settings(max_examples=600, deadline=None)
@given(TEXTS, MOMENTS, st.booleans())
@example("İ завтра", NOW, False)
@example("٣ дня", NOW, False)
@example("0" * 5000, NOW, True)
def test_any_text_is_understood_or_refused(text: str, now: datetime, allow_past: bool) -> None:
    try:
        found = parse_when(text, now, RU, allow_past=allow_past)
    except Invalid as problem:
        assert problem.code in {
            "when_empty",
            "when_nonsense",
            "day_nonsense",
            "when_past",
            "when_ambiguous",
        }
        options = problem.facts.get("options", ())
        assert isinstance(options, tuple)
        assert len(options) != 1
        results: tuple[When, ...] = options
    else:
        results = (found,)
    minute = now.replace(second=0, microsecond=0, tzinfo=None)
    for when in results:
        moment = datetime.combine(when.day, when.time or time.max)
        assert allow_past or moment >= minute


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times(), st.booleans())
def test_iso_is_read_back(day: date, at: time, timed: bool) -> None:
    at = at.replace(second=0, microsecond=0)
    text = f"{day} {at:%H:%M}" if timed else day.isoformat()
    expected = When(day, at if timed else None, "")
    assert parse_when(text, NOW, RU, allow_past=True) == expected
    if timed:
        stamp = datetime.combine(day, at).isoformat()
        assert parse_when(stamp, NOW, RU, allow_past=True) == expected


@settings(deadline=None)
@given(st.sampled_from(RUSSIAN + ENGLISH), st.integers(0, 3))
def test_case_and_spaces_do_not_matter(row: tuple[str, str], spaces: int) -> None:
    text, _ = row
    plain = understood(text)
    loud = understood(" " * spaces + (" " * (spaces + 1)).join(text.upper().split(" ")))
    assert (loud.day, loud.time) == (plain.day, plain.time)


@settings(deadline=None)
@given(st.integers(1, 300), MOMENTS)
def test_days_from_now(n: int, now: datetime) -> None:
    expected = now.date() + timedelta(n)
    assert understood(f"через {n} дней", now).day == expected
    assert understood(f"in {n} days", now).day == expected
    assert understood(f"+{n}d", now).day == expected
    assert understood(f"через {n} рабочих дней", now).day == RU.add_workdays(now.date(), n)
