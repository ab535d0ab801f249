"""What users do with projects and their records: one function for each button."""

from projects.registry.services.outcomes import (
    fail_record,
    pass_record,
    return_record,
    take_back_record,
)
from projects.registry.services.papers import attach_paper, remove_paper, replace_paper
from projects.registry.services.projects import (
    change_standing,
    create_project,
    move_project,
    next_number,
    update_project,
)
from projects.registry.services.records import (
    discard_record,
    open_record,
    print_record,
    save_record,
    submit_record,
    withdraw_record,
)

__all__ = [
    "attach_paper",
    "change_standing",
    "create_project",
    "discard_record",
    "fail_record",
    "move_project",
    "next_number",
    "open_record",
    "pass_record",
    "print_record",
    "remove_paper",
    "replace_paper",
    "return_record",
    "save_record",
    "submit_record",
    "take_back_record",
    "update_project",
    "withdraw_record",
]
