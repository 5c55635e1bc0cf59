"""Requests that came in: written down, answered, dismissed as none.

What counts as an answer: `answering`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipeline_tui.domain.clients import read_phone
from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.records import (
    Activity,
    ActivityDraft,
    Client,
    ClientDraft,
    ListMark,
    Outcome,
    Phone,
    Request,
)
from pipeline_tui.domain.requests import KINDS, Reply, RequestWay, Taken
from pipeline_tui.domain.vocabulary import Direction
from pipeline_tui.services.answering import answer_open, open_requests
from pipeline_tui.services.base import Service, validated
from pipeline_tui.services.call_ending import wake

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.store.book import Unit


def caller(unit: Unit, desk: Desk, client_id: int | None, phone: str, name: str) -> Client:
    """The client with this number or phone, else a new lead of this name.

    Raises Invalid required for neither a name nor a phone.
    """
    if client_id is not None:
        return unit.get(Client, client_id)
    parts = read_phone(phone, desk.settings.country) if phone.strip() else None
    if parts is not None and len(parts.digits) >= 7:
        known = unit.session.exec(
            select(Phone.client_id).join(Client).where(
                Phone.digits == parts.digits, col(Client.archived_at).is_(None)
            ).order_by(col(Phone.id))
        ).first()  # fmt: skip
        if known is not None:
            return unit.get(Client, known)
    if not name.strip() and parts is None:
        raise Invalid("name", "required")
    draft = validated(
        ClientDraft,
        {"name": name.strip() or phone.strip(), "source": "incoming",
         "owner": desk.settings.owner},
    )  # fmt: skip
    client = unit.add(Client.of(draft, unit.now))
    if parts is not None:
        unit.add(
            Phone(
                client_id=client.id or 0, typed=parts.typed, e164=parts.e164, digits=parts.digits,
                extension=parts.extension,
            )
        )  # fmt: skip
    return client


class Requests(Service):
    """Use cases of a request."""

    def take(
        self,
        client_id: int | None = None,
        *,
        way: str = RequestWay.CALL,
        phone: str = "",
        name: str = "",
        text: str = "",
        arrived_at: datetime | None = None,
    ) -> Taken:
        """Write down a request as it was received; who is not known yet becomes a lead.

        It goes on top of the call list until it is answered, and ends a rest and a skip. A missed
        call of somebody whose missed call waits already joins that one: they have waited since the
        first. Raises Invalid for a way that does not exist, in_future, or a caller without a name.
        """
        at = arrived_at or self._now()
        if at > self._now():
            raise Invalid("when", "in_future", value=at)
        if way not in tuple(RequestWay):
            raise Invalid("way", "unknown_choice", value=way)
        with self._write("request.take") as unit:
            client = caller(unit, self._desk, client_id, phone, name)
            touch = self._note(unit, client, RequestWay(way), text.strip(), at)
            wake(unit, client)
            self._unskip(unit, client)
            unit.about("client", client.id, name=client.name)
            if way == RequestWay.CALL:
                for one in open_requests(unit, client.id or 0):
                    if one.way == RequestWay.CALL and one.arrived_at <= at:
                        return Taken(one.id or 0, one.client_id, again=True)
            request = unit.add(
                Request(
                    client_id=client.id or 0, activity_id=touch.id or 0, way=str(way), arrived_at=at
                )
            )
            return Taken(request.id or 0, request.client_id, again=False)

    def answer(
        self, request_id: int, *, kind: str = Reply.EMAIL, text: str,
        answered_at: datetime | None = None,
    ) -> int:  # fmt: skip
        """Log the mail or message that answered a request, and all that its client had asked by
        then; answers with the number of the touch. A call is logged by `Calls.log`.

        Raises Refused request_closed; Invalid required, in_future, or when_past where the answer
        would stand before the request.
        """
        at = answered_at or self._now()
        if not text.strip():
            raise Invalid("text", "required")
        if at > self._now():
            raise Invalid("when", "in_future", value=at)
        if kind not in tuple(Reply):
            raise Invalid("kind", "unknown_choice", value=kind)
        with self._write("request.answer") as unit:
            request = self._open(unit, request_id)
            if at < request.arrived_at:
                raise Invalid("when", "before_request", value=at)
            client = unit.get(Client, request.client_id)
            draft = validated(
                ActivityDraft,
                {"client_id": client.id, "kind": str(kind), "direction": Direction.OUT,
                 "note": text.strip(), "started_at": at, "owner": self._settings.owner},
            )  # fmt: skip
            touch = unit.add(Activity(**draft.model_dump()))
            answer_open(unit, touch)
            unit.about("client", client.id, name=client.name)
            return touch.id or 0

    def dismiss(self, request_id: int, why: str) -> None:
        """Put a request away that needs no answer, such as spam; it counts in no figure.

        Raises Invalid required without a reason, Refused request_closed.
        """
        if not why.strip():
            raise Invalid("reason", "required")
        with self._write("request.dismiss") as unit:
            request = self._open(unit, request_id)
            request.dismissed_at, request.dismissed_why = unit.now, why.strip()
            unit.session.add(request)
            client = unit.get(Client, request.client_id)
            unit.about("client", client.id, name=client.name)

    def _open(self, unit: Unit, request_id: int) -> Request:
        request = unit.get(Request, request_id)
        if request.answered_at is not None or request.dismissed_at is not None:
            raise Refused("request_closed")
        return request

    def _note(
        self, unit: Unit, client: Client, way: RequestWay, text: str, at: datetime
    ) -> Activity:
        """The touch that keeps the words as received on the timeline."""
        missed = None
        if way == RequestWay.CALL:
            missed = unit.session.exec(select(Outcome).where(Outcome.code == "no_answer")).one().id
        draft = validated(
            ActivityDraft,
            {"client_id": client.id, "kind": KINDS[way], "direction": Direction.IN,
             "outcome_id": missed, "started_at": at, "note": text, "owner": self._settings.owner},
        )  # fmt: skip
        return unit.add(Activity(**draft.model_dump()))

    def _unskip(self, unit: Unit, client: Client) -> None:
        mark = unit.session.exec(
            select(ListMark).where(
                ListMark.on_day == self._today(), ListMark.client_id == client.id,
                ListMark.kind == "skip",
            )
        ).first()  # fmt: skip
        if mark is not None:
            unit.remove(mark)
