"""What people do with the pool and with reviews: one function per button."""

from approvals.experts.services.convening import (
    cancel_review,
    convene,
    fill_seats,
    move_deadline,
    release_seat,
)
from approvals.experts.services.pool import (
    add_expert,
    add_field,
    add_tie,
    drop_tie,
    edit_expert,
    edit_field,
    resume_expert,
    suspend_expert,
)
from approvals.experts.services.reviewing import (
    conclude_review,
    declare,
    keep_scores,
    open_results,
    submit_scores,
)

__all__ = [
    "add_expert",
    "add_field",
    "add_tie",
    "cancel_review",
    "conclude_review",
    "convene",
    "declare",
    "drop_tie",
    "edit_expert",
    "edit_field",
    "fill_seats",
    "keep_scores",
    "move_deadline",
    "open_results",
    "release_seat",
    "resume_expert",
    "submit_scores",
    "suspend_expert",
]
