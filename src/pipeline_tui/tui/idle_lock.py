"""The lock of the screens: by its key, or by itself when nobody touches anything for a while."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from pipeline_tui.domain.errors import Problem
from pipeline_tui.i18n import _
from pipeline_tui.tui.places import Places
from pipeline_tui.tui.text import clean
from pipeline_tui.wording.problems import problem

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk

_LOOK_EVERY_S = 1.0


class IdleLock(Places):
    """An application that can be locked; whoever takes its keys says `touched`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._touched = desk.now()

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self.desk.now()

    def watch_idleness(self) -> None:
        """Lock by itself from now on, where the settings say so, and at once to begin with."""
        if not self.desk.settings.lock_minutes:
            return
        self.set_interval(_LOOK_EVERY_S, self._lock_when_idle)
        if self.desk.locking.is_ready():
            self._lock()

    def _lock_when_idle(self) -> None:
        """Lock where nothing was touched for as long as the settings say; never in a running call, whose
        talk touches nothing."""
        minutes = self.desk.settings.lock_minutes
        if (
            minutes
            and self.desk.now() - self._touched >= timedelta(minutes=minutes)
            and not any(map(is_call, chain.from_iterable(self._screen_stacks.values())))
            and self.desk.locking.is_ready()
        ):
            self._lock()

    def _lock(self) -> None:
        from pipeline_tui.tui.screens.locked import LockedScreen

        if not isinstance(self.screen, LockedScreen):
            self.clear_notifications()
            self.push_screen(LockedScreen(self.desk.locking))

    def action_lock(self) -> None:
        """Lock now; the first time a PIN is chosen before."""
        if self.desk.locking.is_ready():
            self._lock()
        else:
            self.action_lock_pin(then_lock=True)

    def action_lock_pin(self, then_lock: bool = False) -> None:
        """Choose the PIN; an encrypted file needs none."""
        from pipeline_tui.tui.forms.prompts import TextPrompt

        if self.desk_screen() is None:
            return
        if self.desk.locking.by_passphrase():
            self.notify(_("The passphrase of the database opens the lock"), markup=False)
            return

        def chosen(pin: str | None) -> None:
            if pin is None:
                return
            try:
                self.desk.locking.choose(pin)
            except Problem as found:
                self.notify(clean(problem(found)), severity="warning", markup=False)
                return
            if pin and then_lock:
                self._lock()
            elif not then_lock:
                self.notify(_("The PIN is kept") if pin else _("No PIN any more"), markup=False)

        hint = _("four characters or more; empty for none")
        self.push_screen(
            TextPrompt(_("PIN of the lock"), hint=hint, required=False, hidden=True), chosen
        )


def is_call(screen: Screen[Any]) -> bool:
    """Whether a screen is the card of a running call; no import of call mode tells it."""
    return hasattr(screen, "leave_for")
