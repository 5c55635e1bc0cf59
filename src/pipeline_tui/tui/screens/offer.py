"""One version of an offer: its lines, what they come to, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult

from pipeline_tui.domain.errors import Invalid, NotFound, Problem, Refused
from pipeline_tui.domain.offers import WHOLE, OfferLine, OfferView, below_floor
from pipeline_tui.exchange.amounts import parse_scaled
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.forms.prompts import TextPrompt
from pipeline_tui.tui.record_screen import RecordScreen
from pipeline_tui.tui.widgets.headline import Figure, Headline
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Pair, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row
from pipeline_tui.tui.widgets.table import Column, LineTable
from pipeline_tui.wording import offer_pages
from pipeline_tui.wording import offers as words
from pipeline_tui.wording.formats import dated, day, money, number, percent
from pipeline_tui.wording.labels import field

_SENT = frozenset({
    "add", "edit", "open", "remove", "move_up", "move_down", "discount", "offer_head", "offer_send",
})  # fmt: skip
"""What changes an offer, and is over once it is sent."""
_NOT_SENT = frozenset({"offer_accept", "offer_version"})
"""What begins with the sending."""


class OfferScreen(RecordScreen):
    """The lines of an offer above its totals. `ids` are the offers of the deal."""

    CSS_PATH = Path(__file__).with_name("offer.tcss")
    MODE = "funnel"
    AUTO_FOCUS = "#offer-lines"
    COMMANDS_HERE = (
        *commands.LIST, "add", "edit", "remove", "move_up", "move_down", "discount", "offer_head",
        "offer_send", "offer_accept", "offer_version", "offer_new", "offer_save", "offer_copy",
        "next", "previous", "back",
    )  # fmt: skip

    def __init__(self, offer_id: int, ids: Sequence[int] = (), *, fill_in: bool = False) -> None:
        super().__init__(offer_id, ids)
        self._view: OfferView | None = None
        self._fill_in = fill_in
        """Ask for the first line at once: the offer was begun just now."""

    def body(self) -> ComposeResult:
        yield LineTable(
            (
                Column("place", "№", 3, align="right", sortable=False),
                Column("name", field("name"), flex=3, min_width=20, sortable=False),
                Column("quantity", field("quantity"), 10, align="right", sortable=False),
                Column("price", field("price"), 14, align="right", min_total_width=72, sortable=False),
                Column("discount", field("discount"), 11, align="right", min_total_width=84, sortable=False),
                Column("vat", field("vat"), 7, align="right", min_total_width=110, sortable=False),
                Column("sum", field("amount"), 14, align="right", sortable=False),
                Column("margin", _("Margin"), 8, align="right", min_total_width=64, sortable=False),
            ),
            empty=_("Nothing is offered yet. a adds a line."), markable=False, id="offer-lines",
        )  # fmt: skip
        yield CardPanel(id="offer-page")

    async def reload(self) -> None:
        """Read the offer; leave when it is gone, as after an undo."""
        try:
            self._view = view = await self.ask(self.desk.offer_views.view, self.record_id)
        except NotFound:
            self.dismiss(None)
            return
        rows = [self._row(place, one) for place, one in enumerate(view.lines, 1)]
        self.table.show(ListSource(rows))
        self.query_one("#offer-page", CardPanel).show(self._page(view))
        self._show_headline(view)
        self.show_hints()
        if self._fill_in:
            self._fill_in = False
            self.action_add()

    def _row(self, place: int, one: OfferLine) -> Row:
        view = self._view
        assert view is not None
        currency, line = view.row.currency, one.line
        low = below_floor(one.sums, round(self.desk.settings.margin_floor * WHOLE))
        return Row(
            one.id,
            {
                "place": str(place),
                "name": Cell(one.name, "strong", also=one.floor_reason),
                "quantity": words.amount(line.quantity, one.unit),
                "price": money(line.price_minor, currency),
                "discount": words.discount(line),
                "vat": words.share(line.vat),
                "sum": Cell(money(one.sums.total_minor, currency), "strong"),
                "margin": Cell(
                    f"{'▼ ' if low else ''}{percent(one.sums.margin)}", "warning" if low else ""
                ),
            },
        )

    def _page(self, view: OfferView) -> list[Block]:
        row, today = view.row, self.desk.today()
        blocks: list[Block] = [
            Pair(name, value, "strong" if name == _("Total") else "")
            for name, value in offer_pages.totals(view)
        ]
        until = dated(day(row.valid_until, today), row.valid_until)
        blocks += [
            Pair(_("Margin"), words.margin(row.sums, row.currency)),
            Pair(field("valid_until"), until),
        ]
        if row.sums.vat_minor:
            blocks.append(Pair(field("vat_included"), _("yes") if row.vat_included else _("no")))
        if row.terms.strip():
            blocks.append(Paragraph(row.terms.strip(), "muted"))
        return blocks

    def _show_headline(self, view: OfferView) -> None:
        row, today = view.row, self.desk.today()
        figures = [
            Figure(words.name(row.code), words.state(row, today), words.TONES[row.state(today)]),
            Figure(_("Total"), money(row.sums.total_minor, row.currency)),
            Figure(_("lines"), number(row.line_count)),
            Figure(field("deal"), row.deal),
            Figure(field("client"), row.client or "—"),
        ]
        self.query_one("#headline", Headline).show(figures, self.place)

    def hint_ids(self) -> tuple[str, ...]:
        """What a draft and a sent one answer to."""
        idle = set(_SENT)
        if self._view is not None and self._view.row.sent_at is None:
            idle = set(_NOT_SENT)
            lines = len(self._view.lines)
            if lines < 2:
                idle |= {"move_up", "move_down"}
            if not lines:
                idle |= {"open", "edit", "discount", "offer_send"}
        return tuple(one for one in super().hint_ids() if one not in idle)

    # Lines

    @property
    def line(self) -> OfferLine | None:
        """The line under the cursor."""
        lines = () if self._view is None else self._view.lines
        return next((one for one in lines if one.id == self.table.cursor_id), None)

    def _may_change(self) -> bool:
        """Whether it is not sent yet; says what to do where it is."""
        if self._view is None:
            return False
        row = self._view.row
        if row.sent_at is None:
            return True
        self.tell(Refused("offer_sent", number=row.code))
        return False

    def action_add(self) -> None:
        if self._may_change():
            self.start(self._add)

    async def _add(self) -> None:
        from pipeline_tui.tui.forms.offer_forms import add_line_form
        from pipeline_tui.tui.forms.product_prompt import ProductPrompt

        view = self._view
        chosen = await self.prompt(ProductPrompt())
        if chosen is None or view is None:
            return
        product_id = chosen if isinstance(chosen, int) else None
        known = await self.ask(self.desk.offer_views.line_of, self.record_id, product_id)
        if isinstance(chosen, str):
            known["name"] = chosen
        added = await self.prompt(add_line_form(self.desk, view.row, known))
        if isinstance(added, int):
            await self.reload()
            self.table.select(added)

    def action_edit(self) -> None:
        from pipeline_tui.tui.forms.offer_forms import edit_line_form

        if self.line is None:
            self.warn(_("There is no line yet. a adds one."))
        elif self._may_change() and self._view is not None:
            self.start(self.prompt, edit_line_form(self.desk, self._view.row, self.line))

    @on(LineTable.Opened)
    def _opened(self) -> None:
        self.action_edit()

    def action_remove(self) -> None:
        """Take the line out; an offer without any goes as a whole, and `reload` leaves it."""
        if not self._may_change():
            return
        if self.line is not None:
            self.start(self.attempt, self.desk.offers.remove_line, self.line.id)
        else:
            self.start(self.attempt, self.desk.offers.remove, self.record_id)

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        if self.line is not None and self._may_change():
            self.run_worker(
                self.attempt(self.desk.offers.move_line, self.line.id, by), group="move"
            )

    def action_discount(self) -> None:
        if self._may_change():
            self.start(self._discount)

    async def _discount(self) -> None:
        """One discount on all lines; below the floor it asks why."""
        text = await self.prompt(TextPrompt(_("Discount on every line, %?"), hint="5 · 7,5"))
        if text is None:
            return
        try:
            wanted = parse_scaled(text, 2, "discount") or 0
            await self.ask(self.desk.offers.discount, self.record_id, wanted)
        except Refused as found:
            if not found.code.startswith("below_floor"):
                self.tell(found)
                return
            from pipeline_tui.wording.problems import problem

            reason = await self.prompt(TextPrompt(_("Why below the floor?"), hint=problem(found)))
            if reason:
                await self.attempt(self.desk.offers.discount, self.record_id, wanted, reason)
        except Invalid as found:
            self.tell(found)
        self.pipeline.look_for_changes()

    def action_offer_head(self) -> None:
        from pipeline_tui.tui.forms.offer_forms import head_form

        if self._may_change() and self._view is not None:
            self.start(self.prompt, head_form(self.desk, self._view.row))

    # What becomes of it

    def action_offer_send(self) -> None:
        if self._may_change():
            self.start(self._send)

    async def _send(self) -> None:
        if self._view is None:
            return
        row = self._view.row
        done, _number = await self.attempt(
            self.desk.offers.send, row.id, step_title=words.step_title(row)
        )
        if done:
            today = self.desk.today()
            self.say(
                _("Sent. Its last day is a step: {day}").format(day=day(row.valid_until, today))
            )

    def action_offer_accept(self) -> None:
        self.start(self._accept)

    async def _accept(self) -> None:
        """A deal that would be left without a step is asked for one."""
        from pipeline_tui.tui.forms.step_forms import ask_step

        try:
            await self.ask(self.desk.offers.accept, self.record_id)
        except Problem as found:
            if found.code != "next_step_required":
                self.tell(found)
                return
            step = await ask_step(self, _("Accepted. What comes next?"))
            if step is None:
                return
            done, _none = await self.attempt(
                self.desk.offers.accept, self.record_id, step_on=step.on, step_at=step.at,
                step_title=step.title, step_kind=step.kind,
            )  # fmt: skip
            if not done:
                return
        self.pipeline.look_for_changes()
        self.say(_("Accepted: the deal’s sum is the total of the offer."))

    def action_offer_version(self) -> None:
        self.start(self._next_version)

    async def _next_version(self) -> None:
        done, made = await self.attempt(self.desk.offers.new_version, self.record_id)
        if done and made is not None:
            await self._show_another(made)

    def action_offer_new(self) -> None:
        self.start(self._begin_another)

    async def _begin_another(self) -> None:
        if self._view is None:
            return
        done, made = await self.attempt(self.desk.offers.make, self._view.row.deal_id)
        if done and made is not None:
            self._fill_in = True
            await self._show_another(made)

    async def _show_another(self, offer_id: int) -> None:
        self._ids = (*self._ids, offer_id)
        self.record_id = offer_id
        await self.reload()

    # As the client reads it

    def _text(self, suffix: str = "") -> str:
        assert self._view is not None
        write = offer_pages.as_markdown if suffix.lower() == ".md" else offer_pages.as_text
        return write(self._view, self.desk.settings.owner, self.desk.zone)

    def action_offer_copy(self) -> None:
        if self._view is not None:
            self.app.copy_to_clipboard(self._text())
            self.say(_("Copied as text."))

    def action_offer_save(self) -> None:
        if self._view is not None:
            self.start(self._save)

    async def _save(self) -> None:
        assert self._view is not None
        name = f"{_('offer')}-{self._view.row.code}.md"
        path = await self.prompt(
            TextPrompt(_("To which file?"), value=name, hint=_("Markdown for .md, else plain text"))
        )
        if path:
            file = Path(path).expanduser()
            done, _none = await self.attempt(
                self.desk.exports.text, file, self._text(file.suffix), "offer"
            )
            if done:
                self.say(f"{file.absolute()}")
