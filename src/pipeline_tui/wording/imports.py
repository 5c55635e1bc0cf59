"""Imports in words: what a file is, what became of its rows, and what to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline_tui.domain.imports import (
    ColumnPlan,
    FilePlan,
    FileResult,
    ImportResult,
    Reason,
    Remark,
    RemarkCode,
    RowChange,
    RowNote,
)
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.formats import count, number
from pipeline_tui.wording.labels import KINDS, field, label
from pipeline_tui.wording.problems import remark as sentence

_KINDS: Mapping[str, str] = {
    "clients": N_("clients"),
    "contacts": N_("contacts"),
    "deals": N_("deals"),
    "activities": N_("what happened"),
    "invoices": N_("invoices"),
    "products": N_("products"),
    "people": N_("sellers"),
}
_FIELDS: Mapping[str, str] = {
    "external_id": N_("Number there"),
    "full_name": N_("Name"),
    "company": N_("Client"),
    "company_domain": N_("Client by website"),
    "client_domain": N_("Client by website"),
    "client_2": N_("Client"),
    "stage_2": N_("Stage"),
    "closed_on_2": N_("Day of the end"),
    "at_time": N_("Time"),
    "record": N_("Contact or company"),
    "done": N_("Done"),
    "contact_email": N_("Contact by e-mail"),
    "phone_2": N_("Phone"),
    "phone_3": N_("Phone"),
    "email_2": N_("E-mail"),
    "email_3": N_("E-mail"),
    "class": N_("Class"),
    "parent": N_("Head company"),
    "tags": N_("Tags"),
    "created_on": N_("Since"),
    "opened_on": N_("Opened on"),
    "closed_on": N_("Day of the end"),
    "pipeline": N_("Pipeline"),
    "deal_type": N_("Type"),
    "at": N_("When"),
    "subject": N_("Subject"),
    "meeting_outcome": N_("Meeting outcome"),
    "task_status": N_("Status of the task"),
    "task_due": N_("Task due"),
    "disputed": N_("Disputed"),
    "settled_on": N_("Settled on"),
    "opening_balance": N_("Opening balance"),
    "series": N_("Series"),
    "manager": N_("Head"),
}

_WRITTEN: Mapping[str, str] = {
    "dmy": N_("day first"),
    "mdy": N_("month first"),
    "ymd": N_("year first"),
    "comma": N_("decimal comma"),
    "dot": N_("decimal point"),
}
_VOCABULARIES = {"stage": "stage", "status": "client_status", "role": "contact_role"}
_LONGEST = 60


def kind(name: str) -> str:
    """What the rows of a file are: `clients`."""
    return _(_KINDS[name]) if name in _KINDS else name


def column(name: str) -> str:
    """The field that a column becomes."""
    return _(_FIELDS[name]) if name in _FIELDS else field(name)


def made(kind_name: str, n: int) -> str:
    """How many records of a kind were made: `85 clients`."""
    match kind_name:
        case "client":
            return count(n, "{n} client", "{n} clients")
        case "contact":
            return count(n, "{n} contact", "{n} contacts")
        case "deal":
            return count(n, "{n} deal", "{n} deals")
        case "activity":
            return count(n, "{n} call or other touch", "{n} calls and other touches")
        case "task":
            return count(n, "{n} task", "{n} tasks")
        case "invoice":
            return count(n, "{n} invoice", "{n} invoices")
        case "payment":
            return count(n, "{n} payment", "{n} payments")
        case "product":
            return count(n, "{n} product", "{n} products")
    return f"{n} {kind_name}"


def made_all(result: ImportResult) -> str:
    """All that was made: `85 clients, 8 800 deals`."""
    return ", ".join(made(name, n) for name, n in result.made.items())


def head(plan: FilePlan) -> str:
    """A file in a line: `accounts.csv: clients, 85 rows`."""
    return _("{file}: {kind}, {rows}").format(
        file=plan.file, kind=kind(plan.kind), rows=count(plan.rows, "{n} row", "{n} rows")
    )


def written(word: str) -> str:
    """How the dates or sums of a column are written: `day first`, `decimal comma`."""
    return _(_WRITTEN[word]) if word in _WRITTEN else ""


def becomes(plan: ColumnPlan) -> str:
    """What a column becomes, and how it is read where that matters; "" where it is left out."""
    if plan.field:
        return " · ".join(filter(None, (column(plan.field), written(plan.written))))
    return _("own field “{name}”").format(name=plan.custom) if plan.custom else ""


def remembered(plan: FilePlan) -> str:
    """That the columns were told before, where they were."""
    return _("columns as you said before") if plan.remembered else ""


def remark(found: Remark) -> str:
    """A remark about rows, true before they are taken as after it."""
    n = found.count
    match found.code:
        case RemarkCode.CLIENTS_MADE:
            text = count(
                n,
                "{n} client is new: entered along with the rows",
                "{n} clients are new: entered along with the rows",
            )
        case RemarkCode.CLIENT_IDS:
            text = count(
                n,
                "{n} client is known by its number only; give it a name",
                "{n} clients are known by their numbers only; give them names",
            )
        case RemarkCode.PRODUCTS_MADE:
            text = count(n, "{n} product is new", "{n} products are new")
        case RemarkCode.PRODUCTS_ALIKE:
            text = count(
                n, "{n} row spells its product otherwise", "{n} rows spell their product otherwise"
            )
        case RemarkCode.PRODUCTS_SEVERAL:
            text = count(
                n,
                "{n} deal has several products; the first was taken, all stand in its own fields",
                "{n} deals have several products; the first was taken, all stand in their own fields",
            )
        case RemarkCode.KEPT_AS_WAS:
            text = count(
                n,
                "{n} row says otherwise than the record; what was there stays",
                "{n} rows say otherwise than the records; what was there stays",
            )
        case RemarkCode.WITHOUT_CLIENT:
            text = count(n, "{n} deal has no client", "{n} deals have no client")
        case RemarkCode.WITHOUT_STEP:
            text = count(n, "{n} open deal needs a next step", "{n} open deals need a next step")
        case RemarkCode.LOST_WITHOUT_REASON:
            text = count(
                n, "{n} lost deal has no reason given", "{n} lost deals have no reason given"
            )
        case RemarkCode.CLOSED_WITHOUT_DAY:
            text = count(
                n,
                "{n} closed deal has no closing day; the day it was opened was taken",
                "{n} closed deals have no closing day; the day they were opened was taken",
            )
        case RemarkCode.STAGE_UNKNOWN:
            text = count(
                n,
                "{n} deal is in a stage that is not ours; it goes to the first one",
                "{n} deals are in stages that are not ours; they go to the first one",
            )
        case RemarkCode.REASON_UNKNOWN:
            text = count(
                n,
                "{n} loss reason is not in the list; it stands in the note",
                "{n} loss reasons are not in the list; they stand in the notes",
            )
        case RemarkCode.OUTCOME_UNKNOWN:
            text = count(
                n,
                "{n} call outcome is not in the list; it stands in the note",
                "{n} call outcomes are not in the list; they stand in the notes",
            )
        case RemarkCode.CURRENCY_ASSUMED:
            text = count(
                n,
                "{n} sum without a currency was taken in the usual one; --currency says another",
                "{n} sums without a currency were taken in the usual one; --currency says another",
            )
        case RemarkCode.PAID_WITHOUT_DAY:
            text = count(
                n,
                "{n} payment has no day; the due day was taken, or today where it is to come",
                "{n} payments have no day; the due day was taken, or today where it is to come",
            )
        case RemarkCode.TASKS_MADE:
            text = count(
                n, "{n} row is a task for the calendar", "{n} rows are tasks for the calendar"
            )
        case RemarkCode.CONTACT_ELSEWHERE:
            text = count(
                n,
                "{n} deal names a contact of another client; it stands in its own fields",
                "{n} deals name a contact of another client; it stands in their own fields",
            )
        case RemarkCode.NAME_TWIN:
            text = count(
                n,
                "{n} row names a client whose name several bear; the first was taken",
                "{n} rows name clients whose name several bear; the first was taken",
            )
    if found.examples:
        more = ", …" if found.count > len(found.examples) and len(found.examples) > 2 else ""
        text += f" ({', '.join(found.examples)}{more})"
    return text


def row_note(note: RowNote) -> str:
    """Why a row, or a value of it, was not taken."""
    return sentence(note.problem)


def change(found: RowChange) -> str:
    """What a merged row changes: `Acme: City: Perm → Moscow`."""
    name = found.field.removeprefix("custom:")
    shown = name if name != found.field else column(name)
    was, now = (_value(found.field, text) for text in (found.was, found.now))
    return f"{found.name}: {shown}: {was or '—'} → {now or '—'}"


def _value(name: str, text: str) -> str:
    """A value on one line, a code by its word."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    vocabulary = _VOCABULARIES.get(name, "")
    return label(vocabulary, text) if vocabulary in KINDS and text else text


def row(number: int) -> str:
    """`row 12`."""
    return _("row {row}").format(row=number)


def more_notes(result: ImportResult, which: str, shown: int) -> str:
    """How many rows not taken (`which` is "listed"), or taken without a value ("warned"), there are
    beyond those shown; "" where there are none."""
    n = sum(reason.count for _, reason in reasons(result, which)) - shown
    return _("… and {n} more").format(n=number(n)) if n else ""


def reasons(result: ImportResult, which: str) -> list[tuple[FileResult, Reason]]:
    """Why, file by file; `which` as above."""
    return [
        (one, reason)
        for one in result.files
        for reason in (one.reasons if which == "listed" else one.warned_of)
    ]


def reason(file: str, found: Reason) -> str:
    """So many rows for one reason: `sales.csv, 12 rows, column Amount: “abc” is not a sum`, in the
    words of the first of them."""
    parts = [file, count(found.count, "{n} row", "{n} rows")]
    if found.column:
        parts.append(_("column {column}").format(column=found.column))
    return f"{', '.join(parts)}: {row_note(found.first)}"


def place(file: str, note: RowNote) -> str:
    """Where it is: `sales.csv, row 12, column Amount`."""
    parts = [file, row(note.row)]
    if note.column:
        parts.append(_("column {column}").format(column=note.column))
    return ", ".join(parts)


def left_out(headers: Iterable[str]) -> str:
    """Columns that are not taken, in a line."""
    return _("not taken: {columns}").format(columns=", ".join(headers))


def columns_left(plan: FilePlan) -> str:
    """The columns of a file that are not taken; "" where all are."""
    left = [column.header for column in plan.columns if not column.taken and column.header]
    if not left:
        return ""
    return _("{file}: columns left out: {columns}").format(file=plan.file, columns=", ".join(left))


def nothing_new(result: ImportResult) -> str:
    """Why an import that is done has changed nothing."""
    if not result.merged:
        return _("Nothing was taken; nothing has changed.")
    if result.listed:
        return _("What could be taken was there already; nothing has changed.")
    return _("Everything was there already; nothing has changed.")


def skipped(paths: Iterable[Path]) -> str:
    """Files of a folder that are no tables of ours."""
    return _("Left aside: {files}").format(files=", ".join(path.name for path in paths))
