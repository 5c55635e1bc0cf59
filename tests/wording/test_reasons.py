"""Every reason and every gate has its sentence, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline_tui import i18n
from pipeline_tui.domain.calls import Ahead, CallDone, CallRow, HiddenRow, OutcomeRow
from pipeline_tui.domain.ladder import Rest, Retry
from pipeline_tui.domain.objections import Standing
from pipeline_tui.domain.ranking import Gate, Reason, Score, Tier
from pipeline_tui.domain.requests import Asked, Office, ResponseRules
from pipeline_tui.domain.vocabulary import Schedules
from pipeline_tui.domain.win_back import LastOffer, WinBack
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.wording import reasons

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
TODAY = date(2026, 3, 11)
AT = reasons.Clock(NOW, MOSCOW)
SCORE = Score(1.0, 0.6, 0.5, 0.25, 0.5, 10)


def asked(way: str, minutes: int) -> Asked:
    """A request of so many minutes ago, in an office that works from nine to six."""
    rules = ResponseRules(Office(WorkCalendar("RU"), MOSCOW))
    return Asked(1, way, rules.waiting(NOW - timedelta(minutes=minutes), NOW))


STANDS = Standing("price", None, "кусается", NOW - timedelta(days=14))


def row(reason: Reason, **facts: object) -> CallRow:
    values: dict[str, object] = {
        "id": 1, "rank": 3, "tier": Tier.STEP, "reason": reason, "client": "Alpha", "contact": "",
        "contact_id": None, "role": None, "phone": "", "e164": None, "extension": "", "zone": None,
        "stake_minor": 130_000_00, "currency": "RUB", "deal_id": None, "deal": "", "stage": None,
        "task_id": None, "title": "", "task_kind": "call", "due_on": TODAY - timedelta(days=1),
        "due_at": None, "since": NOW - timedelta(minutes=47), "count": 14,
        "said_minor": 60_000_00, "abc": None, "score": SCORE, "pinned": False,
        "last_touch": NOW - timedelta(days=2), "request": asked("site", 12), **facts,
    }  # fmt: skip
    return CallRow(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "english", "russian"),
    [
        (row(Reason.EXACT_CALLBACK, due_at=NOW + timedelta(minutes=10), title="price"),
         "Agreed for 10:30: price", "Договорились на 10:30: price"),
        (row(Reason.INBOUND), "Request from the site waiting 12 min",
         "Заявка с сайта ждёт 12 мин"),
        (row(Reason.INBOUND, request=asked("call", 3), title="prices"),
         "Missed call waiting 3 min, answer by 10:22: prices",
         "Пропущенный звонок ждёт 3 мин, ответить до 10:22: prices"),
        (row(Reason.INBOUND, request=asked("message", 0)), "Message just now, answer by 10:25",
         "Сообщение: только что, ответить до 10:25"),
        (row(Reason.INBOUND, request=asked("email", 75)),
         "E-mail waiting 1 h 15 min, long overdue", "Письмо ждёт 1 ч 15 мин, давно пора ответить"),
        (row(Reason.INBOUND, request=asked("site", 13 * 60)),
         "Request from the site waiting 1 h 20 min (yesterday 21:20), long overdue",
         "Заявка с сайта ждёт 1 ч 20 мин (вчера 21:20), давно пора ответить"),
        (row(Reason.CALLBACK), "Promised for yesterday", "Обещали вчера"),
        (row(Reason.BROKEN_PROMISE), "Promised 60,000 ₽, due yesterday: nothing came",
         "Обещали 60 000 ₽, срок был вчера, денег нет"),
        (row(Reason.DEBT_STEP), "Overdue by 14 days: 130,000 ₽", "Просрочка 14 дней: 130 000 ₽"),
        (row(Reason.STEP, due_on=TODAY, title="send it", task_kind="email"),
         "For today: send it (write an e-mail)", "На сегодня: send it (написать письмо)"),
        (row(Reason.STEP, title="send it"), "1 day late: send it", "Опоздание 1 день: send it"),
        (row(Reason.RETRY), "Nobody answered 2 days ago; try again",
         "Не дозвонились 2 дн. назад, пробуем ещё"),
        (row(Reason.OBJECTION, objection=STANDS),
         "Unanswered for 14 days: Too expensive · “кусается”",
         "Возражение висит 14 дней: Дорого · «кусается»"),
        (row(Reason.STEP, title="send it", objection=STANDS),
         "1 day late: send it · unanswered: Too expensive",
         "Опоздание 1 день: send it · висит возражение: Дорого"),
        (row(Reason.DEBT_STEP, objection=STANDS), "Overdue by 14 days: 130,000 ₽",
         "Просрочка 14 дней: 130 000 ₽"),
        (row(Reason.NO_STEP), "Deal without a next step", "Сделка без следующего шага"),
        (row(Reason.ROTTING), "14 days of silence and no next step",
         "Тишина 14 дней, следующего шага нет"),
        (row(Reason.TOUCH), "14 days without contact", "Без связи 14 дней"),
        (row(Reason.NEVER), "Never called yet", "Ещё ни разу не звонили"),
        (row(Reason.LATE_ORDER), "Late to reorder: 14 days since the last order",
         "Пора бы заказать: с последнего заказа 14 дней"),
        (row(Reason.WIN_BACK, title="lathe", win_back=WinBack(
            1, "lathe", date(2026, 1, 12), "price", None, "Vega", "a year to pay",
            offer=LastOffer("7", 500_000_00, "RUB", date(2026, 1, 5)))),
         "Time to win them back: lathe · lost 12 Jan 2026: price (Vega)"
         " · offer 7 for 500,000 ₽, 5 Jan 2026",
         "Пора вернуть: lathe · проиграна 12.01.2026: цена (Vega) · КП 7 на 500 000 ₽, 05.01.2026"),
        (row(Reason.DORMANT, count=400, win_back=WinBack(
            ordered_on=date(2025, 2, 4), offer=LastOffer("7", 500_00, "RUB", date(2025, 1, 5)))),
         "No order for 400 days · offer 7 for 500 ₽, 5 Jan 2025",
         "Нет заказов 400 дней · КП 7 на 500 ₽, 05.01.2025"),
        (row(Reason.WIN_BACK, title="lathe"), "Time to win them back: lathe", "Пора вернуть: lathe"),
        (row(Reason.COLD, last_touch=None), "New lead, first call", "Новый, первый звонок"),
        (row(Reason.PINNED), "You put it on top", "Вы закрепили"),
    ],
)  # fmt: skip
def test_the_sentence_of_a_reason(given: CallRow, english: str, russian: str) -> None:
    assert reasons.reason(given, AT).replace("\u00a0", " ") == english
    i18n.use("ru")
    assert reasons.reason(given, AT).replace("\u00a0", " ") == russian


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason, language: str) -> None:
    i18n.use(language)
    text = reasons.reason(row(reason), AT)
    assert text
    assert "{" not in text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("gate", list(Gate))
def test_every_gate_has_a_sentence_and_a_title(gate: Gate, language: str) -> None:
    i18n.use(language)
    note = "week" if gate is Gate.LAW else "why"
    hidden = HiddenRow(1, "Alpha", gate, NOW, note, Tier.STEP, Reason.STEP, None)
    for text in (reasons.gate(hidden, AT), reasons.gate_title(gate)):
        assert text
        assert "{" not in text


@pytest.mark.parametrize("tier", list(Tier))
def test_every_tier_has_a_title(tier: Tier) -> None:
    assert reasons.tier_title(tier)


def test_the_numbers_below_the_sentence_add_up() -> None:
    """35 + 15 + 7.5 + 3.75 + 5 − 10."""
    assert [line[1] for line in reasons.score_lines(SCORE)] == [
        "35", "15", "7.5", "3.8", "5", "−10",
    ]  # fmt: skip
    assert reasons.score_total(SCORE) == "56.2 of 100"


@pytest.mark.parametrize("schedules", list(Schedules))
def test_every_outcome_says_what_it_schedules(schedules: Schedules) -> None:
    outcome = OutcomeRow(1, "x", None, True, schedules)
    retry = Retry(2, datetime(2026, 3, 11, 13, 20, tzinfo=MOSCOW))
    full, short = reasons.foreseen(outcome, Ahead(retry), AT)
    assert bool(full) is bool(short) is (schedules is not Schedules.NOTHING)
    assert len(short) <= len(full)
    if schedules is Schedules.LADDER:
        assert full == "today 13:20, try 2"
        rest = Ahead(Rest(date(2026, 3, 12)))
        assert reasons.foreseen(outcome, rest, AT)[0] == "rests until tomorrow"


@pytest.mark.parametrize(
    ("schedules", "rests", "full", "short"),
    [
        (Schedules.STEP, False, "Fri 13 Mar 14:00: send it", "Fri 13 Mar 14:00"),
        (Schedules.STEP, True, "Fri 13 Mar 14:00: send it", "Fri 13 Mar 14:00"),
        (Schedules.LADDER, False, "Fri 13 Mar 14:00: send it", "Fri 13 Mar 14:00"),
        # After the last attempt the client rests, whatever delay the outcome has.
        (Schedules.LADDER, True, "rests until tomorrow", "rests until tomorrow"),
    ],
)
def test_an_outcome_that_says_when_shows_the_day_it_comes_to(
    schedules: Schedules, rests: bool, full: str, short: str
) -> None:
    at = datetime(2026, 3, 13, 11, tzinfo=UTC)
    outcome = OutcomeRow(1, "x", None, True, schedules, after_hours=51, title="send it")
    next_try = Rest(date(2026, 3, 12)) if rests else Retry(2, at)
    ahead = Ahead(next_try, {1: (date(2026, 3, 13), at)})
    assert reasons.foreseen(outcome, ahead, AT) == (full, short)


@pytest.mark.parametrize(
    "what", ["step", "callback", "retry", "rest", "promise", "snoozed", "lost", "won", "stop",
             "inbound", ""]
)  # fmt: skip
def test_every_end_of_a_call_is_said(what: str) -> None:
    text = reasons.left(CallDone(1, what, TODAY, None), "Alpha", AT)
    assert text.startswith("Alpha: ")
    assert "{" not in text
