"""Call mode as blocks: whom one talks to, what to say, where it stands, what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline_tui import i18n
from pipeline_tui.domain.ranking import Reason
from pipeline_tui.i18n import _
from pipeline_tui.services import starter
from pipeline_tui.tui import objection_pages
from pipeline_tui.tui.client_pages import come_back, cut
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import Block, Entry, Heading, Pair, Paragraph
from pipeline_tui.wording import cross_sell, formats, shipping
from pipeline_tui.wording.contact_rates import answers_best
from pipeline_tui.wording.labels import field, label, named

if TYPE_CHECKING:
    from pipeline_tui.domain.calls import Brief
    from pipeline_tui.domain.cross_sell import Suggestion
    from pipeline_tui.domain.objections import CardFacts

_SCRIPTS = {
    Reason.EXACT_CALLBACK: "callback", Reason.CALLBACK: "callback", Reason.INBOUND: "inbound",
    Reason.BROKEN_PROMISE: "broken_promise", Reason.DEBT_STEP: "debt_reminder",
    Reason.NO_STEP: "stalled", Reason.ROTTING: "stalled",
    Reason.OBJECTION: "stalled", Reason.TOUCH: "touch",
    Reason.LATE_ORDER: "reorder", Reason.WIN_BACK: "win_back",
    Reason.DORMANT: "win_back", Reason.COLD: "cold", Reason.COLD_RETRY: "cold",
}  # fmt: skip


def script_code(brief: Brief, reason: Reason | None, *, incoming: bool = False) -> str:
    """Which script a call wants: one that comes in its own; else by its reason, else by where the
    deal or the client stands."""
    if incoming:
        return "incoming"
    known = _SCRIPTS.get(reason) if reason is not None else None
    if known is not None:
        return known
    if brief.deal is not None:
        return "offer_follow_up" if brief.deal.stage in ("offer", "negotiation") else "callback"
    if brief.overdue:
        return "debt_reminder"
    return "cold" if brief.status == "lead" else "touch"


def figures(brief: Brief, place: str, timer: str, *, incoming: bool) -> list[Figure]:
    """The line on top; `place` among the cards and `timer` are left out where empty."""
    found = [Figure(_("Call mode"), _("incoming") if incoming else "")]
    if timer:
        found.append(Figure("", timer, "accent"))
    if place:
        found.append(Figure(_("card"), place))
    if not incoming:
        found.append(Figure(_("attempt"), str(brief.attempt)))
    if brief.phones and brief.phones[0][2]:
        found.append(Figure(_("extension"), brief.phones[0][2], "warning"))
    return found


def spare(brief: Brief) -> str:
    """Where else they are reached."""
    numbers = [formats.phone(*one) for one in brief.phones[1:]]
    return " · ".join([*numbers, brief.email] if brief.email else numbers)


def now(
    brief: Brief, code: str, facts: CardFacts, at: datetime, zone: ZoneInfo,
    goods: Sequence[Suggestion] = (),
) -> list[Block]:  # fmt: skip
    """What is needed while the phone rings: money owed, the opening line, the deal, what to offer
    beside it, the script."""
    opening, way = script(brief, code, facts)
    return [
        *owed(brief, at, zone), *come_back(brief.win_back), *opening, *deal(brief, at, zone), *goes_with(goods), *way,
    ]  # fmt: skip


def goes_with(goods: Sequence[Suggestion]) -> list[Block]:
    """What to offer beside what they have, in one line."""
    text = cross_sell.line(goods)
    return [Paragraph(cut(text, 240), "accent", mark="+")] if text else []


def dense(
    brief: Brief, code: str, facts: CardFacts, at: datetime, zone: ZoneInfo,
    goods: Sequence[Suggestion] = (),
) -> list[Block]:  # fmt: skip
    """The same for a low screen: money, opening, deal and the last notes before the fold."""
    opening, way = script(brief, code, facts)
    said = [one for one in opening if isinstance(one, Paragraph)]
    return [
        *owed(brief, at, zone),
        *come_back(brief.win_back),
        *said,
        *_deals_in_lines(brief, at, zone),
        *goes_with(goods),
        *_past_in_lines(brief, at, zone),
        *objection_pages.ready(brief.objections, facts, at.astimezone(zone).date(), zone),
        *way,
    ]


def _deals_in_lines(brief: Brief, now: datetime, zone: ZoneInfo) -> list[Block]:
    """Each open deal on a line of its own, then what is noted of it and of the client."""
    today = now.astimezone(zone).date()
    blocks: list[Block] = []
    deal = brief.deal
    for one in ([deal] if deal else []) + [one for one in brief.deals if one != deal][:2]:
        money = "" if one.amount_minor is None else formats.money(one.amount_minor, one.currency)
        step = _("no next step")
        if one.next_step is not None:
            step = ": ".join(filter(None, (formats.day(one.next_step, today), one.next_title)))
        late = one == deal and (one.next_step is None or one.next_step < today)
        parts = (one.title, money, named("stage", one.stage, one.stage_name), step)
        tone = "warning" if late else "" if one == deal else "muted"
        blocks.append(Paragraph(" · ".join(filter(None, map(cut, parts))), tone, mark="•"))
    notes = [deal.notes] if deal and deal.notes else []
    blocks += [Paragraph(cut(one, 240), "muted") for one in (*notes, brief.client_notes) if one]
    return blocks


def _past_in_lines(brief: Brief, now: datetime, zone: ZoneInfo) -> list[Block]:
    """The last notes, a line or two each."""
    today = now.astimezone(zone).date()
    blocks: list[Block] = []
    for note in brief.notes:
        what = label("outcome", note.outcome) if note.outcome else label("activity", note.kind)
        when = formats.day(note.at.astimezone(zone).date(), today)
        blocks.append(Pair(when, f"{what}: {cut(note.note)}"))
    return blocks


def script(brief: Brief, code: str, facts: CardFacts) -> tuple[list[Block], list[Block]]:
    """The opening line to read aloud, and the way through the talk, of the script with this code."""
    language = i18n.current()
    found = starter.script(code, language)
    if found is None:
        return [], []
    due = brief.overdue or brief.debt
    known = {
        "name": facts.name, "company": facts.company or brief.name, "product": facts.product,
        "competitor": facts.competitor, "me": facts.me, "invoice": brief.invoice,
        "price": formats.money(facts.price_minor, facts.currency) if facts.price_minor else "",
        "amount": formats.sums(due) if due else "",
        "date": formats.day_plain(brief.oldest_due) if brief.oldest_due else "",
    }  # fmt: skip

    def said(text: str) -> str:
        return starter.fill(text, known, language)

    opening: list[Block] = [
        Heading(found.title),
        Paragraph(said(found.openings[0]), "strong"),
    ]
    way: list[Block] = [Heading(_("Course of the talk")), Paragraph(said(found.goal), "muted")]
    way += [Paragraph(said(step), mark=f"{n}") for n, step in enumerate(found.steps, start=1)]
    way.append(Paragraph(said(found.close), "accent", mark="→"))
    if found.voicemail:
        spoken = f"{label('outcome', 'voicemail')}: {said(found.voicemail)}"
        way.append(Paragraph(spoken, "muted", mark="…"))
    return opening, way


def owed(brief: Brief, now: datetime, zone: ZoneInfo) -> list[Block]:
    """Whether shipping is stopped, debt, and a promise that runs."""
    today = now.astimezone(zone).date()
    blocks: list[Block] = []
    if brief.stopped_on is not None:
        held = shipping.stopped(brief.stopped_on, cut(brief.stop_reason))
        blocks.append(Paragraph(held, "danger", mark="!"))
    if brief.overdue:
        oldest = formats.day(brief.oldest_due, today) if brief.oldest_due else ""
        text = _("Debt {sum}, overdue {late} since {day}").format(
            sum=formats.sums(brief.debt), late=formats.sums(brief.overdue), day=oldest
        )
        blocks.append(Paragraph(text, "danger", mark="!"))
    elif brief.debt:
        blocks.append(Paragraph(_("Owes {sum}, not due yet").format(sum=formats.sums(brief.debt))))
    if brief.promise_on is not None:
        day = formats.day(brief.promise_on, today)
        blocks.append(Paragraph(_("Promised to pay {day}").format(day=day), "warning", mark="!"))
    return blocks


def deal(brief: Brief, now: datetime, zone: ZoneInfo) -> list[Block]:
    """The deal the call is about, the other open ones, and what is noted of the client."""
    today = now.astimezone(zone).date()
    blocks: list[Block] = []
    deal = brief.deal
    if deal is not None:
        blocks.append(Heading(deal.title, named("stage", deal.stage, deal.stage_name)))
        if deal.amount_minor is not None:
            blocks.append(Pair(field("amount"), formats.money(deal.amount_minor, deal.currency)))
        if deal.product:
            blocks.append(Pair(field("product"), deal.product))
        if deal.competitor:
            blocks.append(Pair(field("competitor"), deal.competitor))
        blocks.append(
            Pair(
                field("next_step"),
                _("none") if deal.next_step is None else " · ".join(
                    filter(None, (formats.day(deal.next_step, today), deal.next_title))
                ),
                "warning" if deal.next_step is None or deal.next_step < today else "",
            )
        )  # fmt: skip
        if deal.notes:
            blocks.append(Paragraph(deal.notes))
    blocks += [
        Pair(label("needs", name), cut(text, 300))
        for name, text in brief.needs.values().items()
        if text
    ]
    others = [one for one in brief.deals if deal is None or one.id != deal.id]
    for other in others[:3]:
        money = (
            "" if other.amount_minor is None
            else formats.money_short(other.amount_minor, other.currency)
        )  # fmt: skip
        parts = (other.title, named("stage", other.stage, other.stage_name), money)
        blocks.append(Paragraph(" · ".join(filter(None, parts)), "muted", mark="•"))
    if brief.client_notes:
        blocks.append(Paragraph(brief.client_notes, "muted"))
    return blocks


def past(brief: Brief, facts: CardFacts, now: datetime, zone: ZoneInfo) -> list[Block]:
    """What they may object, with the answers, and the last three notes."""
    today = now.astimezone(zone).date()
    blocks = objection_pages.ready(brief.objections, facts, today, zone)
    if brief.notes:
        blocks.append(Heading(_("Last notes")))
        for note in brief.notes:
            when = formats.day(note.at.astimezone(zone).date(), today)
            title = label("outcome", note.outcome) if note.outcome else label("activity", note.kind)
            blocks.append(Entry(when, title, note.note))
    return blocks


def who(brief: Brief, now: datetime, zone: ZoneInfo | None) -> str:
    """One line under the name: the person, their role, how to address them, place and time."""
    parts = [brief.contact]
    if brief.role:
        parts.append(label("contact_role", brief.role))
    if brief.informal:
        parts.append(_("on first-name terms"))
    if not brief.phones:
        parts.append(_("no phone number"))
    if zone is not None:
        parts.append(_("{time} there").format(time=formats.clock(now, zone)))
    else:
        parts.append(_("time zone not known"))
    parts.append(answers_best(brief.best_hour))
    parts += [brief.city, brief.industry]
    return " · ".join(filter(None, parts))
