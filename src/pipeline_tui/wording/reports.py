"""The report and the plan in words: one document, written as plain text or as Markdown.

The screens draw the same document, so that what is read is what is sent.
"""

from __future__ import annotations

import re
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
    number,
    percent,
    sums,
)
from pipeline_tui.wording.labels import named
from pipeline_tui.wording.plan import PlanLine, month_name, plan_heads, plan_line, plan_remarks
from pipeline_tui.wording.review import step_text, undone

TOMORROW_LINES = 5


class Line(Struct, frozen=True):
    """One line of a section: `lead` (a sum, a time), what it is about, and what is said of it."""

    text: str
    lead: str = ""
    note: str = ""


class Part(Struct, frozen=True):
    """A section: its title, a figure beside it, named figures, and lines."""

    title: str
    figure: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    numbered: bool = False


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
        found = [Part(_("Done"), facts=((_("Nothing was noted"), ""),))]
    if report.undone:
        found.append(Part(_("Not done"), facts=tuple(undone(report.undone))))
    if report.ahead is not None and report.ahead.count:
        found.append(_tomorrow(report, now, zone))
    return Document(
        title=heading, heads=plan_heads(report.plan, report.period),
        plan=tuple(plan_line(pace, report.plan.fact) for pace in report.plan.paces),
        remarks=tuple(plan_remarks(report.plan)), parts=tuple(found),
    )  # fmt: skip


def _done(report: Report) -> Part:
    done = report.touches
    facts: list[tuple[str, str]] = []
    if done.dials:
        facts.append((_("Calls made"), number(done.dials)))
        facts.append(
            (_("Conversations"), f"{number(done.connects)} ({percent(done.connect_rate)})")
        )
    taken = _("{taken}, missed {missed}").format(
        taken=number(done.taken), missed=number(done.missed)
    )
    if done.taken or done.missed:
        facts.append((_("Calls taken"), taken if done.missed else number(done.taken)))
    if done.talk_s:
        facts.append((_("On the phone"), duration(done.talk_s)))
    answered = report.response
    if answered.answered:
        median = duration(answered.median_s or 0)
        facts.append((
            _("Requests answered"),
            _("{n}, half of them within {span}").format(n=number(answered.answered), span=median),
        ))  # fmt: skip
    for name, figure in (
        (_("Meetings set"), done.meetings_set), (_("Meetings held"), done.meetings_held),
        (_("Letters"), done.emails), (_("Messages"), done.messages),
    ):  # fmt: skip
        if figure:
            facts.append((name, number(figure)))
    if report.offers.count:
        facts.append((_("Offers sent"), _tally(report.offers)))
    new = [one for one in report.moves if one.frm is None]
    if new:
        facts.append((_("New deals"), _tally(_together(one.tally for one in new))))
    return Part(_("Done"), facts=tuple(facts))


def _won(report: Report) -> Part:
    lines = [_deal(one) for one in report.won_lines]
    return Part(_("Deals won"), _tally(report.won), lines=_and_more(lines, report.won.count))


def _lost(report: Report) -> Part:
    facts: tuple[tuple[str, str], ...] = ()
    if report.period is not Period.DAY:
        facts = tuple(
            (_reason(one.code, one.name), _tally(Tally(one.count, one.amounts)))
            for one in report.losses
        )
    lines = [_deal(one, lost=True) for one in report.lost_lines]
    return Part(_("Deals lost"), _tally(report.lost), facts, _and_more(lines, report.lost.count))


def _money(report: Report) -> Part:
    facts = []
    promises = report.promises
    if report.received.count:
        facts.append((_("Received"), _tally(report.received)))
    if promises.taken.count:
        facts.append((_("Promises taken"), _tally(promises.taken)))
    if promises.due:
        said = [
            text.format(n=number(n))
            for text, n in (
                (_("kept {n}"), promises.kept), (_("broken {n}"), promises.broken),
                (_("due today and not paid yet {n}"), promises.running),
            )
            if n
        ]  # fmt: skip
        facts.append((_("Promises due"), f"{number(promises.due)}: {', '.join(said)}"))
    lines = [
        Line(one.client, money(one.amount_minor, one.currency), when)
        for one in report.payments
        if (when := "" if report.period is Period.DAY else day_plain(one.paid_on)) is not None
    ]
    return Part(_("Money"), "", tuple(facts), _and_more(lines, report.received.count))


def _objections(report: Report) -> Part:
    facts = []
    for one in report.objections:
        said = [
            text.format(n=number(n))
            for text, n in (
                (_("answered {n}"), one.answered), (_("taken off {n}"), one.worked),
                (_("in part {n}"), one.partly),
            )
            if n
        ]  # fmt: skip
        value = f"{number(one.met)}: {', '.join(said)}" if said else number(one.met)
        facts.append((named("objection", one.code, one.name), value))
    met = sum(one.met for one in report.objections)
    return Part(_("Objections"), number(met), tuple(facts))


def _moved(report: Report) -> Part:
    """Every move of a day, those of a longer time by where from and where to."""
    told = [one for one in report.moves if one.frm is not None]
    total = number(sum(one.count for one in told))
    if report.period is not Period.DAY:
        return Part(_("What moved"), total, tuple((_way(one), _tally(one.tally)) for one in told))
    lines = tuple(Line(_whose(one.client, one.title), "", _way(one)) for one in report.move_lines)
    return Part(_("What moved"), total, lines=lines)


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

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")


def as_text(doc: Document) -> str:
    """The document for a messenger or a letter: lines without marks."""
    lines = [doc.title, ""]
    lines += [
        _("{name}: {done} (share {share}); month {fact} of {target}, {reached}").format(
            name=one.name, done=one.done, share=one.share, fact=one.fact, target=one.target,
            reached=one.reached,
        )
        for one in doc.plan
    ]  # fmt: skip
    lines += doc.remarks
    if doc.plan:
        lines.append("")
    for part in doc.parts:
        lines.append(f"{part.title}: {part.figure}" if part.figure else part.title)
        lines += [f"  {name}: {value}" if value else f"  {name}" for name, value in part.facts]
        for place, line in enumerate(part.lines, 1):
            mark = f"{place}." if part.numbered else "–"
            lines.append("  " + " ".join(filter(None, (mark, _said(line)))))
        lines.append("")
    return "\n".join(" ".join(line.split("\n")) for line in lines).rstrip() + "\n"


def as_markdown(doc: Document) -> str:
    """The document as Markdown; marks in the user's own words are escaped."""
    lines = [f"# {_plain(doc.title)}", ""]
    if doc.plan:
        lines.append("| " + " | ".join(map(_plain, doc.heads)) + " |")
        lines.append("|---" + "|---:" * (len(doc.heads) - 1) + "|")
        for one in doc.plan:
            cells = (one.name, one.done, one.share, one.fact, one.target, one.reached, one.run_rate)
            lines.append("| " + " | ".join(map(_plain, cells)) + " |")
        lines.append("")
    if doc.remarks:
        lines += [*(f"- {_plain(one)}" for one in doc.remarks), ""]
    for part in doc.parts:
        head = f"{part.title}: {part.figure}" if part.figure else part.title
        lines += [f"## {_plain(head)}", ""]
        lines += [
            f"- {_plain(name)}: **{_plain(value)}**" if value else f"- {_plain(name)}"
            for name, value in part.facts
        ]
        for place, line in enumerate(part.lines, 1):
            mark = f"{place}." if part.numbered else "-"
            lines.append(f"{mark} {_plain(_said(line))}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _said(line: Line) -> str:
    text = f"{line.lead} — {line.text}" if line.lead else line.text
    return f"{text} — {line.note}" if line.note else text


def _plain(text: str) -> str:
    """One line in which nothing is a mark of Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split("\n")))
