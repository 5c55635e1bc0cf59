"""The key rate of the Bank of Russia by the day each rate begins to hold.

Statutory interest is reckoned by it (ГК РФ ст. 395, from 1 August 2016). The shipped table was
compared, day by day, with the bank's own; it speaks for every day up to 19 March 2026, the day
before the board's next meeting. What came later the user adds, by hand or from the table that the bank's
page at `SOURCE` gives as a file: it goes before ours day by day, and reaches as far as it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid

SOURCE = "https://www.cbr.ru/hd_base/KeyRate/"
"""Where the table can be looked up."""
KNOWN_UNTIL = date(2026, 3, 19)
"""The last day the table speaks for: the day before the next meeting of the bank's board."""
CURRENCY = "RUB"
"""The only currency whose interest is reckoned by it."""
MOST = 200
"""Percent a year; what is more is a slip."""

_HUNDREDTHS = {
    "2016-08-01": 1050, "2016-09-19": 1000, "2017-03-27": 975, "2017-05-02": 925, "2017-06-19": 900,
    "2017-09-18": 850, "2017-10-30": 825, "2017-12-18": 775, "2018-02-12": 750, "2018-03-26": 725,
    "2018-09-17": 750, "2018-12-17": 775, "2019-06-17": 750, "2019-07-29": 725, "2019-09-09": 700,
    "2019-10-28": 650, "2019-12-16": 625, "2020-02-10": 600, "2020-04-27": 550, "2020-06-22": 450,
    "2020-07-27": 425, "2021-03-22": 450, "2021-04-26": 500, "2021-06-15": 550, "2021-07-26": 650,
    "2021-09-13": 675, "2021-10-25": 750, "2021-12-20": 850, "2022-02-14": 950, "2022-02-28": 2000,
    "2022-04-11": 1700, "2022-05-04": 1400, "2022-05-27": 1100, "2022-06-14": 950,
    "2022-07-25": 800, "2022-09-19": 750, "2023-07-24": 850, "2023-08-15": 1200,
    "2023-09-18": 1300, "2023-10-30": 1500, "2023-12-18": 1600, "2024-07-29": 1800,
    "2024-09-16": 1900, "2024-10-28": 2100, "2025-06-09": 2000, "2025-07-28": 1800,
    "2025-09-15": 1700, "2025-10-27": 1650, "2025-12-22": 1600, "2026-02-16": 1550,
}  # fmt: skip

KEY_RATES: Mapping[date, Decimal] = {
    date.fromisoformat(day): Decimal(rate) / 100 for day, rate in _HUNDREDTHS.items()
}
"""First day → percent a year. The first rate is that of June 2016, from the day the law names it."""


class RateRow(Struct, frozen=True):
    """A rate from a day on, and whether the user added it."""

    day: date
    percent: Decimal
    own: bool


class KeyRates:
    """The shipped table with the user's own rates, day → percent, which go before it day by day."""

    def __init__(self, own: Mapping[date, Decimal]) -> None:
        self.own = own
        said = dict(sorted({**KEY_RATES, **own}.items()))
        self.rates: Mapping[date, Decimal] = dict(_changes(said.items()))
        """Only where it changes: a day that says the same again only shows how far it is known."""
        self.known_until = max([KNOWN_UNTIL, *own])
        """After this day the last rate is taken to hold, which has to be said."""

    @property
    def begins(self) -> date:
        """The first day of the table."""
        return next(iter(self.rates))

    def rows(self) -> tuple[RateRow, ...]:
        """The table as it is shown, the newest first."""
        return tuple(
            RateRow(day, percent, day in self.own)
            for day, percent in sorted(self.rates.items(), reverse=True)
        )

    def news(self, said: Mapping[date, Decimal]) -> dict[date, Decimal]:
        """What of a table of days is worth keeping: the days on which it has another rate than ours,
        and its last day, to know how far it reaches.

        A table of working days shows a change on the first day of its own that has the new rate.
        """
        known = dict(self.rates)
        found: dict[date, Decimal] = {}
        for day, percent in _changes(sorted(said.items())):
            if day >= self.begins and known[max(one for one in known if one <= day)] != percent:
                known[day] = found[day] = percent
        last = max(said, default=self.known_until)
        return {**found, last: said[last]} if last > self.known_until else found


def check_percent(percent: Decimal) -> Decimal:
    """A rate as it may stand in the table: hundredths of a percent. Raises Invalid rate_form."""
    if not (percent.is_finite() and 0 <= percent <= MOST) or percent != round(percent, 2):
        raise Invalid("percent", "rate_form", text=str(percent))
    return percent


def _changes(rows: Iterable[tuple[date, Decimal]]) -> Iterable[tuple[date, Decimal]]:
    """The days on which a rate differs from that of the day before it in the table."""
    before: Decimal | None = None
    for day, percent in rows:
        if percent != before:
            yield day, percent
        before = percent
