"""What an import is told, and what it answers with: for every row of a file, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from pipeline_tui.domain.errors import Problem

Progress = Callable[[int, int], bool]
"""Told (rows done, rows in all) every so often; answers whether to go on."""

KIND_ORDER = ("people", "products", "clients", "contacts", "deals", "activities", "invoices")
"""What is taken first: a file refers to records of the kinds before it."""


KIND_AUTO = "auto"
"""In place of a kind: as the file itself tells, whatever was said of such files before."""


class Correction(Struct, frozen=True):
    """What the user says of files with one header row: their kind ("" as recognised), and columns
    by header, or by place ("#3"): a field, "-" or "custom".

    `dates` and `decimals` say how values of a column are written, "dmy", "mdy" or "ymd", "comma" or
    "dot"; the column "" stands for all.
    """

    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        return bool(self.kind or self.about_columns)

    @property
    def about_columns(self) -> bool:
        """Whether anything was said of columns, and not of the kind alone."""
        return bool(self.columns or self.dates or self.decimals)


class ImportOptions(Struct, frozen=True):
    """How files are to be read. What is empty is told by the file itself, or by the settings.

    `overrides`: header of a column → field, "-" or "custom", for every file; `dates`, `decimals`: as
    in a correction, for every file; `corrections`: all of it for files of one header row, by its
    `FilePlan.signature`. `source` names where they come from, so that numbers of two programs are
    not taken for each other. `country` is that of phones without a country code. `strict`: the first
    row that cannot be taken ends the import.
    """

    overrides: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    kind: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    country: str = ""
    source: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    strict: bool = False


class ColumnPlan(Struct, frozen=True):
    """A column of a file: the field it becomes, or the name of the own field that keeps it, or
    neither, when it is left out. `example` is the first value in it; `written` is how its dates or
    sums are, where that matters: dmy, mdy, ymd, comma, dot."""

    header: str
    field: str
    custom: str
    example: str
    written: str = ""

    @property
    def taken(self) -> bool:
        """Whether the column is kept at all."""
        return bool(self.field or self.custom)


class FilePlan(Struct, frozen=True):
    """What a file was recognised as, before anything is taken.

    `signature` tells its header row from others; `corrected` is what was said of such files, now or
    before; `remembered`: what its columns are was said before.
    """

    path: str
    file: str
    kind: str
    rows: int
    columns: tuple[ColumnPlan, ...]
    encoding: str
    delimiter: str
    signature: str
    corrected: Correction
    remembered: bool


class RowNote(Struct, frozen=True):
    """A row that was not taken, or of which one value was not; `column` is its header, or empty."""

    row: int
    column: str
    problem: Problem


class Reason(Struct, frozen=True):
    """Why `count` rows were not taken, or a value of each was not: one problem of one column;
    `first` is the first of them."""

    code: str
    column: str
    count: int
    first: RowNote


class RowChange(Struct, frozen=True):
    """What a merged row changes in the record of that name: one field, from what to what."""

    row: int
    name: str
    field: str
    was: str
    now: str


class RemarkCode(StrEnum):
    """What the user should know of rows that were taken."""

    CLIENTS_MADE = "clients_made"
    """Clients named by other rows that were not there, and were entered."""
    CLIENT_IDS = "client_ids"
    """Of those, clients known only by another program's number."""
    PRODUCTS_MADE = "products_made"
    PRODUCTS_ALIKE = "products_alike"
    """Spellings taken for one product."""
    PRODUCTS_SEVERAL = "products_several"
    KEPT_AS_WAS = "kept_as_was"
    """Rows merged into a record whose other values were left as they were."""
    WITHOUT_CLIENT = "without_client"
    WITHOUT_STEP = "without_step"
    LOST_WITHOUT_REASON = "lost_without_reason"
    CLOSED_WITHOUT_DAY = "closed_without_day"
    PAID_WITHOUT_DAY = "paid_without_day"
    STAGE_UNKNOWN = "stage_unknown"
    REASON_UNKNOWN = "reason_unknown"
    OUTCOME_UNKNOWN = "outcome_unknown"
    CURRENCY_ASSUMED = "currency_assumed"
    TASKS_MADE = "tasks_made"
    CONTACT_ELSEWHERE = "contact_elsewhere"
    """Deals whose contact works for another client than the deal's."""
    NAME_TWIN = "name_twin"
    """Names that several clients bear; the first of them was meant."""


class Remark(Struct, frozen=True):
    """A remark about `count` rows; `examples` are what it is about, at most a few."""

    code: RemarkCode
    count: int
    examples: tuple[str, ...] = ()


class FileResult(Struct, frozen=True):
    """What became of a file: `taken` + `merged` + `not_taken` are its rows.

    `plan` says how it was read. `merged` rows found their record there; `changed` of them brought it something new. `warned` are
    rows that were taken without one of their values.
    """

    plan: FilePlan
    taken: int
    merged: int
    changed: int
    listed: tuple[RowNote, ...]
    warned: tuple[RowNote, ...]
    remarks: tuple[Remark, ...]
    changes: tuple[RowChange, ...] = ()
    """The fields that merged rows change; the first thousand of them."""
    more_changes: int = 0
    """How many there are beyond those."""
    more_listed: int = 0
    """Rows not taken beyond those `listed`, of which there are a thousand at most."""
    more_warned: int = 0
    reasons: tuple[Reason, ...] = ()
    """Why rows were not taken, all of them counted, the most frequent first."""
    warned_of: tuple[Reason, ...] = ()
    """The same of `warned`."""
    every: Iterable[RowNote] = ()
    """All rows not taken, those beyond `listed` too, by row."""

    @property
    def not_taken(self) -> int:
        """Rows that could not be taken."""
        return len(self.listed) + self.more_listed

    @property
    def file(self) -> str:
        """The file's name."""
        return self.plan.file

    @property
    def kind(self) -> str:
        """What its rows are."""
        return self.plan.kind

    @property
    def rows(self) -> int:
        """How many it has."""
        return self.plan.rows


class ImportResult(Struct, frozen=True):
    """An import done, or rehearsed (`batch_id` none). `made` is kind of record → how many new."""

    files: tuple[FileResult, ...]
    made: Mapping[str, int]
    batch_id: int | None
    without_step: int

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(one.rows for one in self.files)

    @property
    def taken(self) -> int:
        """Rows that became new records."""
        return sum(one.taken for one in self.files)

    @property
    def merged(self) -> int:
        """Rows whose record was there."""
        return sum(one.merged for one in self.files)

    @property
    def changed(self) -> int:
        """Of the merged, those that changed it."""
        return sum(one.changed for one in self.files)

    @property
    def listed(self) -> int:
        """Rows that could not be taken."""
        return sum(one.not_taken for one in self.files)
