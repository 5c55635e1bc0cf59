"""Coming back in words: why they left, what they were offered last, and with what to come back."""

from __future__ import annotations

from pipeline_tui.domain.win_back import WinBack
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import day_plain, money
from pipeline_tui.wording.labels import named


def why_lost(one: WinBack) -> str:
    """`lost 12 January: expensive (Vega)`; empty where no deal was lost."""
    if one.lost_on is None or one.reason is None:
        return ""
    reason = named("loss_reason", one.reason, one.reason_name)
    if one.competitor:
        reason = f"{reason} ({one.competitor})"
    return _("lost {day}: {reason}").format(day=day_plain(one.lost_on), reason=reason)


def last_order(one: WinBack) -> str:
    """`last order 12 Jan 2025`; empty where a deal was lost since, or nothing was ever ordered."""
    if one.ordered_on is None:
        return ""
    return _("last order {day}").format(day=day_plain(one.ordered_on))


def last_offer(one: WinBack) -> str:
    """`offer 7 for 500 000 ₽, 5 January`; empty where none was sent."""
    if one.offer is None:
        return ""
    return _("offer {number} for {sum}, {day}").format(
        number=one.offer.code, sum=money(one.offer.total_minor, one.offer.currency),
        day=day_plain(one.offer.sent_on),
    )  # fmt: skip


def line(one: WinBack) -> str:
    """All of it in one line, without the words to come back with."""
    return " · ".join(filter(None, (one.title, why_lost(one), last_order(one), last_offer(one))))
