"""What every verb shares: the call it belongs to, and how answers are written.

Answers go to standard output, as JSON when asked, as tab-separated lines when piped, as a table on a
terminal; everything else goes to standard error.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from pipeline_tui.cli.run import NOT_FOUND as NOT_FOUND
from pipeline_tui.cli.run import Run, harmless
from pipeline_tui.cli.run import remark as remark
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What acts on a terminal and JSON lets stand: written as its number, which means the same."""

Json = Annotated[bool, typer.Option("--json", help=N_("Answer as JSON."))]
"""The option every reading verb has."""


def run_of(context: typer.Context) -> Run:
    """The call that a verb belongs to."""
    found = context.find_object(Run)
    assert found is not None
    return found


def plain(value: Any) -> Any:
    """A value as JSON knows it: rows as objects, days and moments as ISO text."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def give_json(value: Any) -> None:
    """Write one JSON document."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    sys.stdout.write(_ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def give_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
    empty: str = "",
) -> None:
    """Write a table: drawn on a terminal, tab-separated when piped. `right` aligns columns of
    figures right; these and `whole` ones are not broken over lines where the terminal has the room.
    `empty` is said aside where there is no row.

    User data is cleaned of control bytes either way.
    """
    rows = list(rows)
    if empty and not rows:
        remark(empty)
        if sys.stdout.isatty():
            return
    if not sys.stdout.isatty():
        for row in (headers, *rows):
            sys.stdout.write("\t".join(harmless(cell) for cell in row) + "\n")
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    kept = _kept({*right, *whole}, [headers, *rows], console.width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, header in enumerate(headers):
        table.add_column(
            Text(header), justify="right" if place in right else "left", no_wrap=place in kept
        )
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    console.print(table)


_GAP, _NARROWEST = 3, 8
"""Between two columns of a drawn table, and what is left to one that may be broken over lines."""


def _kept(columns: set[int], lines: Sequence[Sequence[str]], width: int) -> set[int]:
    """The columns where the others still have room beside them, else none."""
    from rich.cells import cell_len

    widest = [max(map(cell_len, cells)) for cells in zip(*lines, strict=True)]
    taken = sum(
        one if place in columns else min(one, _NARROWEST) for place, one in enumerate(widest)
    )
    room = width - _GAP * (len(widest) - 1)
    return columns if taken <= room else set()


def give(text: str) -> None:
    """Write one line of an answer."""
    sys.stdout.write(harmless(text) + "\n")


def find_client(desk: Desk, wanted: str) -> int:
    """A client's number from what was typed: the number, or a part of the name, phone or ИНН.

    Raises NotFound client_unknown; Invalid client_ambiguous with the first few that match.
    """
    text = wanted.strip()
    if text.isdigit() and len(text) < 8 and desk.lists.name_of(int(text)):
        return int(text)
    hits = desk.lists.find(text, 6)
    if not hits:
        raise NotFound("client_unknown", text=text)
    exact = [hit for hit in hits if hit.name.casefold() == text.casefold()]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0].id
    names = "; ".join(f"{hit.id} {hit.name}" for hit in hits)
    raise Invalid("client", "client_ambiguous", text=text, names=names)


def done(text: str) -> None:
    """Say that something was done, for people only: nothing when piped."""
    if sys.stdout.isatty():
        give(text)


def on_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def is_yes(answer: str) -> bool:
    """Whether a line typed is a yes, in either language."""
    return answer.casefold() in ("y", "yes", "д", "да")


def is_no(answer: str) -> bool:
    """Whether it is a no, or nothing."""
    return answer.casefold() in ("", "n", "no", "н", "нет")


def asked(question: str) -> bool:
    """Ask a yes or no on the terminal; no without one. Either language is understood."""
    if not on_terminal():
        return False
    sys.stderr.write(f"{_(question)} {_('[y/N]')} ")
    sys.stderr.flush()
    return is_yes(sys.stdin.readline().strip())


def typed(question: str) -> str:
    """A line typed on the terminal; empty without one."""
    if not on_terminal():
        return ""
    sys.stderr.write(f"{harmless(question)}\n> ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
