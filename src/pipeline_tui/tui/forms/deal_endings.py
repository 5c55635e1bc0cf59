"""What is asked when a deal ends: the sum it was won at, the reason it was lost for.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.deals import ReasonRow
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.checklists import ask_to_go_on
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.invoice_forms import add_invoice, shipping_note
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.formats import count, day_full, days
from pipeline_tui.wording.labels import label, named

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin


async def win_deal(screen: DeskMixin, deal_id: int) -> bool:
    """Win a deal: its final amount, the first step of the fulfilment, an invoice if wanted."""
    desk = screen.desk
    card = await screen.ask(desk.funnel.card, deal_id)
    row = card.row
    anyway = await ask_to_go_on(screen, [deal_id], what=row.title) if card.stage.is_open else False
    if anyway is None:
        return False
    stages = await screen.ask(desk.vocabularies.stages, card.stage.pipeline_id)
    ahead = [words.stage_name(one) for one in stages if one.kind == StageKind.FULFILMENT]

    def save(values: dict[str, Any]) -> dict[str, Any]:
        desk.deals.win(
            deal_id, amount_minor=values["amount_minor"], step_on=values["step_on"],
            step_title=values["step_title"], anyway=anyway,
        )  # fmt: skip
        return values

    fields = [
        Field("amount_minor", _("Final amount"), "money", currency=row.currency),
        Field("step_on", _("First step on"), "date", hint=_("empty: nothing is planned")),
        Field("step_title", _("First step")),
    ]
    if row.client_id is not None:
        fields.append(Field("invoice", _("Issue an invoice"), "flag"))
    form = FormScreen(
        _("Won: {title}").format(title=row.title),
        fields,
        save,
        values={
            "amount_minor": row.amount_minor,
            "step_title": ahead[0] if ahead else "",
        },
        note="\n".join(
            filter(
                None,
                (
                    " → ".join(filter(None, (words.client_name(row), *ahead))),
                    await shipping_note(screen, row.client_id),
                ),
            )
        ),
    )
    found: dict[str, Any] | None = await screen.pipeline.push_screen_wait(form)
    if found is None:
        return False
    screen.say(_("Won: {title}. Next: payment and delivery.").format(title=row.title))
    if found.get("invoice"):
        await add_invoice(
            screen, client_id=row.client_id, deal_id=deal_id,
            worth=None if found["amount_minor"] is None else (found["amount_minor"], row.currency),
        )  # fmt: skip
    return True


async def lose_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Lose deals for a reason from the list; competitor, note and win-back day may be added."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else many(len(rows))
    reasons = await screen.ask(desk.vocabularies.loss_reasons)
    reason: ReasonRow | None = await screen.pipeline.push_screen_wait(
        ChoicePrompt(
            _("Why was it lost? {what}").format(what=title),
            [Choice(one, _reason_line(one)) for one in reasons],
        )
    )
    if reason is None:
        return False
    why = named("loss_reason", reason.code, reason.name)

    def save(values: dict[str, Any]) -> bool:
        desk.deals.lose_all(
            [row.id for row in rows], reason.code, competitor=values["competitor"],
            note=values["note"], win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    def save_one(values: dict[str, Any]) -> bool:
        desk.deals.lose(
            rows[0].id, reason.code, competitor=values["competitor"], note=values["note"],
            win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    competitor = Field(
        "competitor", label("field", "competitor"), required=reason.asks_competitor,
        hint=_("who won it"), known=await screen.ask(desk.competitor_views.names),
    )  # fmt: skip
    note = Field("note", label("field", "note"), hint=_("in the client’s words"))
    form = FormScreen(
        _("Lost ({reason}): {what}").format(reason=why, what=title),
        [
            *((competitor, note) if reason.asks_competitor else (note, competitor)),
            Field(
                "win_back_on", label("field", "win_back_on"), "date", hint=_win_back(desk, reason)
            ),
        ],
        save_one if len(rows) == 1 else save,
        values={"competitor": rows[0].competitor if len(rows) == 1 else ""},
        note=_("Enter saves. Win-back call: {day}").format(day=_win_back(desk, reason)),
    )
    lost = bool(await screen.pipeline.push_screen_wait(form))
    if lost:
        screen.say(_("Lost: {title}").format(title=title))
    return lost


def _reason_line(reason: ReasonRow) -> str:
    name = named("loss_reason", reason.code, reason.name)
    if reason.win_back_days is None:
        return name
    return f"{name}  ({_('win back in {days}').format(days=days(reason.win_back_days))})"


def _win_back(desk: Desk, reason: ReasonRow) -> str:
    if reason.win_back_days is None:
        return _("none")
    return day_full(desk.today() + timedelta(days=reason.win_back_days))


def many(n: int) -> str:
    """So many deals, in words."""
    return count(n, "{n} deal", "{n} deals")
