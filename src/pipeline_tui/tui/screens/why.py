"""Why a line stands where it stands: the sentence first, the numbers below."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from pipeline_tui.domain.calls import CallRow
from pipeline_tui.i18n import _
from pipeline_tui.tui.base import DeskModal
from pipeline_tui.tui.widgets.panel import CardPanel, Gap, Heading, Paragraph, Title
from pipeline_tui.wording import reasons


class WhyScreen(DeskModal[None]):
    """The reason of one line, its tier, and every part of its score."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar = [("escape,q,й,W,Ц,enter", "leave", "")]

    def __init__(self, row: CallRow, at: reasons.Clock) -> None:
        super().__init__()
        self._row = row
        self._at = at

    def compose(self) -> ComposeResult:
        row = self._row
        lines = reasons.score_lines(row.score)
        wide = max(len(points) for _what, points, _most in lines)
        total = (_("in all"), reasons.score_total(row.score))
        label = max(len(one) for one in (*(what for what, _points, _most in lines), total[0]))
        with Vertical(id="why"):
            yield CardPanel(
                [
                    Title(row.client),
                    Paragraph(reasons.reason(row, self._at), "strong"),
                    Heading(reasons.tier_title(row.tier), _("line {n}").format(n=row.rank)),
                    Paragraph(
                        _("Sections go strictly in order; the points order one section only."),
                        "muted",
                    ),
                    Gap(),
                    *(
                        Paragraph(
                            f"{what:<{label}}  "
                            + _("{points} of {most}").format(points=points.rjust(wide), most=most)
                        )
                        for what, points, most in lines
                    ),
                    Paragraph(f"{total[0]:<{label}}  {total[1]}", "strong"),
                ]
            )  # fmt: skip
