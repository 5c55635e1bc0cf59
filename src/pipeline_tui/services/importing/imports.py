"""The import: files looked at, rehearsed, and taken in as one batch, one change, one undo."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import to_builtins

from pipeline_tui.domain.errors import Invalid, Problem, Refused, Unreadable
from pipeline_tui.domain.imports import (
    Correction,
    FilePlan,
    ImportOptions,
    ImportResult,
    Progress,
    RowNote,
)
from pipeline_tui.exchange.values import clean_id
from pipeline_tui.services.base import Service
from pipeline_tui.services.importing import rejects
from pipeline_tui.services.importing.activities import Activities
from pipeline_tui.services.importing.clients import Clients
from pipeline_tui.services.importing.contacts import Contacts
from pipeline_tui.services.importing.deals import Deals
from pipeline_tui.services.importing.goods import People, Products
from pipeline_tui.services.importing.intake import Fate, Intake, Line, Tally, note
from pipeline_tui.services.importing.invoices import Invoices
from pipeline_tui.services.importing.known import KnownClients
from pipeline_tui.services.importing.openings import Openings
from pipeline_tui.services.importing.tables import Table, open_tables, tables_in
from pipeline_tui.store import bulk
from pipeline_tui.store.bulk import Bulk

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

_CORRECTION = "import:{signature}"
"""The memo that holds what was said of files with one header row."""
_EVERY = 250
"""Rows between two calls of `progress`."""
_SHOWN = ("client", "contact", "deal", "activity", "task", "invoice", "payment", "product")


class Imports(Service):
    """Use cases of files coming in."""

    def look(self, paths: Sequence[Path], options: ImportOptions | None = None) -> list[FilePlan]:
        """What the files were recognised as, in the order in which they will be taken.

        Raises Unreadable, Invalid: see `open_tables`.
        """
        return [table.plan() for table in self._tables(paths, options or ImportOptions())]

    def tables_of(
        self, paths: Sequence[Path], options: ImportOptions | None = None
    ) -> tuple[list[Path], list[Path]]:
        """(tables, what was left aside): a folder stands for the tables in it.

        What was named itself is kept whatever it is. Raises Unreadable folder_without_tables.
        """
        taken: list[Path] = []
        aside: list[Path] = []
        for path in paths:
            if not os.path.isdir(path):  # noqa: PTH112 - says no to a name that no file can bear
                taken.append(path)
                continue
            inside = tables_in(path, options or ImportOptions())
            if not inside[0]:
                raise Unreadable("folder_without_tables", file=path.name)
            taken += inside[0]
            aside += inside[1]
        return taken, aside

    def rehearse(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        *,
        progress: Progress | None = None,
    ) -> ImportResult:
        """What an import would do. It is done, counted, and taken back: nothing changes."""
        tables = self._tables(paths, options or ImportOptions())
        now = self._now()
        with self._desk.book.rehearse() as db:
            result = self._take(db, now, tables, options or ImportOptions(), progress)
        return ImportResult(result.files, result.made, None, result.without_step)

    def run(
        self,
        paths: Sequence[Path],
        options: ImportOptions | None = None,
        *,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Take the files in, as one change; the file is backed up before.

        Raises what `look` raises; Refused import_cancelled when `progress` says no; with `strict`
        the problem of the first row that cannot be taken. Then nothing has changed.
        """
        tables = self._tables(paths, options or ImportOptions())
        self._desk.keeping.backup_before_import()
        with self._write("import") as unit:
            result = self._take(unit.db, unit.now, tables, options or ImportOptions(), progress)
            unit.about(
                "import_batch",
                result.batch_id,
                files=", ".join(one.file for one in result.files),
                count=result.taken + result.changed,
            )
        self._remember(tables)
        return result

    def save_rejects(
        self,
        result: ImportResult,
        target: Path,
        say: Callable[[RowNote], str],
        options: ImportOptions | None = None,
    ) -> list[Path]:
        """Write the rows that were not taken to a table for each of their files; see `rejects`."""
        return rejects.save_rejects(result, target, say, options or ImportOptions())

    # What was said of files with the same header row before

    def _tables(self, paths: Sequence[Path], options: ImportOptions) -> list[Table]:
        return open_tables(paths, options, self._said_before)

    def _said_before(self, signature: str) -> Correction | None:
        kept = self._desk.memos.recall(_CORRECTION.format(signature=signature))
        if not isinstance(kept, dict) or not isinstance(kept.get("columns"), dict):
            return None
        return Correction(
            str(kept.get("kind", "")), kept["columns"], kept.get("dates", {}),
            kept.get("decimals", {}),
        )  # fmt: skip

    def _remember(self, tables: Sequence[Table]) -> None:
        memos = self._desk.memos
        for table in tables:
            key, said = _CORRECTION.format(signature=table.signature), table.corrected
            if said.any:
                memos.keep(key, to_builtins(said))
            elif memos.recall(key) is not None:
                memos.drop(key)

    def _take(
        self,
        db: sqlite3.Connection,
        now: datetime,
        tables: Sequence[Table],
        options: ImportOptions,
        progress: Progress | None,
    ) -> ImportResult:
        batch = _Batch(db, now, self._desk, tables, options)
        result = batch.take(progress or _go_on)
        if options.strict:
            _refuse_listed(result)
        return result


@contextmanager
def _without_collector() -> Iterator[None]:
    """What an import holds on to has no cycles, and grows: looking for them over and over costs a
    twentieth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _go_on(_done: int, _total: int) -> bool:
    return True


def _refuse_listed(result: ImportResult) -> None:
    for one in result.files:
        for each in one.listed:
            each.problem.facts |= {"file": one.file, "row": each.row}
            if each.column:
                each.problem.facts["column"] = each.column
            raise each.problem


class _Batch:
    """One import being written."""

    def __init__(
        self,
        db: sqlite3.Connection,
        now: datetime,
        desk: Desk,
        tables: Sequence[Table],
        options: ImportOptions,
    ) -> None:
        self._tables = tables
        self._bulk = Bulk(db, self._begin, sum(table.rows for table in tables))
        self._batch_id = self._bulk.reserve("import_batch")
        self._intake = Intake(
            self._bulk, options, now=now, zone=desk.zone, currency=desk.settings.currency,
            country=desk.settings.country, batch_id=self._batch_id,
        )  # fmt: skip
        known = KnownClients(self._intake)
        clients = Clients(self._intake, known)
        contacts = Contacts(self._intake, known, clients)
        products = Products(self._intake)
        self._people = People(self._intake)
        deals = Deals(self._intake, known, contacts, products, self._people)
        openings = Openings(self._intake)

        def of_client(line: Line, client_id: int) -> bool:
            person = contacts.of_client(line, client_id)
            return openings.of_client(line, client_id) or person

        self._takers: dict[str, Callable[[Line], Fate | None]] = {
            "people": self._people.take,
            "products": products.take,
            "clients": lambda line: clients.take(line, of_client),
            "contacts": contacts.take,
            "deals": deals.take,
            "activities": Activities(self._intake, known, contacts).take,
            "invoices": Invoices(self._intake, known).take,
        }

    def _begin(self) -> None:
        """The batch's own row goes before every other; its counts are known at the end only."""
        files = ", ".join(table.sheet.file for table in self._tables)
        bulk.open_batch(self._bulk.db, self._batch_id, self._intake.now_text, files)

    def take(self, progress: Progress) -> ImportResult:
        """Take every row of every file."""
        with _without_collector():
            return self._take_rows(progress)

    def _take_rows(self, progress: Progress) -> ImportResult:
        total = sum(table.rows for table in self._tables)
        done = 0
        tallies = [Tally(table, self._intake.currency) for table in self._tables]
        for tally in tallies:
            take = self._takers[tally.table.kind]
            self._intake.own.prepare(tally.table)
            for row, cells in tally.table.sheet:
                if done % _EVERY == 0 and not progress(done, total):
                    raise Refused("import_cancelled")
                done += 1
                self._one(tally, take, row, cells)
            for bad in tally.table.sheet.rejected:
                done += 1
                tally.refuse(note(tally.table, bad.row, Unreadable(bad.code, **bad.facts)))
        by_table = {tally.table.path: tally for tally in tallies}
        for line, fate in self._people.settle():
            tally = by_table[line.table.path]
            if fate is None:
                tally.refuse(note(line.table, line.row, Invalid("name", "person_without_deals")))
            else:
                tally.counts[fate] += 1
        self._bulk.close()
        progress(total, total)
        return self._close(tallies)

    def _one(
        self,
        tally: Tally,
        take: Callable[[Line], Fate | None],
        row: int,
        cells: tuple[str, ...],
    ) -> None:
        values, extra = tally.table.columns.take(cells)
        if extra:  # a spreadsheet writes a whole number as 1.0 when it saves text
            extra = {
                name: clean_id(text) if text[-2:] == ".0" else text for name, text in extra.items()
            }
        line = Line(self._intake, tally, row, values, extra)
        try:
            self._intake.own.read(line, cells)
            fate = take(line)
        except Problem as problem:
            tally.refuse(note(tally.table, row, problem))
            return
        tally.row_taken()
        if fate is not None:
            tally.counts[fate] += 1

    def _close(self, tallies: Sequence[Tally]) -> ImportResult:
        files = tuple(tally.result() for tally in tallies)
        made = {kind: self._bulk.made[kind] for kind in _SHOWN if self._bulk.made.get(kind)}
        result = ImportResult(
            files,
            made,
            self._batch_id if self._bulk.touched else None,
            self._intake.without_step,
        )
        if self._bulk.touched:
            bulk.wake_buyers(self._bulk.db, self._intake.buyers)
            counts = {
                "rows": result.rows, "taken": result.taken, "merged": result.merged,
                "listed": result.listed, "made": made,
            }  # fmt: skip
            bulk.close_batch(self._bulk.db, self._batch_id, counts)
        return result
