"""Headings of exported tables, and their codes in words.

The headings are among those that an import knows, so that a file written here can be read here.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline_tui.i18n import N_, NP_, _, pgettext
from pipeline_tui.wording.formats import count
from pipeline_tui.wording.labels import field, named

_HEADINGS: Mapping[str, str] = {
    "client_id": NP_("column", "Client ID"),
    "name": NP_("column", "Client name"),
    "client_kind": NP_("column", "Client type"),
    "client_status": NP_("column", "Client status"),
    "class": NP_("column", "Class"),
    "phone": NP_("column", "Phones"),
    "email": NP_("column", "Emails"),
    "tags": NP_("column", "Tags"),
    "owner": NP_("column", "Manager"),
    "payment_terms": NP_("column", "Days to pay"),
    "touch_days": NP_("column", "Days between touches"),
    "created_on": NP_("column", "Created on"),
    "notes": NP_("column", "Notes"),
    "archived": NP_("column", "Put away"),
    "contact_id": NP_("column", "Contact ID"),
    "company": NP_("column", "Company name"),
    "deal_id": NP_("column", "Deal ID"),
    "title": NP_("column", "Title"),
    "client": NP_("column", "Client"),
    "contact": NP_("column", "Contact person"),
    "contact_email": NP_("column", "Contact email"),
    "stage": NP_("column", "Stage"),
    "amount": NP_("column", "Amount"),
    "opened_on": NP_("column", "Opened on"),
    "closed_on": NP_("column", "Closed on"),
    "expected_close": NP_("column", "Expected close"),
    "loss_reason": NP_("column", "Loss reason"),
    "loss_note": NP_("column", "Note on the loss"),
    "next_step": NP_("column", "Next step"),
    "next_step_on": NP_("column", "Next step on"),
    "activity_id": NP_("column", "Activity ID"),
    "at": NP_("column", "Date and time"),
    "activity_kind": NP_("column", "Activity type"),
    "direction": NP_("column", "Direction"),
    "deal": NP_("column", "Deal"),
    "outcome": NP_("column", "Call outcome"),
    "duration": NP_("column", "Duration, s"),
    "subject": NP_("column", "Subject"),
    "note": NP_("column", "Note"),
    "corrects": NP_("column", "Corrects"),
    "task_id": NP_("column", "Task ID"),
    "task_due": NP_("column", "Task due date"),
    "due_on": NP_("column", "Due date"),
    "due_at": NP_("column", "Due at"),
    "task_kind": NP_("column", "Kind of task"),
    "task_state": NP_("column", "Task status"),
    "created_at": NP_("column", "Planned at"),
    "closed_at": NP_("column", "Closed at"),
    "invoice_number": NP_("column", "Invoice number"),
    "issued_on": NP_("column", "Invoice date"),
    "open_sum": NP_("column", "Still open"),
    "paid_sum": NP_("column", "Paid"),
    "settled_on": NP_("column", "Paid on"),
    "disputed": NP_("column", "Disputed"),
    "dispute_note": NP_("column", "Why disputed"),
    "cancelled_on": NP_("column", "Cancelled on"),
    "payment_id": NP_("column", "Payment ID"),
    "payment_kind": NP_("column", "Kind of payment"),
    "paid_on": NP_("column", "Payment date"),
    "free_sum": NP_("column", "Not laid on anything"),
    "reference": NP_("column", "Reference"),
    "laid_on": NP_("column", "For invoices"),
    "reason": NP_("column", "Reason"),
    "objection_id": NP_("column", "Objection ID"),
    "met_at": NP_("column", "Heard at"),
    "objection": NP_("column", "Objection"),
    "verbatim": NP_("column", "In their words"),
    "answer": NP_("column", "Answer given"),
    "objection_result": NP_("column", "How it went"),
    "genuine": NP_("column", "Meant it"),
    "calendar": NP_("column", "Steps and meetings"),
}
_STATES: Mapping[str, str] = {
    "open": NP_("task_state", "open"),
    "done": NP_("task_state", "done"),
    "dropped": NP_("task_state", "dropped"),
}
_KINDS: Mapping[str, str] = {
    "clients": N_("clients"),
    "contacts": N_("contacts"),
    "deals": N_("deals"),
    "activities": N_("what happened"),
    "tasks": N_("next steps"),
    "invoices": N_("invoices"),
    "payments": N_("payments"),
    "objections": N_("objections"),
    "all": N_("the whole base"),
    "report": N_("report"),
    "offer": N_("offer"),
    "letter": N_("letter about a debt"),
    "statement": N_("reconciliation statement"),
    "interest": N_("working of interest"),
    "person": N_("a person’s data"),
}


def heading(name: str) -> str:
    """What a column is called in a table for people."""
    return pgettext("column", _HEADINGS[name]) if name in _HEADINGS else field(name)


def word(vocabulary: str, code: str, own: str | None) -> str:
    """A code as a person writes it."""
    if vocabulary == "task_state":
        return pgettext("task_state", _STATES[code])
    return named(vocabulary, code, own)


def kind(code: str) -> str:
    """What was written out, in words."""
    return _(_KINDS[code])


def written(code: str, rows: int) -> str:
    """What a file holds: `clients, 85 rows`."""
    return f"{kind(code)}, {count(rows, '{n} row', '{n} rows')}"
