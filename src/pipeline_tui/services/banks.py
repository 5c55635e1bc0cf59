"""The directory of banks: loaded from a file of the user's, and asked what a БИК stands for."""

from __future__ import annotations

from pathlib import Path

from pipeline_tui.domain.banks import BankRow, BanksTaken, check_bank_row, like
from pipeline_tui.domain.errors import Invalid, Problem
from pipeline_tui.domain.imports import RowNote
from pipeline_tui.exchange.bank_directory import read_banks
from pipeline_tui.services.base import Service
from pipeline_tui.store.queries import banks


class Banks(Service):
    """Use cases of the directory."""

    def named(self, bik: str) -> BankRow | None:
        """The bank with this БИК, spaces in it ignored."""
        return banks.bank(self._db, "".join(bik.split()))

    def unknown(self, bik: str) -> bool:
        """Whether a directory was loaded that does not have this БИК. No error: banks come and go."""
        digits = "".join(bik.split())
        russian = len(digits) == 9 and digits.isdecimal()
        return russian and self.named(digits) is None and banks.any_bank(self._db)

    def found(self, text: str = "") -> list[BankRow]:
        """All banks, or those like a text, by БИК."""
        return like(banks.banks(self._db), text)

    def load(self, path: Path) -> BanksTaken:
        """Take a directory in: new banks are added, known ones changed, none is taken away, for a file
        may hold only a few. One change, one undo.

        A row that cannot be right is listed with its reason. Raises what `read_banks` raises.
        """
        from sqlmodel import select

        from pipeline_tui.domain.records import Bank

        wanted: dict[str, BankRow] = {}
        listed: list[RowNote] = []
        rows = again = 0
        for row, said in read_banks(path):
            rows += 1
            try:
                if isinstance(said, Problem):
                    raise said
                bank = check_bank_row(said)
            except Problem as problem:
                column = problem.field if isinstance(problem, Invalid) else ""
                listed.append(RowNote(row, column, problem))
                continue
            again += bank.bik in wanted
            wanted[bank.bik] = bank
        added = changed = 0
        with self._write("bank.load") as unit:
            known = {one.bik: one for one in unit.session.exec(select(Bank))}
            for bik, bank in wanted.items():
                record = known.get(bik) or Bank(bik=bik)
                fields = {name: getattr(bank, name) for name in BankRow.__struct_fields__}
                if bik in known and all(
                    getattr(record, name) == one for name, one in fields.items()
                ):
                    continue
                added, changed = added + (bik not in known), changed + (bik in known)
                for name, one in fields.items():
                    setattr(record, name, one)
                unit.session.add(record)
            unit.about("bank", None, file=path.name, count=added + changed)
        same = len(wanted) - added - changed + again
        return BanksTaken(rows, added, changed, same, tuple(listed))
