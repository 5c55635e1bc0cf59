"""What objections do to deals as sheets of text: the same for the screen and for the shell.

`?` stands behind a share or a time with too few cases to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline_tui.domain.figures import Part, Scope
from pipeline_tui.domain.funnel import LITTLE_DATA
from pipeline_tui.domain.objection_figures import (
    OFF,
    STOOD,
    Effect,
    Insight,
    Kill,
    Kind,
    SplitBy,
    SplitRow,
    Trend,
)
from pipeline_tui.domain.objections import ENOUGH, Tally
from pipeline_tui.domain.shares import Share
from pipeline_tui.i18n import NP_, _, pgettext
from pipeline_tui.wording.deals import short_days
from pipeline_tui.wording.figures import Heading, Line, Number, Sheet
from pipeline_tui.wording.formats import month_short, number, percent, sums
from pipeline_tui.wording.labels import label, named

if TYPE_CHECKING:
    from pipeline_tui.services.objection_figures import ObjectionFigures

_COMMONEST = 3
_NAMES = {
    Insight.KILLS: NP_("objections", "Lost deals"),
    Insight.EFFECT: NP_("objections", "Effect"),
    Insight.TREND: NP_("objections", "By month"),
    Insight.SPLIT: NP_("objections", "By what"),
}


def insight_name(what: Insight) -> str:
    """A figure as a heading."""
    return pgettext("objections", _NAMES[what])


def split_name(by: SplitBy) -> str:
    """What objections are split by, as the heading of a column."""
    return label("field", "industry" if by is SplitBy.SEGMENT else by.value)


def read(figures: ObjectionFigures, what: Insight, by: SplitBy, scope: Scope) -> Sheet:
    """A figure of a scope as a sheet; `by` says by what objections are split."""
    match what:
        case Insight.KILLS:
            return kills(figures.kills(scope))
        case Insight.EFFECT:
            return effects(figures.effects(scope))
        case Insight.TREND:
            return trend(figures.trend(scope))
        case Insight.SPLIT:
            return split(figures.split(by, scope), by)


def told(line: Line, sheet: Sheet) -> str:
    """A row in full, for a narrow screen: each number under the name of its column."""
    pairs = zip(sheet.headings[1:], line.cells[1:], strict=True)
    return f"{line.name}: " + " · ".join(f"{head.title} {text}" for head, text in pairs)


def kills(rows: Sequence[Kill]) -> Sheet:
    """A line for each kind and stage: the deals lost there with it unanswered, and their money."""
    most = max((row.deals for row in rows), default=0)
    return Sheet(
        (
            Heading(_("Objection"), None, False), Heading(_("Stage"), 16, False),
            Heading(_("Deals"), 7), Heading(_("Sum"), 16),
        ),
        tuple(
            Line(
                row.key,
                (
                    _name(row.kind), named("stage", row.stage, row.stage_name) if row.stage else "—",
                    number(row.deals), sums(dict(row.amounts), short=True),
                ),
                (Number(Part.ALL, _("Lost"), row.deals),),
                row.deals / most,
            )
            for row in rows
        ),
        (
            _("Deals lost in which it was met and never taken off; the stage is where it was met last."),
            _("A deal that met several is counted under each."),
        ),
    )  # fmt: skip


def effects(rows: Sequence[Effect]) -> Sheet:
    """A line for each kind: how often deals that met it are won, beside those that did not."""
    return Sheet(
        (
            Heading(_("Objection"), None, False), Heading(_("Closed"), 7),
            Heading(pgettext("figures", "Won"), 8), Heading(_("without it"), 13),
            Heading(_("taken off"), 11), Heading(_("not taken off"), 14),
            Heading(_("Days to win"), 11), Heading(_("without it"), 10),
        ),
        tuple(
            Line(
                row.kind.code,
                (
                    _name(row.kind), number(row.met.n), percent(row.met.rate),
                    _beside(row.beside, row.beside_deals), _of(row.off), _of(row.stood),
                    _days(row.days, row.won), _days(row.beside_days, row.beside_won),
                ),
                (
                    Number(Part.ALL, _("Closed"), row.met.n), Number(OFF, _("taken off"), row.off.n),
                    Number(STOOD, _("not taken off"), row.stood.n),
                ),
                tone="muted" if row.little_data else {1: "success", -1: "danger"}.get(row.apart, ""),
            )
            for row in rows
        ),
        (
            _("Without it: deals that never met it and had come to the same stages."),
            _("Days from the stage where it was met to the win, half of the deals in less."),
            _("Coloured where chance alone does not explain it; ? is fewer than {n} deals.").format(
                n=LITTLE_DATA
            ),
            _("Beside each other is not because of each other: hard deals meet more objections."),
        ),
    )  # fmt: skip


def _of(value: Share) -> str:
    """`50 % of 8?`"""
    if not value.n:
        return "—"
    share = _("{share} of {n}").format(share=percent(value.rate), n=number(value.n))
    return share + "?" * (value.n < LITTLE_DATA)


def _beside(rate: float | None, deals: int) -> str:
    if rate is None:
        return "—"
    share = _("{share} of {n}").format(share=percent(rate), n=number(deals))
    return share + "?" * (deals < LITTLE_DATA)


def _days(value: float | None, deals: int) -> str:
    if value is None:
        return "—"
    return short_days(round(value)) + "?" * (deals < LITTLE_DATA)


def trend(found: Trend) -> Sheet:
    """A line for each kind: how often it was met month by month, and the share taken off."""
    most = max((row.whole.met for row in found.rows), default=0)
    return Sheet(
        (
            Heading(_("Objection"), None, False),
            *(Heading(month_short(month), 8) for month in found.months),
            Heading(_("Met"), 7), Heading(_("taken off"), 10),
        ),
        tuple(
            Line(
                row.kind.code,
                (
                    _name(row.kind), *(number(one.met) if one.met else "—" for one in row.tallies),
                    number(row.whole.met), _off(row.whole),
                ),
                (),
                row.whole.met / most,
            )
            for row in found.rows
        ),
        (_("? is fewer than {n} answers settled.").format(n=ENOUGH),),
    )  # fmt: skip


def split(rows: Sequence[SplitRow], by: SplitBy) -> Sheet:
    """A line for each value: how many objections, how many taken off, and which."""
    most = max((row.tally.met for row in rows), default=0)
    return Sheet(
        (
            Heading(split_name(by), None, False), Heading(_("Met"), 7),
            Heading(_("taken off"), 10), Heading(_("Most often"), 40, False),
        ),
        tuple(
            Line(
                row.key,
                (
                    row.key or _("not set"), number(row.tally.met), _off(row.tally),
                    ", ".join(
                        f"{_name(kind)} {number(tally.met)}" for kind, tally in row.kinds[:_COMMONEST]
                    ),
                ),
                (),
                row.tally.met / most,
            )
            for row in rows
        ),
        (_("? is fewer than {n} answers settled.").format(n=ENOUGH),),
    )  # fmt: skip


def _off(tally: Tally) -> str:
    return percent(tally.share) + "?" * (0 < tally.settled < ENOUGH)


def _name(kind: Kind) -> str:
    return named("objection", kind.code, kind.name)
