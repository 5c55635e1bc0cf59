"""What speaks against shipping to a client, in words."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.shipping import Caution
from pipeline_tui.i18n import _
from pipeline_tui.wording import formats


def stopped(since: date, reason: str) -> str:
    """The mark set by hand, in one line."""
    return _("Do not ship since {day}: {reason}").format(
        day=formats.day_plain(since), reason=reason
    )


def caution(found: Caution, today: date) -> list[str]:
    """Everything to think of before a sale, the gravest first, a line each."""
    lines = []
    if found.stopped_on is not None:
        lines.append(stopped(found.stopped_on, found.stop_reason))
    if found.above and found.limit is not None:
        currency, most = found.limit
        lines.append(
            _("Over the credit limit of {limit} by {sum}").format(
                limit=formats.money(most, currency), sum=formats.sums(dict(found.above))
            )
        )
    if found.overdue and found.oldest_on is not None:
        lines.append(
            _("Overdue {sum}, {days} late").format(
                sum=formats.sums(dict(found.overdue)),
                days=formats.days((today - found.oldest_on).days),
            )
        )
    return lines
