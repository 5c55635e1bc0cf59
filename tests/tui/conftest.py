"""How long a pilot looks whether the program has come to rest."""

from __future__ import annotations

from textual import _wait

# Textual looks at what the process did in the last 20 ms, at the least twice after every key: half the
# time of these tests. Half as long tells as much, with the same share of work taken for rest.
_wait.SLEEP_GRANULARITY /= 2
_wait.SLEEP_IDLE /= 2
