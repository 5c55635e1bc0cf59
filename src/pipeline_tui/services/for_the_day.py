"""What takes seconds to be read of a large file stays in the file to the end of the day, so that the program
started again does not read it again. Outside undo and audit, as all memos."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, ValidationError, convert, to_builtins

from pipeline_tui.domain.errors import StoreProblem

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

S = TypeVar("S", bound=Struct)


def recall(desk: Desk, key: str, asked: list[Any], kind: type[S]) -> S | None:
    """What was kept today under a key for the same question; none where it is of another version."""
    memo: Any = desk.memos.recall(key)
    if not memo or memo["for"] != [desk.today().isoformat(), *asked]:
        return None
    try:
        return convert(memo["found"], kind, str_keys=True)
    except ValidationError:
        return None


def keep(desk: Desk, key: str, asked: list[Any], found: Struct) -> None:
    """Keep an answer to a question. A file that cannot be written is no reason to fail."""
    memo = {"for": [desk.today().isoformat(), *asked], "found": to_builtins(found, str_keys=True)}
    with suppress(StoreProblem):
        desk.memos.keep(key, memo)
