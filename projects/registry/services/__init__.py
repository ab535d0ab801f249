"""What users do with projects and their records: one function for each button."""

from projects.registry.services.differences import require_seen
from projects.registry.services.life import carry_on, enter_next_stage, follow_life, send_back
from projects.registry.services.members import appoint_member, end_member
from projects.registry.services.outcomes import (
    fail_record,
    pass_record,
    return_record,
    take_back_record,
)
from projects.registry.services.papers import attach_paper, remove_paper, replace_paper
from projects.registry.services.pins import (
    ask_for_version,
    move_to_version,
    refuse_version,
    take_back_request,
)
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
    "appoint_member",
    "ask_for_version",
    "attach_paper",
    "carry_on",
    "change_standing",
    "create_project",
    "discard_record",
    "end_member",
    "enter_next_stage",
    "fail_record",
    "follow_life",
    "move_project",
    "move_to_version",
    "next_number",
    "open_record",
    "pass_record",
    "print_record",
    "refuse_version",
    "remove_paper",
    "replace_paper",
    "require_seen",
    "return_record",
    "save_record",
    "send_back",
    "submit_record",
    "take_back_record",
    "take_back_request",
    "update_project",
    "withdraw_record",
]
