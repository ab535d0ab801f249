"""Tables of expert review: the pool, and each review with its draws and seats."""

from approvals.experts.models.pool import DEFAULT_CAP, Expert, ExpertField, ExpertState, ExpertTie
from approvals.experts.models.reviews import ExpertReview, ReviewStatus
from approvals.experts.models.seats import STANDING, ReviewDraw, ReviewSeat, SeatStatus

__all__ = [
    "DEFAULT_CAP",
    "STANDING",
    "Expert",
    "ExpertField",
    "ExpertReview",
    "ExpertState",
    "ExpertTie",
    "ReviewDraw",
    "ReviewSeat",
    "ReviewStatus",
    "SeatStatus",
]
