"""What the funnel screen draws: deals as cards and lines, stages as columns, figures as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from pipeline_tui.domain.deals import DealGroup, DealList, DealRow, DealSort, StageRow
from pipeline_tui.domain.funnel import (
    LITTLE_DATA,
    ColumnRow,
    GroupRow,
    Report,
    Result,
    StageFlow,
    ValueBy,
    ValueRow,
)
from pipeline_tui.domain.pipelines import PipelineRow
from pipeline_tui.domain.vocabulary import StageKind
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.funnel_period import Period
from pipeline_tui.tui.screens.funnel_reads import Figures
from pipeline_tui.tui.widgets.board import BoardColumn, Card
from pipeline_tui.tui.widgets.columns import Column
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import Block, Heading, Pair, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.wording import deals as words
from pipeline_tui.wording.formats import (
    count,
    day,
    days,
    money_short,
    number,
    percent,
    quoted,
    sums,
)
from pipeline_tui.wording.labels import label, named

# Deals


def card(
    row: DealRow, today: date, zone: tzinfo, stages: Mapping[int, StageRow] | None = None
) -> Card:
    """A deal on the board; with its stage where the columns are something else."""
    mark, tone = words.mark(row, today)
    note, note_tone = words.what_next(row, today, zone)
    if stages is not None and row.stage_id in stages:
        note = f"{words.stage_name(stages[row.stage_id])} · {note}"
    return Card(
        row.id, cut(words.client_name(row, short=True)), subtitle=cut(row.title), amount=words.amount(row, short=True),
        note=cut(note), brief=words.when_next(row, today, zone), mark=mark, tone=tone, note_tone=note_tone or "muted",
    )  # fmt: skip


def board_column(
    column: ColumnRow,
    cards: Sequence[Card],
    *,
    more: bool,
) -> BoardColumn:
    """A stage on the board: its sum, and what it weighs while it is open."""
    summary = [sums(column.amounts, short=True)]
    if column.stage.is_open:
        summary.append("≈ " + sums(column.weights, short=True))
    return BoardColumn(
        column.stage.code, words.stage_name(column.stage), cards, number(column.count),
        tuple(summary), more=more,
    )  # fmt: skip


def group_column(
    by: DealGroup, group: GroupRow, cards: Sequence[Card], *, more: bool
) -> BoardColumn:
    """Deals of one source, class or month on the board."""
    summary = (sums(group.amounts, short=True), "≈ " + sums(group.weights, short=True))
    return BoardColumn(
        group.key, cut(words.group_name(by, group.key)), cards, number(group.count), summary,
        more=more,
    )  # fmt: skip


def pipeline_figure(row: PipelineRow) -> Figure:
    """Which pipeline is shown, for the line on top."""
    return Figure(named("pipeline", row.code, row.name), "")


def table_columns() -> tuple[Column, ...]:
    """The columns of the table; the keys that sort are those of `DealSort`."""
    return (
        Column("mark", "", 6, sortable=False),
        Column("title", label("field", "title"), flex=3, min_width=16),
        Column("client", label("field", "client"), flex=2, min_width=12),
        Column("stage", label("field", "stage"), 14, min_total_width=95),
        Column("amount", label("field", "amount"), 15, "right"),
        Column("step", label("field", "next_step"), flex=3, min_width=18),
        Column("age", _("In stage"), 9, "right", min_total_width=110),
        Column("close", label("field", "expected_close"), 12, min_total_width=125),
        Column("owner", label("field", "owner"), 16, min_total_width=145),
        Column("product", label("field", "product"), 18, min_total_width=175, sortable=False),
        Column("source", label("field", "source"), 14, min_total_width=195, sortable=False),
    )


def line(row: DealRow, stages: Mapping[int, StageRow], today: date, zone: tzinfo) -> Row:
    """A deal in the table."""
    mark, tone = words.mark(row, today)
    step, step_tone = words.what_next(row, today, zone)
    stage = stages.get(row.stage_id)
    until = row.closed_on or row.expected_close
    late = row.closed_on is None and until is not None and until < today
    close = "" if until is None else day(until, today)
    return Row(
        row.id,
        {
            "mark": Cell(mark if tone != "muted" else "", tone),
            "title": cut(row.title),
            "client": Cell(cut(words.client_name(row)), "" if row.client_id else "muted"),
            "stage": "" if stage is None else words.stage_name(stage),
            "amount": words.amount(row),
            "step": Cell(cut(step), step_tone),
            "age": words.short_days(row.days_in_stage),
            "close": Cell(f"{words.WARNING} {close}", "warning") if late else close,
            "owner": cut(row.owner),
            "product": cut(row.product or ""),
            "source": cut(row.source),
        },
    )


# Figures


def headline(columns: Sequence[ColumnRow], report: Report | None) -> list[Figure]:
    """The line on top: what is open, what it weighs, what asks for attention, how it goes."""
    open_columns = [column for column in columns if column.stage.is_open]
    figures = [
        Figure(_("In work"), number(sum(column.count for column in open_columns))),
        Figure("", sums(_added(one.amounts for one in open_columns), short=True)),
        Figure(_("weighted"), sums(_added(one.weights for one in open_columns), short=True)),
    ]
    if report is None:
        return figures
    ask = report.attention
    if ask.no_step:
        figures.append(Figure(f"{words.WARNING} {_('no step')}", number(ask.no_step), "danger"))
    if ask.overdue:
        figures.append(Figure(f"{words.WARNING} {_('overdue')}", number(ask.overdue), "warning"))
    if ask.rotting:
        figures.append(Figure(f"{words.WARNING} {_('rotting')}", number(ask.rotting), "warning"))
    figures.append(Figure(_("win rate"), percent(report.win_rate)))
    speed = velocities(report)
    if speed:
        figures.append(Figure(_("per day"), speed))
    return figures


def velocities(report: Report) -> str:
    """Money per day, by currency; empty while it cannot be told."""
    found = {one.currency: one.velocity for one in report.results if one.velocity}
    return " + ".join(money_short(minor, currency) for currency, minor in found.items() if minor)


def closed_strip(columns: Sequence[ColumnRow], period: Period) -> list[Figure]:
    """Won, fulfilment and lost stages in one line; those at an end count what the period closed."""
    tones = {StageKind.LOST: "muted", StageKind.WON: "success"}
    return [Figure(period.closed, "")] + [
        Figure(
            words.stage_name(column.stage),
            f"{number(column.count)} · {sums(column.amounts, short=True)}".removesuffix(" · —"),
            tones.get(StageKind(column.stage.kind), "strong"),
        )
        for column in columns
        if not column.stage.is_open
    ]


def figures(report: Report, period: Period, key: str) -> list[Block]:
    """What asks for attention, how deals pass from stage to stage, and how they end.

    `key` chooses another period: said where there is nothing in this one.
    """
    return [
        *_attention(report),
        Heading(_("Conversion"), period.name),
        *(Pair(words.stage_name(flow.stage), *_flow(flow)) for flow in report.flows),
        Heading(_("Results"), period.name),
        *(_results(report) or [Paragraph(_nothing_closed(period, key), "warning")]),
    ]


def _nothing_closed(period: Period, key: str) -> str:
    if period.is_all:
        return _("Nothing was won or lost yet.")
    return _(
        "Nothing was won or lost in this time: {period}.\n{key} shows another time, or all of it."
    ).format(period=period.name, key=key)


def money_figures(found: Figures, period: Period, *, by_whom: bool = True) -> list[Block]:
    """Where money was lost, and what was won and is open by month, and `by_whom` and of what."""
    blocks: list[Block] = [
        Heading(_("Why deals are lost"), period.name),
        *_losses(found.report),
        Heading(_("By month")),
        *_values(found.months, ValueBy.MONTH),
    ]
    for heading, rows, by in (
        (_("By manager"), found.owners, ValueBy.OWNER),
        (_("By product"), found.products, ValueBy.PRODUCT),
    ):
        if by_whom and any(row.key for row in rows):
            blocks += [Heading(heading, period.name), *_values(rows, by)]
    return blocks


def _attention(report: Report) -> list[Block]:
    ask = report.attention
    asked = (
        (DealList.NO_STEP, ask.no_step, "danger"),
        (DealList.OVERDUE, ask.overdue, "warning"),
        (DealList.ROTTING, ask.rotting, "warning"),
        (DealList.NO_CLIENT, ask.no_client, "warning"),
        (DealList.SNOOZED, ask.snoozed, ""),
    )
    pairs: list[Block] = [
        Pair(words.list_name(which), f"{words.WARNING} {number(n)}" if tone else number(n), tone)
        for which, n, tone in asked
        if n
    ]
    heading = Heading(_("Needs attention"), _("f shows the list"))
    return [
        heading,
        *(pairs or [Paragraph(_("Nothing: every open deal has its step."), "success")]),
    ]


def _flow(flow: StageFlow) -> tuple[str, str]:
    """Conversion of a stage with the cohort behind it, then the chance of winning from here."""
    if not flow.entered:
        text, tone = _("nobody came"), "muted"
    else:
        text = _("{share} went on ({reached} of {entered})").format(
            share=percent(flow.conversion), reached=number(flow.reached),
            entered=number(flow.entered),
        )  # fmt: skip
        tone = ""
    if flow.little_data:
        chance = _("chance {set}, too few closed yet: {n} of {least}").format(
            set=percent(flow.stage.probability / 100), n=flow.decided, least=LITTLE_DATA
        )
    else:
        chance = _("chance {set}, your own {own}").format(
            set=percent(flow.stage.probability / 100), own=percent(flow.own_probability)
        )
    return f"{text}\n{chance}", tone


def _results(report: Report) -> list[Block]:
    blocks: list[Block] = []
    shown = [one for one in report.results if one.won or one.lost]
    for one in shown:
        lead = f"{one.currency} · " if len(shown) > 1 else ""
        blocks += [
            Pair(
                lead + _("Won"),
                f"{number(one.won)} · {sums({one.currency: one.won_minor}, short=True)}",
                "success",
            ),
            Pair(
                _("Win rate"),
                _("{share} ({won} of {closed})").format(
                    share=percent(one.win_rate),
                    won=number(one.won),
                    closed=number(one.won + one.lost),
                ),
            ),
            Pair(_("Mean deal"), _mean(one)),
            Pair(_("Cycle"), _cycle(one)),
            Pair(_("Velocity"), _speed(one)),
        ]
    return blocks


def _mean(one: Result) -> str:
    found = one.mean_won_minor
    return "—" if found is None else money_short(round(found), one.currency)


def _cycle(one: Result) -> str:
    found = one.cycle_days
    return "—" if found is None else days(round(found))


def _speed(one: Result) -> str:
    found = one.velocity
    return "—" if found is None else _("{sum} a day").format(sum=money_short(found, one.currency))


def _losses(report: Report) -> list[Block]:
    if not report.losses:
        return [Paragraph(_("No deal was lost in this time."), "muted")]
    return [
        Pair(
            _("not said") if one.code is None else named("loss_reason", one.code, one.name),
            f"{number(one.count)} · {sums(one.amounts, short=True)}".removesuffix(" · —"),
        )
        for one in report.losses
    ]


def _values(rows: Sequence[ValueRow], by: ValueBy) -> list[Block]:
    if not rows:
        return [Paragraph(_("Nothing yet."), "muted")]
    return [Pair(_value_name(row, by), _value(row)) for row in rows]


def _value_name(row: ValueRow, by: ValueBy) -> str:
    if by is ValueBy.MONTH:
        return row.key or _("no day set")
    return cut(row.key) or _("not set")


def _value(row: ValueRow) -> str:
    """What was won and which share of what was closed; below it what is open and what it weighs."""
    lines = []
    if row.won or row.lost:
        won = _("won {n}").format(n=number(row.won))
        money = sums({row.currency: row.won_minor}, short=True)
        lines.append(f"{won} · {money} · {percent(row.win_rate)}")
    if row.open_deals:
        opened = _("open {n}").format(n=number(row.open_deals))
        money = sums({row.currency: row.open_minor}, short=True)
        weight = sums({row.currency: row.weighted_minor}, short=True)
        lines.append(f"{opened} · {money} ≈ {weight}")
    return "\n".join(lines)


def _added(parts: object) -> dict[str, int]:
    """Sums by currency, each currency for itself."""
    total: dict[str, int] = {}
    assert hasattr(parts, "__iter__")
    for part in parts:
        for currency, minor in part.items():
            total[currency] = total.get(currency, 0) + minor
    return total


def remark(shown: Sequence[str], text: str, sort: DealSort, marked: int) -> str:
    """What the list shows and how, for the right end of the top line."""
    parts = [count(marked, "{n} marked", "{n} marked")] if marked else []
    parts += shown
    if text:
        parts.append(quoted(cut(text)))
    parts.append(words.sort_name(sort))
    return " · ".join(parts)
