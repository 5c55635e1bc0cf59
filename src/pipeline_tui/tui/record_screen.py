"""A record opened from a list: its place there, and stepping to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.i18n import _
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.rows import index_of
from pipeline_tui.wording import formats


class RecordScreen(ListScreen):
    """One record whole. `ids` is the list that it was opened from: n and N step through it."""

    def __init__(self, record_id: int, ids: Sequence[int] = ()) -> None:
        super().__init__()
        self.record_id = record_id
        self._ids = ids

    @property
    def place(self) -> str:
        """Where in its list the record stands; empty where it was not opened from one."""
        at = index_of(self._ids, self.record_id)
        if at is None or len(self._ids) < 2:
            return ""
        return _("{place} of {all}").format(
            place=formats.number(at + 1), all=formats.number(len(self._ids))
        )

    def hint_ids(self) -> tuple[str, ...]:
        """Stepping on needs somebody to step to."""
        idle = () if self.place else ("next", "previous")
        return tuple(one for one in super().hint_ids() if one not in idle)

    def action_next(self) -> None:
        self._step_to(1)

    def action_previous(self) -> None:
        self._step_to(-1)

    def _step_to(self, by: int) -> None:
        at = index_of(self._ids, self.record_id)
        if at is None:
            self.say(_("This card was not opened from a list."))
        elif not 0 <= at + by < len(self._ids):
            self.say(_("The last of the list.") if by > 0 else _("The first of the list."))
        else:
            self.record_id = self._ids[at + by]
            self.stepped()

    def stepped(self) -> None:
        """Another record is in view: read it."""
        self.read_anew()

    def action_back(self) -> None:
        self.dismiss(None)
