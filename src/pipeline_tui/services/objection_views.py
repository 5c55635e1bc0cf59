"""Reading the objection library, its figures, its log, and finding an answer by what was heard."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline_tui import i18n
from pipeline_tui.domain.expected_objections import Expected, expected
from pipeline_tui.domain.heard import Ear, Match, Phrase
from pipeline_tui.domain.objections import (
    ENOUGH,
    AnswerRow,
    CardFacts,
    Counts,
    Hit,
    KindRow,
    LogFilter,
    LogRow,
    ObjectionTypeRow,
    RankedAnswer,
    Tally,
    meant_here,
    rank_answers,
    with_trial,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import objections

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

BEST = 3
"""Answers that a hit shows."""

_LOG_LIMIT = 100_000
_HISTORY = 50
"""Events of a client that are looked back at."""
_READY = 6
"""Objections one can be ready for in a call."""
_EVERYTHING = LogFilter()
_NO_CARD = CardFacts()


class _Stage(Struct, frozen=True):
    """What is offered at a stage: kinds, the commonest first, and the answers to each, best first."""

    code: str
    common: tuple[int, ...]
    ranked: dict[int, list[RankedAnswer]]
    best: dict[tuple[int, str, str], tuple[RankedAnswer, ...]] = {}
    """By kind, segment and product: what a hit shows, as far as it was asked for."""


class _Library(Struct):
    """What the look-up needs, as it was at an entry of the journal and is still; stages and the ear
    are made when they are asked for."""

    revision: int
    counts: Counts
    kinds: dict[int, ObjectionTypeRow]
    answers: dict[int, list[AnswerRow]]
    stages: dict[int | None, _Stage] = {}
    ear: Ear | None = None


class ObjectionViews(Service):
    """Reads of the library and the log. Nothing here writes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._read: _Library | None = None
        self._heard: tuple[tuple[Phrase, ...], Ear] | None = None
        self._lock = threading.RLock()

    # The library

    def kinds(self, *, retired: bool = False) -> list[KindRow]:
        """Kinds with how often, how well, where and for how much, the commonest first."""
        found = objections.kinds(self._db, self._library().counts, retired=retired)
        found.sort(key=lambda one: (one.kind.retired, -one.tally.met))  # stable: then as kept
        return found

    def kind(self, type_id: int) -> ObjectionTypeRow:
        """One kind; raises NotFound."""
        return objections.type_named(self._db, type_id)

    def ranked(
        self, type_id: int, stage_id: int | None = None, *, retired: bool = False
    ) -> list[RankedAnswer]:
        """The answers to a kind, best first for this stage; retired ones at the end."""
        rows = objections.answers(self._db, type_id, retired=retired)
        counted = self._library().counts
        here = counted.by_answer(stage_id) if stage_id is not None else {}
        ranked = rank_answers(rows, counted.by_answer(), here)
        ranked.sort(key=lambda one: one.answer.retired)
        return ranked

    def answer(self, answer_id: int) -> AnswerRow:
        """One answer, retired or not; raises NotFound."""
        return objections.answer(self._db, answer_id)

    def facts(
        self,
        client_id: int | None = None,
        deal_id: int | None = None,
        contact_id: int | None = None,
    ) -> CardFacts:
        """What the card gives to fill an answer with, and the stage the talk is at."""
        return objections.facts(
            self._db, client_id=client_id, deal_id=deal_id, contact_id=contact_id,
            me=self._settings.owner,
        )  # fmt: skip

    # The log

    def log_ids(self, wanted: LogFilter = _EVERYTHING, limit: int = _LOG_LIMIT) -> list[int]:
        """Numbers of events, newest first."""
        return objections.log_ids(self._db, wanted, limit)

    def log_rows(self, ids: Sequence[int]) -> dict[int, LogRow]:
        """These events; numbers that are gone are left out."""
        return objections.log_rows(self._db, ids)

    def log(self, wanted: LogFilter = _EVERYTHING, limit: int = 50) -> list[LogRow]:
        """The newest events that pass the filter."""
        ids = self.log_ids(wanted, limit)
        rows = self.log_rows(ids)
        return [rows[one] for one in ids if one in rows]

    def history(self, client_id: int, limit: int = 20) -> list[LogRow]:
        """What a client has objected, newest first."""
        return self.log(LogFilter(client_id=client_id), limit)

    def expected(self, client_id: int, facts: CardFacts) -> tuple[Expected, ...]:
        """What to be ready for in a call to a client about the deal of `facts`."""
        library, stage = self._library(), self._stage(facts.stage_id)
        history = self.log(LogFilter(client_id=client_id), _HISTORY)

        def ranked(type_id: int) -> list[RankedAnswer]:
            return meant_here(stage.ranked[type_id], stage.code, facts.segment, facts.product)

        here = library.counts.met_at(facts.stage_id)
        return tuple(expected(history, here, library.kinds, ranked)[:_READY])

    # Look-up

    def lookup(
        self, text: str, stage_id: int | None = None, limit: int = 8, facts: CardFacts = _NO_CARD
    ) -> list[Hit]:
        """Kinds that what was heard may be, likeliest first, each with its best three answers.

        An empty text gives the commonest kinds, at this stage where enough was met there. Answers
        tagged for another stage than this, another segment or product than those of `facts` stand last.
        """
        library, stage = self._library(), self._stage(stage_id)
        if not text.strip():
            return [
                self._hit(library, stage, Match(Phrase(one, "common", ""), 0.0, ""), facts)
                for one in stage.common[:limit]
            ]
        return [self._hit(library, stage, match, facts) for match in self._ear().find(text)[:limit]]

    def warm_up(self) -> None:
        """Make ready what the first letter needs."""
        self._ear()

    @staticmethod
    def _hit(library: _Library, stage: _Stage, match: Match, facts: CardFacts) -> Hit:
        phrase = match.phrase
        tally = library.counts.by_type().get(phrase.type_id, Tally())
        talk = (phrase.type_id, facts.segment, facts.product)
        best = stage.best.get(talk)
        if best is None or phrase.answer_id is not None:
            meant = meant_here(stage.ranked[phrase.type_id], stage.code, *talk[1:])
            best = stage.best[talk] = tuple(with_trial(meant, tally.met)[:BEST])
            if phrase.answer_id is not None:  # the answer that was looked for comes first
                meant.sort(key=lambda one: one.answer.id != phrase.answer_id)
                best = tuple(meant[:BEST])
        return Hit(
            kind=library.kinds[phrase.type_id], source=phrase.source, phrase=phrase.text,
            score=match.score, said=match.said, tally=tally, answers=best,
        )  # fmt: skip

    # What is held between two keys

    def _library(self) -> _Library:
        """The library and the log as numbers, read again only after a change of theirs."""
        with self._lock:
            revision = self._desk.history.revision()
            held = self._read
            if held is not None and held.revision != revision:
                if revision < held.revision or objections.changed_since(self._db, held.revision):
                    held = None
                else:
                    held.revision = revision
            if held is None:
                kinds = {kind.id: kind for kind in objections.types(self._db)}
                answers: dict[int, list[AnswerRow]] = {one: [] for one in kinds}
                for row in objections.answers(self._db):
                    if row.type_id in answers:
                        answers[row.type_id].append(row)
                held = _Library(revision, objections.counts(self._db), kinds, answers)
            self._read = held
            return held

    def _stage(self, stage_id: int | None) -> _Stage:
        with self._lock:
            library = self._library()
            if stage_id not in library.stages:
                library.stages[stage_id] = self._ranked_for(library, stage_id)
            return library.stages[stage_id]

    def _ranked_for(self, library: _Library, stage_id: int | None) -> _Stage:
        counts, none = library.counts, Tally()
        here = counts.by_type(stage_id) if stage_id is not None else {}
        if sum(tally.met for tally in here.values()) < ENOUGH:
            here = {}
        common = sorted(
            library.kinds,
            key=lambda one: (-here.get(one, none).met, -counts.by_type().get(one, none).met),
        )
        fared = counts.by_answer(stage_id) if stage_id is not None else {}
        return _Stage(
            objections.stage_code(self._db, stage_id), tuple(common),
            {
                one: rank_answers(rows, counts.by_answer(), fared)
                for one, rows in library.answers.items()
            },
        )  # fmt: skip

    def _ear(self) -> Ear:
        with self._lock:
            library = self._library()
            if library.ear is None:
                phrases = (*_names(library.kinds.values()), *objections.phrases(self._db))
                if self._heard is None or self._heard[0] != phrases:
                    self._heard = (phrases, Ear(phrases))
                library.ear = self._heard[1]
            return library.ear


def _names(kinds: Iterable[ObjectionTypeRow]) -> Iterator[Phrase]:
    """What the program itself calls its kinds, in every language."""
    from pipeline_tui.services import starter

    codes = {kind.code: kind.id for kind in kinds}
    for language in i18n.LANGUAGES:
        for kind in starter.kinds(language):
            if kind.code in codes:
                yield Phrase(codes[kind.code], "name", kind.title)
