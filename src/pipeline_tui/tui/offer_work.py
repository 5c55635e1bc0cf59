"""From a deal to its offers: opened where there are any, else begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline_tui.domain.offers import OfferRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.panel import Block, Entry, Heading
from pipeline_tui.wording import offers as words
from pipeline_tui.wording.formats import day_plain, money, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, tzinfo

    from pipeline_tui.tui.base import DeskScreen


async def open_offers(screen: DeskScreen, deal_id: int, *, another: bool = False) -> bool:
    """Open the newest offer of a deal; with `another`, or where there is none, begin one and ask for
    its first line. Whether one was begun."""
    from pipeline_tui.tui.screens.offer import OfferScreen

    desk = screen.desk
    rows = await screen.ask(desk.offer_views.listed, deal_id=deal_id)
    ids = [row.id for row in reversed(rows)]
    if rows and not another:
        screen.app.push_screen(OfferScreen(ids[-1], ids))
        return False
    done, made = await screen.attempt(desk.offers.make, deal_id)
    if done and made is not None:
        screen.app.push_screen(OfferScreen(made, [*ids, made], fill_in=True))
    return done


def blocks(rows: Sequence[OfferRow], today: date, zone: tzinfo) -> list[Block]:
    """The offers of a deal on its card, the newest first."""
    if not rows:
        return []
    found: list[Block] = [Heading(_("Offers"), number(len(rows)))]
    for one in rows:
        on = (one.sent_at or one.made_at).astimezone(zone).date()
        title = f"№ {one.code} · {money(one.sums.total_minor, one.currency)}"
        text = words.state(one, today)
        found.append(
            Entry(day_plain(on), title, cut(text), words.TONES[one.state(today)] or "strong")
        )
    return found
