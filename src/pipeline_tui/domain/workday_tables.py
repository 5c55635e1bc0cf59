"""Holidays of years that are settled, so that the start of the program need not import `holidays`.

That library costs a tenth of a second. A test holds these tables to it; any other country or year
still comes from there.
"""

from __future__ import annotations

from collections.abc import Mapping

SETTLED: Mapping[tuple[str, int], tuple[str, str]] = {
    ("RU", 2025): (
        "0101 0102 0103 0104 0105 0106 0107 0108 0223 0308 0501 0502 0508 0509 0612 0613 1103 1104"
        " 1231",
        "1101",
    ),
    ("RU", 2026): (
        "0101 0102 0103 0104 0105 0106 0107 0108 0109 0223 0308 0309 0501 0509 0511 0612 1104 1231",
        "",
    ),
}
"""(country, year) → days off by month and day, and weekend days that are worked; Saturday and Sunday
are the weekend of all of these."""
