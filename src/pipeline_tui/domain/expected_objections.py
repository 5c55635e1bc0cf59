"""Which objections to be ready for in a call, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from pipeline_tui.domain.objections import LogRow, ObjectionTypeRow, RankedAnswer
from pipeline_tui.domain.shares import Share
from pipeline_tui.domain.vocabulary import ObjectionResult


class Expected(Struct, frozen=True):
    """An objection to be ready for: one of theirs, the last time it was met, or one of the stage.

    `share` is its part of the objections met at this stage, of one that they have not raised.
    `answer` is the best one that has not failed with them.
    """

    type_id: int
    code: str
    name: str | None
    met_at: datetime | None
    verbatim: str
    result: str
    share: Share | None
    answer: RankedAnswer | None

    @property
    def stands(self) -> bool:
        """Whether they raised it and it was not taken off."""
        return self.met_at is not None and self.result != ObjectionResult.WORKED


LIKELY = 3
"""Objections of the stage to be ready for, beside their own."""

LIKELY_SHARE = 0.1
"""From this part of the objections of a stage on one is likely there."""


def expected(
    history: Sequence[LogRow],
    here: Mapping[int, int],
    kinds: Mapping[int, ObjectionTypeRow],
    ranked: Callable[[int], Sequence[RankedAnswer]],
) -> list[Expected]:
    """What to be ready for in a call: what they objected and nobody took off, then what the stage is
    likely to bring, then what was taken off already.

    `history` are the events with this client, newest first; `here` counts those of the stage by kind;
    `ranked` gives the answers to a kind, best first. Kinds that are put away are left out.
    """
    latest: dict[int, LogRow] = {}
    failed: set[int] = set()
    spoken: set[int] = set()
    for row in history:
        latest.setdefault(row.type_id, row)
        if row.answer_id is not None and row.answer_id not in spoken:
            spoken.add(row.answer_id)
            if row.result == ObjectionResult.DID_NOT:
                failed.add(row.answer_id)

    def answer(type_id: int) -> RankedAnswer | None:
        return next((one for one in ranked(type_id) if one.answer.id not in failed), None)

    def one_of(type_id: int, row: LogRow | None, share: Share | None) -> Expected:
        return Expected(
            type_id, kinds[type_id].code, kinds[type_id].name,
            met_at=row.met_at if row else None, verbatim=row.verbatim if row else "",
            result=row.result if row else "", share=share, answer=answer(type_id),
        )  # fmt: skip

    theirs = [one_of(one, row, None) for one, row in latest.items() if one in kinds]
    whole = sum(here.values())
    likely = [
        one
        for one in kinds
        if one not in latest and here.get(one, 0) and here[one] >= LIKELY_SHARE * whole
    ]
    likely.sort(key=lambda one: -here[one])
    return [
        *(one for one in theirs if one.stands),
        *(one_of(one, None, Share(here[one], whole)) for one in likely[:LIKELY]),
        *(one for one in theirs if not one.stands),
    ]  # fmt: skip
