"""Lists of words that the user may name, put in order and put away: pipelines, their stages, reasons of
losing, outcomes of calls, kinds of objection.

A word of ours has a code the catalogue knows, and no name until the user gives one; a word of the
user's own has a name, and a code that says no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid, Refused
from pipeline_tui.domain.pipelines import OWN
from pipeline_tui.domain.records import LossReason, ObjectionType, Outcome, Pipeline, Stage
from pipeline_tui.services.base import Service, move_among
from pipeline_tui.store.queries.places import next_number

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit

W = TypeVar("W", bound="LossReason | ObjectionType | Outcome | Pipeline | Stage")


class WordList(Service, Generic[W]):
    """Use cases of every such list; each adds its words and says what else belongs to them."""

    _record: type[W]
    _called: ClassVar[str]
    """What sentences of the log call a word."""
    _taken: ClassVar[str]
    """The problem of a name that another word has."""
    _last: ClassVar[str] = ""
    """The problem of putting away the last word in use, where one must be left."""

    def move(self, word_id: int, by: int) -> None:
        """Move it `by` places down the list, up where negative; it stops at the ends."""
        with self._write(f"{self._table}.move") as unit:
            word = unit.get(self._record, word_id)
            self._move(unit, word, by)
            self._about(unit, word)

    def retire(self, word_id: int) -> None:
        """Offer it no more; what bears it keeps it. Raises Refused where one must be left."""
        self._set_away(f"{self._table}.retire", word_id, retired=True)

    def restore(self, word_id: int) -> None:
        """Offer it again, in its old place."""
        self._set_away(f"{self._table}.restore", word_id, retired=False)

    def _set_away(self, action: str, word_id: int, *, retired: bool) -> None:
        with self._write(action) as unit:
            word = unit.get(self._record, word_id)
            self._put_away(unit, word, retired=retired)
            unit.session.add(word)
            self._about(unit, word)

    @property
    def _table(self) -> str:
        return str(self._record.__tablename__)

    def _move(self, unit: Unit, word: W, by: int) -> None:
        fellows = [one for one in every(unit, self._record) if one.retired == word.retired]
        move_among(unit, fellows, word, by)

    def _put_away(self, unit: Unit, word: W, *, retired: bool) -> None:
        """Put it away or bring it back."""
        if self._last and retired and not word.retired:
            self._refuse_last(unit, word)
        word.retired = retired

    def _refuse_last(self, unit: Unit, word: W) -> None:
        if not any(one.id != word.id and not one.retired for one in every(unit, self._record)):
            raise Refused(self._last)

    def _refuse_name(self, unit: Unit, name: str | None, word: W | None) -> None:
        """Whether a word may be called so, a new one where none is given. Raises Invalid required,
        Conflict."""
        if name is None and (word is None or word.code.startswith(OWN)):
            raise Invalid("name", "required")
        refuse_twin(self._among(unit, word), name, word, self._taken)

    def _among(self, unit: Unit, word: W | None) -> Sequence[W]:  # noqa: ARG002  # stages ask whose
        """The words that may not be called as this one."""
        return every(unit, self._record)

    def _about(self, unit: Unit, word: W) -> None:
        unit.about(self._table, word.id, **{self._called: called(word)})


def every(unit: Unit, record: type[W]) -> list[W]:
    """All words of a list in their order, those put away too."""
    order: Any = select(record).order_by(col(record.position), col(record.id))
    return list(unit.session.exec(order))


def new_place(unit: Unit, record: type[W]) -> dict[str, Any]:
    """The code and the place of a new word of the user's own: after the others."""
    last = max((one.position for one in every(unit, record)), default=-1)
    number = next_number(unit.db, str(record.__tablename__))
    return {"code": f"{OWN}{number}", "position": last + 1}


def refuse_twin(words: Iterable[W], name: str | None, but: W | None, problem: str) -> None:
    """Raise Conflict where another word has this name; none is nobody's."""
    if name is None:
        return
    for other in words:
        if other is not but and other.name and fold(other.name) == fold(name):
            raise Conflict(problem, name=other.name)


def called(word: W) -> str:
    """A word by its own name, else by the code that the label is made of."""
    return word.name or word.code
