"""Debts in words: what to do next, promises, how a client pays."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.clients import SUMS
from pipeline_tui.domain.collection import Collection, PayerFigures
from pipeline_tui.domain.debts import DebtShow
from pipeline_tui.domain.dunning import DunningStep, Rung
from pipeline_tui.domain.ledger import DebtorRow, InvoiceRow, InvoiceState, PaymentRow, Standing
from pipeline_tui.domain.promises import KeptRate, PromiseRow
from pipeline_tui.domain.vocabulary import PaymentKind, PromiseState
from pipeline_tui.i18n import NP_, _, pgettext
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import label

_STEPS = {
    DunningStep.REMINDER: NP_("debt_step", "remind"),
    DunningStep.DUE_TODAY: NP_("debt_step", "due today"),
    DunningStep.SOFT: NP_("debt_step", "ask gently"),
    DunningStep.CALL: NP_("debt_step", "call"),
    DunningStep.LETTER: NP_("debt_step", "send a letter"),
    DunningStep.CLAIM: NP_("debt_step", "send a claim"),
    DunningStep.DISPUTED: NP_("debt_step", "settle the dispute"),
}
_SHOWS = {
    "all": NP_("debt_list", "all that owe"),
    "overdue": NP_("debt_list", "overdue"),
    "promised": NP_("debt_list", "promised"),
    "broken": NP_("debt_list", "promise broken"),
    "disputed": NP_("debt_list", "disputed"),
    "today": NP_("debt_list", "to do today"),
    "over_limit": NP_("debt_list", "over the credit limit"),
    "stopped": NP_("debt_list", "shipping stopped"),
}
TONES = {
    InvoiceState.OVERDUE: "danger", InvoiceState.DISPUTED: "warning", InvoiceState.PAID: "success",
    InvoiceState.CANCELLED: "muted", InvoiceState.WRITTEN_OFF: "muted", InvoiceState.PARTIAL: "accent", InvoiceState.OPEN: "",
}  # fmt: skip
"""The tone of the palette of an invoice by its state."""
PROMISE_TONES = {
    PromiseState.OPEN: "accent", PromiseState.KEPT: "success", PromiseState.PARTIAL: "warning",
    PromiseState.BROKEN: "danger",
}  # fmt: skip


def show(code: str) -> str:
    """A view of the debtors list."""
    return pgettext("debt_list", _SHOWS[code])


def sums(values: SUMS, *, short: bool = False) -> str:
    """Sums of several currencies side by side, never added; a dash for none."""
    return formats.sums(dict(values), short=short)


def named(step: DunningStep) -> str:
    """What a step asks one to do."""
    return pgettext("debt_step", _STEPS[step])


def step(rung: Rung | None, today: date) -> str:
    """What is to be done about a debt, with its day where that is still to come."""
    if rung is None or rung.step is DunningStep.NONE:
        return "—"
    if rung.step is DunningStep.PROMISED:
        return _("wait: {day}").format(day=formats.day(rung.since, today))
    text = named(rung.step)
    if rung.done_on is not None:
        return _("{step}: done").format(step=text)
    if rung.since > today:
        return f"{text} {formats.day(rung.since, today)}"
    return text


def step_tone(rung: Rung | None, today: date) -> str:
    """The tone of the palette that goes with it."""
    if rung is None or rung.step is DunningStep.NONE or rung.since > today or rung.done_on:
        return "muted"
    return {
        DunningStep.CLAIM: "danger", DunningStep.LETTER: "warning", DunningStep.CALL: "warning",
        DunningStep.DISPUTED: "warning", DunningStep.PROMISED: "muted",
    }.get(rung.step, "")  # fmt: skip


MARKS = {DebtShow.STOPPED: "⊘", DebtShow.OVER_LIMIT: "▲"}
"""Signs beside a debtor: nothing is to be shipped, the credit limit is passed."""


def marks(row: DebtorRow) -> str:
    """The sign beside a debtor, of two the graver."""
    if row.stopped:
        return MARKS[DebtShow.STOPPED]
    return MARKS[DebtShow.OVER_LIMIT] if row.over_limit else ""


def debtor(row: DebtorRow) -> str:
    """A debtor with what is to be known of it in words."""
    marked = ((row.stopped, DebtShow.STOPPED), (row.over_limit, DebtShow.OVER_LIMIT))
    told = [show(code) for is_so, code in marked if is_so]
    return f"{row.name} ({', '.join(told)})" if told else row.name


def word(standing: Standing, today: date) -> str:
    """The promise that counts now: the one to wait for, else the last that was not kept."""
    if standing.promise is not None:
        one = standing.promise
        day = formats.day(one.due_on, today)
        return f"{formats.money_short(one.left_minor, one.currency)} · {day}"
    if standing.broken is not None:
        one = standing.broken
        state = _("in part") if one.paid_minor else label("promise", one.state)
        return f"{state} · {formats.day(one.due_on, today)}"
    return ""


def word_tone(standing: Standing, today: date) -> str:
    """The tone of the palette that goes with it."""
    if standing.promise is not None:
        return "warning" if standing.promise.due_on == today else "accent"
    return "danger" if standing.broken is not None else ""


def promise_state(row: PromiseRow) -> str:
    """How a promise stands, in words."""
    if row.withdrawn:
        return _("withdrawn")
    text = label("promise", row.state)
    if row.state is PromiseState.PARTIAL or (row.state is PromiseState.OPEN and row.paid_minor):
        paid = formats.money(row.paid_minor, row.currency)
        return f"{text}: " + _("{paid} of {sum}").format(
            paid=paid, sum=formats.money(row.amount_minor, row.currency)
        )
    return text


def promise_tone(row: PromiseRow) -> str:
    """The tone of the palette that goes with it."""
    return "muted" if row.withdrawn else PROMISE_TONES[row.state]


def kept(rate: KeptRate) -> str:
    """Promises kept of those fallen due: `3 of 4`; nothing where none has."""
    if not rate.fallen:
        return ""
    return _("{kept} of {all}").format(kept=rate.kept, all=rate.fallen)


def opening_number(day: date) -> str:
    """What a debt from before the program is called where its invoice is not known."""
    return _("balance of {day}").format(day=formats.day_plain(day))


def movement(row: PaymentRow) -> str:
    """What lowered the debt, in a word; nothing for an ordinary payment."""
    return "" if row.kind is PaymentKind.PAYMENT else label("payment_kind", row.kind)


def movement_title(row: PaymentRow) -> str:
    """What lowered the debt, with its sum: `Payment of 500 ₽`, `Write-off: 500 ₽`."""
    money = formats.money(row.amount_minor, row.currency)
    if row.kind is PaymentKind.PAYMENT:
        return _("Payment of {sum}").format(sum=money)
    name = label("payment_kind", row.kind)
    return f"{name[:1].upper()}{name[1:]}: {money}"


def invoice_state(row: InvoiceRow, today: date) -> str:
    """How an invoice stands, with days late where it is."""
    state = row.state(today)
    text = label("invoice", state)
    due_on = row.due_on
    if state is InvoiceState.OVERDUE and due_on is not None:
        return f"{text}, {formats.days((today - due_on).days)}"
    return text


def days_late(oldest_on: date | None, as_of: date) -> str:
    """Days past the oldest due day; nothing while it is not due."""
    if oldest_on is None or oldest_on >= as_of:
        return ""
    return formats.days((as_of - oldest_on).days)


def payer(figures: PayerFigures) -> list[tuple[str, str]]:
    """How a client pays: (name, value) of what is known."""
    found: list[tuple[str, str]] = []
    if figures.days_to_settle is not None:
        found.append((_("Days to pay"), formats.decimal(figures.days_to_settle)))
    if figures.late_share is not None:
        found.append((_("Paid late"), formats.percent(figures.late_share)))
    if figures.mean_days_late:
        found.append((_("Days late, mean"), formats.decimal(figures.mean_days_late)))
    return found


def collected(one: Collection) -> list[tuple[str, str]]:
    """DSO and CEI as (name, value), those that can be told."""
    found: list[tuple[str, str]] = []
    if one.dso is not None:
        found.append((_("DSO"), formats.decimal(one.dso, 0)))
    if one.cei is not None:
        found.append((_("CEI"), formats.percent(one.cei / 100)))
    return found
