"""What the deal card draws: the head, the path through the stages, and what happened on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from pipeline_tui.domain.checklists import CheckRow
from pipeline_tui.domain.commission import DealCommission
from pipeline_tui.domain.deals import DealCard, StagePass, StageRow, weighted
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.panel import Block, Entry, Heading, Pair, Paragraph, Run, Title
from pipeline_tui.wording import deals as words
from pipeline_tui.wording import shipping
from pipeline_tui.wording.cards import own_values
from pipeline_tui.wording.commission import deal_line
from pipeline_tui.wording.formats import (
    count,
    dated,
    day,
    day_plain,
    duration,
    moment,
    money,
    number,
    percent,
    phone,
    quoted,
)
from pipeline_tui.wording.labels import label, named

_LINE, _NOTE, _PAGE = 300, 1_500, 20_000
"""How much of a text is worth showing: a pasted megabyte must not hold the screen up."""

DONE, HERE, AHEAD, LOST = "✓", "●", "○", "✗"
"""Signs of a stage passed, the one it stands in, those ahead, and the end of a lost deal."""


def head(
    card: DealCard, today: date, zone: tzinfo, currency: str,
    brings: DealCommission | None = None, versus_key: str = "", chance: str = "", debtor: str = "",
) -> list[Block]:  # fmt: skip
    """What the deal is, what it is worth, and brings the seller, its chance, what is next, what is
    wrong; own fields are money of `currency`. `versus_key` says what to answer about the competitor,
    `debtor` why one had better not sell to the client on credit."""
    row, stage = card.row, card.stage
    badges: list[Run] = [(words.stage_name(stage), _tone(stage))]
    badges += [(f"{words.WARNING} {text}", "warning") for text in words.warnings(row, today)]
    if card.archived:
        badges.append((_("put away"), "muted"))
    blocks: list[Block] = [Title(cut(row.title, _LINE), tuple(badges))]
    step, tone = words.what_next(row, today, zone)
    blocks.append(Pair(label("field", "client"), cut(words.client_name(row), _LINE), "strong"))
    if card.stopped_on is not None:
        held = shipping.stopped(card.stopped_on, card.stop_reason)
        blocks.append(Paragraph(f"{words.WARNING} {cut(held, _LINE)}", "danger"))
    if debtor:
        blocks.append(Pair(_("Debtor"), f"{words.WARNING} {debtor}", "danger"))
    if card.contact or card.contact_phone:
        called = phone(card.contact_phone if card.contact_phone.startswith("+") else None,
                       card.contact_phone)  # fmt: skip
        blocks.append(
            Pair(
                label("field", "contact"),
                " · ".join(filter(None, (cut(card.contact), cut(called)))),
            )
        )
    blocks.append(Pair(label("field", "amount"), _money(card), "strong"))
    if brings is not None:
        blocks.append(Pair(_("Brings you"), deal_line(brings)))
    if chance:
        blocks.append(Pair(_("Chance"), chance))
    blocks.append(Pair(label("field", "next_step"), cut(step, _NOTE), tone))
    for extra in card.steps[1:]:
        text = words.step(extra.kind, extra.title, extra.due_on, extra.due_at, today, zone)
        blocks.append(Pair(_("Also planned"), cut(text, _NOTE)))
    if row.expected_close is not None and row.closed_on is None:
        late = row.expected_close < today
        when = dated(day(row.expected_close, today), row.expected_close)
        blocks.append(
            Pair(
                label("field", "expected_close"),
                f"{words.WARNING} {when}" if late else when,
                "warning" if late else "",
            )
        )
    if row.closed_on is not None:
        blocks.append(Pair(_("Closed on"), dated(words.closed(row, today), row.closed_on)))
    facts = (
        ("product", row.product or ""), ("source", row.source), ("owner", row.owner),
        ("competitor", _competitor(row.competitor, versus_key)),
    )  # fmt: skip
    blocks += [Pair(label("field", name), cut(value, _LINE)) for name, value in facts if value]
    blocks += [
        Pair(cut(name), cut(text, _NOTE))
        for name, text in own_values(card.own_fields, card.custom, currency, today)
    ]
    if card.loss_note:
        blocks.append(Pair(label("field", "note"), cut(card.loss_note, _NOTE)))
    return blocks


def _competitor(name: str, key: str) -> str:
    if not name or not key:
        return name
    return _("{name} · {key}: what to answer").format(name=cut(name, _LINE), key=key)


def _money(card: DealCard) -> str:
    row, stage = card.row, card.stage
    if row.amount_minor is None:
        return _("not known yet")
    text = money(row.amount_minor, row.currency)
    if not stage.is_open:
        return text
    weight = money(weighted(row.amount_minor, stage.probability), row.currency)
    return _("{sum} · weighted {weight} ({chance})").format(
        sum=text, weight=weight, chance=percent(stage.probability / 100)
    )


def _tone(stage: StageRow) -> str:
    if stage.kind == StageKind.LOST:
        return "danger"
    return "accent" if stage.is_open else "success"


def checklist(items: Sequence[CheckRow], key: str) -> list[Block]:
    """What is to be done at the stage where the deal stands; nothing where it asks for nothing."""
    if not items:
        return []
    done = sum(one.ticked_at is not None for one in items)
    head = Heading(
        label("field", "checklist"),
        _("{done} of {all}, {key} ticks").format(done=done, all=len(items), key=key),
    )
    return [
        head,
        *(Paragraph(words.check_line(one), "muted" if one.ticked_at else "") for one in items),
    ]


def path(card: DealCard, stages: Sequence[StageRow], zone: tzinfo) -> list[Block]:
    """The stages as steps: those passed with the day they were entered, where it stands, what is ahead."""
    entered: dict[int, datetime] = {}
    for one in card.passes:
        entered[one.to_stage_id] = one.changed_at
    here = card.stage
    lost = here.kind == StageKind.LOST
    blocks: list[Block] = [Heading(_("Path"), _in_stage(card))]
    for stage in stages:
        name = words.stage_name(stage)
        when = entered.get(stage.id)
        reached = "" if when is None else day_plain(when.astimezone(zone).date())
        if stage.id == here.id:
            sign = LOST if lost else HERE
            blocks.append(Paragraph(f"{name}  {reached}".rstrip(), _tone(stage), mark=sign))
        elif stage.kind == StageKind.LOST:
            continue
        elif when is not None and (lost or stage.position < here.position):
            blocks.append(Paragraph(f"{name}  {reached}", "", mark=DONE))
        elif lost or stage.position < here.position:
            continue
        else:
            blocks.append(Paragraph(name, "muted", mark=AHEAD))
    return blocks


def _in_stage(card: DealCard) -> str:
    return _("in this stage {days}").format(days=words.short_days(card.row.days_in_stage))


def needs(card: DealCard) -> list[Block]:
    """Needs and notes as the seller wrote them."""
    blocks: list[Block] = [Heading(_("Needs and notes"))]
    text = cut(card.notes.strip(), _PAGE)
    if text:
        blocks.append(Paragraph(text))
    else:
        blocks.append(Paragraph(_("Nothing yet. e adds them."), "muted"))
    return blocks


def history(
    card: DealCard, stages: Mapping[int, StageRow], now: datetime, zone: tzinfo
) -> list[Block]:
    """Every stage change, the newest first."""
    blocks: list[Block] = [Heading(_("Stage history"), number(len(card.passes)))]
    for one in reversed(card.passes):
        title = _passed(one, stages)
        text = cut(one.reason, _NOTE)
        if one.loss_code is not None:
            reason = named("loss_reason", one.loss_code, one.loss_name)
            text = f"{reason}. {text}".removesuffix(". ")
        blocks.append(Entry(moment(one.changed_at, now, zone), title, text))
    return blocks


def _passed(one: StagePass, stages: Mapping[int, StageRow]) -> str:
    to = _name(one.to_stage_id, stages)
    if one.from_stage_id is None:
        return _("opened: {stage}").format(stage=to)
    return f"{_name(one.from_stage_id, stages)} → {to}"


def _name(stage_id: int, stages: Mapping[int, StageRow]) -> str:
    found = stages.get(stage_id)
    return _("a stage no longer used") if found is None else words.stage_name(found)


def touches(card: DealCard, now: datetime, zone: tzinfo) -> list[Block]:
    """Calls, letters and meetings of this deal, the newest first."""
    blocks: list[Block] = [Heading(_("Activities"), number(card.touch_count))]
    if not card.touches:
        blocks.append(Paragraph(_("Nobody has been in touch about this deal yet."), "muted"))
    for one in card.touches:
        parts = [label("activity", one.kind)]
        if one.direction is not None:
            parts.append(label("direction", one.direction))
        if one.outcome_code is not None:
            parts.append(named("outcome", one.outcome_code, one.outcome_name))
        if one.contact:
            parts.append(cut(one.contact))
        if one.duration_s:
            parts.append(duration(one.duration_s))
        text = "\n".join(filter(None, (cut(one.subject, _LINE), cut(one.note, _NOTE))))
        blocks.append(Entry(moment(one.started_at, now, zone), " · ".join(parts), text))
    if card.touch_count > len(card.touches):
        more = card.touch_count - len(card.touches)
        blocks.append(Paragraph(count(more, "{n} older one", "{n} older ones"), "muted"))
    return blocks


def objections(card: DealCard, now: datetime, zone: tzinfo) -> list[Block]:
    """What was objected, what was answered, whether it worked."""
    if not card.objections:
        return []
    blocks: list[Block] = [Heading(_("Objections met"), number(len(card.objections)))]
    for one in card.objections:
        kind = named("objection", one.type_code, one.type_name)
        title = f"{kind} · {label('objection_result', one.result)}"
        said = quoted(cut(one.verbatim, _NOTE))
        blocks.append(
            Entry(
                moment(one.met_at, now, zone),
                title,
                "\n".join(filter(None, (said, cut(one.answer, _NOTE)))),
            )
        )
    return blocks


def invoices(card: DealCard, today: date) -> list[Block]:
    """Invoices of the deal and what of them is still owed."""
    if not card.invoices:
        return []
    blocks: list[Block] = [Heading(_("Invoices"), number(len(card.invoices)))]
    for one in card.invoices:
        title = f"№ {cut(one.number)} · {money(one.amount_minor, one.currency)}"
        if one.cancelled:
            text, tone = label("invoice", "cancelled"), "muted"
        elif not one.open_minor:
            text, tone = label("invoice", "paid"), "success"
        else:
            text = _("owed {sum}").format(sum=money(one.open_minor, one.currency))
            if one.due_on is not None:
                text += " · " + _("due {day}").format(day=day(one.due_on, today))
            overdue = one.due_on is not None and one.due_on < today
            text, tone = (f"{words.WARNING} {text}", "danger") if overdue else (text, "")
        blocks.append(Entry(day_plain(one.issued_on), title, text, tone or "strong"))
    return blocks
