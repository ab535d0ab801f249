"""What an application and its appraisal may contain, and when calls may be changed."""

from projects.application.rules.calls import (
    may_announce,
    may_ask_late,
    may_cancel_call,
    may_change_call,
    may_decide_late,
)
from projects.application.rules.contents import (
    check_application,
    check_appraisal,
    may_add_term,
    may_contain,
    may_declare,
    may_hold,
    may_plan_for,
    may_retire_term,
    may_review,
    may_start,
    secret_words,
)

__all__ = [
    "check_application",
    "check_appraisal",
    "may_add_term",
    "may_announce",
    "may_ask_late",
    "may_cancel_call",
    "may_change_call",
    "may_contain",
    "may_decide_late",
    "may_declare",
    "may_hold",
    "may_plan_for",
    "may_retire_term",
    "may_review",
    "may_start",
    "secret_words",
]
