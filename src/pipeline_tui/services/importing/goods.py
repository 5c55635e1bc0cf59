"""Products taken in, found by code or by name however it is spaced; and the people who sell."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.imports import RemarkCode
from pipeline_tui.exchange.headings import normalise
from pipeline_tui.exchange.values import clean_id, split_many
from pipeline_tui.services.importing.intake import Fate, Intake, Line
from pipeline_tui.services.importing.known import custom_text
from pipeline_tui.store.queries import imported as there

_LONGEST = 300


class _Spelt(NamedTuple):
    """What a cell of products means, and what is said of every row that has it."""

    product_id: int
    several: bool
    remarks: tuple[tuple[RemarkCode, str], ...]


class Products:
    """The price list, and what this batch adds to it."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._by_name: dict[str, tuple[int, str]] = {}
        self._by_code: dict[str, int] = {}
        self._spelt: dict[str, _Spelt] = {}
        for product_id, name, code in there.products(intake.db):
            self._by_name.setdefault(normalise(name), (product_id, name))
            if code:
                self._by_code.setdefault(normalise(code), product_id)

    def named(self, line: Line) -> int | None:
        """The product that a deal names; made where it is not there. Of several, the first."""
        text = line.text("product")
        if not text:
            return None
        if text not in self._spelt:
            self._spelt[text] = self._read(line, text)
        spelt = self._spelt[text]
        for code, example in spelt.remarks:
            line.tally.remark(code, example)
        if spelt.several:
            line.left[line.header("product")] = text
        return spelt.product_id

    def _read(self, line: Line, text: str) -> _Spelt:
        names = split_many(text)
        name = names[0] if names else text
        several = len(names) > 1
        remarks = [(RemarkCode.PRODUCTS_SEVERAL, text)] if several else []
        known = self._by_name.get(normalise(name))
        if known is not None:
            if known[1] != name:
                remarks.append((RemarkCode.PRODUCTS_ALIKE, f"{name} = {known[1]}"))
            return _Spelt(known[0], several, tuple(remarks))
        if len(name) > _LONGEST:
            raise Invalid("product", "too_long", max_length=_LONGEST)
        line.tally.remark(RemarkCode.PRODUCTS_MADE, name)
        product_id = self._make({"name": name, "currency": self._intake.currency})
        return _Spelt(product_id, several, tuple(remarks))

    def _make(self, values: dict[str, Any]) -> int:
        product_id = self._intake.bulk.insert(
            "product", {**values, "batch_id": self._intake.batch_id}
        )
        self._by_name[normalise(values["name"])] = (product_id, values["name"])
        if values.get("code"):
            self._by_code[normalise(values["code"])] = product_id
        return product_id

    def take(self, line: Line) -> Fate:
        """Take one line of a price list."""
        name = " ".join(line.text("name").split())
        if not name:
            raise Invalid("name", "required")
        if len(name) > _LONGEST:
            raise Invalid("name", "too_long", max_length=_LONGEST)
        currency = line.currency("price")
        price = line.money("price", currency)
        if price is not None and price < 0:
            raise Invalid("price", "negative")
        values: dict[str, Any] = {
            "name": name, "series": line.text("series"), "code": clean_id(line.text("code")),
            "price_minor": price, "currency": currency,
        }  # fmt: skip
        by_code = self._by_code.get(normalise(values["code"])) if values["code"] else None
        known = (by_code, name) if by_code else self._by_name.get(normalise(name))
        if known is None:
            self._make(values)
            return Fate.TAKEN
        if known[1] != name:
            line.tally.remark(RemarkCode.PRODUCTS_ALIKE, f"{name} = {known[1]}")
        row = self._intake.bulk.row("product", known[0]) or {}
        changes = {
            column: value
            for column, value in values.items()
            if column != "name" and value not in ("", None) and row.get(column) != value
        }
        if price is None:
            changes.pop("currency", None)
        if not changes:
            return Fate.MERGED
        line.changes(row, changes)
        self._intake.bulk.update("product", known[0], changes)
        return Fate.CHANGED


class People:
    """Who sells: their manager and office stand with their deals as own fields.

    The file comes before the deals, so what became of its rows is known only at the end.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._lines: list[tuple[Line, str, dict[str, str]]] = []
        self._fields: dict[str, dict[str, str]] = {}

    def take(self, line: Line) -> None:
        """Remember one person; `settle` says what became of the row."""
        name = " ".join(line.text("name").split())
        if not name:
            raise Invalid("name", "required")
        fields = {
            line.header(field): line.text(field)
            for field in ("manager", "region")
            if line.text(field)
        }
        self._lines.append((line, name, fields))
        self._fields[name] = {**self._fields.get(name, {}), **fields}

    def fields_of(self, owner: str) -> dict[str, str]:
        """Own fields of a deal of this seller."""
        return self._fields.get(owner, {})

    def settle(self) -> list[tuple[Line, Fate | None]]:
        """Bring deals that were there before up to date; None for somebody without any deal."""
        settled: list[tuple[Line, Fate | None]] = []
        self._intake.bulk.flush()
        for line, name, fields in self._lines:
            changed = False
            deals = there.deals_of_owner(self._intake.db, name)
            for deal_id, custom in deals:
                if any(custom.get(key) != value for key, value in fields.items()):
                    self._intake.bulk.update(
                        "deal", deal_id, {"custom": custom_text({**custom, **fields})}
                    )
                    changed = True
            fate = Fate.CHANGED if changed else Fate.MERGED
            settled.append((line, fate if deals else None))
        return settled
