"""Reading the values of options and arguments; what cannot be read is said in words of ours."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid


class Reading(Struct, frozen=True):
    """How one option or argument is read: text, whole numbers, paths, codes, and lists of them."""

    kind: Any
    least: float | None
    most: float | None

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - typer's call
        """A value as typer has it, as the verb wants it; raises Invalid at the option's name."""
        several = get_origin(self.kind) is list
        if value is None:
            return () if several else None
        if several:
            (kind,) = get_args(self.kind)
            return [self._one(kind, each, param) for each in value]
        return self._one(self.kind, value, param)

    def _one(self, kind: Any, value: Any, param: Any) -> Any:
        if not isinstance(value, str) or isinstance(value, kind):
            return value
        if kind is int:
            return self._number(value, param)
        if kind is Path:
            return Path(value)
        assert issubclass(kind, Enum)
        return one_of(kind, value, name_of(param))

    def _number(self, text: str, param: Any) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise Invalid(name_of(param), "number_form", text=text) from error
        if self.least is not None and number < self.least:
            raise Invalid(name_of(param), "number_small", text=text, least=int(self.least))
        if self.most is not None and number > self.most:
            raise Invalid(name_of(param), "number_big", text=text, most=int(self.most))
        return number


def name_of(param: Any) -> str:
    """What a problem calls an option or argument: `--limit`, `NUMBER`."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    from pipeline_tui.cli.pages import value_name

    return value_name(param)


def one_of(kind: type[Enum], text: str, field: str) -> Any:
    """The member with this value; raises Invalid choice_unknown."""
    for one in kind:
        if one.value == text:
            return one
    raise Invalid(field, "choice_unknown", text=text, choices=[str(one.value) for one in kind])


def coded(rows: Sequence[Any], text: str, field: str, words: str) -> str:
    """The code of a row of a vocabulary, from its code or from the name it is shown under.

    `words` is the kind of label. Raises Invalid choice_unknown, which lists the codes.
    """
    from pipeline_tui.domain.clients import fold
    from pipeline_tui.wording.labels import named

    wanted = text.strip()
    for row in rows:
        if wanted == row.code:
            return wanted
    for row in rows:
        if fold(wanted) == fold(named(words, row.code, row.name)):
            return str(row.code)
    raise Invalid(field, "choice_unknown", text=text, choices=[row.code for row in rows])
