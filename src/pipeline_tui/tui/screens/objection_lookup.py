"""An objection in the middle of a call: a few letters, the best answers, a key for how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pipeline_tui.domain.objections import CardFacts, Hit, LogRow, RankedAnswer
from pipeline_tui.domain.vocabulary import ObjectionResult
from pipeline_tui.i18n import _
from pipeline_tui.tui import keys
from pipeline_tui.tui.base import DeskMixin, DeskModal
from pipeline_tui.tui.widgets.answer_page import (
    GAP,
    AnswerPage,
    HeardLine,
    Part,
    Said,
    Told,
    answer_parts,
)
from pipeline_tui.tui.widgets.keybar import Hint, KeyBar
from pipeline_tui.tui.widgets.panel import Run
from pipeline_tui.tui.widgets.pick_list import PickLine, PickList
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
    default the deal's own stage. Nothing is laid out anew by a key, and the line keeps the focus: that
    is what makes a letter as quick as in an empty program.
    """

    CSS_PATH = "objection_lookup.tcss"
    AUTO_FOCUS = "#heard"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"use({n})", priority=True, show=False) for n in (1, 2, 3)),
        Binding("down", "step(1)", priority=True, show=False),
        Binding("up", "step(-1)", priority=True, show=False),
        *(
            Binding(",".join(keys.spread((key,))), f"settle('{result}')", priority=True, show=False)
            for key, result in _RESULT_KEYS.items()
        ),
        Binding("enter", "settle('open')", priority=True, show=False),
        Binding(",".join(keys.spread(("g",))), "genuine", priority=True, show=False),
        Binding("backspace", "to_letters", priority=True, show=False),
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
        self._read = False
        self._shown_for: str | None = None
        self._chosen: RankedAnswer | None = None
        self._asking = False
        self._genuine: bool | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="lookup"):
            yield Static(Content(_("What did they say?")), id="lookup-title")
            yield HeardLine(
                self._typed_on, id="heard", select_on_focus=False,
                placeholder=_("a few letters: expens, think, supplier"),
            )  # fmt: skip
            with Vertical(id="lookup-body"):
                yield PickList(id="lookup-kinds")
                yield AnswerPage(id="lookup-answers")
            yield KeyBar(id="lookup-keys")

    async def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self._facts, history, found = await self.ask(self._read_card)
        self._stage_id = self._stage_id or self._facts.stage_id
        self._remember(history)
        self._read = True
        if self._typed:
            await self._look_up(self._typed)
        else:
            self._look_at("", found)
        await self.ask(self.desk.objection_views.warm_up)

    def _read_card(self) -> tuple[CardFacts, Sequence[LogRow], list[Hit]]:
        """What is known of whom one talks to, and the commonest objections, all in one go."""
        views = self.desk.objection_views
        facts = views.facts(self._client_id, self._deal_id, self._contact_id)
        history = views.history(self._client_id, _HISTORY) if self._client_id is not None else ()
        stage_id = self._stage_id or facts.stage_id
        return facts, history, views.lookup("", stage_id, _KINDS, facts)

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

    async def _typed_on(self, text: str) -> None:
        if self._read and not self._asking:
            await self._look_up(text)

    async def _look_up(self, text: str) -> None:
        views = self.desk.objection_views
        found = await self.ask(views.lookup, text, self._stage_id, _KINDS, self._facts)
        known = bool(found)
        if not known:  # the commonest, to choose a kind from
            found = await self.ask(views.lookup, "", self._stage_id, _KINDS, self._facts)
        if not self._asking:
            self._known = known
            self._look_at(text, found)

    def _look_at(self, text: str, found: list[Hit]) -> None:
        self._hits, self._shown_for = found, text
        self.query_one(PickList).show([self._kind_line(hit) for hit in found])
        self._show()

    def _kind_line(self, hit: Hit) -> PickLine:
        runs: list[Run] = [(words.kind_name(hit.kind), "strong")]
        if hit.tally.met:
            runs.append((f"  {hit.tally.met}", "muted"))
        if hit.kind.id in self._said_before:
            runs.append((f"  {_('said before')}", "warning"))
        elif (why := words.why(hit)) and words.kind_name(hit.kind) != hit.phrase:
            runs.append((f"  {why}", "muted"))
        return PickLine(tuple(runs), str(hit.kind.id))

    @property
    def _hit(self) -> Hit | None:
        place = self.query_one(PickList).cursor
        return self._hits[place] if 0 <= place < len(self._hits) else None

    # Drawing

    def _show(self) -> None:
        self.query_one(AnswerPage).show(self._asked() if self._asking else self._offered())
        hints = self._hints()
        bar = self.query_one(KeyBar)
        if bar.hints != hints:
            bar.hints = hints

    def _offered(self) -> list[Part]:
        """The kind under the cursor with its answers."""
        hit, roomy = self._hit, self.has_class("wide") or self.has_class("tall")
        if hit is None:
            return [Told(_("The library is empty: 4 opens it, a adds an answer."))]
        parts: list[Part] = []
        if not self._known:
            text = _("Nothing like it. Choose a kind: their words will find it next time.")
            parts.append(Told(text, "warning"))
        elif roomy:
            parts += self._kind_parts(hit)
        for number, one in enumerate(hit.answers, 1):
            parts += [GAP] if parts else []
            parts += answer_parts(
                number, one, self._facts, self._tried(one), follow_up=self.has_class("tall")
            )
        return parts

    def _asked(self) -> list[Part]:
        """The answer that was used, their words, and how it went."""
        parts: list[Part] = []
        if (hit := self._hit) is not None:
            parts += self._kind_parts(hit)
            if self._chosen is not None:
                number = hit.answers.index(self._chosen) + 1
                tried = self._tried(self._chosen)
                parts += [
                    GAP,
                    *answer_parts(number, self._chosen, self._facts, tried, follow_up=True),
                ]
        parts.append(GAP)
        if verbatim := self._verbatim:
            parts.append(Told(_("Their words: “{words}”").format(words=verbatim)))
        if self._chosen is None:
            parts.append(Told(_("Logged without an answer of the library."), "muted"))
        return [
            *parts,
            Said(((_("How did it go?"), "strong"), (f"   {self._genuine_text}", "muted"))),
        ]

    def _kind_parts(self, hit: Hit) -> list[Part]:
        head = ((words.kind_name(hit.kind), "strong"), (f"  {words.fared(hit.tally)}", "muted"))
        if not hit.kind.probe:
            return [Said(head)]
        return [Said(head), Told(words.said(hit.kind.probe, self._facts), "accent", "?")]

    def _tried(self, one: RankedAnswer) -> str:
        result = self._before.get(one.answer.id)
        if not result:
            return ""
        return _("with them: {result}").format(result=label("objection_result", result))

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letters that say how it went are letters until an answer was used."""
        if action in ("settle", "genuine", "to_letters"):
            return self._asking
        return super().check_action(action, parameters)

    async def action_use(self, number: int) -> None:
        """Take an answer by its number on the screen; 0 for none of them."""
        if self._asking:
            return
        if self._shown_for != self._typed:
            await self._look_up(self._typed)  # the key was faster than the list
        hit = self._hit
        if hit is None or number > len(hit.answers):
            return
        self._chosen = hit.answers[number - 1] if number else None
        self._ask(True)

    def _ask(self, asking: bool) -> None:
        """Go over to how it went, or back to the letters."""
        self._asking = asking
        self.query_one(HeardLine).closed = asking
        self._show()

    @on(Input.Submitted, "#heard")
    async def _no_answer(self) -> None:
        await self.action_use(0)

    @on(AnswerPage.Used)
    async def _clicked(self, event: AnswerPage.Used) -> None:
        await self.action_use(event.number)

    @on(PickList.Picked)
    def _kind_clicked(self) -> None:
        self._show()

    def action_step(self, by: int) -> None:
        """To the next kind, or the one before."""
        if not self._asking:
            self.query_one(PickList).move(by)
            self._show()

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

    def action_to_letters(self) -> None:
        """Back to the letters: another answer was used, or another kind was meant."""
        self._chosen = None
        self._ask(False)

    def action_leave(self) -> None:
        """Back to the letters, or out with nothing done."""
        if self._asking:
            self.action_to_letters()
        else:
            self.dismiss(None)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)
