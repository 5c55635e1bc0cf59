"""What goes with what, in one line to say aloud."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline_tui.domain.cross_sell import Suggestion
from pipeline_tui.i18n import _
from pipeline_tui.wording.formats import decimal, number

_NAME = 22


def line(found: Sequence[Suggestion]) -> str:
    """The best suggestion with its numbers, how many of those who have the one have the other too and
    how many times as often as by chance; empty where there is none."""
    if not found:
        return ""
    one = found[0]
    return _("Offer “{offer}”: {both} of {n} with “{have}” have it, ×{lift}").format(
        offer=_short(one.b), both=number(one.pair.with_both), n=number(one.pair.with_a),
        have=_short(one.a), lift=decimal(one.pair.lift, 2),
    )  # fmt: skip


def _short(name: str) -> str:
    """So much of a name that two of them and the numbers fit a line of 80 cells."""
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip(" ,") + "…"
