"""A competitor as blocks: what to answer first, then how deals end, then prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline_tui.domain.competitors import CompetitorCard
from pipeline_tui.i18n import _, pgettext
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.panel import Block, Heading, Pair, Paragraph, Title
from pipeline_tui.wording import competitors as words
from pipeline_tui.wording.formats import day, number, quoted, sums
from pipeline_tui.wording.labels import field

_PAGE = 20_000
"""How much of a text is worth showing."""


def card(one: CompetitorCard, edit_key: str) -> list[Block]:
    """A competitor whole, without its sightings."""
    who = one.standing.who
    badges = ((_("put away"), "muted"),) if who.retired else ()
    blocks: list[Block] = [Title(cut(who.name, 200), badges)]
    facts = ((field("also"), ", ".join(who.also)), (field("site"), who.site))
    blocks += [Pair(name, cut(text, 300)) for name, text in facts if text]
    return [*blocks, *_answer(one, edit_key), *_deals(one), *_prices(one)]


def versus(cards: Sequence[CompetitorCard], text: str, edit_key: str, today: date) -> list[Block]:
    """What to answer in a deal, for each competitor that stands in it; `text` is how the deal names
    them."""
    blocks: list[Block] = []
    for one in cards:
        rate = words.rate_in_full(one.standing)
        blocks += [Title(cut(one.standing.who.name, 200)), Paragraph(rate, "muted")]
        blocks += [*_answer(one, edit_key), *_prices(one), *_latest(one, today)]
    if not cards:
        blocks.append(Paragraph(_("No card of {name} yet.").format(name=quoted(cut(text)))))
    return blocks


def _answer(one: CompetitorCard, edit_key: str) -> list[Block]:
    who = one.standing.who
    blocks: list[Block] = [Heading(field("battlecard"))]
    if who.battlecard:
        blocks.append(Paragraph(cut(who.battlecard, _PAGE), "strong"))
    else:
        blocks.append(Paragraph(_("Nothing yet. {key} writes it.").format(key=edit_key), "muted"))
    for name, text, mark in (
        ("weaknesses", who.weaknesses, "−"), ("strengths", who.strengths, "+"),
    ):  # fmt: skip
        if text:
            blocks += [Heading(field(name)), Paragraph(cut(text, _PAGE), mark=mark)]
    return blocks


def _deals(one: CompetitorCard) -> list[Block]:
    standing = one.standing
    parts = (
        (pgettext("figures", "Won"), standing.won, standing.won_amounts),
        (pgettext("figures", "Lost"), standing.lost, standing.lost_amounts),
        (_("In work"), standing.open, standing.open_amounts),
    )
    return [
        Heading(_("Deals in which it stood")),
        Paragraph(words.rate_in_full(standing), "muted" if standing.little_data else "strong"),
        *(
            Pair(name, " · ".join(filter(None, (number(count), sums(dict(money))))))
            for name, count, money in parts
            if count
        ),
    ]


def _prices(one: CompetitorCard) -> list[Block]:
    if not one.trends:
        return []
    return [
        Heading(_("Prices seen")),
        *(Pair(cut(row.what, 40) or _("not said of what"), words.trend(row)) for row in one.trends),
    ]


def _latest(one: CompetitorCard, today: date) -> list[Block]:
    """What was seen last."""
    seen = one.standing.last
    if seen is None:
        return []
    told = " · ".join(filter(None, (words.seen(seen), seen.note)))
    return [Heading(_("Seen last"), day(seen.seen_on, today)), Paragraph(cut(told, 300))]
