"""What paying late costs a client, line by line, over the debtor's screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pipeline_tui.domain.errors import Problem
from pipeline_tui.domain.interest import InterestBill
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.panel import Block, CardPanel, Entry, Heading, Pair, Paragraph, Title
from pipeline_tui.wording import debts, formats
from pipeline_tui.wording import interest as words


class InterestScreen(DeskModal[str]):
    """The working of one invoice, or of all a client paid late. Answers with "save" or "rates"; none
    where Esc, Enter or % closed it."""

    CSS_PATH = "interest.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,ы", "choose('save')", show=False),
        Binding("r,к", "choose('rates')", show=False),
        Binding("escape,enter,q,й,percent_sign", "leave", show=False),
    ]

    def __init__(self, client_id: int, invoice_id: int | None = None) -> None:
        super().__init__()
        self._client_id = client_id
        self._invoice_id = invoice_id

    def compose(self) -> ComposeResult:
        with Vertical(id="interest"):
            yield CardPanel(id="interest-page")
            hint = _("s to a file · r key rates · Esc closes")
            yield Static(Content(hint), id="interest-hint")

    async def on_mount(self) -> None:
        desk = self.desk
        try:
            if self._invoice_id is None:
                found = await self.ask(desk.interest.of_client, self._client_id)
            else:
                found = await self.ask(desk.interest.of_invoice, self._invoice_id)
        except Problem as wrong:
            self.tell(wrong)
            self.dismiss(None)
            return
        page = self.query_one("#interest-page", CardPanel)
        page.show(blocks(found))
        page.focus()

    def action_choose(self, how: str) -> None:
        """Leave with what is wanted next."""
        self.dismiss(how)


def blocks(found: InterestBill) -> list[Block]:
    """The working as a page: the sum, each debt with its lines, and what to know about it."""
    page: list[Block] = [
        Title(found.name),
        Pair(
            _("For paying late, up to {day}").format(day=formats.day_plain(found.to)),
            debts.sums(found.totals), "strong",
        ),
    ]  # fmt: skip
    for one in found.workings:
        title = _("No. {number}, due {day}").format(
            number=one.number, day=formats.day_plain(one.due_on)
        )
        total = formats.money(one.total_minor, one.currency, cents=True)
        page.append(Heading(title, "" if one.left_out else total))
        page.append(Paragraph(words.left_out(one) or words.basis(one), "muted"))
        page += [
            Entry(
                words.span(line), formats.money(line.amount_minor, one.currency, cents=True),
                words.formula(line, one.currency),
            )
            for line in one.lines
        ]  # fmt: skip
    if not found.workings:
        page.append(Paragraph(_("Nothing was paid late, and nothing is overdue.")))
    return [*page, Heading(""), *(Paragraph(text, "muted") for text in words.remarks(found))]
