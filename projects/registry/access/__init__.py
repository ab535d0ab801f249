"""Who may see or touch which project: the only module that knows guardian.

Every right comes from a *duty*: the rulebook says which role does what in which stage, and a
task on the desk adds the right to decide. Who has a post at the owner unit, or above it in the
unit tree, sees its projects and has his rights by the tree. All other rights become rows on
the group of a post when the duty begins and go when it ends, so that a right never outlives
its reason, and a person who leaves a post loses it the same day.

Beside rights a reader holds *roles* on a project (`role:PMO`): a rulebook may say which roles
fill in a record.
"""

from projects.registry.access.backend import DutyBackend
from projects.registry.access.duties import grant_duties, sync_duties
from projects.registry.access.grounds import (
    VIEW,
    Cause,
    Ground,
    grounds_on,
    may_lead_on,
    owned_unit_ids,
    rights_on,
    visible_projects,
)
from projects.registry.access.named import NamedRight, move_named_right, named_rights_of
from projects.registry.access.sealing import sealing_units

__all__ = [
    "VIEW",
    "Cause",
    "DutyBackend",
    "Ground",
    "NamedRight",
    "grant_duties",
    "grounds_on",
    "may_lead_on",
    "move_named_right",
    "named_rights_of",
    "owned_unit_ids",
    "rights_on",
    "sealing_units",
    "sync_duties",
    "visible_projects",
]
