"""What users do with projects and their records: one function for each button."""

from projects.registry.services.backfilling import (
    JOB,
    backfill_projects,
    batches_of,
    reopen_batch,
    start_backfill,
)
from projects.registry.services.differences import require_seen
from projects.registry.services.ledgers import (
    check_ledger,
    match_columns,
    page_of,
    upload_ledger,
)
from projects.registry.services.legacy_heads import FIELDS as LEDGER_FIELDS
from projects.registry.services.letters import issue_letter, reserve_numbers, void_letter
from projects.registry.services.life import carry_on, enter_next_stage, follow_life, send_back
from projects.registry.services.locking import lock_project
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
    freeze_record,
    keep_record,
    open_record,
    print_record,
    save_record,
    submit_record,
    withdraw_record,
)

__all__ = [
    "JOB",
    "LEDGER_FIELDS",
    "appoint_member",
    "ask_for_version",
    "attach_paper",
    "backfill_projects",
    "batches_of",
    "carry_on",
    "change_standing",
    "check_ledger",
    "create_project",
    "discard_record",
    "end_member",
    "enter_next_stage",
    "fail_record",
    "follow_life",
    "freeze_record",
    "issue_letter",
    "keep_record",
    "lock_project",
    "match_columns",
    "move_project",
    "move_to_version",
    "next_number",
    "open_record",
    "page_of",
    "pass_record",
    "print_record",
    "refuse_version",
    "remove_paper",
    "reopen_batch",
    "replace_paper",
    "require_seen",
    "reserve_numbers",
    "return_record",
    "save_record",
    "send_back",
    "start_backfill",
    "submit_record",
    "take_back_record",
    "take_back_request",
    "update_project",
    "upload_ledger",
    "void_letter",
    "withdraw_record",
]
