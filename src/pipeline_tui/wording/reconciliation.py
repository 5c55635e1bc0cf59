"""A reconciliation statement as its reader sees it: a text, the rows of a sheet, a paper to sign."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline_tui import i18n
from pipeline_tui.config import Settings
from pipeline_tui.domain.letters import language_of
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.paper import Grid, Paper, Signers
from pipeline_tui.domain.reconciliation import Account, MoveKind, Movement, Reconciliation
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.wording import formats
from pipeline_tui.wording.parties import BLANK, our_side, party, us

Cell = str | date | Decimal

_WIDE = (17, 34, 21, 21)


def for_file(
    found: Reconciliation, settings: Settings, file: Path
) -> str | Paper | list[list[Cell]]:
    """The statement as a file of this name holds it: .pdf, .xlsx, else a text."""
    match file.suffix.lower():
        case ".pdf":
            return as_paper(found, settings)
        case ".xlsx":
            return as_sheet(found, settings)
    return as_text(found, settings)


def as_text(found: Reconciliation, settings: Settings) -> str:
    """The statement for a letter or a printer, columns lined up, in the client's language."""
    with i18n.speaking(language_of(found.country)):
        lines = [*_head(found, settings), ""]
        for account in found.accounts:
            rows = _rows(account)
            shown = [[_plain(cell, account.currency) for cell in row] for row in rows]
            wide = [max(len(row[at]) for row in shown) for at in range(4)]
            lines += [
                "  ".join((
                    row[0].ljust(wide[0]), row[1].ljust(wide[1]), row[2].rjust(wide[2]),
                    row[3].rjust(wide[3]),
                )).rstrip()
                for row in shown
            ]  # fmt: skip
            lines += ["", _closing(found, account, settings), ""]
        if not found.accounts:
            lines += [_("Nothing is owed, and nothing moved."), ""]
        return "\n".join([*lines, *_signatures(found, settings)]) + "\n"


def as_sheet(found: Reconciliation, settings: Settings) -> list[list[Cell]]:
    """The statement as rows of cells, in the client's language; sums are numbers."""
    with i18n.speaking(language_of(found.country)):
        rows: list[list[Cell]] = [[line] for line in _head(found, settings)]
        for account in found.accounts:
            ours, theirs = _by_whom(found, settings)
            head, *lines = _rows(account)
            rows += [[], [ours, "", "", "", theirs], head * 2, *lines, []]
            rows.append([_closing(found, account, settings)])
        if not found.accounts:
            rows.append([_("Nothing is owed, and nothing moved.")])
        rows += [[line] for line in _signatures(found, settings)]
        return rows


def as_paper(found: Reconciliation, settings: Settings) -> Paper:
    """The statement to be printed and signed, in the client's language: our figures on the left,
    room for theirs on the right."""
    language = language_of(found.country)
    with i18n.speaking(language):
        we = us(settings) or BLANK
        parts: list[str | Grid | Signers] = [
            _(
                "We, the undersigned, {us} on the one side and {client} on the other, have drawn up this"
                " statement of what our books say of the accounts between us:"
            ).format(us=we, client=found.name)
        ]
        for account in found.accounts:
            parts += [_grid(found, account, settings), _closing(found, account, settings)]
        if not found.accounts:
            parts.append(_("Nothing is owed, and nothing moved."))
        parts.append(
            Signers(
                (_("From {firm}").format(firm=we), *_places(settings.owner)),
                (_("From {firm}").format(firm=found.name), *_places("")),
            )
        )
        title, span, _between = _head(found, settings)
        return Paper(
            title,
            (
                span,
                _("between {us} and {client}").format(
                    us=our_side(settings),
                    client=party(found.name, found.inn, found.kpp),
                ),
            ),
            tuple(parts), language,
        )  # fmt: skip


def warnings(found: Reconciliation, today: date) -> list[str]:
    """The last signing, and debts whose limitation ends soon: for the seller, no part of the text."""
    lines = []
    if found.signed:
        last = found.signed[-1]
        lines.append(
            _("Signed last on {signed}: the statement up to {until}.").format(
                signed=formats.day_plain(last.signed_on), until=formats.day_plain(last.until)
            )
        )
    for one in found.lapses:
        text = (
            _("invoice {number}, {sum}: the limitation ended on {day}")
            if one.last_day < today
            else _("invoice {number}, {sum}: the limitation ends on {day}")
        )
        lines.append(
            text.format(
                number=one.number, sum=formats.money(one.open_minor, one.currency),
                day=formats.day_plain(one.last_day),
            )
        )  # fmt: skip
    if found.lapses:
        lines.append(_("A signed statement begins it anew. Not legal advice."))
    return lines


def _head(found: Reconciliation, settings: Settings) -> list[str]:
    return [
        _("Reconciliation statement"),
        _("from {since} to {until}").format(
            since=formats.day_plain(found.since), until=formats.day_plain(found.until)
        ),
        _("between {us} and {client}").format(
            us=our_side(settings),
            client=party(found.name, found.inn, found.kpp),
        ),
    ]


def _by_whom(found: Reconciliation, settings: Settings) -> tuple[str, str]:
    """Whose figures stand on the left, and whose on the right."""
    text = _("By the books of {firm}")
    return text.format(firm=us(settings) or BLANK), text.format(firm=found.name)


def _grid(found: Reconciliation, account: Account, settings: Settings) -> Grid:
    ours, theirs = _by_whom(found, settings)
    head, *rows = [[_plain(cell, account.currency) for cell in row] for row in _rows(account)]
    last = len(rows) - 1
    return Grid(
        ((ours, None, None, None, theirs, None, None, None), tuple(head * 2)),
        tuple((*row, "", "", "", "") for row in rows),
        _WIDE * 2, right=(2, 3, 6, 7), strong=(0, last - 1, last),
    )  # fmt: skip


def _places(name: str) -> tuple[str, ...]:
    """Where one side signs."""
    return (
        _("Position: ____________________________"),
        _("Signature: __________ / {name} /").format(name=name or BLANK),
        _("Date: ________________    Seal"),
    )


def _rows(account: Account) -> list[list[Cell]]:
    """The table of an account: day, document, debit, credit."""
    digits = minor_digits(account.currency)

    def money(minor: int) -> Cell:
        return Decimal(minor).scaleb(-digits) if minor else ""

    def balance(minor: int) -> list[Cell]:
        """In the column of its side; nothing owed stands as a zero."""
        if not minor:
            return [Decimal(0).scaleb(-digits), ""]
        return [money(max(0, minor)), money(max(0, -minor))]

    opening, closing = account.opening_minor, account.closing_minor
    return [
        [_("Date"), _("Document"), _("Debit, {currency}").format(currency=account.currency),
         _("Credit, {currency}").format(currency=account.currency)],
        ["", _("Opening balance"), *balance(opening)],
        *(
            [one.day, _document(one), money(one.debit_minor), money(one.credit_minor)]
            for one in account.movements
        ),
        ["", _("Turnover"), money(account.debit_minor), money(account.credit_minor)],
        ["", _("Closing balance"), *balance(closing)],
    ]  # fmt: skip


def _document(one: Movement) -> str:
    match one.kind:
        case MoveKind.INVOICE:
            return _("Invoice {number}").format(number=one.number)
        case MoveKind.CANCELLED:
            return _("Invoice {number} cancelled").format(number=one.number)
        case MoveKind.PAYMENT:
            name = pgettext("statement", "Payment")
            if one.number.casefold().startswith(name.casefold()):
                return one.number  # the bank's own words say what it is
            return f"{name}, {one.number}" if one.number else name
        case MoveKind.CREDIT_NOTE:
            name = pgettext("statement", "Credit note")
            return f"{name}, {one.number}" if one.number else name
        case MoveKind.WRITE_OFF:
            return pgettext("statement", "Written off")
        case MoveKind.OPENING:
            name = pgettext("statement", "Balance brought in")
            return f"{name}, {one.number}" if one.number else name


def _closing(found: Reconciliation, account: Account, settings: Settings) -> str:
    minor = account.closing_minor
    we = us(settings)
    told = {"day": formats.day_plain(found.until), "client": found.name}
    money = formats.money(abs(minor), account.currency, cents=True)
    if not minor:
        return _("On {day} nobody owes anything in {currency}.").format(
            currency=account.currency, **told
        )
    if not we:
        text = (
            _("On {day} {client} owes us {sum}.")
            if minor > 0 else _("On {day} we owe {client} {sum}.")
        )  # fmt: skip
        return text.format(sum=money, **told)
    debtor, creditor = (found.name, we) if minor > 0 else (we, found.name)
    return _("On {day} {debtor} owes {creditor} {sum}.").format(
        day=told["day"], debtor=debtor, creditor=creditor, sum=money
    )


def _signatures(found: Reconciliation, settings: Settings) -> list[str]:
    requisites = settings.requisites.strip()
    return [
        *(requisites.split("\n") if requisites else ()),
        "",
        _("From us: ____________________ / {name} /").format(name=settings.owner or "__________"),
        _("From {client}: ____________________ / __________ /").format(client=found.name),
        _("Date of signing: ____________________"),
    ]


def _plain(cell: Cell, currency: str) -> str:
    if isinstance(cell, Decimal):
        digits = minor_digits(currency)
        # The currency stands in the heading of the column.
        return f"{cell:,.{digits}f}" if i18n.current() == "en" else _russian(cell, digits)
    return formats.day_plain(cell) if isinstance(cell, date) else cell


def _russian(value: Decimal, digits: int) -> str:
    return f"{value:,.{digits}f}".translate({44: "\u00a0", 46: ","})
