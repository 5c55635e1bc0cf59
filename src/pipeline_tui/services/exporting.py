"""Files going out: whole tables of records, for a spreadsheet or another program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline_tui.domain.dates import read_day, read_moment
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.exports import EXPORTS, ExportDone
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.exchange.export import Format, write_table, write_text
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import exports
from pipeline_tui.store.queries.exports import Export

Words = Callable[[str, str, str | None], str]
"""(vocabulary, code, the user's own name of it) → the word to write."""

_CODED = {
    "client_kind": "client_kind", "client_status": "client_status", "role": "contact_role",
    "stage": "stage", "loss_reason": "loss_reason", "outcome": "outcome",
    "activity_kind": "activity", "direction": "direction", "task_kind": "task",
    "task_state": "task_state", "objection": "objection", "objection_result": "objection_result",
}  # fmt: skip
"""Column → the vocabulary its codes are of."""


class Exports(Service):
    """Use cases of files going out."""

    def export(
        self,
        kind: str,
        path: Path,
        *,
        words: Words,
        heading: Callable[[str], str],
        overwrite: bool = False,
        delimiter: str = ",",
    ) -> ExportDone:
        """Write one kind of records to a file told by its ending: csv, xlsx, json, jsonl.

        CSV and XLSX speak the user's language through `heading` and `words`; JSON keeps names and
        codes. Raises Invalid export_unknown and what `write_table` raises.
        """
        if kind not in EXPORTS:
            raise Invalid("kind", "export_unknown", text=kind, kinds=", ".join(EXPORTS))
        for_people = Format.of(path) in (Format.CSV, Format.XLSX)
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
            path, self._rows(found, words if for_people else None, own), columns | own_columns,
            overwrite=overwrite, delimiter=delimiter,
        )  # fmt: skip
        return ExportDone(kind, path, written.rows, written.cut)

    def text(self, path: Path, text: str) -> None:
        """Write a text that was read here, such as a report, to a new file; raises as `write_text`."""
        write_text(path, text)

    def export_all(
        self,
        folder: Path,
        ending: str,
        *,
        words: Words,
        heading: Callable[[str], str],
        overwrite: bool = False,
    ) -> list[ExportDone]:
        """Write every kind to a file of its own in a folder, which is made where it is missing."""
        Format.of(Path(f"x.{ending}"))
        if not folder.parent.is_dir():
            raise Invalid("folder", "folder_missing", folder=str(folder.parent))
        folder.mkdir(mode=0o700, exist_ok=True)
        return [
            self.export(
                kind, folder / f"{kind}.{ending}", words=words, heading=heading,
                overwrite=overwrite,
            )
            for kind in EXPORTS
        ]  # fmt: skip

    def _rows(
        self, found: Export, words: Words | None, own: list[str]
    ) -> Iterator[Mapping[str, object]]:
        """Rows with money, days and moments as what they are."""
        zone = self._desk.zone
        for values in exports.rows(self._db, found):
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
                row |= {f"custom:{name}": custom.get(name) for name in own}
            yield row


_NAMES = frozenset({"last_name", "first_name"})
"""Columns that end like the user's own word for a code, and are none."""
