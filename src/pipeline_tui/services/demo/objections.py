"""Objections met in the demo's talks: at which stage, in which words, answered how, with what result.

Answers differ in how often they work, so that the ranking of the library has something to show.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import ObjectionResult
from pipeline_tui.services.demo.lexicon import Good
from pipeline_tui.services.demo.scene import Scene, fill

_AT_STAGE: dict[str, dict[str, int]] = {
    "new": {"brush_off": 5, "send_email": 5, "gatekeeper": 4, "need": 4, "competitor": 3, "trust": 2},
    "qualification": {"competitor": 6, "authority": 4, "time": 3, "need": 3, "send_email": 2, "trust": 2},
    "needs": {"competitor": 3, "quality": 4, "terms": 3, "time": 2, "price": 5, "bad_experience": 1},
    "offer": {"price": 17, "terms": 3, "time": 4, "competitor": 2, "authority": 2},
    "negotiation": {"price": 7, "terms": 7, "authority": 2, "time": 2, "quality": 1},
    "contract": {"terms": 4, "authority": 3, "time": 1},
}  # fmt: skip
_OFTEN = (6, 6, 5, 3, 2, 1, 2)
"""How often the first, second … answer of a kind is used."""
_WORKS = (0.5, 0.34, 0.76, 0.42, 0.24, 0.18, 0.55)
_WORKS_OF: dict[str, tuple[float, ...]] = {
    "price": (0.5, 0.68, 0.8, 0.4, 0.22, 0.15, 0.45),
    "terms": (0.4, 0.72, 0.3, 0.62, 0.5, 0.35, 0.2),
    "competitor": (0.62, 0.4, 0.2, 0.33, 0.74, 0.45, 0.28),
    "send_email": (0.45, 0.3, 0.2, 0.7, 0.55, 0.15),
}
_PRETEXTS = frozenset({"brush_off", "send_email", "gatekeeper"})
BY_REASON = {
    "price": "price", "competitor": "competitor", "no_budget": "price", "no_need": "need",
    "not_decision_maker": "authority", "timing": "time", "quality": "quality",
    "payment_terms": "terms", "delivery": "terms", "bad_experience": "bad_experience",
}  # fmt: skip
"""The objection that a loss reason leaves behind."""


class Heard(Struct, frozen=True):
    """An objection before its call is written: the note that the call gets, and the rest."""

    kind: str
    verbatim: str
    note: str
    answer_id: int | None
    result: ObjectionResult


def kind_at(scene: Scene, stage: str) -> str:
    """A kind of objection that is met at this stage."""
    kinds = _AT_STAGE[stage]
    return scene.pick(tuple(kinds), tuple(kinds.values()))


def hear(
    scene: Scene,
    kind: str,
    facts: dict[str, str],
    good: Good,
    *,
    result: ObjectionResult | None = None,
) -> Heard:
    """One objection, answered; `result` forces how it ended, and so which answer it was likely."""
    texts = scene.lexicon.texts.objections[kind]
    met = scene.draw(scene.fitting(texts.met, good))
    answers = scene.codes.answers.get(kind, ()) or (None,)
    works = _WORKS_OF.get(kind, _WORKS)
    often = [float(_OFTEN[n % len(_OFTEN)]) for n in range(len(answers))]
    if result is not None:
        likely = [works[n % len(works)] for n in range(len(often))]
        if result != ObjectionResult.WORKED:
            likely = [1 - share for share in likely]
        often = [often[n] * likely[n] for n in range(len(often))]
    number = scene.pick(range(len(answers)), often)
    if result is None:
        works_here = works[number % len(works)]
        roll = scene.rng.random()
        result = ObjectionResult.DID_NOT
        if roll < works_here:
            result = ObjectionResult.WORKED
        elif roll < works_here + (1 - works_here) * 0.35:
            result = ObjectionResult.PARTLY
    endings = {
        ObjectionResult.WORKED: texts.worked,
        ObjectionResult.PARTLY: texts.partly,
        ObjectionResult.DID_NOT: texts.did_not,
    }
    note = fill(met.note, facts)
    if result in endings:
        note = f"{note} {scene.say(endings[result], facts, good)}"
    return Heard(kind, fill(met.verbatim, facts), note, answers[number], result)


def keep(
    scene: Scene,
    heard: Heard,
    activity: dict[str, Any],
    stage: str = "",
    deal_id: int | None = None,
) -> None:
    """Write the objection of a call that has been written; one about a debt is at no stage."""
    genuine: bool | None = None
    if scene.chance(0.75):
        genuine = scene.chance(0.3 if heard.kind in _PRETEXTS else 0.8)
    scene.rows.add(
        records.ObjectionEvent,
        type_id=scene.codes.kinds[heard.kind], client_id=activity["client_id"], deal_id=deal_id,
        activity_id=activity["id"], stage_id=scene.codes.stages[stage] if stage else None, answer_id=heard.answer_id,
        verbatim=heard.verbatim, result=heard.result, genuine=genuine,
        met_at=activity["started_at"],
    )  # fmt: skip
