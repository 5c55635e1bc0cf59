"""Requests that came in and wait for an answer."""

from __future__ import annotations

from datetime import datetime

from pydantic import field_validator

from pipeline_tui.domain.records.columns import STRICT, key, link, moment, string
from pipeline_tui.domain.records.record import Record
from pipeline_tui.domain.requests import RequestWay


class RequestDraft(Record):
    """A request; its words stand in the touch it left on the timeline."""

    client_id: int = link("client")
    activity_id: int = link("activity")
    way: str = string()
    arrived_at: datetime = moment(nullable=False)

    @field_validator("way")
    @classmethod
    def _way(cls, value: str) -> str:
        return RequestWay(value).value


class Request(RequestDraft, table=True):
    """A request; open until it is answered by a touch, or dismissed as none."""

    __table_args__ = STRICT
    id: int | None = key()
    answered_at: datetime | None = moment()
    answer_id: int | None = link("activity", nullable=True)
    dismissed_at: datetime | None = moment()
    dismissed_why: str = string()
