"""Approval processes, their tasks and the opinions given."""

from approvals.flows.engine import Decision, Part, ProcessStatus, TaskStatus
from approvals.flows.models.looks import Look, Receipt
from approvals.flows.models.meetings import Meeting, MeetingItem, MeetingResult
from approvals.flows.models.processes import ApprovalProcess, FlowDefinition
from approvals.flows.models.tasks import ApprovalTask, Opinion, Reading

__all__ = [
    "ApprovalProcess",
    "ApprovalTask",
    "Decision",
    "FlowDefinition",
    "Look",
    "Meeting",
    "MeetingItem",
    "MeetingResult",
    "Opinion",
    "Part",
    "ProcessStatus",
    "Reading",
    "Receipt",
    "TaskStatus",
]
