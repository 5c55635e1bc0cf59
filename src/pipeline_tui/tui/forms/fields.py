"""Fields of a form: what is asked, how a value is written in it, and how what was typed is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.workdays import WorkCalendar
from pipeline_tui.wording.formats import day_plain

Kind = Literal["text", "long", "money", "date", "int", "choice", "flag", "client"]


class Choice(Struct, frozen=True):
    """One of a closed list; `label` is already in the user's language."""

    value: Any
    label: str


class Field(Struct, frozen=True):
    """One question. `label` is already in the user's language; `hint` says what may be typed.

    Values by kind: text and long are str, money integer minor units (`currency` gives their number
    of digits), date a date, int an int, choice a `Choice.value`, flag a bool, client a number.
    An empty optional field is None, except text and long, which are "". `known` are values of a text
    that are offered as one types: right takes the one that is shown.
    """

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    choices: Sequence[Choice] = ()
    currency: str = "RUB"
    known: Sequence[str] = ()

    def written(self, value: Any) -> str:
        """A value as it stands in the field."""
        if value is None or value == "":
            return ""
        if self.kind == "money":
            digits = minor_digits(self.currency)
            whole, part = divmod(int(value), 10**digits)
            # Three digits after a comma would be read back as thousands.
            point = "." if digits == 3 else ","
            return f"{whole}{point}{part:0{digits}d}" if part else str(whole)
        if self.kind == "date" and isinstance(value, date):
            return day_plain(value)
        return str(value)

    def taken(self, raw: Any, now: datetime, calendar: WorkCalendar) -> Any:
        """The value of a field's raw content: chosen things as they are, typed text read."""
        if self.kind not in ("choice", "flag", "client"):
            return self.read(str(raw), now, calendar)
        if raw is None and self.required:
            raise Invalid(self.name, "required")
        return raw

    def read(self, typed: str, now: datetime, calendar: WorkCalendar) -> Any:
        """The value of what was typed; raises Invalid. `now` is local, for "tomorrow" and "+3d"."""
        text = typed.strip()
        if not text:
            if self.required:
                raise Invalid(self.name, "required")
            return "" if self.kind in ("text", "long") else None
        if self.kind == "money":
            from pipeline_tui.exchange.amounts import minor_units, parse_money

            amount = parse_money(text, self.name)
            if amount is None:
                return None
            minor = minor_units(amount, minor_digits(self.currency))
            if minor < 0:
                raise Invalid(self.name, "negative", value=text)
            return minor
        if self.kind == "int":
            try:
                return int(text.replace("\u00a0", "").replace(" ", ""))
            except ValueError as error:
                raise Invalid(self.name, "not_whole", value=text) from error
        if self.kind == "date":
            try:
                from pipeline_tui.domain.when import parse_when  # a grammar: heavy to import

                return parse_when(text, now, calendar, allow_past=True).day
            except Invalid as error:
                raise error.at(self.name) from error
        return text
