"""What is asked where a debt changes without money: credit notes, write-offs, balances from before the
program; and the mark and the limit that hold shipping back.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.ledger import InvoiceRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms import invoice_lines as lines
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.money_form import amount_field, currency_choices
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats, shipping
from pipeline_tui.wording.labels import label

if TYPE_CHECKING:
    from pipeline_tui.tui.base import DeskMixin


async def credit_note(screen: DeskMixin, row: InvoiceRow) -> bool:
    """Ask for less on an invoice."""
    desk = screen.desk

    def save(typed: dict[str, Any]) -> int:
        minor = lines.read_sum(typed["amount_minor"], row.currency)
        return desk.credits.credit_note(
            row.id, minor, typed["reason"], on=typed["paid_on"], reference=typed["reference"]
        )

    form = FormScreen(
        _("Credit note to invoice {number}").format(number=row.number),
        [
            amount_field(),
            Field("reason", _("Why"), required=True, hint=_("goods came back, price lowered")),
            Field("reference", _("Its number")),
            Field("paid_on", _("Date"), "date", required=True),
        ],
        save,
        values={"paid_on": desk.today()},
        draft=f"credit:{row.id}",
        note=_("Left to pay {sum}. What was paid already stays for the next invoice.").format(
            sum=formats.money(row.open_minor, row.currency, cents=True)
        ),
    )
    return await screen.saved(form, _("Credit note entered; u takes it back"))


async def write_off(screen: DeskMixin, row: InvoiceRow) -> bool:
    """Give up what is open of an invoice, or a part."""
    desk = screen.desk

    def save(typed: dict[str, Any]) -> int:
        minor = lines.read_sum(typed["amount_minor"], row.currency)
        return desk.credits.write_off(
            row.id, typed["reason"], amount_minor=minor, on=typed["paid_on"]
        )

    form = FormScreen(
        _("Write off, invoice {number}").format(number=row.number),
        [
            amount_field(),
            Field("reason", _("Why"), required=True, hint=_("bankrupt, too old to sue")),
            Field("paid_on", _("Date"), "date", required=True),
        ],
        save,
        values={
            "amount_minor": lines.written_sum(row.open_minor, row.currency),
            "paid_on": desk.today(),
        },
        draft=f"write-off:{row.id}",
        note=_("The debt is given up and no money came: it stays in the client’s history."),
    )
    form.begin_at = "reason"
    return await screen.saved(form, _("Written off; u takes it back"))


async def opening_balance(screen: DeskMixin, client_id: int, **_more: Any) -> bool:
    """Note what a client owed, or had paid ahead, before the program knew it."""
    desk = screen.desk
    known = await screen.ask(desk.debts.terms, client_id)

    def save(typed: dict[str, Any]) -> int:
        code = typed["currency"]
        minor = lines.read_sum(typed["amount_minor"], code)
        if typed["side"] == "advance":
            return desk.credits.opening_advance(
                client_id, minor, code, on=typed["on"], reference=typed["number"]
            )
        return desk.credits.opening_debt(
            client_id, minor, code, on=typed["on"], due_on=typed["due_on"],
            number=typed["number"] or words.opening_number(typed["on"]),
        )  # fmt: skip

    form = FormScreen(
        _("Balance from before: {name}").format(name=known.name),
        [
            Field(
                "side", _("What it is"), "choice", required=True,
                choices=[
                    Choice("debt", _("they owed us")), Choice("advance", _("they had paid ahead")),
                ],
            ),
            amount_field(),
            Field("on", _("As of the day"), "date", required=True),
            Field("due_on", label("field", "due_on"), "date", hint=_("empty: the same day")),
            Field("number", label("field", "number"), hint=_("of the old invoice, where known")),
            Field(
                "currency", label("field", "currency"), "choice", required=True,
                choices=currency_choices(known.currency),
            ),
        ],
        save,
        values={"side": "debt", "on": desk.today(), "currency": known.currency},
        draft=f"opening:{client_id}",
        note=_("It is owed as any debt is, and counts as no sale."),
    )  # fmt: skip
    form.begin_at = "amount_minor"
    return await screen.saved(form, _("Balance entered; u takes it back"))


async def hold_shipping(screen: DeskMixin, client_id: int) -> bool:
    """Stop or resume shipping to a client, or set how much it may owe."""
    desk = screen.desk
    found = await screen.ask(desk.shipping.caution, client_id)
    name = (await screen.ask(desk.debts.terms, client_id)).name
    own = desk.settings.currency
    limit = (
        _("Credit limit…") if found.limit is None
        else _("Credit limit, now {sum}…").format(sum=formats.money(found.limit[1], own))
    )  # fmt: skip
    choices = [
        Choice("resume", _("Ship again")) if found.stopped_on is not None
        else Choice("stop", _("Stop shipping…")),
        Choice("limit", limit),
    ]  # fmt: skip
    told = "\n".join(shipping.caution(found, desk.today()))
    match await screen.pipeline.push_screen_wait(ChoicePrompt(name, choices, told)):
        case "stop":
            reason = await screen.pipeline.push_screen_wait(
                TextPrompt(
                    _("Why is nothing to be shipped?"),
                    hint=_("a mark on the client, its deals and calls; it locks nothing"),
                )
            )
            if reason is None:
                return False
            done, _none = await screen.attempt(desk.shipping.stop, client_id, reason)
            said = _("Marked: do not ship; u takes it back")
        case "resume":
            done, _none = await screen.attempt(desk.shipping.resume, client_id)
            said = _("Shipping goes on; u takes it back")
        case "limit":
            return await _ask_limit(screen, client_id, name, found.limit)
        case _:
            return False
    if done:
        screen.say(said)
    return done


async def _ask_limit(
    screen: DeskMixin, client_id: int, name: str, now: tuple[str, int] | None
) -> bool:
    desk = screen.desk
    own = desk.settings.currency

    def save(typed: dict[str, Any]) -> bool:
        desk.shipping.set_limit(client_id, typed["limit"])
        return True

    form = FormScreen(
        _("Credit limit: {name}").format(name=name),
        [Field("limit", _("May owe, {currency}").format(currency=own), "money", currency=own,
               hint=_("empty: no limit"))],
        save,
        values={"limit": None if now is None else now[1]},
    )  # fmt: skip
    return bool(await screen.pipeline.push_screen_wait(form))
