"""Objections: which answer to give first, and what is read of the library and its log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.objection_library import tags
from pipeline_tui.domain.shares import wilson

ENOUGH = 10
"""Settled events from which a figure counts as known: at a stage, and of an answer at all."""

TRIAL_EVERY = 5
"""Of so many look-ups of a kind one tries an answer with little data."""

TRIED = 30
"""Settled events after which an answer has had its chance. At ten an answer that works in 7 talks of 10
has had bad luck once in seven times."""


class ObjectionTypeRow(Struct, frozen=True):
    """A kind of objection; `heard` are phrases as clients say it.

    `behind` is what usually stands behind it, `probe` the question that tells a reason from a pretext.
    """

    id: int
    code: str
    name: str | None
    heard: tuple[str, ...]
    behind: str = ""
    probe: str = ""
    retired: bool = False


class AnswerRow(Struct, frozen=True):
    """An answer in the library; `text` and `follow_up` may name fields of the card in braces.

    Tags say where it is meant for, one after a comma: codes of stages, segments, products.
    """

    id: int
    type_id: int
    code: str
    technique: str
    text: str
    follow_up: str
    retired: bool = False
    stages: str = ""
    segments: str = ""
    products: str = ""


class Tally(Struct, frozen=True):
    """How events ended, by number. `settled` leaves out those that nobody has settled yet."""

    worked: int = 0
    partly: int = 0
    did_not: int = 0
    open: int = 0

    @property
    def settled(self) -> int:
        return self.worked + self.partly + self.did_not

    @property
    def met(self) -> int:
        return self.settled + self.open

    @property
    def share(self) -> float | None:
        """Share that worked; none where nothing is settled."""
        return self.worked / self.settled if self.settled else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.worked + other.worked, self.partly + other.partly,
            self.did_not + other.did_not, self.open + other.open,
        )  # fmt: skip


Count = tuple[int, int | None, int | None, str, int | None, int]
"""Kind, stage, answer, result, whether it was a true reason (0 or 1, where known), and how many events
share all of these. A big log has a row for almost every event, so this is no class of its own."""


class Counts:
    """The whole log as numbers, from which every figure of the library is summed."""

    def __init__(self, rows: Iterable[Count]) -> None:
        stages: dict[int | None, dict[int, list[int]]] = {}
        answers: dict[int | None, dict[int, list[int]]] = {}
        reasons: dict[int, list[int]] = {}
        for type_id, stage_id, answer_id, result, genuine, events in rows:
            column = _COLUMNS[result]
            here = stages.setdefault(stage_id, {})
            if type_id not in here:
                here[type_id] = [0, 0, 0, 0]
            here[type_id][column] += events
            if answer_id is not None:
                here = answers.setdefault(stage_id, {})
                if answer_id not in here:
                    here[answer_id] = [0, 0, 0, 0]
                here[answer_id][column] += events
            if genuine is not None:
                reasons.setdefault(type_id, [0, 0])[0 if genuine else 1] += events
        self._types, self._answers = _tallies(stages), _tallies(answers)
        self._reasons = {one: (true, pretext) for one, (true, pretext) in reasons.items()}
        self._by_type, self._by_answer = _summed(self._types), _summed(self._answers)

    def by_type(self, stage_id: int | None = None) -> Mapping[int, Tally]:
        """By kind: at a stage, or over all."""
        return self._by_type if stage_id is None else self._types.get(stage_id, {})

    def by_answer(self, stage_id: int | None = None) -> Mapping[int, Tally]:
        """By answer: at a stage, or over all."""
        return self._by_answer if stage_id is None else self._answers.get(stage_id, {})

    def met_at(self, stage_id: int | None) -> dict[int, int]:
        """Kind → how often it was met at a stage; without one, in talks at no stage of a deal."""
        return {one: tally.met for one, tally in self._types.get(stage_id, {}).items()}

    def heat(self) -> dict[int, dict[int, int]]:
        """Kind → stage → how often it was met there."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for stage_id, tallies in self._types.items():
            if stage_id is not None:
                for type_id, tally in tallies.items():
                    found[type_id][stage_id] = tally.met
        return found

    def reasons(self) -> Mapping[int, tuple[int, int]]:
        """Kind → (true reasons, pretexts), where it is known."""
        return self._reasons


_COLUMNS = {str(one): place for place, one in enumerate(Tally.__struct_fields__)}


def _tallies(
    by_stage: Mapping[int | None, Mapping[int, Sequence[int]]],
) -> dict[int | None, dict[int, Tally]]:
    return {
        stage: {one: Tally(*sums) for one, sums in by.items()} for stage, by in by_stage.items()
    }


def _summed(by_stage: Mapping[int | None, Mapping[int, Tally]]) -> dict[int, Tally]:
    found: dict[int, Tally] = {}
    for by in by_stage.values():
        for one, tally in by.items():
            held = found.get(one)
            found[one] = tally if held is None else held + tally
    return found


class RankedAnswer(Struct, frozen=True):
    """An answer with what it has earned: at the stage when `at_stage`, else over all stages.

    `lower` is the Wilson bound it is ranked by; `few` says that there is too little data to trust it.
    `trial` says that it stands first to be tried, not for what it has earned.
    """

    answer: AnswerRow
    tally: Tally
    lower: float
    at_stage: bool
    trial: bool = False

    @property
    def few(self) -> bool:
        return self.tally.settled < ENOUGH


def rank_answers(
    answers: Iterable[AnswerRow],
    overall: Mapping[int, Tally],
    here: Mapping[int, Tally],
) -> list[RankedAnswer]:
    """The answers, best first; `overall` and `here` (the stage asked about) by number of the answer.

    Proven ones by their lower bound, then those without data in the order of the library, then those
    that have been tried and have never worked. A partial success is not counted as one.
    """
    ranked: list[tuple[tuple[float, ...], RankedAnswer]] = []
    for place, answer in enumerate(answers):
        at_stage = here.get(answer.id, Tally()).settled >= ENOUGH
        tally = (here if at_stage else overall).get(answer.id, Tally())
        lower, _upper = wilson(tally.worked, tally.settled)
        group = 0 if tally.worked else 1 if not tally.settled else 2
        tried = tally.settled if group == 2 else -tally.settled
        ranked.append(((group, -lower, tried, place), RankedAnswer(answer, tally, lower, at_stage)))
    ranked.sort(key=lambda one: one[0])
    return [one for _key, one in ranked]


def with_trial(ranked: Sequence[RankedAnswer], met: int) -> list[RankedAnswer]:
    """The answers with one of little data put first, marked, at each fifth look-up of the kind.

    `met` is how often the kind has been met: the order stands still through a talk, and moves on with
    the next one. The one tried least goes first of those that may yet prove better than the best: whose
    upper Wilson bound is above its lower one.
    """
    found = list(ranked)
    if len(found) < 2 or met % TRIAL_EVERY != TRIAL_EVERY - 1:
        return found
    best = found[0]
    open_ones = [
        one
        for one in found[1:]
        if one.tally.settled < TRIED and wilson(one.tally.worked, one.tally.settled)[1] > best.lower
    ]
    if not open_ones:
        return found
    chosen = min(open_ones, key=lambda one: one.tally.settled)
    return [replace(chosen, trial=True), *(one for one in found if one is not chosen)]


def meant_here(
    ranked: Iterable[RankedAnswer], stage: str, segment: str, product: str
) -> list[RankedAnswer]:
    """The answers with those behind that are tagged for another stage (by code), segment or product.

    What is not known of a talk rules nothing out.
    """

    def elsewhere(answer: AnswerRow) -> bool:
        wanted = ((answer.stages, stage), (answer.segments, segment), (answer.products, product))
        return any(
            given and value and fold(value) not in map(fold, tags(given)) for given, value in wanted
        )

    return sorted(ranked, key=lambda one: elsewhere(one.answer))


class StageHeat(Struct, frozen=True):
    """How often a kind was met at a stage; `place` is the stage's in the order of the funnels."""

    stage_id: int
    code: str
    name: str | None
    met: int
    place: int = 0


class KindRow(Struct, frozen=True):
    """A kind with its figures.

    `heat` has the stages in the order of the funnel; `stake` sums open deals where the objection was
    met and has not been taken off, by currency in minor units; `deals` counts them. `genuine` and
    `pretext` count events of which it is known.
    """

    kind: ObjectionTypeRow
    tally: Tally
    heat: tuple[StageHeat, ...]
    stake: Mapping[str, int]
    deals: int
    genuine: int
    pretext: int

    @property
    def hottest(self) -> StageHeat | None:
        """The stage where it is met most; the earlier one of equals."""
        return max(self.heat, key=lambda one: one.met, default=None)


class LogFilter(Struct, frozen=True):
    """What of the log is wanted; every part narrows it. `text` is looked for in their words, the
    client and the deal, as typed."""

    text: str = ""
    type_id: int | None = None
    client_id: int | None = None
    deal_id: int | None = None
    answer_id: int | None = None
    result: str = ""


class LogRow(Struct, frozen=True):
    """One line of the log: kind, stage and technique as codes with the user's own names."""

    id: int
    met_at: datetime
    type_id: int
    code: str
    name: str | None
    verbatim: str
    result: str
    genuine: bool | None
    client_id: int | None
    client: str
    deal_id: int | None
    deal: str
    stage: str | None
    stage_name: str | None
    answer_id: int | None
    technique: str
    answer: str


class CardFacts(Struct, frozen=True):
    """What an answer can be filled with: empty where the card does not say.

    `stage_id` is the stage of the deal the talk is about, `segment` the client's industry.
    """

    name: str = ""
    company: str = ""
    product: str = ""
    competitor: str = ""
    price_minor: int | None = None
    currency: str = ""
    me: str = ""
    deal_id: int | None = None
    stage_id: int | None = None
    segment: str = ""


class Standing(Struct, frozen=True):
    """An objection that was met in an open deal and has not been taken off there; the latest of them,
    where there are several kinds."""

    code: str
    name: str | None
    verbatim: str
    met_at: datetime


class Hit(Struct, frozen=True):
    """A kind that matches what was heard, with the answers to give first.

    `phrase` is the text that matched: of the kind's `name`, a `heard` phrase, somebody's `verbatim`,
    or an `answer`, as `source` says; `common` when nothing was typed. `said` is what was typed, as it
    was meant: what the log should keep as their words.
    """

    kind: ObjectionTypeRow
    source: str
    phrase: str
    score: float
    said: str
    tally: Tally
    answers: tuple[RankedAnswer, ...]
