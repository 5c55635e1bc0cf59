"""What speaks against shipping to a client, in words."""

from __future__ import annotations

from datetime import date

from pipeline_tui.domain.shipping import Caution
from pipeline_tui.i18n import _
from pipeline_tui.wording import formats


def stopped(found: Caution) -> str:
    """The mark set by hand, in one line; nothing where there is none."""
    if found.stopped_on is None:
        return ""
    day = formats.day_plain(found.stopped_on)
    return _("Do not ship since {day}: {reason}").format(day=day, reason=found.stop_reason)


def caution(found: Caution, today: date) -> list[str]:
    """Everything to think of before a sale, the gravest first, a line each."""
    lines = [stopped(found)]
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
    return [line for line in lines if line]
