"""The demo's price lists and offers: drafts, sent ones, expired ones, and those that deals were won by."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from pipeline_tui.domain import records
from pipeline_tui.domain.offers import (
    ONE,
    VAT_BY_COUNTRY,
    WHOLE,
    Line,
    line_sums,
    offer_sums,
    vat_on,
)
from pipeline_tui.services.demo.scene import Scene

_COMPANIONS = {0: 5, 1: 5, 2: 5, 6: 7, 8: 2, 10: 3, 11: 7, 13: 4}
"""What often goes with a good, by their places on the list: tape with boxes and film, labels with
printers and mailers, film with pallets and wrappers."""
_ACCEPTED, _WITH_STEP, _WITHOUT_STEP = 36, 6, 6
_LISTS = ((400, 61, 9_500), (60, None, 10_000))
"""Price lists: first and last day before today, and their level in hundredths of a percent."""


def add_prices(scene: Scene) -> None:
    """The list of last year, a little cheaper, and the one that holds now."""
    names, days = scene.lexicon.names, scene.days
    for began, ended, level in _LISTS:
        since = days.today - timedelta(days=began)
        listed = scene.rows.add(
            records.PriceList,
            name=f"{scene.lexicon.texts.price_list} {since:%m.%Y}", currency=names.currency,
            valid_from=since,
            valid_to=None if ended is None else days.today - timedelta(days=ended),
        )  # fmt: skip
        for product_id, good in scene.goods:
            scene.rows.add(
                records.Price,
                price_list_id=listed["id"], product_id=product_id,
                price_minor=good.price_minor * level // WHOLE,
            )  # fmt: skip


def cost_of(scene: Scene, price_minor: int, place: int) -> int:
    """What a good costs the seller, without tax: from 62 to 80 per cent of its price without tax."""
    return price_minor * (62 + place * 7 % 19) // (100 + _vat(scene) // 100)


def add_offers(scene: Scene) -> None:
    """Offers by which deals were won, whose sum they then are, and those that wait for an answer."""
    _Writer(scene).write()


def _vat(scene: Scene) -> int:
    rates = VAT_BY_COUNTRY.get(scene.lexicon.names.country, {})
    return vat_on(scene.days.today, rates)


class _Writer:
    """Writes offers in the order in which they were sent, so that their numbers rise."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        # Chance of its own: the rest of the base is as it would be without offers.
        self._rng = Random(f"offers:{scene.days.today.isoformat()}:{scene.lexicon.language}")
        self._number = 0
        self._vat = _vat(scene)
        self._places = {id_: place for place, (id_, _good) in enumerate(scene.goods)}
        self._entered: dict[tuple[int, str], datetime] = {}
        codes = {number: code for code, number in scene.codes.stages.items()}
        for change in scene.rows.of(records.StageChange):
            self._entered[change["deal_id"], codes[change["to_stage_id"]]] = change["changed_at"]
        self._steps = {
            task["deal_id"]: task
            for task in scene.rows.of(records.Task)
            if task["deal_id"] is not None and task["done_at"] is None
            and task["due_on"] > scene.days.today
        }  # fmt: skip

    def write(self) -> None:
        deals = [one for one in self._scene.rows.of(records.Deal) if one["amount_minor"]]
        won = [one for one in deals if (one["id"], "won") in self._entered]
        won = sorted(won, key=lambda one: one["closed_on"])[-_ACCEPTED:]
        at = self._scene.codes.stages
        still = [
            one for one in deals
            if one["closed_on"] is None and one["stage_id"] in (at["offer"], at["negotiation"])
        ]  # fmt: skip
        planned = [one for one in still if one["id"] in self._steps]
        loose = [one for one in still if one["id"] not in self._steps]
        still = [*planned[:_WITH_STEP], *loose[:_WITHOUT_STEP]]
        for deal in sorted((*won, *still), key=lambda one: self._entered[one["id"], "offer"]):
            if deal["closed_on"] is None:
                self._wait(deal)
            else:
                self._accept(deal)
        for deal in deals:
            if deal["closed_on"] is None and deal["stage_id"] == at["needs"]:
                self._offer(deal, self._lines(deal), sent=None)
                break

    def _accept(self, deal: dict[str, Any]) -> None:
        """The offer that a deal was won by, sometimes with a good that goes with it."""
        lines = self._lines(deal)
        companion = _COMPANIONS.get(self._places[deal["product_id"]])
        if companion is not None and self._rng.random() < 0.7:
            lines.append(self._line(companion, self._scene.goods[companion][1].quantity[0]))
        sent = self._entered[deal["id"], "offer"]
        moments = (self._entered.get((deal["id"], stage)) for stage in ("contract", "won"))
        accepted = next(one for one in moments if one is not None)
        made = self._offer(deal, lines, sent=sent)
        made["accepted_at"] = accepted
        total = offer_sums(line_sums(_summed(one), vat_included=True) for one in lines).total_minor
        deal["amount_minor"] = total
        for change in self._scene.rows.of(records.StageChange):
            if change["deal_id"] == deal["id"] and change["changed_at"] >= accepted:
                change["amount_minor"] = total

    def _wait(self, deal: dict[str, Any]) -> None:
        """An offer without an answer: its last day is the next step, or has passed; one in three
        was made cheaper in a second version."""
        lines, sent = self._lines(deal), self._entered[deal["id"], "offer"]
        if self._number % 3 == 2:
            self._offer(deal, lines, sent=sent)
            cheaper = [{**one, "discount": one["discount"] + 300} for one in lines]
            latest = max(sent, self._scene.days.now - timedelta(days=1))
            made = self._offer(deal, cheaper, sent=latest, version=2)
        else:
            made = self._offer(deal, lines, sent=sent)
        step = self._steps.get(deal["id"])
        if step is not None:
            made["valid_until"], made["step_id"] = step["due_on"], step["id"]

    def _offer(
        self, deal: dict[str, Any], lines: list[dict[str, Any]], *, sent: datetime | None,
        version: int = 1,
    ) -> dict[str, Any]:  # fmt: skip
        scene = self._scene
        self._number += version == 1
        made = (sent or scene.days.now) - timedelta(minutes=40)
        until = scene.days.local_day(sent or scene.days.now) + timedelta(days=14)
        offer = scene.rows.add(
            records.Offer,
            deal_id=deal["id"], currency=deal["currency"], vat_included=True, valid_until=until,
            terms=scene.lexicon.texts.terms, number=self._number, version=version, made_at=made,
            sent_at=sent,
        )  # fmt: skip
        for place, line in enumerate(lines):
            scene.rows.add(
                records.OfferLine,
                **line, offer_id=offer["id"], deal_id=deal["id"], position=place,
            )  # fmt: skip
        return offer

    def _lines(self, deal: dict[str, Any]) -> list[dict[str, Any]]:
        """What a deal is about, as much of it as its sum buys; what was let off is the discount."""
        place, amount = self._places[deal["product_id"]], deal["amount_minor"]
        price = self._scene.goods[place][1].price_minor
        count = max(1, round(amount / price))
        off = max(0, WHOLE - amount * WHOLE // (count * price))
        return [{**self._line(place, count), "discount": off}]

    def _line(self, place: int, count: int) -> dict[str, Any]:
        product_id, good = self._scene.goods[place]
        return {
            "product_id": product_id, "name": good.name, "unit": good.unit,
            "quantity": count * ONE, "price_minor": good.price_minor, "discount": 0,
            "vat": self._vat, "cost_minor": cost_of(self._scene, good.price_minor, place),
        }  # fmt: skip


def _summed(line: dict[str, Any]) -> Line:
    return Line(
        line["price_minor"], line["quantity"], line["discount"], line["vat"], line["cost_minor"]
    )
