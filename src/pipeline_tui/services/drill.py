"""Practising the answers of the library: what to recall today, and the grades one gives oneself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from pipeline_tui.domain.drill import Exercise, Given, Grade, Session, recall, session
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.objections import Tally
from pipeline_tui.domain.records import Answer, DrillGrade, ObjectionType
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import drill, objections

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


class Drill(Service):
    """Use cases of the practice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: tuple[int, date, Session] | None = None

    def session(self) -> Session:
        """What is to be recalled now, first things first, and how far practice has come.

        Read again only after a change, and on another day.
        """
        state = self._desk.history.revision(), self._today()
        if self._held is None or self._held[:2] != state:
            self._held = (*state, self._read())
        return self._held[2]

    def _read(self) -> Session:
        kinds = {kind.id: kind for kind in objections.types(self._db)}
        met = objections.counts(self._db).by_type()
        given = drill.given(self._db)
        by_answer: dict[int, list[Given]] = defaultdict(list)
        for one in given:
            by_answer[one.answer_id].append(one)
        exercises = []
        for answer in objections.answers(self._db):
            if answer.type_id not in kinds:
                continue
            tally = met.get(answer.type_id, Tally())
            grades = by_answer.get(answer.id)
            exercises.append(
                Exercise(
                    answer, kinds[answer.type_id], tally.settled - tally.worked,
                    recall(grades) if grades else None,
                )
            )  # fmt: skip
        return session(exercises, given, self._now(), self._desk.zone)

    def grade(self, answer_id: int, grade: int) -> None:
        """Note how well an answer came to mind, 1 to 4; raises Invalid not_a_choice."""
        if grade not in list(Grade):
            raise Invalid("result", "not_a_choice", value=str(grade))
        with self._write("drill.grade") as unit:
            answer = unit.get(Answer, answer_id)
            kind = unit.get(ObjectionType, answer.type_id)
            unit.add(DrillGrade(answer_id=answer_id, grade=grade, graded_at=unit.now))
            unit.about("answer", answer_id, objection=kind.name or kind.code)
