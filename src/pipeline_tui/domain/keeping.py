"""Keeping the file: which backups stay, and what a check of the file finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from pipeline_tui.domain.history import EntryRow

DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""How many days, weeks and months keep their newest backup."""


class BackupRow(Struct, frozen=True):
    """A copy of the file. `reason` is empty for one that was asked for or due, else "import",
    "restore" or "upgrade": what it was made before."""

    path: Path
    made_at: datetime
    size: int
    reason: str


class Difference(Struct, frozen=True):
    """Rows of a table in two files: how many each has, how many would be `gone` from the first, come
    `back` in the second, and be `changed`, where they were told apart."""

    table: str
    before: int
    after: int
    gone: int = 0
    back: int = 0
    changed: int = 0


class Comparison(Struct, frozen=True):
    """A file beside a backup of it: what a restore would change. `lost` are the newest of the
    `lost_count` changes that only the file has, `found` those that only the backup has. `readable` is
    false for a file that is gone or cannot be read, of which nothing can be told."""

    backup: Path
    readable: bool
    last_change: datetime | None
    differences: tuple[Difference, ...]
    lost_count: int
    lost: tuple[EntryRow, ...]
    found_count: int
    found: tuple[EntryRow, ...]


class Restored(Struct, frozen=True):
    """A backup put in place. `saved` is where the file that was there went, if there was one."""

    path: Path
    backup: Path
    saved: Path | None
    differences: tuple[Difference, ...]
    last_change: datetime | None


class CheckCode(StrEnum):
    """What is checked, in the order of the report."""

    FILE = "file"
    INTEGRITY = "integrity"
    REFERENCES = "references"
    LOG = "log"
    UNNOTED = "unnoted"
    STAGES = "stages"
    INSTALMENTS = "instalments"
    PAYMENTS = "payments"
    SEARCH = "search"
    PERMISSIONS = "permissions"
    BACKUPS = "backups"
    ENCRYPTION = "encryption"
    PLACE = "place"
    DISK = "disk"
    SETTINGS = "settings"


class Check(Struct, frozen=True):
    """One finding; `count` and `facts` fill its sentence. `mends` says that `--fix` would help."""

    code: CheckCode
    ok: bool
    count: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)
    mends: bool = False


def kept_backups(made: Iterable[datetime], now: datetime, zone: tzinfo) -> set[datetime]:
    """Of the moments at which backups were made, those that stay.

    All of the last 24 hours, and the newest of each of the last 12 days, 10 weeks and 9 months that
    have any; days are the user's.
    """
    newest_first = sorted(made, reverse=True)
    kept = {moment for moment in newest_first if now - moment < timedelta(days=1)}
    for limit, period in (
        (DAILY, lambda day: day),
        (WEEKLY, lambda day: day.isocalendar()[:2]),
        (MONTHLY, lambda day: (day.year, day.month)),
    ):
        seen: set[object] = set()
        for moment in newest_first:
            name = period(_day(moment, zone))
            if name not in seen and len(seen) < limit:
                seen.add(name)
                kept.add(moment)
    return kept


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
