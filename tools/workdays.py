"""Write the table of holidays that the program carries: `python tools/workdays.py`.

Run it when the `holidays` library brings a new year or a new decree; a test holds the table to it.
"""

from __future__ import annotations

from pathlib import Path

import holidays

TABLE = Path(__file__).parent.parent / "src/pipeline_tui/domain/workday_tables.py"
YEARS = range(2025, 2029)
COUNTRIES = (
    "AM AR AT AU AZ BE BG BR BY CA CH CL CN CO CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IN IT JP KG"
    " KR KZ LT LU LV MD ME MK MX NL NO NZ PL PT RO RS RU SE SG SI SK TH TJ TM TR UA US UZ VN ZA"
)
_WEEKEND = {5, 6}
_HEAD = '''"""Holidays of the years ahead, so that the start of the program need not import `holidays`.

That library costs a tenth of a second. Written by `tools/workdays.py`; a test holds the table to the
library. Any other country or year, and any with another weekend than Saturday and Sunday, still
comes from there.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
SETTLED: Mapping[tuple[str, int], tuple[str, str]] = {
'''
_TAIL = '''}
"""(country, year) → days off by month and day, and weekend days that are worked; Saturday and Sunday
are the weekend of all of these."""
'''


def row(country: str, year: int) -> tuple[str, str] | None:
    """Days off and worked weekend days of a year as text, or none where the weekend is another."""
    found = holidays.country_holidays(country, years=year)
    if set(found.weekend) != _WEEKEND:
        return None
    return _written(found, year), _written(found.weekend_workdays, year)


def _written(days: object, year: int) -> str:
    return " ".join(f"{day:%m%d}" for day in sorted(days) if day.year == year)  # type: ignore[call-overload]


def main() -> None:
    lines = [
        f'    ("{country}", {year}): ("{found[0]}", "{found[1]}"),\n'
        for country in COUNTRIES.split()
        for year in YEARS
        if (found := row(country, year)) is not None
    ]
    TABLE.write_text(_HEAD + "".join(lines) + _TAIL, "utf-8")


if __name__ == "__main__":
    main()
