"""The report and the plan in words: one document, written as plain text or as Markdown.

The screens draw the same document, so that what is read is what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from msgspec import Struct

from pipeline_tui.domain.calls import CallRow, HiddenRow
from pipeline_tui.domain.ranking import Reason
from pipeline_tui.domain.report import DealLine, MoveLine, MoveTally, Period, Report, Tally
from pipeline_tui.domain.review import Ahead
from pipeline_tui.i18n import _
from pipeline_tui.wording import reasons
from pipeline_tui.wording.formats import (
    clock,
    count,
    day_full,
    day_plain,
    duration,
    money,
    month_name,
    number,
    percent,
    sums,
)
from pipeline_tui.wording.labels import named
from pipeline_tui.wording.markdown import plain, row
from pipeline_tui.wording.plan import PlanLine, plan_heads, plan_line, plan_remarks
from pipeline_tui.wording.review import step_text, undone

TOMORROW_LINES = 5


class Line(Struct, frozen=True):
    """One line of a section: `lead` (a sum, a time), what it is about, and what is said of it."""

    text: str
    lead: str = ""
    note: str = ""


class Fact(Struct, frozen=True):
    """A named figure, and what it is made of."""

    name: str
    value: str = ""
    note: str = ""


class Part(Struct, frozen=True):
    """A section: its title, a figure beside it, named figures, and lines. Names that are `long`
    stand after their figures where these are to line up."""

    title: str
    figure: str = ""
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = ()
    numbered: bool = False
    long: bool = False
    about_money: bool = False
    """Whether it tells what was done, sold and paid, rather than how and what is left."""


class Document(Struct, frozen=True):
    """A report as it is written. `heads` are the columns of the plan."""

    title: str
    heads: tuple[str, ...]
    plan: tuple[PlanLine, ...]
    remarks: tuple[str, ...]
    parts: tuple[Part, ...]


def title(report: Report) -> str:
    """What a report is of."""
    if report.period is Period.DAY:
        return day_full(report.first)
    if report.period is Period.MONTH:
        return month_name(report.first)
    return _("Week {since} – {until}").format(
        since=day_plain(report.first), until=day_plain(report.last)
    )


# -- the document


def document(report: Report, now: datetime, zone: tzinfo) -> Document:
    """A report as it is written."""
    heading = _("Report: {what}").format(what=title(report))
    if report.owner:
        heading += f" · {report.owner}"
    parts = [_done(report), _won(report), _lost(report), _money(report), _objections(report),
             _moved(report)]  # fmt: skip
    found = [part for part in parts if part.facts or part.lines]
    if report.quiet:
        found = [Part(_("Done"), facts=(Fact(_("Nothing was noted")),), about_money=True)]
    if report.undone:
        facts = tuple(Fact(*one) for one in undone(report.undone))
        found.append(Part(_("Not done"), facts=facts, long=True))
    if report.ahead is not None and report.ahead.count:
        found.append(_tomorrow(report, now, zone))
    return Document(
        title=heading, heads=plan_heads(report.plan, report.period),
        plan=tuple(plan_line(pace, report.plan.fact) for pace in report.plan.paces),
        remarks=tuple(plan_remarks(report.plan)), parts=tuple(found),
    )  # fmt: skip


def _done(report: Report) -> Part:
    done, answered = report.touches, report.response
    new = [one.tally for one in report.moves if one.frm is None]
    facts = [
        Fact(_("Calls made"), _count(done.dials)),
        Fact(_("Conversations"), _count(done.connects), percent(done.connect_rate)),
        Fact(_("Calls taken"), _count(done.taken)),
        Fact(_("Calls missed"), _count(done.missed)),
        Fact(_("On the phone"), duration(done.talk_s) if done.talk_s else ""),
        Fact(
            _("Requests answered"), _count(answered.answered),
            _("usually within {span}").format(span=duration(answered.median_s or 0)),
        ),
        Fact(_("Meetings set"), _count(done.meetings_set)),
        Fact(_("Meetings held"), _count(done.meetings_held)),
        Fact(_("Letters"), _count(done.emails)),
        Fact(_("Messages"), _count(done.messages)),
        Fact(_("Offers sent"), _tally(report.offers)),
        Fact(_("New deals"), _tally(_together(new))),
    ]  # fmt: skip
    return Part(_("Done"), facts=tuple(one for one in facts if one.value), about_money=True)


def _won(report: Report) -> Part:
    lines = _and_more([_deal(one) for one in report.won_lines], report.won.count)
    return Part(_("Deals won"), _tally(report.won), lines=lines, about_money=True)


def _lost(report: Report) -> Part:
    facts: tuple[Fact, ...] = ()
    if report.period is not Period.DAY:
        facts = tuple(
            Fact(_reason(one.code, one.name), _tally(Tally(one.count, one.amounts)))
            for one in report.losses
        )
    lines = _and_more([_deal(one, lost=True) for one in report.lost_lines], report.lost.count)
    return Part(_("Deals lost"), _tally(report.lost), facts, lines, about_money=True)


def _money(report: Report) -> Part:
    promises = report.promises
    facts = (
        Fact(_("Received"), _tally(report.received)),
        Fact(_("Promises taken"), _tally(promises.taken)),
        Fact(
            _("Promises due"), _count(promises.due),
            _told(
                (_("kept {n}"), promises.kept), (_("broken {n}"), promises.broken),
                (_("due today and not paid yet {n}"), promises.running),
            ),
        ),
    )  # fmt: skip
    lines = [
        Line(
            one.client, money(one.amount_minor, one.currency),
            "" if report.period is Period.DAY else day_plain(one.paid_on),
        )
        for one in report.payments
    ]  # fmt: skip
    return Part(
        _("Money"), "", tuple(one for one in facts if one.value),
        _and_more(lines, report.received.count), about_money=True,
    )  # fmt: skip


def _objections(report: Report) -> Part:
    facts = tuple(
        Fact(
            named("objection", one.code, one.name), _count(one.met),
            _told(
                (_("answered {n}"), one.answered), (_("taken off {n}"), one.worked),
                (_("in part {n}"), one.partly),
            ),
        )
        for one in report.objections
    )  # fmt: skip
    met = sum(one.met for one in report.objections)
    return Part(_("Objections"), number(met), facts, long=True)


def _moved(report: Report) -> Part:
    """Every move of a day, those of a longer time by where from and where to."""
    told = [one for one in report.moves if one.frm is not None]
    if report.period is not Period.DAY:
        total = number(sum(one.count for one in told))
        facts = tuple(Fact(_way(one), _tally(one.tally)) for one in told)
        return Part(_("What moved"), total, facts, long=True)
    lines = tuple(Line(_whose(one.client, one.title), "", _way(one)) for one in report.move_lines)
    return Part(_("What moved"), lines=lines)


def _way(one: MoveTally | MoveLine) -> str:
    """`Needs → Offer sent`."""
    frm = named("stage", one.frm or "", one.frm_name)
    return f"{frm} → {named('stage', one.to, one.to_name)}"


def _tomorrow(report: Report, now: datetime, zone: tzinfo) -> Part:
    ahead = report.ahead
    assert ahead is not None
    at = reasons.Clock(now, zone)
    lines = [timed_line(one, at) for one in ahead.timed]
    lines += [Line(row.client, "", morning_reason(row, ahead, at)) for row in ahead.rows]
    return Part(
        _("Tomorrow") if (ahead.day - report.first).days == 1 else _("Next working day"),
        f"{day_full(ahead.day)} · {count(ahead.count, '{n} client', '{n} clients')}",
        lines=tuple(lines[:TOMORROW_LINES]), numbered=True,
    )  # fmt: skip


def timed_line(row: HiddenRow, at: reasons.Clock) -> Line:
    """A call agreed for an exact time."""
    when = clock(row.until, at.zone) if isinstance(row.until, datetime) else ""
    return Line(row.client, when, row.title)


def morning_reason(row: CallRow, ahead: Ahead, at: reasons.Clock) -> str:
    """Why a line will stand on the list of a day to come, said as of this evening."""
    if row.reason is not Reason.STEP or row.due_on is None or row.due_on <= at.today:
        return reasons.reason(row, at)
    what = step_text(row.task_kind, row.title)
    if (ahead.day - at.today).days == 1:
        return _("For tomorrow: {what}").format(what=what)
    return _("For {day}: {what}").format(day=day_plain(row.due_on), what=what)


def _deal(one: DealLine, *, lost: bool = False) -> Line:
    sum_ = "" if one.amount_minor is None else money(one.amount_minor, one.currency)
    note = ""
    if lost:
        note = _reason(one.reason, one.reason_name)
        note = f"{note}: {one.note}" if one.note else note
    return Line(_whose(one.client, one.title), sum_, note)


def _reason(code: str | None, name: str | None) -> str:
    return _("not said why") if code is None else named("loss_reason", code, name)


def _whose(client: str, what: str) -> str:
    return f"{client}: {what}" if client else what


def _count(n: int) -> str:
    """A figure, or nothing where there is nothing to tell."""
    return number(n) if n else ""


def _told(*counts: tuple[str, int]) -> str:
    """`kept 2, broken 1`, without the noughts."""
    return ", ".join(text.format(n=number(n)) for text, n in counts if n)


def _tally(one: Tally) -> str:
    """`3 · 120 000 ₽`."""
    if not one.count:
        return ""
    total = sums(dict(one.amounts)) if one.amounts else ""
    return f"{number(one.count)} · {total}" if total else number(one.count)


def _together(tallies: Iterable[Tally]) -> Tally:
    many, amounts = 0, dict[str, int]()
    for one in tallies:
        many += one.count
        for currency, minor in one.amounts.items():
            amounts[currency] = amounts.get(currency, 0) + minor
    return Tally(many, amounts)


def _and_more(lines: list[Line], total: int) -> tuple[Line, ...]:
    if total > len(lines) > 0:
        lines.append(Line(_("and {n} more").format(n=number(total - len(lines)))))
    return tuple(lines)


# -- as text


def as_text(doc: Document) -> str:
    """The document for a messenger or a letter: lines without marks."""
    lines = [doc.title, ""]
    due = doc.heads[2][:1].lower() + doc.heads[2][1:]
    lines += [
        _("{name}: {done} ({due} {share}); month {fact} of {target}, {reached}").format(
            name=one.name, done=one.done, due=due, share=one.share, fact=one.fact,
            target=one.target, reached=one.reached,
        )
        for one in doc.plan
    ]  # fmt: skip
    lines += doc.remarks
    if doc.plan:
        lines.append("")
    for part in doc.parts:
        lines.append(f"{part.title}: {part.figure}" if part.figure else part.title)
        lines += [f"  {_fact(one)}" for one in part.facts]
        for place, line in enumerate(part.lines, 1):
            mark = f"{place}." if part.numbered else "–"
            lines.append("  " + " ".join(filter(None, (mark, _said(line)))))
        lines.append("")
    return "\n".join(" ".join(line.split("\n")) for line in lines).rstrip() + "\n"


def as_markdown(doc: Document) -> str:
    """The document as Markdown; marks in the user's own words are escaped."""
    lines = [f"# {plain(doc.title)}", ""]
    if doc.plan:
        lines.append(row(doc.heads))
        lines.append("|---" + "|---:" * (len(doc.heads) - 1) + "|")
        for one in doc.plan:
            cells = (one.name, one.done, one.share, one.fact, one.target, one.reached, one.run_rate)
            lines.append(row(cells))
        lines.append("")
    if doc.remarks:
        lines += [*(f"- {plain(one)}" for one in doc.remarks), ""]
    for part in doc.parts:
        head = f"{part.title}: {part.figure}" if part.figure else part.title
        lines += [f"## {plain(head)}", ""]
        lines += [f"- {plain(_fact(one))}" for one in part.facts]
        for place, line in enumerate(part.lines, 1):
            mark = f"{place}." if part.numbered else "-"
            lines.append(f"{mark} {plain(_said(line))}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _fact(one: Fact) -> str:
    text = f"{one.name}: {one.value}" if one.value else one.name
    return f"{text} ({one.note})" if one.note else text


def _said(line: Line) -> str:
    text = f"{line.lead} — {line.text}" if line.lead else line.text
    return f"{text} — {line.note}" if line.note else text
