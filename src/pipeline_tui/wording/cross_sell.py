"""What goes with what, in one line to say aloud."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.cross_sell import Suggestion
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import decimal, number


def line(found: Sequence[Suggestion]) -> str:
    """The best suggestion with its numbers; empty where there is none."""
    if not found:
        return ""
    one = found[0]
    return _(
        "Offer “{offer}”: {both} of {n} who have “{have}” took it, {lift} times as often as by chance"
    ).format(
        offer=one.b, both=number(one.pair.with_both), n=number(one.pair.with_a), have=one.a,
        lift=decimal(one.pair.lift, 2),
    )  # fmt: skip
