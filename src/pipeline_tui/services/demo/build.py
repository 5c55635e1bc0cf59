"""The demo base: a year of one seller's work, written at once."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING

from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.records import Invoice
from pipeline_tui.services.demo import clients, day, deals, money, offers, plan, rivals, touches
from pipeline_tui.services.demo.days import Days
from pipeline_tui.services.demo.lexicon import lexicon
from pipeline_tui.services.demo.rows import Rows
from pipeline_tui.services.demo.scene import Codes, Scene
from pipeline_tui.services.desk import OWN_SETTINGS
from pipeline_tui.store import memos
from pipeline_tui.store.queries import objections, vocabularies
from pipeline_tui.store.queries.clients import clients_or_deals

if TYPE_CHECKING:
    import sqlite3

    from pipeline_tui.store.book import Book

_SLOTS = 20


def build_demo(book: Book, now: datetime, language: str, seed: int = 1, owner: str = "") -> int:
    """Fill an empty file with an invented base, as one undo step; answers with how many clients.

    `now` is aware and in the user's own zone: it sets what is today. The same seed, language and
    `now` give the same base in a new file, which brings its own currency and country. `owner` is the seller's name, else an invented one.
    Raises Refused demo_not_empty when the file holds clients or deals already.
    """
    words = lexicon(language)
    with book.write("demo") as unit:
        if clients_or_deals(unit.db):
            raise Refused("demo_not_empty")
        scene = Scene(
            rng=Random(f"{seed}:{now.date().isoformat()}:{words.language}"),
            lexicon=words,
            days=Days(now, words.names.country),
            rows=Rows(unit),
            codes=_codes(unit.db),
            owner=owner or words.names.seller,
        )
        cancelled = _tell(scene)
        scene.rows.write()
        for invoice_id, on in cancelled:
            invoice = unit.get(Invoice, invoice_id)
            invoice.cancelled_on = on
            unit.session.add(invoice)
        unit.session.flush()
        own = {"currency": words.names.currency, "country": words.names.country}
        memos.remember(unit.db, OWN_SETTINGS, own, now)
        unit.about("demo", None, clients=len(scene.parties))
        return len(scene.parties)


def _tell(scene: Scene) -> list[tuple[int, date]]:
    """Make all of it, in the order in which one thing follows from another."""
    deals.add_products(scene)
    clients.add_clients(scene)
    scene.slots = scene.days.slots(_SLOTS)
    deals.add_deals(scene)
    day.set_callbacks(scene)
    day.set_win_backs(scene)
    offers.add_offers(scene)
    rivals.add_rivals(scene)
    cancelled = money.add_money(scene)
    day.add_inbound(scene)
    day.add_todays_calls(scene)
    day.add_cold_calls(scene)
    day.refuse_calls(scene)
    day.add_answered(scene)
    day.keep_in_touch(scene)
    touches.number_attempts(scene)
    plan.add_plan(scene)
    day.date_records(scene)
    return cancelled


def _codes(db: sqlite3.Connection) -> Codes:
    stages, outcomes = vocabularies.stages(db), vocabularies.outcomes(db)
    reasons, kinds = vocabularies.loss_reasons(db), objections.types(db)
    answers: dict[int, list[int]] = {one.id: [] for one in kinds}
    for answer in objections.answers(db):
        answers[answer.type_id].append(answer.id)
    return Codes(
        stages={one.code: one.id for one in stages},
        rot_days={one.code: one.rot_days for one in stages},
        outcomes={one.code: one.id for one in outcomes},
        connected={one.code: one.connected for one in outcomes},
        reasons={one.code: one.id for one in reasons},
        win_back_days={one.code: one.win_back_days for one in reasons},
        kinds={one.code: one.id for one in kinds},
        answers={one.code: tuple(answers[one.id]) for one in kinds},
    )
