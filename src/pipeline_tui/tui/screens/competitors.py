"""Competitors: how deals against each end, when each was seen last, and at what price."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from pipeline_tui.domain.competitors import Standing, Unnamed
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.list_screen import ListScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.tui.widgets.tabs import TabStrip
from pipeline_tui.wording import competitors as words
from pipeline_tui.wording.contact_rates import range_of
from pipeline_tui.wording.formats import count, number, sums
from pipeline_tui.wording.labels import field


class CompetitorsScreen(ListScreen):
    """The competitors, those put away below them, and names in deals that nobody has a card of."""

    AUTO_FOCUS = "#competitors"
    COMMANDS_HERE = (*commands.LIST, "add", "edit", "stood_in", "retire", "join", "back")

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, Standing] = {}
        self._names: dict[int, Unnamed] = {}
        self._added: int | None = None

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("name", field("name"), flex=3, min_width=16, sortable=False),
                Column("decided", _("Decided"), 8, align="right", sortable=False),
                Column("rate", _("Share won"), 9, align="right", sortable=False),
                Column("likely", _("Likely"), 9, align="right", min_total_width=90, sortable=False),
                Column("lost", _("Lost to it"), 12, align="right", sortable=False),
                Column("open", _("In work"), 8, align="right", min_total_width=76, sortable=False),
                Column("seen", _("Seen last"), 14, min_total_width=76, sortable=False),
                Column("price", field("price"), 13, align="right", min_total_width=104, sortable=False),
            ),
            empty=_("No competitors yet. a enters one.\nNames in deals are found here too."),
            id="competitors",
        )  # fmt: skip

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#tabs", TabStrip).current = self.pipeline.current_mode

    async def reload(self) -> None:
        found = await self.ask(self.desk.competitor_views.standings)
        unnamed = await self.ask(self.desk.competitor_views.unnamed)
        self._rows = {one.id: one for one in found}
        self._names = {-place: one for place, one in enumerate(unnamed, 1)}
        used = sum(not one.who.retired for one in found)
        sections = [Section(used, _("Put away"), "muted")] if used < len(found) else []
        if unnamed:
            sections.append(Section(len(found), _("Named in deals, no card yet"), "warning"))
        rows = [self._row(one) for one in found]
        rows += [self._unnamed_row(place, one) for place, one in self._names.items()]
        self.table.show(ListSource(rows, sections), cursor_id=self._added)
        self._added = None
        figures = [Figure(_("Competitors"), number(used))]
        if unnamed:
            figures.append(Figure(_("without a card"), number(len(unnamed)), "warning"))
        self.query_one(Headline).show(figures, words.few_mark())
        self.show_hints()

    def _row(self, one: Standing) -> Row:
        who = one.who
        return Row(
            one.id,
            {
                "name": Cell(who.name, "" if who.retired else "strong"),
                "decided": number(one.share.n),
                "rate": Cell(words.rate(one), "muted" if one.little_data else ""),
                "likely": range_of(one.share) if one.share.n else "",
                "lost": sums(dict(one.lost_amounts), short=True),
                "open": number(one.open),
                "seen": words.last_seen(one.last, self.desk.today()),
                "price": words.price(one.priced),
            },
            tone="muted" if who.retired else "",
        )

    def _unnamed_row(self, place: int, one: Unnamed) -> Row:
        deals = count(one.deals, "{n} deal", "{n} deals")
        return Row(place, {"name": f"{one.name} · {deals}"}, tone="muted")

    @property
    def current(self) -> Standing | None:
        """The competitor under the cursor."""
        return self._rows.get(self.table.cursor_id or 0)

    def hint_ids(self) -> tuple[str, ...]:
        """What a name without a card, or one line alone, is not there for."""
        idle = set() if self.is_mounted and self.table.marked else {"join"}
        if not self.is_mounted or self.current is None:
            idle |= {"edit", "stood_in", "retire"}
        return tuple(one for one in super().hint_ids() if one not in idle)

    @on(LineTable.MarksChanged)
    @on(LineTable.Highlighted)
    def _other_line(self) -> None:
        self.show_hints()

    def action_add(self) -> None:
        self._enter("")

    def _enter(self, name: str) -> None:
        from pipeline_tui.tui.forms.competitor_forms import add_competitor_form

        self.start(self._fill_in, add_competitor_form(self.desk, name))

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.competitor_forms import edit_competitor_form

        if self.current is not None:
            self.start(self._fill_in, edit_competitor_form(self.desk, self.current.who))

    async def _fill_in(self, form: Screen[object]) -> None:
        answer = await self.prompt(form)
        if isinstance(answer, int) and not isinstance(answer, bool):
            self._added = answer
            await self.reload()

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        """The card, or one to be made of a name in deals."""
        if event.id in self._names:
            self._enter(self._names[event.id].name)
        else:
            from pipeline_tui.tui.screens.competitor import CompetitorScreen

            self.open_record(CompetitorScreen(event.id, [one for one in self.table.ids if one > 0]))

    def action_stood_in(self) -> None:
        from pipeline_tui.tui.screens.competitor import open_deals

        if self.current is not None:
            self.start(open_deals, self, self.current)

    def action_retire(self) -> None:
        if self.current is not None:
            self.run_worker(
                self.attempt(
                    self.desk.competitors.archive, self.current.id, back=self.current.who.retired
                ),
                group="change",
            )

    def action_join(self) -> None:
        """Make one of the marked; the first of them in the list stays."""
        marked = [self._rows[one] for one in self.table.chosen if one in self._rows]
        if len(marked) > 1:
            self.start(self._join, marked)
        else:
            self.say(_("Mark with Space those that are the same."))

    async def _join(self, marked: list[Standing]) -> None:
        kept, *gone = marked
        done, _none = await self.attempt(
            self.desk.competitors.merge, kept.id, [one.id for one in gone]
        )
        if done:
            self.table.action_clear_marks()
            self.say(_("Made one: {name}; u takes it apart").format(name=kept.who.name))

    def action_back(self) -> None:
        if self.table.marked:
            self.table.action_clear_marks()
        else:
            self.app.pop_screen()
