"""What is asked when money came or was promised: a payment and how it is laid, a promise.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.debts import OpenItem, allocate, laid_on
from pipeline_tui.domain.debts import by_hand as laid_by_hand
from pipeline_tui.domain.errors import Refused
from pipeline_tui.domain.ledger import InvoiceRow, PaymentRow, wanting
from pipeline_tui.domain.promises import PromiseRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms import invoice_lines as lines
from pipeline_tui.tui.forms.credit_forms import opening_balance
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.money_form import MoneyForm, amount_field, currency_choices
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.wording import debts as words
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin

_SHOWN_LINES = 6
"""Instalments of a plan that are shown; the rest is counted."""


class PaymentForm(MoneyForm):
    """Shows how the payment will be laid before it is saved."""

    begin_at = "amount_minor"  # another sum is typed over the one proposed

    items: Sequence[tuple[str, OpenItem]] = ()
    """(currency, open instalment) of the client."""

    def plan(self, typed: dict[str, Any]) -> str:
        currency = str(typed.get("currency"))
        items = [item for code, item in self.items if code == currency]
        raw = typed.get("amount_minor")
        amount = lines.read_sum("" if raw is None else str(raw), currency)
        hand = lines.read_hand(str(typed.get("hand") or ""), items, currency)
        if hand is not None:
            shares = laid_by_hand(amount, items, hand)
        else:
            shares = allocate(amount, items, invoice_id=typed.get("invoice_id"))
        taken = {share.instalment_id: share.amount_minor for share in shares}
        told = [
            _("{number}, due {day}: {part} of {open}").format(
                number=item.number, day=formats.day_plain(item.due_on),
                part=formats.money(taken[item.instalment_id], currency),
                open=formats.money(item.open_minor, currency),
            )
            for item in items if item.instalment_id in taken
        ]  # fmt: skip
        if len(told) > _SHOWN_LINES:
            more = len(told) - _SHOWN_LINES
            told = [
                *told[:_SHOWN_LINES],
                formats.count(more, "and {n} more instalment", "and {n} more instalments"),
            ]
        free = amount - sum(taken.values())
        if free:
            told.append(
                _("{sum} stays free for the next invoice").format(sum=formats.money(free, currency))
            )
        return "\n".join(f"→ {one}" for one in told)


async def ask_payment(
    screen: DeskMixin, client_id: int, *, invoice: InvoiceRow | None = None
) -> bool:
    """Payment or promise? Then the form of it; whether something was saved.

    Where the client has overpaid and owes, laying one on the other is offered too.
    """
    found = await screen.ask(screen.desk.debts.ledger, client_id)
    choices = [
        Choice(add_payment, _("A payment has come")),
        Choice(add_promise, _("They promise to pay")),
    ]
    owed = dict(found.standing.open_sums)
    free = tuple((code, minor) for code, minor in found.free_sums if code in owed)
    if free:
        choices.append(
            Choice(
                _lay_overpaid,
                _("Lay the overpaid {sum} on the debt").format(sum=words.sums(free)),
            )
        )
    choices.append(Choice(opening_balance, _("Balance from before the program…")))
    what = await screen.pipeline.push_screen_wait(ChoicePrompt(found.name, choices))
    return False if what is None else bool(await what(screen, client_id, invoice=invoice))


async def _lay_overpaid(
    screen: DeskMixin,
    client_id: int,
    *,
    invoice: InvoiceRow | None = None,  # noqa: ARG001
) -> bool:
    done, _laid = await screen.attempt(screen.desk.invoices.allocate_free, client_id)
    if done:
        screen.say(_("The overpaid money is laid on the debt; u takes it back"))
    return done


async def add_payment(
    screen: DeskMixin, client_id: int, *, invoice: InvoiceRow | None = None
) -> bool:
    """Ask for a payment; whether one was saved."""
    desk = screen.desk
    found = await screen.ask(desk.debts.ledger, client_id)
    items = wanting(found.invoices)
    currency = _first_currency(desk, items, invoice)

    def save(typed: dict[str, Any]) -> int:
        code = typed["currency"]
        hand = lines.read_hand(typed.pop("hand"), [i for c, i in items if c == code], code)
        chosen = typed.pop("invoice_id", None)
        return desk.invoices.add_payment(
            {**typed, "client_id": client_id, "amount_minor": lines.read_sum(typed["amount_minor"], code)},
            invoice_id=chosen, wanted=hand,
        )  # fmt: skip

    form = PaymentForm(
        _("Payment: {name}").format(name=found.name),
        [
            amount_field(),
            Field(
                "paid_on", label("field", "paid_on"), "date", required=True, hint=_("today, 13.03")
            ),
            *_laying_fields(found.invoices),
            Field(
                "currency", label("field", "currency"), "choice", required=True,
                choices=currency_choices(currency, *(code for code, _item in items)),
            ),
            Field("reference", _("Reference"), hint=_("what the bank statement says")),
        ],
        save,
        values={
            "paid_on": desk.today(), "currency": currency,
            "amount_minor": (
                "" if invoice is None else lines.written_sum(invoice.open_minor, invoice.currency)
            ),
            "invoice_id": None if invoice is None else invoice.id,
        },
        draft=f"payment:{client_id}",
        note=_("Owes {sum}").format(sum=words.sums(found.standing.open_sums))
        if found.standing.owes else "",
    )  # fmt: skip
    form.items = items
    return await screen.saved(form, _("Payment entered; u takes it back"))


async def lay_payment(screen: DeskMixin, row: PaymentRow, invoices: Sequence[InvoiceRow]) -> bool:
    """Lay a payment on other invoices, a sum for each; whether that was saved."""
    desk = screen.desk
    items = [item for code, item in wanting(invoices, row) if code == row.currency]
    numbers = dict.fromkeys(item.invoice_id for item in items)
    shown = {id_: [one for one in items if one.invoice_id == id_] for id_ in numbers}
    now: dict[int, int] = {}
    for one in row.laid:
        now[one.invoice_id] = now.get(one.invoice_id, 0) + one.amount_minor

    def wanted(typed: dict[str, Any]) -> dict[int, int]:
        found: dict[int, int] = {}
        for id_, mine in shown.items():
            text = str(typed.get(f"on_{id_}") or "")
            if text.strip() not in ("", "0"):
                minor = lines.read_sum(text, row.currency, f"on_{id_}")
                found |= laid_on(minor, mine, f"on_{id_}")
        return found

    def save(typed: dict[str, Any]) -> bool:
        desk.invoices.lay_anew(row.id, wanted=wanted(typed))
        return True

    form = _LayForm(
        _("{what}: lay by hand").format(what=words.movement_title(row)),
        [
            Field(
                f"on_{id_}", mine[0].number,
                hint=_("owed {sum}, due {day}").format(
                    sum=formats.money(sum(one.open_minor for one in mine), row.currency),
                    day=formats.day_plain(mine[0].due_on),
                ),
            )
            for id_, mine in shown.items()
        ],
        save,
        values={
            f"on_{id_}": lines.written_sum(minor, row.currency)
            for id_, minor in now.items() if id_ in shown
        },
        note=_("What stands by no invoice stays free for the next one."),
    )  # fmt: skip
    form.amount, form.currency, form.wanted = row.amount_minor, row.currency, wanted
    return bool(await screen.pipeline.push_screen_wait(form))


class _LayForm(MoneyForm):
    """The sum of the payment stands; how much of it lies on which invoice is asked."""

    amount = 0
    currency = ""
    wanted: Callable[[dict[str, Any]], dict[int, int]]

    def plan(self, typed: dict[str, Any]) -> str:
        laid = sum(self.wanted(typed).values())
        if laid > self.amount:
            raise Refused("allocation_over_payment")
        return "→ " + _("laid {laid} of {sum}, {free} stays free").format(
            laid=formats.money(laid, self.currency, cents=True),
            sum=formats.money(self.amount, self.currency, cents=True),
            free=formats.money(self.amount - laid, self.currency, cents=True),
        )


def _laying_fields(invoices: Sequence[InvoiceRow]) -> list[Field]:
    wanting = [row for row in invoices if row.cancelled_on is None]
    fields = []
    if wanting:
        fields.append(
            Field(
                "invoice_id", _("For invoice"), "choice",
                choices=[Choice(row.id, _invoice_line(row)) for row in _oldest_first(wanting)],
            )
        )  # fmt: skip
    fields.append(Field("hand", _("By hand"), hint=_("17=1000; 18=250,50 (number=sum)")))
    return fields


def _invoice_line(row: InvoiceRow) -> str:
    if row.due_on is None:
        return f"{row.number} · {label('invoice', 'paid')}"
    return (
        f"{row.number} · {formats.day_plain(row.due_on)} · "
        f"{formats.money(row.open_minor, row.currency)}"
    )


def _oldest_first(rows: Sequence[InvoiceRow]) -> list[InvoiceRow]:
    """Those that want money by their days, then the paid ones by theirs."""
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or row.issued_on, row.id))


def _first_currency(
    desk: Desk, items: Sequence[tuple[str, OpenItem]], invoice: InvoiceRow | None
) -> str:
    if invoice is not None:
        return invoice.currency
    codes = [code for code, _item in items]
    own = desk.settings.currency
    return own if own in codes or not codes else codes[0]


async def add_promise(
    screen: DeskMixin, client_id: int, *, invoice: InvoiceRow | None = None
) -> bool:
    """Ask for a promise to pay; whether one was saved."""
    desk = screen.desk
    found = await screen.ask(desk.debts.ledger, client_id)
    items = wanting(found.invoices)
    currency = _first_currency(desk, items, invoice)
    running = found.standing.promise
    sums = dict(found.standing.overdue_sums) or dict(found.standing.open_sums)
    proposed = invoice.open_minor if invoice is not None else sums.get(currency, 0)

    def save(typed: dict[str, Any]) -> int:
        replace = typed.pop("replace", False)
        code = typed["currency"]
        return desk.invoices.add_promise(
            client_id=client_id, amount_minor=lines.read_sum(typed["amount_minor"], code),
            currency=code, due_on=typed["due_on"], note=typed["note"],
            invoice_id=typed.get("invoice_id"),
            instead_of=running.id if replace and running is not None else None,
        )  # fmt: skip

    fields = [
        amount_field(),
        Field(
            "due_on", label("field", "due_on"), "date", required=True, hint=_("friday, 13.03, +3d")
        ),
        Field("note", label("field", "note"), hint=_("who said it")),
    ]
    owing = [row for row in _oldest_first(found.invoices) if row.due_on is not None]
    if owing:
        fields.append(
            Field(
                "invoice_id", _("For invoice"), "choice",
                choices=[Choice(row.id, _invoice_line(row)) for row in owing],
            )
        )  # fmt: skip
    fields.append(
        Field(
            "currency", label("field", "currency"), "choice", required=True,
            choices=currency_choices(currency, *(code for code, _item in items)),
        )
    )  # fmt: skip
    if running is not None:
        fields.insert(3, Field("replace", _("Replaces the last"), "flag"))
    form = FormScreen(
        _("Promise to pay: {name}").format(name=found.name), fields, save,
        values={
            "amount_minor": lines.written_sum(proposed, currency) if proposed else "",
            "currency": currency, "replace": running is not None,
            "invoice_id": None if invoice is None else invoice.id,
        },
        draft=f"promise:{client_id}",
        note=_promise_note(running, desk.today()),
    )  # fmt: skip
    form.begin_at = "amount_minor"
    return await screen.saved(form, _("Promise noted; on its day it comes back to the call list"))


def _promise_note(running: PromiseRow | None, today: date) -> str:
    if running is None:
        return ""
    return _("Promised already: {sum} by {day}").format(
        sum=formats.money(running.amount_minor, running.currency),
        day=formats.day(running.due_on, today),
    )
