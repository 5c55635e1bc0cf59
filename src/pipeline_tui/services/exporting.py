"""Files going out: whole tables of records, for a spreadsheet or another program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid5

from pipeline_tui.domain.custom_fields import outside
from pipeline_tui.domain.dates import moment_text, read_day, read_moment
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.exports import ALSO, EXPORTS, ExportDone, ExportRow
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.paper import Paper
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.exchange import archive, calendar_out, vcard_out
from pipeline_tui.exchange.export import (
    TABLES,
    Before,
    Format,
    Written,
    write_table,
    write_text,
)
from pipeline_tui.services.base import Service
from pipeline_tui.store import dumping
from pipeline_tui.store.connection import REVISIONS
from pipeline_tui.store.queries import exports, needs, outgoing
from pipeline_tui.store.queries.exports import Export

T = TypeVar("T")
Words = Callable[[str, str, str | None], str]
"""(vocabulary, code, the user's own name of it) → the word to write."""

Document = str | Paper | Sequence[Sequence[str | date | Decimal]]
"""A text, a paper for print, or the rows of a sheet."""

_CODED = {
    "client_kind": "client_kind", "client_status": "client_status", "role": "contact_role",
    "pipeline": "pipeline", "stage": "stage", "loss_reason": "loss_reason", "outcome": "outcome",
    "activity_kind": "activity", "direction": "direction", "task_kind": "task",
    "task_state": "task_state", "payment_kind": "payment_kind", "objection": "objection", "objection_result": "objection_result",
}  # fmt: skip
"""Column → the vocabulary its codes are of."""
_FIT = {
    "clients": (Format.VCARD,), "contacts": (Format.VCARD,), "tasks": (Format.CALENDAR,),
}  # fmt: skip
"""Kind → what it can be written as besides a table."""
_MEETING, _CALL = 60, 15
"""Minutes that a calendar shows for what has no duration of its own."""


class Exports(Service):
    """Use cases of files going out. Every file is in the log before it has its name."""

    def export(
        self,
        kind: str,
        path: Path,
        *,
        words: Words,
        heading: Callable[[str], str],
        to: Format | None = None,
        only: str | None = None,
        clients: Sequence[int] | None = None,
        overwrite: bool = False,
        delimiter: str = ",",
    ) -> ExportDone:
        """Write one kind of records to a file; the format is told by its ending unless given.

        `only` narrows it to the clients that pass a filter line, `clients` to these. CSV, XLSX, vCard
        and iCalendar speak the user's language through `heading` and `words`; JSON keeps names and
        codes. Raises Invalid export_unknown, format_unknown where the kind cannot be written so,
        what a filter line raises, and what `write_table` raises.
        """
        kind = ALSO.get(kind, kind)
        if kind not in EXPORTS:
            raise Invalid("kind", "export_unknown", text=kind, kinds=", ".join(EXPORTS))
        fit = (*TABLES, *_FIT.get(kind, ()))
        to = Format.of(path, fit) if to is None else Format.named(to, fit)
        if only:
            clients = self._desk.lists.ids(only)
        note = self._noting(kind, to, path, only or "")
        if to is Format.VCARD:
            parts = vcard_out.written(self._cards(clients, words), self._now())
            rows = write_text(path, parts, overwrite=overwrite, before=note).rows
            return ExportDone(kind, path, rows, 0)
        if to is Format.CALENDAR:
            counted = Counted(self._agenda(clients, words))
            parts = calendar_out.written(counted, self._now(), heading("calendar"))
            write_text(
                path, parts, overwrite=overwrite, before=lambda _parts: note(Written(counted.count))
            )
            return ExportDone(kind, path, counted.count, 0)
        for_people = to in (Format.CSV, Format.XLSX)
        found = exports.EXPORTS[kind]
        own = exports.custom_names(self._db, found.custom) if found.custom else []
        names = [name for name in found.columns if not name.endswith("_name") or name in _NAMES]
        columns = {name: heading(name) if for_people else name for name in names}
        # An own field may be called like a column of ours, or like another one.
        taken = {text.casefold() for text in columns.values()}
        own_columns = {}
        for name in own:
            title = name if name.casefold() not in taken else f"{name} *"
            taken.add(title.casefold())
            own_columns[f"custom:{name}"] = title
        written = write_table(
            path, self._rows(found, words if for_people else None, own, clients),
            columns | own_columns, kind=to, overwrite=overwrite, delimiter=delimiter, before=note,
        )  # fmt: skip
        return ExportDone(kind, path, written.rows, written.cut)

    def text(self, path: Path, text: str, kind: str = "report") -> None:
        """Write what was read here, a report or a `person`'s data, to a new file; raises as
        `write_text`."""
        note = self._noting(kind, None, path, "")
        lines = text.count("\n") + 1
        write_text(path, [text], before=lambda _parts: note(Written(lines)))

    def document(self, path: Path, document: Document, kind: str) -> None:
        """Write a document to a new file: a paper for print as PDF, rows as XLSX, a text as it is.

        Raises as `write_text`.
        """
        match document:
            case str():
                self.text(path, document, kind)
            case Paper():
                from pipeline_tui.exchange.pdf import write_pdf

                write_pdf(path, document, self._now(), before=self._noting(kind, None, path, ""))
            case _:
                from pipeline_tui.exchange.document_sheet import write_sheet

                write_sheet(path, document, before=self._noting(kind, None, path, ""))

    def export_all(
        self,
        folder: Path,
        ending: str,
        *,
        words: Words,
        heading: Callable[[str], str],
        only: str | None = None,
        overwrite: bool = False,
    ) -> list[ExportDone]:
        """Write every kind to a file of its own in a folder, which is made where it is missing."""
        to = Format.named(ending, TABLES)
        if not folder.parent.is_dir():
            raise Invalid("folder", "folder_missing", folder=str(folder.parent))
        if only:
            self._desk.lists.ids(only)  # a line that cannot be understood makes no folder
        folder.mkdir(mode=0o700, exist_ok=True)
        return [
            self.export(
                kind, folder / f"{kind}.{to.value}", words=words, heading=heading, only=only,
                overwrite=overwrite,
            )
            for kind in EXPORTS
        ]  # fmt: skip

    def archive(self, path: Path, *, overwrite: bool = False) -> ExportDone:
        """Write the whole base, its logs too, as one state to an archive (`exchange.archive`).

        The entry of this export comes into the log after that state was read. Raises what
        `write_table` raises.
        """
        db = self._db
        db.execute("BEGIN")
        try:
            manifest = archive.write(
                path, dumping.contents(db), REVISIONS[-1], moment_text(self._now()),
                overwrite=overwrite, before=self._noting("all", Format.ARCHIVE, path, ""),
            )  # fmt: skip
        finally:
            db.execute("ROLLBACK")
        return ExportDone("all", path, manifest.rows, 0)

    def file_name(self, kind: str, to: Format) -> str:
        """What a file is called unless one says otherwise: `clients-2026-03-11.vcf`."""
        return f"{kind}-{self._today().isoformat()}.{to.value}"

    def log(self, limit: int = 50) -> list[ExportRow]:
        """The latest exports, newest first."""
        return outgoing.log(self._db, limit)

    def _noting(self, kind: str, to: Format | None, path: Path, only: str) -> Before:
        """What enters a file into the log, called when it is written and about to get its name."""

        def note(written: Written) -> None:
            from pipeline_tui.domain.records import ExportLog

            with self._write("export", undoable=False) as unit:
                ending = path.suffix.removeprefix(".").lower() if to is None else to.value
                row = unit.add(
                    ExportLog(
                        made_at=unit.now, kind=kind, format=ending, rows=written.rows, filter=only,
                        file=path.name, actor=unit.entry.actor,
                    )
                )  # fmt: skip
                unit.about("export", row.id, export=kind, rows=written.rows, file=path.name)

        return note

    def _cards(self, clients: Sequence[int] | None, words: Words) -> Iterator[vcard_out.Card]:
        """Companies that have a number or address of their own, and the people there."""
        space = outgoing.name_space(self._db)
        for one in outgoing.people(self._db, clients):
            yield vcard_out.Card(
                uid=f"urn:uuid:{uuid5(space, one.key)}", name=one.name, family=one.last_name,
                given=one.first_name, additional=one.patronymic, is_firm=one.is_firm,
                company=one.company, title=one.job_title,
                role=words("contact_role", one.role, None) if one.role else "",
                phones=tuple(vcard_out.Tel(*phone) for phone in one.phones), emails=one.emails,
                birthday=one.birthday, street=one.address, city=one.city, region=one.region,
                country=one.country, website=one.website,
            )  # fmt: skip

    def _agenda(self, clients: Sequence[int] | None, words: Words) -> Iterator[calendar_out.Entry]:
        """Steps that are to be done, steps closed before their day, and meetings that were held."""
        space = outgoing.name_space(self._db)
        for one in outgoing.agenda(self._db, clients, self._today()):
            kind = words("activity" if one.held else "task", one.kind, None)
            whom = " · ".join(filter(None, (one.client, one.contact)))
            yield calendar_out.Entry(
                uid=str(uuid5(space, one.key)),
                summary=": ".join(filter(None, (kind, one.title or whom))),
                start=one.at or one.on,
                minutes=one.minutes or (_MEETING if one.kind == TaskKind.MEETING else _CALL),
                description="\n".join(filter(None, (whom if one.title else "", one.deal, one.phone))),
                location=one.address if one.kind == TaskKind.MEETING else "",
                cancelled=one.closed,
            )  # fmt: skip

    def _rows(
        self, found: Export, words: Words | None, own: list[str], clients: Sequence[int] | None
    ) -> Iterator[Mapping[str, object]]:
        """Rows with money, days and moments as what they are."""
        zone = self._desk.zone
        digits = minor_digits(self._settings.currency)
        known = needs.custom_fields(self._db, found.custom, retired=True) if own else []
        defined = {one.name: one for one in known}
        for values in exports.rows(self._db, found, clients):
            row: dict[str, Any] = dict(zip(found.columns, values, strict=False))
            for name in found.money:
                if row[name] is not None:
                    row[name] = Decimal(row[name]).scaleb(-minor_digits(row["currency"]))
            for name in found.days:
                row[name] = read_day(row[name]) if row[name] else None
            for name in found.moments:
                moment = read_moment(row[name]).astimezone(zone) if row[name] else None
                # A spreadsheet knows no zones: its user's own is meant there.
                row[name] = moment.replace(tzinfo=None) if moment and words else moment
            for name in found.flags:
                row[name] = None if row[name] is None else bool(row[name])
            if words is not None:
                for name, vocabulary in _CODED.items():
                    if row.get(name):
                        row[name] = words(vocabulary, row[name], row.get(f"{name}_name"))
            if own:
                custom = json.loads(str(values[-1]))
                row |= {
                    f"custom:{name}": outside(defined.get(name), custom.get(name), digits)
                    for name in own
                }
            yield row


_NAMES = frozenset({"last_name", "first_name"})
"""Columns that end like the user's own word for a code, and are none."""


class Counted(Generic[T]):
    """Items passed on one at a time, and how many there were."""

    def __init__(self, items: Iterable[T]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[T]:
        for item in self._items:
            self.count += 1
            yield item
