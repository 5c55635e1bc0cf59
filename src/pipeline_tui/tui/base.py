"""What every screen shares: commands, services run off the event loop, and news of changes.

A screen never calls a service on the event loop and never touches a widget from a thread: it awaits
`ask`, then shows the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from pipeline_tui.domain.errors import Problem, StoreProblem
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands
from pipeline_tui.tui.held_keys import HeldKeys
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.headline import Headline
from pipeline_tui.tui.widgets.keybar import Hint, KeyBar
from pipeline_tui.tui.widgets.tabs import Tab, TabStrip
from pipeline_tui.wording.problems import problem

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.app import PipelineApp

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class DeskMixin:
    """Reaching the desk from a screen."""

    @property
    def pipeline(self) -> PipelineApp:
        """The application, by its own type."""
        return cast("PipelineApp", self.app)  # type: ignore[attr-defined]

    @property
    def desk(self) -> Desk:
        """The open file. Only `ask` may call its services."""
        return self.pipeline.desk

    async def ask(self, service: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service in a thread and wait for its answer; Problems come out as they are.

        Where the screen has been left meanwhile nobody wants the answer, and there is no widget to
        show it in: the caller is cancelled. What the service wrote is written.
        """
        try:
            answer = await asyncio.to_thread(service, *args, **kwargs)
        except Exception as error:
            from pipeline_tui.services.keeping import trouble

            told = trouble(error, self.desk.book.path)
            if told is None:
                raise
            raise told from error
        screen = cast("Screen[Any]", self)
        if not screen.is_attached or screen._pruning:
            raise asyncio.CancelledError
        return answer

    async def saved(self, form: Screen[Any], said: str) -> bool:
        """Show a form, and say so where something was saved: whether it was; only inside a worker."""
        done = await self.pipeline.push_screen_wait(form) is not None
        if done:
            self.say(said)
        return done

    async def attempt(
        self, service: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[bool, T | None]:
        """As `ask`, but a Problem is told to the user: (whether it went well, the answer)."""
        try:
            answer = await self.ask(service, *args, **kwargs)
        except Problem as found:
            self.tell(found)
            return False, None
        self.pipeline.look_for_changes()
        return True, answer

    def tell(self, found: Problem) -> None:
        """Say a problem in words."""
        self.pipeline.notify(clean(problem(found)), severity="error", markup=False, timeout=8)

    def say(self, text: str) -> None:
        """Say in passing what was done."""
        self.pipeline.notify(clean(text), markup=False, timeout=4)

    def warn(self, text: str) -> None:
        """Say in passing what to look out for."""
        self.pipeline.notify(clean(text), severity="warning", markup=False, timeout=6)


class DeskScreen(DeskMixin, Screen[None]):
    """One of the screens of the day, or a card: tabs above, the body, key hints below.

    `COMMANDS_HERE` lists what the screen answers to, each by a method `action_<id>`; `MODE` is the
    tab it belongs to. `body` makes the widgets, `reload` reads the data and shows it: it is called
    when the screen first appears and whenever the file has changed since. Keys typed before it has
    come for the first time wait for it.
    """

    COMMANDS_HERE: ClassVar[tuple[str, ...]] = ()
    MODE: ClassVar[str] = ""
    AUTO_FOCUS: ClassVar[str | None] = "LineTable, Board"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Textual merges BINDINGS when a class is made, so they must be there before.
        if "COMMANDS_HERE" in cls.__dict__:
            cls.BINDINGS = cast("list[BindingType]", commands.bindings(cls.COMMANDS_HERE))
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        super().__init__()
        self._seen_revision = -1
        self._held = HeldKeys(self)

    def compose(self) -> ComposeResult:
        state = _("read-only") if self.desk.read_only else ""
        yield TabStrip(self._tabs(), current=self.MODE, title=state, id="tabs")
        yield Headline(id="headline")
        yield from self.body()
        yield KeyBar(self._hints(), id="keys")

    def body(self) -> ComposeResult:
        """The widgets between headline and key hints."""
        yield from ()

    async def reload(self) -> None:
        """Read what the screen shows and show it."""

    def on_mount(self) -> None:
        self.refresh_if_changed()

    def on_screen_resume(self) -> None:
        self.refresh_if_changed()

    def refresh_if_changed(self) -> None:
        """Reload when the file has changed since it was last read here."""
        revision = self.pipeline.revision
        if self.is_mounted and revision != self._seen_revision:
            self._seen_revision = revision
            self.read_anew()

    def read_anew(self) -> None:
        """Run `reload`; one that is under way gives way to it."""
        self.latest(self._read, "reload")

    async def _read(self) -> None:
        try:
            await self.reload()
        except StoreProblem as found:
            if found.code == "damaged_file":
                self.pipeline.give_up(found)
                return
            self.tell(found)
        self.arrived()

    def arrived(self) -> None:
        """What keys are for is here. Called after the first `reload`; by it, where more follows."""
        self._held.let_go()

    def on_key(self, event: events.Key) -> None:
        self._held.take(event)

    # Work that asks

    async def prompt(self, screen: Screen[R]) -> R | None:
        """Show a dialog and wait for its answer; only inside a worker."""
        return await self.app.push_screen_wait(screen)

    def start(self, work: Callable[..., Any], *args: Any) -> None:
        """Run a coroutine that asks the user something, one at a time."""
        self.latest(self.pipeline.keys_in_turn.until_asked(partial(work, *args)), "dialog")

    def latest(self, work: Callable[[], Any], group: str) -> None:
        """Run a coroutine function; an earlier one of its group gives way to it."""
        self.run_worker(work, group=group, exclusive=True)

    def show_hints(self) -> None:
        """Draw the key hints anew, after what can be done here has changed."""
        self.query_one(KeyBar).hints = self._hints()

    def _tabs(self) -> tuple[Tab, ...]:
        return tuple(
            Tab(one.id.removeprefix("show_"), one.keys[0], _(one.label))
            for one in (
                commands.COMMANDS[name] for name in commands.GLOBAL if name.startswith("show_")
            )
        )

    def hint_ids(self) -> tuple[str, ...]:
        """Commands whose hints the footer shows now; a screen may leave out what does nothing."""
        return (*self.COMMANDS_HERE, *commands.GLOBAL)

    def _hints(self) -> tuple[Hint, ...]:
        known = [commands.COMMANDS[one] for one in self.hint_ids()]
        shown = sorted(
            (one for one in known if one.rank is not None), key=lambda one: one.rank or 0
        )
        return tuple(
            Hint(self.pipeline.key_of(one.id), _(one.label), one.id, one.rank or 0) for one in shown
        )

    def on_tab_strip_selected(self, event: TabStrip.Selected) -> None:
        self.pipeline.show_mode(event.tab_id)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_command(event.action)

    async def run_command(self, command_id: str) -> None:
        """Do what the key of a command does."""
        where = "app" if command_id in commands.GLOBAL else "screen"
        await self.run_action(f"{where}.{command_id}")


class DeskModal(DeskMixin, ModalScreen[R]):
    """A dialog over a screen. Escape leaves it; a form with changes asks first.

    It is answered once. What was typed along with the answer was meant for it, not for the screen
    beneath, and is let go.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    answered = False
    """Whether it has been left: nothing more is to be done about it."""

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Leave with an answer; another one is not heard."""
        if self.answered:
            nothing: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
            return nothing
        self.answered = True
        self.pipeline.keys_in_turn.drop()
        return super().dismiss(result)

    def action_leave(self) -> None:
        """Leave with nothing done."""
        self.dismiss(None)
