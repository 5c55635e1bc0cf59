"""Clients, the people there, how to reach them, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import field_validator
from sqlmodel import Field

from pipeline_tui.domain.clients import check_inn, check_zone, client_key
from pipeline_tui.domain.lengths import NAME
from pipeline_tui.domain.records.columns import (
    STRICT,
    Json,
    day,
    flag,
    key,
    lines,
    link,
    maybe_string,
    moment,
    string,
)
from pipeline_tui.domain.records.record import Record
from pipeline_tui.domain.vocabulary import (
    Attitude,
    ClientKind,
    ClientStatus,
    ContactRole,
    Influence,
)
from pipeline_tui.domain.zones import read_zone


class ClientDraft(Record):
    """What is known of a company, a sole trader or a person; money in minor units."""

    name: str = string(min_length=1, max_length=NAME)
    kind: str = string(default=ClientKind.COMPANY)
    status: str = string(default=ClientStatus.LEAD)
    abc: str | None = maybe_string()
    inn: str | None = maybe_string()
    kpp: str | None = maybe_string()
    ogrn: str | None = maybe_string()
    bik: str | None = maybe_string()
    account: str | None = maybe_string()
    industry: str = string()
    size: str = string()
    region: str = string()
    city: str = string()
    country: str = string()
    address: str = string()
    time_zone: str | None = maybe_string()
    website: str = string()
    source: str = string()
    owner: str = string()
    credit_limit_minor: int | None = Field(default=None, ge=0)
    payment_terms_days: int | None = Field(default=None, ge=0, le=3650)
    touch_days: int | None = Field(default=None, ge=1, le=3650)
    verified_on: date | None = day()
    notes: str = lines()
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=Json, nullable=False)

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        return ClientKind(value).value

    @field_validator("status")
    @classmethod
    def _status(cls, value: str) -> str:
        return ClientStatus(value).value

    @field_validator("abc")
    @classmethod
    def _abc(cls, value: str | None) -> str | None:
        if value in (None, ""):
            return None
        if value not in ("A", "B", "C"):
            raise ValueError("bad_class")
        return value

    @field_validator("time_zone")
    @classmethod
    def _time_zone(cls, value: str | None) -> str | None:
        return check_zone(read_zone(value)) if value else None

    @field_validator("inn")
    @classmethod
    def _inn(cls, value: str | None) -> str | None:
        return check_inn(value) if value else None


class Client(ClientDraft, table=True):
    """A client. `name_key` is the folded name that sorting and search go by; `abc_computed` says
    that the class came from the turnover, not from a person. `stopped_on`: nothing is to be shipped
    to it since then, for `stop_reason`."""

    __table_args__ = STRICT
    id: int | None = key()
    name_key: str = string()
    abc_computed: bool = flag()
    stopped_on: date | None = day()
    stop_reason: str = lines()
    snoozed_until: date | None = day()
    snooze_reason: str = string()
    created_at: datetime = moment(nullable=False)
    archived_at: datetime | None = moment()
    batch_id: int | None = link("import_batch", nullable=True)

    @classmethod
    def of(cls, draft: ClientDraft, created_at: datetime) -> Client:
        """The record of a validated draft."""
        return cls(**draft.model_dump(), name_key=client_key(draft.name), created_at=created_at)


class Tag(Record, table=True):
    """One word on one client."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    name: str = string()


class ContactDraft(Record):
    """A person at a client."""

    last_name: str = string(max_length=NAME)
    first_name: str = string(max_length=NAME)
    patronymic: str = string(max_length=NAME)
    role: str | None = maybe_string()
    job_title: str = string()
    informal: bool = flag()
    birthday: date | None = day()
    notes: str = lines()
    attitude: str | None = maybe_string()
    influence: str | None = maybe_string()
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=Json, nullable=False)

    @field_validator("attitude")
    @classmethod
    def _attitude(cls, value: str | None) -> str | None:
        return Attitude(value).value if value else None

    @field_validator("influence")
    @classmethod
    def _influence(cls, value: str | None) -> str | None:
        return Influence(value).value if value else None

    @field_validator("role")
    @classmethod
    def _role(cls, value: str | None) -> str | None:
        return ContactRole(value).value if value else None


class Contact(ContactDraft, table=True):
    """A contact; `position` orders them, 0 is the one to call first."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    full_name: str = string()
    name_key: str = string()
    position: int = 0
    created_at: datetime = moment(nullable=False)
    archived_at: datetime | None = moment()
    batch_id: int | None = link("import_batch", nullable=True)


class Phone(Record, table=True):
    """A number as typed, and in E.164 where it could be understood. `digits` is for search."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    contact_id: int | None = link("contact", nullable=True, on_delete="CASCADE")
    typed: str = string()
    e164: str | None = maybe_string()
    digits: str = string()
    extension: str = string()
    position: int = 0


class Email(Record, table=True):
    """An address, folded to lower case."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    contact_id: int | None = link("contact", nullable=True, on_delete="CASCADE")
    address: str = string()
    position: int = 0


class Consent(Record, table=True):
    """A yes or a no to one channel and purpose, with its evidence. Append-only: the newest holds."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int = link("client", on_delete="CASCADE")
    contact_id: int | None = link("contact", nullable=True, on_delete="CASCADE")
    channel: str = string()
    purpose: str = string()
    given: bool = flag()
    recorded_at: datetime = moment(nullable=False)
    evidence: str = string()


class ErasedReach(Record, table=True):
    """A phone or e-mail of a person whose data was erased, as a keyed hash: whether a number that
    is entered again is theirs can be told, the number itself cannot be read."""

    __tablename__ = "erased_reach"
    __table_args__ = STRICT
    id: int | None = key()
    way: str = string()
    digest: str = string()
    erased_at: datetime = moment(nullable=False)


class DistinctPair(Record, table=True):
    """Two clients that somebody looked at and found to be two; the lower number stands first."""

    __tablename__ = "distinct_pair"
    __table_args__ = STRICT
    id: int | None = key()
    first_id: int = link("client", on_delete="CASCADE")
    second_id: int = link("client", on_delete="CASCADE")
    decided_at: datetime = moment(nullable=False)


class ClientMerge(Record, table=True):
    """A record that was merged into a client, by the name it bore. Append-only."""

    __tablename__ = "client_merge"
    __table_args__ = STRICT
    id: int | None = key()
    kept_id: int = link("client", on_delete="CASCADE")
    gone_id: int = link("client", on_delete="CASCADE")
    name: str = string()
    merged_at: datetime = moment(nullable=False)
