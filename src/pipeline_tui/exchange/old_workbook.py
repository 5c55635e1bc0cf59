"""XLS, read in a process of its own.

The reader of this old format trusts its bytes: one damaged byte makes it ask for more memory than
there is, which aborts the process, or complain on the terminal. Here it may: the child has a bound
on its memory, no terminal, and hands its rows over as lines of JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

from pipeline_tui.domain.errors import Problem, Unreadable
from pipeline_tui.exchange.rows import Record, Sheet

_MEMORY = 768 * 1024 * 1024  # address space of the child, its libraries included


class OldWorkbookSheet(Sheet):
    """The named sheet of an XLS file, or the first with anything in it."""

    def __init__(self, path: Path, sheet: str = "") -> None:
        super().__init__(path.name)
        self._path = path
        self.sheet_name = sheet
        self.find_header()

    def records(self) -> Generator[Record]:
        command = [sys.executable, "-m", __name__, str(self._path.resolve()), self.sheet_name]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            try:
                assert child.stdout is not None
                whole = False
                for number, line in enumerate(child.stdout):
                    told = json.loads(line)
                    if number == 0:
                        self._begin(told)
                    elif told is None:
                        whole = True
                    else:
                        yield number, told
                if not whole:
                    # Killed for its memory it ends by a signal, else by an error of the reader.
                    code = "file_too_big" if child.wait() < 0 else "file_not_sheet"
                    raise Unreadable(code, file=self.file)
            finally:
                child.kill()

    def _begin(self, told: dict[str, Any]) -> None:
        if "problem" in told:
            raise Unreadable(told["problem"], **told["facts"])
        self.sheet_name = told["sheet"]


def main(path: str, sheet: str) -> None:
    """The child: the sheet's name or the problem, then a list of cells a line, then null."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pipeline_tui.exchange.workbook import choose_sheet, row_of_text

    say = sys.stdout.write
    try:
        name, page = choose_sheet(Path(path), sheet)
        say(json.dumps({"sheet": name}) + "\n")
    except Problem as problem:
        say(json.dumps({"problem": problem.code, "facts": problem.facts}) + "\n")
        return
    for cells in page.iter_rows():
        say(json.dumps(row_of_text(cells)) + "\n")
    say("null\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
