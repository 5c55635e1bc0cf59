"""The client base: a list of any size, filtered as one types, with the brief of the row beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.clients import SUMS, search_digits
from pipeline_tui.domain.custom_fields import FieldRow
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.domain.query.nodes import Words
from pipeline_tui.domain.views import ViewRow
from pipeline_tui.i18n import _
from pipeline_tui.services.lists import Listing
from pipeline_tui.tui import client_lines, client_pages, commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.rows import WINDOW
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row
from pipeline_tui.wording import cards, formats, views
from pipeline_tui.wording.labels import codes, field, label
from pipeline_tui.wording.problems import remark

_WIDE = 130
"""From this width on the brief stands beside the list."""
_BRIEF_AFTER_S = 0.06
"""A held key passes over rows; their briefs are not worth reading."""


class ClientsScreen(NarrowedScreen, ClientActions):
    """Every client in work, by any order, and what to do with those that are marked."""

    CSS_PATH = "clients.tcss"
    MODE = "clients"
    DOWN_FIRST = frozenset({"debt", "open_deals"})
    COMMANDS_HERE = (
        *commands.LIST, "filter", "sort", "add", "edit", "call", "step", "snooze", "copy_phone",
        "view", "columns", "mark_all", "export", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.order = ("name", False)
        self._wide = False
        self._kept: int | None = None
        self._counts: dict[str, int] = {}
        self._counted = -1
        self._sums: tuple[SUMS, SUMS] = ((), ())
        self._words: Words | None = None
        self._first: dict[int, Row] = {}
        self._view: int | None = None
        self._chosen: tuple[str, ...] = ()
        self._own: list[str] = []
        self._defined: list[FieldRow] = []
        self._columns_read = -1

    def body(self) -> ComposeResult:
        yield FilterLine(
            _("Filter"),
            _("name, city, phone, INN · city:… tag:… debt>100k last>30d · F1 lists it all"),
        )
        caret = Static("", id="filter-caret")
        caret.display = False
        yield caret
        with Horizontal(id="clients-body"):
            with Vertical(id="clients-list"):
                yield LineTable(
                    client_lines.columns(), empty=self._empty_text(), id="clients-table"
                )
            yield CardPanel(id="clients-brief")

    def on_resize(self, event: events.Resize) -> None:
        self._wide = event.size.width >= _WIDE
        self.query_one("#clients-brief").display = self._wide
        if self._wide:
            self._show_brief()

    # Reading

    async def reload(self) -> None:
        """Read the order and the counts anew; the list keeps its place."""
        await self._read_columns()
        try:
            listing, self._first = await self.ask(self._listed)
        except Invalid as found:
            self._point_out(found)
            return
        self._point_out(None)
        self.table.empty = self._empty_text()
        self.table.columns = client_lines.columns(self._chosen, self._own)
        self.table.sort = self.order
        ids, self._words = listing.ids, listing.words
        self.table.show(LazySource(ids, self._rows), cursor_id=self._kept)
        self.arrived()
        self._show_brief()
        await self._show_figures(ids)

    async def _read_columns(self) -> None:
        """The user's own fields, and the columns of the view on show: once for a state of the file."""
        if self._columns_read == self.pipeline.revision:
            return
        self._columns_read = self.pipeline.revision
        self._own = await self.ask(self.desk.lists.own_fields)
        self._defined = await self.ask(self.desk.vocabularies.custom_fields, "client", retired=True)
        known = await self.ask(self.desk.lists.views)
        if self._view is None and not self.line and known:
            self._view = known[0].id
        shown = next((one for one in known if one.id == self._view), None)
        if shown is not None:
            self._chosen = shown.columns

    def _point_out(self, found: Invalid | None) -> None:
        """Say under the line, at the place, what cannot be understood in it."""
        note = self.query_one("#filter-caret", Static)
        if found is None:
            note.display = False
            return
        at = int(str(found.facts.get("at", 1)))
        column = min(self.filter_line.column_of(at), max(0, self.size.width - 1))
        text = clean(remark(found))
        beside = len(text) < self.size.width - column - 2
        note.update(Content(" " * column + ("^ " + text if beside else "^\n" + text)))
        note.display = True

    def _listed(self) -> tuple[Listing, dict[int, Row]]:
        """Who passes, and the rows of the first of them, which are most often those in view."""
        found = self.desk.lists.listing(self.line, self.order[0], descending=self.order[1])
        return found, self._lines(found.ids[:WINDOW], found.words)

    def _rows(self, ids: Sequence[int]) -> Mapping[int, Row] | Awaitable[Mapping[int, Row]]:
        first, self._first = self._first, {}
        if first.keys() >= set(ids):
            return first
        return self.ask(self._lines, ids, self._words)

    def _lines(self, ids: Sequence[int], words: Words | None) -> dict[int, Row]:
        rows = self.desk.lists.rows(ids, self._chosen)
        why = self.desk.lists.why(ids, words)
        today, zone, currency = self.desk.today(), self.desk.zone, self.desk.settings.currency
        return {
            id_: client_lines.line(
                row, today, zone,
                dict(cards.own_values(self._defined, row.custom, currency, today)), why.get(id_),
            )
            for id_, row in rows.items()
        }  # fmt: skip

    async def _show_figures(self, ids: Sequence[int]) -> None:
        # Counting everybody costs more than a filtered list: once for a state of the file.
        if self._counted != self.pipeline.revision:
            self._counted = self.pipeline.revision
            self._counts = await self.ask(self.desk.lists.counts)
            self._sums = await self.ask(self.desk.lists.sums)
        counts = self._counts
        whole = sum(counts.values())
        debt, deals = await self.ask(self.desk.lists.sums, ids) if self.line else self._sums
        figures = [Figure(_("Clients"), formats.number(whole))]
        if self.line:
            found = _("{found} of {whole}").format(
                found=formats.number(len(ids)), whole=formats.number(whole)
            )
            figures = [Figure(_("Found"), found, "accent")]
        if deals:
            figures.append(Figure(_("Deals"), cards.sums(deals, short=True)))
        if debt:
            figures.append(Figure(field("debt"), cards.sums(debt, short=True)))
        if not self.line:
            figures += [
                Figure(label("client_status", code), formats.number(counts[code]), "")
                for code in codes("client_status") if counts.get(code)
            ]  # fmt: skip
        self.query_one(Headline).show(figures, self._marks_text())

    def _marks_text(self) -> str:
        marked = len(self.table.marked)
        if not marked:
            return ""
        return _("{count} · {key} changes them all").format(
            count=formats.count(marked, "{n} marked", "{n} marked"),
            key=self.pipeline.key_of("edit"),
        )

    def _empty_text(self) -> str:
        key = self.pipeline.key_of("add")
        if self.line:
            return _(
                "Nobody matches.\nEsc clears the filter; Enter, then {key}, adds them."
            ).format(key=key)
        return _("No clients yet.\n{key} adds the first one; {bring} imports a file.").format(
            key=key, bring=self.pipeline.key_of("import_file")
        )

    # The brief beside the list

    @on(LineTable.Highlighted)
    def _row_changed(self) -> None:
        if self.table.has_focus:
            self._kept = None
        self._show_brief()

    def _show_brief(self) -> None:
        if self._wide:
            self.latest(self._load_brief, "brief")

    async def _load_brief(self) -> None:
        await asyncio.sleep(_BRIEF_AFTER_S)
        panel = self.query_one("#clients-brief", CardPanel)
        client_id = self.table.cursor_id
        if client_id is None:
            panel.show([])
            return
        try:
            found = await self.ask(self.desk.cards.brief, client_id)
        except NotFound:
            panel.show([])
            return
        panel.show(client_pages.brief(found, self.desk.now(), self.desk.zone))

    # Filter and order

    def narrowed(self) -> None:
        if self.line == "?":
            self.line = ""
            self.filter_line.set("", quietly=True)
            self.filter_line.open()
            self.action_filter_help()
            return
        super().narrowed()

    def action_filter(self) -> None:
        self._keep_place()
        super().action_filter()

    def _keep_place(self) -> None:
        """Half a word may match nobody; the place is not to be lost over that."""
        if self._kept is None:
            self._kept = self.table.cursor_id

    def action_filter_done(self) -> None:
        self._kept = None
        super().action_filter_done()

    def action_filter_off(self) -> None:
        self._keep_place()
        super().action_filter_off()

    def action_back(self) -> None:
        self.let_go()

    # Views and columns

    def action_view(self) -> None:
        self.start(self._choose_view)

    async def _choose_view(self) -> None:
        from pipeline_tui.tui.forms.picking import ViewsPrompt

        known = await self.ask(self.desk.lists.views)
        chosen = await self.prompt(ViewsPrompt(known, self._view))
        if isinstance(chosen, ViewRow):
            self._show_view(chosen)
        elif chosen == "keep":
            await self._keep_view()

    async def _keep_view(self) -> None:
        name = await self.prompt(TextPrompt(_("What is it called?"), hint=self.line))
        if not name:
            return
        done, number = await self.attempt(
            self.desk.views.save, name, self.line, self.order[0], descending=self.order[1],
            columns=self._chosen,
        )  # fmt: skip
        if done:
            self._view = number
            self.say(_("Kept: v shows it"))

    def _show_view(self, view: ViewRow) -> None:
        self._view = view.id
        self._chosen = view.columns
        self.order = (view.sort, view.descending)
        self.line = views.line(view)
        self._kept = None
        self.filter_line.set(self.line, quietly=True)
        self.read_anew()
        self.table.focus()

    def action_columns(self) -> None:
        self.start(self._choose_columns)

    async def _choose_columns(self) -> None:
        from pipeline_tui.tui.forms.picking import ColumnsPrompt

        every = client_lines.catalogue(self._own)
        shown = self._chosen or client_lines.STANDARD
        chosen = await self.prompt(ColumnsPrompt(every, shown))
        if chosen is None:
            return
        self._chosen = () if chosen == client_lines.STANDARD else chosen
        if self._view is not None:
            await self.attempt(self.desk.views.show_columns, self._view, self._chosen)
        await self.reload()

    def action_mark_all(self) -> None:
        """Mark all that the list shows; let go of them where all are marked already."""
        everybody = frozenset(self.table.ids)
        self.table.marked = frozenset() if self.table.marked == everybody else everybody

    def action_filter_help(self) -> None:
        from pipeline_tui.tui.forms.picking import FilterHelp

        self.app.push_screen(FilterHelp())

    # Opening and changing

    @on(LineTable.MarksChanged)
    async def _marks_changed(self) -> None:
        await self._show_figures(self.table.ids)

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.card import ClientCard

        self.open_record(ClientCard(event.id, self.table.ids))

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.action_clear_marks()

    def action_add(self) -> None:
        self.start(self._add)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms.client_forms import add_client_form

        # Whoever was looked for and not found is most likely the one to be added.
        typed = "" if self.table.ids else self.line
        known = {"phones" if search_digits(typed) else "name": typed} if ":" not in typed else {}
        own = await self.ask(self.desk.vocabularies.custom_fields, "client")
        client_id = await self.prompt(add_client_form(self.desk, own, known if typed else None))
        if client_id is not None:
            await self.reload()
            if not self.table.select(client_id):
                self.action_filter_off()

    def action_export(self) -> None:
        from pipeline_tui.tui.export_action import export_clients

        if self.table.marked:
            self.start(export_clients, self, len(self.table.marked), "", self.table.chosen)
        else:
            self.start(export_clients, self, len(self.table.ids), self.line)

    def action_edit(self) -> None:
        if self.table.marked:
            self.start(self.change_menu, self.table.chosen)
        elif self.table.cursor_id is not None:
            self.start(self._edit, self.table.cursor_id)

    async def _edit(self, client_id: int) -> None:
        from pipeline_tui.tui.forms.client_forms import edit_client_form

        card = await self.ask(self.desk.cards.client, client_id)
        await self.prompt(edit_client_form(self.desk, card))
