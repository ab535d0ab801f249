"""Approval processes, their tasks and the opinions given."""

from approvals.flows.models.processes import ApprovalProcess, FlowDefinition, ProcessStatus
from approvals.flows.models.tasks import ApprovalTask, Decision, Opinion, TaskStatus

__all__ = [
    "ApprovalProcess",
    "ApprovalTask",
    "Decision",
    "FlowDefinition",
    "Opinion",
    "ProcessStatus",
    "TaskStatus",
]
