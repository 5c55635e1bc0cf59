"""The forms of an offer: a line, with what it comes to as one types, and the head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.offers import WHOLE, Line, below_floor, line_sums
from pipeline_tui.exchange.amounts import parse_scaled
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.money_form import MoneyForm
from pipeline_tui.tui.forms.product_forms import read_price, written_price, written_share
from pipeline_tui.wording import offers as words
from pipeline_tui.wording.formats import decimal, money, percent
from pipeline_tui.wording.labels import field

if TYPE_CHECKING:
    from pipeline_tui.domain.offers import OfferLine, OfferRow
    from pipeline_tui.services.desk import Desk

_DIGITS = {"quantity": 3, "discount": 2, "vat": 2}


class LineForm(MoneyForm):
    """Shows the sum and the margin of the line, and whether it is below the floor."""

    offer: OfferRow

    def plan(self, typed: dict[str, Any]) -> str:
        values = read_line(self.desk, typed, self.offer.currency)
        line = Line(
            values["price_minor"], values["quantity"], values["discount"], values["vat"],
            values["cost_minor"],
        )  # fmt: skip
        sums, currency = line_sums(line, vat_included=self.offer.vat_included), self.offer.currency
        text = f"= {money(sums.total_minor, currency)}"
        if sums.margin_minor is None:
            return text
        text = _("{sum} · margin {margin}").format(sum=text, margin=words.margin(sums, currency))
        floor = round(self.desk.settings.margin_floor * WHOLE)
        if below_floor(sums, floor):
            text += " · " + _("below the floor of {floor}").format(floor=percent(floor / WHOLE, 2))
        return text


def read_line(desk: Desk, typed: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Fields of a line from what was typed; raises Invalid at the field."""
    values: dict[str, Any] = {
        name: parse_scaled(str(typed[name] or ""), digits, name) for name, digits in _DIGITS.items()
    }
    if values["quantity"] is None:
        raise Invalid("quantity", "required")
    values["discount"], values["vat"] = values["discount"] or 0, values["vat"] or 0
    for name, most in (("discount", WHOLE), ("vat", WHOLE)):
        if not 0 <= values[name] <= most:
            raise Invalid(name, "too_large" if values[name] > 0 else "negative", value=values[name])
    if values["quantity"] <= 0:
        raise Invalid("quantity", "not_positive", value=values["quantity"])
    for name in ("price_minor", "cost_minor"):
        values[name] = read_price(desk, str(typed[name] or ""), currency, name)
    if values["price_minor"] is None:
        raise Invalid("price_minor", "required")
    return {**values, **{name: typed[name] for name in ("name", "unit", "floor_reason")}}


def add_line_form(desk: Desk, offer: OfferRow, known: Mapping[str, Any]) -> FormScreen:
    """A new line, filled with what is `known` of it; leaves with its number."""

    def save(typed: dict[str, Any]) -> int:
        values = read_line(desk, typed, offer.currency)
        return desk.offers.add_line(
            offer.id, {**values, "product_id": known.get("product_id")}
        )  # fmt: skip

    form = _line_form(_("New line"), offer, {"quantity": 1_000, "discount": 0, **known}, save)
    if known.get("name"):
        form.begin_at = "quantity"
    return form


def edit_line_form(desk: Desk, offer: OfferRow, line: OfferLine) -> FormScreen:
    """Change a line; leaves with True."""
    one = line.line
    seen = {
        "name": line.name, "unit": line.unit, "quantity": one.quantity,
        "price_minor": one.price_minor, "discount": one.discount, "vat": one.vat,
        "cost_minor": one.cost_minor, "floor_reason": line.floor_reason,
    }  # fmt: skip

    def save(typed: dict[str, Any]) -> bool:
        desk.offers.edit_line(line.id, read_line(desk, typed, offer.currency), seen)
        return True

    return _line_form(_("Line"), offer, seen, save)


def _line_form(title: str, offer: OfferRow, known: Mapping[str, Any], save: Any) -> FormScreen:
    fields = [
        Field("name", field("name"), required=True),
        Field("quantity", field("quantity"), required=True, hint="2 · 1,5"),
        Field("price_minor", field("price"), required=True),
        Field("discount", field("discount"), hint="5 · 7,5"),
        Field("floor_reason", field("floor_reason"), hint=_("only where less is earned")),
        Field("vat", field("vat")),
        Field("unit", field("unit")),
        Field("cost_minor", field("cost"), hint=_("without VAT; margins are counted from it")),
    ]
    currency = offer.currency
    values = {
        **known,
        "quantity": decimal(known["quantity"] / 1_000, 3),
        "discount": written_share(known["discount"]) if known["discount"] else "",
        "vat": written_share(known.get("vat", 0)),
        "price_minor": written_price(known.get("price_minor"), currency),
        "cost_minor": written_price(known.get("cost_minor"), currency),
    }
    form = LineForm(title, fields, save, values=values, note=words.name(offer.code))
    form.offer = offer
    return form


def head_form(desk: Desk, offer: OfferRow) -> FormScreen:
    """Change the last day of an offer, its terms, and where the VAT is; leaves with True."""
    seen = {
        "valid_until": offer.valid_until, "vat_included": offer.vat_included, "terms": offer.terms,
    }  # fmt: skip

    def save(typed: dict[str, Any]) -> bool:
        desk.offers.edit(offer.id, typed, seen)
        return True

    fields = [
        Field("valid_until", field("valid_until"), "date", required=True),
        Field("vat_included", field("vat_included"), "flag"),
        Field("terms", field("terms"), "long"),
    ]
    return FormScreen(words.name(offer.code), fields, save, values=seen, draft=f"offer:{offer.id}")
