"""What stands under the tabs of a client card: columns and rows of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.ledger import InvoiceRow, PaymentRow
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.i18n import N_, _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column
from pipeline_tui.wording import cards, formats
from pipeline_tui.wording import deals as deal_words
from pipeline_tui.wording.labels import field, label, named

if TYPE_CHECKING:
    from pipeline_tui.domain.cards import ContactView, TimelineRow
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.domain.deals import DealRow, StageRow
    from pipeline_tui.domain.ledger import Ledger

TABS: Mapping[str, str] = {
    "timeline": N_("Timeline"),
    "contacts": N_("Contacts"),
    "deals": N_("Deals"),
    "money": N_("Money"),
    "objections": N_("Objections"),
    "needs": N_("Needs"),
    "notes": N_("Notes and fields"),
}
"""The tabs of a card, left to right."""
PAGES = frozenset({"timeline", "needs", "notes"})
"""Tabs that are read as a page; the others are lists."""


def columns(tab: str) -> list[Column]:
    """The columns of a tab that is a list."""
    match tab:
        case "contacts":
            return [
                Column("name", field("contact"), flex=2, min_width=18, sortable=False),
                Column("role", field("role"), 20, min_total_width=70, sortable=False),
                Column("phones", field("phones"), flex=2, min_width=18, sortable=False),
                Column("emails", field("emails"), flex=2, min_width=16, min_total_width=100, sortable=False),
                Column("stand", field("attitude"), flex=1, min_width=16, min_total_width=124, sortable=False),
                Column("birthday", field("birthday"), 13, min_total_width=150, sortable=False),
                Column("notes", field("notes"), flex=1, min_total_width=140, sortable=False),
            ]  # fmt: skip
        case "deals":
            return [
                Column("title", field("deal"), flex=2, min_width=18, sortable=False),
                Column("stage", field("stage"), 16, sortable=False),
                Column("amount", field("amount"), 16, "right", sortable=False),
                Column("next", field("next_step"), 24, min_total_width=76, sortable=False),
                Column("close", field("expected_close"), 14, min_total_width=110, sortable=False),
                Column("owner", field("owner"), 12, min_total_width=130, sortable=False),
            ]
        case "money":
            return [
                Column("day", field("when"), 12, sortable=False),
                Column("kind", _("What"), 10, sortable=False),
                Column("number", field("number"), 12, min_total_width=70, sortable=False),
                Column("amount", field("amount"), 16, "right", sortable=False),
                Column("open", _("Still owed"), 16, "right", min_total_width=84, sortable=False),
                Column("state", field("status"), flex=1, min_width=14, sortable=False),
            ]
        case _:
            return [
                Column("day", field("when"), 12, sortable=False),
                Column("kind", field("objection"), 24, sortable=False),
                Column("said", field("verbatim"), flex=2, min_width=20, sortable=False),
                Column("result", field("result"), 14, sortable=False),
            ]


def empty(tab: str, key: str) -> str:
    """What an empty tab says: the key to press first."""
    text = {
        "timeline": _("Nothing has happened yet.\n{key} notes something; c starts a call."),
        "contacts": _("Nobody to call yet.\n{key} adds a person."),
        "deals": _("No deals.\n{key} opens one."),
        "money": _("No invoices, no payments.\n{key} issues an invoice."),
        "objections": _("No objections heard.\no finds an answer and notes how it went."),
    }.get(tab, "")
    return text.format(key=key)


def contacts(
    people: Sequence[ContactView], own: Sequence[FieldRow], currency: str, today: date
) -> list[Row]:
    """People in the order of calling; their own fields stand before the notes."""

    def noted(one: ContactView) -> str:
        said = cards.own_values(own, one.custom, currency, today)
        return " · ".join(
            (*(f"{name}: {text}" for name, text in said), *filter(None, (one.notes,)))
        )

    return [
        Row(
            one.id,
            {
                "name": (cut(one.name) or "—") + (_(" · first names") if one.informal else ""),
                "role": _role(one),
                "stand": Cell(
                    cards.stand(one),
                    {"for": "success", "against": "danger"}.get(one.attitude or "", ""),
                ),
                "birthday": "" if one.birthday is None else formats.day_plain(one.birthday),
                "phones": cut(", ".join(map(cards.phone, one.phones))),
                "emails": cut(", ".join(one.emails)),
                "notes": cut(noted(one)),
            },
        )
        for one in people
    ]


def _role(one: ContactView) -> str:
    """The role and the job, once where the job says the role already."""
    role = label("contact_role", one.role) if one.role else ""
    if role and fold(role) in fold(one.job_title):
        role = ""
    return " · ".join(filter(None, (role, cut(one.job_title))))


def deals(
    found: Sequence[DealRow], stages: Mapping[int, StageRow], today: date, zone: ZoneInfo
) -> list[Row]:
    """Deals, the open ones first as they were given."""
    rows = []
    for deal in found:
        stage = stages.get(deal.stage_id)
        if deal.closed_on is None:
            text, tone = deal_words.what_next(deal, today, zone)
        else:
            text, tone = deal_words.closed(deal, today), "muted"
        rows.append(
            Row(
                deal.id,
                {
                    "title": cut(deal.title),
                    "stage": "" if stage is None else deal_words.stage_name(stage),
                    "amount": deal_words.amount(deal),
                    "next": Cell(cut(text), tone),
                    "close": (
                        "" if deal.expected_close is None or deal.closed_on is not None
                        else formats.day(deal.expected_close, today)
                    ),
                    "owner": cut(deal.owner),
                },
                tone="" if deal.closed_on is None else "muted",
            )
        )  # fmt: skip
    return rows


MoneyRecord = InvoiceRow | PaymentRow | PromiseRow


def money(found: Ledger, today: date) -> tuple[list[Row], list[MoneyRecord]]:
    """Invoices, payments and promises, newest first; row ids are places in the second list."""
    lines: list[tuple[date, str, MoneyRecord, dict[str, str | Cell]]] = []
    for invoice in found.invoices:
        state = invoice.state(today)
        due = "" if invoice.due_on is None else _("due {day}").format(
            day=formats.day(invoice.due_on, today)
        )  # fmt: skip
        text = " · ".join(filter(None, (label("invoice", state), due)))
        lines.append((
            invoice.issued_on, "invoice", invoice,
            {
                "number": cut(invoice.number),
                "amount": formats.money(invoice.amount_minor, invoice.currency),
                "open": formats.money(invoice.open_minor, invoice.currency)
                if invoice.open_minor else "",
                "state": Cell(text, "danger" if state == "overdue" else ""),
            },
        ))  # fmt: skip
    for payment in found.payments:
        laid = ", ".join(dict.fromkeys(one.number for one in payment.laid))
        free = formats.money(payment.free_minor, payment.currency) if payment.free_minor else ""
        said = [
            _("for {numbers}").format(numbers=laid) if laid else "",
            _("{sum} laid on nothing").format(sum=free) if free else "",
            cut(payment.reference),
        ]
        lines.append((
            payment.paid_on, "payment", payment,
            {
                "amount": Cell(
                    formats.money(payment.amount_minor, payment.currency, sign=True), "success"
                ),
                "state": " · ".join(filter(None, said)),
            },
        ))  # fmt: skip
    for promise in found.promises:
        kept = _("withdrawn") if promise.withdrawn else label("promise", promise.state)
        until = _("by {day}").format(day=formats.day(promise.due_on, today))
        lines.append((
            promise.made_on, "promise", promise,
            {
                "amount": formats.money(promise.amount_minor, promise.currency),
                "state": " · ".join(filter(None, (until, kept, cut(promise.note)))),
            },
        ))  # fmt: skip
    lines.sort(key=lambda line: line[0], reverse=True)
    rows = [
        Row(place, {"day": formats.day(day, today), "kind": label("record", kind), **cells})
        for place, (day, kind, _record, cells) in enumerate(lines)
    ]
    return rows, [record for _day, _kind, record, _cells in lines]


def objections(found: Sequence[TimelineRow], today: date) -> list[Row]:
    """Objections heard, newest first."""
    return [
        Row(
            row.record_id,
            {
                "day": formats.day(row.day, today),
                "kind": named("objection", row.code, row.name),
                "said": cut(row.detail),
                "result": label("objection_result", row.title),
            },
        )
        for row in found
    ]
