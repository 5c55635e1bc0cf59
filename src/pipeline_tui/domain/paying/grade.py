"""A payer's grade with its evidence, and the terms and the limit that follow from it.

The bands are a rule of this house, coarse on purpose; what they rest on is in `curve`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import floor, log10

from msgspec import Struct

from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.paying.curve import COUNTED, Base, curve_of
from pipeline_tui.domain.paying.parts import Part, fallen


class Method(StrEnum):
    """Where a figure comes from: own history pulled to everybody's, everybody's, the last invoice."""

    OWN = "own"
    BASE = "base"
    LAST = "last"


class Trust(Struct, frozen=True):
    """Which method did best when history was replayed: for the chance to be late, for days late as they
    usually are, and for days late on the mean. `told` says whether enough invoices told, else own
    history is used untried."""

    chance: Method = Method.OWN
    usual: Method = Method.OWN
    days: Method = Method.OWN
    told: bool = False


class Grade(StrEnum):
    """From one that pays in time to one to sell to for prepayment only."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


_BANDS = ((2.0, Grade.A), (7.0, Grade.B), (15.0, Grade.C), (30.0, Grade.D))
"""Expected days late up to which a grade goes."""
_MORE_OFTEN_THAN_NOT = 0.5
_FACTORS = {Grade.A: 1.5, Grade.B: 1.25, Grade.C: 1.0, Grade.D: 0.5, Grade.E: 0.0}
"""How much of what a client buys within its terms it may owe at once."""
_PREPAID = {Grade.D: 50, Grade.E: 100}
YEAR = 365


def grade_of(chance: float, days: float) -> Grade:
    """The grade of expected days late; who is late more often than not is a B at best."""
    for most, found in _BANDS:
        if days <= most:
            return Grade.B if found is Grade.A and chance >= _MORE_OFTEN_THAN_NOT else found
    return Grade.E


class Advice(Struct, frozen=True):
    """Terms: per cent to be paid before delivery, days for the rest; and the most to be owed at once,
    none where the client bought nothing lately to measure it by."""

    prepaid: int
    days: int
    limit_minor: int | None


class Payer(Struct, frozen=True):
    """How a client pays: `late` of `fallen` debts past their due day, `overdue` of them still open;
    `mean_late` and `settled` are of those paid. What to expect of the next one: the chance to be late,
    days late on the mean (`days`) and as half of them are (`usual`). `base_share` is everybody's share
    of late ones."""

    client_id: int
    fallen: int
    late: int
    overdue: int
    settled: int
    mean_late: float | None
    base_share: float
    chance: float
    days: float
    usual: int
    grade: Grade


class Say(Struct, frozen=True):
    """What one method says of the next debt of a payer."""

    chance: float
    days: float
    usual: float


def says(parts: Iterable[Part], day: int, base: Base, whole: Say) -> dict[Method, Say]:
    """What each method says of a payer, `whole` being what is said of everybody. The last invoice, where it
    is open, says the days so far: replayed, that did better than the last one paid."""
    parts = list(parts)
    curve = curve_of(parts, day, base)
    over = fallen(parts, day)
    last = whole
    if over:
        late, days = over[-1].is_late(day), over[-1].days_late(day)
        last = Say(float(bool(late)), float(min(days, COUNTED)), float(days))
    return {
        Method.OWN: Say(curve.chance, curve.expected, float(curve.usual)),
        Method.BASE: whole,
        Method.LAST: last,
    }


def said_of_all(base: Base) -> Say:
    """What everybody's curve says."""
    curve = curve_of((), 0, base)
    return Say(curve.chance, curve.expected, float(curve.usual))


def payer(
    client_id: int, parts: Sequence[Part], day: int, base: Base, trust: Trust
) -> Payer | None:
    """How a client pays; none where none of its debts has fallen due yet, and where so few debts have
    fallen due at all that everybody's behaviour is not known either."""
    over = fallen(parts, day)
    if not over or base.fallen < LITTLE_DATA:
        return None
    found = says(parts, day, base, said_of_all(base))
    settled = [one.days_late(day) for one in over if one.settled <= day]
    chance, days = found[trust.chance].chance, found[trust.days].days
    return Payer(
        client_id=client_id, fallen=len(over), late=sum(bool(one.is_late(day)) for one in over),
        overdue=len(over) - len(settled), settled=len(settled),
        mean_late=sum(settled) / len(settled) if settled else None,
        base_share=base.late / base.fallen if base.fallen else 0.0,
        chance=chance, days=days, usual=round(found[trust.usual].usual),
        grade=grade_of(chance, days),
    )  # fmt: skip


def advice(found: Payer, usual_terms: int, sold_minor: int) -> Advice:
    """What to agree with a payer.

    Up to B the usual terms stand; from C on they shrink by the days the client takes anyway, D pays
    half before delivery, E all. The limit is what the client buys within its usual terms, by its
    invoices of the last year (`sold_minor`), times 1.5 for A down to nothing for E, to two digits.
    """
    days = usual_terms
    if found.grade not in (Grade.A, Grade.B):
        days = max(0, usual_terms - round(found.days))
    prepaid = _PREPAID.get(found.grade, 0)
    limit = sold_minor * usual_terms * _FACTORS[found.grade] / YEAR
    return Advice(
        prepaid, 0 if prepaid == 100 else days, _two_digits(limit) if sold_minor > 0 else None
    )


def _two_digits(value: float) -> int:
    if value < 1:
        return 0
    step = 10 ** max(0, floor(log10(value)) - 1)
    return int(value // step) * int(step)
