"""`competitor`: who else sells to the clients, how deals against each end, what they ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline_tui.cli import base, competitor_sightings, options
from pipeline_tui.cli.competitor_sightings import OneCompetitor, sighting_json
from pipeline_tui.cli.values import find_competitor
from pipeline_tui.domain.figures import Part
from pipeline_tui.i18n import N_, _

if TYPE_CHECKING:
    from pipeline_tui.domain.competitors import CompetitorCard, Standing
    from pipeline_tui.services.desk import Desk

_Also = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="NAME", help=N_("Another name of it; may be given again.")),
]
_Site = Annotated[str | None, typer.Option("--site", help=N_("Its site."))]
_Strong = Annotated[str | None, typer.Option("--strengths", help=N_("What it is strong at."))]
_Weak = Annotated[str | None, typer.Option("--weaknesses", help=N_("What it is weak at."))]
_Answer = Annotated[
    str | None, typer.Option("--answer", help=N_("What to answer when it comes up."))
]


def add(app: typer.Typer) -> None:
    """Add the verbs."""
    noun = typer.Typer(no_args_is_help=True)
    app.add_typer(noun, name="competitor")
    _add_reading(noun)
    _add_writing(noun)
    competitor_sightings.add(noun)


def _add_reading(noun: typer.Typer) -> None:
    @noun.command("list", help=_("List competitors with the deals in which they stood."))
    def list_competitors(
        context: typer.Context,
        all_: Annotated[bool, typer.Option("--all", help=_("Those put away too."))] = False,
        unnamed: Annotated[
            bool, typer.Option("--unnamed", help=_("Names in deals that no competitor has."))
        ] = False,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            if unnamed:
                names = desk.competitor_views.unnamed()
                if as_json:
                    base.give_json(names)
                else:
                    base.give_table(
                        (_("Name"), _("Deals")), [(one.name, str(one.deals)) for one in names],
                        right=(1,),
                    )  # fmt: skip
                return
            rows = [one for one in desk.competitor_views.standings() if all_ or not one.who.retired]
            if as_json:
                base.give_json([_as_json(one) for one in rows])
            else:
                _give_rows(desk, rows)

    @noun.command(help=_("Show a competitor whole: what to answer, deals, sightings, prices."))
    def show(
        context: typer.Context,
        competitor: OneCompetitor,
        deals: Annotated[
            Part | None,
            typer.Option("--deals", help=_("The deals behind: all, open, won or lost.")),
        ] = None,
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            number = find_competitor(desk, competitor)
            if deals is not None:
                _give_deals(desk, desk.competitor_views.deals(number, deals), as_json=as_json)
            else:
                _give_card(desk, desk.competitor_views.card(number), as_json=as_json)


def _add_writing(noun: typer.Typer) -> None:
    @noun.command("add", help=_("Enter a competitor; answers with its number."))
    def add_competitor(
        context: typer.Context,
        name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
        also: _Also = None, site: _Site = None, strengths: _Strong = None,
        weaknesses: _Weak = None, answer: _Answer = None, as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = desk.competitors.add({**_values(locals()), "name": name})
            _answer(desk, number, as_json=as_json)

    @noun.command(
        help=_("Change a competitor; an empty value clears one, --also names all others.")
    )
    def edit(
        context: typer.Context,
        competitor: OneCompetitor,
        name: options.Name = None,
        also: _Also = None, site: _Site = None, strengths: _Strong = None,
        weaknesses: _Weak = None, answer: _Answer = None, as_json: base.Json = False,
    ) -> None:  # fmt: skip
        with base.run_of(context).desk() as desk:
            number = find_competitor(desk, competitor)
            values = _values(locals())
            if name is not None:
                values["name"] = name
            desk.competitors.edit(number, values)
            _answer(desk, number, as_json=as_json)

    @noun.command(help=_("Put a competitor away, or with --back bring it back."))
    def archive(
        context: typer.Context,
        competitor: OneCompetitor,
        back: Annotated[bool, typer.Option("--back", help=_("Bring it back."))] = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            desk.competitors.archive(find_competitor(desk, competitor), back=back)

    @noun.command(help=_("Make one of several: the first takes over names, deals and sightings."))
    def merge(
        context: typer.Context,
        competitor: OneCompetitor,
        others: Annotated[
            list[str], typer.Argument(metavar="OTHER", help=_("Those that are the same."))
        ],
        as_json: base.Json = False,
    ) -> None:
        with base.run_of(context).desk() as desk:
            kept = find_competitor(desk, competitor)
            desk.competitors.merge(kept, [find_competitor(desk, one) for one in others])
            _answer(desk, kept, as_json=as_json)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a draft from the options that were given."""
    found: dict[str, Any] = {
        name: given[name] for name in ("site", "strengths", "weaknesses") if given[name] is not None
    }
    if given["answer"] is not None:
        found["battlecard"] = given["answer"]
    if given["also"]:
        found["also"] = "\n".join(given["also"])
    return found


def _answer(desk: Desk, number: int, *, as_json: bool) -> None:
    standing = desk.competitor_views.card(number).standing
    if as_json:
        base.give_json(_as_json(standing))
    else:
        base.give(str(number))
        base.done(standing.who.name)


def _as_json(one: Standing) -> dict[str, Any]:
    """A competitor and how deals against it ended; money in minor units."""
    low, high = one.share.interval
    return {
        **base.plain(one.who),
        "decided": one.share.n, "won": one.won, "lost": one.lost, "open": one.open,
        "won_amounts": dict(one.won_amounts), "lost_amounts": dict(one.lost_amounts),
        "open_amounts": dict(one.open_amounts), "win_rate": one.share.rate,
        "likely": [round(low, 4), round(high, 4)], "too_little_data": one.little_data,
        "sightings": one.seen, "last": None if one.last is None else sighting_json(one.last),
        "last_price": None if one.priced is None else sighting_json(one.priced),
    }  # fmt: skip


def _give_rows(desk: Desk, rows: Sequence[Standing]) -> None:
    from pipeline_tui.wording import competitors as words
    from pipeline_tui.wording.contact_rates import range_of
    from pipeline_tui.wording.formats import number, sums
    from pipeline_tui.wording.labels import field

    today = desk.today()
    base.give_table(
        (
            _("No."), field("name"), _("Decided"), _("Share won"), _("Likely"), _("Lost to it"),
            _("In work"), _("Seen last"), field("price"), "",
        ),
        [
            (
                str(one.id), one.who.name, number(one.share.n), words.rate(one),
                range_of(one.share) if one.share.n else "", sums(dict(one.lost_amounts)),
                number(one.open), words.last_seen(one.last, today), words.price(one.priced),
                _("put away") if one.who.retired else "",
            )
            for one in rows
        ],
        right=(0, 2, 3, 4, 5, 6, 8),
    )  # fmt: skip
    base.done(words.few_mark())


def _give_card(desk: Desk, card: CompetitorCard, *, as_json: bool) -> None:
    from pipeline_tui.wording import competitors as words
    from pipeline_tui.wording.formats import day, sums
    from pipeline_tui.wording.labels import field

    one, who = card.standing, card.standing.who
    if as_json:
        parts = (Part.WON, Part.LOST, Part.OPEN)
        base.give_json(
            {
                **_as_json(one),
                "deals": {part.value: desk.competitor_views.deals(one.id, part) for part in parts},
                "seen": [sighting_json(row) for row in card.sightings],
                "prices": [
                    {**base.plain(row), "change": row.change, "above_ours": row.above_ours}
                    for row in card.trends
                ],
            }
        )  # fmt: skip
        return
    base.give(f"{who.id} {who.name}")
    facts = (
        (field("also"), ", ".join(who.also)), (field("site"), who.site),
        (field("battlecard"), who.battlecard), (field("strengths"), who.strengths),
        (field("weaknesses"), who.weaknesses), (_("Share won"), words.rate_in_full(one)),
        (_("Lost to it"), sums(dict(one.lost_amounts))),
        (_("In work"), sums(dict(one.open_amounts))),
    )  # fmt: skip
    for name, value in facts:
        if value:
            base.give(f"  {name}: {value}")
    for row in card.trends:
        base.give(f"  {row.what}: {words.trend(row)}")
    today = desk.today()
    for seen in card.sightings:
        told = " · ".join(filter(None, (words.seen(seen), seen.note)))
        base.give(f"  {seen.id} {day(seen.seen_on, today)}  {told}")


def _give_deals(desk: Desk, ids: Sequence[int], *, as_json: bool) -> None:
    from pipeline_tui.cli.deal_answers import give_rows, row_json

    found = desk.funnel.rows(ids)
    rows = [found[id_] for id_ in ids]
    if as_json:
        base.give_json([row_json(desk, row) for row in rows])
    else:
        give_rows(desk, rows)
