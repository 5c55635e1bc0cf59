"""The demo base: full enough to show every screen, true to the laws of the real one, the same again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from stdnum.ru import inn, ogrn

from pipeline_tui.config import Settings
from pipeline_tui.domain import records
from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.offers import OfferState
from pipeline_tui.services.demo import build_demo
from pipeline_tui.services.demo.day import ACTIVITIES
from pipeline_tui.services.demo.deals import ROTTING, WITHOUT_STEP
from pipeline_tui.services.desk import Desk

ZONES = {"ru": ZoneInfo("Europe/Moscow"), "en": ZoneInfo("America/New_York")}
Query = Callable[..., list[tuple[Any, ...]]]


def noon(language: str) -> datetime:
    return datetime(2026, 3, 11, 14, 32, tzinfo=ZONES[language])


def make(path: Path, language: str, now: datetime | None = None, seed: int = 1) -> Desk:
    at = now or noon(language)
    desk = Desk.create(
        path, clock=lambda: at, settings=Settings(), zone=ZONES[language], actor="test",
        language=language,
    )  # fmt: skip
    build_demo(desk.book, at, language, seed)
    return desk


@pytest.fixture(scope="module", params=["ru", "en"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    language = request.param
    with make(tmp_path_factory.mktemp("demo") / f"{language}.db", language) as desk:
        yield language, desk


@pytest.fixture
def language(demo: tuple[str, Desk]) -> str:
    return demo[0]


@pytest.fixture
def desk(demo: tuple[str, Desk]) -> Desk:
    return demo[1]


@pytest.fixture
def ask(desk: Desk) -> Query:
    return lambda sql, *values: desk.book.reader.execute(sql, values).fetchall()


@pytest.fixture
def now_text(language: str) -> str:
    return noon(language).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Enough of everything


def test_the_base_has_the_size_of_a_sellers_year(ask: Query) -> None:
    counts = {
        table: ask(f"SELECT count(*) FROM {table}")[0][0]
        for table in ("client", "contact", "deal", "activity", "product", "invoice", "task")
    }
    assert (counts["client"], counts["deal"], counts["activity"]) == (120, 200, ACTIVITIES)
    assert 120 < counts["contact"] <= 360
    assert counts["product"] == 14
    assert counts["invoice"] > 100
    assert counts["task"] > 200


@pytest.mark.parametrize(
    ("column", "least"),
    [("status", 5), ("kind", 3), ("industry", 14), ("time_zone", 5), ("source", 5), ("city", 10)],
)
def test_clients_are_of_every_sort(ask: Query, column: str, least: int) -> None:
    assert len(ask(f"SELECT DISTINCT {column} FROM client WHERE {column} <> ''")) >= least


def test_every_stage_holds_deals(ask: Query) -> None:
    rows = ask(
        "SELECT s.code, count(d.id) FROM stage s LEFT JOIN deal d ON d.stage_id = s.id GROUP BY 1"
    )
    assert len(rows) == 11
    assert all(count >= 3 for _, count in rows), rows


def test_every_loss_reason_and_most_outcomes_occur(ask: Query) -> None:
    assert ask("SELECT count(DISTINCT loss_reason_id) FROM deal")[0][0] == 12
    assert ask("SELECT count(DISTINCT outcome_id) FROM activity")[0][0] == 13


def test_every_age_of_debt_occurs(ask: Query, language: str) -> None:
    today = noon(language).date()
    edges = [0, 30, 60, 90, 10_000]
    ages = [
        (today - date.fromisoformat(due)).days
        for (due,) in ask("SELECT due_on FROM instalment WHERE open_minor > 0")
    ]
    assert sum(age <= 0 for age in ages) >= 5
    for low, high in pairwise(edges):
        assert sum(low < age <= high for age in ages) >= 3, (low, high)


def test_promises_are_kept_partly_kept_broken_due_today_and_to_come(desk: Desk, ask: Query) -> None:
    today = desk.local_now().date().isoformat()
    rows = ask(
        "SELECT p.due_on, p.amount_minor, p.withdrawn_at, (SELECT coalesce(sum(m.amount_minor), 0)"
        " FROM payment m WHERE m.client_id = p.client_id"
        " AND m.paid_on BETWEEN substr(p.made_at, 1, 10) AND p.due_on) FROM promise p"
    )
    past = [(paid, amount) for due, amount, gone, paid in rows if due < today and gone is None]
    assert sum(paid >= amount for paid, amount in past) >= 5
    assert sum(0 < paid < amount for paid, amount in past) >= 2
    assert sum(paid == 0 for paid, _ in past) >= 4
    assert sum(due == today for due, *_ in rows) == 2
    assert sum(due > today for due, *_ in rows) >= 3
    assert sum(gone is not None for _, _, gone, _ in rows) == 1


def test_there_is_a_dispute_a_cancelled_invoice_and_money_laid_on_nothing(ask: Query) -> None:
    assert ask("SELECT dispute_note FROM invoice WHERE disputed = 1")[0][0]
    assert ask(
        "SELECT sum(i.open_minor) FROM instalment i JOIN invoice v ON v.id = i.invoice_id"
        " WHERE v.cancelled_on IS NOT NULL"
    ) == [(0,)]
    assert len(ask("SELECT 1 FROM payment WHERE free_minor > 0")) == 2


def test_answers_differ_in_how_often_they_work(ask: Query) -> None:
    rates = [
        worked / met
        for met, worked in ask(
            "SELECT count(*), sum(result = 'worked') FROM objection_event GROUP BY answer_id"
        )
        if met >= 8
    ]
    assert len(rates) >= 8
    assert max(rates) - min(rates) > 0.4


def test_every_kind_of_objection_is_met_in_the_clients_words(ask: Query) -> None:
    kinds = ask("SELECT count(*) FROM objection_type")[0][0]
    assert ask("SELECT count(DISTINCT type_id) FROM objection_event")[0][0] == kinds
    assert ask("SELECT count(*) FROM objection_event WHERE verbatim = ''") == [(0,)]
    assert ask("SELECT count(*) FROM objection_event e JOIN answer a ON a.id = e.answer_id"
               " WHERE a.type_id <> e.type_id") == [(0,)]  # fmt: skip


def test_some_hours_are_better_for_calling_than_others(desk: Desk, ask: Query) -> None:
    by_hour: dict[int, list[bool]] = {}
    for started, zone, connected in ask(
        "SELECT a.started_at, c.time_zone, o.connected FROM activity a"
        " JOIN client c ON c.id = a.client_id JOIN outcome o ON o.id = a.outcome_id"
        " WHERE a.direction = 'out'"
    ):
        hour = datetime.fromisoformat(started).astimezone(ZoneInfo(zone)).hour
        by_hour.setdefault(hour, []).append(bool(connected))
    rates = {hour: sum(calls) / len(calls) for hour, calls in by_hour.items() if len(calls) > 30}
    assert rates[10] > rates[13] + 0.15


# What the screens show


def test_the_call_list_has_every_urgent_tier_and_cold_calls(desk: Desk) -> None:
    day = desk.call_list.today()
    assert {int(row.tier) for row in day.rows} >= {0, 1, 2, 3, 4, 8}
    assert day.head.calls_done >= 8
    assert 0 < day.head.connected < day.head.calls_done
    assert day.head.promises_due == 2
    assert day.head.month
    assert day.hidden


def test_today_has_exact_callbacks_one_of_them_just_missed(
    desk: Desk, ask: Query, now_text: str
) -> None:
    times = [at for (at,) in ask(
        "SELECT due_at FROM task WHERE origin = 'callback' AND due_on = ? AND done_at IS NULL"
        " AND due_at IS NOT NULL", desk.local_now().date().isoformat(),
    )]  # fmt: skip
    assert len(times) == 4
    assert sum(at < now_text for at in times) == 1


# Laws


def test_nothing_has_happened_in_the_future(ask: Query, now_text: str, language: str) -> None:
    for table, column in (
        ("activity", "started_at"), ("stage_change", "changed_at"), ("objection_event", "met_at"),
        ("client", "created_at"), ("deal", "created_at"), ("task", "created_at"),
        ("task", "done_at"), ("promise", "made_at"), ("payment", "created_at"),
        ("invoice", "created_at"),
    ):  # fmt: skip
        assert ask(f"SELECT count(*) FROM {table} WHERE {column} > ?", now_text) == [(0,)], table
    today = noon(language).date().isoformat()
    assert ask("SELECT count(*) FROM payment WHERE paid_on > ?", today) == [(0,)]
    assert ask("SELECT count(*) FROM invoice WHERE issued_on > ?", today) == [(0,)]
    assert ask("SELECT count(*) FROM deal WHERE closed_on > ?", today) == [(0,)]


def test_nobody_was_spoken_to_before_they_were_in_the_base(ask: Query) -> None:
    assert ask("SELECT count(*) FROM activity a JOIN client c ON c.id = a.client_id"
               " WHERE a.started_at < c.created_at") == [(0,)]  # fmt: skip


def test_the_last_stage_change_is_the_deals_stage_and_changes_follow_each_other(ask: Query) -> None:
    changes: dict[int, list[tuple[Any, ...]]] = {}
    for deal, *change in ask(
        "SELECT deal_id, from_stage_id, to_stage_id, changed_at, loss_reason_id, amount_minor"
        " FROM stage_change ORDER BY deal_id, id"
    ):
        changes.setdefault(deal, []).append(tuple(change))
    for deal, stage, since, reason, created, amount in ask(
        "SELECT id, stage_id, stage_since, loss_reason_id, created_at, amount_minor FROM deal"
    ):
        told = changes[deal]
        assert told[0][0] is None
        assert told[0][2] == created
        assert (told[-1][1], told[-1][2], told[-1][3]) == (stage, since, reason)
        assert told[-1][4] == amount or amount is None
        for before, after in pairwise(told):
            assert after[0] == before[1]
            assert after[2] >= before[2]


def test_a_deal_is_closed_exactly_when_its_stage_is_not_open(ask: Query) -> None:
    assert ask(
        "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE (d.closed_on IS NULL) <> (s.kind = 'open')"
        " OR (d.loss_reason_id IS NOT NULL) <> (s.kind = 'lost')"
    ) == [(0,)]


def test_every_open_deal_but_the_intended_few_has_a_next_step(ask: Query) -> None:
    rows = ask(
        "SELECT d.snoozed_until, NOT EXISTS (SELECT 1 FROM task t WHERE t.deal_id = d.id"
        " AND t.done_at IS NULL AND t.dropped_at IS NULL) FROM deal d WHERE d.closed_on IS NULL"
    )
    assert sum(without for _, without in rows) == WITHOUT_STEP
    assert ask("SELECT count(*) FROM task t JOIN deal d ON d.id = t.deal_id JOIN stage s"
               " ON s.id = d.stage_id WHERE s.kind = 'lost' AND t.done_at IS NULL"
               " AND t.dropped_at IS NULL") == [(0,)]  # fmt: skip


def test_the_rotting_deals_are_as_many_as_intended(ask: Query, now_text: str) -> None:
    rotting = ask(
        "SELECT count(*) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE d.closed_on IS NULL AND d.snoozed_until IS NULL"
        " AND julianday(?) - julianday(max(d.stage_since, coalesce((SELECT max(started_at)"
        "  FROM activity a WHERE a.deal_id = d.id), ''))) > s.rot_days"
        " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.deal_id = d.id AND t.done_at IS NULL)",
        now_text,
    )[0][0]
    assert rotting == ROTTING


def test_money_adds_up(ask: Query) -> None:
    assert ask(
        "SELECT count(*) FROM payment p WHERE free_minor < 0 OR free_minor <> amount_minor -"
        " (SELECT coalesce(sum(amount_minor), 0) FROM allocation a WHERE a.payment_id = p.id)"
    ) == [(0,)]
    assert ask(
        "SELECT count(*) FROM instalment i JOIN invoice v ON v.id = i.invoice_id"
        " WHERE v.cancelled_on IS NULL AND (open_minor < 0 OR open_minor <> i.amount_minor -"
        " (SELECT coalesce(sum(amount_minor), 0) FROM allocation a WHERE a.instalment_id = i.id))"
    ) == [(0,)]
    assert ask(
        "SELECT count(*) FROM invoice v WHERE amount_minor <>"
        " (SELECT sum(amount_minor) FROM instalment i WHERE i.invoice_id = v.id)"
    ) == [(0,)]
    assert ask(
        "SELECT count(*) FROM allocation a JOIN payment p ON p.id = a.payment_id"
        " JOIN instalment i ON i.id = a.instalment_id"
        " WHERE p.client_id <> i.client_id OR p.currency <> i.currency"
    ) == [(0,)]


def test_invoice_numbers_are_unique_and_follow_their_dates(ask: Query) -> None:
    numbers = ask("SELECT number FROM invoice WHERE number NOT LIKE '%-1' ORDER BY issued_on, id")
    counted = [int(number.rsplit("-", 1)[1]) for (number,) in numbers]
    assert counted == sorted(set(counted))
    assert ask("SELECT count(*) - count(DISTINCT number) FROM invoice") == [(0,)]


def test_attempts_count_the_calls_in_a_row_that_nobody_took(ask: Query) -> None:
    missed: dict[int, int] = {}
    for client, attempt, connected in ask(
        "SELECT a.client_id, a.attempt, o.connected FROM activity a JOIN outcome o"
        " ON o.id = a.outcome_id WHERE a.kind = 'call' AND a.direction = 'out'"
        " ORDER BY a.started_at, a.id"
    ):
        assert attempt == missed.get(client, 0) + 1
        missed[client] = 0 if connected else attempt


def test_who_is_not_to_be_called_has_nothing_planned_and_said_so(ask: Query) -> None:
    silent = ask("SELECT id FROM client WHERE status = 'do_not_call'")
    assert silent
    for (client,) in silent:
        assert ask("SELECT given FROM consent WHERE client_id = ? ORDER BY id DESC", client)[0] == (
            0,
        )
        assert ask("SELECT 1 FROM task WHERE client_id = ? AND done_at IS NULL", client) == []
        assert ask("SELECT 1 FROM deal WHERE client_id = ? AND closed_on IS NULL", client) == []
        assert ask(
            "SELECT o.code FROM activity a JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.client_id = ? ORDER BY a.started_at DESC LIMIT 1", client,
        ) == [("do_not_call",)]  # fmt: skip


def test_every_row_is_one_that_the_forms_would_take(desk: Desk, ask: Query) -> None:
    for draft, table in (
        (records.ClientDraft, "client"), (records.ContactDraft, "contact"),
        (records.DealDraft, "deal"), (records.ActivityDraft, "activity"),
        (records.TaskDraft, "task"), (records.ObjectionDraft, "objection_event"),
        (records.InvoiceDraft, "invoice"), (records.PaymentDraft, "payment"),
        (records.PromiseDraft, "promise"), (records.ProductDraft, "product"),
        (records.PriceListDraft, "price_list"), (records.PriceDraft, "price"),
        (records.OfferDraft, "offer"), (records.OfferLineDraft, "offer_line"),
    ):  # fmt: skip
        names = [name for name in draft.model_fields if name != "custom"]
        for row in ask(f"SELECT {', '.join(names)} FROM {table}"):
            draft.model_validate(dict(zip(names, row, strict=True)))


def test_offers_stand_in_every_way_and_the_accepted_are_their_deals_sums(desk: Desk) -> None:
    today, rows = desk.today(), desk.offer_views.listed()
    assert {row.state(today) for row in rows} == set(OfferState)
    assert [row.number for row in rows] == sorted((row.number for row in rows), reverse=True)
    deals = desk.funnel.rows([row.deal_id for row in rows])
    for row in rows:
        if row.accepted_at is not None:
            assert row.sums.total_minor == deals[row.deal_id].amount_minor
        assert row.sums.margin is not None
        assert row.sums.margin > 0.1
    steps = desk.book.reader.execute(
        "SELECT o.valid_until, t.due_on, t.deal_id, o.deal_id FROM offer o JOIN task t ON t.id = o.step_id"
    ).fetchall()
    assert steps
    assert all(until == due and of == deal for until, due, of, deal in steps)


def test_every_product_has_its_price_of_today_and_some_go_together(desk: Desk) -> None:
    products = desk.price_book.products()
    assert all(one.list_price_minor == one.price_minor and one.list_name for one in products)
    before = desk.price_book.products(on=desk.today() - timedelta(days=90))
    assert all(
        (a.asked_minor or 0) < (b.asked_minor or 0) for a, b in zip(before, products, strict=True)
    )
    assert desk.cross_sell.pairs()
    offered = [
        desk.cross_sell.for_client(id_)
        for (id_,) in desk.book.reader.execute("SELECT id FROM client")
    ]
    assert sum(map(bool, offered)) >= 10


# People and numbers


def test_phones_are_valid_e_mails_invented_and_tax_numbers_right(ask: Query, language: str) -> None:
    phones = [e164 for (e164,) in ask("SELECT e164 FROM phone")]
    assert len(set(phones)) == len(phones)
    for e164 in phones:
        assert phonenumbers.is_valid_number(phonenumbers.parse(e164)), e164
    for (address,) in ask("SELECT address FROM email"):
        assert address.isascii()
        assert address.endswith((".example", "@example.com")), address
    if language == "ru":
        taxed = ask("SELECT inn, ogrn, kind FROM client")
        assert all(inn.is_valid(number) for number, _, _ in taxed)
        assert all(ogrn.is_valid(number) for _, number, kind in taxed if kind == "company")


def test_names_are_given_once_and_notes_have_no_fields_left(ask: Query) -> None:
    assert ask("SELECT count(*) - count(DISTINCT name) FROM client") == [(0,)]
    for table, column in (
        ("activity", "note"), ("activity", "subject"), ("task", "title"), ("promise", "note"),
        ("objection_event", "verbatim"), ("payment", "reference"), ("deal", "loss_note"),
    ):  # fmt: skip
        for (text,) in ask(f"SELECT {column} FROM {table} WHERE {column} <> ''"):
            assert not set("{}") & set(text), text
            assert not text.startswith("@"), text
            assert text[0] == text[0].upper(), text


def test_it_speaks_one_language_and_one_currency(ask: Query, language: str) -> None:
    texts = " ".join(
        text for sql in ("SELECT note FROM activity", "SELECT name FROM client",
                         "SELECT title FROM deal", "SELECT title FROM task")
        for (text,) in ask(sql)
    )  # fmt: skip
    cyrillic = sum("а" <= letter <= "я" for letter in texts.lower())
    assert (cyrillic > len(texts) / 2) if language == "ru" else cyrillic == 0
    currency = {"ru": "RUB", "en": "USD"}[language]
    for table in (
        "deal",
        "invoice",
        "instalment",
        "payment",
        "promise",
        "product",
        "price_list",
        "offer",
    ):
        assert ask(f"SELECT DISTINCT currency FROM {table}") == [(currency,)]


# One step, the same again, and fast


def everything(db: sqlite3.Connection) -> list[Any]:
    tables = ("client", "contact", "phone", "deal", "stage_change", "activity", "task",
              "objection_event", "invoice", "instalment", "payment", "allocation", "promise",
              "price_list", "price", "offer", "offer_line")  # fmt: skip
    return [db.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]


def test_the_same_seed_and_day_give_the_same_base_another_seed_another(tmp_path: Path) -> None:
    with (
        make(tmp_path / "a.db", "ru") as one,
        make(tmp_path / "b.db", "ru") as same,
        make(tmp_path / "c.db", "ru", seed=2) as other,
    ):
        assert everything(one.book.reader) == everything(same.book.reader)
        assert everything(one.book.reader) != everything(other.book.reader)


def test_one_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    with make(tmp_path / "undone.db", "en") as desk:
        assert desk.book.undo().action == "demo"
        assert all(rows == [] for rows in everything(desk.book.reader))
        desk.book.redo()
        assert desk.book.reader.execute("SELECT count(*) FROM client").fetchone() == (120,)


def test_a_file_in_use_is_left_alone(desk: Desk, ask: Query, language: str) -> None:
    with pytest.raises(Refused, match="demo_not_empty"):
        build_demo(desk.book, noon(language), language)
    assert ask("SELECT count(*) FROM client") == [(120,)]


@pytest.mark.parametrize("hour", [0, 7, 9, 23])
@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 5, 9), date(2026, 8, 31)])
def test_it_can_be_made_at_any_hour_and_on_holidays(tmp_path: Path, hour: int, day: date) -> None:
    now = datetime(day.year, day.month, day.day, hour, 3, tzinfo=ZONES["ru"])
    with make(tmp_path / "odd.db", "ru", now, seed=hour) as desk:
        db = desk.book.reader
        latest = db.execute("SELECT max(started_at) FROM activity").fetchone()[0]
        assert datetime.fromisoformat(latest) <= now
        assert datetime.fromisoformat(latest) > now - timedelta(days=15)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_naive_moment_is_refused(tmp_path: Path) -> None:
    with make(tmp_path / "x.db", "en") as desk, pytest.raises(ValueError, match="time zone"):
        desk.book.undo()
        build_demo(desk.book, datetime(2026, 3, 11, 12, 0), "en")  # noqa: DTZ001


def test_it_is_written_in_well_under_two_seconds(tmp_path: Path) -> None:
    with Desk.create(
        tmp_path / "fast.db", clock=lambda: noon("ru"), settings=Settings(), zone=ZONES["ru"],
        actor="test", language="ru",
    ) as desk:  # fmt: skip
        began = time.process_time()
        build_demo(desk.book, noon("ru"), "ru")
        assert time.process_time() - began < 2


# The client's hours, and the file's own settings


@pytest.mark.parametrize("hour", [0, 6, 9, 12, 13, 14, 17, 19, 23])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_is_planned_into_a_clients_night_or_lunch(
    tmp_path: Path, language: str, hour: int
) -> None:
    now = noon(language).replace(hour=hour)
    with make(tmp_path / "hours.db", language, now, seed=hour) as desk:
        exact = desk.book.reader.execute(
            "SELECT t.due_at, t.due_on, c.time_zone FROM task t JOIN client c ON c.id = t.client_id"
            " WHERE t.due_at IS NOT NULL AND t.done_at IS NULL"
        ).fetchall()
        assert len(exact) > 5
        for due_at, due_on, zone in exact:
            moment = datetime.fromisoformat(due_at)
            assert moment.astimezone(ZONES[language]).date().isoformat() == due_on
            assert moment.astimezone(ZoneInfo(zone)).hour in (9, 10, 11, 12, 14, 15, 16, 17)


@pytest.mark.parametrize("seed", range(5))
def test_any_base_has_about_fifteen_hundred_touches_and_regular_ones_among_them(
    tmp_path: Path, language: str, seed: int
) -> None:
    with make(tmp_path / "seed.db", language, seed=seed) as desk:
        total, own = desk.book.reader.execute(
            "SELECT count(*), sum(deal_id IS NULL) FROM activity"
        ).fetchone()
        assert 1400 <= total <= 1600
        assert own >= 100


def test_the_list_has_a_missed_call_and_a_written_request(ask: Query) -> None:
    waiting = ask(
        "SELECT way FROM request WHERE answered_at IS NULL AND dismissed_at IS NULL ORDER BY way"
    )
    assert waiting == [("call",), ("email",), ("site",)]


def test_the_file_brings_its_own_currency_and_country(tmp_path: Path) -> None:
    for language, currency, country in (("en", "USD", "US"), ("ru", "RUB", "RU")):
        path = tmp_path / f"{language}.db"
        make(path, language).close()
        with Desk.open(
            path, clock=lambda: noon("en"), settings=Settings(currency="EUR", country="DE"),
            zone=ZONES["en"], actor="test",
        ) as desk:  # fmt: skip
            assert (desk.settings.currency, desk.settings.country) == (currency, country)


def test_the_competitors_that_deals_name_have_cards_prices_and_one_has_none(
    desk: Desk, ask: Query
) -> None:
    found = desk.competitor_views.standings()
    assert len(found) == 4
    for one in found:
        assert one.share.n
        assert one.seen
        assert one.who.battlecard
    assert any(one.little_data for one in found)  # the mark of it is there to see
    assert len(desk.competitor_views.unnamed()) == 1
    changes = [
        row.change
        for one in found
        for row in desk.competitor_views.card(one.id).trends
        if row.change is not None
    ]
    assert min(changes) < 0 < max(changes)
    assert (
        ask(
            "SELECT count(*) FROM sighting s JOIN deal d ON d.id = s.deal_id WHERE s.client_id = d.client_id"
            " AND s.seen_on BETWEEN d.opened_on AND coalesce(d.closed_on, s.seen_on)"
        )[0][0]
        == ask("SELECT count(*) FROM sighting WHERE deal_id IS NOT NULL")[0][0]
        > 0
    )
