"""Interest in words: each line of the working, and what has to be said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline_tui import i18n
from pipeline_tui.config import Settings
from pipeline_tui.domain.interest import Basis, InterestBill, InterestLine, LeftOut, Working
from pipeline_tui.domain.key_rate import SOURCE, KeyRates
from pipeline_tui.domain.letters import language_of
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.paper import Grid, Paper, Signers
from pipeline_tui.i18n import N_, NP_, _, pgettext
from pipeline_tui.wording import debts, formats
from pipeline_tui.wording.conventions import NBSP
from pipeline_tui.wording.labels import field
from pipeline_tui.wording.parties import BLANK, our_side, party, us

Cell = str | date | Decimal

_BASES = {
    Basis.CONTRACT: NP_("interest", "penalty by contract"),
    Basis.LAW: NP_("interest", "interest by law"),
    Basis.USE: NP_("interest", "interest for the use of money"),
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
    if any(one.basis is Basis.USE for one in bill.workings):
        found.append(
            _(
                "Art. 317.1 holds only where the law or the contract says so; counted from the day after"
                " the invoice."
            )
        )
    found.append(_disclaimer())
    return found


# -- As a paper of its own, in the client's language


def for_file(bill: InterestBill, settings: Settings, file: Path) -> str | Paper | list[list[Cell]]:
    """The working as a file of this name holds it: .pdf, .xlsx, else a text."""
    language = language_of(bill.country)
    with i18n.speaking(language):
        match file.suffix.lower():
            case ".pdf":
                return _as_paper(bill, settings, language)
            case ".xlsx":
                return _as_rows(bill, settings)
        return _as_text(bill, settings)


def _as_paper(bill: InterestBill, settings: Settings, language: str) -> Paper:
    parts: list[str | Grid | Signers] = []
    for one in bill.workings:
        parts.append(_title(one))
        rows = [_cells(line, one.currency) for line in one.lines]
        if rows:
            rows.append(("", "", "", "", _("In all"), _money(one.total_minor, one.currency)))
            parts.append(
                Grid(
                    (_heads(),), tuple(rows), (22, 22, 12, 38, 54, 38), (2, 3, 5), (len(rows) - 1,)
                )
            )
        else:
            parts.append(left_out(one))
    parts += [_total(bill), *_notes(bill)]
    signer = _("Signature: __________ / {name} /").format(name=settings.owner or BLANK)
    parts.append(Signers((us(settings) or BLANK, signer), ()))
    title, *under = _head(bill, settings)
    return Paper(title, tuple(under), tuple(parts), language)


def _as_text(bill: InterestBill, settings: Settings) -> str:
    lines = [*_head(bill, settings), ""]
    for one in bill.workings:
        lines.append(_title(one))
        lines += [
            f"  {span(line)}: {formula(line, one.currency)} = {_money(line.amount_minor, one.currency)}"
            for line in one.lines
        ] or [f"  {left_out(one)}"]
        lines.append("")
    return "\n".join([*lines, _total(bill), "", *_notes(bill)]) + "\n"


def _as_rows(bill: InterestBill, settings: Settings) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[line] for line in _head(bill, settings)]
    for one in bill.workings:
        digits = minor_digits(one.currency)
        rows += [[], [_title(one)], list(_heads())]
        rows += [
            [
                line.since, line.until, Decimal(line.days),
                Decimal(line.balance_minor).scaleb(-digits), formula(line, one.currency),
                Decimal(line.amount_minor).scaleb(-digits),
            ]
            for line in one.lines
        ]  # fmt: skip
        rows.append(["", "", "", "", _("In all"), Decimal(one.total_minor).scaleb(-digits)])
    rows += [[], [_total(bill)]]
    rows += [[note] for note in _notes(bill)]
    return rows


def _head(bill: InterestBill, settings: Settings) -> list[str]:
    return [
        _("Working of interest"),
        _("for paying late, up to {day}").format(day=formats.day_plain(bill.to)),
        _("Debtor: {firm}").format(firm=party(bill.name, bill.inn, bill.kpp)),
        _("Creditor: {firm}").format(firm=our_side(settings)),
    ]


def _title(one: Working) -> str:
    return _("Invoice {number}, due {day}: {sum}, {basis}").format(
        number=one.number, day=formats.day_plain(one.due_on),
        sum=_money(one.amount_minor, one.currency), basis=basis(one),
    )  # fmt: skip


def _heads() -> tuple[str, ...]:
    return (_("Since"), _("Until"), _("Days"), field("debt"), _("Working"), _("Interest"))


def _cells(line: InterestLine, currency: str) -> tuple[str, ...]:
    return (
        formats.day_plain(line.since), formats.day_plain(line.until), formats.number(line.days),
        _money(line.balance_minor, currency), formula(line, currency),
        _money(line.amount_minor, currency),
    )  # fmt: skip


def _total(bill: InterestBill) -> str:
    if not bill.workings:
        return _("Nothing was paid late, and nothing is overdue.")
    return f"{_('In all')}: {debts.sums(bill.totals)}"


def _notes(bill: InterestBill) -> list[str]:
    found = []
    known = bill.rates_known_until
    if known is not None:
        found.append(
            _("Key rates of the Bank of Russia: {source}, known up to {day}.").format(
                source=SOURCE, day=formats.day_plain(known)
            )
        )
    return [*found, _disclaimer()]


def _disclaimer() -> str:
    return _("Not legal advice: look into the contract; moratoriums are not taken into account.")


def _money(minor: int, currency: str) -> str:
    return formats.money(minor, currency, cents=True)
