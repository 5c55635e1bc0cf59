"""Targets of a month: set, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import select

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.money import read_currency
from pipeline_tui.domain.plan import Metric, month_of
from pipeline_tui.domain.records import Plan, PlanDraft
from pipeline_tui.services.base import Service, validated


class Plans(Service):
    """Use cases of the plan."""

    def set(self, month: date, targets: Mapping[tuple[Metric, str], int | None]) -> None:
        """Set targets of a month by (metric, currency); none or 0 takes one away, and what is not
        named stays. `month` is any day of it.

        Money is in minor units and needs a currency, counts have none. Raises Invalid at the metric.
        """
        first = month_of(month)
        with self._write("plan.set") as unit:
            known = {
                (row.metric, row.currency): row
                for row in unit.session.exec(select(Plan).where(Plan.month == first))
            }
            for (metric, currency), target in targets.items():
                _check(metric, currency, target)
                row = known.get((metric.value, currency))
                if not target:
                    if row is not None:
                        unit.session.delete(row)
                    continue
                draft = validated(
                    PlanDraft,
                    {"month": first, "metric": metric, "currency": currency, "target": target},
                )
                if row is None:
                    row = Plan(**draft.model_dump())
                row.target = draft.target
                unit.session.add(row)
            unit.session.flush()
            unit.about("plan", None, month=first.isoformat())


def _check(metric: Metric, currency: str, target: int | None) -> None:
    if target is not None and target < 0:
        raise Invalid(metric.value, "negative", value=target)
    money = metric is Metric.MONEY
    if money and read_currency(currency, metric.value) != currency:
        raise Invalid(metric.value, "bad_currency", value=currency)
    if not money and currency:
        raise Invalid(metric.value, "bad_currency", value=currency)
