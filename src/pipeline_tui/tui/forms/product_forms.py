"""The forms of a product and of a price list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.exchange.amounts import parse_scaled
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.money_form import currency_choices
from pipeline_tui.wording.formats import decimal
from pipeline_tui.wording.labels import field

if TYPE_CHECKING:
    from pipeline_tui.domain.products import PriceListRow, ProductRow
    from pipeline_tui.services.desk import Desk

_SUMS = ("price_minor", "cost_minor")


def read_price(desk: Desk, text: str, currency: str, name: str = "price_minor") -> int | None:
    """A sum typed, in minor units of the currency that was chosen; none for a blank."""
    found: int | None = Field(name, "", "money", currency=currency).read(
        text, desk.local_now(), desk.calendar
    )
    return found


def written_price(minor: int | None, currency: str) -> str:
    """A sum as it stands in a field of text."""
    return Field("price", "", "money", currency=currency).written(minor)


def written_share(hundredths: int | None) -> str:
    """Hundredths of a percent as they stand in a field of text."""
    return "" if hundredths is None else decimal(hundredths / 100, 2)


def _fields(currency: str) -> list[Field]:
    return [
        Field("name", field("name"), required=True),
        Field("code", field("code")),
        Field("series", field("series")),
        Field("unit", field("unit"), hint=_("pcs, kg, hour")),
        Field("price_minor", field("price"), hint=_("its own, where no price list says")),
        Field("cost_minor", field("cost"), hint=_("without VAT; margins are counted from it")),
        Field(
            "currency", field("currency"), "choice", required=True,
            choices=currency_choices(currency),
        ),
        Field("vat", field("vat"), hint=_("empty: the usual rate")),
    ]  # fmt: skip


def add_product_form(desk: Desk) -> FormScreen:
    """A new product; leaves with its number."""
    currency = desk.settings.currency

    def save(typed: dict[str, Any]) -> int:
        return desk.products.add(_read(desk, typed))

    return FormScreen(
        _("New product"), _fields(currency), save, values={"currency": currency},
        draft="product:new",
    )  # fmt: skip


def edit_product_form(desk: Desk, row: ProductRow) -> FormScreen:
    """Change a product, or put it away; leaves with True."""
    seen = {
        "name": row.name, "code": row.code, "series": row.series, "unit": row.unit,
        "price_minor": row.price_minor, "cost_minor": row.cost_minor, "currency": row.currency,
        "vat": row.vat,
    }  # fmt: skip

    def save(typed: dict[str, Any]) -> bool:
        retired = typed.pop("retired")
        desk.products.edit(row.id, _read(desk, typed), seen, retired=retired)
        return True

    sums = {name: written_price(seen[name], row.currency) for name in _SUMS}  # type: ignore[arg-type]
    return FormScreen(
        _("Product"), [*_fields(row.currency), Field("retired", _("Offer no more"), "flag")], save,
        values={**seen, **sums, "vat": written_share(row.vat), "retired": row.retired},
        draft=f"product:{row.id}",
    )  # fmt: skip


def _read(desk: Desk, typed: dict[str, Any]) -> dict[str, Any]:
    values = dict(typed)
    for name in _SUMS:
        values[name] = read_price(desk, values[name], values["currency"], name)
    values["vat"] = parse_scaled(values["vat"], 2, "vat")
    return values


# Price lists


def add_list_form(desk: Desk, lists: list[PriceListRow]) -> FormScreen:
    """A new price list, empty or like another one; leaves with its number."""
    currency = desk.settings.currency

    def save(typed: dict[str, Any]) -> int:
        like, change = typed.pop("like"), parse_scaled(typed.pop("change"), 2, "change")
        return desk.products.add_list(typed, like=like, change=change or 0)

    fields = [
        *_list_fields(),
        Field(
            "currency", field("currency"), "choice", required=True,
            choices=currency_choices(currency),
        ),
    ]  # fmt: skip
    fields += [
        Field(
            "like", _("Prices as in"), "choice",
            choices=[Choice(one.id, f"{one.name}, {one.currency}") for one in lists],
        ),
        Field("change", field("change"), hint=_("7,5 dearer · -3 cheaper")),
    ]  # fmt: skip
    values = {
        "valid_from": desk.today(), "currency": lists[0].currency if lists else currency,
        "like": lists[0].id if lists else None,
    }  # fmt: skip
    return FormScreen(_("New price list"), fields, save, values=values, draft="price_list:new")


def edit_list_form(desk: Desk, row: PriceListRow) -> FormScreen:
    """Change what a price list is called and when it holds; leaves with True."""
    seen = {"name": row.name, "valid_from": row.valid_from, "valid_to": row.valid_to}

    def save(typed: dict[str, Any]) -> bool:
        desk.products.edit_list(row.id, typed, seen)
        return True

    return FormScreen(
        _("Price list"), _list_fields(), save, values=seen, draft=f"price_list:{row.id}"
    )


def _list_fields() -> list[Field]:
    return [
        Field("name", field("name"), required=True),
        Field("valid_from", field("valid_from"), "date", required=True),
        Field("valid_to", field("valid_to"), "date", hint=_("empty: until further notice")),
    ]
