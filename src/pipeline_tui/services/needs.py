"""What a client needs: answers kept of a client and of a deal, and the gate before an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.needs import OFFER, NeedsView, together
from pipeline_tui.domain.records import Client, Deal, NeedsDraft, Stage
from pipeline_tui.domain.records import Needs as Answers
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.services.base import Service, revise
from pipeline_tui.store.queries import needs

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Needs(Service):
    """Use cases of the needs form."""

    def of_client(self, client_id: int) -> tuple[NeedsView, ...]:
        """The client's answers first, filled or not, then those of its open deals that have any."""
        return needs.of_client(self._db, client_id)

    def of_deal(self, deal_id: int) -> NeedsView:
        """What is known for a deal: its own answers, the client's where it has none."""
        return together(*needs.of_deal(self._db, deal_id))

    def set(
        self, values: Mapping[str, Any], *, client_id: int | None = None,
        deal_id: int | None = None, seen: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Keep answers (fields of `NeedsDraft`) of a client, or of a deal; an empty one clears.

        `seen` is what the user was looking at. Raises Conflict changed_meanwhile; NotFound.
        """
        with self._write("needs.set") as unit:
            if deal_id is not None:
                name, whose = unit.get(Deal, deal_id).title, Answers.deal_id == deal_id
                client_id = None
            else:
                name = unit.get(Client, client_id or 0).name
                whose = Answers.client_id == client_id
            there = unit.session.exec(select(Answers).where(whose)).first()
            row = there or Answers(client_id=client_id, deal_id=deal_id)
            tidy = {key: str(value or "").strip() for key, value in values.items()}
            changes = revise(row, NeedsDraft, tidy, seen)
            if changes:
                unit.session.add(row)
            kind = "client" if deal_id is None else "deal"
            unit.about(kind, client_id if deal_id is None else deal_id, name=name)


def demand_needs(
    unit: Unit, deal: Deal, entered: Stage, before: Stage | None, *, gate: bool
) -> None:
    """Refuse to let a deal come to the offer, or past it to another open stage, with answers missing.

    Raises Refused needs_missing with the `fields`.
    """
    if not gate or entered.kind != StageKind.OPEN:
        return
    offer = unit.session.exec(
        select(Stage).where(Stage.pipeline_id == entered.pipeline_id, Stage.code == OFFER)
    ).first()
    if offer is None or entered.position < offer.position:
        return
    if before is not None and before.kind == StageKind.OPEN and before.position >= offer.position:
        return
    unit.session.flush()
    missing = together(*needs.of_deal(unit.db, deal.id or 0)).missing
    if missing:
        raise Refused("needs_missing", title=deal.title, fields=missing)
