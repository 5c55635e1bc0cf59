"""Bank statements: read and matched, rehearsed or taken as one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline_tui.domain.dates import moment_text
from pipeline_tui.domain.errors import Invalid, NotFound, Refused
from pipeline_tui.domain.lengths import LINE
from pipeline_tui.domain.matching import (
    Book,
    Choice,
    Match,
    MatchRow,
    StatementResult,
    Verdict,
)
from pipeline_tui.domain.matching.matcher import Matcher
from pipeline_tui.domain.matching.purposes import own_numbers
from pipeline_tui.exchange.bank import open_statement
from pipeline_tui.exchange.bank.table import headings
from pipeline_tui.services.base import Service
from pipeline_tui.store.bulk import Bulk
from pipeline_tui.store.queries import statements

if TYPE_CHECKING:
    import sqlite3

    from pipeline_tui.exchange.bank.reading import Statement


class BankStatements(Service):
    """Use cases of statements coming in."""

    def rehearse(self, path: Path, columns: Mapping[str, str] | None = None) -> StatementResult:
        """What taking a statement would do; nothing changes. `columns` as in `open_statement`.

        Raises Unreadable statement_unknown, statement_file, statement_empty, statement_damaged,
        file_too_big; what is wrong with single lines stands in the result.
        """
        statement = open_statement(path, columns, self._settings.currency)
        lines = list(statement)
        book = self._book(self._db, statement)
        matcher = Matcher(book)
        return _result(self._db, statement, [matcher.match(line) for line in lines], book)

    def columns(
        self, path: Path, columns: Mapping[str, str] | None = None
    ) -> tuple[tuple[str, ...], dict[str, str]]:
        """The headers of a statement that is a table, and field → header as far as they tell.

        Raises as `rehearse`, but for columns that are missing.
        """
        return headings(path, columns or {})

    def take(
        self,
        path: Path,
        choices: Mapping[int, Choice] | None = None,
        *,
        certain: bool = True,
        columns: Mapping[str, str] | None = None,
    ) -> StatementResult:
        """Enter the payments of a statement and lay them, as one change.

        `certain` takes the lines that are beyond doubt; `choices` (place of a line → whose it is)
        those that the user has settled: they are laid after the certain ones, on the invoice named
        first. Raises as `rehearse`; NotFound line_unknown; Refused line_taken, line_went,
        invoice_of_another; Invalid day_to_come. Then nothing has changed.
        """
        chosen = choices or {}
        statement = open_statement(path, columns, self._settings.currency)
        lines = list(statement)
        with self._write("statement.take") as unit:
            db = unit.db
            book = self._book(db, statement)
            matcher = Matcher(book)
            matches = [
                matcher.match(line, hold=not certain or place in chosen)
                for place, line in enumerate(lines, 1)
            ]
            taken = {
                place: match
                for place, match in enumerate(matches, 1)
                if match.verdict is Verdict.CERTAIN
            }
            closed = book.keys - statements.freed_keys(db)
            for place in sorted(chosen):
                if not 0 < place <= len(matches):
                    raise NotFound("line_unknown", place=place, count=len(matches))
                match = matches[place - 1]
                used = closed | {one.key for one in taken.values()}
                if match.key in used:
                    raise Refused("line_taken", place=place)
                match = self._settled(db, match, chosen[place], place, matcher)
                matches[place - 1] = taken[place] = match
            first = _enter(db, statement.path.name, taken, moment_text(unit.now))
            unit.about("statement_line", first, file=statement.path.name, count=len(taken))
            return _result(db, statement, matches, book, taken)

    def _book(self, db: sqlite3.Connection, statement: Statement) -> Book:
        """All that the lines of a statement, read to its end, are matched with."""
        own = own_numbers(self._settings.requisites) | {*statement.accounts}
        return statements.book(db, self._today(), own)

    def _settled(
        self, db: sqlite3.Connection, match: Match, choice: Choice, place: int, matcher: Matcher
    ) -> Match:
        """The line as the user says it is."""
        line = match.line
        if line.amount_minor < 0:
            raise Refused("line_went", place=place)
        if line.booked_on > self._today():
            raise Invalid("paid_on", "day_to_come")
        if statements.name_of(db, choice.client_id) is None:
            raise NotFound("not_found", kind="client", id=choice.client_id)
        invoices = choice.invoices
        for invoice_id in invoices:
            number, owner, currency = statements.invoice(db, invoice_id)
            if (owner, currency) != (choice.client_id, line.currency):
                raise Refused("invoice_of_another", number=number)
        shares = matcher.shares(choice.client_id, line, invoices)
        matcher.take(choice.client_id, line.currency, shares)
        return Match(
            line, Verdict.CERTAIN, choice.client_id, invoices, shares, match.reasons, key=match.key
        )


def _enter(
    db: sqlite3.Connection, file: str, taken: Mapping[int, Match], now_text: str
) -> int | None:
    """Write a payment for each line, how it is laid, and the line itself; the first line's number."""
    first = None
    bulk = Bulk(db, coming=len(taken))
    for _place, match in sorted(taken.items()):
        line = match.line
        statements.forget_freed(db, match.key)
        payment_id = bulk.insert(
            "payment",
            {
                "client_id": match.client_id, "paid_on": line.booked_on.isoformat(),
                "amount_minor": line.amount_minor, "currency": line.currency,
                "reference": (line.purpose or line.number)[:LINE],
                "free_minor": line.amount_minor, "created_at": now_text,
            },
        )  # fmt: skip
        for instalment_id, part in match.wanted.items():
            bulk.insert(
                "allocation",
                {
                    "payment_id": payment_id, "instalment_id": instalment_id, "amount_minor": part,
                },
            )  # fmt: skip
        other = line.other
        number = bulk.insert(
            "statement_line",
            {
                "line_key": match.key, "file": file, "own_account": line.account,
                "booked_on": line.booked_on.isoformat(), "amount_minor": line.amount_minor,
                "currency": line.currency, "name": other.name, "inn": other.inn, "kpp": other.kpp,
                "account": other.account, "bik": other.bik, "number": line.number,
                "bank_id": line.bank_id, "purpose": line.purpose, "taken_at": now_text,
                "payment_id": payment_id,
            },
        )  # fmt: skip
        first = first or number
    bulk.close()
    return first


def _result(
    db: sqlite3.Connection,
    statement: Statement,
    matches: Sequence[Match],
    book: Book,
    taken: Mapping[int, Match] | None = None,
) -> StatementResult:
    """What is shown of it; a statement that was read to its end."""
    names: dict[int, str | None] = {one.id: one.name for one in book.payers}
    numbers = {one.invoice_id: one.number for one in book.bills}
    before = statements.taken_before(db)
    rows = []
    for place, match in enumerate(matches, 1):
        client_id = before.get(match.key) if match.verdict is Verdict.KNOWN else match.client_id
        for one in (client_id, *match.others):
            if one is not None and one not in names:
                names[one] = statements.name_of(db, one)
        for invoice_id in match.invoices:
            if invoice_id not in numbers:
                numbers[invoice_id] = statements.invoice(db, invoice_id)[0]
        rows.append(
            MatchRow(
                place, match.line, match.verdict, client_id, names.get(client_id or 0) or "",
                tuple(numbers[one] for one in match.invoices), match.reasons,
                tuple(names[one] or "" for one in match.others), match.invoices,
                taken is not None and place in taken,
            )
        )  # fmt: skip
    return StatementResult(
        statement.path.name, statement.format, tuple(statement.accounts), tuple(rows),
        tuple(statement.rejected), tuple(statement.wrong_totals), statement.cut,
    )  # fmt: skip
