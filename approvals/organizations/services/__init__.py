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
from approvals.organizations.services.catalogue import ensure_catalogue
from approvals.organizations.services.posts import close_post, create_post, reopen_post
from approvals.organizations.services.units import (
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
    reactivate_unit,
)

__all__ = [
    "NewAccount",
    "appoint",
    "change_password",
    "close_post",
    "create_account",
    "create_post",
    "create_unit",
    "deactivate_account",
    "deactivate_unit",
    "delegate",
    "edit_account",
    "edit_unit",
    "end_appointment",
    "end_delegation",
    "ensure_catalogue",
    "move_unit",
    "reactivate_account",
    "reactivate_unit",
    "reopen_post",
    "reset_password",
    "unlock_account",
]
