"""The deeds of administrators and of people on their own account: one function per button."""

from approvals.organizations.services.accounts import (
    NewAccount,
    change_password,
    create_account,
    deactivate_account,
    edit_account,
    reactivate_account,
    reset_password,
    unlock_account,
)
from approvals.organizations.services.appointments import (
    appoint,
    delegate,
    end_appointment,
    end_delegation,
)
from approvals.organizations.services.catalogue import (
    NewRole,
    define_pairs,
    define_role,
    define_unit_kind,
    ensure_catalogue,
)
from approvals.organizations.services.handover import hand_over
from approvals.organizations.services.importing import import_rows, try_rows
from approvals.organizations.services.posts import (
    appoint_in_project,
    close_post,
    create_post,
    release_from_project,
    reopen_post,
    succeed_in_project,
)
from approvals.organizations.services.rehearsing import rehearse
from approvals.organizations.services.reorganizing import (
    cancel_reorganization,
    carry_out,
    carry_out_due,
    reorganize,
)
from approvals.organizations.services.units import (
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
    reactivate_unit,
)

__all__ = [
    "NewAccount",
    "NewRole",
    "appoint",
    "appoint_in_project",
    "cancel_reorganization",
    "carry_out",
    "carry_out_due",
    "change_password",
    "close_post",
    "create_account",
    "create_post",
    "create_unit",
    "deactivate_account",
    "deactivate_unit",
    "define_pairs",
    "define_role",
    "define_unit_kind",
    "delegate",
    "edit_account",
    "edit_unit",
    "end_appointment",
    "end_delegation",
    "ensure_catalogue",
    "hand_over",
    "import_rows",
    "move_unit",
    "reactivate_account",
    "reactivate_unit",
    "rehearse",
    "release_from_project",
    "reopen_post",
    "reorganize",
    "reset_password",
    "succeed_in_project",
    "try_rows",
    "unlock_account",
]
