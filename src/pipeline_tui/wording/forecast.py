"""The forecast in words: periods, the chance of a deal explained, and what the backtest found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline_tui.domain.deals import StageRow
from pipeline_tui.domain.forecast.ahead import DealAhead, Forecast
from pipeline_tui.domain.forecast.model import Chance, Effect, Trait
from pipeline_tui.domain.forecast.outlook import Period, Span
from pipeline_tui.domain.forecast.replay import Backtest, Coverage
from pipeline_tui.domain.forecast.scores import Bin, Score
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.i18n import N_, _
from pipeline_tui.wording.deals import stage_name
from pipeline_tui.wording.formats import count, days, decimal, month_name, number, percent

_BANDS = {
    "low": N_("Sum in the lower third"),
    "middle": N_("Sum in the middle third"),
    "high": N_("Sum in the upper third"),
}
_DUE = 0.8
"""The share of facts that lies between P10 and P90, were the ranges right."""
_TELLING = 0.05
"""Chances and odds nearer to one than this say nothing."""


def period_name(period: Period) -> str:
    """`March 2026`, `Q1 2026`, and three months that are no quarter of the calendar: `May 2026 – July 2026`."""
    first, last = date.fromordinal(period.first), date.fromordinal(period.last)
    if period.span is Span.MONTH:
        return month_name(first)
    if last.month % 3:
        return f"{month_name(first)} – {month_name(last)}"
    return _("Q{n} {year}").format(n=last.month // 3, year=last.year)


def span_name(span: Span) -> str:
    """A month or a quarter as a row of a table."""
    return _("Months") if span is Span.MONTH else _("Quarters")


def brier(score: float) -> str:
    """A Brier score: `0.2243`."""
    return decimal(score, 4)


def skill(score: Score) -> str:
    """By how much the error is less than the baseline's: `41 %`, `−2 %`."""
    return percent(score.skill)


def bin_name(one: Bin) -> str:
    """`60–70 %`."""
    return f"{one.low * 100:.0f}–{percent(one.high)}"


def within(one: Coverage) -> str:
    """`7 of 9, 78 %`."""
    return _("{k} of {n}, {share}").format(
        k=one.within, n=one.count, share=percent(one.within / one.count)
    )


# The chance of a deal


def explained(ahead: DealAhead, backtest: Backtest, stages: Mapping[int, StageRow]) -> list[str]:
    """Why a deal has its chance, a sentence each, from the first figure to the last."""
    found, trust = ahead.learnt, backtest.trust
    stage = stages[ahead.deal.stage_id]
    lines = [
        _("The stage “{stage}” was given {chance}.").format(
            stage=stage_name(stage), chance=percent(stage.probability / 100)
        ),
        _history(found),
        *(_effect(one) for one in found.effects if abs(one.odds - 1) > _TELLING),
        _which(stage, backtest),
    ]
    if trust.ends and found.ends < 1 - _TELLING:
        lines.append(
            _("Some deals only stand: of those of this age {share} end at all.").format(
                share=percent(found.ends)
            )
        )
    if trust.ends and abs(trust.scale - 1) > _TELLING:
        lines.append(
            _("Such chances came true less often than was said: the odds × {odds}.").format(
                odds=decimal(trust.scale, 2)
            )
            if trust.scale < 1
            else _("Such chances came true more often than was said: the odds × {odds}.").format(
                odds=decimal(trust.scale, 2)
            )
        )
    lines.append(
        _("In all {chance}: by the end of the month {month}, of the quarter {quarter}.").format(
            chance=percent(ahead.chance), month=percent(ahead.by_month),
            quarter=percent(ahead.by_quarter),
        )
    )  # fmt: skip
    if ahead.deal.estimated:
        lines.append(
            _("Its sum is not known: the price of its product or a mean won deal stands in.")
        )
    return lines


def chance_line(ahead: DealAhead, backtest: Backtest) -> str:
    """The chance of a deal with what it goes by, in one line: `62 % · own history: 18 of 27 won that
    stood here as long`."""
    found, stage_id = ahead.learnt, ahead.deal.stage_id
    if backtest.trust.own(stage_id):
        why = _("own history: {won} of {n} won that stood here as long").format(
            won=number(found.won), n=number(found.decided)
        ) if found.decided else _("own history: what is usual for the stage")  # fmt: skip
    elif backtest.ended is None or backtest.ended.count < LITTLE_DATA:
        why = _("the stage’s: too few deals to try own history")
    else:
        why = _("the stage’s: own history did no better")
    return f"{percent(ahead.chance)} · {why}"


def _history(found: Chance) -> str:
    if not found.decided:
        return _("No deal that stood here as long has ended yet.")
    return _(
        "Of {n} that stood here as long ({days}), {won} were won and {lost} lost; with what is usual"
        " for the stage, {share} of those that end."
    ).format(
        n=number(found.at_risk), days=days(found.age), won=number(found.won),
        lost=number(found.lost), share=percent(found.base),
    )  # fmt: skip


def _effect(one: Effect) -> str:
    if one.trait is Trait.AMOUNT:
        name = _(_BANDS[one.value])
    elif one.trait is Trait.SOURCE:
        name = _("Source “{name}”").format(name=one.value)
    else:
        name = _("Product “{name}”").format(name=one.value)
    return _("{name}: {won} of {n} won where {expected} were due: the odds × {odds}.").format(
        name=name, won=number(one.won), n=number(one.decided), expected=decimal(one.expected, 0),
        odds=decimal(one.odds, 2),
    )  # fmt: skip


def _which(stage: StageRow, backtest: Backtest) -> str:
    """Which of the two chances is used, and why."""
    here = next((one.score for one in backtest.stages if one.stage_id == stage.id), None)
    told = backtest.trust.told(stage.id)
    tried = here if told else backtest.ended
    if tried is None or tried.count < LITTLE_DATA:
        return _("The stage’s chance is used: too few deals to try own history on ({n} of {least}).").format(
            n=0 if tried is None else tried.count, least=LITTLE_DATA
        )  # fmt: skip
    facts = {
        "ours": brier(tried.ours), "baseline": brier(tried.baseline), "n": number(tried.count),
    }  # fmt: skip
    if backtest.trust.own(stage.id):
        text = _("Own history is used: it did better, with a Brier score of {ours} against {baseline} over {n}.").format(**facts)  # fmt: skip
    else:
        text = _("The stage’s chance is used: own history did no better, with a Brier score of {ours} against {baseline} over {n}.").format(**facts)  # fmt: skip
    if told:
        return text
    few = _("That is over all stages: of this one too few deals have ended since ({n} of {least}).").format(
        n=0 if here is None else here.count, least=LITTLE_DATA
    )  # fmt: skip
    return f"{text} {few}"


# What the backtest found


def verdict(stage_id: int, backtest: Backtest) -> str:
    """Which chance a stage uses, in a few words: `own history`, `own history (by all stages)`."""
    used = _("own history") if backtest.trust.own(stage_id) else _("stage’s chance")
    if any(one.stage_id == stage_id for one in backtest.by_all):
        return _("{used} (by all stages)").format(used=used)
    return used


def remarks(backtest: Backtest, closed: int | None = None) -> list[str]:
    """What is used and why, in sentences for people."""
    if closed is not None and closed < LITTLE_DATA:
        return [
            _("Too little data: {n} of {least} closed deals. The stages’ chances are used, and the range is a guess.").format(n=closed, least=LITTLE_DATA)
        ]  # fmt: skip
    if backtest.ended is None:
        return [_("No month to try it on yet: {least} deals must be closed at its beginning.").format(least=LITTLE_DATA)]  # fmt: skip
    lines = []
    given = [one for one in backtest.stages if not backtest.trust.own(one.stage_id)]
    if backtest.ended.count < LITTLE_DATA:
        lines.append(_("Too few deals to try own history on: the stages’ chances are used."))
    elif given:
        lines.append(
            count(
                len(given),
                "Own history did no better than the given chance in {n} stage: the given one is used there.",
                "Own history did no better than the given chance in {n} stages: the given one is used there.",
            )
        )
    else:
        lines.append(
            _("Own history did better than the chances that the stages were given: it is used.")
        )
    lines += _few_remarks(backtest)
    if backtest.trust.ends:
        lines.append(
            _(
                "When deals are won, and that some never end, is taken from own history: it did better."
            )
        )
    elif backtest.quarter is not None and backtest.quarter.count >= LITTLE_DATA:
        lines.append(
            _("Own history did no better at what is won within a quarter: go by the weighted sum.")
        )
    for one in backtest.coverage:
        lines += _money_remarks(one)
    if backtest.every > 1:
        lines.append(
            _("There are many deals: one of {n} is replayed, and its sums are of these.").format(
                n=backtest.every
            )
        )
    return lines


def _few_remarks(backtest: Backtest) -> Iterable[str]:
    """Where all stages together decide, and where that goes against the few deals of a stage."""
    few = backtest.by_all
    if few:
        yield count(
            len(few),
            "In {n} stage too few deals have ended since to tell: all stages together decide for it.",
            "In {n} stages too few deals have ended since to tell: all stages together decide for them.",
        )
    lost = sum(backtest.trust.own(one.stage_id) and not one.score.better for one in few)
    if lost:
        yield count(
            lost,
            "In {n} of these own history is used although it did worse over its few deals.",
            "In {n} of these own history is used although it did worse over their few deals.",
        )


def _money_remarks(one: Coverage) -> Iterable[str]:
    """Where money was forecast no better than by the weighted sum, or the range held too rarely."""
    name = f"{span_name(one.span)}, {one.currency}"
    if one.off_minor > one.plain_off_minor:
        yield _("{periods}: the weighted sum came nearer than P50: go by it.").format(periods=name)
    if one.within < _DUE * one.count - 1:
        yield _("{periods}: the range held only {within}: take it wider.").format(
            periods=name, within=within(one)
        )


def reading(forecast: Forecast) -> str:
    """How the range is to be read."""
    return _(
        "P10: one time in ten it comes to less; P50: half the time; P90: nine times in ten."
        " With deals not opened yet. Learnt from {deals}."
    ).format(deals=count(forecast.closed, "{n} closed deal", "{n} closed deals"))
