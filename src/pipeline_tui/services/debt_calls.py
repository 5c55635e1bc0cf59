"""Calls that a debt wants: a promise was broken, or a step of the reminders is to be taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

from pipeline_tui.domain.dunning import DunningStep, Rung, reminders_of, rung_of
from pipeline_tui.domain.promises import broken, kept_rate, live
from pipeline_tui.domain.ranking import Reason, Tier
from pipeline_tui.services.prospecting import Moment, Seed, workdays_late
from pipeline_tui.store.queries import call_list as queries
from pipeline_tui.store.queries import debt_steps, promises


def debt_seeds(db: sqlite3.Connection, at: Moment) -> tuple[list[Seed], dict[int, date]]:
    """Broken promises to pay, and overdue invoices whose debt step nobody has taken yet; and the
    days of promises that still run, by client."""
    owing = queries.debtors(db, at.today)
    clients = sorted({one.client_id for one in owing})
    promised = promises.judged(db, clients, at.today, at.zone)
    done = debt_steps.done(db, clients, at.today)
    ladder = reminders_of(at.settings.reminders)
    found: list[Seed] = []
    running: dict[int, date] = {}
    for debt in owing:
        judged = promised.get(debt.client_id, ())
        rate = kept_rate(judged, at.today)
        waiting = live(judged, at.today)
        if waiting is not None:
            running[debt.client_id] = waiting.due_on
        failed = broken([one for one in judged if one.currency == debt.currency], at.today)
        if failed is not None and queries.spoken_since(db, debt.client_id, failed.due_on):
            failed = None
        rung = rung_of(debt.oldest, at.today, ladder)
        if failed is None and not _debt_step_due(debt, rung, done.get(debt.client_id, {}), at):
            continue
        due = failed.due_on if failed is not None else debt.oldest
        found.append(
            Seed(
                debt.client_id, Tier.DEBT,
                Reason.DEBT_STEP if failed is None else Reason.BROKEN_PROMISE, due_on=due,
                value_minor=debt.overdue_minor, currency=debt.currency,
                days_late=workdays_late(at.calendar, due, at.today), kept=rate.kept, known=rate.fallen,
                title=rung.step.value if failed is None else "",
                amount_minor=debt.overdue_minor if failed is None else failed.amount_minor,
                count=(at.today - due).days,
            )
        )  # fmt: skip
    return found, running


def _debt_step_due(
    debt: queries.Debtor, rung: Rung, done: Mapping[DunningStep, date], at: Moment
) -> bool:
    """Whether a rung stands, and nothing was done with the debtor since it began."""
    if rung.step is DunningStep.NONE or done.get(rung.step, date.min) >= rung.since:
        return False
    touched = debt.touched
    return touched is None or touched.astimezone(at.zone).date() < rung.since
