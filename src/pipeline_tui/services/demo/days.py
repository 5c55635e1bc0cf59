"""When things happen in the demo: working days around now, and hours where the client is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipeline_tui.domain.workdays import WorkCalendar

_PAST, _FUTURE = 330, 60
_OPENS, _LUNCH, _AFTER_LUNCH, _CLOSES = time(9), time(13), time(14), time(18)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class Days:
    """Working days counted from today: `ago(1)` is the last one before today."""

    def __init__(self, now: datetime, country: str) -> None:
        if now.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        self.now = now.astimezone(UTC).replace(microsecond=0)
        self.local = now
        self.today = now.date()
        calendar = WorkCalendar(country)
        self._past: list[date] = []
        day = self.today
        while len(self._past) < _PAST:
            day -= timedelta(days=1)
            if calendar.is_workday(day):
                self._past.append(day)
        day = self.today
        self._future = [self.today]
        while len(self._future) < _FUTURE:
            day = calendar.next_workday(day)
            self._future.append(day)
        self._ago = {day: count for count, day in enumerate(self._past, 1)}

    def ago(self, workdays: int) -> date:
        """The day that many working days before today; 0 is today itself."""
        return self.today if workdays <= 0 else self._past[min(workdays, _PAST) - 1]

    def ahead(self, workdays: int) -> date:
        """The day that many working days after today; 0 is today itself."""
        return self._future[min(workdays, _FUTURE - 1)]

    def ago_of(self, day: date) -> int:
        """How many working days before today `day` was; a day off counts as the one before it."""
        while day < self.today and day not in self._ago and day > self._past[-1]:
            day -= timedelta(days=1)
        return self._ago.get(day, 0 if day >= self.today else _PAST)

    def at(self, day: date, hour: int, minute: int, zone: str | None = None) -> datetime:
        """A moment, UTC, by the clock of `zone`, else of the user; never later than now."""
        where = _zone(zone) if zone else self.local.tzinfo
        moment = datetime.combine(day, time(hour, minute), tzinfo=where).astimezone(UTC)
        return min(moment, self.now - timedelta(minutes=3))

    def appointment(self, day: date, hour: int, zone: str) -> datetime:
        """A full hour of a day to come, by the clock of `zone`."""
        return datetime.combine(day, time(hour), tzinfo=_zone(zone)).astimezone(UTC)

    def in_minutes(self, minutes: int) -> datetime:
        """So many minutes from now, on the minute."""
        return self.now.replace(second=0) + timedelta(minutes=minutes)

    def may_call(self, moment: datetime, zone: str) -> bool:
        """Whether they are at work then, today, and not at lunch."""
        clock = moment.astimezone(_zone(zone))
        return (
            clock.date() == self.today and _OPENS <= clock.time() < _CLOSES
            and not _LUNCH <= clock.time() < _AFTER_LUNCH
        )  # fmt: skip

    def when_they_work(self, moment: datetime, zone: str) -> datetime:
        """The moment, moved into their hours of today: past lunch, past their night, to its eve."""
        if self.may_call(moment, zone):
            return moment
        clock = moment.astimezone(_zone(zone))
        if clock.date() == self.today and _LUNCH <= clock.time() < _AFTER_LUNCH:
            hour = _AFTER_LUNCH.hour
        else:
            opens = datetime.combine(self.today, _OPENS, tzinfo=_zone(zone))
            hour = _OPENS.hour if moment < opens else _CLOSES.hour - 1
        return datetime.combine(self.today, time(hour, clock.minute), _zone(zone)).astimezone(UTC)

    def slots(self, count: int) -> list[datetime]:
        """Moments of today so far, evenly spread from nine o'clock, latest first.

        Before the day has well begun they lie in the last two hours, so that there always are some.
        """
        midnight = self.local.replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(self.local, midnight.replace(hour=18)) - timedelta(minutes=4)
        if end <= midnight:
            return []
        start = max(midnight, min(midnight.replace(hour=9), end - timedelta(hours=2)))
        step = (end - start) / count
        moments = [(start + step * n).astimezone(UTC).replace(microsecond=0) for n in range(count)]
        return moments[::-1]

    def local_day(self, moment: datetime) -> date:
        """The user's day of a moment."""
        return moment.astimezone(self.local.tzinfo).date()
