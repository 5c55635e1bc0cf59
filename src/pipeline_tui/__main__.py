"""Entry of the program. A bare call goes straight to the screens, past the command line's imports."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime


def _clock() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Run and leave with the exit code."""
    from pipeline_tui.cli.main import run

    sys.exit(run(sys.argv[1:], os.environ, _clock))


if __name__ == "__main__":
    main()
