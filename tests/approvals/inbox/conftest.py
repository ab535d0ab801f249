"""The cast of the approval tests, at their desks."""

from tests.approvals.flows.conftest import calls, town

__all__ = ["calls", "town"]
