"""A filter line as SQL: conditions on `client c`, values as parameters only.

Every condition is 0 or 1, never NULL, so that `not` means the contrary: sums of nothing are 0, and no
set of numbers holds a NULL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from msgspec import Struct

from pipeline_tui.domain.clients import VERIFY_AFTER_DAYS
from pipeline_tui.domain.custom_fields import FieldKind
from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.query.fields import NO, NOTHING
from pipeline_tui.domain.query.nodes import (
    All,
    ClientFilter,
    Edge,
    Either,
    Figure,
    Flag,
    Node,
    Not,
    OneOf,
    Op,
    Own,
    Within,
    Words,
)
from pipeline_tui.domain.query.values import own_answer, own_days, own_number
from pipeline_tui.store.queries.client_values import TEXTS, Known
from pipeline_tui.store.queries.client_words import matching

EVERYBODY = "client c"
OPEN_STEP = "done_at IS NULL AND dropped_at IS NULL"
DEBTS = (
    "SELECT client_id, sum(open_minor) AS figure FROM instalment"
    " WHERE open_minor > 0 AND currency = {currency} GROUP BY client_id"
)
_OVERDUE = DEBTS.replace(" GROUP", " AND due_on < {today} GROUP")
DEALS = (
    "SELECT client_id, sum(amount_minor) AS figure FROM deal INDEXED BY deal_open"
    " WHERE closed_on IS NULL AND archived_at IS NULL AND client_id IS NOT NULL"
    " AND currency = {currency} GROUP BY client_id HAVING figure IS NOT NULL"
)
TURNOVER = (
    "SELECT client_id, sum(amount_minor) AS figure FROM payment"
    " WHERE paid_on > {year_ago} AND paid_on <= {today} AND currency = {currency}"
    " AND kind = 'payment' GROUP BY client_id"
)
"""Paid in the last twelve months."""
_SUMS = {"debt": DEBTS, "overdue": _OVERDUE, "deals": DEALS, "turnover": TURNOVER}
ATTEMPTS = (
    "coalesce((SELECT CASE WHEN o.connected THEN 0 ELSE a.attempt END FROM activity a"
    " LEFT JOIN outcome o ON o.id = a.outcome_id WHERE a.client_id = c.id AND a.kind = 'call'"
    " ORDER BY a.started_at DESC, a.id DESC LIMIT 1), 0)"
)
"""Unanswered calls in a row: the number of the last one, 0 where it got through."""
_TOUCHED = "EXISTS (SELECT 1 FROM activity t WHERE t.client_id = c.id AND t.started_at >= {})"
_TOUCHED_LATELY = (
    "c.id IN (SELECT client_id FROM activity INDEXED BY activity_by_time"
    " WHERE started_at >= {} AND client_id IS NOT NULL)"
)
_LATELY_DAYS = 400
"""Touches of so many days are fewer to read than everybody's last one is to look up."""
_WITH_STEP = f"SELECT client_id FROM task WHERE {OPEN_STEP} AND client_id > 0"
_TWINS = (
    "c.name_key IN (SELECT name_key FROM client INDEXED BY client_by_name"
    " WHERE archived_at IS NULL GROUP BY name_key HAVING count(*) > 1)"
    " OR coalesce(c.inn IN (SELECT inn FROM client WHERE inn IS NOT NULL AND archived_at IS NULL"
    " GROUP BY inn HAVING count(*) > 1), 0)"
    " OR c.id IN (SELECT p.client_id FROM phone p WHERE p.e164 IS NOT NULL AND p.digits IN"
    " (SELECT digits FROM phone GROUP BY digits HAVING min(client_id) < max(client_id)))"
)
_NO_PHONE = (
    "c.id NOT IN (SELECT client_id FROM phone)"
    " OR c.id IN (SELECT client_id FROM contact WHERE archived_at IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM phone p LEFT JOIN contact k ON k.id = p.contact_id"
    " WHERE p.client_id = c.id AND k.archived_at IS NULL)"
)
"""Numbers of people who have left do not count."""
_NUMBER = "CAST(replace(replace(j.value, ' ', ''), ',', '.') AS REAL)"


class Scene(Struct, frozen=True):
    """What a filter line takes for granted: the day, the clock of its days, whose money is meant."""

    today: date
    zone: tzinfo
    currency: str


class Selection(Struct, frozen=True):
    """Clients that pass: what stands behind FROM and WHERE, with the values by name."""

    source: str
    where: str
    values: dict[str, Any]

    @property
    def numbers(self) -> str:
        """The SQL that answers with their numbers."""
        return f"SELECT c.id FROM {self.source} WHERE {self.where}"


def selected(db: sqlite3.Connection, asked: ClientFilter, scene: Scene) -> Selection:
    """The clients that pass a filter."""
    sql = _Sql(Known(db, archived_too=asked.archived_too), scene)
    source = EVERYBODY
    where = [] if asked.archived_too else ["c.archived_at IS NULL"]
    for part in asked.where.parts:
        if isinstance(part, Words):
            found = sql.found(part)
            if found is not None:
                # CROSS JOIN keeps the few that match in the lead, instead of a walk over all.
                source = f"(SELECT DISTINCT id FROM ({found})) m CROSS JOIN client c ON c.id = m.id"
        else:
            where.append(sql.condition(part))
    return Selection(source, " AND ".join(where) or "1", sql.values)


class _Sql:
    """Writes conditions, and keeps their values."""

    def __init__(self, known: Known, scene: Scene) -> None:
        self._known = known
        self._scene = scene
        self.values: dict[str, Any] = {}

    def put(self, value: object) -> str:
        """The mark that stands for a value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def condition(self, node: Node) -> str:
        """A node as a condition, in parentheses where it needs them."""
        match node:
            case All(parts):
                return f"({' AND '.join(map(self.condition, parts)) or '1'})"
            case Either(parts):
                return f"({' OR '.join(map(self.condition, parts))})"
            case Not(part):
                return f"NOT ({self.condition(part)})"
            case Words():
                found = self.found(node)
                return "1" if found is None else f"c.id IN ({found})"
            case OneOf(field, values):
                return self._one_of(field, values)
            case Figure():
                return self._figure(node)
            case Within():
                return self._within(node)
            case Flag(name):
                return self._flag(name)
            case Own():
                return self._own(node)

    def found(self, words: Words) -> str | None:
        """The numbers that free text finds; none where nothing in it can be looked for."""
        return matching(
            self.put, words=words.words, digits=words.digits, emails=words.emails,
            cities=[self._known.cities(word) for word in words.words],
            forms=[self._known.forms(word) for word in words.words], noted=words.noted,
        )  # fmt: skip

    def _marks(self, values: Sequence[object]) -> str:
        return ", ".join(map(self.put, values))

    def _one_of(self, field: str, values: Sequence[str]) -> str:
        if field == "tag":
            names = [name for one in values if one for name in self._known.tags(one)]
            tagged = f"c.id IN (SELECT client_id FROM tag WHERE name IN ({self._marks(names)}))"
            if not names:
                tagged = "0"
            if "" not in values:
                return tagged
            bare = "NOT EXISTS (SELECT 1 FROM tag g WHERE g.client_id = c.id)"
            return f"({tagged} OR {bare})" if names else bare
        if field in TEXTS:
            return f"c.{field} IN ({self._marks(self._known.values(field, values))})"
        if field == "abc":  # NULL where there is none
            bare = "c.abc IS NULL OR " if "" in values else ""
            return f"({bare}(c.abc IS NOT NULL AND c.abc IN ({self._marks(values)})))"
        return f"c.{field} IN ({self._marks(values)})"

    def _figure(self, node: Figure) -> str:
        if node.field == "attempts":
            return f"{ATTEMPTS} {node.op} {self.put(float(node.number))}"
        currency = node.currency or self._scene.currency
        minor = node.number * 10 ** minor_digits(currency)
        sums = _SUMS[node.field].format(
            currency=self.put(currency), today=self.put(self._scene.today.isoformat()),
            year_ago=self.put(year_before(self._scene.today).isoformat()),
        )  # fmt: skip
        passes = f"figure {node.op} {self.put(_exact(minor))}"
        if _holds(Decimal(0), node.op, minor):
            # Whoever has no sum at all has 0, which passes: everybody but those who fail.
            return f"c.id NOT IN (SELECT client_id FROM ({sums}) WHERE NOT {passes})"
        return f"c.id IN (SELECT client_id FROM ({sums}) WHERE {passes})"

    def _within(self, node: Within) -> str:
        parts: list[str] = []
        since, until = node.since, node.until
        if node.field == "last":
            if since is not None:
                parts.append(self._touched(since))
            if until is not None:
                parts.append("NOT " + self._touched(until))
        elif node.field == "next":
            return self._next(since, until)
        else:
            column, mark = (
                ("c.created_at", self._moment) if node.field == "created"
                else ("coalesce(c.verified_on, '')", self._day)
            )  # fmt: skip
            if since is not None:
                parts.append(f"{column} >= {mark(since)}")
            if until is not None:
                parts.append(f"{column} < {mark(until)}")
        return f"({' AND '.join(parts) or '1'})"

    def _touched(self, since: Edge) -> str:
        lately = (self._scene.today - since.on(self._scene.today)).days < _LATELY_DAYS
        return (_TOUCHED_LATELY if lately else _TOUCHED).format(self._moment(since))

    def _next(self, since: Edge | None, until: Edge | None) -> str:
        if since is None and until is not None:  # any open step before it: the first one is
            return f"c.id IN ({_WITH_STEP} AND due_on < {self._day(until)})"
        having = []
        if since is not None:
            having.append(f"min(due_on) >= {self._day(since)}")
        if until is not None:
            having.append(f"min(due_on) < {self._day(until)}")
        return f"c.id IN ({_WITH_STEP} GROUP BY client_id HAVING {' AND '.join(having) or '1'})"

    def _flag(self, name: str) -> str:
        match name:
            case "debt":
                return "c.id IN (SELECT client_id FROM instalment WHERE open_minor > 0)"
            case "overdue":
                today = self.put(self._scene.today.isoformat())
                return (
                    "c.id IN (SELECT client_id FROM instalment WHERE open_minor > 0"
                    f" AND due_on < {today})"
                )
            case "deal":
                return (
                    "c.id IN (SELECT client_id FROM deal INDEXED BY deal_open WHERE closed_on IS NULL"
                    " AND archived_at IS NULL AND client_id IS NOT NULL)"
                )
            case "nostep":
                return f"c.id NOT IN ({_WITH_STEP})"
            case "winback":
                return f"c.id IN ({_WITH_STEP} AND origin = 'win_back')"
            case "nophone":
                return f"({_NO_PHONE})"
            case "unverified":
                since = self._scene.today - timedelta(VERIFY_AFTER_DAYS)
                return f"coalesce(c.verified_on, '') < {self.put(since.isoformat())}"
            case "duplicates":
                return f"({_TWINS})"
            case "archived":
                return "c.archived_at IS NOT NULL"
        raise ValueError(name)

    def _own(self, node: Own) -> str:
        kinds = self._known.own_kinds(node.name)
        there = self._own_there(list(kinds), "")
        if not node.values:
            return f"({there})"
        parts = []
        for kind in dict.fromkeys(kinds.values()):
            names = [name for name, one in kinds.items() if one == kind]
            tests = [self._own_test(names, kind, node.op, one) for one in node.values]
            parts.append(self._own_there(names, f" AND ({' OR '.join(tests)})"))
        answers = kinds and set(kinds.values()) == {FieldKind.YES_NO}
        if node.op is None and any(
            one in NOTHING and not (answers and one in NO) for one in node.values
        ):
            parts.append(f"NOT ({there})")
        return f"({' OR '.join(parts) or '0'})"

    def _own_there(self, names: Sequence[str], test: str) -> str:
        """That a value stands under one of the names, and what it must be."""
        return (
            "c.custom <> '{}' AND EXISTS (SELECT 1 FROM json_each(c.custom) j"
            f" WHERE j.key IN ({self._marks(names)}) AND coalesce(j.value, '') <> ''{test})"
        )

    def _own_test(self, names: Sequence[str], kind: str, op: Op | None, value: str) -> str:
        """What the value of a field of this kind must be; what a file brought and is not of the kind is
        compared as the text it is."""
        number = own_number(value)
        if kind == FieldKind.DATE:
            days = own_days(op or "=", value)
            if days is not None:
                since, until = (
                    None if one is None else self._day(one) for one in (days.since, days.until)
                )
                edges = [f"j.value >= {since}"] if since else []
                edges += [f"j.value < {until}"] if until else []
                return f"j.value GLOB '[0-9][0-9][0-9][0-9]-*' AND {' AND '.join(edges)}"
        elif kind == FieldKind.YES_NO and op is None:
            answer = own_answer(value)
            return "0" if answer is None else f"j.type = '{str(answer).lower()}'"
        elif number is not None and (op or kind in (FieldKind.NUMBER, FieldKind.MONEY)):
            figure = _NUMBER
            if kind == FieldKind.MONEY:
                scale = 10 ** minor_digits(self._scene.currency)
                figure = f"CASE j.type WHEN 'text' THEN {_NUMBER} * {scale} ELSE j.value END"
                number *= scale
            digits = "(j.value + 0 <> 0 OR j.value GLOB '[0-9]*')"
            return f"{digits} AND {figure} {op or '='} {self.put(float(number))}"
        if op is not None or value in NOTHING:
            return "0"
        values = self._known.own_values(names, (value,))
        return f"CAST(j.value AS TEXT) IN ({self._marks(values)})"

    def _day(self, edge: Edge) -> str:
        return self.put(edge.on(self._scene.today).isoformat())

    def _moment(self, edge: Edge) -> str:
        """The midnight that a day begins with for the user, as moments are stored."""
        day = edge.on(self._scene.today)
        if day.year < 1000:
            return self.put("")  # before anything that is stored
        start = datetime.combine(day, time(), tzinfo=self._scene.zone)
        return self.put(moment_text(start.astimezone(UTC)))


def year_before(day: date) -> date:
    """The day after which what was paid counts as the turnover of twelve months."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(365)


def _exact(minor: Decimal) -> float | int:
    """A sum as SQLite compares it: a part of a minor unit stays."""
    return int(minor) if minor == int(minor) else float(minor)


def _holds(figure: Decimal, op: Op, number: Decimal) -> bool:
    match op:
        case "=":
            return figure == number
        case "<":
            return figure < number
        case "<=":
            return figure <= number
        case ">":
            return figure > number
        case ">=":
            return figure >= number
