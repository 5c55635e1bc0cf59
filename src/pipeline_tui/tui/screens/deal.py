"""One deal whole: what it is worth, where it stands, what is next, and what happened so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from pipeline_tui.domain.checklists import CheckRow
from pipeline_tui.domain.commission import DealCommission
from pipeline_tui.domain.deals import DealCard, StageRow
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.offers import OfferRow
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui import offer_work
from pipeline_tui.tui.deal_actions import DealActions
from pipeline_tui.tui.debtor_warning import read_risk
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.screens import deal_views as views
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import Block, CardPanel
from pipeline_tui.wording.forecast import chance_line

_TWO_PAGES_FROM = 100


class DealScreen(RecordScreen, DealActions):
    """The card of a deal."""

    CSS_PATH = Path(__file__).with_name("deal.tcss")
    MODE = "funnel"
    AUTO_FOCUS = "#deal-left"
    COMMANDS_HERE = (
        "cursor_down", "cursor_up", "cursor_first", "cursor_last", "step", "done", "call", "move", "checklist", "stage_back", "stage_on", "win", "lose", "objection",
        "battlecard", "offers", "offer_new", "document", "snooze", "edit", "brief", "open", "next", "previous", "copy_phone", "history", "back",
    )  # fmt: skip

    def __init__(self, deal_id: int, ids: Sequence[int] = ()) -> None:
        super().__init__(deal_id, ids)
        self._card: DealCard | None = None
        self._offers: list[OfferRow] = []
        self._brings: DealCommission | None = None
        self._chance = ""
        self._debtor = ""
        self._stages: list[StageRow] = []
        self._checks: list[CheckRow] = []
        self._versus = False

    def body(self) -> ComposeResult:
        with Horizontal(id="deal"):
            yield CardPanel(id="deal-left")
            yield CardPanel(id="deal-right")

    def on_resize(self, event: events.Resize) -> None:
        narrow = event.size.width < _TWO_PAGES_FROM
        page = self.query_one("#deal")
        if narrow != page.has_class("narrow"):
            page.set_class(narrow, "narrow")
            self._show(stay=True)

    @property
    def front(self) -> CardPanel:
        right = self.query_one("#deal-right", CardPanel)
        return right if right.has_focus else self.query_one("#deal-left", CardPanel)

    async def reload(self) -> None:
        """Read the deal and show it; leave when it is gone, as after an undo."""
        funnel = self.desk.funnel
        stay = self._card is not None and self._card.row.id == self.record_id
        try:
            self._card = await self.ask(funnel.card, self.record_id)
        except NotFound as found:
            self.tell(found)
            self.dismiss()
            return
        self._stages = await self.ask(self.desk.vocabularies.stages, retired=True)
        self._checks = await self.ask(self.desk.checklists.of_deal, self.record_id)
        self._offers = await self.ask(self.desk.offer_views.listed, deal_id=self.record_id)
        rivals = await self.ask(self.desk.competitor_views.in_deal, self.record_id)
        self._versus = bool(rivals or self._card.row.competitor)
        self._brings = await self.ask(self.desk.commissions.of_deal, self._card.row)
        if not stay:
            self._chance = self._debtor = ""  # those of another deal
        self._show(stay=stay)
        self.latest(self._read_debtor, "debtor")
        self.latest(self._read_chance, "chance")

    async def _read_debtor(self) -> None:
        """Whether one sells to a debtor here."""
        card = self._card
        if card is None:
            return
        line = ""
        if card.row.client_id is not None and card.stage.is_open:
            line = await read_risk(self, card.row, marked=False)
        if self._card is card and line != self._debtor:
            self._debtor = line
            self._show(stay=True)

    async def _read_chance(self) -> None:
        """The chance by the forecast: it may take its time, and the card is there meanwhile."""
        card = self._card
        if card is None:
            return
        found = None
        if card.stage.is_open:
            found = await self.ask(self.desk.forecasts.of_deal, card.row.id, card.stage.id)
        line = "" if found is None else chance_line(*found)
        if self._card is card and line != self._chance:
            self._chance = line
            self._show(stay=True)

    def _show(self, *, stay: bool) -> None:
        card = self._card
        if card is None:
            return
        today, now, zone = self.desk.today(), self.desk.now(), self.desk.zone
        stages = {stage.id: stage for stage in self._stages}
        left: list[Block] = [
            *views.head(
                card,
                today,
                zone,
                self.desk.settings.currency,
                self._brings,
                self.pipeline.key_of("battlecard"),
                self._chance,
                self._debtor,
            ),
            *views.checklist(self._checks, self.pipeline.key_of("checklist")),
            *views.path(card, self._path, zone),
            *views.needs(card),
        ]
        right: list[Block] = [
            *views.touches(card, now, zone),
            *views.objections(card, now, zone),
            *offer_work.blocks(self._offers, today, zone),
            *views.invoices(card, today),
            *views.history(card, stages, now, zone),
        ]
        narrow = self.query_one("#deal").has_class("narrow")
        self.query_one("#deal-left", CardPanel).show([*left, *right] if narrow else left, stay=stay)
        self.query_one("#deal-right", CardPanel).show(right, stay=stay)
        self._show_headline()
        self.show_hints()

    def hint_ids(self) -> tuple[str, ...]:
        """Without a competitor there is nothing to answer."""
        return tuple(one for one in super().hint_ids() if one != "battlecard" or self._versus)

    @property
    def _path(self) -> list[StageRow]:
        """The stages in use of the deal's pipeline, and the one where it stands."""
        here = None if self._card is None else self._card.stage
        return [
            stage
            for stage in self._stages
            if here is not None
            and stage.pipeline_id == here.pipeline_id
            and (not stage.retired or stage.id == here.id)
        ]

    def _show_headline(self) -> None:
        figures = [Figure(_("Deal"), f"№ {self.record_id}")]
        self.query_one("#headline", Headline).show(figures, self.place)

    # Work

    def deal_here(self) -> int | None:
        return self.record_id

    def action_stage_on(self) -> None:
        self._step_stage(1)

    def action_stage_back(self) -> None:
        self._step_stage(-1)

    def _step_stage(self, by: int) -> None:
        if self._card is None:
            return
        order = [stage for stage in self._path if stage.kind != StageKind.LOST]
        here = next((at for at, s in enumerate(order) if s.id == self._card.stage.id), None)
        if here is not None and 0 <= here + by < len(order):
            self.move_to(order[here + by])
        else:
            self.warn_no_stage(by, lost=here is None)

    def action_battlecard(self) -> None:
        if self._card is not None:
            from pipeline_tui.tui.screens.versus import open_versus

            row = self._card.row
            self.start(open_versus, self, [(row.id, row.competitor)], row.client_id)

    def action_offers(self) -> None:
        self.start(offer_work.open_offers, self, self.record_id)

    def action_offer_new(self) -> None:
        self.start(partial(offer_work.open_offers, another=True), self, self.record_id)

    def action_open(self) -> None:
        """Open the client's card."""
        if self._card is None:
            return
        if self._card.row.client_id is None:
            self.warn(_("This deal has no client. e names one."))
        else:
            self.pipeline.open_client(self._card.row.client_id)

    def action_history(self) -> None:
        if self._card is not None:
            from pipeline_tui.tui.screens.record_history import RecordHistory

            self.app.push_screen(RecordHistory(("deal", self.record_id), self._card.row.title))

    def action_call(self) -> None:
        if self._card is not None:
            self.call_about(self.record_id, self._card.row.client_id)

    def action_copy_phone(self) -> None:
        if self._card is None or not self._card.contact_phone:
            self.warn(_("No phone is known here."))
            return
        self.app.copy_to_clipboard(self._card.contact_phone)
        self.say(_("Copied: {phone}").format(phone=self._card.contact_phone))
