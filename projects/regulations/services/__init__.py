"""What is done with rulebooks: import, put in force, waive."""

from projects.regulations.services.packs import (
    PackError,
    read_pack,
    shipped_packs,
    validate_pack,
    write_pack,
)
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
    "grant_waiver",
    "import_pack",
    "import_shipped_packs",
    "may_put_in_force",
    "may_waive",
    "put_in_force",
    "read_pack",
    "revoke_waiver",
    "rule_of",
    "shipped_packs",
    "validate_pack",
    "waivable_rules",
    "write_pack",
]
