"""What is done with rulebooks: import, put in force, waive."""

from projects.regulations.services.approving import (
    approve_draft,
    may_approve,
    may_submit,
    return_draft,
    submit_draft,
)
from projects.regulations.services.beginning import begin_regulation, begin_revision
from projects.regulations.services.drafting import (
    add_thing,
    discard_draft,
    drop_thing,
    keep_thing,
    may_edit,
    move_thing,
    put_back,
)
from projects.regulations.services.forcing import confirm_force, may_press, propose_force
from projects.regulations.services.packs import (
    PackError,
    national_packs,
    read_pack,
    shipped_packs,
    validate_pack,
    write_content,
    write_pack,
)
from projects.regulations.services.precedence import decide_precedence
from projects.regulations.services.publishing import (
    import_pack,
    import_shipped_packs,
    may_put_in_force,
    put_in_force,
)
from projects.regulations.services.waivers import (
    grant_waiver,
    may_waive,
    revoke_waiver,
    rule_of,
    waivable_rules,
)

__all__ = [
    "PackError",
    "add_thing",
    "approve_draft",
    "begin_regulation",
    "begin_revision",
    "confirm_force",
    "decide_precedence",
    "discard_draft",
    "drop_thing",
    "grant_waiver",
    "import_pack",
    "import_shipped_packs",
    "keep_thing",
    "may_approve",
    "may_edit",
    "may_press",
    "may_put_in_force",
    "may_submit",
    "may_waive",
    "move_thing",
    "national_packs",
    "propose_force",
    "put_back",
    "put_in_force",
    "read_pack",
    "return_draft",
    "revoke_waiver",
    "rule_of",
    "shipped_packs",
    "submit_draft",
    "validate_pack",
    "waivable_rules",
    "write_content",
    "write_pack",
]
