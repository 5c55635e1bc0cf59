"""Lines of bank statements in words: what became of them, and why."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.matching import (
    AGAINST,
    Ground,
    MatchRow,
    Reason,
    StatementResult,
    Verdict,
)
from pipeline_tui.domain.statements import Disagreement
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording import formats
from pipeline_tui.wording.problems import problem

_VERDICTS: dict[Verdict, str] = {
    Verdict.CERTAIN: N_("certain"),
    Verdict.LIKELY: N_("likely"),
    Verdict.UNKNOWN: N_("unknown payer"),
    Verdict.ASIDE: N_("not a payment"),
    Verdict.KNOWN: N_("taken before"),
}
_GROUNDS: dict[Ground, str] = {
    Ground.INN: N_("INN {text}"),
    Ground.KPP: N_("KPP {text}"),
    Ground.ACCOUNT: N_("account {text}"),
    Ground.PAID_BEFORE: N_("paid so before: {text}"),
    Ground.NAME: N_("the same name"),
    Ground.NAME_NEAR: N_("nearly the same name: {text}"),
    Ground.NUMBER: N_("names invoice {text}"),
    Ground.DAY: N_("of {text}"),
    Ground.SUM: N_("the sum of the invoice"),
    Ground.SUM_ALL: N_("the sum of all that is owed"),
    Ground.SEVERAL: N_("but several fit"),
    Ground.OTHER_INN: N_("but another INN, {text}"),
    Ground.OTHER_DAY: N_("but the invoice is of another day than {text}"),
    Ground.NUMBER_UNKNOWN: N_("but the number is of no open invoice"),
    Ground.SUM_OVER: N_("but more than is owed"),
    Ground.SUM_ODD: N_("the sum is that of no invoice"),
    Ground.NOTHING_OWED: N_("but nothing is owed"),
    Ground.TO_COME: N_("but the day is still to come"),
    Ground.ENTERED: N_("but such a payment was entered by hand"),
    Ground.BANK: N_("but that is the bank’s INN"),
    Ground.OUT: N_("money that went out"),
    Ground.TRANSFER: N_("own money moved"),
    Ground.REVERSAL: N_("taken back by the bank"),
    Ground.TAX: N_("tax"),
    Ground.FEE: N_("bank fee or card takings"),
    Ground.SALARY: N_("salary or money to account for"),
    Ground.LOAN: N_("loan, deposit or interest"),
    Ground.REFUND: N_("money given back"),
    Ground.CASH: N_("own cash paid in"),
}
_TOTALS = {
    "came": N_("came in"),
    "went": N_("went out"),
    "closing": N_("closing balance"),
}
COLUMNS = {
    "date": N_("Day of the movement"),
    "amount": N_("Sum with its sign"),
    "came": N_("Money that came"),
    "went": N_("Money that went"),
    "name": N_("Payer"),
    "inn": N_("Payer’s INN"),
    "account": N_("Payer’s account"),
    "purpose": N_("Purpose of the payment"),
    "number": N_("Number of the document"),
    "currency": N_("Currency"),
    "own_account": N_("Your own account"),
}
"""What a column of a table may be said to be, in the order in which it is asked."""
_DAYS = (Ground.DAY, Ground.OTHER_DAY)


def word(one: Verdict) -> str:
    """A verdict in a word or two."""
    return _(_VERDICTS[one])


def verdict(row: MatchRow) -> str:
    """What became of a line, in a word or two."""
    return _("taken") if row.taken else word(row.verdict)


def reason(found: Reason) -> str:
    """One ground in words."""
    text = found.text
    if found.ground in _DAYS:
        text = formats.day_plain(date.fromisoformat(text))
    return _(_GROUNDS[found.ground]).format(text=text)


def reasons(row: MatchRow) -> str:
    """All grounds in one line, those for it first."""
    ordered = sorted(row.reasons, key=lambda one: one.ground in AGAINST)
    told = ", ".join(map(reason, ordered))
    return f"{told}: {'; '.join(row.others)}" if row.others else told


def whose(row: MatchRow) -> str:
    """The client that a line seems to be of, with the invoices it names."""
    if not row.invoices:
        return row.client
    return _("{client}, invoice {number}").format(client=row.client, number=", ".join(row.invoices))


def wrong_total(found: Disagreement) -> str:
    """A total of the bank's that its lines do not add up to."""
    return _("{account}, {what}: the bank says {said}, the lines make {found}").format(
        account=found.account, what=_(_TOTALS[found.what]),
        said=formats.money(found.said_minor, found.currency, cents=True),
        found=formats.money(found.found_minor, found.currency, cents=True),
    )  # fmt: skip


def remarks(found: StatementResult) -> list[str]:
    """What is wrong with the file: totals, lines that cannot be read, a missing end."""
    told = [wrong_total(one) for one in found.wrong_totals]
    told += [problem(one) for one in found.rejected]
    if found.cut:
        told.append(_("{file}: the file ends before its own end").format(file=found.file))
    return told


def summary(found: StatementResult) -> str:
    """How many lines there are of each kind, in one line."""
    counts = found.counts()
    taken = sum(row.taken for row in found.rows)
    parts = [f"{_('lines')} {formats.number(len(found.rows))}"]
    if taken:
        parts.append(f"{_('taken')} {formats.number(taken)}")
    for one, count in counts.items():
        left = count - taken if one is Verdict.CERTAIN else count
        if left:
            parts.append(f"{word(one)} {formats.number(left)}")
    return " · ".join(parts)
