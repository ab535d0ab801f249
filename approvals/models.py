"""Every table of this app, gathered for Django."""

from approvals.calendars.models import CalendarDay
from approvals.notifications.models import Notice
from approvals.organizations.models import (
    Appointment,
    Delegation,
    Post,
    RecoveryCode,
    Role,
    SecondFactor,
    SetupRun,
    Unit,
    UnitKind,
    User,
)

__all__ = [
    "Appointment",
    "CalendarDay",
    "Delegation",
    "Notice",
    "Post",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SetupRun",
    "Unit",
    "UnitKind",
    "User",
]
