"""Interest in words: each line of the working, and what has to be said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pipeline_tui.domain.interest import Basis, InterestBill, InterestLine, LeftOut, Working
from pipeline_tui.domain.key_rate import SOURCE, KeyRates
from pipeline_tui.i18n import N_, NP_, _, pgettext
from pipeline_tui.wording import formats
from pipeline_tui.wording.conventions import NBSP

_BASES = {
    Basis.CONTRACT: NP_("interest", "penalty by contract"),
    Basis.LAW: NP_("interest", "interest by law"),
}
_LEFT_OUT = {
    LeftOut.CURRENCY: N_("not worked out: the key rate is of rubles"),
    LeftOut.TOO_EARLY: N_("not worked out: late since before the table of key rates begins"),
}


def basis(one: Working) -> str:
    """What the interest is asked for by."""
    return pgettext("interest", _BASES[one.basis])


def span(line: InterestLine) -> str:
    """The days of a line."""
    return f"{formats.day_plain(line.since)} — {formats.day_plain(line.until)}"


def rate(line: InterestLine) -> str:
    """The percentage of a line with the span it is of."""
    percent = formats.percent(float(line.percent) / 100, 4)
    return (_("{percent} a day") if line.year_days is None else _("{percent} a year")).format(
        percent=percent
    )


def formula(line: InterestLine, currency: str) -> str:
    """How a line comes about: `100 000,00 ₽ × 21 % × 31 / 365`."""
    percent = formats.percent(float(line.percent) / 100, 4)
    over = "" if line.year_days is None else f"{NBSP}/{NBSP}{line.year_days}"
    money = formats.money(line.balance_minor, currency, cents=True)
    told = f"{money} × {percent} × {line.days}{over}"
    return told + (f", {_('cut by the cap')}" if line.capped else "")


def percent(value: Decimal) -> str:
    """A rate a year, as the table shows it."""
    return formats.percent(float(value) / 100, 2)


def known(rates: KeyRates, today: date) -> str:
    """How far the table of rates reaches, and where newer ones are where that is not today."""
    told = _("known up to {day}").format(day=formats.day_plain(rates.known_until))
    if rates.known_until >= today:
        return told
    return f"{told}; " + _("newer ones: {source}").format(source=SOURCE)


def taken(count: int) -> str:
    """How many days of a table were new."""
    if not count:
        return _("no rate in it is new")
    return formats.count(count, "{n} new rate", "{n} new rates")


def left_out(one: Working) -> str:
    """Why nothing is worked out; empty where something is."""
    return "" if one.left_out is None else _(_LEFT_OUT[one.left_out])


def remarks(bill: InterestBill) -> Sequence[str]:
    """What whoever reads the working has to know."""
    found = []
    known = bill.rates_known_until
    if known is not None and bill.to > known:
        found.append(
            _(
                "The key rate is known up to {day}; after it the last one is taken. Newer ones: {source},"
                " then debt rate take FILE, or debt rate set DAY PERCENT"
            ).format(day=formats.day_plain(known), source=SOURCE)
        )
    if any(one.disputed for one in bill.workings):
        found.append(_("Some of it is disputed: settle that first."))
    found.append(
        _("Not legal advice: look into the contract; moratoriums are not taken into account.")
    )
    return found
