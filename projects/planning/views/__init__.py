"""Pages of the annual plan: the plan itself, and what is compiled together with others."""

from projects.planning.views.exchange import (
    compare_versions,
    discard_import,
    hand_out,
    review_import,
    settle_import,
    take_in,
)
from projects.planning.views.plans import (
    add_projects,
    adjust_plan,
    export,
    plan,
    plan_item,
    plan_list,
    remove_item,
    submit_plan,
    withdraw_plan,
)

__all__ = [
    "add_projects",
    "adjust_plan",
    "compare_versions",
    "discard_import",
    "export",
    "hand_out",
    "plan",
    "plan_item",
    "plan_list",
    "remove_item",
    "review_import",
    "settle_import",
    "submit_plan",
    "take_in",
    "withdraw_plan",
]
