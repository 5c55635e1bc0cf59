"""The objection library and its log: answers kept, objections met, and how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.objection_library import check_fields, tags
from pipeline_tui.domain.pipelines import OWN
from pipeline_tui.domain.records import (
    Answer,
    AnswerDraft,
    Client,
    Deal,
    ObjectionDraft,
    ObjectionEvent,
    ObjectionType,
    ObjectionTypeDraft,
)
from pipeline_tui.domain.vocabulary import TECHNIQUES, ObjectionResult
from pipeline_tui.services.base import Service, revise, validated
from pipeline_tui.services.word_lists import called, every, new_place, refuse_twin
from pipeline_tui.store import starter_answers as bulk
from pipeline_tui.store.queries import objections
from pipeline_tui.store.queries.places import after_answers

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


def log_objection(
    unit: Unit,
    *,
    type_id: int,
    client_id: int | None,
    deal_id: int | None = None,
    activity_id: int | None = None,
    stage_id: int | None = None,
    answer_id: int | None = None,
    verbatim: str = "",
    result: str = ObjectionResult.OPEN,
    genuine: bool | None = None,
) -> ObjectionEvent:
    """Note an objection inside a larger change.

    What is left out is taken from the deal: its client, and the stage it stands in now. Raises
    NotFound; Invalid answer_of_another, not_a_choice.
    """
    kind = unit.get(ObjectionType, type_id)
    if answer_id is not None and unit.get(Answer, answer_id).type_id != kind.id:
        raise Invalid("answer", "answer_of_another")
    if deal_id is not None:
        deal = unit.get(Deal, deal_id)
        client_id = deal.client_id if client_id is None else client_id
        stage_id = deal.stage_id if stage_id is None else stage_id
    if client_id is not None:
        unit.get(Client, client_id)
    draft = validated(
        ObjectionDraft,
        {
            "type_id": type_id, "client_id": client_id, "deal_id": deal_id,
            "activity_id": activity_id, "stage_id": stage_id, "answer_id": answer_id,
            "verbatim": verbatim.strip(), "result": _known_result(result), "genuine": genuine,
        },
    )  # fmt: skip
    return unit.add(ObjectionEvent(**draft.model_dump(), met_at=unit.now))


class Objections(Service):
    """Use cases of the library and of the log."""

    # The log

    def log(self, **values: Any) -> int:
        """Note an objection met outside a call; arguments of `log_objection`; gives its number."""
        with self._write("objection.log") as unit:
            event = log_objection(unit, **values)
            unit.about("objection_event", event.id, **_words(unit, event))
            return event.id or 0

    def settle(self, event_id: int, result: str, genuine: bool | None = None) -> None:
        """Say how an objection ended; `genuine` none leaves what is known about a pretext."""
        with self._write("objection.settle") as unit:
            event = unit.get(ObjectionEvent, event_id)
            event.result = _known_result(result)
            if genuine is not None:
                event.genuine = genuine
            unit.session.add(event)
            unit.about("objection_event", event_id, result=event.result, **_words(unit, event))

    # Answers

    def add_answer(
        self, type_id: int | None, text: str, *, technique: str = "", follow_up: str = "",
        stages: str = "", segments: str = "", products: str = "", new_type: str = "",
    ) -> int:  # fmt: skip
        """Put an answer of one's own into the library, after the others; gives its number.

        `new_type` names a kind that is made for it in the same change. Raises Invalid objection.
        """
        with self._write("answer.add") as unit:
            if new_type.strip():
                type_id = add_kind(unit, checked_kind(name=new_type)).id
            if type_id is None:
                raise Invalid("objection", "required")
            kind = unit.get(ObjectionType, type_id)
            draft = checked_answer(
                type_id=type_id, text=text, technique=technique, follow_up=follow_up, stages=stages,
                segments=segments, products=products,
            )  # fmt: skip
            position = after_answers(unit.db, type_id)
            answer = unit.add(Answer(**draft.model_dump(), position=position))
            unit.about("answer", answer.id, objection=called(kind))
            return answer.id or 0

    def edit_answer(
        self, answer_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change technique, text or follow-up; what the answer has earned stays with it.

        `retired` puts it away or brings it back in the same change. An answer stays with its kind: the log would lie otherwise. Raises Conflict changed_meanwhile.
        """
        with self._write("answer.edit") as unit:
            answer = unit.get(Answer, answer_id)
            if values.get("type_id", answer.type_id) != answer.type_id:
                raise Invalid("objection", "answer_of_another")
            current = {name: getattr(answer, name) for name in AnswerDraft.model_fields}
            clean = checked_answer(**{**current, **values}).model_dump()
            revise(answer, AnswerDraft, {name: clean[name] for name in values}, seen)
            if retired is not None:
                answer.retired = retired
            unit.session.add(answer)
            unit.about("answer", answer_id, objection=_kind_word(unit, answer.type_id))

    def retire_answer(self, answer_id: int) -> None:
        """Offer it no more; the log keeps it."""
        self._retire_answer("answer.retire", answer_id, retired=True)

    def restore(self, answer_id: int) -> None:
        """Offer a retired answer again."""
        self._retire_answer("answer.restore", answer_id, retired=False)

    def _retire_answer(self, action: str, answer_id: int, *, retired: bool) -> None:
        with self._write(action) as unit:
            answer = unit.get(Answer, answer_id)
            answer.retired = retired
            unit.session.add(answer)
            unit.about("answer", answer_id, objection=_kind_word(unit, answer.type_id))

    # Kinds

    def add_type(self, name: str, *, heard: str = "", behind: str = "", probe: str = "") -> int:
        """Add a kind of objection of one's own; gives its number. Raises Conflict kind_exists."""
        with self._write("objection_type.add") as unit:
            draft = checked_kind(name=name, heard=heard, behind=behind, probe=probe)
            kind = add_kind(unit, draft)
            unit.about("objection_type", kind.id, objection=kind.name)
            return kind.id or 0

    def edit_type(
        self, type_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change a kind's name, heard phrases (one a line), what is behind it, its probe.

        `retired` puts it away or brings it back in the same change.
        """
        self._edit_type("objection_type.edit", type_id, values, seen, retired)

    def rename(self, type_id: int, name: str) -> None:
        """Give a kind another name; an empty one gives a kind of ours its own back."""
        self._edit_type("objection_type.rename", type_id, {"name": name}, None, None)

    def _edit_type(
        self, action: str, type_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None,
        retired: bool | None,
    ) -> None:  # fmt: skip
        with self._write(action) as unit:
            kind = unit.get(ObjectionType, type_id)
            before = called(kind)
            current = {name: getattr(kind, name) for name in ObjectionTypeDraft.model_fields}
            own = kind.code.startswith(OWN)
            clean = checked_kind(name_needed=own, **{**current, **values}).model_dump()
            refuse_twin(every(unit, ObjectionType), clean["name"], kind, "kind_exists")
            revise(kind, ObjectionTypeDraft, {name: clean[name] for name in values}, seen)
            if retired is not None:
                kind.retired = retired
            unit.session.add(kind)
            unit.about("objection_type", type_id, objection=before, objection_now=called(kind))

    def retire_type(self, type_id: int) -> None:
        """Offer a kind no more; the log keeps it."""
        self._retire_type("objection_type.retire", type_id, retired=True)

    def restore_type(self, type_id: int) -> None:
        """Offer a retired kind again."""
        self._retire_type("objection_type.restore", type_id, retired=False)

    def _retire_type(self, action: str, type_id: int, *, retired: bool) -> None:
        with self._write(action) as unit:
            kind = unit.get(ObjectionType, type_id)
            kind.retired = retired
            unit.session.add(kind)
            unit.about("objection_type", type_id, objection=called(kind))

    # The starter library

    def load_starter(self, language: str) -> int:
        """Fill in what the file lacks of the starter library; gives the number of answers added.

        An answer is known by its code, so what the user has edited or retired is left as it is.
        """
        from pipeline_tui.services import starter

        with self._write("objections.starter", undoable=False) as unit:
            numbers = {one.code: one.id for one in objections.types(unit.db, retired=True)}
            known = {one.code for one in objections.answers(unit.db, retired=True)}
            library = [kind for kind in starter.kinds(language) if kind.code in numbers]
            for kind in library:
                bulk.describe_kind(unit.db, kind.code, _lines(kind.heard), kind.behind, kind.probe)
            return bulk.add_answers(
                unit.db,
                (
                    (numbers[kind.code], one.technique, one.text, one.follow_up or "", one.code, place)
                    for kind in library
                    for place, one in enumerate(kind.answers)
                    if one.code not in known
                ),
            )  # fmt: skip


def _known_result(result: str) -> str:
    try:
        return ObjectionResult(result)
    except ValueError as error:
        raise Invalid("result", "not_a_choice", value=result) from error


def checked_answer(**values: Any) -> AnswerDraft:
    """An answer as it may be kept: a text whose fields there are, and a technique we know or none."""
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    if tidy.get("technique") and tidy["technique"] not in TECHNIQUES:
        raise Invalid("technique", "not_a_choice", value=tidy["technique"])
    for part in ("text", "follow_up"):
        check_fields(part, tidy.get(part) or "")
    for name in ("stages", "segments", "products"):
        tidy[name] = ", ".join(tags(tidy.get(name) or ""))
    return validated(AnswerDraft, {**tidy, "technique": tidy.get("technique") or ""})


def checked_kind(*, name_needed: bool = True, **values: Any) -> ObjectionTypeDraft:
    """A kind as it may be kept: its phrases one a line, and a name where it needs one."""
    name = (values.pop("name", None) or "").strip() or None
    if name is None and name_needed:
        raise Invalid("name", "required")
    heard = _lines(line for line in str(values.pop("heard", "")).splitlines())
    tidy = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    return validated(ObjectionTypeDraft, {"name": name, "heard": heard, **tidy})


def add_kind(unit: Unit, draft: ObjectionTypeDraft) -> ObjectionType:
    """A kind of one's own, after the others."""
    refuse_twin(every(unit, ObjectionType), draft.name, None, "kind_exists")
    return unit.add(ObjectionType(**draft.model_dump(), **new_place(unit, ObjectionType)))


def _lines(phrases: Any) -> str:
    """Phrases one a line, each once, none empty."""
    return "\n".join(
        dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.split())
    )


def _kind_word(unit: Unit, type_id: int) -> str:
    """A kind by its own name, else by the code that the label is made of."""
    return called(unit.get(ObjectionType, type_id))


def _words(unit: Unit, event: ObjectionEvent) -> dict[str, Any]:
    """Words for the sentence of an entry about an event."""
    name = unit.get(Client, event.client_id).name if event.client_id is not None else "—"
    return {"objection": _kind_word(unit, event.type_id), "name": name}
