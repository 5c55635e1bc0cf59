"""What happened, what came in, and what is to happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from pipeline_tui.domain.dates import day_text, moment_text

from .filler import ZONE, Filler, seller, weighted

_NOTES = (
    "", "", "", "Просил перезвонить после обеда", "Обсудили сроки и доставку", "Ждёт цену",
    "Нужны образцы, потом решение", "Asked for a written offer", "Will decide next week",
    "Сравнивает с другим поставщиком", "Всё устраивает, готовит заявку",
)  # fmt: skip
_KINDS = (("call", 66), ("email", 17), ("message", 8), ("note", 5), ("meeting", 4))
_ENDS = (
    ("no_answer", 34), ("reached_decision_maker", 18), ("busy", 10), ("call_back", 10),
    ("interested", 8), ("reached_other", 7), ("refused", 5), ("voicemail", 3), ("meeting_set", 3),
    ("promised_to_pay", 2),
)  # fmt: skip
_LADDER = (0, 0, 1, 2, 4, 7)
"""Days back from one unanswered attempt to the one before, as the no-answer ladder spaces them."""

_CALLS_TODAY = 12
_COLUMNS = (
    "id", "client_id", "contact_id", "deal_id", "kind", "direction", "outcome_id", "started_at",
    "duration_s", "note", "owner", "attempt",
)  # fmt: skip


def add_activities(f: Filler) -> None:
    """Touches in order of time, evenly over the working days, and some calls this morning.

    Seven in ten are about a deal of the last months; of the leads the newer ones are called. Some
    hundreds of clients are on a rung of the no-answer ladder.
    """
    ladders = _ladders(f)
    f.insert("activity", _COLUMNS, _numbered(_touches(f, ladders)))


def _numbered(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows, start=1):
        yield (number, *row)


def _touches(f: Filler, ladders: dict[int, list[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
    days, made = len(f.days), 0
    each = (f.size["activity"] - sum(map(len, ladders.values())) - _CALLS_TODAY) / days
    kinds, ends = weighted(_KINDS), weighted(_ENDS)
    for day in range(days):
        count = int(each * (day + 1)) - int(each * day)
        for place in range(count):
            made += 1
            client, deal = _whom(f, day)
            kind = f.chance.choice(kinds)
            came_in = kind != "note" and f.chance.random() < 0.1
            at = f.moment(day, 6 + 9 * place / count)
            if came_in and made % 7 == 0:
                f.inbound.append((made, client, at))
            yield (
                client, f.contact_of(client), deal, kind,
                None if kind == "note" else "in" if came_in else "out",
                f.outcome[f.chance.choice(ends)] if kind == "call" else None, at,
                int(f.chance.random() * 400) if kind == "call" else None, f.chance.choice(_NOTES),
                seller(client), None,
            )  # fmt: skip
        for row in ladders.get(day, ()):
            made += 1
            yield row
    midnight = datetime.combine(f.today, time(), ZONE)
    for place in range(_CALLS_TODAY):
        client, deal = _whom(f, days - 1)
        at = moment_text(midnight + (f.now - midnight) * (place + 1) / (_CALLS_TODAY + 2))
        yield _unanswered(f, client, deal, at, 1)


def _whom(f: Filler, day: int) -> tuple[int, int | None]:
    """(client, deal) of a touch on a day."""
    draw = f.chance.random()
    per_day = (len(f.deals) - 1) / len(f.days)
    if draw < 0.72:
        back = int(f.chance.random() ** 2 * 90 * per_day)
        deal = max(1, int((day + 1) * per_day) - back)
        if int((day + 1) * per_day) > back:
            return f.deals[deal][0], deal
    if draw < 0.93 or not f.leads:
        return f.buyers[int(len(f.buyers) * f.chance.random() ** 1.6)], None
    known = len(f.leads) * (0.3 + 0.7 * day / len(f.days))
    return f.leads[int(known * (1 - f.chance.random() ** 2 / 2))], None


def _unanswered(f: Filler, client: int, deal: int | None, at: str, attempt: int) -> tuple[Any, ...]:
    return (
        client, f.contact_of(client), deal, "call", "out", f.outcome["no_answer"], at, 25, "",
        seller(client), attempt,
    )  # fmt: skip


def _ladders(f: Filler) -> dict[int, list[tuple[Any, ...]]]:
    """Unanswered calls by day, of the clients in `f.laddered`."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    some = f.chance.sample(f.buyers + f.leads, min(600, f.size["client"] // 20))
    f.laddered = [(client, 1 + place % 5) for place, client in enumerate(sorted(some))]
    for client, made in f.laddered:
        day = len(f.days) - 1
        for attempt in range(made, 0, -1):
            row = _unanswered(f, client, None, f.moment(day, 15), attempt)
            found.setdefault(day, []).append(row)
            day -= _LADDER[attempt] + 1
    return found


def add_requests(f: Filler) -> None:
    """Requests that were answered within hours; the last fifteen wait."""
    waiting = f.inbound[-15:]
    f.insert(
        "request", ("client_id", "activity_id", "way", "arrived_at", "answered_at"),
        ((client, activity, ("site", "email", "message")[activity % 3], at,
          None if at >= waiting[0][2] else f"{at[:11]}{int(at[11:13]) + 2:02}{at[13:]}")
         for activity, client, at in f.inbound),
    )  # fmt: skip


def add_tasks(f: Filler) -> None:
    """Seven open deals in ten have a step, one in fifty of those due or late; retries of calls that
    nobody took; all other tasks are done."""
    f.insert(
        "task",
        ("client_id", "contact_id", "deal_id", "kind", "origin", "title", "due_on", "due_at",
         "created_at", "done_at"),
        _tasks(f),
    )  # fmt: skip


def _tasks(f: Filler) -> Iterator[tuple[Any, ...]]:
    last = len(f.days) - 1
    open_deals = [number for number, deal in enumerate(f.deals) if deal[2] == -1]
    done = f.size["task"] - len(open_deals)
    for number in range(done):
        deal = 1 + number * (len(f.deals) - 1) // done
        client, opened, _ = f.deals[deal]
        day = min(last, opened + 5)
        yield (client, f.contact_of(client), deal, "call", "step", "Позвонить", f.days[day], None,
               f.moment(opened), f.moment(day))  # fmt: skip
    planned = [deal for deal in open_deals if f.chance.random() < 0.7]
    for place, deal in enumerate(planned):
        client = f.deals[deal][0]
        due = f.ahead(
            -(place // 50 % 12) if place % 50 == 0 else 1 + int(f.chance.random() ** 2 * 60)
        )
        at = datetime.combine(due, time(9 + place % 9), ZONE)
        yield (client, f.contact_of(client), deal, "call" if place % 3 else "email",
               "callback" if place % 11 == 0 else "step", "Уточнить по предложению",
               day_text(due), moment_text(at) if place % 9 == 0 else None, f.moment(last, 7),
               None)  # fmt: skip
    for place, (client, _) in enumerate(f.laddered):
        yield (client, f.contact_of(client), None, "call", "retry", "",
               day_text(f.ahead(place % 8 - 2)), None, f.moment(last, 8), None)  # fmt: skip
