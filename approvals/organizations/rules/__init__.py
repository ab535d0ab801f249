"""What the organization allows: who edits what, who may hold which post, who may leave."""

from approvals.organizations.rules.abilities import may
from approvals.organizations.rules.people import (
    is_not_oneself,
    is_witnessed,
    may_appoint,
    may_close_post,
    may_deactivate_user,
    may_delegate,
    may_end_appointment,
    may_end_delegation,
    may_hand_over,
    may_pass_on,
    may_touch_account,
    may_use_username,
    nothing_is_orphaned,
)
from approvals.organizations.rules.together import keeps_roles_apart, may_be_kept_apart
from approvals.organizations.rules.units import (
    may_cancel_reorganization,
    may_close_unit,
    may_merge_into,
    may_receive,
    may_reorganize,
    may_use_credit_code,
    may_use_unit,
)

__all__ = [
    "is_not_oneself",
    "is_witnessed",
    "keeps_roles_apart",
    "may",
    "may_appoint",
    "may_be_kept_apart",
    "may_cancel_reorganization",
    "may_close_post",
    "may_close_unit",
    "may_deactivate_user",
    "may_delegate",
    "may_end_appointment",
    "may_end_delegation",
    "may_hand_over",
    "may_merge_into",
    "may_pass_on",
    "may_receive",
    "may_reorganize",
    "may_touch_account",
    "may_use_credit_code",
    "may_use_unit",
    "may_use_username",
    "nothing_is_orphaned",
]
