"""Reading the objection library, its figures and its log."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.dates import read_moment
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.heard import Phrase
from pipeline_tui.domain.objections import (
    AnswerRow,
    CardFacts,
    Counts,
    KindRow,
    LogFilter,
    LogRow,
    ObjectionTypeRow,
    StageHeat,
    Tally,
)

_VERBATIMS = 3_000
"""Latest events whose words the look-up learns from."""

_SCANNED = 20_000
"""Latest events that a text filter of the log looks through."""

_KIND = "t.id, t.code, t.name, t.heard, t.behind, t.probe, t.retired"
_ANSWER = "id, type_id, code, technique, text, follow_up, retired, stages, segments, products"


def types(db: sqlite3.Connection, *, retired: bool = False) -> list[ObjectionTypeRow]:
    """Kinds in use, in their order; with `retired` those put away too, at the end."""
    return [
        _type(row)
        for row in db.execute(
            f"SELECT {_KIND} FROM objection_type t WHERE t.retired <= ?"
            " ORDER BY t.retired, t.position, t.id",
            (int(retired),),
        )
    ]


def type_named(db: sqlite3.Connection, type_id: int) -> ObjectionTypeRow:
    """One kind; raises NotFound."""
    row = db.execute(f"SELECT {_KIND} FROM objection_type t WHERE t.id = ?", (type_id,)).fetchone()
    if row is None:
        raise NotFound("not_found", kind="objection_type", id=type_id)
    return _type(row)


def changed_since(db: sqlite3.Connection, revision: int) -> bool:
    """Whether the library or the log may have changed after an entry of the journal. One that cannot
    be undone counts: it does not note what it changes."""
    return (
        db.execute(
            "SELECT 1 FROM row_change WHERE entry_id > ?1"
            " AND table_name IN ('objection_event', 'objection_type', 'answer')"
            " UNION ALL SELECT 1 FROM audit_entry e WHERE e.id > ?1"
            " AND NOT EXISTS (SELECT 1 FROM undo_step u WHERE u.entry_id = e.id) LIMIT 1",
            (revision,),
        ).fetchone()
        is not None
    )


def counts(db: sqlite3.Connection) -> Counts:
    """The log as numbers, in one pass over a covering index."""
    return Counts(
        db.execute(
            "SELECT type_id, stage_id, answer_id, result, genuine, count(*) FROM objection_event"
            " INDEXED BY objection_by_type GROUP BY type_id, stage_id, answer_id, result, genuine"
        ).fetchall()
    )


def kinds(db: sqlite3.Connection, counted: Counts, *, retired: bool = False) -> list[KindRow]:
    """Kinds with their figures, in the order of the library."""
    tallies, heat, reasons = counted.by_type(), counted.heat(), counted.reasons()
    stages = db.execute(
        "SELECT s.id, s.code, s.name FROM stage s JOIN pipeline p ON p.id = s.pipeline_id"
        " ORDER BY p.position, s.position"
    ).fetchall()
    stakes = _stakes(db)
    found = []
    for kind in types(db, retired=retired):
        stake, deals = stakes.get(kind.id, ({}, 0))
        genuine, pretext = reasons.get(kind.id, (0, 0))
        here = heat.get(kind.id, {})
        found.append(
            KindRow(
                kind=kind, tally=tallies.get(kind.id, Tally()), stake=stake, deals=deals,
                genuine=genuine, pretext=pretext,
                heat=tuple(
                    StageHeat(stage_id, code, name, here[stage_id], place)
                    for place, (stage_id, code, name) in enumerate(stages) if stage_id in here
                ),
            )
        )  # fmt: skip
    return found


def _stakes(db: sqlite3.Connection) -> dict[int, tuple[dict[str, int], int]]:
    """By kind: sums by currency, largest first, and the number of open deals it stands in."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    deals: dict[int, int] = defaultdict(int)
    for type_id, currency, minor in db.execute(
        "SELECT e.type_id, d.currency, coalesce(d.amount_minor, 0)"
        " FROM deal d INDEXED BY deal_open CROSS JOIN objection_event e ON e.deal_id = d.id"
        " WHERE d.closed_on IS NULL AND d.archived_at IS NULL"
        " GROUP BY d.id, e.type_id HAVING max(e.result = 'worked') = 0"
    ):
        sums[type_id][currency] += minor
        deals[type_id] += 1
    return {
        type_id: (dict(sorted(by.items(), key=lambda one: (-one[1], one[0]))), deals[type_id])
        for type_id, by in sums.items()
    }


def answers(
    db: sqlite3.Connection, type_id: int | None = None, *, retired: bool = False
) -> list[AnswerRow]:
    """Answers in the order of the library, of one kind or of all."""
    return [
        _answer(row)
        for row in db.execute(
            f"SELECT {_ANSWER} FROM answer WHERE (?1 IS NULL OR type_id = ?1) AND retired <= ?2"
            " ORDER BY type_id, position, id",
            (type_id, int(retired)),
        )
    ]


def answer(db: sqlite3.Connection, answer_id: int) -> AnswerRow:
    """One answer, retired or not; raises NotFound."""
    row = db.execute(f"SELECT {_ANSWER} FROM answer WHERE id = ?", (answer_id,)).fetchone()
    if row is None:
        raise NotFound("not_found", kind="answer", id=answer_id)
    return _answer(row)


def _where(**wanted: Any) -> tuple[str, list[Any]]:
    given = {name: value for name, value in wanted.items() if value is not None}
    return "".join(f" AND {name} = ?" for name in given), list(given.values())


def phrases(db: sqlite3.Connection) -> Iterator[Phrase]:
    """What the kinds in use can be found by, names of the catalogue apart."""
    for kind in types(db):
        if kind.name:
            yield Phrase(kind.id, "name", kind.name)
        for phrase in kind.heard:
            yield Phrase(kind.id, "heard", phrase)
    in_use = {kind.id for kind in types(db)}
    for one in answers(db):
        if one.type_id in in_use:
            yield Phrase(one.type_id, "answer", f"{one.text} {one.follow_up}".strip(), one.id)
    for type_id, verbatim in db.execute(
        "SELECT DISTINCT type_id, verbatim FROM (SELECT type_id, verbatim FROM objection_event"
        " ORDER BY met_at DESC LIMIT ?) WHERE verbatim <> '' ORDER BY type_id, verbatim",
        (_VERBATIMS,),
    ):
        if type_id in in_use:
            yield Phrase(type_id, "verbatim", verbatim)


# The log

_LOG = (
    "SELECT e.id, e.met_at, e.type_id, t.code, t.name, e.verbatim, e.result, e.genuine,"
    " e.client_id, coalesce(c.name, ''), e.deal_id, coalesce(d.title, ''), s.code, s.name,"
    " e.answer_id, coalesce(a.technique, ''), coalesce(a.text, '')"
    " FROM objection_event e JOIN objection_type t ON t.id = e.type_id"
    " LEFT JOIN client c ON c.id = e.client_id LEFT JOIN deal d ON d.id = e.deal_id"
    " LEFT JOIN stage s ON s.id = e.stage_id LEFT JOIN answer a ON a.id = e.answer_id"
)


def log_ids(db: sqlite3.Connection, wanted: LogFilter, limit: int) -> list[int]:
    """Numbers of events, newest first, at most `limit`.

    A text is looked for in the latest events only: their words, client and deal.
    """
    where, values = _where(
        type_id=wanted.type_id, client_id=wanted.client_id, deal_id=wanted.deal_id,
        answer_id=wanted.answer_id, result=wanted.result or None,
    )  # fmt: skip
    order = "ORDER BY e.met_at DESC, e.id DESC LIMIT ?"
    where = where.replace(" AND ", " AND e.")
    looked_for = fold(wanted.text).split()
    if not looked_for:
        return [
            row[0]
            for row in db.execute(
                f"SELECT e.id FROM objection_event e WHERE 1{where} {order}", (*values, limit)
            )
        ]
    found: list[int] = []
    for event_id, *texts in db.execute(
        "SELECT e.id, e.verbatim, coalesce(c.name, ''), coalesce(d.title, '')"
        " FROM objection_event e LEFT JOIN client c ON c.id = e.client_id"
        f" LEFT JOIN deal d ON d.id = e.deal_id WHERE 1{where} {order}",
        (*values, _SCANNED),
    ):
        folded = fold(" ".join(texts))
        if all(word in folded for word in looked_for):
            found.append(event_id)
            if len(found) == limit:
                break
    return found


def log_rows(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, LogRow]:
    """These events by number; numbers that are gone are left out."""
    return {
        row[0]: LogRow(
            row[0], read_moment(row[1]), row[2], row[3], row[4], row[5], row[6],
            None if row[7] is None else bool(row[7]), row[8], row[9], row[10], row[11], row[12],
            row[13], row[14], row[15], row[16],
        )
        for row in db.execute(
            f"{_LOG} WHERE e.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
    }  # fmt: skip


# The card an answer speaks to


def facts(
    db: sqlite3.Connection,
    *,
    client_id: int | None,
    deal_id: int | None,
    contact_id: int | None,
    me: str,
) -> CardFacts:
    """What the card says; the largest open deal stands in where none is named.

    Who is addressed: the contact named, else the deal's, else the client's first.
    """
    if deal_id is None and client_id is not None:
        row = db.execute(
            "SELECT id FROM deal WHERE client_id = ? AND closed_on IS NULL AND archived_at IS NULL"
            " ORDER BY amount_minor DESC, id LIMIT 1",
            (client_id,),
        ).fetchone()
        deal_id = row[0] if row else None
    deal = db.execute(
        "SELECT d.client_id, d.contact_id, d.amount_minor, d.currency, d.competitor, d.stage_id,"
        " coalesce(p.name, '') FROM deal d LEFT JOIN product p ON p.id = d.product_id"
        " WHERE d.id = ?",
        (deal_id,),
    ).fetchone()
    client_of, contact_of, minor, currency, rival, stage_id, product = deal or (
        None, None, None, "", "", None, "",
    )  # fmt: skip
    client_id = client_of if client_id is None else client_id
    company = db.execute("SELECT name, industry FROM client WHERE id = ?", (client_id,)).fetchone()
    person = db.execute(
        "SELECT first_name, patronymic, informal FROM contact"
        " WHERE archived_at IS NULL AND (id = ?1 OR client_id = ?2)"
        " ORDER BY id IS NOT ?1, id IS NOT ?3, position, id LIMIT 1",
        (contact_id, client_id, contact_of),
    ).fetchone()
    first, patronymic, informal = person or ("", "", 1)
    return CardFacts(
        name=first if informal or not first else f"{first} {patronymic}".strip(),
        company=company[0] if company else "", product=product, competitor=rival,
        price_minor=minor, currency=currency, me=me, deal_id=deal_id if deal else None,
        stage_id=stage_id, segment=company[1] if company else "",
    )  # fmt: skip


def stage_code(db: sqlite3.Connection, stage_id: int | None) -> str:
    """The code of a stage; empty for none."""
    row = db.execute("SELECT code FROM stage WHERE id = ?", (stage_id,)).fetchone()
    return row[0] if row else ""


def _type(row: Sequence[Any]) -> ObjectionTypeRow:
    type_id, code, name, heard, behind, probe, retired = row
    phrases_heard = tuple(line for line in heard.split("\n") if line)
    return ObjectionTypeRow(type_id, code, name, phrases_heard, behind, probe, bool(retired))


def _answer(row: Sequence[Any]) -> AnswerRow:
    return AnswerRow(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]), *row[7:])
