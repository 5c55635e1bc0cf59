"""Make the big database.

python -m benchmarks.big big.db [--scale 1] [--seed 1] [--now 2026-03-11T07:20:00+00:00]
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from . import make


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.big", description="Make the big database."
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(UTC))
    asked = parser.parse_args()
    start = time.perf_counter()
    make(asked.path, now=asked.now, scale=asked.scale, seed=asked.seed)
    took, size = time.perf_counter() - start, asked.path.stat().st_size
    print(f"{asked.path}: {size / 2**20:.0f} MiB in {took:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
