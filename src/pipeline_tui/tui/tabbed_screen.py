"""Screens with several views of one thing in front of a list, each under a tab of its own."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.tabs import TabStrip


class TabbedScreen(ListScreen):
    """Tab steps through the views, a click on one goes to it. `tab` is the one in front."""

    VIEWS = "#views"
    """The strip of the views."""

    def __init__(self, tab: str) -> None:
        super().__init__()
        self.tab = tab

    def views(self) -> Iterable[str]:
        """The views, left to right."""
        raise NotImplementedError

    def tab_chosen(self) -> None:
        """Another view is in front now."""
        raise NotImplementedError

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        if event.tab_id in self.views():
            event.prevent_default()  # the base would take it for one of the screens
            self._go(event.tab_id)

    def action_tab_next(self) -> None:
        self._step(1)

    def action_tab_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        names = list(self.views())
        self._go(names[(names.index(self.tab) + by) % len(names)])

    def _go(self, tab: str) -> None:
        self.tab = tab
        self.query_one(self.VIEWS, TabStrip).current = tab
        self.tab_chosen()
