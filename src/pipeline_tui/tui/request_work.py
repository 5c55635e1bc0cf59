"""Answering a request, or putting it away, from whatever screen shows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pipeline_tui.domain.requests import Reply
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline_tui.tui.client_actions import ClientActions


async def answer_request(
    screen: ClientActions, request_id: int, client: str, call: Callable[[], object]
) -> None:
    """Ask how a request was answered and note it; `call` begins a call, which answers by itself."""
    ways = [
        Choice(call, _("Call them")),
        Choice(partial(_reply, Reply.EMAIL), _("Answered by e-mail")),
        Choice(partial(_reply, Reply.MESSAGE), _("Answered by message")),
        Choice(_dismiss, _("Needs no answer")),
    ]
    way = await screen.prompt(ChoicePrompt(_("Request: {name}").format(name=client), ways))
    if way is call:
        call()
    elif way is not None:
        await way(screen, request_id)


async def _reply(kind: Reply, screen: ClientActions, request_id: int) -> None:
    text = await screen.prompt(TextPrompt(_("What did you answer?")))
    if text:
        done, _touch = await screen.attempt(
            screen.desk.requests.answer, request_id, kind=kind, text=text
        )
        if done:
            screen.say(_("Answered"))


async def _dismiss(screen: ClientActions, request_id: int) -> None:
    reason = await screen.prompt(
        TextPrompt(_("Why does it need no answer?"), hint=_("spam, a wrong number, a job seeker"))
    )
    if reason:
        done, _none = await screen.attempt(screen.desk.requests.dismiss, request_id, reason)
        if done:
            screen.say(_("Put away"))
