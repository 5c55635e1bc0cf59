"""What call mode asks for at the end of a call: a step, a promise, a loss, a rest."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widgets import Input

from pipeline_tui.domain.calls import After
from pipeline_tui.domain.deals import ReasonRow
from pipeline_tui.domain.when import When
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, MoneyPrompt, TextPrompt, WhenPrompt
from pipeline_tui.wording.labels import named

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import Brief
    from pipeline_tui.tui.client_actions import ClientActions

_NONE = When(date.min, None, "")
_NOT_LOST = ""


class StepPrompt(WhenPrompt):
    """A next step; where none is needed an empty line means none."""

    def _show(self, text: str) -> None:
        super()._show(text)
        if not text.strip():
            self.show_hint(_("Enter: no next step"))

    @on(Input.Submitted)
    def _empty(self, event: Input.Submitted) -> None:
        if not event.value.strip():
            event.stop()
            event.prevent_default()
            self.dismiss(_NONE)


async def ask_step(
    screen: ClientActions, question: str, *, required: bool
) -> dict[str, Any] | None:
    """Fields of `After` for a step, empty for none; None when the question was left."""
    when = await screen.prompt((WhenPrompt if required else StepPrompt)(question))
    if when is None:
        return None
    if when is _NONE:
        return {}
    at = None
    if when.time is not None:
        at = datetime.combine(when.day, when.time, tzinfo=screen.desk.zone)
    return {"step_on": when.day, "step_at": at, "step_title": when.rest}


async def ask_promise(screen: ClientActions, brief: Brief) -> After | None:
    """The sum, offered as what is overdue, and the day."""
    owed = brief.overdue or brief.debt
    currency, amount = next(iter(owed.items()), (screen.desk.settings.currency, None))
    minor = await screen.prompt(
        MoneyPrompt(_("How much do they promise to pay?"), currency, value=amount)
    )
    if minor is None:
        return None
    when = await screen.prompt(WhenPrompt(_("By which day?")))
    if when is None:
        return None
    return After(promise_minor=minor, promise_currency=currency, promise_on=when.day)


async def ask_loss(screen: ClientActions, *, or_step: bool) -> After | None:
    """The reason of a loss; an empty one means that it is not lost and gets a step."""
    rows = await screen.ask(screen.desk.vocabularies.loss_reasons)
    choices: list[Choice] = [Choice(one, named("loss_reason", one.code, one.name)) for one in rows]
    if or_step:
        choices.insert(0, Choice(_NOT_LOST, _("not lost: plan a step")))
    found = await screen.prompt(ChoicePrompt(_("Why was it refused?"), choices))
    if found is None:
        return None
    if not isinstance(found, ReasonRow):
        return After(loss_reason=_NOT_LOST)
    competitor: str | None = ""
    if found.asks_competitor:
        names = await screen.ask(screen.desk.competitor_views.names)
        competitor = await screen.prompt(
            TextPrompt(_("Which competitor?"), hint=", ".join(names[:5]), known=names)
        )
    if competitor is None:
        return None
    return After(loss_reason=found.code, competitor=competitor)


async def ask_rest(screen: ClientActions) -> tuple[date, str] | None:
    """Until when, and why; the reason may follow the day in one line."""
    when = await screen.prompt(WhenPrompt(_("Rest until")))
    if when is None:
        return None
    reason = when.rest or await screen.prompt(TextPrompt(_("Why does it rest?")))
    return (when.day, reason) if reason else None
