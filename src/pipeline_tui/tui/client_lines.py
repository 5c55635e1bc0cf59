"""The client list: its columns, and a client as one line of them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from pipeline_tui.domain.clients import ClientRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.client_pages import cut
from pipeline_tui.tui.widgets.table import Cell, Column, Row
from pipeline_tui.wording import cards, formats
from pipeline_tui.wording.labels import field, label


def columns() -> list[Column]:
    """The columns, those dropped first where room is short bearing the largest width."""
    return [
        Column("name", field("name"), flex=3, min_width=20),
        Column("status", field("status"), 12, min_total_width=76),
        Column("abc", _("Cl"), 2, min_total_width=112),
        Column("city", field("city"), 15, min_total_width=96),
        Column("phone", field("phone"), 17, min_total_width=60, sortable=False),
        Column("open_deals", _("Deals"), 12, "right", min_total_width=104),
        Column("debt", field("debt"), 14, "right", min_total_width=86),
        Column("last_touch", field("last_touch"), 13, min_total_width=124),
        Column("next_step", field("next_step"), 18),
        Column("owner", field("owner"), 12, min_total_width=148),
        Column("tags", _("Tags"), flex=1, min_width=10, min_total_width=166, sortable=False),
    ]


def line(row: ClientRow, today: date, zone: ZoneInfo) -> Row:
    """A client as a line of the list."""
    late = row.next_step is not None and row.next_step < today
    step = "—"
    if row.next_step is not None:
        hour = "" if row.next_at is None else " " + formats.clock(row.next_at, zone)
        step = ("! " if late else "") + formats.day(row.next_step, today) + hour
    elif row.snoozed_until is not None and row.snoozed_until > today:
        step = _("rests")
    debt = cards.sums(row.debt, short=True) if row.debt else ""
    touched = row.last_touch
    return Row(
        row.id,
        {
            "name": cut(row.name),
            "status": label("client_status", row.status),
            "abc": row.abc or "",
            "city": cut(row.city),
            "phone": cut(formats.phone(row.phone, row.phone)) if row.phone else "",
            "open_deals": cards.sums(row.open_sums, short=True) if row.open_deals else "",
            "debt": Cell(f"! {debt}", "danger") if row.overdue else debt,
            "last_touch": (
                "" if touched is None
                else formats.day(touched.astimezone(zone).date(), today)
            ),
            "next_step": Cell(step, "warning" if late else "muted" if step == "—" else ""),
            "owner": cut(row.owner),
            "tags": cut(" ".join(f"#{tag}" for tag in row.tags)),
        },
        tone="muted" if row.status in ("do_not_call", "lost") else "",
    )  # fmt: skip
