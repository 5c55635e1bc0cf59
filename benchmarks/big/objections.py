"""The library of answers, the objections that were met, and the answers given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .filler import OPEN_STAGES, Filler, weighted

_HEARD = (
    "дорого", "у нас уже есть поставщик", "надо подумать", "пришлите на почту", "нет бюджета",
    "too expensive", "we already work with someone", "call me next quarter", "сейчас не сезон",
)  # fmt: skip
_SAID_OF = (
    "цена", "срок", "склад", "монтаж", "гарантия", "отсрочка", "партия", "замена", "сервис", "образец",
    "договор", "доставка", "бюджет", "директор", "поставщик", "качество", "опыт", "сезон", "скидка", "расчёт",
)  # fmt: skip
_RESULTS = (("worked", 40), ("did_not", 30), ("partly", 20), ("open", 10))


def add_answers(f: Filler) -> None:
    """Answers of one's own beside those of the starter library, as many to each kind."""
    kinds = [number for (number,) in f.db.execute("SELECT id FROM objection_type ORDER BY id")]
    (known,) = f.db.execute("SELECT count(*) FROM answer").fetchone()
    f.insert(
        "answer", ("type_id", "technique", "text", "follow_up", "position"),
        (
            (kinds[n % len(kinds)], "clarify", _answer(f, n), "Верно я вас понимаю?", 100 + n)
            for n in range(f.size["answer"] - known)
        ),
    )  # fmt: skip


def _answer(f: Filler, number: int) -> str:
    first, second, third = f.chance.sample(_SAID_OF, 3)
    return (
        f"Понимаю вас. Давайте посмотрим на это так: {first}, {second} и {third} у нас в одном"
        f" договоре, вариант {number}. Что из этого для вас главное?"
    )


def add_objections(f: Filler) -> None:
    """Objections in order of time, the first kinds of the library far oftener than the last."""
    f.insert(
        "objection_event",
        ("type_id", "client_id", "deal_id", "stage_id", "answer_id", "verbatim", "result",
         "genuine", "met_at"),
        _events(f),
    )  # fmt: skip


def _events(f: Filler) -> Iterator[tuple[Any, ...]]:
    answers: dict[int, list[int]] = {}
    for number, kind in f.db.execute("SELECT id, type_id FROM answer"):
        answers.setdefault(kind, []).append(number)
    kinds, results = sorted(answers), weighted(_RESULTS)
    stages = [f.stage[code] for code in OPEN_STAGES]
    count, choice = f.size["objection_event"], f.chance.choice
    for number in range(count):
        kind = kinds[int(len(kinds) * f.chance.random() ** 2)]
        deal = 1 + number * (len(f.deals) - 1) // count
        client, opened, _ = f.deals[deal]
        said = f"{choice(_HEARD)}, {choice(_SAID_OF)} {number % 997}"
        yield (kind, client, deal, choice(stages), choice(answers[kind]), said,
               choice(results), choice((None, 0, 1)), f.moment(opened))  # fmt: skip
