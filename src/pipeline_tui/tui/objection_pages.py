"""How objections stand in lists and on the page beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from math import ceil

from pipeline_tui.domain.drill import Progress
from pipeline_tui.domain.expected_objections import Expected
from pipeline_tui.domain.objections import CardFacts, KindRow, LogRow, RankedAnswer
from pipeline_tui.domain.vocabulary import ObjectionResult
from pipeline_tui.i18n import _
from pipeline_tui.tui.text import clean
from pipeline_tui.tui.widgets.bars import Bar
from pipeline_tui.tui.widgets.glyphs import terminal_glyphs
from pipeline_tui.tui.widgets.headline import Figure
from pipeline_tui.tui.widgets.panel import Block, Entry, Gap, Heading, Pair, Paragraph
from pipeline_tui.tui.widgets.rows import Cell, Row
from pipeline_tui.tui.widgets.table import Column
from pipeline_tui.wording import formats
from pipeline_tui.wording import objections as words
from pipeline_tui.wording.labels import field, label, named

_RESULT_TONES = {
    ObjectionResult.WORKED: "success",
    ObjectionResult.PARTLY: "warning",
    ObjectionResult.DID_NOT: "danger",
    ObjectionResult.OPEN: "muted",
}
_PLAIN = CardFacts()
_PHRASES = 16


def kind_columns() -> list[Column]:
    """Kinds: how often, how well, where most, for how much."""
    return [
        Column("name", field("objection"), flex=1, min_width=18, sortable=False),
        Column("met", _("met"), 5, "right", sortable=False),
        Column("share", _("off"), 5, "right", sortable=False),
        Column("heat", _("by stage"), 9, min_total_width=52, sortable=False),
        Column("stake", _("at stake"), 10, "right", min_total_width=52, sortable=False),
        Column("stage", _("mostly at"), 16, min_total_width=84, sortable=False),
    ]


def stage_places(kinds: Iterable[KindRow]) -> list[int]:
    """The stages where anything was met, in the order of the funnels: a column of heat for each."""
    return sorted({stage.place for one in kinds for stage in one.heat})


def kind_row(one: KindRow, places: Sequence[int]) -> Row:
    """A kind as a line; its heat has a column for each of these stages."""
    share = one.tally.share
    return Row(
        one.kind.id,
        {
            "name": words.kind_name(one.kind),
            "met": formats.number(one.tally.met) if one.tally.met else Cell("—", "muted"),
            "share": "" if share is None else Cell(formats.percent(share), share_tone(share)),
            "heat": Cell(_heat(one, places), "accent"),
            "stage": Cell(words.hottest(one), "muted"),
            "stake": words.stake(one, short=True) if one.stake else "",
        },
        tone="muted" if one.kind.retired else "",
    )


def kind_line(one: KindRow, kinds: Sequence[KindRow]) -> str:
    """Where a kind is met and what is at stake, in two lines: for a screen without these columns."""
    heat = f"{_heat(one, stage_places(kinds))} {words.hottest(one)}"
    if not one.deals:
        return clean(heat)
    return f"{clean(heat)}\n{_('At stake')} {clean(words.stake(one, short=True))}"


def _heat(one: KindRow, places: Sequence[int]) -> str:
    """Where a kind is met, stage by stage, as columns: the hottest is full."""
    glyphs = terminal_glyphs()
    met = {stage.place: stage.met for stage in one.heat}
    most = max(met.values(), default=0)
    steps = len(glyphs.heights)
    return "".join(
        glyphs.heights[ceil(met[place] * steps / most) - 1] if met.get(place) else glyphs.empty
        for place in places
    )


def share_tone(share: float) -> str:
    """Half is good in this trade; less than a third asks for better answers."""
    return "success" if share >= 0.5 else "warning" if share >= 1 / 3 else "danger"


def answer_columns() -> list[Column]:
    """Answers in the order of what they have earned."""
    return [
        Column("place", "", 2, "right", sortable=False),
        Column("text", field("answer"), flex=1, min_width=16, sortable=False),
        Column("technique", field("technique"), 20, min_total_width=84, sortable=False),
        Column("worked", _("worked"), 9, "right", sortable=False),
        Column("lower", _("for sure"), 8, "right", min_total_width=52, sortable=False),
    ]


def answer_row(one: RankedAnswer, place: int) -> Row:
    """An answer as a line; its figures say when there is little data."""
    tally = one.tally
    worked: Cell | str = Cell(_("untried"), "muted")
    if tally.settled:
        worked = _("{worked} of {n}").format(worked=tally.worked, n=tally.settled)
    lower: Cell | str = ""
    if tally.settled and one.few:
        lower = Cell(_("few"), "muted")
    elif tally.settled:
        lower = Cell(formats.percent(one.lower), share_tone(one.lower * 1.5))
    text = words.said(one.answer.text, _PLAIN)
    if one.answer.retired:
        text = f"({_('put away')}) {text}"
    return Row(
        one.answer.id,
        {
            "place": Cell(str(place), "accent"),
            "text": text,
            "technique": Cell(words.technique(one.answer.technique), "muted"),
            "worked": worked,
            "lower": lower,
        },
        tone="muted" if one.answer.retired else "",
    )


def page(
    kind: KindRow,
    chosen: RankedAnswer | None,
    lately: Sequence[LogRow],
    today: date,
    zone: tzinfo,
    *,
    heat_beside: bool = False,
) -> list[Block]:
    """The answer under the cursor in full, then what is known of its kind.

    `heat_beside`: the stages are drawn elsewhere on the screen.
    """
    blocks: list[Block] = []
    if chosen is not None:
        answer = chosen.answer
        blocks += [
            Heading(
                words.technique(answer.technique) or field("answer"), words.trials(chosen.tally)
            ),
            Paragraph(words.said(answer.text, _PLAIN), "strong"),
        ]
        if answer.follow_up:
            blocks.append(Paragraph(words.said(answer.follow_up, _PLAIN), "accent", "→"))
        blocks.append(Paragraph(words.trust(chosen), "muted"))
        if answer.retired:
            blocks.append(Paragraph(_("Put away: it is offered no more."), "warning"))
    blocks.append(Heading(words.kind_name(kind.kind), words.fared(kind.tally)))
    if kind.kind.behind:
        blocks.append(Paragraph(kind.kind.behind, "muted"))
    if kind.kind.probe:
        blocks.append(Paragraph(kind.kind.probe, "accent", "?"))
    blocks += _known(kind, heat_beside=heat_beside)
    if lately:
        blocks.append(Heading(_("Heard lately")))
        blocks += [
            Entry(
                formats.day(row.met_at.astimezone(zone).date(), today),
                words.quoted(row.verbatim) if row.verbatim else words.result(row),
                " · ".join(filter(None, (row.client, words.result(row) if row.verbatim else ""))),
                "",
            )
            for row in lately
        ]
    if kind.kind.heard:
        blocks += [Heading(_("Heard as")), Paragraph(_heard_as(kind.kind.heard), "muted")]
    return blocks


def _heard_as(phrases: Sequence[str]) -> str:
    """Enough phrases to know a kind by; all of them stand in its form."""
    more = len(phrases) - _PHRASES
    last = (_("and {n} more").format(n=formats.number(more)),) if more > 0 else ()
    return " · ".join((*phrases[:_PHRASES], *last))


def event_page(row: LogRow, now: datetime, zone: tzinfo) -> list[Block]:
    """An event of the log in full: their words, whose they were, and what was answered."""
    where = " · ".join(
        filter(
            None,
            (
                row.client,
                row.deal,
                named("stage", row.stage, row.stage_name) if row.stage else "",
                formats.moment(row.met_at, now, zone),
            ),
        )
    )
    kind = named("objection", row.code, row.name)
    blocks: list[Block] = [
        Heading(kind, words.result(row)),
        Paragraph(words.quoted(row.verbatim) if row.verbatim else kind, "strong"),
        Paragraph(where, "muted"),
    ]
    if row.answer:
        blocks.append(Paragraph(words.said(row.answer, _PLAIN), "", "→"))
    return blocks


def _known(kind: KindRow, *, heat_beside: bool) -> list[Block]:
    blocks: list[Block] = []
    if kind.heat and not heat_beside:
        blocks.append(
            Pair(
                _("Stages"),
                " · ".join(
                    f"{named('stage', one.code, one.name)} {formats.number(one.met)}"
                    for one in sorted(kind.heat, key=lambda one: -one.met)
                ),
            )
        )
    if kind.deals:
        deals = formats.count(kind.deals, "{n} open deal", "{n} open deals")
        blocks.append(Pair(_("At stake"), f"{words.stake(kind)} · {deals}"))
    if kind.genuine or kind.pretext:
        blocks.append(
            Pair(
                _("True reasons"),
                _("{true}, pretexts: {pretext}").format(
                    true=formats.number(kind.genuine), pretext=formats.number(kind.pretext)
                ),
            )
        )
    return [Gap(), *blocks] if blocks and kind.kind.behind else blocks


def heat_bars(kind: KindRow) -> list[Bar]:
    """How often a kind was met at each stage, in the order of the funnel."""
    met = sum(one.met for one in kind.heat)
    return [
        Bar(
            named("stage", one.code, one.name), one.met, formats.number(one.met),
            formats.percent(one.met / met),
        )
        for one in kind.heat
    ]  # fmt: skip


def ready(
    objections: Sequence[Expected], facts: CardFacts, today: date, zone: tzinfo
) -> list[Block]:
    """What to be ready for in a call, each with the answer to give; one that was taken off needs none."""
    blocks: list[Block] = [Heading(_("Be ready for"))] if objections else []
    for one in objections:
        met = words.met_before(one, today, zone)
        done = one.met_at is not None and not one.stands
        blocks.append(Paragraph(met, "warning" if one.stands else "muted" if done else "", "•"))
        if one.answer is not None and not done:
            blocks.append(Paragraph(words.said(one.answer.answer.text, facts), "accent", "→"))
    return blocks


def practice_figures(progress: Progress) -> list[Figure]:
    """How far practice has come: what is left of today, what is kept in mind, the days in a row."""
    found = []
    if progress.left:
        found.append(Figure(_("to practise"), formats.number(progress.left)))
    elif progress.done:
        found.append(Figure(_("practised"), formats.number(progress.done), "success"))
    if progress.begun:
        known = f"{formats.number(progress.known)} / {formats.number(progress.whole)}"
        found.append(Figure(_("known by heart"), known))
    if progress.days > 1:
        found.append(Figure(_("days in a row"), formats.number(progress.days)))
    return found


def log_columns() -> list[Column]:
    """The log, newest first."""
    return [
        Column("when", field("when"), 12, min_total_width=60, sortable=False),
        Column("verbatim", field("verbatim"), flex=3, min_width=16, sortable=False),
        Column("kind", field("objection"), 22, min_total_width=110, sortable=False),
        Column("client", field("client"), flex=2, min_width=13, sortable=False),
        Column("stage", field("stage"), 13, min_total_width=78, sortable=False),
        Column("answer", field("answer"), flex=2, min_width=16, min_total_width=150, sortable=False),
        Column("result", field("result"), 12, sortable=False),
        Column("genuine", _("Reason"), 18, min_total_width=132, sortable=False),
    ]  # fmt: skip


def log_row(row: LogRow, today: date, zone: tzinfo) -> Row:
    """An event as a line."""
    kind = named("objection", row.code, row.name)
    genuine = ""
    if row.genuine is not None:
        genuine = _("a true reason") if row.genuine else _("a pretext")
    return Row(
        row.id,
        {
            "when": Cell(formats.day(row.met_at.astimezone(zone).date(), today), "muted"),
            "verbatim": row.verbatim or Cell(kind, "muted"),
            "kind": kind,
            "client": row.client or Cell("—", "muted"),
            "stage": named("stage", row.stage, row.stage_name) if row.stage else "",
            "answer": Cell(words.said(row.answer, _PLAIN), "muted"),
            "result": Cell(
                label("objection_result", row.result),
                _RESULT_TONES.get(ObjectionResult(row.result), ""),
            ),
            "genuine": Cell(genuine, "muted"),
        },
    )
