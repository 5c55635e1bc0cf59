"""A client as pages of blocks: the brief beside a list, the notes and fields of the card."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline_tui.domain.needs import NeedsView, together
from pipeline_tui.i18n import _
from pipeline_tui.tui import objection_pages
from pipeline_tui.tui.widgets.panel import (
    Block,
    Entry,
    Heading,
    Pair,
    Paragraph,
    Run,
    Title,
)
from pipeline_tui.wording import cards, formats, requisites, win_back
from pipeline_tui.wording.contact_rates import answers_best, best_hour
from pipeline_tui.wording.labels import field, label, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.cards import BriefView, CardView, TimelineRow
    from pipeline_tui.domain.win_back import WinBack


_LINE, _NOTE, _PAGE = 120, 1_500, 20_000
"""How much of a text is worth showing in a line, in a brief or an entry, and on a page of its own: a
pasted megabyte must not hold the screen up. The form shows all of it."""


def cut(text: str, most: int = _LINE) -> str:
    """The text, or its beginning where it is longer than `most`."""
    return text if len(text) <= most else text[: most - 1] + "…"


def badges(status: str, abc: str | None, tags: Sequence[str]) -> tuple[Run, ...]:
    """Status, class and tags beside a name."""
    tone = {"do_not_call": "danger", "active": "success", "lead": "accent"}.get(status, "muted")
    found: list[Run] = [(label("client_status", status), tone)]
    if abc:
        found.append((f"{field('abc')} {abc}", "strong"))
    found += [(f"#{cut(tag)}", "muted") for tag in tags[:20]]
    return tuple(found)


def warnings(found: BriefView | CardView, today: date) -> list[Block]:
    """Warnings, one to a line, marked so that colour is not needed."""
    return [
        Paragraph(cut(cards.warning(one, today), 300), cards.TONES.get(one.code, "muted"), mark="!")
        for one in found.warnings
    ]


def come_back(gone: WinBack | None) -> list[Block]:
    """Why the last deal was lost, what was offered, and what to come back with."""
    if gone is None:
        return []
    blocks: list[Block] = []
    if said := win_back.line(gone):
        blocks.append(Paragraph(cut(said, _NOTE), "warning", mark="↩"))
    if gone.text:
        blocks.append(Paragraph(cut(gone.text, _NOTE), "accent", mark="→"))
    return blocks


def brief(found: BriefView, now: datetime, zone: ZoneInfo) -> list[Block]:
    """What must be known before a call: whom, where it stands, what was said lately."""
    today = now.astimezone(zone).date()
    blocks: list[Block] = [Title(found.name, badges(found.status, found.abc, found.tags))]
    time = cards.their_time(found.zone, now)
    place = [found.city, _their_time(time), answers_best(found.best_hour), found.industry]
    if any(place):
        blocks.append(Paragraph(" · ".join(cut(one) for one in place if one), "muted"))
    blocks += warnings(found, today)
    blocks += come_back(found.win_back)
    if found.contact:
        role = found.job_title or (label("contact_role", found.role) if found.role else "")
        told = _("on first-name terms") if found.informal else ""
        blocks.append(
            Pair(
                field("contact"), " · ".join(cut(one) for one in (found.contact, role, told) if one)
            )
        )
    if found.phone:
        blocks.append(Pair(field("phone"), cards.phone(found.phone), "strong"))
    if found.email:
        blocks.append(Pair(field("email"), cut(found.email)))
    step = _("none") if found.step is None else cards.step(found.step, today, zone)
    late = found.step is not None and found.step.due_on < today
    blocks.append(
        Pair(field("next_step"), cut(step, _NOTE), "warning" if late or found.step is None else "")
    )
    if found.debt:
        late_sum = (
            "" if not found.overdue
            else " · " + _("overdue {sum}").format(sum=cards.sums(found.overdue))
        )  # fmt: skip
        blocks.append(
            Pair(field("debt"), cards.sums(found.debt) + late_sum, "danger" if late_sum else "")
        )
    if found.promise_day is not None:
        day = formats.day(found.promise_day, today)
        blocks.append(Pair(_("Promised"), f"{cards.sums(found.promise_sum)} · {day}"))
    if found.deals:
        blocks.append(Heading(_("Open deals"), cards.sums(found.open_sums, short=True)))
        for deal in found.deals:
            money = (
                "" if deal.amount_minor is None
                else formats.money_short(deal.amount_minor, deal.currency)
            )  # fmt: skip
            stage = named("stage", deal.stage, deal.stage_name)
            blocks.append(
                Paragraph(" · ".join(filter(None, (cut(deal.title), stage, money))), mark="•")
            )
    asked = [one for answers in found.needs for one in answers.values().items() if one[1]]
    if asked:
        blocks.append(Heading(_("Needs")))
        blocks += [Pair(label("needs", name), cut(text, 300)) for name, text in asked]
    if found.notes_lately:
        blocks.append(Heading(_("Lately")))
        for one in found.notes_lately:
            what = (
                named("outcome", one.outcome, one.outcome_name)
                if one.outcome else label("activity", one.kind)
            )  # fmt: skip
            day = formats.day(one.at.astimezone(zone).date(), today)
            blocks.append(Entry(day, what, cut(one.note, _NOTE)))
    blocks += objection_pages.ready(found.objections, found.facts, today, zone)
    if found.notes:
        blocks += [Heading(field("notes")), Paragraph(cut(found.notes, _NOTE))]
    return blocks


def _their_time(time: str) -> str:
    """Their time, or that nobody knows it: the form sets it."""
    return _("{time} there").format(time=time) if time else _("time zone not known")


def head(found: CardView, now: datetime) -> list[Block]:
    """The first lines of a card: who, where, whom to call; that nobody is to be called, first."""
    marks = badges(found.status, found.abc, found.tags)
    if found.debt:
        owed = f"{field('debt')} {cards.sums(found.debt, short=True)}"
        marks = (*marks[:2], (owed, "danger" if found.overdue else "strong"), *marks[2:])
    blocks: list[Block] = [Title(found.name, marks)]
    if found.status == "do_not_call":
        text = label("client_status", found.status).upper()
        blocks.append(Paragraph(f"■ {text} ■", "danger"))
    time = cards.their_time(found.zone, now)
    facts = [
        found.city or found.region,
        _their_time(time),
        answers_best(found.best_hour),
        label("client_kind", found.kind) if found.kind != "company" else "",
        found.industry,
        f"{field('inn')} {found.inn}" if found.inn else "",
        f"{field('owner')}: {found.owner}" if found.owner else "",
    ]
    line = " · ".join(cut(one, 60) for one in facts if one)
    if line:
        blocks.append(Paragraph(line, "muted"))
    person = found.first_contact
    reach = [
        "" if person is None else person.name,
        "" if person is None or not person.role else label("contact_role", person.role),
        cards.phone(found.first_phone),
        next(iter([*(person.emails if person else ()), *found.emails]), ""),
    ]
    line = " · ".join(cut(one, 60) for one in reach if one)
    if line:
        blocks.append(Paragraph(line, "strong"))
    return blocks


def timeline(rows: Sequence[TimelineRow], today: date, zone: ZoneInfo) -> list[Block]:
    """What happened, newest first, under a heading for each month."""
    blocks: list[Block] = []
    month: tuple[int, int] | None = None
    for row in rows:
        if (row.day.year, row.day.month) != month:
            month = (row.day.year, row.day.month)
            blocks.append(Heading(f"{row.day:%m.%Y}"))
        when = formats.day(row.day, today)
        if row.at is not None and abs((today - row.day).days) <= 1:
            when = f"{when} {formats.clock(row.at, zone)}"
        what, said = cards.timeline(row, today)
        title = " · ".join(filter(None, (cards.timeline_kind(row), what)))
        title, said = cut(title, 300), cut(said, _NOTE)
        blocks.append(Entry(when, title, said, _TONES.get(row.kind, "strong")))
    return blocks


_TONES = {"payment": "success", "invoice": "accent", "stage": "accent", "objection": "warning"}


def fields(found: CardView, today: date, currency: str) -> list[Block]:
    """Everything written about a client: notes, details, own fields, consents."""
    blocks: list[Block] = []
    if found.notes:
        blocks += [Heading(field("notes")), Paragraph(cut(found.notes, _PAGE))]
    limit = found.credit_limit_minor
    details = {
        "kind": label("client_kind", found.kind), "inn": found.inn, "kpp": found.kpp,
        "ogrn": found.ogrn, "bik": found.bik, "account": found.account,
        "bank": None if found.bank is None else requisites.bank(found.bank),
        "correspondent_account": None if found.bank is None else found.bank.account,
        "industry": found.industry, "size": found.size, "region": found.region,
        "city": found.city, "country": formats.country(found.country or ""),
        "address": found.address, "time_zone": found.zone, "website": found.website,
        "source": found.source, "owner": found.owner,
        "phones": ", ".join(map(cards.phone, found.phones)), "emails": ", ".join(found.emails),
        "credit_limit": None if limit is None else formats.money(limit, currency),
        "payment_terms": found.payment_terms_days, "touch_days": found.touch_days,
        "best_hour": None if found.best_hour is None else best_hour(found.best_hour),
        "verified_on": None if found.verified_on is None else formats.day(found.verified_on, today),
        "created": formats.day_plain(found.created_at.date()),
    }  # fmt: skip
    blocks.append(Heading(_("Details")))
    blocks += [
        Pair(field(name), cut(str(value), _NOTE)) for name, value in details.items() if value
    ]
    if found.custom:
        blocks.append(Heading(field("custom")))
        blocks += [
            Pair(cut(name), cut(text, _NOTE))
            for name, text in cards.own_values(found.own_fields, found.custom, currency, today)
        ]
    if found.consents:
        blocks.append(Heading(_("Consents")))
        for one in found.consents:
            day = formats.day(one.recorded_at.date(), today)
            blocks.append(
                Entry(
                    day,
                    cut(cards.consent(one), _NOTE),
                    one.contact,
                    "success" if one.given else "danger",
                )
            )
    return blocks


def needs(found: CardView, key: str) -> list[Block]:
    """What they need and can pay, of the client and of each open deal; what is still to be asked."""
    blocks: list[Block] = []
    own = {one.deal_id: one for one in found.needs}
    common = own.get(None, NeedsView())
    views = [common, *(
        own.get(deal.id, NeedsView(deal_id=deal.id, deal=deal.title)) for deal in found.deals
    )]  # fmt: skip
    for view in views:
        known = view if view.deal_id is None else together(common, view)
        title = view.deal if view.deal_id is not None else _("The client in general")
        missing = known.missing
        blocks.append(Heading(cut(title), "" if missing else _("all is known")))
        blocks += [
            Pair(label("needs", name), cut(text, _NOTE))
            for name, text in view.values().items()
            if text
        ]
        if missing:
            names = ", ".join(label("needs", name).lower() for name in missing)
            blocks.append(
                Paragraph(_("to ask: {fields}").format(fields=names), "warning", mark="?")
            )
    blocks.append(Paragraph(_("{key} fills it in.").format(key=key), "muted"))
    return blocks


def one_line(text: str, tone: str = "") -> Block:
    """A paragraph of its own."""
    return Paragraph(text, tone)
