"""No hot read walks a large table: what SQLite says of the plan of every statement of every screen.

The program keeps no statistics, so the plans of a small file are those of a large one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from pipeline_tui.domain.deals import DealFilter, DealList, DealSort
from pipeline_tui.domain.debts import AgingBucket, DebtShow, DebtSort
from pipeline_tui.domain.figures import Behind, Figure, OwnField, Part
from pipeline_tui.domain.funnel import ValueBy
from pipeline_tui.domain.objections import LogFilter
from pipeline_tui.domain.report import Period
from pipeline_tui.services.desk import Desk
from pipeline_tui.store.queries import call_list
from pipeline_tui.store.queries.clients import SORTS
from tests.conftest import NOW
from tests.dealing import TODAY

LARGE = frozenset({
    "client", "contact", "phone", "email", "tag", "consent", "deal", "stage_change", "activity",
    "task", "request", "invoice", "instalment", "payment", "allocation", "promise",
    "objection_event",
})  # fmt: skip

FEW = frozenset({
    "deal_open", "deal_open_sums", "task_open_by_day", "task_open_of_client", "task_open_of_deal",
    "instalment_open", "instalment_open_by_day", "payment_free", "invoice_disputed", "request_open",
    "deal_archived", "client_cold", "client_archived",
    "client_stopped",
})  # fmt: skip
"""Partial indexes that hold only what is open: walking one costs what is open, whatever was before."""

_NAMED = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", re.IGNORECASE)
_STEP = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")


def walks(db: sqlite3.Connection, sql: str) -> set[tuple[str, str]]:
    """(table, index) of every large table that a statement walks from end to end; the index is empty
    where the walk is over the table itself. Indexes of few rows are left out."""
    tables: dict[str, set[str]] = {}
    for table, alias in _NAMED.findall(sql):
        for name in (table, alias):
            tables.setdefault(name.lower(), set()).add(table.lower())
    found = set()
    for *_rest, step in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
        scan = _STEP.match(step)
        if scan is None:
            # A table that SQLite indexes for one statement is walked to do so.
            assert "AUTOMATIC" not in step or not LARGE & tables.get(step.split()[1], set()), step
            continue
        name, index = scan.group(1), scan.group(2) or ""
        for table in sorted(LARGE & tables.get(name.lower(), set())):
            if index not in FEW and (not index or _indexed(db, index) == table):
                found.add((table, index))
    return found


def _indexed(db: sqlite3.Connection, index: str) -> str:
    """The table of an index."""
    (table,) = db.execute("SELECT tbl_name FROM sqlite_schema WHERE name = ?", (index,)).fetchone()
    return str(table)


def walked_by(db: sqlite3.Connection, read: Callable[[], object]) -> set[tuple[str, str]]:
    """What a read walks, over all its statements."""
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    try:
        read()
    finally:
        db.set_trace_callback(None)
    assert seen, "the read asked nothing"
    asked = [sql for sql in seen if sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    return set().union(*(walks(db, sql) for sql in asked))


# What is read, by the name of the screen

Read = Callable[[Desk], object]

LISTS: dict[str, Read] = {
    **{f"sort {sort}": lambda desk, sort=sort: desk.lists.ids(sort=sort) for sort in SORTS},
    **{
        f"sort {sort} down": lambda desk, sort=sort: desk.lists.ids(sort=sort, descending=True)
        for sort in SORTS
    },
}
FILTERS: dict[str, Read] = {
    f"filter {line}": lambda desk, line=line: desk.lists.ids(line)
    for line in (
        "north", "north chicago", "w", "+7912000", "555", "user@", "@example", "status:active",
        "status:active north", "city:Chicago", "class:A", "debt", "overdue", "nostep", "archived",
        "qwzxv",
    )
}  # fmt: skip
for key in ("owner", "industry", "source"):
    FILTERS[f"filter {key}"] = lambda desk, key=key: desk.lists.ids(
        f'{key}:"{desk.lists.values(key)[0]}"'
    )
SEARCH: dict[str, Read] = {
    **{
        f"find {text}": lambda desk, text=text: desk.lists.find(text)
        for text in ("north", "no", "north chicago", "5550", "user@", "@example", "qwzxv")
    },
    "rows": lambda desk: desk.lists.rows(range(1, 65)),
    "twins": lambda desk: desk.lists.similar(
        desk.lists.name_of(1), "7707083893", ["+7 912 000-00-00"], ["a@b.example"]
    ),
    "cities": lambda desk: desk.lists.values("city"),
    "owners": lambda desk: desk.lists.values("owner"),
    "industries": lambda desk: desk.lists.values("industry"),
    "sources": lambda desk: desk.lists.values("source"),
    "tags": lambda desk: desk.lists.tags(),
    "counts": lambda desk: desk.lists.counts(),
}
DAY: dict[str, Read] = {
    "today": lambda desk: desk.call_list.today(),
    "next card": lambda desk: (desk.call_list.today(), desk.call_list.after_call()),
    "cold": lambda desk: call_list.cold(desk.book.reader, NOW - timedelta(days=90)),
    "brief": lambda desk: desk.call_list.brief(1),
    "tasks": lambda desk: desk.call_list.tasks(until=TODAY),
    "tasks of a client": lambda desk: desk.call_list.tasks(client_id=1),
    "calls": lambda desk: desk.call_list.made(),
    "calls of a client": lambda desk: desk.call_list.made(client_id=1),
}
CARD: dict[str, Read] = {
    "card": lambda desk: desk.cards.client(1),
    "card brief": lambda desk: desk.cards.brief(1),
    "timeline": lambda desk: desk.cards.timeline(1),
    "timeline on": lambda desk: desk.cards.timeline(1, desk.cards.timeline(1, limit=2)[-1].mark),
    "deals of a client": lambda desk: desk.cards.deals(1),
    "objections of a client": lambda desk: desk.cards.objections(1),
    "deal": lambda desk: desk.funnel.card(1),
}
BOARD: dict[str, Read] = {
    "board": lambda desk: desk.funnel.ids_by_stage([1, 2, 3], limit=64),
    "columns": lambda desk: desk.funnel.columns(),
    "columns of a word": lambda desk: desk.funnel.columns(DealFilter(text="box")),
    "deal rows": lambda desk: desk.funnel.rows(desk.funnel.ids()[:64]),
    **{f"deals by {sort}": lambda desk, sort=sort: desk.funnel.ids(sort=sort) for sort in DealSort},
    **{
        f"board by {sort}": lambda desk, sort=sort: desk.funnel.ids_by_stage(
            [1, 2, 3], sort=sort, limit=64
        )
        for sort in DealSort
    },
    **{
        f"deals {show}": lambda desk, show=show: desk.funnel.ids(
            DealFilter(show=show), DealSort.CLOSE, descending=True
        )
        for show in DealList
    },
    "deals of a word": lambda desk: desk.funnel.ids(DealFilter(text="box")),
    "all deals of a word": lambda desk: desk.funnel.ids(
        DealFilter(text="box", show=DealList.ALL), DealSort.CLOSE
    ),
    "deals of an owner": lambda desk: desk.funnel.ids(DealFilter(owner="Anna")),
    "owners of deals": lambda desk: desk.funnel.owners(),
    "report": lambda desk: desk.funnel.report(),
    **{f"values by {by}": lambda desk, by=by: desk.funnel.values(by) for by in ValueBy},
}
FIGURES: dict[str, Read] = {
    "cohorts": lambda desk: desk.analytics.cohorts(desk.analytics.scope(Figure.COHORTS)),
    "time in stage": lambda desk: desk.analytics.time_in_stage(desk.analytics.scope(Figure.TIME)),
    "velocity": lambda desk: desk.analytics.velocity(desk.analytics.scope(Figure.VELOCITY)),
    "losses": lambda desk: desk.analytics.losses(desk.analytics.scope(Figure.LOSSES)),
    "win rates by an own field": lambda desk: desk.analytics.win_rates(
        OwnField("office"), desk.analytics.scope(Figure.RATES)
    ),
    "changes": lambda desk: desk.analytics.changes(desk.analytics.scope(Figure.CHANGES)),
    **{
        f"win rates by {by}": lambda desk, by=by: desk.analytics.win_rates(
            by, desk.analytics.scope(Figure.RATES)
        )
        for by in ValueBy
    },
    **{
        f"deals behind {one.figure} by {one.by}": lambda desk, one=one: desk.analytics.deals(
            one, desk.analytics.scope(one.figure)
        )
        for one in (
            Behind(Figure.COHORTS, "2026-02", "offer"), Behind(Figure.TIME, "offer", Part.OPEN),
            Behind(Figure.VELOCITY, "USD", Part.OPEN), Behind(Figure.VELOCITY, "USD", Part.WON),
            Behind(Figure.LOSSES, "price"), Behind(Figure.CHANGES, "won"),
            *(Behind(Figure.RATES, "A", Part.WON, by) for by in ValueBy),
        )
    },
}  # fmt: skip
DEBTS: dict[str, Read] = {
    "aging": lambda desk: desk.debts.aging(),
    "aging then": lambda desk: desk.debts.aging(TODAY - timedelta(days=40)),
    **{
        f"debtors by {sort}": lambda desk, sort=sort: desk.debts.debtors(sort=sort)
        for sort in DebtSort
    },
    **{
        f"debtors {show}": lambda desk, show=show: desk.debts.debtors(show=show)
        for show in DebtShow
    },
    **{
        f"debtors {bucket}": lambda desk, bucket=bucket: desk.debts.debtors(bucket=bucket)
        for bucket in AgingBucket
    },
    "debtors of a word": lambda desk: desk.debts.debtors(text="north"),
    "debtors then": lambda desk: desk.debts.debtors(as_of=TODAY - timedelta(days=40)),
    "debtor rows": lambda desk: desk.debts.rows(desk.debts.debtors().ids[:64]),
    "ledger": lambda desk: desk.debts.ledger(desk.debts.debtors().ids[0]),
    "promises": lambda desk: desk.debts.promises_to_chase(),
    "collection": lambda desk: desk.debts.collection(),
    "figures": lambda desk: desk.debts.figures(),
    "free sums": lambda desk: desk.debts.free_sums(),
    "next number": lambda desk: desk.debts.next_number(),
}
OBJECTIONS: dict[str, Read] = {
    "kinds": lambda desk: desk.objection_views.kinds(),
    "look-up": lambda desk: desk.objection_views.lookup("too expensive", 3),
    "commonest": lambda desk: desk.objection_views.lookup(""),
    "ranked": lambda desk: desk.objection_views.ranked(1, 3),
    "log": lambda desk: desk.objection_views.log(),
    "log of a kind": lambda desk: desk.objection_views.log(LogFilter(type_id=1)),
    "log of a word": lambda desk: desk.objection_views.log(LogFilter(text="price")),
    "card facts": lambda desk: desk.objection_views.facts(1),
}
OFFERS: dict[str, Read] = {
    "products": lambda desk: desk.price_book.products("pump", retired=True),
    "offers of a deal": lambda desk: desk.offer_views.listed(deal_id=1),
    "offers of a client": lambda desk: desk.offer_views.listed(client_id=1),
    "cross-sell": lambda desk: desk.cross_sell.for_client(1),
    "cross-sell pairs": lambda desk: desk.cross_sell.pairs(),
}
COMPETITORS: dict[str, Read] = {
    "competitors": lambda desk: desk.competitor_views.standings(),
    "competitor": lambda desk: desk.competitor_views.card(1),
    "deals against a competitor": lambda desk: desk.competitor_views.deals(1, Part.LOST),
    "names without a card": lambda desk: desk.competitor_views.unnamed(),
    "competitors of a deal": lambda desk: desk.competitor_views.in_deal(1),
}
EVENING: dict[str, Read] = {
    "requests": lambda desk: desk.inbox.requests(),
    "open requests": lambda desk: desk.inbox.requests(only_open=True),
    "requests of a client": lambda desk: desk.inbox.requests(client_id=1),
    "response": lambda desk: desk.inbox.response(TODAY - timedelta(days=30), TODAY),
    "when clients answer": lambda desk: desk.contact_rates.rates(),
    "best hour": lambda desk: desk.contact_rates.best_hour(1, "Europe/Moscow"),
    **{
        f"report of a {period}": lambda desk, period=period: desk.reports.report(period)
        for period in Period
    },
    "plan": lambda desk: desk.reports.plan(),
    "open ends": lambda desk: desk.review.open_ends(),
    "tomorrow": lambda desk: desk.review.tomorrow(),
}
READS = {
    **DAY,
    **FILTERS,
    **SEARCH,
    **CARD,
    **BOARD,
    **FIGURES,
    **DEBTS,
    **OBJECTIONS,
    **OFFERS,
    **COMPETITORS,
    **EVENING,
}

SORTED = frozenset({"client", "tag"})
"""What a sort of the client list may walk once: its answer is everybody in work, in order. Never what
stands by the dozen behind each client."""

_LATEST = "from the newest on, as many as are shown"
_COUNTED = "counts the whole log, once after a change"

JUSTIFIED: dict[str, dict[tuple[str, str], str]] = {
    "filter nostep": {("client", "client_by_name"): "most clients have nothing planned"},
    "counts": {("client", "client_by_status"): "counts everybody, within an index"},
    "tags": {("tag", "tag_by_name"): "counts every tag, within an index"},
    "calls": {("activity", "activity_by_time"): _LATEST},
    "requests": {("request", "request_by_time"): _LATEST},
    "log": {("objection_event", "objection_by_time"): _LATEST},
    "log of a word": {("objection_event", "objection_by_time"): _LATEST},
    "next number": {("invoice", "invoice_by_day"): _LATEST},
    "deals all": {("deal", ""): "the answer is every deal there ever was"},
    "kinds": {("objection_event", "objection_by_type"): _COUNTED},
    "ranked": {("objection_event", "objection_by_type"): _COUNTED},
    **{
        name: {("deal", "deal_by_competitor"): "the names that deals have, within an index of them"}
        for name in (
            "values by competitor", "win rates by competitor", "deals behind rates by competitor",
            "competitors", "competitor", "deals against a competitor", "names without a card",
        )
    },
    **{
        name: {("objection_event", "objection_by_type"): _COUNTED}
        for name in ("commonest", "brief", "card brief")
    },
    "look-up": {
        ("objection_event", "objection_by_type"): _COUNTED,
        ("objection_event", "objection_by_time"): "the latest words it learns from, likewise",
    },
    "debtors by grade": {
        ("payment", "payment_of_client"): "learns from all payments how everybody pays, once a day"
    },
}  # fmt: skip
"""Read → the table and index that it may walk → why that is the least there is to do."""


@pytest.mark.parametrize("name", READS)
def test_no_read_walks_a_large_table(demo_desk: Desk, name: str) -> None:
    walked = walked_by(demo_desk.book.reader, lambda: READS[name](demo_desk))
    assert walked == JUSTIFIED.get(name, {}).keys()


@pytest.mark.parametrize("name", LISTS)
def test_a_sort_walks_no_more_than_the_clients(demo_desk: Desk, name: str) -> None:
    walked = walked_by(demo_desk.book.reader, lambda: LISTS[name](demo_desk))
    assert {table for table, _index in walked} <= SORTED


def test_every_justified_walk_is_of_a_read() -> None:
    assert JUSTIFIED.keys() <= READS.keys()


@pytest.mark.parametrize(
    ("sql", "walked"),
    [
        ("SELECT id FROM activity WHERE note = 'x'", ("activity", "")),
        ("SELECT a.note FROM client c CROSS JOIN activity a WHERE c.id = 1", ("activity", "")),
        ("SELECT 1 WHERE EXISTS (SELECT 1 FROM deal d WHERE d.title = 'x')", ("deal", "")),
        ("SELECT p.reference FROM payment AS p WHERE p.amount_minor > 5", ("payment", "")),
        ("SELECT count(*) FROM contact INDEXED BY contact_of_client", ("contact", "contact_of_client")),
    ],
)  # fmt: skip
def test_a_walk_is_seen(desk: Desk, sql: str, walked: tuple[str, str]) -> None:
    assert walks(desk.book.reader, sql) == {walked}


def test_an_index_made_for_one_statement_is_a_walk(desk: Desk) -> None:
    sql = "SELECT 1 FROM client c JOIN deal d ON d.competitor = c.notes WHERE c.id > 5"
    with pytest.raises(AssertionError, match="AUTOMATIC"):
        walks(desk.book.reader, sql)


CONDITIONS: dict[str, set[tuple[str, str]]] = {
    **{
        line: set()
        for line in (
            "city:Chicago,Boston", "region:Ill", "country:US", "tag:vip", "debt>1000", "overdue>1000",
            "deals>1000", "next<=today", "status:active class:A", "turnover>1000", "last<30d",
            "custom:brand", "created>=2026-03", "north or chicago", "debt (nostep or overdue)",
        )
    },
}  # fmt: skip
"""Condition → the large tables that answering it walks besides the clients themselves, in order."""


@pytest.mark.parametrize("line", CONDITIONS)
def test_a_condition_walks_nothing_but_clients(demo_desk: Desk, line: str) -> None:
    for read in (demo_desk.lists.ids, demo_desk.lists.how_many):
        walked = walked_by(demo_desk.book.reader, lambda read=read: read(line))
        assert {one for one in walked if one[0] != "client"} == CONDITIONS[line]
