"""An objection in the middle of a call: a few letters, the best answers, a key for how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipeline_tui.domain.objections import CardFacts, Hit, LogRow, RankedAnswer
from pipeline_tui.domain.vocabulary import ObjectionResult
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskMixin, DeskModal
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.answer_card import AnswerCard, HeardInput
from pipeline_tui.tui.widgets.keybar import Hint, KeyBar
from pipeline_tui.wording import objections as words
from pipeline_tui.wording.labels import label

_WIDE = 110
"""From this width on the kinds stand beside the answers, not above them."""
_TALL = 32
"""From this height on every answer shows its follow-up at once."""
_KINDS = 12
_HISTORY = 50

_RESULT_KEYS = {
    "w": ObjectionResult.WORKED, "p": ObjectionResult.PARTLY, "d": ObjectionResult.DID_NOT,
}  # fmt: skip


class LookupResult(Struct, frozen=True):
    """An objection as it was met: fields of `ObjectionDraft`, for whoever logs it.

    `result` is "open" while nobody knows yet, `genuine` none likewise; `answer_id` is none when no
    answer of the library was used.
    """

    type_id: int
    answer_id: int | None
    verbatim: str
    result: str
    genuine: bool | None

    def values(self) -> dict[str, Any]:
        """The same as a mapping, as `After.objections` wants it."""
        return {
            "type_id": self.type_id, "answer_id": self.answer_id, "verbatim": self.verbatim,
            "result": self.result, "genuine": self.genuine,
        }  # fmt: skip


async def log_lookup(
    screen: DeskMixin, result: LookupResult, client_id: int | None, deal_id: int | None
) -> bool:
    """Log what the look-up brought, outside a call; says so, or what went wrong."""
    done, _event = await screen.attempt(
        screen.desk.objections.log, client_id=client_id, deal_id=deal_id, **result.values()
    )
    if done:
        kind = await screen.ask(screen.desk.objection_views.kind, result.type_id)
        screen.say(
            _("Logged: {objection}, {result}").format(
                objection=words.kind_name(kind), result=label("objection_result", result.result)
            )
        )
    return done


class ObjectionLookup(DeskModal[LookupResult]):
    """What did they say? Leaves with a `LookupResult`, or None.

    The answers are filled from the card of `client_id` and `deal_id`, and ranked for `stage_id`, by
    default the deal's own stage.
    """

    CSS_PATH = "objection_lookup.tcss"
    AUTO_FOCUS = "#heard"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"use({n})", priority=True, show=False) for n in (1, 2, 3)),
        Binding("down", "step(1)", priority=True, show=False),
        Binding("up", "step(-1)", priority=True, show=False),
        *(
            Binding(",".join(keys.spread((key,))), f"settle('{result}')", show=False)
            for key, result in _RESULT_KEYS.items()
        ),
        Binding("enter", "settle('open')", show=False),
        Binding(",".join(keys.spread(("g",))), "genuine", show=False),
        Binding("backspace", "leave", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(
        self,
        *,
        client_id: int | None = None,
        deal_id: int | None = None,
        contact_id: int | None = None,
        stage_id: int | None = None,
    ) -> None:
        super().__init__()
        self._client_id = client_id
        self._deal_id = deal_id
        self._contact_id = contact_id
        self._stage_id = stage_id
        self._facts = CardFacts()
        self._before: dict[int, str] = {}
        self._said_before: set[int] = set()
        self._hits: list[Hit] = []
        self._known = True
        self._shown_for: str | None = None
        self._chosen: RankedAnswer | None = None
        self._asking = False
        self._genuine: bool | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="lookup"):
            yield Static(Content(_("What did they say?")), id="lookup-title")
            yield HeardInput(
                compact=True, id="heard", select_on_focus=False,
                placeholder=_("a few letters: expens, think, supplier"),
            )  # fmt: skip
            with Vertical(id="lookup-body"):
                kinds = OptionList(id="lookup-kinds", compact=True)
                kinds.can_focus = False
                yield kinds
                with VerticalScroll(id="lookup-answers", can_focus=False):
                    yield Static("", id="lookup-kind")
                    for number in (1, 2, 3):
                        yield AnswerCard(number)
                    yield Static("", id="lookup-verdict")
            yield KeyBar(id="lookup-keys")

    async def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self._facts = await self.ask(
            self.desk.objection_views.facts, self._client_id, self._deal_id, self._contact_id
        )
        if self._stage_id is None:
            self._stage_id = self._facts.stage_id
        if self._client_id is not None:
            self._remember(
                await self.ask(self.desk.objection_views.history, self._client_id, _HISTORY)
            )
        await self._look_up(self._typed)

    def _remember(self, history: Sequence[LogRow]) -> None:
        """What this client has objected, and how our answers went, the latest of each."""
        self._said_before = {row.type_id for row in history}
        for row in reversed(history):
            if row.answer_id is not None and row.result != ObjectionResult.OPEN:
                self._before[row.answer_id] = row.result

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self._show()

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= _WIDE, "wide")
        self.set_class(height >= _TALL, "tall")

    # Looking up

    @property
    def _typed(self) -> str:
        return self.query_one("#heard", Input).value

    @on(Input.Changed, "#heard")
    def _heard(self, event: Input.Changed) -> None:
        look_up: Callable[[], Any] = partial(self._look_up, event.value)
        self.run_worker(look_up, exclusive=True, group="look-up")

    async def _look_up(self, text: str) -> None:
        views = self.desk.objection_views
        hits = await self.ask(views.lookup, text, self._stage_id, _KINDS, self._facts)
        self._known = bool(hits)
        if not hits:
            hits = await self.ask(views.lookup, "", self._stage_id, _KINDS, self._facts)
        if not self.is_attached or self._asking:
            return
        self._hits = hits
        self._shown_for = text
        self._list_kinds()
        self._show()

    def _list_kinds(self) -> None:
        kinds = self.query_one("#lookup-kinds", OptionList)
        kinds.clear_options()
        kinds.add_options([Option(self._kind_line(hit)) for hit in self._hits])
        kinds.highlighted = 0 if self._hits else None

    def _kind_line(self, hit: Hit) -> Content:
        parts: list[Any] = [(clean(words.kind_name(hit.kind)), "bold")]
        if hit.tally.met:
            parts.append((f"  {hit.tally.met}", "$foreground 65%"))
        if hit.kind.id in self._said_before:
            parts.append((f"  {_('said before')}", "$text-warning"))
        elif (why := words.why(hit)) and words.kind_name(hit.kind) != hit.phrase:
            parts.append((f"  {clean(why)}", "$foreground 65%"))
        return Content.assemble(*parts)

    @property
    def _hit(self) -> Hit | None:
        place = self.query_one("#lookup-kinds", OptionList).highlighted
        return self._hits[place] if place is not None and place < len(self._hits) else None

    @on(OptionList.OptionHighlighted, "#lookup-kinds")
    def _kind_changed(self) -> None:
        self._show()

    # Drawing

    def _show(self) -> None:
        hit = self._hit
        tall = self.has_class("tall")
        self.set_class(self._asking, "asking")
        self.query_one("#lookup-kind", Static).update(self._kind_text(hit))
        shown = hit.answers if hit is not None else ()
        for card in self.query(AnswerCard):
            one = shown[card.number - 1] if card.number <= len(shown) else None
            card.display = one is not None and (not self._asking or one is self._chosen)
            if one is not None:
                result = self._before.get(one.answer.id)
                before = (
                    _("with them: {result}").format(result=label("objection_result", result))
                    if result
                    else ""
                )
                card.show(one, self._facts, before, follow_up=tall or self._asking)
        self.query_one("#lookup-verdict", Static).update(self._verdict_text())
        self.query_one(KeyBar).hints = self._hints()

    def _kind_text(self, hit: Hit | None) -> Content:
        if hit is None:
            return Content(_("The library is empty: 4 opens it, a adds an answer."))
        if not self._known and not self._asking:
            return Content.styled(
                _("Nothing like it. Choose a kind: their words will find it next time."),
                "$text-warning",
            )
        parts: list[Any] = [(clean(words.kind_name(hit.kind)), "bold")]
        parts.append((f"  {clean(words.fared(hit.tally))}", "$foreground 65%"))
        if hit.kind.probe:
            probe = clean(words.said(hit.kind.probe, self._facts))
            parts += ["\n", ("? ", "bold $primary"), (probe, "italic")]
        return Content.assemble(*parts)

    def _verdict_text(self) -> Content:
        if not self._asking:
            return Content("")
        parts: list[Any] = []
        verbatim = self._verbatim
        if verbatim:
            parts += [(_("Their words: “{words}”").format(words=clean(verbatim)), ""), "\n"]
        if self._chosen is None:
            parts += [(_("Logged without an answer of the library."), "$foreground 65%"), "\n"]
        parts.append((_("How did it go?"), "bold"))
        parts.append((f"   {self._genuine_text}", "$foreground 65%"))
        return Content.assemble(*parts)

    @property
    def _genuine_text(self) -> str:
        if self._genuine is None:
            return _("true reason or pretext: not known")
        return _("a true reason") if self._genuine else _("a pretext")

    def _hints(self) -> tuple[Hint, ...]:
        if self._asking:
            found = [
                Hint(key, label("objection_result", result), f"settle('{result}')", 10)
                for key, result in _RESULT_KEYS.items()
            ]
            return (
                *found,
                Hint("Enter", label("objection_result", "open"), "settle('open')", 10),
                Hint("g", _("true or pretext"), "genuine", 20),
                Hint("Esc", _("Back"), "leave", 30),
            )
        hit = self._hit
        answers = len(hit.answers) if hit is not None else 0
        return (
            *(Hint(str(n), _("used"), f"use({n})", 10) for n in range(1, answers + 1)),
            Hint("↑↓", _("kind"), "step(1)", 20),
            Hint("Enter", _("no answer used"), "use(0)", 15),
            Hint("Esc", _("Back"), "leave", 30),
        )

    # What was used, and how it went

    async def action_use(self, number: int) -> None:
        """Take an answer by its number on the screen; 0 for none of them."""
        if not self._asking and self._shown_for != self._typed:
            await self._look_up(self._typed)  # the key was faster than the list
        hit = self._hit
        if hit is None or number > len(hit.answers):
            return
        self._chosen = hit.answers[number - 1] if number else None
        self._asking = True
        self.set_focus(None)
        self._show()

    @on(Input.Submitted, "#heard")
    async def _no_answer(self) -> None:
        await self.action_use(0)

    @on(AnswerCard.Used)
    async def _clicked(self, event: AnswerCard.Used) -> None:
        await self.action_use(event.number)

    @on(OptionList.OptionSelected, "#lookup-kinds")
    def _kind_clicked(self) -> None:
        self._show()

    def action_step(self, by: int) -> None:
        """To the next kind, or the one before."""
        kinds = self.query_one("#lookup-kinds", OptionList)
        if self._asking or not self._hits:
            return
        kinds.highlighted = ((kinds.highlighted or 0) + by) % len(self._hits)

    def action_genuine(self) -> None:
        """Step through: not known, a true reason, a pretext."""
        if self._asking:
            self._genuine = {None: True, True: False, False: None}[self._genuine]
            self._show()

    def action_settle(self, result: str) -> None:
        """Leave with the objection and how it went."""
        hit = self._hit
        if not self._asking or hit is None:
            return
        self.dismiss(
            LookupResult(
                type_id=hit.kind.id,
                answer_id=None if self._chosen is None else self._chosen.answer.id,
                verbatim=self._verbatim, result=str(ObjectionResult(result)),
                genuine=self._genuine,
            )
        )  # fmt: skip

    @property
    def _verbatim(self) -> str:
        """What was typed, as it was meant where the look-up understood it."""
        hit = self._hit
        typed = self._typed.strip()
        return hit.said if typed and self._known and hit is not None else typed

    def action_leave(self) -> None:
        """Back to the letters, or out with nothing done."""
        if not self._asking:
            self.dismiss(None)
            return
        self._asking, self._chosen = False, None
        self.query_one("#heard", Input).focus()
        self._show()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)
