"""The figures of the funnel as sheets of text: the same for the screen and for the shell.

`?` stands behind a share or a time with too few deals to go by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline_tui.domain.cohorts import Cohorts
from pipeline_tui.domain.figures import Figure, OwnField, Part, Scope, Split
from pipeline_tui.domain.funnel import LITTLE_DATA, LossRow, Result, ValueBy
from pipeline_tui.domain.stage_moves import Changes, Moved
from pipeline_tui.domain.stays import StayRow
from pipeline_tui.domain.win_rates import RateRow, WinRates
from pipeline_tui.i18n import NP_, _, pgettext
from pipeline_tui.wording.bars import bar, whisker
from pipeline_tui.wording.contact_rates import range_of
from pipeline_tui.wording.deals import short_days, stage_name
from pipeline_tui.wording.formats import (
    country,
    day_plain,
    days,
    money_short,
    number,
    percent,
    sums,
)
from pipeline_tui.wording.labels import label, named

if TYPE_CHECKING:
    from pipeline_tui.services.analytics import Analytics


class Heading(Struct, frozen=True):
    """A column: its title, and how many cells its texts need; none for what is left."""

    title: str
    width: int | None = None
    right: bool = True


class Number(Struct, frozen=True):
    """A number that has deals behind it: its part of the row, its name, how many deals."""

    part: str
    name: str
    count: int


class Line(Struct, frozen=True):
    """A row: the key that its deals are asked for by, its texts, its numbers, and the length of its
    bar, 0 to 1; with `likely` bounds the bar is a point between them."""

    key: str
    cells: tuple[str, ...]
    numbers: tuple[Number, ...]
    bar: float = 0.0
    tone: str = ""
    likely: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.cells[0]

    def drawn(self, width: int, steps: str, line: str, point: str) -> str:
        """The bar in so many cells, of these signs."""
        if self.likely is None:
            return bar(self.bar, width, steps)
        return whisker(*self.likely, self.bar, width, line, point)


class Sheet(Struct, frozen=True):
    """A figure: its columns and rows, and what is to be known to read them."""

    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


_NAMES = {
    Figure.COHORTS: NP_("figures", "Conversion"),
    Figure.TIME: NP_("figures", "Time in stage"),
    Figure.VELOCITY: NP_("figures", "Velocity"),
    Figure.RATES: NP_("figures", "Win rate"),
    Figure.LOSSES: NP_("figures", "Losses"),
    Figure.CHANGES: NP_("figures", "Changes"),
}
_MOVED = {
    Moved.ENTERED: NP_("figures", "Entered"),
    Moved.MOVED_ON: NP_("figures", "Moved on"),
    Moved.MOVED_BACK: NP_("figures", "Moved back"),
    Moved.REOPENED: NP_("figures", "Opened again"),
    Moved.WON: NP_("figures", "Won"),
    Moved.LOST: NP_("figures", "Lost"),
    Moved.SLIPPED: NP_("figures", "Close put off or passed"),
}
_GOOD = {Moved.ENTERED: "", Moved.MOVED_ON: "success", Moved.WON: "success", Moved.REOPENED: ""}


def figure_name(figure: Figure) -> str:
    """A figure as a heading."""
    return pgettext("figures", _NAMES[figure])


def by_name(by: Split) -> str:
    """What deals have in common, as the heading of a column."""
    if isinstance(by, OwnField):
        return by.name
    return label("field", "abc" if by is ValueBy.CLASS else by.value)


def key_name(by: Split, key: str, name: str | None = None) -> str:
    """One of the values of what deals have in common."""
    if not key:
        return _("none met") if by is ValueBy.OBJECTION else _("not set")
    if by is ValueBy.OBJECTION:
        return named("objection", key, name)
    return country(key) if by is ValueBy.COUNTRY else key


def span(scope: Scope) -> str:
    """The days that a figure is of."""
    return _("{since} – {until}").format(since=day_plain(scope.since), until=day_plain(scope.until))


def read(analytics: Analytics, figure: Figure, by: Split, scope: Scope) -> Sheet:
    """A figure of a scope as a sheet; `by` says by what the win rate is split."""
    match figure:
        case Figure.COHORTS:
            return cohorts(analytics.cohorts(scope))
        case Figure.TIME:
            return time_in_stage(analytics.time_in_stage(scope))
        case Figure.VELOCITY:
            return velocity(analytics.velocity(scope))
        case Figure.RATES:
            return win_rates(analytics.win_rates(by, scope), by)
        case Figure.LOSSES:
            return losses(analytics.losses(scope))
        case Figure.CHANGES:
            return changes(analytics.changes(scope))


def cohorts(found: Cohorts) -> Sheet:
    """A line for each month of entry: which share came how far."""
    best = max((row.won_share or 0 for row in found.rows), default=0)
    lines = []
    for row in found.rows:
        reached = [percent(row.share(at)) for at in range(1, len(found.stages))]
        young = "" if row.mature else " ~"
        lines.append(
            Line(
                row.month,
                (row.month + young, number(row.entered), *reached, percent(row.won_share), number(row.open)),
                (
                    Number(Part.ALL, _("Entered"), row.entered),
                    *(
                        Number(stage.code, stage_name(stage), count)
                        for stage, count in zip(found.stages[1:], row.reached[1:], strict=True)
                    ),
                    Number(Part.WON, pgettext("figures", "Won"), row.won), Number(Part.LOST, pgettext("figures", "Lost"), row.lost),
                    Number(Part.OPEN, _("In work"), row.open),
                ),
                _part(row.won_share or 0, best),
                "" if row.mature else "muted",
            )
        )  # fmt: skip
    headings = (
        Heading(_("Entered in"), None, False), Heading(_("Deals"), 7),
        *(Heading(stage_name(stage), 7) for stage in found.stages[1:]),
        Heading(pgettext("figures", "Won"), 8), Heading(_("In work"), 8),
    )  # fmt: skip
    return Sheet(headings, tuple(lines), tuple(_about_cohorts(found)))


def _about_cohorts(found: Cohorts) -> Iterable[str]:
    if (whole := found.mature) is not None:
        yield _("Of {n} deals of mature months {share} were won.").format(
            n=number(whole.entered), share=percent(whole.won_share)
        )
    if any(not row.mature for row in found.rows):
        yield _("~ is not mature yet: more than one deal in ten is open.")
    if found.decided_in is not None:
        yield _("Nine deals in ten are decided in {days}.").format(days=days(found.decided_in))
    if found.undated:
        yield _("Left out, no first day known: {n}.").format(n=number(found.undated))


def time_in_stage(rows: Sequence[StayRow]) -> Sheet:
    """A line for each open stage: how long deals are in it."""
    longest = max((row.median or row.longest for row in rows if row.count), default=0)
    headings = (
        Heading(_("Stage"), None, False), Heading(_("Gone"), 7), Heading(_("There now"), 9),
        Heading(_("Half gone in"), 12), Heading(_("9 of 10 in"), 10),
    )  # fmt: skip
    lines = tuple(
        Line(
            row.stage.code,
            (
                stage_name(row.stage), number(row.ended), number(row.open),
                _time(row, row.median), _time(row, row.p90),
            ),
            (
                Number(Part.ALL, _("All"), row.count), Number(Part.ENDED, _("Gone"), row.ended),
                Number(Part.OPEN, _("There now"), row.open),
            ),
            _part(row.median or row.longest, longest) if row.count else 0.0,
            "muted" if row.little_data else "",
        )
        for row in rows
    )  # fmt: skip
    return Sheet(
        headings, lines,
        (
            _("Deals that are there now count for as long as they have been there."),
            _("? is fewer than {n} deals gone.").format(n=LITTLE_DATA),
        ),
    )  # fmt: skip


def _time(row: StayRow, value: int | None) -> str:
    if not row.count:
        return "—"
    text = "> " + short_days(row.longest) if value is None else short_days(value)
    return text + "?" * row.little_data


def velocity(rows: Sequence[Result]) -> Sheet:
    """A line for each currency: the speed of money, and what it is made of."""
    shown = [row for row in rows if row.won or row.lost or row.open_deals]
    headings = (
        Heading(_("Currency"), None, False), Heading(_("In work"), 8), Heading(_("Share won"), 9),
        Heading(_("Mean deal"), 12), Heading(_("Cycle"), 11), Heading(_("A day"), 13),
    )  # fmt: skip
    lines = tuple(
        Line(
            row.currency,
            (
                row.currency, number(row.open_deals), percent(row.win_rate),
                _money(row.mean_won_minor, row.currency),
                "—" if row.cycle_days is None else short_days(round(row.cycle_days)),
                _money(row.velocity, row.currency),
            ),
            (
                Number(Part.OPEN, _("In work"), row.open_deals),
                Number(Part.WON, pgettext("figures", "Won"), row.won), Number(Part.LOST, pgettext("figures", "Lost"), row.lost),
            ),
            tone="muted" if row.won + row.lost < LITTLE_DATA else "",
        )
        for row in shown
    )  # fmt: skip
    return Sheet(
        headings, lines,
        (_("Deals in work × win rate × mean deal / cycle."), _few()),
    )  # fmt: skip


def _money(minor: float | None, currency: str) -> str:
    return "—" if minor is None else money_short(round(minor), currency)


def win_rates(found: WinRates, by: Split) -> Sheet:
    """A line for each value: won of closed, and between what the true share lies."""
    headings = (
        Heading(by_name(by), None, False), Heading(_("Closed"), 7), Heading(pgettext("figures", "Won"), 8),
        Heading(_("Share won"), 9), Heading(_("Likely"), 8), Heading(_("Won money"), 11),
    )  # fmt: skip
    lines = tuple(
        Line(
            row.key,
            (
                key_name(by, row.key, row.name), number(row.closed), number(row.won),
                percent(row.share.rate) + "?" * row.little_data, range_of(row.share),
                sums(dict(row.won_amounts), short=True),
            ),
            (
                Number(Part.ALL, _("Closed"), row.closed), Number(Part.WON, pgettext("figures", "Won"), row.won),
                Number(Part.LOST, pgettext("figures", "Lost"), row.lost),
            ),
            row.share.rate or 0.0,
            _tone(row, found),
            row.share.interval,
        )
        for row in found.rows
    )  # fmt: skip
    notes = [
        _("In all {k} of {n} won, {share}.").format(
            k=number(found.whole.k), n=number(found.whole.n), share=percent(found.whole.rate)
        ),
        _few(),
        _("Likely: 95% Wilson interval."),
    ]
    for which, tone in ((_("Better than all: {names}."), 1), (_("Worse: {names}."), -1)):
        apart = [key_name(by, r.key, r.name) for r in found.rows if r.apart(found.whole) == tone]
        if apart:
            notes.insert(1, which.format(names=", ".join(apart[:5]) + ", …" * (len(apart) > 5)))
    if found.several:
        notes.append(_("A deal with several of them is counted under each."))
    return Sheet(headings, lines, tuple(notes))


def _tone(row: RateRow, found: WinRates) -> str:
    if row.little_data:
        return "muted"
    return {1: "success", -1: "danger"}.get(row.apart(found.whole), "")


def losses(rows: Sequence[LossRow]) -> Sheet:
    """A line for each reason: how many deals and what money went by it."""
    total = sum(row.count for row in rows)
    currencies = {one for row in rows for one in row.amounts}
    # Bars of money where it is of one currency: a rare reason may be the dear one.
    worth = _worth_of(rows, currencies)
    most = max((worth(row) for row in rows), default=0)
    headings = (
        Heading(_("Why lost"), None, False), Heading(_("Deals"), 8), Heading(_("Share"), 8),
        Heading(_("Sum"), 20),
    )  # fmt: skip
    lines = tuple(
        Line(
            row.code or "",
            (
                _("not said") if row.code is None else named("loss_reason", row.code, row.name),
                number(row.count), percent(row.count / total), sums(row.amounts, short=True),
            ),
            (Number(Part.ALL, pgettext("figures", "Lost"), row.count),),
            _part(worth(row), most),
        )
        for row in rows
    )  # fmt: skip
    return Sheet(headings, lines)


def _worth_of(rows: Iterable[LossRow], currencies: set[str]) -> Callable[[LossRow], float]:
    priced = len(currencies) == 1 and any(any(row.amounts.values()) for row in rows)
    return (lambda row: sum(row.amounts.values())) if priced else (lambda row: row.count)


def changes(found: Changes) -> Sheet:
    """A line for each thing that became of deals."""
    most = max(row.count for row in found.rows)
    headings = (
        Heading(_("What became of them"), None, False), Heading(_("Deals"), 8),
        Heading(_("Sum"), 24),
    )  # fmt: skip
    lines = tuple(
        Line(
            row.moved.value,
            (
                pgettext("figures", _MOVED[row.moved]),
                number(row.count),
                sums(dict(row.amounts), short=True),
            ),
            (Number(Part.ALL, pgettext("figures", _MOVED[row.moved]), row.count),),
            _part(row.count, most),
            _GOOD.get(row.moved, "warning") if row.count else "muted",
        )
        for row in found.rows
    )
    note = _("In work: {before} then, {now} now.").format(
        before=number(found.open_before), now=number(found.open_now)
    )
    return Sheet(headings, lines, (note,))


def _few() -> str:
    return _("? is fewer than {n} closed deals.").format(n=LITTLE_DATA)


def _part(value: float, most: float) -> float:
    return value / most if most else 0.0
