"""What is asked about a deal: opening and editing it, moving, winning, losing, letting it rest.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from pipeline_tui.domain.deals import DealCard, DealRow, ReasonRow, StageRow, StepState
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.funnel import is_back_move
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.prompts import ChoicePrompt, TextPrompt
from pipeline_tui.tui.forms.step_forms import (
    Step,
    ask_step,
    described,
    kind_meant,
    read_step,
)
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.conventions import SYMBOLS
from pipeline_tui.wording.formats import count, day_full, days
from pipeline_tui.wording.labels import label, named
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin

_CURRENCIES = ("RUB", "USD", "EUR", "CNY", "KZT", "BYN")
_EDITED = (
    "title", "client_id", "amount_minor", "currency", "expected_close", "product_id", "contact_id",
    "source", "owner", "competitor", "notes",
)  # fmt: skip


class DealForm(FormScreen):
    """A new deal with its first step, or an existing one. Leaves with the deal's number."""

    CSS_PATH: ClassVar[Any] = ["form.tcss", "deal_forms.tcss"]

    @on(Input.Changed, "#field-step")
    def _echo_step(self, event: Input.Changed) -> None:
        """Say how the first step was understood before it is saved."""
        line = self.query_one("#error-step", Static)
        line.set_class(False, "wrong")
        try:
            when = read_step(self.desk, event.value)
            text = "→ " + described(self.desk, when, kind_meant(when.rest))
        except Invalid as found:
            text = remark(found) if event.value.strip() else ""
        line.update(Content(clean(text)))
        line.set_class(bool(text), "said")


def _form_fields(
    desk: Desk, currency: str, *, owners: Sequence[str], products: Sequence[tuple[int, str]],
    contacts: Sequence[tuple[int, str]], stages: Sequence[StageRow] = (),
) -> list[Field]:  # fmt: skip
    known = dict.fromkeys((currency, desk.settings.currency, *_CURRENCIES))
    fields = [
        Field("title", label("field", "title"), required=True, hint=_("what is being sold")),
        Field("client_id", label("field", "client"), "client"),
        Field("amount_minor", label("field", "amount"), "money", currency=currency),
    ]
    if stages:
        fields += [
            Field(
                "step", label("field", "next_step"), required=True,
                hint=_("tomorrow 15 call about the offer"),
            ),
            Field(
                "stage", label("field", "stage"), "choice", required=True,
                choices=[Choice(s.code, words.stage_name(s)) for s in stages if s.is_open],
            ),
        ]  # fmt: skip
    fields += [
        Field("expected_close", label("field", "expected_close"), "date", hint=_("end of month")),
        Field(
            "currency", label("field", "currency"), "choice", required=True,
            choices=[Choice(code, f"{code} {SYMBOLS.get(code, '')}".strip()) for code in known],
        ),
    ]  # fmt: skip
    if products:
        fields.append(
            Field(
                "product_id", label("field", "product"), "choice",
                choices=[Choice(id_, name) for id_, name in products],
            )
        )  # fmt: skip
    if contacts:
        fields.append(
            Field(
                "contact_id", label("field", "contact"), "choice",
                choices=[Choice(id_, name) for id_, name in contacts],
            )
        )  # fmt: skip
    fields += [
        Field("source", label("field", "source")),
        Field("owner", label("field", "owner"), hint=", ".join(owners[:3])),
        Field("competitor", label("field", "competitor")),
        Field("notes", label("field", "notes"), "long"),
    ]
    return fields


def _rescaled(values: dict[str, Any], read_as: str) -> dict[str, Any]:
    """The amount in minor units of the currency that was chosen, not of the one it was read in."""
    amount, currency = values.get("amount_minor"), values.get("currency")
    if amount is None or currency is None or currency == read_as:
        return values
    shift = minor_digits(currency) - minor_digits(read_as)
    if shift >= 0:
        return {**values, "amount_minor": amount * 10**shift}
    whole, rest = divmod(amount, 10**-shift)
    if rest:
        raise Invalid("amount_minor", "not_a_number", value=amount)
    return {**values, "amount_minor": whole}


async def add_deal(screen: DeskMixin, *, client_id: int | None = None) -> int | None:
    """Ask for a new deal and its first step; the number of the deal, or None."""
    desk = screen.desk
    stages = await screen.ask(desk.funnel.stages)
    currency = desk.settings.currency

    def save(values: dict[str, Any]) -> int:
        line = values.pop("step")
        stage = values.pop("stage")
        try:
            when = read_step(desk, line)
        except Invalid as found:
            raise found.at("step") from found
        step = Step.of(desk, when, kind_meant(when.rest))
        return desk.deals.add(
            _rescaled(values, currency), stage=stage, step_on=step.on, step_at=step.at,
            step_title=step.title, step_kind=step.kind,
        )  # fmt: skip

    fields = _form_fields(
        desk, currency, owners=await screen.ask(desk.funnel.owners),
        products=await screen.ask(desk.funnel.products), contacts=(), stages=stages,
    )  # fmt: skip
    values = {
        "client_id": client_id, "currency": currency, "owner": desk.settings.owner,
        "stage": next((stage.code for stage in stages if stage.is_open), None),
    }  # fmt: skip
    form = DealForm(_("New deal"), fields, save, values=values, draft="deal:new")
    found: int | None = await screen.pipeline.push_screen_wait(form)
    return found


async def edit_deal(screen: DeskMixin, deal_id: int) -> bool:
    """Ask for changes of a deal."""
    desk = screen.desk
    found, card = await screen.attempt(desk.funnel.card, deal_id)
    if not found or card is None:
        return False
    now = _current(card)
    currency = card.row.currency
    names = {field: now[field] for field in _EDITED}
    contacts = await screen.ask(desk.funnel.contacts, card.row.client_id)
    products = await screen.ask(desk.funnel.products)

    def save(values: dict[str, Any]) -> bool:
        given = _rescaled(values, currency)
        desk.deals.edit(deal_id, given, seen={name: names[name] for name in given})
        return True

    fields = _form_fields(
        desk, currency, owners=await screen.ask(desk.funnel.owners), products=products,
        contacts=contacts,
    )  # fmt: skip
    form = DealForm(card.row.title, fields, save, values=now, draft=f"deal:{deal_id}")
    return bool(await screen.pipeline.push_screen_wait(form))


def _current(card: DealCard) -> dict[str, Any]:
    row = card.row
    return {
        "title": row.title, "client_id": row.client_id, "amount_minor": row.amount_minor,
        "currency": row.currency, "expected_close": row.expected_close,
        "product_id": card.product_id, "contact_id": card.contact_id, "source": row.source,
        "owner": row.owner, "competitor": row.competitor, "notes": card.notes,
    }  # fmt: skip


# Moving


async def move_deals(
    screen: DeskMixin, deal_ids: Sequence[int], stage_code: str | None = None
) -> bool:
    """Move deals to a stage, asked for where none is named, with whatever that stage demands."""
    desk = screen.desk
    stages = await screen.ask(desk.funnel.stages)
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    if stage_code is None:
        stage_code = await _ask_stage(screen, stages, rows)
    target = next((stage for stage in stages if stage.code == stage_code), None)
    if target is None:
        return False
    by_id = {stage.id: stage for stage in stages}
    elsewhere = [row for row in rows if row.stage_id != target.id]
    if not elsewhere:
        return False
    if target.kind == StageKind.LOST:
        return await lose_deals(screen, [row.id for row in elsewhere])
    if len(elsewhere) == 1:
        return await _move_one(screen, elsewhere[0], by_id.get(elsewhere[0].stage_id), target)
    reason = ""
    if any(
        row.stage_id in by_id and is_back_move(by_id[row.stage_id], target) for row in elsewhere
    ):
        asked = await _ask_why(screen, _many(len(elsewhere)), target)
        if asked is None:
            return False
        reason = asked
    saved, moved = await screen.attempt(
        desk.deals.move_all, [row.id for row in elsewhere], target.code, reason=reason
    )
    if saved:
        screen.say(f"{_many(moved or 0)} → {words.stage_name(target)}")
    return saved


async def _move_one(
    screen: DeskMixin, row: DealRow, before: StageRow | None, target: StageRow
) -> bool:
    desk = screen.desk
    if target.kind == StageKind.WON and row.closed_on is None:
        return await win_deal(screen, row.id)
    reason = ""
    if before is not None and is_back_move(before, target):
        asked = await _ask_why(screen, row.title, target)
        if asked is None:
            return False
        reason = asked
    step: Step | None = None
    bare = row.step_state(desk.today()) in (StepState.NONE, StepState.CLOSED)
    if target.is_open and bare:
        step = await ask_step(
            screen, _("{stage}: what is the next step?").format(stage=words.stage_name(target)),
            note=row.title,
        )  # fmt: skip
        if step is None:
            screen.warn(_("Not moved: an open deal needs a next step."))
            return False
    service = desk.deals.move
    planned: dict[str, Any] = {}
    if step is not None:
        planned = {
            "step_on": step.on, "step_at": step.at, "step_title": step.title,
            "step_kind": step.kind,
        }  # fmt: skip
    if row.closed_on is not None and target.is_open:
        saved, _none = await screen.attempt(
            desk.deals.reopen, row.id, reason, stage=target.code, **planned
        )
    else:
        saved, _none = await screen.attempt(service, row.id, target.code, reason=reason, **planned)
    if saved:
        screen.say(f"{row.title} → {words.stage_name(target)}")
    return saved


async def _ask_stage(
    screen: DeskMixin, stages: Sequence[StageRow], rows: Sequence[DealRow]
) -> str | None:
    here = {row.stage_id for row in rows}
    title = rows[0].title if len(rows) == 1 else _many(len(rows))
    found: str | None = await screen.pipeline.push_screen_wait(
        ChoicePrompt(
            _("Move to which stage? {what}").format(what=title),
            [
                Choice(
                    stage.code,
                    words.stage_name(stage)
                    + (f"  ({_('it is here')})" if stage.id in here and len(rows) == 1 else ""),
                )
                for stage in stages
            ],
        )
    )
    return found


async def _ask_why(screen: DeskMixin, title: str, target: StageRow) -> str | None:
    found: str | None = await screen.pipeline.push_screen_wait(
        TextPrompt(_("Back to “{stage}”: why?").format(stage=words.stage_name(target)), hint=title)
    )
    return found


# Closing


async def win_deal(screen: DeskMixin, deal_id: int) -> bool:
    """Win a deal, its final amount confirmed."""
    desk = screen.desk
    row = (await screen.ask(desk.funnel.rows, [deal_id])).get(deal_id)
    if row is None:
        return False

    def save(values: dict[str, Any]) -> bool:
        desk.deals.win(deal_id, amount_minor=values["amount_minor"])
        return True

    form = FormScreen(
        _("Won: {title}").format(title=row.title),
        [Field("amount_minor", _("Final amount"), "money", currency=row.currency)],
        save,
        values={"amount_minor": row.amount_minor},
        note=words.client_name(row),
    )
    won = bool(await screen.pipeline.push_screen_wait(form))
    if won:
        screen.say(_("Won: {title}. Next: payment and delivery.").format(title=row.title))
    return won


async def lose_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Lose deals for a reason from the list; competitor, note and win-back day may be added."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else _many(len(rows))
    reasons = await screen.ask(desk.vocabularies.loss_reasons)
    reason: ReasonRow | None = await screen.pipeline.push_screen_wait(
        ChoicePrompt(
            _("Why was it lost? {what}").format(what=title),
            [Choice(one, _reason_line(one)) for one in reasons],
        )
    )
    if reason is None:
        return False
    why = named("loss_reason", reason.code, reason.name)

    def save(values: dict[str, Any]) -> bool:
        desk.deals.lose_all(
            [row.id for row in rows], reason.code, competitor=values["competitor"],
            note=values["note"], win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    def save_one(values: dict[str, Any]) -> bool:
        desk.deals.lose(
            rows[0].id, reason.code, competitor=values["competitor"], note=values["note"],
            win_back_on=values["win_back_on"],
        )  # fmt: skip
        return True

    form = FormScreen(
        _("Lost ({reason}): {what}").format(reason=why, what=title),
        [
            Field("note", label("field", "note"), hint=_("in the client’s words")),
            Field("competitor", label("field", "competitor"), hint=_("who won it")),
            Field(
                "win_back_on", label("field", "win_back_on"), "date", hint=_win_back(desk, reason)
            ),
        ],
        save_one if len(rows) == 1 else save,
        values={"competitor": rows[0].competitor if len(rows) == 1 else ""},
        note=_("Enter saves. Win-back call: {day}.").format(day=_win_back(desk, reason)),
    )
    lost = bool(await screen.pipeline.push_screen_wait(form))
    if lost:
        screen.say(_("Lost: {title}").format(title=title))
    return lost


def _reason_line(reason: ReasonRow) -> str:
    name = named("loss_reason", reason.code, reason.name)
    if reason.win_back_days is None:
        return name
    return f"{name}  ({_('win back in {days}').format(days=days(reason.win_back_days))})"


def _win_back(desk: Desk, reason: ReasonRow) -> str:
    if reason.win_back_days is None:
        return _("none")
    return day_full(desk.today() + timedelta(days=reason.win_back_days))


async def snooze_deals(screen: DeskMixin, deal_ids: Sequence[int]) -> bool:
    """Let deals rest until a day, for a reason."""
    desk = screen.desk
    rows = list((await screen.ask(desk.funnel.rows, list(deal_ids))).values())
    if not rows:
        return False
    title = rows[0].title if len(rows) == 1 else _many(len(rows))

    def save(values: dict[str, Any]) -> bool:
        if len(rows) == 1:
            desk.deals.snooze(rows[0].id, values["until"], values["reason"])
        else:
            desk.deals.snooze_all([row.id for row in rows], values["until"], values["reason"])
        return True

    form = FormScreen(
        _("Let it rest: {what}").format(what=title),
        [
            Field("until", _("Until"), "date", required=True, hint=_("+2w, 1 April, next month")),
            Field("reason", label("field", "reason"), required=True),
        ],
        save,
    )
    return bool(await screen.pipeline.push_screen_wait(form))


def _many(n: int) -> str:
    return count(n, "{n} deal", "{n} deals")
