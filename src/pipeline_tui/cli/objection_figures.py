"""`objection stats`: how often each kind is met, and what objections do to deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base
from pipeline_tui.cli.steps import read_period
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.figures import Part
from pipeline_tui.domain.objection_figures import Insight, SplitBy
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline_tui.domain.figures import Scope
    from pipeline_tui.domain.objection_figures import Kind
    from pipeline_tui.domain.objections import KindRow, Tally
    from pipeline_tui.domain.shares import Share
    from pipeline_tui.services.desk import Desk


def add(noun: typer.Typer) -> None:
    """Add the verb."""

    @noun.command(
        help=_(
            "How often each kind is met, what works, where, and what is at stake; or a figure: which"
            " deals they cost (kills), what became of deals that met them (effect), by month (trend),"
            " by source, segment, product or competitor (split)."
        )
    )
    def stats(
        context: typer.Context,
        name: Annotated[Insight | None, typer.Argument(metavar="FIGURE", help=_("One figure; else the kinds."))] = None,
        by: Annotated[SplitBy, typer.Option("--by", help=_("What `split` goes by."))] = SplitBy.SOURCE,
        since: Annotated[str | None, typer.Option(metavar="DAY", help=_("First day: 01.01.2026, -90d."))] = None,
        until: Annotated[str | None, typer.Option(metavar="DAY", help=_("Last day; else today."))] = None,
        row: Annotated[str | None, typer.Option("--row", metavar="ROW", help=_("The deals behind this row: price, price:offer."))] = None,
        as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            if name is None:
                if since or until or row is not None:
                    option = "--since" if since else "--until" if until else "--row"
                    raise Invalid(option, "figure_missing", choices=list(Insight))
                _give_kinds(desk.objection_views.kinds(), as_json=as_json)
                return
            start, end = read_period(desk, since, until)
            scope = desk.objection_figures.scope(name, since=start, until=end)
            if row is not None:
                _give_deals(desk, name, row, scope, as_json=as_json)
            elif as_json:
                rows = _plain(desk, name, by, scope)
                base.give_json(
                    {"figure": name, "since": scope.since, "until": scope.until, "rows": rows}
                )
            else:
                _give_sheet(desk, name, by, scope)


def _give_kinds(kinds: Sequence[KindRow], *, as_json: bool) -> None:
    from pipeline_tui.wording import formats
    from pipeline_tui.wording import objections as words

    if as_json:
        base.give_json(
            [{**base.plain(one), **base.plain(one.tally), "share": one.tally.share} for one in kinds]
        )  # fmt: skip
        return
    base.give_table(
        (
            _("Code"), _("Kind of objection"), _("met"), _("off"), _("a true reason"), _("a pretext"),
            _("mostly at"), _("at stake"),
        ),
        [
            (
                one.kind.code, words.kind_name(one.kind), formats.number(one.tally.met),
                formats.percent(one.tally.share), formats.number(one.genuine),
                formats.number(one.pretext), words.hottest(one), words.stake(one),
            )
            for one in kinds
        ],
        right=(2, 3, 4, 5, 7),
    )  # fmt: skip


def _give_sheet(desk: Desk, name: Insight, by: SplitBy, scope: Scope) -> None:
    from pipeline_tui.wording import objection_figures as words
    from pipeline_tui.wording.figures import span

    sheet = words.read(desk.objection_figures, name, by, scope)
    base.give(f"{words.insight_name(name)} · {span(scope)}")
    base.give_table(
        tuple(one.title for one in sheet.headings),
        [line.cells for line in sheet.lines],
        right=tuple(at for at, one in enumerate(sheet.headings) if one.right),
    )
    for note in sheet.notes:
        base.give(note)


def _give_deals(desk: Desk, name: Insight, row: str, scope: Scope, *, as_json: bool) -> None:
    rows = desk.funnel.rows(ids := _behind(desk, name, row, scope))
    found = [rows[one] for one in ids if one in rows]
    if as_json:
        base.give_json(found)
        return
    from pipeline_tui.wording import deals

    base.give_table(
        (_("No."), _("Deal"), _("Client"), _("Sum")),
        [(str(one.id), one.title, deals.client_name(one), deals.amount(one)) for one in found],
        right=(0, 3),
    )


def _behind(desk: Desk, name: Insight, row: str, scope: Scope) -> list[int]:
    """The deals behind a row, `price`, or `price:offer` of those lost; raises Invalid choice_unknown."""
    figures = desk.objection_figures
    if name is Insight.KILLS:
        keys = [one.key for one in figures.kills(scope)]
        chosen = [key for key in keys if row in (key, key.partition(":")[0])]
    elif name is Insight.EFFECT:
        keys = [one.kind.code for one in figures.effects(scope)]
        chosen = [row] if row in keys else []
    else:
        choices = [Insight.KILLS.value, Insight.EFFECT.value]
        raise Invalid("--row", "figure_missing", choices=choices)
    if not chosen:
        raise Invalid("--row", "choice_unknown", text=row, choices=keys)
    return [deal for key in chosen for deal in figures.behind(name, key, Part.ALL, scope)]


def _plain(desk: Desk, name: Insight, by: SplitBy, scope: Scope) -> list[dict[str, Any]]:
    """The rows of a figure with their shares worked out, for programs."""
    figures = desk.objection_figures
    match name:
        case Insight.KILLS:
            return [
                {**_kind(one.kind), "stage": one.stage, "deals": one.deals, "amounts": one.amounts}
                for one in figures.kills(scope)
            ]
        case Insight.EFFECT:
            return [
                {
                    **_kind(one.kind), "met": _share(one.met), "taken_off": _share(one.off),
                    "not_taken_off": _share(one.stood), "without_it": one.beside,
                    "without_it_deals": one.beside_deals, "days_to_win": one.days,
                    "days_to_win_deals": one.won, "without_it_days": one.beside_days,
                    "without_it_days_deals": one.beside_won, "apart": one.apart,
                    "little_data": one.little_data,
                }
                for one in figures.effects(scope)
            ]  # fmt: skip
        case Insight.TREND:
            found = figures.trend(scope)
            return [
                {
                    **_kind(row.kind),
                    "months": [
                        {"month": f"{month:%Y-%m}", **_tally(tally)}
                        for month, tally in zip(found.months, row.tallies, strict=True)
                    ],
                }
                for row in found.rows
            ]
        case Insight.SPLIT:
            return [
                {
                    by.value: row.key, **_tally(row.tally),
                    "kinds": [{**_kind(kind), **_tally(tally)} for kind, tally in row.kinds],
                }
                for row in figures.split(by, scope)
            ]  # fmt: skip


def _kind(kind: Kind) -> dict[str, Any]:
    return {"kind": kind.code, "name": kind.name}


def _share(value: Share) -> dict[str, Any]:
    return {"won": value.k, "closed": value.n, "share": value.rate, "interval": value.interval}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"met": tally.met, **base.plain(tally), "share": tally.share}
