"""Compiling, confirming and adjusting the annual plan: one function for each button."""

from projects.planning.services.compiling import (
    add_projects,
    adjust_plan,
    begin_plan,
    change_items,
    remove_item,
)
from projects.planning.services.confirming import (
    MATTER,
    confirm_plan,
    note_export,
    return_plan,
    submit_plan,
    withdraw_plan,
)
from projects.planning.services.exchanging import (
    ACCEPT,
    REFUSE,
    discard_import,
    hand_out_plan,
    settle_import,
    take_in_plan,
)

__all__ = [
    "ACCEPT",
    "MATTER",
    "REFUSE",
    "add_projects",
    "adjust_plan",
    "begin_plan",
    "change_items",
    "confirm_plan",
    "discard_import",
    "hand_out_plan",
    "note_export",
    "remove_item",
    "return_plan",
    "settle_import",
    "submit_plan",
    "take_in_plan",
    "withdraw_plan",
]
