"""What a client needs and can pay: asked before an offer is made, in their own words."""

from __future__ import annotations

from msgspec import Struct

ASKED = ("need", "budget", "authority", "timing", "supplier")
"""What must be known before an offer."""
ALL = (*ASKED, "buying_power")
OFFER = "offer"
"""The code of the stage that the answers are asked for."""


class NeedsView(Struct, frozen=True):
    """Answers about a client, or about one deal (`deal_id`); an empty one was not asked."""

    need: str = ""
    budget: str = ""
    authority: str = ""
    timing: str = ""
    supplier: str = ""
    buying_power: str = ""
    deal_id: int | None = None
    deal: str = ""

    def values(self) -> dict[str, str]:
        """The answers by field, in the order of asking."""
        return {name: getattr(self, name) for name in ALL}

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that must still be asked before an offer."""
        return tuple(name for name in ASKED if not getattr(self, name).strip())


def together(of_client: NeedsView, of_deal: NeedsView) -> NeedsView:
    """What is known for a deal: its own answers, and the client's where it has none."""
    own, common = of_deal.values(), of_client.values()
    return NeedsView(
        **{name: own[name] or common[name] for name in ALL},
        deal_id=of_deal.deal_id, deal=of_deal.deal,
    )  # fmt: skip
