"""`funnel report NAME`: one figure as a table with bars, for programs, or the deals behind it."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from pipeline_tui.cli import base
from pipeline_tui.cli.values import one_of
from pipeline_tui.domain.errors import Invalid
from pipeline_tui.domain.figures import Behind, Figure, OwnField, Part
from pipeline_tui.i18n import _

if TYPE_CHECKING:
    from pipeline_tui.domain.cohorts import CohortRow, Cohorts
    from pipeline_tui.domain.figures import Scope, Split
    from pipeline_tui.domain.shares import Share
    from pipeline_tui.domain.stays import StayRow
    from pipeline_tui.domain.win_rates import WinRates
    from pipeline_tui.services.desk import Desk
    from pipeline_tui.wording.figures import Line, Sheet

_BAR, _LEAST, _GAP = 24, 6, 3
"""Cells of the longest bar and of the shortest worth a look, and blank ones between columns."""


def own_field(desk: Desk, text: str) -> OwnField:
    """An own field of deals by its name; raises Invalid choice_unknown, which lists them."""
    names = {name: name for name in desk.analytics.own_fields()}
    return OwnField(one_of(names, text, "--field"))


def give_figure(desk: Desk, figure: Figure, by: Split, scope: Scope, *, as_json: bool) -> None:
    """Write a figure of a scope."""
    if as_json:
        base.give_json({
            "figure": figure, "since": scope.since, "until": scope.until,
            **_plain(desk, figure, by, scope),
        })  # fmt: skip
        return
    from pipeline_tui.wording import figures as words

    sheet = words.read(desk.analytics, figure, by, scope)
    base.give(f"{words.figure_name(figure)} · {words.span(scope)}")
    width = _room(sheet)
    signs = ("█", "─", "●") if "utf" in (sys.stdout.encoding or "").casefold() else ("#", "-", "o")
    base.give_table(
        (*(one.title for one in sheet.headings), *([""] if width else [])),
        [
            (*line.cells, *([line.drawn(width, *signs)] if width else []))
            for line in sheet.lines
        ],
        right=tuple(at for at, one in enumerate(sheet.headings) if one.right),
    )  # fmt: skip
    for note in sheet.notes:
        base.give(note)


def _room(sheet: Sheet) -> int:
    """How many cells are left for bars beside the columns of a sheet; none where that is too few, and
    where a program reads the lines, to which a bar says nothing."""
    if not (sys.stdout.isatty() and any(line.bar for line in sheet.lines)):
        return 0
    rows = [[one.title for one in sheet.headings], *(line.cells for line in sheet.lines)]
    taken = sum(max(map(len, column)) + _GAP for column in zip(*rows, strict=True))
    left = get_terminal_size().columns - taken
    return min(_BAR, left) if left >= _LEAST else 0


def give_deals(
    desk: Desk, figure: Figure, by: Split, scope: Scope, row: str | None, part: str | None,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Write the deals behind a figure: of every row, or of one; all of a row, or a part of them."""
    from pipeline_tui.wording import figures as words

    sheet = words.read(desk.analytics, figure, by, scope)
    found = []
    for line in sheet.lines if row is None else [_line(sheet, row)]:
        ids = [
            id_
            for one in _parts(line, part)
            for id_ in desk.analytics.deals(Behind(figure, line.key, one, by), scope)
        ]
        rows = desk.funnel.rows(ids)
        found.append((line, [rows[id_] for id_ in ids]))
    if as_json:
        base.give_json(
            [{"row": line.key, "name": line.name, "deals": rows} for line, rows in found]
        )
        return
    from pipeline_tui.wording import deals

    stages = {one.id: one for one in desk.vocabularies.stages(retired=True)}
    base.give_table(
        (sheet.headings[0].title, _("No."), _("Deal"), _("Client"), _("Stage"), _("Sum")),
        [
            (
                line.name, str(one.id), one.title, deals.client_name(one),
                deals.stage_name(stages[one.stage_id]), deals.amount(one),
            )
            for line, rows in found
            for one in rows
        ],
        right=(1, 5),
    )  # fmt: skip


def _line(sheet: Sheet, text: str) -> Line:
    """The row with this key or name; raises Invalid choice_unknown, which lists the keys."""
    wanted = text.strip()
    for line in sheet.lines:
        if line.key == wanted or line.name.casefold() == wanted.casefold():
            return line
    choices = [line.key or line.name for line in sheet.lines]
    raise Invalid("--row", "choice_unknown", text=text, choices=choices)


def _parts(line: Line, text: str | None) -> list[str]:
    """The parts of a row whose deals are wanted; without a word those that are all of it."""
    parts = {one.part: one.part for one in line.numbers}
    if text is not None:
        return [one_of(parts, text, "--part")]
    return [Part.ALL] if Part.ALL in parts else list(parts)


def _plain(desk: Desk, figure: Figure, by: Split, scope: Scope) -> dict[str, Any]:
    """A figure for programs: shares are fractions of one, times days, money minor units."""
    match figure:
        case Figure.COHORTS:
            return _cohorts(desk.analytics.cohorts(scope))
        case Figure.TIME:
            return {"rows": [_stay(row) for row in desk.analytics.time_in_stage(scope)]}
        case Figure.VELOCITY:
            return {
                "rows": [
                    {
                        "row": one.currency, **base.plain(one), "win_rate": one.win_rate,
                        "mean_won_minor": one.mean_won_minor, "cycle_days": one.cycle_days,
                        "velocity_per_day_minor": one.velocity,
                    }
                    for one in desk.analytics.velocity(scope)
                ]
            }  # fmt: skip
        case Figure.RATES:
            split = by.name if isinstance(by, OwnField) else by
            return {"by": split, **_rates(desk.analytics.win_rates(by, scope))}
        case Figure.LOSSES:
            return {
                "rows": [
                    {"row": one.code or "", "name": one.name, "count": one.count, "amounts": one.amounts}
                    for one in desk.analytics.losses(scope)
                ]
            }  # fmt: skip
        case Figure.CHANGES:
            found = desk.analytics.changes(scope)
            return {
                "open_before": found.open_before, "open_now": found.open_now,
                "rows": [
                    {"row": one.moved, "count": one.count, "amounts": one.amounts}
                    for one in found.rows
                ],
            }  # fmt: skip


def _cohorts(found: Cohorts) -> dict[str, Any]:
    def plain(row: CohortRow) -> dict[str, Any]:
        return {
            "row": row.month, "mature": row.mature, "entered": row.entered, "won": row.won,
            "lost": row.lost, "open": row.open, "won_share": row.won_share,
            "reached": [
                {"stage": stage.code, "count": count, "share": row.share(at)}
                for at, (stage, count) in enumerate(zip(found.stages, row.reached, strict=True))
            ],
        }  # fmt: skip

    return {
        "rows": [plain(row) for row in found.rows],
        "mature": None if found.mature is None else plain(found.mature),
        "decided_in_days": found.decided_in, "undated": found.undated,
    }  # fmt: skip


def _stay(row: StayRow) -> dict[str, Any]:
    return {
        "row": row.stage.code, "ended": row.ended, "open": row.open, "median_days": row.median,
        "p90_days": row.p90, "longest_days": row.longest, "too_little_data": row.little_data,
    }  # fmt: skip


def _rates(found: WinRates) -> dict[str, Any]:
    def share(one: Share) -> dict[str, Any]:
        low, high = one.interval
        return {"won": one.k, "closed": one.n, "rate": one.rate, "low": low, "high": high}

    return {
        "all": share(found.whole), "several_of_a_deal": found.several,
        "rows": [
            {
                "row": row.key, **share(row.share), "lost": row.lost,
                "won_amounts": row.won_amounts, "lost_amounts": row.lost_amounts,
                "too_little_data": row.little_data, "apart": row.apart(found.whole),
            }
            for row in found.rows
        ],
    }  # fmt: skip
