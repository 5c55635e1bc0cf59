"""What the evening draws: the lines of the review and of tomorrow, the plan as bars, the report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline_tui.domain.plan import Metric
from pipeline_tui.domain.review import Loose
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.bars import Bar
from pipeline_tui.tui.widgets.columns import Column
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import (
    Block,
    Entry,
    Gap,
    Heading,
    Pair,
    Paragraph,
    Title,
)
from pipeline_tui.tui.widgets.rows import Cell, ListSource, Row, Section
from pipeline_tui.wording import formats, reasons
from pipeline_tui.wording import plan as plan_words
from pipeline_tui.wording import reports as report_words
from pipeline_tui.wording import review as review_words

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import CallRow, HiddenRow
    from pipeline_tui.domain.plan import Pace, PlanView
    from pipeline_tui.domain.review import Ahead, LooseEnd, Review
    from pipeline_tui.wording.reports import Document, Part

_TONES = {Loose.REQUEST: "danger", Loose.CALLBACK: "warning", Loose.PROMISE: "danger"}


# -- the review


def review_columns() -> tuple[Column, ...]:
    """Columns of the review."""
    return (
        Column("why", _("Why"), flex=3, min_width=26, sortable=False),
        Column("client", _("Client"), flex=2, min_width=18, sortable=False),
        Column("deal", _("Deal"), flex=2, min_width=16, min_total_width=112, sortable=False),
        Column("money", _("Sum"), 12, "right", min_total_width=64, sortable=False),
    )


def review_lines(review: Review, at: reasons.Clock) -> ListSource:
    """The review, a title with its count over each kind of loose end."""
    sections = []
    before: Loose | None = None
    for place, row in enumerate(review.rows):
        if row.loose is not before:
            counted = formats.number(review.count(row.loose))
            sections.append(Section(place, f"{review_words.loose_title(row.loose)} · {counted}"))
            before = row.loose
    return ListSource([_loose(row, at) for row in review.rows], sections)


def _loose(row: LooseEnd, at: reasons.Clock) -> Row:
    late = row.due_on is not None and row.due_on < at.today
    tone = _TONES.get(row.loose, "warning" if late or row.rotting else "")
    if row.due_at is not None and row.due_at > at.now:
        tone = ""  # its time is still to come
    return Row(
        row.id,
        {
            "why": Cell(cut(review_words.loose_end(row, at)), tone),
            "client": Cell(row.client or _("no client"), "strong" if row.client else "muted"),
            "deal": row.deal,
            "money": formats.money_short(row.amount_minor, row.currency)
            if row.amount_minor
            else "",
        },
    )


# -- tomorrow


def tomorrow_columns() -> tuple[Column, ...]:
    """Columns of tomorrow's list."""
    return (
        Column("rank", "№", 3, "right", min_total_width=60, sortable=False),
        Column("why", _("Why"), flex=3, min_width=26, sortable=False),
        Column("client", _("Client"), flex=2, min_width=18, sortable=False),
        Column("contact", _("Contact"), flex=1, min_width=16, min_total_width=112, sortable=False),
        Column("money", _("At stake"), 12, "right", min_total_width=64, sortable=False),
    )


def tomorrow_lines(ahead: Ahead, at: reasons.Clock) -> ListSource:
    """Tomorrow: what is agreed for a time, the list by its tiers, offices that open later."""
    rows = [_timed(row, at) for row in ahead.timed]
    sections = [Section(0, f"{_('Agreed for a time')} · {len(rows)}")] if rows else []
    tiers = [row.tier for row in ahead.rows]
    for place, row in enumerate(ahead.rows):
        if not place or row.tier != tiers[place - 1]:
            title = f"{reasons.tier_title(row.tier)} · {tiers.count(row.tier)}"
            sections.append(Section(len(rows), title))
        rows.append(_ahead(row, ahead, at))
    if ahead.later:
        title = f"{_('Their office opens later')} · {len(ahead.later)}"
        sections.append(Section(len(rows), title))
        rows += [_timed(row, at) for row in ahead.later]
    return ListSource(rows, sections)


def _timed(row: HiddenRow, at: reasons.Clock) -> Row:
    line = report_words.timed_line(row, at)
    why = f"{line.lead} {line.note or reasons.tier_title(row.tier)}".strip()
    return Row(row.id, {"why": Cell(cut(why), "accent"), "client": Cell(row.client, "strong")})


def _ahead(row: CallRow, ahead: Ahead, at: reasons.Clock) -> Row:
    return Row(
        row.id,
        {
            "rank": Cell(str(row.rank), "muted"),
            "why": cut(report_words.morning_reason(row, ahead, at)),
            "client": Cell(row.client, "strong"),
            "contact": row.contact,
            "money": formats.money_short(row.stake_minor, row.currency) if row.stake_minor else "",
        },
    )


# -- the line under the cursor, whole


def whole_loose(row: LooseEnd, at: reasons.Clock) -> list[Block]:
    """A loose end with nothing cut off."""
    return _whole(review_words.loose_end(row, at), row.client, row.deal)


def whole_ahead(ahead: Ahead, client_id: int, at: reasons.Clock) -> list[Block]:
    """A client of tomorrow's list with nothing cut off."""
    for row in ahead.rows:
        if row.id == client_id:
            phone = formats.phone(row.e164, row.phone, row.extension)
            why = report_words.morning_reason(row, ahead, at)
            return _whole(why, row.client, row.contact, phone, row.deal)
    for one in (*ahead.timed, *ahead.later):
        if one.id == client_id:
            line = report_words.timed_line(one, at)
            return _whole(f"{line.lead} {line.note}".strip(), one.client)
    return []


def _whole(why: str, *about: str) -> list[Block]:
    return [Paragraph(cut(" · ".join(filter(None, about))), "strong"), Paragraph(why, "accent")]


# -- the plan and the report

_FIRST = (
    Metric.MONEY, Metric.WINS, Metric.CALLS, Metric.MEETINGS, Metric.OFFERS, Metric.CONNECTS,
)  # fmt: skip
"""What is seen first where there is little room."""


def plan_bars(plan: PlanView) -> list[Bar]:
    """A bar for each target: how much of it is reached, and what the day is to bring."""
    return [_bar(pace, plan.fact) for pace in plan.paces]


def _bar(pace: Pace, fact: str) -> Bar:
    show = plan_words.short_amount
    text = f"{show(pace, pace.fact)} / {show(pace, pace.target)}"
    note = _("at this pace {end}").format(end=show(pace, pace.run_rate))
    if pace.share is not None:
        done = _("{done} of {share}").format(
            done=show(pace, pace.done), share=show(pace, pace.share)
        )
        note = f"{done} · {note}"
    return Bar(
        plan_words.metric_name(pace.metric, fact), min(1.0, pace.reached),
        f"{text}  {formats.percent(pace.reached)}", note,
        "success" if pace.on_pace else "warning",
    )  # fmt: skip


def figures(plan: PlanView | None) -> list[Figure]:
    """The line on top: the day against its share of the plan."""
    if plan is None or not plan.paces:
        return []
    found = [Figure(_("Share of the day"), "")]
    for pace in sorted(plan.paces, key=lambda one: _FIRST.index(one.metric)):
        show = plan_words.short_amount
        reached = pace.share is None or pace.done >= pace.share
        value = show(pace, pace.done)
        if pace.share == 0:
            value = _("{done}, plan met").format(done=value) if pace.done else _("plan met")
        elif pace.share is not None:
            value += f" / {show(pace, pace.share)}"
        name = plan_words.metric_name(pace.metric, plan.fact)
        found.append(Figure(name, value, "success" if reached else "strong"))
    return found


def pages(
    doc: Document, no_plan: str, commission: Iterable[str] = ()
) -> tuple[list[Block], list[Block]]:
    """The report in two columns: what was sold and paid, then the rest. `no_plan` is said where
    there is no plan; the commission is for the seller's eyes only, and no part of the report."""
    remarks = doc.remarks if doc.plan else (no_plan,)
    left: list[Block] = [Title(doc.title), *(Paragraph(one, "muted") for one in remarks)]
    left += [Paragraph(one, "success") for one in commission]
    right: list[Block] = []
    for part in doc.parts:
        side = left if part.about_money else right
        side.append(Heading(part.title, part.figure))
        side += _part(part)
    return left, right


def _part(part: Part) -> Iterable[Block]:
    for fact in part.facts:
        if not fact.value:
            yield Paragraph(fact.name, "muted")
        elif part.long:
            yield Entry(
                fact.value, f"{fact.name} — {fact.note}" if fact.note else fact.name, "", ""
            )
        else:
            value = f"{fact.value} ({fact.note})" if fact.note else fact.value
            yield Pair(fact.name, value, "strong")
    if part.facts and part.lines:
        yield Gap()
    for place, line in enumerate(part.lines, 1):
        text = cut(f"{line.text} — {line.note}" if line.note else line.text)
        if line.lead:
            yield Entry(line.lead, text, "", "")
        else:
            yield Paragraph(text, mark=f"{place}." if part.numbered else "·")
