"""What the rows of one import share: the batch, the line that is being taken, and its accounts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain import lengths
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.imports import (
    FileResult,
    ImportOptions,
    Remark,
    RemarkCode,
    RowChange,
    RowNote,
)
from pipeline_tui.domain.money import minor_digits, read_currency
from pipeline_tui.exchange.amounts import DecimalMark, currency_of, minor_units, parse_money
from pipeline_tui.exchange.dates import DateStyle, parse_date, parse_moment
from pipeline_tui.services.importing.notes import Notes
from pipeline_tui.services.importing.own_values import OwnValues
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.store.queries import imported as there

if TYPE_CHECKING:
    from pipeline_tui.services.importing.tables import Table

_EXAMPLES = 5
_SHOWN_CHANGES = 1_000
_UNSEEN = frozenset(
    ["name_key", "stage_since", "created_at", "batch_id", "loss_reason_id", "full_name"]
)
"""Columns that follow from others, or say nothing to a person."""

_LINES = frozenset(
    ["industry", "region", "city", "address", "source", "owner", "size", "website", "last_name",
     "first_name", "patronymic", "job_title", "code", "series", "competitor"]
)  # fmt: skip
"""Fields that fill a line as they stand; names and titles have limits of their own."""


class Fate(Enum):
    """What became of a row that was not listed."""

    TAKEN = "taken"
    MERGED = "merged"
    CHANGED = "changed"
    """Merged, and the record changed by it."""


class Tally:
    """The accounts of one file."""

    def __init__(self, table: Table, currency: str) -> None:
        self.table = table
        how = repr((currency, sorted(table.styles.items()), sorted(table.marks.items())))
        self.reading = hashlib.blake2b(how.encode(), digest_size=12)
        """Begins the hash of every row: how sums and dates are read."""
        self.counts = dict.fromkeys(Fate, 0)
        self.listed = Notes()
        self.warned = Notes()
        self._warnings: list[RowNote] = []
        """Of the row that is being taken."""
        self.changes: list[RowChange] = []
        self._more_changes = 0
        self._remarks: dict[RemarkCode, tuple[int, dict[str, None]]] = {}

    def remark(self, code: RemarkCode, example: str = "") -> None:
        """Count one more of its kind; examples are kept once each."""
        count, examples = self._remarks.get(code, (0, {}))
        if example and len(examples) < _EXAMPLES:
            examples[example] = None
        self._remarks[code] = count + 1, examples

    def changed(self, row: int, name: str, field: str, was: object, now: object) -> None:
        """Note one field that a merged row changes."""
        if len(self.changes) >= _SHOWN_CHANGES:
            self._more_changes += 1
            return
        texts = ("" if value is None else str(value) for value in (was, now))
        self.changes.append(RowChange(row, name, field, *texts))

    def warn(self, note: RowNote) -> None:
        """Note a value that is left out, should its row be taken."""
        self._warnings.append(note)

    def refuse(self, note: RowNote) -> None:
        """List the row; what else was found in it does not matter."""
        self._warnings.clear()
        self.listed.add(note)

    def row_taken(self) -> None:
        """Keep what its values were warned of."""
        for each in self._warnings:
            self.warned.add(each)
        self._warnings.clear()

    def result(self) -> FileResult:
        """The accounts closed."""
        changed = self.counts[Fate.CHANGED]
        return FileResult(
            plan=self.table.plan(),
            taken=self.counts[Fate.TAKEN],
            merged=self.counts[Fate.MERGED] + changed,
            changed=changed,
            listed=self.listed.shown,
            warned=self.warned.shown,
            remarks=tuple(
                Remark(code, count, tuple(examples))
                for code, (count, examples) in self._remarks.items()
            ),
            changes=tuple(self.changes),
            more_changes=self._more_changes,
            more_listed=self.listed.more,
            more_warned=self.warned.more,
            reasons=self.listed.reasons,
            warned_of=self.warned.reasons,
            every=self.listed or (),
        )


class Line:
    """One row being taken: its fields as text, and how to read them."""

    __slots__ = ("currency_said", "extra", "intake", "left", "row", "table", "tally", "values")

    def __init__(
        self,
        intake: Intake,
        tally: Tally,
        row: int,
        values: dict[str, str],
        extra: dict[str, str],
    ) -> None:
        self.intake = intake
        self.tally = tally
        self.table = tally.table
        self.row = row
        self.values = values
        self.extra = extra
        self.left: dict[str, str] = {}
        """Header → text of values that fit no field; kept among the own fields or in the notes."""

    def text(self, name: str) -> str:
        """A field as it stands, "" where it is blank; raises Invalid too_long where it would not fit
        the line that it fills."""
        text = self.values.get(name, "")
        if len(text) > lengths.LINE and name in _LINES:
            raise Invalid(name, "too_long", max_length=lengths.LINE)
        return text

    def day(self, name: str) -> date | None:
        """A date; raises Invalid not_date."""
        text = self.values.get(name)
        if text is None:
            return None
        days = self.table.days
        if (name, text) not in days:
            days[name, text] = parse_date(text, self.table.styles.get(name, DateStyle.ISO), name)
        return days[name, text]

    def moment(self, name: str) -> tuple[datetime, bool] | None:
        """A moment and whether it had a time of day; raises Invalid not_date."""
        style = self.table.styles.get(name, DateStyle.ISO)
        return parse_moment(self.text(name), self.intake.zone, style, name)

    def day_if_any(self, name: str) -> date | None:
        """A date that the row can do without: a text that is none is kept, and the row warned of."""
        try:
            return self.day(name)
        except Invalid as problem:
            self.warn(problem)
            self.leave(name)
            return None

    def money(self, name: str, currency: str) -> int | None:
        """A sum in minor units; raises Invalid not_money."""
        text = self.values.get(name)
        if text is None:
            return None
        amount = parse_money(text, name, self.table.marks.get(name, DecimalMark.PLAIN))
        return None if amount is None else minor_units(amount, minor_digits(currency))

    def currency(self, *sums: str) -> str:
        """The currency that the row names, or its sums do; else that of the import."""
        if text := self.values.get("currency"):
            return currency_of(text) or read_currency(text)
        for name in sums:
            text = self.values.get(name, "")
            if text and not text.replace(".", "", 1).isdigit() and (found := currency_of(text)):
                return found
        if self.table.currency:
            return self.table.currency
        if not self.intake.options.currency and any(name in self.values for name in sums):
            self.tally.remark(RemarkCode.CURRENCY_ASSUMED, self.intake.currency)
        return self.intake.currency

    def warn(self, problem: Problem) -> None:
        """Note that the row is taken without one of its values."""
        self.tally.warn(note(self.table, self.row, problem))

    def changes(self, record: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """Note what of a record the row changes, as a person reads it: sums in major units."""
        name = next(
            (
                str(record[key])
                for key in ("name", "full_name", "title", "number")
                if record.get(key)
            ),
            "",
        )
        for column, now in changes.items():
            was = record.get(column)
            if column in _UNSEEN or column.endswith("_id"):
                continue
            if column == "custom":
                self._custom_changes(name, json.loads(was or "{}"), json.loads(now))
                continue
            if column.endswith("_minor"):
                digits = minor_digits(
                    changes.get("currency") or record["currency"] or self.intake.currency
                )
                was, now = (
                    None if each is None else Decimal(each).scaleb(-digits) for each in (was, now)
                )
            self.tally.changed(self.row, name, column.removesuffix("_minor"), was, now)

    def _custom_changes(self, name: str, was: dict[str, Any], now: dict[str, Any]) -> None:
        for header, value in now.items():
            if was.get(header) != value:
                both = (
                    self.intake.own.shown(self.table.kind, header, one)
                    for one in (was.get(header), value)
                )
                self.tally.changed(self.row, name, f"custom:{header}", *both)

    def leave(self, name: str) -> None:
        """Keep a value that fits no field under its header."""
        if name in self.values:
            self.left[self.header(name)] = self.values[name]

    def header(self, name: str) -> str:
        """The header of a field's column."""
        return self.table.headers.get(name, name).strip(" *:")

    def key(self) -> str:
        """What the row is linked by, where it has a number of its own; else ""."""
        number = self.values.get("external_id", "")
        return f"{number}@{self.table.source}" if number else ""

    def hash(self) -> str:
        """Changes when anything in the row does, or how it is read."""
        digest = self.tally.reading.copy()
        for said in (self.values, self.extra):
            body = "\x1e".join([f"{name}\x1f{said[name]}" for name in sorted(said)])
            digest.update(f"{body}\x1d".encode("utf-8", "replace"))
        return digest.hexdigest()


class Intake:
    """One batch: where its rows go, what time it is, and which keys it has met."""

    def __init__(
        self,
        bulk: Bulk,
        options: ImportOptions,
        *,
        now: datetime,
        zone: tzinfo,
        currency: str,
        country: str,
        batch_id: int,
    ) -> None:
        self.bulk = bulk
        self.db = bulk.db
        self.options = options
        self.now = now
        self.now_text = moment_text(now)
        self.today = now.astimezone(zone).date()
        self.zone = zone
        self.currency = (options.currency or currency).upper()
        self.country = (options.country or country).upper()
        self.batch_id = batch_id
        self.buyers: set[int] = set()
        """Clients that have bought, to be made active ones."""
        self.without_step = 0
        self._noons: dict[date, str] = {}
        self._links: dict[str, dict[str, tuple[int, int, str] | None]] = defaultdict(dict)
        """Kind → key → its link (number, record, hash of its row), or none, where asked."""
        self._keys: dict[str, frozenset[str]] = {}
        self.own = OwnValues(bulk.db, currency.upper())
        self.anybody_erased = there.anybody_erased(bulk.db)

    def noon(self, day: date) -> str:
        """A day as a moment: noon where the user is, so that it stays the same day nearby."""
        if day not in self._noons:
            self._noons[day] = moment_text(datetime.combine(day, time(12), self.zone))
        return self._noons[day]

    # Keys of other programs

    def link_of(self, kind: str, key: str) -> tuple[int, str, bool] | None:
        """(record, hash of its row, whether a row of this import had the key before), or none.

        To be asked once for each row: asking is how a key becomes known as met.
        """
        links, met = self._links[kind], key in self._links[kind]
        if not met:
            if kind not in self._keys:
                self._keys[kind] = there.linked_keys(self.db, kind)
            # Most rows of a large file are new: nothing is asked of the file about those.
            links[key] = there.link(self.db, kind, key) if key in self._keys[kind] else None
        found = links[key]
        return None if found is None else (found[1], found[2], met)

    def keep_link(self, kind: str, key: str, record: int, row_hash: str) -> None:
        """Remember which record a key became, and by which row."""
        links = self._links[kind]
        old = links[key] if key in links else there.link(self.db, kind, key)
        if old is None:
            number = self.bulk.insert(
                "import_link",
                {
                    "kind": kind, "foreign_key": key, "record_id": record, "row_hash": row_hash,
                    "batch_id": self.batch_id,
                },
            )  # fmt: skip
        else:
            number = old[0]
            self.bulk.update("import_link", number, {"record_id": record, "row_hash": row_hash})
        links[key] = (number, record, row_hash)


def note(table: Table, row: int, problem: Problem) -> RowNote:
    """A problem with the column it is about."""
    column = ""
    if isinstance(problem, Invalid):
        column = table.headers.get(problem.field, "")
    return RowNote(row, column, problem)


def same_text(a: str, b: str) -> bool:
    """Whether two texts differ in case and spaces at most."""
    return " ".join(a.casefold().split()) == " ".join(b.casefold().split())


def joined(parts: Iterable[str]) -> str:
    """Texts one below the other, blanks and repeats left out."""
    return "\n".join(dict.fromkeys(part for part in parts if part))
