"""Units, people, posts, and who holds which post from when to when."""

from approvals.organizations.models.accounts import (
    FormerPassword,
    OpenSession,
    RecoveryCode,
    SecondFactor,
    SecurityKey,
    SetupRun,
)
from approvals.organizations.models.people import User
from approvals.organizations.models.posts import (
    Appointment,
    Delegation,
    ExclusivePair,
    Post,
    PostClaim,
    Role,
)
from approvals.organizations.models.reorganizations import Reorganization
from approvals.organizations.models.units import Unit, UnitKind

__all__ = [
    "Appointment",
    "Delegation",
    "ExclusivePair",
    "FormerPassword",
    "OpenSession",
    "Post",
    "PostClaim",
    "RecoveryCode",
    "Reorganization",
    "Role",
    "SecondFactor",
    "SecurityKey",
    "SetupRun",
    "Unit",
    "UnitKind",
    "User",
]
