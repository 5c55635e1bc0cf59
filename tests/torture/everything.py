"""Anything a user can do, at random: every public method of every service that writes.

Nothing is listed by hand: methods are found by looking at the services, and their arguments are made by
the names of their parameters, so that what is added later is tried too.
"""

from __future__ import annotations

import inspect
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.dunning import DunningStep
from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.imports import ImportOptions
from pipeline_tui.domain.letters import Way
from pipeline_tui.domain.matching import Choice
from pipeline_tui.domain.plan import Metric
from pipeline_tui.services.desk import Desk
from tests.torture.given_files import given

_TABLES = {
    "list": "price_list", "line": "offer_line", "type": "objection_type", "event": "objection_event",
    "field": "custom_field", "view": "saved_view", "reason": "loss_reason", "item": "checklist_item",
}  # fmt: skip
"""What a parameter calls a record, where that is not the name of its table."""
_DRAFTS = {
    "clients": "Client", "contacts": "Contact", "deals": "Deal", "tasks": "Task", "invoices": "Invoice",
    "invoices.add_payment": "Payment", "products": "Product", "products.add_list": "PriceList",
    "products.edit_list": "PriceList", "offers": "Offer", "offers.add_line": "OfferLine",
    "offers.edit_line": "OfferLine", "competitors": "Competitor", "competitors.sight": "Sighting",
    "competitors.edit_sighting": "Sighting", "outcomes": "Outcome", "objections.edit_answer": "Answer",
    "objections.edit_type": "ObjectionType", "stages": "Stage", "loss_reasons": "LossReason",
}  # fmt: skip
"""Service or method → the record whose draft its `values` are of."""
_OF_A_CLIENT = ("contact_id", "deal_id", "batch_id", "technique")
"""Fields that would have to be of the same client, which chance seldom finds; and one of few words."""
_CODES = {"stage": "stage", "outcome": "outcome", "like": "pipeline"}
_AHEAD = ("due_on", "until", "step_on", "win_back_on", "expected_close", "first_on", "valid_until")
_WORDS = ("acorn", "берёза", "cedar", "дуб", "elm", "фикус", "ginkgo", "хвощ")


def writers(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Every method of a service that begins a change of its own, by `service.method`."""
    found = {}
    for name in _names(desk):
        service, _dot, method = name.partition(".")
        found[name] = getattr(getattr(desk, service), method)
    return found


_known: list[str] = []


def _names(desk: Desk) -> list[str]:
    """Found once: reading the source of everything takes its time."""
    if _known:
        return _known
    for name, made in vars(Desk).items():
        if not isinstance(made, cached_property):
            continue
        service = getattr(desk, name)
        sources = {
            key: inspect.getsource(one)
            for key, one in inspect.getmembers(type(service), inspect.isfunction)
        }
        inner = [key for key, text in sources.items() if key[0] == "_" and "._write(" in text]
        begins = re.compile(r"\b(_write|{})\(".format("|".join(inner) or "_write"))
        for key, text in sources.items():
            if key[0] != "_" and begins.search(text.split("\n", 1)[1]):
                _known.append(f"{name}.{key}")
    return _known


_UNPAID = (
    "SELECT n.id FROM invoice n WHERE n.cancelled_on IS NULL AND NOT EXISTS (SELECT 1 FROM allocation a"
    " JOIN instalment i ON i.id = a.instalment_id WHERE i.invoice_id = n.id)"
)
_UNSENT = "SELECT id FROM offer WHERE sent_at IS NULL"
_UNANSWERED = "SELECT id FROM request WHERE answered_at IS NULL AND dismissed_at IS NULL"
_UNSENT_LINE = f"SELECT id FROM offer_line WHERE offer_id IN ({_UNSENT})"


def _ticked(desk: Desk, one: Anything) -> int:
    """A deal that has something to tick off."""
    found = desk.book.reader.execute(
        "SELECT d.id FROM deal d JOIN checklist_item i ON i.stage_id = d.stage_id"
    ).fetchall()
    return int(one.luck.choice(found)[0]) if found else 1


def _open_deals(desk: Desk, one: Anything) -> list[int]:
    """Some deals that are neither won nor lost."""
    found = desk.book.reader.execute(
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'open'"
    ).fetchall()
    return [int(row[0]) for row in one.luck.sample(found, k=min(2, len(found)))] or [1]


def _such(sql: str) -> Callable[[Desk, Anything], Any]:
    """What one of the rows that fit says; 1 where none does."""

    def pick(desk: Desk, one: Anything) -> Any:
        found = desk.book.reader.execute(sql).fetchall()
        return one.luck.choice(found)[0] if found else 1

    return pick


def _such_list(sql: str) -> Callable[[Desk, Anything], Any]:
    return lambda desk, one: [_such(sql)(desk, one)]


def _several_people(desk: Desk, one: Anything) -> int:
    """A client with people to put in another order; `ids` are of the one chosen last."""
    one.chosen = int(_such("SELECT client_id FROM contact GROUP BY client_id"
                           " HAVING count(*) > 1 AND sum(archived_at IS NOT NULL) = 0")(desk, one))  # fmt: skip
    return one.chosen


def _their_people(desk: Desk, one: Anything) -> list[int]:
    found = desk.book.reader.execute(
        "SELECT id FROM contact WHERE client_id = ? ORDER BY position DESC, id DESC", (one.chosen,)
    ).fetchall()
    return [int(row[0]) for row in found]


def _one_of(table: str) -> Callable[[Desk, Anything], Any]:
    """Any row of the newest few, of which `_is_away` is asked next."""

    def pick(desk: Desk, one: Anything) -> int:
        one.chosen = one.row(desk, table)
        return one.chosen

    return pick


def _is_away(table: str) -> Callable[[Desk, Anything], Any]:
    return lambda desk, one: bool(
        desk.book.reader.execute(
            f"SELECT retired FROM {table} WHERE id = ?", (one.chosen,)
        ).fetchone()[0]
    )


def _tagged(desk: Desk, one: Anything) -> list[int]:
    found = desk.book.reader.execute("SELECT client_id, name FROM tag").fetchall()
    one.word = str(one.luck.choice(found)[1]) if found else "none"
    return [int(row[0]) for row in found if row[1] == one.word]


def _file(method: str) -> Callable[[Desk, Anything], Any]:
    def made(desk: Desk, one: Anything) -> Path:
        return given(desk, method, one.luck)

    return made


_BY_HAND: dict[str, dict[str, Callable[[Desk, Anything], Any]]] = {
    "bank_statements.take": {
        "path": _file("bank_statements.take"),
        "choices": lambda desk, one: {1: Choice(one.row(desk, "client"))},
    },
    "banks.load": {"path": _file("banks.load")},
    "objection_library.bring": {"path": _file("objection_library.bring")},
    "interest.take_rates": {"path": _file("interest.take_rates")},
    "imports.run": {
        "paths": lambda desk, one: [given(desk, "imports.run", one.luck)],
        "options": lambda desk, one: ImportOptions(),
        "progress": lambda desk, one: None,
    },
    "classes.apply": {"rows": lambda desk, one: desk.classes.proposal(over_hand=True).rows},
    "calls.touch": {"kind": lambda desk, one: one.luck.choice(("email", "meeting", "message"))},
    "interest.set_rate": {"percent": lambda desk, one: Decimal(one.luck.randrange(5, 25))},
    "checklists.tick": {
        "deal_id": _ticked,
        "item_id": lambda desk, one: one.row(desk, "checklist_item"),
    },
    "deals.add": {
        "step_on": lambda desk, one: desk.today() + timedelta(days=3),
        "step_title": lambda desk, one: "call",
    },
    "deals.move_all": {"deal_ids": _open_deals, "stage": lambda desk, one: "qualification"},
    "deals.snooze": {"deal_id": lambda desk, one: _open_deals(desk, one)[0]},
    "deals.snooze_all": {"deal_ids": _open_deals},
    "deals.plan_all": {"deal_ids": _open_deals},
    "letters.done": {
        "step": lambda desk, one: one.luck.choice(list(DunningStep)),
        "way": lambda desk, one: one.luck.choice(list(Way)),
    },
    "deals.lose_all": {"deal_ids": _open_deals},
    "contacts.reorder": {"client_id": _several_people, "ids": _their_people},
    "contacts.unarchive": {
        "contact_id": _such("SELECT id FROM contact WHERE archived_at IS NOT NULL")
    },
    "clients.unarchive": {"ids": _such_list("SELECT id FROM client WHERE archived_at IS NOT NULL")},
    "clients.untag": {"ids": _tagged, "name": lambda desk, one: one.word},
    "calls.wake": {"client_id": _such("SELECT id FROM client WHERE snoozed_until IS NOT NULL")},
    "shipping.resume": {"client_id": _such("SELECT id FROM client WHERE stopped_on IS NOT NULL")},
    "invoices.edit": {"invoice_id": _such(_UNPAID)},
    "invoices.allocate_free": {
        "client_id": _such("SELECT client_id FROM payment WHERE free_minor > 0")
    },
    "reconciliations.sign": {
        "until": lambda desk, one: desk.today() - timedelta(days=40),
        "signed_on": lambda desk, one: desk.today() - timedelta(days=one.luck.randrange(30)),
    },
    "interest.remove_rate": {
        "day": lambda desk, one: date.fromisoformat(
            _such("SELECT begins_on FROM key_rate UNION ALL SELECT '2000-01-01'")(desk, one)
        )
    },
    "deals.lose": {"deal_id": lambda desk, one: _open_deals(desk, one)[0]},
    "offers.edit": {"offer_id": _such(_UNSENT)},
    "offers.add_line": {"offer_id": _such(_UNSENT)},
    "offers.remove_line": {"line_id": _such(_UNSENT_LINE)},
    "deals.reopen": {
        "step_on": lambda desk, one: desk.today() + timedelta(days=3),
        "step_title": lambda desk, one: "call",
    },
    "loss_reasons.restore": {"word_id": _such("SELECT id FROM loss_reason WHERE retired")},
    "objections.restore_type": {"type_id": _such("SELECT id FROM objection_type WHERE retired")},
    "competitors.archive": {"competitor_id": _one_of("competitor"), "back": _is_away("competitor")},
    "products.archive": {"product_id": _one_of("product"), "back": _is_away("product")},
    "pipelines.restore": {"word_id": _such("SELECT id FROM pipeline WHERE retired")},
    "custom_fields.move": {"field_id": _such("SELECT max(id) FROM custom_field GROUP BY entity")},
    "requests.dismiss": {"request_id": _such(_UNANSWERED)},
    "requests.answer": {"request_id": _such(_UNANSWERED)},
    "invoices.remove_payment": {"payment_id": _such("SELECT max(id) FROM payment GROUP BY kind")},
    "offers.discount": {"offer_id": _such(_UNSENT)},
    "offers.remove": {"offer_id": _such(_UNSENT)},
    "offers.send": {"offer_id": _such(_UNSENT)},
    "offers.edit_line": {"line_id": _such(_UNSENT_LINE)},
    "offers.move_line": {"line_id": _such(_UNSENT_LINE)},
    "outcomes.restore": {"word_id": _such("SELECT id FROM outcome WHERE retired")},
    "stages.restore": {"word_id": _such("SELECT id FROM stage WHERE retired")},
    "plans.set": {"targets": lambda desk, one: {(Metric.MEETINGS, ""): one.luck.randrange(1, 90)}},
    "persons.erase_client": {},
}
"""Method → parameters that chance alone would not get right."""


class Unknown(Exception):
    """A parameter that nothing is known of."""


class Anything:
    """A user who does one thing after another, each at random."""

    luck: random.Random
    chosen = 1
    """The client that the arguments still to come belong to."""
    word = ""
    """The tag that they do."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.unknown: set[str] = set()
        self._tried: Counter[str] = Counter()
        self._went: Counter[str] = Counter()

    def step(self, desk: Desk) -> str | None:
        """Do one thing; the action that the log has for it, none where it was refused."""
        methods = writers(desk)
        name = self._method(sorted(methods.keys() - NOT_BY_CHANCE.keys()))
        self._tried[name] += 1
        before = desk.history.revision()
        try:
            self._call(desk, name, methods[name])
        except Problem:
            return None
        except Unknown as missing:
            self.unknown.add(str(missing))
            return None
        if desk.history.revision() == before:
            return None
        self._went[name] += 1
        return desk.history.entries(limit=1)[0].action

    def _method(self, names: list[str]) -> str:
        """Any of them; every other time one of those that went through least, tried least."""
        if self.luck.random() < 0.5:
            return self.luck.choice(names)
        fewest = min(self._rank(name) for name in names)
        return self.luck.choice([name for name in names if self._rank(name) == fewest])

    def _rank(self, name: str) -> int:
        """What has been refused time and again comes as late as what went through."""
        return self._went[name] + self._tried[name] // 8

    def _call(self, desk: Desk, name: str, method: Callable[..., Any]) -> None:
        place: list[Any] = []
        named: dict[str, Any] = {}
        for key, one in inspect.signature(method).parameters.items():
            if one.kind is one.VAR_KEYWORD:  # objections.log
                named |= {"type_id": self.row(desk, "objection_type"), "verbatim": "no"}
                named |= {"client_id": self.row(desk, "client")}
                continue
            by_hand = key in _BY_HAND.get(name, {})
            if one.default is not one.empty and (
                key == "seen" or not (by_hand or self.luck.random() < 0.3)
            ):
                continue
            try:
                value = self._argument(desk, name, key)
            except Unknown:
                if one.default is one.empty:
                    raise
                continue
            if one.kind is one.KEYWORD_ONLY or one.default is not one.empty:
                named[key] = value
            else:
                place.append(value)
        if name == "calls.finish" and desk.call_list.running() is None:
            desk.calls.start(self.row(desk, "client"))
        method(*place, **named)

    def _values(self, desk: Desk, name: str, *, whole: bool) -> dict[str, Any]:
        """Fields of the draft that a method takes."""
        record = _DRAFTS.get(name) or _DRAFTS.get(name.partition(".")[0])
        if record is None:
            raise Unknown(f"{name}: values")
        fields = [
            one
            for one in getattr(records, f"{record}Draft").model_fields
            if not (one in _OF_A_CLIENT and name != "offers.make")
        ]
        known = {}
        for field in fields if whole else self.luck.sample(fields, k=min(4, len(fields))):
            try:
                known[field] = self._argument(desk, name, field)
            except Unknown:
                continue
        return known

    def _argument(self, desk: Desk, method: str, name: str) -> Any:
        """Something for a parameter or a field of this name."""
        luck = self.luck
        service = method.partition(".")[0]
        if name == "values":
            whole = not method.partition(".")[2].startswith("edit")
            if service == "needs":
                return {"budget": luck.choice(_WORDS)}
            return self._values(desk, method, whole=whole)
        if name in _BY_HAND.get(method, {}):
            return _BY_HAND[method][name](desk, self)
        if name in ("kept_id", "one", "two"):
            return self.row(desk, "competitor" if service == "competitors" else "client")
        if name in ("ids", "gone_ids", "client_ids", "deal_ids"):
            table = {"deals": "deal", "competitors": "competitor"}.get(service, "client")
            if method == "contacts.reorder":
                table = "contact"
            return [self.row(desk, table) for _ in range(luck.randrange(1, 4))]
        if name == "number" and method == "persons.allow":
            return f"+7495{luck.randrange(10**7):07}"
        if name == "word_id":  # of a list of words
            name = {"pipelines": "pipeline_id", "stages": "stage_id", "outcomes": "outcome_id",
                    "loss_reasons": "reason_id"}[service]  # fmt: skip
        if name.endswith("_id"):
            return self.row(desk, _TABLES.get(name[:-3], name[:-3]))
        if name == "reason" and method.startswith("deals.lose"):
            return self._code(desk, "loss_reason")
        if name in _CODES:
            return self._code(desk, _CODES[name])
        if name in _AHEAD:
            return desk.today() + timedelta(days=luck.randrange(1, 30))
        if name in ("month",):
            return desk.today().replace(day=1)
        if name == "targets":
            return {(luck.choice(list(Metric)), "RUB"): luck.randrange(1, 1000)}
        if name.endswith("_on") or name in ("day", "on", "valid_from"):
            return desk.today() - timedelta(days=luck.randrange(0, 60))
        simple = self._simple(name)
        if simple is None:
            raise Unknown(f"{method}: {name}")
        return simple

    def _simple(self, name: str) -> Any:
        """What needs no look at the file."""
        luck = self.luck
        if name.endswith(("_minor", "_m")):
            return luck.randrange(1, 100_000)
        text = f"{luck.choice(_WORDS)} {luck.randrange(1000)}"
        numbers = {"by": (-1, 1), "quantity": (1000, 5000), "discount": (0, 900), "probability": (10, 90),
                   "grade": (1, 4), "touch_days": (10, 90), "percent": (1, 20)}  # fmt: skip
        if name in numbers:
            return luck.choice(numbers[name])
        choices: dict[str, tuple[Any, ...]] = {
            "currency": ("RUB",), "entity": ("client", "deal", "contact"),
            "retired": (True, False), "back": (True, False), "done": (True, False),
            "given": (True, False), "anyway": (True,), "status": ("lead", "active", "dormant"),
            "abc": ("A", "B", "C"), "result": ("handled", "stands", "open"),
            "language": ("en",), "columns": (("name", "city"),), "query": ("", "city:Omsk"),
            "phones": ((), ("+74951234567",)), "emails": ((), ("a@example.com",)),
            "names": ((), ("one", "two")), "options": (("red", "blue"),), "way": ("call", "email"),
        }  # fmt: skip
        if choices.get(name):
            return luck.choice(choices[name])
        plain = ("name", "title", "note", "notes", "text", "evidence", "subject", "city", "owner", "why",
                 "reason", "first_name", "last_name", "job_title", "strengths", "weaknesses", "terms",
                 "follow_up", "step_title", "number", "reference", "tag", "competitor", "heard",
                 "technique", "offered", "unit", "battlecard", "phrase", "loss_note")  # fmt: skip
        return text if name in plain else None

    def row(self, desk: Desk, table: str) -> int:
        """The number of one row of a table, of a few old ones or the newest; 1 where there is none."""
        try:
            ids = [
                row[0]
                for row in desk.book.reader.execute(
                    f"SELECT id FROM {table} ORDER BY id DESC LIMIT 40"
                )
            ]
        except Exception as error:
            raise Unknown(table) from error
        return self.luck.choice(ids) if ids else 1

    def _code(self, desk: Desk, table: str) -> str:
        """The code of one row of a vocabulary."""
        codes = [
            row[0] for row in desk.book.reader.execute(f"SELECT code FROM {table} ORDER BY id")
        ]
        return str(self.luck.choice(codes))


NOT_BY_CHANCE = {
    "persons.erase": "what is erased for good has no undo",
    "persons.erase_contact": "what is erased for good has no undo",
    "persons.erase_client": "what is erased for good has no undo",
    "exports.archive": "an export changes nothing but its own log",
    "exports.document": "an export changes nothing but its own log",
    "exports.export": "an export changes nothing but its own log",
    "exports.text": "an export changes nothing but its own log",
    "objections.load_starter": "part of making a file",
}
"""Methods that chance does not call, and why."""
