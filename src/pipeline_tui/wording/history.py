"""The history of a record, in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, tzinfo

from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.history import EntryRow, RecordChange
from pipeline_tui.i18n import _
from pipeline_tui.wording import actions, formats
from pipeline_tui.wording.labels import field, label

_KEPT_BY_THE_PROGRAM = frozenset(
    {"name_key", "abc_computed", "created_at", "batch_id", "open_minor", "free_minor"}
)
"""Values that nobody enters; --json has them."""
_VOCABULARIES = {
    "stage_id": "stage", "loss_reason_id": "loss_reason", "outcome_id": "outcome",
    "type_id": "objection", "status": "client_status", "kind": "client_kind", "role": "contact_role",
    "attitude": "attitude", "influence": "influence", "result": "objection_result",
    "channel": "channel", "direction": "direction",
}  # fmt: skip
"""Field → the vocabulary that its codes are of."""
_FLAGS = frozenset({"opening", "disputed", "informal", "retired"})
"""Fields that are set or not."""


def title(row: EntryRow) -> str:
    """What was done; that it is undone, where it is."""
    return actions.entry(row) + (f" ({_('undone')})" if row.undone else "")


def changes(found: RecordChange, currency: str, now: datetime, zone: tzinfo) -> list[str]:
    """What of the record it changed, a field a line: `Name: Acorn → Birch`.

    Sums are in the record's currency; in `currency` where it has none of its own.
    """
    money = found.currency or currency
    return [
        f"{field(one.field)}: {before} → {after}"
        for one in found.fields
        if one.field not in _KEPT_BY_THE_PROGRAM and (one.old or one.new) != "{}"
        for before in [_shown(one.field, one.old, one.old_name, money, now, zone)]
        for after in [_shown(one.field, one.new, one.new_name, money, now, zone)]
        if before != after
    ]


def _shown(
    name: str, value: str | int | None, called: str, currency: str, now: datetime, zone: tzinfo
) -> str:
    if value in (None, "") or (name in _FLAGS and not value):
        return "—"
    if name in _FLAGS:
        return _("yes")
    if name in _VOCABULARIES:
        return label(_VOCABULARIES[name], called or str(value))
    if called:
        return called
    if isinstance(value, int):
        return formats.money(value, currency) if name.endswith("_minor") else str(value)
    with suppress(ValueError):
        if name.endswith(("_on", "_until", "_close")):
            return formats.day_plain(date.fromisoformat(value))
        if name.endswith(("_at", "_since")):
            return formats.moment(read_moment(value), now, zone)
    return str(value)
