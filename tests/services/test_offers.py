"""Offers: written in lines, sent for good, answered; the deal follows."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline_tui.domain.errors import Conflict, Invalid, Problem, Refused
from pipeline_tui.domain.offers import OfferState
from pipeline_tui.services.desk import Desk
from pipeline_tui.wording.problems import problem
from tests.conftest import HandClock
from tests.dealing import TODAY, TOMORROW, dump, make_client, make_deal


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal that is to close after the tax has risen no more."""
    return make_deal(desk, "Pumps", client_id=make_client(desk, "Acorn"))


def make_pump(desk: Desk, **values: object) -> int:
    return desk.products.add(
        {"name": "Pump", "unit": "pcs", "price_minor": 1_000_00, "cost_minor": 600_00, **values}
    )


def test_a_line_is_filled_from_the_product(desk: Desk, deal: int) -> None:
    pump = make_pump(desk)
    held = desk.products.add_list({"name": "March", "valid_from": TODAY})
    desk.products.set_price(held, pump, 1_220_00)
    offer = desk.offers.make(deal, lines=[{"product_id": pump, "quantity": 2_000}])
    view = desk.offer_views.view(offer)
    line = view.lines[0]
    assert (line.name, line.unit, line.line.price_minor, line.line.cost_minor) == (
        "Pump", "pcs", 1_220_00, 600_00
    )  # fmt: skip
    assert line.line.vat == 2_200
    assert (line.sums.net_minor, line.sums.vat_minor, line.sums.total_minor) == (
        2_000_00, 440_00, 2_440_00
    )  # fmt: skip
    assert (view.row.code, view.row.client, view.row.valid_until) == (
        "1", "Acorn", TODAY + timedelta(days=14)
    )  # fmt: skip
    # A later price does not reach into what was written.
    desk.products.set_price(held, pump, 5_00)
    assert desk.offer_views.view(offer).row.sums.total_minor == 2_440_00


def test_the_tax_is_that_of_the_day_of_shipment_or_the_product_s_own(desk: Desk) -> None:
    pump = make_pump(desk)
    book = desk.products.add({"name": "Book", "price_minor": 500_00, "vat": 1_000})
    old = replace(desk.settings, vat={date(2020, 1, 1): 20.0, date(2026, 4, 1): 22.5})
    desk.settings = old
    soon = make_deal(desk, "Soon", expected_close=date(2026, 3, 31))
    late = make_deal(desk, "Late", expected_close=date(2026, 4, 1))
    rates = []
    for deal_id in (soon, late):
        offer = desk.offers.make(deal_id, lines=[{"product_id": pump}, {"product_id": book}])
        rates.append([one.line.vat for one in desk.offer_views.view(offer).lines])
    assert rates == [[2_000, 1_000], [2_250, 1_000]]


def test_a_product_without_a_price_in_that_money_asks_for_one(desk: Desk) -> None:
    pump = make_pump(desk)
    deal = make_deal(desk, "Abroad", currency="USD")
    with pytest.raises(Invalid) as caught:
        desk.offers.make(deal, lines=[{"product_id": pump}])
    assert problem(caught.value) == "Price: “Pump” has no price in USD today; give one"
    offer = desk.offers.make(deal, lines=[{"product_id": pump, "price_minor": 15_00}])
    # A cost in other money says nothing about the margin.
    assert desk.offer_views.view(offer).row.sums.margin_minor is None


def test_below_the_floor_it_takes_a_reason(desk: Desk, deal: int) -> None:
    # 1 000.00 with 22 % VAT is 819.67 net; 600.00 of cost leave 26.80 %.
    pump = make_pump(desk)
    offer = desk.offers.make(deal, lines=[{"product_id": pump}])
    with pytest.raises(Refused) as caught:
        desk.offers.discount(offer, 2_000)
    # The last discount that leaves a tenth: 18.67 %, found below by trying all of them.
    assert problem(caught.value) == (
        "“Pump”: 8.5 % would be earned, and the floor is 10 %; up to 18.66 % can be given, or say why more"
    )
    best = max(bp for bp in range(10_001) if earns(100_000, bp, 60_000) >= Decimal("0.1"))
    assert best == 1_866
    desk.offers.discount(offer, best)
    with pytest.raises(Refused, match="below_floor"):
        desk.offers.discount(offer, best + 1)
    desk.offers.discount(offer, 2_000, "first order of a big client")
    line = desk.offer_views.view(offer).lines[0]
    assert (line.line.discount, line.floor_reason) == (2_000, "first order of a big client")
    with pytest.raises(Refused) as caught:
        desk.offers.add_line(offer, {"product_id": pump, "price_minor": 500_00})
    assert caught.value.code == "below_floor_anyway"
    # What costs nobody knows what may be given away.
    desk.offers.add_line(offer, {"name": "Set-up", "price_minor": 100_00, "discount": 10_000})
    desk.settings = replace(desk.settings, margin_floor=-1.0)
    desk.offers.add_line(offer, {"product_id": pump, "price_minor": 500_00})


def earns(price: int, discount: int, cost: int) -> Decimal:
    """The margin of one unit with 22 % of tax in its price, by decimals rounded like an invoice."""
    asked = (Decimal(price) * (10_000 - discount) / 10_000).quantize(1, ROUND_HALF_UP)
    net = asked - (asked * 22 / 122).quantize(1, ROUND_HALF_UP)
    return (net - cost) / net if net else Decimal(-1)


def test_a_sent_version_is_never_changed(desk: Desk, deal: int) -> None:
    offer = desk.offers.make(deal, lines=[{"product_id": make_pump(desk)}])
    line = desk.offer_views.view(offer).lines[0].id
    desk.offers.send(offer, step_title="ask")
    before = dump(desk.book.reader)
    for change in (
        lambda: desk.offers.edit(offer, {"terms": "paid first"}),
        lambda: desk.offers.add_line(offer, {"name": "More", "price_minor": 1}),
        lambda: desk.offers.edit_line(line, {"quantity": 5}),
        lambda: desk.offers.remove_line(line),
        lambda: desk.offers.move_line(line, 1),
        lambda: desk.offers.discount(offer, 100),
        lambda: desk.offers.remove(offer),
        lambda: desk.offers.send(offer, step_title="again"),
    ):
        with pytest.raises(Refused, match="offer_sent"):
            change()
    for sql in (
        "UPDATE offer SET valid_until = '2030-01-01'", "UPDATE offer SET terms = 'x'",
        "UPDATE offer_line SET price_minor = 1",
    ):  # fmt: skip
        with pytest.raises((sqlite3.IntegrityError, Conflict)), desk.book.scribble() as db:
            db.execute(sql)
    assert dump(desk.book.reader) == before


def test_no_undo_reaches_under_a_sent_version(desk: Desk, deal: int) -> None:
    offer = desk.offers.make(deal, lines=[{"product_id": make_pump(desk)}])
    desk.offers.add_line(offer, {"name": "Set-up", "price_minor": 1_00})
    added = desk.history.revision()
    desk.offers.remove_line(desk.offer_views.view(offer).lines[0].id)
    removed = desk.history.revision()
    desk.offers.send(offer, step_title="ask")
    before = dump(desk.book.reader)
    for entry in (added, removed):
        with pytest.raises(Conflict, match="undo_blocked"):
            desk.history.undo(entry)
    assert dump(desk.book.reader) == before
    desk.history.undo()
    desk.history.undo(removed)
    assert [one.name for one in desk.offer_views.view(offer).lines] == ["Pump", "Set-up"]


def test_sending_plans_the_last_day_and_the_next_version_takes_its_place(
    desk: Desk, deal: int
) -> None:
    first = desk.offers.make(
        deal, {"valid_until": TODAY + timedelta(days=5)}, [{"product_id": make_pump(desk)}]
    )
    with pytest.raises(Refused, match="offer_draft"):
        desk.offers.new_version(first)
    desk.offers.send(first, step_title="offer 1 expires")
    steps = {one.title: one.due_on for one in desk.funnel.card(deal).steps}
    assert steps["offer 1 expires"] == TODAY + timedelta(days=5)
    second = desk.offers.new_version(first)
    view = desk.offer_views.view(second)
    assert (view.row.code, view.row.state(TODAY)) == ("1.2", OfferState.DRAFT)
    assert [one.sums for one in view.lines] == [
        one.sums for one in desk.offer_views.view(first).lines
    ]
    assert [one.code for one in view.versions] == ["1", "1.2"]
    desk.offers.discount(second, 500)
    desk.offers.send(second, step_title="offer 1.2 expires")
    titles = [one.title for one in desk.funnel.card(deal).steps]
    assert "offer 1.2 expires" in titles
    assert "offer 1 expires" not in titles
    states = [one.state(TODAY) for one in desk.offer_views.listed(deal_id=deal)]
    assert states == [OfferState.SENT, OfferState.REPLACED]


def test_an_accepted_offer_is_the_deal_s_sum(desk: Desk, deal: int, clock: HandClock) -> None:
    offer = desk.offers.make(deal, lines=[{"product_id": make_pump(desk), "quantity": 3_000}])
    with pytest.raises(Refused, match="offer_draft"):
        desk.offers.accept(offer)
    desk.offers.send(offer, step_title="offer expires")
    # The only step is the offer's own: without another one the deal would be left with none.
    for step in desk.funnel.card(deal).steps:
        if step.title != "offer expires":
            desk.tasks.done(step.id)
    with pytest.raises(Refused, match="next_step_required"):
        desk.offers.accept(offer)
    desk.offers.accept(offer, step_on=TOMORROW, step_title="contract")
    card = desk.funnel.card(deal)
    assert (card.row.amount_minor, card.row.currency) == (3_000_00, "RUB")
    assert [one.title for one in card.steps] == ["contract"]
    assert desk.offer_views.view(offer).row.state(TODAY) is OfferState.ACCEPTED
    with pytest.raises(Refused, match="offer_accepted"):
        desk.offers.accept(offer)
    desk.history.undo()
    assert desk.funnel.card(deal).row.amount_minor == 100_000_00


def test_what_cannot_be_sent(desk: Desk, deal: int) -> None:
    empty = desk.offers.make(deal)
    with pytest.raises(Refused, match="offer_empty"):
        desk.offers.send(empty, step_title="x")
    late = desk.offers.make(
        deal, {"valid_until": TODAY - timedelta(days=1)}, [{"name": "A", "price_minor": 1}]
    )
    with pytest.raises(Invalid, match="when_past"):
        desk.offers.send(late, step_title="x")
    desk.offers.edit(late, {"valid_until": TODAY})
    desk.deals.win(deal)
    with pytest.raises(Refused, match="deal_closed"):
        desk.offers.send(late, step_title="x")


def test_an_offer_is_found_by_what_it_is_called(desk: Desk, deal: int) -> None:
    first = desk.offers.make(deal, {"terms": "paid in advance"}, [{"name": "A", "price_minor": 1}])
    desk.offers.send(first, step_title="x")
    second = desk.offers.new_version(first)
    other = desk.offers.make(deal)
    assert desk.offer_views.view(other).row.terms == "paid in advance"
    found = [desk.offer_views.find(code) for code in ("1", "1.1", "№ 1.2", "2")]
    assert found == [second, first, second, other]
    for code in ("3", "1.9", "x", ""):
        with pytest.raises(Problem, match="offer_unknown"):
            desk.offer_views.find(code)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["make", "line", "edit", "drop", "cut", "send", "version", "accept", "undo"]),
        st.integers(0, 20),
    ),
    max_size=25,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_whatever_is_done_can_be_undone_and_sent_versions_stay(
    tmp_path: Path, _empty_file: Path, acts: list[tuple[str, int]]
) -> None:
    """After any acts what was sent reads as when it was sent, and undoing all gives the beginning."""
    import shutil

    from tests.conftest import open_desk

    path = tmp_path / "law.db"
    for old in tmp_path.glob("law.db*"):
        old.unlink()
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        deal = make_deal(desk, "Pumps")
        pump = make_pump(desk)
        start, undos = dump(desk.book.reader), 0
        sent: dict[int, object] = {}
        for act, n in acts:
            rows = desk.offer_views.listed(deal_id=deal)
            row = rows[n % len(rows)] if rows else None
            lines = desk.offer_views.view(row.id).lines if row else ()
            line = lines[n % len(lines)].id if lines else 0
            before = desk.history.revision()
            try:
                match act:
                    case "make":
                        desk.offers.make(deal, lines=[{"product_id": pump}])
                    case "line" if row:
                        desk.offers.add_line(row.id, {"product_id": pump, "quantity": 500 + n})
                    case "edit" if line:
                        desk.offers.edit_line(line, {"price_minor": 90_000 + n})
                    case "drop" if line:
                        desk.offers.remove_line(line)
                    case "cut" if row:
                        desk.offers.discount(row.id, n * 100)
                    case "send" if row:
                        desk.offers.send(row.id, step_title="x")
                        sent[row.id] = content(desk, row.id)
                    case "version" if row:
                        desk.offers.new_version(row.id)
                    case "accept" if row:
                        desk.offers.accept(row.id)
                        total = desk.offer_views.view(row.id).row.sums.total_minor
                        assert desk.funnel.card(deal).row.amount_minor == total
                    case "undo" if undos:
                        desk.history.undo()
                        undos -= 2  # the undo is an entry of its own, below
            except Problem:
                continue
            if desk.history.revision() > before:
                undos += 1
            standing = {one.id for one in desk.offer_views.listed() if one.sent_at is not None}
            for offer_id in standing & sent.keys():
                assert content(desk, offer_id) == sent[offer_id]
        for _one in range(undos):
            desk.history.undo()
        assert dump(desk.book.reader) == start


def content(desk: Desk, offer_id: int) -> object:
    """What a client reads in an offer."""
    view = desk.offer_views.view(offer_id)
    return view.lines, view.row.valid_until, view.row.terms, view.row.sums
