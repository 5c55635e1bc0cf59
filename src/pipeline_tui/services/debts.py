"""Reading what is owed: aging, debtors, one client's ledger, promises, figures of payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.collection import Collection, PayerFigures
from pipeline_tui.domain.debtors import DebtList, Proposal, Terms, by_age, by_sum
from pipeline_tui.domain.debts import (
    DUE_AFTER_DAYS,
    AgingBucket,
    AgingRow,
    DebtShow,
    DebtSort,
    OwedRow,
    allocate,
    by_hand,
    due_days,
)
from pipeline_tui.domain.dunning import reminders_of
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.domain.ledger import (
    DebtorRow,
    InvoiceRow,
    Ledger,
    PromiseDue,
    Standing,
    add_up,
    as_it_stood,
)
from pipeline_tui.domain.promises import PromiseRow, broken, live
from pipeline_tui.domain.query import read_filter
from pipeline_tui.domain.shipping import above_limit
from pipeline_tui.domain.vocabulary import PromiseState
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import clients, debts, ledgers, promises, report
from pipeline_tui.store.queries.client_filter import Scene

PERIOD_DAYS = 90
"""Days back that DSO and CEI look when nobody says otherwise."""

FIGURES_DAYS = 365
"""Days back that figures of how everybody pays look."""

BROKEN_DAYS = 60
"""Days that a broken promise is worth a call for itself; later the debt's own step is."""

_FEW = 2_000
"""Clients that are looked up one by one rather than picked out of all debtors."""


class Debts(Service):
    """What is owed, read."""

    def aging(self, as_of: date | None = None) -> list[AgingRow]:
        """Open debt by currency and bucket at the end of a day; today without one."""
        today = self._today()
        return debts.aging(self._db, as_of or today, today)

    # Debtors

    def debtors(
        self,
        *,
        as_of: date | None = None,
        text: str = "",
        show: DebtShow = DebtShow.ALL,
        bucket: AgingBucket | None = None,
        sort: DebtSort = DebtSort.OLDEST,
        reverse: bool = False,
    ) -> DebtList:
        """Numbers of the clients that owe, in order, with sums over all of them.

        `text` is a line of the client filter, or the number of an invoice. `bucket` keeps debts of
        that age only. Sums sort by the own currency, then by the others: they are never added.
        Raises Invalid filter_… for a filter that cannot be read.
        """
        today = self._today()
        day = as_of or today
        due_from, due_until = due_days(bucket, day)
        kept = self._kept(text, show, day)
        if show is DebtShow.TODAY:
            kept = self._wanting(day, kept)
        rows = debts.owed(
            self._db, day, today,
            clients=sorted(kept) if kept is not None and len(kept) <= _FEW else None,
            due_from=due_from, due_until=due_until,
        )  # fmt: skip
        if show is DebtShow.OVERDUE:
            late = {row.client_id for row in rows if row.overdue_minor}
            kept = late if kept is None else kept & late
        if kept is not None:
            rows = [row for row in rows if row.client_id in kept]
        own = self._settings.currency
        owed: dict[str, int] = {}
        overdue: dict[str, int] = {}
        for _client, currency, _oldest, open_minor, overdue_minor in rows:
            owed[currency] = owed.get(currency, 0) + open_minor
            overdue[currency] = overdue.get(currency, 0) + overdue_minor
        return DebtList(
            day,
            tuple(self._ordered(rows, sort, day, reverse=reverse)),
            add_up(owed.items(), own),
            add_up(overdue.items(), own),
        )

    def rows(self, ids: Sequence[int], as_of: date | None = None) -> dict[int, DebtorRow]:
        """The lines of these debtors; clients that are gone are left out."""
        heads = debts.heads(self._db, ids)
        standings = self._desk.standings.of(list(heads), as_of)
        own = self._settings.currency
        return {
            id_: DebtorRow(
                id_, head.name, head.city, head.abc, standings[id_], head.stopped_on is not None,
                head.limit_minor is not None
                and bool(above_limit((own, head.limit_minor), standings[id_].open_sums)),
            )
            for id_, head in heads.items()
        }  # fmt: skip

    def _kept(self, text: str, show: DebtShow, day: date) -> set[int] | None:
        """Clients that a filter keeps; none when it keeps all."""
        found: set[int] | None = None
        if text.strip():
            asked = read_filter(text)
            found = set(
                clients.ordered_ids(
                    self._db, asked, "name", descending=False,
                    scene=Scene(self._today(), self._desk.zone, self._settings.currency),
                )
            )  # fmt: skip
            found |= debts.with_number(self._db, text.strip())
        match show:
            case DebtShow.ALL | DebtShow.OVERDUE | DebtShow.TODAY:
                return found
            case DebtShow.STOPPED:
                shown = debts.stopped(self._db)
            case DebtShow.OVER_LIMIT:
                shown = self._over_limit(day)
            case DebtShow.DISPUTED:
                shown = debts.disputing(self._db)
            case DebtShow.PROMISED:
                judged = self._desk.standings.promises(
                    promises.promisers(self._db, day, date.max), day
                )
                shown = {id_ for id_, rows in judged.items() if live(rows, day)}
            case DebtShow.BROKEN:
                judged = self._desk.standings.promises(
                    promises.promisers(self._db, date.min, day), day
                )
                shown = {id_ for id_, rows in judged.items() if broken(rows, day)}
        return shown if found is None else found & shown

    def _wanting(self, day: date, among: set[int] | None) -> set[int]:
        """Clients for whom something is to be done on a day."""
        lead = timedelta(days=-reminders_of(self._settings.reminders)[0][0])
        late = debts.owed(self._db, day, self._today(), due_until=day + lead)
        asked = {row.client_id for row in late} | promises.promisers(self._db, date.min, day)
        if among is not None:
            asked &= among
        return {
            id_ for id_, one in self._desk.standings.of(list(asked), day).items() if one.wants(day)
        }

    def _over_limit(self, day: date) -> set[int]:
        own = self._settings.currency
        rows = debts.owed(self._db, day, self._today())
        owing = {row.client_id: row.open_minor for row in rows if row.currency == own}
        limits = debts.limits(self._db, owing)
        return {id_ for id_, limit in limits.items() if owing[id_] > limit}

    def to_do(self) -> int:
        """For how many debtors something is to be done today."""
        return len(self._wanting(self._today(), None))

    def _ordered(
        self, rows: Sequence[OwedRow], sort: DebtSort, day: date, *, reverse: bool
    ) -> list[int]:
        if sort is DebtSort.CLIENT:
            ids = debts.by_name(self._db, {row.client_id for row in rows})
        elif sort is DebtSort.OLDEST:
            ids = by_age(rows)
        elif sort is DebtSort.GRADE:
            ids = self._by_grade(by_age(rows), day)
        else:
            ids = by_sum(rows, self._settings.currency, overdue=sort is DebtSort.OVERDUE)
        if reverse:
            ids.reverse()
        return ids

    def _by_grade(self, ids: Sequence[int], day: date) -> list[int]:
        """The worst payer first, by days late to expect; those without a grade last, in their order."""
        payers = self._desk.payers.of(ids, day)
        return sorted(ids, key=lambda one: -payers[one].days if one in payers else 1)

    # One client

    def badge(self, client_id: int, as_of: date | None = None) -> Standing:
        """How a client stands with its debts, in a few index look-ups: for cards."""
        return self._desk.standings.of([client_id], as_of)[client_id]

    def ledger(self, client_id: int, as_of: date | None = None) -> Ledger:
        """All money between us and a client, or how it stood at the end of a past day; raises NotFound.

        How the client pays is told of today.
        """
        head = debts.heads(self._db, [client_id]).get(client_id)
        if head is None:
            raise NotFound("not_found", kind="client", id=client_id)
        laid = ledgers.laid(self._db, client_id)
        today = self._today()
        past = as_of if as_of is not None and as_of < today else None
        invoices = ledgers.invoices(self._db, client_id, laid)
        payments = ledgers.payments(self._db, client_id, laid)
        if past is not None:
            invoices, payments = as_it_stood(past, invoices, payments)
        day = past or today
        return Ledger(
            client_id=client_id, name=head.name, standing=self.badge(client_id, day),
            invoices=invoices, payments=payments,
            promises=tuple(self._desk.standings.promises([client_id], day).get(client_id, ())),
            figures=debts.payer_figures(self._db, today, client_id=client_id),
            free_sums=add_up(
                ((one.currency, one.free_minor) for one in payments), self._settings.currency
            ),
            credit_limit_minor=head.limit_minor, payment_terms_days=head.terms_days,
            stopped_on=head.stopped_on, stop_reason=head.stop_reason, as_of=past,
        )  # fmt: skip

    def invoice(self, invoice_id: int) -> InvoiceRow:
        """One invoice; raises NotFound."""
        client_id = ledgers.client_of_invoice(self._db, invoice_id)
        if client_id is not None:
            for row in ledgers.invoices(self._db, client_id, ledgers.laid(self._db, client_id)):
                if row.id == invoice_id:
                    return row
        raise NotFound("not_found", kind="invoice", id=invoice_id)

    def find_invoice(self, number: str, client_id: int | None = None) -> int:
        """The invoice that bears a number, cancelled ones aside: a client's newest, or the only one.

        Raises NotFound invoice_unknown; Invalid invoice_ambiguous when several clients have one.
        """
        ids = ledgers.with_number(self._db, number.strip(), client_id)
        if not ids:
            raise NotFound("invoice_unknown", number=number.strip())
        if client_id is None and len(ids) > 1:
            raise Invalid("invoice", "invoice_ambiguous", number=number.strip())
        return ids[0]

    def payer_of(self, payment_id: int) -> int:
        """Whose a payment is; raises NotFound."""
        client_id = ledgers.client_of_payment(self._db, payment_id)
        if client_id is None:
            raise NotFound("not_found", kind="payment", id=payment_id)
        return client_id

    def proposal(
        self,
        client_id: int,
        amount_minor: int,
        currency: str,
        *,
        invoice_id: int | None = None,
        wanted: Mapping[int, int] | None = None,
    ) -> Proposal:
        """How a payment would be laid if it were entered now; `wanted` as in `add_payment`."""
        items = debts.open_items(self._db, client_id, currency)
        shares = (
            allocate(amount_minor, items, invoice_id=invoice_id)
            if wanted is None
            else by_hand(amount_minor, items, wanted)
        )
        parts = {share.instalment_id: share.amount_minor for share in shares}
        lines = [(item, parts[item.instalment_id]) for item in items if item.instalment_id in parts]
        return Proposal(tuple(lines), amount_minor - sum(parts.values()))

    def terms(self, client_id: int) -> Terms:
        """What an invoice to a client starts from; raises NotFound."""
        head = debts.heads(self._db, [client_id]).get(client_id)
        if head is None:
            raise NotFound("not_found", kind="client", id=client_id)
        currency = debts.currency_of(self._db, client_id)
        return Terms(
            head.name, DUE_AFTER_DAYS if head.terms_days is None else head.terms_days,
            currency or self._settings.currency,
        )  # fmt: skip

    def next_number(self) -> str:
        """The number the next invoice is to bear."""
        return debts.next_number(self._db)

    # Promises

    def promises_to_chase(self, today: date | None = None) -> list[PromiseDue]:
        """Promises due today and not paid yet, and those broken lately, of clients that still owe.

        Broken ones first, then by day. At most one to a client.
        """
        day = today or self._today()
        asked = promises.promisers(self._db, day - timedelta(days=BROKEN_DAYS), day)
        chosen: dict[int, PromiseRow] = {}
        for client_id, rows in self._desk.standings.promises(asked, day).items():
            failed = broken(rows, day)
            due = [
                row for row in rows
                if row.due_on == day and row.state is PromiseState.OPEN and not row.withdrawn
            ]  # fmt: skip
            if failed is not None and failed.due_on >= day - timedelta(days=BROKEN_DAYS):
                chosen[client_id] = failed
            elif due:
                chosen[client_id] = due[0]
        sums = self._desk.standings.sums(list(chosen), day)
        found = [
            PromiseDue(client_id, row, *sums.get(client_id, ((), ())))
            for client_id, row in chosen.items()
        ]
        return sorted(found, key=lambda one: (one.promise.due_on, one.client_id))

    def promises_due(self, first: date, last: date) -> list[PromiseRow]:
        """How the promises stand now that fall due from one day to another, in the order of their
        days; withdrawn ones aside."""
        asked = report.promised_for(self._db, first, last)
        rows = [
            row for judged in self._desk.standings.promises(asked, self._today()).values() for row in judged
            if first <= row.due_on <= last and not row.withdrawn
        ]  # fmt: skip
        return sorted(rows, key=lambda row: (row.due_on, row.id))

    # Figures

    def free_sums(self) -> SUMS:
        """What all clients have paid and is laid on nothing."""
        return add_up(debts.free_sums(self._db), self._settings.currency)

    def figures(self, *, client_id: int | None = None, days: int = FIGURES_DAYS) -> PayerFigures:
        """How everybody, or one client, paid the invoices of the last `days`."""
        today = self._today()
        return debts.payer_figures(
            self._db, today, client_id=client_id, since=today - timedelta(days=days)
        )

    def collection(
        self, *, as_of: date | None = None, days: int = PERIOD_DAYS
    ) -> tuple[Collection, ...]:
        """DSO and CEI over the `days` that end on a day, by currency, the own one first."""
        today = self._today()
        end = as_of or today
        start = end - timedelta(days=days)
        before = debts.receivables(self._db, start, today)
        after = debts.receivables(self._db, end, today)
        sold = debts.sales(self._db, start, end)
        own = self._settings.currency
        return tuple(
            Collection(
                currency, days, before.get(currency, (0, 0))[0], sold.get(currency, 0),
                *after.get(currency, (0, 0)),
            )
            for currency in sorted(
                before.keys() | after.keys() | sold.keys(), key=lambda one: (one != own, one)
            )
        )  # fmt: skip
