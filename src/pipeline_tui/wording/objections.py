"""Objections in words: an answer ready to be read aloud, and figures as one would say them."""

from __future__ import annotations

import re
from datetime import date, tzinfo

from pipeline_tui.domain.expected_objections import Expected
from pipeline_tui.domain.objections import (
    ENOUGH,
    CardFacts,
    Hit,
    KindRow,
    LogRow,
    ObjectionTypeRow,
    RankedAnswer,
    Tally,
)
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import count, day, money, percent, sums
from pipeline_tui.wording.labels import label, named

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def kind_name(kind: ObjectionTypeRow) -> str:
    """What a kind is called."""
    return named("objection", kind.code, kind.name)


def said(text: str, facts: CardFacts) -> str:
    """A text of the library with the fields of the card in it; what the card lacks leaves no gap."""
    if "{" not in text:
        return text
    from pipeline_tui.services import starter

    known = {
        "name": facts.name, "company": facts.company, "product": facts.product,
        "competitor": facts.competitor, "me": facts.me,
        "price": money(facts.price_minor, facts.currency) if facts.price_minor else "",
    }  # fmt: skip
    return starter.fill(text, known, "ru" if _CYRILLIC.search(text) else "en")


def technique(code: str) -> str:
    """The name of a technique for a heading, its explanation left out; empty for none."""
    text = label("technique", code).split(":")[0] if code else ""
    return text[:1].upper() + text[1:]


def trials(tally: Tally) -> str:
    """How many times an answer worked of those it was given: `worked 8 of 10`."""
    if not tally.settled:
        return _("not tried yet")
    return _("worked {worked} of {n}").format(worked=tally.worked, n=tally.settled)


def trust(one: RankedAnswer) -> str:
    """What its figures are worth, in a sentence."""
    if one.few:
        return _("Little data: {n} more will tell.").format(n=ENOUGH - one.tally.settled)
    return _("Luck aside, it works in at least {share} of talks.").format(share=percent(one.lower))


def earned(one: RankedAnswer) -> str:
    """How an answer fared: `worked 8 of 10 · at least 49 times in 100`, or that little is known."""
    tally = one.tally
    parts = [_("a trial"), trials(tally)] if one.trial else [trials(tally)]
    if not tally.settled:
        return " · ".join(parts)
    if one.few:
        parts.append(_("little data"))
    elif one.lower:
        parts.append(_("at least {share} for sure").format(share=percent(one.lower)))
    if one.at_stage:
        parts.append(_("at this stage"))
    return " · ".join(parts)


def met_before(one: Expected, today: date, zone: tzinfo) -> str:
    """An objection to be ready for: how they put it and how that went, or how usual it is here."""
    kind = named("objection", one.code, one.name)
    if one.met_at is None:
        if one.share is None:
            return kind
        return _("{objection} · {k} of {n} at this stage").format(
            objection=kind, k=one.share.k, n=one.share.n
        )
    when = day(one.met_at.astimezone(zone).date(), today)
    said = quoted(one.verbatim) if one.verbatim else ""
    return " · ".join(filter(None, (kind, said, label("objection_result", one.result), when)))


def fared(tally: Tally) -> str:
    """How often a kind was met and answered: `met 14 times · answered 43 %`."""
    if not tally.met:
        return _("not met yet")
    met = count(tally.met, "met {n} time", "met {n} times")
    if tally.share is None:
        return met
    return _("{met} · answered {share}").format(met=met, share=percent(tally.share))


def quoted(text: str) -> str:
    """Somebody's words between quotation marks."""
    return _("“{name}”").format(name=text)


def why(hit: Hit) -> str:
    """By what a kind was found: in quotation marks what clients say."""
    if hit.source in ("heard", "verbatim"):
        return quoted(hit.phrase)
    return _("in an answer") if hit.source == "answer" else ""


def hottest(row: KindRow) -> str:
    """The stage where a kind is met most; a dash where none is known."""
    stage = row.hottest
    return named("stage", stage.code, stage.name) if stage is not None else "—"


def stake(row: KindRow, *, short: bool = False) -> str:
    """Money of the open deals where it stands unanswered; a dash for none."""
    return sums(dict(row.stake), short=short)


def answer_count(n: int) -> str:
    """`84 answers`."""
    return count(n, "{n} answer", "{n} answers")


def result(row: LogRow) -> str:
    """How an event ended, and whether it was a pretext where that is known."""
    text = label("objection_result", row.result)
    if row.genuine is None:
        return text
    return f"{text}, {_('a true reason') if row.genuine else _('a pretext')}"
