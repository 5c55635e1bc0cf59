"""The commission of a month and of a deal, through invoices, payments and offers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline_tui.domain.commission import Commission, DealCommission, Rests
from pipeline_tui.domain.plan import Metric
from pipeline_tui.services.desk import Desk
from tests.dealing import TODAY, TOMORROW, make_client, make_deal
from tests.owing import payment


@pytest.fixture
def own(desk: Desk) -> Desk:
    """A desk whose seller gets 5 % of the margin."""
    desk.settings = replace(desk.settings, commission_rate=0.05)
    return desk


def accepted(desk: Desk, deal: int, price: int, cost: int | None) -> int:
    """An offer of one line without VAT that the client took."""
    line: dict[str, Any] = {"name": "Станок", "price_minor": price, "vat": 0, "cost_minor": cost}
    offer = desk.offers.make(deal, lines=[line])
    desk.offers.send(offer, step_title="")
    desk.offers.accept(offer, step_on=TOMORROW)
    return offer


def billed(desk: Desk, client: int, deal: int | None, amount: int) -> int:
    return desk.invoices.add_invoice(
        {
            "client_id": client, "deal_id": deal, "amount_minor": amount, "currency": "RUB",
            "issued_on": TODAY,
        },
        [(TODAY, amount)],
    )  # fmt: skip


def month(desk: Desk) -> tuple[Commission, ...]:
    return desk.commissions.of_plan(desk.reports.month(TODAY))


def deal(desk: Desk, number: int) -> DealCommission | None:
    return desk.commissions.of_deal(desk.funnel.card(number).row)


def test_without_a_rate_there_is_no_commission(desk: Desk) -> None:
    payment(desk, make_client(desk), 100_00)
    assert month(desk) == ()
    assert deal(desk, make_deal(desk)) is None


def test_paid_margin_comes_from_the_offer_that_was_accepted_last(own: Desk) -> None:
    who = make_client(own)
    sale = make_deal(own, client_id=who)
    accepted(own, sale, 500_000_00, 499_000_00 - 100_000_00)
    accepted(own, sale, 400_000_00, 300_000_00)  # a quarter is earned
    payment(own, who, 100_000_00, invoice_id=billed(own, who, sale, 400_000_00))
    own.plans.set(TODAY, {(Metric.MONEY, "RUB"): 1_000_000_00})
    (one,) = month(own)
    assert (one.paid_minor, one.base_minor) == (100_000_00, 25_000_00)
    # Nothing is won yet: 25 000 × 5 % × 0.5.
    assert (one.coefficient, one.sum_minor) == (Decimal("0.5"), 625_00)
    own.deals.win(sale)  # 400 000 of 1 000 000 is still under 80 %
    own.plans.set(TODAY, {(Metric.MONEY, "RUB"): 400_000_00})
    assert month(own)[0].sum_minor == 1_250_00


def test_what_is_paid_of_no_offer_is_told_apart(own: Desk) -> None:
    who = make_client(own)
    sale = make_deal(own, client_id=who)
    accepted(own, sale, 200_000_00, None)  # nobody wrote the cost down
    payment(own, who, 200_000_00, invoice_id=billed(own, who, sale, 200_000_00))
    payment(own, who, 30_000_00)  # an advance: no invoice yet
    (one,) = month(own)
    assert (one.paid_minor, one.unknown_minor, one.sum_minor) == (230_000_00, 230_000_00, 0)
    own.settings = replace(own.settings, usual_margin=0.3)
    (one,) = month(own)
    assert (one.usual_minor, one.unknown_minor, one.base_minor) == (230_000_00, 0, 69_000_00)


def test_only_what_came_in_the_month_counts(own: Desk) -> None:
    own.settings = replace(own.settings, commission_of="paid")
    who = make_client(own)
    payment(own, who, 100_000_00, TODAY.replace(day=1))
    payment(own, who, 900_000_00, TODAY.replace(month=2, day=28))
    (one,) = month(own)
    assert one.sum_minor == 5_000_00
    (before,) = own.commissions.of_plan(own.reports.month(TODAY.replace(month=2)))
    assert before.sum_minor == 45_000_00


def test_a_deal_brings_its_margin_by_the_offer_accepted(own: Desk) -> None:
    sale = make_deal(own, amount_minor=150_000_00)
    first = deal(own, sale)
    assert first is not None
    assert first.rests is Rests.UNKNOWN
    offer = accepted(own, sale, 200_000_00, 150_000_00)
    found = deal(own, sale)
    assert found is not None
    assert (found.rests, found.offer) == (Rests.OFFER, own.offer_views.view(offer).row.code)
    assert (found.base_minor, found.sum_minor) == (50_000_00, 2_500_00)  # no plan: × 1
    own.plans.set(TODAY, {(Metric.MONEY, "RUB"): 1_000_000_00})
    found = deal(own, sale)
    assert found is not None
    assert found.sum_minor == 1_250_00


def test_a_lost_deal_and_one_without_a_sum_bring_nothing(own: Desk) -> None:
    assert deal(own, make_deal(own, amount_minor=None)) is None
    gone = make_deal(own, "gone", client_id=make_client(own))
    own.deals.lose(gone, "price")
    assert deal(own, gone) is None
