"""Reading the organization: units, people, who holds which post."""

from approvals.organizations.access import is_role, post_ids_of, posts_of, roles_of
from approvals.organizations.queries.pages import Page, page_by_key, without_place
from approvals.organizations.queries.people import (
    HeldPost,
    people_list,
    people_summary,
    rights_of,
)
from approvals.organizations.queries.posts import (
    appointments_during,
    appointments_to_come,
    delegations_during,
    holders_of,
    holds_administrator_post,
    post_label,
    posts_for_role,
    reasons_to_keep_apart,
)
from approvals.organizations.queries.units import (
    ancestors_of,
    history_of,
    names_of,
    names_of_each,
    unit_posts,
    unit_subtree_ids,
    units_found,
    units_in_order,
)

__all__ = [
    "HeldPost",
    "Page",
    "ancestors_of",
    "appointments_during",
    "appointments_to_come",
    "delegations_during",
    "history_of",
    "holders_of",
    "holds_administrator_post",
    "is_role",
    "names_of",
    "names_of_each",
    "page_by_key",
    "people_list",
    "people_summary",
    "post_ids_of",
    "post_label",
    "posts_for_role",
    "posts_of",
    "reasons_to_keep_apart",
    "rights_of",
    "roles_of",
    "unit_posts",
    "unit_subtree_ids",
    "units_found",
    "units_in_order",
    "without_place",
]
