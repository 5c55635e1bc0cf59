"""How a client pays, in words: the grade with its evidence, terms, money to come, the backtest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline_tui.domain.collection import Collection
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.paying.backtest import Backtest, Weeks
from pipeline_tui.domain.paying.grade import Advice, Grade, Method, Payer
from pipeline_tui.domain.paying.inflow import Inflow
from pipeline_tui.domain.paying.scores import Compared
from pipeline_tui.domain.paying.selling import Risk
from pipeline_tui.i18n import N_, NP_, _, ngettext, pgettext
from pipeline_tui.wording import formats, shipping

if TYPE_CHECKING:
    from pipeline_tui.services.payers import PayerCard

TONES = {
    Grade.A: "success", Grade.B: "success", Grade.C: "warning", Grade.D: "danger", Grade.E: "danger",
}  # fmt: skip
"""The tone of the palette of a grade."""
_GRADES = {
    Grade.A: N_("pays in time"),
    Grade.B: N_("pays a few days late"),
    Grade.C: N_("pays a week or two late"),
    Grade.D: N_("pays some weeks late"),
    Grade.E: N_("pays more than a month late"),
}
_METHODS = {
    Method.OWN: NP_("payer_method", "own history"),
    Method.BASE: NP_("payer_method", "all clients"),
    Method.LAST: NP_("payer_method", "the last invoice"),
}
_DUE = 0.8
"""The share of facts that lies between P10 and P90, were the ranges right."""


def method(one: Method) -> str:
    """Where a figure comes from."""
    return pgettext("payer_method", _METHODS[one])


def grade(one: Grade) -> str:
    """`C, pays a week or two late`."""
    return f"{one}, {_(_GRADES[one])}"


def evidence(one: Payer) -> str:
    """`payments due: 17, late: 11 (9 days on average), not paid: 1; of all clients’ 36% late`."""
    late = _("late: {n}").format(n=formats.number(one.late))
    if one.mean_late:
        late += " (" + _("{days} on average").format(days=_days(one.mean_late)) + ")"
    parts = [_("payments due: {n}").format(n=formats.number(one.fallen)), late]
    if one.overdue:
        parts.append(_("not paid: {n}").format(n=formats.number(one.overdue)))
    base = _("of all clients’ {share} late").format(share=formats.percent(one.base_share))
    return f"{', '.join(parts)}; {base}"


def outlook(one: Payer) -> str:
    """What to expect of the next invoice: `chance to be late 61%, on average 8 days late`."""
    return _("chance to be late {chance}, on average {days} late").format(
        chance=formats.percent(one.chance), days=_days(one.days)
    )


def _days(value: float) -> str:
    """Days as people say them: whole ones from ten on."""
    if value >= 10 or value == round(value):
        return formats.days(round(value))
    return _("{n} days").format(n=formats.decimal(value))


def terms(one: Advice) -> str:
    """The terms to offer: `14 days`, `half before delivery, the rest in 4 days`, `prepayment only`."""
    if one.prepaid == 100:
        return _("prepayment only")
    rest = formats.days(one.days) if one.days else _("on delivery")
    if one.prepaid:
        return _("{share} before delivery, the rest: {days}").format(
            share=formats.percent(one.prepaid / 100), days=rest
        )
    return rest


def limit(one: Advice, currency: str) -> str:
    """The limit to set; a dash where nothing was bought lately."""
    return "—" if one.limit_minor is None else formats.money(one.limit_minor, currency)


def told(found: PayerCard, currency: str) -> list[str]:
    """A client's grade, its evidence, and the terms that follow: a line each."""
    if found.payer is None or found.advice is None:
        return []
    advised = _("Terms to agree: {terms}").format(terms=terms(found.advice))
    if found.advice.limit_minor is not None:
        advised += " · " + _("Limit to set: {limit}").format(limit=limit(found.advice, currency))
    return [
        f"{grade(found.payer.grade)}: {evidence(found.payer)}",
        _("Next invoice: {outlook}").format(outlook=outlook(found.payer)) + f" · {advised}",
    ]


def ungraded(found: PayerCard) -> str:
    """Why a client has no grade."""
    if found.base_fallen < LITTLE_DATA:
        return ngettext(
            "{name}: too little history, {n} payment of all clients has fallen due.",
            "{name}: too little history, {n} payments of all clients have fallen due.",
            found.base_fallen,
        ).format(name=found.name, n=formats.number(found.base_fallen))
    return _("{name}: nothing has fallen due yet.").format(name=found.name)


def selling(found: Risk, today: date, *, marked: bool = True) -> str:
    """Why one had better not sell to a client on credit, the gravest first, with the terms to ask for;
    nothing where there is nothing to say. `marked`: with the mark against shipping."""
    caution = found.caution if marked else replace(found.caution, stopped_on=None)
    lines = shipping.caution(caution, today)
    if found.broken:
        lines.append(_("did not keep the last promise to pay"))
    if found.poor and found.payer is not None and found.advice is not None:
        lines.append(grade(found.payer.grade))
        lines.append(_("terms to agree: {terms}").format(terms=terms(found.advice)))
    return " · ".join(lines)


# Money to come


def week(one: Inflow) -> str:
    """The first day of a week, or how many weeks together."""
    if one.weeks > 1:
        return formats.count(one.weeks, "{n} week in all", "{n} weeks in all")
    return formats.day_plain(date.fromordinal(one.first))


def money_remarks(found: Backtest) -> list[str]:
    """What to know when reading money to come."""
    lines = [
        _("Only what is invoiced already: what you invoice later comes on top."),
    ]
    held = [within(one) for one in found.weeks if one.weeks == 1]
    if held:
        lines.append(
            _("The range P10–P90 should hold in 80% of weeks; so far it held in {held}.").format(
                held="; ".join(held)
            )
        )
    else:
        lines.append(_("No past week to try the range on yet."))
    return lines


def within(one: Weeks) -> str:
    """`37 of 48, 77 %`."""
    return _("{k} of {n}, {share}").format(
        k=one.within, n=one.count, share=formats.percent(one.within / one.count)
    )


def span(one: Weeks) -> str:
    """Single weeks, or several together."""
    if one.weeks == 1:
        return _("Weeks")
    return formats.count(one.weeks, "{n} week in all", "{n} weeks in all")


# How money was collected


def collected_names() -> tuple[str, ...]:
    """What `collected` tells, in its order."""
    return _("DSO"), _("Best DSO"), _("Days late"), _("CEI")


def collected(one: Collection) -> tuple[str, ...]:
    """DSO, the best possible one, average days delinquent, CEI; a dash for what cannot be told."""
    days = (one.dso, one.best_dso, one.days_delinquent)
    cei = "—" if one.cei is None else formats.percent(one.cei / 100)
    return (*(value(each, 1) for each in days), cei)


# The backtest


def measures(found: Backtest) -> list[tuple[str, Compared, Method, int]]:
    """(name, values, the method that did best, digits) of each measure."""
    return [
        (_("Late or not: AUC"), found.auc, found.auc.best(least=False), 3),
        (_("Late or not: Brier"), found.brier, found.brier.best(), 4),
        (_("Days, median: error"), found.usual, found.usual.best(), 2),
        (_("Days, mean: error"), found.mean, found.mean.best(), 2),
        (_("Days, mean: RMSE"), found.root, found.root.best(), 2),
    ]


def value(one: float | None, digits: int) -> str:
    """A figure of a measure; a dash where it cannot be told."""
    return "—" if one is None else formats.decimal(one, digits)


def remarks(found: Backtest) -> list[str]:
    """What the backtest came to, a sentence each."""
    if not found.cuts:
        return [_("Too little history: on no past month’s end had {n} payments fallen due.").format(n=LITTLE_DATA)]  # fmt: skip
    if not found.brier.count:
        return [
            _("No payment fell due in the months looked at; take an earlier day, or more months.")
        ]
    lines = [
        ngettext(
            "{n} payment was told before its invoice was issued; {late} of them came late.",
            "{n} payments were told before their invoices were issued; {late} of them came late.",
            found.brier.count,
        ).format(n=formats.number(found.brier.count), late=formats.number(found.late))
    ]
    trust = found.trust
    if not trust.told:
        lines.append(_("Too few to tell which is better: own history is used untried."))
    else:
        for text, used in (
            (N_("The chance to be late is told by: {method}."), trust.chance),
            (N_("Days late, the median, are told by: {method}."), trust.usual),
            (N_("Days late on the mean, and so the grade, are told by: {method}."), trust.days),
        ):
            lines.append(_(text).format(method=method(used)))
        if found.auc.best(least=False) is not trust.chance:
            lines.append(
                _("At telling late payers from punctual ones another was better: {method}.").format(
                    method=method(found.auc.best(least=False))
                )
            )
    if found.left_out:
        lines.append(
            ngettext(
                "{n} is still open: it counts as late, its days are not known.",
                "{n} are still open: they count as late, their days are not known.",
                found.left_out,
            ).format(n=formats.number(found.left_out))
        )
    if found.every > 1:
        lines.append(
            _("The file is large: every {n}-th client was replayed.").format(n=found.every)
        )
    return lines
