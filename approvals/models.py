"""Every table of this app, gathered for Django."""

from approvals.calendars.models import CalendarDay
from approvals.experts.models import (
    Expert,
    ExpertField,
    ExpertReview,
    ExpertTie,
    ReviewDraw,
    ReviewSeat,
)
from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    FlowDefinition,
    Look,
    Meeting,
    MeetingItem,
    Opinion,
    Reading,
    Receipt,
)
from approvals.inbox.models import Phrase, SavedView
from approvals.notifications.models import Notice
from approvals.organizations.models import (
    Appointment,
    Delegation,
    Post,
    RecoveryCode,
    Reorganization,
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
    "Expert",
    "ExpertField",
    "ExpertReview",
    "ExpertTie",
    "FlowDefinition",
    "Look",
    "Meeting",
    "MeetingItem",
    "Notice",
    "Opinion",
    "Phrase",
    "Post",
    "Reading",
    "Receipt",
    "RecoveryCode",
    "Reorganization",
    "ReviewDraw",
    "ReviewSeat",
    "Role",
    "SavedView",
    "SecondFactor",
    "SetupRun",
    "Unit",
    "UnitKind",
    "User",
]
