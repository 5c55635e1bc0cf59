"""One client whole: who they are, what is open, and everything else under tabs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import ContentSwitcher
from typing_extensions import override

from pipeline_tui.domain.cards import CardView, TimelineRow, WarningCode
from pipeline_tui.domain.cross_sell import Suggestion
from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.paying.grade import Payer
from pipeline_tui.i18n import _
from pipeline_tui.tui import card_tabs, client_pages, commands
from pipeline_tui.tui.card_tabs import PAGES, TABS
from pipeline_tui.tui.card_work import CardWork
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.rows import ListSource, Row
from pipeline_tui.tui.widgets.table import LineTable
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import cards, cross_sell, formats, payers
from pipeline_tui.wording.labels import field

_WIDE = 160
"""From this width on notes and fields stand beside the other tabs."""
_HEAD, _HEAD_MOST = 4, 6
"""Lines of the head: as a rule, and where they are long."""
_PAGE = 60
"""Lines of the timeline read at a time."""


class Timeline(CardPanel):
    """A page that asks for more when its end comes into view."""

    class NearEnd(Message):
        """The last lines are in view."""

    @override
    def scrolled(self) -> None:
        if self.blocks and self.top + 2 * self.page >= self.line_count:
            self.post_message(self.NearEnd())


class ClientCard(RecordScreen, CardWork):
    """A client card."""

    CSS_PATH = "card.tcss"
    AUTO_FOCUS = None
    COMMANDS_HERE = (
        *commands.LIST, "tab_next", "tab_previous", "next", "previous", "add", "edit", "call", "step",
        "objection", "payment", "document", "move", "win", "lose", "brief", "snooze", "copy_phone",
        "pin", "erase", "needs", "tags", "verify", "history", "back",
    )  # fmt: skip

    def __init__(self, client_id: int, ids: Sequence[int] = (), tab: str = "timeline") -> None:
        super().__init__(client_id, ids)
        self.tab = tab
        self.card: CardView | None = None
        self._events: list[TimelineRow] = []
        self._goods: list[Suggestion] = []
        self._payer: Payer | None = None
        self._whole = False
        self._nothing = False
        """Whether the list in view was read and has no line."""
        self._places: dict[str, int] = {}

    def body(self) -> ComposeResult:
        head = CardPanel(id="card-head")
        head.can_focus = False
        yield head
        yield TabStrip([Tab(one, "", _(name)) for one, name in TABS.items()],
                       current=self.tab, id="card-tabs")  # fmt: skip
        with Horizontal(id="card-body"):
            with ContentSwitcher(initial="card-page"):
                yield Timeline(id="card-page")
                yield LineTable(card_tabs.columns("contacts"), markable=False, id="card-list")
            yield CardPanel(id="card-side")

    def on_mount(self) -> None:
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode
        self._switch(self.tab)

    def on_resize(self) -> None:
        if self.card is not None:
            self._show_side(self.card)

    # Reading

    async def reload(self) -> None:
        """Read the card and the tab in view."""
        client_id = self.client_id
        try:
            card = await self.ask(self.desk.cards.client, client_id)
        except Problem as found:
            self.tell(found)
            self.dismiss(None)
            return
        if client_id != self.client_id:
            return
        same = self.card is not None and self.card.id == card.id
        self.card = card
        if not same:
            self._goods, self._payer = [], None
        self._show_head(card)
        await self._show_tab(stay=same)
        goods = await self.ask(self.desk.cross_sell.for_client, client_id)
        if client_id == self.client_id and goods != self._goods:
            self._goods = goods
            self._show_head(card)
        self.latest(self._read_payer, "payer")

    async def _read_payer(self) -> None:
        """How the client pays: of a large file that takes its time, and the card is there meanwhile."""
        card = self.card
        if card is None:
            return
        found = (await self.ask(self.desk.payers.of, [card.id])).get(card.id)
        if self.card is card and found != self._payer:
            self._payer = found
            self._show_head(card)

    def _show_head(self, card: CardView) -> None:
        now, zone, today = self.desk.now(), self.desk.zone, self.desk.today()
        grade = "" if self._payer is None else self._payer.grade
        blocks = client_pages.head(card, now)
        told = [cards.warning(one, today) for one in card.warnings]
        if told and card.warnings[-1].code == WarningCode.UNVERIFIED:
            told[-1] += (
                " (" + _("{key} marks it verified").format(key=self.pipeline.key_of("verify")) + ")"
            )
        if told:
            gravest = cards.TONES.get(card.warnings[0].code, "muted")
            blocks.append(client_pages.one_line(cut("! " + " · ".join(told), 300), gravest))
        if self._payer is not None:
            text = cut(f"{_('Pays')}: {grade} · {payers.evidence(self._payer)}", 240)
            blocks.append(client_pages.one_line(text, payers.TONES[self._payer.grade]))
        if offer := cross_sell.line(self._goods):
            blocks.append(client_pages.one_line(cut("+ " + offer, 240), "accent"))
        head = self.query_one("#card-head", CardPanel)
        head.show(blocks)
        lines = min(_HEAD_MOST, max(_HEAD, head.line_count))
        if head.size.height != lines:  # only then: a new height is a new layout
            head.styles.height = lines
        step = card.next_step
        late = step is not None and step.due_on < today
        figures = [
            Figure(
                field("next_step"), _("none") if step is None else cut(cards.step(step, today, zone), 60),
                "warning" if late or (step is None and card.deals) else "strong",
            ),
            Figure(_("Open deals"), cards.sums(card.open_sums, short=True)),
            Figure(
                field("debt"), " · ".join(filter(None, (cards.sums(card.debt, short=True), grade))),
                "danger" if card.overdue else "strong",
            ),
            Figure(
                field("last_touch"),
                "—" if card.last_touch is None
                else formats.day(card.last_touch.astimezone(zone).date(), today),
            ),
        ]  # fmt: skip
        self.query_one(Headline).show(figures, self.place)
        self.query_one("#tabs", TabStrip).title = card.name
        self._show_side(card)

    def _show_side(self, card: CardView) -> None:
        """Notes and fields, where there is room for them."""
        side = self.query_one("#card-side", CardPanel)
        side.display = self.size.width >= _WIDE and self.tab != "notes"
        if side.display:
            side.show(client_pages.fields(card, self.desk.today(), self.desk.settings.currency))

    async def _show_tab(self, *, stay: bool) -> None:
        card, today, zone = self.card, self.desk.today(), self.desk.zone
        if card is None:
            return
        match self.tab:
            case "timeline":
                wanted = max(_PAGE, len(self._events)) if stay else _PAGE
                self._events = await self.ask(self.desk.cards.timeline, card.id, None, wanted)
                self._whole = len(self._events) < wanted
                self._show_page(client_pages.timeline(self._events, today, zone), stay=stay)
            case "needs":
                key = self.pipeline.key_of("needs")
                self._show_page(client_pages.needs(card, key), stay=stay)
            case "notes":
                currency = self.desk.settings.currency
                self._show_page(client_pages.fields(card, today, currency), stay=stay)
            case "contacts":
                currency = self.desk.settings.currency
                self._show_rows(
                    card_tabs.contacts(card.contacts, card.contact_fields, currency, today)
                )
            case "deals":
                found = await self.ask(self.desk.cards.deals, card.id)
                stages = await self.ask(self.desk.vocabularies.stages)
                by_id = {stage.id: stage for stage in stages}
                self._show_rows(card_tabs.deals(found, by_id, today, zone))
            case "money":
                ledger = await self.ask(self.desk.debts.ledger, card.id)
                rows, self.money = card_tabs.money(ledger, today)
                self._show_rows(rows)
            case "objections":
                heard = await self.ask(self.desk.cards.objections, card.id)
                self._show_rows(card_tabs.objections(heard, today))

    def _show_page(self, blocks: list[Any], *, stay: bool) -> None:
        if not blocks:
            text = card_tabs.empty(self.tab, self.pipeline.key_of("add"))
            blocks = [client_pages.one_line(text, "muted")] if text else []
        self.page.show(blocks, stay=stay)

    def _show_rows(self, rows: list[Row]) -> None:
        self.table.show(ListSource(rows), cursor_id=self._places.get(self.tab), forget=True)
        if self._nothing == bool(rows):
            self._nothing = not rows
            self.show_hints()

    @on(Timeline.NearEnd)
    def _more(self) -> None:
        if self.tab == "timeline" and not self._whole and self._events:
            self.latest(self._load_more, "more")

    async def _load_more(self) -> None:
        client_id, mark = self.client_id, self._events[-1].mark
        found = await self.ask(self.desk.cards.timeline, client_id, mark, _PAGE)
        if client_id != self.client_id or self.tab != "timeline":
            return
        self._whole = len(found) < _PAGE
        self._events += found
        blocks = client_pages.timeline(self._events, self.desk.today(), self.desk.zone)
        self.page.show(blocks, stay=True)

    # Tabs

    @property
    def page(self) -> Timeline:
        """The page that is read."""
        return self.query_one("#card-page", Timeline)

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        if event.tab_id in TABS:
            event.prevent_default()  # the base would take it for one of the five screens
            self.go(event.tab_id)

    def action_tab_next(self) -> None:
        self._step_tab(1)

    def action_tab_previous(self) -> None:
        self._step_tab(-1)

    def _step_tab(self, by: int) -> None:
        names = list(TABS)
        self.go(names[(names.index(self.tab) + by) % len(names)])

    def go(self, tab: str) -> None:
        if self.tab not in PAGES and self.table.cursor_id is not None:
            self._places[self.tab] = self.table.cursor_id
        self._switch(tab)
        self.latest(partial(self._show_tab, stay=False), "tab")

    def _switch(self, tab: str) -> None:
        self.tab, self._nothing = tab, False
        self.query_one("#card-tabs", TabStrip).current = tab
        if self.card is not None:
            self._show_side(self.card)
        self.query_one(ContentSwitcher).current = "card-page" if tab in PAGES else "card-list"
        if tab in PAGES:
            self.page.focus()
        else:
            self.table.columns = card_tabs.columns(tab)
            self.table.empty = card_tabs.empty(tab, self.pipeline.key_of("add"))
            self.table.show(ListSource([]), forget=True)
            self.table.focus()
        self.show_hints()

    def hint_ids(self) -> tuple[str, ...]:
        """Keys of deals and money are shown where they work."""
        left_out = {"open"} if self.tab in PAGES or self._nothing else set()
        if self.tab != "contacts":
            left_out.add("pin")
        if self.tab != "deals" and self.deal_in_view() is None:
            left_out |= {"win", "lose", "move"}
        return tuple(one for one in super().hint_ids() if one not in left_out)

    # Moving

    @property
    def front(self) -> CardPanel | LineTable:
        return self.page if self.tab in PAGES else self.table

    def stepped(self) -> None:
        self._places.clear()
        super().stepped()

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        if self.tab == "deals":
            from pipeline_tui.tui.screens.deal import DealScreen

            self.open_record(DealScreen(event.id, tuple(self.table.ids)))
        elif self.tab == "contacts":
            self.action_edit()
        elif self.tab == "money":
            from pipeline_tui.tui.screens.debtor import DebtorScreen

            self.app.push_screen(DebtorScreen(self.client_id))
        elif self.tab == "objections":
            self.start(self.settle_objection, event.id)
