"""The client list: its columns, and a client as one line of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pipeline_tui.domain.clients import ClientRow
from pipeline_tui.domain.found_by import FoundBy
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.table import Cell, Column, Row
from pipeline_tui.wording import cards, finding, formats
from pipeline_tui.wording.labels import field, label

OWN = "custom:"
"""A column of the user's own field is called so, with its name behind."""
STANDARD = (
    "name", "status", "abc", "city", "phone", "open_deals", "debt", "last_touch", "next_step", "owner",
    "tags",
)  # fmt: skip
"""Shown where nobody chose, as far as there is room."""


def catalogue(own: Sequence[str] = ()) -> list[Column]:
    """Every column there is, with those of the user's own fields last. Those dropped first where room
    is short bear the largest width."""
    return [
        Column("name", field("name"), flex=3, min_width=20),
        Column("status", field("status"), 12, min_total_width=76),
        Column("abc", _("Cl"), 2, min_total_width=112, name=field("abc")),
        Column("city", field("city"), 15, min_total_width=96),
        Column("phone", field("phone"), 17, min_total_width=60),
        Column("open_deals", _("Deals"), 12, "right", min_total_width=104),
        Column("debt", field("debt"), 14, "right", min_total_width=86),
        Column("last_touch", field("last_touch"), 13, min_total_width=124),
        Column("next_step", field("next_step"), 18),
        Column("owner", field("owner"), 12, min_total_width=148),
        Column("tags", _("Tags"), flex=1, min_width=10, min_total_width=166),
        Column("turnover", _("Paid in a year"), 14, "right"),
        Column("attempts", _("Attempts"), 8, "right"),
        Column("region", field("region"), 18),
        Column("country", field("country"), 7),
        Column("industry", field("industry"), 14),
        Column("source", field("source"), 14),
        Column("kind", field("kind"), 14),
        Column("created", _("Client since"), 13),
        Column("verified", _("Checked"), 13),
        *(Column(OWN + name, cut(name), 14) for name in own),
    ]


def columns(chosen: Sequence[str] = (), own: Sequence[str] = ()) -> list[Column]:
    """The chosen columns in their order, the last dropped first where room is short; the standard ones
    where nobody chose."""
    known = {column.key: column for column in catalogue(own)}
    wanted = [key for key in chosen if key in known]
    if not wanted:
        return [known[key] for key in STANDARD]
    return [replace(known[key], min_total_width=0) for key in wanted]


def line(
    row: ClientRow, today: date, zone: ZoneInfo, own: Mapping[str, str], why: FoundBy | None = None
) -> Row:
    """A client as a line of the list, with what they were found by where it is neither the name nor
    the city, which has a column. `own` are own fields in words, by name."""
    said = "" if why is None or why.matched == "city" else finding.why(why)
    late = row.next_step is not None and row.next_step < today
    step = "—"
    if row.next_step is not None:
        hour = "" if row.next_at is None else " " + formats.clock(row.next_at, zone)
        step = ("! " if late else "") + formats.day(row.next_step, today) + hour
    elif row.snoozed_until is not None and row.snoozed_until > today:
        step = _("rests")
    debt = cards.sums(row.debt, short=True) if row.debt else ""

    def on(moment: datetime | None) -> str:
        return "" if moment is None else formats.day(moment.astimezone(zone).date(), today)

    return Row(
        row.id,
        {
            "name": Cell(cut(row.name), also=cut(said)) if said else cut(row.name),
            "status": label("client_status", row.status),
            "abc": row.abc or "",
            "city": cut(row.city),
            "phone": cut(formats.phone(row.phone, row.phone)) if row.phone else "",
            "open_deals": cards.sums(row.open_sums, short=True) if row.open_deals else "",
            "debt": Cell(f"! {debt}", "danger") if row.overdue else debt,
            "last_touch": on(row.last_touch),
            "next_step": Cell(step, "warning" if late else "muted" if step == "—" else ""),
            "owner": cut(row.owner),
            "tags": cut(" ".join(f"#{tag}" for tag in row.tags)),
            "turnover": cards.sums(row.turnover, short=True) if row.turnover else "",
            "attempts": formats.number(row.attempts) if row.attempts else "",
            "region": cut(row.region),
            "country": cut(row.country),
            "industry": cut(row.industry),
            "source": cut(row.source),
            "kind": label("client_kind", row.kind),
            "created": on(row.created),
            "verified": "" if row.verified_on is None else formats.day(row.verified_on, today),
            **{OWN + name: cut(text) for name, text in own.items()},
        },
        tone="muted" if row.status in ("do_not_call", "lost") else "",
    )
