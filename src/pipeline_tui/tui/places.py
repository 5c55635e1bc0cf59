"""Places that any screen leads to: each opens once, over the screen in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.tui.own_app import OwnApp

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskScreen


class Places(OwnApp[int]):
    """The commands that open a place; what a place needs is imported when it is opened."""

    def action_contact_rates(self) -> None:
        """At which hours and attempts clients answer, over the screen in front."""
        from pipeline_tui.tui.screens.contact_rates import ContactRatesScreen

        self._open_once(ContactRatesScreen)

    def action_duplicates(self) -> None:
        """Clients entered twice, over the screen in front."""
        from pipeline_tui.tui.screens.duplicates import DuplicatesScreen

        self._open_once(DuplicatesScreen)

    def action_buyers(self) -> None:
        """Who buys and how often, over the screen in front."""
        from pipeline_tui.tui.screens.buyers import BuyersScreen

        self._open_once(BuyersScreen)

    def action_requests(self) -> None:
        """Requests that came in, over the screen in front."""
        from pipeline_tui.tui.screens.requests import RequestsScreen

        self._open_once(RequestsScreen)

    def action_call_outcomes(self) -> None:
        """The table of call outcomes, over the screen in front."""
        from pipeline_tui.tui.screens.outcomes import OutcomesScreen

        self._open_once(OutcomesScreen)

    def action_loss_reasons(self) -> None:
        """Why deals are lost, over the screen in front."""
        from pipeline_tui.tui.screens.loss_reasons import LossReasonsScreen

        self._open_once(LossReasonsScreen)

    def action_pipelines(self) -> None:
        """Pipelines and their stages, over the screen in front."""
        from pipeline_tui.tui.screens.pipelines import PipelinesScreen

        self._open_once(PipelinesScreen)

    def action_custom_fields(self) -> None:
        """Fields of the user's own, over the screen in front."""
        from pipeline_tui.tui.screens.custom_fields import CustomFieldsScreen

        self._open_once(CustomFieldsScreen)

    def action_products(self) -> None:
        """Products and price lists, over the screen in front."""
        from pipeline_tui.tui.screens.products import ProductsScreen

        self._open_once(ProductsScreen)

    def action_backups(self) -> None:
        """Copies of the file, over the screen in front."""
        from pipeline_tui.tui.screens.backups import BackupsScreen

        self._open_once(BackupsScreen)

    def action_competitors(self) -> None:
        """Competitors and what they were seen to offer, over the screen in front."""
        from pipeline_tui.tui.screens.competitors import CompetitorsScreen

        self._open_once(CompetitorsScreen)

    def _open_once(self, screen: type[DeskScreen]) -> None:
        """Open a place over the screen in front, unless it is that place or a dialog."""
        front = self.desk_screen()
        if front is not None and not isinstance(front, screen):
            self.push_screen(screen())

    def desk_screen(self) -> DeskScreen | None:
        """The screen in front, where it is no dialog."""
        from pipeline_tui.tui.base import DeskScreen

        return self.screen if isinstance(self.screen, DeskScreen) else None
