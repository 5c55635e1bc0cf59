"""Whole tables read for export, one row at a time, with the names of what they refer to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from msgspec import Struct

_PHONE = "coalesce(p.e164, p.typed) || CASE WHEN p.extension <> '' THEN ' ext. ' || p.extension ELSE '' END"


def _reach(owner: str) -> str:
    """Phones and e-mails of a row, in their order."""
    return (
        f"(SELECT group_concat(number, '; ') FROM (SELECT {_PHONE} AS number FROM phone p"
        f" WHERE {owner.format('p')} ORDER BY p.position, p.id)) AS phone,"
        " (SELECT group_concat(address, '; ') FROM (SELECT e.address FROM email e"
        f" WHERE {owner.format('e')} ORDER BY e.position, e.id)) AS email"
    )


_NEXT = "(SELECT {} FROM task t WHERE t.deal_id = d.id AND t.done_at IS NULL AND t.dropped_at IS NULL ORDER BY t.due_on, t.id LIMIT 1)"


class Export(Struct, frozen=True):
    """A table to write. `sql` answers with `columns` in order, its `{only}` giving place to a
    condition on `client`, the column with the client's number; `custom` names the table whose own
    fields become columns too, read from its last column.

    How a column is written is told by its name in the sets; all others are text or numbers.
    """

    sql: str
    columns: tuple[str, ...]
    client: str
    custom: str = ""
    money: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


EXPORTS: dict[str, Export] = {
    "clients": Export(
        "SELECT c.id, c.name, c.kind, c.status, c.abc, c.inn, c.kpp, c.ogrn, c.bik, c.account,"
        " c.industry, c.size, c.country, c.region, c.city, c.address, c.website,"
        + _reach("{0}.client_id = c.id AND {0}.contact_id IS NULL")
        + ", c.source, c.owner,"
        " (SELECT group_concat(name, '; ') FROM (SELECT g.name FROM tag g WHERE g.client_id = c.id"
        "  ORDER BY g.name)), c.payment_terms_days, c.touch_days, c.time_zone, c.created_at,"
        " c.notes, c.archived_at IS NOT NULL, c.custom FROM client c {only} ORDER BY c.id",
        (
            "client_id", "name", "client_kind", "client_status", "class", "inn", "kpp", "ogrn",
            "bik", "account", "industry", "size", "country", "region", "city", "address", "website",
            "phone", "email", "source", "owner", "tags", "payment_terms", "touch_days", "time_zone",
            "created_on", "notes", "archived",
        ),
        "c.id",
        custom="client", moments=frozenset({"created_on"}), flags=frozenset({"archived"}),
    ),
    "contacts": Export(
        "SELECT n.id, n.last_name, n.first_name, n.patronymic, c.name, n.role, n.job_title,"
        + _reach("{0}.contact_id = n.id")
        + ", n.birthday, n.notes, n.archived_at IS NOT NULL, n.custom"
        " FROM contact n JOIN client c ON c.id = n.client_id {only} ORDER BY n.client_id, n.position, n.id",
        (
            "contact_id", "last_name", "first_name", "patronymic", "company", "role", "job_title",
            "phone", "email", "birthday", "notes", "archived",
        ),
        "n.client_id",
        custom="contact", days=frozenset({"birthday"}), flags=frozenset({"archived"}),
    ),
    "deals": Export(
        "SELECT d.id, d.title, c.name, n.full_name,"
        " (SELECT e.address FROM email e WHERE e.contact_id = n.id ORDER BY e.position LIMIT 1),"
        " w.code, w.name, s.code, s.name, d.amount_minor, d.currency, p.name, d.owner, d.source,"
        " d.competitor,"
        " d.opened_on, d.expected_close, d.closed_on, l.code, l.name, d.loss_note,"
        f" {_NEXT.format('t.title')}, {_NEXT.format('t.due_on')}, d.notes,"
        " d.archived_at IS NOT NULL, d.custom"
        " FROM deal d LEFT JOIN client c ON c.id = d.client_id"
        " LEFT JOIN contact n ON n.id = d.contact_id JOIN stage s ON s.id = d.stage_id"
        " JOIN pipeline w ON w.id = s.pipeline_id LEFT JOIN product p ON p.id = d.product_id"
        " LEFT JOIN loss_reason l ON l.id = d.loss_reason_id {only} ORDER BY d.id",
        (
            "deal_id", "title", "client", "contact", "contact_email", "pipeline", "pipeline_name",
            "stage", "stage_name",
            "amount", "currency", "product", "owner", "source", "competitor", "opened_on",
            "expected_close", "closed_on", "loss_reason", "loss_reason_name", "loss_note",
            "next_step", "next_step_on", "notes", "archived",
        ),
        "d.client_id",
        custom="deal", money=frozenset({"amount"}),
        days=frozenset({"opened_on", "expected_close", "closed_on", "next_step_on"}),
        flags=frozenset({"archived"}),
    ),
    "activities": Export(
        "SELECT a.id, a.started_at, a.kind, a.direction, c.name, n.full_name,"
        " (SELECT e.address FROM email e WHERE e.contact_id = n.id ORDER BY e.position LIMIT 1),"
        " d.title, o.code, o.name, a.duration_s, a.subject, a.note, a.owner, a.corrects_id"
        " FROM activity a LEFT JOIN client c ON c.id = a.client_id"
        " LEFT JOIN contact n ON n.id = a.contact_id LEFT JOIN deal d ON d.id = a.deal_id"
        " LEFT JOIN outcome o ON o.id = a.outcome_id {only} ORDER BY a.started_at, a.id",
        (
            "activity_id", "at", "activity_kind", "direction", "client", "contact",
            "contact_email", "deal", "outcome", "outcome_name", "duration", "subject", "note",
            "owner", "corrects",
        ),
        "a.client_id",
        moments=frozenset({"at"}),
    ),
    "tasks": Export(
        "SELECT t.id, t.due_on, t.due_at, t.kind, t.title, c.name, n.full_name, d.title,"
        " CASE WHEN t.done_at IS NOT NULL THEN 'done' WHEN t.dropped_at IS NOT NULL THEN 'dropped'"
        " ELSE 'open' END, t.created_at, coalesce(t.done_at, t.dropped_at)"
        " FROM task t LEFT JOIN client c ON c.id = t.client_id"
        " LEFT JOIN contact n ON n.id = t.contact_id LEFT JOIN deal d ON d.id = t.deal_id"
        " {only} ORDER BY t.due_on, t.id",
        (
            "task_id", "task_due", "due_at", "task_kind", "title", "client", "contact", "deal",
            "task_state", "created_at", "closed_at",
        ),
        "t.client_id",
        days=frozenset({"task_due"}), moments=frozenset({"due_at", "created_at", "closed_at"}),
    ),
    "invoices": Export(
        "SELECT i.number, c.name, i.issued_on, q.due, i.amount_minor, i.currency, q.open,"
        " i.amount_minor - q.open, CASE WHEN q.open = 0 AND i.cancelled_on IS NULL THEN"
        "  (SELECT max(p.paid_on) FROM allocation a JOIN instalment s ON s.id = a.instalment_id"
        "   JOIN payment p ON p.id = a.payment_id WHERE s.invoice_id = i.id) END,"
        " i.disputed, i.dispute_note, i.cancelled_on, d.title, i.notes"
        " FROM invoice i JOIN client c ON c.id = i.client_id LEFT JOIN deal d ON d.id = i.deal_id"
        " JOIN (SELECT invoice_id, max(due_on) AS due, sum(open_minor) AS open FROM instalment"
        "  GROUP BY invoice_id) q ON q.invoice_id = i.id {only} ORDER BY i.issued_on, i.id",
        (
            "invoice_number", "client", "issued_on", "due_on", "amount", "currency", "open_sum",
            "paid_sum", "settled_on", "disputed", "dispute_note", "cancelled_on", "deal", "notes",
        ),
        "i.client_id",
        money=frozenset({"amount", "open_sum", "paid_sum"}),
        days=frozenset({"issued_on", "due_on", "settled_on", "cancelled_on"}),
        flags=frozenset({"disputed"}),
    ),
    "payments": Export(
        "SELECT p.id, p.paid_on, c.name, p.kind, p.amount_minor, p.currency, p.free_minor, p.reference,"
        " (SELECT group_concat(DISTINCT i.number) FROM allocation a"
        "  JOIN instalment s ON s.id = a.instalment_id JOIN invoice i ON i.id = s.invoice_id"
        "  WHERE a.payment_id = p.id), p.reason"
        " FROM payment p JOIN client c ON c.id = p.client_id {only} ORDER BY p.paid_on, p.id",
        (
            "payment_id", "paid_on", "client", "payment_kind", "amount", "currency", "free_sum",
            "reference", "laid_on", "reason",
        ),
        "p.client_id",
        money=frozenset({"amount", "free_sum"}), days=frozenset({"paid_on"}),
    ),
    "objections": Export(
        "SELECT o.id, o.met_at, c.name, d.title, k.code, k.name, s.code, s.name, o.verbatim,"
        " a.text, o.result, o.genuine"
        " FROM objection_event o JOIN objection_type k ON k.id = o.type_id"
        " LEFT JOIN client c ON c.id = o.client_id LEFT JOIN deal d ON d.id = o.deal_id"
        " LEFT JOIN stage s ON s.id = o.stage_id LEFT JOIN answer a ON a.id = o.answer_id"
        " {only} ORDER BY o.met_at, o.id",
        (
            "objection_id", "met_at", "client", "deal", "objection", "objection_name", "stage",
            "stage_name", "verbatim", "answer", "objection_result", "genuine",
        ),
        "o.client_id",
        moments=frozenset({"met_at"}), flags=frozenset({"genuine"}),
    ),
}  # fmt: skip
"""Kind → how it is read. A column `x_name` is the user's own word for the code in `x`."""


def rows(
    db: sqlite3.Connection, export: Export, clients: Sequence[int] | None = None
) -> Iterator[tuple[object, ...]]:
    """The rows as SQLite has them, of all clients or of these; own fields, where there are any, as
    JSON in the last place."""
    if clients is None:
        yield from db.execute(export.sql.replace("{only}", ""))
        return
    only = f" WHERE {export.client} IN (SELECT value FROM json_each(?))"
    yield from db.execute(export.sql.replace("{only}", only), (json.dumps(list(clients)),))


def custom_names(db: sqlite3.Connection, table: str) -> list[str]:
    """Names of the own fields that any row of a table has, in alphabetical order."""
    return [
        str(row[0])
        for row in db.execute(
            f"SELECT DISTINCT j.key FROM {table} t, json_each(t.custom) j"
            " WHERE t.custom <> '{}' ORDER BY j.key"
        )
    ]
