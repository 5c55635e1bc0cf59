"""The client card in words: warnings, lines of the timeline, their time, consents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pipeline_tui.domain.cards import (
    CardWarning,
    ConsentView,
    ContactView,
    PhoneView,
    StepView,
    TimelineRow,
    WarningCode,
)
from pipeline_tui.domain.clients import SUMS, Twin
from pipeline_tui.domain.custom_fields import FieldKind, FieldRow, fits
from pipeline_tui.domain.vocabulary import PaymentKind
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label, named

TONES: dict[WarningCode, str] = {
    WarningCode.DO_NOT_CALL: "danger",
    WarningCode.CALLS_REFUSED: "danger",
    WarningCode.STOP_SHIPPING: "danger",
    WarningCode.OVERDUE: "danger",
    WarningCode.OVER_LIMIT: "warning",
    WarningCode.NO_STEP: "warning",
    WarningCode.NO_PHONE: "warning",
}
"""The tone of the palette of a warning; others are plain remarks."""

_SAME = {"inn": N_("the same INN"), "phone": N_("the same phone"), "email": N_("the same e-mail"),
         "domain": N_("the same mail domain"),
         "name": N_("the same name"), "near": N_("nearly the same name")}  # fmt: skip


def warning(found: CardWarning, today: date) -> str:
    """A warning in one line."""
    day = "" if found.day is None else formats.day(found.day, today)
    match found.code:
        case WarningCode.DO_NOT_CALL | WarningCode.CALLS_REFUSED:
            text = (
                _("do not call")
                if found.code == WarningCode.DO_NOT_CALL
                else _("refused sales calls")
            )
            return ", ".join(part for part in (text, day, found.text) if part)
        case WarningCode.ARCHIVED:
            return _("put away, {day}").format(day=day)
        case WarningCode.STOP_SHIPPING:
            return ", ".join(filter(None, (_("do not ship"), day, found.text)))
        case WarningCode.OVERDUE:
            return _("overdue {sum}, {days} late").format(
                sum=sums(found.sums), days=formats.days(found.days or 0)
            )
        case WarningCode.OVER_LIMIT:
            return _("over the credit limit by {sum}").format(sum=sums(found.sums))
        case WarningCode.NO_PHONE:
            return _("no phone number")
        case WarningCode.NO_STEP:
            return formats.count(
                found.days or 0, "{n} deal without a next step", "{n} deals without a next step"
            )
        case WarningCode.SNOOZED:
            return _("rests until {day}: {reason}").format(
                day=day, reason=label("outcome", found.text)
            )
        case WarningCode.UNVERIFIED:
            return _("data not verified for {days}").format(days=formats.days(found.days or 0))


def sums(values: SUMS, *, short: bool = False) -> str:
    """Sums of several currencies side by side; a dash for none."""
    return formats.sums(dict(values), short=short)


def phone(found: PhoneView | None) -> str:
    """A number to read aloud; empty where there is none."""
    return "" if found is None else formats.phone(found.e164, found.typed, found.extension)


def step(found: StepView, today: date, zone: ZoneInfo) -> str:
    """A next step in one line: when, what kind, what about; a late one is marked."""
    late = "! " if found.due_on < today else ""
    hour = "" if found.due_at is None else " " + formats.clock(found.due_at, zone)
    what = label("task", found.kind)
    title = f" · {found.title}" if found.title else ""
    return f"{late}{formats.day(found.due_on, today)}{hour} · {what}{title}"


def their_time(zone: str | None, now: datetime) -> str:
    """The time at a client: `14:20`; empty where nobody knows their zone."""
    known = None if zone is None else _zone(zone)
    return "" if known is None else formats.clock(now, known)


def consent(found: ConsentView) -> str:
    """A consent in one line: yes or no, to what, by which channel, and on what evidence."""
    said = _("agreed") if found.given else _("refused")
    what = f"{label('channel', found.channel)}, {label('consent_purpose', found.purpose)}"
    return f"{said}: {what} · {found.evidence}"


def own_value(known: FieldRow | None, value: Any, currency: str, today: date) -> str:
    """A value of an own field as people read it; what is not of its kind as it stands."""
    if known is None or not fits(known, value):
        return str(value)
    match known.kind:
        case FieldKind.MONEY:
            return formats.money(value, currency)
        case FieldKind.DATE:
            return formats.day(date.fromisoformat(value), today)
        case FieldKind.YES_NO:
            return _("yes") if value else _("no")
        case FieldKind.NUMBER:
            return formats.number(value) if isinstance(value, int) else formats.decimal(value, 2)
        case _:
            return str(value)


def own_values(
    fields: Iterable[FieldRow], custom: Mapping[str, Any], currency: str, today: date
) -> list[tuple[str, str]]:
    """(name, value) of a record's own fields: the defined ones in their order, then what files
    brought, by name."""
    known = {one.name: one for one in fields}
    named = [name for name in known if custom.get(name) not in (None, "")]
    others = sorted(name for name, value in custom.items() if name not in known and value != "")
    return [
        (name, own_value(known.get(name), custom[name], currency, today))
        for name in (*named, *others)
    ]


def stand(found: ContactView) -> str:
    """Where a person stands: attitude and weight; empty where neither is noted."""
    said = [
        label("attitude", found.attitude) if found.attitude else "",
        label("influence", found.influence) if found.influence else "",
    ]
    return ", ".join(filter(None, said))


def twin(found: Twin) -> str:
    """Why a client may be the one being entered: the same INN, the same phone."""
    return ", ".join(_(_SAME[one]) for one in found.same)


def timeline_kind(row: TimelineRow) -> str:
    """What happened, in a word or two."""
    match row.kind:
        case "stage":
            return label("record", "deal")
        case "objection":
            return label("record", "objection_event")
        case "invoice" | "payment" | "promise" | "task" | "merge":
            return label("record", row.kind)
        case "import":
            return label("record", "import_batch")
        case "sighting":
            return label("record", "competitor")
        case _:
            return label("activity", row.kind)


def timeline(row: TimelineRow, today: date) -> tuple[str, str]:
    """What happened: (in one line, without its day and kind; what was said about it)."""
    money = "" if row.amount_minor is None else formats.money(row.amount_minor, row.currency)
    match row.kind:
        case "stage":
            stage = named("stage", row.code, row.name)
            why = f" ({named('loss_reason', row.direction, row.person)})" if row.direction else ""
            return _join(f"{row.title} → {stage}{why}", money), row.detail
        case "objection":
            result = label("objection_result", row.title) if row.title != "open" else ""
            return _join(named("objection", row.code, row.name), result), formats.quoted(row.detail)
        case "invoice":
            state = label("invoice", row.code) if row.code else ""
            return _join(_("No. {number}").format(number=row.title), money, state), row.detail
        case "payment":
            said = "" if row.code == PaymentKind.PAYMENT else label("payment_kind", row.code)
            return _join(money, said), _join(row.title, row.detail)
        case "promise":
            until = _("due {day}").format(day=formats.day(date.fromisoformat(row.code), today))
            taken_back = _("withdrawn") if row.direction else ""
            return _join(f"{money} {until}", taken_back), row.detail
        case "task":
            return _join(label("task", row.code), row.title), ""
        case "import":
            return ", ".join(json.loads(row.title)) if row.title[:1] == "[" else row.title, ""
        case "sighting":
            return _join(row.title, row.person, money), row.detail
        case "merge":
            return _("“{name}” became part of this client").format(name=row.title), ""
        case _:
            outcome = named("outcome", row.code, row.name) if row.code else ""
            coming = label("direction", row.direction) if row.direction == "in" else ""
            return _join(coming, outcome, row.person), _join(row.title, row.detail)


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=128)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None
