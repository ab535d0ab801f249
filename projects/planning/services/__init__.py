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

__all__ = [
    "MATTER",
    "add_projects",
    "adjust_plan",
    "begin_plan",
    "change_items",
    "confirm_plan",
    "note_export",
    "remove_item",
    "return_plan",
    "submit_plan",
    "withdraw_plan",
]
