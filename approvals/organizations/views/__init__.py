"""The pages of sign-in, one's own account, units, people, posts and the first set-up."""

from approvals.organizations.views.account import (
    account,
    change_password,
    end_own_delegation,
    give_delegation,
    remove_factor,
    second_factor,
)
from approvals.organizations.views.handover import hand_over
from approvals.organizations.views.importing import (
    import_organization,
    import_start,
    import_template,
)
from approvals.organizations.views.keys import (
    post_claims,
    remove_post_claim,
    remove_security_key,
    renew_codes,
    security_keys,
)
from approvals.organizations.views.people import (
    add_person,
    deactivate_person,
    delegate_for,
    edit_person,
    export_people,
    people,
    person,
    reactivate_person,
    reset_person,
    unlock_person,
)
from approvals.organizations.views.posts import (
    add_post,
    close_post,
    end_appointment,
    end_delegation,
    reopen_post,
)
from approvals.organizations.views.reorganizing import cancel_reorganization, reorganize
from approvals.organizations.views.seals import (
    add_seal_certificate,
    seal_certificates,
    withdraw_seal_certificate,
)
from approvals.organizations.views.sessions import (
    end_person_sessions,
    end_session,
    end_sessions,
)
from approvals.organizations.views.setup import setup, setup_step
from approvals.organizations.views.sign_in import enter_code, locked_out, sign_in, sign_out
from approvals.organizations.views.sign_on import sign_on, sign_on_callback
from approvals.organizations.views.units import (
    add_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
    reactivate_unit,
    unit,
    units,
)

__all__ = [
    "account",
    "add_person",
    "add_post",
    "add_seal_certificate",
    "add_unit",
    "cancel_reorganization",
    "change_password",
    "close_post",
    "deactivate_person",
    "deactivate_unit",
    "delegate_for",
    "edit_person",
    "edit_unit",
    "end_appointment",
    "end_delegation",
    "end_own_delegation",
    "end_person_sessions",
    "end_session",
    "end_sessions",
    "enter_code",
    "export_people",
    "give_delegation",
    "hand_over",
    "import_organization",
    "import_start",
    "import_template",
    "locked_out",
    "move_unit",
    "people",
    "person",
    "post_claims",
    "reactivate_person",
    "reactivate_unit",
    "remove_factor",
    "remove_post_claim",
    "remove_security_key",
    "renew_codes",
    "reopen_post",
    "reorganize",
    "reset_person",
    "seal_certificates",
    "second_factor",
    "security_keys",
    "setup",
    "setup_step",
    "sign_in",
    "sign_on",
    "sign_on_callback",
    "sign_out",
    "unit",
    "units",
    "unlock_person",
    "withdraw_seal_certificate",
]
