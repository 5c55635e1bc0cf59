"""The forms of a competitor and of what it was seen to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.money_form import currency_choices
from pipeline_tui.tui.forms.product_forms import read_price, written_price
from pipeline_tui.wording.labels import field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.competitors import CompetitorRow, SightingRow
    from pipeline_tui.services.desk import Desk

_FIELDS = ("name", "also", "site", "battlecard", "strengths", "weaknesses")
_SEEN = (
    "competitor_id", "seen_on", "client_id", "product_id", "price_minor", "currency", "offered", "note",
)  # fmt: skip


def _fields() -> list[Field]:
    return [
        Field("name", field("name"), required=True),
        Field("also", field("also"), "long"),
        Field("site", field("site")),
        Field("battlecard", field("battlecard"), "long"),
        Field("strengths", field("strengths"), "long"),
        Field("weaknesses", field("weaknesses"), "long"),
    ]


def add_competitor_form(desk: Desk, name: str = "") -> FormScreen:
    """A new competitor, perhaps under a name that a deal gives; leaves with its number."""
    return FormScreen(
        _("New competitor"), _fields(), desk.competitors.add, values={"name": name},
        draft=f"competitor:new:{name}", note=_("Other names: one a line, as deals call it."),
    )  # fmt: skip


def edit_competitor_form(desk: Desk, row: CompetitorRow) -> FormScreen:
    """Change a competitor, or put it away; leaves with True."""
    seen = {name: getattr(row, name) for name in _FIELDS} | {"also": "\n".join(row.also)}

    def save(typed: dict[str, Any]) -> bool:
        retired = typed.pop("retired")
        desk.competitors.edit(row.id, typed, seen, retired=retired)
        return True

    return FormScreen(
        _("Competitor"), [*_fields(), Field("retired", _("Put away"), "flag")], save,
        values={**seen, "retired": row.retired}, draft=f"competitor:{row.id}",
        note=_("Other names: one a line, as deals call it."),
    )  # fmt: skip


def _seen_fields(
    desk: Desk, rivals: Sequence[CompetitorRow], products: Sequence[tuple[int, str]], currency: str
) -> list[Field]:
    fields = [
        Field("seen_on", field("seen_on"), "date", required=True, hint=_("today, yesterday")),
        Field("offered", field("offered"), hint=_("net 60 and free delivery")),
        Field("price_minor", field("price"), hint=_("of one")),
        Field(
            "currency", field("currency"), "choice", required=True,
            choices=currency_choices(currency, desk.settings.currency),
        ),
        Field("client_id", field("client"), "client"),
        Field("note", field("note"), "long"),
    ]  # fmt: skip
    if products:
        choices = [Choice(id_, name) for id_, name in products]
        fields.insert(2, Field("product_id", field("product"), "choice", choices=choices))
    if len(rivals) > 1:
        who = [Choice(one.id, one.name) for one in rivals]
        fields.insert(0, Field("competitor_id", field("competitor"), "choice", True, choices=who))
    return fields


def add_sighting_form(
    desk: Desk, rivals: Sequence[CompetitorRow], products: Sequence[tuple[int, str]], *,
    client_id: int | None = None, deal_id: int | None = None,
) -> FormScreen:  # fmt: skip
    """What one of these competitors was seen to offer, perhaps in a deal; leaves with the number."""

    def save(typed: dict[str, Any]) -> int:
        values = {"competitor_id": rivals[0].id, "deal_id": deal_id, **typed}
        values["price_minor"] = read_price(desk, typed["price_minor"], typed["currency"])
        return desk.competitors.sight(values)

    currency = desk.settings.currency
    title = _("Seen: {name}").format(name=rivals[0].name) if len(rivals) == 1 else _("Seen")
    return FormScreen(
        title, _seen_fields(desk, rivals, products, currency), save,
        values={
            "competitor_id": rivals[0].id, "seen_on": desk.today(), "currency": currency,
            "client_id": client_id,
        },
        draft=f"sighting:new:{rivals[0].id}:{deal_id or ''}",
    )  # fmt: skip


def edit_sighting_form(
    desk: Desk, row: SightingRow, rivals: Sequence[CompetitorRow],
    products: Sequence[tuple[int, str]],
) -> FormScreen:  # fmt: skip
    """Change a sighting; leaves with True."""
    seen = {name: getattr(row, name) for name in _SEEN}

    def save(typed: dict[str, Any]) -> bool:
        values = dict(typed)
        values["price_minor"] = read_price(desk, typed["price_minor"], typed["currency"])
        desk.competitors.edit_sighting(row.id, values, seen)
        return True

    return FormScreen(
        _("Seen: {name}").format(name=row.competitor),
        _seen_fields(desk, rivals, products, row.currency), save,
        values={**seen, "price_minor": written_price(row.price_minor, row.currency)},
        draft=f"sighting:{row.id}",
    )  # fmt: skip
