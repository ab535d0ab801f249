"""Pure shapes of expert review: what a panel must look like, how it is drawn, what is scored."""

from approvals.experts.shapes.demands import (
    RECUSALS,
    Candidate,
    Demand,
    Quota,
    barred,
    share_of,
    ties_between,
)
from approvals.experts.shapes.drawing import NoPanelError, draw, in_drawn_order, shortfalls
from approvals.experts.shapes.scoring import CONCLUSIONS, ScoreBox, ScoreForm, Step, Tally

__all__ = [
    "CONCLUSIONS",
    "RECUSALS",
    "Candidate",
    "Demand",
    "NoPanelError",
    "Quota",
    "ScoreBox",
    "ScoreForm",
    "Step",
    "Tally",
    "barred",
    "draw",
    "in_drawn_order",
    "share_of",
    "shortfalls",
    "ties_between",
]
