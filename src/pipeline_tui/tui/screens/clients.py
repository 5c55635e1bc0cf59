"""The client base: a list of any size, filtered as one types, with the brief of the row beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pipeline_tui.domain.clients import search_digits
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.tui import client_lines, client_pages, client_views, commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.client_views import View
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import codes, label
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.tui.screens.card import ClientCard

_WIDE = 130
"""From this width on the brief stands beside the list."""
_DOWN_FIRST = frozenset({"debt", "open_deals"})
_BRIEF_AFTER_S = 0.06
"""A held key passes over rows; their briefs are not worth reading."""


class FilterLine(Input):
    """The filter, typed above the list it narrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.filter_off", show=False),
        Binding("down,pagedown", "screen.filter_done", show=False),
    ]


class ClientsScreen(ClientActions):
    """Every client in work, by any order, and what to do with those that are marked."""

    CSS_PATH = "clients.tcss"
    MODE = "clients"
    COMMANDS_HERE = (
        *commands.LIST, "filter", "sort", "add", "edit", "call", "step", "snooze", "copy_phone",
        "view", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self._sort = ("name", False)
        self._wide = False
        self._kept: int | None = None
        self._counts: dict[str, int] = {}
        self._counted = -1
        self._noted = ""
        self._card: ClientCard | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(Content(_("Filter") + ": "), id="filter-label")
            yield FilterLine(
                compact=True, id="filter", select_on_focus=False,
                placeholder=_("name, city, phone, INN · status:active city:… tag:… class:A debt"),
            )  # fmt: skip
            yield Static("", id="filter-note")
        with Horizontal(id="clients-body"):
            with Vertical(id="clients-list"):
                yield LineTable(
                    client_lines.columns(), empty=self._empty_text(), id="clients-table"
                )
            yield CardPanel(id="clients-brief")

    @property
    def table(self) -> LineTable:
        """The list."""
        return self.query_one("#clients-table", LineTable)

    def on_resize(self, event: events.Resize) -> None:
        self._wide = event.size.width >= _WIDE
        self.query_one("#clients-brief").display = self._wide
        if self._wide:
            self._show_brief()

    # Reading

    async def reload(self) -> None:
        """Read the order and the counts anew; the list keeps its place."""
        try:
            ids = await self.ask(
                self.desk.lists.ids, self._line, self._sort[0], descending=self._sort[1]
            )
        except Invalid as found:
            self._note(remark(found), wrong=True)
            return
        self._note("")
        self.table.empty = self._empty_text()
        self.table.sort = self._sort
        self.table.show(LazySource(ids, self._rows), cursor_id=self._kept)
        self._show_brief()
        await self._show_figures(len(ids))

    async def _rows(self, ids: Sequence[int]) -> Mapping[int, Row]:
        rows = await self.ask(self.desk.lists.rows, ids)
        today = self.desk.today()
        return {id_: client_lines.line(row, today, self.desk.zone) for id_, row in rows.items()}

    async def _show_figures(self, shown: int) -> None:
        # Counting everybody costs more than a filtered list: once for a state of the file.
        if self._counted != self.pipeline.revision:
            self._counted = self.pipeline.revision
            self._counts = await self.ask(self.desk.lists.counts)
        counts = self._counts
        whole = sum(counts.values())
        figures = [Figure(_("Clients"), formats.number(whole))]
        if self._line:
            figures.insert(0, Figure(_("Found"), formats.number(shown), "accent"))
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
        if self._line:
            return _(
                "Nobody matches.\nEsc clears the filter; Enter, then {key}, adds them."
            ).format(key=key)
        return _("No clients yet.\n{key} adds the first one; : imports a file.").format(key=key)

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

    def action_filter(self) -> None:
        line = self.query_one("#filter", FilterLine)
        if self._kept is None:
            # Half a word may match nobody; the place is not to be lost over that.
            self._kept = self.table.cursor_id
        self.query_one("#filter-line").add_class("open")
        line.focus()
        line.cursor_position = len(line.value)

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._line = event.value.strip()
        self.latest(self.reload, "reload")

    @on(Input.Submitted, "#filter")
    def action_filter_done(self) -> None:
        """Back to the list; what was typed goes on narrowing it."""
        self._kept = None
        self.query_one("#filter-line").set_class(bool(self._line), "open")
        self.table.focus()

    def action_filter_off(self) -> None:
        """Show everybody again."""
        if self._kept is None:
            self._kept = self.table.cursor_id
        self.query_one("#filter", FilterLine).value = ""
        self.query_one("#filter-line").remove_class("open")
        self.table.focus()

    def action_back(self) -> None:
        """Let go of marks first, then of the filter."""
        if self.table.marked:
            self.table.action_clear_marks()
        elif self._line:
            self.action_filter_off()

    def _note(self, text: str, *, wrong: bool = False) -> None:
        if text == self._noted:
            return  # a changed text is a new layout, and this is called for every key
        self._noted = text
        note = self.query_one("#filter-note", Static)
        note.update(Content(clean(text)))
        note.set_class(wrong, "wrong")

    def action_sort(self) -> None:
        """Sort by the next column in view."""
        keys = [column.key for column in self.table.columns if column.sortable]
        here = keys.index(self._sort[0]) + 1 if self._sort[0] in keys else 0
        self._sort_by(keys[here % len(keys)])

    @on(LineTable.SortRequested)
    def _header_clicked(self, event: LineTable.SortRequested) -> None:
        self._sort_by(event.key)

    def _sort_by(self, key: str) -> None:
        turned = not self._sort[1] if key == self._sort[0] else key in _DOWN_FIRST
        self._sort = (key, turned)
        self.latest(self.reload, "reload")

    # Views

    def action_view(self) -> None:
        self.start(self._choose_view)

    async def _choose_view(self) -> None:
        kept = await self.ask(self.desk.memos.recall, client_views.KEY)
        mine = client_views.own(kept)
        choices = [Choice(one, one.name) for one in (*client_views.given(), *mine)]
        if self._line:
            choices.append(Choice("keep", _("Keep this filter as a view …")))
        if mine:
            choices.append(Choice("forget", _("Forget a view …")))
        chosen = await self.prompt(ChoicePrompt(_("Show whom?"), choices))
        if isinstance(chosen, View):
            self._show_view(chosen)
        elif chosen == "keep":
            name = await self.prompt(TextPrompt(_("What is it called?"), hint=self._line))
            if name:
                mine = [one for one in mine if one.name != name]
                mine.append(View(name, self._line, *self._sort))
                await self.ask(self.desk.memos.keep, client_views.KEY, client_views.to_keep(mine))
                self.say(_("Kept: v shows it"))
        elif chosen == "forget":
            gone = await self.prompt(
                ChoicePrompt(_("Which one?"), [Choice(one, one.name) for one in mine])
            )
            if gone is not None:
                mine.remove(gone)
                await self.ask(self.desk.memos.keep, client_views.KEY, client_views.to_keep(mine))

    def _show_view(self, view: View) -> None:
        self._sort = (view.sort, view.descending)
        self._kept = None
        line = self.query_one("#filter", FilterLine)
        self.query_one("#filter-line").set_class(bool(view.line), "open")
        if line.value == view.line:
            self.latest(self.reload, "reload")
        else:
            line.value = view.line
        self.table.focus()

    # Moving and marking

    def action_cursor_down(self) -> None:
        self.table.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.table.action_cursor_up()

    def action_cursor_first(self) -> None:
        self.table.action_cursor_first()

    def action_cursor_last(self) -> None:
        self.table.action_cursor_last()

    def action_mark(self) -> None:
        self.table.action_toggle_mark()

    @on(LineTable.MarksChanged)
    async def _marks_changed(self) -> None:
        await self._show_figures(len(self.table.ids))

    # Opening and changing

    def action_open(self) -> None:
        self.table.action_open()

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.card import ClientCard

        self._card = ClientCard(event.id, tuple(self.table.ids))
        self.app.push_screen(self._card)

    def on_screen_resume(self) -> None:
        """Stand on the client whose card was seen last."""
        if self._card is not None:
            self.table.select(self._card.client_id)
            self._card = None

    def chosen_clients(self) -> tuple[int, ...]:
        return self.table.chosen

    async def changed(self) -> None:
        self.table.action_clear_marks()

    def action_add(self) -> None:
        self.start(self._add)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms.client_forms import add_client_form

        # Whoever was looked for and not found is most likely the one to be added.
        typed = "" if self.table.ids else self._line
        known = {"phones" if search_digits(typed) else "name": typed} if ":" not in typed else {}
        client_id = await self.prompt(add_client_form(self.desk, known if typed else None))
        if client_id is not None:
            await self.reload()
            if not self.table.select(client_id):
                self.action_filter_off()

    def action_edit(self) -> None:
        if self.table.marked:
            self.start(self.change_menu, self.table.chosen)
        elif self.table.cursor_id is not None:
            self.start(self._edit, self.table.cursor_id)

    async def _edit(self, client_id: int) -> None:
        from pipeline_tui.tui.forms.client_forms import edit_client_form

        card = await self.ask(self.desk.cards.client, client_id)
        await self.prompt(edit_client_form(self.desk, card))
