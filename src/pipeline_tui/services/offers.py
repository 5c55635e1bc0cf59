"""Offers: written in lines, sent, answered. A version that was sent is never changed: another follows.

Reading them: `offer_views`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.errors import Invalid, Refused
from pipeline_tui.domain.offers import (
    WHOLE,
    Line,
    Sums,
    below_floor,
    largest_discount,
    line_sums,
    offer_code,
    offer_sums,
)
from pipeline_tui.domain.records import Deal, Offer, OfferDraft, OfferLine, OfferLineDraft, Task
from pipeline_tui.domain.vocabulary import TaskKind
from pipeline_tui.services.base import Service, move_among, revise, tidied, validated
from pipeline_tui.services.offer_views import line_values
from pipeline_tui.services.tasks import demand_step, finish_step, plan_step
from pipeline_tui.store.offer_lines import note_of_offer
from pipeline_tui.store.queries import offers
from pipeline_tui.store.queries.places import after_lines

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Offers(Service):
    """Use cases of an offer."""

    def make(
        self,
        deal_id: int,
        values: Mapping[str, Any] | None = None,
        lines: Iterable[Mapping[str, Any]] = (),
    ) -> int:
        """Begin an offer for a deal, with its first lines; answers with its number in the file.

        `values` are fields of `OfferDraft`: by default it is in the deal's currency, holds for the
        days of the settings, and takes over the terms of the offer made last. Lines as `add_line`.
        """
        with self._write("offer.make") as unit:
            deal = unit.get(Deal, deal_id)
            given = {
                "currency": deal.currency, "vat_included": self._settings.prices_with_vat,
                "valid_until": self._last_day(), "terms": offers.latest_terms(unit.db),
                **tidied(values or {}), "deal_id": deal_id,
            }  # fmt: skip
            draft = validated(OfferDraft, given)
            number = offers.next_number(unit.db)
            offer = unit.add(
                Offer(**draft.model_dump(), number=number, version=1, made_at=unit.now)
            )
            for line in lines:
                self._add_line(unit, offer, deal, line)
            _about(unit, offer, deal)
            return offer.id or 0

    def edit(
        self, offer_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change the head of an offer that is not sent yet; its deal and currency stay.

        Raises Refused offer_sent; Refused below_floor where VAT moves into the prices.
        """
        with self._write("offer.edit") as unit:
            offer, deal = _draft(unit, offer_id)
            kept = {"deal_id": offer.deal_id, "currency": offer.currency}
            revise(offer, OfferDraft, {**tidied(values), **kept}, seen)
            for line in _lines(unit, offer_id):
                self._check_floor(line, offer)
            unit.session.add(offer)
            _about(unit, offer, deal)

    def remove(self, offer_id: int) -> None:
        """Take an offer away that is not sent yet; raises Refused offer_sent."""
        with self._write("offer.remove") as unit:
            offer, deal = _draft(unit, offer_id)
            _about(unit, offer, deal)
            unit.remove(offer)

    # Lines

    def add_line(self, offer_id: int, values: Mapping[str, Any]) -> int:
        """Add a line (fields of `OfferLineDraft`) at the end; answers with its number.

        With `product_id` what is not given is the product's: its name and unit, its price on this
        day in the offer's currency, its cost, its rate of VAT, else the usual one on the day that the
        deal is to close. Raises Invalid no_price; Refused offer_sent, below_floor.
        """
        with self._write("offer.line") as unit:
            offer, deal = _draft(unit, offer_id)
            line = self._add_line(unit, offer, deal, values)
            _about(unit, offer, deal)
            return line.id or 0

    def edit_line(
        self, line_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change a line; raises as `add_line`, Conflict changed_meanwhile."""
        with self._write("offer.line") as unit:
            line = unit.get(OfferLine, line_id)
            offer, deal = _draft(unit, line.offer_id)
            revise(line, OfferLineDraft, tidied(values), seen)
            self._check_floor(line, offer)
            unit.session.add(line)
            _about(unit, offer, deal)

    def remove_line(self, line_id: int) -> None:
        """Take a line out; raises Refused offer_sent."""
        with self._write("offer.line") as unit:
            line = unit.get(OfferLine, line_id)
            offer, deal = _draft(unit, line.offer_id)
            unit.remove(line)
            _about(unit, offer, deal)

    def move_line(self, line_id: int, by: int) -> None:
        """Move a line `by` places down, up where negative; it stops at the ends."""
        with self._write("offer.line") as unit:
            line = unit.get(OfferLine, line_id)
            offer, deal = _draft(unit, line.offer_id)
            move_among(unit, _lines(unit, line.offer_id), line, by)
            _about(unit, offer, deal)

    def discount(self, offer_id: int, discount: int, reason: str = "") -> None:
        """Give one discount on every line, in hundredths of a percent.

        Raises Refused below_floor where a line would earn less than the floor, without a reason.
        """
        with self._write("offer.discount") as unit:
            offer, deal = _draft(unit, offer_id)
            for line in _lines(unit, offer_id):
                values: dict[str, Any] = {"discount": discount}
                if reason.strip():
                    values["floor_reason"] = reason.strip()
                revise(line, OfferLineDraft, values, None)
                self._check_floor(line, offer)
                unit.session.add(line)
            _about(unit, offer, deal)

    # What becomes of it

    def new_version(self, offer_id: int) -> int:
        """Begin the next version, with the lines of this one; answers with its number in the file.

        Its last day is counted anew. Raises Refused offer_draft while a version is being written.
        """
        with self._write("offer.version") as unit:
            offer = unit.get(Offer, offer_id)
            deal = unit.get(Deal, offer.deal_id)
            last = unit.session.exec(
                select(Offer)
                .where(Offer.number == offer.number)
                .order_by(col(Offer.version).desc())
            ).first()
            assert last is not None
            if last.sent_at is None:
                raise Refused("offer_draft", number=_code(last))
            head = {name: getattr(offer, name) for name in OfferDraft.model_fields}
            made = unit.add(
                Offer(
                    **{**head, "valid_until": self._last_day()}, number=offer.number,
                    version=last.version + 1, made_at=unit.now,
                )
            )  # fmt: skip
            for line in _lines(unit, offer_id):
                copied = {name: getattr(line, name) for name in OfferLineDraft.model_fields}
                unit.add(
                    OfferLine(
                        **copied, offer_id=made.id or 0, deal_id=made.deal_id,
                        position=line.position,
                    )
                )  # fmt: skip
            _about(unit, made, deal)
            return made.id or 0

    def send(self, offer_id: int, *, step_title: str) -> int:
        """Note that an offer was sent; its last day becomes a step of the deal, called `step_title`.

        The steps of earlier versions are dropped. Answers with the step's number. Raises Refused
        offer_sent, offer_empty, deal_closed; Invalid when_past.
        """
        with self._write("offer.send") as unit:
            offer, deal = _draft(unit, offer_id)
            if not _lines(unit, offer_id):
                raise Refused("offer_empty", number=_code(offer))
            if deal.closed_on is not None:
                raise Refused("deal_closed", title=deal.title)
            if offer.valid_until < self._today():
                raise Invalid("valid_until", "when_past", value=offer.valid_until.isoformat())
            step = plan_step(
                unit, deal_id=deal.id, due_on=offer.valid_until, kind=TaskKind.CALL,
                title=step_title.strip(),
            )  # fmt: skip
            for task in _open_steps(unit, offer):
                task.dropped_at = unit.now
                unit.session.add(task)
            offer.sent_at, offer.step_id = unit.now, step.id
            unit.session.add(offer)
            _about(unit, offer, deal)
            return step.id or 0

    def accept(
        self,
        offer_id: int,
        *,
        step_on: date | None = None,
        step_at: datetime | None = None,
        step_title: str = "",
        step_kind: str = TaskKind.CALL,
    ) -> None:
        """Note that the client took an offer: what it comes to is the deal's sum from now on.

        The step of its last day is done. Raises Refused offer_draft, offer_accepted, deal_closed;
        next_step_required where nothing else is planned for the deal.
        """
        with self._write("offer.accept") as unit:
            offer = unit.get(Offer, offer_id)
            deal = unit.get(Deal, offer.deal_id)
            if offer.sent_at is None:
                raise Refused("offer_draft", number=_code(offer))
            if offer.accepted_at is not None:
                raise Refused("offer_accepted", number=_code(offer))
            if deal.closed_on is not None:
                raise Refused("deal_closed", title=deal.title)
            sums = offer_sums(_sums(line, offer) for line in _lines(unit, offer_id))
            deal.amount_minor, deal.currency = sums.total_minor, offer.currency
            offer.accepted_at = unit.now
            unit.session.add(deal)
            unit.session.add(offer)
            for task in _open_steps(unit, offer):
                finish_step(unit, task.id or 0)
            if step_on is None and step_at is not None:
                step_on = step_at.astimezone(self._desk.zone).date()
            if step_on is not None:
                plan_step(
                    unit, deal_id=deal.id, due_on=step_on, due_at=step_at,
                    title=step_title.strip(), kind=step_kind,
                )  # fmt: skip
            demand_step(unit, deal, self._today())
            _about(unit, offer, deal)

    def _last_day(self) -> date:
        return self._today() + timedelta(days=self._settings.offer_days)

    def _add_line(
        self, unit: Unit, offer: Offer, deal: Deal, values: Mapping[str, Any]
    ) -> OfferLine:
        given = tidied(values)
        known = line_values(
            self._desk, unit.db, offer.currency, deal.expected_close, given.get("product_id")
        )
        if "name" in known and known.get("price_minor", given.get("price_minor")) is None:
            raise Invalid("price_minor", "no_price", name=known["name"], currency=offer.currency)
        draft = validated(OfferLineDraft, {**known, **given})
        number = offer.id or 0
        place = after_lines(unit.db, number)
        line = OfferLine(
            **draft.model_dump(), offer_id=number, deal_id=offer.deal_id, position=place
        )
        self._check_floor(line, offer)
        return unit.add(line)

    def _check_floor(self, line: OfferLine, offer: Offer) -> None:
        """Refuse a line that earns less than the floor of the settings and does not say why."""
        floor = round(self._settings.margin_floor * WHOLE)
        sums = _sums(line, offer)
        if line.floor_reason.strip() or not below_floor(sums, floor):
            return
        most = largest_discount(_line(line), floor, vat_included=offer.vat_included)
        margin = None if sums.margin is None else sums.margin * 100
        if most is None:
            raise Refused("below_floor_anyway", name=line.name, margin=margin, floor=floor / 100)
        raise Refused(
            "below_floor", name=line.name, margin=margin, floor=floor / 100, most=most / 100
        )


def _draft(unit: Unit, offer_id: int) -> tuple[Offer, Deal]:
    """An offer that may still be changed, and its deal; raises Refused offer_sent."""
    offer = unit.get(Offer, offer_id)
    if offer.sent_at is not None:
        raise Refused("offer_sent", number=_code(offer))
    return offer, unit.get(Deal, offer.deal_id)


def _lines(unit: Unit, offer_id: int) -> list[OfferLine]:
    return list(
        unit.session.exec(
            select(OfferLine)
            .where(OfferLine.offer_id == offer_id)
            .order_by(col(OfferLine.position), col(OfferLine.id))
        )
    )


def _line(line: OfferLine) -> Line:
    return Line(line.price_minor, line.quantity, line.discount, line.vat, line.cost_minor)


def _sums(line: OfferLine, offer: Offer) -> Sums:
    return line_sums(_line(line), vat_included=offer.vat_included)


def _open_steps(unit: Unit, offer: Offer) -> list[Task]:
    """What the last days of the versions of an offer put on the calendar and is still open."""
    return list(
        unit.session.exec(
            select(Task)
            .join(Offer, col(Offer.step_id) == Task.id)
            .where(
                Offer.number == offer.number,
                col(Task.done_at).is_(None),
                col(Task.dropped_at).is_(None),
            )
        )
    )


def _code(offer: Offer) -> str:
    return offer_code(offer.number, offer.version)


def _about(unit: Unit, offer: Offer, deal: Deal) -> None:
    """Name the entry, and note a change of lines of the offer too."""
    unit.session.flush()
    note_of_offer(unit.db, unit.entry.id, offer.id or 0)
    unit.about("offer", offer.id, number=_code(offer), title=deal.title)
