"""Objections: kinds by how often they are met, their answers by what they have earned, and the log."""

from __future__ import annotations

from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.drill import Progress
from pipeline_tui.domain.errors import NotFound
from pipeline_tui.domain.objections import KindRow, LogFilter, LogRow, RankedAnswer, Tally
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, objection_pages, objection_work
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.objection_log import LogPane
from pipeline_tui.tui.widgets.bars import Bars
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LineTable, ListSource
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording import formats

ANSWERS, LOG = "answers", "log"
_WIDE = 116
"""From this width on the kinds show where they are met and what is at stake."""
_TALL = 34
"""From this height on, on a wide screen, the stages are drawn as bars."""
_LATELY = 4
"""Events that a kind's page quotes."""
_ALL_KINDS = 200


class ObjectionsScreen(NarrowedScreen):
    """The library and its log, in two views of one screen."""

    CSS_PATH = "objections.tcss"
    MODE = "objections"
    AUTO_FOCUS = "#kinds"
    COMMANDS_HERE = (
        *commands.LIST, "objection", "add", "edit", "retire", "filter", "view", "hidden", "drill", "effects", "library_file",
        "next", "previous", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._view = ANSWERS
        self._retired = False
        self._kinds: dict[int, KindRow] = {}
        self._order: list[int] = []
        self._wanted_answer: int | None = None
        self._ranked: dict[int, RankedAnswer] = {}
        self._lately: list[LogRow] = []
        self._shown_kind: int | None = None
        self._practice: Progress | None = None

    def body(self) -> ComposeResult:
        yield TabStrip(self._view_tabs(), current=self._view, id="views")
        yield FilterLine(_("Heard"), _("a few letters: expens, think, supplier"))
        with Horizontal(id="library"):
            with Vertical(id="kinds-side"):
                yield LineTable(
                    objection_pages.kind_columns(), empty="", markable=False, id="kinds"
                )
                yield Static(id="kind-line")
                yield Static(Content(_("At which stage")), id="heat-title")
                yield Bars(id="heat")
            with Vertical(id="answers-side"):
                yield LineTable(
                    objection_pages.answer_columns(), empty="", markable=False, id="answers"
                )
                yield CardPanel(id="answer-page")
        yield LogPane(id="log-side")

    def _view_tabs(self) -> tuple[Tab, ...]:
        return (Tab(ANSWERS, "", _("Answers")), Tab(LOG, "", _("Log")))

    @property
    def kinds(self) -> LineTable:
        """The kinds, at the left."""
        return self.query_one("#kinds", LineTable)

    @property
    def answers(self) -> LineTable:
        """The answers to the kind under the cursor."""
        return self.query_one("#answers", LineTable)

    @property
    def log_pane(self) -> LogPane:
        """The log."""
        return self.query_one(LogPane)

    def on_mount(self) -> None:
        self._show_view()

    def on_resize(self, event: events.Resize) -> None:
        wide, tall = event.size.width >= _WIDE, event.size.height >= _TALL
        self.set_class(wide, "wide")
        self.set_class(wide and tall, "roomy")
        if self._kinds:
            self._show_page()

    # Reading

    async def reload(self) -> None:
        """Read the view in front anew; the lists keep their places."""
        kinds = await self.ask(self.desk.objection_views.kinds, retired=self._retired)
        self._practice = (await self.ask(self.desk.drill.session)).progress
        self._kinds = {one.kind.id: one for one in kinds}
        self._order = list(self._kinds)
        self._wanted_answer = None
        if self.line and self._view == ANSWERS:
            await self._narrow()
        self._show_figures()
        if self._view == LOG:
            await self.log_pane.read(self.line)
            return
        self.kinds.empty = self._nothing_found()
        places = objection_pages.stage_places(kinds)
        self.kinds.show(
            ListSource([objection_pages.kind_row(self._kinds[one], places) for one in self._order])
        )
        await self._read_answers()

    async def _narrow(self) -> None:
        """Kinds that what was typed may be, likeliest first."""
        hits = await self.ask(self.desk.objection_views.lookup, self.line, None, _ALL_KINDS)
        self._order = [hit.kind.id for hit in hits if hit.kind.id in self._kinds]
        if hits and hits[0].source == "answer":
            self._wanted_answer = hits[0].answers[0].answer.id

    async def _read_answers(self) -> None:
        """The answers of the kind under the cursor, and what was said lately."""
        type_id = self.kinds.cursor_id
        if type_id is None or type_id not in self._kinds:
            self._ranked, self._lately = {}, []
            self.answers.show(ListSource([]))
            self._show_page()
            return
        views = self.desk.objection_views
        ranked = await self.ask(views.ranked, type_id, retired=self._retired)
        self._lately = await self.ask(views.log, LogFilter(type_id=type_id), _LATELY)
        if type_id != self.kinds.cursor_id:
            return
        self._ranked = {one.answer.id: one for one in ranked}
        key = self.pipeline.key_of("add")
        self.answers.empty = _("No answers yet.\n{key} adds the first one.").format(key=key)
        same = type_id == self._shown_kind
        first = next(iter(self._ranked), None)
        self.answers.show(
            ListSource(
                [objection_pages.answer_row(one, place) for place, one in enumerate(ranked, 1)]
            ),
            cursor_id=self._wanted_answer or (self.answers.cursor_id if same else first),
            forget=not same,
        )
        self._shown_kind = type_id
        self._wanted_answer = None
        self._show_page()

    def _nothing_found(self) -> str:
        return _("Nothing like it.\nEsc clears the look-up.") if self.line else ""

    # Showing

    def _show_figures(self) -> None:
        tally = sum((one.tally for one in self._kinds.values()), Tally())
        figures = [Figure(_("Met"), formats.number(tally.met))]
        if tally.share is not None:
            figures.append(Figure(_("taken off"), formats.percent(tally.share), "success"))
        if tally.open:
            figures.append(Figure(_("still open"), formats.number(tally.open), "warning"))
        if self._practice is not None:
            figures += objection_pages.practice_figures(self._practice)
        self.query_one(Headline).show(figures, self._remark())

    def _remark(self) -> str:
        return _("with those put away") if self._retired else ""

    def _show_page(self) -> None:
        kind = self._kinds.get(self.kinds.cursor_id or 0)
        page = self.query_one("#answer-page", CardPanel)
        line = "" if kind is None else objection_pages.kind_line(kind, list(self._kinds.values()))
        self.query_one("#kind-line", Static).update(Content(line))
        self.query_one("#heat", Bars).show([] if kind is None else objection_pages.heat_bars(kind))
        if kind is None:
            page.show([])
            return
        page.show(
            objection_pages.page(
                kind, self._ranked.get(self.answers.cursor_id or 0), self._lately,
                self.desk.today(), self.desk.zone, heat_beside=self.has_class("roomy"),
            )
        )  # fmt: skip

    def _show_view(self) -> None:
        self.query_one("#views", TabStrip).current = self._view
        self.query_one("#library").display = self._view == ANSWERS
        self.log_pane.display = self._view == LOG
        label = _("Heard") if self._view == ANSWERS else _("Filter")
        self.filter_line.relabel(label)
        self.show_hints()

    @on(LineTable.Highlighted, "#kinds")
    def _kind_changed(self) -> None:
        self.latest(self._read_answers, "answers")

    @on(LineTable.Highlighted, "#answers")
    def _answer_changed(self) -> None:
        self._show_page()

    # Views and the look-up

    async def action_view(self) -> None:
        await self._switch(LOG if self._view == ANSWERS else ANSWERS)

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        if event.tab_id in (ANSWERS, LOG):
            event.prevent_default()  # the base would take it for one of the screens
            self.latest(partial(self._switch, event.tab_id), "reload")

    async def _switch(self, view: str) -> None:
        if view == self._view:
            return
        self._view = view
        self.filter_line.set("", quietly=True)
        self._show_view()
        self.front.focus()
        await self.reload()

    async def action_hidden(self) -> None:
        """Show what was put away too, or hide it again."""
        self._retired = not self._retired
        await self.reload()

    def narrowed(self) -> None:
        self.latest(self._refilter, "reload")

    async def _refilter(self) -> None:
        await self.reload()
        if self._view == ANSWERS and self.line:
            self.kinds.move_cursor(0)  # the likeliest, wherever the cursor was

    async def action_back(self) -> None:
        """From the answers to their kinds; then out of the look-up; then out of the log."""
        if self.answers.has_focus:
            self.kinds.focus()
        elif not self.let_go() and self._view == LOG:
            await self._switch(ANSWERS)

    # Moving

    @property
    def front(self) -> LineTable:
        if self._view == LOG:
            return self.log_pane.table
        return self.answers if self.answers.has_focus else self.kinds

    def action_next(self) -> None:
        """To the next kind, wherever the focus is."""
        (self.log_pane.table if self._view == LOG else self.kinds).action_cursor_down()

    def action_previous(self) -> None:
        (self.log_pane.table if self._view == LOG else self.kinds).action_cursor_up()

    def action_mark(self) -> None:
        """Nothing here is done to many at once."""

    def on_key(self, event: events.Key) -> None:
        here = self.kinds.has_focus or self.answers.has_focus
        if here and event.key in ("right", "left"):
            (self.answers if event.key == "right" else self.kinds).focus()
            event.stop().prevent_default()

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        self.show_hints()

    def hint_ids(self) -> tuple[str, ...]:
        quiet = {"next"} if self._view == ANSWERS else {"next", "add", "retire"}
        return tuple(one for one in super().hint_ids() if one not in quiet)

    def way_back(self) -> bool:
        return self._view == LOG or self.answers.has_focus or super().way_back()

    def action_drill(self) -> None:
        """Practise the answers for five minutes."""
        from pipeline_tui.tui.screens.drill import DrillScreen

        self.app.push_screen(DrillScreen())

    def action_effects(self) -> None:
        """What objections do to deals."""
        from pipeline_tui.tui.screens.objection_figures import ObjectionFiguresScreen

        self.app.push_screen(ObjectionFiguresScreen())

    def action_library_file(self) -> None:
        """Write the library to a file, or bring one in."""
        from pipeline_tui.tui.library_file import library_file

        self.start(library_file, self)

    # Opening and changing

    @on(LineTable.Opened, "#kinds")
    def _kind_opened(self) -> None:
        self.answers.focus()

    @on(LineTable.Opened, "#answers")
    def _answer_opened(self) -> None:
        self.action_edit()

    @on(LineTable.Opened, "#log")
    def _event_opened(self, event: LineTable.Opened) -> None:
        row = self.log_pane.row(event.id)
        if row is None:
            return
        if row.client_id is None:
            self.say(_("Nobody's objection: no client was named."))
        else:
            self.pipeline.open_client(row.client_id)

    def action_objection(self) -> None:
        """Find an answer, then log whose objection it was."""
        self.start(objection_work.meet, self)

    def action_add(self) -> None:
        """Add an answer to the kind under the cursor; from the kinds a kind as well."""
        self.start(self._add if self.answers.has_focus or not self._kinds else self._choose_add)

    async def _choose_add(self) -> None:
        choices = [
            Choice(self._add, _("An answer")),
            Choice(self._add_kind, _("A kind of objection")),
        ]
        work = await self.prompt(ChoicePrompt(_("Add what?"), choices))
        if work is not None:
            await work()

    async def _add_kind(self) -> None:
        from pipeline_tui.tui.forms.objection_forms import add_kind_form

        type_id = await self.prompt(add_kind_form(self.desk))
        if type_id is not None:
            await self._switch(ANSWERS)
            await self.reload()
            self.kinds.select(type_id)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms.objection_forms import add_answer_form

        in_use = [one for one in self._kinds.values() if not one.kind.retired]
        answer_id = await self.prompt(add_answer_form(self.desk, in_use, self.kinds.cursor_id))
        if answer_id is None:
            return
        answer = await self.ask(self.desk.objection_views.answer, answer_id)
        await self._switch(ANSWERS)
        if self.line:
            self.action_filter_off()
        await self.reload()
        self._wanted_answer = answer_id
        self.kinds.select(answer.type_id)
        await self._read_answers()
        self.answers.focus()

    def action_retire(self) -> None:
        """Offer the kind or the answer no more; one put away is offered again."""
        if self._view == ANSWERS and self.front.cursor_id is not None:
            record_id, answer = self.front.cursor_id, self.answers.has_focus
            away = (
                self._ranked[record_id].answer.retired
                if answer
                else self._kinds[record_id].kind.retired
            )
            self.start(partial(objection_work.retire, self, record_id, answer=answer, away=away))

    def action_edit(self) -> None:
        """Change the answer, the kind, or how an event of the log ended."""
        self.start(self._edit)

    async def _edit(self) -> None:
        wanted = self.front.cursor_id
        if wanted is None:
            return
        try:
            if self._view == LOG:
                await objection_work.settle(self, self.log_pane.row(wanted))
            elif self.answers.has_focus:
                await objection_work.edit_answer(self, wanted)
            else:
                await objection_work.edit_kind(self, wanted)
        except NotFound as found:
            self.tell(found)
