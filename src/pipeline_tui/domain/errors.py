"""Everything that can go wrong in words a front end can translate.

A problem carries a code and the facts; the sentence is made in `wording.problems`. Front ends catch
`Problem` and nothing wider, so whatever is not one of these is a defect and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Problem(Exception):
    """A failure the user can understand. `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[Callable[..., Problem], tuple[object, ...]]:
        # As `BaseException` would have it, a copy is made of a code and facts that are no names.
        return _again, (type(self), self.code, self.facts)

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


def _again(kind: Callable[..., Problem], code: str, facts: Mapping[str, object]) -> Problem:
    return kind(code=code, **facts)


class Invalid(Problem):
    """A value that cannot be taken; `field` says which one."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code, field=field, **facts)
        self.field = field

    def at(self, field: str) -> Invalid:
        """The same finding about a field of another name."""
        return Invalid(field, self.code, **{k: v for k, v in self.facts.items() if k != "field"})


class NotFound(Problem):
    """There is no such record."""


class Conflict(Problem):
    """Someone else changed the record, or a later change stands on this one."""


class Refused(Problem):
    """A rule of the trade forbids it, e.g. losing a deal without a reason."""


class Unreadable(Problem):
    """A file that cannot be read; facts: file, and where known row and column."""


class StoreProblem(Problem):
    """The database file itself: busy, damaged, foreign, too new, missing."""
