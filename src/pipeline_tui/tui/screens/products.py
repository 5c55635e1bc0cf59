"""Products: what is sold, at which price today, and what is earned on it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.offers import Line, line_sums
from pipeline_tui.domain.products import ProductRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import offers as words
from pipeline_tui.wording.formats import money, number, percent
from pipeline_tui.wording.labels import field


class ProductsScreen(NarrowedScreen):
    """The table of products, those put away last."""

    AUTO_FOCUS = "#products"
    COMMANDS_HERE = (*commands.LIST, "add", "edit", "filter", "price_lists", "retire", "back")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, ProductRow] = {}
        self._added: int | None = None
        self._vat = 0

    def body(self) -> ComposeResult:
        yield FilterLine(_("Filter"), _("part of the name, code or group"))
        yield LineTable(
            (
                Column("name", field("name"), flex=4, min_width=22, sortable=False),
                Column("code", field("code"), 12, min_total_width=90, sortable=False),
                Column("series", field("series"), flex=2, min_width=12, min_total_width=110, sortable=False),
                Column("unit", field("unit"), 8, min_total_width=84, sortable=False),
                Column("price", field("price"), 14, align="right", sortable=False),
                Column("list", field("price_list"), 16, min_total_width=76, sortable=False),
                Column("margin", _("Margin"), 7, align="right", min_total_width=60, sortable=False),
                Column("vat", field("vat"), 7, align="right", min_total_width=120, sortable=False),
            ),
            empty=_("No products yet. a enters one, F6 brings in a price list."),
            markable=False, id="products",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    def way_back(self) -> bool:
        """Escape leads to the screen below."""
        return True

    async def reload(self) -> None:
        found = await self.ask(self.desk.price_book.products, self.line, retired=True)
        self._vat = await self.ask(self.desk.price_book.usual_vat)
        self._rows = {one.id: one for one in found}
        used = sum(not one.retired for one in found)
        sections = [Section(used, _("Put away"), "muted")] if used < len(found) else []
        self.table.show(
            ListSource([self._row(one) for one in found], sections), cursor_id=self._added
        )
        self._added = None
        figures = [Figure(_("Products"), number(used))]
        unpriced = sum(one.asked_minor is None for one in found if not one.retired)
        if unpriced:
            figures.append(Figure(_("without a price"), number(unpriced), "warning"))
        self.query_one(Headline).show(figures)

    def _row(self, one: ProductRow) -> Row:
        price = one.asked_minor
        return Row(
            one.id,
            {
                "name": Cell(one.name, "" if one.retired else "strong"),
                "code": one.code,
                "series": one.series,
                "unit": one.unit,
                "price": "—" if price is None else money(price, one.currency),
                "list": one.list_name,
                "margin": self._margin(one),
                "vat": "" if one.vat is None else words.share(one.vat),
            },
            tone="muted" if one.retired else "",
        )

    def _margin(self, one: ProductRow) -> str:
        """What a sale at this price leaves, with the VAT that is usual now."""
        if one.asked_minor is None or one.cost_minor is None:
            return ""
        vat = self._vat if one.vat is None else one.vat
        line = Line(one.asked_minor, vat=vat, cost_minor=one.cost_minor)
        sums = line_sums(line, vat_included=self.desk.settings.prices_with_vat)
        return percent(sums.margin)

    @property
    def current(self) -> ProductRow | None:
        """The product under the cursor."""
        return self._rows.get(self.table.cursor_id or 0)

    def action_add(self) -> None:
        from pipeline_tui.tui.forms.product_forms import add_product_form

        self.start(self._fill_in, add_product_form(self.desk))

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.product_forms import edit_product_form

        if self.current is not None:
            self.start(self._fill_in, edit_product_form(self.desk, self.current))

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    async def _fill_in(self, form: Screen[object]) -> None:
        answer = await self.prompt(form)
        if isinstance(answer, int) and not isinstance(answer, bool):
            self._added = answer
            await self.reload()

    def action_retire(self) -> None:
        if self.current is not None:
            self.run_worker(
                self.attempt(
                    self.desk.products.archive, self.current.id, back=self.current.retired
                ),
                group="change",
            )

    def action_price_lists(self) -> None:
        from pipeline_tui.tui.screens.price_lists import PriceListsScreen

        self.app.push_screen(PriceListsScreen())

    def action_back(self) -> None:
        if not self.let_go():
            self.app.pop_screen()
