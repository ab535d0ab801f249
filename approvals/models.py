"""Every table of this app, gathered for Django."""

from approvals.calendars.models import CalendarDay
from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    FlowDefinition,
    Meeting,
    MeetingItem,
    Opinion,
    Reading,
)
from approvals.inbox.models import Phrase
from approvals.notifications.models import (
    Delivery,
    Notice,
    NoticeChannel,
    NoticePreference,
)
from approvals.organizations.models import (
    Appointment,
    Delegation,
    FormerPassword,
    OpenSession,
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
    "ApprovalProcess",
    "ApprovalTask",
    "CalendarDay",
    "Delegation",
    "Delivery",
    "FlowDefinition",
    "FormerPassword",
    "Meeting",
    "MeetingItem",
    "Notice",
    "NoticeChannel",
    "NoticePreference",
    "OpenSession",
    "Opinion",
    "Phrase",
    "Post",
    "Reading",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SetupRun",
    "Unit",
    "UnitKind",
    "User",
]
