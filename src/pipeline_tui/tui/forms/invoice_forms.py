"""What is asked about an invoice: issuing it with its instalments, changing it, a dispute.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.debts import DUE_AFTER_DAYS
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.ledger import InvoiceRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms import invoice_lines as lines
from pipeline_tui.tui.forms.client_field import ClientField
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.money_form import MoneyForm, amount_field, currency_choices
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.wording import formats, shipping
from pipeline_tui.wording.labels import label

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskMixin


class InvoiceForm(MoneyForm):
    """Shows the instalments as they were understood."""

    terms = DUE_AFTER_DAYS
    """Days from issue to payment of the client that the invoice is for."""
    caution = ""
    """What speaks against shipping to a client that was chosen in the form."""

    @on(ClientField.Changed)
    def _client_chosen(self) -> None:
        self.run_worker(self._read_terms(), group="terms", exclusive=True)

    async def _read_terms(self) -> None:
        chosen = self.query_one("#field-client_id", ClientField).client_id
        if chosen is not None:
            self.terms = (await self.ask(self.desk.debts.terms, chosen)).days
            self.caution = await shipping_note(self, chosen)
            self._show_plan()

    def plan(self, typed: dict[str, Any]) -> str:
        now = self.desk.local_now()
        currency = str(typed["currency"])
        issued = Field("issued_on", "", "date", required=True).read(
            str(typed["issued_on"]), now, self.desk.calendar
        )
        parts = lines.read_parts(
            str(typed["parts"]), lines.read_sum(str(typed["amount_minor"]), currency), currency,
            issued, self.terms, now, self.desk.calendar,
        )  # fmt: skip
        plan = "→ " + " · ".join(
            f"{formats.day_plain(due)} {formats.money(part, currency)}" for due, part in parts
        )
        return "\n".join(filter(None, (plan, self.caution)))


async def add_invoice(
    screen: DeskMixin, *, client_id: int | None = None, deal_id: int | None = None,
    worth: tuple[int, str] | None = None,
) -> int | None:  # fmt: skip
    """Ask for a new invoice; its number in the file, or None. `worth` is what the deal was won at,
    in minor units, and their currency."""
    desk = screen.desk
    currency = desk.settings.currency
    values: dict[str, Any] = {
        "client_id": client_id, "number": await screen.ask(desk.debts.next_number),
        "issued_on": desk.today(), "currency": currency,
    }  # fmt: skip
    terms = DUE_AFTER_DAYS
    title = _("New invoice")
    if client_id is not None:
        known = await screen.ask(desk.debts.terms, client_id)
        terms, currency = known.days, known.currency
        values["currency"] = currency
        title = _("New invoice: {name}").format(name=known.name)
    if worth is not None:
        amount_minor, currency = worth
        values |= {
            "currency": currency, "amount_minor": lines.written_sum(amount_minor, currency),
        }  # fmt: skip

    def save(typed: dict[str, Any]) -> int:
        owner = typed.pop("client_id", client_id)
        parts = lines.read_parts(
            typed.pop("parts"),
            lines.read_sum(typed["amount_minor"], typed["currency"]),
            typed["currency"], typed["issued_on"], desk.debts.terms(owner).days, desk.local_now(), desk.calendar,
        )  # fmt: skip
        amount = sum(part for _due, part in parts)
        return desk.invoices.add_invoice(
            {**typed, "client_id": owner, "deal_id": deal_id, "amount_minor": amount}, parts
        )

    form = InvoiceForm(
        title, _invoice_fields(with_client=client_id is None, currency=currency), save,
        values=values, draft=f"invoice:new:{client_id or ''}",
        note=await shipping_note(screen, client_id, () if worth is None else ((currency, worth[0]),)),
    )  # fmt: skip
    form.terms = terms
    number: int | None = await screen.pipeline.push_screen_wait(form)
    if number is not None:
        row = await screen.ask(desk.debts.invoice, number)
        screen.say(_("Invoice {number} issued").format(number=row.number))
    return number


async def shipping_note(screen: DeskMixin, client_id: int | None, adding: SUMS = ()) -> str:
    """What speaks against selling to a client, to stand at the head of a form."""
    if client_id is None:
        return ""
    found = await screen.ask(screen.desk.shipping.caution, client_id, adding)
    told = " · ".join(shipping.caution(found, screen.desk.today()))
    return f"! {told}" if told else ""


async def edit_invoice(screen: DeskMixin, row: InvoiceRow) -> bool:
    """Change an invoice and its instalments; whether something was saved."""
    desk = screen.desk
    values = {
        "number": row.number, "issued_on": row.issued_on, "currency": row.currency,
        "amount_minor": lines.written_sum(row.amount_minor, row.currency), "notes": row.notes,
        "parts": lines.written_parts(
            [(one.due_on, one.amount_minor) for one in row.instalments], row.currency
        ),
    }  # fmt: skip
    seen = {
        "number": row.number, "issued_on": row.issued_on, "currency": row.currency,
        "amount_minor": row.amount_minor, "notes": row.notes,
    }  # fmt: skip

    def save(typed: dict[str, Any]) -> bool:
        parts = lines.read_parts(
            typed.pop("parts"),
            lines.read_sum(typed["amount_minor"], typed["currency"]),
            typed["currency"], typed["issued_on"], desk.debts.terms(row.client_id).days,
            desk.local_now(), desk.calendar,
        )  # fmt: skip
        amount = sum(part for _due, part in parts)
        desk.invoices.edit(row.id, {**typed, "amount_minor": amount}, seen, instalments=parts)
        return True

    form = InvoiceForm(
        _("Invoice {number}").format(number=row.number),
        _invoice_fields(with_client=False, currency=row.currency), save,
        values=values, draft=f"invoice:{row.id}",
    )  # fmt: skip
    form.terms = (await screen.ask(desk.debts.terms, row.client_id)).days
    return bool(await screen.pipeline.push_screen_wait(form))


def _invoice_fields(*, with_client: bool, currency: str) -> list[Field]:
    fields = [
        amount_field(),
        Field("parts", _("Due"), hint=_("15.04 · 15.04 x3 · 15.04=1000; 15.05=500")),
        Field("number", label("field", "number"), required=True),
        Field("issued_on", label("field", "issued_on"), "date", required=True),
        Field(
            "currency", label("field", "currency"), "choice", required=True,
            choices=currency_choices(currency),
        ),
        Field("notes", label("field", "notes")),
    ]  # fmt: skip
    if with_client:
        fields.insert(0, Field("client_id", label("field", "client"), "client", required=True))
    return fields


async def dispute_invoice(screen: DeskMixin, row: InvoiceRow, *, part: bool = False) -> bool:
    """Note what the client objects to, a part of it where it is one, or that it is settled."""
    desk = screen.desk
    minor = None
    if row.disputed:
        note = await screen.pipeline.push_screen_wait(
            TextPrompt(
                _("How was it settled?"), hint=_("objected to: {note}").format(note=row.dispute_note),
                required=False,
            )
        )  # fmt: skip
        if note is None:
            return False
        done, _none = await screen.attempt(desk.invoices.undispute, row.id, note)
    else:
        if part:
            typed = await screen.pipeline.push_screen_wait(
                TextPrompt(_("To how much of it?"), hint=_("the rest is asked for as before"))
            )
            if not typed:
                return False
            try:
                minor = lines.read_sum(typed, row.currency)
            except Invalid as wrong:
                screen.tell(wrong)
                return False
        note = await screen.pipeline.push_screen_wait(
            TextPrompt(
                _("What do they object to?"), hint=_("the reminders stop until it is settled")
            )
        )
        if note is None:
            return False
        done, _none = await screen.attempt(desk.invoices.dispute, row.id, note, minor)
    return done
