"""From candidates to the list: one line per client, tiers in order, a share kept for cold calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.ranking.candidates import INTERRUPTS, PROMISED, Candidate, Gate, Tier
from pipeline_tui.domain.ranking.gates import Closed, closed
from pipeline_tui.domain.ranking.score import Score, score


class Day(Struct, frozen=True):
    """The clock, the user's day, and how many calls it holds; `done` of them are made already.

    `frozen` are the clients that stand on the list since morning: the quota cuts others first.
    """

    now: datetime
    today: date
    most: int = 40
    cold_share: float = 0.2
    done: int = 0
    cold_done: int = 0
    frozen: frozenset[int] = frozenset()


class Ranked(Struct, frozen=True):
    """A line of the list."""

    candidate: Candidate
    score: Score


class Hidden(Struct, frozen=True):
    """A client who is not on the list now, and what holds them back."""

    candidate: Candidate
    closed: Closed


class Ranking(Struct, frozen=True):
    """The list in order, and who is hidden, the most pressing first."""

    listed: tuple[Ranked, ...]
    hidden: tuple[Hidden, ...]


def rank(candidates: Iterable[Candidate], day: Day) -> Ranking:
    """Rank candidates. The answer depends on nothing but the arguments, not even on their order."""
    everyone = list(candidates)
    highest = _highest(everyone)
    open_: dict[int, Ranked] = {}
    shut: dict[int, Hidden] = {}
    for one in everyone:
        client_id = one.client.client_id
        gate = closed(one, day.now, day.today)
        if gate is not None:
            known = shut.get(client_id)
            if known is None or _hidden_key(one) < _hidden_key(known.candidate):
                shut[client_id] = Hidden(one, gate)
            continue
        found = Ranked(one, score(one, day.now, highest.get((one.tier, one.currency), 0)))
        best = open_.get(client_id)
        if best is None or _key(found) < _key(best):
            open_[client_id] = found
    ordered = sorted(open_.values(), key=_key)
    listed, cut = _share_out(ordered, day)
    hidden = [one for client_id, one in shut.items() if client_id not in open_]
    hidden += [Hidden(one.candidate, Closed(Gate.DAY_FULL)) for one in cut]
    hidden.sort(key=lambda one: _hidden_key(one.candidate))
    return Ranking(tuple(listed), tuple(hidden))


def _highest(candidates: Iterable[Candidate]) -> dict[tuple[Tier, str], int]:
    """The largest value by tier and currency; sums of different currencies are never compared."""
    found: dict[tuple[Tier, str], int] = {}
    for one in candidates:
        place = (one.tier, one.currency)
        found[place] = max(found.get(place, 0), one.value_minor)
    return found


class _Last(Struct, frozen=True):
    """What decides between two candidates that are alike in all that counts: every field they have,
    read only when it comes to that. Without it the order of reading would decide."""

    candidate: Candidate

    def __lt__(self, other: _Last) -> bool:
        return self._fields() < other._fields()

    def _fields(self) -> list[str]:
        names = self.candidate.__struct_fields__
        return [repr(getattr(self.candidate, name)) for name in names if name != "client"]


_Key = tuple[bool, int, str, float, bool, str, int, int, _Last]


def _key(one: Ranked) -> _Key:
    """Pins first; then the tier; promised times and requests by time, the rest by score.

    Ties go to the client longest untouched, then to the lower number, of client and of task or deal.
    """
    candidate, client = one.candidate, one.candidate.client
    time = ""
    if candidate.tier == Tier.EXACT and candidate.due_at is not None:
        time = moment_text(candidate.due_at)
    elif candidate.tier == Tier.INBOUND and candidate.since is not None:
        time = moment_text(candidate.since)
    touched = client.last_touch
    return (
        not client.pinned,
        candidate.tier,
        time,
        -round(one.score.total, 6),
        touched is not None,
        moment_text(touched) if touched is not None else "",
        client.client_id,
        candidate.task_id or candidate.deal_id or 0,
        _Last(candidate),
    )


def _hidden_key(candidate: Candidate) -> tuple[int, int, int, int, _Last]:
    return (
        candidate.tier,
        candidate.client.client_id,
        candidate.task_id or 0,
        candidate.deal_id or 0,
        _Last(candidate),
    )


def _share_out(ordered: list[Ranked], day: Day) -> tuple[list[Ranked], list[Ranked]]:
    """The list as long as the day allows, and what did not fit.

    A share of the day is kept for cold calls where there are any; what either side leaves free
    goes to the other. Pins and what the client waits for always stay.
    """

    def stays(one: Ranked) -> bool:
        return one.candidate.client.pinned or one.candidate.tier in PROMISED

    room = max(0, day.most - day.done)
    promised = [one for one in ordered if stays(one)]
    warm = [one for one in ordered if not stays(one) and one.candidate.tier != Tier.COLD]
    cold = [one for one in ordered if not stays(one) and one.candidate.tier == Tier.COLD]
    share = max(0, int(day.most * day.cold_share + 0.5) - day.cold_done)
    kept = min(len(cold), share, room)
    fits = max(0, room - len(promised) - kept)
    spare = max(kept, room - len(promised) - min(fits, len(warm)))

    def first(ones: list[Ranked], count: int) -> list[Ranked]:
        return sorted(ones, key=lambda one: one.candidate.client.client_id not in day.frozen)[
            :count
        ]

    chosen = {id(one) for one in (*promised, *first(warm, fits), *first(cold, spare))}
    return (
        [one for one in ordered if id(one) in chosen],
        [one for one in ordered if id(one) not in chosen],
    )


def going_on(
    waiting: Mapping[int, Tier], order: Sequence[int], here: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(clients whose cards are behind, those still ahead) once the card of `here` is done.

    `waiting` are the clients on the list now, in its order. The order of the cards is kept; only what
    may interrupt comes in between, and whoever waits no more is left out.
    """
    at = order.index(here) + 1 if here in order else 0
    behind = tuple(order[:at])
    urgent = (
        one for one, tier in waiting.items()
        if tier in INTERRUPTS and one not in behind and one != here
    )  # fmt: skip
    return behind, tuple(dict.fromkeys([*urgent, *(one for one in order[at:] if one in waiting)]))
