"""Promises to pay: whether a client's word was kept derives from what was paid by its day.

Money of one payment counts for one promise only: promises take it in the order of their days, so that
two promises of one sum are not both kept by one payment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from pipeline_tui.domain.vocabulary import PromiseState


class PromiseMade(Struct, frozen=True):
    """A promise as it was given: `made_on` in the user's days, `made_at` the moment where known."""

    id: int
    client_id: int
    invoice_id: int | None
    amount_minor: int
    currency: str
    made_on: date
    due_on: date
    note: str = ""
    withdrawn: bool = False
    made_at: datetime | None = None


class Receipt(Struct, frozen=True):
    """A payment as promises see it; `laid` is invoice → minor units of it, `known_at` the moment it
    was entered."""

    id: int
    currency: str
    paid_on: date
    amount_minor: int
    laid: Mapping[int, int]
    known_at: datetime | None = None


class PromiseRow(Struct, frozen=True):
    """A promise with how it stands; `paid_minor` came within its time."""

    id: int
    client_id: int
    invoice_id: int | None
    amount_minor: int
    currency: str
    made_on: date
    due_on: date
    note: str
    withdrawn: bool
    paid_minor: int
    state: PromiseState

    @property
    def left_minor(self) -> int:
        """What is missing of it."""
        return self.amount_minor - self.paid_minor


def state_of(amount_minor: int, paid_minor: int, due_on: date, today: date) -> PromiseState:
    """Kept once paid in full within its time, open until its day is over, then partial or broken."""
    if paid_minor >= amount_minor:
        return PromiseState.KEPT
    if due_on >= today:
        return PromiseState.OPEN
    return PromiseState.PARTIAL if paid_minor > 0 else PromiseState.BROKEN


def judge(
    promises: Iterable[PromiseMade], receipts: Sequence[Receipt], today: date
) -> tuple[PromiseRow, ...]:
    """How one client's promises stand, in the order of their days.

    A payment counts from the day the promise was made to its due day, both inclusive, in its
    currency; for a promise on an invoice only the part laid on that invoice. A withdrawn one takes
    no money.
    """
    left = {one.id: one.amount_minor for one in receipts}
    laid = {one.id: dict(one.laid) for one in receipts}
    in_time = sorted(receipts, key=lambda one: (one.paid_on, one.id))
    rows: list[PromiseRow] = []
    for promise in sorted(promises, key=lambda one: (one.due_on, one.made_on, one.id)):
        paid = 0
        for receipt in in_time:
            if promise.withdrawn or paid >= promise.amount_minor:
                break
            if receipt.currency != promise.currency:
                continue
            if not _in_time(promise, receipt):
                continue
            room = left[receipt.id]
            if promise.invoice_id is not None:
                room = min(room, laid[receipt.id].get(promise.invoice_id, 0))
            taken = min(room, promise.amount_minor - paid)
            if taken <= 0:
                continue
            paid += taken
            left[receipt.id] -= taken
            if promise.invoice_id is not None:
                laid[receipt.id][promise.invoice_id] -= taken
        rows.append(
            PromiseRow(
                promise.id, promise.client_id, promise.invoice_id, promise.amount_minor,
                promise.currency, promise.made_on, promise.due_on, promise.note,
                promise.withdrawn, paid,
                state_of(promise.amount_minor, paid, promise.due_on, today),
            )
        )  # fmt: skip
    return tuple(rows)


def _in_time(promise: PromiseMade, receipt: Receipt) -> bool:
    """Whether a payment came within the time of a promise.

    What was entered before the word was given, on the day it was given, is not what was promised.
    """
    if receipt.paid_on == promise.made_on and promise.made_at and receipt.known_at:
        return receipt.known_at >= promise.made_at
    return promise.made_on <= receipt.paid_on <= promise.due_on


class KeptRate(Struct, frozen=True):
    """Promises fallen due, and those of them kept in full on time."""

    kept: int = 0
    fallen: int = 0

    @property
    def share(self) -> float | None:
        """Kept / fallen due."""
        return self.kept / self.fallen if self.fallen else None


def kept_rate(rows: Iterable[PromiseRow], today: date) -> KeptRate:
    """Kept in full on time / promises fallen due; withdrawn ones count as never made."""
    fallen = [row for row in rows if not row.withdrawn and row.due_on < today]
    return KeptRate(sum(row.state is PromiseState.KEPT for row in fallen), len(fallen))


def live(rows: Iterable[PromiseRow], today: date) -> PromiseRow | None:
    """The promise to wait for: of those running and not yet paid, the one with the nearest day."""
    running = [
        row
        for row in rows
        if not row.withdrawn and row.due_on >= today and row.state is PromiseState.OPEN
    ]
    return min(running, key=lambda row: (row.due_on, row.id), default=None)


def broken(rows: Iterable[PromiseRow], today: date) -> PromiseRow | None:
    """The last promise that was not kept in full, unless a later one was given or kept since."""
    fallen = [row for row in rows if not row.withdrawn]
    if not fallen:
        return None
    newest = max(fallen, key=lambda row: (row.made_on, row.due_on, row.id))
    failed = newest.due_on < today and newest.state in (PromiseState.PARTIAL, PromiseState.BROKEN)
    return newest if failed else None
