"""The client base: a list of any size, filtered as one types, with the brief of the row beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pipeline_tui.domain.clients import search_digits
from pipeline_tui.domain.errors import Invalid, NotFound
from pipeline_tui.i18n import _
from pipeline_tui.tui import client_lines, client_pages, client_views, commands
from pipeline_tui.tui.client_actions import ClientActions
from pipeline_tui.tui.client_views import View
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.narrowed_screen import NarrowedScreen
from pipeline_tui.tui.widgets.filter_line import FilterLine
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import CardPanel
from pipeline_tui.tui.widgets.table import LazySource, LineTable, Row
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import codes, label
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
        "view", "export", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.order = ("name", False)
        self._wide = False
        self._kept: int | None = None
        self._counts: dict[str, int] = {}
        self._counted = -1

    def body(self) -> ComposeResult:
        yield FilterLine(
            _("Filter"), _("name, city, phone, INN · status:active city:… tag:… class:A debt")
        )
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
        try:
            ids = await self.ask(
                self.desk.lists.ids, self.line, self.order[0], descending=self.order[1]
            )
        except Invalid as found:
            self.filter_line.note(remark(found), wrong=True)
            return
        self.filter_line.note("")
        self.table.empty = self._empty_text()
        self.table.sort = self.order
        self.table.show(LazySource(ids, self._rows), cursor_id=self._kept)
        self.arrived()
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
        if self.line:
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
        if self.line:
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

    # Views

    def action_view(self) -> None:
        self.start(self._choose_view)

    async def _choose_view(self) -> None:
        kept = await self.ask(self.desk.memos.recall, client_views.KEY)
        mine = client_views.own(kept)
        choices = [Choice(one, one.name) for one in (*client_views.given(), *mine)]
        if self.line:
            choices.append(Choice("keep", _("Keep this filter as a view …")))
        if mine:
            choices.append(Choice("forget", _("Forget a view …")))
        chosen = await self.prompt(ChoicePrompt(_("Show whom?"), choices))
        if isinstance(chosen, View):
            self._show_view(chosen)
        elif chosen == "keep":
            name = await self.prompt(TextPrompt(_("What is it called?"), hint=self.line))
            if name:
                mine = [one for one in mine if one.name != name]
                mine.append(View(name, self.line, *self.order))
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
        self.order = (view.sort, view.descending)
        self.line = view.line
        self._kept = None
        self.filter_line.set(view.line, quietly=True)
        self.read_anew()
        self.table.focus()

    # Opening and changing

    @on(LineTable.MarksChanged)
    async def _marks_changed(self) -> None:
        await self._show_figures(len(self.table.ids))

    @on(LineTable.Opened)
    def _opened(self, event: LineTable.Opened) -> None:
        from pipeline_tui.tui.screens.card import ClientCard

        self.open_record(ClientCard(event.id, tuple(self.table.ids)))

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
        client_id = await self.prompt(add_client_form(self.desk, known if typed else None))
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
