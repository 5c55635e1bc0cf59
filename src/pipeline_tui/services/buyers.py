"""Who buys and how: RFM, the rhythm of orders and loyalty tiers, read whenever asked for."""

from __future__ import annotations

from datetime import timedelta

from pipeline_tui.domain import buyers
from pipeline_tui.domain.buyers import Buyer, Tier
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import buyers as queries
from pipeline_tui.store.queries import classes


class Buyers(Service):
    """Clients that buy."""

    def list(self) -> list[Buyer]:
        """Every client in work with an order in two years; the best first."""
        today = self._today()
        digits = minor_digits(self._settings.currency)
        tiers = [
            Tier(name, round(begins * 10**digits), percent)
            for name, (begins, percent) in self._settings.loyalty.items()
        ]
        found = queries.orders(self._db, today - timedelta(365 * buyers.YEARS), today)
        return buyers.buyers(
            found, classes.turnover(self._db, today), today,
            currency=self._settings.currency, tiers=tiers,
        )  # fmt: skip
