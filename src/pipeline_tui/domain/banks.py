"""Banks by their БИК, as a directory that the user brings names them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RowNote
from pipeline_tui.domain.lengths import LINE
from pipeline_tui.domain.requisites import check_account, check_bik, check_kpp


class BankRow(Struct, frozen=True):
    """A bank. `account` is its correspondent account at the Bank of Russia, `kpp` its own КПП; empty
    where the directory does not say."""

    bik: str
    name: str
    account: str = ""
    city: str = ""
    kpp: str = ""


class BanksTaken(Struct, frozen=True):
    """What became of the rows of a directory: they add up to `rows`. `listed` were not taken."""

    rows: int
    added: int
    changed: int
    same: int
    listed: tuple[RowNote, ...]


def check_bank_row(said: BankRow) -> BankRow:
    """A row of a directory, its numbers verified and without spaces.

    Raises Invalid bad_bik, required, too_long, bad_account, account_not_of_bank, bad_kpp.
    """
    bik, name = check_bik(said.bik), " ".join(said.name.split())
    if not name:
        raise Invalid("name", "required")
    if len(name) > LINE:
        raise Invalid("name", "too_long", max_length=LINE)
    account = check_account(said.account, bik) if said.account else ""
    city = " ".join(said.city.split())[:LINE]
    return BankRow(bik, name, account, city, check_kpp(said.kpp) if said.kpp else "")


def like(banks: Iterable[BankRow], text: str) -> list[BankRow]:
    """Those whose БИК begins so, or whose name or town has every one of the words."""
    words = fold(text).split()
    return [
        one for one in banks
        if all(one.bik.startswith(word) or word in fold(f"{one.name} {one.city}") for word in words)
    ]  # fmt: skip
