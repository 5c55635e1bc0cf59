"""What is done with the objection library from its screen: an objection met, a record changed or put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.objections import LogRow
    from pipeline_tui.tui.base import DeskScreen


async def meet(screen: DeskScreen) -> None:
    """Find an answer, then log whose objection it was."""
    from pipeline_tui.tui.forms.objection_forms import whose_form
    from pipeline_tui.tui.screens.objection_lookup import ObjectionLookup, log_lookup

    met = await screen.prompt(ObjectionLookup())
    if met is None:
        return
    whose = await screen.prompt(whose_form(met.verbatim))
    if whose is not None:
        await log_lookup(screen, replace(met, verbatim=whose["verbatim"]), whose["client"], None)


async def retire(screen: DeskScreen, record_id: int, *, answer: bool, away: bool) -> None:
    """Offer a kind or an answer no more; one that is `away` again."""
    library = screen.desk.objections
    service: Callable[[int], None]
    if answer:
        service = library.restore if away else library.retire_answer
    else:
        service = library.restore_type if away else library.retire_type
    done, _nothing = await screen.attempt(service, record_id)
    if done:
        key = screen.pipeline.key_of("hidden")
        screen.say(
            _("Offered again") if away
            else _("Put away; {key} shows what is put away, u brings it back").format(key=key)
        )  # fmt: skip


async def settle(screen: DeskScreen, row: LogRow | None) -> None:
    """Say how an event of the log ended after all."""
    from pipeline_tui.tui.forms.objection_forms import settle_form

    if row is not None:
        await screen.prompt(settle_form(screen.desk, row))


async def edit_answer(screen: DeskScreen, answer_id: int) -> None:
    """Change an answer; raises NotFound."""
    from pipeline_tui.tui.forms.objection_forms import edit_answer_form

    views = screen.desk.objection_views
    answer = await screen.ask(views.answer, answer_id)
    kind = await screen.ask(views.kind, answer.type_id)
    await screen.prompt(edit_answer_form(screen.desk, answer, kind))


async def edit_kind(screen: DeskScreen, type_id: int) -> None:
    """Change a kind; raises NotFound."""
    from pipeline_tui.tui.forms.objection_forms import edit_kind_form

    kind = await screen.ask(screen.desk.objection_views.kind, type_id)
    await screen.prompt(edit_kind_form(screen.desk, kind))
