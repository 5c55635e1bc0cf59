"""The form of a deal: a new one with its first step, or changes of one there is.

The functions run inside a worker of the screen that calls them, tell the user what went wrong, and
answer whether something was saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from pipeline_tui.domain.deals import DealCard, StageRow
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.money import minor_digits
from pipeline_tui.i18n import _
from pipeline_tui.tui.forms import own_fields
from pipeline_tui.tui.forms.fields import Choice, Field
from pipeline_tui.tui.forms.form import FormScreen
from pipeline_tui.tui.forms.step_forms import (
    Step,
    described,
    kind_meant,
    read_step,
)
from pipeline_tui.tui.text import clean
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.conventions import SYMBOLS
from pipeline_tui.wording.labels import label, named
from pipeline_tui.wording.problems import remark

if TYPE_CHECKING:
    from pipeline_tui.domain.custom_fields import FieldRow
    from pipeline_tui.domain.pipelines import PipelineRow
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.tui.base import DeskMixin

_CURRENCIES = ("RUB", "USD", "EUR", "CNY", "KZT", "BYN")
_EDITED = (
    "title", "client_id", "amount_minor", "currency", "expected_close", "product_id", "contact_id",
    "source", "owner", "competitor", "notes",
)  # fmt: skip


class DealForm(FormScreen):
    """A new deal with its first step, or an existing one. Leaves with the deal's number."""

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
    contacts: Sequence[tuple[int, str]], rivals: Sequence[str], own: Sequence[FieldRow],
    custom: Mapping[str, Any], stages: Sequence[Choice] = (),
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
                "stage", label("field", "stage"), "choice", required=True, choices=stages,
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
        Field("competitor", label("field", "competitor"), hint=", ".join(rivals[:3]), known=rivals),
        *own_fields.asked(own, custom, desk.settings.currency),
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


def _open_stages(stages: Sequence[StageRow], pipelines: Sequence[PipelineRow]) -> list[Choice]:
    """The stages a deal may begin at, under the names of their pipelines where there are several."""
    of = {one.id: named("pipeline", one.code, one.name) for one in pipelines}
    return [
        Choice(
            one.id,
            f"{of[one.pipeline_id]}: {words.stage_name(one)}"
            if len(of) > 1
            else words.stage_name(one),
        )
        for one in stages
        if one.is_open
    ]


async def add_deal(
    screen: DeskMixin, *, client_id: int | None = None, pipeline_id: int | None = None
) -> int | None:
    """Ask for a new deal and its first step; the number of the deal, or None. It is offered to begin
    in this pipeline, else in the first."""
    desk = screen.desk
    stages = await screen.ask(desk.vocabularies.stages)
    pipelines = await screen.ask(desk.vocabularies.pipelines)
    first = pipelines[0].id if pipeline_id is None else pipeline_id
    own = await screen.ask(desk.vocabularies.custom_fields, "deal")
    currency = desk.settings.currency

    def save(values: dict[str, Any]) -> int:
        line = values.pop("step")
        stage = values.pop("stage")
        values["custom"] = own_fields.take(own, values, {})
        try:
            when = read_step(desk, line)
        except Invalid as found:
            raise found.at("step") from found
        step = Step.of(desk, when, kind_meant(when.rest))
        given = _rescaled(values, currency)
        return own_fields.at_its_field(
            own,
            lambda: desk.deals.add(
                given, stage=stage, step_on=step.on, step_at=step.at, step_title=step.title,
                step_kind=step.kind,
            ),
        )  # fmt: skip

    fields = _form_fields(
        desk, currency, owners=await screen.ask(desk.funnel.owners),
        products=await screen.ask(desk.funnel.products), contacts=(),
        rivals=await screen.ask(desk.competitor_views.names), own=own, custom={},
        stages=_open_stages(stages, pipelines),
    )  # fmt: skip
    values = {
        "client_id": client_id, "currency": currency, "owner": desk.settings.owner,
        "stage": next((one.id for one in stages if one.is_open and one.pipeline_id == first), None),
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
    seen = {**{field: now[field] for field in _EDITED}, "custom": card.custom}
    own = card.own_fields
    contacts = await screen.ask(desk.funnel.contacts, card.row.client_id)
    products = await screen.ask(desk.funnel.products)

    def save(values: dict[str, Any]) -> bool:
        left = own_fields.others(own, card.custom)
        values["custom"] = {**left, **own_fields.take(own, values, card.custom)}
        given = _rescaled(values, currency)
        own_fields.at_its_field(
            own,
            lambda: desk.deals.edit(deal_id, given, seen={name: seen[name] for name in given}),
        )
        return True

    fields = _form_fields(
        desk, currency, owners=await screen.ask(desk.funnel.owners), products=products,
        contacts=contacts, rivals=await screen.ask(desk.competitor_views.names), own=own,
        custom=card.custom,
    )  # fmt: skip
    now |= own_fields.shown(own, card.custom)
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
