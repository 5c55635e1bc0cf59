"""The objection library into a file, and out of one: shared with a colleague, or edited in one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid, NotFound, Problem
from pipeline_tui.domain.objection_library import (
    Brought,
    BroughtLine,
    Fate,
    KeptAnswer,
    KeptKind,
)
from pipeline_tui.domain.pipelines import OWN
from pipeline_tui.domain.records import Answer, ObjectionType
from pipeline_tui.exchange import objection_library as files
from pipeline_tui.services.base import Service
from pipeline_tui.services.objections import add_kind, checked_answer, checked_kind
from pipeline_tui.store.queries import objections

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

_KIND_FIELDS = ("name", "heard", "behind", "probe")
_ANSWER_FIELDS = ("text", "follow_up", "technique", "stages", "segments", "products")


class ObjectionLibrary(Service):
    """Use cases of the library as a file."""

    def kept(self) -> list[KeptKind]:
        """All kinds with all answers, in the order of the library, those put away too."""
        by_kind: dict[int, list[KeptAnswer]] = {}
        for one in objections.answers(self._db, retired=True):
            by_kind.setdefault(one.type_id, []).append(
                KeptAnswer(
                    one.text, one.follow_up, one.technique, one.stages, one.segments, one.products,
                    one.code, one.retired,
                )
            )  # fmt: skip
        return [
            KeptKind(
                tuple(by_kind.get(kind.id, ())), "" if kind.code.startswith(OWN) else kind.code,
                kind.name or "", "\n".join(kind.heard), kind.behind, kind.probe, kind.retired,
            )
            for kind in objections.types(self._db, retired=True)
        ]  # fmt: skip

    def write(
        self, path: Path, titled: Callable[[KeptKind], str], *, overwrite: bool = False
    ) -> int:
        """Write the library to a file, as Markdown or a table by its name; gives the number of answers.

        `titled` gives the heading of a kind. Raises Conflict file_exists and the other problems of
        writing.
        """
        kinds = self.kept()
        files.write(path, kinds, titled, overwrite=overwrite)
        return sum(len(kind.answers) for kind in kinds)

    def bring(self, path: Path, *, dry_run: bool = False) -> Brought:
        """Take a library out of a file, in one undo step; `dry_run` only says what that would do.

        A kind is known by its code or its name, an answer by its code or its text within the kind.
        What the file leaves empty stays as it is, and nothing is taken away. What cannot be taken is
        refused by itself, a kind with its answers. Raises Unreadable where it is no library.
        """
        kinds = files.read(path)
        lines: list[BroughtLine] = []
        with suppress(_OnlyTried), self._write("library.import") as unit:
            for kept in kinds:
                lines += _brought(unit, kept)
            if dry_run:
                raise _OnlyTried
            unit.about("objection_type", None, file=path.name)
        return Brought(path.name, tuple(lines))


class _OnlyTried(Exception):
    """Takes back what was written to see what would become of it."""


def _brought(unit: Unit, kept: KeptKind) -> Iterator[BroughtLine]:
    """What becomes of a kind and its answers."""
    named = kept.name or kept.code
    try:
        kind, fate, fields = _bring_kind(unit, kept)
    except Problem as problem:
        yield _refused(kept.row, named, "", problem, "code" if kept.code else "name")
        for answer in kept.answers:
            yield _refused(answer.row, named, answer.text, problem, "kind")
        return
    yield BroughtLine(kept.row, fate, named, "", fields)
    for answer in kept.answers:
        try:
            fate, fields = _bring_answer(unit, kind, answer)
        except Problem as problem:
            yield _refused(answer.row, named, answer.text, problem, "text")
        else:
            yield BroughtLine(answer.row, fate, named, answer.text, fields)


def _refused(row: int, kind: str, answer: str, problem: Problem, field: str) -> BroughtLine:
    wrong = problem.field if isinstance(problem, Invalid) else field
    return BroughtLine(row, Fate.REFUSED, kind, answer, (wrong,), problem)


def _bring_kind(unit: Unit, kept: KeptKind) -> tuple[ObjectionType, Fate, tuple[str, ...]]:
    """The kind in the file of the user, what became of it, and which fields were changed."""
    every = list(unit.session.exec(select(ObjectionType)))
    name = fold(kept.name)
    kind = next(
        (
            one
            for one in every
            if (kept.code and one.code == kept.code)
            or (not kept.code and one.name and fold(one.name) == name)
        ),
        None,
    )
    if kind is None:
        if kept.code:
            codes = [one.code for one in every if not one.code.startswith(OWN)]
            raise NotFound("choice_unknown", text=kept.code, choices=codes)
        draft = checked_kind(name=kept.name, heard=kept.heard, behind=kept.behind, probe=kept.probe)
        kind = add_kind(unit, draft)
        kind.retired = kept.retired
        unit.session.add(kind)
        return kind, Fate.NEW, ()
    current = {field: getattr(kind, field) for field in _KIND_FIELDS}
    given = {field: getattr(kept, field) for field in _KIND_FIELDS if getattr(kept, field)}
    clean = checked_kind(name_needed=False, **{**current, **given}).model_dump()
    return kind, *_revised(unit, kind, {**clean, "retired": kept.retired})


def _bring_answer(
    unit: Unit, kind: ObjectionType, kept: KeptAnswer
) -> tuple[Fate, tuple[str, ...]]:
    every = list(
        unit.session.exec(select(Answer).where(Answer.type_id == kind.id).order_by("position"))
    )
    text = fold(kept.text)
    answer = next((one for one in every if kept.code and one.code == kept.code), None)
    answer = answer or next((one for one in every if fold(one.text) == text), None)
    current = {} if answer is None else {field: getattr(answer, field) for field in _ANSWER_FIELDS}
    given = {field: getattr(kept, field) for field in _ANSWER_FIELDS if getattr(kept, field)}
    clean = checked_answer(**{"text": "", **current, **given, "type_id": kind.id}).model_dump()
    if answer is None:
        position = max((one.position for one in every), default=-1) + 1
        unit.add(Answer(**clean, code=kept.code, position=position, retired=kept.retired))
        return Fate.NEW, ()
    return _revised(unit, answer, {**clean, "retired": kept.retired})


def _revised(
    unit: Unit, record: SQLModel, values: Mapping[str, Any]
) -> tuple[Fate, tuple[str, ...]]:
    """Give a record these values; whether any was another, and which."""
    changed = tuple(name for name, value in values.items() if getattr(record, name) != value)
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        unit.session.add(record)
    return (Fate.CHANGED if changed else Fate.SAME), changed
