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
from approvals.inbox.models import CalendarFeed, Phrase
from approvals.notifications.models import (
    Announcement,
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
    PostClaim,
    RecoveryCode,
    Role,
    SecondFactor,
    SecurityKey,
    SetupRun,
    Unit,
    UnitKind,
    User,
)

__all__ = [
    "Announcement",
    "Appointment",
    "ApprovalProcess",
    "ApprovalTask",
    "CalendarDay",
    "CalendarFeed",
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
    "PostClaim",
    "Reading",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SecurityKey",
    "SetupRun",
    "Unit",
    "UnitKind",
    "User",
]
