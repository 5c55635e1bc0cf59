"""What is done from a client card: to the client, to the person or the deal under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline_tui.domain.cards import CardView
from pipeline_tui.domain.ledger import InvoiceRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.card_tabs import PAGES, MoneyRecord
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.wording.labels import codes, label


class CardWork(ClientActions):
    """The commands of a card. The card itself says which tab is in view and what it read."""

    record_id: int
    tab: str
    card: CardView | None
    money: Sequence[MoneyRecord] = ()
    """Records behind the lines of the money tab, by line."""

    @property
    def client_id(self) -> int:
        """Whose card this is."""
        return self.record_id

    @property
    def table(self) -> LineTable:
        """The list of the tab in view."""
        return self.query_one("#card-list", LineTable)

    @property
    def chosen_row(self) -> int | None:
        """The row under the cursor, where the tab is a list."""
        return None if self.tab in PAGES else self.table.cursor_id

    def go(self, tab: str) -> None:
        """Bring a tab to the front."""

    def chosen_clients(self) -> tuple[int, ...]:
        return (self.client_id,)

    def deal_in_view(self) -> int | None:
        """The deal under the cursor, else the only open one."""
        if self.tab == "deals":
            return self.table.cursor_id
        if self.card is not None and len(self.card.deals) == 1:
            return self.card.deals[0].id
        return None

    def _with_deal(self, work: Callable[[int], Any]) -> None:
        deal_id = self.deal_in_view()
        if deal_id is None:
            if self.tab != "deals":
                self.go("deals")
            self.say(_("Choose the deal first."))
        else:
            self.start(work, deal_id)

    def action_move(self) -> None:
        self._with_deal(self._move_deal)

    async def _move_deal(self, deal_id: int) -> None:
        from pipeline_tui.tui.forms.deal_moves import move_deals

        await move_deals(self, [deal_id])

    def action_win(self) -> None:
        self._with_deal(self._win)

    async def _win(self, deal_id: int) -> None:
        from pipeline_tui.tui.forms.deal_endings import win_deal

        await win_deal(self, deal_id)

    def action_lose(self) -> None:
        self._with_deal(self._lose)

    async def _lose(self, deal_id: int) -> None:
        from pipeline_tui.tui.forms.deal_endings import lose_deals

        await lose_deals(self, [deal_id])

    def action_step(self) -> None:
        """On the deals it is the deal's step, elsewhere the client's."""
        if self.tab == "deals" and self.table.cursor_id is not None:
            self.start(self._plan_for_deal, self.table.cursor_id)
        else:
            super().action_step()

    async def _plan_for_deal(self, deal_id: int) -> None:
        from pipeline_tui.tui.forms.step_forms import plan_next_step

        await plan_next_step(self, deal_id=deal_id)

    def action_pin(self) -> None:
        """Make the person under the cursor the one to call first."""
        if self.tab == "contacts" and self.table.cursor_id is not None:
            self.start(
                self._do, _("To be called first"), self.desk.contacts.reorder, self.client_id,
                [self.table.cursor_id],
            )  # fmt: skip

    def action_objection(self) -> None:
        self.start(self._objection)

    async def _objection(self) -> None:
        from pipeline_tui.tui.screens.objection_lookup import ObjectionLookup

        deal_id = self.deal_in_view()
        met = await self.prompt(ObjectionLookup(client_id=self.client_id, deal_id=deal_id))
        if met is not None:
            await self._do(
                _("Objection noted"), self.desk.objections.log,
                client_id=self.client_id, deal_id=deal_id, **met.values(),
            )  # fmt: skip

    async def settle_objection(self, event_id: int) -> None:
        """Say how an objection ended."""
        result = await self.prompt(
            ChoicePrompt(
                _("How did it end?"),
                [Choice(one, label("objection_result", one)) for one in codes("objection_result")],
            )
        )
        if result:
            await self._do(
                label("objection_result", result), self.desk.objections.settle, event_id, result
            )

    def invoice_in_view(self) -> InvoiceRow | None:
        """The invoice under the cursor of the money tab."""
        place = self.chosen_row if self.tab == "money" else None
        record = None if place is None else self.money[place]
        return record if isinstance(record, InvoiceRow) else None

    def action_payment(self) -> None:
        self.start(self._payment)

    async def _payment(self) -> None:
        from pipeline_tui.tui.forms.payment_forms import ask_payment

        await ask_payment(self, self.client_id, invoice=self.invoice_in_view())

    def action_document(self) -> None:
        self.start(self._invoice)

    async def _invoice(self) -> None:
        from pipeline_tui.tui.forms.invoice_forms import add_invoice

        deal_id = self.chosen_row if self.tab == "deals" else None
        await add_invoice(self, client_id=self.client_id, deal_id=deal_id)

    def action_needs(self) -> None:
        if self.card is not None:
            self.start(self._needs, self.card)

    async def _needs(self, card: CardView) -> None:
        from pipeline_tui.tui.forms.needs_form import ask_needs

        await ask_needs(self, card, self.table.cursor_id if self.tab == "deals" else None)

    def action_verify(self) -> None:
        self.start(self.verify, (self.client_id,))

    def action_tags(self) -> None:
        if self.card is not None:
            self.start(self._tags, self.card)

    async def _tags(self, card: CardView) -> None:
        from pipeline_tui.tui.card_tags import TagsPrompt

        known = [name for name, _n in await self.ask(self.desk.lists.tags)]
        hint = _("separated by ; — → takes the one offered")
        line = await self.prompt(TagsPrompt(_("Tags"), card.tags, known, hint))
        if line is None:
            return
        tags = [one.strip() for one in line.replace(",", ";").split(";") if one.strip()]
        if tuple(sorted(tags)) != tuple(sorted(card.tags)):
            await self._do(_("Tags kept"), self.desk.clients.edit, card.id, {}, tags=tags)

    def action_brief(self) -> None:
        from pipeline_tui.tui.screens.brief import BriefScreen

        self.app.push_screen(BriefScreen(self.client_id))

    def action_history(self) -> None:
        """Of the person, the deal or the money under the cursor; on a page of the client itself."""
        from pipeline_tui.tui.screens import record_history

        chosen = self.chosen_row
        record = ("client", self.client_id)
        if chosen is not None and self.tab == "money":
            record = record_history.money_record(self.money[chosen])
        elif chosen is not None:
            kinds = {"contacts": "contact", "deals": "deal", "objections": "objection_event"}
            record = kinds[self.tab], chosen
        name = None if self.card is None else self.card.name
        self.app.push_screen(record_history.RecordHistory(record, name))

    def action_edit(self) -> None:
        if self.card is not None:
            self.start(self._edit, self.card)

    async def _edit(self, card: CardView) -> None:
        from pipeline_tui.tui.forms import client_forms

        chosen = self.chosen_row
        if self.tab == "contacts" and chosen is not None:
            person = next((one for one in card.contacts if one.id == chosen), None)
            await self.prompt(
                client_forms.contact_form(self.desk, card.id, card.contact_fields, person)
            )
        elif self.tab == "deals" and chosen is not None:
            from pipeline_tui.tui.forms.deal_forms import edit_deal

            await edit_deal(self, chosen)
        elif self.tab == "needs":
            await self._needs(card)
        elif (invoice := self.invoice_in_view()) is not None:
            from pipeline_tui.tui.forms.invoice_forms import edit_invoice

            await edit_invoice(self, invoice)
        else:
            await self.prompt(client_forms.edit_client_form(self.desk, card))

    def action_erase(self) -> None:
        """The person under the cursor; on other tabs the client, where it is a person."""
        from pipeline_tui.tui.erase_action import erase_client, erase_contact

        person = self.chosen_row if self.tab == "contacts" else None
        if person is not None:
            self.start(erase_contact, self, person)
        else:
            self.start(erase_client, self, self.client_id)

    def action_add(self) -> None:
        if self.card is not None:
            self.start(self._add, self.card)

    async def _add(self, card: CardView) -> None:
        from pipeline_tui.tui.forms import client_forms

        match self.tab:
            case "contacts":
                await self.prompt(
                    client_forms.contact_form(self.desk, card.id, card.contact_fields)
                )
            case "deals":
                from pipeline_tui.tui.forms.deal_forms import add_deal

                await add_deal(self, client_id=card.id)
            case "money":
                await self._invoice()
            case "objections":
                await self._objection()
            case "needs":
                await self._needs(card)
            case "timeline":
                await self._note_something(card.id)
            case _:
                await self._change_something(card)

    async def _note_something(self, client_id: int) -> None:
        ways = [
            Choice(("note", None), label("activity", "note")),
            Choice(("email", "out"), _("e-mail: we wrote")),
            Choice(("email", "in"), _("e-mail: they wrote")),
            Choice(("meeting", None), label("activity", "meeting")),
            Choice(("message", "out"), _("message: we wrote")),
            Choice(("message", "in"), _("message: they wrote")),
        ]
        way = await self.prompt(ChoicePrompt(_("What happened?"), ways))
        if way is None:
            return
        kind, direction = way
        text = await self.prompt(TextPrompt(label("activity", kind), hint=_("what was said")))
        if text:
            await self._do(
                _("Noted"),
                self.desk.calls.touch,
                kind=kind,
                client_id=client_id,
                note=text,
                direction=direction,
            )

    async def _change_something(self, card: CardView) -> None:
        from pipeline_tui.tui.forms import client_forms

        async def consent(_ids: tuple[int, ...]) -> None:
            await self.prompt(client_forms.consent_form(self.desk, card))

        chosen = await self.prompt(
            ChoicePrompt(
                card.name,
                [
                    Choice(consent, _("Note a consent or a refusal")),
                    Choice(self.refuse_calls, _("Do not call any more")),
                    Choice(self.put_tag_on, _("Put a tag on")),
                    Choice(self.take_tag_off, _("Take a tag off")),
                    Choice(self.verify, _("Data looked through, it holds")),
                    Choice(self.put_away, _("Put away, or back into work")),
                ],
            )
        )
        if chosen is not None:
            await chosen((card.id,))
