"""The application: one open file, six screens, one theme, one language. It decides nothing else."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.actions import ActionParseResult
from textual.dom import DOMNode
from textual.screen import Screen

from pipeline_tui import i18n
from pipeline_tui.domain.errors import Problem, StoreProblem
from pipeline_tui.i18n import _
from pipeline_tui.tui import commands, keys
from pipeline_tui.tui.idle_lock import IdleLock, is_call
from pipeline_tui.tui.keys_in_turn import KeysInTurn
from pipeline_tui.tui.signals import leave_when_told
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.themes import THEMES
from pipeline_tui.wording.problems import problem

if TYPE_CHECKING:
    from textual.binding import BindingType

    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.call_endings import CallEndings

_BETWEEN = "between"
_LOOK_EVERY_S = 1.0
_WARM_UP_AFTER_S = 1.0
"""What writing needs is imported once the first screen has its data: both at once slow the screen."""


def _today() -> Screen[Any]:
    from pipeline_tui.tui.screens.today import TodayScreen

    return TodayScreen()


def _clients() -> Screen[Any]:
    from pipeline_tui.tui.screens.clients import ClientsScreen

    return ClientsScreen()


def _funnel() -> Screen[Any]:
    from pipeline_tui.tui.screens.funnel import FunnelScreen

    return FunnelScreen()


def _objections() -> Screen[Any]:
    from pipeline_tui.tui.screens.objections import ObjectionsScreen

    return ObjectionsScreen()


def _debts() -> Screen[Any]:
    from pipeline_tui.tui.screens.debts import DebtsScreen

    return DebtsScreen()


def _evening() -> Screen[Any]:
    from pipeline_tui.tui.screens.evening import EveningScreen

    return EveningScreen()


class PipelineApp(IdleLock):
    """The program on the screen."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "pipeline-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings(commands.GLOBAL)]
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "today": _today,
        "clients": _clients,
        "funnel": _funnel,
        "objections": _objections,
        "debts": _debts,
        "evening": _evening,
    }
    DEFAULT_MODE = "today"

    def __init__(self, desk: Desk, *, import_first: bool = False) -> None:
        super().__init__(desk)
        self._import_first = import_first
        self.keys_in_turn = KeysInTurn(self)
        self.revision = desk.history.revision()
        self._unreadable = False
        self.failure: Problem | None = None
        """Why the screens cannot go on, where that is so."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = (
            desk.settings.theme
            if desk.settings.theme in self.available_themes
            else ("pipeline-dark")
        )
        self.set_keymap({
            command: ",".join(keys.spread(tuple(part.strip() for part in wanted.split(","))))
            for command, wanted in desk.settings.keys.items()
        })  # fmt: skip

    def on_mount(self) -> None:
        leave_when_told(self)
        self.screen_change_signal.subscribe(
            self, lambda _screen: self.keys_in_turn.screen_changed(), immediate=True
        )
        # Back from the shell the terminal is bare; what Textual paints then may be a part of it.
        self.app_resume_signal.subscribe(
            self, lambda _app: self.screen.refresh(self.screen.size.region)
        )
        self.set_interval(_LOOK_EVERY_S, self.look_for_changes)
        self.set_timer(_WARM_UP_AFTER_S, self._warm_up)
        if self._import_first:
            self.call_after_refresh(self.action_import_file)
        self.watch_idleness()
        self.set_timer(_WARM_UP_AFTER_S, lambda: self.run_worker(self._say_place(), group="place"))
        if self.desk.settings.keys or self.desk.settings.theme != self.theme:
            self.call_after_refresh(self._say_slips)

    async def on_event(self, event: events.Event) -> None:
        """Keys are answered one after another."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent):
            self.touched()
        if (
            isinstance(event, events.Key | events.Paste)
            and not event.is_forwarded
            and self.keys_in_turn.take(event)
        ):
            return
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is for. One that writes says that nothing can be written, where that is so."""
        name = action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
        if self.desk.read_only and name in commands.WRITING:
            told = problem(StoreProblem("read_only_mode"))
            self.notify(clean(told), severity="warning", markup=False)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    async def _say_place(self) -> None:
        """What is the matter with where the file lies, if anything."""
        from pipeline_tui.services.checkup import place_of
        from pipeline_tui.wording import keeping as words

        if told := words.place(*await asyncio.to_thread(place_of, self.desk.book.path)):
            self.notify(
                clean(_("The database lies {where}").format(where=told)),
                severity="warning", markup=False, timeout=12,
            )  # fmt: skip

    def _say_slips(self) -> None:
        """What of the settings has no effect: said, and gone on without."""
        from pipeline_tui.tui.slips import slips

        for slip in slips(self.desk.settings):
            self.notify(clean(problem(slip)), severity="warning", markup=False, timeout=10)

    def _warm_up(self) -> None:
        """Import what writing needs in a thread; from here on what is no longer needed is let go."""
        gc.freeze()
        gc.enable()
        self.run_worker(asyncio.to_thread(_import_writers), group="warm-up", exit_on_error=False)

    def give_up(self, found: Problem) -> None:
        """Leave because of a file that cannot be read any more: whoever opened the screens offers a
        backup."""
        self.failure = found
        self.exit(1)

    def file_restored(self) -> None:
        """The file is another one now: every screen begins anew."""
        self.revision = self.desk.history.revision()
        self.call_later(self._make_screens_anew)

    def look_for_changes(self) -> None:
        """Tell what is to be seen when the file has changed, here or by another program; a screen
        that is covered reads when it is seen again. A file that cannot be read is told of once."""
        try:
            revision = self.desk.history.revision()
        except Exception as error:
            from pipeline_tui.services.keeping import trouble

            told = trouble(error, self.desk.book.path)
            if told is None:
                raise
            if not self._unreadable:
                self._unreadable = True
                self.notify(clean(problem(told)), severity="error", markup=False, timeout=30)
            return
        self._unreadable = False
        if revision != self.revision:
            self.revision = revision
            for screen in reversed(self.screen_stack):
                refresh = getattr(screen, "refresh_if_changed", None)
                if refresh is not None:
                    refresh()
                if not screen.is_modal:
                    break

    def key_of(self, command_id: str) -> str:
        """The key that runs a command now, as people write it; the user's own where there is one."""
        own = self.desk.settings.keys.get(command_id)
        first = own.split(",")[0].strip() if own else commands.COMMANDS[command_id].keys[:1]
        return keys.shown(first if isinstance(first, str) else first[0]) if first else ""

    def open_client(self, client_id: int) -> None:
        """Open a client's card over the screen in front."""
        from pipeline_tui.tui.screens.card import ClientCard

        self.push_screen(ClientCard(client_id))

    # Commands of the application

    def show_mode(self, mode: str) -> None:
        """Bring one of the six screens to the front, as it was left."""
        self._past_the_call(partial(self._show_mode, mode))

    def _show_mode(self, mode: str) -> None:
        if self.current_mode != mode:
            self.switch_mode(mode)
            return
        while len(self.screen_stack) > 1 and not self.screen.is_modal:
            if is_call(self.screen):
                self.call_later(self.screen.run_action, "screen.back")
                return
            self.pop_screen()

    def _past_the_call(self, go: Callable[[], object]) -> None:
        """Do what leads away from a running call, when its card lets one go."""
        call = next(filter(is_call, chain.from_iterable(self._screen_stacks.values())), None)
        if call is None:
            go()
        else:
            cast("CallEndings", call).leave_for(go)

    def action_show_today(self) -> None:
        self.show_mode("today")

    def action_show_clients(self) -> None:
        self.show_mode("clients")

    def action_show_funnel(self) -> None:
        self.show_mode("funnel")

    def action_show_objections(self) -> None:
        self.show_mode("objections")

    def action_show_debts(self) -> None:
        self.show_mode("debts")

    def action_show_evening(self) -> None:
        self.show_mode("evening")

    def action_incoming(self) -> None:
        """Somebody is calling: whatever screen one is on."""
        from pipeline_tui.tui.screens.incoming import take_incoming

        screen = self.desk_screen()
        if screen is not None:
            self.run_worker(take_incoming(screen), group="incoming", exclusive=True)

    def action_help(self) -> None:
        from pipeline_tui.tui.screens.help import HelpScreen

        screen = self.desk_screen()
        if screen is not None:
            self.push_screen(HelpScreen(screen.COMMANDS_HERE))

    def action_palette(self) -> None:
        from pipeline_tui.tui.screens.palette import PaletteScreen

        screen = self.desk_screen()
        if screen is not None:
            self.push_screen(PaletteScreen(screen))

    async def action_undo(self) -> None:
        await self._step_in_history(self.desk.history.undo, _("Undone: {what}"))

    async def action_redo(self) -> None:
        await self._step_in_history(self.desk.history.redo, _("Redone: {what}"))

    async def _step_in_history(self, step: Callable[[], Any], sentence: str) -> None:
        try:
            entry = await asyncio.to_thread(step)
        except Problem as found:
            self.notify(clean(problem(found)), severity="warning", markup=False)
            return
        from pipeline_tui.wording import actions  # words of every noun, which no start needs

        self.notify(clean(sentence.format(what=actions.entry(entry))), markup=False)
        self.look_for_changes()

    def action_import_file(self) -> None:
        from pipeline_tui.tui.screens.importing import ImportScreen

        self.push_screen(ImportScreen())

    async def action_quit(self) -> None:
        self._past_the_call(partial(self.exit, 0))

    def action_help_quit(self) -> None:
        """Ctrl+C: it may have been meant to copy, so it only says which key leaves."""
        told = f"{self.key_of('quit')} — {_(commands.COMMANDS['quit'].help)}"
        self.notify(clean(told), markup=False)

    def action_theme(self) -> None:
        """Step to the other theme of our own; the palette offers every one there is."""
        own = [theme.name for theme in THEMES]
        place = own.index(self.theme) + 1 if self.theme in own else 0
        self.theme = own[place % len(own)]

    async def action_language(self) -> None:
        """Speak the other language; every screen is made anew."""
        self._past_the_call(partial(self.call_later, self._speak_the_other))

    async def _speak_the_other(self) -> None:
        languages = list(i18n.LANGUAGES)
        i18n.use(languages[(languages.index(i18n.current()) + 1) % len(languages)])
        await self._make_screens_anew()

    async def _make_screens_anew(self) -> None:
        """Begin every screen again. The first screen of a mode in front cannot be replaced, so that
        an empty one stands there meanwhile."""
        mode = self.current_mode
        self.add_mode(_BETWEEN, Screen)
        await self.switch_mode(_BETWEEN)
        for one, make in type(self).MODES.items():
            if one in self._screen_stacks:
                await self.remove_mode(one)
                self.add_mode(one, make)
        await self.switch_mode(mode)
        await self.remove_mode(_BETWEEN)


def _import_writers() -> None:
    """Load what the first change of the day will need."""
    import pipeline_tui.domain.records
    import pipeline_tui.services.calls
    import pipeline_tui.services.clients
    import pipeline_tui.services.deals  # noqa: F401


def run(desk: Desk, *, import_first: bool = False) -> int:
    """Run the program until the user leaves; answers with the exit code. Raises StoreProblem
    damaged_file where it turns out to be so, and whatever else made the program fail."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from pipeline_tui.domain.errors import Refused

        raise Refused("no_terminal")
    app = PipelineApp(desk, import_first=import_first)
    app.run_to_end()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
