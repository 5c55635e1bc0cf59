"""One competitor whole: what to answer, the deals in which it stood, what it was seen to offer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from pipeline_tui.domain.competitors import CompetitorCard, SightingRow, Standing
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.figures import Part
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.tui import commands, competitor_pages
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.list_screen import Front
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import competitors as words
from pipeline_tui.wording.formats import day, number
from pipeline_tui.wording.labels import field

_WIDE = 110
"""From this width on the sightings stand beside the card, below it they lie under it."""


async def open_deals(screen: DeskScreen, one: Standing) -> None:
    """Ask which of the deals in which it stood, where there are several kinds, and list them."""
    from pipeline_tui.tui.screens.deals_behind import DealsBehindScreen

    parts = [
        (part, name, n)
        for part, name, n in (
            (Part.WON, pgettext("figures", "Won"), one.won),
            (Part.LOST, pgettext("figures", "Lost"), one.lost),
            (Part.OPEN, _("In work"), one.open),
        )
        if n
    ]
    if not parts:
        screen.warn(_("No deals are behind it."))
        return
    part: Part | None = parts[0][0]
    if len(parts) > 1:
        part = await screen.prompt(
            ChoicePrompt(
                _("Which deals?"), [Choice(it, f"{name}  {number(n)}") for it, name, n in parts]
            )
        )
    if part is not None:
        name = next(name for it, name, _n in parts if it is part)
        read = partial(screen.desk.competitor_views.deals, one.id, part)
        screen.app.push_screen(DealsBehindScreen(read, one.who.name, name))


class CompetitorScreen(RecordScreen):
    """The card of a competitor, its sightings under or beside it."""

    CSS_PATH = "competitor.tcss"
    AUTO_FOCUS = "#sightings"
    COMMANDS_HERE = (
        *commands.LIST, "add", "edit", "remove", "stood_in", "next", "previous", "tab_next", "back"
    )  # fmt: skip

    def __init__(self, competitor_id: int, ids: Sequence[int] = ()) -> None:
        super().__init__(competitor_id, ids)
        self._card: CompetitorCard | None = None
        self._seen: dict[int, SightingRow] = {}
        self._added: int | None = None

    def body(self) -> ComposeResult:
        with Container(id="competitor"):
            yield CardPanel(id="competitor-page")
            yield LineTable(
                (
                    Column("day", field("seen_on"), 13, sortable=False),
                    Column("what", field("offered"), flex=3, min_width=14, sortable=False),
                    Column("price", field("price"), 13, align="right", sortable=False),
                    Column("client", field("client"), flex=2, min_width=12, min_total_width=58, sortable=False),
                    Column("note", field("note"), flex=2, min_width=10, min_total_width=76, sortable=False),
                ),
                empty=_("Nothing seen yet. a notes a price or an offer."), markable=False,
                id="sightings",
            )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#competitor").set_class(event.size.width >= _WIDE, "wide")

    @property
    def table(self) -> LineTable:
        """The sightings."""
        return self.query_one("#sightings", LineTable)

    @property
    def page(self) -> CardPanel:
        """The card."""
        return self.query_one("#competitor-page", CardPanel)

    @property
    def front(self) -> Front:
        return self.page if self.page.has_focus else self.table

    async def reload(self) -> None:
        """Read the competitor; leave when it is gone, as after an undo."""
        stay = self._card is not None and self._card.standing.id == self.record_id
        try:
            card = await self.ask(self.desk.competitor_views.card, self.record_id)
        except NotFound as found:
            self.tell(found)
            self.dismiss()
            return
        self._card = card
        self._seen = {one.id: one for one in card.sightings}
        key = self.pipeline.key_of("edit")
        self.page.show(competitor_pages.card(card, key), stay=stay)
        rows = [self._row(one) for one in card.sightings]
        self.table.show(ListSource(rows), cursor_id=self._added)
        self._added = None
        standing = card.standing
        self.query_one(Headline).show(
            [
                Figure(_("Competitor"), standing.who.name),
                Figure(_("share won"), words.rate(standing)),
                Figure(_("seen"), number(standing.seen)),
            ],
            self.place,
        )
        self.show_hints()

    def _row(self, one: SightingRow) -> Row:
        return Row(
            one.id,
            {
                "day": day(one.seen_on, self.desk.today()),
                "what": Cell(one.what, "strong"),
                "price": words.price(one),
                "client": one.client,
                "note": one.note,
            },
        )

    def hint_ids(self) -> tuple[str, ...]:
        """Nothing is marked here; without a sighting there is none to open or take out."""
        idle = {"mark"} | (set() if self._seen else {"open", "remove"})
        return tuple(one for one in super().hint_ids() if one not in idle)

    # Work

    def action_tab_next(self) -> None:
        """The keys of lists go to the card, or back to the sightings."""
        (self.table if self.page.has_focus else self.page).focus()

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.competitor_forms import edit_competitor_form

        if self._card is not None:
            self.start(self._fill_in, edit_competitor_form(self.desk, self._card.standing.who))

    def action_add(self) -> None:
        self.start(self._add)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms.competitor_forms import add_sighting_form

        if self._card is not None:
            products = await self.ask(self.desk.funnel.products)
            form = add_sighting_form(self.desk, [self._card.standing.who], products)
            await self._fill_in(form)

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        self.start(self._mend, event.id)

    async def _mend(self, sighting_id: int) -> None:
        from pipeline_tui.tui.forms.competitor_forms import edit_sighting_form

        rivals = await self.ask(self.desk.competitor_views.rows)
        products = await self.ask(self.desk.funnel.products)
        row = self._seen[sighting_id]
        await self._fill_in(edit_sighting_form(self.desk, row, rivals, products))

    async def _fill_in(self, form: Screen[object]) -> None:
        answer = await self.prompt(form)
        if isinstance(answer, int) and not isinstance(answer, bool):
            self._added = answer
            await self.reload()

    def action_remove(self) -> None:
        id_ = self.table.cursor_id
        if id_ is not None:
            self.start(self._remove, id_)

    async def _remove(self, sighting_id: int) -> None:
        done, _none = await self.attempt(self.desk.competitors.remove_sighting, sighting_id)
        if done:
            self.say(_("Taken away; u brings it back"))

    def action_stood_in(self) -> None:
        if self._card is not None:
            self.start(open_deals, self, self._card.standing)
