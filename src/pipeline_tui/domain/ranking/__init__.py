"""The call list: who may be called now, in what order, and why.

Everything here is a pure function of candidates and clock: gates decide who is hidden, tiers are
strict, a score orders one tier. Wording of reasons and gates lives in `wording.reasons`.
"""

from pipeline_tui.domain.ranking.candidates import (
    INTERRUPTS,
    Candidate,
    Gate,
    Prospect,
    Reason,
    Tier,
)
from pipeline_tui.domain.ranking.gates import Closed, cautions, closed, rule
from pipeline_tui.domain.ranking.order import Day, Hidden, Ranked, Ranking, going_on, rank
from pipeline_tui.domain.ranking.score import Score

__all__ = [
    "INTERRUPTS", "Candidate", "Closed", "Day", "Gate", "Hidden", "Prospect", "Ranked", "Ranking", "Reason",
    "Score", "Tier", "cautions", "closed", "going_on", "rank", "rule",
]  # fmt: skip
