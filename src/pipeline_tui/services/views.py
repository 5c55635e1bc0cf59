"""Views of the client list: kept, renamed, put in order, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.query import read_filter
from pipeline_tui.domain.records import SavedView
from pipeline_tui.domain.views import MAX_NAME
from pipeline_tui.services.base import Service, move_among
from pipeline_tui.store.queries.clients import OWN, SORTS

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Views(Service):
    """Use cases of a saved view; reading them: `Lists.views`. Words name the view in the log."""

    def save(
        self, name: str, query: str, sort: str = "name", *, descending: bool = False,
        columns: Sequence[str] = (),
    ) -> int:  # fmt: skip
        """Keep a filter line with its order and columns under a name; the view that is called so
        already is changed. Answers with its number; raises Invalid for a line or a name."""
        name = _name(name)
        query = query.strip()
        read_filter(query)
        if sort not in SORTS and not sort.startswith(OWN):
            raise Invalid("sort", "not_a_choice", value=sort)
        with self._write("view.save") as unit:
            views = _all(unit)
            view = next((one for one in views if fold(one.name) == fold(name)), None)
            if view is None:
                last = max((one.position for one in views), default=0)
                view = SavedView(code="", name=name, position=last + 1)
            view.query, view.sort, view.descending = query, sort, descending
            view.columns = "\n".join(columns)
            unit.add(view)
            unit.about("view", view.id, view=name)
            return view.id or 0

    def rename(self, view_id: int, name: str) -> None:
        """Call it otherwise; raises Conflict view_name_taken."""
        name = _name(name)
        with self._write("view.rename") as unit:
            view = unit.get(SavedView, view_id)
            if any(one.id != view_id and fold(one.name) == fold(name) for one in _all(unit)):
                raise Conflict("view_name_taken", text=name)
            view.name = name
            unit.add(view)
            unit.about("view", view_id, view=name)

    def move(self, view_id: int, by: int) -> None:
        """Move it so many places down the list, up where negative."""
        with self._write("view.move") as unit:
            view = unit.get(SavedView, view_id)
            views = _all(unit)
            move_among(unit, views, view, by)
            unit.about("view", view_id, view=view.name or view.code)

    def show_columns(self, view_id: int, columns: Sequence[str]) -> None:
        """Choose its columns, in order; none for those that fit the screen."""
        with self._write("view.columns") as unit:
            view = unit.get(SavedView, view_id)
            view.columns = "\n".join(columns)
            unit.add(view)
            unit.about("view", view_id, view=view.name or view.code)

    def delete(self, view_id: int) -> None:
        """Take it away; undo brings it back."""
        with self._write("view.delete") as unit:
            view = unit.get(SavedView, view_id)
            unit.about("view", view_id, view=view.name or view.code)
            unit.remove(view)


def _all(unit: Unit) -> list[SavedView]:
    order = (col(SavedView.position), col(SavedView.id))
    return list(unit.session.exec(select(SavedView).order_by(*order)))


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept:
        raise Invalid("name", "required")
    if len(kept) > MAX_NAME:
        raise Invalid("name", "too_long", max_length=MAX_NAME)
    return kept
