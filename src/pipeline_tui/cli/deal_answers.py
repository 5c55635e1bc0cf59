"""What the verbs of `deal` answer: lines, one deal whole, and the same for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline_tui.cli import base
from pipeline_tui.cli.own_fields import give_own
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.commission import DealCommission
    from pipeline_tui.domain.deals import DealCard, DealRow
    from pipeline_tui.services.desk import Desk


def give_answer(desk: Desk, number: int, *, as_json: bool) -> None:
    """What became of a deal."""
    from pipeline_tui.wording import deals

    card = desk.funnel.card(number)
    if as_json:
        base.give_json(row_json(desk, card.row))
        return
    step, _tone = deals.what_next(card.row, desk.today(), desk.zone)
    base.done(f"{number} {card.row.title}: {deals.stage_name(card.stage)} · {step}")


def warn_of_debtor(desk: Desk, number: int) -> None:
    """Remark that one sells to a debtor, as a deal stands where its invoice is written."""
    from pipeline_tui.domain.paying.selling import last_open
    from pipeline_tui.wording.payers import selling

    row = desk.funnel.card(number).row
    stages = desk.vocabularies.stages()
    here = next((one for one in stages if one.id == row.stage_id), None)
    if here is None or row.client_id is None or here.id != last_open(stages, here.pipeline_id):
        return
    added = None if row.amount_minor is None else (row.currency, row.amount_minor)
    found = desk.payers.risk(row.client_id, added)
    if found.any:
        why = selling(found, desk.today())
        base.remark(_("This client is a debtor: {why}").format(why=why))


def row_json(desk: Desk, row: DealRow) -> dict[str, Any]:
    """A row with the code of its stage and how it stands with the next step."""
    stages = {stage.id: stage for stage in desk.vocabularies.stages(retired=True)}
    pipelines = {one.id: one.code for one in desk.vocabularies.pipelines(retired=True)}
    found: dict[str, Any] = base.plain(row)
    found["stage"] = stages[row.stage_id].code
    found["pipeline"] = pipelines[stages[row.stage_id].pipeline_id]
    found["step_state"] = row.step_state(desk.today()).value
    return found


def give_rows(desk: Desk, rows: list[DealRow]) -> None:
    """Deals as a table."""
    from pipeline_tui.wording import deals
    from pipeline_tui.wording.labels import label

    stages = deals.stage_names(
        desk.vocabularies.stages(retired=True), desk.vocabularies.pipelines(retired=True)
    )
    today, zone = desk.today(), desk.zone
    base.give_table(
        (
            _("No."), label("field", "title"), label("field", "client"), label("field", "stage"),
            label("field", "amount"), label("field", "next_step"), label("field", "owner"),
        ),
        [
            (
                str(row.id), row.title, deals.client_name(row),
                stages[row.stage_id], deals.amount(row), deals.what_next(row, today, zone)[0], row.owner,
            )
            for row in rows
        ],
        right=(0, 4),
    )  # fmt: skip


def give_card(desk: Desk, card: DealCard, *, as_json: bool) -> None:
    """One deal whole."""
    brings = desk.commissions.of_deal(card.row)
    if as_json:
        base.give_json({**base.plain(card), "commission": _commission(brings)})
        return
    from pipeline_tui.wording import deals, formats
    from pipeline_tui.wording.commission import deal_line
    from pipeline_tui.wording.labels import label, named

    row, today, now, zone = card.row, desk.today(), desk.now(), desk.zone
    stages = {stage.id: stage for stage in desk.vocabularies.stages(retired=True)}
    base.give(f"{row.id} {row.title}")
    facts = [
        (label("field", "client"), deals.client_name(row)),
        (label("field", "contact"), " ".join(filter(None, (card.contact, card.contact_phone)))),
        (label("field", "stage"), deals.stage_name(card.stage)),
        (label("field", "amount"), deals.amount(row)),
        (_("Brings you"), "" if brings is None else deal_line(brings)),
        (label("field", "next_step"), deals.what_next(row, today, zone)[0]),
        (label("field", "expected_close"), formats.day_plain(row.expected_close) if row.expected_close else ""),
        (label("field", "product"), row.product or ""),
        (label("field", "source"), row.source),
        (label("field", "owner"), row.owner),
        (label("field", "competitor"), row.competitor),
        (label("field", "notes"), card.notes),
    ]  # fmt: skip
    for name, value in facts:
        if value:
            base.give(f"  {name}: {value}")
    give_own(desk, card.own_fields, card.custom, "  ")
    for warning in deals.warnings(row, today):
        base.give(f"  {deals.WARNING} {warning}")
    for one in card.passes:
        name = deals.stage_name(stages[one.to_stage_id]) if one.to_stage_id in stages else "?"
        base.give(f"  {formats.moment(one.changed_at, now, zone)}  → {name}  {one.reason}".rstrip())
    for touch in card.touches[:10]:
        outcome = (
            named("outcome", touch.outcome_code, touch.outcome_name) if touch.outcome_code else ""
        )
        parts = (label("activity", touch.kind), outcome, touch.note or touch.subject)
        base.give(
            f"  {formats.moment(touch.started_at, now, zone)}  " + " · ".join(filter(None, parts))
        )


def _commission(one: DealCommission | None) -> dict[str, Any] | None:
    """What a deal brings the seller, for programs. Money in minor units; `rests_on` says what the
    margin was taken from."""
    if one is None:
        return None
    return {
        "currency": one.currency, "rate": float(one.rule.rate), "of": one.rule.of,
        "base_minor": one.base_minor, "rests_on": one.rests, "offer": one.offer or None,
        "coefficient": float(one.coefficient), "commission_minor": one.sum_minor,
    }  # fmt: skip
