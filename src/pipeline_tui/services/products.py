"""Products and price lists: entered, changed, put away, priced. Reading them: `price_book`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipeline_tui.domain.clients import fold
from pipeline_tui.domain.errors import Conflict, Invalid
from pipeline_tui.domain.offers import WHOLE, rounded
from pipeline_tui.domain.records import (
    Price,
    PriceDraft,
    PriceList,
    PriceListDraft,
    Product,
    ProductDraft,
)
from pipeline_tui.services.base import Service, revise, tidied, validated

if TYPE_CHECKING:
    from pipeline_tui.store.book import Unit


class Products(Service):
    """Use cases of products and price lists."""

    def add(self, values: Mapping[str, Any]) -> int:
        """Enter a product (fields of `ProductDraft`); answers with its number.

        Raises Invalid; Conflict product_exists for one of the same name or code in use.
        """
        draft = validated(ProductDraft, tidied(values))
        with self._write("product.add") as unit:
            _refuse_twin(unit, draft, None)
            product = unit.add(Product(**draft.model_dump()))
            unit.about("product", product.id, product=product.name)
            return product.id or 0

    def edit(
        self, product_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, *,
        retired: bool | None = None,
    ) -> None:  # fmt: skip
        """Change a product; `retired` puts it away or brings it back in the same change.

        Offers made keep what they said. Raises as `add`; Conflict changed_meanwhile.
        """
        with self._write("product.edit") as unit:
            product = unit.get(Product, product_id)
            revise(product, ProductDraft, tidied(values), seen)
            if retired is not None:
                product.retired = retired
            if not product.retired:
                _refuse_twin(unit, product, product_id)
            unit.session.add(product)
            unit.about("product", product_id, product=product.name)

    def archive(self, product_id: int, *, back: bool = False) -> None:
        """Put a product away: it is offered no more, and what was sold stays; or bring it back."""
        with self._write("product.restore" if back else "product.archive") as unit:
            product = unit.get(Product, product_id)
            product.retired = not back
            if back:
                _refuse_twin(unit, product, product_id)
            unit.session.add(product)
            unit.about("product", product_id, product=product.name)

    # Price lists

    def add_list(
        self, values: Mapping[str, Any], *, like: int | None = None, change: int = 0
    ) -> int:
        """Begin a price list (fields of `PriceListDraft`); answers with its number.

        `like` is a list whose prices it takes over, changed by `change` hundredths of a percent,
        half a minor unit up. Raises Invalid period_backwards, bad_currency.
        """
        draft = validated(PriceListDraft, tidied(values))
        if change < -WHOLE:
            raise Invalid("change", "negative", value=change)
        with self._write("price_list.add") as unit:
            made = unit.add(PriceList(**draft.model_dump()))
            if like is not None:
                source = unit.get(PriceList, like)
                if source.currency != made.currency:
                    raise Invalid("currency", "list_of_another", currency=source.currency)
                for price in _prices(unit, like):
                    raised = rounded(price.price_minor * (WHOLE + change), WHOLE)
                    unit.session.add(
                        Price(
                            price_list_id=made.id or 0, product_id=price.product_id,
                            price_minor=raised,
                        )
                    )  # fmt: skip
            unit.about("price_list", made.id, name=made.name)
            return made.id or 0

    def edit_list(
        self, list_id: int, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None
    ) -> None:
        """Change what a price list is called, and when it holds. Its currency stays.

        Raises Invalid period_backwards; Conflict changed_meanwhile.
        """
        with self._write("price_list.edit") as unit:
            row = unit.get(PriceList, list_id)
            clean = tidied(values)
            if clean.get("currency", row.currency) != row.currency:
                raise Invalid("currency", "list_of_another", currency=row.currency)
            revise(row, PriceListDraft, clean, seen)
            unit.session.add(row)
            unit.about("price_list", list_id, name=row.name)

    def remove_list(self, list_id: int) -> None:
        """Take a price list away with its prices; offers made keep theirs."""
        with self._write("price_list.remove") as unit:
            row = unit.get(PriceList, list_id)
            unit.about("price_list", list_id, name=row.name)
            unit.remove(row)

    def set_price(self, list_id: int, product_id: int, price_minor: int | None) -> None:
        """Set what one unit of a product costs by a list, none to take it off; raises Invalid."""
        with self._write("price.set") as unit:
            listed = unit.get(PriceList, list_id)
            product = unit.get(Product, product_id)
            row = unit.session.exec(
                select(Price).where(Price.price_list_id == list_id, Price.product_id == product_id)
            ).first()
            if price_minor is None:
                if row is not None:
                    unit.remove(row)
            else:
                draft = validated(
                    PriceDraft,
                    {
                        "price_list_id": list_id,
                        "product_id": product_id,
                        "price_minor": price_minor,
                    },
                )
                row = row or Price(**draft.model_dump())
                row.price_minor = draft.price_minor
                unit.session.add(row)
            unit.about("price_list", list_id, product=product.name, name=listed.name)


def _prices(unit: Unit, list_id: int) -> list[Price]:
    return list(
        unit.session.exec(
            select(Price).where(Price.price_list_id == list_id).order_by(col(Price.id))
        )
    )


def _refuse_twin(unit: Unit, draft: ProductDraft, but: int | None) -> None:
    """A name in use is given once, and so is a code: an import finds its product by them."""
    name, code = fold(draft.name), fold(draft.code)
    for other, other_name, other_code in unit.session.exec(
        select(Product.id, Product.name, Product.code).where(col(Product.retired).is_(False))
    ):
        if other != but and (fold(other_name) == name or (code and fold(other_code) == code)):
            raise Conflict("product_exists", name=other_name, id=other)
