"""What a client needs, and the fields of the user's own."""

from __future__ import annotations

from pydantic import field_validator

from pipeline_tui.domain.custom_fields import FieldKind, FieldOf
from pipeline_tui.domain.records.columns import STRICT, flag, key, lines, link, string
from pipeline_tui.domain.records.record import Record


class NeedsDraft(Record):
    """Answers in the client's own words."""

    need: str = string(max_length=4000)
    budget: str = string(max_length=1000)
    authority: str = string(max_length=1000)
    timing: str = string(max_length=1000)
    supplier: str = string(max_length=1000)
    buying_power: str = string(max_length=1000)


class Needs(NeedsDraft, table=True):
    """The answers of a client, or of one deal: exactly one of the two is named."""

    __table_args__ = STRICT
    id: int | None = key()
    client_id: int | None = link("client", nullable=True, on_delete="CASCADE")
    deal_id: int | None = link("deal", nullable=True, on_delete="CASCADE")


class CustomFieldDraft(Record):
    """A field of the user's own; `options` one a line."""

    entity: str = string(default=FieldOf.CLIENT)
    name: str = string(min_length=1, max_length=80)
    kind: str = string(default=FieldKind.TEXT)
    options: str = lines()
    required: bool = flag()

    @field_validator("entity")
    @classmethod
    def _entity(cls, value: str) -> str:
        return FieldOf(value).value

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str) -> str:
        return FieldKind(value).value


class CustomField(CustomFieldDraft, table=True):
    """A definition; `position` orders the fields of an entity."""

    __tablename__ = "custom_field"
    __table_args__ = STRICT
    id: int | None = key()
    position: int = 0
    retired: bool = flag()
