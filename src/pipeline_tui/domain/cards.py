"""One client whole: what the card, the brief and the timeline answer with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.banks import BankRow
from pipeline_tui.domain.clients import SUMS, VERIFY_AFTER_DAYS, ConsentPurpose
from pipeline_tui.domain.contact_rates import BestHour
from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.domain.deals import DealRow
from pipeline_tui.domain.expected_objections import Expected
from pipeline_tui.domain.needs import NeedsView
from pipeline_tui.domain.objections import CardFacts
from pipeline_tui.domain.shipping import above_limit
from pipeline_tui.domain.vocabulary import Channel, ClientStatus
from pipeline_tui.domain.win_back import WinBack


class WarningCode(StrEnum):
    """What to look out for before calling; the gravest first."""

    DO_NOT_CALL = "do_not_call"
    ARCHIVED = "archived"
    CALLS_REFUSED = "calls_refused"
    STOP_SHIPPING = "stop_shipping"
    OVERDUE = "overdue"
    OVER_LIMIT = "over_limit"
    NO_PHONE = "no_phone"
    NO_STEP = "no_step"
    SNOOZED = "snoozed"
    UNVERIFIED = "unverified"


class CardWarning(Struct, frozen=True):
    """A warning; `day` since or until when, `days` and `sums` as its code needs them."""

    code: WarningCode
    day: date | None = None
    days: int | None = None
    sums: SUMS = ()
    text: str = ""


class PhoneView(Struct, frozen=True):
    """A number as typed, in E.164 where it could be understood."""

    typed: str
    e164: str | None
    extension: str = ""


class ContactView(Struct, frozen=True):
    """A person at the client; position 0 is called first."""

    id: int
    name: str
    last_name: str
    first_name: str
    patronymic: str
    role: str | None
    job_title: str
    informal: bool
    birthday: date | None
    notes: str
    position: int
    phones: tuple[PhoneView, ...]
    emails: tuple[str, ...]
    attitude: str | None = None
    influence: str | None = None
    custom: Mapping[str, Any] = {}


class ConsentView(Struct, frozen=True):
    """A yes or a no to one channel and purpose; the newest of a kind holds."""

    id: int
    contact: str
    channel: str
    purpose: str
    given: bool
    recorded_at: datetime
    evidence: str


class StepView(Struct, frozen=True):
    """The next step; `due_at` where the hour was promised."""

    id: int
    kind: str
    origin: str
    title: str
    due_on: date
    due_at: datetime | None
    deal_id: int | None


class CardView(Struct, frozen=True):
    """The client card. Money in minor units by currency; `zone` is an IANA name or none."""

    id: int
    name: str
    kind: str
    status: str
    abc: str | None
    inn: str | None
    kpp: str | None
    ogrn: str | None
    bik: str | None
    account: str | None
    industry: str
    size: str
    region: str
    city: str
    country: str
    address: str
    time_zone: str | None
    zone: str | None
    website: str
    source: str
    owner: str
    credit_limit_minor: int | None
    payment_terms_days: int | None
    touch_days: int | None
    verified_on: date | None
    notes: str
    custom: Mapping[str, Any]
    snoozed_until: date | None
    snooze_reason: str
    created_at: datetime
    archived_at: datetime | None
    debt: SUMS
    overdue: SUMS
    oldest_due: date | None
    open_sums: SUMS
    steps: tuple[StepView, ...]
    last_touch: datetime | None
    phones: tuple[PhoneView, ...]
    emails: tuple[str, ...]
    contacts: tuple[ContactView, ...]
    deals: tuple[DealRow, ...]
    """Open deals."""
    closed_deals: int
    tags: tuple[str, ...]
    consents: tuple[ConsentView, ...]
    """Newest first, all there ever were."""
    warnings: tuple[CardWarning, ...]
    best_hour: BestHour | None = None
    needs: tuple[NeedsView, ...] = ()
    """The client's own answers first, then those of its open deals."""
    own_fields: tuple[FieldRow, ...] = ()
    """Definitions of the user's own fields of clients."""
    contact_fields: tuple[FieldRow, ...] = ()
    """And of the people there."""
    bank: BankRow | None = None
    """The bank of the client's БИК, where the directory has it."""

    @property
    def next_step(self) -> StepView | None:
        """The step due first."""
        return self.steps[0] if self.steps else None

    @property
    def first_contact(self) -> ContactView | None:
        """Whom to call."""
        return self.contacts[0] if self.contacts else None

    @property
    def first_phone(self) -> PhoneView | None:
        """The number to call: the first contact's that has one, else the client's own."""
        for contact in self.contacts:
            if contact.phones:
                return contact.phones[0]
        return self.phones[0] if self.phones else None


class DealLine(Struct, frozen=True):
    """An open deal in a few words; `stage_name` is the user's own word for the stage."""

    id: int
    title: str
    stage: str
    stage_name: str | None
    amount_minor: int | None
    currency: str


class NoteLine(Struct, frozen=True):
    """Something said or written, newest first."""

    at: datetime
    kind: str
    outcome: str | None
    outcome_name: str | None
    note: str


class BriefView(Struct, frozen=True):
    """What must be known before a call, and no more."""

    id: int
    name: str
    status: str
    abc: str | None
    city: str
    zone: str | None
    industry: str
    notes: str
    contact_id: int | None
    contact: str
    role: str | None
    job_title: str
    informal: bool
    phone: PhoneView | None
    email: str
    debt: SUMS
    overdue: SUMS
    oldest_due: date | None
    promise_day: date | None
    promise_sum: SUMS
    open_sums: SUMS
    deals: tuple[DealLine, ...]
    step: StepView | None
    last_touch: datetime | None
    notes_lately: tuple[NoteLine, ...]
    tags: tuple[str, ...]
    warnings: tuple[CardWarning, ...]
    best_hour: BestHour | None = None
    needs: tuple[NeedsView, ...] = ()
    win_back: WinBack | None = None
    """Where a lost deal is to be come back to, and nothing is open."""
    objections: tuple[Expected, ...] = ()
    """What to be ready for; `facts` fill the answers."""
    facts: CardFacts = CardFacts()


class TimelineRow(Struct, frozen=True):
    """Something that happened. `kind`: call, email, meeting, message, note, stage, invoice, payment,
    promise, objection, task, import, merge, sighting.

    `code` and `name` say which outcome, stage, result or kind of task; `title` and `detail` are the
    user's own text; `mark` is where the next page of the timeline begins.
    """

    mark: str
    kind: str
    record_id: int
    day: date
    at: datetime | None
    """None where only the day is known."""
    code: str = ""
    name: str | None = None
    title: str = ""
    detail: str = ""
    amount_minor: int | None = None
    currency: str = ""
    direction: str = ""
    person: str = ""
    duration_s: int | None = None
    deal_id: int | None = None


def newest_consents(consents: tuple[ConsentView, ...]) -> dict[tuple[str, str], ConsentView]:
    """What holds now for each channel and purpose; `consents` newest first."""
    held: dict[tuple[str, str], ConsentView] = {}
    for consent in consents:
        held.setdefault((consent.channel, consent.purpose), consent)
    return held


def warnings_of(
    *,
    status: str,
    archived_on: date | None,
    consents: tuple[ConsentView, ...],
    has_phone: bool,
    open_deals_without_step: int,
    overdue: SUMS,
    oldest_due: date | None,
    debt: SUMS,
    credit_limit: tuple[str, int] | None,
    stopped_on: date | None,
    stop_reason: str,
    snoozed_until: date | None,
    snooze_reason: str,
    verified_on: date | None,
    created_on: date,
    today: date,
) -> tuple[CardWarning, ...]:
    """What is wrong with a client on this day, the gravest first."""
    found: list[CardWarning] = []
    refusal = newest_consents(consents).get((Channel.PHONE, ConsentPurpose.SALES))
    if refusal is not None and refusal.given:
        refusal = None
    if status == ClientStatus.DO_NOT_CALL:
        found.append(
            CardWarning(
                WarningCode.DO_NOT_CALL,
                day=None if refusal is None else refusal.recorded_at.date(),
                text="" if refusal is None else refusal.evidence,
            )
        )
    elif refusal is not None:
        found.append(
            CardWarning(
                WarningCode.CALLS_REFUSED, day=refusal.recorded_at.date(), text=refusal.evidence
            )
        )
    if archived_on is not None:
        found.append(CardWarning(WarningCode.ARCHIVED, day=archived_on))
    if stopped_on is not None:
        found.append(CardWarning(WarningCode.STOP_SHIPPING, day=stopped_on, text=stop_reason))
    if overdue and oldest_due is not None:
        found.append(CardWarning(WarningCode.OVERDUE, days=(today - oldest_due).days, sums=overdue))
    if above := above_limit(credit_limit, debt):
        found.append(CardWarning(WarningCode.OVER_LIMIT, sums=above))
    if not has_phone:
        found.append(CardWarning(WarningCode.NO_PHONE))
    if open_deals_without_step:
        found.append(CardWarning(WarningCode.NO_STEP, days=open_deals_without_step))
    if snoozed_until is not None and snoozed_until > today:
        found.append(CardWarning(WarningCode.SNOOZED, day=snoozed_until, text=snooze_reason))
    since = verified_on or created_on
    if (today - since).days > VERIFY_AFTER_DAYS:
        found.append(CardWarning(WarningCode.UNVERIFIED, days=(today - since).days))
    return tuple(found)
