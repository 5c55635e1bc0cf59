"""What can be done with clients from their list and from their card alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline_tui.domain.vocabulary import ClientStatus
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskScreen
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, ConfirmPrompt, TextPrompt, WhenPrompt
from pipeline_tui.wording import formats
from pipeline_tui.wording.labels import codes, label

if TYPE_CHECKING:
    from pipeline_tui.domain.when import When

_MOST_MERGED = 9


class ClientActions(DeskScreen):
    """A screen with clients on it; `chosen_clients` says which ones an action is for."""

    def chosen_clients(self) -> tuple[int, ...]:
        """The clients that an action works on: the marked ones, else the one in view."""
        return ()

    async def changed(self) -> None:
        """Something was done to them; a list lets go of its marks here."""

    async def _do(self, said: str, service: Callable[..., Any], *args: Any, **more: Any) -> bool:
        """Run a writing service; say what was done, or what is wrong."""
        done, _answer = await self.attempt(service, *args, **more)
        if done:
            await self.changed()
            if said:
                self.say(said)
        return done

    # Calling and copying

    def action_call(self) -> None:
        if ids := self.chosen_clients():
            from pipeline_tui.tui.screens.call import CallScreen

            self.app.push_screen(CallScreen(ids[0]))

    def action_copy_phone(self) -> None:
        if ids := self.chosen_clients():
            self.start(self._copy_phone, ids[0])

    async def _copy_phone(self, client_id: int) -> None:
        phone = await self.phone_of(client_id)
        if not phone:
            self.warn(_("There is no phone number here. a in the contacts adds one."))
            return
        self.app.copy_to_clipboard(phone)
        self.say(_("Copied: {phone}").format(phone=formats.phone(phone, phone)))

    async def phone_of(self, client_id: int) -> str:
        """The number to call a client by; empty where none is known."""
        row = (await self.ask(self.desk.lists.rows, [client_id])).get(client_id)
        return "" if row is None else row.phone or ""

    # The next step, a rest

    def action_step(self) -> None:
        if ids := self.chosen_clients():
            self.start(self._plan_step, ids)

    async def _plan_step(self, ids: tuple[int, ...]) -> None:
        from pipeline_tui.tui.forms.step_forms import ask_step

        step = await ask_step(self, await self._question(_("Next step"), ids))
        if step is None:
            return
        hour = "" if step.at is None else " " + formats.clock(step.at, self.desk.zone)
        await self._do(
            _("Next step: {when}").format(when=formats.day(step.on, self.desk.today()) + hour),
            self.desk.clients.plan_steps, ids,
            due_on=step.on, due_at=step.at, title=step.title, kind=step.kind,
        )  # fmt: skip

    def action_snooze(self) -> None:
        if ids := self.chosen_clients():
            self.start(self._snooze, ids)

    async def _snooze(self, ids: tuple[int, ...]) -> None:
        when = await self.prompt(WhenPrompt(await self._question(_("Rest until"), ids)))
        if when is None:
            return
        reason = when.rest or await self.prompt(TextPrompt(_("Why does it rest?")))
        if reason:
            await self._do(
                _("Rests until {day}").format(day=formats.day(when.day, self.desk.today())),
                self.desk.calls.snooze, ids, when.day, reason,
            )  # fmt: skip

    def moment_of(self, when: When) -> datetime | None:
        """The exact moment, where an hour was given."""
        if when.time is None:
            return None
        return datetime.combine(when.day, when.time, tzinfo=self.desk.zone)

    async def _question(self, what: str, ids: Sequence[int]) -> str:
        if len(ids) > 1:
            return f"{what}: " + formats.count(len(ids), "{n} client", "{n} clients")
        return f"{what}: {await self.ask(self.desk.lists.name_of, ids[0])}"

    # Changing several at once

    async def change_menu(self, ids: tuple[int, ...]) -> None:
        """Offer what can be changed in all of these at once."""
        whose = formats.count(len(ids), "{n} client", "{n} clients")
        chosen = await self.prompt(
            ChoicePrompt(
                whose,
                [
                    Choice(self.put_tag_on, _("Put a tag on")),
                    Choice(self.take_tag_off, _("Take a tag off")),
                    Choice(self._owner, _("Give to a manager")),
                    Choice(self._plan_step, _("Plan a next step")),
                    Choice(self._status, _("Change the status")),
                    Choice(self._class, _("Change the class")),
                    Choice(self._snooze, _("Let rest until a day")),
                    Choice(self.verify, _("Data looked through, it holds")),
                    Choice(self.put_away, _("Put away, or back into work")),
                    *(
                        (Choice(self._merge, _("Merge: they are one and the same")),)
                        if len(ids) > 1
                        else ()
                    ),
                ],
            )
        )
        if chosen is not None:
            await chosen(ids)

    async def put_tag_on(self, ids: tuple[int, ...]) -> None:
        known = await self.ask(self.desk.lists.tags)
        hint = _("in use: {tags}").format(tags=", ".join(name for name, _n in known[:8]))
        name = await self.prompt(TextPrompt(_("Which tag?"), hint=hint if known else ""))
        if name:
            said = _("Tagged “{tag}”").format(tag=name)
            await self._do(said + _of_several(ids), self.desk.clients.tag, ids, name)

    async def take_tag_off(self, ids: tuple[int, ...]) -> None:
        rows = await self.ask(self.desk.lists.rows, list(ids)[:500])
        names = sorted({tag for row in rows.values() for tag in row.tags})
        if not names:
            self.warn(_("There is no tag on these."))
            return
        name = await self.prompt(
            ChoicePrompt(_("Which tag comes off?"), [Choice(name, name) for name in names])
        )
        if name:
            said = _("Tag “{tag}” taken off").format(tag=name)
            await self._do(said + _of_several(ids), self.desk.clients.untag, ids, name)

    async def _owner(self, ids: tuple[int, ...]) -> None:
        known = await self.ask(self.desk.lists.values, "owner")
        hint = _("in use: {owners}").format(owners=", ".join(known[:8]))
        name = await self.prompt(
            TextPrompt(_("To which manager?"), hint=hint if known else "", required=False)
        )
        if name is not None:
            await self._do(
                _("Manager: {owner}").format(owner=name or "—"),
                self.desk.clients.set_owner, ids, name,
            )  # fmt: skip

    async def _status(self, ids: tuple[int, ...]) -> None:
        choices = [Choice(code, label("client_status", code)) for code in codes("client_status")]
        status = await self.prompt(ChoicePrompt(_("Which status?"), choices))
        if status == ClientStatus.DO_NOT_CALL:
            await self.refuse_calls(ids)
        elif status:
            await self._do(
                _("Status: {status}").format(status=label("client_status", status)),
                self.desk.clients.set_status, ids, status,
            )  # fmt: skip

    async def refuse_calls(self, ids: tuple[int, ...]) -> None:
        """Never call again: ask for the words, one client at a time."""
        if len(ids) > 1:
            self.warn(_("Do-not-call is set client by client, with the words of each."))
            return
        said = await self.prompt(
            TextPrompt(_("What did they say, and when?"), hint=_("final until a new consent"))
        )
        if said:
            await self._do(
                _("They will not be called again."), self.desk.clients.do_not_call, ids[0], said
            )

    async def _class(self, ids: tuple[int, ...]) -> None:
        choices = [Choice(one, one) for one in "ABC"] + [Choice("", _("no class"))]
        abc = await self.prompt(ChoicePrompt(_("Which class?"), choices))
        if abc is not None:
            await self._do(
                _("Class: {abc}").format(abc=abc or "—"),
                self.desk.clients.set_class, ids, abc or None,
            )  # fmt: skip

    async def _merge(self, ids: tuple[int, ...]) -> None:
        if len(ids) > _MOST_MERGED:
            self.warn(_("That is too many at once for one client."))
            return
        rows = await self.ask(self.desk.lists.rows, list(ids))
        known = [rows[id_] for id_ in ids if id_ in rows]
        kept = await self.prompt(
            ChoicePrompt(
                _("Which one stays?"),
                [
                    Choice(row.id, " · ".join(filter(None, (row.name, row.city, row.phone))))
                    for row in known
                ],
                _("what only the others know is taken over; u brings all back"),
            )
        )
        if kept is not None:
            await self._do(
                _("Merged into {name}").format(name=rows[kept].name),
                self.desk.clients.merge, kept, [id_ for id_ in ids if id_ != kept],
            )  # fmt: skip

    async def verify(self, ids: tuple[int, ...]) -> None:
        await self._do(_("Verified today"), self.desk.clients.verify, ids)

    async def put_away(self, ids: tuple[int, ...]) -> None:
        """Archive these, or bring back what is archived."""
        # A look at some of them: a list holds those in work or those put away.
        rows = await self.ask(self.desk.lists.rows, list(ids)[:500])
        if rows and all(row.archived for row in rows.values()):
            await self._do(_("Back in work"), self.desk.clients.unarchive, ids)
            return
        if len(ids) > 1 and not await self.prompt(
            ConfirmPrompt(
                formats.count(len(ids), "Put {n} client away?", "Put {n} clients away?"),
                _("Put away"), _("Leave"),
            )
        ):  # fmt: skip
            return
        await self._do(_("Put away; u brings it back"), self.desk.clients.archive, ids)


def _of_several(ids: Sequence[int]) -> str:
    """To how many clients something was done, where that is more than the one in view."""
    return ": " + formats.count(len(ids), "{n} client", "{n} clients") if len(ids) > 1 else ""
