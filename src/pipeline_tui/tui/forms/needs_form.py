"""The needs form: what to find out before an offer, of a client or of one deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.needs import ALL, ASKED, NeedsView
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.wording.labels import label

if TYPE_CHECKING:
    from pipeline_tui.domain.cards import CardView
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskScreen


def needs_form(desk: Desk, card: CardView, own: NeedsView) -> FormScreen:
    """Answers of the client, or of the deal that `own` names; leaves with True."""
    seen = own.values()

    def save(typed: dict[str, Any]) -> bool:
        desk.needs.set(
            typed, client_id=card.id if own.deal_id is None else None, deal_id=own.deal_id,
            seen=seen,
        )  # fmt: skip
        return True

    hints = {
        "budget": _("a sum, or what they said of it"),
        "authority": _("who signs, who else is asked"),
        "timing": _("when it must stand at their place"),
        "buying_power": _("turnover, orders so far, how they pay"),
    }
    key = f"client:{card.id}" if own.deal_id is None else f"deal:{own.deal_id}"
    return FormScreen(
        _("Needs: {name}").format(name=own.deal or card.name),
        [
            Field(
                name, label("needs", name) + (" ·" if name in ASKED else ""),
                "long" if name == "need" else "text", hint=hints.get(name, ""),
            )
            for name in ALL
        ],
        save, values=seen, draft=f"needs:{key}",
        note=_("Marked ·: to be known before an offer.")
        if own.deal_id is None
        else _("Marked ·: to be known before an offer. What is empty here is taken from the client."),
    )  # fmt: skip


async def ask_needs(screen: DeskScreen, card: CardView, deal_id: int | None = None) -> None:
    """Open the form, after asking whose needs they are where deals are open."""
    known = {one.deal_id: one for one in card.needs}
    blank = NeedsView()
    if deal_id is None and card.deals:
        chosen = await screen.prompt(
            ChoicePrompt(
                _("Whose needs?"),
                [
                    Choice(0, _("of the client in general")),
                    *(Choice(deal.id, _("deal: {title}").format(title=deal.title)) for deal in card.deals),
                ],
            )
        )  # fmt: skip
        if chosen is None:
            return
        deal_id = chosen or None
    own = known.get(deal_id, blank)
    if deal_id is not None and own is blank:
        title = next((deal.title for deal in card.deals if deal.id == deal_id), "")
        own = NeedsView(deal_id=deal_id, deal=title)
    await screen.prompt(needs_form(screen.desk, card, own))
