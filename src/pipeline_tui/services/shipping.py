"""Credit limits and “stop shipping” marks, set by hand, and what they say before a sale."""

from __future__ import annotations

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.records import Client
from pipeline_tui.domain.shipping import Caution, above_limit
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import debts
from pipeline_tui.store.queries.cards import owed


class Shipping(Service):
    """Use cases of what holds shipping back."""

    def caution(self, client_id: int, adding: SUMS = ()) -> Caution:
        """What to think of before a sale of `adding`; raises NotFound."""
        head = debts.heads(self._db, [client_id]).get(client_id)
        if head is None:
            raise NotFound("not_found", kind="client", id=client_id)
        whole, overdue, oldest = owed(self._db, client_id, self._today())
        most = head.limit_minor
        limit = None if most is None else (self._settings.currency, most)
        return Caution(
            head.stopped_on, head.stop_reason, limit, above_limit(limit, whole, adding), overdue,
            oldest,
        )  # fmt: skip

    def stop(self, client_id: int, reason: str) -> None:
        """Ship nothing more to a client until further notice; the reason is mandatory.

        Raises NotFound, Invalid required.
        """
        if not reason.strip():
            raise Invalid("reason", "required")
        with self._write("client.stop") as unit:
            client = unit.get(Client, client_id)
            client.stopped_on = client.stopped_on or self._today()
            client.stop_reason = reason.strip()
            unit.session.add(client)
            unit.about("client", client_id, name=client.name)

    def resume(self, client_id: int) -> None:
        """Ship to a client again; raises NotFound, Refused not_stopped."""
        with self._write("client.resume") as unit:
            client = unit.get(Client, client_id)
            if client.stopped_on is None:
                raise Refused("not_stopped", name=client.name)
            client.stopped_on, client.stop_reason = None, ""
            unit.session.add(client)
            unit.about("client", client_id, name=client.name)

    def set_limit(self, client_id: int, limit_minor: int | None) -> None:
        """How much a client may owe, minor units of the own currency; none for no limit.

        Raises NotFound, Invalid negative.
        """
        if limit_minor is not None and limit_minor < 0:
            raise Invalid("credit_limit_minor", "negative", value=limit_minor)
        with self._write("client.limit") as unit:
            client = unit.get(Client, client_id)
            client.credit_limit_minor = limit_minor
            unit.session.add(client)
            unit.about("client", client_id, name=client.name)
