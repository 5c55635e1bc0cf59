"""How moments and days are written, and the plain arithmetic on them. Working days: `workdays`."""

from __future__ import annotations

from datetime import UTC, date, datetime


def moment_text(value: datetime) -> str:
    """`2026-03-11T07:20:00Z`: UTC, whole seconds, so that text order is time order."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    utc = value.astimezone(UTC)
    return (
        f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}"
        f"T{utc.hour:02d}:{utc.minute:02d}:{utc.second:02d}Z"
    )


def read_moment(value: str) -> datetime:
    """The aware UTC datetime behind `moment_text`."""
    return datetime.fromisoformat(value)


def day_text(value: date) -> str:
    """`2026-03-11`; a datetime is refused, because its day depends on a zone."""
    if isinstance(value, datetime):
        raise TypeError("a day, not a moment")
    return value.isoformat()


def read_day(value: str) -> date:
    """The date behind `day_text`."""
    return date.fromisoformat(value)
