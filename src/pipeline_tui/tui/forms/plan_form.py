"""The targets of a month, in one form. `set_plan` runs inside a worker of the screen that calls it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.plan import COUNTS, Metric, Targets, last_day, workdays
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskMixin
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.wording import formats
from pipeline_tui.wording import plan as words
from pipeline_tui.wording.formats import month_name

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk


async def set_plan(screen: DeskMixin, month: date, before: date) -> bool:
    """Ask for the targets of a month; a month without any is offered those of the one before.
    Whether they were saved."""
    desk = screen.desk
    known = await screen.ask(desk.reports.targets, month)
    offered = known or await screen.ask(desk.reports.targets, before)
    currencies = await screen.ask(desk.reports.currencies)
    currencies += [code for _metric, code in offered if code and code not in currencies]

    def save(values: dict[str, Any]) -> bool:
        desk.plans.set(
            month,
            {
                **{(metric, ""): values[metric.value] for metric in COUNTS},
                **{(Metric.MONEY, code): values[f"money_{code}"] for code in currencies},
            },
        )
        return True

    fact = desk.settings.fact
    form = FormScreen(
        _("Plan for {month}").format(month=month_name(month)),
        [
            *(Field(metric.value, words.metric_name(metric, fact), "int") for metric in COUNTS),
            *(
                Field(
                    f"money_{code}", f"{words.metric_name(Metric.MONEY, fact)}, {code}", "money",
                    hint="2 500 000", currency=code,
                )
                for code in currencies
            ),
        ],
        save,
        values=_values(offered),
        draft=f"plan:{month.isoformat()}",
        note=_note(desk, month, None if known or not offered else before),
    )  # fmt: skip
    return bool(await screen.pipeline.push_screen_wait(form))


def _values(targets: Targets) -> dict[str, int]:
    return {
        f"money_{code}" if metric is Metric.MONEY else metric.value: target
        for (metric, code), target in targets.items()
    }


def _note(desk: Desk, month: date, offered_from: date | None) -> str:
    """How long the month is, and where the figures in the form come from."""
    days = workdays(desk.calendar, month, last_day(month)).total
    parts = [formats.count(days, "{n} working day", "{n} working days")]
    if offered_from is not None:
        parts.append(_("filled in from {month}").format(month=month_name(offered_from)))
    parts.append(_("an empty field is no target"))
    return " · ".join(parts)
