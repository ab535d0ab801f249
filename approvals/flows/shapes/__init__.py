"""The shapes of a route (流程): pure data, so that a rulebook may describe one without a table."""

from approvals.flows.shapes.settings import (
    MEETING_DAY,
    MINUTES,
    Approver,
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    StepKind,
    Vacancy,
)
from approvals.flows.shapes.steps import REVIEW, Route, Step, StepField, settings_of

__all__ = [
    "MEETING_DAY",
    "MINUTES",
    "REVIEW",
    "Approver",
    "Expiry",
    "OwnMatter",
    "Refusal",
    "Repeat",
    "Resubmit",
    "ReturnTo",
    "Route",
    "Step",
    "StepField",
    "StepKind",
    "Vacancy",
    "settings_of",
]
