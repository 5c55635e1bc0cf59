"""Which pipeline a row of deals speaks of, and which of its stages."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.exchange.headings import normalise
from pipeline_tui.exchange.stages import pipeline_of, stage_of
from pipeline_tui.services.importing.intake import Line
from pipeline_tui.store.queries import imported as there
from pipeline_tui.store.queries.imported import StageThere

_BEGINNINGS = {"engagedate": "negotiation"}
"""Header of the column of the first day → the stage that was entered then, where not the first one:
whoever counts from the engagement has talked before."""


class Entry(Struct, frozen=True):
    """A stage that a deal of a file enters."""

    id: int
    code: str
    kind: str


class PipelineStages:
    """The stages of one pipeline, by the words of files."""

    def __init__(self, rows: Sequence[StageThere]) -> None:
        self._by_code = {row.code: Entry(row.id, row.code, row.kind) for row in rows}
        self._own_names = {normalise(row.name): row.code for row in rows if row.name}
        self._by_word: dict[str, Entry | None] = {}
        self._beginning: dict[str, Entry] = {}
        self.first = next(iter(self._by_code.values()))

    def meant(self, text: str) -> Entry | None:
        """The stage that a word means, ours or another program's."""
        if text and text not in self._by_word:
            code = self._own_names.get(normalise(text)) or stage_of(text)
            self._by_word[text] = self._by_code.get(code or "")
        return self._by_word[text] if text else None

    def beginning(self, header: str) -> Entry:
        """The stage in which deals begin whose first day stands under this header."""
        if header not in self._beginning:
            found = self._by_code.get(_BEGINNINGS.get(normalise(header), ""), self.first)
            self._beginning[header] = found if found.kind == StageKind.OPEN else self.first
        return self._beginning[header]


class Pipelines:
    """The pipelines in use."""

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = there.stages(db)
        self._of_stage = {row.id: row.pipeline_id for row in rows}
        self._codes = {row.id: row.code for row in rows}
        self._by_word: dict[str, int] = {}
        for row in rows:
            for word in (row.pipeline_name, row.pipeline_code):
                if word:
                    self._by_word.setdefault(normalise(word), row.pipeline_id)
        self._stages = {
            id_: PipelineStages([row for row in rows if row.pipeline_id == id_])
            for id_ in dict.fromkeys(row.pipeline_id for row in rows)
        }

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self._stages) > 1

    def of(self, line: Line, stage_id: int | None = None) -> PipelineStages:
        """The stages of the pipeline that a row names; else of the one where the deal stands, else
        of the first. A name of none of ours stays with the row."""
        text = line.text("pipeline")
        if text:
            named = self._by_word.get(normalise(text)) or self._by_word.get(
                normalise(pipeline_of(text) or "")
            )
            if named is not None:
                return self._stages[named]
            line.leave("pipeline")
        here = self._of_stage.get(stage_id or 0)
        return next(iter(self._stages.values())) if here is None else self._stages[here]

    def code(self, stage_id: int) -> str | None:
        """The code of a stage in use."""
        return self._codes.get(stage_id)
