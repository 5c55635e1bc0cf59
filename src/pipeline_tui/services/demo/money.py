"""The demo's money: invoices in every age, payments and how they were laid, promises and disputes.

First all invoices are drawn up, so that their numbers follow their dates; then they are paid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from pipeline_tui.domain import records
from pipeline_tui.domain.vocabulary import ClientStatus, ContactRole, ObjectionResult
from pipeline_tui.services.demo import objections
from pipeline_tui.services.demo.lexicon import Good
from pipeline_tui.services.demo.scene import Party, Scene
from pipeline_tui.services.demo.touches import Touches

REPEATS = 64
"""Orders of regular clients that went without a deal."""
_PREFIX = {"ru": "УП-", "en": "INV-"}
_FIRST_NUMBER = 214


class Debt(Struct, frozen=True):
    """A debt that the demo wants: its age in days, how much was paid, and the story about it."""

    overdue: int
    paid: float = 0.0
    story: str = ""


DEBTS = (
    Debt(3), Debt(6, story="reminded"), Debt(9, story="due today"), Debt(12, story="promised"),
    Debt(14), Debt(18, story="due today"), Debt(22, 0.5, "promised"), Debt(27, story="reminded"),
    Debt(34, story="broken"), Debt(41), Debt(47, 0.4, "partly"), Debt(55, story="promised"),
    Debt(63, story="reminded"), Debt(72, story="broken"), Debt(84, 0.3, "partly"),
    Debt(98, story="broken"), Debt(119, story="disputed"), Debt(152), Debt(210, 0.2, "broken"),
)  # fmt: skip
"""One debtor each, but for the last three, who owe on top of something newer."""
_SHARED = {17: 8, 18: 13}
"""Which debt is owed by the debtor of which other one."""


class Bill(Struct):
    """An invoice being drawn up."""

    party: Party
    issued: date
    parts: list[tuple[date, int]]
    good: Good
    deal_id: int | None = None
    debt: Debt | None = None
    paid_parts: int | None = None
    """How many instalments are paid at least and at most; none for as the client pays."""
    row: dict[str, Any] = field(default_factory=dict)
    instalments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(part for _, part in self.parts)


def add_money(scene: Scene) -> list[tuple[int, date]]:
    """Invoices, payments, promises; answers with (invoice, day) of those cancelled since."""
    return _Ledger(scene).fill()


class _Ledger:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._touches = Touches(scene)
        self._bills: list[Bill] = []
        self._debtors: set[int] = set()
        self._kept = 6
        self._by_id = {party.id: party for party in scene.parties}

    def fill(self) -> list[tuple[int, date]]:
        self._draw_debts()
        self._draw_deals()
        self._draw_repeats()
        self._bills.sort(key=lambda bill: bill.issued)
        for number, bill in enumerate(self._bills, _FIRST_NUMBER):
            self._issue(bill, f"{_PREFIX[self._scene.lexicon.language]}{number}")
        for bill in self._bills:
            if bill.debt is None:
                self._settle(bill)
            else:
                self._tell(bill, bill.debt)
        return self._cancel()

    # Drawing up

    def _draw_debts(self) -> None:
        """Debts of those whose last win lies back, so that no payment of theirs muddles the story."""
        scene = self._scene
        recent = {
            deal["client_id"]
            for deal in scene.rows.of(records.Deal)
            if deal["closed_on"] and deal["closed_on"] > scene.days.today - timedelta(days=75)
        }
        able = (ClientStatus.ACTIVE, ClientStatus.ACTIVE, ClientStatus.DORMANT, ClientStatus.LOST)
        pool = [
            party
            for party in scene.parties
            if party.row["status"] in able and party.id not in recent and not party.spoken_for
        ]
        scene.rng.shuffle(pool)
        chosen: list[Party] = []
        for number, debt in enumerate(DEBTS):
            shared = _SHARED.get(number)
            party = pool[len(chosen)] if shared is None else chosen[shared]
            if shared is None:
                chosen.append(party)
            self._debtors.add(party.id)
            party.payer = "bad" if debt.overdue > 30 else "late"
            party.row["payment_terms_days"] = terms = party.row["payment_terms_days"] or 14
            due = scene.days.today - timedelta(days=debt.overdue)
            good, amount = self._order(party)
            parts = [(due, amount)]
            if number % 4 == 1:
                parts = [(due - timedelta(days=terms), amount // 2), (due, amount - amount // 2)]
            self._bills.append(
                Bill(party, due - timedelta(days=terms * len(parts)), parts, good, debt=debt)
            )

    def _draw_deals(self) -> None:
        """An invoice for every deal that was won."""
        scene = self._scene
        stages = {number: code for code, number in scene.codes.stages.items()}
        goods = dict(scene.goods)
        for deal in scene.rows.of(records.Deal):
            stage = stages[deal["stage_id"]]
            if stage not in ("won", "payment", "delivery", "closed"):
                continue
            party = self._by_id[deal["client_id"]]
            issued: date = deal["closed_on"]
            halves = stage in ("payment", "delivery") or scene.chance(0.4)
            amount: int = deal["amount_minor"]
            terms = party.row["payment_terms_days"] or 14
            first = issued + timedelta(days=3)
            parts = [(issued + timedelta(days=terms), amount)]
            if halves:
                parts = [
                    (first, amount // 2),
                    (first + timedelta(days=terms + 10), amount - amount // 2),
                ]
            paid = {"won": 0, "payment": 1, "delivery": 1}.get(stage)
            self._bills.append(
                Bill(party, issued, parts, goods[deal["product_id"]], deal["id"], paid_parts=paid)
            )

    def _draw_repeats(self) -> None:
        scene = self._scene
        buyers = [
            party
            for party in scene.parties
            if party.row["status"] in (ClientStatus.ACTIVE, ClientStatus.DORMANT)
        ]
        for number in range(REPEATS):
            party = buyers[number % len(buyers)]
            first = 14 if party.row["status"] == ClientStatus.ACTIVE else 110
            issued = scene.days.ago(scene.rng.randrange(first if number > 8 else 2, 190))
            good, amount = self._order(party)
            terms = party.row["payment_terms_days"] or 14
            parts = [(issued + timedelta(days=terms), amount)]
            if scene.chance(0.15):
                third = amount // 3
                parts = [
                    (issued + timedelta(days=3), third),
                    (issued + timedelta(days=17), third),
                    (issued + timedelta(days=31), amount - 2 * third),
                ]
            self._bills.append(Bill(party, issued, parts, good))

    def _order(self, party: Party) -> tuple[Good, int]:
        """What a regular takes: something that is used up, in the quantity of their class."""
        scene = self._scene
        good = scene.draw([good for _, good in scene.goods if good.group != "gear"])
        low, high, step = good.quantity
        ceiling = {"A": high, "B": (low + high) // 2}.get(party.row["abc"], low * 2)
        return good, scene.rng.randrange(low, max(low + step, ceiling), step) * good.price_minor

    def _issue(self, bill: Bill, number: str) -> None:
        scene, currency = self._scene, self._scene.lexicon.names.currency
        at = scene.days.at(bill.issued, 12, scene.rng.randrange(60))
        bill.row = scene.rows.add(
            records.Invoice,
            client_id=bill.party.id, deal_id=bill.deal_id, number=number, issued_on=bill.issued,
            amount_minor=bill.amount, currency=currency, created_at=at,
        )  # fmt: skip
        for due_on, part in bill.parts:
            bill.instalments.append(
                scene.rows.add(
                    records.Instalment,
                    invoice_id=bill.row["id"],
                    client_id=bill.party.id,
                    currency=currency,
                    due_on=due_on,
                    amount_minor=part,
                    open_minor=part,
                )
            )

    # Paying

    def _settle(self, bill: Bill) -> None:
        """Pay an invoice as this client pays; what falls due later may stay open."""
        scene, days, today = self._scene, self._scene.days, self._scene.days.today
        late = {"prompt": (-3, 2), "late": (3, 16), "bad": (9, 40)}[bill.party.payer]
        debtor = bill.party.id in self._debtors
        for number, instalment in enumerate(bill.instalments):
            if (
                bill.paid_parts is not None
                and number >= bill.paid_parts
                and not (instalment["due_on"] < today)
            ):
                continue
            due: date = instalment["due_on"]
            paid_on = max(bill.issued, due + timedelta(days=scene.rng.randrange(*late)))
            must = bill.paid_parts is not None and number < bill.paid_parts
            if paid_on >= today:
                if due >= today and not must:
                    continue
                paid_on = max(bill.issued, today - timedelta(days=scene.rng.randrange(1, 4)))
            if debtor:
                # Nothing of theirs came in lately, or their broken word would look kept.
                paid_on = min(paid_on, max(due, today - timedelta(days=60)))
            # Banks work on working days.
            paid_on = max(bill.issued, days.ago(max(1, days.ago_of(paid_on))))
            self._pay(bill, instalment, instalment["amount_minor"], min(paid_on, today))
            if self._kept and not debtor and today - timedelta(days=120) < paid_on < today:
                self._kept -= self._keep_word(bill, instalment, paid_on)

    def _pay(self, bill: Bill, instalment: dict[str, Any], minor: int, paid_on: date) -> None:
        scene = self._scene
        facts = scene.facts(bill.party, good=bill.good, number=bill.row["number"])
        payment = scene.rows.add(
            records.Payment,
            client_id=bill.party.id, paid_on=paid_on, amount_minor=minor,
            currency=bill.row["currency"], free_minor=minor,
            reference=scene.say(scene.lexicon.texts.references, facts),
            created_at=scene.days.at(paid_on, 17, scene.rng.randrange(60)),
        )  # fmt: skip
        scene.rows.add(
            records.Allocation,
            payment_id=payment["id"], instalment_id=instalment["id"], amount_minor=minor,
        )  # fmt: skip

    def _keep_word(self, bill: Bill, instalment: dict[str, Any], paid_on: date) -> int:
        """A promise that was kept, for some of those who paid after their day; 1 when given."""
        if instalment["due_on"] >= paid_on - timedelta(days=3):
            return 0
        self._promise(bill, instalment["amount_minor"], paid_on, given=4)
        return 1

    # Stories of debts

    def _tell(self, bill: Bill, debt: Debt) -> None:
        scene, days, today = self._scene, self._scene.days, self._scene.days.today
        owed = bill.instalments[-1]
        for instalment in bill.instalments[:-1]:
            late = instalment["due_on"] + timedelta(days=5)
            self._pay(bill, instalment, instalment["amount_minor"], min(late, days.ago(8)))
        minor: int = owed["amount_minor"]
        part = int(minor * debt.paid) // 100 * 100
        teller: dict[str, Callable[[], object]] = {
            "due today": lambda: self._promise(bill, minor, today, given=3),
            "promised": lambda: self._promise(bill, minor - part, days.ahead(3), given=2),
            "broken": lambda: self._break_word(bill, minor - part),
            "partly": lambda: self._promise(bill, minor, days.ago(6), given=6),
            "disputed": lambda: self._dispute(bill),
            "reminded": lambda: self._talk(
                bill, "reached_other", scene.lexicon.texts.debt_talks, 2
            ),
        }
        if part:
            self._pay(bill, owed, part, days.ago(7) if debt.story == "partly" else owed["due_on"])
        if debt.story in teller:
            teller[debt.story]()
        if debt.story == "due today":
            bill.party.spoken_for = True

    def _promise(self, bill: Bill, minor: int, due_on: date, *, given: int) -> dict[str, Any]:
        """A word to pay, given that many days before its day or before today, with its call."""
        scene = self._scene
        origin = min(due_on, scene.days.today)
        day = scene.days.ago_of(origin - timedelta(days=given))
        facts = scene.facts(
            bill.party, good=bill.good, amount=minor, number=bill.row["number"],
            said=scene.days.ago(day), ahead=max(1, (due_on - scene.days.ago(day)).days),
        )  # fmt: skip
        note = scene.say(scene.lexicon.texts.promises, facts)
        payer = bill.party.with_role(ContactRole.ACCOUNTANT)
        moment = self._touches.reach(bill.party, payer, day)
        call = self._touches.call(
            bill.party, payer, moment, "promised_to_pay", note, deal_id=bill.deal_id
        )
        self._object(bill, call, facts, ObjectionResult.WORKED)
        return scene.rows.add(
            records.Promise,
            client_id=bill.party.id, invoice_id=bill.row["id"], amount_minor=minor,
            currency=bill.row["currency"], due_on=due_on, note=note, made_at=moment,
        )  # fmt: skip

    def _break_word(self, bill: Bill, minor: int) -> None:
        """A promise whose day went by without money, and the calls since."""
        scene = self._scene
        due = scene.days.ago(scene.rng.choice((2, 3, 5)))
        promise = self._promise(bill, minor, due, given=5)
        payer = bill.party.with_role(ContactRole.ACCOUNTANT)
        if bill.debt is not None and bill.debt.overdue > 90:
            self._talk(bill, "reached_other", scene.lexicon.texts.broken_talks, 1)
            return
        moment = self._touches.moment(bill.party, scene.days.ago_of(promise["due_on"]) - 1)
        self._touches.unanswered(bill.party, payer, moment)

    def _dispute(self, bill: Bill) -> None:
        texts = self._scene.lexicon.texts
        bill.row["disputed"] = True
        bill.row["dispute_note"], said = self._scene.draw(texts.disputes)
        self._talk(bill, "disputes_debt", (said,), 9)

    def _talk(self, bill: Bill, outcome: str, pool: tuple[str, ...], workdays_ago: int) -> None:
        scene = self._scene
        facts = scene.facts(bill.party, good=bill.good, number=bill.row["number"])
        payer = bill.party.with_role(ContactRole.ACCOUNTANT)
        moment = self._touches.reach(bill.party, payer, workdays_ago)
        call = self._touches.call(bill.party, payer, moment, outcome, scene.say(pool, facts))
        if outcome != "disputes_debt":
            broken = pool is scene.lexicon.texts.broken_talks
            result = ObjectionResult.DID_NOT if broken else ObjectionResult.PARTLY
            self._object(bill, call, facts, result)

    def _object(
        self, bill: Bill, call: dict[str, Any], facts: dict[str, str], result: ObjectionResult
    ) -> None:
        """What they said instead of paying, where the library knows the kind."""
        if "debt" in self._scene.codes.kinds:
            heard = objections.hear(self._scene, "debt", facts, bill.good, result=result)
            objections.keep(self._scene, heard, call)

    # Odds and ends

    def _cancel(self) -> list[tuple[int, date]]:
        """Two payments that nobody has laid yet, a promise taken back, an invoice cancelled."""
        scene, days, texts = self._scene, self._scene.days, self._scene.lexicon.texts
        open_now = [
            bill
            for bill in self._bills
            if bill.debt is None and bill.party.id not in self._debtors
            and bill.parts[-1][0] >= days.today and bill.deal_id is not None
        ]  # fmt: skip
        for bill in open_now[:2]:
            scene.rows.add(
                records.Payment,
                client_id=bill.party.id, paid_on=days.ago(1), amount_minor=bill.amount // 4,
                currency=bill.row["currency"], free_minor=bill.amount // 4,
                reference=texts.bank_payment, created_at=days.at(days.ago(1), 16, 40),
            )  # fmt: skip
        promised = next(b for b in self._bills if b.debt is not None and b.debt.story == "promised")
        taken_back = self._promise(promised, promised.amount, days.ahead(1), given=6)
        taken_back["withdrawn_at"] = days.at(days.ago(2), 10, 15)
        party = self._bills[-1].party
        good, amount = self._order(party)
        issued = days.ago(12)
        bill = Bill(party, issued, [(issued + timedelta(days=14), amount)], good)
        self._issue(bill, f"{self._bills[-1].row['number']}-1")
        bill.row["notes"] = texts.cancelled
        return [(bill.row["id"], days.ago(11))]
