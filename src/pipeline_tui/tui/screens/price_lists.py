"""Price lists and the days they hold; one of them opened with its prices."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.products import PriceListRow, PriceRow
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.forms.product_forms import read_price, written_price
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording.formats import day_plain, money, number
from pipeline_tui.wording.labels import field


class PriceListsScreen(ListScreen):
    """All price lists, the one that begins last first."""

    AUTO_FOCUS = "#price-lists"
    COMMANDS_HERE = (*commands.LIST, "add", "edit", "remove", "back")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, PriceListRow] = {}
        self._added: int | None = None

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("name"), flex=3, min_width=22, sortable=False),
                Column("from", field("valid_from"), 13, sortable=False),
                Column("to", field("valid_to"), 13, sortable=False),
                Column("currency", field("currency"), 8, min_total_width=70, sortable=False),
                Column("count", _("Prices"), 8, align="right", min_total_width=60, sortable=False),
                Column("holds", _("Holds today"), 16, min_total_width=78, sortable=False),
            ),
            empty=_("No price lists yet. a begins one."), markable=False, id="price-lists",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        found = await self.ask(self.desk.price_book.price_lists)
        self._rows = {one.id: one for one in found}
        self.table.show(ListSource([self._row(one) for one in found]), cursor_id=self._added)
        self._added = None
        self.query_one(Headline).show(
            [Figure(_("Price lists"), number(len(found)))],
            _("of those that hold, the one that began last counts"),
        )

    def _row(self, one: PriceListRow) -> Row:
        holds = one.holds(self.desk.today())
        return Row(
            one.id,
            {
                "name": Cell(one.name, "strong" if holds else ""),
                "from": day_plain(one.valid_from),
                "to": day_plain(one.valid_to) if one.valid_to else "—",
                "currency": one.currency,
                "count": number(one.count),
                "holds": Cell(_("yes"), "success") if holds else Cell(_("no"), "muted"),
            },
        )

    @property
    def current(self) -> PriceListRow | None:
        """The list under the cursor."""
        return self._rows.get(self.table.cursor_id or 0)

    def action_add(self) -> None:
        from pipeline_tui.tui.forms.product_forms import add_list_form

        self.start(self._fill_in, add_list_form(self.desk, list(self._rows.values())))

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.product_forms import edit_list_form

        if self.current is not None:
            self.start(self._fill_in, edit_list_form(self.desk, self.current))

    async def _fill_in(self, form: Screen[object]) -> None:
        answer = await self.prompt(form)
        if isinstance(answer, int) and not isinstance(answer, bool):
            self._added = answer
            await self.reload()

    @on(LineTable.Opened)
    def _opened(self) -> None:
        if self.current is not None:
            self.app.push_screen(PriceListScreen(self.current.id))

    def action_remove(self) -> None:
        if self.current is not None:
            self.start(self._remove, self.current)

    async def _remove(self, one: PriceListRow) -> None:
        done, _none = await self.attempt(self.desk.products.remove_list, one.id)
        if done:
            self.say(_("Taken away: {name}; u brings it back").format(name=one.name))

    def action_back(self) -> None:
        self.app.pop_screen()


class PriceListScreen(ListScreen):
    """What one list says of every product in use."""

    AUTO_FOCUS = "#prices"
    COMMANDS_HERE = (*commands.LIST, "edit", "back")

    def __init__(self, list_id: int) -> None:
        super().__init__()
        self._list_id = list_id
        self._list: PriceListRow | None = None
        self._rows: dict[int, PriceRow] = {}

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("name"), flex=3, min_width=24, sortable=False),
                Column("code", field("code"), 12, min_total_width=70, sortable=False),
                Column("unit", field("unit"), 6, min_total_width=80, sortable=False),
                Column("price", field("price"), 16, align="right", sortable=False),
                Column("own", _("Its own price"), 16, align="right", min_total_width=76, sortable=False),
            ),
            empty=_("No products yet. 7 opens them."), markable=False, id="prices",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        """Read the list; leave when it is gone, as after an undo."""
        try:
            self._list = await self.ask(self.desk.price_book.price_list, self._list_id)
        except NotFound as found:
            self.tell(found)
            self.dismiss()
            return
        rows = await self.ask(self.desk.price_book.prices, self._list_id)
        self._rows = {one.product_id: one for one in rows}
        currency = self._list.currency
        self.table.show(ListSource([self._row(one, currency) for one in rows]))
        until = f" – {day_plain(self._list.valid_to)}" if self._list.valid_to else ""
        self.query_one(Headline).show(
            [
                Figure(_("Price list"), self._list.name),
                Figure(_("holds from"), day_plain(self._list.valid_from) + until),
                Figure(_("prices"), number(self._list.count)),
            ],
            _("Enter sets the price"),
        )

    def _row(self, one: PriceRow, currency: str) -> Row:
        def shown(minor: int | None) -> str:
            return "—" if minor is None else money(minor, currency)

        return Row(
            one.product_id,
            {
                "name": Cell(one.name, "" if one.price_minor is None else "strong"),
                "code": one.code,
                "unit": one.unit,
                "price": shown(one.price_minor),
                "own": Cell(shown(one.own_minor), "muted"),
            },
        )

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        one = self._rows.get(self.table.cursor_id or 0)
        if one is not None and self._list is not None:
            self.start(self._set_price, one, self._list.currency)

    async def _set_price(self, one: PriceRow, currency: str) -> None:
        text = await self.prompt(
            TextPrompt(
                _("Price of {name}, {currency}").format(name=one.name, currency=currency),
                value=written_price(one.price_minor, currency),
                hint=_("empty: the list says nothing of it"), required=False,
            )
        )  # fmt: skip
        if text is not None:
            await self.attempt(self._save, one.product_id, text, currency)

    def _save(self, product_id: int, text: str, currency: str) -> None:
        minor = read_price(self.desk, text, currency)
        self.desk.products.set_price(self._list_id, product_id, minor)

    def action_back(self) -> None:
        self.app.pop_screen()
